"""Notes of Stalin's execution lists, on invented people: the grammar, the YAML around it, the places."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.readers.stalin_lists import read_stalin_lists
from rehabkg.readers.stalin_note import person_and_case
from rehabkg.readers.stalin_places import read_stalin_places
from rehabkg.readers.yaml_notes import LARGEST_FILE_BYTES
from rehabkg.records.fields import CASE_FIELDS, PERSON_FIELDS
from rehabkg.records.places import PlaceRecord
from rehabkg.records.printed import PrintedRecord

LISTS = Path(__file__).parent / "cases" / "records" / "stalin-lists"
REAL = assets.ROOT.parent / "shared" / "data" / "stalin-lists"
NOTE = "- spravka_old_id: 1\n  fio: Выдумкин Пример Ильич\n  spravka: Род. в 1902\n"


def read(path: Path) -> tuple[list[PrintedRecord], list[str]]:
    """The notes of *path*, and what was reported."""
    faults: list[SourceError] = []
    records = [record for record in read_stalin_lists(path, report=faults.append) if isinstance(record, PrintedRecord)]
    return records, [str(fault) for fault in faults]


def test_notes_are_numbered_by_person_and_note_in_their_order() -> None:
    records, faults = read(LISTS)

    assert [record.number for record in records] == ["7-0010", "12-301", "12-302"]
    assert faults == []
    assert [(record.file, record.line) for record in records] == [("p7.yaml", 1), ("p12.yaml", 1), ("p12.yaml", 9)]
    assert records[1].text.startswith("- spravka_old_id: 301\n  repryear: 1937\n")
    assert records[1].text.endswith("за отсутствием состава преступления")


def test_a_note_is_cut_into_cells() -> None:
    records, _ = read(LISTS)
    person, (case,) = records[1].fields, records[1].cases

    assert person == {
        "birth_date": "1902",
        "birth_place": "г. Образцов",
        "nationality": "армянин",
        "education": "высшее",
        "party": "б/п",
        "residence": "г. Образцов, ул. Новая, д. 8, кв. 39",
        "occupation": "Нач. 20-го (малого) цеха завода № 9",
        "execution_date": "31.02.1937",
        "death_place": "г.Образцов",
        "surname": "Выдумкин",
        "given_name": "Пример",
        "patronymic": "Ильич",
        "book": "Образцовский мартиролог: 1937-1938",
    }
    assert case == {
        "arrest_date": "04.03.1937",
        "charge": "по ст. 58-7-8-11 УК РСФСР",
        "deciding_body": "выездная сессия ВК ВС СССР в г. Образцов",
        "decision_date": "08.05.1937",
        "sentence": "ВМН",
        "rehabilitation_body": "ВК ВС СССР",
        "rehabilitation_date": "01.06.1957",
        "rehabilitation_ground": "за отсутствием состава преступления",
    }
    assert person.keys() <= set(PERSON_FIELDS)
    assert case.keys() <= set(CASE_FIELDS)


def test_the_longer_way_of_a_book_of_memory_is_read_too() -> None:
    records, _ = read(LISTS)
    person, (case,) = records[0].fields, records[0].cases

    assert person["occupation"] == "райзо, заведующий"
    assert person["education"] == "среднее"
    assert case["deciding_body"] == "Тройка УНКВД"
    assert case["decision_date"] == "27 октября 1937"
    assert case["charge"] == "к-р организация"
    assert case["sentence"] == "расстрел"
    assert person["execution_date"] == "27 октября 1937"


def test_the_remark_of_the_compilers_goes_to_their_person() -> None:
    records, _ = read(LISTS)

    assert records[0].fields["note"] == 'Опытнов\nОсужден по "1 категории"'
    assert records[0].fields["name_variants"] == "Опытный"


def test_a_note_in_other_words_stays_a_note() -> None:
    """A life told at length, or in Ukrainian, would be cut into nonsense."""
    records, _ = read(LISTS)

    assert records[2].name == "ВИГАДКО Юхим Лейбович"
    assert records[2].fields["note"].startswith("1904 р., с. Зразкове, єврей, з селян.\n01.11.1937 р. звинувачений")
    assert records[2].fields["note"].endswith("\nrepryear: 1937")
    assert records[2].cases == ()


@pytest.mark.parametrize(
    ("note", "cells"),
    [
        ("Род. 1 января 1893, Новое, рабочий, б/п.", {"birth_place": "Новое, рабочий", "birth_date": "1 января 1893"}),
        ("Род. в г. Новом, русская", {"birth_place": "в г. Новом", "nationality": "русская"}),
        ("Род. в 1914, дер. Новая, б/п. Красноармеец полка.", {"occupation": "Красноармеец полка", "party": "б/п"}),
        ("Род. в 1914. Проживал: Новый кр. Рабочий", {"residence": "Новый кр. Рабочий"}),
        (
            "Род. в 1914. Проживал: г. Новый, д. 13 а. Рабочий",
            {"residence": "г. Новый, д. 13 а", "occupation": "Рабочий"},
        ),
        ("Род. в 1914 (Новое, ныне Старое), поляк", {"birth_place": "в 1914 (Новое, ныне Старое)"}),
        ("Род. в 1914. Расстрелян его брат", {"note": "Расстрелян его брат"}),
        ("Род. в 1914. Арестован повторно. Умер 1950", {"note": "Арестован повторно.", "death_date": "1950"}),
        ("Род. в 1914. Место захоронения – Новое кладбище.", {"burial_place": "Новое кладбище"}),
        ("Род. в 1914. Умерла 1950. Умерла 1951.", {"death_date": "1950", "note": "Умерла 1951."}),
    ],
)
def test_only_what_is_sure_is_cut(note: str, cells: dict[str, str]) -> None:
    person, case = person_and_case(note)

    assert {name: person.get(name) for name in cells} == cells
    assert case == {}


@pytest.mark.parametrize(
    ("sentence", "cells"),
    [
        ("14.01.1938 – ВМН с конфискацией", {"decision_date": "14.01.1938", "sentence": "ВМН с конфискацией"}),
        ("ОСО, 01.1938 - 5 лет", {"deciding_body": "ОСО", "decision_date": "01.1938", "sentence": "5 лет"}),
        ("5 лет лагерей", {"sentence": "5 лет лагерей"}),
        (
            "ВК ВС СССР, 31.02.1937 – ВМН",
            {"deciding_body": "ВК ВС СССР", "decision_date": "31.02.1937", "sentence": "ВМН"},
        ),
    ],
)
def test_a_sentence_is_body_date_and_measure(sentence: str, cells: dict[str, str]) -> None:
    assert person_and_case(f"Род. в 1902. Приговор: {sentence}.") == ({"birth_date": "1902"}, cells)


@pytest.mark.parametrize("part", [", ", "(", "Род. ", "Приговор: ", "Приговор: 1937 ", "за ", ". А", "1937 "])
def test_no_note_takes_more_time_than_a_moment(part: str) -> None:
    start = time.process_time()

    for length in (9_000, 1_000_000):
        person_and_case("Род. в 1902. Реабилитирован " + part * (length // len(part)))

    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("a: &x [1]\nb: *x\n", "p1.yaml:1: has an anchor or an alias; a list of notes"),
        ("- &a {k: v}\n- *a\n", "p1.yaml:1: has an anchor or an alias; a list of notes"),
        (NOTE + "- *a\n", "p1.yaml:4: has an anchor or an alias"),
        ("[[a]]", "p1.yaml:1: has more than one list"),
        ("[" * 100_000, "p1.yaml:1: is no YAML: exceeded maximum nesting depth"),
        ("- spravka: [a]\n", "p1.yaml:1: has a list inside a note"),
        ("- spravka:\n    a: b\n", "p1.yaml:2: has a mapping inside a note"),
        ("только текст\n", "p1.yaml:1: has 'только текст' outside a note"),
        ("- fio: a\n  fio: b\n", "p1.yaml:2: gives 'fio' twice in a note"),
        ("- fio: 'незакрыто\n", "p1.yaml:2: is no YAML: found unexpected end of stream"),
        ("- fio: a\0b\n", "p1.yaml: is no YAML: control characters are not allowed"),
        ("- fio: Выдумкин\n", "p1.yaml:1: the note has no 'spravka_old_id', 'spravka'"),
        (NOTE + NOTE, "p1.yaml:4: the number 1 stands over an earlier note of this file"),
        ("- fio: !!python/object/apply:os.system ['true']\n", "p1.yaml:1: has a list inside a note"),
    ],
)
def test_a_bad_file_of_notes_is_one_line(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "p1.yaml").write_text(content, encoding="utf-8")
    (tmp_path / "p2.yaml").write_text(NOTE, encoding="utf-8")

    records, faults = read(tmp_path)

    assert "2-1" in [record.number for record in records]
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_a_file_of_notes_beyond_any_size_or_encoding_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "p1.yaml").write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    (tmp_path / "p2.yaml").write_bytes(NOTE.encode("windows-1251"))
    (tmp_path / "p3.yaml").write_text(NOTE, encoding="utf-8")

    records, faults = read(tmp_path)

    assert [record.number for record in records] == ["3-1"]
    assert faults == [
        "p1.yaml: has more than 1,048,576 bytes, as no file of notes has",
        "p2.yaml:2: byte 0xc2 is not UTF-8",
    ]


def test_a_folder_without_notes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no notes \(\*\.yaml\)"):
        read(tmp_path)


def test_places_have_the_chain_above_them() -> None:
    """The uppermost is its own parent; a parent may stand below its child in the table."""
    places = [
        record.place for record in read_stalin_lists(LISTS, report=pytest.fail) if isinstance(record, PlaceRecord)
    ]

    assert [(place.name, place.kind, place.parents) for place in places] == [
        ("Выдуманный Союз", "state", ()),
        ("Образцовская область", "region", ("Выдуманная республика", "Выдуманный Союз")),
        ("Выдуманная республика", "union-republic", ("Выдуманный Союз",)),
    ]


@pytest.mark.parametrize(
    ("row", "fault", "read_names"),
    [
        ('"3","3","9","Б"', "column 'regionparent': '9' is not the id of a region of geogr.csv", ["А", "Б"]),
        ('"1","3","1","Вторая"', "column 'regionid': '1' is not the id of one region", ["А"]),
        ('"3","7","1","Чужая"', "column 'regionrang': '7' is not one of 1, 2, 3", ["А"]),
        ('"3","3","1",""', "column 'regiontitle': '' is not filled", ["А"]),
        ('"3","3","1"', "column '(row)': '\"3\",\"3\",\"1\"' is not a row of 4 cells: it has 3", ["А"]),
        ('"3","3","4","В"\n"4","3","3","Г"', "'В' lies in itself, by the regions above it", ["А", "В", "Г"]),
    ],
)  # fmt: skip
def test_a_bad_row_of_places_costs_what_it_must(tmp_path: Path, row: str, fault: str, read_names: list[str]) -> None:
    path = tmp_path / "geogr.csv"
    path.write_text(f'"regionid","regionrang","regionparent","regiontitle"\n"1","1","1","А"\n{row}\n', encoding="utf-8")
    faults: list[SourceError] = []

    names = [record.place.name for record in read_stalin_places(path, report=faults.append)]

    assert names == read_names
    assert str(faults[0]) == f"geogr.csv:3: {fault}"


def test_a_missing_or_doubled_column_of_places_is_refused(tmp_path: Path) -> None:
    shutil.copytree(LISTS, tmp_path / "lists")
    table = tmp_path / "lists" / "tables" / "geogr.csv"
    for header, message in (
        ("regionid,regionrang,regiontitle", "has no column 'regionparent'"),
        ("regionid,regionid,regionrang,regionparent,regiontitle", "names 'regionid' more than once"),
    ):
        table.write_text(f"{header}\n", encoding="utf-8")
        with pytest.raises(SourceError, match=message):
            read(tmp_path / "lists")


@pytest.mark.skipif(not REAL.is_dir(), reason="the real notes (../shared/data/stalin-lists) are not here")
def test_the_real_notes_and_places_are_read_without_fault() -> None:
    faults: list[SourceError] = []

    records = list(read_stalin_lists(REAL, report=faults.append))

    notes = [record for record in records if isinstance(record, PrintedRecord)]
    assert (len(notes), len(records) - len(notes), faults) == (2, 87, [])
    for note in notes:
        assert {"birth_date", "nationality", "residence", "occupation", "surname", "book"} <= note.fields.keys()
        assert {"charge", "deciding_body", "decision_date", "sentence"} <= note.cases[0].keys()
        assert "note" not in note.fields

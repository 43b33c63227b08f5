"""The database under Memorial's table is joined to records like the table's, in bounded memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehabkg.errors import RowError, SourceError
from rehabkg.readers import lookups, memorial_database
from rehabkg.readers.lookups import fields_of
from rehabkg.readers.memorial_database import PERSONS_HEADER, read_memorial_database, unpack_date
from rehabkg.readers.memorial_table import HEADER, read_memorial_table
from rehabkg.records.printed import PrintedRecord

CASES = Path(__file__).parent / "cases" / "records" / "memorial-database"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The files of the case, in the encoding of the disk."""
    folder = tmp_path / "database"
    folder.mkdir()
    for path in CASES.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_text(encoding="utf-8").encode("windows-1251"))
    return folder


def read(folder: Path) -> tuple[list[PrintedRecord], list[SourceError]]:
    errors: list[SourceError] = []
    return list(read_memorial_database(folder, report=errors.append)), errors


def put(folder: Path, name: str, old: str, new: str) -> None:
    """Change one text of a file."""
    path = folder / f"{name}.csv"
    content = path.read_bytes()
    assert old.encode("windows-1251") in content
    path.write_bytes(content.replace(old.encode("windows-1251"), new.encode("windows-1251"), 1))


def test_ids_become_the_texts_that_they_point_to(database: Path) -> None:
    """Surname, place, court and book stand in tables of their own; one table of places serves birth and residence."""
    records, errors = read(database)

    assert errors == []
    assert [(record.number, record.file, record.line) for record in records] == [
        ("80001", "persons.csv", 2),
        ("80002", "persons.csv", 3),
        ("80003", "persons.csv", 4),
    ]
    first = records[0]
    assert first.fields["surname"] == "Кебровин"
    assert first.fields["birth_place"] == "Саратовская обл., с. Малые Пуки"
    assert first.fields["residence"] == 'г. Саратов; ул. "Заря"'
    assert first.fields["book"] == "Книга памяти Саратовской обл.; т. 1"
    assert first.fields["book_address"] == "kniga1.htm"
    assert first.fields["name_variants"] == "Кебров"
    assert first.cases[0]["deciding_body"] == "Тройка при УНКВД по Саратовской обл."
    assert records[1].fields["education"] == "н/начальное"
    assert records[1].fields["age"] == "37 лет"


def test_packed_dates_keep_the_parts_that_are_known(database: Path) -> None:
    """A month without a day stays a month; 0 is no date."""
    records, _ = read(database)

    assert records[0].cases[0]["arrest_date"] == "12.11.1937"
    assert records[1].cases[0]["arrest_date"] == "_.5.1939"
    assert records[1].cases[0]["decision_date"] == "_._.1939"
    assert records[0].fields["birth_date"] == "1890"
    assert "birth_date" not in records[1].fields


@pytest.mark.parametrize(
    ("packed", "date"),
    [
        (0, None),
        (139 << 9 | 5 << 5 | 17, "17.5.1939"),
        (139 << 9 | 5 << 5, "_.5.1939"),
        (5 << 5 | 17, "17.5._"),
        (138 << 9 | 2 << 5 | 31, "31.2.1938"),
    ],
)
def test_a_packed_date_is_day_month_and_year_from_1800(packed: int, date: str | None) -> None:
    """Nothing is corrected here: what no calendar has is for recognition to tell."""
    assert unpack_date(packed) == date


def test_several_bodies_and_grounds_are_all_kept_in_their_order(database: Path) -> None:
    """The table under the disk kept the last one only."""
    case = read(database)[0][0].cases[0]

    assert case["rehabilitation_body"] == "Саратовский областной суд\nПрокуратура Саратовской обл."
    assert case["rehabilitation_ground"] == "за отсутствием состава преступления\nпо Указу ПВС СССР от 16.01.1989"


def test_a_record_is_the_row_that_the_full_table_has(database: Path, tmp_path: Path) -> None:
    """Which edition an archive holds makes no difference to what is read."""
    put(database, "linkreaborg", "80001;2\n", "")
    put(database, "linkreabreas", "80001;2\n", "")
    records, _ = read(database)
    table = tmp_path / "table.tsv"
    table.write_text("\n".join(["\t".join(HEADER), *(record.text for record in records)]) + "\n", encoding="utf-8")

    same = list(read_memorial_table(table, report=pytest.fail))

    assert [(record.number, record.fields, record.cases) for record in same] == [
        (record.number, record.fields, record.cases) for record in records
    ]


def test_tables_kept_on_disk_give_the_same_records(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Surnames and places outgrow the memory; where a table is kept shows in nothing."""
    held, _ = read(database)
    monkeypatch.setattr(lookups, "LARGEST_HELD_BYTES", 0)
    monkeypatch.setattr(memorial_database, "_PEOPLE_A_TIME", 2)

    assert read(database) == (held, [])


def test_files_may_be_called_txt_and_in_capitals(database: Path) -> None:
    """Disks of that time wrote names in capitals."""
    for path in sorted(database.iterdir()):
        path.rename(database / f"{path.stem.upper()}.TXT")

    assert len(read(database)[0]) == 3


def test_links_that_the_edition_has_not_are_no_fault(database: Path) -> None:
    """What few people have may be left out of an edition."""
    for name in ("linkeducat", "educat"):
        (database / f"{name}.csv").unlink()

    records, errors = read(database)

    assert errors == []
    assert "education" not in records[1].fields


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("80009;1;1", "(row)", "a row of 20 cells: it has 3"),
        (";".join(["x", *["0"] * 13, "F", *["0"] * 4, "м"]), "PERSONID", "the number of a person"),
        (";".join(["80009", "999", *["0"] * 12, "F", *["0"] * 4, "м"]), "FNAME", "an id of fnames"),
        (";".join(["80009", "1", "два", *["0"] * 11, "F", *["0"] * 4, "м"]), "NAME", "an id"),
        (";".join(["80009", *["1"] * 3, "9999999", *["0"] * 9, "F", *["0"] * 4, "м"]), "BIRTHDATE", "a packed date"),
        (";".join(["80009", "9" * 30, *["0"] * 12, "F", *["0"] * 4, "м"]), "FNAME", "an id"),
    ],
)
def test_a_bad_cell_is_told_and_the_rest_is_read(database: Path, row: str, column: str, expected: str) -> None:
    """One wrong id costs its cell, one broken row its row."""
    with (database / "persons.csv").open("ab") as opened:
        opened.write(row.encode("windows-1251") + b"\n")

    records, errors = read(database)

    assert [record.number for record in records][:3] == ["80001", "80002", "80003"]
    (error,) = errors
    assert isinstance(error, RowError)
    assert (error.line, error.column, error.expected) == (5, column, expected)


def test_what_is_no_text_costs_its_line(database: Path) -> None:
    """Byte 0x98 is no letter of windows-1251, and NUL is none anywhere."""
    with (database / "nations.csv").open("ab") as opened:
        opened.write(b"2;\x98\n3;\0\n4;" + "чуваш".encode("windows-1251") + b"\n;\nx;y\n")
        opened.write(b"".join(b"%d;a people\n" % number for number in range(100, 120)))

    records, errors = read(database)

    assert len(records) == 3
    assert [error.line for error in errors] == [3, 4, 6, 7]


def test_an_id_that_comes_twice_is_told(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of two surnames is meant, no program knows; the first stands, and a person is told."""
    put(database, "fnames", "2;Дрожева", "1;Дрожева")
    for largest in (1 << 20, 0):
        monkeypatch.setattr(lookups, "LARGEST_HELD_BYTES", largest)
        records, errors = read(database)

        assert records[0].fields["surname"] == "Кебровин"
        assert any("1 ids are given more than once" in str(error) for error in errors)


def test_a_missing_table_stops_before_any_record(database: Path) -> None:
    """Millions of people without surnames are no result."""
    (database / "fnames.csv").unlink()
    (database / "educat.csv").unlink()

    with pytest.raises(SourceError, match=r"lacks the tables educat\.csv, fnames\.csv"):
        next(read_memorial_database(database, report=pytest.fail))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("NATION;", "", "lacks NATION"),
        ("NATION;AWORK", "AWORK;NATION", "the header is 'PERSONID;FNAME"),
        ("NATION;", "NATION;NATION;", "the header is 'PERSONID;FNAME"),
    ],
)
def test_a_header_at_fault_stops_before_any_record(database: Path, old: str, new: str, said: str) -> None:
    """Ids read under a foreign header point anywhere."""
    put(database, "persons", old, new)

    with pytest.raises(SourceError, match=said):
        next(read_memorial_database(database, report=pytest.fail))


def test_a_table_in_another_encoding_is_refused(database: Path) -> None:
    """UTF-8 read as windows-1251 gives letters, all of them wrong."""
    (database / "sudorg.csv").write_bytes((CASES / "sudorg.csv").read_bytes())

    with pytest.raises(SourceError, match=r"sudorg\.csv: is UTF-8; the database is in windows-1251"):
        next(read_memorial_database(database, report=pytest.fail))


def test_a_binary_and_a_doubled_table_are_refused(database: Path) -> None:
    """What the folder holds is said by the name of the file."""
    (database / "persons.txt").write_bytes(b"")
    with pytest.raises(SourceError, match="'persons' a second time"):
        next(read_memorial_database(database, report=pytest.fail))
    (database / "persons.txt").unlink()
    (database / "names.csv").write_bytes(b"PK\x03\x04" + bytes(200))
    with pytest.raises(SourceError, match="is a zip archive"):
        next(read_memorial_database(database, report=pytest.fail))


def test_a_folder_that_is_not_there_gets_one_clear_line(tmp_path: Path) -> None:
    """No traceback for a slip in a path."""
    with pytest.raises(SourceError, match="is no folder that can be read"):
        next(read_memorial_database(tmp_path / "none", report=pytest.fail))


def test_a_disk_that_is_full_gets_one_clear_line(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look-up tables need room beside the database; the message says which folder could not be read for it."""

    def full(*_: object, **__: object) -> Iterator[None]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(lookups.Lookups, "add_links", full)

    with pytest.raises(SourceError, match="look-up tables cannot be kept for reading: database or disk is full"):
        next(read_memorial_database(database, report=pytest.fail))


@pytest.mark.parametrize(
    ("line", "count", "fields"),
    [
        ("1;a;b", 2, ["1", "a;b"]),
        ('1;"a;b";c', 3, ["1", "a;b", "c"]),
        ('1;"a ""b"".', 2, ["1", '"a "b".']),
        ('1;"a;b', 3, ["1", '"a', "b"]),
        ("1", 3, ["1"]),
        ('1;""', 2, ["1", ""]),
    ],
)
def test_quotes_that_follow_no_rule_are_taken_off_only_in_pairs(line: str, count: int, fields: list[str]) -> None:
    """A mark that nothing closes is data."""
    assert fields_of(line, count) == fields


def test_the_header_is_that_of_the_format() -> None:
    """Twenty columns, each once."""
    assert len(set(PERSONS_HEADER)) == 20

"""The Khabarovsk book: one record a person, gathered from seven tables whose rows stand in no common order."""

from __future__ import annotations

import shutil
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.readers import khabarovsk
from rehabkg.readers.khabarovsk import read_khabarovsk
from rehabkg.records.fields import PERSON_FIELDS
from rehabkg.records.printed import PrintedRecord

CASES = Path(__file__).parent / "cases" / "records" / "khabarovsk"
REAL = assets.ROOT.parent / "shared" / "data" / "khabarovsk"


def read(folder: Path, encoding: str | None = None) -> tuple[list[PrintedRecord], list[str]]:
    """The records of *folder*, and what is reported."""
    errors: list[SourceError] = []
    records = list(read_khabarovsk(folder, report=errors.append, encoding=encoding))
    return records, [str(error).removeprefix(f"{folder}/") for error in errors]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented tables."""
    shutil.copytree(CASES, tmp_path, dirs_exist_ok=True)
    return tmp_path


def replace(table: Path, old: str, new: str) -> None:
    """Change one text of *table*."""
    content = table.read_text("utf-8")
    assert content.count(old) == 1
    table.write_text(content.replace(old, new), encoding="utf-8")


def test_a_person_is_gathered_from_all_tables() -> None:
    """The main name is that of the record, the others are variants; 'no data' is no label."""
    records, errors = read(CASES)

    assert errors == []
    assert [record.number for record in records] == ["900001", "900002", "900010"]
    assert records[0] == PrintedRecord(
        number="900001",
        file="names.csv",
        locator="id 900001",
        line=3,
        text="фамилия имя отчество: Ань Ун Юан\nфамилия имя отчество (основное: False): Ан Ун-Юан\n"
        "фамилия имя отчество (основное: False): Ань\nпол: нет данных\nнациональность: Китайцы\n"
        "гражданство: эмигрант\nсоциальное происхождение: нет данных\nобразование: нет данных\n"
        "партийная принадлежность: нет данных",
        fields={
            "surname": "Ань", "given_name": "Ун Юан", "name_variants": "Ан Ун-Юан\nАнь",
            "nationality": "Китайцы", "citizenship": "эмигрант",
        },
    )  # fmt: skip
    assert records[1].fields == {
        "surname": "Придуманов", "given_name": "Иван", "patronymic": "Небывалович", "sex": "мужчина",
        "nationality": "Русские", "citizenship": "СССР", "origin": "из крестьян", "party": "беспартийный",
    }  # fmt: skip
    assert list(read_khabarovsk(CASES / "gender.csv", report=pytest.fail)) == records


def test_another_encoding_is_read_alike(folder: Path) -> None:
    """Each table shows its own encoding, or the user says it of all."""
    for table in folder.glob("*.csv"):
        table.write_bytes(table.read_text("utf-8").encode("cp866"))

    assert read(folder, encoding="cp866") == read(CASES)


@pytest.mark.parametrize(
    ("old", "new", "message", "left"),
    [
        ("True,900002", "Да,900002", "names.csv:2: column 'основное': 'Да' is not True or False", 2),
        ("True,900002", "True,9e5", "names.csv:2: column 'id': '9e5' is not a whole number", 2),
        ("True,900002", "True", "names.csv:2: the row has 4 cells, 5 are wanted", 2),
        ("Придуманов", "Приду\x00манов", "names.csv:2: there is a NUL byte", 2),
        (
            "False,900001\n,,", "True,900001\n,,",
            "names.csv:3: id 900001 has 2 main names, one is wanted; its first is taken for it", 3,
        ),
        (
            "Ань,True", "Ань,False",
            "names.csv:3: id 900001 has no main names, one is wanted; its first is taken for it", 3,
        ),
    ],
)  # fmt: skip
def test_a_bad_name_is_reported_and_the_rest_is_read(old: str, new: str, message: str, left: int, folder: Path) -> None:
    """A row that is lost leaves cells of nobody, and each is told."""
    replace(folder / "names.csv", old, new)

    records, errors = read(folder)

    assert errors[0] == message
    assert len(records) == left
    assert errors[1:] == [] if left == 3 else ["gender.csv:2: column 'id': '900002' is not an id of names.csv"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("900002,мужчина", "900010,мужчина", "gender.csv:3: column 'пол': 'женщина' is not the only cell of id 900010"),
        ("900002,мужчина", "7,мужчина", "gender.csv:2: column 'id': '7' is not an id of names.csv"),
        ("900002,мужчина", "-7,мужчина", "gender.csv:2: column 'id': '-7' is not a whole number"),
        ("900002,мужчина", '900002,"муж"чина', "gender.csv:2: is no CSV row: ',' expected after '\"'"),
    ],
)
def test_a_bad_cell_is_reported_and_the_person_is_read(old: str, new: str, message: str, folder: Path) -> None:
    """A person without a sex is the same person."""
    replace(folder / "gender.csv", old, new)

    records, errors = read(folder)

    assert errors == [message]
    assert [record.number for record in records] == ["900001", "900002", "900010"]
    assert "sex" not in records[1].fields


def test_a_missing_table_is_told_and_the_others_are_read(folder: Path) -> None:
    """Only without names there is nobody."""
    (folder / "party.csv").unlink()
    records, errors = read(folder)
    assert len(records) == 3
    assert errors == ["party.csv: is missing; the records are read without 'партийная принадлежность'"]

    (folder / "names.csv").unlink()
    with pytest.raises(SourceError, match=r"holds no names.csv, the table of names"):
        read(folder)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("names.csv", "имя,отчество,фамилия,id\n".encode(), "names.csv:1: the header is without 'основное'"),
        ("party.csv", "id,id,партийная принадлежность\n".encode(), "party.csv:1: the header is with doubled 'id'"),
        ("gender.csv", b"", "gender.csv:1: the table is empty; a header line is wanted"),
        ("gender.csv", b"PK\x03\x04", "gender.csv: is a zip archive"),
        ("gender.csv", b"id,\xef\xee\xeb\n", "gender.csv: is not UTF-8, nor Russian in any of"),
    ],
)
def test_a_table_that_is_none_is_refused(name: str, content: bytes, message: str, folder: Path) -> None:
    """A table of another form must not pass for one that knows nothing."""
    (folder / name).write_bytes(content)

    with pytest.raises(SourceError, match=message):
        read(folder)


def test_a_full_disk_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows are gathered on disk; a database that may not grow stands for a disk that is full."""
    monkeypatch.setattr(khabarovsk, "_CACHE", "PRAGMA max_page_count = 1")

    with pytest.raises(SourceError, match=r"its tables cannot be joined in .*: database or disk is full"):
        read(folder)


def test_a_reader_that_stops_leaves_nothing_behind(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes the first record and goes leaves no database in the folder of temporary files."""
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(khabarovsk.tempfile, "tempdir", str(scratch))

    records = read_khabarovsk(folder, report=pytest.fail)
    assert next(records).number == "900001"
    assert list(scratch.iterdir()) != []
    records.close()

    assert list(scratch.iterdir()) == []


def test_memory_does_not_grow_with_the_tables(tmp_path: Path) -> None:
    """Ten times as many people take no more memory; the database keeps them on disk."""
    peaks = []
    for count in (20_000, 60_000):
        rows = "".join(f"Иван,Небывалович,Придуманов{number},True,{number}\n" for number in range(1, count + 1))
        (tmp_path / "names.csv").write_text(f"имя,отчество,фамилия,основное,id\n{rows}", encoding="utf-8")
        tracemalloc.start()
        assert sum(1 for _ in read_khabarovsk(tmp_path, report=lambda _: None)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.2


@pytest.mark.skipif(not REAL.is_dir(), reason="the real tables (../shared/data/khabarovsk) are not here")
def test_the_real_tables_are_read_whole() -> None:
    """29,581 people with 2,962 further names."""
    records = list(read_khabarovsk(REAL, report=lambda error: pytest.fail(str(error))))

    assert len(records) == 29_581
    numbers = [int(record.number) for record in records]
    assert numbers == sorted(set(numbers))
    counts = Counter(name for record in records for name in record.fields)
    assert set(counts) <= set(PERSON_FIELDS)
    assert (counts["surname"], counts["nationality"], counts["party"]) == (29_581, 26_169, 174)
    assert sum(record.text.count("основное: False") for record in records) == 2_962

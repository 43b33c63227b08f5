"""The camps and their counts, on invented places with every fault that the real tables have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.readers.gulag_camps import read_gulag_camps
from rehabkg.records.model import RecordedPlace
from rehabkg.records.places import PlaceRecord

CAMPS = Path(__file__).parent / "cases" / "records" / "gulag-camps"
REAL = assets.ROOT.parent / "shared" / "data" / "gulag-camps"


def read(path: Path) -> tuple[list[PlaceRecord], list[str]]:
    """The places of *path*, and what was reported."""
    faults: list[SourceError] = []
    return list(read_gulag_camps(path, report=faults.append)), [str(fault) for fault in faults]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(CAMPS, tmp_path / "camps")


def test_a_record_is_a_location_with_its_camp_and_counts() -> None:
    """The years are in order, a blank count is none, and a count of 0 is what the table prints."""
    records, _ = read(CAMPS)

    assert records[0].place == RecordedPlace(
        name="Выдуманный ИТЛ",
        kind="Исправительно-трудовые лагеря",
        parents=("Образцовская область, город Новый", "Поволжье"),
        other_names=("Выдумлаг", "ИТЛ Выдумстроя"),
        latitude="55.011897",
        longitude="36.462555",
        figures=(("1953", 2486), ("1954", 2725), ("1956", 0)),
        note="Лесозаготовки",
    )
    printed = records[0].printed
    assert (printed.number, printed.file, printed.locator) == ("location-1", "camp_locations.tsv", "line 2")
    assert printed.text.split("\n")[0].startswith("3\tВыдуманный ИТЛ\tNew prison")
    assert printed.text.split("\n")[1].startswith("1\t3\t0\t36.462555")
    assert printed.text.endswith("5\t1\t1956\t12")


def test_a_camp_without_a_location_is_a_record() -> None:
    records, _ = read(CAMPS)

    assert [record.printed.number for record in records] == ["location-1", "location-2", "location-3", "camp-8"]
    assert records[3].place == RecordedPlace(name="Лагерь без места", kind="camp", parents=("Украина",))


def test_names_are_free_of_the_line_ends_around_them() -> None:
    records, _ = read(CAMPS)

    assert records[2].place.name == "Образцовый ИТЛ"
    assert records[2].place.other_names == ("Obraztsovy ITL", "Musterlager")


def test_a_point_that_is_half_wrong_is_no_point() -> None:
    """A latitude alone is a line round the globe."""
    records, _ = read(CAMPS)

    assert [(record.place.latitude, record.place.longitude) for record in records[1:3]] == [(None, None), (None, None)]
    assert records[1].place.figures == (("1941", 300),)


def test_each_fault_is_one_line_with_its_place() -> None:
    _, faults = read(CAMPS)

    assert faults == [
        "camp_statistics.tsv:6: column 'year': '1956' is not a year that is counted once at its location",
        "camp_statistics.tsv:7: column 'prisoners': 'около 300' is not a whole number of prisoners",
        "camp_statistics.tsv:8: column 'year': '194' is not a year",
        "camp_locations.tsv:3: column 'lon': '36,46' is not a number of degrees from -180 to 180",
        "camp_locations.tsv:4: column 'lat': '95.0' is not a number of degrees from -90 to 90",
        "camp_locations.tsv:5: column 'camp_id': '77' is not the id of a camp of camps.tsv",
        "camp_statistics.tsv: prisoners are counted at location '66', which camp_locations.tsv has not",
    ]


def test_an_id_of_two_camps_names_none(folder: Path) -> None:
    """Which of the two a location means is not said; the same row twice is no doubt."""
    with (folder / "camps.tsv").open("a", encoding="utf-8") as file:
        file.write("5\tДругой ИТЛ\t\t\t\t\t\t\t\n8\tЛагерь без места\t\t\t\t\t\tУкраина\t" + '"{""ru"": false}"\n')

    records, faults = read(folder)

    assert [record.printed.number for record in records] == ["location-1", "location-2", "camp-8"]
    assert [fault for fault in faults if "one camp" in fault or "location" not in fault.split(":")[0]][:3] == [
        "camps.tsv:7: column 'id': '5' is not the id of one camp",
        "camps.tsv:3: column 'id': '5' is not the id of one camp",
        "camps.tsv:8: column 'id': '8' is not the id of one camp",
    ]


@pytest.mark.parametrize(
    ("table", "content", "message"),
    [
        ("camps.tsv", None, r"camps\.tsv: cannot be read: No such file or directory"),
        ("camp_locations.tsv", b"id\tcamp_id\torder\tlon\tplace_ru\tplace_en\n", "has no column 'lat'"),
        ("camp_statistics.tsv", b"id\tyear\tyear\tlocation_id\tprisoners\n", "names 'year' more than once"),
        ("camp_statistics.tsv", b"PK\x03\x04" + b"\x00" * 50, "is a zip archive"),
        ("camps.tsv", b"", "has no column 'id', 'title_ru'"),
    ],
)
def test_a_table_that_is_none_is_refused(folder: Path, table: str, content: bytes | None, message: str) -> None:
    (folder / table).unlink()
    if content is not None:
        (folder / table).write_bytes(content)

    with pytest.raises(SourceError, match=message):
        read(folder)


def test_a_row_with_a_nul_byte_or_a_cell_too_many_costs_that_row(folder: Path) -> None:
    with (folder / "camp_locations.tsv").open("ab") as file:
        file.write("9\t8\t0\t30.0\t50.0\tНовое\0\t\r\n".encode())
        file.write("10\t8\t0\t30.0\t50.0\tНовое\t\tлишнее\r\n".encode())
        file.write("11\t8\t0\t30.0\t50.0\tНовое\t\r\n".encode())

    records, faults = read(folder)

    assert [record.printed.number for record in records][3:] == ["location-11"]
    assert "camp_locations.tsv:6: " in "\n".join(faults)
    assert "a row of 7 cells: it has 8" in "\n".join(faults)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real camps (../shared/data/gulag-camps) are not here")
def test_the_real_camps_are_read_but_for_what_is_wrong_in_them() -> None:
    """Seven locations name a missing camp, and one camp stands twice; all else is told."""
    records, faults = read(REAL)

    assert len(records) == 668 - 7 + 6
    assert sum(len(record.place.figures) for record in records) == 2_380
    assert sum("camp_locations.tsv" in fault for fault in faults) == 7
    assert sum("camps.tsv:" in fault for fault in faults) == 1
    assert len(faults) == 8
    assert len({record.printed.number for record in records}) == len(records)
    assert all(record.place.latitude for record in records[:661])

"""The list of North Ossetia: what the source says of a person, and nothing that the compilers filled in by formula."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import workbook_files as files
from workbook_files import Cell, Formula

from rehabkg import assets
from rehabkg.errors import RowError, SourceError
from rehabkg.readers.north_ossetia import read_north_ossetia
from rehabkg.records.fields import PERSON_FIELDS
from rehabkg.records.printed import PrintedRecord

REAL = assets.ROOT.parent / "shared" / "data" / "north-ossetia"
HEADER: list[Cell] = [
    "Region", "ID Memorial DB", "fname", "name", "lname", "birthplace", "residence_from_db", "residence",
    "DistrictName", "Address from residence", "Address from birthplace",
]  # fmt: skip
IVAN: list[Cell] = [
    "Небыльская", 900001, "Придуманов", "Иван", "Небывалович", "сел. Выдумка", ".", Formula("F2", "сел. Выдумка"),
    "Кривской", 0, 1,
]  # fmt: skip
VERA: list[Cell] = [
    "Небыльская", 900002, "Сочинённая", "Вера", ".", "\u00a0г. Выдумск", "г. Небыль", "г. Небыль", ".", 0, 0,
]  # fmt: skip
DISTRICTS = {"Кривской": {"areaName": "Небыльская АССР", "districtName": "Кривской", "matches": ["Кривск"]}}


def read(folder: Path, rows: list[list[Cell]]) -> tuple[list[PrintedRecord], list[str]]:
    """The records of a workbook of *rows*, and what is reported."""
    path = files.write_workbook(folder / "list.xlsx", rows)
    errors: list[SourceError] = []
    records = list(read_north_ossetia(folder, report=errors.append))
    return records, [str(error).removeprefix(f"{path}:") for error in errors]


def changed(row: list[Cell], **cells: Cell) -> list[Cell]:
    """A row with other cells, by the headings' first words."""
    return [cells.get(str(heading).partition(" ")[0], value) for heading, value in zip(HEADER, row, strict=True)]


def test_a_residence_that_repeats_the_birthplace_by_formula_is_none(tmp_path: Path) -> None:
    """The compilers put everyone on a map; the source knows no residence of this person."""
    (tmp_path / "north-osetia-regions.json").write_text(json.dumps(DISTRICTS), encoding="utf-8")

    records, errors = read(tmp_path, [HEADER, IVAN, VERA])

    assert errors == []
    assert records[0] == PrintedRecord(
        number="900001",
        file="list.xlsx",
        locator="row 2",
        line=2,
        text="Region: Небыльская\nID Memorial DB: 900001\nfname: Придуманов\nname: Иван\nlname: Небывалович\n"
        "birthplace: сел. Выдумка\nresidence_from_db: .\nresidence: сел. Выдумка\nDistrictName: Кривской\n"
        "Address from residence: 0\nAddress from birthplace: 1",
        fields={
            "surname": "Придуманов", "given_name": "Иван", "patronymic": "Небывалович",
            "birth_place": "сел. Выдумка", "region": "Небыльская АССР, Кривской",
            "note": "DistrictName: Кривской; Address from birthplace",
        },
    )  # fmt: skip
    assert records[1].fields == {
        "surname": "Сочинённая", "given_name": "Вера", "birth_place": "г. Выдумск", "residence": "г. Небыль",
        "region": "Небыльская",
    }  # fmt: skip


def test_without_the_table_of_districts_the_region_is_that_of_the_row(tmp_path: Path) -> None:
    """The workbook stands for itself."""
    records, _ = read(tmp_path, [HEADER, IVAN])

    assert records[0].fields["region"] == "Небыльская, Кривской"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (changed(IVAN, ID=None), "2: column 'ID Memorial DB': '' is not a whole number"),
        (changed(IVAN, ID="12a"), "2: column 'ID Memorial DB': '12a' is not a whole number"),
        (changed(IVAN, ID=1.5), "2: column 'ID Memorial DB': '1.5' is not a whole number"),
        (changed(IVAN, fname=Formula("A1", None)), "2: column 'fname': '' is not a value stored with its formula"),
        (
            changed(IVAN, ID=Formula("A1", "#N/A")),
            "2: column 'ID Memorial DB': '' is not a value stored with its formula",
        ),
        (changed(IVAN, name="д" * 100_001), f"2: column 'name': '{'д' * 79}…' is not at most 100,000 letters long"),
        (changed(IVAN, ID=900002), "3: column 'ID Memorial DB': '900002' is not the number of one row only"),
    ],
)
def test_a_bad_row_is_reported_and_the_rest_is_read(row: list[Cell], message: str, tmp_path: Path) -> None:
    """One bad cell of an archive's table costs that row, not the load."""
    records, errors = read(tmp_path, [HEADER, row, VERA])

    assert errors == [message]
    assert [record.number for record in records] == ["900002"]


def test_a_formula_without_value_that_nothing_needs_is_told_and_costs_nobody(tmp_path: Path) -> None:
    """A program that stores no values would else cost all whose residence is a formula."""
    errors: list[SourceError] = []
    path = files.write_workbook(tmp_path / "list.xlsx", [HEADER, changed(IVAN, residence=Formula("F2", None)), VERA])

    records = list(read_north_ossetia(path, report=errors.append))

    assert [record.number for record in records] == ["900001", "900002"]
    assert [str(error).removeprefix(str(path)) for error in errors] == [
        ":2: column 'residence': '' is not a value stored with its formula"
    ]
    assert isinstance(errors[0], RowError)
    assert (errors[0].printed or "").startswith("Region: Небыльская\n")


def test_blank_rows_are_nobody(tmp_path: Path) -> None:
    """A sheet may end in rows that were emptied."""
    records, errors = read(tmp_path, [HEADER, IVAN, [], [None, None], VERA])

    assert errors == []
    assert [record.line for record in records] == [2, 5]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (changed(HEADER, birthplace="place"), "the header is without 'birthplace'"),
        (changed(HEADER, lname="name"), "the header is without 'lname'"),
        ([*HEADER, "name"], "the header is with doubled 'name'"),
        ([*HEADER, "x", "x"], "the header is with doubled 'x'"),
        ([], "the header is without 'ID Memorial DB', 'Region', 'fname'"),
    ],
)
def test_a_missing_or_doubled_column_is_refused(header: list[Cell], message: str, tmp_path: Path) -> None:
    """Read by place, a shifted column would give everyone another's name."""
    with pytest.raises(SourceError, match=f"list.xlsx:1: {message}"):
        read(tmp_path, [header, IVAN] if header else [])


@pytest.mark.parametrize(
    "content", ["", "[1]", '{"a": 1}', '{"a": {}}', '{"a": {"areaName": 1}}', "[" * 100_000, "\xff"]
)
def test_a_table_of_districts_that_is_none_is_refused(content: str, tmp_path: Path) -> None:
    """It is beside the workbook, so it was meant to be joined."""
    (tmp_path / "north-osetia-regions.json").write_text(content, encoding="latin-1")

    with pytest.raises(SourceError, match="is no table of districts, each with its 'areaName'"):
        read(tmp_path, [HEADER, IVAN])


def test_half_a_letter_in_the_table_of_districts_is_refused(tmp_path: Path) -> None:
    """JSON can write what no text can hold."""
    (tmp_path / "north-osetia-regions.json").write_text('{"a": {"areaName": "\\ud800"}}', encoding="utf-8")

    with pytest.raises(SourceError, match="half a letter stands alone"):
        read(tmp_path, [HEADER, IVAN])


@pytest.mark.parametrize(("names", "found"), [([], "no"), (["a.xlsx", "b.xlsx"], "2")])
def test_a_folder_must_hold_one_workbook(names: list[str], found: str, tmp_path: Path) -> None:
    """Of two, the user says which."""
    for name in names:
        files.write_workbook(tmp_path / name, [HEADER, IVAN])

    with pytest.raises(SourceError, match=rf"holds {found} workbooks \(\*.xlsx\), one is wanted; name the file"):
        list(read_north_ossetia(tmp_path, report=pytest.fail))


@pytest.mark.skipif(not REAL.is_dir(), reason="the real list (../shared/data/north-ossetia) is not here")
def test_the_real_list_is_read_whole() -> None:
    """2,998 people, of whom the source gives 1,333 a residence; the workbook fills in the others by formula."""
    records = list(read_north_ossetia(REAL, report=lambda error: pytest.fail(str(error))))

    assert len(records) == len({record.number for record in records}) == 2_998
    counts = Counter(name for record in records for name in record.fields)
    assert set(counts) <= set(PERSON_FIELDS)
    assert (counts["residence"], counts["birth_place"], counts["region"]) == (1_333, 2_998, 2_998)

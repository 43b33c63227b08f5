"""A workbook is read row by row, nothing in it is evaluated, and nothing in it can take the machine."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as day_time
from pathlib import Path

import pytest
import workbook_files as files
from workbook_files import Formula

from rehabkg.errors import SourceError
from rehabkg.readers import workbook
from rehabkg.readers.workbook import SheetRow, cell_text, sheet_names, sheet_rows


def read(path: Path, sheet: str | None = None) -> tuple[list[SheetRow], list[str]]:
    """The rows of the workbook at *path*, and what is reported."""
    errors: list[SourceError] = []
    rows = list(sheet_rows(path, sheet=sheet, report=errors.append))
    return rows, [str(error).removeprefix(str(path)) for error in errors]


def refusal(path: Path) -> str:
    """The one line with which the workbook at *path* is refused."""
    with pytest.raises(SourceError) as raised:
        read(path)
    assert len(str(raised.value).splitlines()) == 1
    return str(raised.value).removeprefix(f"{path}: ")


def test_cells_come_as_text_and_formulas_as_what_was_stored_with_them(tmp_path: Path) -> None:
    """A formula without its value is not a blank cell, and an error is not what the source says."""
    path = files.write_workbook(
        tmp_path / "a.xlsx",
        [
            ["имя", "год", "место"],
            ["Придуманов ", 1901, Formula("A2", "с. Выдумка")],
            [None, 1901.5, Formula("A3", None)],
            ["x", None, Formula("A9", "#REF!")],
        ],
    )

    rows, errors = read(path)

    assert errors == []
    assert rows == [
        SheetRow(1, ("имя", "год", "место"), ()),
        SheetRow(2, ("Придуманов ", "1901", "с. Выдумка"), ()),
        SheetRow(3, (None, "1901.5", None), (2,)),
        SheetRow(4, ("x", None, None), (2,)),
    ]
    assert sheet_names(path) == ["Лист1"]


def test_a_number_or_day_is_written_as_one() -> None:
    """A number of a record must not become 1339563.0."""
    assert [cell_text(value) for value in (17, 17.0, 0.5, True, False, "а", float("inf"))] == [
        "17", "17", "0.5", "TRUE", "FALSE", "а", "inf",
    ]  # fmt: skip
    assert cell_text(datetime(1938, 3, 3)) == cell_text(date(1938, 3, 3)) == "1938-03-03"
    assert cell_text(datetime(1938, 3, 3, 4, 5)) == "1938-03-03 04:05:00"
    assert cell_text(day_time(4, 5)) == "04:05:00"
    assert cell_text(timedelta(hours=30)) == "1 day, 6:00:00"


def test_a_sheet_is_found_by_its_name(tmp_path: Path) -> None:
    """Who names a sheet that is not there learns which are."""
    path = files.write_workbook(tmp_path / "a.xlsx", [["x"]])

    assert read(path, "Лист1")[0] == [SheetRow(1, ("x",), ())]
    with pytest.raises(SourceError, match="has no sheet 'Лист2'; it has 'Лист1'"):
        read(path, "Лист2")


def test_an_extent_that_lies_costs_nothing(tmp_path: Path) -> None:
    """A sheet that says it has all rows there can be has those that it has."""
    path = files.write_parts(tmp_path / "a.xlsx", files.parts(files.sheet([["x"]], dimension="A1:XFD1048576")))

    assert read(path) == ([SheetRow(1, ("x",), ())], [])


def test_a_row_number_beyond_any_sheet_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are left out are blank rows, and a billion of them would never end."""
    monkeypatch.setattr(workbook, "MOST_SHEET_ROWS", 50)
    content = files.sheet([["x"], ["y"]]).replace('"2"', '"99999999999"').replace('"A2"', '"A99999999999"')

    rows, errors = read(files.write_parts(tmp_path / "a.xlsx", files.parts(content)))

    assert len(rows) == 50
    assert errors == [":51: a sheet has at most 50 rows"]


def test_a_sheet_that_breaks_off_gives_the_rows_before(tmp_path: Path) -> None:
    """Broken XML costs the rows after it."""
    whole = files.sheet([["имя"], ["Иван"], ["Анна"]])
    path = files.write_parts(tmp_path / "a.xlsx", files.parts(whole[: whole.index("Анна")]))

    rows, errors = read(path)

    assert [row.cells for row in rows] == [("имя",), ("Иван",)]
    assert len(errors) == 1
    assert errors[0].startswith(":3: cannot be read from row 3 on: ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is a text, an xlsx workbook is wanted"),
        ("имя;год\n".encode(), "is a text, an xlsx workbook is wanted"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
            "is an old Office file (xls, doc), an xlsx workbook is wanted",
        ),
        (b"PK\x03\x04" + bytes(99), "is no whole xlsx workbook: File is not a zip file"),
    ],
)
def test_what_is_no_workbook_is_told(content: bytes, message: str, tmp_path: Path) -> None:
    """An archive renames a file to what it is asked for."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    assert refusal(path) == message


def test_a_missing_workbook_is_told(tmp_path: Path) -> None:
    """A renamed file is the user's to mend."""
    assert refusal(tmp_path / "a.xlsx") == "cannot be read: No such file or directory"


@pytest.mark.parametrize("without", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_that_lacks_a_part_is_told(without: str, tmp_path: Path) -> None:
    """A zip archive of other things, or half a workbook."""
    members = files.parts(files.sheet([["x"]]))
    del members[without]
    path = files.write_parts(tmp_path / "a.xlsx", members)

    assert refusal(path).startswith(("is no whole xlsx workbook: ", "holds no sheet"))


def test_a_truncated_workbook_is_told(tmp_path: Path) -> None:
    """The list of a zip archive stands at its end, which a broken download lacks."""
    path = files.write_workbook(tmp_path / "a.xlsx", [["x"]])
    path.write_bytes(path.read_bytes()[:-40])

    assert refusal(path) == "is no whole xlsx workbook: File is not a zip file"


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    """64 MB of blanks in 64 kB: told in a moment, without unpacking."""
    path = files.write_parts(tmp_path / "a.xlsx", files.parts(files.sheet([["x"]]) + " " * (64 << 20)))
    tracemalloc.start()
    start = time.perf_counter()

    message = refusal(path)

    assert message.startswith("'xl/worksheets/sheet1.xml' in it unpacks to 1,0")
    assert time.perf_counter() - start < 1
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_a_bomb_that_lies_of_its_size_unpacks_no_further(tmp_path: Path) -> None:
    """The size in the archive's list can be forged; what is unpacked ends there, and is found out."""
    content = files.sheet([["x"] for _ in range(200_000)])
    path = files.write_parts(tmp_path / "a.xlsx", files.parts(content))
    forged = path.read_bytes()
    size = len(content.encode()).to_bytes(4, "little")
    assert forged.count(size) == 2
    path.write_bytes(forged.replace(size, (1000).to_bytes(4, "little")))

    assert refusal(path) == "is no whole xlsx workbook: Bad CRC-32 for file 'xl/worksheets/sheet1.xml'"


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [ENTITIES, OUTSIDE])
def test_entities_are_refused(declared: str, tmp_path: Path) -> None:
    """They multiply without bound or reach out of the file; no program writes them into a workbook."""
    content = files.sheet([["x"], ["zz"]], before=declared).replace("zz", "&b;" if declared == ENTITIES else "&a;")

    path = files.write_parts(tmp_path / "a.xlsx", files.parts(content))

    assert refusal(path).startswith("is no whole xlsx workbook: Entit")


def test_parts_beside_the_sheets_have_a_limit_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shared strings are held in memory."""
    monkeypatch.setattr(workbook, "LARGEST_SHARED_STRINGS_BYTES", 100)
    path = files.write_workbook(tmp_path / "a.xlsx", [["x"]])

    assert refusal(path).endswith("bytes, at most 100 are wanted")


def test_a_locked_archive_is_told(tmp_path: Path) -> None:
    """A member may claim to be encrypted."""
    path = files.write_workbook(tmp_path / "a.xlsx", [["x"]])
    content = bytearray(path.read_bytes())
    for offset in range(len(content) - 4):
        if content[offset : offset + 4] == b"PK\x01\x02":
            content[offset + 8] |= 1
    path.write_bytes(content)
    assert any(item.flag_bits & 1 for item in zipfile.ZipFile(path).infolist())

    assert "password required" in refusal(path)

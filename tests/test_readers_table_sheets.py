"""Workbooks and columnar files by a mapping: types as a reader sees them, hostile files refused before they unpack."""

from __future__ import annotations

import re
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from table_files import COLUMNAR, SHEET, columnar, mapping_of, read_file, refused, surnames, workbook

from rehabkg.errors import SourceError
from rehabkg.readers.table.row import MOST_COLUMNS

# Workbooks


def test_a_sheet_is_read_with_its_rows_and_types(tmp_path: Path) -> None:
    """A spreadsheet's days and whole numbers come as a reader sees them."""
    rows = [["№", "Фамилия", "Имя", "Г. р.", "Арест"],
            [1, "Выдумов", " Иван ", 1893, datetime(1937, 5, 12)],
            [2.0, "Небылицына", None, "ок. 1900", date(1938, 2, 3)]]  # fmt: skip
    mapping = 'number = "№"\n' + SHEET + '"Г. р." = "birth_date"\n"Арест" = "case.1.arrest_date"\n'
    records, messages = read_file(workbook(tmp_path, rows), mapping_of(tmp_path, mapping))

    assert messages == []
    assert [(record.number, record.locator, record.line) for record in records] == [
        ("1", "row 2", None),
        ("2", "row 3", None),
    ]
    assert records[0].fields == {"surname": "Выдумов", "given_name": "Иван", "birth_date": "1893"}
    assert [record.cases[0]["arrest_date"] for record in records] == ["1937-05-12", "1938-02-03"]
    assert records[0].text == "1\tВыдумов\tИван\t1893\t1937-05-12"


def test_a_typed_day_needs_no_format_and_a_text_beside_it_is_held_to_one(tmp_path: Path) -> None:
    """Columns of spreadsheets mix days with texts, since Excel knows no day before 1900."""
    mapping = SHEET.replace('"given_name"', '{ field = "birth_date", date = "M/d/yyyy" }')
    rows = [["Фамилия", "Имя"], ["Выдумов", date(1937, 5, 12)], ["Сказкин", "5/12/1893"], ["Небылицына", "1893"]]
    records, messages = read_file(workbook(tmp_path, rows), mapping_of(tmp_path, mapping))

    assert [record.fields["birth_date"] for record in records] == ["12.05.1937", "12.05.1893"]
    assert messages == ["t.xlsx:4: column 'Имя': '1893' is not a date in the form M/d/yyyy"]


def test_formulas_come_by_their_stored_values_and_one_without_is_told(tmp_path: Path) -> None:
    """Read for its value, a formula that nobody computed is a blank: the cell would be lost without a word."""
    path = workbook(tmp_path, [["Фамилия", "Имя"], ["Выдумов", "=A2"], ["Небылицына", "Анна"]])
    records, messages = read_file(path, mapping_of(tmp_path, SHEET))
    assert surnames(records) == ["Небылицына"]
    assert messages == [
        "t.xlsx:2: column '#2': '' is not a value: it is a formula that failed, or with which no value is stored"
    ]

    stored = rezipped(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v></v>", b"<v>5</v>")
                      .replace(b"<v />", b"<v>5</v>").replace(b"<v/>", b"<v>5</v>"))  # fmt: skip
    records, messages = read_file(stored, mapping_of(tmp_path, SHEET))
    assert messages == []
    assert records[0].fields["given_name"] == "5"


def rezipped(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """Return a copy of the workbook in which one part is changed."""
    copy = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == member:
                assert change(content) != content
                content = change(content)
            new.writestr(info.filename, content)
    return copy


def test_a_formula_that_failed_is_told(tmp_path: Path) -> None:
    """#REF! is no name."""
    path = workbook(tmp_path, [["Фамилия", "Имя"], ["#REF!", "Иван"], ["Небылицына", "Анна"]])
    records, messages = read_file(path, mapping_of(tmp_path, SHEET))

    assert surnames(records) == ["Небылицына"]
    assert messages[0].startswith("t.xlsx:2: column '#1': '' is not a value: it is a formula that failed")


def test_gaps_blank_rows_and_a_false_size_lose_no_row(tmp_path: Path) -> None:
    """Some programs state a size of A1 alone; the rows keep their numbers."""
    path = workbook(tmp_path, [["Фамилия", "Имя"], ["Выдумов", "Иван"], [None, None], ["", " "], ["Сказкин", None]])
    lying = rezipped(path, "xl/worksheets/sheet1.xml",
                     lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml))  # fmt: skip
    records, messages = read_file(lying, mapping_of(tmp_path, SHEET))

    assert messages == []
    assert [(record.fields["surname"], record.locator) for record in records] == [
        ("Выдумов", "row 2"),
        ("Сказкин", "row 5"),
    ]


def test_a_cell_beyond_the_headings_is_told_and_can_be_named_by_its_place(tmp_path: Path) -> None:
    """A remark at the side of a sheet is data; it is not dropped without a word."""
    path = workbook(tmp_path, [["Фамилия", "Имя"], ["Выдумов", "Иван", None, "см. том 2"], ["Сказкин", "Лев"]])
    records, messages = read_file(path, mapping_of(tmp_path, SHEET))
    assert surnames(records) == ["Сказкин"]
    assert messages == ["t.xlsx:2: column '#4': 'см. том 2' is not in a row of 2 cells: it has 4"]

    records, messages = read_file(path, mapping_of(tmp_path, SHEET + '"#4" = "note"\n'))
    assert messages == []
    assert [record.fields.get("note") for record in records] == ["см. том 2", None]


def test_the_sheet_is_the_first_or_the_one_named(tmp_path: Path) -> None:
    """A wrong name is told with those that are there."""
    path = workbook(tmp_path, [["Фамилия", "Имя"], ["Выдумов", "Иван"]])
    book = openpyxl.load_workbook(path)
    second = book.create_sheet("Дополнения")
    for row in (["Фамилия", "Имя"], ["Сказкин", "Лев"]):
        second.append(row)
    book.save(path)
    named = SHEET.replace('"xlsx"', '"xlsx"\nsheet = "Дополнения"')

    assert surnames(read_file(path, mapping_of(tmp_path, SHEET))[0]) == ["Выдумов"]
    assert surnames(read_file(path, mapping_of(tmp_path, named))[0]) == ["Сказкин"]
    with pytest.raises(SourceError, match="has no sheet 'Дополнение'; it has 'Лист1', 'Дополнения'"):
        read_file(path, mapping_of(tmp_path, named.replace("Дополнения", "Дополнение")))


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    """A megabyte of zeros' zeros would fill the memory; the archive's own list says so beforehand."""
    good = workbook(tmp_path, [["Фамилия", "Имя"]])
    bomb = rezipped(good, "xl/worksheets/sheet1.xml", lambda _: b"\0" * (64 << 20))
    tracemalloc.start()
    with pytest.raises(SourceError, match=r"unpacks to [0-9,]+ times its size"):
        read_file(bomb, mapping_of(tmp_path, SHEET))
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("member", "content", "message"),
    [
        ("xl/worksheets/sheet1.xml",
         b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>', "EntitiesForbidden"),
        ("xl/worksheets/sheet1.xml", b"<worksheet", "changed.xlsx"),
        ("xl/workbook.xml", b"not xml", "is no whole xlsx workbook"),
    ],
)  # fmt: skip
def test_broken_or_hostile_xml_is_one_line(member: str, content: bytes, message: str, tmp_path: Path) -> None:
    """Entities are refused, not expanded; what is no XML is no workbook."""
    broken = rezipped(workbook(tmp_path, [["Фамилия", "Имя"]]), member, lambda _: content)
    with pytest.raises(SourceError, match=message) as raised:
        read_file(broken, mapping_of(tmp_path, SHEET))
    assert len(str(raised.value).splitlines()) == 1


def test_a_sheet_broken_further_down_gives_the_rows_above(tmp_path: Path) -> None:
    """What can be read is read, and the rest is told with its row."""
    rows = [["Фамилия", "Имя"], *([f"Выдумов{n}", "Иван"] for n in range(2_000))]
    broken = rezipped(workbook(tmp_path, rows), "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    records, messages = read_file(broken, mapping_of(tmp_path, SHEET))

    assert 500 < len(records) < 2_000
    assert len(messages) == 1
    assert messages[0].startswith(f"changed.xlsx:{len(records) + 2}: cannot be read from row {len(records) + 2} on: ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "is an old Office file (xls, doc), an xlsx workbook is wanted",
        ),
        (b"PK\x03\x04" + b"x" * 600, "is no whole xlsx workbook"),
        ("Фамилия;Имя\n".encode(), "is a text, an xlsx workbook is wanted"),
        (b"%PDF-1.4", "is a PDF, an xlsx workbook is wanted"),
        (b"", "is a text, an xlsx workbook is wanted"),
    ],
)
def test_what_is_no_workbook_is_named(content: bytes, message: str, tmp_path: Path) -> None:
    """A file of another kind says which."""
    assert message in refused(tmp_path, content, SHEET, "t.xlsx")


def test_a_workbook_cut_short_is_one_line(tmp_path: Path) -> None:
    """A download that stopped has no list of its parts at its end."""
    content = workbook(tmp_path, [["Фамилия", "Имя"], ["Выдумов", "Иван"]]).read_bytes()

    assert "is no whole xlsx workbook" in refused(tmp_path, content[: len(content) // 2], SHEET, "cut.xlsx")


def test_a_zip_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    """An ods or docx is a zip too."""
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(SourceError, match="is no whole xlsx workbook"):
        read_file(path, mapping_of(tmp_path, SHEET))


# Parquet


def test_columns_are_read_with_their_types(tmp_path: Path) -> None:
    """Numbers, days, lists and words that repeat come as a reader sees them."""
    path = columnar(tmp_path, {
        "Фамилия": pa.array(["Выдумов", None, "Сказкин"]).dictionary_encode(),
        "Имя": ["Иван", "Анна", ""],
        "год": pa.array([1893, 1900, None], pa.int32()),
        "арест": pa.array([date(1937, 5, 12), None, None]),
        "суд": pa.array([datetime(1938, 2, 3), None, None], pa.timestamp("ns", tz="UTC")),
        "варианты": [["Выдумский", "Вымыслов"], [], None],
        "расстрел": [True, False, None],
        "широта": [56.85, 57.0, None],
    })  # fmt: skip
    mapping = COLUMNAR + (
        '"год" = "birth_date"\n"арест" = "case.1.arrest_date"\n"суд" = "case.1.decision_date"\n'
        '"варианты" = "name_variants"\n"расстрел" = "case.1.executed"\n"широта" = "latitude"\n'
    )
    records, messages = read_file(path, mapping_of(tmp_path, mapping))

    assert messages == []
    assert records[0].fields == {"surname": "Выдумов", "given_name": "Иван", "birth_date": "1893",
                                 "name_variants": "Выдумский\nВымыслов", "latitude": "56.85"}  # fmt: skip
    assert records[0].cases == ({"arrest_date": "1937-05-12", "decision_date": "1938-02-03", "executed": "TRUE"},)
    assert records[1].fields == {"given_name": "Анна", "birth_date": "1900", "latitude": "57"}
    assert [record.locator for record in records] == ["row 1", "row 2", "row 3"]
    assert [record.line for record in records] == [None, None, None]


def test_rows_of_a_columnar_file_come_in_batches(tmp_path: Path) -> None:
    """The first record must not wait for the last, and rows are counted across groups."""
    path = columnar(tmp_path, {"Фамилия": [f"В{n}" for n in range(5_000)], "Имя": [""] * 5_000}, row_group_size=700)
    records, messages = read_file(path, mapping_of(tmp_path, COLUMNAR))

    assert messages == []
    assert [record.number for record in records] == [str(n) for n in range(1, 5_001)]


def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path) -> None:
    """A program that wrote cp1251 into a column of texts is told row by row."""
    broken = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.array([0, 3, 9], pa.int32()).buffers()[1], pa.py_buffer(b"\xc2\xfb\xe4Ivanov")]
    )
    path = columnar(tmp_path, {"Фамилия": broken, "Имя": ["a", "b"]})
    records, messages = read_file(path, mapping_of(tmp_path, COLUMNAR))

    assert surnames(records) == ["Ivanov"]
    assert len(messages) == 1
    assert "byte 0xc2 does not fit the file's encoding" in messages[0]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\0" * 500 + b"PAR1", "Фамилия;Имя\n".encode()])
def test_what_is_no_parquet_is_one_line(content: bytes, tmp_path: Path) -> None:
    """A truncated or foreign file is the user's to mend."""
    assert "is no Parquet file that can be read" in refused(tmp_path, content, COLUMNAR, "t.parquet")


def test_a_columnar_file_damaged_inside_gives_what_stands_above(tmp_path: Path) -> None:
    """A broken page is told with its row."""
    names = [f"Выдумов{n}" for n in range(4_000)]
    path = columnar(tmp_path, {"Фамилия": names, "Имя": names}, row_group_size=1_000, use_dictionary=False)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 400] = b"\xff" * 400
    path.write_bytes(content)
    records, messages = read_file(path, mapping_of(tmp_path, COLUMNAR))

    assert len(records) < 4_000
    assert len(messages) == 1
    assert "the file is broken from this row on" in messages[0]


def test_a_columnar_file_of_thousands_of_columns_is_refused(tmp_path: Path) -> None:
    """The file's own description says so before anything is unpacked."""
    wide = columnar(tmp_path, {str(number): ["x"] for number in range(MOST_COLUMNS + 1)})

    with pytest.raises(SourceError, match="has 2,001 columns, at most 2,000 are read"):
        read_file(wide, mapping_of(tmp_path, COLUMNAR))


def test_a_row_of_thousands_of_cells_costs_that_row(tmp_path: Path) -> None:
    """A slip of the hand fills the last column of a sheet."""
    rows = [["Фамилия", "Имя"], ["Выдумов", *[None] * MOST_COLUMNS, "x"], ["Сказкин", "Лев"]]
    records, messages = read_file(workbook(tmp_path, rows), mapping_of(tmp_path, SHEET))

    assert surnames(records) == ["Сказкин"]
    assert messages == ["t.xlsx:2: column '(row)': 'x' is not a row of at most 2,000 cells"]

"""Memorial's full table is read row by row, and what cannot be read is told with its place."""

from __future__ import annotations

import bz2
from pathlib import Path

import pytest

from rehabkg import assets
from rehabkg.errors import RowError, SourceError
from rehabkg.readers.block import LONGEST_LINE_BYTES, Block
from rehabkg.readers.memorial_table import HEADER, LONGEST_CELL, read_memorial_table, records_of, table_blocks
from rehabkg.records.fields import CASE_FIELDS, PERSON_FIELDS
from rehabkg.records.printed import PrintedRecord

CASES = Path(__file__).parent / "cases" / "records" / "memorial-table"
FORMAT = assets.ROOT.parent / "shared" / "data" / "memorial-table" / "FORMAT.md"
GOOD = (CASES / "good.tsv").read_bytes()


def read(path: Path) -> tuple[list[PrintedRecord], list[SourceError]]:
    errors: list[SourceError] = []
    return list(read_memorial_table(path, report=errors.append)), errors


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "table.tsv"
    path.write_bytes(content)
    return path


def changed(tmp_path: Path, old: str, new: bytes) -> Path:
    """The good table with one text of it changed."""
    assert old.encode() in GOOD
    return written(tmp_path, GOOD.replace(old.encode(), new, 1))


def test_every_cell_of_a_row_stands_under_its_name() -> None:
    """No column of the 39 is lost on the way."""
    records, errors = read(CASES / "good.tsv")

    assert errors == []
    full = records[0]
    assert full.number == "70001"
    assert full.fields == {
        "surname": "Кебровин", "given_name": "Лавр", "patronymic": "Гурьевич", "birth_date": "1890",
        "birth_comment": "ок.", "sex": "м", "birth_place": "Саратовская обл., Звелинский р-н, с. Малые Пуки",
        "nationality": "русский", "citizenship": "СССР", "occupation": "плотник.", "residence": "г. Саратов",
        "education": "н/начальное", "party": "б/п", "family": "жена, сын", "death_place": "г. Саратов",
        "death_date": "9.12.1937", "name_variants": "Кебров; Ларион\nЛарион\nКебров",
        "book": "Книга памяти Саратовской обл.", "book_address": "kniga1.htm",
    }  # fmt: skip
    assert full.cases == (
        {
            "arrest_date": "12.11.1937", "arrest_body": "УНКВД по Саратовской обл.", "arrest_kind": "под стражей",
            "file_number": "ОФ-70001", "deciding_body": "Тройка при УНКВД по Саратовской обл.",
            "decision_date": "3.12.1937", "charge": "по ст. 58-10, 58-11 УК РСФСР", "sentence": "ВМН",
            "executed": "T", "rehabilitation_body": "Саратовский областной суд",
            "rehabilitation_ground": "за отсутствием состава преступления", "rehabilitation_date": "17.5.1957",
        },
    )  # fmt: skip


def test_cells_go_by_the_names_that_recognition_knows() -> None:
    """A name of a cell that the grammar does not know would be read by nobody."""
    records, _ = read(CASES / "good.tsv")

    assert {name for record in records for name in record.fields} <= set(PERSON_FIELDS)
    assert {name for record in records for case in record.cases for name in case} <= set(CASE_FIELDS)


def test_a_record_knows_its_place_and_its_row_as_printed() -> None:
    """A reader of the graph finds the row in the file."""
    records, _ = read(CASES / "good.tsv")

    assert [(record.file, record.line, record.locator) for record in records[:2]] == [
        ("good.tsv", 2, "line 2"),
        ("good.tsv", 3, "line 3"),
    ]
    assert records[1].text == GOOD.decode().split("\n")[2]


def test_a_quotation_mark_is_data_and_none_is_absent() -> None:
    """A CSV reader that honours quotes swallows rows; the word None is a blank cell."""
    record = read(CASES / "good.tsv")[0][1]

    assert record.fields["residence"] == '"Заря", коммуна. Томская обл.'
    assert record.cases[0]["sentence"] == '"10 лет ИТЛ и 5 лет поражения в правах'
    assert record.cases[0]["arrest_date"] == "_.5.1939"
    assert "nationality" not in record.fields
    assert "None" not in [*record.fields.values(), *record.cases[0].values()]


def test_a_row_that_cannot_be_read_costs_that_row() -> None:
    """Too few cells, too many, no number, nothing: each is told with its line, and the rest is read."""
    records, errors = read(CASES / "bad.tsv")

    assert [record.number for record in records] == ["70001", "70002"]
    assert [error.line for error in errors] == [3, 4, 5, 6]
    assert [str(error).rsplit(" is not ", 1)[1] for error in errors] == [
        "a row of 39 cells: it has 38",
        "a row of 39 cells: it has 40",
        "the number of a person",
        "a row of 39 cells: it has 1",
    ]
    assert errors[0].printed is not None
    assert errors[0].printed.startswith("70001\tКебровин")


@pytest.mark.parametrize(
    ("spoilt", "expected"),
    [
        ("русский".encode("windows-1251"), "UTF-8 text (byte 0xf0)"),
        ("рус\0ский".encode(), "text without NUL bytes"),
        (b"x" * (LONGEST_CELL + 1), "a cell of at most 20,000 characters: it has 20,001"),
    ],
)
def test_a_cell_that_is_no_text_is_told_by_its_column(tmp_path: Path, spoilt: bytes, expected: str) -> None:
    """Wrong encoding, NUL and absurd length cost the row, and the message leads to the cell."""
    records, errors = read(changed(tmp_path, "русский", spoilt))

    assert [record.number for record in records] == ["70002", "70003", "70004"]
    (error,) = errors
    assert isinstance(error, RowError)
    assert (error.line, error.column, error.expected) == (2, "nation", expected)
    assert len(str(error)) < 300


def test_a_line_beyond_any_size_is_passed_over_unheld(tmp_path: Path) -> None:
    """A file without line ends is no reason to fill the memory; the numbers of the lines after it stay right."""
    header, *rows = GOOD.splitlines(keepends=True)
    path = written(tmp_path, b"".join([header, rows[0], b"x" * (3 * LONGEST_LINE_BYTES), b"\n", rows[1]]))

    records, errors = read(path)

    assert [(record.number, record.line) for record in records] == [("70001", 2), ("70002", 4)]
    assert [error.line for error in errors] == [3]


def test_a_file_cut_short_tells_its_last_row(tmp_path: Path) -> None:
    """A download that broke off gives what it has."""
    records, errors = read(written(tmp_path, GOOD[: GOOD.rindex(b"\t")]))

    assert len(records) == 3
    assert [error.line for error in errors] == [5]


def test_line_ends_of_windows_and_a_byte_order_mark_are_taken_off(tmp_path: Path) -> None:
    """Saved by another program, the table is the same table."""
    records, errors = read(written(tmp_path, b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n")))

    assert errors == []
    assert [record.text for record in records] == GOOD.decode().splitlines()[1:]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nation\t", "", "the header lacks 'nation'"),
        ("nation\t", "surname\t", "the header lacks 'nation'"),
        ("nation\t", "nation\tnation\t", "the header names 'nation' more than once"),
        ("nation\t", "nation\tpeople\t", "columns that the table does not have: 'people'"),
        ("nation\tcitizenship", "citizenship\tnation", "column 10 of the header is 'citizenship', 'nation' is wanted"),
    ],
)
def test_a_header_at_fault_stops_before_any_row(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Read by place, cells under a foreign header would be false, all of them."""
    with pytest.raises(SourceError, match=said):
        next(read_memorial_table(changed(tmp_path, old, new.encode()), report=pytest.fail))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"id;name\n1;2\n", "is no header of Memorial's table"),
        (bz2.compress(GOOD), "is a bzip2 archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(range(256)) * 20, "is a 7-Zip archive"),
        (GOOD.decode().encode("utf-16"), "is UTF-16"),
        (bytes(range(256)) * 100, "is a binary file"),
    ],
)
def test_a_file_that_is_no_table_gets_one_clear_line(tmp_path: Path, content: bytes, said: str) -> None:
    """The user learns what the file is, not what a decoder thinks of it."""
    with pytest.raises(SourceError, match=said):
        list(read_memorial_table(written(tmp_path, content), report=pytest.fail))


def test_a_missing_file_gets_one_clear_line(tmp_path: Path) -> None:
    """No traceback for a slip in a path."""
    with pytest.raises(SourceError, match="cannot be read: No such file"):
        list(read_memorial_table(tmp_path / "none.tsv", report=pytest.fail))


def test_a_table_in_another_encoding_is_named_once(tmp_path: Path) -> None:
    """Millions of rows in windows-1251 are one mistake, and the encoding is said, not guessed and used."""
    header, *rows = GOOD.decode().splitlines()
    content = "\n".join([header, *rows * 3]).encode("windows-1251")

    with pytest.raises(SourceError, match="not UTF-8 but windows-1251"):
        list(read_memorial_table(written(tmp_path, content), report=pytest.fail))


@pytest.mark.parametrize("rows", [1, 2, 3, 1000])
def test_blocks_of_any_size_give_the_same_records(rows: int) -> None:
    """How the file is cut for several processes shows in nothing."""
    blocks = list(table_blocks(CASES / "bad.tsv", rows=rows, report=pytest.fail))
    errors: list[SourceError] = []
    records = [record for block in blocks for record in records_of(block, report=errors.append)]
    whole, told = read(CASES / "bad.tsv")

    assert all(block.content.count(b"\n") <= rows for block in blocks)
    assert records == whole
    assert list(map(str, errors)) == list(map(str, told))


def test_a_block_of_one_blank_line_is_one_row() -> None:
    """A blank line counts, or the lines after it would be told by wrong numbers."""
    errors: list[SourceError] = []

    assert list(records_of(Block("a.tsv", 7, b"\n"), report=errors.append)) == []
    assert [error.line for error in errors] == [7]


@pytest.mark.skipif(not FORMAT.is_file(), reason="the description of the table (../shared/data) is not here")
def test_the_header_is_that_of_the_real_table() -> None:
    """The columns are those of the file that Memorial published, in its order."""
    line = next(line for line in FORMAT.read_text(encoding="utf-8").splitlines() if line.startswith("`person_id "))

    assert tuple(line.strip("`").split()) == HEADER

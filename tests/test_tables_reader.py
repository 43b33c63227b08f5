"""Reading one table: every fault is one line with its place, and costs no row but its own."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_fixture import PERSON, Cells, cited, write_table

from rehabkg.errors import CallError, DateError, RehabkgError, RowError, SourceError, TableErrors, shorten
from rehabkg.tables import cells
from rehabkg.tables.reader import Row, read_table
from rehabkg.tables.schema import EVIDENCE_COLUMNS, TABLES, Column, Table

# A busy machine may be slow; only the tests of hostile text hold the time.
untimed = settings(deadline=None)
PLAIN = Table("t", ("id",), {"id": Column(cells.identifier, required=True), "said": Column()}, evidence=False)
DATED = Table(
    "t",
    ("id",),
    {
        "id": Column(cells.identifier),
        "date": Column(cells.edtf_of_either_calendar),
        "calendar": Column(cells.identifier),
    },
    evidence=False,
)
GOOD = "id,said\na,one\nb,two\n"


def read(folder: Path, content: str | bytes, table: Table = PLAIN) -> tuple[list[Row], list[str]]:
    """Return the rows of a file and its messages, the folder left out."""
    path = folder / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    errors: list[SourceError] = []
    rows = list(read_table(path, table, report=errors.append))
    return rows, [str(error).removeprefix(f"{folder}/") for error in errors]


def said(rows: list[Row]) -> dict[str, str | None]:
    """Return the rows of the plain table."""
    return {row["id"]: row["said"] for row in rows}


def test_a_table_is_read_with_its_lines(tmp_path: Path) -> None:
    """A later check tells the line of a row that it finds wrong."""
    rows, messages = read(tmp_path, GOOD)

    assert messages == []
    assert said(rows) == {"a": "one", "b": "two"}
    assert [row.line for row in rows] == [2, 3]


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("id", "without 'said'"),
        ("said", "without 'id'"),
        ("id,said,note", "with unknown 'note'"),
        ("id,said,said", "with doubled 'said'"),
        ("id,say", "without 'said'; with unknown 'say'"),
        ("said,id", "in another order; wanted is id,said"),
        ("ID,said", "without 'id'; with unknown 'ID'"),
        ("id;said", "without 'id', 'said'; with unknown 'id;said'"),
        ("", "without 'id', 'said'"),
        ('id,said,"x\ny"', "with unknown 'x\\ny'"),
        (f"id,said,{'x' * 200}", f"with unknown '{'x' * 79}…'"),
    ],
)
def test_a_header_that_is_not_the_table_s_is_told_and_no_row_is_read(header: str, fault: str, tmp_path: Path) -> None:
    """Under a wrong header every cell would be another column's, and each row an error of its own."""
    rows, messages = read(tmp_path, f"{header}\na,one\n")

    assert rows == []
    assert messages == [f"t.csv:1: the header is {fault}"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("x", "the row has 1 cells, 2 are wanted"),
        ("x,y,z", "the row has 3 cells, 2 are wanted"),
        ("", "the row has 0 cells, 2 are wanted"),
        ("X,y", "column 'id': 'X' is not an id (lower-case letters, digits, hyphens)"),
        (",y", "column 'id': '' is not filled"),
        ("x,a\x00b", "column 'said': 'a\\x00b' is not a text on one line without control characters"),
        ('x,"a\nb"', "column 'said': 'a\\nb' is not a text on one line without control characters"),
        (f"x,{'y' * 8001}", f"column 'said': '{'y' * 79}…' is not at most 8000 characters long"),
        ('x,"y"z', "is no CSV row: ',' expected after '\"'; close the quotes"),
        ('"x\n",y"z"\n"x"y,z', None),
        (f"x,{'y' * 200_000}", "is no CSV row: field larger than field limit (131072); close the quotes"),
    ],
)
def test_a_bad_row_is_reported_and_the_rows_around_it_are_read(row: str, fault: str | None, tmp_path: Path) -> None:
    """One bad row of an archive's table costs that row, not the load."""
    rows, messages = read(tmp_path, f"id,said\na,one\n{row}\nb,two\n")

    assert {"a": "one", "b": "two"}.items() <= said(rows).items()
    assert messages
    if fault is not None:
        assert messages == [f"t.csv:3: {fault}"]


def test_every_bad_cell_of_a_row_is_told(tmp_path: Path) -> None:
    """An editor who mends one cell should not find the next only at the next run."""
    rows, messages = read(tmp_path, "id,said\nX, y\n")

    assert rows == []
    assert [message.partition("'")[0] for message in messages] == ["t.csv:2: column "] * 2


def test_a_row_after_a_cell_of_several_lines_keeps_its_line(tmp_path: Path) -> None:
    """The line is where the row starts in the editor, not the number of the row."""
    rows, messages = read(tmp_path, 'id,said\na,one\nx,"l\nm\nn"\nb,two\nY,two\n')

    assert [(row["id"], row.line) for row in rows] == [("a", 2), ("b", 6)]
    assert [message.partition(": ")[0] for message in messages] == ["t.csv:3", "t.csv:7"]


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_a_letter_that_ends_no_line_of_a_file_ends_no_row(letter: str, tmp_path: Path) -> None:
    """Text copied from a web page holds such letters; Python's splitlines breaks the row at them."""
    rows, messages = read(tmp_path, f"id,said\na,one\nx,l{letter}m\nb,two\n")

    assert [(row["id"], row.line) for row in rows] == [("a", 2), ("b", 4)]
    assert messages == [
        f"t.csv:3: column 'said': {f'l{letter}m'!r} is not a text on one line without control characters"
    ]


def test_a_quote_never_closed_is_told_with_the_line_where_it_opens(tmp_path: Path) -> None:
    """All that follows is inside the quote: what stands before it is read, the rest is told as its extent."""
    rows, messages = read(tmp_path, 'id,said\na,one\nx,"l\nb,two\nc,three\n')

    assert said(rows) == {"a": "one"}
    assert messages == ["t.csv:3: is no CSV row up to line 5: unexpected end of data; close the quotes"]


def test_a_broken_header_line_is_told_once(tmp_path: Path) -> None:
    """The row below it may not be taken for the header."""
    rows, messages = read(tmp_path, 'id,"sa"id\nid,said\na,one\n')

    assert rows == []
    assert messages == ["t.csv:1: is no CSV row: ',' expected after '\"'; close the quotes"]


def test_bytes_that_are_not_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    """Archives save cp1251; read as something else, every name would be wrong and none would be reported."""
    rows, messages = read(tmp_path, "id,said\na,one\nb,Выдумов\n".encode("cp1251"))

    assert rows == []
    assert messages == ["t.csv:3: byte 0xc2 is not UTF-8; save the table as UTF-8"]


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    """Excel writes one when asked for UTF-8; as a part of the first column's name it would be invisible."""
    rows, messages = read(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())

    assert messages == []
    assert said(rows) == {"a": "one", "b": "two"}


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_accepted(end: str, tmp_path: Path) -> None:
    """A table saved on Windows is the same table."""
    rows, messages = read(tmp_path, GOOD.replace("\n", end))

    assert messages == []
    assert [(row["id"], row["said"], row.line) for row in rows] == [("a", "one", 2), ("b", "two", 3)]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(content: bytes, tmp_path: Path) -> None:
    """A table without a header is a download that failed, not a table without rows."""
    rows, messages = read(tmp_path, content)

    assert rows == []
    assert messages == ["t.csv:1: the file is empty; a header line is wanted"]


def test_a_table_without_rows_is_a_table(tmp_path: Path) -> None:
    """The good counterpart: nothing known yet is not a fault."""
    assert read(tmp_path, "id,said") == ([], [])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A renamed table is the user's to mend, not a traceback."""
    errors: list[SourceError] = []
    rows = list(read_table(tmp_path / "t.csv", PLAIN, report=errors.append))

    assert rows == []
    assert [str(error) for error in errors] == [f"{tmp_path}/t.csv: cannot be read: No such file or directory"]


def test_rows_come_one_by_one(tmp_path: Path) -> None:
    """A reader that stops early has not paid for the rest, and a fault is told when it is reached."""
    path = tmp_path / "t.csv"
    path.write_text("id,said\na,one\nX,two\n", encoding="utf-8")
    errors: list[SourceError] = []
    rows = read_table(path, PLAIN, report=errors.append)

    assert next(rows)["id"] == "a"
    assert errors == []
    assert next(rows, None) is None
    assert len(errors) == 1


SAID = st.text(st.characters(codec="utf-8"), max_size=30)


@untimed
@given(st.lists(st.tuples(SAID, SAID), max_size=6), st.sampled_from(["\n", "\r\n"]), st.sampled_from([0, 1]))
def test_what_is_written_is_read_back_or_reported(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]], end: str, quoting: int
) -> None:
    """No cell may change on its way in without a word, whatever it holds."""
    table = Table("t", ("x",), {"x": Column(), "y": Column()}, evidence=False)
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=end, quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL)
    # csv.writer quotes a lone \r only where it quotes all cells; bare, it ends the row for every reader.
    written = [tuple(cell if quoting else cell.replace("\r", "") for cell in record) for record in texts]
    lines = []
    for record in [("x", "y"), *written]:
        lines.append(len(re.findall(r"\r\n|\r|\n", file.getvalue())) + 1)
        writer.writerow(record)
    path = tmp_path_factory.getbasetemp() / "t.csv"
    path.write_bytes(file.getvalue().encode())
    errors: list[SourceError] = []

    rows = {row.line: row for row in read_table(path, table, report=errors.append)}

    reported = {error.line for error in errors}
    assert sorted([*rows, *reported]) == lines[1:]
    for line, record in zip(lines[1:], written, strict=True):
        if line in rows:
            assert tuple(rows[line].values[name] or "" for name in ("x", "y")) == record


def evidence(folder: Path, **cells_of_row: str) -> tuple[list[Row], list[str]]:
    """Return what the reader makes of a membership with some evidence."""
    row: Cells = {"member": "p9001", "group": "g-inventors", **cells_of_row}
    path = write_table(folder, "memberships", [row])
    errors: list[SourceError] = []
    rows = list(read_table(path, TABLES["memberships"], report=errors.append))
    return rows, [str(error).removeprefix(f"{folder}/memberships.csv:2: ") for error in errors]


@pytest.mark.parametrize(
    "row",
    [
        cited(),
        cited("book-1 + leaflet-1", rank="preferred", locator="с. 5", note="рука составителя"),
        cited("memory", evidence="memory"),
        cited("seed-article", evidence="seed", rank="deprecated"),
        cited("seed-article"),
    ],
)
def test_evidence_that_keeps_the_rules_is_read(row: dict[str, str], tmp_path: Path) -> None:
    """Every row says who says so; a blank rank is normal."""
    rows, messages = evidence(tmp_path, **row)

    assert messages == []
    found = rows[0].evidence
    assert found is not None
    assert found.sources == tuple(row["source"].split(" + "))
    assert (found.level, found.rank) == (row["evidence"], row.get("rank", "normal"))
    assert (found.locator, found.note) == (row.get("locator"), row.get("note"))
    assert [rows[0].error(name, "x").value for name in EVIDENCE_COLUMNS] == [
        row["source"], row.get("locator", ""), row["evidence"], row.get("rank", "normal"),
        row.get("note", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (cited(""), "column 'source': '' is not filled"),
        (cited(evidence=""), "column 'evidence': '' is not filled"),
        (cited("Book"), "column 'source': 'Book' is not an id (lower-case letters, digits, hyphens)"),
        (
            cited("book-1, leaflet-1"),
            "column 'source': 'book-1, leaflet-1' is not an id (lower-case letters, digits, hyphens)",
        ),
        (
            cited("book-1 + book-1"),
            "column 'source': 'book-1 + book-1' is not a citation that names each source once",
        ),
        (cited(evidence="sure"), "column 'evidence': 'sure' is not one of sourced, memory, seed"),
        (cited(rank="first"), "column 'rank': 'first' is not one of preferred, normal, deprecated"),
        (
            cited(locator="с.\t5"),
            "column 'locator': 'с.\\t5' is not a text on one line without control characters",
        ),
        (cited(note=" рука"), "column 'note': ' рука' is not free of blanks at its ends"),
        (cited(note="н" * 8001), f"column 'note': '{'н' * 79}…' is not at most 8000 characters long"),
        (
            cited("memory"),
            "column 'evidence': 'sourced' is not in step with the source: 'memory' goes with 'memory' alone",
        ),
        (
            cited(evidence="memory"),
            "column 'evidence': 'memory' is not in step with the source: 'memory' goes with 'memory' alone",
        ),
        (
            cited("book-1 + memory"),
            "column 'evidence': 'sourced' is not in step with the source: 'memory' goes with 'memory' alone",
        ),
        (
            cited(evidence="seed"),
            "column 'evidence': 'seed' is not in step with the source: 'seed' goes with 'seed-article'",
        ),
    ],
)
def test_evidence_that_breaks_a_rule_is_told(row: dict[str, str], message: str, tmp_path: Path) -> None:
    """Nothing from memory may look as sure as a sourced fact."""
    rows, messages = evidence(tmp_path, **row)

    assert rows == []
    assert messages == [message]


@pytest.mark.parametrize(
    ("day", "calendar", "message"),
    [
        ("1900-02-29", "julian", None),
        ("1900-02-29", "", "'1900-02-29' is not a day that exists"),
        ("1900-02-29", "gregorian", "'1900-02-29' is not a day that exists"),
        ("1901-02-29", "julian", "'1901-02-29' is not a day that exists"),
        ("1884-10", "julian", None),
        ("1884/1885", "", None),
        (
            "1884/1885",
            "julian",
            "'1884/1885' is not a year, month or day in the old style, such as 1884-10-16",
        ),
    ],
)
def test_a_date_is_held_to_the_calendar_beside_it(day: str, calendar: str, message: str | None, tmp_path: Path) -> None:
    """29 February 1900 is a birthday in every parish register, and no day of ours."""
    rows, messages = read(tmp_path, f"id,date,calendar\na,{day},{calendar}\n", DATED)

    assert messages == ([] if message is None else [f"t.csv:2: column 'date': {message}"])
    assert [row["date"] for row in rows] == ([day] if message is None else [])


def test_a_row_tells_its_key_and_shows_its_cells_as_they_are_written(tmp_path: Path) -> None:
    """A check that comes later must say what the editor sees: "camp P10Y", not a Python object."""
    row: Cells = cited(
        id="d9001-1", case="c9001-1", kind="sentence", measure="camp P10Y | exile perpetual", persons="0",
        posthumous="no", articles="rsfsr-1926:58-10", body="b-a | b-b",
    )  # fmt: skip
    path = write_table(tmp_path, "decisions-persons", [row])

    found = next(read_table(path, TABLES["decisions-persons"], report=lambda error: pytest.fail(str(error))))

    assert found.key == ("d9001-1",)
    for name in ("measure", "persons", "posthumous", "articles", "body"):
        assert str(found.error(name, "x")) == f"{path}:2: column {name!r}: {row[name]!r} is not x"
    assert str(found.error("scope", "x")) == f"{path}:2: column 'scope': '' is not x"


def test_a_real_table_of_an_invented_person_is_read(tmp_path: Path) -> None:
    """The fixture that the other tests build on must itself be good."""
    path = write_table(tmp_path, "persons", [PERSON])

    rows = list(read_table(path, TABLES["persons"], report=lambda error: pytest.fail(str(error))))

    assert rows[0]["may_be_living"] is False


def test_errors_are_one_line_and_tell_a_bad_call_from_bad_data() -> None:
    """A script that calls the command decides by the exit code, its user by the line."""
    row = RowError("a.csv", 3, "x", "y\n" * 100, "w")

    assert str(row) == "a.csv:3: column 'x': '" + "y\\n" * 39 + "y…' is not w"
    assert (row.path, row.line, row.column, row.expected) == ("a.csv", 3, "x", "w")
    assert str(SourceError("a.csv", None, "is gone")) == "a.csv: is gone"
    assert str(TableErrors([row, SourceError("b", 1, "c")])).splitlines() == [str(row), "b:1: c"]
    assert str(DateError("32 мая", "a day")) == "'32 мая' is not a day"
    assert (RehabkgError.exit_code, SourceError.exit_code, CallError.exit_code) == (1, 1, 2)


@untimed
@given(st.text(), st.integers(1, 100))
def test_a_shortened_text_is_short_and_begins_like_the_text(text: str, limit: int) -> None:
    """A message stays one readable line whatever the cell holds."""
    short = shorten(text, limit)

    assert len(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))

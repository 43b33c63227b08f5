"""The kinds of cell: what each reads, and the one line by which it refuses anything else."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from rehabkg.errors import SourceError
from rehabkg.tables import cells
from rehabkg.tables.reader import LONGEST_CELL, read_table
from rehabkg.tables.schema import Column, Table

# A busy machine may be slow; only the tests of hostile text hold the time.
untimed = settings(deadline=None)
PARSERS: dict[str, cells.Parser] = {
    "text": cells.text,
    "identifier": cells.identifier,
    "integer": cells.integer,
    "decimal": cells.decimal,
    "yes_no": cells.yes_no,
    "edtf": cells.edtf,
    "edtf_of_either_calendar": cells.edtf_of_either_calendar,
    "address": cells.address,
    "qid": cells.qid,
    "measure": cells.measure,
    "article": cells.article,
    "one_of": cells.one_of("m", "f"),
    "several": cells.several(cells.identifier),
    "several measures": cells.several(cells.measure),
}
CONTROL = "a text on one line without control characters"
ID = "an id (lower-case letters, digits, hyphens)"
WHOLE = "a whole number in plain digits"
DECIMAL = "a decimal number in plain digits"
EDTF = "a date in EDTF, such as 1938-08-02, 1939-05, 1954~, [..1938] or 1917/1991"
ADDRESS = "an address that starts with http:// or https://"
QID = "a Wikidata item such as Q649"
MEASURE = "a measure and its ISO 8601 duration, such as 'camp P10Y' or 'exile perpetual'"
ARTICLE = "a code and an article, such as rsfsr-1926:58-10"

WRONG = [
    ("text", "a\x00b", CONTROL),
    ("text", "a\tb", CONTROL),
    ("text", "a\x7fb", CONTROL),
    ("text", "a\x85b", CONTROL),
    ("text", "a\u2028b", CONTROL),
    ("identifier", "P9001", ID),
    ("identifier", "p_9001", ID),
    ("identifier", "выдумов", ID),
    ("identifier", "-a", ID),
    ("integer", "10 years", WHOLE),
    ("integer", "-1", WHOLE),
    ("integer", "1 201 738", WHOLE),
    ("integer", "1e3", WHOLE),
    ("integer", "١٢٣", WHOLE),
    ("integer", "1" * 13, WHOLE),
    ("decimal", "55,75", DECIMAL),
    ("decimal", "NaN", DECIMAL),
    ("decimal", "Infinity", DECIMAL),
    ("decimal", "1e5", DECIMAL),
    ("decimal", "1_000", DECIMAL),
    ("decimal", "٥٥.٧", DECIMAL),
    ("yes_no", "Yes", "'yes' or 'no'"),
    ("edtf", "28 октября 1987", EDTF),
    ("edtf", "1938-02-30", "a day that exists"),
    ("edtf", "1900-02-29", "a day that exists"),
    ("edtf_of_either_calendar", "1901-02-29", "a day that exists"),
    ("edtf_of_either_calendar", "1938.05", EDTF),
    ("address", "example.org", ADDRESS),
    ("address", "javascript:alert(1)", ADDRESS),
    ("address", "http:// a", ADDRESS),
    ("address", "https://example.org/%zz", "an address that can be an IRI (RFC 3987)"),
    ("address", "https://example.org/[a]", "an address that can be an IRI (RFC 3987)"),
    ("qid", "q649", QID),
    ("qid", "Q0649", QID),
    ("qid", "P31", QID),
    ("measure", "camp 10 years", MEASURE),
    ("measure", "camp P", MEASURE),
    ("measure", "camp P1W", MEASURE),
    ("measure", "camp  P1Y", MEASURE),
    ("measure", "camp P٣Y", MEASURE),
    ("measure", "Camp P10Y", ID),
    ("article", "58-10", ARTICLE),
    ("article", "rsfsr-1926:", ARTICLE),
    ("article", "RSFSR-1926:58", ARTICLE),
    ("one_of", "male", "one of m, f"),
    ("several", "a|b", ID),
    ("several", "a | ", "free of blanks at its ends"),
    ("several", "a |  | b", ID),
    ("several measures", "camp  | exile", MEASURE),
    ("several measures", "camp P1Y|exile", MEASURE),
]


def read_cell(folder: Path, column: Column, value: str) -> tuple[list[object], list[str]]:
    """Return what the reader makes of one cell of a table: values and messages, the folder left out."""
    path = folder / "t.csv"
    quoted = value.replace('"', '""')
    path.write_text(f'x,y\n"{quoted}",1\n', encoding="utf-8", newline="")
    errors: list[SourceError] = []
    table = Table("t", ("y",), {"x": column, "y": Column()}, evidence=False)
    rows = list(read_table(path, table, report=errors.append))
    return [row["x"] for row in rows], [str(error).removeprefix(f"{folder}/") for error in errors]


@pytest.mark.parametrize(("kind", "value", "expected"), WRONG)
def test_a_wrong_cell_gives_one_line_that_says_where_what_and_what_is_wanted(
    kind: str, value: str, expected: str, tmp_path: Path
) -> None:
    """An editor mends a table of thousands of rows by this line alone."""
    values, messages = read_cell(tmp_path, Column(PARSERS[kind]), value)

    assert values == []
    assert messages == [f"t.csv:2: column 'x': {value!r} is not {expected}"]
    assert len(messages[0].splitlines()) == 1


def test_every_kind_of_cell_has_a_wrong_value_here() -> None:
    """A parser that nothing can break checks nothing."""
    assert {kind for kind, _, _ in WRONG} == set(PARSERS)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        (Column(required=True), "", "filled"),
        (Column(), " a", "free of blanks at its ends"),
        (Column(), "a\u00a0", "free of blanks at its ends"),
    ],
)
def test_a_cell_of_any_kind_is_refused_for_its_shape(column: Column, value: str, expected: str, tmp_path: Path) -> None:
    """A blank at the end is invisible in a spreadsheet and makes two names of one."""
    values, messages = read_cell(tmp_path, column, value)

    assert values == []
    assert messages == [f"t.csv:2: column 'x': {value!r} is not {expected}"]


def test_an_overlong_cell_is_refused_in_a_short_line(tmp_path: Path) -> None:
    """What is longer than any sentence is a quote never closed, and no message may repeat it whole."""
    _, messages = read_cell(tmp_path, Column(), "a" * (LONGEST_CELL + 1))
    values, _ = read_cell(tmp_path, Column(), "a" * LONGEST_CELL)

    shown = "a" * 79 + "…"
    assert messages == [f"t.csv:2: column 'x': '{shown}' is not at most {LONGEST_CELL} characters long"]
    assert values == ["a" * LONGEST_CELL]


def test_a_blank_cell_is_none(tmp_path: Path) -> None:
    """Absent is not an empty text: a citation that is silent says nothing."""
    assert read_cell(tmp_path, Column(cells.integer), "") == ([None], [])


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("text", "за отсутствием состава преступления", "за отсутствием состава преступления"),
        ("identifier", "a-1953-03-27", "a-1953-03-27"),
        ("integer", "1201738", 1201738),
        ("integer", "0", 0),
        ("decimal", "-55.7522", Decimal("-55.7522")),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("edtf", "[..1938]", "[..1938]"),
        ("edtf_of_either_calendar", "1900-02-29", "1900-02-29"),
        ("edtf_of_either_calendar", "1917/1991", "1917/1991"),
        ("address", "https://ru.example.org/wiki/А_(б)", "https://ru.example.org/wiki/А_(б)"),
        ("address", "https://example.org/a b|c", "https://example.org/a%20b%7Cc"),
        ("qid", "Q649", "Q649"),
        ("measure", "camp P10Y", cells.MeasureCell("camp", "P10Y", 120, perpetual=False)),
        ("measure", "camp P1Y6M", cells.MeasureCell("camp", "P1Y6M", 18, perpetual=False)),
        ("measure", "custody P15D", cells.MeasureCell("custody", "P15D", None, perpetual=False)),
        ("measure", "exile perpetual", cells.MeasureCell("exile", None, None, perpetual=True)),
        ("measure", "confiscation", cells.MeasureCell("confiscation", None, None, perpetual=False)),
        ("article", "rsfsr-1926:58-1а", cells.ArticleCell("rsfsr-1926", "58-1а")),
        ("one_of", "f", "f"),
        ("several", "a | b-1", ("a", "b-1")),
        (
            "several measures",
            "confiscation | exile perpetual",
            (
                cells.MeasureCell("confiscation", None, None, perpetual=False),
                cells.MeasureCell("exile", None, None, perpetual=True),
            ),
        ),
    ],
)
def test_a_good_cell_becomes_a_typed_value(kind: str, value: str, wanted: object) -> None:
    """The good counterpart of each refusal: a reader that refuses all would pass the tests above."""
    assert PARSERS[kind](value) == wanted


@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS)
@untimed
@given(value=st.one_of(st.text(min_size=1), st.text("Pp0123456789YMD |-:.~?/[]%Qexilа", min_size=1)))
def test_a_parser_reads_or_says_what_it_wants(parse: Callable[[str], object], value: str) -> None:
    """Any other exception would end the load of a whole table for one cell."""
    try:
        parse(value)
    except ValueError as error:
        assert str(error)  # noqa: PT017 - the text is what the row's message is made of


@untimed
@given(st.integers(0, 10**12 - 1))
def test_every_whole_number_of_the_field_is_read(number: int) -> None:
    """Counts reach millions; none of them may change on the way."""
    assert cells.integer(str(number)) == number


@untimed
@given(st.decimals(-180, 180, places=7))
def test_every_coordinate_is_read_exactly(number: Decimal) -> None:
    """A binary fraction would move a grave by a digit that no source gives."""
    assert cells.decimal(f"{number:f}") == number


@untimed
@given(st.text(st.characters(codec="utf-8")))
def test_an_accepted_address_is_an_iri(text: str) -> None:
    """An address that the store refuses would be found after the load, as a traceback without a row."""
    try:
        address = cells.address(f"https://example.org/{text}")
    except ValueError:
        return

    assert NamedNode(address).value == address
    assert not set(address) & set(' <>"{}|\\^`')


@untimed
@given(
    st.sampled_from(["camp", "exile", "loss-of-rights"]),
    st.sampled_from(["", " perpetual", " P10Y", " P1Y6M", " P3M", " P15D", " P1Y1M1D"]),
)
def test_a_measure_is_shown_as_it_is_written(code: str, length: str) -> None:
    """A message about the measure must show what the editor finds in the cell."""
    assert str(cells.measure(code + length)) == code + length


def test_an_article_is_shown_as_it_is_written() -> None:
    """A message about the article must show what the editor finds in the cell."""
    assert str(cells.article("rsfsr-1926:58-10")) == "rsfsr-1926:58-10"

"""Dates of Wikidata and ours say the same, no sharper in either direction."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabkg.dates import parse_edtf, parse_julian_edtf
from rehabkg.errors import DateError
from rehabkg.wikidata.calendars import GREGORIAN, JULIAN, Calendar, Calendars, calendar_called
from rehabkg.wikidata.times import TimeValue, dating_or_none, gregorian_day, read_time, read_truthy, written

BOTH = [
    ("+1891-01-15T00:00:00Z", 11, "1891-01-15"),
    ("+1891-01-15T00:00:00Z", 14, "1891-01-15"),
    ("+1891-02-00T00:00:00Z", 10, "1891-02"),
    ("+1891-00-00T00:00:00Z", 9, "1891"),
    ("1891-07-08T00:00:00Z", 9, "1891"),
    ("+1897-00-00T00:00:00Z", 8, "189X"),
    ("+1900-00-00T00:00:00Z", 7, "[1801..1900]"),
    ("+1801-00-00T00:00:00Z", 7, "[1801..1900]"),
    ("+1500-00-00T00:00:00Z", 6, "[1001..2000]"),
    ("+00000001891-01-15T00:00:00Z", 11, "1891-01-15"),
]


@pytest.mark.parametrize(("value", "precision", "edtf"), BOTH)
@pytest.mark.parametrize("rdf", [False, True])
def test_gregorian_value_is_read_as_sharp_as_its_precision(value: str, precision: int, edtf: str, rdf: bool) -> None:
    """Month and day of a year's value say nothing: read as a day they would invent a birthday."""
    assert read_time(TimeValue(value, precision), rdf=rdf).edtf == edtf


@pytest.mark.parametrize(
    ("value", "precision", "rdf", "edtf", "julian"),
    [
        ("+1891-01-03T00:00:00Z", 11, False, "1891-01-15", "1891-01-03"),
        # The RDF form has turned the day already, but neither month nor year.
        ("1891-01-15T00:00:00Z", 11, True, "1891-01-15", "1891-01-03"),
        ("+1900-02-29T00:00:00Z", 11, False, "1900-03-13", "1900-02-29"),
        ("1897-02-01T00:00:00Z", 10, True, "[1897-02-13..1897-03-12]", "1897-02"),
        ("+1897-00-00T00:00:00Z", 9, False, "[1897-01-13..1898-01-12]", "1897"),
        ("+1890-00-00T00:00:00Z", 8, False, "[1890-01-13..1900-01-12]", "189X"),
    ],
)
def test_julian_value_is_kept_in_both_calendars(value: str, precision: int, rdf: bool, edtf: str, julian: str) -> None:
    """An old-style birthday is the one that the papers of its time bear."""
    read = read_time(TimeValue(value, precision, JULIAN), rdf=rdf)

    assert (read.edtf, read.julian_edtf) == (edtf, julian)


@pytest.mark.parametrize(
    ("time", "edtf"),
    [
        (TimeValue("+1891-03-05T00:00:00Z", 11, GREGORIAN, 2, 3), "[1891-03-03..1891-03-08]"),
        (TimeValue("+1891-01-00T00:00:00Z", 10, GREGORIAN, 1, 1), "[1890-12-01..1891-02-28]"),
        (TimeValue("+1891-00-00T00:00:00Z", 9, GREGORIAN, 2, 0), "[1889-01-01..1891-12-31]"),
        (TimeValue("+1890-00-00T00:00:00Z", 8, GREGORIAN, 0, 1), "[1890-01-01..1909-12-31]"),
        (TimeValue("+1900-02-00T00:00:00Z", 10, JULIAN, 1, 0), "[1900-01-13..1900-03-13]"),
    ],
)
def test_units_before_and_after_widen_a_value(time: TimeValue, edtf: str) -> None:
    """A value that may lie two years earlier is no year."""
    assert read_time(time, rdf=False).edtf == edtf


@pytest.mark.parametrize(
    ("time", "wanted"),
    [
        (TimeValue("", 9), "a time value"),
        (TimeValue("1891", 9), "a time value"),
        (TimeValue("+1891-00-00 noon", 9), "a time value"),
        (TimeValue("-0044-03-15T00:00:00Z", 11), "a year from 1"),
        (TimeValue("+0000-01-01T00:00:00Z", 9), "a year from 1"),
        (TimeValue("+12000-01-01T00:00:00Z", 9), "a year from 1"),
        (TimeValue("+1891-00-10T00:00:00Z", 11), "a month"),
        (TimeValue("+1891-13-00T00:00:00Z", 10), "a month"),
        (TimeValue("+1891-01-00T00:00:00Z", 11), "a day"),
        (TimeValue("+1891-02-30T00:00:00Z", 11), "a day"),
        (TimeValue("+1891-02-30T00:00:00Z", 11, JULIAN), "a day"),
        (TimeValue("+1891-01-01T00:00:00Z", 15), "a precision"),
        (TimeValue("+1891-01-01T00:00:00Z", -1), "a precision"),
        (TimeValue("+1891-01-01T00:00:00Z", 5), "the millennium"),
        (TimeValue("+1891-02-30T00:00:00Z", 11, None), "a day"),
        (TimeValue("+1891-01-01T00:00:00Z", 9, GREGORIAN, 3000, 0), "a year from 1"),
        (TimeValue("+1891-01-01T00:00:00Z", 9, GREGORIAN, 10**9, 0), "a span"),
        (TimeValue("+9999-12-31T00:00:00Z", 11, GREGORIAN, 0, 1), "a year from 1"),
        (TimeValue("+9999-12-31T00:00:00Z", 11, JULIAN), "is not"),
    ],
)
def test_bad_value_gives_none_and_its_reason(time: TimeValue, wanted: str) -> None:
    """A date that cannot be read is no date; whoever looks at the item must learn why."""
    told: list[str] = []

    assert dating_or_none(lambda: read_time(time, rdf=False), told.append) is None
    assert wanted in told[0]


@pytest.mark.parametrize(
    ("value", "precision", "rdf", "edtf"),
    [
        ("+1891-01-03T00:00:00Z", 11, False, "[1891-01-03,1891-01-15]"),
        # The RDF form has turned the day already, whatever it was said in.
        ("1891-01-15T00:00:00Z", 11, True, "1891-01-15"),
        ("+1891-02-00T00:00:00Z", 10, False, "[1891-02-01..1891-03-12]"),
        ("1891-01-01T00:00:00Z", 9, True, "[1891-01-01..1892-01-12]"),
        ("+1890-00-00T00:00:00Z", 8, False, "[1890-01-01..1900-01-12]"),
        # In the Gregorian calendar 1900 had no such day.
        ("+1900-02-29T00:00:00Z", 11, False, "1900-03-13"),
    ],
)
def test_value_of_an_unknown_calendar_is_one_of_two(value: str, precision: int, rdf: bool, edtf: str) -> None:
    """Twelve days lie between them: to take either would be to sharpen what is told."""
    assert read_time(TimeValue(value, precision, None), rdf=rdf).edtf == edtf


@pytest.mark.parametrize(
    ("label", "calendar"),
    [
        ("proleptic Gregorian calendar", GREGORIAN),
        ("Julian calendar", JULIAN),
        ("calendar", None),
        ("Julian and Gregorian calendars compared", None),
    ],
)
def test_calendar_is_known_by_what_it_is_called(label: str, calendar: Calendar | None) -> None:
    """A label that names two calendars is the label of neither."""
    assert calendar_called(label) == calendar


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b'{"id":"Q9000000001","descriptions":{"en":{"language":"en","value":"year in the Julian calendar"}}}',
        b'{"id":["Q9000000001"],"labels":{"en":{"language":"en","value":"Julian calendar"}}}',
        b'{"id":"Q9000000001","labels":{"en":{"language":"en","value":"Julian calendar"}',
        b'{"id":"Q9000000001","labels":{"en":{"language":"en","value":"Julian calendar"}},"a":' + b"[" * 100_000,
        b'{"id":"Q9000000001","labels":{"de":{"language":"de","value":"Julian calendar"}}}',
    ],
)
def test_line_that_names_no_calendar_teaches_none(line: bytes) -> None:
    """A year that is described by its calendar, and what is no entity at all."""
    calendars = Calendars()
    calendars.learn(line)

    iri = "http://www.wikidata.org/entity/Q9000000001"
    assert not calendars.knows(iri)
    assert calendars.unknown([iri, iri]) is not None
    assert Calendars("Q9000000001").unknown([iri]) is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("+1917-10-25T00:00:00Z", "1917-11-07T00:00:00Z"),
        ("+1917-02-30T00:00:00Z", None),
        ("-0044-03-15T00:00:00Z", None),
        ("when the apples bloom", None),
    ],
)
def test_julian_day_becomes_the_gregorian_one_of_the_rdf_form(moment: str, day: str | None) -> None:
    """What is no day has no value there."""
    assert gregorian_day(moment) == day


@given(st.text(max_size=40), st.integers(), st.sampled_from((GREGORIAN, JULIAN, None)), st.booleans())
def test_any_value_is_read_or_refused(value: str, precision: int, calendar: Calendar | None, rdf: bool) -> None:
    """A dump holds what people typed: nothing of it may end the run."""
    dating_or_none(lambda: read_time(TimeValue(value, precision, calendar), rdf=rdf), lambda _: None)


@given(st.dates(date(100, 1, 2), date(9000, 1, 1)), st.integers(7, 11), st.sampled_from((GREGORIAN, JULIAN, None)))
def test_no_value_is_read_more_sharply_than_it_is(day: date, precision: int, calendar: Calendar | None) -> None:
    """Whatever day was meant by whoever gave the precision, it lies between the first and the last that are read."""
    known = calendar if calendar is None else GREGORIAN
    read = read_time(TimeValue(f"+{day.isoformat()}T00:00:00Z", precision, known), rdf=False)
    widest = read_time(TimeValue(f"+{day.year:04}-{day.month:02}-01T00:00:00Z", precision, calendar), rdf=True)

    assert read.earliest is not None
    assert read.latest is not None
    assert read.earliest <= day <= read.latest
    assert widest.earliest is not None
    assert widest.latest is not None
    if precision < 10 and calendar == GREGORIAN:
        assert widest.latest - widest.earliest >= timedelta(days=364)


@given(st.dates(date(100, 3, 1), date(9000, 1, 1)), st.sampled_from((4, 7, 10)), st.booleans())
def test_what_is_written_is_read_again(day: date, length: int, julian: bool) -> None:
    """A day, month or year goes to Wikidata and comes back as it was, in its own calendar."""
    text = day.isoformat()[:length]
    dating = parse_julian_edtf(text) if julian else parse_edtf(text)

    assert read_time(written(dating), rdf=False) == dating


@pytest.mark.parametrize("edtf", ["189X", "[1801..1900]", "1891-01-15"])
def test_decades_and_centuries_are_written_and_read_again(edtf: str) -> None:
    """They are said by precision 8 and 7."""
    assert read_time(written(parse_edtf(edtf)), rdf=False).edtf == edtf


@pytest.mark.parametrize("edtf", ["1890~", "1890?", "[1890,1892]", "[..1938]", "1917/1991", "19XX", "[1801..1850]"])
def test_what_no_single_value_says_is_not_written(edtf: str) -> None:
    """Written as a year, an approximate date would become a sure one."""
    with pytest.raises(DateError, match="a time value can say"):
        written(parse_edtf(edtf))


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("1891-01-15T00:00:00Z", "1891-01-15"),
        ("1891-01-01T00:00:00Z", "1891"),
        ("1938-02-01T00:00:00Z", "1938-02"),
    ],
)
def test_truthy_value_is_read_no_sharper_than_the_form_writes_it(value: str, edtf: str) -> None:
    """The truthy form writes a year as its first of January, and says nothing of the precision."""
    assert read_truthy(value).edtf == edtf

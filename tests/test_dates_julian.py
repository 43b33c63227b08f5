"""The old style: held to an independent count of days, and never a Gregorian month for a Julian one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rehabkg.dates import parse_edtf, parse_julian_edtf
from rehabkg.dates.julian import to_gregorian
from rehabkg.errors import DateError

# A busy machine may be slow; only the tests of hostile text hold the time.
untimed = settings(deadline=None)
# The day 0 of Python's count is Julian day number 1721424.5 (31 December of the year 0, Gregorian).
DAY_ZERO = 1_721_425
# Before the third century the Julian calendar is behind, after the twenty-first its lead grows.
JULIAN_MONTHS = st.tuples(st.integers(10, 2400), st.integers(1, 12))
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def to_julian(day: date) -> tuple[int, int, int]:
    """Return the Julian year, month and day (Richards, in the Explanatory Supplement, section 15.11)."""
    f = day.toordinal() + DAY_ZERO + 1401
    e = 4 * f + 3
    h = 5 * (e % 1461 // 4) + 2
    month = (h // 153 + 2) % 12 + 1
    return e // 1461 - 4716 + (14 - month) // 12, month, h % 153 // 5 + 1


def julian_days(first: int, last: int) -> list[tuple[int, int, int]]:
    """Return all days of Julian years, in order."""
    return [
        (year, month, day)
        for year in range(first, last + 1)
        for month, length in enumerate(LENGTHS, 1)
        for day in range(1, length + (month == 2 and year % 4 == 0) + 1)
    ]


def test_every_day_from_1700_to_1918_goes_to_gregorian_and_back() -> None:
    """All births and early arrests of the field lie here; a day off would match a record with a stranger."""
    days = julian_days(1700, 1918)

    converted = [to_gregorian(*day) for day in days]

    assert [to_julian(day) for day in converted] == days
    assert converted == [converted[0] + timedelta(days=number) for number in range(len(days))]


@untimed
@given(st.integers(4, 9989), st.integers(1, 12))
def test_first_days_of_months_agree_with_an_independent_count_in_any_century(year: int, month: int) -> None:
    """The two calendars drift: a constant of thirteen days is right for one century only."""
    assert to_julian(to_gregorian(year, month, 1)) == (year, month, 1)


@pytest.mark.parametrize(
    ("julian", "gregorian"),
    [
        ("1917-10-25", "1917-11-07"),
        ("1918-01-31", "1918-02-13"),
        ("1900-02-28", "1900-03-12"),
        ("1900-02-29", "1900-03-13"),
        ("1900-03-01", "1900-03-14"),
        ("1884-10-16", "1884-10-28"),
        ("1899-12-20", "1900-01-01"),
        ("1700-02-18", "1700-02-28"),
        ("1700-02-19", "1700-03-01"),
    ],
)
def test_known_days_of_both_calendars(julian: str, gregorian: str) -> None:
    """Anchors that any handbook gives, among them the leap day that the Gregorian calendar left out."""
    dating = parse_julian_edtf(julian)

    assert dating.edtf == gregorian
    assert dating.julian_edtf == julian
    assert dating.earliest == dating.latest == date.fromisoformat(gregorian)


@untimed
@given(JULIAN_MONTHS, st.booleans())
def test_a_month_or_year_has_exactly_its_own_days_in_the_new_style(first: tuple[int, int], whole_year: bool) -> None:
    """A Julian May ends in a Gregorian June; to call it May would move its ends."""
    year, month = (first[0], 1) if whole_year else first
    following = (year + 1, 1, 1) if whole_year or month == 12 else (year, month + 1, 1)

    dating = parse_julian_edtf(f"{year:04}" if whole_year else f"{year:04}-{month:02}")

    assert dating.earliest is not None
    assert dating.latest is not None
    assert to_julian(dating.earliest) == (year, month, 1)
    assert to_julian(dating.latest + timedelta(days=1)) == following


@untimed
@given(JULIAN_MONTHS, st.integers(1, 28), st.sampled_from("?~%"), st.integers(-1, 1), st.booleans())
@example((1900, 2), 29, "~", -1, False)
def test_bounds_of_a_doubtful_month_or_year_hold_every_day_that_it_can_mean(
    meant: tuple[int, int], day: int, mark: str, units: int, whole_year: bool
) -> None:
    """The doubt is counted in the old style, whose months end later than ours."""
    if mark == "%":
        units *= 2
    written = meant[0] * 12 + meant[1] - 1 + units
    text = f"{meant[0] + units:04}" if whole_year else f"{written // 12:04}-{written % 12 + 1:02}"

    dating = parse_julian_edtf(text + mark)

    assert dating.earliest is not None
    assert dating.latest is not None
    assert dating.earliest <= to_gregorian(*meant, day) <= dating.latest


@untimed
@given(JULIAN_MONTHS, st.sampled_from(["", "~", "?", "%"]), st.booleans())
def test_the_new_style_text_is_not_wider_than_the_bounds(first: tuple[int, int], mark: str, whole_year: bool) -> None:
    """Whoever reads only the EDTF must not find days outside the earliest and the latest one."""
    dating = parse_julian_edtf((f"{first[0]:04}" if whole_year else f"{first[0]:04}-{first[1]:02}") + mark)

    shown = parse_edtf(dating.edtf)

    assert shown.earliest is not None
    assert shown.latest is not None
    assert dating.earliest is not None
    assert dating.latest is not None
    assert dating.earliest <= shown.earliest
    assert shown.latest <= dating.latest


@pytest.mark.parametrize("mark", ["~", "?", "%"])
def test_a_doubtful_day_stays_doubtful_in_the_new_style(mark: str) -> None:
    """The conversion of a day is exact, its doubt is not: it must survive the calendar."""
    dating = parse_julian_edtf("1900-02-29" + mark)

    assert dating.edtf == "1900-03-13" + mark
    assert (dating.earliest, dating.latest) == (
        parse_edtf("1900-03-13" + mark).earliest,
        parse_edtf("1900-03-13" + mark).latest,
    )


@pytest.mark.parametrize(
    "text",
    ["", "1901-02-29", "1900-02-30", "1900-13", "1900-00", "1900-01-00", "1900-13~", "0000", "9991", "190X",
     "1884/1885", "[1884,1885]", "1884-24", "XXXX-10-16", "1884-10-16 ", "１８８４", "16.10.1884",
     "0001-01-01"],
)  # fmt: skip
def test_what_is_no_julian_day_month_or_year_is_refused(text: str) -> None:
    """Forms that cannot be moved to the other calendar without a loss are for the editor to resolve."""
    with pytest.raises(DateError):
        parse_julian_edtf(text)


@untimed
@given(st.one_of(st.text(), st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}[~?%]?", fullmatch=True)))
def test_any_text_is_a_date_of_the_old_style_or_refused(text: str) -> None:
    """A cell can hold anything; only `DateError` tells its row and goes on."""
    try:
        dating = parse_julian_edtf(text)
    except DateError:
        return

    assert dating.julian_edtf == text
    assert dating.earliest is not None
    assert dating.latest is not None
    assert dating.earliest <= dating.latest

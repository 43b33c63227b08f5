"""Time values of Wikibase and EDTF, each as sharp as the other.

A value is a moment, a precision and a calendar (Wikibase data model, "Dates and times"): `+1891-00-00T00:00:00Z` with
precision 9 is a year, and its month and day say nothing. The JSON form counts in the calendar that is named. The RDF
form has turned days into Gregorian ones, but months and years not (Wikibase, `JulianDateTimeValueCleaner`: with less
than a day there is nothing to convert). Where it is not known which calendar an item stands for, a value is read in
both, and what it says is one of the two.
"""

from __future__ import annotations

import calendar as calendars
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rehabkg.dates import Dating, parse_edtf, parse_julian_edtf
from rehabkg.dates.julian import to_gregorian
from rehabkg.errors import DateError
from rehabkg.wikidata.calendars import GREGORIAN, JULIAN, Calendar

MILLENNIUM, CENTURY, DECADE, YEAR, MONTH, DAY = range(6, 12)
_MOMENT = re.compile(
    r"([+-]?)([0-9]{1,16})-([0-9]{2})-([0-9]{2})(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.0+)?(?:Z|\+00:00)?)?"
)
_EXPECTED = "a time value of Wikibase, such as +1891-01-15T00:00:00Z"
_IN_ERA = "a year from 1 to 9999"
_YEARS = {DECADE: 10, CENTURY: 100, MILLENNIUM: 1000}
_MOST_UNITS = 10_000


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A time value. `before` and `after` are how many units of its precision it may lie earlier or later.

    `calendar` is None where nothing tells which one it is.
    """

    value: str
    precision: int
    calendar: Calendar | None = GREGORIAN
    before: int = 0
    after: int = 0


def read_time(time: TimeValue, *, rdf: bool) -> Dating:
    """Return what a time value says, Gregorian, with the old-style date where it is said in the Julian calendar.

    *rdf* tells that the value is of the RDF form. Raises `DateError` for what is no value, for a precision that is
    none, and for what EDTF of this project cannot say: before the year 1, after 9999, less than a millennium.

    >>> read = read_time(TimeValue("+1891-01-03T00:00:00Z", 11, JULIAN), rdf=False)
    >>> read.edtf, read.julian_edtf
    ('1891-01-15', '1891-01-03')
    >>> read_time(TimeValue("+1900-00-00T00:00:00Z", 7), rdf=False).edtf
    '[1801..1900]'
    >>> read_time(TimeValue("+1891-01-03T00:00:00Z", 11, None), rdf=False).edtf
    '[1891-01-03,1891-01-15]'
    """
    if time.calendar is None:
        return _read_in_either(time, rdf=rdf)
    year, month, day = _parts(time)
    julian = time.calendar == JULIAN
    if julian and rdf and time.precision >= DAY and not (time.before or time.after):
        dating = parse_edtf(_text(year, month, day))
        return Dating(dating.edtf, dating.earliest, dating.latest, _old_style(dating.earliest))
    if time.before or time.after:
        first, last = _widened(time, _ends(year, month, day, time.precision))
        return _span(first, last, julian and not (rdf and time.precision >= DAY), f"[{_text(*first)}..{_text(*last)}]")
    if time.precision >= YEAR:
        text = _text(year, *(month, day)[: min(time.precision, DAY) - YEAR])
        return parse_julian_edtf(text) if julian else parse_edtf(text)
    first, last = _ends(year, month, day, time.precision)
    named = f"{year // 10:03}X" if time.precision == DECADE and year >= 10 else f"[{first[0]:04}..{last[0]:04}]"
    return _span(first, last, julian, named)


def _read_in_either(time: TimeValue, *, rdf: bool) -> Dating:
    """Return what a value says where its calendar is not known: one of two days, or a span that holds both."""
    julian = read_time(replace(time, calendar=JULIAN), rdf=rdf)
    try:
        gregorian = read_time(replace(time, calendar=GREGORIAN), rdf=rdf)
    except DateError:
        # 29 February 1900 was in the Julian calendar alone.
        return julian
    if gregorian.edtf == julian.edtf:
        return gregorian
    if time.precision >= DAY and not (time.before or time.after):
        return parse_edtf(f"[{','.join(sorted((gregorian.edtf, julian.edtf)))}]")
    ends = [day for dating in (gregorian, julian) for day in (dating.earliest, dating.latest) if day is not None]
    return parse_edtf(f"[{min(ends).isoformat()}..{max(ends).isoformat()}]")


def read_truthy(value: str) -> Dating:
    """Return what a truthy value says, which has lost its precision (`wdt:`, Wikibase RDF Dump Format).

    1 January is read as the year and the first of another month as the month: so the RDF form writes them, and whoever
    was truly born on that day is told less sharply. A decade cannot be told from its first year here; where the full
    value is at hand, read that. Raises `DateError`.

    >>> [read_truthy(f"1891-{day}T00:00:00Z").edtf for day in ("01-01", "03-01", "01-15")]
    ['1891', '1891-03', '1891-01-15']
    """
    time = TimeValue(value, DAY)
    _, month, day = _parts(time)
    precision = DAY if day > 1 else MONTH if month > 1 else YEAR
    return read_time(TimeValue(value, precision), rdf=True)


def gregorian_day(moment: str) -> str | None:
    """Return the moment of a Julian day as the RDF form has it, None for one that has no Gregorian day of our era.

    >>> gregorian_day("+1917-10-25T00:00:00Z")
    '1917-11-07T00:00:00Z'
    """
    try:
        return f"{to_gregorian(*_parts(TimeValue(moment, DAY))).isoformat()}T00:00:00Z"
    except DateError:
        return None


def dating_or_none(read: Callable[[], Dating], tell: Callable[[str], None]) -> Dating | None:
    """Return what *read* returns, or None, with the reason told."""
    try:
        return read()
    except DateError as error:
        tell(str(error))
        return None


def written(dating: Dating) -> TimeValue:
    """Return the time value, in the JSON form, that says no more and no less than *dating*.

    The calendar is Julian where the date is kept in the old style. Raises `DateError` for what no single value says:
    an approximate, open or either-or date.

    >>> value = written(parse_edtf("1937-11"))
    >>> value.value, value.precision
    ('+1937-11-00T00:00:00Z', 10)
    """
    calendar = GREGORIAN if dating.julian_edtf is None else JULIAN
    text = dating.edtf if dating.julian_edtf is None else dating.julian_edtf
    for pattern, precision in _FORMS:
        if found := pattern.fullmatch(text):
            return _written(found, precision, calendar)
    raise DateError(text, "a day, month, year, decade or century, which a time value can say")


_FORMS = (
    (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), DAY),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), MONTH),
    (re.compile(r"([0-9]{4})"), YEAR),
    (re.compile(r"([0-9]{3})X"), DECADE),
    (re.compile(r"\[[0-9]{2}01\.\.([0-9]{2}00)\]"), CENTURY),
)


def _written(found: re.Match[str], precision: int, calendar: Calendar) -> TimeValue:
    parts = [*found.groups(), "00", "00"][:3]
    if precision == DECADE:
        parts[0] += "0"
    if precision == CENTURY and int(found[0][1:5]) + 99 != int(found[1]):
        raise DateError(found[0], "a century")
    return TimeValue(f"+{'-'.join(parts)}T00:00:00Z", precision, calendar)


def _parts(time: TimeValue) -> tuple[int, int, int]:
    """Return year, month and day, 0 where they say nothing."""
    found = _MOMENT.fullmatch(time.value)
    if not found:
        raise DateError(time.value, _EXPECTED)
    if not 0 <= time.precision <= 14:
        raise DateError(str(time.precision), "a precision of Wikibase, from 0 to 14")
    if time.precision < MILLENNIUM:
        raise DateError(time.value, "a date to the millennium or sharper")
    if not (0 <= time.before <= _MOST_UNITS and 0 <= time.after <= _MOST_UNITS):
        raise DateError(f"{time.before}, {time.after}", f"a span of at most {_MOST_UNITS} units")
    year, month, day = (int(part) for part in found.groups()[1:])
    if found[1] == "-" or not 1 <= year <= 9999:
        raise DateError(time.value, _IN_ERA)
    if time.precision >= MONTH and not 1 <= month <= 12:
        raise DateError(time.value, "a month that exists")
    if time.precision >= DAY and day < 1:
        raise DateError(time.value, "a day that exists")
    return year, month, day


def _text(year: int, *smaller: int) -> str:
    return "-".join([f"{year:04}", *(f"{part:02}" for part in smaller)])


_Day = tuple[int, int, int]


def _ends(year: int, month: int, day: int, precision: int) -> tuple[_Day, _Day]:
    """Return the first and the last day, in the value's own calendar; a day past the month's end says its end.

    A decade is counted as it is named (the 1890s are 1890-1899), a century and a millennium as Wikibase shows them:
    the 19th is 1801-1900.
    """
    if precision >= DAY:
        return (year, month, day), (year, month, day)
    if precision == MONTH:
        # Only what may lie earlier or later asks for this: a month alone is said as a month.
        return (year, month, 1), (year, month, 28)
    first = last = year
    if precision == DECADE:
        first, last = year // 10 * 10 or 1, year // 10 * 10 + 9
    elif precision in _YEARS:
        last = -(-year // _YEARS[precision]) * _YEARS[precision]
        first = last - _YEARS[precision] + 1
    if last > 9999:
        raise DateError(str(year), _IN_ERA)
    return (first, 1, 1), (last, 12, 31)


def _widened(time: TimeValue, ends: tuple[_Day, _Day]) -> tuple[_Day, _Day]:
    """Move the ends apart by the units that the value may lie earlier and later."""
    (year, month, day), (to_year, to_month, to_day) = ends
    if time.precision >= DAY:
        return _moved(ends[0], -time.before), _moved(ends[1], time.after)
    if time.precision == MONTH:
        first, last = year * 12 + month - 1 - time.before, to_year * 12 + to_month - 1 + time.after
        year, month, to_year, to_month = first // 12, first % 12 + 1, last // 12, last % 12 + 1
        if year < 1 or to_year > 9999:
            raise DateError(time.value, _IN_ERA)
        return (year, month, 1), (to_year, to_month, _length(to_year, to_month, time.calendar))
    unit = _YEARS.get(time.precision, 1)
    year, to_year = year - time.before * unit, to_year + time.after * unit
    if year < 1 or to_year > 9999:
        raise DateError(time.value, _IN_ERA)
    return (year, month, day), (to_year, to_month, to_day)


def _length(year: int, month: int, calendar: Calendar | None) -> int:
    """Return the days of a month; each fourth year is a leap year in the Julian calendar."""
    leap = year % 4 == 0 if calendar == JULIAN else calendars.isleap(year)
    return 29 if month == 2 and leap else calendars.monthrange(1999, month)[1]


def _moved(day: _Day, by: int) -> _Day:
    try:
        moved = date(*day) + timedelta(days=by)
    except (ValueError, OverflowError):
        raise DateError(_text(*day), _IN_ERA) from None
    return moved.year, moved.month, moved.day


def _span(first: _Day, last: _Day, julian: bool, named: str) -> Dating:
    """Return one day of a span that is *named* so; a Julian one is said in Gregorian days, its name kept beside."""
    if not julian:
        return parse_edtf(named)
    begin, end = to_gregorian(*first), to_gregorian(*last)
    return Dating(f"[{begin.isoformat()}..{end.isoformat()}]", begin, end, named)


def _old_style(day: date | None) -> str | None:
    """Return the Julian day of a Gregorian one."""
    from convertdate import julian

    if day is None:
        return None
    return _text(*julian.from_gregorian(day.year, day.month, day.day))

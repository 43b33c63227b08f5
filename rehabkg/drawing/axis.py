"""Where an axis has its ticks, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import floor, log10

from rehabkg.drawing.words import counted, month

_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MONTHS = (1, 2, 3, 6)
_DAYS_A_YEAR = 365.2425
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, in its own units, and its label."""

    at: float
    label: str


def number_ticks(greatest: float, most: int, language: str) -> list[Tick]:
    """Return ticks from 0 up to the first round number that is not below the greatest value.

    >>> [tick.label for tick in number_ticks(930, 5, "en")]
    ['0', '200', '400', '600', '800', '1,000']
    """
    greatest = max(greatest, 1e-9)
    rough = greatest / most
    power = 10.0 ** floor(log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999)
    # What is counted comes whole.
    step = max(step, 1.0) if greatest >= 1 else step
    count = -int(-greatest // step)
    return [Tick(place * step, counted(round(place * step, 9), language)) for place in range(count + 1)]


def year_ticks(first: int, last: int, most: int) -> list[Tick]:
    """Return ticks at round years between two years, both included."""
    step = next((years for years in _YEARS if (last - first) / years <= most), _YEARS[-1])
    return [Tick(year, str(year)) for year in range(first - first % -step, last + 1, step)]


def day_ticks(first: date, last: date, most: int, language: str) -> list[Tick]:
    """Return ticks between two days, in ordinal days: at round years, months or, where the span is short, days."""
    days = last.toordinal() - first.toordinal()
    if days / _DAYS_A_YEAR >= most / 4:
        return [
            Tick(float(date(year, 1, 1).toordinal()), tick.label)
            for tick in year_ticks(first.year, last.year, most)
            if (year := int(tick.at)) >= 1 and date(year, 1, 1) >= first
        ]
    if days > 45:
        step = next((months for months in _MONTHS if days / 30.4 / months <= most), 12)
        return list(_months(first, last, step, language))
    step = next(step for step in (1, 2, 5, 10, 15, 30) if days / step <= most)
    return [
        Tick(float(place), f"{day.day}.{day.month:02}.{day.year}" if language == "ru" else day.isoformat())
        for place in range(first.toordinal(), last.toordinal() + 1, step)
        if (day := date.fromordinal(place))
    ]


def _months(first: date, last: date, step: int, language: str) -> list[Tick]:
    found = []
    count = first.year * 12 + first.month - 1
    for number in range(count - count % -step, last.year * 12 + last.month, step):
        day = date(number // 12, number % 12 + 1, 1)
        if first <= day <= last:
            found.append(Tick(float(day.toordinal()), month(day, language)))
    return found


def around(first: date, last: date) -> tuple[date, date]:
    """Return a span with some room on either side, so that what lies on its ends is seen."""
    room = max(20, (last - first).days // 25)
    return (
        date.fromordinal(max(_FIRST, first.toordinal() - room)),
        date.fromordinal(min(_LAST, last.toordinal() + room)),
    )

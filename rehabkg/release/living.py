"""Whether a person may be living on a day, told by the latest possible birth and by a known death.

- Who is stated to have died is not living.
- Who was born `living_years` before the day, or earlier, in every reading of the date of birth, is not living.
- Where no birth is known, a person was born before the first dated event of the case: at least `youngest_sentenced`
  years before it, if it imposed a punishment of one person (`PUNISHMENTS`): nobody below that age was sentenced (decree
  of 7 April 1935: from the age of twelve), while families were banished with their newborn.
- Where neither is known, the person may be living: a list that dates nothing tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Measures of the scheme `measure` that were imposed on a person, not on a household.
PUNISHMENTS = (
    "camp", "colony", "compulsory-labour", "death", "deprivation-of-liberty", "forced-labour", "hard-labour", "prison",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LivingRule:
    """The bounds of the rule, in years, and the day that it is asked for."""

    day: date
    living_years: int
    youngest_sentenced: int

    @property
    def born_after(self) -> date:
        """The day after which somebody was born who may be living."""
        return years_before(self.day, self.living_years)

    def may_live(
        self, *, died: bool, births: Iterable[date | None], events: Iterable[tuple[date | None, bool]]
    ) -> bool:
        """Tell whether a person may be living.

        *births* are the latest days of the dates of birth that sources give, *events* the latest days of what befell
        the person, each with whether it was a sentence of somebody of age; None where a date is open.
        """
        if died:
            return False
        known = [birth for birth in births if birth is not None]
        if not known:
            bounds = [
                years_before(day, self.youngest_sentenced) if of_age else day
                for day, of_age in events
                if day is not None
            ]
            return not bounds or min(bounds) > self.born_after
        return max(known) > self.born_after


def years_before(day: date, years: int) -> date:
    """Return the same day of an earlier year, 28 February for a leap day that is none there; the first day at most.

    >>> years_before(date(2024, 2, 29), 1)
    datetime.date(2023, 2, 28)
    """
    year = day.year - years
    if year < 1:
        return date.min
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)

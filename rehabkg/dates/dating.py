"""A date with its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Dating:
    """A date in EDTF (ISO 8601-2:2019, levels 0 to 2) and the days between which it lies.

    `edtf` is Gregorian; `julian_edtf` keeps the old-style date where the source has one. `earliest` and
    `latest` are days of the proleptic Gregorian calendar, None where the date is open on that side or has no
    year.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    julian_edtf: str | None = None

    def may_be_by(self, day: date) -> bool:
        """Whether the date may lie on or before *day*."""
        return self.earliest is None or self.earliest <= day

    def must_be_by(self, day: date) -> bool:
        """Whether the date lies on or before *day*, wherever in its bounds it is."""
        return self.latest is not None and self.latest <= day

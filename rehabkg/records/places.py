"""A place of a source that lists places, as printed beside what was read of it."""

from __future__ import annotations

from dataclasses import dataclass

from rehabkg.records.model import RecordedPlace
from rehabkg.records.printed import PrintedRecord


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """One entry of a list of places: `printed` as its rows print it, `place` as read; it needs no further grammar."""

    printed: PrintedRecord
    place: RecordedPlace

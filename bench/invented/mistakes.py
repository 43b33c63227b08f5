"""Seed mistakes into invented rows, and write down where each one stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import TextIO

from bench.invented.people import Day, Person

# A cell of this length is absurd in any list.
LONG_CELL = 30_000
_NO_SUCH_DAYS = ((2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31), (13, 1))
# A byte that has no letter in windows-1251, and one that begins no letter in UTF-8.
UNDEFINED = {"utf-8": b"\xff", "windows-1251": b"\x98"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A seeded mistake: its kind, and the column (of the format) that a check should name, if one can."""

    kind: str
    column: str | None


class Truth:
    """Writes the truth: a JSON object a line, with the line of the record, the mistake and its column."""

    def __init__(self, opened: TextIO) -> None:
        self._opened = opened
        self.count = 0

    def add(self, line: int, number: int, mistake: Mistake) -> None:
        """Write that the record *number*, which begins in *line*, holds *mistake*."""
        told = {"line": line, "record": number, "kind": mistake.kind, "column": mistake.column}
        self._opened.write(json.dumps(told, ensure_ascii=False) + "\n")
        self.count += 1


def no_such_day(rng: Random, year: int) -> Day:
    """Return a day of *year* that no calendar has."""
    month, day = _NO_SUCH_DAYS[int(rng.random() * len(_NO_SUCH_DAYS))]
    return year, month, day


def spoil_date(rng: Random, person: Person) -> str:
    """Give *person* a date that does not exist; return the field where it stands."""
    field = ("arrested", "decided", "rehabilitated")[int(rng.random() * 3)]
    if field == "rehabilitated":
        # That nothing is known of a rehabilitation would take its date away.
        person.cells.pop("rehabilitation_ground", None)
    known: Day | None = getattr(person, field)
    year = known[0] if known else {"arrested": 1937, "decided": 1937, "rehabilitated": 1989}[field]
    setattr(person, field, no_such_day(rng, year))
    return field


def contradict(rng: Random, person: Person) -> str:
    """Make two dates of *person* contradict each other; return the field that comes too early."""
    known = person.decided or person.arrested or (1937, 6, 1)
    field = ("decided", "died", "rehabilitated")[int(rng.random() * 3)]
    early = (known[0] - 3, 5, 12)
    if field == "decided":
        person.arrested, person.decided = known, early
    elif field == "died":
        person.arrested, person.died = known, early
    else:
        person.cells.pop("rehabilitation_ground", None)
        person.decided, person.rehabilitated = known, early
    return field

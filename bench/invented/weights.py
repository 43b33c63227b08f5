"""Draw values as often as they stand in the real lists.

The tables in `weights/` hold counts: of the bodies in the lists of lists.memo.ru (years, presence, shares, sentences,
charges, courts, occupations), of the nationality strings of the full table, of its books. Values are vocabulary,
shortened to the most frequent; `{...}` stands for a part that is invented for each person.
"""

from __future__ import annotations

import csv
from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value")
_TABLES = Path(__file__).parent / "weights"


class Weighted(Generic[Value]):
    """Values with their counts; `pick` draws one."""

    def __init__(self, counted: Iterable[tuple[Value, float]]) -> None:
        pairs = [(value, count) for value, count in counted if count > 0]
        self.values: Sequence[Value] = [value for value, _ in pairs]
        self._sums = list(accumulate(count for _, count in pairs))
        self._total = self._sums[-1]

    def pick(self, rng: Random) -> Value:
        """Return one of the values, each as often as its count says."""
        return self.values[bisect(self._sums, rng.random() * self._total)]


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of the table *name*."""
    with (_TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return tuple(csv.DictReader(opened))


@cache
def shares() -> dict[str, float]:
    """Return how often each cell is filled, as a share of the people whom it can concern."""
    return {row["field"]: float(row["share"]) for row in table("shares")}


@cache
def cells(field: str) -> Weighted[str]:
    """Return the values of one field of `cells.csv`."""
    return Weighted((row["value"], int(row["count"])) for row in table("cells") if row["field"] == field)


def by(column: str, name: str) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the table *name* in groups, by the values of *column*."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in table(name):
        groups.setdefault(row[column], []).append(row)
    return groups

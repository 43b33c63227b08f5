"""The rows of pairs that hold a component together: scored, by a stable id, or decided; each pair once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair that hangs together. `weight` is what it counts for, `scored` and `levels` what the model said of it."""

    left: str
    right: str
    weight: float
    scored: float | None
    levels: tuple[int, ...] | None


def pair_row(row: Sequence[Any]) -> PairRow:
    """Return a row of the query as a pair: both ids, the weight, the score, and the places of its levels."""
    left, right, weight, scored, *levels = row
    return PairRow(left, right, weight, scored, None if scored is None else tuple(levels))


def each_once(rows: Sequence[PairRow]) -> Iterator[PairRow]:
    """Yield each pair once, the row that weighs most, with the score of whichever has one.

    A pair may be scored, share an id and be decided on.
    """
    best: dict[frozenset[str], PairRow] = {}
    for row in rows:
        pair = frozenset((row.left, row.right))
        former = best.get(pair)
        if former is None:
            best[pair] = row
            continue
        heavier, lighter = (row, former) if row.weight > former.weight else (former, row)
        if heavier.scored is None and lighter.scored is not None:
            heavier = replace(heavier, scored=lighter.scored, levels=lighter.levels)
        best[pair] = heavier
    yield from best.values()

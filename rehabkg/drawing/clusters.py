"""Which points stand apart at which zoom, and which are drawn as one with their number.

Points nearer than a mark's width are merged, from the nearest zoom outwards, so that a mark at one zoom is made of
those at the next (the way of Mapbox's supercluster). Each mark has the range of zooms at which it is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, hypot

# Level n is drawn between a zoom of 2^(n-2) and 2^(n-1): level 0 on a phone, which is a third as wide as the drawing.
LEVELS = 7
WHOLE_WIDTH = 2
_APART = 26.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One point, or several merged: where, which (by place in the list), and the levels at which it is drawn."""

    x: float
    y: float
    members: tuple[int, ...]
    first_level: int
    last_level: int


def zoom_of(level: int) -> float:
    """Return the zoom from which a level is drawn."""
    return float(2.0 ** (level - WHOLE_WIDTH))


def marks(positions: Sequence[tuple[float, float]], most: int = 3000) -> list[Mark]:
    """Return the marks of all levels for positions in pixels, in the order of their first member and level.

    Where there would be more than *most*, the nearest zooms are not told apart: the drawing stays bounded.
    """
    for levels in range(LEVELS, 1, -1):
        found = _of_levels(positions, levels)
        if len(found) <= most:
            return found
    return _of_levels(positions, 1)


def at_level(found: Sequence[Mark], level: int) -> list[Mark]:
    """Return the marks that are drawn at a level."""
    return [mark for mark in found if mark.first_level <= level <= mark.last_level]


def _of_levels(positions: Sequence[tuple[float, float]], levels: int) -> list[Mark]:
    """Merge from the nearest of so many levels outwards; what stands at the nearest stands at all nearer ones."""
    current = [Mark(x, y, (place,), 0, LEVELS - 1) for place, (x, y) in enumerate(positions)]
    current = list(_merged(current, levels - 1, LEVELS - 1))
    done: list[Mark] = []
    for level in range(levels - 2, -1, -1):
        merged = list(_merged(current, level, level))
        kept = {mark.members for mark in merged}
        done += [replace(mark, first_level=level + 1) for mark in current if mark.members not in kept]
        current = merged
    return sorted(done + current, key=lambda mark: (mark.members[0], mark.first_level))


def _merged(current: Sequence[Mark], level: int, last: int) -> Iterator[Mark]:
    """Yield marks with those merged that would touch at a level; a mark merged into no other stays as it is."""
    apart = _APART / zoom_of(level)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, mark in enumerate(current):
        cells[_cell(mark, apart)].append(place)
    taken: set[int] = set()
    for place, mark in enumerate(current):
        if place in taken:
            continue
        taken.add(place)
        near = [other for other in _around(cells, _cell(mark, apart)) if other not in taken]
        near = [other for other in near if hypot(current[other].x - mark.x, current[other].y - mark.y) < apart]
        taken.update(near)
        yield _joined([mark, *(current[other] for other in sorted(near))], last) if near else mark


def _cell(mark: Mark, apart: float) -> tuple[int, int]:
    return floor(mark.x / apart), floor(mark.y / apart)


def _around(cells: dict[tuple[int, int], list[int]], cell: tuple[int, int]) -> Iterator[int]:
    column, row = cell
    for x in (column - 1, column, column + 1):
        for y in (row - 1, row, row + 1):
            yield from cells.get((x, y), ())


def _joined(parts: Sequence[Mark], last: int) -> Mark:
    """Return several marks as one in the middle of all their points, drawn up to a last level."""
    count = sum(len(part.members) for part in parts)
    x = sum(part.x * len(part.members) for part in parts) / count
    y = sum(part.y * len(part.members) for part in parts) / count
    return Mark(x, y, tuple(sorted(member for part in parts for member in part.members)), 0, last)

"""Cut rings and lines to a rectangle, and leave out points too near each other to be told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of the plane."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, line: Sequence[Position]) -> bool:
        """Whether the box around a line touches it."""
        xs, ys = [x for x, _ in line], [y for _, y in line]
        return min(xs) <= self.right and max(xs) >= self.left and min(ys) <= self.bottom and max(ys) >= self.top


def clipped_ring(ring: Sequence[Position], to: Rectangle) -> list[Position]:
    """Return the part of a ring inside (Sutherland and Hodgman 1974); where it leaves, it follows the edge."""
    sides: tuple[tuple[Callable[[Position], bool], int, float], ...] = (
        (lambda p: p[0] >= to.left, 0, to.left),
        (lambda p: p[0] <= to.right, 0, to.right),
        (lambda p: p[1] >= to.top, 1, to.top),
        (lambda p: p[1] <= to.bottom, 1, to.bottom),
    )
    found = list(ring)
    for inside, axis, edge in sides:
        cut: list[Position] = []
        for before, here in zip([*found[-1:], *found[:-1]], found, strict=True):
            if inside(before) != inside(here):
                cut.append(_crossing(before, here, axis, edge))
            if inside(here):
                cut.append(here)
        found = cut
    return found


def _crossing(start: Position, end: Position, axis: int, edge: float) -> Position:
    share = (edge - start[axis]) / (end[axis] - start[axis])
    other = 1 - axis
    along = start[other] + share * (end[other] - start[other])
    return (edge, along) if axis == 0 else (along, edge)


def clipped_line(line: Sequence[Position], to: Rectangle) -> Iterator[list[Position]]:
    """Yield the stretches of a line whose pieces touch the rectangle."""
    stretch: list[Position] = []
    for start, end in pairwise(line):
        if to.meets((start, end)):
            stretch = stretch or [start]
            stretch.append(end)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def spaced(line: Sequence[Position], apart: float) -> list[Position]:
    """Return a line without the points that lie nearer than so much to the one kept before; its ends stay."""
    found = list(line[:1])
    for x, y in line[1:-1]:
        if abs(x - found[-1][0]) + abs(y - found[-1][1]) >= apart:
            found.append((x, y))
    return found + list(line[1:][-1:])

"""Where labels find room beside their marks without covering another mark or label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import floor

_CELL = 48.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Box) -> bool:
        """Whether two boxes share room."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(slots=True)
class Room:
    """The part of a drawing that labels may stand in, and what stands in it already."""

    width: float
    height: float
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        """Note that a box is in use."""
        for cell in _cells_of(box):
            self._cells[cell].append(box)

    def free(self, box: Box) -> bool:
        """Whether a box lies within the drawing and covers nothing."""
        if box.left < 0 or box.top < 0 or box.right > self.width or box.bottom > self.height:
            return False
        return not any(box.covers(other) for cell in _cells_of(box) for other in self._cells.get(cell, ()))


def _cells_of(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(floor(box.left / _CELL), floor(box.right / _CELL) + 1):
        for row in range(floor(box.top / _CELL), floor(box.bottom / _CELL) + 1):
            yield column, row


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a label starts from its mark, in pixels, and which end of it stands there (SVG 2, text-anchor)."""

    dx: float
    dy: float
    anchor: str


def spot_for(room: Room, x: float, y: float, width: float, height: float, away: float) -> Spot | None:
    """Return the first free spot for a label right, left, above or below a mark, and take it; None without one."""
    for spot in (
        Spot(away, height * 0.35, "start"),
        Spot(-away, height * 0.35, "end"),
        Spot(0, -away, "middle"),
        Spot(0, away + height * 0.75, "middle"),
    ):
        left = x + spot.dx - {"start": 0.0, "middle": width / 2, "end": width}[spot.anchor]
        box = Box(left, y + spot.dy - height * 0.8, left + width, y + spot.dy + height * 0.2)
        if room.free(box):
            room.take(box)
            return spot
    return None

"""Which marks of a map have their name beside them, and from which level on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from rehabkg.drawing.clusters import Mark, zoom_of
from rehabkg.drawing.look import SMALL
from rehabkg.drawing.placing import Box, Room, Spot, spot_for
from rehabkg.drawing.svg import cut, width_of

_MOST_A_LEVEL = 60
_LONGEST = 150.0
# The scale bar stands in the lower left corner; this much of it is kept free, in pixels.
_SCALE_BAR = (230.0, 40.0)


@dataclass(frozen=True, slots=True)
class Label:
    """The name beside a mark, cut to its room, and the level from which it is drawn."""

    level: int
    spot: Spot
    text: str

    def box(self, x: float, y: float) -> Box:
        """Return the room that it takes beside a mark at a place."""
        width = width_of(self.text, SMALL)
        left = x + self.spot.dx - {"start": 0.0, "middle": width / 2, "end": width}[self.spot.anchor]
        top = y + self.spot.dy - SMALL * 0.8
        return Box(left, top, left + width, top + SMALL)


def radius(mark: Mark) -> float:
    """Return how far a mark reaches from its middle, in pixels: the more it stands for, the farther."""
    return 6.0 if len(mark.members) == 1 else 8.0 + 2.2 * log10(len(mark.members))


def labels(
    names: Sequence[str], found: Sequence[Mark], levels: Sequence[int], width: float, height: float
) -> Mapping[int, Label]:
    """Return the labels of marks of single places, by place in the list of marks.

    What fits at one level fits at all nearer ones, where marks stand farther apart.
    """
    chosen: dict[int, Label] = {}
    for number_of_level, level in enumerate(levels, 1):
        zoom = zoom_of(level)
        seen = {place: mark for place, mark in enumerate(found) if mark.first_level <= level <= mark.last_level}
        room = _taken(seen, chosen, zoom, width, height)
        for place, mark in seen.items():
            if len(chosen) >= _MOST_A_LEVEL * number_of_level:
                break
            text = cut(names[mark.members[0]], _LONGEST, SMALL)
            if len(mark.members) > 1 or place in chosen or not text:
                continue
            away = radius(mark) + 3
            spot = spot_for(room, mark.x * zoom, mark.y * zoom, width_of(text, SMALL), SMALL, away)
            if spot is not None:
                chosen[place] = Label(level, spot, text)
    return chosen


def _taken(seen: Mapping[int, Mark], chosen: Mapping[int, Label], zoom: float, width: float, height: float) -> Room:
    """Return the room of a level, with what marks, former labels and the scale bar take of it."""
    room = Room(width * zoom, height * zoom)
    for mark in seen.values():
        half = radius(mark) + 1
        x, y = mark.x * zoom, mark.y * zoom
        room.take(Box(x - half, y - half, x + half, y + half))
    room.take(Box(0, (height - _SCALE_BAR[1]) * zoom, _SCALE_BAR[0] * zoom, height * zoom))
    for place, label in chosen.items():
        room.take(label.box(seen[place].x * zoom, seen[place].y * zoom))
    return room

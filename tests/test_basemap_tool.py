"""The program that makes the base map, on a world of three countries small enough to check by eye."""

from __future__ import annotations

import json
from pathlib import Path

from rehabkg.drawing.basemap import DATA
from tools.basemap import Topology, made, thinned, unwound

# Two former republics side by side, codes of Russia and Kazakhstan, and China below both: degrees, in steps of 1.
#
#   (50,60)---(60,60)---(70,60)
#      | Russia  |  Kazakhstan |
#   (50,50)---(60,50)---(70,50)
#      |         China         |
#   (50,40)-------------(70,40)
ARCS = [
    [[60, 60], [-10, 0], [0, -10]],  # 0: Russia's coast, from the middle above to the left
    [[50, 50], [10, 0]],  # 1: Russia and China
    [[60, 50], [0, 10]],  # 2: Russia and Kazakhstan
    [[60, 50], [10, 0]],  # 3: Kazakhstan and China
    [[70, 50], [0, 10], [-10, 0]],  # 4: Kazakhstan's coast
    [[50, 50], [0, -10], [20, 0], [0, 10]],  # 5: China's coast
]
WORLD = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "objects": {
        "countries": {
            "geometries": [
                {"id": "643", "type": "Polygon", "arcs": [[0, 1, 2]]},
                {"id": "398", "type": "MultiPolygon", "arcs": [[[3, 4, -3]]]},
                {"id": "156", "type": "Polygon", "arcs": [[5, -4, -2]]},
            ]
        },
        "lakes": {"geometries": []},
        "rivers": {"geometries": []},
    },
    "arcs": ARCS,
}


def read(tmp_path: Path, document: object) -> Topology:
    """Write and read a TopoJSON file."""
    path = tmp_path / "world.json"
    path.write_text(json.dumps(document))
    return Topology(path)


def test_borders_are_told_apart_by_who_is_on_their_sides(tmp_path: Path) -> None:
    """The outline of the USSR runs where one side was a republic and the other not; inner borders are no part of it."""
    world = read(tmp_path, WORLD)
    layers = made(world, world)

    assert layers["republics"] == [[6000, 5000, 0, 1000]]
    assert layers["outline"] == [[5000, 5000, 1000, 0], [6000, 5000, 1000, 0]]
    assert layers["border"] == []


def test_land_of_the_republics_is_one_ring(tmp_path: Path) -> None:
    """Merged, without the borders between them: a seam would be seen in the drawing."""
    world = read(tmp_path, WORLD)
    (ring,) = made(world, world)["ussr"]

    points = [(sum(ring[0 : place + 1 : 2]), sum(ring[1 : place + 2 : 2])) for place in range(0, len(ring), 2)]
    assert {(5000, 6000), (5000, 5000), (7000, 5000), (7000, 6000)} <= set(points)
    assert (6000, 5500) not in points
    assert points[0] == points[-1]


def test_crimea_goes_with_ukraine(tmp_path: Path) -> None:
    """The packaged data give it to Russia, as a polygon of its own that shares one arc with the mainland."""
    arcs = [[[33, 46], [1, 0]], [[34, 46], [0, -1], [-1, 0], [0, 1]], [[34, 46], [0, 4], [-1, 0], [0, -4]]]
    document = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {
            "countries": {
                "geometries": [
                    {"id": "643", "type": "MultiPolygon", "arcs": [[[0, 1]]]},
                    {"id": "804", "type": "Polygon", "arcs": [[2, 0]]},
                ]
            },
            "lakes": {"geometries": []},
            "rivers": {"geometries": []},
        },
        "arcs": arcs,
    }
    world = read(tmp_path, document)

    assert made(world, world)["republics"] == []


def test_line_over_the_antimeridian_runs_on() -> None:
    """From 179 to -179 degrees is two degrees, not three hundred and fifty-eight."""
    assert unwound([(179, 66), (-179, 66), (-170, 66)]) == [(179, 66), (181, 66), (190, 66)]
    assert unwound([(-175, 66), (-172, 66)]) == [(185, 66), (188, 66)]
    assert unwound([(-100, 40), (-90, 40)]) == [(-100, 40), (-90, 40)]


def test_thinned_line_keeps_its_ends_and_corners() -> None:
    """A point on a straight stretch says nothing; a corner does."""
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 5.0)]

    assert thinned(line, 0.01) == [(0.0, 0.0), (2.0, 0.0), (2.0, 5.0)]


def test_stored_base_map_holds_every_layer() -> None:
    """What is packaged is what the program writes."""
    stored = json.loads((DATA / "basemap.json").read_text(encoding="utf-8"))

    assert set(stored) == {"step", "land", "ussr", "border", "outline", "republics", "lakes", "rivers"}
    assert all(
        len(line) % 2 == 0 and len(line) >= 4 for name, lines in stored.items() if name != "step" for line in lines
    )

"""Maps of places: of a thing, of the founding article, of all. What has no point is named, and none is made up."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from rehabkg.drawing.map import Map, Place, Unplaced
from rehabkg.pages.labels import Labels
from rehabkg.pages.links import Links
from rehabkg.query.results import shown
from rehabkg.web.published import Published

# A point of these stands on the place itself; any other note says for what else it stands.
_THE_PLACE = ("", "city centre", "town centre")


def map_of(
    published: Published, labels: Labels, links: Links, places: Iterable[NamedNode], title: str, name: str = "map"
) -> Map | None:
    """Return a map of *places*, None where none of them has a point.

    A point is read whole from one graph: the halves of two sources' points would lie somewhere else. Where several
    sources give points, each is shown.
    """
    placed: dict[Place, None] = {}
    unplaced: list[Unplaced] = []
    sources: dict[str, None] = {}
    for node in sorted(set(places), key=str):
        label, link = labels.of(node.value, links.language).value, links.thing(node.value)
        kind = ", ".join(
            labels.of(one.value, links.language).value for one in published.view.nodes(node, "rehab:placeKind")
        )
        points = list(_points(published, node))
        for latitude, longitude, note, graph in points:
            placed[Place(latitude, longitude, label, kind, link, note in _THE_PLACE, note)] = None
            cited = published.view.nodes(graph, "rehab:cites") or [graph]
            sources["; ".join(labels.of(one.value, links.language).value for one in cited)] = None
        if not points:
            unplaced.append(Unplaced(label, kind, link))
    if not placed:
        return None
    return Map(title, links.language, tuple(placed), tuple(sources), tuple(unplaced), name=name)


def _points(published: Published, place: NamedNode) -> Iterable[tuple[float, float, str, NamedNode]]:
    """Yield latitude, longitude, what the point stands for, and the graph that says so."""
    view = published.view
    found: dict[NamedNode, dict[str, str]] = {}
    for name in ("latitude", "longitude", "pointOf"):
        for graph, value in view.by_graph(place, f"rehab:{name}"):
            found.setdefault(graph, {})[name] = shown(value)
    for graph, point in sorted(found.items(), key=lambda entry: str(entry[0])):
        if "latitude" in point and "longitude" in point:
            yield float(point["latitude"]), float(point["longitude"]), point.get("pointOf", ""), graph


def all_places(published: Published) -> list[NamedNode]:
    """Return every curated place."""
    return published.view.instances("rehab:Place")


def article_places(published: Published) -> list[NamedNode]:
    """Return the places that the founding article marks on its map."""
    view = published.view
    return [
        place for element in view.instances("rehab:PageElement") for place in view.nodes(element, "rehab:marksPlace")
    ]

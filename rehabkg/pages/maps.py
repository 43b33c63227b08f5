"""Maps of places: of a thing, of the founding article, of all. What has no point is named, and none is made up.

A map by itself is asked for by what it is of: `all`, `article`, or the path of a thing, as `group/katyn`.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup
from pyoxigraph import NamedNode, Quad

from rehabkg.drawing.embed import embed_code
from rehabkg.drawing.map import THE_PLACE, Map, Place, Unplaced
from rehabkg.drawing.page import Sources
from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.pages.labels import Labels
from rehabkg.pages.links import Links, iri_of_document
from rehabkg.pages.render import Renderer
from rehabkg.pages.words import words
from rehabkg.query.results import shown
from rehabkg.web.paths import canonical
from rehabkg.web.problems import Problem
from rehabkg.web.published import Published


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
            placed[Place(latitude, longitude, label, kind, link, note in THE_PLACE, note)] = None
            cited = published.view.nodes(graph, "rehab:cites") or [graph]
            sources["; ".join(labels.of(one.value, links.language).value for one in cited)] = None
        if not points:
            unplaced.append(Unplaced(label, kind, link))
    if not placed:
        return None
    return Map(title, links.language, tuple(placed), tuple(sources), tuple(unplaced), name=name)


def map_asked(renderer: Renderer, of: str, path: str, language: str) -> Map:
    """Return the map of what is asked for, for the page at *path*. Raises `Problem` (404) where there is none."""
    published, labels = renderer.published, renderer.labels
    links = Links(path, language, published.release.base)
    if of in _WHOLE:
        word, places = _WHOLE[of]
        title = words(language)[word]
        return map_of(published, labels, links, places(published), title) or Map(title, language, ())
    thing = thing_asked(published, of)
    title = f"{words(language)['map']}: {labels.of(thing.value, language).value}"
    drawn = map_of(published, labels, links, places_of(published, thing), title)
    if drawn is None:
        raise Problem(404, "there is no map of that; ask for one of all, of article, or of a thing with places")
    return drawn


def thing_asked(published: Published, path: str) -> NamedNode:
    """Return the thing whose document has a path, given behind `doc/`. Raises `Problem` (404) for what can be none."""
    found = canonical(path.encode())
    if not found:
        raise Problem(404, "there is no such thing in this release")
    return NamedNode(iri_of_document(found, published.release.base))


def shown_by_itself(renderer: Renderer, links: Links, of: str, title: str) -> tuple[Sources, Markup | None]:
    """Return where a map lies as a picture, and what another site copies to show it; nothing for a site of files."""
    if not renderer.live:
        return Sources(), None
    asked = quote(of, safe="/")
    address = f"{renderer.address}embed/map.{links.language}.html?of={asked}" if renderer.address else None
    pictures = Sources(
        svg=f"{links.root}embed/map.svg?of={asked}&lang={links.language}",
        png=f"{links.root}embed/map.png?of={asked}&lang={links.language}",
    )
    return pictures, embed_code(address, title) if address else None


def places_of(published: Published, thing: NamedNode, quads: Iterable[Quad] | None = None) -> list[NamedNode]:
    """Return the places that the statements about a thing name, and the thing where it is one."""
    prefix = f"{published.release.base}id/place/"
    told = neighbourhood(published.store, thing, published.iris) if quads is None else quads
    named = {quad.object for quad in told if isinstance(quad.object, NamedNode)} | {thing}
    return [node for node in named if node.value.startswith(prefix)]


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


_WHOLE = {"all": ("map_of_places", all_places), "article": ("map_of_article", article_places)}

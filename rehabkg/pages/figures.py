"""The drawings on the page of a thing: what happened in time, and where."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from pyoxigraph import NamedNode, Quad

from rehabkg.drawing.happenings import Happening, Timeline
from rehabkg.drawing.page import Figure, Sources, map_figure, timeline_figure
from rehabkg.drawing.timeline import draw_timeline
from rehabkg.pages.links import Links, document_path
from rehabkg.pages.maps import map_of, places_of, shown_by_itself
from rehabkg.pages.render import Renderer
from rehabkg.pages.thing import Section, ThingPage
from rehabkg.pages.words import words

# One event is told in a line.
_FEWEST_EVENTS = 2
_MOST_EVENTS = 300
# The stored question that tells of a thing of a kind in time, and its parameter.
_ASKED = {
    "person": ("timeline", "who"),
    "group": ("timeline", "who"),
    "act": ("act-effect", "act"),
    "observation": ("history-of-record", "who"),
}


def figures(renderer: Renderer, links: Links, page: ThingPage, quads: Sequence[Quad]) -> list[Figure]:
    """Return the drawings that the statements about a thing allow: none, a timeline, a map, or both."""
    published, labels = renderer.published, renderer.labels
    found = []
    timeline = _timeline(page.story, links.language)
    if timeline is not None:
        notes = tuple(str(evidence) for _, evidence in page.notes.all())
        found.append(timeline_figure(timeline, notes, draw_timeline(timeline), _rows_behind(renderer, links, page)))
    thing = NamedNode(page.iri)
    heading = f"{words(links.language)['map']}: {page.heading.value}"
    drawn = map_of(published, labels, links, places_of(published, thing, quads), heading)
    path = document_path(page.iri, published.release.base)
    if drawn is not None and path is not None:
        sources, embed = shown_by_itself(renderer, links, path.partition("/")[2], heading)
        found.append(map_figure(drawn, sources, embed=embed))
    return found


def _rows_behind(renderer: Renderer, links: Links, page: ThingPage) -> Sources:
    """Return the stored question that gives what is drawn, and its rows; none where no question does, or no server."""
    asked = _ASKED.get(page.kind)
    if asked is None or not renderer.live:
        return Sources()
    name, parameter = asked
    query = urlencode({parameter: page.iri})
    return Sources(
        query=links.page(f"queries/{name}", query=f"?{query}"),
        csv=f"{links.root}queries/{name}?{query}&format=csv",
    )


def _timeline(story: Sequence[Section], language: str) -> Timeline | None:
    happenings = tuple(
        Happening(
            section.says or section.heading.value,
            section.kinds[0].value if section.kinds else "",
            section.dates,
            f"#{section.anchor}",
        )
        for section in story[:_MOST_EVENTS]
        if section.dates
    )
    if len(happenings) < _FEWEST_EVENTS:
        return None
    return Timeline(words(language)["timeline"], language, happenings)

"""The drawings on the page of a thing: what happened in time, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Quad

from rehabkg.drawing.happenings import Happening, Timeline
from rehabkg.drawing.page import Figure, Sources, map_figure, timeline_figure
from rehabkg.drawing.timeline import draw_timeline
from rehabkg.pages.labels import Labels
from rehabkg.pages.links import Links
from rehabkg.pages.maps import map_of
from rehabkg.pages.thing import Section, ThingPage
from rehabkg.pages.words import words
from rehabkg.web.published import Published

# One event is told in a line.
_FEWEST_EVENTS = 2
_MOST_EVENTS = 300


def figures(published: Published, labels: Labels, links: Links, page: ThingPage, quads: Iterable[Quad]) -> list[Figure]:
    """Return the drawings that the statements about a thing allow: none, a timeline, a map, or both."""
    found = []
    timeline = _timeline(page.story, links.language)
    if timeline is not None:
        notes = tuple(str(evidence) for _, evidence in page.notes.all())
        found.append(timeline_figure(timeline, notes, draw_timeline(timeline), Sources()))
    heading = f"{words(links.language)['map']}: {page.heading.value}"
    drawn = map_of(published, labels, links, _places(quads, page.iri, published.iris.base), heading)
    if drawn is not None:
        found.append(map_figure(drawn, Sources()))
    return found


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


def _places(quads: Iterable[Quad], thing: str, base: str) -> list[NamedNode]:
    """Return the places that the statements name, and the thing where it is one."""
    prefix = f"{base}id/place/"
    named = {quad.object for quad in quads if isinstance(quad.object, NamedNode)} | {NamedNode(thing)}
    return [node for node in named if node.value.startswith(prefix)]

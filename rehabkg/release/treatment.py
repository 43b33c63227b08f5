"""Coarsen one statement of the curated graphs: its name, its date, its place."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from rehabkg.dates import parse_edtf
from rehabkg.iri import Iris
from rehabkg.mapping.naming import day_literal
from rehabkg.namespaces import XSD, A, term
from rehabkg.release.coarsen import initials, year_of
from rehabkg.release.policy import INITIALS, REGION, YEAR
from rehabkg.store.view import View

_DAY, _YEAR = NamedNode(XSD + "date"), NamedNode(XSD + "gYear")


class Coarsening:
    """Coarsens statements of a store; what has no coarser form is left out."""

    def __init__(self, store: Store, iris: Iris) -> None:
        self._view = View(store)
        self._iris = iris
        self._region = iris.concept("place-kind", "region")

    def of(self, quad: Quad, treatment: str) -> Iterator[Quad]:
        """Yield what is said instead of *quad*: nothing where it is hidden."""
        if isinstance(quad.object, Literal):
            value = _literal(quad.object, treatment)
            if value is not None:
                yield Quad(quad.subject, quad.predicate, value, quad.graph_name)
        elif treatment == YEAR:
            yield from self._dated(quad)
        elif treatment == REGION:
            for region in self._regions(quad.object):
                yield Quad(quad.subject, quad.predicate, region, quad.graph_name)

    def _dated(self, quad: Quad) -> Iterator[Quad]:
        """Yield the date to its year, as a node of its own: that of the full date holds the day in its name."""
        written = self._view.first(quad.object, "rehab:edtf")
        year = None if written is None else year_of(written.value)
        if year is None:
            return
        local = quad.subject.value.removeprefix(self._iris.base).replace("id/", "", 1).replace("/", "-")
        role = quad.predicate.value.rpartition("#")[2]
        graph = quad.graph_name.value.rpartition("/")[2]
        node = self._iris.thing("dating", f"{local}--{role}--{year}--{graph}")
        dating = parse_edtf(year)
        yield Quad(quad.subject, quad.predicate, node, quad.graph_name)
        yield Quad(node, A, term("rehab:Dating"), quad.graph_name)
        yield Quad(node, term("rehab:edtf"), Literal(year), quad.graph_name)
        yield Quad(node, term("rehab:calendar"), self._iris.concept("calendar", "gregorian"), quad.graph_name)
        for name, day in (("rehab:earliest", dating.earliest), ("rehab:latest", dating.latest)):
            if day is not None:
                yield Quad(node, term(name), day_literal(day), quad.graph_name)

    def _regions(self, place: NamedNode) -> set[NamedNode]:
        """Return the regions that a place is in, through all its states in time; the place itself if it is one."""
        found: set[NamedNode] = set()
        seen: set[NamedNode] = set()
        waiting = [place]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            if self._region in self._view.nodes(node, "rehab:placeKind"):
                found.add(node)
                continue
            for state in self._view.subjects("rehab:stateOf", node):
                waiting += self._view.nodes(state, "rehab:partOf")
        return found


def _literal(value: Literal, treatment: str) -> Literal | None:
    if treatment == INITIALS:
        text = initials(value.value)
        return Literal(text, language=value.language) if value.language else Literal(text)
    if treatment == YEAR:
        if value.datatype == _DAY:
            return Literal(value.value[:4], datatype=_YEAR)
        year = year_of(value.value)
        return None if year is None else Literal(year)
    return None

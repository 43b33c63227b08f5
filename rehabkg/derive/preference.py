"""Which of several values to show first, and which source it was taken from.

Order: not deprecated before deprecated, `preferred` before normal rank, sourced before the founding article before
memory, then the weight of the weightiest source of the citation, then the graph's name. A sharper date does not
win over a better source, but of two that are equal in all this the sharper one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from rehabkg.iri import Iris
from rehabkg.mapping.statement import Term
from rehabkg.namespaces import A, term
from rehabkg.store.view import day_of

_RANKS = {"preferred": 0, "normal": 1, "deprecated": 2}
_LEVELS = {"sourced": 0, "editorial": 0, "seed": 1, "memory": 2}
# A file that somebody else made may hold what no shape allows: that is shown last, and the shapes report it.
_UNKNOWN_LEVEL, _LIGHTEST = 3, 5
# What is dated, and under which name the chosen date is found.
_DATINGS = {
    term("rehab:dated"): term("rehab:shownDating"),
    term("rehab:began"): term("rehab:shownBeginning"),
    term("rehab:ended"): term("rehab:shownEnd"),
}
# A thing has one of each; where citations differ, they disagree.
_SINGLE = tuple(
    term("rehab:" + name)
    for name in (
        "ground", "scope", "decidedBy", "beforeLawOf", "number", "manner", "measureKind",
        "duration", "actKind", "groupKind", "bodyKind", "exonerates", "absence", "publication",
    )
)  # fmt: skip
_DAYS = (("rehab:earliest", "rehab:firstDay"), ("rehab:latest", "rehab:lastDay"))


@dataclass(frozen=True, slots=True)
class Ranking:
    """How good a statement about a subject is, by the attestation of the subject in the statement's graph."""

    attested: Mapping[tuple[Term, NamedNode], tuple[int, int]]
    weights: Mapping[NamedNode, int]

    def key(self, subject: NamedNode, graph: NamedNode, width: int = 0) -> tuple[int, int, int, int, str]:
        """Return the sorting key of what *graph* says of *subject*; the smallest is shown first."""
        rank, level = self.attested.get((subject, graph), (_RANKS["normal"], 0))
        return rank, level, self.weights.get(graph, _LIGHTEST), width, graph.value


def ranking(quads: Iterable[Quad]) -> Ranking:
    """Read ranks and evidence levels from the attestations, weights from the sources that graphs cite."""
    attests: dict[NamedNode, tuple[Term, NamedNode]] = {}
    rank: dict[NamedNode, int] = {}
    level: dict[NamedNode, int] = {}
    weight: dict[Term, int] = {}
    cites: dict[NamedNode, list[Term]] = {}
    for quad in quads:
        name, subject = quad.predicate.value.rpartition("#")[2], quad.subject
        if name == "attests":
            attests[subject] = (quad.object, quad.graph_name)
        elif name == "rank":
            rank[subject] = _RANKS.get(_code(quad), _RANKS["normal"])
        elif name == "evidenceLevel":
            level[subject] = _LEVELS.get(_code(quad), _UNKNOWN_LEVEL)
        elif name == "weight":
            weight[subject] = int(quad.object.value) if re.fullmatch("[1-5]", quad.object.value) else _LIGHTEST
        elif name == "cites":
            cites.setdefault(subject, []).append(quad.object)
    attested: dict[tuple[Term, NamedNode], tuple[int, int]] = {}
    for node, about in attests.items():
        found = (rank.get(node, _RANKS["normal"]), level.get(node, _UNKNOWN_LEVEL))
        attested[about] = min(found, attested.get(about, found))
    weights = {graph: min(weight.get(source, _LIGHTEST) for source in sources) for graph, sources in cites.items()}
    return Ranking(attested, weights)


def _code(quad: Quad) -> str:
    return str(quad.object.value).rpartition("/")[2]


def preferences(quads: Iterable[Quad], order: Ranking, iris: Iris, graph: NamedNode) -> Iterator[Quad]:
    """Yield the date to show of everything dated, and a `Preference` wherever citations disagree."""
    values: dict[tuple[NamedNode, NamedNode], list[tuple[Term, NamedNode]]] = {}
    bounds: dict[tuple[Term, str], Literal] = {}
    days = {term(day): name for day, name in _DAYS}
    for quad in quads:
        if quad.predicate in _DATINGS or quad.predicate in _SINGLE:
            values.setdefault((quad.subject, quad.predicate), []).append((quad.object, quad.graph_name))
        elif quad.predicate in days:
            bounds[quad.subject, days[quad.predicate]] = quad.object
    for (subject, predicate), found in values.items():
        if predicate in _DATINGS:
            yield from _shown_dating(subject, _DATINGS[predicate], found, bounds, order, graph)
        elif len({value for value, _ in found}) > 1:
            yield from _preference(subject, predicate, found, order, iris, graph)


def _shown_dating(
    subject: NamedNode,
    shown: NamedNode,
    found: list[tuple[Term, NamedNode]],
    bounds: Mapping[tuple[Term, str], Literal],
    order: Ranking,
    graph: NamedNode,
) -> Iterator[Quad]:
    def key(entry: tuple[Term, NamedNode]) -> tuple[object, ...]:
        dating, where = entry
        # Two datings of one citation may be equal in all else: the store gives them in any order.
        return *order.key(subject, where, _width(dating, bounds)), str(dating)

    best, _ = min(found, key=key)
    yield Quad(subject, shown, best, graph)
    if shown == term("rehab:shownDating"):
        for _, name in _DAYS:
            day = bounds.get((best, name))
            if day is not None:
                yield Quad(subject, term(name), day, graph)


def _width(dating: Term, bounds: Mapping[tuple[Term, str], Literal]) -> int:
    first, last = day_of(bounds.get((dating, "rehab:firstDay"))), day_of(bounds.get((dating, "rehab:lastDay")))
    return 10**7 if first is None or last is None else (last - first).days


def _preference(
    subject: NamedNode,
    predicate: NamedNode,
    found: list[tuple[Term, NamedNode]],
    order: Ranking,
    iris: Iris,
    graph: NamedNode,
) -> Iterator[Quad]:
    taken = min(found, key=lambda entry: order.key(subject, entry[1]))[1]
    best = sorted({str(value): value for value, where in found if where == taken}.items())
    # One citation that gives two values (two grounds) does not disagree with itself.
    if {value for value, _ in found} == {value for _, value in best}:
        return
    local = subject.value.removeprefix(iris.base).replace("/", "-")
    node = iris.thing("preference", f"{local}--{predicate.value.rpartition('#')[2]}")
    yield Quad(node, A, term("rehab:Preference"), graph)
    yield Quad(node, term("rehab:about"), subject, graph)
    yield Quad(node, term("rehab:onProperty"), predicate, graph)
    yield Quad(node, term("rehab:takenFrom"), taken, graph)
    for _, value in best:
        yield Quad(node, term("rehab:preferredValue"), value, graph)

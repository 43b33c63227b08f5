"""Which of several values to show first, and which source it was taken from.

Order: not deprecated before deprecated, `preferred` before normal rank, sourced before the founding article before
memory, then the weight of the weightiest source of the citation, then the graph's name. A sharper date does not
win over a better source, but of two that are equal in all this the sharper one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from rehabkg.iri import Iris
from rehabkg.mapping.statement import Term
from rehabkg.namespaces import A, term

_RANKS = {"preferred": 0, "normal": 1, "deprecated": 2}
_LEVELS = {"sourced": 0, "editorial": 0, "seed": 1, "memory": 2}
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

Values = Mapping[tuple[str, str], list[tuple[Term, NamedNode]]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How good a statement about a subject is, by the attestation of the subject in the statement's graph."""

    attested: Mapping[tuple[str, str], tuple[int, int]]
    weights: Mapping[str, int]

    def key(self, subject: NamedNode, graph: NamedNode, width: int = 0) -> tuple[int, int, int, int, str]:
        """Return the sorting key of what *graph* says of *subject*; the smallest is shown first."""
        rank, level = self.attested.get((subject.value, graph.value), (1, 0))
        return rank, level, self.weights.get(graph.value, 5), width, graph.value


def ranking(quads: Iterable[Quad]) -> Ranking:
    """Read ranks and evidence levels from the attestations, weights from the sources that graphs cite."""
    attests: dict[str, tuple[str, str]] = {}
    rank: dict[str, int] = {}
    level: dict[str, int] = {}
    weight: dict[str, int] = {}
    cites: dict[str, list[str]] = {}
    for quad in quads:
        name, subject = quad.predicate.value.rpartition("#")[2], quad.subject.value
        if name == "attests":
            attests[subject] = (quad.object.value, quad.graph_name.value)
        elif name == "rank":
            rank[subject] = _RANKS[_code(quad)]
        elif name == "evidenceLevel":
            level[subject] = _LEVELS[_code(quad)]
        elif name == "weight":
            weight[subject] = int(quad.object.value)
        elif name == "cites":
            cites.setdefault(subject, []).append(quad.object.value)
    attested: dict[tuple[str, str], tuple[int, int]] = {}
    for node, about in attests.items():
        found = (rank.get(node, 1), level.get(node, 0))
        attested[about] = min(found, attested.get(about, found))
    weights = {graph: min(weight.get(source, 5) for source in sources) for graph, sources in cites.items()}
    return Ranking(attested, weights)


def _code(quad: Quad) -> str:
    return str(quad.object.value).rpartition("/")[2]


def preferences(quads: Iterable[Quad], order: Ranking, iris: Iris, graph: NamedNode) -> Iterator[Quad]:
    """Yield the date to show of everything dated, and a `Preference` wherever citations disagree."""
    values: dict[tuple[str, str], list[tuple[Term, NamedNode]]] = {}
    bounds: dict[tuple[str, str], Literal] = {}
    days = {term(day): name for day, name in _DAYS}
    for quad in quads:
        if quad.predicate in _DATINGS or quad.predicate in _SINGLE:
            key = (quad.subject.value, quad.predicate.value)
            values.setdefault(key, []).append((quad.object, quad.graph_name))
        elif quad.predicate in days:
            bounds[quad.subject.value, days[quad.predicate]] = quad.object
    dating_names = {predicate.value: shown for predicate, shown in _DATINGS.items()}
    for (subject, predicate), found in values.items():
        node = NamedNode(subject)
        if predicate in dating_names:
            yield from _shown_dating(node, dating_names[predicate], found, bounds, order, graph)
        elif len({value for value, _ in found}) > 1:
            yield from _preference(node, NamedNode(predicate), found, order, iris, graph)


def _shown_dating(
    subject: NamedNode,
    shown: NamedNode,
    found: list[tuple[Term, NamedNode]],
    bounds: Mapping[tuple[str, str], Literal],
    order: Ranking,
    graph: NamedNode,
) -> Iterator[Quad]:
    best, _ = min(found, key=lambda entry: order.key(subject, entry[1], _width(entry[0], bounds)))
    yield Quad(subject, shown, best, graph)
    if shown == term("rehab:shownDating"):
        for _, name in _DAYS:
            day = bounds.get((best.value, name))
            if day is not None:
                yield Quad(subject, term(name), day, graph)


def _width(dating: Term, bounds: Mapping[tuple[str, str], Literal]) -> int:
    from datetime import date

    first, last = bounds.get((dating.value, "rehab:firstDay")), bounds.get((dating.value, "rehab:lastDay"))
    if first is None or last is None:
        return 10**6
    return date.fromisoformat(last.value).toordinal() - date.fromisoformat(first.value).toordinal()


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

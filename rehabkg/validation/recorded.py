"""Tell statements about records from statements about what was studied one by one: each has shapes of its own.

A date, a body or a book that thousands of records share has no citation of its own, and the shapes of `shapes/` would
ask for one; the shapes of `shapes/records/` are for these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from rehabkg.namespaces import REHAB, A, term

_RECORD = term("rehab:Record")
_FIGURE_OF = term("rehab:figureOf")
# What a derived graph holds of a list: how many records of a sort there are, and what follows for some of them.
_COUNTED = frozenset((term("rehab:recordsLoaded"), term("rehab:tallyOf")))
_DERIVED = frozenset((term("rehab:contradiction"), term("rehab:executedWithinDay")))
_SHARED = frozenset(term(f"rehab:{name}") for name in ("Body", "Book", "CodeArticle", "Dating", "Measure"))

_Node: TypeAlias = NamedNode | BlankNode | Literal | Triple


@dataclass(slots=True)
class Parts:
    """The statements of some files, by the shapes that are for them.

    `records` are those about records and the values they share; `curated` all others, but for what a derived graph
    counts over records, of which no shape speaks. `elsewhere` are things that records name and `curated` tells of.
    """

    records: list[Quad] = field(default_factory=list)
    curated: list[Quad] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)

    def lines(self) -> bytes:
        """Return the statements about records as lines of N-Triples, each blank node as an IRI of its own."""
        quads = self.records
        return "".join(f"{_named(q.subject)} {q.predicate} {_named(q.object)} .\n" for q in quads).encode()


def parted(quads: Iterable[Quad]) -> Parts:
    """Part the statements of some files, graph by graph."""
    graphs: dict[_Node, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad)
    parts = Parts()
    for graph in graphs.values():
        if any(quad.predicate in _COUNTED or (quad.predicate == A and quad.object == _RECORD) for quad in graph):
            _part(graph, parts)
        else:
            parts.curated += graph
    return parts


def _part(graph: Iterable[Quad], parts: Parts) -> None:
    """Part a graph of records, or of everything, such as a Turtle file, thing by thing."""
    told: dict[_Node, list[Quad]] = {}
    for quad in graph:
        told.setdefault(quad.subject, []).append(quad)
    own = {thing for thing, said in told.items() if _is_of_record(said)}
    counted = {thing for thing, said in told.items() if any(quad.predicate in _COUNTED for quad in said)}
    shared = {thing for thing, said in told.items() if any(q.predicate == A and q.object in _SHARED for q in said)}
    # A body that is studied and tried some of the records besides is held to the shapes of its own.
    studied = _reached(told.keys() - own - counted - shared, shared, told)
    recorded = own | _reached(own, shared, told) | (shared - studied)
    for thing, said in told.items():
        if thing in recorded:
            parts.records += [quad for quad in said if quad.predicate not in _DERIVED]
        if thing in studied or (thing not in recorded and thing not in counted):
            parts.curated += [quad for quad in said if quad.predicate not in _DERIVED]
    parts.elsewhere |= {thing.value for thing in studied & recorded if isinstance(thing, (NamedNode, BlankNode))}


def _is_of_record(said: list[Quad]) -> bool:
    for quad in said:
        if quad.predicate == _FIGURE_OF:
            return True
        if quad.predicate == A and isinstance(quad.object, NamedNode):
            name = quad.object.value.removeprefix(REHAB)
            if name in ("Record", "PersonObservation") or name.startswith("Recorded"):
                return True
    return False


def _reached(things: Iterable[_Node], shared: set[_Node], told: Mapping[_Node, list[Quad]]) -> set[_Node]:
    """Return the shared values that some things lead to, themselves or one by another."""
    found: set[_Node] = set()
    todo = list(things)
    while todo:
        for quad in told[todo.pop()]:
            value = quad.object
            if value in shared and value not in found:
                found.add(value)
                todo.append(value)
    return found


def _named(node: _Node) -> str:
    return f"<urn:x-blank:{node.value}>" if isinstance(node, BlankNode) else str(node)

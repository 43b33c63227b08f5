"""What the ontology entails of the data without a reasoner at query time: superclasses and superproperties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from rehabkg.namespaces import REHAB, A, term

_SUBCLASS, _SUBPROPERTY = term("rdfs:subClassOf"), term("rdfs:subPropertyOf")


def hierarchy(ontology: Iterable[Triple]) -> dict[str, tuple[NamedNode, ...]]:
    """Return for each class and property of the project's namespace all those above it."""
    parents: dict[str, set[str]] = {}
    for triple in ontology:
        if triple.predicate in (_SUBCLASS, _SUBPROPERTY) and isinstance(triple.object, NamedNode):
            child, parent = triple.subject, triple.object
            if isinstance(child, NamedNode) and child.value.startswith(REHAB) and parent.value.startswith(REHAB):
                parents.setdefault(child.value, set()).add(parent.value)
    return {name: tuple(NamedNode(above) for above in sorted(_above(name, parents))) for name in parents}


def _above(name: str, parents: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(parents.get(name, ()))
    while waiting:
        above = waiting.pop()
        if above not in found:
            found.add(above)
            waiting.extend(parents.get(above, ()))
    return found


def closure(quads: Iterable[Quad], above: Mapping[str, tuple[NamedNode, ...]], graph: NamedNode) -> Iterator[Quad]:
    """Yield the types and statements that *above* entails for *quads*, in *graph*."""
    for quad in quads:
        if quad.predicate == A and isinstance(quad.object, NamedNode):
            for wider in above.get(quad.object.value, ()):
                yield Quad(quad.subject, A, wider, graph)
        else:
            for wider in above.get(quad.predicate.value, ()):
                yield Quad(quad.subject, wider, quad.object, graph)

"""Triples by subject and predicate, in the order of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from rehabkg.namespaces import OWL, RDF, A, term
from rehabkg.reference.model import Text


class Facts:
    """What a set of triples says, asked by IRI and prefixed name."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: dict[tuple[object, object], list[object]] = {}
        self._subjects: dict[tuple[object, object], list[object]] = {}
        for triple in triples:
            self._objects.setdefault((triple.subject, triple.predicate), []).append(triple.object)
            self._subjects.setdefault((triple.predicate, triple.object), []).append(triple.subject)

    def objects(self, iri: str, predicate: str) -> list[object]:
        """Return what *predicate* leads to from *iri*."""
        return self._objects.get((NamedNode(iri), term(predicate)), [])

    def iris(self, iri: str, predicate: str) -> list[str]:
        """Return the IRIs that *predicate* leads to."""
        return [node.value for node in self.objects(iri, predicate) if isinstance(node, NamedNode)]

    def texts(self, iri: str, predicate: str) -> tuple[Text, ...]:
        """Return the literals that *predicate* leads to."""
        literals = (node for node in self.objects(iri, predicate) if isinstance(node, Literal))
        return tuple(Text(node.value, node.language or "") for node in literals)

    def subjects(self, predicate: str, iri: str) -> list[str]:
        """Return the IRIs from which *predicate* leads to *iri*."""
        found = self._subjects.get((term(predicate), NamedNode(iri)), [])
        return [node.value for node in found if isinstance(node, NamedNode)]

    def types(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each IRI that has a type, with its types."""
        for subject, predicate in self._objects:
            if predicate == A and isinstance(subject, NamedNode):
                yield subject.value, self.iris(subject.value, "rdf:type")

    def disjoint(self) -> dict[str, set[str]]:
        """Return for each class those that share no member with it."""
        found: dict[str, set[str]] = {}
        for group in self._disjoint_groups():
            for one in group:
                found.setdefault(one, set()).update(other for other in group if other != one)
        return found

    def _disjoint_groups(self) -> Iterator[list[str]]:
        for (subject, predicate), objects in self._objects.items():
            if predicate == NamedNode(OWL + "members"):
                nodes = [node for head in objects for node in self._list(head)]
                yield [node.value for node in nodes if isinstance(node, NamedNode)]
            elif predicate == NamedNode(OWL + "disjointWith"):
                yield from ([n.value for n in (subject, o) if isinstance(n, NamedNode)] for o in objects)

    def _list(self, head: object) -> Iterator[object]:
        met = set()
        while head not in met and (first := self._objects.get((head, NamedNode(RDF + "first")))):
            met.add(head)
            yield first[0]
            head = next(iter(self._objects.get((head, NamedNode(RDF + "rest")), [])), None)

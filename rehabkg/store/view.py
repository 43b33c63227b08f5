"""A read view of a dataset for those who walk it: objects and subjects across all graphs, without repetition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Store

from rehabkg.mapping.statement import Term
from rehabkg.namespaces import A, term


class View:
    """Walk a store by prefixed names, whatever graph a statement stands in."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def objects(self, subject: NamedNode, predicate: str) -> list[Term]:
        """Return the objects, sorted by their text so that every run walks alike."""
        found = {quad.object for quad in self._store.quads_for_pattern(subject, term(predicate), None, None)}
        return sorted(found, key=str)

    def nodes(self, subject: NamedNode, predicate: str) -> list[NamedNode]:
        """Return the objects that are IRIs."""
        return [node for node in self.objects(subject, predicate) if isinstance(node, NamedNode)]

    def first(self, subject: NamedNode, predicate: str) -> Term | None:
        """Return the first object, or None."""
        found = self.objects(subject, predicate)
        return found[0] if found else None

    def subjects(self, predicate: str, value: Term) -> list[NamedNode]:
        """Return the subjects, sorted."""
        found = {quad.subject for quad in self._store.quads_for_pattern(None, term(predicate), value, None)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=str)

    def instances(self, class_name: str) -> list[NamedNode]:
        """Return what is stated or derived to be of a class."""
        return self.subjects("rdf:type", term(class_name))

    def is_a(self, subject: NamedNode, class_name: str) -> bool:
        """Whether *subject* is stated or derived to be of a class."""
        found = self._store.quads_for_pattern(subject, A, term(class_name), None)
        return next(iter(found), None) is not None

    def classes(self, subject: NamedNode) -> list[NamedNode]:
        """Return the classes of *subject*."""
        return self.nodes(subject, "rdf:type")

    def stated(self, subject: NamedNode, predicate: NamedNode) -> list[Quad]:
        """Return the statements with a predicate that stand in the graphs of sources, not in a derived one."""
        quads = self._store.quads_for_pattern(subject, predicate, None, None)
        return [quad for quad in quads if "/graph/derived" not in str(quad.graph_name)]

    def by_graph(self, subject: NamedNode, predicate: str) -> list[tuple[NamedNode, Term]]:
        """Return the objects, each with the graph that states it, sorted."""
        found = self._store.quads_for_pattern(subject, term(predicate), None, None)
        return sorted(((quad.graph_name, quad.object) for quad in found), key=str)

    def day(self, subject: NamedNode, predicate: str) -> date | None:
        """Return a day, or None where none is stated."""
        return day_of(self.first(subject, predicate))

    def labels(self, subject: NamedNode) -> Iterator[Literal]:
        """Yield the labels of a thing or concept."""
        for predicate in ("rdfs:label", "skos:prefLabel", "dcterms:title"):
            for value in self.objects(subject, predicate):
                if isinstance(value, Literal):
                    yield value

    def label(self, subject: NamedNode, language: str) -> str:
        """Return the label in *language*, else in any, else the last segment of the IRI."""
        return self.labelled(subject, language)[0]

    def labelled(self, subject: NamedNode, language: str) -> tuple[str, str | None]:
        """Return the label and its language tag, None where it has none or there is no label.

        One rule for all pages: the language asked for, then others in the order of their tags; of several labels in
        one language the first by its letters.
        """
        found = sorted(
            (value.language != language, value.language or "", value.value) for value in self.labels(subject)
        )
        if found:
            return found[0][2], found[0][1] or None
        return str(subject.value).rpartition("/")[2].rpartition("#")[2], None


def day_of(value: Term | None) -> date | None:
    """Return the day that a literal writes, None for what is no day: the shapes report that."""
    if not isinstance(value, Literal):
        return None
    try:
        return date.fromisoformat(value.value)
    except ValueError:
        return None

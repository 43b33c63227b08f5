"""The terms and the concept schemes as pages need them: frozen, with their links by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from rehabkg.namespaces import REHAB


class Kind(Enum):
    """What sort of term it is; the value is the folder of its page."""

    CLASS = "Class"
    OBJECT = "ObjectProperty"
    DATA = "DatatypeProperty"
    ANNOTATION = "AnnotationProperty"

    @property
    def folder(self) -> str:
        """The folder of its pages: `Publication` and `publication` are one file on some systems."""
        return "class" if self is Kind.CLASS else "property"


class Relation(Enum):
    """How a term of ours relates to one of another vocabulary."""

    SUB_CLASS = "rdfs:subClassOf"
    SUB_PROPERTY = "rdfs:subPropertyOf"
    EQUIVALENT_CLASS = "owl:equivalentClass"
    EQUIVALENT_PROPERTY = "owl:equivalentProperty"
    EXACT = "skos:exactMatch"
    CLOSE = "skos:closeMatch"
    RELATED = "skos:relatedMatch"


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their language, "" where the file gives none."""

    value: str
    language: str


@dataclass(frozen=True, slots=True)
class Node:
    """An IRI and the short name it is shown by."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """One match of a term in another vocabulary."""

    relation: Relation
    target: Node


@dataclass(frozen=True, slots=True)
class Term:
    """One class or property of the ontology.

    `name` is its local name; `domain_of` and `range_of` are the names of the properties that lead from and to
    it; `reserved` says what an unused term is kept for.
    """

    name: str
    iri: str
    kind: Kind
    section: str
    labels: tuple[Text, ...]
    definitions: tuple[Text, ...]
    notes: tuple[Text, ...]
    examples: tuple[Text | Node, ...]
    domains: tuple[Node, ...]
    ranges: tuple[Node, ...]
    supers: tuple[Node, ...]
    subs: tuple[str, ...]
    domain_of: tuple[str, ...]
    range_of: tuple[str, ...]
    disjoint: tuple[str, ...]
    traits: tuple[str, ...]
    alignments: tuple[Alignment, ...]
    reserved: tuple[Text, ...]
    deprecated: bool


@dataclass(frozen=True, slots=True)
class Concept:
    """One value of a concept scheme; `broader` and `narrower` are codes of the same scheme."""

    code: str
    iri: str
    labels: tuple[Text, ...]
    alt_labels: tuple[Text, ...]
    definitions: tuple[Text, ...]
    notes: tuple[Text, ...]
    examples: tuple[Text | Node, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A SKOS scheme with its concepts; `used_by` are the properties whose example is one of them."""

    name: str
    iri: str
    titles: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    concepts: tuple[Concept, ...]
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the ontology under one heading of its file; `slug` is the heading as an anchor."""

    slug: str
    titles: tuple[Text, ...]
    notes: tuple[Text, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """All that the pages tell of the vocabulary."""

    titles: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    version: str
    licence: str
    sections: tuple[Section, ...]
    schemes: tuple[Scheme, ...]
    terms: Mapping[str, Term]

    def of(self, node: Node) -> Term | None:
        """Return the term of ours that *node* is, if it is one."""
        return self.terms.get(node.iri.removeprefix(REHAB)) if node.iri.startswith(REHAB) else None

    def line(self, start: Term) -> list[Term]:
        """Return *start* and the terms of ours above it, nearest first."""
        found = [start]
        for one in found:
            above = (self.of(node) for node in one.supers)
            found.extend(other for other in above if other is not None and other not in found)
        return found

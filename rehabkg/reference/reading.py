"""Read the terms and the concept schemes from the ontology's Turtle files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from rehabkg import assets
from rehabkg.errors import SourceError, shorten
from rehabkg.namespaces import ONTOLOGY_IRI, OWL, REHAB, SKOS
from rehabkg.reference import layout
from rehabkg.reference.facts import Facts
from rehabkg.reference.model import (
    Alignment,
    Concept,
    Kind,
    Node,
    Reference,
    Relation,
    Scheme,
    Section,
    Term,
    Text,
)
from rehabkg.reference.words import SECTIONS_RU
from rehabkg.vocabulary import read_turtle, read_vocabularies

ALIGNMENT = "alignment.ttl"
VOCABULARIES = "vocabularies"
_KINDS = {OWL + kind.value: kind for kind in Kind}
# A name becomes the name of a file and an anchor.
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")
_OTHER_TERMS = "Other terms"


def read_reference(folder: Path = assets.ONTOLOGY) -> Reference:
    """Return the terms of *folder*, what its alignment.ttl matches them with, and its schemes.

    Raises `SourceError` where a file is no Turtle, a name can be no file, or no term is declared.
    """
    paths = [path for path in sorted(folder.glob("*.ttl")) if path.name != ALIGNMENT]
    alignment = folder / ALIGNMENT
    facts = Facts(triple for path in paths for triple in read_turtle(path))
    matches = Facts(read_turtle(alignment) if alignment.exists() else ())
    vocabularies = Facts(read_vocabularies(folder / VOCABULARIES))
    namespaces = layout.prefixes([*paths, alignment] if alignment.exists() else paths)
    reader = _TermReader(folder, facts, matches, namespaces, _headings(paths, namespaces))
    terms = {one.name: one for one in reader.terms()}
    if not terms:
        raise SourceError(folder, None, f"no Turtle file here declares a class or property of {REHAB}")
    return Reference(
        titles=facts.texts(ONTOLOGY_IRI, "dcterms:title"),
        descriptions=facts.texts(ONTOLOGY_IRI, "dcterms:description"),
        version="".join(text.value for text in facts.texts(ONTOLOGY_IRI, "owl:versionInfo")[:1]),
        licence="".join(facts.iris(ONTOLOGY_IRI, "dcterms:license")[:1]),
        sections=tuple(_sections(terms.values())),
        schemes=tuple(_schemes(vocabularies, terms.values(), folder)),
        terms=terms,
    )


@dataclass(frozen=True, slots=True)
class _TermReader:
    folder: Path
    facts: Facts
    matches: Facts
    namespaces: Mapping[str, str]
    headings: Mapping[str, str]

    def terms(self) -> Iterator[Term]:
        """Yield the terms of ours, in the order of their files."""
        kinds = {
            iri: next(_KINDS[one] for one in types if one in _KINDS)
            for iri, types in self.facts.types()
            if iri.startswith(REHAB) and not _KINDS.keys().isdisjoint(types)
        }
        disjoint = self.facts.disjoint()
        for iri, kind in kinds.items():
            above = "rdfs:subClassOf" if kind is Kind.CLASS else "rdfs:subPropertyOf"
            yield Term(
                name=_checked(iri.removeprefix(REHAB), self.folder),
                iri=iri,
                kind=kind,
                section=self.headings.get(iri, _OTHER_TERMS),
                labels=self.facts.texts(iri, "rdfs:label"),
                definitions=self.facts.texts(iri, "skos:definition"),
                notes=self.facts.texts(iri, "skos:scopeNote"),
                examples=_examples(self.facts, iri, self.namespaces),
                domains=self._nodes(iri, "rdfs:domain"),
                ranges=self._nodes(iri, "rdfs:range"),
                supers=self._nodes(iri, above),
                subs=_local(kinds, self.facts.subjects(above, iri)),
                domain_of=_local(kinds, self.facts.subjects("rdfs:domain", iri)),
                range_of=_local(kinds, self.facts.subjects("rdfs:range", iri)),
                disjoint=_local(kinds, disjoint.get(iri, ())),
                traits=self._traits(iri),
                alignments=self._alignments(iri),
                reserved=self.facts.texts(iri, "rehab:reservedFor"),
                deprecated=any(text.value == "true" for text in self.facts.texts(iri, "owl:deprecated")),
            )

    def _nodes(self, iri: str, predicate: str) -> tuple[Node, ...]:
        return tuple(Node(one, layout.short(one, self.namespaces)) for one in self.facts.iris(iri, predicate))

    def _traits(self, iri: str) -> tuple[str, ...]:
        types = [one for one in self.facts.iris(iri, "rdf:type") if one not in _KINDS]
        return tuple(sorted(one.removeprefix(OWL) for one in types if one.startswith(OWL)))

    def _alignments(self, iri: str) -> tuple[Alignment, ...]:
        return tuple(
            Alignment(relation, Node(target, layout.short(target, self.namespaces)))
            for relation in Relation
            for target in sorted(self.matches.iris(iri, relation.value))
        )


def _local(kinds: Mapping[str, Kind], iris: Iterable[str]) -> tuple[str, ...]:
    wanted = set(iris)
    return tuple(iri.removeprefix(REHAB) for iri in kinds if iri in wanted)


def _headings(paths: Iterable[Path], namespaces: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        for heading, names in layout.sections(path.read_text("utf-8")).items():
            for name in names:
                prefix, _, local = name.partition(":")
                found.setdefault(namespaces.get(prefix, "") + local, heading or _OTHER_TERMS)
    return found


def _sections(terms: Iterable[Term]) -> Iterator[Section]:
    grouped: dict[str, list[Term]] = {}
    for one in terms:
        grouped.setdefault(one.section, []).append(one)
    for heading, members in grouped.items():
        title, _, note = heading.partition(": ")
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        yield Section(slug, _in_both_languages(title), _in_both_languages(note), tuple(members))


def _in_both_languages(english: str) -> tuple[Text, ...]:
    texts = (Text(english, "en"), Text(SECTIONS_RU.get(english, ""), "ru"))
    return tuple(text for text in texts if text.value)


def _schemes(facts: Facts, terms: Iterable[Term], folder: Path) -> Iterator[Scheme]:
    users: dict[str, list[str]] = {}
    for one in terms:
        for example in one.examples:
            if isinstance(example, Node):
                users.setdefault(example.iri.rpartition("/")[0], []).append(one.name)
    for iri in sorted(iri for iri, types in facts.types() if SKOS + "ConceptScheme" in types):
        yield Scheme(
            name=_checked(_code(iri), folder),
            iri=iri,
            titles=facts.texts(iri, "dcterms:title"),
            descriptions=facts.texts(iri, "dcterms:description"),
            concepts=tuple(_concepts(facts, iri, folder)),
            used_by=tuple(users.get(iri, ())),
        )


def _concepts(facts: Facts, scheme: str, folder: Path) -> Iterator[Concept]:
    members = facts.subjects("skos:inScheme", scheme)
    for iri in members:
        yield Concept(
            code=_checked(_code(iri), folder),
            iri=iri,
            labels=facts.texts(iri, "skos:prefLabel"),
            alt_labels=facts.texts(iri, "skos:altLabel"),
            definitions=facts.texts(iri, "skos:definition"),
            notes=facts.texts(iri, "skos:scopeNote"),
            examples=_examples(facts, iri, {}),
            broader=tuple(_code(one) for one in facts.iris(iri, "skos:broader") if one in members),
            narrower=tuple(_code(one) for one in facts.subjects("skos:broader", iri) if one in members),
        )


def _examples(facts: Facts, iri: str, namespaces: Mapping[str, str]) -> tuple[Text | Node, ...]:
    nodes = [one for one in facts.objects(iri, "skos:example") if isinstance(one, NamedNode)]
    shown = (Node(node.value, layout.short(node.value, namespaces)) for node in nodes)
    return (*facts.texts(iri, "skos:example"), *shown)


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]


def _checked(name: str, folder: Path) -> str:
    if not _NAME.fullmatch(name):
        expected = "letters, digits, '.', '-' and '_' in ASCII, as the name of a page must be"
        raise SourceError(folder, None, f"the name {shorten(name)!r} is not made of {expected}")
    return name

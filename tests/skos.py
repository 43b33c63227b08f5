"""What can be wrong with a SKOS vocabulary, found without a reasoner.

SKOS itself forbids little (SKOS Reference, sections 4 to 8); the rest is what the pages, the queries and the
mapping of the tables rely on: one label a language, a definition in English and Russian, a code that is the
end of the IRI, and a way from each concept to a top concept of its own scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Literal, Node

LANGUAGES = ("en", "ru")

Finder = Callable[[Graph], Iterator[Node]]


def faults(graph: Graph) -> list[str]:
    """Return each fault of the vocabularies in *graph* as `kind: IRI of the concept`, sorted."""
    return sorted(f"{kind}: {concept}" for kind, find in FAULTS.items() for concept in set(find(graph)))


def concepts(graph: Graph) -> set[Node]:
    """Return what *graph* types as a concept."""
    return set(graph.subjects(RDF.type, SKOS.Concept))


def _broader_cycle(graph: Graph) -> Iterator[Node]:
    for concept in concepts(graph):
        for broader in graph.objects(concept, SKOS.broader):
            if concept in graph.transitive_objects(broader, SKOS.broader):
                yield concept


def _two_pref_labels(graph: Graph) -> Iterator[Node]:
    for concept in concepts(graph):
        languages = [_language(label) for label in graph.objects(concept, SKOS.prefLabel)]
        if len(languages) > len(set(languages)):
            yield concept


def _missing(predicate: URIRef, language: str) -> Finder:
    def find(graph: Graph) -> Iterator[Node]:
        for concept in concepts(graph):
            if language not in {_language(text) for text in graph.objects(concept, predicate)}:
                yield concept

    return find


def _no_scheme(graph: Graph) -> Iterator[Node]:
    for concept in concepts(graph):
        if not _schemes(graph, concept):
            yield concept


def _neither_top_nor_broader(graph: Graph) -> Iterator[Node]:
    for concept in concepts(graph):
        if (concept, SKOS.topConceptOf, None) not in graph and (concept, SKOS.broader, None) not in graph:
            yield concept


def _broader_missing(graph: Graph) -> Iterator[Node]:
    known = concepts(graph)
    for concept in known:
        if not set(graph.objects(concept, SKOS.broader)) <= known:
            yield concept


def _broader_in_another_scheme(graph: Graph) -> Iterator[Node]:
    known = concepts(graph)
    for concept in known:
        own = _schemes(graph, concept)
        for broader in graph.objects(concept, SKOS.broader):
            # What is in no scheme or missing at all is reported as that.
            others = _schemes(graph, broader) if broader in known else set()
            if own and others and not own & others:
                yield concept


def _label_clash(graph: Graph) -> Iterator[Node]:
    for scheme in set(graph.objects(None, SKOS.inScheme)):
        bearers: dict[Node, set[Node]] = {}
        for concept in graph.subjects(SKOS.inScheme, scheme):
            for label in graph.objects(concept, SKOS.prefLabel):
                bearers.setdefault(label, set()).add(concept)
        for sharing in bearers.values():
            if len(sharing) > 1:
                yield from sharing


def _notation_not_last_segment(graph: Graph) -> Iterator[Node]:
    for concept in concepts(graph):
        notations = [str(notation) for notation in graph.objects(concept, SKOS.notation)]
        if notations != [str(concept).rpartition("/")[2]]:
            yield concept


def _top_concept_not_told_by_scheme(graph: Graph) -> Iterator[Node]:
    for concept, scheme in graph.subject_objects(SKOS.topConceptOf):
        if (scheme, SKOS.hasTopConcept, concept) not in graph:
            yield concept


def _top_concept_told_by_scheme_only(graph: Graph) -> Iterator[Node]:
    for scheme, concept in graph.subject_objects(SKOS.hasTopConcept):
        if (concept, SKOS.topConceptOf, scheme) not in graph:
            yield concept


def _schemes(graph: Graph, concept: Node) -> set[Node]:
    return set(graph.objects(concept, SKOS.inScheme))


def _language(text: Node) -> str | None:
    return text.language if isinstance(text, Literal) else None


FAULTS: Mapping[str, Finder] = MappingProxyType(
    {
        "broader-cycle": _broader_cycle,
        "two-pref-labels": _two_pref_labels,
        **{f"missing-pref-label-{language}": _missing(SKOS.prefLabel, language) for language in LANGUAGES},
        **{f"missing-definition-{language}": _missing(SKOS.definition, language) for language in LANGUAGES},
        "no-scheme": _no_scheme,
        "neither-top-nor-broader": _neither_top_nor_broader,
        "broader-missing": _broader_missing,
        "broader-in-another-scheme": _broader_in_another_scheme,
        "label-clash": _label_clash,
        "notation-not-last-segment": _notation_not_last_segment,
        "top-concept-not-told-by-scheme": _top_concept_not_told_by_scheme,
        "top-concept-told-by-scheme-only": _top_concept_told_by_scheme_only,
    }
)

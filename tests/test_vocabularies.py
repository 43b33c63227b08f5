"""The SKOS vocabularies: what may not be wrong with them, and that each such fault is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, URIRef
from skos import FAULTS, concepts, faults

from rehabkg import assets
from rehabkg.tables.schema import TABLES

CASES = Path(__file__).parent / "cases" / "vocabularies"
ONTOLOGY = URIRef("https://w3id.org/rehabkg/ontology")
VOCABULARY = "https://w3id.org/rehabkg/vocab/"
FILES = sorted(assets.VOCABULARIES.glob("*.ttl"))
# Their concepts come from the tables when the graph is built.
BUILT_FROM_TABLES = {"article", "category", "occupation", "people", "phrase", "region"}


@pytest.fixture(scope="module")
def vocabularies() -> Graph:
    """All vocabularies in one graph, so that a link from one to another is seen."""
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


def test_vocabularies_have_no_fault(vocabularies: Graph) -> None:
    """A reader of either language gets one name and one meaning for each code, and a way up to its scheme."""
    assert faults(vocabularies) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_holds_the_scheme_of_its_name_and_only_its_concepts(path: Path) -> None:
    """A code in a table becomes the IRI vocab/<scheme>/<code>: a concept filed elsewhere is never found."""
    graph = Graph().parse(path)
    scheme = URIRef(VOCABULARY + path.stem)

    assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == {scheme}
    assert set(graph.subjects()) == {scheme} | concepts(graph)
    assert {str(concept).rpartition("/")[0] for concept in concepts(graph)} <= {str(scheme)}
    assert {(concept, scheme) for concept in concepts(graph)} == set(graph.subject_objects(SKOS.inScheme))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scheme_says_what_it_is_in_both_languages(path: Path) -> None:
    """A scheme without title or description cannot be chosen by anyone who did not write it."""
    graph = Graph().parse(path)
    scheme = URIRef(VOCABULARY + path.stem)

    for predicate in (DCTERMS.title, DCTERMS.description):
        assert sorted(text.language for text in graph.objects(scheme, predicate)) == ["en", "ru"]
    assert list(graph.objects(scheme, RDFS.isDefinedBy)) == [ONTOLOGY]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scheme_has_concepts_unless_the_tables_give_them(path: Path) -> None:
    """An empty vocabulary has no fault, so emptiness must be looked for by itself."""
    assert bool(concepts(Graph().parse(path))) != (path.stem in BUILT_FROM_TABLES)


def test_every_scheme_that_the_tables_name_has_a_file() -> None:
    """A column whose scheme is missing would accept no code, or worse, any."""
    named = {column.scheme for table in TABLES.values() for column in table.columns.values()} - {None}

    assert named <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.ttl")), ids=lambda path: path.stem)
def test_bad_vocabulary_has_the_fault_it_is_filed_under_and_no_other(path: Path) -> None:
    """A rule that rejects nothing checks nothing, and one that rejects too much hides what is wrong.

    In each file the concepts at fault, and only they, have a code that starts with `bad`.
    """
    graph = Graph().parse(path)
    bad = {str(concept) for concept in concepts(graph) if "/bad" in str(concept)}

    assert bad
    assert faults(graph) == sorted(f"{path.stem}: {concept}" for concept in bad)


def test_every_kind_of_fault_has_a_bad_vocabulary() -> None:
    """A new rule comes with the file that it must reject."""
    assert {path.stem for path in CASES.glob("*.ttl")} == set(FAULTS)

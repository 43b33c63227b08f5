"""The ontology is sound, complete in its documentation, and in step with the code, shapes and queries."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from reasoner import is_consistent, profile_violations, unsatisfiable_classes

from rehabkg import assets
from rehabkg.namespaces import ONTOLOGY_IRI, REHAB
from rehabkg.tables.schema import EVENT_KINDS

MAIN = assets.ONTOLOGY / "rehabkg.ttl"
ALIGNMENT = assets.ONTOLOGY / "alignment.ttl"
CASES = Path(__file__).parent / "cases" / "ontology"
WIKIDATA_PROPERTIES = assets.ROOT.parent / "shared" / "data" / "wikidata" / "properties.tsv"
WIKIDATA = "http://www.wikidata.org/prop/direct/"
RESERVED_FOR = URIRef(REHAB + "reservedFor")
LANGUAGES = ("en", "ru")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# The mapping makes these names from the codes of the table of events.
EVENT_CLASSES = {kind.capitalize() for kind in EVENT_KINDS}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(MAIN)


@pytest.fixture(scope="module")
def alignment() -> Graph:
    return Graph().parse(ALIGNMENT)


# What a reasoner says of it


@pytest.mark.parametrize("paths", [(MAIN,), (MAIN, ALIGNMENT)], ids=["main", "with-alignment"])
@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_ontology_is_in_the_profile(paths: tuple[Path, ...], profile: str) -> None:
    """Outside OWL 2 DL a reasoner stops; outside OWL 2 RL a rule engine over the whole graph misses some."""
    assert profile_violations(paths, profile) == []


@pytest.mark.parametrize("paths", [(MAIN,), (MAIN, ALIGNMENT)], ids=["main", "with-alignment"])
def test_ontology_is_consistent_and_every_class_can_have_members(paths: tuple[Path, ...]) -> None:
    """A contradiction among the terms would make anything follow from any data."""
    assert is_consistent(paths)
    assert unsatisfiable_classes(paths) == set()


def test_alignment_imports_the_ontology(alignment: Graph) -> None:
    """The alignment speaks of our terms and declares none of them itself."""
    assert list(alignment.objects(None, OWL.imports)) == [URIRef(ONTOLOGY_IRI)]


def test_file_outside_owl_2_dl_is_reported() -> None:
    """A range of xsd:date is the slip that this field invites, and OWL API by itself would let it pass."""
    found = profile_violations((MAIN, CASES / "not-dl.ttl"), "DL")

    assert len(found) == 3
    assert "datatype map: http://www.w3.org/2001/XMLSchema#date" in found[0]
    assert all("non-simple" in violation for violation in found[1:])


def test_file_outside_owl_2_rl_is_reported_and_is_in_dl() -> None:
    """The two profiles are told apart, and each says what is wrong."""
    paths = (MAIN, CASES / "not-rl.ttl")

    assert profile_violations(paths, "DL") == []
    assert len(profile_violations(paths, "RL")) == 1


def test_decision_of_two_kinds_is_inconsistent() -> None:
    """The disjointness of the kinds of decision must reach the reasoner, list syntax and all."""
    paths = (MAIN, CASES / "inconsistent.ttl")

    assert profile_violations(paths, "DL") == []
    assert not is_consistent(paths)


def test_class_that_nothing_can_belong_to_is_found() -> None:
    """Such a class contradicts nothing until somebody uses it, so consistency alone does not show it."""
    paths = (MAIN, CASES / "unsatisfiable.ttl")

    assert is_consistent(paths)
    assert unsatisfiable_classes(paths) == {"https://example.org/unsatisfiable#PardonThatClears"}


# What every term and header has


def terms(graph: Graph) -> set[str]:
    """Return the local names of the terms of ours that *graph* declares."""
    declared = {subject for kind in KINDS for subject in graph.subjects(RDF.type, kind)}
    return {str(node).removeprefix(REHAB) for node in declared if str(node).startswith(REHAB)}


def incomplete_terms(graph: Graph) -> set[tuple[str, str]]:
    """Return each term of ours with what it lacks, or has twice, of its documentation."""
    faults = set()
    for name in terms(graph):
        node = URIRef(REHAB + name)
        for predicate in (RDFS.label, SKOS.definition):
            languages = sorted(str(value.language) for value in _literals(graph, node, predicate))
            if languages != list(LANGUAGES):
                faults.add((name, predicate.fragment))
        if (node, SKOS.example, None) not in graph:
            faults.add((name, "example"))
        if list(graph.objects(node, RDFS.isDefinedBy)) != [URIRef(ONTOLOGY_IRI)]:
            faults.add((name, "isDefinedBy"))
    return faults


def _literals(graph: Graph, node: URIRef, predicate: URIRef) -> list[Literal]:
    return [value for value in graph.objects(node, predicate) if isinstance(value, Literal) and value.strip()]


def headers_without_version(graph: Graph) -> list[str]:
    """Return the ontologies that do not name the version that their version number tells."""
    return [
        str(header)
        for header in graph.subjects(RDF.type, OWL.Ontology)
        if [f"{header}/{number}" for number in graph.objects(header, OWL.versionInfo)]
        != [str(version) for version in graph.objects(header, OWL.versionIRI)]
        or (header, OWL.versionIRI, None) not in graph
    ]


def test_every_term_is_documented_in_both_languages(ontology: Graph) -> None:
    """A Russian archivist and an English developer must both learn what a term means, from the file alone."""
    assert incomplete_terms(ontology) == set()


def test_term_without_documentation_is_reported() -> None:
    """Each missing part is named, so that the check cannot pass for want of looking."""
    found = incomplete_terms(Graph().parse(CASES / "incomplete-term.ttl"))

    assert found == {("Sentence", part) for part in ("label", "definition", "example", "isDefinedBy")}


def test_headers_name_their_version(ontology: Graph, alignment: Graph) -> None:
    """Who relied on a release must be able to tell it from the next."""
    assert headers_without_version(ontology) == []
    assert headers_without_version(alignment) == []
    assert (None, RDF.type, OWL.Ontology) in ontology
    assert (None, RDF.type, OWL.Ontology) in alignment


def test_header_without_version_is_reported() -> None:
    """A header with neither number nor version IRI is no release."""
    assert headers_without_version(Graph().parse(CASES / "incomplete-term.ttl")) == [ONTOLOGY_IRI]


# Whether terms and their use are in step


def project_files() -> list[Path]:
    """Return the files that use the terms: code, shapes and queries."""
    code = Path(assets.__file__).parent
    return sorted([*code.rglob("*.py"), *assets.SHAPES.rglob("*.ttl"), *assets.QUERIES.rglob("*.rq")])


def prefixed_names(paths: Iterable[Path]) -> set[str]:
    """Return the local names that the files write behind the prefix `rehab:`."""
    return {name for path in paths for name in re.findall(r"\brehab:([A-Za-z]\w*)", path.read_text("utf-8"))}


def quoted_names(paths: Iterable[Path]) -> set[str]:
    """Return the words that the files write in quotes: code keeps names of terms so in its tables."""
    return {name for path in paths for name in re.findall(r'"([A-Za-z]\w*)"', path.read_text("utf-8"))}


def unused_terms(graph: Graph, used: set[str]) -> set[str]:
    """Return the terms neither *used*, nor above one that is, nor telling what they are reserved for."""
    kept = {*graph.subjects(RESERVED_FOR), *graph.predicates()}
    for name in used & terms(graph):
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
            kept |= {*graph.transitive_objects(URIRef(REHAB + name), relation)}
    return terms(graph) - {str(node).removeprefix(REHAB) for node in kept}


def test_every_name_in_code_shapes_and_queries_is_a_term(ontology: Graph) -> None:
    """A misspelt term makes a query empty and a shape silent, and nothing else would say so."""
    assert prefixed_names(project_files()) - terms(ontology) == set()


def test_name_that_is_no_term_is_reported(ontology: Graph) -> None:
    """The slip is found in a query as in code or a shape; the right name beside it is not."""
    assert prefixed_names([CASES / "unknown-term.rq"]) - terms(ontology) == {"decidedOn"}


def test_every_term_is_used_or_says_what_it_waits_for(ontology: Graph) -> None:
    """A term that nothing uses promises data that is not there."""
    files = project_files()

    assert unused_terms(ontology, prefixed_names(files) | quoted_names(files) | EVENT_CLASSES) == set()


def test_unused_term_is_reported() -> None:
    """A term above a used one counts as used, a reserved one is excused, any other is named."""
    assert unused_terms(Graph().parse(CASES / "unused-term.ttl"), {"Sentence"}) == {"NobodyUsesThis"}


# What the alignment may point to


def unknown_wikidata_properties(graph: Graph, path: Path) -> set[str]:
    """Return the Wikidata properties of *graph* that the list at *path* does not hold."""
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["property"] for row in csv.DictReader(file, delimiter="\t")}
    nodes = {str(node) for node in graph.all_nodes()}
    return {node.removeprefix(WIKIDATA) for node in nodes if node.startswith(WIKIDATA)} - known


def test_alignment_names_only_wikidata_properties_on_the_list(alignment: Graph) -> None:
    """A number from memory may be another property; the list was read from Wikidata's own labels."""
    if not WIKIDATA_PROPERTIES.exists():
        pytest.skip(f"{WIKIDATA_PROPERTIES} is not here; it is kept beside the repository")

    assert unknown_wikidata_properties(alignment, WIKIDATA_PROPERTIES) == set()


def test_wikidata_property_that_is_not_on_the_list_is_reported(tmp_path: Path) -> None:
    """The check reads the list by its column, so a list of one suffices here."""
    listed = tmp_path / "properties.tsv"
    listed.write_text("property\tlabel\nP569\tdate of birth\n", encoding="utf-8")

    assert unknown_wikidata_properties(Graph().parse(CASES / "unknown-wikidata.ttl"), listed) == {"P99999999"}


def test_alignment_speaks_only_of_terms_of_ours(ontology: Graph, alignment: Graph) -> None:
    """An alignment of a misspelt term aligns nothing."""
    subjects = {str(node) for node in alignment.subjects() if not isinstance(node, BNode)}

    assert {node.removeprefix(REHAB) for node in subjects if node.startswith(REHAB)} <= terms(ontology)

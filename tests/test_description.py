"""The description of a release: every count is what plain SPARQL counts, every size and checksum that of the file."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import timedelta

import pytest
from canary import NOW, SHOWN, WITHDRAWN, planted, released
from defusedxml import ElementTree
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from rdflib import Graph

from rehabkg.description.schema_org import schema_org_dataset
from rehabkg.description.sitemap import robots, sitemap_files, sitemap_index, sitemap_of
from rehabkg.description.statements import Statements
from rehabkg.description.statistics import statistics
from rehabkg.description.written import description, service_description
from rehabkg.errors import StoreError
from rehabkg.namespaces import DESCRIPTION_PREFIXES
from rehabkg.release.model import Release
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.engine import open_store

PREFIXES = "".join(f"PREFIX {prefix}: <{name}>\n" for prefix, name in DESCRIPTION_PREFIXES.items())
ADDRESS = "https://data.example.org/kg/"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    settings = planted(tmp_path_factory.mktemp("planted"))
    return [released(settings, SHOWN), released(settings, SHOWN, now=NOW + timedelta(days=1))]


@pytest.fixture(scope="module")
def release(made: list[Release]) -> Release:
    return made[0]


@pytest.fixture(scope="module")
def data(release: Release) -> Store:
    return open_store(release.settings.store_path)


@pytest.fixture(scope="module")
def described(release: Release) -> Store:
    """The description in a store, to be asked."""
    store = Store()
    store.load(path=str(release.path / "description.ttl"), format=RdfFormat.TURTLE)
    return store


def rows(store: Store, query: str) -> list[tuple[str | None, ...]]:
    """Return what a query finds, as text."""
    return [tuple(None if term is None else term.value for term in row) for row in store.query(PREFIXES + query)]


def number(store: Store, query: str) -> int:
    ((found,),) = rows(store, query)
    return int(found or 0)


DATASET = f"<{DEFAULT_BASE}dataset>"
COUNTS = {
    "void:triples": "COUNT(*)",
    "void:distinctSubjects": "COUNT(DISTINCT ?s)",
    "void:distinctObjects": "COUNT(DISTINCT ?o)",
    "void:properties": "COUNT(DISTINCT ?p)",
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_of_the_dataset_are_true(described: Store, data: Store, name: str) -> None:
    """A count that nobody checks is a guess."""
    told = number(described, f"SELECT ?n {{ {DATASET} {name} ?n }}")

    assert told == number(data, f"SELECT ({COUNTS[name]} AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} }}")
    assert told > 0


def test_entities_are_the_things_that_are_described(described: Store, data: Store) -> None:
    """What a pattern of IRIs matches must be what is counted."""
    ours = f'FILTER(STRSTARTS(STR(?s), "{DEFAULT_BASE}id/"))'
    asked = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}"

    assert number(described, f"SELECT ?n {{ {DATASET} void:entities ?n }}") == number(data, asked)


def test_counts_of_every_graph_are_true(described: Store, data: Store) -> None:
    """Each graph is a source; who wants one reads its count."""
    said = "void:triples ?t ; void:distinctSubjects ?s ; void:distinctObjects ?o ; void:properties ?p"
    told = rows(described, f"SELECT ?g ?t ?s ?o ?p {{ {DATASET} void:subset ?d . ?d foaf:topic ?g ; {said} }}")
    of = "(COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b) (COUNT(DISTINCT ?p) AS ?c)"

    assert sorted(told) == sorted(rows(data, f"SELECT ?g {of} {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"))


def test_class_partitions_are_true_and_whole(described: Store, data: Store) -> None:
    """A class that is left out is one that nobody looks for."""
    told = rows(described, f"SELECT ?c ?n {{ {DATASET} void:classPartition [ void:class ?c ; void:entities ?n ] }}")
    asked = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?c } FILTER(isIRI(?c)) } GROUP BY ?c"

    assert sorted(told) == sorted(rows(data, asked))
    assert number(described, f"SELECT ?n {{ {DATASET} void:classes ?n }}") == len(told) > 20


def test_property_partitions_are_true_and_whole(described: Store, data: Store) -> None:
    """A property that is left out is one that nobody asks for."""
    part = "void:propertyPartition [ void:property ?p ; void:triples ?n ]"
    told = rows(described, f"SELECT ?p ?n {{ {DATASET} {part} }}")

    assert sorted(told) == sorted(rows(data, "SELECT ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p"))


def test_linksets_count_the_links_to_wikidata(described: Store, data: Store) -> None:
    """Who links datasets needs to know how many links there are."""
    told = rows(described, "SELECT ?p ?n { ?l a void:Linkset ; void:linkPredicate ?p ; void:triples ?n }")
    asked = (
        "SELECT ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?p), STR(skos:)) &&"
        " STRENDS(STR(?p), 'Match') && STRSTARTS(STR(?o), STR(wd:))) } GROUP BY ?p"
    )

    assert sorted(told) == sorted(rows(data, asked)) != []


def test_dates_cover_what_is_dated(described: Store, data: Store) -> None:
    """The span of a catalogue is that of its dates."""
    span = "dcterms:temporal [ dcat:startDate ?a ; dcat:endDate ?b ]"
    ((first, last),) = rows(described, f"SELECT ?a ?b {{ {DATASET} {span} }}")

    assert first == rows(data, "SELECT (MIN(STR(?d)) AS ?m) { GRAPH ?g { ?s rehab:earliest ?d } }")[0][0]
    assert last == rows(data, "SELECT (MAX(STR(?d)) AS ?m) { GRAPH ?g { ?s rehab:latest ?d } }")[0][0]


def test_distributions_tell_the_sizes_and_checksums_of_the_files(described: Store, release: Release) -> None:
    """DCAT, sections 6.8.12 and 6.8.15: a client compares what it fetched."""
    said = "dcat:downloadURL ?u ; dcat:byteSize ?n ; spdx:checksum [ spdx:checksumValue ?v ] ; dcat:mediaType ?m"
    told = rows(described, f"SELECT ?u ?n ?v {{ ?d a dcat:Distribution ; {said} }}")
    at = f"{DEFAULT_BASE}releases/{release.name}/dumps/"
    files = {path.name: path.read_bytes() for path in release.dumps.iterdir()}

    assert sorted(told) == sorted(
        (f"{at}{name}", str(len(content)), hashlib.sha256(content).hexdigest()) for name, content in files.items()
    )


def test_what_is_curated_has_a_licence_and_a_list_says_that_it_states_none(described: Store) -> None:
    """A licence that somebody made up is worse than none."""
    rights = "OPTIONAL { ?d dcterms:rights ?r FILTER(LANG(?r) = 'en') }"
    asked = f"SELECT ?u ?l ?r {{ ?d dcat:downloadURL ?u OPTIONAL {{ ?d dcterms:license ?l }} {rights} }}"
    for address, licence, told in rows(described, asked):
        listed = any(part in str(address) for part in ("/list.nt", "/derived-list.nt", "/rehabkg."))
        assert (licence is None, told is not None) == (listed, listed), address


def test_versions_follow_each_other(made: list[Release]) -> None:
    """An older release is found from the newer one."""
    store = Store()
    store.load(path=str(made[1].path / "description.ttl"), format=RdfFormat.TURTLE)
    found = rows(
        store, "SELECT ?v ?w { ?v dcat:previousVersion ?w ; dcat:isVersionOf ?d . ?d dcat:hasCurrentVersion ?v }"
    )

    assert found == [(f"{DEFAULT_BASE}version/{made[1].name}", f"{DEFAULT_BASE}version/{made[0].name}")]


def test_examples_and_vocabularies_are_of_the_dataset(described: Store, data: Store) -> None:
    """An example that leads nowhere is none."""
    examples = rows(described, f"SELECT ?e {{ {DATASET} void:exampleResource ?e }}")
    vocabularies = {name for (name,) in rows(described, f"SELECT ?v {{ {DATASET} void:vocabulary ?v }}")}

    assert examples
    for (example,) in examples:
        assert next(iter(data.quads_for_pattern(NamedNode(example), None, None, None)), None)
    assert "https://w3id.org/rehabkg/ontology" in vocabularies
    assert "http://www.w3.org/2004/02/skos/core#" in vocabularies


def test_terms_of_the_description_are_those_of_their_vocabularies(release: Release) -> None:
    """A term that is misspelt tells nothing to any client; the names are those of the specifications."""
    known = {
        "void": "Dataset DatasetDescription Linkset triples distinctSubjects distinctObjects properties"
        " entities classes uriSpace uriRegexPattern sparqlEndpoint feature rootResource dataDump exampleResource"
        " vocabulary classPartition class propertyPartition property subset linkPredicate subjectsTarget objectsTarget",
        "dcat": "Catalog Dataset Distribution DataService dataset service keyword landingPage hasCurrentVersion"
        " hasVersion version isVersionOf previousVersion distribution accessURL downloadURL mediaType"
        " compressFormat byteSize startDate endDate endpointURL endpointDescription servesDataset",
        "sd": "Service Dataset Graph NamedGraph endpoint supportedLanguage SPARQL11Query feature UnionDefaultGraph"
        " resultFormat defaultDataset defaultGraph namedGraph name graph",
        "spdx": "Checksum checksum algorithm checksumValue checksumAlgorithm_sha256",
    }
    terms = {
        term.value
        for quad in parse(path=str(release.path / "description.ttl"), format=RdfFormat.TURTLE)
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode)
    }
    for prefix, names in known.items():
        space = DESCRIPTION_PREFIXES[prefix]
        used = {term.removeprefix(space) for term in terms if term.startswith(space) and term != space}
        assert used <= set(names.split()), prefix


def test_what_is_fetched_is_told_at_the_public_address_and_what_is_named_is_not(release: Release) -> None:
    """The server may stand anywhere; the things keep their names."""
    store = Store()
    store.extend(description(release, ADDRESS))
    told = {address for (address,) in rows(store, "SELECT ?u { ?d dcat:downloadURL ?u }")}

    assert told
    assert all(str(address).startswith(f"{ADDRESS}releases/") for address in told)
    assert rows(store, f"SELECT ?e {{ {DATASET} void:sparqlEndpoint ?e }}") == [(f"{ADDRESS}sparql",)]
    assert rows(store, "SELECT ?g { ?e sd:name ?g } ORDER BY ?g LIMIT 1")[0][0].startswith(DEFAULT_BASE)


def test_service_description_names_every_graph_with_its_count(release: Release, data: Store) -> None:
    """SPARQL 1.1 Service Description, section 3: a client learns what it may ask over."""
    store = Store()
    store.extend(service_description(release, ADDRESS))
    graphs = rows(store, "SELECT ?g ?n { ?d sd:namedGraph [ sd:name ?g ; sd:graph [ void:triples ?n ] ] }")

    assert sorted(graphs) == sorted(rows(data, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"))
    assert rows(store, "SELECT ?e { ?s a sd:Service ; sd:endpoint ?e }") == [(f"{ADDRESS}sparql",)]


def test_description_is_read_by_another_library(release: Release) -> None:
    """Turtle that only its writer reads is no Turtle."""
    assert len(Graph().parse(release.path / "description.ttl")) > 500


def test_damaged_dump_or_description_is_told(release: Release, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A count of half a file must not pass for one of the whole."""
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "dumps").mkdir()
    (folder / "description.ttl").write_text("@prefix")
    for dump in release.files:
        (folder / "dumps" / dump.file).write_bytes((release.dumps / dump.file).read_bytes()[:-40])
    damaged = dataclasses.replace(release, path=folder)

    with pytest.raises(StoreError, match="cannot be counted"):
        statistics(damaged)
    with pytest.raises(StoreError, match="is no description; make the release anew"):
        description(damaged, ADDRESS)


def test_schema_org_dataset_names_the_whole_dumps(release: Release) -> None:
    """Search engines of datasets read this and nothing else."""
    found = schema_org_dataset(release, ADDRESS, "ru")

    assert json.loads(json.dumps(found)) == found
    assert {entry["contentUrl"].rpartition(".")[0].rpartition(".")[2] for entry in found["distribution"]} == {
        "nq", "trig", "jsonld",
    }  # fmt: skip
    # A list without a licence stands in it.
    assert "license" not in found


def test_sitemap_lists_every_page_in_both_languages(release: Release) -> None:
    """What is not listed is found by nobody who comes from outside."""
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    index = ElementTree.fromstring(sitemap_index(release, ADDRESS))
    (part,) = sitemap_files(release)
    urls = ElementTree.fromstring(sitemap_of(release, part, ADDRESS))
    listed = {node.text for node in urls.iterfind("s:url/s:loc", space)}

    assert [node.text for node in index.iterfind("s:sitemap/s:loc", space)] == [f"{ADDRESS}sitemap-1.xml"]
    assert {f"{ADDRESS}doc/person/p9000.{language}.html" for language in ("en", "ru")} <= listed
    assert f"{ADDRESS}doc/observation/list.1.en.html" in listed
    assert len(listed) == len(urls)
    assert all(len(node.findall("x:link", space)) == 2 for node in urls)


def test_sitemap_has_no_more_than_fifty_thousand_addresses_a_file(
    monkeypatch: pytest.MonkeyPatch, release: Release
) -> None:
    """sitemaps.org: a larger file is refused whole."""
    from rehabkg.description import sitemap

    assert sitemap._THINGS_A_FILE * len(sitemap.LANGUAGES) <= 50_000
    monkeypatch.setattr(sitemap, "_THINGS_A_FILE", 4)
    folder = release.path / "again"
    folder.mkdir()
    again = dataclasses.replace(release, path=folder)
    sitemap.write_sitemap(again, open_store(release.settings.store_path))

    names = [path.name for path in sitemap_files(again)]
    assert names == [f"{number}.txt.gz" for number in range(1, len(names) + 1)]
    assert len(names) > 2


def test_robots_name_the_sitemap_and_keep_off_what_is_computed() -> None:
    """RFC 9309: a crawler that follows every query is a flood."""
    lines = robots(ADDRESS).decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert "Disallow: /sparql" in lines
    assert lines[-1] == f"Sitemap: {ADDRESS}sitemap.xml"


def test_numbers_and_texts_become_literals_of_their_kinds() -> None:
    """A count that is a text cannot be added up."""
    statements = Statements()
    node = statements.unnamed()
    statements.say(node, "void:triples", 3)
    statements.say(node, "dcterms:title", "x")
    statements.say(node, "dcterms:issued", None)

    assert [triple.object.datatype.value.rpartition("#")[2] for triple in statements.triples] == ["integer", "string"]


def test_withdrawn_thing_is_not_described(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An example or a graph in the description would name it."""
    settings = planted(tmp_path_factory.mktemp("withdrawn"))
    text = (released(settings, WITHDRAWN).path / "description.ttl").read_text()

    assert "p9001" not in text
    assert "canary-book" not in text

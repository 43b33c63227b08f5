"""Clients that people use, against a real server: SPARQLWrapper, rdflib, curl."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import served, write_release
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper

LINES = (
    '<urn:s> <urn:p> "ten"@en <urn:g> .\n'
    '<urn:s> <urn:p> "десять"@ru <urn:h> .\n'
    '<urn:t> <urn:q> "10"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:h> .\n'
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over three statements in two graphs."""
    with served(write_release(tmp_path_factory.mktemp("releases"), LINES.encode())) as server:
        yield f"{server.url}/sparql"


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_rows(url: str, method: str, way: str, form: str) -> None:
    """It asks by `format`, `output`, `results` and `Accept` at once."""
    client = SPARQLWrapper(url)
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setReturnFormat(form)
    client.setQuery("SELECT ?o { ?s <urn:p> ?o } ORDER BY ?o")

    found = client.query().convert()

    text = str(found if form == JSON else found.toxml() if form == XML else found.decode())
    assert "ten" in text
    assert "десять" in text


@pytest.mark.parametrize("form", [TURTLE, RDFXML])
def test_sparqlwrapper_reads_statements(url: str, form: str) -> None:
    """A graph comes as a graph."""
    client = SPARQLWrapper(url)
    client.setReturnFormat(form)
    client.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")

    found = client.query().convert()

    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert len(graph) == 3


def test_rdflib_store_reads_through_the_endpoint(url: str) -> None:
    """To rdflib the endpoint is a graph like any other."""
    graph = Graph(SPARQLStore(url))

    assert len(graph) == 3
    assert {str(value) for value in graph.objects(URIRef("urn:s"), URIRef("urn:p"))} == {"ten", "десять"}
    (row,) = graph.query("SELECT (SUM(?o) AS ?sum) { ?s <urn:q> ?o }")
    assert int(row[0]) == 10


CURL = shutil.which("curl")


@pytest.mark.skipif(CURL is None, reason="no curl on PATH")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-G", "--data-urlencode", "query=ASK {}"], '"boolean":true'),
        (["--data-urlencode", "query=ASK {}"], '"boolean":true'),
        (["-H", "Content-Type: application/sparql-query", "--data-binary", "ASK {}"], '"boolean":true'),
        (["-H", "Accept: text/csv", "-G", "--data-urlencode", "query=SELECT (1 AS ?n) {}"], "n\r\n1\r\n"),
        (["-H", "Accept: text/turtle"], "UnionDefaultGraph"),
        (["-I", "-G", "--data-urlencode", "query=ASK {}"], "etag: W/"),
        (["--http1.0", "-G", "--data-urlencode", "query=ASK {}"], '"boolean":true'),
        (["--compressed", "-G", "--data-urlencode", "query=ASK {}"], '"boolean":true'),
    ],
)
def test_curl_asks_as_the_manuals_show(url: str, arguments: list[str], expected: str) -> None:
    """The first client that anyone tries."""
    done = subprocess.run([str(CURL), "-s", *arguments, url], capture_output=True, check=True)

    assert expected in done.stdout.decode()

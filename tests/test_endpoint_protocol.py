"""SPARQL 1.1 Protocol over a real server: the W3C's tests for queries as a table, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Graph, Namespace, URIRef
from serving import BASE, served, write_release

from rehabkg.web.answers import etag_among

DATA = "http://kasei.us/2009/09/sparql/data/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# data1.nt to data3.nt of the suite: each graph says of itself that it is a document.
DOCUMENTS = "".join(
    f"<{DATA}data{n}.rdf> <{TYPE}> <http://xmlns.com/foaf/0.1/Document> <{DATA}data{n}.rdf> .\n" for n in (1, 2, 3)
)
MORE = '<urn:s> <urn:p> "Ё, \\"quoted\\"\\nand broken"@ru <urn:g> .\n<urn:s> <urn:p> <http://e/a,b> <urn:g> .\n'
FORM, DIRECT, UPDATE = ("application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over three documents and a graph of hard texts."""
    folder = write_release(tmp_path_factory.mktemp("releases"), (DOCUMENTS + MORE).encode())
    with served(folder) as server:
        yield server.url


@dataclass(frozen=True)
class W3C:
    """A test of the suite: a request, and what must come of it. `truth`, `kind` or a refusal."""

    name: str
    method: str
    parameters: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    body: bytes = b""
    truth: bool | None = None
    kind: str | None = None


def graphs(name: str, *numbers: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"{name}-graph-uri", f"{DATA}data{number}.rdf") for number in numbers)


def a(number: int) -> str:
    return f"<{DATA}data{number}.rdf> a ?type"


NAMED = f"GRAPH ?g1 {{ {a(1)} }} GRAPH ?g2 {{ {a(2)} }}"
BILL = (
    "PREFIX foaf: <http://xmlns.com/foaf/0.1/>\nWITH <http://example/addresses>\n"
    "DELETE { ?person foaf:givenName 'Bill' }\nINSERT { ?person foaf:givenName 'William' }\n"
    "WHERE { ?person foaf:givenName 'Bill' }"
)
ZERO = graphs("default", 0)
# https://w3c.github.io/rdf-tests/sparql/sparql11/protocol/: 34 tests, of which 7 need an update to succeed.
SUITE = [
    W3C("query_post_form", "POST", ZERO, FORM, b"query=ASK%20%7B%7D", truth=True),
    W3C(
        "query_dataset_default_graphs_get",
        "GET",
        (("query", f"ASK {{ {a(1)} . {a(2)} . }}"), *graphs("default", 1, 2)),
        truth=True,
    ),
    W3C(
        "query_dataset_default_graphs_post",
        "POST",
        graphs("default", 1, 2),
        DIRECT,
        f"ASK {{ {a(1)} . {a(2)} . }}".encode(),
        truth=True,
    ),
    W3C(
        "query_dataset_named_graphs_post",
        "POST",
        graphs("named", 1, 2),
        DIRECT,
        f"ASK {{ {NAMED} }}".encode(),
        truth=True,
    ),
    W3C("query_dataset_named_graphs_get", "GET", (("query", f"ASK {{ {NAMED} }}"), *graphs("named", 1, 2)), truth=True),
    W3C(
        "query_dataset_full",
        "POST",
        (*graphs("default", 3), *graphs("named", 1, 2)),
        DIRECT,
        f"ASK {{ {a(3)} {NAMED} }}".encode(),
        truth=True,
    ),
    W3C(
        "query_multiple_dataset",
        "POST",
        graphs("named", 1, 2),
        DIRECT,
        f"ASK FROM <{DATA}data3.rdf> {{ {NAMED} }}".encode(),
        truth=True,
    ),
    W3C("query_get", "GET", (("query", "ASK {}"), *ZERO), truth=True),
    W3C("query_content_type_select", "POST", ZERO, DIRECT, b"SELECT (1 AS ?value) {}", kind="tabular"),
    W3C("query_content_type_ask", "POST", ZERO, DIRECT, b"ASK {}", kind="boolean"),
    W3C("query_content_type_describe", "POST", ZERO, DIRECT, b"DESCRIBE <http://example.org/>", kind="RDF"),
    W3C("query_content_type_construct", "POST", ZERO, DIRECT, b"CONSTRUCT { <s> <p> 1 } WHERE {}", kind="RDF"),
    W3C("query_post_direct", "POST", (), DIRECT, b"ASK {}", truth=True),
    W3C("bad_query_method", "PUT", (("query", "ASK {}"), *ZERO), FORM),
    W3C("bad_multiple_queries", "GET", (("query", "ASK {}"), ("query", "SELECT * {}"))),
    W3C("bad_query_wrong_media_type", "POST", (), "text/plain", b"ASK {}"),
    W3C("bad_query_missing_form_type", "POST", (), None, b"query=ASK%20%7B%7D"),
    W3C("bad_query_missing_direct_type", "POST", (), None, b"ASK {}"),
    W3C("bad_query_non_utf8", "POST", (), f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16")),
    W3C("bad_query_syntax", "GET", (("query", "ASK {"),)),
    W3C("bad_update_get", "GET", (("update", "CLEAR ALL"),)),
    W3C("bad_multiple_updates", "POST", (), FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    W3C("bad_update_wrong_media_type", "POST", (), "text/plain", b"CLEAR NAMED"),
    W3C("bad_update_missing_form_type", "POST", (), None, b"update=CLEAR%20NAMED"),
    W3C("bad_update_non_utf8", "POST", (), f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16")),
    W3C("bad_update_syntax", "POST", (), FORM, b"update=CLEAR%20XYZ"),
    W3C(
        "bad_update_dataset_conflict",
        "POST",
        (("using-named-graph-uri", "http://example/people"),),
        UPDATE,
        BILL.encode(),
    ),
]
KINDS = {
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}


def media_type(answer: httpx.Response) -> str:
    return str(answer.headers["content-type"]).partition(";")[0]


@pytest.mark.parametrize("test", SUITE, ids=lambda test: test.name)
def test_w3c_protocol_test_that_a_reading_service_can_pass(url: str, test: W3C) -> None:
    """Clients are written against the suite; 27 of its 34 tests ask nothing that a service which only reads refuses."""
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in test.parameters)
    headers = {"content-type": test.content_type} if test.content_type else {}

    # The suite leaves the path of the endpoint to whoever runs it, with a slash or without.
    for path in ("sparql", "sparql/"):
        answer = httpx.request(test.method, f"{url}/{path}?{query}", content=test.body, headers=headers)

        if test.truth is not None:
            assert answer.status_code == 200
            assert answer.json()["boolean"] is test.truth
        elif test.kind is not None:
            assert answer.status_code == 200
            assert media_type(answer) in KINDS[test.kind]
        else:
            assert 400 <= answer.status_code < 500
            assert media_type(answer) == "application/problem+json"
            assert answer.json()["status"] == answer.status_code


def test_the_table_has_each_of_the_27_tests_once() -> None:
    """The score is only a score while no test falls out of the table."""
    assert len({test.name for test in SUITE}) == 27


def ask(url: str, query: str, **parameters: str) -> httpx.Response:
    return httpx.get(f"{url}/sparql", params={"query": query, **parameters})


def count(answer: httpx.Response) -> int:
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


COUNT = "SELECT (COUNT(*) AS ?n) {} {{ {} }}"


@pytest.mark.parametrize(
    ("clause", "parameters", "default", "named"),
    [
        ("", {}, 5, 5),
        (f"FROM <{DATA}data1.rdf>", {}, 1, 0),
        (f"FROM NAMED <{DATA}data1.rdf>", {}, 0, 1),
        ("FROM <http://127.0.0.1:9/nothing>", {}, 0, 0),
        (f"FROM <{DATA}data1.rdf>", {"default-graph-uri": "urn:g"}, 2, 0),
        ("", {"named-graph-uri": "urn:g"}, 0, 2),
    ],
)
def test_dataset_is_that_of_the_request_else_of_the_query_else_all(
    url: str, clause: str, parameters: dict[str, str], default: int, named: int
) -> None:
    """SPARQL 1.1 Protocol, section 2.1.4; with the union of graphs the engine would pass over FROM in silence."""
    assert count(ask(url, COUNT.format(clause, "?s ?p ?o"), **parameters)) == default
    assert count(ask(url, COUNT.format(clause, "GRAPH ?g { ?s ?p ?o }"), **parameters)) == named


@pytest.mark.parametrize(
    ("accept", "form", "expected"),
    [
        (None, None, "application/sparql-results+json"),
        ("*/*", None, "application/sparql-results+json"),
        ("application/json", None, "application/sparql-results+json"),
        ("application/sparql-results+xml, */*;q=0.1", None, "application/sparql-results+xml"),
        ("text/csv", None, "text/csv"),
        ("text/tab-separated-values", None, "text/tab-separated-values"),
        ("text/csv", "xml", "application/sparql-results+xml"),
        (None, "application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_form_asked_for(url: str, accept: str | None, form: str | None, expected: str) -> None:
    """`format=` is for those who cannot set a header; it comes before the header."""
    headers = {"accept": accept} if accept else {}
    parameters = {"query": "SELECT * { ?s ?p ?o }", **({"format": form} if form else {})}

    answer = httpx.get(f"{url}/sparql", params=parameters, headers=headers)

    assert answer.status_code == 200
    assert media_type(answer) == expected
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_graphs_come_in_all_forms_of_rdf(url: str, form: str) -> None:
    """Whichever form a client reads, the statements are the same."""
    answer = ask(url, "CONSTRUCT WHERE { ?s ?p ?o }", format=form)

    formats = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
    formats |= {"jsonld": RdfFormat.JSON_LD, "trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS}
    assert len({quad.triple for quad in parse(answer.content, format=formats[form])}) == 5


@pytest.mark.parametrize(
    ("query", "accept", "form"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", None),
        ("CONSTRUCT WHERE { ?s ?p ?o }", None, "csv"),
        ("SELECT * { ?s ?p ?o }", "text/turtle", None),
        ("ASK {}", None, "nt"),
        ("ASK {}", "image/png", None),
    ],
)
def test_form_that_the_answer_has_not_is_406(url: str, query: str, accept: str | None, form: str | None) -> None:
    """A table in Turtle would be another vocabulary's; a client must not be left guessing."""
    parameters = {"query": query, **({"format": form} if form else {})}

    answer = httpx.get(f"{url}/sparql", params=parameters, headers={"accept": accept} if accept else {})

    assert answer.status_code == 406


def test_csv_quotes_what_holds_a_comma(url: str) -> None:
    """The engine leaves an IRI with a comma as it is, and every row behind it would be shifted."""
    answer = ask(url, "SELECT ?o ?p { GRAPH <urn:g> { ?s ?p ?o } } ORDER BY ?o", format="csv")

    assert '"http://e/a,b",urn:p\r\n' in answer.text


@pytest.mark.parametrize("value", ["nonsense", "html\r\nSet-Cookie: a=b", "../../etc/passwd", "json&callback=alert"])
def test_hostile_format_is_refused_and_leaves_no_header(url: str, value: str) -> None:
    """A name that is no format is refused; nothing of it gets into the answer's headers."""
    answer = ask(url, "ASK {}", format=value, callback="alert(1)\r\nX: y")

    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers
    assert media_type(answer) == "application/problem+json"


def test_validator_needs_no_run_and_another_text_has_another_one(url: str) -> None:
    """A release does not change: who has the answer is told so, and nothing is asked of the store."""
    first = ask(url, "SELECT * { ?s ?p ?o }")

    again = httpx.get(first.url, headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
    # A weak validator is compared without its mark (RFC 9110, section 8.8.3.2), whoever compares.
    assert etag_among(first.headers["etag"], f'"other", {first.headers["etag"]}')
    assert not etag_among(first.headers["etag"], '"other"')
    assert again.headers["etag"] == first.headers["etag"]
    assert ask(url, "SELECT * { ?o ?p ?s }").headers["etag"] != first.headers["etag"]
    assert ask(url, "SELECT * { ?s ?p ?o }", format="csv").headers["etag"] != first.headers["etag"]
    assert "etag" not in ask(url, "SELECT (NOW() AS ?n) {}").headers
    assert "etag" not in ask(url, "ASK {").headers


def test_head_is_get_without_a_body(url: str) -> None:
    """RFC 9110, section 9.3.2."""
    parameters = {"query": "SELECT * { ?s ?p ?o }"}

    head, get = (httpx.request(method, f"{url}/sparql", params=parameters) for method in ("HEAD", "GET"))

    assert head.content == b""
    told = {name: value for name, value in get.headers.items() if name != "date"}
    assert {name: value for name, value in head.headers.items() if name != "date"} == told


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "*/*"])
def test_service_describes_itself_where_nothing_is_asked(url: str, accept: str) -> None:
    """SPARQL 1.1 Service Description, sections 2 and 3: a client finds the endpoint, its language and its graphs."""
    answer = httpx.get(f"{url}/sparql", headers={"accept": accept})

    kind = media_type(answer)
    graph = Graph().parse(data=answer.content, format={"application/ld+json": "json-ld"}.get(kind, kind))
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = URIRef(f"{BASE}sparql")
    assert (service, RDF.type, sd.Service) in graph
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph
    named = set(graph.objects(None, sd.name))
    assert named == {URIRef(f"{DATA}data{n}.rdf") for n in (1, 2, 3)} | {URIRef("urn:g")}


def test_people_are_sent_to_the_editor_with_their_query(url: str) -> None:
    """A link to a query opens as a page in a browser, in the reader's language."""
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "accept-language": "ru"}

    answer = httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, headers=browser)

    assert (answer.status_code, answer.headers["location"]) == (303, "sparql.ru.html?query=ASK+%7B%7D")
    assert httpx.get(f"{url}/sparql/", headers=browser).headers["location"] == "../sparql.ru.html"


@pytest.mark.parametrize(
    ("query", "status", "size"),
    [("graph=urn:g", 200, 2), ("default", 200, 5), ("default=", 200, 5), ("graph=urn:none", 404, 0)],
)
def test_graph_is_read_by_its_name(url: str, query: str, status: int, size: int) -> None:
    """SPARQL 1.1 Graph Store HTTP Protocol, sections 4.2 and 5.2."""
    answer = httpx.get(f"{url}/sparql/graphs?{query}", headers={"accept": "application/n-triples"})

    assert answer.status_code == status
    if status == 200:
        assert answer.text.count("\n") == size


@pytest.mark.parametrize("query", ["", "graph=urn:g&default", "graph=urn:g&graph=urn:h"])
def test_graph_that_is_not_one_is_refused(url: str, query: str) -> None:
    """Section 4.2: a request names exactly one graph."""
    assert httpx.get(f"{url}/sparql/graphs?{query}").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_are_not_written(url: str, method: str) -> None:
    """The release is immutable; the refusal names what is allowed."""
    answer = httpx.request(method, f"{url}/sparql/graphs?graph=urn:g", content=b"<urn:a> <urn:b> 1 .")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert httpx.get(f"{url}/sparql/graphs?graph=urn:g").status_code == 200


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"query=%FF", FORM, 400),
        (b"\xff", DIRECT, 400),
        (b"quary=ASK", FORM, 400),
        (b"&".join(b"a=1" for _ in range(2_000)), FORM, 400),
        (b"query=ASK {}&update=CLEAR ALL", FORM, 403),
        (b"INSERT DATA { <urn:a> <urn:b> 1 }", DIRECT, 400),
        (b"LOAD <http://127.0.0.1/>", DIRECT, 400),
        (b"SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", DIRECT, 400),
    ],
)
def test_what_cannot_run_is_refused_with_a_reason(url: str, body: bytes, kind: str, status: int) -> None:
    """A client must learn why, in the one form of all refusals."""
    answer = httpx.post(f"{url}/sparql", content=body, headers={"content-type": kind})

    assert answer.status_code == status
    assert media_type(answer) == "application/problem+json"
    assert len(answer.json()["detail"]) > 10


def test_update_is_told_that_nothing_is_written(url: str) -> None:
    """ "Expected SELECT" would not tell what is the matter."""
    answer = httpx.post(f"{url}/sparql", content=b"DELETE WHERE { ?s ?p ?o }", headers={"content-type": DIRECT})

    assert "refuses updates" in answer.json()["detail"]
    assert count(ask(url, COUNT.format("", "?s ?p ?o"))) == 5


def test_hard_texts_are_read_back(url: str) -> None:
    """Line breaks and quotation marks survive every form of rows."""
    query = "SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } FILTER(isLiteral(?o)) }"

    said = ask(url, query).json()["results"]["bindings"][0]["o"]["value"]

    assert said == 'Ё, "quoted"\nand broken'
    assert ask(url, query, format="csv").text == 'o\r\n"Ё, ""quoted""\nand broken"\r\n'

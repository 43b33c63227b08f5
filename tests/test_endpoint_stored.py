"""The stored queries as an API: forms, parameters, pages, and their descriptions for machines, over a real server."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator

import httpx
import pytest
from openapi_spec_validator import validate
from pyoxigraph import RdfFormat, Store, serialize
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from serving import BASE, served, write_release

from rehabkg.endpoint.stored import RESERVED
from rehabkg.pipeline import Assembled
from rehabkg.query.catalog import stored_queries
from rehabkg.query.run import run_stored
from rehabkg.settings import Settings

SH = Namespace("http://www.w3.org/ns/shacl#")
SCHEMA = Namespace("https://schema.org/")
QUERIES = stored_queries()
# It seeks in the index of names, which only loaded sources have.
SEEKING = [query.name for query in QUERIES if any(one.type == "search" for one in query.parameters.values())]
NAMES = [query.name for query in QUERIES if query.name not in SEEKING]


@pytest.fixture(scope="module")
def url(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the whole curated graph."""
    nquads = bytes(serialize(assembled.quads, format=RdfFormat.N_QUADS) or b"")
    folder = write_release(tmp_path_factory.mktemp("releases"), nquads)
    with served(folder, seconds=120) as server:
        yield server.url


def get(address: str, **headers: str) -> httpx.Response:
    return httpx.get(address, headers=headers, timeout=150)


def test_no_query_has_a_parameter_that_the_api_means_otherwise() -> None:
    """A parameter `limit` of a query could not be given."""
    assert not {name for query in QUERIES for name in query.parameters} & set(RESERVED)


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_that_of_the_command(url: str, store: Store, name: str) -> None:
    """Whoever asks over the web is told the same as whoever asks the store."""
    query = next(query for query in QUERIES if query.name == name)

    found = list(csv.reader(io.StringIO(get(f"{url}/queries/{name}.csv").text, newline="")))

    expected = run_stored(store, query, {}, Settings())
    assert found[0] == list(expected.variables)
    assert len(found) - 1 == len(list(expected))


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_answer_comes_in_the_form_asked_for(url: str, accept: str) -> None:
    """The name without a suffix negotiates."""
    answer = get(f"{url}/queries/commissions", accept=accept)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(accept)


def links(answer: httpx.Response) -> dict[str, str]:
    pairs = re.findall(r'<([^>]*)>; rel="([a-z]+)"', answer.headers.get("link", ""))
    return {relation: str(answer.url.join(address)) for address, relation in pairs}


@pytest.mark.parametrize("address", ["timeline.csv?limit=4&lang=ru", "timeline?format=csv&limit=4&lang=ru"])
def test_pages_follow_each_other_and_make_the_whole(url: str, address: str) -> None:
    """Each row is on one page, in its order, and each page names the next one."""
    whole = get(f"{url}/queries/timeline.csv?lang=ru").text.split("\r\n", 1)[1]
    pages, answer = "", get(f"{url}/queries/{address}")
    seen = 0
    while True:
        assert "x-rehabkg-truncated" not in answer.headers
        pages += answer.text.split("\r\n", 1)[1]
        seen += 1
        if "next" not in links(answer):
            break
        following = get(links(answer)["next"])
        assert links(following)["prev"] == str(answer.url) or seen == 1
        answer = following

    assert pages == whole
    assert seen > 1


def test_page_is_asked_for_by_its_number_too(url: str) -> None:
    """`page=2` is `offset=limit`."""
    by_number = get(f"{url}/queries/timeline.csv?limit=3&page=2").text

    assert by_number == get(f"{url}/queries/timeline.csv?limit=3&offset=3").text
    assert by_number != get(f"{url}/queries/timeline.csv?limit=3&page=1").text


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("timeline?from=yesterday", "from"),
        ("timeline?from=1937-02-30", "from"),
        ("timeline?who=}%20SERVICE%20<http://127.0.0.1>", "who"),
        ("timeline?colour=red", "colour"),
        ("timeline?limit=0", "limit"),
        ("timeline?limit=-1", "limit"),
        ("timeline?limit=99999999", "limit"),
        ("timeline?limit=5&offset=x", "offset"),
        ("timeline?page=0", "page"),
        (f"timeline?lang={'e' * 1_001}", "lang"),
    ],
)
def test_bad_value_is_refused_by_the_name_of_its_parameter(url: str, query: str, parameter: str) -> None:
    """A program must be able to tell which of its values is off."""
    answer = get(f"{url}/queries/{query}", accept="application/json")

    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter


def test_text_of_a_value_stays_a_text(url: str) -> None:
    """Whatever is given for a language is compared with languages, and asked of nothing."""
    answer = get(f"{url}/queries/timeline.json?lang=%22%20%7D%20SERVICE%20%3Chttp%3A%2F%2F127.0.0.1%3E%20%7B%20")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path", ["nothing", "../etc/passwd", "timeline.exe", "timeline.de.html", "TIMELINE", "a.b.c.d"]
)
def test_what_is_not_there_is_404(url: str, path: str) -> None:
    """A name leads to a stored query, and to no other file."""
    assert httpx.Client().get(f"{url}/queries/{path}").status_code == 404


def test_value_given_twice_is_refused(url: str) -> None:
    """One of them would be passed over in silence."""
    assert get(f"{url}/queries/timeline?lang=en&lang=ru").status_code == 400


def test_text_of_a_query_is_the_file(url: str) -> None:
    """The file runs unchanged in any client."""
    answer = get(f"{url}/queries/timeline.rq")

    assert answer.headers["content-type"].startswith("application/sparql-query")
    assert answer.text == next(query.text for query in QUERIES if query.name == "timeline")


def test_name_is_sought_where_no_source_is_loaded(url: str) -> None:
    """A parameter of type `search` asks the index of names; without one, nobody is found."""
    for query in QUERIES:
        for parameter in query.parameters.values():
            if parameter.type == "search":
                answer = get(f"{url}/queries/{query.name}.json?{parameter.name}=Ivanov")
                assert answer.json()["results"]["bindings"] == []
                assert get(f"{url}/queries/{query.name}.json?{parameter.name}=%2B").status_code in (200, 400)


def test_list_tells_of_each_query(url: str) -> None:
    """What a program needs to ask: names, types and defaults of parameters, columns, in both languages."""
    found = get(f"{url}/queries", accept="application/json").json()["queries"]

    assert [query["name"] for query in found] == [query.name for query in QUERIES]
    for query in found:
        assert set(query["title"]) == {"en", "ru"}
        assert get(f"{url}/{query['text']}").status_code == 200
    assert get(f"{url}/queries.json").json()["queries"] == found


def test_openapi_description_is_valid_and_whole(url: str) -> None:
    """Clients are generated from it: it must follow OpenAPI 3.1 and leave no address out."""
    told = get(f"{url}/openapi.json").json()

    validate(told)
    assert {f"/queries/{query.name}" for query in QUERIES} <= set(told["paths"])
    for query in QUERIES:
        names = {one["name"] for one in told["paths"][f"/queries/{query.name}"]["get"]["parameters"]}
        assert set(query.parameters) <= names
    broken = {**told, "paths": {"/sparql": {"get": {"responses": {"200": {}}}}}}
    with pytest.raises(Exception, match="description"):
        validate(broken)


@pytest.fixture(scope="module")
def examples(url: str) -> Graph:
    """The examples as rdflib reads them."""
    answer = get(f"{url}/.well-known/sparql-examples", accept="text/turtle")
    return Graph().parse(data=answer.text, format="turtle")


def test_examples_have_the_form_of_sib(examples: Graph) -> None:
    """Tools that read the SIB's examples find type, text, target, prefixes and a comment in each."""
    found = set(examples.subjects(RDF.type, SH.SPARQLExecutable))

    assert found == {URIRef(f"{BASE}queries/{query.name}") for query in QUERIES}
    for example in found:
        assert (example, RDF.type, SH.SPARQLSelectExecutable) in examples
        assert examples.value(example, SCHEMA.target) == URIRef(f"{BASE}sparql")
        assert {comment.language for comment in examples.objects(example, RDFS.comment)} == {"en", "ru"}
    for declared in examples.objects(URIRef(f"{BASE}sparql"), SH.declare):
        assert examples.value(declared, SH.namespace).datatype.endswith("anyURI")


@pytest.mark.parametrize("name", [query.name for query in QUERIES])
def test_example_runs_at_the_endpoint(url: str, examples: Graph, name: str) -> None:
    """An example that does not run teaches nothing."""
    text = examples.value(URIRef(f"{BASE}queries/{name}"), SH.select)
    assert isinstance(text, Literal)

    answer = httpx.post(f"{url}/sparql", data={"query": str(text)}, timeout=150)

    assert answer.status_code == 200
    assert answer.json()["head"]["vars"] == list(next(query.columns for query in QUERIES if query.name == name))


# Drawings by themselves.


@pytest.mark.parametrize(
    ("query", "view", "title"),
    [
        ("timeline.ru?who=p0057", "timeline", ": Паннвиц Гельмут фон"),
        ("map-of-places.en", "map", ""),
        ("acts-by-jurisdiction.en?view=timeline&jurisdiction=latssr", "timeline", ": Latvian SSR"),
    ],
)
def test_drawing_of_a_query_stands_by_itself(url: str, query: str, view: str, title: str) -> None:
    """The page for a frame and both pictures show what was asked, and say whom it is about."""
    stem, _, asked = query.partition("?")
    name, _, language = stem.partition(".")

    title = next(one for one in QUERIES if one.name == name).title[language] + title
    page = get(f"{url}/queries/{name}.{language}.html?{asked}").text
    code = html.unescape(html.unescape(re.search(r"<textarea[^>]*readonly[^>]*>([^<]*)</textarea>", page)[1]))  # type: ignore[index]
    framed = re.search(r'src="([^"]*)"', code)
    assert framed is not None
    assert framed[1].startswith(f"{BASE}embed/queries/{name}.{language}.html?")
    embedded = get(f"{url}/{html.unescape(framed[1]).removeprefix(BASE)}")
    pictures = [
        get(f"{url}/queries/{html.unescape(link)}")
        for link in re.findall(r'href="(\.\./embed/queries/[^"]*)" type="image', page)
    ]

    assert f'class="drawing{" map" if view == "map" else ""}"' in embedded.text
    assert title in embedded.text
    assert f'lang="{language}"' in embedded.text
    assert "<header" not in embedded.text
    assert [picture.headers["content-type"] for picture in pictures] == ["image/svg+xml", "image/png"]
    assert title in pictures[0].text
    assert pictures[1].content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("timeline.svg?who=p0057&view=map", 404),
        ("timeline.en.html?who=p0057&view=nonsense", 404),
        ("timeline.svg?who=p0057&lang=de", 400),
        ("commissions.png?view=bars&lang=", 400),
        ("timeline.en.html?who=%3Cscript%3E", 400),
        ("timeline.pdf", 404),
        ("timeline", 404),
        ("nothing.svg", 404),
        ("..%2fetc.svg", 404),
    ],
)
def test_drawing_that_cannot_be_made_is_refused(url: str, address: str, status: int) -> None:
    """Whatever is asked for, a drawing comes or a refusal."""
    assert get(f"{url}/embed/queries/{address}").status_code == status


@pytest.mark.parametrize(("language", "label"), [("en", "camp"), ("ru", "лагерь")])
def test_table_shows_names_in_place_of_codes(url: str, language: str, label: str) -> None:
    """A reader is told what a thing is called and led to it; programs get the code, as ever."""
    page = get(f"{url}/queries/map-of-places.{language}.html?view=table").text
    rows = get(f"{url}/queries/map-of-places.csv").text

    found = re.search(r'<a href="([^"]*)" title="(place-kind/[^"]*)">([^<]*)</a>', page)
    assert found is not None
    assert found[1] == f"../doc/vocab/{found[2]}.{language}.html"
    assert found[3] != found[2]
    assert ">place-kind/" not in page
    assert f"{BASE}vocab/place-kind/" in rows
    assert f">{label}</a>" in page

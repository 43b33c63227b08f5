"""The proof of the gate, over HTTP: a planted person is found by a crawl of every output, or by none.

The crawl asks what anybody may ask: pages in both languages, all forms, SPARQL, search, suggestions, reconciliation,
counts, sitemaps, dumps, maps, descriptions, and what refusals say.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from canary import (
    EMBARGOED,
    HIDDEN,
    IRIS,
    IRIS_OF_HERS,
    LINKS_OF_HERS,
    NAME,
    NAMES,
    OBSERVATION,
    PERSON,
    PLACES,
    RECORD,
    SHOWN,
    SURNAME,
    SURNAME_RU,
    WITHDRAWN,
    planted,
    released,
)
from published import ADDRESS, client_of
from starlette.testclient import TestClient
from test_site import Read

from rehabkg.assets import DEFAULT_POLICY
from rehabkg.query.catalog import stored_queries
from rehabkg.release.model import Release
from rehabkg.site.run import write_site

MOST_ADDRESSES = 1_500
SUFFIXES = ("en.html", "ru.html", "ttl", "jsonld", "nt", "nq", "trig", "rdf")
WORDS = (NAME, SURNAME, SURNAME_RU, "Жарптицыной", "Zharptitsyna", "Zarpticyna", "Žarpticyna", "Fenixa", "Феникса")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Release]:
    """Give a release by a policy, made once for all tests."""
    found: dict[str, Release] = {}

    def release(policy: str | Path) -> Release:
        key = str(policy)
        if key not in found:
            found[key] = released(planted(tmp_path_factory.mktemp("canary"), linked=True), policy)
        return found[key]

    return release  # type: ignore[return-value]


def starts() -> list[str]:
    """Where a crawl begins: what is linked nowhere, and what only a question brings up."""
    things = [PERSON, OBSERVATION, RECORD, *(IRIS.thing(kind, name).value for kind, name in THINGS)]
    paths = [iri.removeprefix(IRIS.base) for iri in things]
    documents = [f"doc/{path.removeprefix('id/')}.{suffix}" for path in paths for suffix in SUFFIXES]
    words = [quote(word) for word in WORDS]
    asked = [f"{page}?q={word}" for word in words for page in ("search.en.html", "search.ru.html", "search", "suggest")]
    everything = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }"
    queries = [f"sparql?query={quote(everything)}&format={form}" for form in ("json", "csv", "tsv", "xml")]
    queries.append(f"sparql?query={quote('CONSTRUCT WHERE { ?s ?p ?o }')}")
    queries += [
        f"sparql?query={quote(f'ASK {{ ?s ?p ?o FILTER(CONTAINS(STR(?o), {json.dumps(word)})) }}')}" for word in WORDS
    ]
    stored = [f"queries/{one.name}?format=csv&limit=1000" for one in stored_queries()]
    stored += [f"queries/history-by-name.{language}.html?who={word}" for language in ("en", "ru") for word in words]
    reconciled = [f"reconcile?queries={quote(json.dumps({'q': {'query': word}}))}" for word in WORDS]
    reconciled += [f"reconcile/suggest/entity?prefix={word}" for word in words]
    reconciled += [f"embed/preview?id={quote(path)}" for path in paths]
    extended = {"ids": paths, "properties": [{"id": "name"}, {"id": "birth-year"}]}
    reconciled.append(f"reconcile?extend={quote(json.dumps(extended))}")
    refused = [
        "queries/nothing",
        "sparql?query=nonsense",
        "queries/names?about=p9001",
        "queries/status-as-of?who=p9001",
    ]
    others = [
        "index.en.html", "index.ru.html", "article.en.html", "data.en.html", "map.ru.html", "queries.en.html",
        "robots.txt", "sitemap.xml", "dataset.ttl", "dataset.jsonld", ".well-known/void", "releases", "openapi.json",
        ".well-known/sparql-examples", "reconcile", "embed/map.en.html", "embed/map.svg", "comments.en.html",
        "embed/queries/map-of-places.svg", f"embed/queries/timeline.svg?who={quote(PERSON)}",
        f"comments.en.html?about={quote(paths[0])}", "ontology.ttl",
        *(f"browse/{kind}.{language}.html" for kind in ("person", "place", "source") for language in ("en", "ru")),
        *(f"sparql/graphs?graph={quote(f'{IRIS.base}graph/{name}')}" for name in ("list", "canary-book", "derived")),
    ]  # fmt: skip
    return [*paths, *documents, *asked, *queries, *stored, *reconciled, *refused, *others]


THINGS = [
    ("case", "c9001-1"), ("decision", "d9001-1"), ("event", "e9001-birth"), ("place", "hamlet"),
    ("source", "canary-book"), ("case", "list.77-1"), ("decision", "list.77-1s1"), ("person", "p9000"),
    ("observation", "second.4"),
]  # fmt: skip


def crawled(client: TestClient) -> Iterator[tuple[str, int, bytes]]:
    """Ask every address that is known or linked; yield it, the status and all that came: headers, body, unpacked."""
    waiting, seen = [urljoin(ADDRESS, path) for path in starts()], set()
    while waiting and len(seen) < MOST_ADDRESSES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address, headers={"Accept": "text/html, */*;q=0.5"})
        said = str(sorted(answer.headers.items())).encode() + b"\n" + answer.content
        if address.endswith(".gz"):
            said += gzip.decompress(answer.content)
        yield address, answer.status_code, said
        if "location" in answer.headers:
            waiting.append(urldefrag(urljoin(address, answer.headers["location"])).url)
        links: list[str] = []
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = Read(answer.text).links
        elif "sitemap" in address:
            links = [part.partition("<")[0] for part in answer.text.split("<loc>")[1:]]
        for link in links:
            target = urldefrag(urljoin(address, link)).url
            if urlsplit(target).netloc == urlsplit(ADDRESS).netloc and "/static/" not in target:
                waiting.append(target)


def traces(release: Release, *needles: str) -> dict[str, set[str]]:
    """Return the addresses at which any of the needles is found, apart from what the question itself said."""
    found: dict[str, set[str]] = {}
    with client_of(release) as client:
        for address, _, said in crawled(client):
            there = {needle for needle in needles if needle.encode() in said} - asked_in(address)
            if there:
                found[address] = there
    return found


def asked_in(address: str) -> set[str]:
    """Return what an address says itself: an answer that repeats a question tells nothing."""
    from urllib.parse import unquote

    text = unquote(address)
    return {needle for needle in (*NAMES, *PLACES, *IRIS_OF_HERS, *LINKS_OF_HERS) if needle in text}


def test_shown_person_is_found_everywhere(made: Callable[[str], Release]) -> None:
    """Otherwise a crawl that finds nothing would prove nothing."""
    found = traces(made(SHOWN), *NAMES, *PLACES, *LINKS_OF_HERS, "canary-book")
    kinds = {
        "page": "/doc/person/p9001.en.html", "turtle": "/doc/person/p9001.ttl", "framed": "/doc/person/p9001.jsonld",
        "record": "/doc/observation/list.77.ru.html", "list of people": "/browse/person.en.html",
        "search": "/search?q=Fenixa", "search page": "/search.ru.html?q=", "suggestion": "/suggest?q=Fenixa",
        "rows": "/sparql?query=SELECT", "graph": "/sparql/graphs", "stored query": "/queries/",
        "dump": "/dumps/rehabkg.nq.gz", "reconciliation": "/reconcile?queries=", "preview": "/embed/preview",
        "description": "/dataset.ttl", "place": "/doc/place/hamlet.en.html", "case": "/doc/case/c9001-1.en.html",
    }  # fmt: skip

    missing = {kind for kind, part in kinds.items() if not any(part in address for address in found)}
    assert missing == set()
    assert set(LINKS_OF_HERS) - set().union(*found.values()) == set()


@pytest.mark.parametrize(
    ("policy", "needles"),
    [
        (HIDDEN, (*NAMES, *IRIS_OF_HERS, *LINKS_OF_HERS)),
        (EMBARGOED, (*NAMES, *IRIS_OF_HERS, *LINKS_OF_HERS)),
        (WITHDRAWN, (*NAMES, *LINKS_OF_HERS)),
        (DEFAULT_POLICY, (*NAMES, *PLACES, *LINKS_OF_HERS)),
    ],
    ids=["hidden", "embargoed", "withdrawn", "coarsened"],
)
def test_hidden_person_is_found_nowhere(policy: str, needles: tuple[str, ...], made: Callable[[str], Release]) -> None:
    """Not in a page, a form, a row, a suggestion, a count's label, a dump, a map, a header, or what a refusal says."""
    assert traces(made(policy), *needles) == {}


def test_embargoed_person_leaves_no_trace_and_withdrawn_one_is_gone(made: Callable[[str], Release]) -> None:
    """A 410 tells that there was somebody; where nothing may be told, it is as if there never was anybody."""
    paths = [iri.removeprefix(IRIS.base) for iri in (PERSON, RECORD)]
    statuses = {}
    for name, policy in (("shown", SHOWN), ("embargoed", EMBARGOED), ("hidden", HIDDEN), ("withdrawn", WITHDRAWN)):
        with client_of(made(policy)) as client:
            statuses[name] = [client.get(f"/{path}").status_code for path in paths]
            never = client.get("/id/person/p7777")
            if name in ("embargoed", "hidden"):
                hers = client.get(f"/{paths[0]}")
                assert (hers.status_code, hers.json()) == (never.status_code, never.json())

    assert statuses == {"shown": [303, 303], "embargoed": [404, 404], "hidden": [404, 404], "withdrawn": [410, 410]}


def test_hidden_person_is_counted_nowhere(made: Callable[[str], Release]) -> None:
    """One person fewer in every number that is told of people."""
    asked = f"/sparql?query={quote('SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?p a ?c }')}&format=csv"
    counts = {}
    for name, policy in (("shown", SHOWN), ("hidden", HIDDEN)):
        with client_of(made(policy)) as client:
            page = client.get("/data.en.html").text
            counts[name] = client.get("/browse/person.en.html").text.count("doc/person/"), client.get(asked).text, page

    assert counts["shown"][0] == counts["hidden"][0] + 1
    assert counts["shown"][1] != counts["hidden"][1]


@pytest.mark.parametrize(("policy", "there"), [(SHOWN, True), (HIDDEN, False)], ids=["shown", "hidden"])
def test_site_as_files_holds_the_same(policy: str, there: bool, made: Callable[[str], Release], tmp_path: Path) -> None:
    """Pages, documents, search and dumps that lie on somebody else's disk cannot be called back."""
    write_site(made(policy), tmp_path / "out")
    needles = (*NAMES, *IRIS_OF_HERS)
    found = set()
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content += gzip.decompress(content) if path.suffix == ".gz" else b""
            content += str(path).encode()
            found |= {needle for needle in needles if needle.encode() in content}

    assert bool(found) is there
    assert not there or SURNAME in found

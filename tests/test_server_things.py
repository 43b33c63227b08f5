"""Things lead to documents, and a document comes in the form asked for, with the headers that let it be kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, urljoin

import pytest
from published import client_of, release_of
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib import Graph
from starlette.testclient import TestClient
from test_site import Read

from rehabkg.pages.refers import MOST, PER_PAGE, referring
from rehabkg.pipeline import Assembled
from rehabkg.server.kept import Kept
from rehabkg.settings import DEFAULT_BASE
from rehabkg.web.media import DOCUMENT_FORMS, RDF_FORMS

MANDELSTAM = "person/p0050"
WITHDRAWN = f"{DEFAULT_BASE}id/person/p0051"
GRAPH = f"<{DEFAULT_BASE}graph/seed-article>"
REHAB = "https://w3id.org/rehabkg/ontology#"
# Invented: a name with letters of two alphabets, a bracket and a space; and one record of an invented list.
ODD = "Йошкар (1919)"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STATED = [
    (f"place/{quote(ODD, safe='')}", "http://www.w3.org/2000/01/rdf-schema#label", '"Odd <b>place</b>"@en'),
    (f"place/{quote(ODD, safe='')}", RDF_TYPE, f"<{REHAB}Place>"),
    ("observation/list.7", RDF_TYPE, f"<{REHAB}PersonObservation>"),
    ("observation/list.7", f"{REHAB}observedName", '"Выдуманный Пётр"@ru'),
    ("observation/list.7", f"{REHAB}ofRecord", f"<{DEFAULT_BASE}id/record/list.7>"),
    ("record/list.7", RDF_TYPE, f"<{REHAB}Record>"),
    ("record/list.7", f"{REHAB}asListed", '"Выдуманный Пётр, осуждён, реабилитирован"@ru'),
    ("case/list.7-1", f"{REHAB}againstObserved", f"<{DEFAULT_BASE}id/observation/list.7>"),
    ("decision/list.7-1s1", f"{REHAB}inRecordedCase", f"<{DEFAULT_BASE}id/case/list.7-1>"),
    ("decision/list.7-1s1", RDF_TYPE, f"<{REHAB}RecordedSentence>"),
    ("decision/list.7-1r1", f"{REHAB}inRecordedCase", f"<{DEFAULT_BASE}id/case/list.7-1>"),
    ("decision/list.7-1r1", RDF_TYPE, f"<{REHAB}RecordedRehabilitation>"),
]
EXTRA = "".join(f"<{DEFAULT_BASE}id/{thing}> <{prop}> {value} {GRAPH} .\n" for thing, prop, value in _STATED)


@pytest.fixture(scope="module")
def client(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("releases")
    release = release_of(folder, assembled.nquads() + EXTRA.encode(), withdrawn=[WITHDRAWN])
    with client_of(release) as client:
        yield client


# Things.


@pytest.mark.parametrize(
    ("thing", "document"),
    [
        ("/id/person/p0050", "/doc/person/p0050"),
        ("/vocab/measure/camp", "/doc/vocab/measure/camp"),
        ("/vocab/measure", "/doc/vocab/measure"),
        ("/graph/seed-article", "/doc/graph/seed-article"),
        ("/id/decision/list.7-1s1", "/doc/observation/list.7"),
        ("/id/record/list.7", "/doc/observation/list.7"),
        ("/id/case/list.7-1", "/doc/observation/list.7"),
    ],
)
def test_thing_leads_to_its_document(thing: str, document: str, client: TestClient) -> None:
    """A person is no document; and a sentence of a record is told where the whole record is."""
    answer = client.get(thing)

    assert answer.status_code == 303
    assert urljoin(thing, answer.headers["location"]) == document
    assert f'<{answer.headers["location"]}>; rel="describedby"' in answer.headers["link"]


@pytest.mark.parametrize("path", ["/id/person/nobody", "/id/", "/vocab/x", "/graph/no", "/id/person/%FF", "/id/a/../b"])
def test_what_is_not_there_is_not_found(path: str, client: TestClient) -> None:
    """An address that names nothing says so, in one form for all refusals (RFC 9457)."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/id/person/p0051", *(f"/doc/person/p0051{s}" for s in ("", ".ttl", ".ru.html"))])
def test_withdrawn_thing_is_gone_and_has_no_name(path: str, client: TestClient) -> None:
    """Who asks learns that there is nothing more to learn."""
    for accept in ("text/html", "text/turtle"):
        answer = client.get(path, headers={"Accept": accept})

        assert answer.status_code == 410
        assert answer.headers["cache-control"] == "no-store"
        for word in ("Мейерхольд", "Meyerhold", "Babel", "Бабель"):
            assert word not in answer.text


@pytest.mark.parametrize(
    "spelling",
    [ODD, normalize("NFD", ODD), quote(ODD), quote(normalize("NFD", ODD)), quote(ODD, safe="()").lower()],
)
def test_any_spelling_of_a_path_leads_to_the_thing(spelling: str, client: TestClient) -> None:
    """Composed or not, raw or escaped."""
    path = f"/doc/place/{spelling}.en.html"
    answer = client.get(path)
    if answer.status_code == 308:
        assert answer.headers["location"] == f"{quote(ODD, safe='')}.en.html"
        answer = client.get(urljoin("/doc/place/", answer.headers["location"]))

    assert answer.status_code == 200
    assert "Odd &lt;b&gt;place&lt;/b&gt;" in answer.text
    assert "<b>place" not in answer.text


# Documents.


@pytest.mark.parametrize("form", RDF_FORMS, ids=lambda form: form.suffix)
def test_document_is_the_same_by_suffix_and_by_accept(form: object, client: TestClient) -> None:
    """What a program asks for and what a person clicks on are one thing."""
    by_suffix = client.get(f"/doc/{MANDELSTAM}.{form.suffix}")  # type: ignore[attr-defined]
    by_accept = client.get(f"/doc/{MANDELSTAM}", headers={"Accept": form.name})  # type: ignore[attr-defined]

    assert by_suffix.status_code == by_accept.status_code == 200
    assert by_suffix.content == by_accept.content
    assert by_suffix.headers["content-type"] == by_accept.headers["content-type"]
    assert by_suffix.headers["vary"] == "Accept-Encoding"
    assert by_accept.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert by_accept.headers["content-location"] == f"p0050.{form.suffix}"  # type: ignore[attr-defined]


def test_all_forms_say_the_same(client: TestClient) -> None:
    """A client that reads RDF/XML must learn what one learns that reads Turtle."""
    formats = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
    graphs = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
    read = {
        suffix: set(parse(client.get(f"/doc/{MANDELSTAM}.{suffix}").content, format=form))
        for suffix, form in {**formats, **graphs}.items()
    }

    assert read["ttl"] == read["nt"] == read["rdf"]
    assert read["nq"] == read["trig"]
    assert {(q.subject, q.predicate, q.object) for q in read["nq"]} == {
        (q.subject, q.predicate, q.object) for q in read["nt"]
    }
    assert len(read["nq"]) > 100


def test_json_ld_is_framed_and_reads_as_rdf(client: TestClient) -> None:
    """A tree that begins with the thing, and that any JSON-LD processor reads without fetching."""
    document = client.get(f"/doc/{MANDELSTAM}.jsonld").json()
    graph = Graph().parse(data=json.dumps(document), format="json-ld")

    assert document["id"].endswith(MANDELSTAM)
    assert len(graph) > 50


def test_page_is_in_the_language_asked_for(client: TestClient) -> None:
    """By the address, else by what the browser says."""
    assert 'lang="ru"' in client.get(f"/doc/{MANDELSTAM}.ru.html").text[:200]
    for said, language in (("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("de", "en"), ("en-GB", "en")):
        answer = client.get(f"/doc/{MANDELSTAM}", headers={"Accept": "text/html", "Accept-Language": said})
        assert answer.headers["content-language"] == language
        assert answer.headers["content-location"] == f"p0050.{language}.html"
        assert answer.text == client.get(f"/doc/{MANDELSTAM}.{language}.html").text


def test_none_of_the_forms_is_refused_with_the_list_of_them(client: TestClient) -> None:
    """Who asks for a picture is told what there is (RFC 9110, section 15.5.7)."""
    answer = client.get(f"/doc/{MANDELSTAM}", headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert {one["type"] for one in answer.json()["alternatives"]} == {form.name for form in DOCUMENT_FORMS}
    for one in answer.json()["alternatives"]:
        assert client.get(f"/doc/person/{one['href']}").status_code == 200


def test_part_of_a_record_is_told_with_the_whole(client: TestClient) -> None:
    """A sentence never stands without what became of it."""
    answer = client.get("/doc/decision/list.7-1s1.ru.html")

    assert answer.status_code == 301
    assert answer.headers["location"] == "../observation/list.7.ru.html#list.7-1s1"
    whole = client.get("/doc/observation/list.7.ru.html")
    assert "Выдуманный Пётр" in whole.text
    assert client.get("/doc/record/list.7.ttl").headers["location"] == "../observation/list.7.ttl#list.7"
    turtle = Graph().parse(data=client.get("/doc/observation/list.7.ttl").text)
    kinds = {str(kind).rpartition("#")[2] for kind in turtle.objects()}
    assert {"RecordedSentence", "RecordedRehabilitation", "Record"} <= kinds


def test_links_tell_what_a_machine_needs(client: TestClient) -> None:
    """Signposting (signposting.org): the forms, the thing itself, its type, the licence."""
    for suffix in ("", ".en.html", ".ttl"):
        link = client.get(f"/doc/{MANDELSTAM}{suffix}").headers["link"]
        for form in RDF_FORMS:
            assert f'<p0050.{form.suffix}>; rel="alternate"; type="{form.name}"' in link
        assert '<https://w3id.org/rehabkg/id/person/p0050>; rel="cite-as"' in link
        assert 'rel="license"' in link
        assert f'<{REHAB}Person>; rel="type"' in link
        assert 'rel="describedby"; type="application/ld+json"' in link


# Caching.

ADDRESSES = [f"/doc/{MANDELSTAM}", f"/doc/{MANDELSTAM}.ttl", f"/doc/{MANDELSTAM}.ru.html", "/", "/ontology.ttl"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_a_client_has_is_not_sent_again(path: str, client: TestClient) -> None:
    """A strong tag for each representation; a 304 repeats what a cache needs (RFC 9110, section 15.4.5)."""
    whole = client.get(path)
    for _ in range(2):
        for headers in (
            {"If-None-Match": whole.headers["etag"]},
            {"If-None-Match": f'"other", W/{whole.headers["etag"]}'},
            {"If-None-Match": "*"},
            {"If-Modified-Since": whole.headers["last-modified"]},
        ):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 304, headers
            assert answer.content == b""
            assert answer.headers["etag"] == whole.headers["etag"]
            assert answer.headers.get("vary") == whole.headers.get("vary")
    for headers in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": whole.headers["last-modified"]},
        {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"If-Modified-Since": "nonsense"},
    ):
        assert client.get(path, headers=headers).content == whole.content


def test_each_form_has_a_tag_of_its_own(client: TestClient) -> None:
    """A strong tag names bytes: a cache must not give Turtle to who asked for a page."""
    addresses = [f"/doc/{MANDELSTAM}.{form.suffix}" for form in RDF_FORMS]
    addresses += [f"/doc/{MANDELSTAM}.{language}.html" for language in ("en", "ru")]

    assert len({client.get(address).headers["etag"] for address in addresses}) == len(addresses)


@pytest.mark.parametrize("path", [*ADDRESSES, "/static/site.css", "/queries.json", "/embed/map.svg?of=article&lang=en"])
def test_text_is_coded_for_who_takes_it(path: str, client: TestClient) -> None:
    """Other bytes have another strong tag, else a cache gives one client what another one asked for."""
    plain, coded = (client.get(path, headers={"Accept-Encoding": coding}) for coding in ("identity", "gzip"))

    assert coded.content == plain.content
    assert coded.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert int(coded.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert coded.headers["etag"] != plain.headers["etag"]
    for answer in (plain, coded):
        assert answer.headers["vary"].endswith("Accept-Encoding")
    for coding, status in (("gzip", 304), ("identity", 200)):
        asked = {"Accept-Encoding": coding, "If-None-Match": coded.headers["etag"]}
        again = client.get(path, headers=asked)
        assert again.status_code == status
        assert "content-encoding" not in again.headers
        assert again.headers["vary"] == coded.headers["vary"]


@pytest.mark.parametrize(
    ("path", "coding"),
    [
        ("/robots.txt", "gzip"),
        ("/embed/map.png?of=place/magadan", "gzip"),
        ("/nowhere", "gzip"),
        (f"/doc/{MANDELSTAM}.ttl", "gzip;q=0, *"),
        (f"/doc/{MANDELSTAM}.ttl", "br, zstd"),
        (f"/doc/{MANDELSTAM}.ttl", "gzip;q=nonsense"),
        (f"/doc/{MANDELSTAM}.ttl", ""),
    ],
)
def test_what_gains_nothing_or_is_not_wanted_is_not_coded(path: str, coding: str, client: TestClient) -> None:
    """A picture is coded already, a line is not worth it, and what a client does not take it cannot read."""
    assert "content-encoding" not in client.get(path, headers={"Accept-Encoding": coding}).headers


def test_head_of_what_has_no_body_tells_no_length_of_its_coding() -> None:
    """The length of bytes that were not made is not known, and a wrong one would cut the answer to GET."""
    headers = [
        (b"content-type", b"text/plain"),
        (b"content-length", b"5000"),
        (b"cache-control", b"public"),
        (b"etag", b'"x"'),
    ]
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Kept(200, headers, b"").answer({b"accept-encoding": b"gzip"}, "HEAD", send))

    told = dict(sent[0]["headers"])
    assert (told[b"etag"], told[b"content-encoding"]) == (b'"x-gzip"', b"gzip")
    assert b"content-length" not in told


def test_rows_are_coded_with_the_tag_that_is_known_before_they_are_asked(client: TestClient) -> None:
    """A weak tag may stand for both codings; so a client that has the answer costs no query."""
    path = "/queries/commissions.json"
    plain, coded = (client.get(path, headers={"Accept-Encoding": coding}) for coding in ("identity", "gzip"))

    assert coded.headers["content-encoding"] == "gzip"
    assert coded.content == plain.content
    assert coded.headers["etag"] == plain.headers["etag"]
    assert coded.headers["etag"].startswith("W/")
    again = client.get(f"{path}?", headers={"Accept-Encoding": "gzip", "If-None-Match": coded.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", [*ADDRESSES, "/id/person/p0050", "/id/person/p0051", "/doc/person/nobody", "/static/site.css"]
)
def test_head_is_get_without_the_body(path: str, client: TestClient) -> None:
    """RFC 9110, section 9.3.2."""
    get, head = client.get(path), client.head(path)

    assert head.status_code == get.status_code
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("path", [*ADDRESSES, "/id/person/nobody", "/nowhere"])
def test_scripts_of_other_sites_may_ask(path: str, client: TestClient) -> None:
    """Linked data that a browser may not read from elsewhere is half published; refusals too must be readable."""
    answer = client.options(path, headers={"Origin": "https://e.example", "Access-Control-Request-Method": "GET"})

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert "GET" in answer.headers["allow"]
    assert client.get(path).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_documents_are_only_read(method: str, client: TestClient) -> None:
    """Nothing here is written over HTTP."""
    answer = client.request(method, f"/doc/{MANDELSTAM}", content=b"x")

    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert "GET" in answer.headers["allow"]


def test_answer_without_a_body_is_not_kept_for_those_who_want_one(client: TestClient) -> None:
    """A file's answer to HEAD is made without it; who asks for the file next must get it."""
    for path in ("/static/drawing.css", "/doc/person/p0010.nt", "/robots.txt"):
        head, get = client.head(path), client.get(path)
        assert head.content == b""
        assert get.content
        assert head.headers["content-length"] == get.headers["content-length"]


def test_cache_stays_small_and_gives_what_was_asked(assembled: Assembled, tmp_path: Path) -> None:
    """However many addresses are asked for; and one client's form is never another's."""
    with client_of(release_of(tmp_path, assembled.nquads()), cache_bytes=100_000) as client:
        for number in range(40):
            for accept in ("text/turtle", "text/html"):
                answer = client.get(f"/doc/person/p00{number + 10}", headers={"Accept": accept})
                assert answer.headers["content-type"].startswith(accept)
        assert client.app._cache._bytes <= 100_000  # type: ignore[attr-defined]


# The status on the page.


def test_page_tells_what_stood_on_a_day(client: TestClient) -> None:
    """In 1957 one of the two sentences stood: a historian asks for a day, a lawyer for a state."""
    then = client.get(f"/doc/{MANDELSTAM}.en.html?day=1957-01-01").text
    now = client.get(f"/doc/{MANDELSTAM}.en.html").text

    assert then.count("<strong>rehabilitated</strong>") == 1
    assert now.count("<strong>rehabilitated</strong>") == 2


@pytest.mark.parametrize("query", ["day=1957-13-01", "day=x", "law=atlantis", "page=0", "page=x", "page=99999999999"])
def test_question_that_makes_no_sense_is_refused(query: str, client: TestClient) -> None:
    """And says which part of it."""
    answer = client.get(f"/doc/{MANDELSTAM}.en.html?{query}")

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(query.partition("=")[0])


@pytest.mark.parametrize("thing", ["person/p0050", "group/katyn", "act/a-1953-03-27"])
def test_rows_behind_a_timeline_can_be_had(thing: str, client: TestClient) -> None:
    """A drawing without its numbers cannot be checked: the question and its rows are one click away."""
    text = client.get(f"/doc/{thing}.en.html").text
    links = [link for link in Read(text).links if "/queries/" in link]

    assert len(links) >= 2
    for link in links:
        answer = client.get(urljoin(f"/doc/{thing}.en.html", link))
        assert answer.status_code == 200, link
    assert any("format=csv" in link for link in links)


# Pages that are about no single thing.


@pytest.mark.parametrize("path", ["index", "article", "browse/person", "browse/group", "browse/act", "browse/phrase"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_plain_pages_are_there_in_both_languages(path: str, language: str, client: TestClient) -> None:
    """And lead to each other."""
    answer = client.get(f"/{path}.{language}.html")

    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    other = "ru" if language == "en" else "en"
    assert f"{path.rpartition('/')[2]}.{other}.html" in answer.text


def test_article_shows_what_denies_it(client: TestClient) -> None:
    """The founding article says much that evidence refines or denies; both stand side by side."""
    text = client.get("/article.en.html").text

    assert text.count('class="sentence"') == 20
    for stance in ("confirms", "refines", "denies"):
        assert f'<li class="{stance}">' in text


def test_ontology_is_found_at_its_namespace(client: TestClient) -> None:
    """A term's address leads to what defines it, for machines and for people."""
    turtle = client.get("/ontology", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=turtle.text)

    assert turtle.headers["content-location"] == "ontology.ttl"
    assert any(str(subject) == f"{REHAB}Sentence" for subject in graph.subjects())
    page = client.get("/ontology", headers={"Accept": "text/html", "Accept-Language": "ru"})
    assert page.status_code == 303
    assert client.get(f"/{page.headers['location']}").status_code == 200
    assert client.get("/ontology/context.jsonld").json()["@context"]["Sentence"] == {"@id": "rehab:Sentence"}
    for form in RDF_FORMS:
        assert client.get(f"/ontology.{form.suffix}").status_code == 200


def test_every_thing_of_the_graph_has_a_page(client: TestClient, assembled: Assembled) -> None:
    """No address that the graph makes leads nowhere; looked at for a sample of each kind."""
    by_kind: dict[str, list[str]] = {}
    for quad in assembled.quads:
        subject = quad.subject
        if isinstance(subject, NamedNode) and subject.value.startswith(f"{DEFAULT_BASE}id/"):
            by_kind.setdefault(subject.value.split("/")[-2], []).append(subject.value)
    assert len(by_kind) > 15
    for kind, found in by_kind.items():
        for iri in sorted(set(found))[:2]:
            path = f"/doc/{kind}/{iri.rpartition('/')[2]}.ru.html"
            answer = client.get(path)
            assert answer.status_code == 200 or iri == WITHDRAWN, path


def test_what_no_page_tells_is_told_by_a_query() -> None:
    """A concept may be named by a million records: pages end where each would be read from the first one on."""
    thing, known = NamedNode(f"{DEFAULT_BASE}vocab/measure/camp"), NamedNode(f"{REHAB}measureKind")
    store = Store()
    store.extend(Quad(NamedNode(f"urn:x:{number}"), known, thing, NamedNode("urn:g")) for number in range(MOST + 150))
    store.add(Quad(NamedNode("urn:x:attested"), NamedNode(f"{REHAB}attests"), thing, NamedNode("urn:g")))

    before, last = referring(store, thing, MOST // PER_PAGE - 1), referring(store, thing, MOST // PER_PAGE)

    assert (before.more, before.beyond) == (True, None)
    assert not last.more
    assert last.beyond is not None
    rest = store.query(last.beyond, use_default_graph_as_union=True)
    assert len(list(rest)) == 150
    assert referring(Store(), thing).beyond is None


# Maps by themselves.


def test_map_is_given_by_itself(client: TestClient) -> None:
    """For the frame of another site, and as pictures; any other page refuses a frame."""
    page = client.get("/embed/map.ru.html?of=article")
    picture, pixels = client.get("/embed/map.svg?of=article&lang=ru"), client.get("/embed/map.png?of=place/magadan")

    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in client.get("/map.ru.html").headers["content-security-policy"]
    assert "Места исходной статьи" in page.text
    assert "Места исходной статьи" in picture.text
    assert picture.text.startswith("<svg")
    assert pixels.content.startswith(b"\x89PNG")
    assert "http://data.example/embed/map.en.html?of=all" in client.get("/map.en.html").text


@pytest.mark.parametrize("of", ["nothing", "person/nobody", "../../etc/passwd", "person/%FF", "act/x?y", ""])
@pytest.mark.parametrize("form", ["svg", "png", "en.html"])
def test_map_of_nothing_is_not_found(of: str, form: str, client: TestClient) -> None:
    """Whatever is asked for, a map comes or a refusal."""
    assert client.get(f"/embed/map.{form}", params={"of": of}).status_code == 404
    assert client.get("/embed/map.svg?lang=de").status_code == 400

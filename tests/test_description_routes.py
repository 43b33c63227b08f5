"""The addresses of the description, on a real server: forms, parts of files, older releases, and what is refused."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
import uvicorn
from canary import IRIS_OF_HERS, NAMES, NOW, SHOWN, WITHDRAWN, planted, released
from pyoxigraph import RdfFormat, parse
from searched import application
from servers import free_port

from rehabkg import assets
from rehabkg.description.routes import routes
from rehabkg.release.model import Release
from rehabkg.web.published import Published

FORMS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "nq": ("application/n-quads", RdfFormat.N_QUADS),
    "trig": ("application/trig", RdfFormat.TRIG),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}


@contextlib.contextmanager
def served(release: Release) -> Iterator[str]:
    """Serve the addresses over a release; give the address of the server."""
    port = free_port()
    app = application(routes(Published.open(release), f"http://127.0.0.1:{port}/"))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    """A release that shows the canary, one that coarsens, the same again, and one that withdrew her."""
    settings = planted(tmp_path_factory.mktemp("planted"))
    policies = (SHOWN, assets.DEFAULT_POLICY, assets.DEFAULT_POLICY, WITHDRAWN)
    return [released(settings, policy, now=NOW + timedelta(days=day)) for day, policy in enumerate(policies)]


@pytest.fixture(scope="module")
def client(made: list[Release]) -> Iterator[httpx.Client]:
    """A client of a server over the second release, which coarsens."""
    with served(made[1]) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize("suffix", FORMS)
def test_description_is_given_in_each_form_by_suffix_and_by_accept(client: httpx.Client, suffix: str) -> None:
    """A client takes the form that it reads."""
    media_type, form = FORMS[suffix]
    by_suffix = client.get(f"/dataset.{suffix}")
    asked = client.get("/.well-known/void", headers={"Accept": media_type})

    assert by_suffix.status_code == asked.status_code == 200
    assert asked.headers["content-type"].startswith(media_type)
    assert asked.content == by_suffix.content
    assert len(list(parse(asked.content, format=form))) > 500
    assert asked.headers["vary"] == "Accept"
    assert client.get(f"/dataset.{suffix}", headers={"If-None-Match": by_suffix.headers["etag"]}).status_code == 304


def test_person_is_led_to_the_page_in_their_language(client: httpx.Client) -> None:
    """A browser must not get a file of Turtle."""
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "ru,en;q=0.5"}
    for path, target in (
        ("/dataset", "data.ru.html"),
        ("/.well-known/void", "../data.ru.html"),
        ("/releases", "data.ru.html"),
    ):
        found = client.get(path, headers=browser)
        assert (found.status_code, found.headers["location"]) == (303, target)


def test_form_that_nobody_has_is_refused_with_those_there_are(client: httpx.Client) -> None:
    """RFC 9110, section 15.5.7: the client is told what it may choose."""
    found = client.get("/dataset", headers={"Accept": "image/png"})

    assert found.status_code == 406
    assert {entry["type"] for entry in found.json()["alternatives"]} == {name for name, _ in FORMS.values()}


def test_addresses_of_the_description_are_alive(client: httpx.Client) -> None:
    """A catalogue whose links are dead describes nothing that can be had."""
    quads = parse(client.get("/dataset.nt").content, format=RdfFormat.N_TRIPLES)
    links = {quad.object.value for quad in quads if quad.predicate.value.endswith(("#downloadURL", "void#dataDump"))}

    assert len(links) > 5
    for link in links:
        assert client.head(link).status_code == 200, link


def test_dump_is_given_as_it_was_summed(client: httpx.Client, made: list[Release]) -> None:
    """What arrives is what the catalogue promised; packed it is a file, not a way of sending."""
    for dump in made[1].files:
        found = client.get(f"/dumps/{dump.file}")
        assert hashlib.sha256(found.content).hexdigest() == dump.sha256
        assert found.headers["etag"] == f'"{dump.sha256}"'
        assert found.headers["content-type"] == "application/gzip"
        assert "content-encoding" not in found.headers
        assert int(found.headers["content-length"]) == dump.size
        assert client.head(f"/dumps/{dump.file}").headers["content-length"] == str(dump.size)


def test_dump_is_given_in_parts(client: httpx.Client) -> None:
    """A fetch of gigabytes that broke goes on where it was (RFC 9110, section 14)."""
    whole = client.get("/dumps/rehabkg.nq.gz")
    part = client.get("/dumps/rehabkg.nq.gz", headers={"Range": "bytes=100-199"})
    rest = client.get("/dumps/rehabkg.nq.gz", headers={"Range": "bytes=100-", "If-Range": whole.headers["etag"]})
    other = client.get("/dumps/rehabkg.nq.gz", headers={"Range": "bytes=100-", "If-Range": '"another"'})
    beyond = client.get("/dumps/rehabkg.nq.gz", headers={"Range": f"bytes={len(whole.content)}-"})

    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert (other.status_code, other.content) == (200, whole.content)
    assert beyond.status_code == 416
    assert client.get("/dumps/rehabkg.nq.gz", headers={"If-None-Match": whole.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/..%2Frelease.json",
        "/dumps/%2e%2e%2frelease.json",
        "/dumps/..%5Crelease.json",
        "/dumps/release.json",
        "/dumps/%2Fetc%2Fpasswd",
        "/dumps/rehabkg.nq.gz%00",
        "/releases/..%2F..%2Fstore/dumps/x",
        "/releases/2026-11-28/dumps/..%2Fdescription.ttl",
        "/releases/2026-11-28.2/changes/..%2Frelease.json",
        "/releases/2020-01-01/dumps/rehabkg.nq.gz",
        "/releases/nonsense",
        "/releases/nonsense/void",
        "/releases/2026-11-28.2/changes-since/2020-01-01",
        "/sitemap-0.xml",
        "/sitemap-99.xml",
    ],
)
def test_path_that_leads_out_finds_nothing(client: httpx.Client, path: str) -> None:
    """A name from an address is looked up among those that are, never put into a path."""
    found = client.get(path, headers={"Accept": "text/turtle"})

    assert found.status_code in (404, 410)


def test_releases_are_listed_the_newest_first(client: httpx.Client, made: list[Release]) -> None:
    """Who cited an older one finds it."""
    found = client.get("/releases.json").json()

    assert found["current"] == made[1].name
    assert [entry["name"] for entry in found["releases"]] == [release.name for release in reversed(made)]
    closed = {entry["name"]: entry["closed"] for entry in found["releases"]}
    assert closed[made[0].name] is True
    assert closed[made[1].name] is False
    one = client.get(f"/releases/{made[1].name}").json()
    assert one["statements"] == made[1].statements
    assert {dump["sha256"] for dump in one["dumps"]} == {dump.sha256 for dump in made[1].files}


def test_release_that_holds_what_is_withheld_now_is_closed(client: httpx.Client, made: list[Release]) -> None:
    """Its name is known; its files are given to nobody."""
    for path in ("void", "dumps/rehabkg.nq.gz", "changes.json"):
        found = client.get(f"/releases/{made[0].name}/{path}", headers={"Accept": "text/turtle"})
        assert found.status_code == 410
    assert client.get(f"/releases/{made[1].name}/changes-since/{made[0].name}").status_code == 410
    assert client.get(f"/releases/{made[0].name}").json()["dumps"] == []


def test_changes_are_given_by_count_by_file_and_between_any_two(made: list[Release]) -> None:
    """Whoever keeps a copy follows from release to release."""
    with served(made[2]) as address, httpx.Client(base_url=address) as client:
        told = client.get(f"/releases/{made[1].name}/changes.json")
        since = client.get(f"/releases/{made[2].name}/changes-since/{made[1].name}")
        nothing = client.get(f"/releases/{made[2].name}/changes.json").json()
        (first, *_) = made[1].changes
        file = client.get(f"/releases/{made[1].name}/changes/{first.name}.added.nt.gz")

    assert (nothing["since"], nothing["graphs"]) == (made[1].name, [])
    assert (since.status_code, since.text) == (200, "")
    assert told.json()["since"] == made[0].name
    assert told.json()["graphs"][0]["added"] == first.added
    assert len(gzip.decompress(file.content).splitlines()) == first.added


def test_no_answer_names_what_was_withdrawn(made: list[Release]) -> None:
    """Every address of this room, asked in every form, over the release that withdrew her."""
    with served(made[3]) as address, httpx.Client(base_url=address) as client:
        paths = [f"/dataset.{suffix}" for suffix in FORMS]
        paths += ["/.well-known/void", "/releases.json", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt"]
        for release in made:
            paths += [f"/releases/{release.name}", f"/releases/{release.name}/changes.json"]
            paths += [f"/releases/{release.name}/changes-since/{older.name}" for older in made]
            paths += [f"/releases/{release.name}/dumps/{dump.file}" for dump in release.files]
            for change in release.changes:
                paths += [
                    f"/releases/{release.name}/changes/{change.name}.{kind}.nt.gz" for kind in ("added", "removed")
                ]
        for path in paths:
            # The names of files of closed releases are asked for here, and must not come back.
            found = client.get(path, headers={"Accept": "*/*"})
            content = gzip.decompress(found.content) if found.content[:2] == b"\x1f\x8b" else found.content
            for needle in (*NAMES, *(iri for iri in IRIS_OF_HERS if iri != "list.77")):
                assert needle.encode() not in content, (path, needle)


def test_sitemap_and_robots_are_given_at_the_public_address(client: httpx.Client) -> None:
    """A crawler follows absolute addresses only."""
    address = str(client.base_url)
    index, part, robots = (client.get(path) for path in ("/sitemap.xml", "/sitemap-1.xml", "/robots.txt"))

    assert f"<loc>{address}/sitemap-1.xml</loc>" in index.text
    assert f"<loc>{address}/doc/person/p9000.en.html</loc>" in part.text
    assert robots.text.endswith(f"Sitemap: {address}/sitemap.xml\n")
    assert index.headers["content-type"].startswith("application/xml")


def test_release_made_by_hand_has_no_description(made: list[Release]) -> None:
    """A release of an older kind is served; what it lacks is told."""
    bare = Release(made[1].path / "store", made[1].name, made[1].created, made[1].base, None, frozenset())
    bare = Release(bare.path.parent.parent / "bare", bare.name, bare.created, bare.base, None, frozenset())
    published = Published(bare, Published.open(made[1]).store, made[1].path.parent)
    app = application(routes(published, "http://test"))
    from starlette.testclient import TestClient

    with TestClient(app) as client:
        assert client.get("/dataset.ttl").status_code == 404
        assert json.loads(client.get("/dataset.ttl").content)["detail"] == "this release has no description"
        assert client.get("/sitemap-1.xml").status_code == 404

"""Publishing to a real store over HTTP: what arrives, what is sent again, what a refusal says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import md5
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from urllib.request import Request, parse_http_list, parse_keqv_list

import pytest
from pyoxigraph import NamedNode
from servers import CUT, LOSE, Asked, Between, Reply, free_port, oxigraph

from rehabkg.errors import CallError, EndpointError, NotFoundError, StoreError
from rehabkg.iri import Iris
from rehabkg.publish.batches import Reading, digest
from rehabkg.publish.client import Client
from rehabkg.publish.remote import Remote
from rehabkg.publish.run import DROPPED, SENT, UNCHANGED, publish
from rehabkg.publish.state import kept_state, state_path
from rehabkg.query.remote import run_remote
from rehabkg.query.results import Rows
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import open_store
from rehabkg.store.version import write_version

IRIS = Iris()
LIST, OTHER = IRIS.graph("some-list"), IRIS.graph("other")
PASSWORD = "open-sesame"  # noqa: S105 - invented


def content(size: int, word: str = "value", *, other: bool = True) -> bytes:
    """A list of *size* statements, and a graph in which two of three statements hang on blank nodes."""
    lines = [f'<urn:s{n}> <urn:p> "{word} {n}, Ё \\"quoted\\" _:b"@ru <{LIST.value}> .\n' for n in range(size)]
    if other:
        lines += [
            f'_:b <urn:p> "a blank node" <{OTHER.value}> .\n',
            f"_:b <urn:q> _:c <{OTHER.value}> .\n",
            f"<urn:s> <urn:r> <urn:o> <{OTHER.value}> .\n",
        ]
    return "".join(lines).encode()


def values(size: int, word: str = "value") -> set[str]:
    return {f'{word} {n}, Ё "quoted" _:b' for n in range(size)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "store"
    write_version(path, content(2_000), DEFAULT_BASE)
    return Settings(store_path=path)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The `oxigraph` server, empty."""
    with oxigraph(tmp_path / "remote") as address:
        yield address


def remote(server: str, **changes: object) -> Remote:
    return replace(Remote(f"{server}/query", f"{server}/update", pause_seconds=0.01), **changes)


def by_protocol(server: str, **changes: object) -> Remote:
    return remote(server, graphs=f"{server}/store", **changes)


def sent_all(settings: Settings, to: Remote, batch_bytes: int = 10_000, **options: object) -> dict[str, str]:
    """Publish, and return what became of each graph."""
    return {done.graph: done.fate for done in publish(settings, to, batch_bytes=batch_bytes, **options)}


def there(server: str, graph: NamedNode) -> set[str]:
    """Return the objects of a graph of the remote store."""
    rows = run_remote(f"{server}/query", f"SELECT ?o WHERE {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}", Settings())
    assert isinstance(rows, Rows)
    return {row[0] for row in rows.texts()}


def graph_names(server: str) -> set[str]:
    rows = run_remote(f"{server}/query", "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", Settings())
    assert isinstance(rows, Rows)
    return {str(row[0].value) for row in rows if isinstance(row[0], NamedNode)}


def nodes_of_other(server: str) -> int:
    """How many blank nodes the graph with blank nodes has there."""
    text = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH <{OTHER.value}> {{ ?s ?p ?o FILTER(ISBLANK(?s)) }} }}"
    return int(run_remote(f"{server}/query", text, Settings()).texts()[0][0])  # type: ignore[union-attr]


def brings_data(asked: Asked) -> bool:
    kind = {name.lower(): value for name, value in asked.headers.items()}.get("content-type", "")
    return b"INSERT DATA" in asked.body or (asked.body != b"" and "n-triples" in kind)


# What arrives.


@pytest.mark.parametrize("way", [remote, by_protocol], ids=["update", "gsp"])
def test_every_graph_arrives_whole_and_no_staging_graph_stays(
    way: Callable[[str], Remote], settings: Settings, server: str
) -> None:
    """What readers of the remote store see is what the store here holds, blank nodes and quotes included."""
    assert sent_all(settings, way(server)) == {"other": SENT, "some-list": SENT}

    assert there(server, LIST) == values(2_000)
    assert len(there(server, OTHER)) == 3
    assert nodes_of_other(server) == 1
    assert graph_names(server) == {LIST.value, OTHER.value}


@pytest.mark.parametrize("way", [remote, by_protocol], ids=["update", "gsp"])
def test_no_request_is_much_larger_than_a_batch(way: Callable[[str], Remote], settings: Settings, server: str) -> None:
    """Memory here and there is that of a batch, whatever the size of the graph."""
    with Between(server) as between:
        sent_all(settings, way(between.url), batch_bytes=10_000)

    sizes = [len(asked.body) for asked in between.asked if brings_data(asked)]
    assert len(sizes) > 10
    assert max(sizes) < 10_600


def test_unchanged_graph_is_not_sent_twice_and_a_changed_one_is_swapped_whole(settings: Settings, server: str) -> None:
    """An office publishes every night: what did not change costs a count, and nothing of the former graph stays."""
    sent_all(settings, remote(server))
    write_version(settings.store_path, content(10, "changed"), DEFAULT_BASE)

    assert sent_all(settings, remote(server)) == {"other": UNCHANGED, "some-list": SENT}

    assert there(server, LIST) == values(10, "changed")
    assert sent_all(settings, remote(server)) == {"other": UNCHANGED, "some-list": UNCHANGED}


def test_graph_that_somebody_changed_there_is_sent_again(settings: Settings, server: str) -> None:
    """The state kept here is not believed against what the remote store counts."""
    sent_all(settings, remote(server))
    Client(remote(server), settings).drop(LIST)

    assert sent_all(settings, remote(server))["some-list"] == SENT
    assert there(server, LIST) == values(2_000)


def test_graph_that_was_withdrawn_here_is_dropped_there(settings: Settings, server: str) -> None:
    """A source may be withdrawn for the sake of the living; it must not stay where it was sent to."""
    sent_all(settings, remote(server))
    write_version(settings.store_path, content(2_000, other=False), DEFAULT_BASE)

    assert sent_all(settings, remote(server), graphs=["some-list"]) == {"some-list": UNCHANGED}
    assert graph_names(server) == {LIST.value, OTHER.value}
    assert sent_all(settings, remote(server)) == {"some-list": UNCHANGED, "other": DROPPED}
    assert graph_names(server) == {LIST.value}


def test_graph_of_others_is_left_alone(settings: Settings, server: str) -> None:
    """Only what was sent from here is replaced or dropped."""
    Client(remote(server), settings).add(NamedNode("urn:theirs"), [b"<urn:a> <urn:b> <urn:c> .\n"], first=True)

    sent_all(settings, remote(server))

    assert graph_names(server) == {LIST.value, OTHER.value, "urn:theirs"}


def test_former_graph_stands_where_something_is_lost_on_the_way(settings: Settings, server: str) -> None:
    """A store that says yes and loses half must not cost the graph that was in place."""
    sent_all(settings, remote(server))
    write_version(settings.store_path, content(2_000, "changed"), DEFAULT_BASE)

    def decide(asked: Asked) -> Reply | None:
        return Reply(204) if b'"changed 1' in asked.body else None

    with Between(server, decide) as between, pytest.raises(EndpointError) as told:
        sent_all(settings, remote(between.url))

    assert f"graph {LIST.value}: of 2,000 statements" in str(told.value)
    assert "and the former graph stands" in str(told.value)
    assert there(server, LIST) == values(2_000)
    sent_all(settings, remote(server))
    assert there(server, LIST) == values(2_000, "changed")


def test_store_without_move_gets_a_copy_and_that_is_told(settings: Settings, server: str) -> None:
    """Without MOVE the graph is copied; whoever publishes is told that readers may have seen half of it."""
    lines: list[str] = []

    def decide(asked: Asked) -> Reply | None:
        return Reply(400, b"MOVE is not supported") if b"MOVE" in asked.body else None

    with Between(server, decide) as between:
        sent_all(settings, remote(between.url), tell=lines.append)

    assert there(server, LIST) == values(2_000)
    assert graph_names(server) == {LIST.value, OTHER.value}
    assert any("refuses MOVE (HTTP 400); the graph is copied, and readers may see half" in line for line in lines)


# A run that is cut off.


def command(settings: Settings, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "rehabkg", "publish", "--store", str(settings.store_path), *arguments]


# A drop, two requests and a MOVE for the small graph, three batches and a MOVE for the list; the protocol has one more.
LONG = "new " * 150
KILLS = [
    ("update", 3, "after"), ("update", 4, "after"), ("update", 6, "before"), ("update", 7, "after"),
    ("update", 8, "before"), ("update", 8, "after"), ("gsp", 4, "after"), ("gsp", 7, "before"), ("gsp", 8, "after"),
    ("gsp", 9, "after"),
]  # fmt: skip


@pytest.mark.parametrize(("way", "at", "step"), KILLS)
def test_killed_run_shows_no_half_graph_and_goes_on(
    at: int, step: str, way: str, settings: Settings, server: str
) -> None:
    """Whichever request it is killed before or after, readers see the former graph or the whole new one."""
    sent_all(settings, remote(server))
    write_version(settings.store_path, content(4_000, LONG), DEFAULT_BASE)
    killed: list[subprocess.Popen[bytes]] = []

    def decide(asked: Asked) -> str | None:
        if asked.number != at:
            return None
        if step == "after":
            Client(remote(server), settings)._send(forwarded(asked, server), server)
        killed[0].send_signal(signal.SIGKILL)
        killed[0].wait()
        return CUT

    with Between(server, decide) as between:
        addresses = ["--endpoint", f"{server}/query", "--update", f"{between.url}/update", "--batch", "1"]
        call = command(settings, *addresses, *(["--gsp", f"{between.url}/store"] if way == "gsp" else []))
        killed.append(subprocess.Popen(call, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
        assert killed[0].wait() == -signal.SIGKILL

        assert there(server, LIST) in (values(2_000), values(4_000, LONG))
        finished = [name for name, state in states(settings, between.url).items() if state["done"]]
        assert (OTHER.value in finished) == (at > 5)
        del between.asked[:]
        between.decide = lambda _: None
        done = subprocess.run(call, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert there(server, LIST) == values(4_000, LONG)
    assert len(there(server, OTHER)) == 3
    assert nodes_of_other(server) == 1
    assert graph_names(server) == {LIST.value, OTHER.value}
    if OTHER.value in finished:
        assert not any(b"<urn:s> <urn:r> <urn:o>" in asked.body for asked in between.asked)


def forwarded(asked: Asked, server: str) -> Request:
    """Return the request as it would have reached the server."""
    kind = {name: value for name, value in asked.headers.items() if name.lower() == "content-type"}
    return Request(server + asked.target, data=asked.body, headers=kind, method=asked.method)  # noqa: S310


def states(settings: Settings, url: str) -> dict[str, dict[str, object]]:
    path = state_path(settings.store_path, f"{url}/update")
    found: dict[str, dict[str, object]] = json.loads(path.read_text()) if path.exists() else {}
    return found


def test_run_that_was_cut_off_sends_only_what_is_missing(settings: Settings, server: str) -> None:
    """Twenty million statements are not sent again for a connection lost at the end."""
    with Between(server, lambda asked: CUT if asked.number > 12 else None) as between:
        with pytest.raises(EndpointError, match="tried 2 times"):
            sent_all(settings, remote(between.url, query=f"{server}/query", retries=1))
        first = [asked.body for asked in between.asked if brings_data(asked)]
        del between.asked[:]
        between.decide = lambda _: None
        lines: list[str] = []
        sent_all(settings, remote(between.url, query=f"{server}/query"), tell=lines.append)

    second = [asked.body for asked in between.asked if brings_data(asked)]
    assert any(line.startswith("some-list: goes on after ") for line in lines)
    assert len(set(first)) > 5
    assert first[-1] == second[0]
    assert not set(first[:-2]) & set(second)
    assert there(server, LIST) == values(2_000)


def test_run_goes_on_only_with_what_it_had_read(settings: Settings, server: str) -> None:
    """The store may have changed in between; then half of one and half of the other would be moved into place."""
    with Between(server, lambda asked: CUT if asked.number > 12 else None) as between:
        to = remote(between.url, query=f"{server}/query", retries=0)
        with pytest.raises(EndpointError):
            sent_all(settings, to)
        write_version(settings.store_path, content(2_000, "changed"), DEFAULT_BASE)
        between.decide = lambda _: None
        sent_all(settings, to)

    assert there(server, LIST) == values(2_000, "changed")


def test_staging_graph_that_is_gone_is_filled_anew(settings: Settings, server: str) -> None:
    """A remote store may be emptied between the runs."""
    with Between(server, lambda asked: CUT if asked.number > 12 else None) as between:
        to = remote(between.url, query=f"{server}/query", retries=0)
        with pytest.raises(EndpointError):
            sent_all(settings, to)
        for name in graph_names(server):
            Client(remote(server), settings).drop(NamedNode(name))
        between.decide = lambda _: None

        assert set(sent_all(settings, to).values()) == {SENT}
    assert there(server, LIST) == values(2_000)
    assert len(there(server, OTHER)) == 3


def test_two_runs_to_one_store_do_not_mix(settings: Settings, server: str) -> None:
    """Both would fill the same staging graph."""
    with (
        kept_state(settings.store_path, remote(server).update),
        pytest.raises(StoreError, match="another process is publishing to that address"),
    ):
        sent_all(settings, remote(server))


def test_state_that_cannot_be_read_costs_time_only(settings: Settings, server: str) -> None:
    """A file that was cut short, or comes from another version of the program, is begun anew."""
    sent_all(settings, remote(server))
    for broken in ("", "{", "[]", '{"g": 1}', '{"g": {"other": 1}}', "[" * 100_000):
        state_path(settings.store_path, remote(server).update).write_text(broken)
        assert set(sent_all(settings, remote(server), graphs=["other"]).values()) == {SENT}


# A refusal that may pass.


@pytest.mark.parametrize("way", [remote, by_protocol], ids=["update", "gsp"])
def test_connection_cut_in_the_middle_of_a_batch_is_tried_again(
    way: Callable[[str], Remote], settings: Settings, server: str
) -> None:
    """Networks fail; a graph of an hour's sending must not begin anew for it."""
    lines: list[str] = []
    with Between(server) as between:
        between.cuts, between.cut_over_bytes = 3, 20_000
        sent_all(settings, way(between.url), batch_bytes=50_000, tell=lines.append)

    assert there(server, LIST) == values(2_000)
    assert nodes_of_other(server) == 1
    assert [line.rpartition("; ")[2] for line in lines if "; again" in line] == [
        "again in 0.01 s",
        "again in 0.02 s",
        "again in 0.04 s",
    ]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_busy_store_is_waited_for(status: int, settings: Settings, server: str) -> None:
    """A busy store takes the same batch a moment later."""
    refused: list[int] = []

    def decide(asked: Asked) -> Reply | None:
        if asked.number % 3 == 0:
            refused.append(asked.number)
            return Reply(status, b"busy")
        return None

    with Between(server, decide) as between:
        sent_all(settings, remote(between.url))

    assert len(refused) > 5
    assert there(server, LIST) == values(2_000)


@pytest.mark.parametrize("what", [b"MOVE", b"WHERE { }", b"INSERT DATA", b"DROP"])
def test_answer_that_is_lost_makes_nothing_twice(what: bytes, settings: Settings, server: str) -> None:
    """The store did it and the answer did not arrive: a second MOVE would leave nothing, a second insert more nodes."""
    lost: set[bytes] = set()

    def decide(asked: Asked) -> str | None:
        if what in asked.body and asked.body not in lost:
            lost.add(asked.body)
            return LOSE
        return None

    with Between(server, decide) as between:
        sent_all(settings, remote(between.url))

    assert lost
    assert there(server, LIST) == values(2_000)
    assert len(there(server, OTHER)) == 3
    assert nodes_of_other(server) == 1


def test_store_that_stays_away_is_left_after_some_tries(settings: Settings, server: str) -> None:
    """Nobody waits for ever, and each pause is twice the one before."""
    lines: list[str] = []
    with Between(server, lambda _: Reply(503, b"closed")) as between, pytest.raises(EndpointError) as told:
        sent_all(settings, remote(between.url, retries=3), tell=lines.append)

    assert str(told.value) == f"{between.url}/update: HTTP 503 Service Unavailable: closed; tried 4 times"
    assert len(between.asked) == 4
    assert [line.rpartition("; ")[2] for line in lines] == ["again in 0.01 s", "again in 0.02 s", "again in 0.04 s"]


# What is too long for the store.


@pytest.mark.parametrize("status", [400, 413])
@pytest.mark.parametrize("way", [remote, by_protocol], ids=["update", "gsp"])
def test_batch_that_is_too_long_goes_in_halves(
    status: int, way: Callable[[str], Remote], settings: Settings, server: str
) -> None:
    """Stores say so with 413, Virtuoso's parser with 400; those that follow are cut before they are refused."""
    lines: list[str] = []

    def decide(asked: Asked) -> Reply | None:
        return Reply(status, b"too long") if len(asked.body) > 20_000 else None

    with Between(server, decide) as between:
        sent_all(settings, way(between.url), batch_bytes=60_000, tell=lines.append)

    assert there(server, LIST) == values(2_000)
    assert sum(f"bytes at once (HTTP {status}); half of that goes on" in line for line in lines) == 2


def test_statement_that_is_refused_is_named(settings: Settings, server: str) -> None:
    """One statement that a store cannot take must be found among millions."""

    def decide(asked: Asked) -> Reply | None:
        return Reply(400, b"no such thing") if b"value 77," in asked.body else None

    with Between(server, decide) as between, pytest.raises(EndpointError) as told:
        sent_all(settings, remote(between.url))

    assert str(told.value).startswith(f"{between.url}/update: HTTP 400 Bad Request: no such thing; that was for the ")
    assert '<urn:s77> <urn:p> "value 77, Ё' in str(told.value)


# Refusals, each one line.


def first_line(settings: Settings, to: Remote) -> str:
    """Return what a run that is refused says."""
    with pytest.raises(EndpointError) as told:
        sent_all(settings, to)
    line = str(told.value)
    assert line.isprintable()
    assert len(line) < 600
    assert PASSWORD not in line
    return line


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 415, 500, 501])
def test_refusal_is_one_line_with_what_the_store_said(status: int, settings: Settings, server: str) -> None:
    """The body of a refusal may be of any length and hold anything; no secret is in the line."""
    body = f"no <b>\x1b[31m way {PASSWORD}\n".encode() * 100_000
    with Between(server, lambda _: Reply(status, body)) as between:
        line = first_line(settings, remote(between.url, retries=1, user="u", password=PASSWORD))

    assert line.startswith(f"{between.url}/update: HTTP {status} ")
    assert "no <b>\\x1b[31m way ***" in line


class Endless(StreamRequestHandler):
    """Refuses at a length of gigabytes."""

    def handle(self) -> None:
        self.request.recv(1_000)
        self.wfile.write(b"HTTP/1.1 500 Broken\r\nContent-Length: 9999999999\r\n\r\n")
        for _ in range(100_000):
            self.wfile.write(b"broken " * 10_000)


def test_refusal_without_end_is_one_line(settings: Settings) -> None:
    """A body of gigabytes is not read."""
    with ThreadingTCPServer(("127.0.0.1", 0), Endless) as endless:
        endless.daemon_threads = True
        endless.block_on_close = False
        endless.handle_error = lambda *_: None  # type: ignore[method-assign]
        Thread(target=endless.serve_forever, daemon=True).start()
        started = time.monotonic()
        line = first_line(settings, remote(f"http://127.0.0.1:{endless.server_address[1]}", retries=0))
        endless.shutdown()

    assert "HTTP 500 Broken: broken broken" in line
    assert time.monotonic() - started < 5


def test_store_that_does_not_answer_is_left(settings: Settings, server: str) -> None:
    """A time-out is a line that says how long was waited."""

    def decide(_: Asked) -> None:
        time.sleep(3)

    with Between(server, decide) as between:
        line = first_line(settings, remote(between.url, timeout_seconds=0.3, retries=1))

    assert line == f"{between.url}/update: no whole answer within 0.3 seconds; tried 2 times"


def test_redirect_is_told_and_not_followed(settings: Settings, server: str) -> None:
    """A batch would arrive there without its text, and the password with it."""
    with Between(server, lambda _: Reply(301, headers={"Location": f"{server}/update"})) as between:
        line = first_line(settings, remote(between.url))

    assert line.endswith(f"it redirects to {server}/update; give that address")


def test_page_instead_of_a_count_is_one_line(settings: Settings, server: str) -> None:
    """The commonest slip is the address of the site instead of its endpoint."""

    def decide(asked: Asked) -> Reply | None:
        page = Reply(200, b"<html>Welcome</html>", {"Content-Type": "text/html"})
        return page if asked.target.startswith("/query") else None

    with Between(server, decide) as between:
        assert first_line(settings, remote(between.url)).endswith("the answer (text/html) is no SPARQL result in JSON")


def test_no_server_is_one_line(settings: Settings) -> None:
    """A typing error is told before anything is read."""
    line = first_line(settings, remote(f"http://127.0.0.1:{free_port()}", retries=1))

    assert line.endswith("/update: [Errno 111] Connection refused; tried 2 times")


# Who is sending.


class Guard:
    """Asks for a password before it lets through: basic or digest (RFC 7616, MD5 and qop `auth`)."""

    def __init__(self, scheme: str, *, nonce_for: int = 10**9, algorithm: str = "MD5") -> None:
        self.scheme, self.nonce_for, self.algorithm = scheme, nonce_for, algorithm
        self.refused: list[Asked] = []
        self._nonce, self._used = "n1", 0

    def __call__(self, asked: Asked) -> Reply | None:
        said = asked.headers.get("Authorization", "")
        if self._good(asked, said):
            self._used += 1
            if self._used >= self.nonce_for:
                self._nonce, self._used = self._nonce + "1", 0
            return None
        self.refused.append(asked)
        ask = 'Basic realm="store"'
        if self.scheme == "digest":
            ask = f'Digest realm="store, the", nonce="{self._nonce}", qop="auth", algorithm={self.algorithm}'
        # Some servers say in their refusal what they got.
        return Reply(401, said.encode() + PASSWORD.encode(), {"WWW-Authenticate": ask})

    def _good(self, asked: Asked, said: str) -> bool:
        if self.scheme == "basic":
            return said == "Basic " + b64encode(f"dba:{PASSWORD}".encode()).decode()
        given = parse_keqv_list(parse_http_list(said.removeprefix("Digest "))) if said.startswith("Digest") else {}
        if given.get("nonce") != self._nonce:
            return False
        secret = md5(f"dba:store, the:{PASSWORD}".encode()).hexdigest()  # noqa: S324 - as RFC 7616 has it
        request = md5(f"{asked.method}:{asked.target}".encode()).hexdigest()  # noqa: S324
        text = f"{secret}:{given['nonce']}:{given['nc']}:{given['cnonce']}:{given['qop']}:{request}"
        return given["response"] == md5(text.encode()).hexdigest()  # noqa: S324


def named(url: str, scheme: str, password: str = PASSWORD, **changes: object) -> Remote:
    return by_protocol(url, user="dba", password=password, auth=scheme, **changes)


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_password_is_said_with_the_first_request(scheme: str, settings: Settings, server: str) -> None:
    """A store that asks for each would get every batch twice; a challenge of digest is answered once an address."""
    guard = Guard(scheme)
    with Between(server, guard) as between:
        sent_all(settings, named(between.url, scheme))

    assert there(server, LIST) == values(2_000)
    assert not any(brings_data(asked) for asked in guard.refused)
    if scheme == "basic":
        assert guard.refused == []
    assert not any(PASSWORD in str(asked) for asked in between.asked)


def test_challenge_that_has_run_out_is_answered_anew(settings: Settings, server: str) -> None:
    """Servers give a nonce for some minutes or requests only."""
    guard = Guard("digest", nonce_for=4)
    with Between(server, guard) as between:
        sent_all(settings, named(between.url, "digest"))

    assert len(guard.refused) > 6
    assert there(server, LIST) == values(2_000)


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_wrong_password_is_one_line_at_once(scheme: str, settings: Settings, server: str) -> None:
    """Nothing is read or sent before the store has let us in, and a wrong password is not tried again and again."""
    guard = Guard(scheme)
    with Between(server, guard) as between, pytest.raises(EndpointError) as told:
        sent_all(settings, named(between.url, scheme, password="open-barley"))  # noqa: S106

    assert str(told.value).startswith(f"{between.url}/update: HTTP 401 Unauthorized")
    assert "open-barley" not in str(told.value)
    assert len(between.asked) == (1 if scheme == "basic" else 2)


def test_digest_of_an_unknown_kind_is_one_line(settings: Settings, server: str) -> None:
    """An algorithm that Python lacks is told, not taken for a wrong password."""
    with Between(server, Guard("digest", algorithm="SHA-512-256")) as between:
        assert "SHA-512-256" in first_line(settings, named(between.url, "digest"))


def test_password_is_not_shown_with_the_remote() -> None:
    """Whatever prints a remote store must not print its password."""
    assert PASSWORD not in repr(named("http://127.0.0.1:1", "basic"))


@pytest.mark.parametrize("option", ["endpoint", "update", "gsp"])
def test_password_in_an_address_is_refused_and_not_repeated(option: str) -> None:
    """An address stands in logs and lists of processes."""
    field = {"endpoint": "query", "gsp": "graphs"}.get(option, option)
    with pytest.raises(CallError) as told:
        replace(by_protocol("http://h"), **{field: f"http://dba:{PASSWORD}@h/x"})

    refused = "name and password do not belong into the address; give --user and --password-file"
    assert str(told.value) == f"{option}: {refused}"


# The command.


def run(settings: Settings, *arguments: str, password: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "REHABKG_PASSWORD"}
    if password is not None:
        environment["REHABKG_PASSWORD"] = password
    return subprocess.run(command(settings, *arguments), capture_output=True, text=True, env=environment)


def test_command_tells_what_became_of_the_graphs(settings: Settings, server: str) -> None:
    """Data on standard output, progress on standard error; the address for updates follows from the other."""
    done = run(settings, "--endpoint", f"{server}/query")

    assert (done.returncode, done.stdout) == (0, "2 graphs with 2,003 statements are in place: 2 sent\n")
    assert "some-list: 2,000 statements in place, " in done.stderr
    again = run(settings, "--endpoint", f"{server}/query", "--graph", "other")
    assert again.stdout == "1 graphs with 3 statements are in place: 1 unchanged\n"


@pytest.mark.parametrize("way", ["file", "variable"])
def test_password_comes_from_a_file_or_a_variable(way: str, tmp_path: Path, settings: Settings, server: str) -> None:
    """What stands in a command line stands in the list of processes."""
    (tmp_path / "secret").write_text(f"{PASSWORD}\n")
    given = ["--password-file", str(tmp_path / "secret")] if way == "file" else []
    with Between(server, Guard("digest")) as between:
        call = ["--endpoint", f"{between.url}/query", "--user", "dba", "--auth", "digest", *given]
        done = run(settings, *call, password=PASSWORD if way == "variable" else None)

    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr


def test_password_that_is_not_given_is_asked_for(settings: Settings) -> None:
    """Neither option nor prompt takes it."""
    done = run(settings, "--endpoint", "http://127.0.0.1:9/query", "--user", "dba")

    assert done.returncode == 2
    assert "give --password-file FILE or set REHABKG_PASSWORD" in done.stderr


def test_password_that_others_can_read_on_the_way_is_warned_of(settings: Settings) -> None:
    """Basic authentication over http:// is no secret to whoever stands between."""
    call = ["--endpoint", "http://store.invalid/query", "--user", "dba", "--timeout", "1"]
    environment = dict(os.environ, REHABKG_PASSWORD=PASSWORD)
    running = subprocess.Popen(command(settings, *call), stderr=subprocess.PIPE, text=True, env=environment)
    assert running.stderr is not None
    with running.stderr:
        first = running.stderr.readline()
        running.kill()
        running.wait()

    readable = "the password goes there readable by all between; --auth digest or https:// hides it"
    assert first == f"http://store.invalid/query: {readable}\n"


def test_address_of_another_kind_is_a_bad_call(settings: Settings) -> None:
    """Only the web is written to."""
    done = run(settings, "--endpoint", "ftp://x/query")

    assert done.returncode == 2
    assert done.stderr == "rehabkg: endpoint 'ftp://x/query' is not an address that starts with http:// or https://\n"


def test_unknown_graph_is_told(settings: Settings, server: str) -> None:
    """A graph that is not here cannot be swapped in."""
    with pytest.raises(NotFoundError, match="graph 'nothing' is not in the store"):
        sent_all(settings, remote(server), graphs=["nothing"])


# How a graph is read.


def test_digest_does_not_hang_on_the_order_and_sees_every_change(tmp_path: Path) -> None:
    """Two versions of the store give their statements in any order."""
    found = []
    for name, text in (("a", content(50)), ("b", b"".join(reversed(content(50).splitlines(True)))), ("c", content(51))):
        write_version(tmp_path / name, text, DEFAULT_BASE)
        found.append(digest(open_store(tmp_path / name), LIST))

    assert found[0] == found[1]
    assert found[0] != found[2]


def test_statements_with_blank_nodes_are_in_no_batch(settings: Settings) -> None:
    """Cut in two, one blank node would become two; a text that looks like one is no blank node."""
    store = open_store(settings.store_path)
    other, long = Reading(store, OTHER), Reading(store, LIST)

    assert [len(batch) for batch in other.batches(1)] == [1]
    assert len(other.blank) == 2
    assert sum(len(batch) for batch in long.batches(10_000)) == 2_000
    assert long.blank == []
    assert (other.digest, other.read) == digest(store, OTHER)


def test_reading_that_skips_ends_like_one_that_does_not(settings: Settings) -> None:
    """A run that goes on must come to the same digest as one that was never cut off."""
    store = open_store(settings.store_path)
    reading = Reading(store, LIST)
    reading.skip(700)

    assert sum(len(batch) for batch in reading.batches(10_000)) == 1_300
    assert (reading.digest, reading.read) == digest(store, LIST)

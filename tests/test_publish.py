"""Publishing to a real store over HTTP: what arrives, what is sent again, what a refusal says."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pyoxigraph import NamedNode

from rehabkg.errors import EndpointError, NotFoundError
from rehabkg.iri import Iris
from rehabkg.publish.batches import batches, digest
from rehabkg.publish.client import Client, Remote
from rehabkg.publish.run import publish
from rehabkg.publish.state import state_of
from rehabkg.query.remote import run_remote
from rehabkg.query.results import Rows
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import open_store
from rehabkg.store.version import write_version

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
IRIS = Iris()
LIST, OTHER = IRIS.graph("some-list"), IRIS.graph("other")


def content(size: int, word: str = "value") -> bytes:
    lines = [f'<urn:s{n}> <urn:p> "{word} {n}"@ru <{LIST.value}> .\n' for n in range(size)]
    lines.append(f'_:b <urn:p> "a blank node, and \\"quotes\\"" <{OTHER.value}> .\n')
    lines.append(f"_:b <urn:q> _:c <{OTHER.value}> .\n")
    return "".join(lines).encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "store"
    write_version(path, content(2_000), DEFAULT_BASE)
    return Settings(store_path=path)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The `oxigraph` server, empty."""
    assert OXIGRAPH is not None, "the oxigraph server comes with the development dependencies"
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{found.getsockname()[1]}"
    serve = [OXIGRAPH, "serve", "--location", str(tmp_path / "remote"), "--bind", bind]
    running = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                run_remote(f"http://{bind}/query", "ASK { ?s ?p ?o }", Settings())
                break
            except EndpointError:
                time.sleep(0.1)
        yield f"http://{bind}"
    finally:
        running.terminate()
        running.wait(10)


def remote(server: str, **changes: object) -> Remote:
    return replace(Remote(f"{server}/query", f"{server}/update", pause_seconds=0.01), **changes)


def there(server: str, graph: NamedNode) -> set[str]:
    text = f"SELECT ?o WHERE {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}"
    rows = run_remote(f"{server}/query", text, Settings())
    assert isinstance(rows, Rows)
    return {row[0] for row in rows.texts()}


def graph_names(server: str) -> set[str]:
    rows = run_remote(f"{server}/query", "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", Settings())
    assert isinstance(rows, Rows)
    return {str(row[0].value) for row in rows if isinstance(row[0], NamedNode)}


@pytest.mark.parametrize("by", ["update", "gsp"])
def test_every_graph_arrives_whole_and_no_staging_graph_stays(by: str, settings: Settings, server: str) -> None:
    """What readers of the remote store see is what the store here holds, blank nodes and quotes included."""
    to = remote(server, graphs=f"{server}/store" if by == "gsp" else None)

    found = list(publish(settings, to, batch_bytes=10_000))

    assert [(graph.graph, graph.statements, graph.sent) for graph in found] == [
        ("other", 2, True),
        ("some-list", 2_000, True),
    ]
    assert there(server, LIST) == {f"value {n}" for n in range(2_000)}
    assert 'a blank node, and "quotes"' in there(server, OTHER)
    assert graph_names(server) == {LIST.value, OTHER.value}


def test_unchanged_graph_is_not_sent_twice_and_a_changed_one_is_swapped_whole(settings: Settings, server: str) -> None:
    """An office publishes every night: what did not change costs a count, and nothing of the former graph stays."""
    list(publish(settings, remote(server)))
    write_version(settings.store_path, content(10, "changed"), DEFAULT_BASE)

    found = {graph.graph: graph.sent for graph in publish(settings, remote(server))}

    assert found == {"other": False, "some-list": True}
    assert there(server, LIST) == {f"changed {n}" for n in range(10)}


def test_graph_that_somebody_changed_there_is_sent_again(settings: Settings, server: str) -> None:
    """The state kept here is not believed against what the remote store counts."""
    list(publish(settings, remote(server)))
    Client(remote(server), settings).drop(LIST)

    assert {graph.graph: graph.sent for graph in publish(settings, remote(server))}["some-list"]
    assert len(there(server, LIST)) == 2_000


@pytest.mark.parametrize("after", [0.3, 0.6, 0.9, 1.2])
def test_killed_run_shows_no_half_graph_and_goes_on(after: float, settings: Settings, server: str) -> None:
    """The former graph stands until the whole new one takes its place, whenever the run is killed."""
    list(publish(settings, remote(server)))
    write_version(settings.store_path, content(15_000, "new"), DEFAULT_BASE)
    call = [sys.executable, "-m", "rehabkg", "publish", "--endpoint", f"{server}/query", "--batch", "1"]
    run = subprocess.Popen(
        [*call, "--store", str(settings.store_path)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    time.sleep(after)
    run.send_signal(signal.SIGKILL)
    run.wait()

    seen = there(server, LIST)
    assert seen in ({f"value {n}" for n in range(2_000)}, {f"new {n}" for n in range(15_000)})
    list(publish(settings, remote(server), batch_bytes=1_000_000))
    assert there(server, LIST) == {f"new {n}" for n in range(15_000)}
    assert graph_names(server) == {LIST.value, OTHER.value}


def test_run_that_was_cut_off_sends_only_the_batches_that_are_missing(settings: Settings, server: str) -> None:
    """Twenty million statements are not sent again for a connection lost at the end."""
    told: list[str] = []
    failing = _Failing(server, fails_from=8)
    with pytest.raises(EndpointError), failing:
        list(publish(settings, replace(failing.remote(), retries=0), batch_bytes=10_000, progress=told.append))
    done = state_of(settings.store_path, failing.remote().update).graphs[LIST.value].batches
    assert done > 0

    failing.fails_from = 10**9
    told.clear()
    with failing:
        list(publish(settings, failing.remote(), batch_bytes=10_000, progress=told.append))

    assert f"batch {done + 1}," in " ".join(told)
    assert f"batch {done}," not in " ".join(told)
    assert len(there(server, LIST)) == 2_000


def test_refusal_that_may_pass_is_tried_again(settings: Settings, server: str) -> None:
    """A busy store says 503 and takes the same batch a moment later."""
    failing = _Failing(server, fails_from=3, fails=2, status=503)
    with failing:
        list(publish(settings, failing.remote(), batch_bytes=10_000))

    assert len(there(server, LIST)) == 2_000


@pytest.mark.parametrize("status", [401, 403, 413, 500])
def test_refusal_is_one_line_with_what_the_store_said(status: int, settings: Settings, server: str) -> None:
    """The body of a refusal may be of any length and hold anything; no secret is in the line."""
    failing = _Failing(server, fails_from=1, status=status, body=b"no <b>\x1b[31m way\n" * 100_000)
    with failing, pytest.raises(EndpointError) as refused:
        list(publish(settings, replace(failing.remote(), retries=1, user="u", password="sesame")))  # noqa: S106

    line = str(refused.value)
    assert f"HTTP {status}" in line
    assert "\n" not in line
    assert "\x1b" not in line
    assert "sesame" not in line
    assert len(line) < 500


def test_no_server_and_wrong_address_are_one_line(settings: Settings) -> None:
    """A typing error is told before anything is sent."""
    with pytest.raises(EndpointError, match=r"refused|127\.0\.0\.1"):
        list(publish(settings, remote("http://127.0.0.1:9", retries=0)))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "rehabkg",
            "publish",
            "--endpoint",
            "ftp://x/query",
            "--store",
            str(settings.store_path),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "rehabkg: endpoint 'ftp://x/query' is not an address that starts with http:// or https://\n"


def test_password_is_asked_for_and_never_taken_from_the_command_line(settings: Settings) -> None:
    """What stands in a command line stands in the list of processes."""
    call = [sys.executable, "-m", "rehabkg", "publish", "--endpoint", "http://127.0.0.1:9/query", "--user", "dba"]
    environment = {name: value for name, value in os.environ.items() if name != "REHABKG_PASSWORD"}
    done = subprocess.run([*call, "--store", str(settings.store_path)], capture_output=True, text=True, env=environment)

    assert done.returncode == 2
    assert "give --password-file FILE or set REHABKG_PASSWORD" in done.stderr


def test_unknown_graph_is_told(settings: Settings, server: str) -> None:
    """A graph that is not here cannot be swapped in."""
    with pytest.raises(NotFoundError, match="graph 'nothing' is not in the store"):
        list(publish(settings, remote(server), graphs=["nothing"]))


def test_digest_does_not_hang_on_the_order_and_sees_every_change(tmp_path: Path) -> None:
    """Two versions of the store give their statements in any order."""
    found = []
    for name, text in (("a", content(50)), ("b", b"".join(reversed(content(50).splitlines(True)))), ("c", content(51))):
        write_version(tmp_path / name, text, DEFAULT_BASE)
        found.append(digest(open_store(tmp_path / name), LIST))

    assert found[0] == found[1]
    assert found[0] != found[2]


def test_graph_with_blank_nodes_comes_whole(settings: Settings) -> None:
    """Cut in two, one blank node would become two."""
    store = open_store(settings.store_path)

    assert len(list(batches(store, OTHER, batch_bytes=1))) == 1
    assert len(list(batches(store, LIST, batch_bytes=10_000))) > 5


class _Failing:
    """A server before the real one that refuses some updates."""

    def __init__(
        self, server: str, *, fails_from: int, fails: int = 10**9, status: int = 500, body: bytes = b"broken"
    ) -> None:
        self.fails_from, self.fails, self.status, self.body = fails_from, fails, status, body
        self._server, self._met = server, 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer._met += 1
                if outer.fails_from <= outer._met < outer.fails_from + outer.fails:
                    self.send_response(outer.status)
                    self.end_headers()
                    self.wfile.write(outer.body)
                    return
                client = Client(Remote(server, f"{outer._server}/update"), Settings())
                client._send(f"{outer._server}/update", body, self.headers["Content-Type"], "POST")
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._http = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._http.serve_forever, daemon=True).start()

    def remote(self) -> Remote:
        return Remote(f"{self._server}/query", f"http://127.0.0.1:{self._http.server_port}/update", pause_seconds=0.01)

    def __enter__(self) -> _Failing:
        self._met = 0
        return self

    def __exit__(self, *_: object) -> None:
        pass

"""A real SPARQL 1.1 endpoint answers the stored questions as the embedded store does."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from asked_elsewhere import ASKED, asked, with_lists
from pyoxigraph import RdfFormat

from rehabkg.errors import EndpointError
from rehabkg.iri import Iris
from rehabkg.pipeline import Assembled
from rehabkg.query.bind import bound_text
from rehabkg.query.catalog import stored_queries, stored_query
from rehabkg.query.remote import run_remote
from rehabkg.query.results import Rows
from rehabkg.query.run import run_text
from rehabkg.search.find import observations
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
SETTINGS = Settings()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def ours(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The curated graph with three lists of invented people."""
    return Settings(store_path=with_lists(tmp_path_factory.mktemp("lists"), assembled))


@pytest.fixture(scope="module")
def endpoint(ours: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The `oxigraph` server with the same graphs, its default graph the union of all."""
    assert OXIGRAPH is not None, "the oxigraph server comes with the development dependencies"
    folder = tmp_path_factory.mktemp("oxigraph")
    dump = folder / "graph.nq"
    open_store(ours.store_path).dump(str(dump), RdfFormat.N_QUADS)
    location = str(folder / "store")
    subprocess.run([OXIGRAPH, "load", "--location", location, "--file", str(dump)], check=True, capture_output=True)
    bind = f"127.0.0.1:{free_port()}"
    serve = [OXIGRAPH, "serve-read-only", "--location", location, "--bind", bind, "--union-default-graph"]
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://{bind}/query"
        for _ in range(100):
            try:
                run_remote(address, "ASK { ?s ?p ?o }", SETTINGS)
                break
            except EndpointError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


ASKINGS = [(query.name, asked(query.name)) for query in stored_queries()] + ASKED


@pytest.mark.parametrize(("name", "values"), ASKINGS, ids=[f"{name} {values}" for name, values in ASKINGS])
def test_endpoint_gives_the_rows_of_the_embedded_store(
    name: str, values: dict[str, str], endpoint: str, ours: Settings
) -> None:
    """Whoever publishes the graph on a server of their own gets the same answers, in the same order."""
    text = bound_text(stored_query(name), values, Iris(), observations(ours.store_path, Iris()))
    here, there = run_text(open_store(ours.store_path), text, ours), run_remote(endpoint, text, ours)

    assert isinstance(here, Rows)
    assert isinstance(there, Rows)
    assert there.variables == here.variables
    assert there.texts() == here.texts()


def test_command_sends_a_bound_query_to_the_endpoint(endpoint: str) -> None:
    """The parameters are bound before the query leaves."""
    call = [sys.executable, "-m", "rehabkg", "query", "status-as-of", "-p", "who=p0057", "-p", "day=2002-01-01"]
    done = subprocess.run([*call, "--endpoint", endpoint, "--format", "json"], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    statuses = {row["status"]["value"].rpartition("/")[2] for row in json.loads(done.stdout)["results"]["bindings"]}
    assert "revoked" in statuses


class _Page(BaseHTTPRequestHandler):
    """Answers every query with a web page, as a wrong address does."""

    def do_GET(self) -> None:
        body = b"<html><body>Welcome</body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def test_web_page_instead_of_results_is_one_clear_line() -> None:
    """The commonest slip is the address of the site instead of its endpoint."""
    server = HTTPServer(("127.0.0.1", 0), _Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(EndpointError, match="no SPARQL result") as caught:
            run_remote(f"http://127.0.0.1:{server.server_port}/", "ASK { ?s ?p ?o }", SETTINGS)
        assert "\n" not in str(caught.value)
    finally:
        server.shutdown()


def test_endpoint_that_is_away_is_one_clear_line() -> None:
    """A refused connection is no traceback."""
    with pytest.raises(EndpointError) as caught:
        run_remote(f"http://127.0.0.1:{free_port()}/query", "ASK { ?s ?p ?o }", SETTINGS)
    assert "\n" not in str(caught.value)

"""SPARQL over HTTP beside the store's own time, the `oxigraph` server and rdflib-endpoint, in one run on one graph.

    python -m bench.endpoint
    python -m bench.endpoint --rdflib-endpoint VENV/bin/rdflib-endpoint --runs 50

Every request has another text, so that no server answers from what it keeps.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize

from bench.report import held, machine, median_seconds, table
from rehabkg.pipeline import assemble
from rehabkg.query.catalog import stored_query
from rehabkg.release.model import CURRENT, RELEASE_FILE
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.version import write_version

TIMES, MORE_MS = 1.3, 3.0
_NAME = "2026-11-28"
_START_SECONDS = 120
_SLOW_MS = 3_000
QUESTIONS = {
    "ASK {}": "ASK {}",
    "one thing": "SELECT ?p ?o { <https://w3id.org/rehabkg/id/person/p0050> ?p ?o }",
    "100 rows": "SELECT * { ?s ?p ?o } LIMIT 100",
    "5,000 rows": "SELECT * { ?s ?p ?o } LIMIT 5000",
    "count by class": "SELECT ?class (COUNT(?s) AS ?n) { ?s a ?class } GROUP BY ?class",
    "stored: timeline": stored_query("timeline").text,
    "stored: figures": stored_query("figures").text,
}
_number = itertools.count()


def fresh(text: str) -> str:
    """Return a query that nobody has asked before."""
    return f"{text}\n# {next(_number)}"


def main() -> None:
    """Run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--rdflib-endpoint", help="the command rdflib-endpoint, installed apart")
    asked = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), asked.runs, asked.rdflib_endpoint)


def _measure(folder: Path, runs: int, rdflib_endpoint: str | None) -> None:
    nquads = bytes(serialize(assemble(Settings()).quads, format=RdfFormat.N_QUADS) or b"")
    file = folder / "graph.nq"
    file.write_bytes(nquads)
    store = open_store(_release(folder / "releases", nquads) / "store")
    ways: dict[str, Callable[[str], object]] = {"store": lambda text: _of_store(store, text)}
    with contextlib.ExitStack() as servers:
        for name, start in _servers(folder, file, rdflib_endpoint).items():
            client = servers.enter_context(httpx.Client(timeout=30))
            address = servers.enter_context(start)
            ways[name] = lambda text, address=address, client=client: _over_http(client, address, text)
        rows = [_row(name, text, ways, runs) for name, text in QUESTIONS.items()]
    wanted = f"≤ {TIMES} × store + {MORE_MS:g} ms"
    table(("question", *(f"{name}, ms" for name in ways), wanted), rows)


def _row(name: str, text: str, ways: Mapping[str, Callable[[str], object]], runs: int) -> tuple[str, ...]:
    """Time one question in every way, in turns: what else runs on the machine meets all of them alike."""
    found: dict[str, list[float]] = {way: [] for way in ways}
    left_out: set[str] = set()
    for _ in range(runs):
        for way, ask in ways.items():
            if way not in left_out:
                try:
                    found[way].append(median_seconds(lambda ask=ask: ask(fresh(text)), 1) * 1000)
                except httpx.HTTPError:
                    left_out.add(way)
                # A server that takes seconds for a question is not asked it thirty times.
                if found[way] and found[way][-1] > _SLOW_MS:
                    left_out.add(way)
    medians = {way: sorted(times)[len(times) // 2] if times else None for way, times in found.items()}
    own, stored = medians["rehabkg"], medians["store"]
    kept = own is not None and stored is not None and own <= TIMES * stored + MORE_MS
    return name, *("no answer" if value is None else f"{value:.2f}" for value in medians.values()), held(kept)


def _of_store(store: Store, text: str) -> object:
    found = store.query(text, use_default_graph_as_union=True)
    if isinstance(found, QuerySolutions | QueryBoolean):
        return found.serialize(format=QueryResultsFormat.JSON)
    return found


def _over_http(client: httpx.Client, address: str, text: str) -> bytes:
    headers = {"accept": "application/sparql-results+json", "content-type": "application/sparql-query"}
    answer = client.post(address, content=text.encode(), headers=headers)
    answer.raise_for_status()
    return answer.content


def _release(folder: Path, nquads: bytes) -> Path:
    write_version(folder / _NAME / "store", nquads, Settings().base)
    told = {"format": 1, "created": f"{_NAME}T00:00:00+00:00", "base": Settings().base, "former": None, "withdrawn": []}
    (folder / _NAME / RELEASE_FILE).write_text(json.dumps(told))
    (folder / CURRENT).write_text(f"{_NAME}\n")
    return folder / _NAME


def _servers(
    folder: Path, file: Path, rdflib_endpoint: str | None
) -> dict[str, contextlib.AbstractContextManager[str]]:
    python = [sys.executable, "-m", "rehabkg", "serve", "--processes", "1", "--releases", str(folder / "releases")]
    found = {"rehabkg": _running([*python, "--port", "{port}"], "/sparql")}
    oxigraph = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if oxigraph:
        place = str(folder / "oxigraph")
        subprocess.run([oxigraph, "load", "--location", place, "--file", str(file)], check=True, capture_output=True)
        call = [oxigraph, "serve-read-only", "--location", place, "--bind", "127.0.0.1:{port}"]
        found["oxigraph"] = _running([*call, "--union-default-graph"], "/query")
    if rdflib_endpoint:
        found["rdflib-endpoint"] = _running([rdflib_endpoint, "serve", "--port", "{port}", str(file)], "/")
    return found


@contextlib.contextmanager
def _running(call: list[str], path: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [word.format(port=port) for word in call]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + _START_SECONDS
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                if server.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"{words[0]} does not come up")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}{path}"
        finally:
            server.terminate()


if __name__ == "__main__":
    main()

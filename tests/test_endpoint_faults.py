"""Queries that go too far, clients that misbehave, workers that die: the one is ended, the others go on."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from defusedxml import ElementTree
from pyoxigraph import RdfFormat, parse
from serving import Served, served, write_release

from rehabkg.endpoint.process import Worker
from rehabkg.errors import StoreError
from rehabkg.settings import Settings

SIZE = 3_000
ROWS, BYTES = 1_000, 400_000
CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c + ?f + ?i = 1) }"
# Other texts of the same, so that none is answered from what is kept.
SECONDS = 2.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of many statements, and of one whose text looks like rows of results."""
    lines = [f'<urn:s{n}> <urn:p> "{n}"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .\n' for n in range(SIZE)]
    trap = '},{ ]} </result><result> \\n \\r\\n \\" , }]'
    lines += [f'<urn:t{n}> <urn:trap> "{trap}" <urn:h> .\n' for n in range(50)]
    lines.append(f'<urn:long> <urn:long> "{"x" * BYTES}" <urn:i> .\n')
    return write_release(tmp_path_factory.mktemp("releases"), "".join(lines).encode())


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    """A server of narrow limits."""
    limits: dict[str, Any] = {"seconds": SECONDS, "rows": ROWS, "answer_bytes": BYTES, "memory_bytes": 150 * 2**20}
    with served(folder, running=2, spare=1, waiting=4, wait_seconds=30, **limits) as started:
        yield started


def ask(server: Served, query: str, form: str = "json") -> httpx.Response:
    return httpx.get(f"{server.url}/sparql", params={"query": query, "format": form}, timeout=60)


def pids(server: Served) -> set[int]:
    return set(httpx.get(f"{server.url}/pids", timeout=60).json())


def waits_until(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def busy(server: Served) -> set[int]:
    """The workers that a query is running in: they use the processor."""
    return {pid for pid in pids(server) if any(fields[0] == "R" for fields in threads(pid))}


def threads(pid: int) -> list[list[str]]:
    """What the kernel tells of each thread of a process, from its state on (proc_pid_stat(5))."""
    found = []
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):
            found.append(stat.read_text().rpartition(")")[2].split())
    return found


def alive(pid: int) -> bool:
    return any(fields[0] != "Z" for fields in threads(pid))


def goes_on(server: Served) -> bool:
    return bool(ask(server, "ASK { ?s ?p ?o }").json()["boolean"])


# Limits.


def test_query_past_its_time_is_ended_and_its_client_told(server: Served) -> None:
    """The engine knows no limit of time: only the end of its process frees the processor."""
    before = pids(server)

    answer = ask(server, CROSS)

    assert answer.status_code == 503
    assert answer.headers["retry-after"].isdecimal()
    assert "2 seconds" in answer.json()["detail"]
    assert waits_until(lambda: len(before - pids(server)) == 1)
    (ended,) = before - pids(server)
    assert not alive(ended)
    assert goes_on(server)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (GROUP_CONCAT(?t) AS ?x) { ?long <urn:long> ?t . ?a ?b ?c }",
        "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ],
)
def test_query_past_its_memory_is_ended_and_its_client_told(folder: Path, query: str, tmp_path: Path) -> None:
    """What grows without end would take the machine along, and every page with it. The log tells it in a line."""
    limits: dict[str, Any] = {"seconds": 60, "memory_bytes": 60 * 2**20, "answer_bytes": 2**30}
    with served(folder, messages=tmp_path / "messages", running=1, spare=1, **limits) as server:
        answer = ask(server, query)

        assert answer.status_code == 400
        assert "memory than 60 MiB" in answer.json()["detail"]
        assert goes_on(server)
    told = (tmp_path / "messages").read_text()
    assert told == f"a query was ended by its limit of 60 MiB of memory: {query}\n", "and not in the words of an engine"


def rows_in(content: bytes, form: str) -> int:
    """Count the rows by another reader than ours."""
    if form == "json":
        return len(httpx.Response(200, content=content).json()["results"]["bindings"])
    if form == "xml":
        return len(ElementTree.fromstring(content)[1])
    if form == "csv":
        return len(list(csv.reader(io.StringIO(content.decode(), newline="")))) - 1
    return content.count(b"\n") - 1


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(
    ("limit", "cut"), [(ROWS - 1, None), (ROWS, None), (ROWS + 1, f"rows={ROWS}"), (SIZE, f"rows={ROWS}")]
)
def test_rows_past_the_limit_are_cut_and_marked(server: Served, form: str, limit: int, cut: str | None) -> None:
    """An answer that is cut in silence is a wrong answer; one that is cut within a row is none."""
    answer = ask(server, f"SELECT * {{ GRAPH <urn:g> {{ ?s ?p ?o }} }} LIMIT {limit}", form)

    assert answer.status_code == 200
    assert answer.headers.get("x-rehabkg-truncated") == cut
    assert rows_in(answer.content, form) == min(limit, ROWS)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_text_that_looks_like_rows_counts_as_text(server: Served, form: str) -> None:
    """Marks between rows are counted in the bytes; a text full of them must not cost a row."""
    query = "SELECT * { ?s <urn:trap> ?o . VALUES ?n { 1 2 3 4 5 6 7 8 9 10 } }"

    answer = ask(server, query, form)

    assert "x-rehabkg-truncated" not in answer.headers
    assert rows_in(answer.content, form) == 500


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_bytes_past_the_limit_are_cut_behind_a_whole_row(server: Served, form: str) -> None:
    """A single row may be longer than all that is sent: then there is none, and the mark says why."""
    some = ask(server, "SELECT * { GRAPH ?g { ?s ?p ?o } ?long <urn:long> ?text } ORDER BY ?s", form)
    short = f"SELECT ?s ?o ?x {{ GRAPH <urn:g> {{ ?s ?p ?o }} BIND('{'y' * 1_000}' AS ?x) }}"
    many = ask(server, short, form)

    assert (some.headers["x-rehabkg-truncated"], rows_in(some.content, form)) == (f"bytes={BYTES}", 0)
    assert many.headers["x-rehabkg-truncated"] == f"bytes={BYTES}"
    assert 200 < rows_in(many.content, form) < 400
    assert len(many.content) <= BYTES + 100


@pytest.mark.parametrize(
    ("form", "format_"),
    [("ttl", RdfFormat.TURTLE), ("rdf", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD), ("nq", RdfFormat.N_QUADS)],
)
def test_statements_past_the_limit_are_cut_and_marked(server: Served, form: str, format_: RdfFormat) -> None:
    """What is cut must still be read."""
    answer = ask(server, "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:g> { ?s ?p ?o } }", form)

    assert answer.headers["x-rehabkg-truncated"] == f"rows={ROWS}"
    assert len(list(parse(answer.content, format=format_))) == ROWS


# Hostile texts.


def test_text_of_ten_megabytes_is_refused_before_it_is_read(server: Served) -> None:
    """Neither a length that is announced nor one that is not makes the server take it in."""
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(10_000):
            sent += 1_000
            yield b"a" * 1_000

    headers = {"content-type": "application/sparql-query"}
    announced = httpx.post(f"{server.url}/sparql", content=b"a" * 10_000_000, headers=headers)
    assert announced.status_code == 413
    try:
        streamed = httpx.post(f"{server.url}/sparql", content=endless(), headers=headers)
        assert streamed.status_code == 413
    except httpx.WriteError:
        pass
    assert sent < 10_000_000
    within = httpx.post(f"{server.url}/sparql", data={"query": "#" * 150_000})
    assert within.status_code == 413


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE " + "{" * 20_000 + "}" * 20_000,
        "SELECT * { FILTER(" + "(" * 30_000,
        "SELECT * { ?s " + "/".join(["<urn:p>"] * 9_000) + " ?o }",
        "SELECT * {" + " UNION ".join(["{}"] * 9_000) + "}",
    ],
)
def test_nesting_is_refused_before_the_parser_sees_it(server: Served, text: str) -> None:
    """The parser would overflow its stack; here not even a worker is lost."""
    before = pids(server)

    answer = httpx.post(f"{server.url}/sparql", data={"query": text})

    assert answer.status_code == 400
    assert "at most" in answer.json()["detail"]
    assert pids(server) == before


class _Elsewhere(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"there"}}]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - names of http.server

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A web server, and what it was asked."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere) as there:
        there.asked = []  # type: ignore[attr-defined]
        Thread(target=there.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{there.server_port}/", there.asked  # type: ignore[attr-defined]
        there.shutdown()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SELECT * {{ SERVICE <{0}> {{ ?x ?y ?z }} }}", 400),
        ("SELECT * {{ SERVICE SILENT <{0}> {{ ?x ?y ?z }} }}", 400),
        ("SELECT * {{ VALUES ?a {{ <{0}> }} SERVICE ?a {{ ?x ?y ?z }} }}", 400),
        ("PREFIX a: <{0}> SELECT * {{ SERVICE a: {{ ?x ?y ?z }} }}", 400),
        ("SELECT * {{ \\u0053ERVICE <{0}> {{ ?x ?y ?z }} }}", 400),
        ("SELECT * FROM <{0}> {{ ?s ?p ?o }}", 200),
        ("SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 200),
        ("LOAD <{0}>", 400),
        ("BASE <{0}> ASK {{ <x> <y> <z> }}", 200),
    ],
)
def test_nothing_is_fetched(server: Served, elsewhere: tuple[str, list[str]], text: str, status: int) -> None:
    """A server that fetches what strangers name is a way into the network it stands in."""
    there, asked = elsewhere

    answer = ask(server, text.format(there))

    assert answer.status_code == status
    assert asked == []


def test_service_of_the_list_is_asked_and_no_other(folder: Path, elsewhere: tuple[str, list[str]]) -> None:
    """Whoever runs the service may allow a neighbour; what begins alike is another one."""
    there, asked = elsewhere
    with served(folder, running=1, spare=0, services=[there]) as server:
        allowed = ask(server, f"SELECT ?x {{ SERVICE <{there}> {{ ?x ?y ?z }} }}")
        refused = ask(server, f"SELECT ?x {{ SERVICE <{there}more> {{ ?x ?y ?z }} }}")

    assert allowed.json()["results"]["bindings"][0]["x"]["value"] == "there"
    assert refused.status_code == 400
    assert len(asked) == 1


# Workers and clients.


def test_worker_that_is_killed_costs_its_client_only(server: Served) -> None:
    """kill -9, as the kernel does where memory is short: the others go on, and another takes its place."""
    with ThreadPoolExecutor(2) as clients:
        running = clients.submit(ask, server, CROSS + "# killed")
        assert waits_until(lambda: bool(busy(server)))
        (victim,) = busy(server)
        beside = clients.submit(goes_on, server)
        os.kill(victim, signal.SIGKILL)

        assert running.result().status_code == 502
        assert running.result().headers["retry-after"]
        assert beside.result()
    assert waits_until(lambda: len(pids(server)) == 3)
    assert victim not in pids(server)


def test_idle_workers_that_are_killed_are_replaced(server: Served) -> None:
    """A worker found dead is nobody's failure."""
    before = pids(server)
    for pid in before:
        os.kill(pid, signal.SIGKILL)

    assert goes_on(server) or goes_on(server)
    assert ask(server, "ASK { ?s ?p 7 }").json()["boolean"]
    assert waits_until(lambda: len(pids(server)) == 3 and not before & pids(server))


def test_query_of_a_client_that_has_gone_is_ended(folder: Path) -> None:
    """Nobody waits for the answer: its process must not go on."""
    with served(folder, running=1, spare=1, seconds=60) as server:
        address = httpx.URL(server.url)
        query = httpx.QueryParams({"query": CROSS})
        with socket.create_connection((address.host, address.port or 0)) as client:
            client.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert waits_until(lambda: bool(busy(server)))
            (running,) = busy(server)

        assert waits_until(lambda: not alive(running))
        assert goes_on(server)


def test_queries_past_the_queue_are_refused_and_pages_go_on(server: Served) -> None:
    """A hundred heavy queries: so many run, few wait, the others are told when to come again."""
    with ThreadPoolExecutor(100) as clients:
        asked = [clients.submit(ask, server, f"{CROSS} # {number}") for number in range(100)]
        assert waits_until(lambda: len(busy(server)) == 2)
        seen = [httpx.get(f"{server.url}/queries.json", timeout=60).status_code for _ in range(20)]
        most = len(busy(server))
        answers = [one.result() for one in asked]

    assert seen == [200] * 20
    assert most <= 2
    assert {answer.status_code for answer in answers} == {503}
    assert all(answer.headers["retry-after"].isdecimal() for answer in answers)
    refused = [answer for answer in answers if "too many" in answer.json()["detail"]]
    assert 80 < len(refused) < 100
    assert goes_on(server)


def test_long_query_yields_to_pages_and_the_next_one_does_not(folder: Path) -> None:
    """Niceness is never given back to a thread: each long query costs its worker a thread, not its speed."""
    with served(folder, running=1, spare=0, seconds=60) as server, ThreadPoolExecutor(1) as clients:
        (worker,) = pids(server)
        long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"

        running = clients.submit(ask, server, long)

        # The seventeenth figure behind the state is the niceness.
        assert waits_until(lambda: any(fields[0] == "R" and fields[16] == "10" for fields in threads(worker)))
        assert running.result().status_code == 200
        assert goes_on(server)
        assert pids(server) == {worker}
        niceness = [fields[16] for fields in threads(worker)]
        assert niceness.count("0") >= 2


def test_slow_clients_keep_nobody_waiting(server: Served) -> None:
    """Two hundred connections that send a letter and no more hold no worker and no turn."""
    address = httpx.URL(server.url)
    slow = [socket.create_connection((address.host, address.port or 0)) for _ in range(200)]
    try:
        for number, client in enumerate(slow):
            head = (
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 90\r\n"
            )
            client.sendall(b"G" if number % 2 else head + b"\r\nA")

        assert goes_on(server)
        assert ask(server, "ASK { ?s ?p 8 }").json()["boolean"]
    finally:
        for client in slow:
            client.close()


def test_answer_is_kept_for_those_who_ask_again(folder: Path) -> None:
    """A release does not change: with all workers dead, what was asked before is still answered."""
    with served(folder, running=1, spare=0) as server:
        first = ask(server, "SELECT * { ?s ?p 5 }")
        for pid in pids(server):
            os.kill(pid, signal.SIGSTOP)

        assert ask(server, "SELECT * { ?s ?p 5 }").content == first.content

        for pid in pids(server):
            os.kill(pid, signal.SIGCONT)


def test_worker_ends_with_its_time_even_where_the_server_is_dead(folder: Path) -> None:
    """A server that was killed cannot end anything; the kernel does."""
    with served(folder, running=1, spare=1, seconds=1) as server:
        with ThreadPoolExecutor(1) as clients:
            clients.submit(ask, server, CROSS)
            assert waits_until(lambda: bool(busy(server)))
            workers = pids(server)
            server.process.kill()

        assert waits_until(lambda: not any(alive(pid) for pid in workers))


def test_end_of_a_worker_is_told_in_a_line_however_long_the_query(folder: Path, tmp_path: Path) -> None:
    """Who looks after the server must see what was asked; whoever asks must not fill its log, nor add lines to it."""
    query = f"{CROSS}\n# a line\u2028that never happened {'x' * 10_000}"
    with (
        served(folder, messages=tmp_path / "messages", running=1, spare=1, seconds=60) as server,
        ThreadPoolExecutor(1) as clients,
    ):
        running = clients.submit(ask, server, query)
        assert waits_until(lambda: bool(busy(server)))
        os.kill(min(busy(server)), signal.SIGKILL)
        assert running.result().status_code == 502

    (line,) = (tmp_path / "messages").read_text().splitlines()
    assert line.startswith("a query was ended by the end of its process (which said nothing): SELECT * { ?a ?b ?c")
    assert len(line) < 300


def test_worker_that_does_not_come_up_is_told_with_its_reason(tmp_path: Path) -> None:
    """The message of the worker, and not its traceback, stands in the error of who started it."""
    with pytest.raises(StoreError, match=r"did not come up \(.*no store here"):
        asyncio.run(Worker.start(Settings(store_path=tmp_path)))


def test_worker_without_a_store_says_so(tmp_path: Path) -> None:
    """A server that starts without its workers would refuse everything later, one query at a time."""
    call = [sys.executable, "-m", "rehabkg.endpoint.worker", str(tmp_path), "https://example.org/"]

    done = subprocess.run(call, input=b"", capture_output=True, check=False)

    assert done.returncode != 0
    assert b"no store here" in done.stderr

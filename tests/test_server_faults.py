"""What an ill wind blows at a public server: nothing is lost, nobody is let in, pages go on."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from published import release_of
from running import Running, running

from rehabkg.settings import DEFAULT_BASE

GRAPH = f"<{DEFAULT_BASE}graph/list>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
CONTENT = "".join(
    f'<{DEFAULT_BASE}id/person/x{number}> {LABEL} "Invented {number}"@en {GRAPH} .\n' for number in range(50)
)
PAGE = "/doc/person/x1.en.html"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("faults")
    release_of(folder, CONTENT.encode())
    with running(folder) as server:
        yield server


@pytest.fixture(autouse=True)
def goes_on(server: Running) -> Iterator[None]:
    """After each attack, everybody else is answered as before."""
    yield
    answer = httpx.get(f"{server.url}{PAGE}", timeout=30)
    assert answer.status_code == 200
    assert "Invented 1" in answer.text


def raw(server: Running, request: bytes, *, seconds: float = 10) -> bytes:
    """Send bytes and return all that comes until the server closes or falls silent."""
    with socket.create_connection(("127.0.0.1", server.port), seconds) as connection:
        connection.sendall(request)
        connection.settimeout(seconds)
        found = b""
        try:
            while part := connection.recv(65_536):
                found += part
        except TimeoutError:
            pass
        return found


def test_flood_of_connections_is_answered_or_refused(server: Running) -> None:
    """Two hundred at once: each gets a page or a 503, and none an error that means nothing."""
    statuses: Counter[int] = Counter()

    def ask() -> None:
        try:
            statuses[httpx.get(f"{server.url}/doc/person/x{len(statuses)}.ttl", timeout=60).status_code] += 1
        except httpx.HTTPError:
            statuses[0] += 1

    clients = [threading.Thread(target=ask) for _ in range(200)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()

    assert sum(statuses.values()) == 200
    assert set(statuses) <= {200, 503}, statuses
    assert statuses[200] > 0


def test_clients_that_send_slowly_hold_nobody_up(server: Running) -> None:
    """A hundred begin a request and do not end it."""
    slow = [socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(100)]
    try:
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        for _ in range(20):
            assert httpx.get(f"{server.url}{PAGE}", timeout=20).status_code == 200
    finally:
        for one in slow:
            one.close()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fetc/passwd",
        "/dumps/../release.json", "/dumps/..%2frelease.json", "/dumps/%2e%2e%2frelease.json", "/releases/..",
        "/releases/../../etc/passwd", "/releases/%2e%2e/void", "/ontology/../../README.md", "/doc/../../etc/passwd",
        "/queries/..%2f..%2fetc%2fpasswd", "//etc/passwd", "/static//etc/passwd", "/static/%00",
        "/doc/person/x1%00.ttl",
    ],
)  # fmt: skip
def test_no_path_leads_out(path: str, server: Running) -> None:
    """Only what the release holds is given, however the way to it is written."""
    answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    status = int(answer.split(b" ", 2)[1])
    assert 300 <= status < 500, answer[:200]
    assert b"root:" not in answer
    assert b'"withdrawn"' not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/id/person/x1%0d%0aX-Injected:%201", "/doc/person/x1%0d%0aX-Injected:%201.ttl",
        "/queries/timeline?format=csv%0d%0aX-Injected:%201", "/reconcile?callback=a%0d%0aX-Injected:%201",
        "/comments.en.html?about=id/person/x1%0d%0aX-Injected:%201", "/search.en.html?q=%0d%0aX-Injected:%201",
        "/doc/person/%D0%99\u0306%0d%0aX-Injected:%201",
    ],
)  # fmt: skip
def test_no_header_comes_from_outside(path: str, server: Running) -> None:
    """A line break in an address must not become one in an answer."""
    answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    head = answer.partition(b"\r\n\r\n")[0]
    assert b"\r\nX-Injected" not in head
    assert b"\r\nx-injected" not in head


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 1_000_000 + b"\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0" * 1000 + b"\r\n\r\n",
        b"POST /comments HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\nx",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
    ],
    ids=["long address", "long header", "other version", "TLS", "zeros", "long body", "bad chunk"],
)
def test_nonsense_costs_a_connection(request_: bytes, server: Running) -> None:
    """A refusal or a closed door; never a traceback."""
    try:
        answer = raw(server, request_, seconds=3)
    except ConnectionError:
        return
    assert b"Traceback" not in answer
    assert not answer or answer.split(b" ", 2)[1][:1] in (b"4", b"2"), answer[:100]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept", "a" * 20_000), ("Accept", "\xff\xfe"), ("Accept", "text/html;q=" + "9" * 5_000),
        ("Accept-Language", ",".join(["x"] * 5_000)), ("If-None-Match", '"' * 5_000), ("If-None-Match", "W/" * 5_000),
        ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"), ("If-Modified-Since", "9" * 5_000),
        ("Range", "bytes=0-0," * 2_000), ("Host", "evil.example/<script>"), ("X-Forwarded-Host", "evil.example"),
    ],
)  # fmt: skip
def test_no_header_is_a_fault(name: str, value: str, server: Running) -> None:
    """Whatever stands in a header, a page comes or a refusal; and nothing of it comes back in a link."""
    for path in (PAGE, "/doc/person/x1", "/", "/.well-known/void"):
        answer = httpx.get(f"{server.url}{path}", headers={name: value.encode("latin-1")}, timeout=30)  # type: ignore[dict-item]
        assert answer.status_code < 500, path
        assert "evil.example" not in answer.text


def test_killed_process_is_replaced(server: Running) -> None:
    """Half of the server dies; the other half answers until there is a whole one again."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not tell the children of a process")
    serving = [int(pid) for pid in children.read_text().split() if b"spawn_main" in command(int(pid))]
    assert len(serving) == 2

    os.kill(serving[0], signal.SIGKILL)

    until = time.monotonic() + 60
    while time.monotonic() < until:
        alive = [int(pid) for pid in children.read_text().split() if b"spawn_main" in command(int(pid))]
        if len(alive) == 2 and serving[0] not in alive:
            break
        time.sleep(0.2)
    else:
        pytest.fail("the process was not replaced")
    for _ in range(20):
        assert httpx.get(f"{server.url}{PAGE}", timeout=30).status_code == 200


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_markup_in_data_and_questions_is_text(tmp_path: Path) -> None:
    """Names come from files of others, words from anybody: neither is ever a tag, a script or a link of theirs."""
    evil = '</script><script>alert(1)</script><img src=x onerror=alert(1)>\\"'
    graph = f"{GRAPH} .\n"
    told = f'<{DEFAULT_BASE}id/person/x1> {LABEL} "{evil}"@en {graph}'
    told += (
        f"<{DEFAULT_BASE}id/person/x1> <http://www.w3.org/2004/02/skos/core#exactMatch> <javascript:alert(1)> {graph}"
    )
    release_of(tmp_path, told.encode())
    with running(tmp_path, processes=1) as server:
        for path in (
            PAGE, "/search.en.html?q=%3Cscript%3Ealert(1)%3C/script%3E", "/browse/person.en.html", "/queries.en.html",
            "/sparql.en.html?query=%3C/textarea%3E%3Cscript%3E", "/nowhere/%3Cscript%3Ealert(1)%3C/script%3E",
        ):  # fmt: skip
            answer = httpx.get(f"{server.url}{path}", headers={"Accept": "text/html"}, timeout=30)
            assert "<script>alert" not in answer.text, path
            assert "<img src=x" not in answer.text, path
            assert 'href="javascript' not in answer.text, path

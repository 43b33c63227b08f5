"""Endpoints of others: whatever answers, or does not, gives rows or one line.

The stored queries at real servers are in test_remote_oxigraph.py and test_remote_virtuoso.py.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal
from servers import free_port

from rehabkg.errors import CallError, EndpointError, QueryError
from rehabkg.query.catalog import stored_query
from rehabkg.query.remote import run_remote
from rehabkg.query.results import Answer, Result, Rows
from rehabkg.settings import Settings

SETTINGS = Settings()
ROWS = (
    '{"head": {"vars": ["кто"]}, "results": {"bindings": ['
    '{"кто": {"type": "literal", "value": "Мандельштам\\n", "xml:lang": "ru"}}, {}]}}'
)
TRUE = '{"head": {}, "boolean": true}'


class Server(ThreadingTCPServer):
    """Answers each request with the bytes that a script writes, and keeps what was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, script: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.stopped = Event()

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, *_: object) -> None:
        """Say nothing when a client goes before the end: this is what many of them do here."""


class Handler(StreamRequestHandler):
    """Reads one request and lets the script answer."""

    server: Server

    def handle(self) -> None:
        line = self.rfile.readline().decode()
        headers = {}
        while header := self.rfile.readline().decode().strip():
            name, _, value = header.partition(": ")
            headers[name] = value
        body = self.rfile.read(int(headers.get("Content-Length", 0))).decode()
        self.server.asked.append((line.strip(), headers, body))
        self.server.script(self)

    def say(self, text: str | bytes) -> None:
        """Send some bytes now."""
        self.wfile.write(text.encode() if isinstance(text, str) else text)
        self.wfile.flush()

    def answer(self, body: str | bytes, status: str = "200 OK", **headers: str) -> None:
        """Send a whole answer."""
        content = body.encode() if isinstance(body, str) else body
        given = {"Content-Type": "application/sparql-results+json", "Content-Length": str(len(content))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        self.say(f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in given.items()) + "\r\n")
        self.say(content)


Script = Callable[[Handler], None]


@contextlib.contextmanager
def serving(script: Script) -> Iterator[Server]:
    """Run a server on this machine."""
    with Server(script) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()


def ask(script: Script, text: str = "SELECT * WHERE { ?s ?p ?o }", **options: int) -> Result:
    """Ask a server that answers by *script*."""
    with serving(script) as server:
        return run_remote(server.url, text, SETTINGS, **options)


def told(script: Script, **options: int) -> str:
    """Return the one line that an answer gives, without the address."""
    with serving(script) as server:
        with pytest.raises(EndpointError) as caught:
            run_remote(server.url, "ASK {}", SETTINGS, **options)
        line = str(caught.value)
        assert line.startswith(f"{server.url}: ")
        assert line.isprintable()
        assert len(line) < 500
        return line.removeprefix(f"{server.url}: ")


# What a good endpoint gets and gives.


def test_rows_and_booleans_of_an_endpoint_are_ours() -> None:
    """What comes from afar is printed, counted and converted like what comes from the store."""
    rows = ask(lambda handler: handler.answer(ROWS))

    assert isinstance(rows, Rows)
    assert rows.variables == ("кто",)
    assert list(rows) == [(Literal("Мандельштам\n", language="ru"),), (None,)]
    assert ask(lambda handler: handler.answer(TRUE)) == Answer(True)


@pytest.mark.parametrize("text", ["ASK { ?кто ?p 'Ё&+%=#' } # ADD, é", "ASK { } #" + "я" * 3_000], ids=["GET", "POST"])
def test_query_arrives_letter_by_letter(text: str) -> None:
    """A long query goes in the body, and words in a comment make no update of it."""
    with serving(lambda handler: handler.answer(TRUE)) as server:
        run_remote(server.url, text, SETTINGS)

    ((line, headers, body),) = server.asked
    method, target, _ = line.split()
    assert method == ("GET" if len(text) < 100 else "POST")
    given = parse_qs(target.partition("?")[2] if method == "GET" else body)
    assert given["query"] == [text]
    assert "update" not in given
    assert "application/sparql-results+json" in headers["Accept"]
    assert headers["User-Agent"].startswith("rehabkg")


def test_answer_in_pieces_is_put_together() -> None:
    """Endpoints send large results in chunks while they are still looking."""

    def script(handler: Handler) -> None:
        handler.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for letter in ROWS.encode():
            handler.say(b"1\r\n" + bytes([letter]) + b"\r\n")
        handler.say("0\r\n\r\n")

    assert len(ask(script).texts()) == 2  # type: ignore[union-attr]


def test_text_that_is_too_large_is_not_sent() -> None:
    """The same limits hold here: who asks gets the line, and the endpoint is spared."""
    with serving(lambda handler: handler.answer(TRUE)) as server, pytest.raises(QueryError, match="nests 101 brackets"):
        run_remote(server.url, "ASK {}" + "(" * 101, SETTINGS)

    assert server.asked == []


# Each fault of an endpoint, and how its line goes on behind the address.

WRONG = "is no SPARQL result in JSON"
PAGE = "<html><body><h1>It works!</h1>\n</body></html>"
NODE = '{"type":"uri","value":"urn:x"}'
DEEP = f'{{"type":"triple","value":{{"subject":{NODE},"predicate":{NODE},"object":'
NESTED = DEEP * 20_000 + NODE + "}}" * 20_000


def hang_up(handler: Handler) -> None:
    """Close the connection."""


def short(handler: Handler) -> None:
    """Promise more than comes."""
    handler.say(f"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{ROWS[:-9]}")


def half_a_chunk(handler: Handler) -> None:
    """Stop in the middle of a chunk."""
    handler.say(f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n999\r\n{ROWS}")


FAULTS: dict[str, tuple[Script, str]] = {
    "400": (
        lambda handler: handler.answer("Virtuoso 37000 Error\n\nSP030: syntax error", "400 Bad Request"),
        "HTTP 400 Bad Request: Virtuoso 37000 Error SP030: syntax error",
    ),
    "401": (lambda handler: handler.answer("", "401 Unauthorized", WWW_Authenticate="Basic"), "HTTP 401 Unauthorized"),
    "404": (lambda handler: handler.answer(PAGE, "404 Not Found"), "HTTP 404 Not Found: <html><body><h1>It works!"),
    "414": (lambda handler: handler.answer("", "414 URI Too Long"), "HTTP 414 URI Too Long"),
    "500": (lambda handler: handler.answer("\x1b[2J\x07", "500 Oops"), "HTTP 500 Oops: \\x1b[2J\\x07"),
    "503 without a word": (lambda handler: handler.say("HTTP/1.1 503\r\n\r\n"), "HTTP 503"),
    "page": (
        lambda handler: handler.answer(PAGE, Content_Type="text/html; charset=utf-8"),
        f"the answer (text/html; charset=utf-8) {WRONG}",
    ),
    "nothing": (lambda handler: handler.answer(""), f"the answer (application/sparql-results+json) {WRONG}"),
    "no type": (lambda handler: handler.say("HTTP/1.1 200 OK\r\n\r\nx"), f"the answer (no type) {WRONG}"),
    "type over two lines": (
        lambda handler: handler.answer("x", Content_Type="text/html\r\n \x1b[2J"),
        f"the answer (text/html \\x1b[2J) {WRONG}",
    ),
    "truncated": (lambda handler: handler.answer(ROWS[:-5]), f"the answer (application/sparql-results+json) {WRONG}"),
    "short": (short, f"the answer (no type) {WRONG}"),
    "half a chunk": (half_a_chunk, "IncompleteRead"),
    "bad chunk": (
        lambda handler: handler.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        "",
    ),
    "other JSON": (
        lambda handler: handler.answer('{"answer": 42}'),
        f"the answer (application/sparql-results+json) {WRONG}",
    ),
    "a list": (lambda handler: handler.answer("[]"), WRONG),
    "no Unicode": (lambda handler: handler.answer(b'{"head": {"vars": ["\xff"]}}'), WRONG),
    "an IRI that is none": (
        lambda handler: handler.answer(ROWS.replace('"literal"', '"uri"')),
        WRONG,
    ),
    "XML": (lambda handler: handler.answer('<?xml version="1.0"?><sparql/>', Content_Type="text/xml"), WRONG),
    "CSV": (lambda handler: handler.answer("s,p,o\r\n", Content_Type="text/csv"), f"the answer (text/csv) {WRONG}"),
    "hanging up": (hang_up, "Remote end closed connection without response"),
    "no HTTP": (lambda handler: handler.say("220 mail.example.org ESMTP\r\n"), "220 mail.example.org"),
    "no status": (lambda handler: handler.say("HTTP/1.1 OK\r\n\r\n"), "HTTP/1.1 OK"),
    "header without end": (
        lambda handler: handler.say("HTTP/1.1 200 OK\r\nX: " + "x" * 70_000),
        "got more than 65536 bytes",
    ),
}


@pytest.mark.parametrize(("script", "line"), FAULTS.values(), ids=FAULTS)
def test_fault_of_an_endpoint_is_one_line(script: Script, line: str) -> None:
    """An address may be wrong, a server tired or not SPARQL at all; who asks needs the reason, not a traceback."""
    assert line in told(script)


def test_endpoint_that_is_away_is_one_line() -> None:
    """The commonest fault: nobody listens."""
    with pytest.raises(EndpointError, match=r"^http://127\.0\.0\.1:\d+/: .*Connection refused"):
        run_remote(f"http://127.0.0.1:{free_port()}/", "ASK {}", SETTINGS)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:99999/", "http://127.0.0.1:port/", "http://[::1/", "http://", "http:///sparql", "http://a b/",
     "https://127.0.0.1:1/\n", "http://127.0.0.1:1/\x1b[2J", "http://ä.invalid/", "http://a..b/", "http://\udc80/"],
)  # fmt: skip
def test_address_that_leads_nowhere_is_one_line(address: str) -> None:
    """An address is typed or pasted; every slip in it is told in the same way."""
    with pytest.raises(EndpointError) as caught:
        run_remote(address, "ASK {}", SETTINGS, timeout_seconds=2)

    assert str(caught.value).isprintable()


@pytest.mark.parametrize("address", ["", "localhost:7878", "ftp://e/", "file:///etc/passwd", "HTTP://e/", " http://e/"])
def test_address_of_another_kind_is_a_bad_call(address: str) -> None:
    """Only the web is asked: a path would read a file of this machine."""
    with pytest.raises(CallError, match="is not an address that starts with http:// or https://"):
        run_remote(address, "ASK {}", SETTINGS)


# Time and size.


def silent(handler: Handler) -> None:
    """Say nothing for long."""
    handler.server.stopped.wait(30)


def silent_after_the_header(handler: Handler) -> None:
    """Begin and fall silent."""
    handler.say('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"head"')
    handler.server.stopped.wait(30)


def letter_by_letter(handler: Handler) -> None:
    """Send a letter now and then, so that the connection never falls silent."""
    handler.say("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
    while not handler.server.stopped.wait(0.1):
        handler.say(" ")


@pytest.mark.parametrize("script", [silent, silent_after_the_header, letter_by_letter])
def test_slow_endpoint_is_left_after_the_time_that_was_given(script: Script) -> None:
    """A person waits a minute, not for ever, and a server that drips would hold the command as long as it likes."""
    started = time.monotonic()

    assert told(script, timeout_seconds=1) == "no whole answer within 1 seconds"
    assert time.monotonic() - started < 5


def without_end(handler: Handler) -> None:
    """Send rows for ever."""
    handler.say("HTTP/1.1 200 OK\r\n\r\n" + ROWS[:-3])
    while not handler.server.stopped.is_set():
        handler.say(", {}" * 10_000)


def refusal_without_end(handler: Handler) -> None:
    """Refuse at great length."""
    handler.say("HTTP/1.1 404 Not Found\r\n\r\n")
    while not handler.server.stopped.is_set():
        handler.say("no " * 10_000)


def test_huge_answer_is_left_before_it_fills_the_memory() -> None:
    """A query that forgot its LIMIT, or a server that means harm, must cost a line and no more."""
    assert told(without_end, longest_answer=100_000) == "the answer is longer than 100000 bytes"
    assert told(lambda handler: handler.answer(" " * 100 + TRUE), longest_answer=100).startswith("the answer is longer")
    assert told(refusal_without_end).startswith("HTTP 404 Not Found: no no no")


def test_answer_that_would_kill_the_parser_is_one_line() -> None:
    """pyoxigraph recurses on triple terms within triple terms; an endpoint must not end the process that asks it."""
    body = f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{{"x":{NESTED}}}]}}}}'

    with serving(lambda handler: handler.answer(body)) as server:
        run = command("sparql", "-e", "SELECT * {}", "--endpoint", server.url)

    assert run.returncode == 1
    assert run.stderr == f"rehabkg: {server.url}: the answer (application/sparql-results+json) {WRONG}\n"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize("length", [10, 3_000], ids=["GET", "POST"])
def test_redirect_is_told_and_not_followed(status: str, length: int) -> None:
    """A client that follows drops the text of a POST, and asks whom nobody named; the new address is one paste away."""
    with serving(lambda handler: handler.answer(TRUE)) as elsewhere:

        def script(handler: Handler) -> None:
            handler.answer("", status, Location=elsewhere.url)

        with serving(script) as server, pytest.raises(EndpointError) as caught:
            run_remote(server.url, "ASK {} #" + "a" * length, SETTINGS)

    assert str(caught.value) == f"{server.url}: HTTP {status}: it redirects to {elsewhere.url}; give that address"
    assert elsewhere.asked == []


@pytest.mark.parametrize("location", ["file:///etc/passwd", "", "http://e/\x1b[2J"])
def test_redirect_to_nowhere_is_one_line(location: str) -> None:
    """An endpoint may name a file of this machine; it is not opened."""
    assert told(lambda handler: handler.answer("", "302 Found", Location=location)).startswith("HTTP 302 Found: it ")
    assert told(lambda handler: handler.answer("", "302 Found")) == "HTTP 302 Found"


def command(*args: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    return subprocess.run([sys.executable, "-m", "rehabkg", *args], capture_output=True, text=True, check=False)


def test_command_asks_the_endpoint_and_needs_no_store(tmp_path: Path) -> None:
    """Who has no store of their own asks one that somebody runs."""
    columns = list(stored_query("names").columns)
    body = f'{{"head":{{"vars":{str(columns).replace(chr(39), chr(34))}}},"results":{{"bindings":[]}}}}'
    with serving(lambda handler: handler.answer(body)) as server:
        run = command("query", "names", "--endpoint", server.url, "--format", "csv", "--store", str(tmp_path / "none"))

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == ",".join(columns) + "\n"

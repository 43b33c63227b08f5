"""A real HTTP server that plays the endpoints nobody wants: slow, rude, garrulous, half-hearted."""

from __future__ import annotations

import contextlib
import http.client
import socket
import struct
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["item"]},"results":{"bindings":[]}}'

Play = Callable[["Handler"], None]


def refuse(status: int, said: str = "", **headers: str) -> Play:
    """Answer with a refusal; `retry_after="5"` becomes `Retry-After: 5`."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda handler: handler.reply(status, said.encode(), "text/plain", named)


def say(body: bytes, kind: str = JSON) -> Play:
    """Answer 200 with a body of our choosing."""
    return lambda handler: handler.reply(200, body, kind)


HTML = say(b"<html><body>Our servers are under maintenance</body></html>", "text/html")
NOTHING = say(b" " * 10_000_000)
DEEP = say(b'{"head":' + b"[" * 100_000)
REDIRECT = refuse(302, location="http://elsewhere.example/sparql")


def good(handler: Handler) -> None:
    """Answer as the endpoint behind does, or with no rows where there is none."""
    handler.reply(200, handler.behind(), JSON)


def truncated(handler: Handler) -> None:
    """Answer with the first half of a good answer, as if it were whole."""
    body = handler.behind()
    handler.reply(200, body[: len(body) // 2], JSON)


def slow(handler: Handler) -> None:
    """Send the answer letter by letter until the client goes."""
    handler.start(200, 10_000, JSON)
    with contextlib.suppress(OSError):
        for _ in range(1_000):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.02)


def reset(handler: Handler) -> None:
    """Close the connection by a reset in the middle of the answer."""
    handler.start(200, 10_000, JSON)
    handler.wfile.write(b'{"head":')
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


class BadEndpoint(ThreadingHTTPServer):
    """Plays one play after the other, the last again and again; `queries` and `agents` are what came."""

    daemon_threads = True

    def __init__(self, *plays: Play, behind: str | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.plays, self.behind = list(plays), behind
        self.queries: list[str] = []
        self.agents: list[str] = []

    @property
    def url(self) -> str:
        """The address that takes queries."""
        return f"http://127.0.0.1:{self.server_port}/sparql"

    def handle_error(self, *_: object) -> None:
        """Say nothing when a client goes before the end."""

    def __enter__(self) -> BadEndpoint:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """Notes the query and plays what is next."""

    server: BadEndpoint
    query = ""

    def _play(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        said = body if body else urlsplit(self.path).query
        self.query = parse_qs(said).get("query", [""])[0]
        self.server.queries.append(self.query)
        self.server.agents.append(self.headers.get("User-Agent", ""))
        self.close_connection = True
        plays = self.server.plays
        (plays.pop(0) if len(plays) > 1 else plays[0])(self)

    do_GET = do_POST = _play  # noqa: N815 - names of http.server

    def start(self, status: int, length: int, kind: str, headers: dict[str, str] | None = None) -> None:
        """Send the head of an answer."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(length), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def reply(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        """Send a whole answer."""
        self.start(status, len(body), kind, headers)
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def behind(self) -> bytes:
        """Return what the endpoint behind answers to the query."""
        if self.server.behind is None:
            return EMPTY
        split = urlsplit(self.server.behind)
        there = http.client.HTTPConnection(split.netloc)
        there.request(
            "POST", split.path, self.query.encode(), {"Content-Type": "application/sparql-query", "Accept": JSON}
        )
        body = there.getresponse().read()
        there.close()
        return body

    def log_message(self, *_: Any) -> None:
        """Stay silent."""

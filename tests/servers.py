"""Real servers on this machine: Oxigraph, Virtuoso where it is installed, and one between that misbehaves."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
NO_VIRTUOSO = "no virtuoso-t on PATH (Debian: apt-get install virtuoso-opensource-7-bin)"


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run the `oxigraph` server, empty at first, its default graph the union of all graphs; give its address."""
    assert OXIGRAPH is not None, "the oxigraph server comes with the development dependencies"
    bind = f"127.0.0.1:{free_port()}"
    call = [OXIGRAPH, "serve", "--location", str(folder), "--bind", bind, "--union-default-graph"]
    with running(call, folder.parent, bind):
        yield f"http://{bind}"


INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run a Virtuoso of our own, empty at first, user and password `dba`; give its address."""
    assert VIRTUOSO is not None, NO_VIRTUOSO
    web = free_port()
    (folder / "virtuoso.ini").write_text(INI.format(folder=folder, sql=free_port(), web=web))
    call = [VIRTUOSO, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with running(call, folder, f"127.0.0.1:{web}"):
        yield f"http://127.0.0.1:{web}"


@contextlib.contextmanager
def running(call: list[str], folder: Path, bind: str) -> Iterator[None]:
    """Run a server until the end of the block, once it listens."""
    host, _, port = bind.partition(":")
    with subprocess.Popen(call, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + 60
            while True:
                with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
                    break
                assert server.poll() is None, "the server has ended"
                assert time.monotonic() < until, "the server does not listen"
                time.sleep(0.05)
            yield
        finally:
            server.kill()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came by: the number of it, from 1 on, and what it said."""

    number: int
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer instead of asking the server behind."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


# Close the connection without an answer: before the server behind is asked, or after.
CUT, LOSE = "cut", "lose"
Decide = Callable[[Asked], Reply | str | None]


class Between(ThreadingHTTPServer):
    """Stands before a server, writes down what is asked and does to it what a test decides; None lets it through."""

    daemon_threads = True

    def __init__(self, behind: str, decide: Decide = lambda _: None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind, self.decide = behind, decide
        self.asked: list[Asked] = []
        # How many of the requests that are longer than that are cut in the middle of the body.
        self.cuts, self.cut_over_bytes = 0, 0

    @property
    def url(self) -> str:
        """The address of it."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Say nothing when a client goes before the end."""

    def __enter__(self) -> Between:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Between

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        number = len(self.server.asked) + 1
        if self.server.cuts and length > self.server.cut_over_bytes:
            self.server.cuts -= 1
            self.rfile.read(length // 2)
            # With nothing to linger for, the client gets a reset while it is still writing.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        asked = Asked(number, self.command, self.path, dict(self.headers), self.rfile.read(length))
        self.server.asked.append(asked)
        decided = self.server.decide(asked)
        reply = self._of_behind(asked) if decided in (None, LOSE) else decided
        self.close_connection = True
        if isinstance(reply, Reply) and decided != LOSE:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - names of http.server

    def _of_behind(self, asked: Asked) -> Reply:
        there = http.client.HTTPConnection(urlsplit(self.server.behind).netloc)
        kept = ("content-type", "accept", "authorization")
        headers = {name: value for name, value in asked.headers.items() if name.lower() in kept}
        there.request(asked.method, asked.target, asked.body, headers)
        answer = there.getresponse()
        passed = ("content-type", "www-authenticate")
        said = {name: value for name, value in answer.getheaders() if name.lower() in passed}
        body = answer.read()
        there.close()
        return Reply(answer.status, body, said)

    def log_message(self, *_: Any) -> None:
        """Stay silent."""

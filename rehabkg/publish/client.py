"""A remote store: updates and the Graph Store Protocol, authenticated, retried, with one line for every refusal."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPDigestAuthHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from pyoxigraph import NamedNode

from rehabkg.errors import CallError, EndpointError, one_line, shorten
from rehabkg.query.remote import run_remote
from rehabkg.query.results import Rows
from rehabkg.settings import Settings

_LONGEST_REFUSAL = 2_000
_DRAINED_BYTES = 64 * 1024
# HTTP statuses (RFC 9110, section 15.6) and 429 (RFC 6585) that may pass if the same is sent again.
_PASSING = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a remote store takes what, and who is sending.

    `query` is the SPARQL endpoint, `update` that of SPARQL 1.1 Update, `graphs` that of the Graph Store HTTP
    Protocol, None where batches are to go by update. `auth` is `basic` or `digest`. `retries` more tries follow the
    first, each after twice the pause.
    """

    query: str
    update: str
    graphs: str | None = None
    user: str | None = None
    password: str | None = None
    auth: str = "basic"
    timeout_seconds: int = 300
    retries: int = 4
    pause_seconds: float = 0.5

    def __post_init__(self) -> None:
        for name, address in (("endpoint", self.query), ("update", self.update), ("gsp", self.graphs)):
            if address is not None and not address.startswith(("http://", "https://")):
                expected = "an address that starts with http:// or https://"
                raise CallError(f"{name} {shorten(address)!r} is not {expected}")


class Client:
    """Speaks to one remote store."""

    def __init__(self, remote: Remote, settings: Settings) -> None:
        self._remote = remote
        self._settings = settings

    def add(self, graph: NamedNode, ntriples: bytes) -> None:
        """Add a batch of N-Triples to a graph; sent twice, it changes nothing more. Raises `EndpointError`."""
        if self._remote.graphs is None:
            self._update(b"INSERT DATA { GRAPH <" + graph.value.encode() + b"> {\n" + ntriples + b"} }")
            return
        address = f"{self._remote.graphs}?graph={quote(graph.value, safe='')}"
        self._send(address, ntriples, "application/n-triples", "POST")

    def drop(self, graph: NamedNode) -> None:
        """Drop a graph, whether it is there or not."""
        self._update(f"DROP SILENT GRAPH <{graph.value}>".encode())

    def move(self, staging: NamedNode, graph: NamedNode) -> None:
        """Put the staging graph in the place of *graph* (SPARQL 1.1 Update, section 3.2.4)."""
        self._update(f"MOVE GRAPH <{staging.value}> TO <{graph.value}>".encode())

    def count(self, graph: NamedNode) -> int:
        """Return how many statements a graph has there."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}"
        result = run_remote(self._remote.query, text, self._settings, timeout_seconds=self._remote.timeout_seconds)
        rows = result.texts() if isinstance(result, Rows) else []
        if len(rows) != 1 or not rows[0][0].isdigit():
            raise EndpointError(f"{one_line(self._remote.query)}: does not count the statements of a graph")
        return int(rows[0][0])

    def _update(self, text: bytes) -> None:
        self._send(self._remote.update, text, "application/sparql-update", "POST")

    def _send(self, address: str, body: bytes, media_type: str, method: str) -> None:
        """Send a request, again where the refusal may pass. Raises `EndpointError` with one line."""
        pause = self._remote.pause_seconds
        for left in range(self._remote.retries, -1, -1):
            try:
                self._send_once(address, body, media_type, method)
            except _PassingError as error:
                if not left:
                    raise EndpointError(f"{error}; tried {self._remote.retries + 1} times") from error
                time.sleep(pause)
                pause *= 2
            else:
                return

    def _send_once(self, address: str, body: bytes, media_type: str, method: str) -> None:
        request = Request(address, data=body, method=method)  # noqa: S310 - `Remote` takes web addresses only
        request.add_header("Content-Type", media_type)
        request.add_header("User-Agent", "rehabkg")
        if self._remote.user is not None and self._remote.auth == "basic":
            pair = f"{self._remote.user}:{self._remote.password or ''}".encode()
            request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
        where = one_line(address.partition("?")[0])
        try:
            with self._opener(address).open(request, timeout=self._remote.timeout_seconds) as answer:
                # What a store says when all is well is not read to its end: it could be any length.
                answer.read(_DRAINED_BYTES)
        except HTTPError as error:
            with error:
                said = f"{where}: HTTP {error.code} {one_line(error.reason)}{_said(error)}"
            raise (_PassingError if error.code in _PASSING else EndpointError)(said) from error
        except TimeoutError as error:
            raise _PassingError(f"{where}: no answer within {self._remote.timeout_seconds} seconds") from error
        except (HTTPException, URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise _PassingError(f"{where}: {one_line(reason, 300) or type(error).__name__}") from error

    def _opener(self, address: str) -> OpenerDirector:
        """Return an opener that follows no redirect: a batch would arrive there without its text."""
        opener = OpenerDirector()
        handlers: list[Any] = [ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler()]
        if self._remote.user is not None and self._remote.auth == "digest":
            passwords = HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, address, self._remote.user, self._remote.password or "")
            handlers.append(HTTPDigestAuthHandler(passwords))
        for handler in (*handlers, HTTPErrorProcessor()):
            opener.add_handler(handler)
        return opener


class _PassingError(EndpointError):
    """A refusal that may pass."""


def _said(error: HTTPError) -> str:
    read: Callable[[int], bytes] = error.read
    try:
        body = read(_LONGEST_REFUSAL).decode(errors="replace")
    except (HTTPException, OSError, ValueError):
        return ""
    return f": {one_line(body)}" if body.strip() else ""

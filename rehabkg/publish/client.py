"""What is asked of a remote store, by SPARQL 1.1 Update or the Graph Store Protocol.

A refusal that may pass is waited for, and whatever it says comes as one line without the password.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import quote
from urllib.request import Request

from pyoxigraph import NamedNode

from rehabkg.errors import EndpointError, one_line, shorten
from rehabkg.publish.login import login
from rehabkg.publish.remote import Remote
from rehabkg.query.remote import answer_to, request_of, run_remote, web_opener
from rehabkg.query.results import Rows
from rehabkg.settings import Settings

_Answer = TypeVar("_Answer")
# What a store says when all is well is a few lines.
_LONGEST_ANSWER = 1_000_000
# A store says so of a request that is too long for it (413) or for its parser (400: Virtuoso).
_TOO_LONG = (400, 413)
# A store says so of an operation that it does not know.
_UNKNOWN = (400, 405, 501)


class Client:
    """Speaks to one remote store. Every method raises `EndpointError` with one line."""

    def __init__(self, remote: Remote, settings: Settings, tell: Callable[[str], None] = lambda _: None) -> None:
        self._remote = remote
        self._settings = settings
        self._tell = tell
        self._opener = web_opener(*login(remote))
        self._most_bytes: int | None = None

    def greet(self, nowhere: NamedNode) -> None:
        """Ask whether we may write, by dropping a graph that is *nowhere*, before millions of statements are read."""
        self.drop(nowhere)
        if self._remote.graphs is not None:
            try:
                self._again(lambda: self._protocol("DELETE", nowhere))
            except EndpointError as error:
                if error.status != 404:
                    raise

    def drop(self, graph: NamedNode) -> None:
        """Drop a graph, whether it is there or not."""
        self._again(lambda: self._update(f"DROP SILENT GRAPH <{graph.value}>"))

    def add(self, graph: NamedNode, lines: Sequence[bytes], *, first: bool) -> None:
        """Add lines of N-Triples to a graph, or put them in its place if they are the *first*; twice changes nothing.

        Where the store finds them too many at once they go in halves, and so do those that follow.
        """
        parts = [lines]
        while parts:
            part = parts.pop()
            size = sum(map(len, part))
            if self._most_bytes is not None and size > self._most_bytes and len(part) > 1:
                parts += _halves(part)
                continue
            try:
                self._again(lambda part=part, first=first: self._put(graph, part, first))  # type: ignore[misc]
            except EndpointError as error:
                if error.status not in _TOO_LONG:
                    raise
                if len(part) == 1:
                    said = f"{error}; that was for the statement {one_line(part[0].decode(), 120)}"
                    raise EndpointError(said, status=error.status) from error
                self._most_bytes = size // 2
                self._tell(f"  the store refuses {size:,} bytes at once (HTTP {error.status}); half of that goes on")
                parts += _halves(part)
            else:
                first = False

    def add_whole(self, graph: NamedNode, lines: Sequence[bytes], *, first: bool, before: int) -> None:
        """Add lines with blank nodes in one request; *before* is how many statements the graph has without them.

        Sent twice they would be there twice, so the statements are counted before each try.
        """

        def once() -> None:
            if first or self.count(graph) == before:
                self._put(graph, lines, first, blank=True)

        self._again(once)

    def swap(self, staging: NamedNode, graph: NamedNode, statements: int) -> None:
        """Put the staging graph of *statements* in the place of *graph* (SPARQL 1.1 Update, section 3.2.4).

        A MOVE whose answer was lost may be done: sent again it finds no staging graph, and some stores then leave
        nothing in the place. So it is sent again only while the staging graph is whole.
        """

        def once() -> None:
            if self.count(staging) == statements:
                self._move(staging, graph)

        self._again(once)

    def count(self, graph: NamedNode) -> int:
        """Return how many statements a graph has there."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}"
        seconds = self._remote.timeout_seconds
        result = self._again(
            lambda: run_remote(self._remote.query, text, self._settings, timeout_seconds=seconds, opener=self._opener)
        )
        rows = result.texts() if isinstance(result, Rows) else []
        if len(rows) != 1 or not rows[0][0].isdigit():
            raise EndpointError(f"{one_line(self._remote.query)}: does not count the statements of a graph")
        return int(rows[0][0])

    def _move(self, staging: NamedNode, graph: NamedNode) -> None:
        try:
            self._update(f"MOVE GRAPH <{staging.value}> TO <{graph.value}>")
        except EndpointError as error:
            if error.status not in _UNKNOWN:
                raise
            self._tell(f"  the store refuses MOVE (HTTP {error.status}); the graph is copied, and readers may see half")
            there, here = f"GRAPH <{graph.value}>", f"GRAPH <{staging.value}>"
            copy = f"INSERT {{ {there} {{ ?s ?p ?o }} }} WHERE {{ {here} {{ ?s ?p ?o }} }}"
            self._update(f"DROP SILENT {there} ;\n{copy} ;\nDROP SILENT {here}")

    def _put(self, graph: NamedNode, lines: Sequence[bytes], first: bool, *, blank: bool = False) -> None:
        if self._remote.graphs is not None:
            self._protocol("PUT" if first else "POST", graph, b"".join(lines))
            return
        # INSERT DATA may hold blank nodes (SPARQL 1.1 Update, section 3.1.1); Virtuoso takes them in a template only.
        form = ("INSERT", " WHERE { }") if blank else ("INSERT DATA", "")
        drop = f"DROP SILENT GRAPH <{graph.value}> ;\n" if first else ""
        self._update(f"{drop}{form[0]} {{ GRAPH <{graph.value}> {{\n{b''.join(lines).decode()}}} }}{form[1]}")

    def _protocol(self, method: str, graph: NamedNode, ntriples: bytes | None = None) -> None:
        """Send one request of the SPARQL 1.1 Graph Store HTTP Protocol."""
        address = self._remote.graphs or ""
        joint = "&" if "?" in address else "?"
        target = f"{address}{joint}graph={quote(graph.value, safe='')}"
        request = Request(target, data=ntriples, method=method)  # noqa: S310 - `Remote` takes web addresses only
        request.add_header("Content-Type", "application/n-triples")
        request.add_header("User-Agent", "rehabkg")
        self._send(request, address)

    def _update(self, text: str) -> None:
        """Send one request of SPARQL 1.1 Update."""
        from SPARQLWrapper import INSERT, POST, POSTDIRECTLY, SPARQLWrapper

        wrapper = SPARQLWrapper(self._remote.update, agent="rehabkg (SPARQLWrapper)")
        # SPARQLWrapper would guess the kind of the request, by searching megabytes for words.
        wrapper.queryString, wrapper.queryType = text, INSERT
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY)
        request = request_of(wrapper)
        request.full_url = request.full_url.removesuffix("?")
        self._send(request, self._remote.update)

    def _send(self, request: Request, address: str) -> None:
        where = address.partition("?")[0]
        answer_to(request, where, self._opener, self._remote.timeout_seconds, _LONGEST_ANSWER)

    def _again(self, act: Callable[[], _Answer]) -> _Answer:
        """Do it, again after a pause while the refusal may pass."""
        pause, tries = self._remote.pause_seconds, self._remote.retries + 1
        for tried in range(1, tries + 1):
            try:
                return act()
            except EndpointError as error:
                said = self._remote.hidden(str(error))
                if not error.passing or tried == tries:
                    said += f"; tried {tries} times" if error.passing else ""
                    # What has been waited for once is not waited for again around it.
                    raise EndpointError(said, status=error.status) from error
                self._tell(f"  {shorten(said, 300)}; again in {pause:g} s")
                time.sleep(pause)
                pause *= 2
        raise AssertionError  # pragma: no cover - the last try returns or raises


def _halves(lines: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Return two halves, the first last, as it is taken first."""
    middle = len(lines) // 2
    return [lines[middle:], lines[:middle]]

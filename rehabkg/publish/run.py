"""Publish: each named graph goes into a staging graph in batches, then takes its place by one MOVE."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store

from rehabkg.errors import EndpointError, NotFoundError
from rehabkg.iri import Iris
from rehabkg.publish.batches import Reading, digest
from rehabkg.publish.client import Client
from rehabkg.publish.remote import Remote
from rehabkg.publish.state import GraphState, PublishState, kept_state
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store, version_in_force

SENT, UNCHANGED, DROPPED = "sent", "unchanged", "dropped"
_SECONDS_BETWEEN_LINES = 5.0


@dataclass(frozen=True, slots=True)
class Published:
    """What became of one graph: its name, how many statements it has there, and `sent`, `unchanged` or `dropped`."""

    graph: str
    statements: int
    fate: str


def publish(
    settings: Settings,
    remote: Remote,
    *,
    graphs: Sequence[str] = (),
    batch_bytes: int = 4_000_000,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Published]:
    """Send the named graphs of the store, all or those of the ids in *graphs*; yield each as it is in place.

    Who asks for a graph there sees the former one until the whole new one takes its place. A run that is killed goes
    on where it was when it is run again, and a graph that is in place unchanged is not sent twice. Where all are sent,
    those that were sent before and are no longer in the store are dropped. Raises `EndpointError` for a refusal, and
    where the remote store counts other statements than this one.
    """
    store, iris = open_store(settings.store_path), Iris(settings.base)
    chosen = _chosen(store, iris, graphs)
    with kept_state(settings.store_path, remote.update) as state:
        sending = _Sending(store, iris, Client(remote, settings, tell), state, _identity(settings.store_path), tell)
        sending.greet()
        for graph in chosen:
            yield sending.published(graph, batch_bytes)
        if not graphs:
            yield from sending.dropped({graph.value for graph in chosen})


class _Sending:
    """One run to one remote store."""

    def __init__(
        self, store: Store, iris: Iris, client: Client, state: PublishState, version: str, tell: Callable[[str], None]
    ) -> None:
        self._store, self._iris, self._client = store, iris, client
        self._state, self._version, self._tell = state, version, tell

    def greet(self) -> None:
        self._client.greet(self._iris.graph("staging-none"))

    def published(self, graph: NamedNode, batch_bytes: int) -> Published:
        """Bring one graph into its place, if it is not there."""
        former = self._state.graphs.get(graph.value)
        if former is not None and former.done and self._unchanged(graph, former):
            return Published(self._name(graph), former.read, UNCHANGED)
        started = time.monotonic()
        done = self._sent(graph, former, batch_bytes)
        self._state.set(graph.value, done)
        seconds = time.monotonic() - started
        self._tell(f"{self._name(graph)}: {done.read:,} statements in place, {seconds:.1f} s")
        return Published(self._name(graph), done.read, SENT)

    def dropped(self, present: set[str]) -> Iterator[Published]:
        """Drop what was sent before and is no longer in the store: what was withdrawn here must not stay there."""
        for name in sorted(set(self._state.graphs) - present):
            graph = NamedNode(name)
            for gone in (graph, self._staging(graph)):
                self._client.drop(gone)
            self._state.set(name, None)
            self._tell(f"{self._name(graph)}: no longer in the store, dropped")
            yield Published(self._name(graph), 0, DROPPED)

    def _unchanged(self, graph: NamedNode, former: GraphState) -> bool:
        if former.version != self._version:
            if digest(self._store, graph) != (former.digest, former.read):
                return False
            self._state.set(graph.value, GraphState(self._version, former.digest, former.read, former.sent, done=True))
        return self._client.count(graph) == former.read

    def _sent(self, graph: NamedNode, former: GraphState | None, batch_bytes: int) -> GraphState:
        staging = self._staging(graph)
        reading, sent = self._resumed(graph, staging, former)
        told = _Told(self._name(graph), self._tell)
        for batch in reading.batches(batch_bytes):
            self._client.add(staging, batch, first=not sent)
            sent += len(batch)
            # A graph of one batch is sent again as fast as it is noted down.
            if sum(map(len, batch)) >= batch_bytes:
                self._state.set(graph.value, GraphState(self._version, reading.digest, reading.read, sent))
            told.sent(sent)
        if reading.blank:
            self._client.add_whole(staging, reading.blank, first=not sent, before=sent)
        self._put_in_place(staging, graph, reading.read)
        return GraphState(self._version, reading.digest, reading.read, sent, done=True)

    def _resumed(self, graph: NamedNode, staging: NamedNode, former: GraphState | None) -> tuple[Reading, int]:
        """Return a reading of what is still to be sent, and how much of the graph is in the staging graph."""
        if former is not None and not former.done:
            reading = Reading(self._store, graph)
            reading.skip(former.read)
            if reading.digest == former.digest and self._client.count(staging) >= former.sent:
                self._tell(f"{self._name(graph)}: goes on after {former.sent:,} statements")
                return reading, former.sent
        return Reading(self._store, graph), 0

    def _put_in_place(self, staging: NamedNode, graph: NamedNode, statements: int) -> None:
        if not statements:
            self._client.drop(graph)
            return
        gathered = self._client.count(staging)
        if gathered == statements:
            self._client.swap(staging, graph, statements)
            there = self._client.count(graph)
            if there == statements:
                return
            found = f"{there:,} are in place"
        else:
            found = f"{gathered:,} have arrived, and the former graph stands"
        self._state.set(graph.value, None)
        raise EndpointError(f"graph {graph.value}: of {statements:,} statements {found}; run it again, it begins anew")

    def _staging(self, graph: NamedNode) -> NamedNode:
        return self._iris.graph("staging-" + hashlib.sha256(graph.value.encode()).hexdigest()[:16])

    def _name(self, graph: NamedNode) -> str:
        return str(graph.value).removeprefix(f"{self._iris.base}graph/")


class _Told:
    """Tells every few seconds how far a graph has come."""

    def __init__(self, name: str, tell: Callable[[str], None]) -> None:
        self._name, self._tell = name, tell
        self._began = self._last = time.monotonic()
        self._before: int | None = None

    def sent(self, statements: int) -> None:
        """Tell that so many statements have been sent in all."""
        now = time.monotonic()
        if self._before is None:
            self._before = statements
        elif now - self._last >= _SECONDS_BETWEEN_LINES:
            rate = (statements - self._before) / (now - self._began)
            self._tell(f"  {self._name}: {statements:,} statements sent, {rate:,.0f}/s")
            self._last = now


def _identity(path: Path) -> str:
    """Return what tells a version of the store from any other: a new store may give an old name again."""
    version = version_in_force(path)
    return f"{version.name} {version.stat().st_mtime_ns}"


def _chosen(store: Store, iris: Iris, graphs: Sequence[str]) -> list[NamedNode]:
    if not graphs:
        found = (graph for graph in store.named_graphs() if isinstance(graph, NamedNode))
        return sorted(found, key=lambda graph: graph.value)
    chosen = [iris.citation(tuple(name.split("+"))) for name in graphs]
    missing = [name for name, graph in zip(graphs, chosen, strict=True) if not store.contains_named_graph(graph)]
    if missing:
        raise NotFoundError(f"graph {missing[0]!r} is not in the store; 'rehabkg build --graphs' names them")
    return chosen

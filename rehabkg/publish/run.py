"""Publish: each named graph goes into a staging graph in batches, then takes its place by one MOVE."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode, Store

from rehabkg.errors import EndpointError, NotFoundError
from rehabkg.iri import Iris
from rehabkg.publish.batches import batches, digest
from rehabkg.publish.client import Client, Remote
from rehabkg.publish.state import GraphState, PublishState, state_of
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store, version_in_force

_STAGING = "staging-"


@dataclass(frozen=True, slots=True)
class Published:
    """What became of one graph: how many statements it has, and whether it had to be sent."""

    graph: str
    statements: int
    sent: bool


def publish(
    settings: Settings,
    remote: Remote,
    *,
    graphs: Sequence[str] = (),
    batch_bytes: int = 4_000_000,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Published]:
    """Send the named graphs of the store, all or those of the ids in *graphs*; yield each as it is in place.

    Readers of the remote store see the former graph until the whole new one takes its place. A run that is killed
    goes on where it was when it is run again, and a graph that is in place unchanged is not sent twice. Raises
    `EndpointError` for a refusal, and where the remote store counts other statements than this one.
    """
    store, client, iris = open_store(settings.store_path), Client(remote, settings), Iris(settings.base)
    version = version_in_force(settings.store_path).name
    state = state_of(settings.store_path, remote.update)
    for graph in _chosen(store, iris, graphs):
        name = graph.value.removeprefix(f"{iris.base}graph/")
        found, statements = digest(store, graph)
        former = state.graphs.get(graph.value)
        if former is not None and former.done and former.digest == found and client.count(graph) == statements:
            yield Published(name, statements, sent=False)
            continue
        progress(f"{name}: {statements:,} statements")
        _Graph(store, client, graph, iris).send(state, GraphState(found, version), statements, batch_bytes, progress)
        yield Published(name, statements, sent=True)


class _Graph:
    """One graph on its way."""

    def __init__(self, store: Store, client: Client, graph: NamedNode, iris: Iris) -> None:
        self._store, self._client, self._graph, self._iris = store, client, graph, iris

    def send(
        self,
        state: PublishState,
        fresh: GraphState,
        statements: int,
        batch_bytes: int,
        progress: Callable[[str], None],
    ) -> None:
        """Send what has not arrived yet, and put the graph in its place."""
        staging = self._iris.graph(_STAGING + fresh.digest)
        current = state.graphs.get(self._graph.value)
        # The order of the statements is that of one version of the store; another version begins anew.
        if current is None or current.done or (current.digest, current.version) != (fresh.digest, fresh.version):
            self._client.drop(staging)
            state.graphs[self._graph.value] = current = fresh
            state.save()
        for batch in islice(batches(self._store, self._graph, batch_bytes=batch_bytes), current.batches, None):
            self._client.add(staging, batch)
            current.batches += 1
            state.save()
            progress(f"  batch {current.batches}, {len(batch):,} bytes")
        self._put_in_place(staging, state, statements)
        current.done = True
        state.save()

    def _put_in_place(self, staging: NamedNode, state: PublishState, statements: int) -> None:
        """Move the staging graph if all of it is there: a run may have been killed between the move and its mark."""
        gathered = self._client.count(staging)
        if gathered == statements:
            self._client.move(staging, self._graph)
        there = self._client.count(self._graph)
        if there != statements:
            del state.graphs[self._graph.value]
            state.save()
            raise EndpointError(
                f"graph {self._graph.value}: {there:,} statements are in place and {gathered:,} were gathered of "
                f"{statements:,}; run it again, and it begins anew"
            )


def _chosen(store: Store, iris: Iris, graphs: Sequence[str]) -> list[NamedNode]:
    if not graphs:
        found = (graph for graph in store.named_graphs() if isinstance(graph, NamedNode))
        return sorted(found, key=lambda graph: graph.value)
    chosen = [iris.citation(tuple(name.split("+"))) for name in graphs]
    missing = [name for name, graph in zip(graphs, chosen, strict=True) if not store.contains_named_graph(graph)]
    if missing:
        raise NotFoundError(f"graph {missing[0]!r} is not in the store; 'rehabkg build --graphs' names them")
    return chosen

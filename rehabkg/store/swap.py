"""Put a graph that linking made into the store, whole, or take it out: by a version of its own, as a load does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import NamedNode

from rehabkg.errors import CallError, StoreError, shorten
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store, version_in_force
from rehabkg.store.linked import LinkedGraph, linked_graph
from rehabkg.store.loaded import kept_graphs
from rehabkg.store.version import draft

# The name becomes that of a file.
_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")


def write_linked(
    settings: Settings, name: str, triples: Iterator[bytes], graph: NamedNode, description: LinkedGraph
) -> LinkedGraph:
    """Swap *graph* for *triples*, and leave the store as it was where that fails; return what is described of it.

    Each part of *triples* is whole lines of N-Triples, each a statement that stands once; they are loaded as they
    come. *description* needs neither name, graphs nor the number of statements: these are filled in here.
    Raises `CallError` for a name that may not be, `StoreError` where the graph is not one of linking, and whatever
    *triples* raises.
    """
    if not _NAME.fullmatch(name):
        raise CallError(f"{shorten(name)!r} is no name of a linked graph, such as 'wikidata'")
    path = settings.store_path
    of = version_in_force(path)
    former = linked_graph(path, name)
    if former is None and (graph in kept_graphs(path) or open_store(path).contains_named_graph(graph)):
        raise StoreError(f"{path}: graph {graph.value} is of another origin; linking does not write it")
    counted = _Counted(triples)
    with draft(path, settings.base, of=of, without=_graphs(former)) as version:
        version.stream_triples(iter(counted), graph)
        made = replace(description, name=name, graphs=(graph.value,), statements=counted.lines)
        made.write(version.links)
    return made


def drop_linked(settings: Settings, name: str) -> LinkedGraph | None:
    """Take a linked graph out of the store; return what it was, None where there is none. Raises `StoreError`."""
    of = version_in_force(settings.store_path)
    former = linked_graph(settings.store_path, name)
    if former is not None:
        with draft(settings.store_path, settings.base, of=of, without=_graphs(former)) as version:
            (version.links / f"{name}.json").unlink()
    return former


def _graphs(linked: LinkedGraph | None) -> frozenset[NamedNode]:
    return frozenset(map(NamedNode, linked.graphs)) if linked else frozenset()


class _Counted:
    """Passes lines on and counts them."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.lines = 0
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            self.lines += part.count(b"\n")
            yield part

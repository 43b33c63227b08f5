"""Write a version of the store: take over from the version in force, remove and load graphs, bring it into force."""

from __future__ import annotations

import io
import itertools
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from rehabkg.errors import StoreError
from rehabkg.store.engine import DATABASE, LINKS, SOURCES, base_of, new_version, open_store, version_in_force
from rehabkg.store.loaded import kept_graphs
from rehabkg.store.stale import StaleLinks
from rehabkg.store.stream import TripleStream

# Quads that are looked up before they are removed one by one: memory must not grow with the graph.
_REMOVED_AT_ONCE = 50_000
# RocksDB makes its lock and its log anew, and would keep the logs of all versions.
_MADE_ANEW = ("LOCK", "LOG")


class Draft:
    """A version that is being written. `sources` is its folder of loaded sources, `links` that of linked graphs."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.sources, self.links = folder / SOURCES, folder / LINKS
        self.store = Store(str(folder / DATABASE))

    def remove(self, graph: NamedNode) -> None:
        """Remove a graph, in parts: the library would hold all of it in memory."""
        while quads := list(itertools.islice(self.store.quads_for_pattern(None, None, None, graph), _REMOVED_AT_ONCE)):
            for quad in quads:
                self.store.remove(quad)
        self.store.remove_graph(graph)

    def load_triples(self, triples: io.RawIOBase | IO[bytes], graph: NamedNode) -> None:
        """Load N-Triples into a graph as they come.

        They are not validated again: whoever writes them makes them by `mapping.nquads` and `iri`.
        """
        self.store.bulk_load(input=triples, format=RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)

    def stream_triples(self, parts: Iterator[bytes], graph: NamedNode) -> None:
        """Load N-Triples into a graph as *parts* come, each whole lines or not. Raises what *parts* raises."""
        stream = TripleStream(parts)
        try:
            self.load_triples(stream, graph)
        except Exception:
            if stream.failed is not None:
                raise stream.failed from None
            raise
        # The library takes what broke off for the end.
        if stream.failed is not None:
            raise stream.failed

    def load_quads(self, nquads: bytes, kept: frozenset[NamedNode] = frozenset()) -> None:
        """Load N-Quads; blank nodes keep their names, so that an export is the same from build to build.

        Raises `StoreError` for a quad in one of the graphs *kept* of loaded sources.
        """
        self.store.bulk_extend(_apart(parse(nquads, format=RdfFormat.N_QUADS), kept))

    def drop_source(self, source: str) -> None:
        """Drop the folder of a loaded source."""
        shutil.rmtree(self.sources / source, ignore_errors=True)

    @contextmanager
    def opened(self) -> Iterator[Draft]:
        """Let go of the files at the end: RocksDB may write to the last, and not below a folder that is cleared."""
        try:
            yield self
            self.store.flush()
        finally:
            del self.store


@contextmanager
def draft(
    path: Path, base: str, *, of: Path, without: frozenset[NamedNode] = frozenset(), rebuilt: bool = False
) -> Iterator[Draft]:
    """Give a draft of the next version that holds what the version *of* holds, less the graphs *without*.

    *of* is the version in force by which the caller has decided what goes. *rebuilt* says to write the kept
    statements anew rather than to remove the others: the better way where those are the fewer. Leaving the block
    brings the version into force; an error leaves the former one. Raises `StoreError`, also where another version
    has come into force since, or the store was built under another base.
    """
    former = base_of(path)
    if former != base:
        raise StoreError(f"{path}: the store was built under the base {former}, not {base}; build one in a new folder")
    with new_version(path, base) as new:
        if new.in_force != of:
            raise _written_meanwhile(path)
        _link(of / SOURCES, new.folder / SOURCES)
        if (of / LINKS).is_dir():
            _link(of / LINKS, new.folder / LINKS)
        if not rebuilt:
            _link(of / DATABASE, new.folder / DATABASE)
        with Draft(new.name, new.folder).opened() as version:
            if rebuilt:
                _copy_graphs(of / DATABASE, version.store, without)
            else:
                for graph in sorted(without, key=str):
                    version.remove(graph)
            yield version


def write_version(path: Path, nquads: bytes, base: str, tell: Callable[[str], None] = lambda _: None) -> str:
    """Write *nquads* as a new version beside the graphs of the loaded sources; return the version's name.

    Links of things of which nothing is said any more go out; *tell* is given a line on each graph that went whole.
    Raises `StoreError` where another process is writing or the disk refuses, and where a graph of *nquads* is that of
    a loaded source; the version in force stays then.
    """
    kept = kept_graphs(path)
    if kept:
        of = version_in_force(path)
        others = frozenset(NamedNode(graph.value) for graph in open_store(path).named_graphs()) - kept
        stale = StaleLinks.of_build(path, others, nquads)
        with draft(path, base, of=of, without=others | stale.graphs) as version:
            version.load_quads(nquads, kept)
            stale.drop(version)
        for line in stale.told():
            tell(line)
        return version.name
    with new_version(path, base) as new:
        if kept_graphs(path):
            raise _written_meanwhile(path)
        (new.folder / SOURCES).mkdir()
        with Draft(new.name, new.folder).opened() as version:
            version.load_quads(nquads)
    return new.name


def _apart(quads: Iterable[Quad], kept: frozenset[NamedNode]) -> Iterator[Quad]:
    for quad in quads:
        if quad.graph_name in kept:
            found = quad.graph_name.value
            raise StoreError(f"graph {found} is that of a loaded source; take that out by 'rehabkg unload' first")
        yield quad


def _written_meanwhile(path: Path) -> StoreError:
    return StoreError(f"{path}: another process has written this store meanwhile; run this again")


def _copy_graphs(former: Path, store: Store, without: frozenset[NamedNode]) -> None:
    source = Store.read_only(str(former))
    kept = (graph for graph in source.named_graphs() if graph not in without)
    # One call: each writes files of its own, and hundreds of graphs would make thousands of small files.
    store.bulk_extend(quad for graph in kept for quad in source.quads_for_pattern(None, None, None, graph))


def _link(source: Path, target: Path) -> None:
    """Take over a folder: immutable files are linked, RocksDB's own book-keeping is copied."""
    target.mkdir()
    for entry in sorted(source.rglob("*")):
        place = target / entry.relative_to(source)
        if entry.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.name == DATABASE and entry.name.startswith(_MADE_ANEW):
            continue
        if entry.suffix == ".sst" or source.name == SOURCES:
            try:
                os.link(entry, place)
                continue
            except OSError:
                # Some file systems have no links.
                pass
        shutil.copy2(entry, place)

"""Write a version of the store: take over from the version in force, remove and load graphs, bring it into force."""

from __future__ import annotations

import io
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from rehabkg.errors import StoreError
from rehabkg.store.engine import DATABASE, SOURCES, base_of, new_version, open_store, version_in_force

# Quads that are looked up before they are removed one by one: memory must not grow with the graph.
_REMOVED_AT_ONCE = 50_000


class Draft:
    """A version that is being written. `sources` is its folder of loaded sources."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.sources = folder / SOURCES
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

    def load_quads(self, nquads: bytes) -> None:
        """Load N-Quads; blank nodes keep their names, so that an export is the same from build to build."""
        self.store.bulk_extend(parse(nquads, format=RdfFormat.N_QUADS))

    def drop_source(self, source: str) -> None:
        """Drop the folder of a loaded source."""
        shutil.rmtree(self.sources / source, ignore_errors=True)

    def close(self) -> None:
        """Write all to disk and let go of the files: a rename before would lose RocksDB's last writes."""
        self.store.flush()
        del self.store


@contextmanager
def draft(
    path: Path, base: str, *, without: frozenset[NamedNode] = frozenset(), rebuilt: bool = False
) -> Iterator[Draft]:
    """Give a draft of the next version that holds what the version in force holds, less the graphs *without*.

    *rebuilt* says to write the kept statements anew rather than to remove the others: the better way where those
    are the fewer. Leaving the block brings the version into force; an error leaves the former one. Raises
    `StoreError`, also where there is no store yet or it was built under another base.
    """
    version_in_force(path)
    former = base_of(path)
    if former != base:
        raise StoreError(f"{path}: the store was built under the base {former}, not {base}")
    with new_version(path, base) as new:
        assert new.in_force is not None  # noqa: S101 - `version_in_force` has found it
        _link(new.in_force / SOURCES, new.folder / SOURCES)
        if not rebuilt:
            _link(new.in_force / DATABASE, new.folder / DATABASE)
        version = Draft(new.name, new.folder)
        if rebuilt:
            _copy_graphs(new.in_force / DATABASE, version.store, without)
        else:
            for graph in sorted(without, key=str):
                version.remove(graph)
        yield version
        version.close()


def write_version(path: Path, nquads: bytes, base: str, *, keep: frozenset[NamedNode] = frozenset()) -> str:
    """Write *nquads* as a new version beside the graphs *keep* of the version in force; return the new one's name.

    Raises `StoreError` where another process is writing or the disk refuses; the version in force stays then.
    """
    if keep:
        others = frozenset(NamedNode(graph.value) for graph in open_store(path).named_graphs()) - keep
        with draft(path, base, without=others) as version:
            version.load_quads(nquads)
        return version.name
    with new_version(path, base) as new:
        (new.folder / SOURCES).mkdir()
        version = Draft(new.name, new.folder)
        version.load_quads(nquads)
        version.close()
    return new.name


def _copy_graphs(former: Path, store: Store, without: frozenset[NamedNode]) -> None:
    source = Store.read_only(str(former))
    for graph in source.named_graphs():
        if graph not in without:
            store.bulk_extend(source.quads_for_pattern(None, None, None, graph))


def _link(source: Path, target: Path) -> None:
    """Take over a folder: immutable files are linked, RocksDB's own book-keeping is copied."""
    target.mkdir()
    for entry in sorted(source.rglob("*")):
        place = target / entry.relative_to(source)
        if entry.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if entry.name == "LOCK":
            continue
        if entry.suffix == ".sst" or source.name == SOURCES:
            try:
                os.link(entry, place)
                continue
            except OSError:
                # Some file systems have no links.
                pass
        shutil.copy2(entry, place)

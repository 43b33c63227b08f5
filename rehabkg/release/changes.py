"""What was added and removed between two releases, by graph.

The dumps of both are sorted, so each pair is gone through once, whatever its length; graphs whose digests are equal are
not opened. The changes between any two releases are put together from those of the steps between them, which hold
nothing that the gate withholds: a statement that left because of the policy is told by nobody.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import NotFoundError
from rehabkg.release.lines import GzipLines, gzip_lines
from rehabkg.release.model import CHANGES, GraphChange, Release, releases

ADDED, REMOVED = "added", "removed"
_SUFFIX = ".nt.gz"
Withheld = Callable[[str, bytes], bool]


@dataclass(frozen=True, slots=True)
class Changed:
    """One statement that is in one of two releases: `kind` is added or removed, `line` is N-Triples."""

    graph: str
    kind: str
    line: bytes


def differences(before: Iterable[bytes], after: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield what of two sorted runs of lines is in one alone.

    >>> list(differences([b"a", b"b"], [b"b", b"c"]))
    [('removed', b'a'), ('added', b'c')]
    """
    left, right = iter(before), iter(after)
    old, new = next(left, None), next(right, None)
    while old is not None or new is not None:
        if old == new:
            old, new = next(left, None), next(right, None)
        elif new is None or (old is not None and old < new):
            yield REMOVED, old or b""
            old = next(left, None)
        else:
            yield ADDED, new
            new = next(right, None)


def write_changes(former: Release, release: Release, withheld: Withheld) -> tuple[list[GraphChange], bool]:
    """Write what changed since *former* into the folder of *release*; return it by graph, and whether any was withheld.

    *withheld* tells of a removed line of a graph whether the gate withholds it: it is left out then. What is derived
    says nothing of its own: a count that was true once may be withheld now by chance.
    """
    folder = release.path / CHANGES
    folder.mkdir()
    found: list[GraphChange] = []
    any_withheld = False
    for graph in sorted({*former.graphs, *release.graphs}):
        old, new = former.graphs.get(graph), release.graphs.get(graph)
        if old is not None and new is not None and old.digest == new.digest:
            continue
        (name, *_) = [dump.file.removesuffix(_SUFFIX) for dump in (new, old) if dump is not None]
        before = gzip_lines(former.dumps / old.file) if old is not None else iter(())
        after = gzip_lines(release.dumps / new.file) if new is not None else iter(())
        added, removed, left_out = _write(folder, name, graph, differences(before, after), withheld)
        any_withheld = any_withheld or (left_out and not name.startswith("derived"))
        if added or removed:
            found.append(GraphChange(graph, name, added, removed))
    return found, any_withheld


def _write(
    folder: Path, name: str, graph: str, changes: Iterable[tuple[str, bytes]], withheld: Withheld
) -> tuple[int, int, bool]:
    left_out = False
    files = {kind: GzipLines(change_file(folder, name, kind)) for kind in (ADDED, REMOVED)}
    try:
        for kind, line in changes:
            if kind == REMOVED and withheld(graph, line):
                left_out = True
            else:
                for _ in files[kind].write(iter((line,))):
                    pass
    finally:
        for file in files.values():
            file.close()
    counts = files[ADDED].count, files[REMOVED].count
    if not any(counts):
        for kind in files:
            change_file(folder, name, kind).unlink()
    return *counts, left_out


def change_file(folder: Path, name: str, kind: str) -> Path:
    """Return the file of what was added to, or removed from, a graph."""
    return folder / f"{name}.{kind}{_SUFFIX}"


def between(folder: Path, older: str, newer: str) -> Iterator[Changed]:
    """Yield the changes between two releases of *folder*, by graph and statement; in whichever order they are named.

    Raises `NotFoundError` for a release that is not there, or where one between them is not.
    """
    known = {release.name: release for release in releases(folder)}
    for name in (older, newer):
        if name not in known:
            raise NotFoundError(f"release {name!r} is not in {folder}")
    steps = _steps(known, older, newer)
    if steps is not None:
        yield from _composed(steps)
        return
    steps = _steps(known, newer, older)
    if steps is None:
        raise NotFoundError(f"the releases between {older} and {newer} are not all in {folder}")
    turned = {ADDED: REMOVED, REMOVED: ADDED}
    for change in _composed(steps):
        yield Changed(change.graph, turned[change.kind], change.line)


def _steps(known: dict[str, Release], older: str, newer: str) -> list[Release] | None:
    """Return the releases after *older* up to *newer*, None where these do not follow each other."""
    steps: list[Release] = []
    name: str | None = newer
    while name is not None and name != older:
        if name not in known:
            return None
        steps.append(known[name])
        name = known[name].former
    return None if name is None else steps[::-1]


def _composed(steps: list[Release]) -> Iterator[Changed]:
    graphs = sorted({change.graph for step in steps for change in step.changes})
    for graph in graphs:
        merged = heapq.merge(*(_step(step, place, graph) for place, step in enumerate(steps)))
        for line, kinds in _by_line(merged):
            # What came and went again, or went and came back, is no change.
            if kinds[0] == kinds[-1]:
                yield Changed(graph, kinds[-1], line)


def _step(release: Release, place: int, graph: str) -> Iterator[tuple[bytes, int, str]]:
    for change in release.changes:
        if change.graph == graph:
            yield from heapq.merge(*(_marked(release, change, place, kind) for kind in (ADDED, REMOVED)))


def _marked(release: Release, change: GraphChange, place: int, kind: str) -> Iterator[tuple[bytes, int, str]]:
    for line in gzip_lines(change_file(release.path / CHANGES, change.name, kind)):
        yield line, place, kind


def _by_line(merged: Iterable[tuple[bytes, int, str]]) -> Iterator[tuple[bytes, list[str]]]:
    current: bytes | None = None
    kinds: list[str] = []
    for line, _, kind in merged:
        if line != current:
            if current is not None:
                yield current, kinds
            current, kinds = line, []
        kinds.append(kind)
    if current is not None:
        yield current, kinds

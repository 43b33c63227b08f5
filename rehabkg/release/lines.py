"""The statements of a graph as sorted N-Triples lines: out of a store, through a bounded sort, into a dump.

Lines in order make dumps the same from run to run and let two releases be compared in one pass. What is more than fits
is sorted by the system's `sort` in the C locale, whose order is that of the bytes: it merges on disk within a memory
that is told to it, and it is there wherever this project runs.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import os
import subprocess
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import NamedNode, RdfFormat, Store

from rehabkg.errors import StoreError, one_line

# So many lines are sorted in memory: some 40 MB of them.
_SORTED_AT_ONCE = 200_000
_SORT_MEMORY = "128M"
_BUFFER_BYTES = 1 << 20
_COMPRESSION = 6


def store_lines(store: Store, graph: NamedNode) -> Iterator[str]:
    """Yield the N-Triples lines of a graph as the store has them: those of one subject follow each other."""
    with closing(_dumped(store, graph)) as parts:
        reader: Any = io.BufferedReader(cast("io.RawIOBase", _Reading(parts)))
        yield from io.TextIOWrapper(reader, encoding="utf-8", newline="\n")


def _dumped(store: Store, graph: NamedNode) -> Generator[bytes]:
    """Yield what a store writes of one graph as N-Triples, while it writes it."""
    reading, writing = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        # Linux alone can make a pipe wider; each change between the two threads costs the more, the narrower it is.
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _BUFFER_BYTES)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb", buffering=_BUFFER_BYTES) as out:
                store.dump(out, RdfFormat.N_TRIPLES, from_graph=graph)
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=run, daemon=True)
    writer.start()
    finished = False
    try:
        with os.fdopen(reading, "rb", buffering=0) as source:
            while part := source.read(_BUFFER_BYTES):
                yield part
        finished = True
    finally:
        writer.join()
    if failed and finished:
        raise failed[0]


class _Reading(io.RawIOBase):
    """Reads as a file what an iterator yields."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = memoryview(part)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def sorted_lines(lines: Iterable[bytes], folder: Path) -> Iterator[bytes]:
    """Yield lines in the order of their bytes, each once; what does not fit into memory is sorted within *folder*.

    Raises `StoreError` where the disk refuses.
    """
    waiting = iter(lines)
    first = list(islice(waiting, _SORTED_AT_ONCE))
    if len(first) < _SORTED_AT_ONCE:
        yield from sorted(set(first))
        return
    command = ["sort", "--unique", f"--buffer-size={_SORT_MEMORY}", f"--temporary-directory={folder}"]
    sort = subprocess.Popen(  # noqa: S603 - a fixed command
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C"},
    )
    try:
        taken, given = cast("IO[bytes]", sort.stdin), cast("IO[bytes]", sort.stdout)
        try:
            taken.writelines(chain(first, waiting))
            taken.close()
        except BrokenPipeError:
            pass
        yield from given
        _, told = b"", cast("IO[bytes]", sort.stderr).read()
        if sort.wait() != 0:
            raise StoreError(f"{folder}: the statements cannot be sorted: {one_line(told.decode(errors='replace'))}")
    finally:
        sort.kill()
        sort.wait()


class GzipLines:
    """Writes lines into a gzip file that is the same whenever it is written, and notes what they come to.

    `digest` is the SHA-256 of the lines themselves, in hexadecimal digits: equal where the statements are.
    """

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._digest = hashlib.sha256()
        self._file = path.open("xb")
        # No name and no time in its head (RFC 1952, section 2.3.1).
        self._out = gzip.GzipFile(filename="", mode="wb", fileobj=self._file, compresslevel=_COMPRESSION, mtime=0)

    @property
    def digest(self) -> str:
        """The digest of the lines written so far."""
        return self._digest.hexdigest()

    def write(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Write lines as they are taken, and hand them on in larger parts."""
        waiting: list[bytes] = []
        size = 0
        for line in lines:
            waiting.append(line)
            size += len(line)
            self.count += 1
            if size >= _BUFFER_BYTES:
                yield self._write(b"".join(waiting))
                waiting.clear()
                size = 0
        if waiting:
            yield self._write(b"".join(waiting))

    def _write(self, text: bytes) -> bytes:
        self._digest.update(text)
        self._out.write(text)
        return text

    def close(self) -> None:
        """Close the file."""
        self._out.close()
        self._file.close()


def written(path: Path, lines: Iterable[bytes]) -> tuple[int, str]:
    """Write lines into a gzip file; return how many they are, and their digest."""
    out = GzipLines(path)
    try:
        for _ in out.write(iter(lines)):
            pass
    finally:
        out.close()
    return out.count, out.digest


def gzip_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a gzip file."""
    with gzip.open(path, "rb") as file:
        yield from file

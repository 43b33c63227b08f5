"""The statements of a graph as lines of N-Triples, read once, in one order as long as the version is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice

from pyoxigraph import NamedNode, RdfFormat, Store, serialize

from rehabkg.errors import StoreError

_DIGEST_BYTES = 16
_DIGEST_SPACE = 1 << (8 * _DIGEST_BYTES)
_SERIALISED_AT_ONCE = 5_000
_MOST_WITH_BLANK_NODES = 50_000


class Reading:
    """One pass over a graph: its lines in batches, and what is known of those that were read so far.

    `blank` holds the lines with blank nodes, which are in no batch: sent in two requests, one node would become two.
    Records make none; the ontology has some.
    """

    def __init__(self, store: Store, graph: NamedNode) -> None:
        self.read = 0
        self.blank: list[bytes] = []
        self._graph = graph
        self._whole = 0
        self._lines = lines(store, graph)

    @property
    def digest(self) -> str:
        """The sum of the digests of the lines read: it does not hang on their order."""
        return f"{self._whole % _DIGEST_SPACE:0{2 * _DIGEST_BYTES}x}"

    def skip(self, count: int | None) -> None:
        """Read *count* lines that need not be sent, all that are left if None."""
        for line in islice(self._lines, count):
            self._holds_blank_node(line)

    def batches(self, batch_bytes: int) -> Iterator[list[bytes]]:
        """Yield what is left in batches of about *batch_bytes*."""
        waiting: list[bytes] = []
        size = 0
        for line in self._lines:
            if self._holds_blank_node(line):
                continue
            waiting.append(line)
            size += len(line)
            if size >= batch_bytes:
                yield waiting
                waiting, size = [], 0
        if waiting:
            yield waiting

    def _holds_blank_node(self, line: bytes) -> bool:
        """Count a line, and keep it aside if it holds a blank node."""
        self.read += 1
        self._whole += int.from_bytes(hashlib.blake2b(line, digest_size=_DIGEST_BYTES).digest(), "big")
        if b"_:" not in line:
            return False
        subject, _, value = line.split(b" ", 2)
        if not (subject.startswith(b"_:") or value.startswith(b"_:")):
            return False
        self.blank.append(line)
        if len(self.blank) > _MOST_WITH_BLANK_NODES:
            most = f"{_MOST_WITH_BLANK_NODES:,} statements with blank nodes"
            raise StoreError(f"graph {self._graph.value}: more than {most}, which go in one request, cannot be sent")
        return True


def digest(store: Store, graph: NamedNode) -> tuple[str, int]:
    """Return the digest of a whole graph and how many statements it has."""
    reading = Reading(store, graph)
    reading.skip(None)
    return reading.digest, reading.read


def lines(store: Store, graph: NamedNode) -> Iterator[bytes]:
    """Yield the statements of a graph as lines of N-Triples."""
    end = f" {graph} .\n".encode()
    quads = store.quads_for_pattern(None, None, None, graph)
    while part := list(islice(quads, _SERIALISED_AT_ONCE)):
        # Thousands at once, since pyoxigraph writes faster than f-strings. A line feed in a text is escaped.
        nquads: bytes = serialize(part, format=RdfFormat.N_QUADS)
        yield from nquads.replace(end, b" .\n").splitlines(keepends=True)

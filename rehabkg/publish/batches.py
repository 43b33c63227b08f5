"""The statements of a graph as batches of N-Triples, in one order as long as the version of the store is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Store

_DIGEST_BYTES = 16
# The ontology is far smaller; a graph of this size has no blank node before here, and so none at all.
_LOOKED_THROUGH = 200_000
_DIGEST_SPACE = 1 << (8 * _DIGEST_BYTES)


def digest(store: Store, graph: NamedNode) -> tuple[str, int]:
    """Return a digest of a graph that does not hang on the order of its statements, and how many there are.

    It is the sum of the digests of the lines; the graph is read once and never held.
    """
    whole = count = 0
    for line in lines(store, graph):
        whole += int.from_bytes(hashlib.blake2b(line.encode(), digest_size=_DIGEST_BYTES).digest(), "big")
        count += 1
    return f"{whole % _DIGEST_SPACE:0{2 * _DIGEST_BYTES}x}", count


def lines(store: Store, graph: NamedNode) -> Iterator[str]:
    """Yield the statements of a graph as lines of N-Triples."""
    for quad in store.quads_for_pattern(None, None, None, graph):
        yield f"{quad.subject} {quad.predicate} {quad.object} .\n"


def batches(store: Store, graph: NamedNode, *, batch_bytes: int) -> Iterator[bytes]:
    """Yield a graph in batches of about *batch_bytes*.

    One with blank nodes comes whole: sent in two requests, one of them would become two. Only the ontology has any.
    """
    whole = _has_blank_nodes(store, graph)
    waiting: list[bytes] = []
    size = 0
    for line in lines(store, graph):
        encoded = line.encode()
        waiting.append(encoded)
        size += len(encoded)
        if size >= batch_bytes and not whole:
            yield b"".join(waiting)
            waiting.clear()
            size = 0
    if waiting:
        yield b"".join(waiting)


def _has_blank_nodes(store: Store, graph: NamedNode) -> bool:
    # Records make none, and theirs are the graphs too large to look through twice.
    for place, quad in enumerate(store.quads_for_pattern(None, None, None, graph)):
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            return True
        if place > _LOOKED_THROUGH:
            return False
    return False

"""Tell whether files of N-Triples state the same set, however each writes its letters and orders its lines."""

from __future__ import annotations

import hashlib
from array import array
from pathlib import Path

import pyarrow as pa
from pyoxigraph import RdfFormat, parse

_DIGEST_BYTES = 8


def triples_in(path: Path) -> pa.Array:
    """Return the set of triples that *path* states, as sorted digests of 64 bits: 8 bytes a triple, not 200."""
    digests = array("Q")
    with path.open("rb") as opened:
        for triple in parse(opened, format=RdfFormat.N_TRIPLES):
            text = str(triple).encode()
            digests.append(int.from_bytes(hashlib.blake2b(text, digest_size=_DIGEST_BYTES).digest(), "big"))
    return pa.array(digests, pa.uint64()).unique().sort()

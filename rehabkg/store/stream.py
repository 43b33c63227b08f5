"""A stream of triples for the store to read: batches come as they are done, and none is held longer than it takes."""

from __future__ import annotations

import io
from collections.abc import Iterator


class TripleStream(io.RawIOBase):
    """Reads as a file what an iterator yields; what the iterator raises is kept in `failed`."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.failed: BaseException | None = None
        self._parts = parts
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """A stream to read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill *buffer* with what comes next, nothing at the end."""
        while not self._rest:
            try:
                self._rest = memoryview(next(self._parts))
            except StopIteration:
                return 0
            except BaseException as error:
                self.failed = error
                raise
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

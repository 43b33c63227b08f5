"""Which records have a number that an earlier one has: they would become one thing in the graph."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from rehabkg.errors import StoreError
from rehabkg.iri import local_name


class Numbers:
    """The numbers met so far, as digests of 64 bits on disk: memory does not grow with the records."""

    def __init__(self, path: Path) -> None:
        """Keep them in a database at *path*, which must not exist yet."""
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        # Nothing is kept of it after the load, so nothing need be safe on disk.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("CREATE TABLE number (digest INTEGER PRIMARY KEY, place INTEGER)")
        self._taken = 0

    def repeated(self, numbers: Sequence[str]) -> set[int]:
        """Take in *numbers*, and return the places of those that were met before, in this call or an earlier one.

        Raises `StoreError` where the disk refuses.
        """
        rows = [(_digest(number), self._taken + place) for place, number in enumerate(numbers)]
        before = self._connection.total_changes
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT OR IGNORE INTO number VALUES (?, ?)", rows)
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error
        self._taken += len(rows)
        if self._connection.total_changes - before == len(rows):
            return set()
        return {place for place, (digest, taken) in enumerate(rows) if self._first(digest) != taken}

    def _first(self, digest: int) -> int:
        found: tuple[int] = self._connection.execute("SELECT place FROM number WHERE digest = ?", (digest,)).fetchone()
        return found[0]

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def _digest(number: str) -> int:
    # Numbers whose letters are put together in another way make one IRI, and would make one record.
    return int.from_bytes(hashlib.blake2b(local_name(number).encode(), digest_size=8).digest(), "big", signed=True)

"""What a site was made from: a digest for each document, so that the next site makes only what has changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

FILE = ".rehabkg-site"


class Book:
    """Reads the book of a former site, none where there is none: then everything is made."""

    def __init__(self, folder: Path) -> None:
        self._rows: sqlite3.Connection | None = None
        if (folder / FILE).is_file():
            try:
                self._rows = sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True)
                self._rows.execute("SELECT digest FROM documents LIMIT 1")
            except sqlite3.Error:
                self._rows = None

    def digest(self, path: str) -> str | None:
        """Return the digest that the former files at *path* were made from."""
        if self._rows is None:
            return None
        found = self._rows.execute("SELECT digest FROM documents WHERE path = ?", (path,)).fetchone()
        return None if found is None else str(found[0])


class NewBook:
    """Writes the book of a new site; the same documents in the same order give the same bytes."""

    def __init__(self, folder: Path) -> None:
        self._rows = sqlite3.connect(folder / FILE, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute("CREATE TABLE documents (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID")

    def add(self, rows: Iterable[tuple[str, str]]) -> None:
        """Add the digests of some documents."""
        self._rows.execute("BEGIN")
        self._rows.executemany("INSERT INTO documents VALUES (?, ?)", rows)
        self._rows.execute("COMMIT")

    def close(self) -> None:
        """Write what is left."""
        self._rows.close()

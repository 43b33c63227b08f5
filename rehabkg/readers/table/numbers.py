"""Hold the numbers of a table's records apart: two records of one source never share one."""

from __future__ import annotations

import sqlite3
from types import TracebackType

from rehabkg.errors import RehabkgError

# Pages of 4 KiB that SQLite keeps in memory; the rest of its table lies in a temporary file.
_KEPT_PAGES = 4_000


class Numbers:
    """The numbers that were given, each with its row; memory does not grow with them.

    A context manager: what is kept is gone at its end.
    """

    def __init__(self) -> None:
        # An empty name is a database in a temporary file, of which SQLite writes only what its memory cannot hold.
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size={_KEPT_PAGES};"
            "CREATE TABLE given (number TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID; BEGIN;"
        )

    def __enter__(self) -> Numbers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.close()

    def give(self, number: str, row: int) -> int | None:
        """Keep *number* for *row*; return the row that has it already, None where none has."""
        try:
            taken = self._kept.execute("INSERT OR IGNORE INTO given VALUES (?, ?)", (number, row))
            if taken.rowcount:
                return None
            found: tuple[int] = self._kept.execute("SELECT row FROM given WHERE number = ?", (number,)).fetchone()
        except sqlite3.OperationalError as error:
            raise RehabkgError(f"the numbers of the records cannot be kept apart on this disk: {error}") from error
        return found[0]

"""What endpoints answered, kept on the disk: a run that was stopped resumes where it stood, and none asks twice.

An answer is known by the endpoint and the text of the query. It is written in one transaction as soon as it is there,
so that a process killed at any moment leaves all that was whole before (SQLite in WAL mode), and two may work at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from rehabkg.errors import SourceError, one_line
from rehabkg.files import held

_Value = TypeVar("_Value")
_FILE, _LOCK = "answers.sqlite", ".answers.lock"
_WAIT_SECONDS = 60.0
# An answer is JSON that says the same names again and again: the fastest level packs it to a tenth.
_LEVEL = 1
_LONGEST = 512 * 1024 * 1024
_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
  endpoint TEXT NOT NULL,
  query TEXT NOT NULL,
  fetched TEXT NOT NULL,
  body BLOB,
  PRIMARY KEY (endpoint, query)
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one query: when it was fetched (ISO 8601, UTC) and the answer, None where it was too much."""

    fetched: str
    body: bytes | None


class Cache:
    """Answers in `answers.sqlite` of a folder, which is made. Every method raises `SourceError` with one line."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = folder / _FILE
        self._now = now
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(folder, None, f"cannot be made: {error.strerror or error}") from error
        self._open = self._try(self._opened)

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def get(self, endpoint: str, query: str) -> Kept | None:
        """Return what is kept of a query, or None. An answer that cannot be unpacked is as if it were not there."""
        sql = "SELECT fetched, body FROM answers WHERE endpoint = ? AND query = ?"
        found = self._try(lambda: self._open.execute(sql, (endpoint, _key(query))).fetchone())
        if found is None:
            return None
        fetched, packed = found
        if packed is None:
            return Kept(str(fetched), None)
        try:
            unpacker = zlib.decompressobj()
            body = unpacker.decompress(packed, _LONGEST)
        except (zlib.error, TypeError):
            return None
        return Kept(str(fetched), body) if unpacker.eof else None

    def put(self, endpoint: str, query: str, body: bytes | None) -> None:
        """Keep an answer in place of what was kept of the query before; None tells that it was too much to ask."""
        packed = None if body is None else zlib.compress(body, _LEVEL)
        row = (endpoint, _key(query), self._now().isoformat(timespec="seconds"), packed)
        self._try(lambda: self._open.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row))

    def _opened(self) -> sqlite3.Connection:
        # To become a database in WAL mode a file is locked as a whole, and SQLite does not wait for that.
        with held(self.path.with_name(_LOCK)):
            connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute(_TABLE)
            except BaseException:
                connection.close()
                raise
            return connection

    def _try(self, act: Callable[[], _Value]) -> _Value:
        try:
            return act()
        except OSError as error:
            raise SourceError(self.path, None, f"answers cannot be kept here: {error.strerror or error}") from error
        except sqlite3.Error as error:
            said = one_line(error)
            advice = "; move it away and what it holds is fetched anew" if "not a database" in said else ""
            raise SourceError(self.path, None, f"answers cannot be kept here: {said}{advice}") from error


def _key(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()

"""The comments of one site, in a file beside its releases: several processes of a server write into it at once.

SQLite in its mode of a write-ahead log; what waits for an editor is bounded. Nothing tells who sent a comment but the
name that they gave.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from rehabkg.comments.model import ACCEPTED, PENDING, Comment, Said
from rehabkg.errors import CallError, NotFoundError, StoreError, one_line, shorten

FILE = "comments.sqlite"
MOST_PENDING = 10_000
_WAIT_SECONDS = 5.0
_VERSION = 1
_SAID = tuple(field.name for field in fields(Said))
_COLUMNS = ("id", *_SAID, "created", "state", "decided", "note")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS comment (
  id TEXT PRIMARY KEY, about TEXT NOT NULL, statement TEXT, motivation TEXT NOT NULL, text TEXT NOT NULL,
  evidence TEXT, name TEXT, language TEXT NOT NULL, created TEXT NOT NULL, state TEXT NOT NULL, decided TEXT,
  note TEXT, digest TEXT NOT NULL UNIQUE
);
CREATE INDEX IF NOT EXISTS comment_about ON comment (about, state);
CREATE INDEX IF NOT EXISTS comment_state ON comment (state, created);
CREATE TABLE IF NOT EXISTS secret (only INTEGER PRIMARY KEY CHECK (only = 1), value BLOB NOT NULL);
"""


class FullError(StoreError):
    """As many comments wait for an editor as are taken."""


class Queue:
    """The comments in one file, which is made when the first is added or a form is first given."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, said: Said, now: datetime) -> str:
        """Add a comment that waits for an editor; return its id. The same said twice of one thing is kept once.

        Raises `FullError` where too many wait, and `StoreError` where the file cannot be written.
        """
        digest = sha256("\0".join(map(str, astuple(said))).encode()).hexdigest()
        identifier = secrets.token_hex(8)
        values = (identifier, *astuple(said), _time(now), PENDING, None, None, digest)
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            known = database.execute("SELECT id FROM comment WHERE digest = ?", (digest,)).fetchone()
            if known is not None:
                return str(known[0])
            (waiting,) = database.execute("SELECT count(*) FROM comment WHERE state = ?", (PENDING,)).fetchone()
            if waiting >= MOST_PENDING:
                raise FullError(f"{self.path}: {waiting:,} comments wait for an editor; no more are taken")
            marks = ", ".join("?" * len(values))
            database.execute(f"INSERT INTO comment ({', '.join(_COLUMNS)}, digest) VALUES ({marks})", values)  # noqa: S608
        return identifier

    def listed(self, state: str | None = None) -> list[Comment]:
        """Return the comments in a state, or all, the oldest first."""
        return self._found("WHERE ?1 IS NULL OR state = ?1", state)

    def accepted(self, about: str) -> list[Comment]:
        """Return the accepted comments on a thing, the oldest first."""
        return self._found("WHERE about = ?1 AND state = ?2", about, ACCEPTED)

    def get(self, identifier: str) -> Comment:
        """Return a comment. Raises `NotFoundError` for an id that is not there."""
        found = self._found("WHERE id = ?1", identifier)
        if not found:
            raise NotFoundError(f"comment {shorten(identifier)!r} is not there; 'rehabkg comments list' lists them")
        return found[0]

    def decide(self, identifier: str, state: str, now: datetime, note: str | None = None) -> Comment:
        """Accept or refuse a comment, also one that was decided before. Raises `NotFoundError`."""
        self.get(identifier)
        with self._open() as database:
            database.execute(
                "UPDATE comment SET state = ?, decided = ?, note = coalesce(?, note) WHERE id = ?",
                (state, _time(now), note, identifier),
            )
        return self.get(identifier)

    def secret(self) -> bytes:
        """Return the secret by which forms are marked: one for all processes of a server, made once."""
        with self._open() as database:
            database.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_bytes(32),))
            (found,) = database.execute("SELECT value FROM secret").fetchone()
        return bytes(found)

    def _found(self, condition: str, *values: str | None) -> list[Comment]:
        if not self.path.exists():
            return []
        with self._open() as database:
            rows = database.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM comment {condition} ORDER BY created, id",  # noqa: S608
                values,
            ).fetchall()
        return [_comment(row) for row in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction. Raises `StoreError` where the disk or the file refuses."""
        try:
            database = sqlite3.connect(self.path, timeout=_WAIT_SECONDS)
            try:
                if database.execute("PRAGMA user_version").fetchone() != (_VERSION,):
                    _prepare(database)
                with database:
                    yield database
            finally:
                database.close()
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: the comments cannot be read or written ({one_line(error)})") from error


def _prepare(database: sqlite3.Connection) -> None:
    """Make the tables; of several processes that begin at once the others wait for the first."""
    database.execute("PRAGMA journal_mode = WAL")
    database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT")


def accepted(path: Path, iri: str) -> list[Comment]:
    """Return the accepted comments on a thing, of the file at *path*; none where there is no file."""
    return Queue(path).accepted(iri)


def _comment(row: tuple[str, ...]) -> Comment:
    found = dict(zip(_COLUMNS, row, strict=True))
    said = Said(**{name: found.pop(name) for name in _SAID})
    return Comment(said=said, **found)


def _time(now: datetime) -> str:
    if now.tzinfo is None:
        raise CallError("a time without a zone is no time of a comment")
    return now.astimezone(UTC).isoformat(timespec="seconds")

"""Look-up tables of a database in text files: small ones in memory, large ones and links in a file of SQLite.

So memory does not grow with the surnames, places and people of a database, only with its vocabulary.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from rehabkg.errors import RowError, SourceError, SourceNote
from rehabkg.readers.block import LONGEST_LINE_BYTES, Report

# A table whose file is no larger is held in memory: some 20,000 texts.
LARGEST_HELD_BYTES = 1 << 20
_ROWS_A_TIME = 5_000
_SHOWN = 80
# A quotation mark that closes a field: one, or an odd number, since a doubled mark is one that is meant.
_CLOSED = re.compile(r'(?<!")"(?:"")*;')
# SQLite counts to 2^63, which has 19 digits.
_MOST_DIGITS = 18

Texts = tuple[str, ...]


class Lookups:
    """The texts of each table by id, and the records linked to each person."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        self._held: dict[str, dict[int, Texts]] = {}
        self._kept: set[str] = set()
        store.execute("CREATE TABLE texts (name TEXT, id INTEGER, text TEXT, PRIMARY KEY (name, id)) WITHOUT ROWID")
        store.execute(
            "CREATE TABLE links (person INTEGER, name TEXT, place INTEGER, record INTEGER, "
            "PRIMARY KEY (person, name, place)) WITHOUT ROWID"
        )

    def add_table(self, name: str, path: Path, encoding: str, *, columns: int, report: Report) -> None:
        """Take the rows of the file at *path*: an id and *columns* texts. An id that comes twice goes to *report*."""
        rows = _numbered(path, encoding, columns, report)
        if path.stat().st_size <= LARGEST_HELD_BYTES:
            held = self._held[name] = {}
            count = 0
            for count, (number, texts) in enumerate(rows, 1):  # noqa: B007 - how many there were is wanted after
                held.setdefault(number, texts)
            added = len(held)
        else:
            self._kept.add(name)
            count, added = 0, 0
            while taken := [(name, number, "\x1f".join(texts)) for number, texts in islice(rows, _ROWS_A_TIME)]:
                count += len(taken)
                added += self._store.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?, ?)", taken).rowcount
        if added < count:
            report(SourceNote(path, None, f"{count - added:,} ids are given more than once; the first of each stands"))

    def add_links(self, name: str, path: Path, encoding: str, *, report: Report) -> None:
        """Take the rows (person id, record id) of the file at *path*, in their order."""
        rows = _links(path, encoding, report)
        while taken := list(islice(rows, _ROWS_A_TIME)):
            self._store.executemany(
                "INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)",
                ((person, name, place, record) for place, person, record in taken),
            )

    def texts(self, name: str, ids: Iterable[int]) -> Mapping[int, Texts]:
        """Return the texts of those *ids* that the table *name* has; it may return more."""
        if name not in self._kept:
            return self._held.get(name, {})
        wanted = sorted(set(ids))
        marks = ",".join("?" * len(wanted))
        # Only question marks are put into the query.
        found = self._store.execute(f"SELECT id, text FROM texts WHERE name = ? AND id IN ({marks})", [name, *wanted])  # noqa: S608
        return {number: tuple(text.split("\x1f")) for number, text in found}

    def links(self, people: Sequence[int]) -> Mapping[tuple[str, int], list[int]]:
        """Return the linked records by table and person, in the order of the file."""
        marks = ",".join("?" * len(people))
        found = self._store.execute(
            f"SELECT name, person, record FROM links WHERE person IN ({marks}) ORDER BY person, name, place",  # noqa: S608
            people,
        )
        linked: dict[tuple[str, int], list[int]] = {}
        for name, person, record in found:
            linked.setdefault((name, person), []).append(record)
        return linked


@contextmanager
def open_lookups(folder: Path) -> Iterator[Lookups]:
    """Give look-up tables that last as long as the block; *folder* is named where the disk does not hold them."""
    with TemporaryDirectory(prefix="rehabkg-") as kept:
        store = sqlite3.connect(Path(kept) / "lookups.sqlite", isolation_level=None)
        try:
            # A file that nobody reads again needs no journal.
            store.execute("PRAGMA journal_mode = OFF")
            store.execute("PRAGMA synchronous = OFF")
            store.execute("BEGIN")
            yield Lookups(store)
        except sqlite3.OperationalError as error:
            raise SourceError(folder, None, f"its look-up tables cannot be kept for reading: {error}") from error
        finally:
            store.close()


def lines_of(path: Path, encoding: str, *, report: Report) -> Iterator[tuple[int, str]]:
    """Yield each line of the file at *path* but the first, with its number; what is no text goes to *report*."""
    try:
        with path.open("rb") as opened:
            number = 0
            while content := opened.readline(LONGEST_LINE_BYTES):
                number += 1
                if not content.endswith(b"\n") and len(content) == LONGEST_LINE_BYTES:
                    report(_refused(path, number, content, f"a line of at most {LONGEST_LINE_BYTES:,} bytes"))
                    while content and not content.endswith(b"\n"):
                        content = opened.readline(LONGEST_LINE_BYTES)
                elif number > 1 and (line := _text(path, number, content.rstrip(b"\r\n"), encoding, report)):
                    yield number, line
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error


def fields_of(line: str, count: int) -> list[str]:
    """Split *line* at semicolons into *count* fields, the rest in the last one; quotes that enclose a field go.

    A field that begins with a quotation mark ends at the next `";`, if there is one; a doubled mark is one.

    >>> fields_of('7;"Книга ""Имена""; т. 1";kniga.htm', 3)
    ['7', 'Книга "Имена"; т. 1', 'kniga.htm']
    """
    fields: list[str] = []
    rest: str | None = line
    while rest is not None and len(fields) < count - 1:
        closed = _CLOSED.search(rest, 1) if rest.startswith('"') else None
        end = closed.end() - 1 if closed else rest.find(";")
        field, rest = (rest, None) if end < 0 else (rest[:end], rest[end + 1 :])
        fields.append(_unquoted(field))
    return fields if rest is None else [*fields, _unquoted(rest)]


def is_number(cell: str) -> bool:
    """Tell whether *cell* is a number that a database can have as an id."""
    return cell.isdecimal() and len(cell) <= _MOST_DIGITS


def _unquoted(field: str) -> str:
    field = field.strip()
    if len(field) > 1 and field[0] == field[-1] == '"':
        field = field[1:-1]
    return field.replace('""', '"').strip()


def _numbered(path: Path, encoding: str, columns: int, report: Report) -> Iterator[tuple[int, Texts]]:
    for line, text in lines_of(path, encoding, report=report):
        number, *texts = fields_of(text, columns + 1)
        if not is_number(number):
            report(RowError(path, line, "id", number, "the number of a row", printed=text))
        else:
            yield int(number), tuple(texts)


def _links(path: Path, encoding: str, report: Report) -> Iterator[tuple[int, int, int]]:
    for line, text in lines_of(path, encoding, report=report):
        cells = [cell.strip(' "') for cell in text.split(";")]
        if len(cells) == 2 and is_number(cells[0]) and is_number(cells[1]):
            yield line, int(cells[0]), int(cells[1])
        else:
            report(RowError(path, line, "(row)", text, "the number of a person and that of a record", printed=text))


def _text(path: Path, number: int, content: bytes, encoding: str, report: Report) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        report(_refused(path, number, content, f"{encoding} text (byte 0x{content[error.start]:02x})"))
        return None
    if "\0" in text:
        report(_refused(path, number, content, "text without NUL bytes"))
        return None
    return text


def _refused(path: Path, number: int, content: bytes, expected: str) -> RowError:
    shown = content[:_SHOWN].decode("ascii", "backslashreplace")
    return RowError(path, number, "(row)", shown, expected, printed=shown)

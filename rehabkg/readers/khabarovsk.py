"""Read the Khabarovsk book of memory: one person is spread over seven tables, joined by `id`.

`names.csv` has a row for each name of a person, `основное` telling the main one; every other table has one cell a
person. The compilers put their labels in place of what the book prints (`Русские`, `незаконченное высшее`); the tables
under `replacements/` by which they did so are applied already, so there is nothing to read in them.

The rows of the tables stand in no common order: they are gathered in an SQLite file of their own, which SQLite keeps
on disk, and leave it by rising id. So memory does not grow with them.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import RowError, SourceError, SourceNote
from rehabkg.readers.named_cells import named_cells
from rehabkg.records.printed import PrintedRecord

Report = Callable[[SourceError], None]

_NAMES = "names"
_PARTS = ("фамилия", "имя", "отчество")
_MAIN = "основное"
_TRUE, _FALSE = "True", "False"
# Each table of one cell a person: its name, the heading of its cell, the field of `records.fields`.
_TABLES = (
    ("gender", "пол", "sex"),
    ("nationality", "национальность", "nationality"),
    ("citizenship", "гражданство", "citizenship"),
    ("social_background", "социальное происхождение", "origin"),
    ("education", "образование", "education"),
    ("party", "партийная принадлежность", "party"),
)
_BLANK = ("нет данных", "")
_ID = re.compile(r"[1-9][0-9]{0,17}")
_SCHEMA = "CREATE TABLE cell (id INTEGER, kind INTEGER, line INTEGER, one TEXT, two TEXT, three TEXT)"
_INSERT = "INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?)"
_ORDERED = "SELECT * FROM cell ORDER BY id, kind, line"
# Kinds of row, in the order in which a person's rows come out; a table of one cell follows by its place in _TABLES.
_MAIN_NAME, _OTHER_NAME, _FIRST_TABLE = 0, 1, 2
_HEADING_OF_NAME = (" ".join(_PARTS), f"{' '.join(_PARTS)} ({_MAIN}: {_FALSE})")
_ROWS_AT_ONCE = 1_000
# SQLite counts a negative cache size in KiB.
_CACHE = "PRAGMA cache_size = -32768"

_Row = tuple[int, int, int, str, str, str]


@dataclass(frozen=True, slots=True)
class _Folder:
    """Where the tables lie, in which encoding they are read, and who is told of what is amiss."""

    path: Path
    encoding: str | None
    report: Report

    def table(self, name: str) -> Path:
        return self.path / f"{name}.csv"


def read_khabarovsk(path: Path, *, report: Report, encoding: str | None = None) -> Iterator[PrintedRecord]:
    """Yield one record for each id of the folder *path* (or of the folder of the table *path*), by rising id.

    `line` is that of the main name in `names.csv`; the text lists the rows of the person, table by table. A bad row,
    a second main name or cell of a person, and cells of nobody go to *report*, as does a table that is missing.
    Raises `SourceError` where `names.csv` or the header of a table cannot be read.
    """
    folder = _Folder(path if path.is_dir() else path.parent, encoding, report)
    if not folder.table(_NAMES).is_file():
        raise SourceError(folder.path, None, f"holds no {_NAMES}.csv, the table of names")
    # The disk on which the rows are gathered may be full.
    try:
        with tempfile.TemporaryDirectory(prefix="rehabkg-") as scratch, closing(_gathered(Path(scratch), folder)) as db:
            rows = db.execute(_ORDERED)
            for identifier, group in itertools.groupby(rows, key=lambda row: int(row[0])):
                record = _record(identifier, list(group), folder)
                if record:
                    yield record
    except (sqlite3.Error, OSError) as error:
        raise SourceError(
            folder.path, None, f"its tables cannot be joined in {tempfile.gettempdir()}: {error}"
        ) from error


def _gathered(scratch: Path, folder: _Folder) -> sqlite3.Connection:
    db = sqlite3.connect(scratch / "joined.sqlite", isolation_level=None)
    for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", _CACHE, _SCHEMA, "BEGIN"):
        db.execute(statement)
    for rows in (_name_rows(folder), *itertools.starmap(_cell_rows, _with_kinds(folder))):
        while some := list(itertools.islice(rows, _ROWS_AT_ONCE)):
            db.executemany(_INSERT, some)
    db.execute("COMMIT")
    db.execute("CREATE INDEX by_person ON cell (id, kind, line)")
    return db


def _with_kinds(folder: _Folder) -> Iterator[tuple[_Folder, int, str, str]]:
    for kind, (name, heading, _) in enumerate(_TABLES, _FIRST_TABLE):
        yield folder, kind, name, heading


def _name_rows(folder: _Folder) -> Iterator[_Row]:
    for line, identifier, cells in _rows(folder, _NAMES, (*_PARTS, _MAIN)):
        *parts, main = cells
        if main not in (_TRUE, _FALSE):
            path = folder.table(_NAMES)
            folder.report(
                RowError(path, line, _MAIN, main, "True or False", printed=",".join((*cells, str(identifier))))
            )
        else:
            yield identifier, _MAIN_NAME if main == _TRUE else _OTHER_NAME, line, parts[0], parts[1], parts[2]


def _cell_rows(folder: _Folder, kind: int, name: str, heading: str) -> Iterator[_Row]:
    if folder.table(name).is_file():
        for line, identifier, cells in _rows(folder, name, (heading,)):
            yield identifier, kind, line, cells[0], "", ""
    else:
        folder.report(SourceNote(folder.table(name), None, f"is missing; the records are read without {heading!r}"))


def _rows(folder: _Folder, name: str, headings: tuple[str, ...]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the line, the id and the cells under *headings* of each row that can be read."""
    path = folder.table(name)
    for line, (identifier, *cells) in named_cells(
        path, ("id", *headings), encoding=folder.encoding, report=folder.report
    ):
        if _ID.fullmatch(identifier):
            yield line, int(identifier), cells
        else:
            printed = ",".join((*cells, identifier))
            folder.report(RowError(path, line, "id", identifier, "a whole number", printed=printed))


def _record(identifier: int, rows: list[_Row], folder: _Folder) -> PrintedRecord | None:
    """Return the record that the rows of one id make; what is amiss with them goes to the report of the folder."""
    names = [row for row in rows if row[1] < _FIRST_TABLE]
    if not names:
        table = folder.table(_TABLES[rows[0][1] - _FIRST_TABLE][0])
        folder.report(RowError(table, rows[0][2], "id", str(identifier), f"an id of {_NAMES}.csv", printed=_text(rows)))
        return None
    mains = [row for row in names if row[1] == _MAIN_NAME]
    if len(mains) != 1:
        found = f"id {identifier} has {len(mains) or 'no'} main names, one is wanted; its first is taken for it"
        folder.report(SourceError(folder.table(_NAMES), names[0][2], found, printed=_text(names)))
    main, others = names[0], names[1:]
    fields = _named(main)
    variants = [" ".join(filter(None, row[3:])) for row in others]
    if variants:
        fields["name_variants"] = "\n".join(variants)
    _add_cells(fields, rows[len(names) :], folder)
    line = main[2]
    return PrintedRecord(str(identifier), f"{_NAMES}.csv", f"id {identifier}", line, _text(rows), fields=fields)


def _named(name: _Row) -> dict[str, str]:
    named = zip(("surname", "given_name", "patronymic"), name[3:], strict=True)
    return {field: part.strip() for field, part in named if part.strip()}


def _add_cells(fields: dict[str, str], rows: list[_Row], folder: _Folder) -> None:
    before = -1
    for identifier, kind, line, cell, _, _ in rows:
        name, heading, field = _TABLES[kind - _FIRST_TABLE]
        if kind == before:
            expected = f"the only cell of id {identifier}"
            folder.report(RowError(folder.table(name), line, heading, cell, expected, printed=f"{identifier},{cell}"))
        elif cell.strip() not in _BLANK:
            fields[field] = cell.strip()
        before = kind


def _text(rows: list[_Row]) -> str:
    """Return the rows of one person as printed, each after the heading of its table."""
    lines = []
    for _, kind, _, *cells in rows:
        heading = _HEADING_OF_NAME[kind] if kind < _FIRST_TABLE else _TABLES[kind - _FIRST_TABLE][1]
        lines.append(f"{heading}: {' '.join(filter(None, cells))}")
    return "\n".join(lines)

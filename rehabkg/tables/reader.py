"""Read the curated tables: strict CSV, typed cells, every bad cell reported with its line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehabkg.dates import parse_edtf, parse_julian_edtf
from rehabkg.errors import DateError, RowError, SourceError, shorten
from rehabkg.tables import cells
from rehabkg.tables.cells import Parser
from rehabkg.tables.schema import EVIDENCE_COLUMNS, Table

Report = Callable[[SourceError], None]

# Far above the longest sentence of the founding article; a cell beyond it is a broken quote, not a text.
LONGEST_CELL = 8_000
LEVELS = ("sourced", "memory", "seed")
RANKS = ("preferred", "normal", "deprecated")
SEED = "seed-article"
_JOINT = " + "


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who says what a row states, where, and how sure that is."""

    sources: tuple[str, ...]
    locator: str | None
    level: str
    rank: str
    note: str | None

    def written(self, column: str) -> str:
        """Return an evidence column as the table writes it."""
        shown = {"source": _JOINT.join(self.sources), "evidence": self.level}
        return shown[column] if column in shown else getattr(self, column) or ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its typed cells; a blank cell is None. `line` is where the row starts in the file."""

    table: Table
    path: Path
    line: int
    values: Mapping[str, Any]
    evidence: Evidence | None

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the row's thing apart from the others of its table."""
        return tuple(_shown(self.values[column]) for column in self.table.key)

    def error(self, column: str, expected: str) -> RowError:
        """Return the error that says that the cell of *column* is not as *expected*."""
        if self.evidence and column in EVIDENCE_COLUMNS:
            return RowError(self.path, self.line, column, self.evidence.written(column), expected)
        return RowError(self.path, self.line, column, _shown(self.values.get(column)), expected)


def _shown(value: object) -> str:
    """Return a typed value as the table writes it."""
    if isinstance(value, tuple):
        return cells.SEPARATOR.join(map(_shown, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def read_table(path: Path, table: Table, *, report: Report) -> Iterator[Row]:
    """Yield each row of *path*; hand what cannot be read to *report* and go on."""
    for line, record in _records(path, table, report=report):
        found = dict(zip(table.header, record, strict=True))
        reading = _Reading(path, line, found, [])
        values = {
            name: reading.cell(name, column.parse, required=column.required) for name, column in table.columns.items()
        }
        reading.check_calendar(values)
        evidence = _evidence(reading) if table.evidence else None
        if reading.errors:
            for error in reading.errors:
                report(error)
        else:
            yield Row(table, path, line, values, evidence)


def _records(path: Path, table: Table, *, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Yield the records below the header, each with the line where it starts."""
    text = _text(path, report)
    if text == "":
        report(SourceError(path, 1, "the file is empty; a header line is wanted"))
    wanted = list(table.header)
    records = _csv_records(path, text or "", report)
    start, header = next(records, (0, []))
    if start != 1:  # nothing to read, or a broken header that is already reported
        return
    if header != wanted:
        report(SourceError(path, 1, f"the header is {_header_fault(header, wanted)}"))
        return
    for start, record in records:
        if len(record) != len(wanted):
            report(SourceError(path, start, f"the row has {len(record)} cells, {len(wanted)} are wanted"))
        else:
            yield start, record


def _text(path: Path, report: Report) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        found = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        report(SourceError(path, line, f"{found}; save the table as UTF-8"))
    except OSError as error:
        report(SourceError(path, None, f"cannot be read: {error.strerror}"))
    return None


def _csv_records(path: Path, text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    # Not str.splitlines: it also breaks at U+2028 and other letters that end no line of a file.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        start = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            extent = f" up to line {reader.line_num}" if reader.line_num > start else ""
            report(SourceError(path, start, f"is no CSV row{extent}: {error}; close the quotes"))
        else:
            yield start, record


def _header_fault(found: list[str], wanted: list[str]) -> str:
    missing = [name for name in wanted if name not in found]
    surplus = [shorten(name) for name in found if name not in wanted]
    doubled = sorted({shorten(name) for name in found if found.count(name) > 1})
    faults = [
        f"{words} {', '.join(map(repr, names))}"
        for words, names in (("without", missing), ("with unknown", surplus), ("with doubled", doubled))
        if names
    ]
    return "; ".join(faults) if faults else f"in another order; wanted is {','.join(wanted)}"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A row on its way from texts to values: what was found, and what is wrong with it so far."""

    path: Path
    line: int
    found: Mapping[str, str]
    errors: list[SourceError]

    def fail(self, name: str, expected: str) -> None:
        """Note that the cell *name* is not as *expected*."""
        self.errors.append(RowError(self.path, self.line, name, self.found[name], expected))

    def cell(self, name: str, parse: Parser, *, required: bool) -> Any:
        """Return the value of a cell, None where it is blank or wrong."""
        value = self.found[name]
        if value == "":
            if required:
                self.fail(name, "filled")
        elif len(value) > LONGEST_CELL:
            self.fail(name, f"at most {LONGEST_CELL} characters long")
        elif value != value.strip():
            self.fail(name, "free of blanks at its ends")
        else:
            try:
                return parse(value)
            except ValueError as error:
                self.fail(name, str(error))
        return None

    def check_calendar(self, values: Mapping[str, Any]) -> None:
        """Hold a date to the calendar that stands beside it: each has days that the other lacks."""
        if "calendar" not in values or values["date"] is None:
            return
        try:
            (parse_julian_edtf if values["calendar"] == "julian" else parse_edtf)(values["date"])
        except DateError as error:
            self.fail("date", error.expected)


def _sources(value: str) -> tuple[str, ...]:
    sources = tuple(cells.identifier(part) for part in value.split(_JOINT))
    if len(set(sources)) < len(sources):
        raise ValueError("a citation that names each source once")
    return sources


def _evidence(reading: _Reading) -> Evidence | None:
    sources = reading.cell("source", _sources, required=True)
    locator = reading.cell("locator", cells.text, required=False)
    level = reading.cell("evidence", cells.one_of(*LEVELS), required=True)
    rank = reading.cell("rank", cells.one_of(*RANKS), required=False)
    note = reading.cell("note", cells.text, required=False)
    if sources is None or level is None:
        return None
    if (level == "memory" and sources != ("memory",)) or (level != "memory" and "memory" in sources):
        reading.fail("evidence", "in step with the source: 'memory' goes with 'memory' alone")
    if level == "seed" and SEED not in sources:
        reading.fail("evidence", f"in step with the source: 'seed' goes with {SEED!r}")
    return Evidence(sources, locator, level, rank or "normal", note)

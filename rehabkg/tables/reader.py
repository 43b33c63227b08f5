"""Read the curated tables: strict CSV, typed cells, every bad cell reported with its line and column."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehabkg.errors import RowError, SourceError
from rehabkg.tables import cells
from rehabkg.tables.schema import EVIDENCE_COLUMNS, Table

Report = Callable[[SourceError], None]

# Far above the longest sentence of the founding article; a cell beyond it is a broken quote, not a text.
LONGEST_CELL = 8_000
LEVELS = ("sourced", "memory", "seed")
RANKS = ("preferred", "normal", "deprecated")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who says what a row states, where, and how sure that is."""

    sources: tuple[str, ...]
    locator: str | None
    level: str
    rank: str
    note: str | None


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
        return tuple(str(self.values[column] or "") for column in self.table.key)

    def error(self, column: str, expected: str) -> RowError:
        """Return the error that says that the cell of *column* is not as *expected*."""
        value = self.values.get(column)
        shown = cells.SEPARATOR.join(map(str, value)) if isinstance(value, tuple) else str(value or "")
        return RowError(self.path, self.line, column, shown, expected)


def read_table(path: Path, table: Table, *, report: Report) -> Iterator[Row]:
    """Yield each row of *path*; hand what cannot be read to *report* and go on."""
    for line, record in _records(path, table, report=report):
        found = dict(zip(table.header, record, strict=True))
        errors: list[SourceError] = []
        values = {name: _cell(path, line, table, name, found[name], errors) for name in table.columns}
        evidence = _evidence(path, line, found, errors) if table.evidence else None
        if errors:
            for error in errors:
                report(error)
        else:
            yield Row(table, path, line, values, evidence)


def _records(path: Path, table: Table, *, report: Report) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        report(SourceError(path, line, f"byte 0x{error.object[error.start]:02x} is not UTF-8; save the table as UTF-8"))
        return
    except OSError as error:
        report(SourceError(path, None, f"cannot be read: {error.strerror}"))
        return
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    wanted = list(table.header)
    start = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            report(SourceError(path, start, f"is no CSV row: {error}; close the quotes"))
            return
        if start == 1:
            if record != wanted:
                report(SourceError(path, 1, f"the header is {_header_fault(record, wanted)}"))
                return
        elif len(record) != len(wanted):
            report(SourceError(path, start, f"the row has {len(record)} cells, {len(wanted)} are wanted"))
        else:
            yield start, record
        start = reader.line_num + 1
    if start == 1:
        report(SourceError(path, 1, "the file is empty; a header line is wanted"))


def _header_fault(found: list[str], wanted: list[str]) -> str:
    missing = [name for name in wanted if name not in found]
    surplus = [name for name in found if name not in wanted]
    doubled = sorted({name for name in found if found.count(name) > 1})
    faults = [
        f"{words} {', '.join(map(repr, names))}"
        for words, names in (("without", missing), ("with unknown", surplus), ("with doubled", doubled))
        if names
    ]
    return "; ".join(faults) if faults else f"in another order; wanted is {','.join(wanted)}"


def _cell(path: Path, line: int, table: Table, name: str, value: str, errors: list[SourceError]) -> Any:
    column = table.columns[name]
    if value == "":
        if column.required:
            errors.append(RowError(path, line, name, value, "filled"))
        return None
    if len(value) > LONGEST_CELL:
        errors.append(RowError(path, line, name, value, f"at most {LONGEST_CELL} characters long"))
        return None
    if value != value.strip():
        errors.append(RowError(path, line, name, value, "free of blanks at its ends"))
        return None
    try:
        return column.parse(value)
    except ValueError as error:
        errors.append(RowError(path, line, name, value, str(error)))
        return None


_EVIDENCE_PARSERS = {
    "source": lambda value: tuple(cells.identifier(part) for part in value.split(" + ")),
    "locator": cells.text,
    "evidence": cells.one_of(*LEVELS),
    "rank": cells.one_of(*RANKS),
    "note": cells.text,
}


def _evidence(path: Path, line: int, found: Mapping[str, str], errors: list[SourceError]) -> Evidence | None:
    values: dict[str, Any] = {}
    for name in EVIDENCE_COLUMNS:
        value = found[name]
        if value == "":
            if name in ("source", "evidence"):
                errors.append(RowError(path, line, name, value, "filled"))
            values[name] = None
            continue
        try:
            values[name] = _EVIDENCE_PARSERS[name](value)
        except ValueError as error:
            errors.append(RowError(path, line, name, value, str(error)))
            values[name] = None
    if values["source"] and (values["evidence"] == "memory") != (values["source"] == ("memory",)):
        errors.append(RowError(path, line, "evidence", found["evidence"], "in step with the source: 'memory' goes with 'memory'"))
    if errors:
        return None
    return Evidence(values["source"], values["locator"], values["evidence"], values["rank"] or "normal", values["note"])

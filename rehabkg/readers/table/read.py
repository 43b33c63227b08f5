"""Read the table of an archive by its mapping: each row becomes a record as printed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote

from rehabkg.errors import RowError, SourceError
from rehabkg.readers.table.cell import Column, column_of
from rehabkg.readers.table.csv_rows import csv_rows
from rehabkg.readers.table.header import Header
from rehabkg.readers.table.mapping import Dialect, TableMapping
from rehabkg.readers.table.numbers import Numbers
from rehabkg.readers.table.row import Report, Row, row_error
from rehabkg.readers.table.target import BODY
from rehabkg.records.printed import PrintedRecord


def read_table(path: Path, mapping: TableMapping, *, report: Report) -> Iterator[PrintedRecord]:
    """Yield each row of *path* as *mapping* says; hand a bad row to *report* and go on.

    A record is numbered by the columns that the mapping names for it; where it names none, by its line in a text file
    and by its row in a sheet, so that a record keeps its number as long as no row above it is put in or taken out.
    A case that a row leaves blank stays as an empty one where a later case is filled.
    `text` is the row as printed, in a sheet its cells with tabs between; all columns are in it, mapped or not.
    Raises `SourceError` where the file cannot be read at all or lacks a column of the mapping.
    """
    faults: list[SourceError] = []

    def heard(error: SourceError) -> None:
        if not faults:
            faults.append(error)
        report(error)

    rows = rows_of(path, mapping.kind, mapping.dialect, mapping.sheet, report=heard)
    headings = list(islice(rows, mapping.dialect.header_rows))
    if len(headings) < mapping.dialect.header_rows:
        # What could not be read there says more than that nothing was.
        missing = SourceError(path, None, "has no row of headings where the mapping wants one")
        raise faults[0] if faults else missing
    first: Row | None = None
    if not headings:
        first = next(rows, None)
        if first is None:
            return
    table = _Table(path, mapping, Header(path, headings, mapping, len(first.cells) if first else 0))
    with Numbers() as numbers:
        for row in rows if first is None else chain([first], rows):
            try:
                yield table.record(row, numbers)
            except RowError as error:
                report(error)


def rows_of(path: Path, kind: str, dialect: Dialect, sheet: str | None, *, report: Report) -> Iterator[Row]:
    """Yield the rows of *path*, a file of *kind*, headings first; hand a bad row to *report* and go on."""
    # A text table must not wait for the libraries of the other kinds.
    if kind == "xlsx":
        from rehabkg.readers.table.xlsx_rows import xlsx_rows

        return xlsx_rows(path, sheet, dialect.skip_rows, report=report)
    if kind == "parquet":
        from rehabkg.readers.table.parquet_rows import parquet_rows

        return parquet_rows(path, report=report)
    return csv_rows(path, dialect, report=report)


class _Table:
    """A table whose columns are found, on the way from rows to records."""

    def __init__(self, path: Path, mapping: TableMapping, header: Header) -> None:
        self._path = path
        self._file = path.name
        self._header = header
        self._sheet = mapping.kind != "csv"
        self._width = len(header.names)
        self._number = [header.find(place) for place in mapping.number]
        columns = _columns(path, mapping, header, typed=self._sheet)
        # A row is taken apart into the person, at 0, and each case that the mapping knows.
        numbers = sorted({0, *(column.case for column in columns)})
        self._parts = len(numbers)
        self._plan = [
            (column.position, numbers.index(column.case), column.field, column.null, None if column.plain else column)
            for column in columns
        ]
        self._constants = {target.field: value for target, value in mapping.constants if target.case is None}
        self._case_constants = [
            (numbers.index(target.case), target.field, value)
            for target, value in mapping.constants
            if target.case is not None
        ]
        self._languages = tuple(
            (str(column.target), column.language) for column in mapping.columns if column.target and column.language
        )

    def record(self, row: Row, numbers: Numbers) -> PrintedRecord:
        """Return the record of *row*. Raises `RowError` for the first cell that cannot be read."""
        cells = self._fitting(row)
        parts: list[dict[str, str]] = [{} for _ in range(self._parts)]
        for position, part, field, null, column in self._plan:
            value = cells[position]
            if column is not None:
                value = self._value(column, value, row)
            elif value in null:
                continue
            if value:
                parts[part][field] = value
        fields, cases = parts[0], parts[1:]
        fields.update(self._constants)
        for part, field, value in self._case_constants:
            if parts[part]:
                parts[part][field] = value
        while cases and not cases[-1]:
            cases.pop()
        return PrintedRecord(
            number=self._numbered(row, cells, numbers),
            file=self._file,
            locator=f"row {row.number}" if self._sheet else f"line {row.number}",
            line=None if self._sheet else row.number,
            text=row.text,
            name=fields.get("name"),
            body=fields.pop(BODY, None),
            book=fields.get("book"),
            fields=fields,
            cases=tuple(cases),
            languages=self._languages,
        )

    def _fitting(self, row: Row) -> list[str]:
        """Return the cells of *row*, as many as there are columns. Blank cells beyond them mean nothing."""
        cells, width = row.cells, self._width
        if len(cells) == width:
            return cells
        if len(cells) < width:
            if self._sheet:
                return cells + [""] * (width - len(cells))
            last = cells[-1] if cells else ""
            raise row_error(self._path, row, "(row)", last, f"a row of {width} cells: it has {len(cells)}")
        surplus = next((place for place, cell in enumerate(cells[width:], width) if cell.strip()), None)
        if surplus is None:
            return cells
        expected = f"in a row of {width} cells: it has {len(cells)}"
        raise row_error(self._path, row, self._header.name(surplus), cells[surplus], expected)

    def _value(self, column: Column, cell: str, row: Row) -> str:
        """Return what *cell* tells, "" for nothing."""
        value = cell or column.default
        if not value or value in column.null:
            if column.required:
                raise row_error(self._path, row, self._header.name(column.position), cell, "filled, as it must be")
            return ""
        if column.read is None:
            return value
        try:
            return column.read(value)
        except ValueError as error:
            raise row_error(self._path, row, self._header.name(column.position), cell, str(error)) from None

    def _numbered(self, row: Row, cells: list[str], numbers: Numbers) -> str:
        if not self._number:
            return str(row.number)
        parts = [cells[position] for position in self._number]
        if not all(parts):
            heading = self._header.name(self._number[parts.index("")])
            raise row_error(self._path, row, heading, "", "filled, as the number of a record must be")
        # Joined by a sign that no part holds then, so that two rows never share a number by chance.
        number = parts[0] if len(parts) == 1 else "/".join(quote(part, safe=" ") for part in parts)
        other = numbers.give(number, row.number)
        if other is not None:
            heading = self._header.name(self._number[0])
            raise row_error(self._path, row, heading, number, f"a number of its own: row {other} has it")
        return number


def _columns(path: Path, mapping: TableMapping, header: Header, *, typed: bool) -> list[Column]:
    columns: list[Column] = []
    taken: dict[int, str] = {}
    for said in mapping.columns:
        position = header.find(said.place)
        if position in taken:
            raise SourceError(path, header.line, f"column {said.place} is the same as column {taken[position]}")
        taken[position] = str(said.place)
        if said.target is not None:
            columns.append(column_of(said, position, typed=typed))
    return columns

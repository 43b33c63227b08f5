"""Read the rows of an xlsx workbook (ECMA-376): nothing is evaluated, what a formula shows is what was stored with it.

openpyxl in its streaming mode reads 13,000 rows/s, python-calamine 80,000; the latter tells neither a formula that was
stored without its value from a blank cell, nor a whole number from a fraction, and unpacks past the sizes checked here.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ERROR_CODES

from rehabkg.errors import SourceError, one_line
from rehabkg.readers.binary import binary_kind
from rehabkg.readers.bounds import LARGEST_SHARED_STRINGS_BYTES, MOST_SHEET_ROWS, check_archive
from rehabkg.readers.encoding import unreadable

Report = Callable[[SourceError], None]

_ZIP = b"PK\x03\x04"
_HEAD_BYTES = 4096
_SHEETS = "xl/worksheets/"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: its 1-based number, the text of each cell (None where blank), and which cells say nothing.

    `unknown` holds the places (from 0) of formulas stored without a value, and of those whose value is an error.
    """

    number: int
    cells: tuple[str | None, ...]
    unknown: tuple[int, ...]


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of the workbook at *path*. Raises `SourceError` where it cannot be read."""
    _check(path)
    with closing(_open(path, values=True)) as workbook:
        return [sheet.title for sheet in workbook.worksheets]


def sheet_rows(path: Path, *, sheet: str | None = None, report: Report) -> Iterator[SheetRow]:
    """Yield each row of the *sheet* of the workbook at *path*, of its first sheet if none is named.

    Raises `SourceError` where the file is no workbook, would unpack to too much or lacks the sheet; where a row
    cannot be read, that goes to *report*, and the rows before it are all there is.
    """
    _check(path)
    with closing(_open(path, values=True)) as workbook, closing(_Formulas(path, sheet)) as formulas:
        rows = _rows(_sheet(workbook, sheet, path))
        number = 0
        while True:
            number += 1
            if number > MOST_SHEET_ROWS:
                report(SourceError(path, number, f"a sheet has at most {MOST_SHEET_ROWS:,} rows"))
                return
            # openpyxl raises whatever its parts raise on a broken or hostile sheet.
            try:
                found = next(rows, None)
                unknown = () if found is None else formulas.unknown(number, found)
            except Exception as error:
                report(SourceError(path, number, f"cannot be read from row {number} on: {_first_cause(error)}"))
                return
            if found is None:
                return
            yield SheetRow(number, _texts(found, unknown), unknown)


def _check(path: Path) -> None:
    try:
        with path.open("rb") as opened:
            head = opened.read(_HEAD_BYTES)
        if not head.startswith(_ZIP):
            kind = binary_kind(head) or "a text"
            raise SourceError(path, None, f"is {kind}, an xlsx workbook is wanted")
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, path)
            held = sum(item.file_size for item in archive.infolist() if not item.filename.startswith(_SHEETS))
    except OSError as error:
        raise unreadable(path, error) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError(path, None, f"is no whole xlsx workbook: {_first_cause(error)}") from error
    if held > LARGEST_SHARED_STRINGS_BYTES:
        found = f"the parts beside its sheets unpack to {held:,} bytes"
        raise SourceError(path, None, f"{found}, at most {LARGEST_SHARED_STRINGS_BYTES:,} are wanted")


def _open(path: Path, *, values: bool) -> Any:
    try:
        with warnings.catch_warnings():  # of styles and extensions, which nothing here looks at
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, read_only=True, data_only=values, keep_links=False)
    except Exception as error:
        raise SourceError(path, None, f"is no whole xlsx workbook: {_first_cause(error)}") from error


def _first_cause(error: BaseException) -> str:
    """Return what was wrong in the file: openpyxl wraps it in a guess of its own."""
    while error.__context__ is not None:
        error = error.__context__
    return one_line(error) or type(error).__name__


def _sheet(workbook: Any, name: str | None, path: Path) -> Any:
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    if not sheets:
        raise SourceError(path, None, "holds no sheet")
    if name is None:
        return next(iter(sheets.values()))
    if name not in sheets:
        raise SourceError(path, None, f"has no sheet {name!r}; it has {', '.join(map(repr, sheets))}")
    return sheets[name]


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # A sheet states its own extent, and one that states a million rows too many would be padded with them.
    sheet.reset_dimensions()
    return iter(sheet.iter_rows(values_only=True))


class _Formulas:
    """The same sheet with its formulas, read only as far as a blank cell asks for it."""

    def __init__(self, path: Path, sheet: str | None) -> None:
        self._path = path
        self._name = sheet
        self._workbook: Any = None
        self._rows: Iterator[tuple[Any, ...]] = iter(())
        self._read = 0

    def unknown(self, number: int, values: tuple[Any, ...]) -> tuple[int, ...]:
        """Return the places of the cells of row *number* that hold a formula without value, or an error."""
        errors = [place for place, value in enumerate(values) if isinstance(value, str) and value in ERROR_CODES]
        blank = [place for place, value in enumerate(values) if value is None]
        if blank:
            formulas = self._row(number)
            blank = [place for place in blank if place < len(formulas) and formulas[place] is not None]
        return tuple(sorted(errors + blank))

    def _row(self, number: int) -> tuple[Any, ...]:
        if self._workbook is None:
            self._workbook = _open(self._path, values=False)
            self._rows = _rows(_sheet(self._workbook, self._name, self._path))
        row: tuple[Any, ...] = ()
        while self._read < number:
            row = next(self._rows, ())
            self._read += 1
        return row

    def close(self) -> None:
        """Let go of the file."""
        if self._workbook is not None:
            self._workbook.close()


def _texts(values: tuple[Any, ...], unknown: tuple[int, ...]) -> tuple[str | None, ...]:
    texts = [None if value is None else cell_text(value) for value in values]
    for place in unknown:
        texts[place] = None
    return tuple(texts)


def cell_text(value: object) -> str:
    """Return a cell's *value* as text: a whole number without a point, a date as ISO 8601, any other as it is.

    >>> cell_text(17.0), cell_text(datetime(1938, 3, 3)), cell_text(True)
    ('17', '1938-03-03', 'TRUE')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)

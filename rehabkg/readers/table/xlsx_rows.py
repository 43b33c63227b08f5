"""Read the rows of one sheet of an XLSX workbook: streamed, formulas by their stored values.

The archive's own list of sizes is held to the bounds of `readers.bounds` before anything is unpacked. XML entities are
refused by defusedxml, through which openpyxl reads.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from rehabkg.errors import RowError, SourceError, one_line
from rehabkg.readers.binary import binary_kind
from rehabkg.readers.bounds import LARGEST_SHARED_STRINGS_BYTES, MOST_SHEET_ROWS, check_archive
from rehabkg.readers.encoding import fault, unreadable
from rehabkg.readers.table.row import MOST_COLUMNS, Report, Row, is_blank, long_cell, row_error
from rehabkg.readers.table.target import nearest

# ECMA-376 part 1, section 18.17.3: what a formula that failed leaves in its cell.
_FAILED = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"))
# Parts that are parsed whole; the largest of real workbooks, a table of styles, has some megabytes.
_LARGEST_PART_BYTES = 64 << 20
_CHUNK_BYTES = 1 << 20
_FORMULA = b"<f"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xlsx_rows(path: Path, sheet: str | None, skip_rows: int, *, report: Report) -> Iterator[Row]:
    """Yield the rows of *sheet* (the first one where None) below *skip_rows*; hand a bad row to *report* and go on.

    Blank rows are left out; the cells of a row end with its last filled one. Raises `SourceError` where the workbook
    cannot be read. One that is cut off or broken further down is reported with the row, and what stands above is read.
    """
    check_workbook(path)
    with _reading(path), open_sheet(path, sheet, stored=True) as values:
        number = 0
        try:
            for number, cells in enumerate(_with_formulas(path, sheet, values), 1):
                if number > MOST_SHEET_ROWS:
                    raise SourceError(path, number, f"the sheet has more than {MOST_SHEET_ROWS:,} rows")
                if number > skip_rows:
                    yield from _row(path, number, cells, report)
        except (SourceError, GeneratorExit):
            raise
        except Exception as error:  # openpyxl lets through whatever a broken part makes it meet
            report(SourceError(path, number + 1, f"the sheet is broken from this row on: {_said(error)}"))


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of *path*. Raises `SourceError` where it is no workbook that may be opened."""
    import openpyxl

    check_workbook(path)
    with _reading(path):
        book = openpyxl.load_workbook(path, read_only=True)
        try:
            return [sheet.title for sheet in book.worksheets]
        finally:
            book.close()


def check_workbook(path: Path) -> None:
    """Raise `SourceError` where *path* is no XLSX, or would unpack to more than a table of records has reason to."""
    try:
        with path.open("rb") as opened:
            start = opened.read(4096)
        if start.startswith(_OLE):
            raise SourceError(path, None, "is an old (xls) or encrypted workbook; save it as xlsx without a password")
        if not start.startswith(b"PK"):
            raise SourceError(path, None, f"is {binary_kind(start) or 'a text'}, an xlsx workbook is wanted")
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, path)
            members = {member.filename: member for member in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise SourceError(path, None, f"is cut off or damaged: {_said(error)}") from error
    except OSError as error:
        raise unreadable(path, error) from error
    if "xl/workbook.xml" not in members:
        raise SourceError(path, None, "is a zip archive without a workbook (xl/workbook.xml); xlsx is wanted")
    for name, member in members.items():
        most = LARGEST_SHARED_STRINGS_BYTES if name == "xl/sharedStrings.xml" else _LARGEST_PART_BYTES
        if member.file_size > most and not name.startswith(("xl/worksheets/", "xl/media/")):
            raise SourceError(path, None, f"{name!r} in it unpacks to {member.file_size:,} bytes, {most:,} at most")


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what openpyxl raises for a broken workbook into one line; its warnings tell of looks, not of cells."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (SourceError, GeneratorExit):
        raise
    except Exception as error:  # see above
        raise SourceError(path, None, f"is no workbook that can be read: {_said(error)}") from error


@contextmanager
def open_sheet(path: Path, name: str | None, *, stored: bool) -> Iterator[Any]:
    """Open the sheet *name* of *path*, the first where None; *stored* gives the values of formulas, else their text."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=stored)
    try:
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        if name is not None and name not in sheets:
            hint = nearest(name, sheets) or f"; it has {', '.join(map(repr, list(sheets)[:10]))}"
            raise SourceError(path, None, f"has no sheet {name!r}{hint}")
        if not sheets:
            raise SourceError(path, None, "has no sheet with cells")
        sheet = sheets[name] if name is not None else next(iter(sheets.values()))
        # Some programs state a size of A1 alone, and openpyxl would read that one cell.
        sheet.reset_dimensions()
        yield sheet
    finally:
        book.close()


def _with_formulas(path: Path, name: str | None, values: Any) -> Iterator[list[Any]]:
    """Yield the values of each row; a formula without a stored value comes as a `_NotStored`.

    Read as values such a cell is blank, so where the sheet has formulas it is read a second time beside the first.
    """
    if not _has_formulas(values):
        yield from map(list, values.iter_rows(values_only=True))
        return
    with open_sheet(path, name, stored=False) as formulas:
        rows = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False)
        for row, written in rows:
            yield [
                _NOT_STORED if value is None and formula is not None else value
                for value, formula in zip(row, written, strict=False)
            ]


def _has_formulas(sheet: Any) -> bool:
    rest = b""
    with sheet._get_source() as source:
        while chunk := source.read(_CHUNK_BYTES):
            if _FORMULA in rest + chunk:
                return True
            rest = chunk[-1:]
    return False


class _NotStored:
    """Stands for the value of a formula that the program which wrote the workbook did not store."""


_NOT_STORED = _NotStored()


def _row(path: Path, number: int, values: Iterable[Any], report: Report) -> Iterator[Row]:
    cells: list[str] = []
    wrong: tuple[int, str, str] | None = None
    for place, value in enumerate(values, 1):
        if value is _NOT_STORED:
            wrong = wrong or (place, "", "a value: it is a formula, and no value is stored with it")
        elif isinstance(value, str) and value in _FAILED:
            wrong = wrong or (place, value, "a value: its formula failed")
        cells.append(printed(value).strip())
    while cells and not cells[-1]:
        cells.pop()
    row = Row(number, cells, "\t".join(cells))
    if wrong:
        report(row_error(path, row, f"#{wrong[0]}", wrong[1], wrong[2]))
    elif len(cells) > MOST_COLUMNS:
        report(row_error(path, row, "(row)", cells[-1], f"a row of at most {MOST_COLUMNS:,} cells"))
    elif not is_blank(row):
        error = bad_cell(path, row)
        if error:
            report(error)
        else:
            yield row


def bad_cell(path: Path, row: Row) -> RowError | None:
    """Return what is wrong with the letters or the size of a cell of *row*, None where nothing is."""
    found = fault(row.text)
    return row_error(path, row, "(row)", row.text, f"text: {found}") if found else long_cell(path, row)


def printed(value: object) -> str:
    """Return a value of a sheet as a reader sees it: a whole number without a point, a day as `12.05.1937`."""
    if value is None or value is _NOT_STORED:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}" if value.time() == time() else f"{value:%d.%m.%Y %H:%M:%S}"
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _said(error: Exception) -> str:
    # openpyxl wraps what it meets in a sentence with the whole path.
    met = error.__cause__ or error.__context__ or error
    return one_line(f"{type(met).__name__}: {met}", 120)

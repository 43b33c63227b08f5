"""Read the rows of one sheet of a workbook as those of a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rehabkg.errors import RowError
from rehabkg.readers.table.row import Report, Row, bad_cell, is_blank, row_error
from rehabkg.readers.workbook import SheetRow, sheet_rows

_UNKNOWN = "a value: it is a formula that failed, or with which no value is stored"


def xlsx_rows(path: Path, sheet: str | None, skip_rows: int, *, report: Report) -> Iterator[Row]:
    """Yield the rows of *sheet* (the first one where None) below *skip_rows*; hand a bad row to *report* and go on.

    Blank rows are left out; the cells of a row end with its last filled one. Raises `SourceError` where the workbook
    cannot be read. One that is cut off or broken further down is reported with the row, and what stands above is read.
    """
    for found in sheet_rows(path, sheet=sheet, report=report):
        if found.number <= skip_rows:
            continue
        row = _row(found)
        wrong = _unknown(path, row, found) or bad_cell(path, row)
        if wrong:
            report(wrong)
        elif not is_blank(row):
            yield row


def _row(found: SheetRow) -> Row:
    cells = [(cell or "").strip() for cell in found.cells]
    # A formula without a value counts as filled: the row goes on to it.
    last = max(found.unknown, default=-1)
    while len(cells) > last + 1 and not cells[-1]:
        cells.pop()
    return Row(found.number, cells, "\t".join(cells))


def _unknown(path: Path, row: Row, found: SheetRow) -> RowError | None:
    return row_error(path, row, f"#{found.unknown[0] + 1}", "", _UNKNOWN) if found.unknown else None

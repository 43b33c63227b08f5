"""The reject report: what was not loaded, or not read, with the row as printed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TypeAlias

from rehabkg.errors import RowError, SourceError, SourceNote, shorten
from rehabkg.readers.bounds import LONGEST_CELL_CHARACTERS
from rehabkg.readers.encoding import printable

REJECTED, UNREAD, WARNED = "rejected", "unread", "warning"


# Where a record stands, and how it is printed: file, line, text. Millions go from process to process, so it is a plain
# tuple, which is packed in two thirds of the time that a named one takes.
PrintedRow: TypeAlias = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Reject:
    """One row of the report.

    `outcome` is rejected (the record was not loaded), unread (what this cell says could not be read; the record was
    loaded without it, if no other row rejects it) or warning (it was loaded; an editor should look). `rule` names the
    reader, the field or the shape; `printed` is the row as printed, or as much of it as is known.
    """

    outcome: str
    file: str
    line: int | None
    column: str
    value: str
    rule: str
    message: str
    printed: str


COLUMNS = tuple(field.name for field in fields(Reject))


def of_error(error: SourceError, reader: str, *, row: str | None = None, folder: str = "") -> Reject:
    """Return the row of what a reader could not read.

    *row* is what is printed there, where the error does not have it; *folder* is how the path of the file begins on
    this machine.
    """
    file = error.path.removeprefix(folder)
    printed = error.printed if error.printed is not None else row or ""
    if isinstance(error, RowError):
        printed = printed or error.value
        message = f"is not {error.expected}"
        return Reject(REJECTED, file, error.line, error.column, error.value, reader, message, printed)
    where = f"{error.path}:{error.line}: " if error.line is not None else f"{error.path}: "
    outcome = WARNED if isinstance(error, SourceNote) else REJECTED
    return Reject(outcome, file, error.line, "", "", reader, str(error).removeprefix(where), printed)


def of_repeated(row: PrintedRow, number: str, reader: str) -> Reject:
    """Return the row of a record whose number an earlier one has: they would become one thing in the graph."""
    file, line, text = row
    message = "is not a number of its own: an earlier record has it"
    return Reject(REJECTED, file, line, "number", number, reader, message, text)


class RejectReport:
    """Writes the report as CSV (RFC 4180) while the load goes on: memory does not grow with it.

    `rejected` is how many records were not loaded, `unread` how many cells were not read, `warned` how many rows there
    are for an editor to look at.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rejected = self.unread = self.warned = 0
        self.first: Reject | None = None
        self._aside = path.with_name(path.name + ".partial")

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Hold the file open, aside; it takes its name at the end.

        A load that fails leaves what it has under the name with `.partial` behind it. Raises `SourceError` where the
        disk refuses.
        """
        with self._refusals():
            file = self._aside.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(file)
        try:
            self._write(COLUMNS)
            yield
        finally:
            with self._refusals():
                file.close()
        with self._refusals():
            self._aside.replace(self.path)

    def add(self, rejects: Iterable[Reject], *, again: int = 0) -> None:
        """Write rows, in the order of the source; *again* of them reject a record that another of them rejects."""
        self.rejected -= again
        for reject in rejects:
            if reject.outcome == REJECTED:
                self.first = self.first or reject
                self.rejected += 1
            self.unread += reject.outcome == UNREAD
            self.warned += reject.outcome == WARNED
            self._write("" if cell is None else _cell(str(cell)) for cell in astuple(reject))

    def _write(self, cells: Iterable[str]) -> None:
        with self._refusals():
            self._writer.writerow(cells)

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SourceError(self.path, None, f"cannot be written: {error.strerror or error}") from error


def _cell(value: str) -> str:
    # A program that reads the report takes no longer cell (Python's csv stops at 131,072 letters).
    return printable(shorten(value, LONGEST_CELL_CHARACTERS))

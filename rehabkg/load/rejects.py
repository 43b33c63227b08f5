"""The reject report: what was not loaded, or not read, with the row as printed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from types import TracebackType

from rehabkg.errors import RowError, SourceError

REJECTED, UNREAD, WARNED = "rejected", "unread", "warning"


@dataclass(frozen=True, slots=True)
class Reject:
    """One row of the report.

    `outcome` is rejected (the record was not loaded), unread (it was, without what this cell says) or warning (it
    was loaded; an editor should look). `rule` names the reader, the field or the shape; `printed` is the row as
    printed, or as much of it as is known.
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


def of_error(error: SourceError, reader: str, printed: str) -> Reject:
    """Return the row of what a reader could not read."""
    if isinstance(error, RowError):
        message = f"{error.expected} is wanted"
        return Reject(REJECTED, error.path, error.line, error.column, error.value, reader, message, printed)
    where = f"{error.path}:{error.line}: " if error.line is not None else f"{error.path}: "
    return Reject(REJECTED, error.path, error.line, "", "", reader, str(error).removeprefix(where), printed)


class RejectReport:
    """Writes the report as CSV while the load goes on: memory does not grow with it.

    The file is written in its folder, aside, and takes its name when the block ends well; a load that fails leaves
    what it has under the name with `.partial` behind it.
    """

    def __init__(self, path: Path) -> None:
        self.rejected = self.unread = self.warned = 0
        self._path = path
        self._aside = path.with_name(path.name + ".partial")

    def __enter__(self) -> RejectReport:
        try:
            self._file = self._aside.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise SourceError(self._path, None, f"cannot be written: {error.strerror or error}") from error
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(COLUMNS)
        return self

    def add(self, rejects: Iterable[Reject]) -> None:
        """Write rows, in the order of the source."""
        for reject in rejects:
            self.rejected += reject.outcome == REJECTED
            self.unread += reject.outcome == UNREAD
            self.warned += reject.outcome == WARNED
            self._writer.writerow("" if cell is None else cell for cell in astuple(reject))

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            self._aside.replace(self._path)

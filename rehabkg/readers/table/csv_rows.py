"""Read the rows of a text file: a real CSV parser, held so that a broken quote costs its row and not those after it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from rehabkg.errors import RowError, SourceError
from rehabkg.readers.binary import binary_kind
from rehabkg.readers.bounds import LONGEST_CELL_CHARACTERS, LONGEST_RECORD_CHARACTERS
from rehabkg.readers.encoding import Encoding, bounded_lines, detect, fault
from rehabkg.readers.table.mapping import Dialect
from rehabkg.readers.table.row import Report, Row, is_blank, long_cell, row_error

# A cell of several lines is an address or a life; a quote that stays open for as long is broken.
_MOST_LINES = 500
_TRIM: dict[str, Callable[[str], str]] = {"true": str.strip, "start": str.lstrip, "end": str.rstrip, "false": str}
# What `detect` says of a file in which every encoding reads the same.
_ASCII = "ASCII letters only"
_SAMPLE_BYTES = 1 << 16
_QUOTES_HINT = "close the quotes, or say in the mapping that a quote is data"


class _OpenQuoteError(Exception):
    """A quoted cell does not end within the bounds of a record."""


def csv_rows(path: Path, dialect: Dialect, *, report: Report) -> Iterator[Row]:
    """Yield the rows of *path* below `dialect.skip_rows`, headings first; hand a bad row to *report* and go on.

    Blank rows and comments are left out. After a row whose quotes are broken, reading goes on with the next line.
    Raises `SourceError` where the file is no text or not in the stated encoding.
    """
    lines = _Lines(path, stated_encoding(path, dialect.encoding), dialect.comment, report)
    lines.pass_over(dialect.skip_rows)
    trim, skipped = _TRIM[dialect.trim], dialect.skip_columns
    for row in _parsed(path, lines, dialect, report):
        found = fault(row.text)
        if found:
            report(row_error(path, row, "(row)", row.text, f"text: {found}"))
            continue
        wrong = long_cell(path, row) if len(row.text) > LONGEST_CELL_CHARACTERS else None
        if wrong:
            report(wrong)
            continue
        cells = list(map(trim, row.cells[skipped:] if skipped else row.cells))
        if not is_blank(row):
            yield row._replace(cells=cells)


def stated_encoding(path: Path, stated: str) -> Encoding:
    """Return the encoding to read *path* in: *stated*, unless the file itself says another.

    Raises `SourceError` where it does: names read in a wrong encoding would be wrong without any error.
    """
    called = detect(path, called=stated)
    try:
        found = detect(path)
    except SourceError:
        _refuse_binary(path, called)
        return called  # no rule finds an encoding, so none speaks against the one stated
    families = {called.name.removesuffix("-sig"), found.name.removesuffix("-sig")}
    if len(families) == 1 or found.how == _ASCII or families == {"koi8-r", "koi8-u"} or "utf-16" in families:
        return called
    raise SourceError(path, None, f"is not {stated}, as the mapping says, but {found}")


def _refuse_binary(path: Path, called: Encoding) -> None:
    with path.open("rb") as opened:
        kind = binary_kind(opened.read(_SAMPLE_BYTES))
    # A text may hold control characters, and one in UTF-16 is full of them: there the rows tell.
    if kind is not None and not kind.startswith("a binary file") and not called.name.startswith(("utf-16", "utf-32")):
        raise SourceError(path, None, f"is {kind}, a text is wanted")


def _parsed(path: Path, lines: _Lines, dialect: Dialect, report: Report) -> Iterator[Row]:
    reader = csv.reader(lines, CsvFormat(dialect))
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _OpenQuoteError) as error:
            report(_broken(path, lines, str(error)))
            lines.go_back()
        else:
            yield Row(lines.first, cells, lines.text)


class CsvFormat(csv.Dialect):
    """A dialect as Python's `csv` takes it: strict, so that a broken quote is an error."""

    lineterminator = "\n"
    strict = True

    def __init__(self, dialect: Dialect) -> None:
        self.delimiter = dialect.delimiter
        self.quotechar = dialect.quote
        self.quoting = csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE
        self.doublequote = dialect.escape is None
        self.escapechar = dialect.escape
        super().__init__()


def _broken(path: Path, lines: _Lines, said: str) -> RowError:
    extent = f" up to line {lines.number}" if lines.number > lines.first else ""
    row = Row(lines.first, [], lines.text)
    return row_error(path, row, "(row)", row.text, f"a row of CSV{extent}: {said}; {_QUOTES_HINT}")


class _Lines:
    """The lines of a file on their way into the parser; those of a broken row can be given again."""

    def __init__(self, path: Path, encoding: Encoding, comment: str | None, report: Report) -> None:
        self._source = bounded_lines(path, encoding, report=report)
        self._comment = comment
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        self.number = 0  # of the line given last
        self.first = 1  # line of the row that is being read

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _MOST_LINES or self._size > LONGEST_RECORD_CHARACTERS:
            raise _OpenQuoteError(f"a cell does not end within {len(self._taken)} lines")
        line = self._next()
        if not self._taken:
            # Here, not among the rows: a lone quote in a comment opens no cell.
            while self._comment and line.startswith(self._comment):
                line = self._next()
            self.first = self.number
        self._taken.append(line)
        self._size += len(line)
        return line

    def _next(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.number += 1
        return line

    def pass_over(self, count: int) -> None:
        """Leave out *count* lines."""
        for _ in range(count):
            if next(self._source, None) is None:
                return
            self.number += 1

    def begin(self) -> None:
        """Begin a row with the next line."""
        self._taken = []
        self._size = 0

    def go_back(self) -> None:
        """Give the lines after the first of this row again."""
        self._again.extendleft(reversed(self._taken[1:]))
        self.number = self.first

    @property
    def text(self) -> str:
        """The row as printed, without the end of its last line."""
        return ("".join(self._taken) if len(self._taken) > 1 else self._taken[0] if self._taken else "").rstrip("\r\n")

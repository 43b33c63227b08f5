"""Look at the beginning of a table of an archive: its kind, how it is written, its headings and some rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from rehabkg.errors import CallError, SourceError
from rehabkg.readers.encoding import bounded_lines, detect, unreadable
from rehabkg.readers.table.header import plain
from rehabkg.readers.table.mapping import Dialect, known_encoding
from rehabkg.readers.table.proposal.delimiter import MOST_LINES, delimiter_of
from rehabkg.readers.table.proposal.headings import heading_row
from rehabkg.readers.table.read import rows_of
from rehabkg.readers.table.row import Row

_ROWS_LOOKED_AT = 1_000
_PARQUET, _ZIP = b"PAR1", b"PK"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the beginning of a table shows.

    `headings` are those of its columns from the left, blank where there are none; `rows` the cells of the first rows
    below. `reasons` says in words why `encoding`, `delimiter`, `quote`, `header` and `sheet` are as they are. `faults`
    are the rows among them that cannot be read.
    """

    path: Path
    kind: str
    dialect: Dialect
    sheet: str | None
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    reasons: dict[str, str]
    faults: tuple[SourceError, ...]

    def values(self, position: int) -> list[str]:
        """Return the filled cells of the column at the 0-based *position*."""
        return [row[position] for row in self.rows if position < len(row) and row[position]]


def look_at(path: Path, *, encoding: str | None = None, sheet: str | None = None) -> Sample:
    """Return what the beginning of *path* shows; *encoding* and *sheet* are what the user says, None to find them.

    Raises `SourceError` for a file that is no table, `CallError` for a setting that does not go with its kind.
    """
    kind = _kind(path)
    for name, value, owner in (("encoding", encoding, "csv"), ("sheet", sheet, "xlsx")):
        if value is not None and kind != owner:
            raise CallError(f"--{name} goes with a file of kind {owner!r}; {path.name!r} is {kind!r}")
    faults: list[SourceError] = []
    reasons: dict[str, str] = {}
    dialect = Dialect()
    if kind == "xlsx":
        sheet = _sheet(path, sheet, reasons)
    elif kind == "csv":
        dialect = _dialect(path, encoding, reasons)
    rows = list(islice(rows_of(path, kind, dialect, sheet, report=faults.append), _ROWS_LOOKED_AT + 1))
    if not rows:
        raise SourceError(path, None, "has no rows")
    above, reasons["header"] = (0, "the file names its columns") if kind == "parquet" else heading_row(rows)
    return _sample(path, kind, dialect, sheet, rows, above, reasons, faults)


def _sample(
    path: Path,
    kind: str,
    dialect: Dialect,
    sheet: str | None,
    rows: list[Row],
    above: int | None,
    reasons: dict[str, str],
    faults: list[SourceError],
) -> Sample:
    """Return the sample of *rows*, the headings of which are the row *above*; None where there are none."""
    below = rows if above is None else rows[above + 1 :]
    width = max(len(row.cells) for row in (rows[above or 0], *below))
    headings = tuple(plain(cell) for cell in rows[above].cells) if above is not None else ()
    header_rows, skip_rows = (0, 0) if above is None else (1, max(rows[above].number - 1, 0))
    return Sample(
        path=path,
        kind=kind,
        dialect=replace(dialect, header_rows=header_rows, skip_rows=skip_rows),
        sheet=sheet,
        headings=headings + ("",) * (width - len(headings)),
        rows=tuple(tuple(map(str.strip, row.cells)) for row in below),
        reasons=reasons,
        faults=tuple(faults),
    )


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            start = opened.read(8)
    except OSError as error:
        raise unreadable(path, error) from error
    if start.startswith(_PARQUET):
        return "parquet"
    # An old workbook (xls) is no text either; the reader of workbooks names it.
    return "xlsx" if start.startswith((_ZIP, b"\xd0\xcf\x11\xe0")) else "csv"


def _sheet(path: Path, wanted: str | None, reasons: dict[str, str]) -> str:
    from rehabkg.readers.workbook import sheet_names

    names = sheet_names(path)
    if not names:
        raise SourceError(path, None, "has no sheet with cells")
    if wanted is not None:
        reasons["sheet"] = "as called for"
        return wanted
    others = ", ".join(map(repr, names[1:10]))
    reasons["sheet"] = f"the first one; others are {others}" if others else "the only one"
    return names[0]


def _dialect(path: Path, called: str | None, reasons: dict[str, str]) -> Dialect:
    encoding = detect(path, called=called)
    reasons["encoding"] = encoding.how
    lines = list(islice(bounded_lines(path, encoding, report=lambda _: None), MOST_LINES))
    delimiter, quote, reasons["delimiter"], quote_reason = delimiter_of(lines)
    if quote_reason:
        reasons["quote"] = quote_reason
    return Dialect(encoding=known_encoding(encoding.name.removesuffix("-sig")), delimiter=delimiter, quote=quote)

"""Read a table of `lexicon/`: UTF-8 CSV with one header line; a bad table is one clear line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rehabkg import assets
from rehabkg.errors import SourceError, shorten

LexiconRow = Mapping[str, str]

# The largest table has some thousand rows; a file far beyond that is no table that a person keeps.
_LARGEST_TABLE_BYTES = 8_000_000


@cache
def read_lexicon(name: str) -> tuple[LexiconRow, ...]:
    """Return the rows of the table *name* of `lexicon/`, in its order, each as column → cell; a blank cell is "".

    The tables are read once in a process and cannot be changed. Raises `SourceError` for the first line at fault.
    """
    return read_lexicon_file(assets.LEXICON / f"{name}.csv")


def read_lexicon_file(path: Path) -> tuple[LexiconRow, ...]:
    """Return the rows of the table at *path*. Raises `SourceError` for the first line at fault."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    start = 1
    try:
        header = next(reader, [])
        _check_header(path, header)
        rows: list[LexiconRow] = []
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) != len(header):
                raise SourceError(path, start, f"the row has {len(cells)} cells, {len(header)} are wanted")
            rows.append(MappingProxyType(dict(zip(header, map(str.strip, cells), strict=True))))
            start = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(path, start, f"is no CSV row: {error}; close the quotes") from error
    if not rows:
        raise SourceError(path, 1, "the table has no rows below its header")
    return tuple(rows)


def _check_header(path: Path, header: list[str]) -> None:
    if not header or "" in header:
        raise SourceError(path, 1, "the header has a blank name or is missing; a line of column names is wanted")
    doubled = sorted({shorten(name) for name in header if header.count(name) > 1})
    if doubled:
        raise SourceError(path, 1, f"the header names {', '.join(map(repr, doubled))} more than once")


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    if len(content) > _LARGEST_TABLE_BYTES:
        raise SourceError(path, None, f"has {len(content)} bytes, at most {_LARGEST_TABLE_BYTES} are wanted")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise SourceError(path, line, f"{found}; save the table as UTF-8") from error

"""Tables that people open in spreadsheets: a row a line, read as a stream, safe to open, written by one at a time.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it, and texts here come from
books and strangers. Such a text is written with an apostrophe before it, and reading takes one away again; so nothing
is refused and nothing changes on the way (CWE-1236).
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rehabkg.errors import SourceError, one_line, shorten

LONGEST_LINE = 20_000
_BOM = b"\xef\xbb\xbf"
_BLANK = b", \t\r\n"
_GUARDED = re.compile(r"'*[=+\-@\t\r]")
_FORMULA = re.compile(r"'+[=+\-@\t\r]")
# What a number may begin with is no formula.
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def guard(text: str) -> str:
    """Return *text* as a spreadsheet may hold it.

    >>> guard("=1+1"), guard("Ivanov"), guard("-3.5"), unguard(guard("'=1+1"))
    ("'=1+1", 'Ivanov', '-3.5', "'=1+1")
    """
    return f"'{text}" if _GUARDED.match(text) and not _NUMBER.fullmatch(text) else text


def unguard(cell: str) -> str:
    """Return what `guard` was given."""
    return cell[1:] if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def line_of(cells: Iterable[str]) -> bytes:
    """Return a row as one line of CSV (RFC 4180, but with LF), its cells guarded and each on one line."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([guard(" ".join(cell.split())) for cell in cells])
    return line.getvalue().encode()


def cells_of(path: Path, line: int, content: bytes) -> list[str]:
    """Return the cells of one line without its end. Raises `SourceError` that says what the line lacks."""
    if len(content) > LONGEST_LINE:
        raise SourceError(path, line, f"the line has more than {LONGEST_LINE:,} bytes, which no row has")
    if b"\0" in content:
        raise SourceError(path, line, "the line holds a zero byte; save the table as CSV in UTF-8")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            path, line, f"byte {error.start + 1} is not UTF-8; save the table as 'CSV UTF-8', separated by commas"
        ) from None
    try:
        (cells,) = csv.reader([text], strict=True)
    except (csv.Error, ValueError):
        shown = shorten(one_line(text), 60)
        raise SourceError(
            path, line, f"{shown!r} is not one row of CSV; a cell may not go over several lines"
        ) from None
    return [unguard(cell) for cell in cells]


def read_lines(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, int, bytes]]:
    """Yield the number, the offset and the bytes of each line below the header, its line feed with it.

    A mark of the byte order and a carriage return before the line feed are taken, as spreadsheets write them.
    Raises `SourceError` for another header, and where the file cannot be read; a file that is not there has no line.
    """
    try:
        with path.open("rb") as file:
            header = _bounded(file)
            if is_begun_header(header, columns):
                return
            _check_header(path, header, columns)
            number, offset = 1, file.tell()
            while content := _bounded(file):
                number += 1
                content = _to_its_end(content, file)
                # A spreadsheet writes the rows below its last one as commas.
                if content.strip(_BLANK):
                    yield number, offset, content
                offset = file.tell()
    except FileNotFoundError:
        return
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error


def is_begun_header(content: bytes, columns: Sequence[str]) -> bool:
    """Whether *content* is but the beginning of the first line: whoever made the table was killed then."""
    return not content.endswith(b"\n") and content != (whole := line_of(columns)[:-1]) and whole.startswith(content)


def _bounded(file: io.BufferedReader) -> bytes:
    return file.readline(LONGEST_LINE + 3)


def _to_its_end(content: bytes, file: io.BufferedReader) -> bytes:
    """Go to the end of a line; of one beyond the bound the rest is not kept, but whether it ends."""
    rest = content
    while not rest.endswith(b"\n") and (more := _bounded(file)):
        rest = more
    return content if rest is content or not rest.endswith(b"\n") else content + b"\n"


def _check_header(path: Path, content: bytes, columns: Sequence[str]) -> None:
    wanted = ",".join(columns)
    found = [cell.strip() for cell in cells_of(path, 1, content.removeprefix(_BOM).rstrip(b"\r\n"))]
    if found != list(columns):
        shown = shorten(one_line(",".join(found)))
        raise SourceError(path, 1, f"the first line is {shown!r}; it must be {wanted!r}, separated by commas, in UTF-8")


@contextmanager
def held(path: Path) -> Iterator[int]:
    """Hold the file at *path*, made if it is not there, alone of all processes; give its descriptor for appending.

    Raises `SourceError` where the folder or the file cannot be made.
    """
    import fcntl

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                # Whoever saved the table meanwhile, as an editor does, put another file in its place.
                if _is_in_place(handle, path):
                    yield handle
                    return
            finally:
                os.close(handle)
    except OSError as error:
        raise SourceError(path, None, f"cannot be written: {error.strerror or error}") from error


def _is_in_place(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False

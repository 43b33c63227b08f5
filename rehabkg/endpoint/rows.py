"""A sink for rows as the store writes them: it counts them in the bytes, and stops the store where there are enough.

To take row by row into Python would cost more than the query. Marks that can only be more than the rows are counted
as the bytes come; where they pass the limit, the rows are counted exactly, strings left out.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class Enough(Exception):  # noqa: N818 - nothing went wrong
    """The limit of rows or bytes is reached."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a format ends a row.

    `mark` stands at least once between two rows, `ends` finds the ends of rows in its first group, `head` ends what
    stands before the rows, and `tail` closes an answer that was cut.
    """

    mark: bytes
    ends: re.Pattern[bytes]
    head: bytes
    tail: bytes
    heading_lines: int = 0


# A string may go on in a piece that has not come yet: up to the end of what has, it is skipped too.
_FORMS = {
    "json": _Form(
        b"},{", re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|(\})(?=,\{|\]\})', re.DOTALL), b'"bindings":[', b"]}}"
    ),
    "xml": _Form(b"</result>", re.compile(rb"(</result>)"), b"<results>", b"</results></sparql>"),
    "csv": _Form(b"\n", re.compile(rb'"[^"]*+(?:"|\Z)|(\n)'), b"\n", b"", 1),
    "tsv": _Form(b"\n", re.compile(rb"(\n)"), b"\n", b"", 1),
}


class RowSink(io.RawIOBase):
    """Takes an answer of rows in a format, and raises `Enough` where it has more than wanted."""

    def __init__(self, form: str, *, rows: int, answer_bytes: int) -> None:
        self._form = _FORMS[form]
        self._rows, self._bytes = rows, answer_bytes
        self._pieces: list[bytes] = []
        self._size = 0
        self._edge = b""
        # How many more marks there may be before the rows are counted: one row needs none.
        self._marks_left = rows - 1
        self._doubtful = False

    def writable(self) -> bool:
        """A sink is written to."""
        return True

    def write(self, chunk: Any) -> int:
        """Take a piece. Raises `Enough`."""
        piece = bytes(chunk)
        self._pieces.append(piece)
        self._size += len(piece)
        # A mark may lie across two pieces.
        seen = self._edge + piece
        self._marks_left -= seen.count(self._form.mark)
        self._edge = seen[1 - len(self._form.mark) :] if len(self._form.mark) > 1 else b""
        if self._size > self._bytes or (self._marks_left < 0 and self._too_many()):
            self._doubtful = True
            raise Enough
        return len(piece)

    def content(self) -> tuple[bytes, str | None]:
        """Return the answer, cut behind the last whole row that is allowed, and what cut it."""
        content = b"".join(self._pieces)
        if not self._doubtful:
            return content, None
        end = content.index(self._form.head) + len(self._form.head)
        for number, found in enumerate(self._row_ends(content)):
            if number == self._rows:
                return content[:end] + self._form.tail, f"rows={self._rows}"
            if found > self._bytes:
                break
            end = found
        if self._size <= self._bytes:
            return content, None
        return content[:end] + self._form.tail, f"bytes={self._bytes}"

    def _too_many(self) -> bool:
        """Count the rows in what has come, and set how many more marks may come before they are counted again."""
        content = b"".join(self._pieces)
        self._pieces, self._doubtful = [content], True
        found = sum(1 for _ in itertools.islice(self._row_ends(content), self._rows + 1))
        self._marks_left = max(self._rows - found - 1, 0)
        return found > self._rows

    def _row_ends(self, content: bytes) -> Iterator[int]:
        ends = (match.end(1) for match in self._form.ends.finditer(content) if match[1])
        return itertools.islice(ends, self._form.heading_lines, None)

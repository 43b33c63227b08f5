"""Cut a file of lines into blocks that other processes read: cheap, bounded, no cell split, no letter decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader

from rehabkg.errors import RowError, SourceError

Report = Callable[[SourceError], None]

# A line of 1 MiB is thirty times the longest that a table of records can honestly have; it is never held whole.
LONGEST_LINE_BYTES = 1 << 20
# What one block may weigh, however many lines were asked for.
_HEAVIEST_BLOCK_BYTES = 64 << 20
_CHUNK_BYTES = 1 << 20
_SHOWN_BYTES = 80


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines of a file; `line_blocks` leaves each its line feed.

    `file` is the name of the file, `first_line` the 1-based line there with which `content` begins.
    """

    file: str
    first_line: int
    content: bytes


def line_blocks(opened: BufferedReader, file: str, first_line: int, *, rows: int, report: Report) -> Iterator[Block]:
    """Yield what is left of *opened* in blocks of at most *rows* lines; *first_line* is the number of the next line.

    A line longer than `LONGEST_LINE_BYTES` goes to *report* and is passed over without being held in memory.
    """
    lines = _Lines(file, first_line, rows)
    rest, too_long = b"", False
    while chunk := opened.read(_CHUNK_BYTES):
        found = chunk.split(b"\n")
        found[0] = rest + found[0]
        rest = found.pop()
        if too_long and found:
            found.pop(0)
            too_long = False
            yield from lines.pass_over()
        yield from lines.add(found)
        if len(rest) > LONGEST_LINE_BYTES:
            if not too_long:
                report(_too_long(file, lines.next_line, rest))
            rest, too_long = b"", True
    if not too_long:
        yield from lines.add([rest] if rest else [])
    yield from lines.end()


class _Lines:
    """Lines on their way into blocks; knows the number of each."""

    def __init__(self, file: str, first_line: int, rows: int) -> None:
        self.file = file
        self.next_line = first_line
        self.rows = rows
        self.waiting: list[bytes] = []
        self.bytes = 0

    def add(self, found: list[bytes]) -> Iterator[Block]:
        """Take *found*, and yield the blocks that are full by it."""
        self.waiting += found
        self.next_line += len(found)
        self.bytes += sum(map(len, found))
        if self.bytes > _HEAVIEST_BLOCK_BYTES:
            yield from self.end()
        while len(self.waiting) >= self.rows:
            yield self._block(self.rows)

    def pass_over(self) -> Iterator[Block]:
        """Leave out one line of the file: the block before it ends there."""
        yield from self.end()
        self.next_line += 1

    def end(self) -> Iterator[Block]:
        """Yield all that waits, in blocks of the size asked for."""
        while self.waiting:
            yield self._block(self.rows)

    def _block(self, rows: int) -> Block:
        first_line = self.next_line - len(self.waiting)
        taken = self.waiting[:rows]
        del self.waiting[:rows]
        self.bytes -= sum(map(len, taken))
        return Block(self.file, first_line, b"\n".join([*taken, b""]))


def _too_long(file: str, line: int, beginning: bytes) -> RowError:
    shown = beginning[:_SHOWN_BYTES].decode("utf-8", "backslashreplace")
    return RowError(file, line, "(row)", shown, f"a line of at most {LONGEST_LINE_BYTES:,} bytes")

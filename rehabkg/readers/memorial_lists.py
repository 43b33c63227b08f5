"""Read the lists of lists.memo.ru: bodies separated by lines `---`, or the pages of the site.

Reading has two steps, so that other processes can do the second: `list_blocks` groups whole records cheaply,
`records_of` reads a group. A record of a text is numbered by the line where it starts (`l17`): bodies bear no names,
one in seven occurs again and tells of another person, and to count equal ones would hold all that were read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from rehabkg.errors import SourceError
from rehabkg.readers.block import Block
from rehabkg.readers.bounds import LONGEST_RECORD_CHARACTERS
from rehabkg.readers.encoding import Encoding, bounded_lines, detect, fault, printable, too_long
from rehabkg.readers.memorial_pages import page_records
from rehabkg.readers.pages import page_files, read_page
from rehabkg.records.printed import PrintedRecord

Report = Callable[[SourceError], None]

_SEPARATOR = "---"
_SEPARATING = re.compile(r"^---[ \t\r]*(?:\n|\Z)", re.MULTILINE)
_RECORDS_A_BLOCK = 1_000


def read_memorial_lists(path: Path, *, report: Report, encoding: str | None = None) -> Iterator[PrintedRecord]:
    """Yield each record of the text, of the page or of the folder of pages at *path*; see `list_blocks`."""
    for block in list_blocks(path, records=_RECORDS_A_BLOCK, report=report, encoding=encoding):
        yield from records_of(block, report=report)


def list_blocks(path: Path, *, records: int, report: Report, encoding: str | None = None) -> Iterator[Block]:
    """Yield what stands at *path* in blocks of whole records, each at most *records* of them, or one page.

    A block is UTF-8, whatever the file is; a byte that does not fit is left as it is. A block of a text begins, but
    for the first, with the line that separates it from the one before, a page begins with a tag: so they are told.
    Raises `SourceError` where *path* cannot be read at all; a page of a folder that cannot goes to *report*.
    """
    if path.is_dir():
        for page in page_files(path):
            try:
                content = read_page(page, encoding=encoding)
            except SourceError as error:
                report(error)
            else:
                yield _page_block(content, page.relative_to(path).as_posix())
    else:
        found = detect(path, called=encoding)
        if _is_page(_beginning(path, found)):
            yield _page_block(read_page(path, encoding=encoding), path.name)
        else:
            yield from _text_blocks(path, found, records, report)


def records_of(block: Block, *, report: Report) -> Iterator[PrintedRecord]:
    """Yield the records of *block*; one that is no text or too long goes to *report*."""
    text = block.content.decode("utf-8", "surrogateescape")
    if _is_page(text):
        yield from page_records(text, block.file, report=report)
    else:
        yield from _text_records(text, block, report)


def _is_page(text: str) -> bool:
    return text.lstrip()[:1] == "<"


def _beginning(path: Path, encoding: Encoding) -> str:
    for line in bounded_lines(path, encoding, report=lambda _: None):
        if line.strip():
            return line
    return ""


def _page_block(page: str, file: str) -> Block:
    # Of a folder of pages, one may begin with words: an empty comment keeps it a page.
    marked = page if _is_page(page) else "<!---->" + page
    return Block(file, 1, marked.encode("utf-8", "surrogateescape"))


def _text_blocks(path: Path, encoding: Encoding, records: int, report: Report) -> Iterator[Block]:
    group = _Group(path.name, records, report)
    for number, line in enumerate(bounded_lines(path, encoding, report=group.refuse), 1):
        if line.startswith(_SEPARATOR) and line.strip() == _SEPARATOR:
            yield from group.begin(number)
        group.add(line)
    yield from group.end()


class _Group:
    """Lines of a text on their way into blocks; knows where the last record begins."""

    def __init__(self, file: str, records: int, report: Report) -> None:
        self.file = file
        self.records = records
        self.report = report
        self.waiting: list[str] = []
        self.first_line = self.record_line = 1
        self.found = self.record_start = self.length = 0
        self.passing = False

    def begin(self, line: int) -> Iterator[Block]:
        """Begin a record with its separator at *line*; the block before ends there if it is full, or has a gap."""
        self.found += 1
        if self.found == self.records or self.passing:
            yield from self.end()
            self.first_line, self.found = line, 0
        self.record_line, self.record_start, self.length, self.passing = line, len(self.waiting), 0, False

    def add(self, line: str) -> None:
        """Take a line of the record; a record that is too long is refused whole."""
        if self.passing:
            return
        self.length += len(line)
        if self.length > LONGEST_RECORD_CHARACTERS:
            self.refuse(too_long(self.file, self.record_line, "".join(self.waiting[self.record_start :])))
        else:
            self.waiting.append(line)

    def refuse(self, error: SourceError) -> None:
        """Report *error* and pass over the record, up to the next separator."""
        self.report(error)
        del self.waiting[self.record_start :]
        self.passing = True

    def end(self) -> Iterator[Block]:
        """Yield what waits."""
        if self.waiting:
            content = "".join(self.waiting).removesuffix("\n")
            self.waiting = []
            yield Block(self.file, self.first_line, content.encode("utf-8", "surrogateescape"))


def _text_records(text: str, block: Block, report: Report) -> Iterator[PrintedRecord]:
    line = block.first_line
    for piece in _SEPARATING.split(text):
        body = piece.strip()
        if body:
            start = line + piece.count("\n", 0, piece.index(body[0]))
            amiss = fault(body)
            if amiss:
                report(SourceError(block.file, start, amiss, printed=printable(body)))
            else:
                body = body.replace("\r\n", "\n")
                yield PrintedRecord(f"l{start}", block.file, f"line {start}", start, body, body=body)
        line += piece.count("\n") + 1

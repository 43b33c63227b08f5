"""Read a MediaWiki XML export (schemas export-0.3 to export-0.11) as a stream of pages.

One page is held at a time, so a dump of 30 GB takes no more memory than one of 30 KB. A document type declaration is
refused, and with it every entity; no element nests deeper and no tag is longer than an export has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from rehabkg.errors import SourceError, one_line, shorten
from rehabkg.readers.packed import DAMAGED, ByteStream, open_unpacked

Report = Callable[[SourceError], None]

# MediaWiki itself takes no article above 2 MiB ($wgMaxArticleSize), so neither has one more characters.
LONGEST_TEXT = 2 * 1024 * 1024
# A title has at most 255 bytes; nothing else that is read here is longer.
_LONGEST_CELL = 1_000
# An export nests five elements. A tag that does not end within this many bytes is no tag.
_DEEPEST = 20
_LONGEST_TAG = 4 * 1024 * 1024
_CHUNK = 64 * 1024
# Far above the page ids of the largest wiki; it bounds the memory of the ids that were met.
_LARGEST_NUMBER = 1 << 27

# What is read of a page and of each of its revisions.
_OF_PAGE = frozenset({"title", "ns", "id"})
_OF_REVISION = frozenset({"timestamp", "text"})


@dataclass(frozen=True, slots=True)
class Page:
    """The newest revision of one page.

    `number` is MediaWiki's page id, `namespace` the number of its name space (0 holds the articles), `text` its
    wikitext, `line` (1-based) where the page begins in the unpacked XML; `redirect` says that the export marks the
    page as a redirect.
    """

    number: int
    namespace: int
    title: str
    text: str
    line: int
    redirect: bool


def read_pages(path: Path, *, report: Report) -> Iterator[Page]:
    """Yield each page of the export *path*: plain XML, or packed by bzip2 or gzip.

    A page that cannot be read goes to *report* and the next is read. Where the XML or the archive breaks off, one
    line goes to *report* and what stands before it stays read. Raises `SourceError` where the file is no export.
    """
    export = _Export(path, report)
    with open_unpacked(path) as file:
        while True:
            chunk, damage = _read(file)
            broken = export.feed(chunk, last=not chunk and damage is None)
            yield from export.take()
            fault = damage or broken
            if fault:
                export.stop(fault)
            if fault or not chunk:
                return


def _read(file: ByteStream) -> tuple[bytes, str | None]:
    """Return the next bytes, and what is wrong with the archive."""
    try:
        return file.read(_CHUNK), None
    except DAMAGED as error:
        return b"", f"the packed file is damaged or cut off here: {one_line(error)}"


class _Refused(Exception):  # noqa: N818 - it leaves a handler of expat and nothing else
    """The XML is well-formed so far and yet no export."""


class _Export:
    """The handlers of expat and what they have gathered. A page is complete when its element ends."""

    def __init__(self, path: Path, report: Report) -> None:
        self.path = path
        self.report = report
        self.numbers = _Numbers()
        self.pages: list[Page] = []
        self.count = 0
        self.depth = 0
        self.fed = 0
        self.is_export = False
        self.page: dict[str, str] = {}
        self.revision: dict[str, str] = {}
        self.line = 0
        self.redirect = False
        self.fault: str | None = None
        self.pieces: list[str] = []
        self.room = 0
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = _CHUNK
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes, *, last: bool) -> str | None:
        """Parse *chunk*; return what is wrong with the XML, None if nothing is."""
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            return f"the XML is broken here: {expat.ErrorString(error.code)}"
        except _Refused as error:
            return str(error)
        self.fed += len(chunk)
        if self.fed - self.parser.CurrentByteIndex > _LONGEST_TAG:
            return f"a tag is longer than {_LONGEST_TAG:,} bytes"
        return None

    def take(self) -> list[Page]:
        """Return the pages that are complete, and forget them."""
        taken, self.pages = self.pages, []
        self.count += len(taken)
        return taken

    def stop(self, fault: str) -> None:
        """Say where reading ends. Raises `SourceError` where no part of an export was read."""
        line = self.parser.CurrentLineNumber
        if not self.is_export:
            raise SourceError(self.path, line, f"is no MediaWiki export: {fault}")
        self.report(SourceError(self.path.name, line, f"{fault}; the {self.count:,} pages before it are read"))

    def _doctype(self, *_: object) -> None:
        raise _Refused("a document type is declared, as no MediaWiki export does")

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        depth = self.depth = self.depth + 1
        if depth == 1:
            if name != "mediawiki":
                raise _Refused(f"its root is <{shorten(name)}>, <mediawiki> is wanted")
            self.is_export = True
        elif depth == 2:
            self.page = {}
            self.revision = {}
            self.line = self.parser.CurrentLineNumber
            self.redirect = False
            self.fault = None
        elif (depth == 3 and name in _OF_PAGE) or (depth == 4 and name in _OF_REVISION):
            self.room = LONGEST_TEXT if name == "text" else _LONGEST_CELL
            self.parser.CharacterDataHandler = self._characters
        elif depth == 3 and name == "redirect":
            self.redirect = True
        elif depth > _DEEPEST:
            raise _Refused(f"elements nest deeper than {_DEEPEST}")

    def _characters(self, characters: str) -> None:
        self.room -= len(characters)
        if self.room >= 0:
            self.pieces.append(characters)
        else:
            self.pieces.clear()

    def _end(self, name: str) -> None:
        depth = self.depth
        self.depth = depth - 1
        if self.parser.CharacterDataHandler is not None and depth < 5:
            self.parser.CharacterDataHandler = None
            self._keep(name, depth)
        elif depth == 3 and name == "revision":
            # A dump with its history lists the revisions of a page; the newest is the page.
            if self.revision.get("timestamp", "") >= self.page.get("timestamp", ""):
                self.page |= self.revision
            self.revision = {}
        elif depth == 2 and name == "page":
            self._complete()

    def _keep(self, name: str, depth: int) -> None:
        if self.room < 0:
            most = LONGEST_TEXT if name == "text" else _LONGEST_CELL
            self.fault = f"its {name} is longer than {most:,} characters"
        (self.page if depth == 3 else self.revision)[name] = "".join(self.pieces)
        self.pieces.clear()

    def _complete(self) -> None:
        """Take the page that ends here, or report it."""
        page = self.page
        number, namespace = page.get("id", ""), page.get("ns", "0")
        fault = self.fault
        if not (number.isdecimal() and len(number) < 10 and int(number) < _LARGEST_NUMBER):
            fault = f"its id {shorten(number)!r} is no page id"
        elif not (namespace.removeprefix("-").isdecimal() and len(namespace) < 10):
            fault = f"its name space {shorten(namespace)!r} is no number"
        elif not self.numbers.add(int(number)):
            fault = "a page of this id was read before"
        if fault:
            self.report(SourceError(self.path.name, self.line, f"page {shorten(number)}: {fault}"))
            return
        title, text = page.get("title", ""), page.get("text", "")
        self.pages.append(Page(int(number), int(namespace), title, text, self.line, self.redirect))


class _Numbers:
    """The page ids that were met, a bit each: a dump of four million pages takes half a megabyte."""

    def __init__(self) -> None:
        self.blocks: dict[int, bytearray] = {}

    def add(self, number: int) -> bool:
        """Note *number*; return whether it is new."""
        block = self.blocks.get(number >> 12)
        if block is None:
            block = self.blocks[number >> 12] = bytearray(512)
        place, bit = (number & 4095) >> 3, 1 << (number & 7)
        new = not block[place] & bit
        block[place] |= bit
        return new

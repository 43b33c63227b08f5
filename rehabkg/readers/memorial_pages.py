"""Read the records of one page of lists.memo.ru (`memorial-lists/HTML-FORMAT.md`).

A record is three paragraphs: `name` with an anchor, `cont` with the body, `author` with the book.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rehabkg.errors import SourceError, SourceNote
from rehabkg.readers.bounds import LONGEST_RECORD_CHARACTERS
from rehabkg.readers.encoding import fault, printable, too_long
from rehabkg.readers.pages import Element, elements, plain
from rehabkg.records.printed import PrintedRecord

Report = Callable[[SourceError], None]

_NAME, _BODY, _BOOK = "name", "cont", "author"
_ANCHOR = re.compile(r"""<a\b[^<>]{0,200}?\bname\s{0,9}=\s{0,9}["']?n([0-9]{1,9})\b""", re.IGNORECASE)
_SOURCE = re.compile(r"Источник:\s*", re.IGNORECASE)
_END = re.compile(r"</html\s*>", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """The paragraphs of one record, as they come."""

    line: int
    anchor: int | None = None
    name: str | None = None
    body: list[str] = field(default_factory=list)
    book: str | None = None
    closed: bool = True

    def add(self, paragraph: Element) -> None:
        text = _lines(plain(paragraph.markup))
        self.closed = paragraph.closed
        if paragraph.kind == _NAME:
            anchor = _ANCHOR.search(paragraph.markup)
            self.anchor = int(anchor[1]) if anchor else None
            self.name = text or None
        elif paragraph.kind == _BODY:
            self.body.append(text)
        else:
            self.book = _SOURCE.sub("", text, count=1) or None


def page_records(page: str, file: str, *, report: Report) -> Iterator[PrintedRecord]:
    """Yield each record of *page*, whose text is given, lone surrogates standing for bytes that do not fit.

    The number is the page with the site's own anchor, `d1/f1.htm#n1`. Anchors rise down a page; one that does not
    would name two people alike, so such a record is numbered by its line, `d1/f1.htm#l17`.
    """
    last_anchor = -1
    found = False
    for entry in _entries(page):
        found = True
        anchor = entry.anchor if entry.anchor is not None and entry.anchor > last_anchor else None
        last_anchor = last_anchor if anchor is None else anchor
        amiss = _amiss(entry, file)
        if amiss:
            report(amiss)
        else:
            yield _record(entry, file, f"l{entry.line}" if anchor is None else f"n{anchor}")
    if not found:
        report(SourceError(file, None, f"holds no paragraph of the class {_NAME!r}; a page of lists.memo.ru is wanted"))
    elif not _END.search(page, max(0, len(page) - 1000)):
        report(SourceNote(file, page.count("\n") + 1, "the page ends without </html>; it may be cut off"))


def _entries(page: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    for paragraph in elements(page, "p"):
        if paragraph.kind not in (_NAME, _BODY, _BOOK):
            continue
        # A body whose name is lost still tells of a person, who is not the one before.
        if entry is None or paragraph.kind == _NAME or (paragraph.kind == _BODY and entry.book):
            if entry:
                yield entry
            entry = _Entry(paragraph.line)
        entry.add(paragraph)
    if entry:
        yield entry


def _amiss(entry: _Entry, file: str) -> SourceError | None:
    text = _text(entry)
    amiss = fault(text)
    if amiss:
        return SourceError(file, entry.line, amiss, printed=printable(text))
    if len(text) > LONGEST_RECORD_CHARACTERS:
        return too_long(file, entry.line, text)
    if not entry.closed:
        return SourceError(file, entry.line, "the page ends within this record", printed=text)
    return None


def _record(entry: _Entry, file: str, place: str) -> PrintedRecord:
    body = "\n".join(entry.body) or None
    locator = f"page {file}, {'entry' if place[0] == 'n' else 'line'} {place[1:]}"
    return PrintedRecord(
        f"{file}#{place}", file, locator, entry.line, _text(entry), name=entry.name, body=body, book=entry.book
    )


def _text(entry: _Entry) -> str:
    return "\n".join(filter(None, (entry.name, *entry.body, entry.book)))


def _lines(text: str) -> str:
    """Both breaks and line ends of the markup part the lines of a body: the site uses either."""
    return "\n".join([line for line in map(str.strip, text.split("\n")) if line])

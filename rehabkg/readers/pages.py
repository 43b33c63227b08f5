"""Pages of a site as its list has them: find the files, read each whole, take out its paragraphs.

Only named elements are looked for, by expressions that run in linear time: the old sites close tags as it pleases
them, and the elements of interest are flat. Measured on 37,206 records in the markup of lists.memo.ru, taking their
paragraphs alone: 114,000 records/s so, 81,000 with lxml (as an event target), which drops what is nested too deep
without a word, 24,000 with html.parser, which goes quadratic on an unclosed comment.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rehabkg.errors import SourceError
from rehabkg.readers.bounds import LARGEST_PAGE_BYTES
from rehabkg.readers.encoding import detect_content, fault, unreadable

PAGE_ENDINGS = (".htm", ".html")
_BREAK = re.compile(r"<br\b[^<>]{0,100}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,1000}>", re.IGNORECASE)
_CLASS = re.compile(r"""\bclass\s{0,9}=\s{0,9}["']?([\w-]{1,60})""", re.IGNORECASE)
# What ends a paragraph, whether or not it is closed.
_BLOCK_TAG = re.compile(r"</?(?:p|h[1-6]|li|ul|ol|td|th|tr|table|div|body|html|hr|dl|dd|dt|center)\b", re.IGNORECASE)
_NUMBERS = re.compile(r"([0-9]+)")


class Element(NamedTuple):
    """One element of a page: its tag in small letters, its class or "", its markup, the line where it starts.

    `closed` is False where the page ends within it.
    """

    tag: str
    kind: str
    markup: str
    line: int
    closed: bool


def page_files(folder: Path) -> list[Path]:
    """Return the pages below *folder*, f2.htm before f10.htm; links that lead elsewhere are not followed.

    Raises `SourceError` where the folder cannot be read or holds no page.
    """
    found: list[Path] = []

    def fail(error: OSError) -> None:
        raise unreadable(Path(error.filename or folder), error) from error

    for parent, _, names in os.walk(folder, onerror=fail):
        found += (Path(parent, name) for name in names if name.lower().endswith(PAGE_ENDINGS))
    unfit = [path for path in found if fault(str(path))]
    if unfit:
        raise SourceError(folder, None, f"holds a page whose name is no text, {unfit[0].name!a}; rename it")
    if not found:
        raise SourceError(folder, None, f"holds no page ({', '.join('*' + ending for ending in PAGE_ENDINGS)})")
    return sorted(found, key=lambda path: _by_number(path.relative_to(folder).as_posix()))


def _by_number(name: str) -> list[tuple[int, int, str]]:
    return [(1, int(part), part) if part.isdecimal() else (0, 0, part) for part in _NUMBERS.split(name)]


def read_page(path: Path, *, encoding: str | None = None) -> str:
    """Return the text of the page at *path*; bytes that do not fit its encoding are lone surrogates.

    Raises `SourceError` for a page that cannot be read, is longer than `LARGEST_PAGE_BYTES` or is no text.
    """
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST_PAGE_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(content) > LARGEST_PAGE_BYTES:
        raise SourceError(path, None, f"is longer than {LARGEST_PAGE_BYTES:,} bytes, too long for a page")
    found = detect_content(content, path, called=encoding)
    try:
        return content.decode(found.name, "surrogateescape")
    except UnicodeDecodeError as error:  # UTF-16 cut within a letter
        raise SourceError(path, None, f"is not {found.name}: {error.reason}") from error


def elements(page: str, *tags: str) -> Iterator[Element]:
    """Yield the elements of *page* that have one of *tags*, in their order; comments are passed over."""
    page = _without_comments(page)
    starts = re.compile(rf"<({'|'.join(tags)})(?=[\s>])([^<>]{{0,300}})>", re.IGNORECASE)
    line, counted = 1, 0
    for start in starts.finditer(page):
        line += page.count("\n", counted, start.start())
        counted = start.start()
        end = _BLOCK_TAG.search(page, start.end())
        kind = _CLASS.search(start[2])
        markup = page[start.end() : end.start() if end else len(page)]
        yield Element(start[1].lower(), kind[1].lower() if kind else "", markup, line, end is not None)


def _without_comments(page: str) -> str:
    kept: list[str] = []
    read = 0
    while (start := page.find("<!--", read)) >= 0 and (end := page.find("-->", start + 4)) >= 0:
        kept += (page[read:start], "\n" * page.count("\n", start, end))
        read = end + 3
    return "".join((*kept, page[read:])) if kept else page


def plain(markup: str) -> str:
    r"""Return *markup* as its reader sees it: breaks are line ends, tags are gone, entities are letters.

    >>> plain('<a name="n1"></a>Первый &laquo;Б&raquo;<br />второй')
    'Первый «Б»\nвторой'
    """
    if "<" in markup:
        markup = _TAG.sub("", _BREAK.sub("\n", markup))
    return html.unescape(markup)

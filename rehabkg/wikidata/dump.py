"""Read items from a dump of Wikidata, the truthy N-Triples or the JSON one, in one pass and little memory.

Nearly all of a dump is not wanted. So the names in it are found by a search of the bytes and only what bears a wanted
name is parsed; what is not wanted is not checked either. Names are compared by their folded keys, in any order of their
words, so that Cyrillic meets Latin.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from rehabkg.errors import SourceError, SourceNote
from rehabkg.names.keys import name_words
from rehabkg.readers.packed import DAMAGED, ByteStream, open_unpacked
from rehabkg.wikidata.calendars import Calendars
from rehabkg.wikidata.gather import LANGUAGES
from rehabkg.wikidata.model import Item

Wanted = Set[str] | Callable[[tuple[str, ...]], bool]
STANDARD_INPUT = Path("-")
LONGEST_ENTITY = 64 * 1024 * 1024
"""An entity of more bytes is told and passed over; the largest of Wikidata have some four million."""

_CHUNK = 8 * 1024 * 1024
_LONGEST_LABEL = 250


@dataclass(slots=True)
class Reading:
    """How a dump is read, and what was found bad in it.

    `report` is told of each bad line, `progress` how many bytes were read since it was told last (unpacked).
    """

    path: Path
    languages: frozenset[str]
    wanted: Callable[[str], bool]
    report: Callable[[SourceError], None]
    progress: Callable[[int], None]
    longest: int
    chunk: int
    calendars: Calendars
    bad: int = 0
    lines: int = field(default=0)

    def tell(self, line: int | None, said: str) -> None:
        """Report what is bad at a line and count it."""
        self.bad += 1
        self.report(SourceNote(self.path, line, said))

    def is_wanted(self, item: Item) -> bool:
        """Return whether a name of the item is wanted."""
        return any(self.wanted(name) for name in item.names())


def label_key(text: str) -> str:
    """Return the key under which a label is compared: the folded words of it in the order of the alphabet.

    >>> label_key("Званцов, Иван") == label_key("Ivan Zvantsov")
    True
    """
    return " ".join(_keys(text))


def items(
    path: Path,
    wanted: Wanted,
    *,
    languages: tuple[str, ...] = LANGUAGES,
    report: Callable[[SourceError], None] = lambda _: None,
    progress: Callable[[int], None] = lambda _: None,
    longest: int = LONGEST_ENTITY,
    chunk: int = _CHUNK,
    julian: str | None = None,
) -> Iterator[Item]:
    """Yield the items of a dump that bear a wanted label or alias in one of *languages*, in the dump's order.

    *path* is a file, packed by gzip, bzip2 or not at all, or `-` for standard input; its first bytes tell which of the
    two forms it has. *wanted* has keys as `label_key` makes them, or says of the folded words of a name whether it is.
    From N-Triples, dates have no precision and a birth place no labels; articles are those that follow their item.
    *julian* is the item by which JSON names the Julian calendar, where the dump is an excerpt that does not tell.
    Bad lines go to *report* and are passed over. Raises `SourceError` for a file that is no dump, breaks off or is not
    grouped by item.
    """
    from rehabkg.wikidata import dump_json, dump_ntriples

    reading = Reading(
        path, frozenset(languages), _predicate(wanted), report, progress, longest, chunk, Calendars(julian)
    )
    stream = sys.stdin.buffer if path == STANDARD_INPUT else open_unpacked(path)
    with stream:
        blocks = _blocks(stream, reading)
        first = next(blocks, b"")
        start = first.removeprefix(b"\xef\xbb\xbf").lstrip()
        if start[:1] in (b"[", b"{"):
            yield from dump_json.items(_with(first, blocks), reading)
        elif start[:1] in (b"<", b"#", b"_"):
            yield from dump_ntriples.items(_with(first, blocks), reading)
        else:
            said = "is empty" if not start else "is no dump of Wikidata: N-Triples or JSON with an entity a line"
            raise SourceError(path, None, said)
    if reading.bad:
        report(SourceNote(path, None, f"{reading.bad:,} bad lines were passed over"))


def _predicate(wanted: Wanted) -> Callable[[str], bool]:
    test = wanted if callable(wanted) else None
    if test is not None:
        return lambda text: test(_keys(text))
    keys = frozenset(wanted) if not callable(wanted) else frozenset()
    return lambda text: " ".join(_keys(text)) in keys


@lru_cache(maxsize=65_536)
def _keys(text: str) -> tuple[str, ...]:
    if len(text) > _LONGEST_LABEL:
        return ()
    return tuple(sorted(word.key for word in name_words(text)))


def _blocks(stream: ByteStream | BinaryIO, reading: Reading) -> Iterator[bytes]:
    """Yield the bytes of a file as they come, and tell of the progress."""
    try:
        while block := stream.read(reading.chunk):
            yield block
            reading.progress(len(block))
    except DAMAGED as error:
        raise SourceError(reading.path, None, f"breaks off or is damaged: {error}") from error


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest

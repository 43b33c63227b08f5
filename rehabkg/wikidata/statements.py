"""Statements about items whose numbers are known, from a dump of Wikidata: its N-Triples (truthy or all) or its JSON.

What is wanted is a few hundred items of a hundred million, so that a line is looked at by its first bytes and parsed
only where its subject is wanted. Read again for what the statements lead to: a dump is not sorted by that. Days of JSON
come at the end, when the dump has told which calendar they are said in; where it never does, no day is Gregorian for
sure, and they are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from rehabkg.errors import SourceError, SourceNote, one_line
from rehabkg.readers.packed import DAMAGED, open_unpacked
from rehabkg.wikidata.calendars import Calendars
from rehabkg.wikidata.entity import NOT_AS_THE_MODEL, Day, entity_statements
from rehabkg.wikidata.model import ENTITY

_CHUNK = 8 * 1024 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
_IRI = re.escape(ENTITY.encode())
_ARTICLE = rb"https://[a-z-]{2,40}\.wikipedia\.org/wiki/[^<>\n]*"
# The lines about one item or of its statements, or a line on an article about an item. What is not wanted is passed
# over by the search itself, five times as fast as line by line.
_GROUP = re.compile(
    rb"^<" + _IRI + rb"(?:statement/)?([Qq][0-9]{1,12})[>-][^\n]*+\n"
    rb"(?:<" + _IRI + rb"(?:statement/)?\1[>-][^\n]*+\n)*+"
    rb"|^<" + _ARTICLE + rb"> <http://schema\.org/about> <" + _IRI + rb"(Q[0-9]{1,12})>[^\n]*+\n",
    re.MULTILINE,
)
_ENTITY_LINE = re.compile(rb'"id": ?"(Q[0-9]{1,12})"')
_ID_WITHIN = 200


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought: the numbers of items, the predicates of statements, the languages of texts.

    A text without a language is always taken. `report` is told of each line that cannot be read. `calendars` learns as
    a dump is read, and knows when the same dump is read again.
    """

    qids: Set[str]
    predicates: Set[str]
    languages: Set[str]
    report: Callable[[SourceError], None] = field(default=lambda _: None)
    calendars: Calendars = field(default_factory=Calendars)

    def takes(self, triple: Triple) -> bool:
        """Whether a statement is sought, apart from what it is about."""
        value = triple.object
        spoken = isinstance(value, Literal) and value.language
        return triple.predicate.value in self.predicates and (not spoken or spoken in self.languages)


def statements(path: Path, sought: Sought, *, chunk: int = _CHUNK) -> Iterator[Triple]:
    """Yield what a dump says of the items that are sought, in Wikidata's RDF form (Wikibase, "RDF Dump Format").

    *path* is a file, packed by gzip, bzip2 or not at all. Bad lines are reported and passed over. Raises `SourceError`
    for a file that is no dump, or breaks off.
    """
    with open_unpacked(path) as stream:
        pieces = _pieces(iter(lambda: _read(stream.read, chunk, path), b""), path)
        first = next(pieces, b"")
        start = first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if start not in (b"[", b"{", b"<", b"#", b"_"):
            said = (
                "is empty" if not first.strip() else "is no dump of Wikidata: N-Triples or JSON with an entity a line"
            )
            raise SourceError(path, None, said)
        told = _Entities(path, sought) if start in (b"[", b"{") else _Lines(path, sought)
        while first:
            yield from filter(sought.takes, told.of(first))
            first = next(pieces, b"")
        yield from filter(sought.takes, told.rest())


def _read(read: Callable[[int], bytes], size: int, path: Path) -> bytes:
    try:
        return read(size)
    except DAMAGED as error:
        raise SourceError(path, None, f"breaks off or is damaged: {error}") from error


def _pieces(blocks: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """Yield whole lines, many at once."""
    held = b""
    for block in blocks:
        cut = block.rfind(b"\n") + 1
        if cut:
            yield held + block[:cut]
            held = block[cut:]
        else:
            held += block
            if len(held) > _LONGEST_LINE:
                raise SourceError(path, None, f"has a line of more than {_LONGEST_LINE:,} bytes: it is no dump")
    if held:
        yield held + b"\n"


class _Lines:
    """Triples from N-Triples."""

    def __init__(self, path: Path, sought: Sought) -> None:
        self._path, self._sought = path, sought

    def of(self, text: bytes) -> Iterator[Triple]:
        """Yield what whole lines tell."""
        for found in _GROUP.finditer(text):
            if (found[1] or found[2]).decode().upper() in self._sought.qids:
                yield from self._parsed(found[0])

    def rest(self) -> Iterator[Triple]:
        """Yield nothing: each line tells all it has."""
        return iter(())

    def _parsed(self, lines: bytes) -> list[Triple]:
        try:
            return [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
        except SyntaxError as error:
            several = lines.splitlines(keepends=True)
            if len(several) > 1:
                return [triple for line in several for triple in self._parsed(line)]
            self._sought.report(SourceNote(self._path, None, f"a line is none of N-Triples: {one_line(error)}"))
            return []


class _Entities:
    """Triples from JSON."""

    def __init__(self, path: Path, sought: Sought) -> None:
        self._path, self._sought = path, sought
        self._later: list[tuple[NamedNode, NamedNode, Day]] = []

    def of(self, text: bytes) -> Iterator[Triple]:
        """Yield what whole lines tell, but for days whose calendar is not known yet."""
        for line in text.splitlines():
            self._sought.calendars.learn(line)
            found = _ENTITY_LINE.search(line, 0, _ID_WITHIN)
            if found is None or (qid := found[1].decode()) not in self._sought.qids:
                continue
            try:
                entity = json.loads(line.strip().removesuffix(b","))
                # What was found may be the number of something within.
                if entity["id"] != qid:
                    continue
                told = list(entity_statements(NamedNode(ENTITY + qid), entity, self._sought.languages))
            except (*NOT_AS_THE_MODEL, RecursionError) as error:
                self._sought.report(SourceNote(self._path, None, f"{qid} is no entity in JSON: {one_line(error)}"))
                continue
            for subject, predicate, value in told:
                if not isinstance(value, Day):
                    yield Triple(subject, predicate, value)
                elif predicate.value in self._sought.predicates:
                    self._later.append((subject, predicate, value))

    def rest(self) -> Iterator[Triple]:
        """Yield the days whose calendar is known by now; say that others are left out."""
        calendars = self._sought.calendars
        for subject, predicate, day in self._later:
            calendar = calendars.of(day.calendar)
            if calendar is not None and (value := day.value(calendar)) is not None:
                yield Triple(subject, predicate, value)
        if unknown := calendars.unknown(day.calendar for _, _, day in self._later):
            self._sought.report(SourceNote(self._path, None, f"{unknown}; days in it are left out"))

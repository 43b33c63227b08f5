"""Statements about items whose numbers are known, from a dump of Wikidata: its N-Triples (truthy or all) or its JSON.

What is wanted is a few hundred items of a hundred million, so that a line is looked at by its first bytes and parsed
only where its subject is wanted. Read again for what the statements lead to: a dump is not sorted by that.
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
from rehabkg.wikidata.entity import entity_triples
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

    A text without a language is always taken. `report` is told of each line that cannot be read.
    """

    qids: Set[str]
    predicates: Set[str]
    languages: Set[str]
    report: Callable[[SourceError], None] = field(default=lambda _: None)

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
        told = _json if start in (b"[", b"{") else _ntriples
        while first:
            yield from (triple for triple in told(first, path, sought) if sought.takes(triple))
            first = next(pieces, b"")


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


def _ntriples(text: bytes, path: Path, sought: Sought) -> Iterator[Triple]:
    for found in _GROUP.finditer(text):
        if (found[1] or found[2]).decode().upper() in sought.qids:
            yield from _parsed(found[0], path, sought)


def _parsed(lines: bytes, path: Path, sought: Sought) -> list[Triple]:
    try:
        return list(parse(lines, format=RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        several = lines.splitlines(keepends=True)
        if len(several) > 1:
            return [triple for line in several for triple in _parsed(line, path, sought)]
        sought.report(SourceNote(path, None, f"a line is none of N-Triples: {one_line(error)}"))
        return []


def _json(text: bytes, path: Path, sought: Sought) -> Iterator[Triple]:
    for line in text.splitlines():
        found = _ENTITY_LINE.search(line, 0, _ID_WITHIN)
        if found is None or found[1].decode() not in sought.qids:
            continue
        try:
            entity = json.loads(line.strip().removesuffix(b","))
            told = list(entity_triples(NamedNode(ENTITY + found[1].decode()), entity, sought.languages))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            sought.report(SourceNote(path, None, f"{found[1].decode()} is no entity in JSON: {one_line(error)}"))
            continue
        yield from told

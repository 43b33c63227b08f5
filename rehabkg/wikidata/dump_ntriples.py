"""Items from the truthy N-Triples dump: all that is told of an item stands together, its articles behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from rehabkg.errors import SourceError, one_line
from rehabkg.namespaces import RDFS, SKOS
from rehabkg.wikidata import terms as t
from rehabkg.wikidata.details import take_literal
from rehabkg.wikidata.dump import Reading
from rehabkg.wikidata.gather import Gathered, qid_of
from rehabkg.wikidata.model import ENTITY, Item

_SUBJECT = b"<" + ENTITY.encode() + b"Q"
_ITEM_LINE = b"\n" + _SUBJECT
# N-Triples, grammar: STRING_LITERAL_QUOTE. The predicate is sought first: nothing else of the line is as rare.
_TEXT = rb'> "([^"\\\n]*+(?:\\[tbnrf"\'\\uU][^"\\\n]*+)*+)"@([A-Za-z0-9-]{1,40}) '
_NAMES = tuple(
    re.compile(re.escape(iri.encode()) + _TEXT) for iri in (RDFS + "label", SKOS + "altLabel")
)  # fmt: skip
_QID = re.compile(rb"<" + re.escape(ENTITY.encode()) + rb"(Q[0-9]{1,12})> ")
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_CONTROL = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_FORMAT = RdfFormat.N_TRIPLES


def items(blocks: Iterator[bytes], reading: Reading) -> Iterator[Item]:
    """Yield the wanted items of N-Triples that come in *blocks* of bytes."""
    taken: set[str] = set()
    checked = False
    for text in _whole(blocks, reading):
        if not checked:
            _check_grouped(text, reading)
            checked = True
        counted = 0
        for qid, start, end in _wanted(text, reading):
            if qid in taken:
                raise _scattered(reading, qid)
            taken.add(qid)
            reading.lines += text.count(b"\n", counted, start)
            counted = start
            item = _item(qid, text[start:end], reading, reading.lines)
            if item is not None:
                yield item
        reading.lines += text.count(b"\n", counted)


def _whole(blocks: Iterator[bytes], reading: Reading) -> Iterator[bytes]:
    """Yield pieces that end between two items; an item that is too large is told and passed over."""
    held: list[bytes] = []
    size, passing = 0, False
    for block in blocks:
        held.append(block)
        size += len(block)
        if not passing and block.find(_ITEM_LINE) < 0 and size <= reading.longest:
            continue
        text = b"".join(held)
        cut = _last_start(text)
        if passing and cut > 0:
            # What goes before the next item belongs to the one that is passed over.
            text, passing = text[_next_start(text) :], False
            cut = _last_start(text)
        if cut > 0:
            yield text[:cut]
            text = text[cut:]
        elif size > reading.longest:
            if not passing:
                reading.tell(None, f"an item of more than {reading.longest:,} bytes is passed over")
            text, passing = text[text.rfind(b"\n") + 1 :][: reading.longest], True
        held, size = [text], len(text)
    if not passing and (text := b"".join(held)):
        yield text if text.endswith(b"\n") else text + b"\n"


def _last_start(text: bytes) -> int:
    """Return where the last item begins, 0 where there is but one."""
    last = text.rfind(_ITEM_LINE, 0, text.rfind(b"\n") + 1)
    found = _QID.match(text, last + 1) if last >= 0 else None
    if not found:
        return 0
    if text.startswith(found[0]):
        return 0
    return text.find(b"\n" + found[0]) + 1


def _next_start(text: bytes) -> int:
    """Return where the first item begins of which the beginning is there."""
    first = _QID.match(text)
    for found in _QID.finditer(text):
        at_line = found.start() == 0 or text[found.start() - 1 : found.start()] == b"\n"
        if at_line and found.start() > 0 and (first is None or found[1] != first[1]):
            return found.start()
    return len(text)


def _wanted(text: bytes, reading: Reading) -> Iterator[tuple[str, int, int]]:
    """Yield number, start and end of each wanted item, its articles included."""
    starts: dict[int, bytes] = {}
    tags = {language.encode() for language in reading.languages}
    for pattern in _NAMES:
        for found in pattern.finditer(text):
            if found[2] not in tags:
                continue
            name = _decoded(found[1])
            if name is None or not reading.wanted(name):
                continue
            line = text.rfind(b"\n", 0, found.start()) + 1
            if subject := _QID.match(text, line):
                starts[_start(text, line, subject[0])] = subject[0]
    for start, iri in sorted(starts.items()):
        yield iri[len(ENTITY) + 1 : -2].decode(), start, _end(text, start, iri)


def _start(text: bytes, line: int, subject: bytes) -> int:
    """Return where the item begins of which a line is given."""
    while line > 0:
        before = text.rfind(_ITEM_LINE, 0, line - 1)
        if before < 0:
            return 0 if text.startswith(subject) else line
        if not text.startswith(subject, before + 1):
            return line
        line = before + 1
    return line


def _end(text: bytes, start: int, subject: bytes) -> int:
    """Return where the next item begins, or the end."""
    line = start
    while (line := text.find(_ITEM_LINE, line) + 1) > 0:
        if not text.startswith(subject, line):
            return line
    return len(text)


def _decoded(text: bytes) -> str | None:
    """Return what the inside of a literal says, None where it is no text."""
    try:
        plain = text.decode()
        return plain if "\\" not in plain else _ESCAPE.sub(_letter, plain)
    except (ValueError, OverflowError):
        return None


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL.get(found[3], found[3])


def _item(qid: str, block: bytes, reading: Reading, line: int) -> Item | None:
    gathered = Gathered(qid, lambda said: reading.tell(line + 1, said))
    try:
        _take(gathered, block, reading)
    except SyntaxError:
        gathered = Gathered(qid, lambda said: reading.tell(line + 1, said))
        for number, one in enumerate(block.splitlines(keepends=True), line + 1):
            try:
                _take(gathered, one, reading)
            except SyntaxError as error:
                reading.tell(number, f"is no line of N-Triples: {one_line(error)}")
    item = gathered.item()
    return item if reading.is_wanted(item) else None


def _take(gathered: Gathered, lines: bytes, reading: Reading) -> None:
    for triple in parse(lines, format=_FORMAT):
        subject, what, value = triple.subject, triple.predicate, triple.object
        if not isinstance(subject, NamedNode):
            continue
        if subject.value == ENTITY + gathered.qid:
            if isinstance(value, NamedNode):
                if (qid := qid_of(value.value)) is not None and what.value.startswith(t.DIRECT):
                    gathered.value(what.value.removeprefix(t.DIRECT), qid)
            elif isinstance(value, Literal) and (not value.language or value.language in reading.languages):
                take_literal(gathered, what, value)
        elif what == t.ABOUT and isinstance(value, NamedNode) and value.value == ENTITY + gathered.qid:
            language = subject.value.removeprefix("https://").partition(".")[0]
            if language in reading.languages:
                gathered.sitelink(subject.value)


def _check_grouped(text: bytes, reading: Reading) -> None:
    """Raise `SourceError` where an item comes again in the first piece after another has begun."""
    closed: set[bytes] = set()
    current = b""
    for found in re.finditer(rb"^" + _QID.pattern, text, re.MULTILINE):
        if found[1] != current:
            closed.add(current)
            current = found[1]
            if current in closed:
                raise _scattered(reading, current.decode())


def _scattered(reading: Reading, qid: str) -> SourceError:
    return SourceError(
        reading.path, None, f"is not grouped by item: {qid} comes again after another; sort the file by subject first"
    )

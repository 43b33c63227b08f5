"""Items from the JSON dump: an array with an entity a line (Wikibase JSON data model)."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from rehabkg.errors import SourceNote, one_line
from rehabkg.wikidata import properties as p
from rehabkg.wikidata.calendars import Calendars
from rehabkg.wikidata.dump import Reading
from rehabkg.wikidata.entity import NOT_AS_THE_MODEL
from rehabkg.wikidata.gather import Gathered
from rehabkg.wikidata.model import EARTH, Item
from rehabkg.wikidata.times import TimeValue, read_time

# So labels, descriptions and aliases are written; values of statements put the language behind the text. Whoever cuts
# an excerpt may leave spaces.
_NAME = rb'\{"language": ?"(?:%s)", ?"value": ?"([^"\\]*+(?:\\.[^"\\]*+)*+)"'
_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
_READ = (
    p.INSTANCE_OF, p.CITIZENSHIP, p.OCCUPATION, p.BIRTH_PLACE, p.BIRTH, p.DEATH, p.COORDINATES, *p.EXTERNAL_IDS,
)  # fmt: skip


def items(blocks: Iterator[bytes], reading: Reading) -> Iterator[Item]:
    """Yield the wanted items of a JSON dump that comes in *blocks* of bytes.

    From the first whose calendar is not told yet they are held until it is, or to the end.
    """
    held: deque[_Item] = deque()
    names = re.compile(_NAME % b"|".join(re.escape(language.encode()) for language in sorted(reading.languages)))
    for line in _lines(blocks, reading):
        reading.calendars.learn(line)
        if _may_be_wanted(line, names, reading) and (found := _item(line, reading)) is not None:
            held.append(found)
        while held and all(map(reading.calendars.knows, held[0].calendars)):
            yield from _told(held.popleft(), reading)
    unknown = reading.calendars.unknown(calendar for each in held for calendar in each.calendars)
    while held:
        yield from _told(held.popleft(), reading)
    if unknown:
        reading.report(SourceNote(reading.path, None, f"{unknown}; dates in it are kept as of either"))


@dataclass(frozen=True, slots=True)
class _Item:
    """An item that may be wanted, and the calendars that its dates are said in."""

    gathered: Gathered
    calendars: frozenset[str]


def _told(held: _Item, reading: Reading) -> Iterator[Item]:
    item = held.gathered.item()
    if reading.is_wanted(item):
        yield item


def _lines(blocks: Iterator[bytes], reading: Reading) -> Iterator[bytes]:
    """Yield each line, without its comma; one that is too long is told and passed over."""
    held: list[bytes] = []
    size = 0
    for block in blocks:
        start = 0
        while (end := block.find(b"\n", start)) >= 0:
            held.append(block[start:end])
            reading.lines += 1
            if size + end - start <= reading.longest:
                yield b"".join(held).strip().removesuffix(b",")
            else:
                reading.tell(reading.lines, f"an entity of more than {reading.longest:,} bytes is passed over")
            held, size, start = [], 0, end + 1
        size += len(block) - start
        held = [*held, block[start:]] if size <= reading.longest else []
    reading.lines += 1
    if size <= reading.longest:
        yield b"".join(held).strip()
    else:
        reading.tell(reading.lines, f"an entity of more than {reading.longest:,} bytes is passed over")


def _may_be_wanted(line: bytes, names: re.Pattern[bytes], reading: Reading) -> bool:
    for text in names.findall(line):
        try:
            name = text.decode() if b"\\" not in text else json.loads(f'"{text.decode()}"')
        except ValueError:
            return True
        if reading.wanted(name):
            return True
    return False


def _item(line: bytes, reading: Reading) -> _Item | None:
    at = reading.lines
    try:
        entity = json.loads(line)
        if not isinstance(entity, dict) or not isinstance(entity.get("id"), str):
            raise ValueError("no entity with an id")
    except (ValueError, RecursionError) as error:
        reading.tell(at, f"is no entity in JSON: {one_line(error)}")
        return None
    qid = entity["id"]
    if not _ITEM.fullmatch(qid):
        return None
    gathered, calendars = Gathered(qid, lambda said: reading.tell(at, said)), set[str]()
    try:
        _take(gathered, entity, reading, calendars)
    except NOT_AS_THE_MODEL as error:
        reading.tell(at, f"{qid} is not as the JSON data model has it: {one_line(repr(error))}")
        return None
    return _Item(gathered, frozenset(calendars))


def _take(gathered: Gathered, entity: Mapping[str, Any], reading: Reading, calendars: set[str]) -> None:
    # An empty map is written as an empty list.
    labels, descriptions, aliases = (entity.get(key) or {} for key in ("labels", "descriptions", "aliases"))
    for language in reading.languages:
        if language in labels:
            gathered.label(_text(labels[language]["value"]), language)
        if language in descriptions:
            gathered.description(_text(descriptions[language]["value"]), language)
        for alias in aliases.get(language, ()) if aliases else ():
            gathered.alias(_text(alias["value"]), language)
    claims = entity.get("claims") or {}
    for name in _READ:
        for value in _best(claims.get(name, ()) if claims else ()):
            if name in (p.BIRTH, p.DEATH):
                calendars.add(_take_time(gathered, name, value, reading.calendars))
            else:
                _take_value(gathered, name, value)
    sitelinks = entity.get("sitelinks") or {}
    gathered.sitelink_count(str(len(sitelinks)))
    for language in reading.languages:
        linked = sitelinks.get(language.replace("-", "_") + "wiki") if sitelinks else None
        if linked is not None:
            title = quote(_text(linked["title"]).replace(" ", "_"), safe="/:(),'!*;@~-._")
            gathered.sitelink(f"https://{language}.wikipedia.org/wiki/{title}")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    # Half of a letter is in no name and could not be written again.
    return value.encode("utf-8", "replace").decode()


def _best(statements: Sequence[Any]) -> Iterator[Any]:
    """Yield the values of the preferred statements, or of the normal ones where none is (truthy)."""
    ranks = [statement["rank"] for statement in statements]
    best = "preferred" if "preferred" in ranks else "normal"
    for statement, rank in zip(statements, ranks, strict=True):
        snak = statement["mainsnak"]
        if rank == best and snak["snaktype"] == "value":
            yield snak["datavalue"]["value"]


def _take_time(gathered: Gathered, name: str, value: Any, calendars: Calendars) -> str:
    """Take a date and return the item of its calendar."""
    before, after = int(value.get("before", 0)), int(value.get("after", 0))
    moment, precision, said_in = _text(value["time"]), int(value["precision"]), _text(value["calendarmodel"])
    gathered.full_time(
        name, lambda: read_time(TimeValue(moment, precision, calendars.of(said_in), before, after), rdf=False)
    )
    return said_in


def _take_value(gathered: Gathered, name: str, value: Any) -> None:
    if name == p.COORDINATES:
        if value.get("globe", EARTH) == EARTH:
            gathered.value(name, f"Point({float(value['longitude'])} {float(value['latitude'])})")
    elif name in p.EXTERNAL_IDS:
        gathered.value(name, _text(value))
    else:
        gathered.value(name, _text(value["id"]))

"""An entity of Wikibase's JSON as statements of its RDF form (Wikibase JSON data model; "RDF Dump Format")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from rehabkg.errors import shorten
from rehabkg.namespaces import GEO, XSD
from rehabkg.wikidata import terms as t
from rehabkg.wikidata.calendars import JULIAN, Calendar
from rehabkg.wikidata.model import EARTH, ENTITY
from rehabkg.wikidata.times import DAY, MONTH, gregorian_day

_MOMENT = re.compile(r"\+?(-?[0-9]{1,16})-([0-9]{2})-([0-9]{2})(T[0-9:.Z+]{1,40})")
_FILE = "http://commons.wikimedia.org/wiki/Special:FilePath/"


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is said in the calendar of an item; the RDF form has Gregorian days alone."""

    moment: str
    calendar: str

    def value(self, calendar: Calendar) -> Literal | None:
        """Return the day in the RDF form, None for one that no year of ours has."""
        moment = gregorian_day(self.moment) if calendar == JULIAN else self.moment
        return None if moment is None else _moment(moment, DAY)


NOT_AS_THE_MODEL = (AttributeError, KeyError, OverflowError, TypeError, ValueError)
"""What is raised where an entity is not as the JSON data model has it; a number may be too large for any (`1e999`)."""

Told = tuple[NamedNode, NamedNode, NamedNode | Literal | Day]
"""Subject, predicate and value; a day is not a term before its calendar is known."""


def entity_statements(item: NamedNode, entity: Mapping[str, Any], languages: Set[str]) -> Iterator[Told]:
    """Yield names, truthy values, statements with what qualifies them, and articles of an item.

    Values are those of items, times, points, texts and files; a time is of its first day, as in the RDF form. Raises
    `NOT_AS_THE_MODEL` for what is no entity.
    """
    yield from _names(item, entity, languages)
    claims = entity.get("claims") or {}
    for name, told in sorted(claims.items()) if claims else ():
        for value in _best(told):
            yield item, t.direct(name), value
        for statement in told:
            yield from _statement(item, name, statement)
    sitelinks = entity.get("sitelinks") or {}
    for language in sorted(languages) if sitelinks else ():
        linked = sitelinks.get(language.replace("-", "_") + "wiki")
        if linked is not None:
            title = quote(linked["title"].replace(" ", "_"), safe="/:(),'!*;@~-._")
            yield NamedNode(f"https://{language}.wikipedia.org/wiki/{title}"), t.ABOUT, item


def _names(item: NamedNode, entity: Mapping[str, Any], languages: Set[str]) -> Iterator[Told]:
    for key, what in (("labels", t.LABEL), ("descriptions", t.DESCRIPTION)):
        # An empty map is written as an empty list.
        for language in sorted(languages & set(entity.get(key) or ())):
            yield item, what, Literal(entity[key][language]["value"], language=language)
    for language in sorted(languages & set(entity.get("aliases") or ())):
        for alias in entity["aliases"][language]:
            yield item, t.ALIAS, Literal(alias["value"], language=language)


def _best(told: Sequence[Any]) -> Iterator[NamedNode | Literal | Day]:
    """Yield the values of the preferred statements, or of the normal ones where none is (truthy)."""
    best = "preferred" if any(one["rank"] == "preferred" for one in told) else "normal"
    for one in told:
        value = _value(one["mainsnak"]) if one["rank"] == best else None
        if value is not None:
            yield value


def _statement(item: NamedNode, name: str, statement: Mapping[str, Any]) -> Iterator[Told]:
    value = _value(statement["mainsnak"])
    if value is None or statement["rank"] == "deprecated":
        return
    node = NamedNode(f"{ENTITY}statement/{quote(statement['id'].replace('$', '-'), safe='-')}")
    yield item, t.claim(name), node
    yield node, t.value(name), value
    for key, snaks in sorted((statement.get("qualifiers") or {}).items()):
        for snak in snaks:
            said = _value(snak)
            if said is not None:
                yield node, t.qualifier(key), said


def _value(snak: Mapping[str, Any]) -> NamedNode | Literal | Day | None:
    """Return the value of a snak, None where there is none or it is of a kind that is not read."""
    if snak["snaktype"] != "value":
        return None
    kind, value = snak["datavalue"]["type"], snak["datavalue"]["value"]
    if kind == "wikibase-entityid":
        return NamedNode(ENTITY + str(value["id"]))
    if kind == "time":
        time, precision = value["time"], int(value["precision"])
        moment = _moment(time, precision)
        return moment if precision < DAY else Day(time, str(value["calendarmodel"]))
    if kind == "globecoordinate" and value.get("globe", EARTH) == EARTH:
        point = f"Point({float(value['longitude'])} {float(value['latitude'])})"
        return Literal(point, datatype=NamedNode(GEO + "wktLiteral"))
    if kind == "string":
        file = snak.get("datatype") == "commonsMedia"
        return NamedNode(_FILE + quote(value, safe="(),!*-._")) if file else Literal(value)
    return None


def _moment(time: str, precision: int) -> Literal:
    """Return a time as the RDF form has it: what is less than its precision is 1 (`DateTimeValueCleaner`)."""
    found = _MOMENT.fullmatch(time)
    if not found:
        raise ValueError(f"{shorten(time)!r} is no time")
    year, month, day, rest = found.groups()
    month = "01" if precision < MONTH or month == "00" else month
    day = "01" if precision < DAY or day == "00" else day
    return Literal(f"{year}-{month}-{day}{rest}", datatype=NamedNode(XSD + "dateTime"))

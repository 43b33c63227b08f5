"""An entity of Wikibase's JSON as triples of its RDF form (Wikibase JSON data model; "RDF Dump Format")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from rehabkg.namespaces import GEO, XSD
from rehabkg.wikidata import terms as t
from rehabkg.wikidata.model import ENTITY

_PROP = "http://www.wikidata.org/prop/"
_EARTH = ENTITY + "Q2"
_FILE = "http://commons.wikimedia.org/wiki/Special:FilePath/"


def entity_triples(item: NamedNode, entity: Mapping[str, Any], languages: Set[str]) -> Iterator[Triple]:
    """Yield names, truthy values, statements with what qualifies them, and articles of an item.

    Values are those of items, times, points, texts and files; a time is of its first day, as in the RDF form. Raises
    `KeyError`, `TypeError`, `ValueError` or `AttributeError` for what is no entity.
    """
    yield from _names(item, entity, languages)
    claims = entity.get("claims") or {}
    for name, told in sorted(claims.items()) if claims else ():
        for value in _best(told):
            yield Triple(item, t.direct(name), value)
        for statement in told:
            yield from _statement(item, name, statement)
    sitelinks = entity.get("sitelinks") or {}
    for language in sorted(languages) if sitelinks else ():
        linked = sitelinks.get(language.replace("-", "_") + "wiki")
        if linked is not None:
            title = quote(linked["title"].replace(" ", "_"), safe="/:(),'!*;@~-._")
            yield Triple(NamedNode(f"https://{language}.wikipedia.org/wiki/{title}"), t.ABOUT, item)


def _names(item: NamedNode, entity: Mapping[str, Any], languages: Set[str]) -> Iterator[Triple]:
    for key, what in (("labels", t.LABEL), ("descriptions", t.DESCRIPTION)):
        # An empty map is written as an empty list.
        for language in sorted(languages & set(entity.get(key) or ())):
            yield Triple(item, what, Literal(entity[key][language]["value"], language=language))
    for language in sorted(languages & set(entity.get("aliases") or ())):
        for alias in entity["aliases"][language]:
            yield Triple(item, t.ALIAS, Literal(alias["value"], language=language))


def _best(told: Sequence[Any]) -> Iterator[NamedNode | Literal]:
    """Yield the values of the preferred statements, or of the normal ones where none is (truthy)."""
    best = "preferred" if any(one["rank"] == "preferred" for one in told) else "normal"
    for one in told:
        value = _value(one["mainsnak"]) if one["rank"] == best else None
        if value is not None:
            yield value


def _statement(item: NamedNode, name: str, statement: Mapping[str, Any]) -> Iterator[Triple]:
    value = _value(statement["mainsnak"])
    if value is None or statement["rank"] == "deprecated":
        return
    node = NamedNode(f"{ENTITY}statement/{quote(statement['id'].replace('$', '-'), safe='-')}")
    yield Triple(item, t.claim(name), node)
    yield Triple(node, NamedNode(f"{_PROP}statement/{name}"), value)
    for key, snaks in sorted((statement.get("qualifiers") or {}).items()):
        for snak in snaks:
            qualifier = _value(snak)
            if qualifier is not None:
                yield Triple(node, NamedNode(f"{_PROP}qualifier/{key}"), qualifier)


def _value(snak: Mapping[str, Any]) -> NamedNode | Literal | None:
    """Return the value of a snak, None where there is none or it is of a kind that is not read."""
    if snak["snaktype"] != "value":
        return None
    kind, value = snak["datavalue"]["type"], snak["datavalue"]["value"]
    if kind == "wikibase-entityid":
        return NamedNode(ENTITY + str(value["id"]))
    if kind == "time":
        moment = value["time"].removeprefix("+").replace("-00", "-01")
        return Literal(moment, datatype=NamedNode(XSD + "dateTime"))
    if kind == "globecoordinate" and value.get("globe", _EARTH) == _EARTH:
        point = f"Point({float(value['longitude'])} {float(value['latitude'])})"
        return Literal(point, datatype=NamedNode(GEO + "wktLiteral"))
    if kind == "string":
        file = snak.get("datatype") == "commonsMedia"
        return NamedNode(_FILE + quote(value, safe="(),!*-._")) if file else Literal(value)
    return None

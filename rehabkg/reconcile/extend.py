"""Data extension: the values of some properties of some entities (section 7 of the specification)."""

from __future__ import annotations

from typing import Any

from rehabkg.reconcile.batch import MOST_IDS, MOST_PROPERTIES, read_json
from rehabkg.reconcile.properties import BY_PROPERTY, entity_of, of_type
from rehabkg.reconcile.types import BY_ID
from rehabkg.search.everything import Everything
from rehabkg.web.problems import Problem

_MOST_VALUES = 50


def extended(everything: Everything, text: str) -> dict[str, Any]:
    """Return the response to a data extension query; an entity or property that is not known has no values.

    Raises `Problem`: 413 for more than `MOST_IDS` entities, 400 for what is no such query.
    """
    told = read_json(text, "extend")
    ids, properties = told.get("ids"), told.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise Problem(400, "'ids' is no list of identifiers")
    if len(ids) > MOST_IDS:
        raise Problem(413, f"a query extends at most {MOST_IDS} entities")
    if not isinstance(properties, list) or len(properties) > MOST_PROPERTIES:
        raise Problem(400, f"'properties' is no list of at most {MOST_PROPERTIES}")
    names = [each.get("id") if isinstance(each, dict) else None for each in properties]
    if not all(isinstance(name, str) for name in names):
        raise Problem(400, "a property has no 'id'")
    wanted = [str(name) for name in dict.fromkeys(names)]
    return {
        "meta": [_meta(name) for name in wanted],
        "rows": {each: _row(everything, each, wanted) for each in dict.fromkeys(ids)},
    }


def proposed(type_id: str, limit: int | None) -> dict[str, Any]:
    """Return the properties that entities of a type can be extended by (section 7.2 of the specification)."""
    found = [each.as_json() for each in of_type(type_id)]
    told = {"type": type_id, "properties": found[:limit]}
    return told if limit is None else {**told, "limit": limit}


def _meta(name: str) -> dict[str, str]:
    return BY_PROPERTY[name].as_json() if name in BY_PROPERTY else {"id": name, "name": name}


def _row(everything: Everything, identifier: str, wanted: list[str]) -> dict[str, list[dict[str, str]]]:
    entity = entity_of(everything, identifier)
    if entity is None:
        return {name: [] for name in wanted}
    known = {each.id: each for each in of_type(next(key for key, each in BY_ID.items() if each.kind == entity.kind))}
    return {name: known[name].values(entity)[:_MOST_VALUES] if name in known else [] for name in wanted}

"""A batch of queries as clients send it (section 4 of the specification), read with bounds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rehabkg.web.problems import Problem

MOST_QUERIES = 100
MOST_PROPERTIES, MOST_IDS = 20, 500
LONGEST_TEXT = 200
_LONGEST_KEY, _MOST_CANDIDATES, _FEWEST = 100, 50, 5


@dataclass(frozen=True, slots=True)
class Query:
    """One query: the name asked for, wanted types, how many candidates at most, values of properties by their id."""

    text: str
    types: tuple[str, ...]
    limit: int
    properties: Mapping[str, tuple[str, ...]]


def read_json(text: str, what: str) -> dict[str, Any]:
    """Return a JSON object. Raises `Problem` for anything else."""
    try:
        found = json.loads(text)
    # Nothing but brackets overflows the parser's stack.
    except (ValueError, RecursionError):
        raise Problem(400, f"parameter {what!r} is no JSON") from None
    if not isinstance(found, dict):
        raise Problem(400, f"parameter {what!r} is no JSON object")
    return found


def read_batch(text: str) -> dict[str, Query]:
    """Return the queries of a batch by their keys.

    Raises `Problem`: 413 for more than `MOST_QUERIES`, 400 for what is no query.
    """
    found = read_json(text, "queries")
    if len(found) > MOST_QUERIES:
        raise Problem(413, f"a batch holds at most {MOST_QUERIES} queries")
    if any(len(key) > _LONGEST_KEY for key in found):
        raise Problem(400, f"the key of a query has at most {_LONGEST_KEY} characters")
    return {key: _query(key, told) for key, told in found.items()}


def _query(key: str, told: Any) -> Query:
    if not isinstance(told, dict):
        raise Problem(400, f"query {key!r} is no JSON object")
    text = told.get("query", "")
    if not isinstance(text, str):
        raise Problem(400, f"query {key!r}: 'query' is no text")
    properties = told["properties"] if told.get("properties") is not None else []
    if not isinstance(properties, list) or len(properties) > MOST_PROPERTIES:
        raise Problem(400, f"query {key!r}: 'properties' is no list of at most {MOST_PROPERTIES}")
    if not text.strip() and not properties:
        raise Problem(400, f"query {key!r} has neither 'query' nor 'properties'")
    return Query(text.strip(), _types(key, told.get("type")), _limit(key, told.get("limit")), _values(key, properties))


def _types(key: str, told: Any) -> tuple[str, ...]:
    """Return the wanted types: clients send one, several, or objects with an id, as they had them from the manifest."""
    entries = told if isinstance(told, list) else [] if told is None else [told]
    names = [entry.get("id") if isinstance(entry, dict) else entry for entry in entries[:MOST_PROPERTIES]]
    if not all(isinstance(name, str) for name in names):
        raise Problem(400, f"query {key!r}: 'type' is no id of a type")
    return tuple(name for name in names if isinstance(name, str))


def _limit(key: str, told: Any) -> int:
    if told is None:
        return _FEWEST
    if isinstance(told, bool) or not isinstance(told, int | float) or not told >= 1:
        raise Problem(400, f"query {key!r}: 'limit' is not a positive whole number")
    return int(min(told, _MOST_CANDIDATES))


def _values(key: str, properties: list[Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in properties:
        if not isinstance(entry, dict) or not isinstance(entry.get("pid"), str) or "v" not in entry:
            raise Problem(400, f"query {key!r}: a property has no 'pid' and 'v'")
        told = entry["v"] if isinstance(entry["v"], list) else [entry["v"]]
        values = [value for each in told[:MOST_PROPERTIES] if (value := _value(each))]
        found[entry["pid"]] = (*found.get(entry["pid"], ()), *values)
    return found


def _value(told: Any) -> str:
    """Return a value as text; of one that was reconciled before, its name or id."""
    if isinstance(told, dict):
        told = told.get("name") or told.get("id") or ""
    if isinstance(told, float) and told.is_integer():
        told = int(told)
    return str(told).strip()[:LONGEST_TEXT] if isinstance(told, str | int | float) else ""

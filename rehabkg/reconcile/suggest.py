"""What is suggested while someone types an entity, a property or a type (section 6 of the specification)."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode

from rehabkg.errors import CallError
from rehabkg.reconcile.batch import LONGEST_TEXT
from rehabkg.reconcile.properties import PROPERTIES, Entity, entity_of
from rehabkg.reconcile.types import BY_ID, BY_KIND, TYPES
from rehabkg.search.everything import Everything

_SHOWN = 10
FURTHEST = 200


def entities(everything: Everything, prefix: str, cursor: int, type_id: str | None) -> dict[str, Any]:
    """Return entities whose names begin so or fit; *cursor* of them are passed over."""
    known = entity_of(everything, prefix) if prefix else None
    kinds = {BY_ID[type_id].kind} & set(BY_KIND) if type_id in BY_ID else set(BY_KIND)
    found = [known] if known is not None else []
    if known is None and prefix and len(prefix) <= LONGEST_TEXT:
        try:
            named = everything.candidates(prefix, kinds=kinds, limit=cursor + _SHOWN)
        except CallError:
            named = []
        found = [Entity(NamedNode(one.iri), one.kind, everything) for one in named]
    return {"result": [_as_json(entity) for entity in found[cursor : cursor + _SHOWN]]}


def properties(prefix: str, cursor: int) -> dict[str, Any]:
    """Return the properties whose id or name begins so; all of them where nothing was typed."""
    found = [
        {**each.as_json(), "description": each.description} for each in PROPERTIES if _fits(prefix, each.id, each.name)
    ]
    return {"result": found[cursor : cursor + 2 * _SHOWN]}


def types(prefix: str, cursor: int) -> dict[str, Any]:
    """Return the types whose id or name begins so; all of them where nothing was typed."""
    found = [{**each.as_json(), "description": each.description} for each in TYPES if _fits(prefix, each.id, each.name)]
    return {"result": found[cursor : cursor + _SHOWN]}


def _as_json(entity: Entity) -> dict[str, Any]:
    line = entity.everything.describer.line(entity.node, entity.kind, entity.language)
    told = {
        "id": entity.id,
        "name": entity.label,
        "description": " · ".join((*line.facts, *line.became)),
        "notable": [BY_KIND[entity.kind].as_json()],
    }
    return {name: value for name, value in told.items() if value != ""}


def _fits(prefix: str, *names: str) -> bool:
    wanted = prefix.casefold()
    return any(word.startswith(wanted) for name in names for word in (name.casefold(), *name.casefold().split()))

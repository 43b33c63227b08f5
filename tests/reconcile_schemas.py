"""What the JSON Schemas of the Reconciliation API 0.2 ask, written anew: each part with the place that it stands for.

The specification's own files are not kept here; these say no less, and forbid members that its text does not know.
"""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None, *, open_: bool = False) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": sorted(required),
        "additionalProperties": open_,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


TYPE = _object({"id": TEXT, "name": TEXT}, {"description": TEXT})
PROPERTY = _object({"id": TEXT, "name": TEXT}, {"description": TEXT})
_TEMPLATE = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
_PLACE = _object({"service_url": TEXT, "service_path": TEXT})
# Section 3, Service Manifest.
MANIFEST = _object(
    {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": TEXT,
        "schemaSpace": TEXT,
    },
    {
        "documentation": TEXT,
        "serviceVersion": TEXT,
        "defaultTypes": {"type": "array", "items": TYPE, "uniqueItems": True},
        "view": _object({"url": _TEMPLATE}),
        "preview": _object({"url": _TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}}),
        "suggest": _object({"entity": _PLACE, "property": _PLACE, "type": _PLACE}),
        "extend": _object({}, {"propose_properties": _PLACE, "property_settings": {"type": "array"}}),
        "batchSize": {"type": "integer", "minimum": 1},
    },
)
# Section 4.1, Structure of a Reconciliation Query: what clients send.
_VALUE = {"oneOf": [TEXT, {"type": "number"}, {"type": "boolean"}, _object({"id": TEXT}, {"name": TEXT})]}
QUERY_BATCH = _map(
    {
        **_object(
            {},
            {
                "query": TEXT,
                "type": {"oneOf": [TEXT, _list(TEXT)]},
                "limit": {"type": "number"},
                "properties": _list(_object({"pid": TEXT, "v": {"oneOf": [_VALUE, _list(_VALUE)]}})),
                "type_strict": {"enum": ["any", "should", "all"]},
            },
        ),
        "anyOf": [
            {"required": ["query"]},
            {"required": ["properties"], "properties": {"properties": {"type": "array", "minItems": 1}}},
        ],
    }
)
# Section 4.2, Reconciliation Query Responses.
_FEATURE = _object({"id": TEXT, "value": {"type": ["boolean", "number"]}})
_CANDIDATE = _object(
    {"id": TEXT, "name": TEXT, "score": {"type": "number", "minimum": 0, "maximum": 100}},
    {"description": TEXT, "features": _list(_FEATURE), "match": {"type": "boolean"}, "type": _list(TYPE)},
)
RESULT_BATCH = _map(_object({"result": _list(_CANDIDATE)}))
# Section 6, Suggest Services.
SUGGESTED_ENTITIES = _object(
    {"result": _list(_object({"id": TEXT, "name": TEXT}, {"description": TEXT, "notable": _list(TYPE)}))}
)
SUGGESTED_PROPERTIES = _object({"result": _list(PROPERTY)})
SUGGESTED_TYPES = _object({"result": _list(TYPE)})
# Section 7, Data Extension Service.
PROPOSED_PROPERTIES = _object(
    {"type": TEXT, "properties": _list(PROPERTY)}, {"limit": {"type": "integer", "minimum": 1}}
)
_CELL = {
    "oneOf": [
        _object({"str": TEXT}),
        _object({"id": TEXT, "name": TEXT}, {"description": TEXT}),
        _object({"int": {"type": "integer"}}),
        _object({"float": {"type": "number"}}),
    ]
}
EXTENDED = _object({"meta": _list(PROPERTY), "rows": _map(_map(_list(_CELL)))})

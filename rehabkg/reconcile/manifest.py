"""The manifest: what the service can do, and where (section 3 of the specification)."""

from __future__ import annotations

from typing import Any

from rehabkg.namespaces import REHAB
from rehabkg.reconcile.batch import MOST_QUERIES
from rehabkg.reconcile.types import TYPES

ENDPOINT, PREVIEW = "reconcile", "embed/preview"
# In pixels; clients make a frame of this size.
WIDTH, HEIGHT = 420, 220


def manifest(address: str, base: str, release: str) -> dict[str, Any]:
    """Return the manifest of the service below *address*, which ends in a slash."""
    suggest = {"service_url": f"{address}{ENDPOINT}"}
    return {
        "versions": ["0.2"],
        "name": "rehabkg: Soviet political repression and rehabilitation",
        "identifierSpace": base,
        "schemaSpace": REHAB,
        "documentation": f"{address}data.en.html",
        "serviceVersion": release,
        "defaultTypes": [each.as_json() for each in TYPES],
        "view": {"url": f"{address}{ENDPOINT}/view?id={{{{id}}}}"},
        "preview": {"url": f"{address}{PREVIEW}?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            "entity": {**suggest, "service_path": "/suggest/entity"},
            "property": {**suggest, "service_path": "/suggest/property"},
            "type": {**suggest, "service_path": "/suggest/type"},
        },
        "extend": {
            "propose_properties": {"service_url": f"{address}{ENDPOINT}", "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": MOST_QUERIES,
    }

"""A thing in the words of schema.org, for search engines: what it is, its names, and what it is elsewhere."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode

from rehabkg.pages.labels import Labels
from rehabkg.pages.links import LANGUAGES
from rehabkg.store.view import View

_TYPES = {
    "person": "Person",
    "observation": "Person",
    "group": "Organization",
    "body": "GovernmentOrganization",
    "act": "Legislation",
    "place": "Place",
    "jurisdiction": "AdministrativeArea",
    "source": "CreativeWork",
    "decision": "Event",
    "event": "Event",
}


def type_of(kind: str) -> str:
    """Return the schema.org type of a kind of thing, `Thing` or `DefinedTerm` where none fits better."""
    return _TYPES.get(kind, "DefinedTerm" if kind == "vocab" else "Thing")


def schema_org(view: View, labels: Labels, thing: NamedNode, kind: str, language: str) -> dict[str, Any]:
    """Return the thing as a schema.org node; links of certainty only (`skos:exactMatch`) become `sameAs`."""
    own = labels.of(thing.value, language)
    names = {labels.of(thing.value, other).value for other in LANGUAGES} - {own.value}
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": type_of(kind),
        "@id": thing.value,
        "name": own.value,
    }
    if names:
        document["alternateName"] = sorted(names)
    elsewhere = [node.value for node in view.nodes(thing, "skos:exactMatch")]
    if elsewhere:
        document["sameAs"] = elsewhere
    return document

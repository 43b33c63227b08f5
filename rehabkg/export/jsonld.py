"""JSON-LD 1.1 with the published context (`ontology/context.jsonld`), and framed by the class of a thing.

The context is written into each document, so that whoever reads it need fetch nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from rehabkg import assets
from rehabkg.namespaces import PREFIXES, REHAB, XSD, A, term
from rehabkg.vocabulary import read_ontology

CONTEXT_PATH = assets.ONTOLOGY / "context.jsonld"
FRAMES = assets.ONTOLOGY / "frames"
_DATES = ("earliest", "latest", "firstDay", "lastDay")


def build_context(ontology: Iterable[Triple]) -> dict[str, Any]:
    """Return the context that the ontology calls for: a term for each of its classes and properties.

    A property that leads to things is typed `@id`, one with a datatype is coerced to it, so that a compacted
    document says the same as the quads it was made from.
    """
    triples = list(ontology)
    classes = _typed(triples, "owl:Class")
    objects, data = _typed(triples, "owl:ObjectProperty"), _typed(triples, "owl:DatatypeProperty")
    ranges = {t.subject.value: t.object.value for t in triples if t.predicate == term("rdfs:range")}
    context: dict[str, Any] = {"@version": 1.1, **PREFIXES, "id": "@id", "type": "@type"}
    context["label"] = {"@id": "rdfs:label"}
    context["prefLabel"] = {"@id": "skos:prefLabel"}
    for iri in sorted(classes):
        context[iri.removeprefix(REHAB)] = {"@id": f"rehab:{iri.removeprefix(REHAB)}"}
    for iri in sorted(objects | data):
        name = iri.removeprefix(REHAB)
        entry: dict[str, str] = {"@id": f"rehab:{name}"}
        if iri in objects:
            entry["@type"] = "@id"
        elif name in _DATES:
            entry["@type"] = "xsd:date"
        elif ranges.get(iri, "").startswith(XSD) and not ranges[iri].endswith("#string"):
            entry["@type"] = "xsd:" + ranges[iri].removeprefix(XSD)
        context[name] = entry
    return {"@context": context}


def _typed(triples: list[Triple], class_name: str) -> set[str]:
    wanted = term(class_name)
    return {
        t.subject.value
        for t in triples
        if t.predicate == A and t.object == wanted and isinstance(t.subject, NamedNode) and t.subject.value.startswith(REHAB)
    }


def context_text() -> str:
    """Return the text of the published context, made anew from the ontology."""
    return json.dumps(build_context(read_ontology()), ensure_ascii=False, indent=1) + "\n"


@cache
def published_context(path: Path = CONTEXT_PATH) -> dict[str, Any]:
    """Return the published context."""
    context: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return context


def write_jsonld(quads: Iterable[Quad]) -> bytes:
    """Return *quads* as compacted JSON-LD, a `@graph` for each named graph."""
    from pyld import jsonld

    expanded = json.loads(serialize(_ordered(quads), format=RdfFormat.JSON_LD))
    compacted = jsonld.compact(expanded, published_context(), {"graph": True, "documentLoader": _refuse})
    return _bytes(compacted)


def write_framed(quads: Iterable[Quad], thing: NamedNode) -> bytes:
    """Return *thing* as one tree, by the frame of its class; what the frame does not name is left out.

    The statements of all graphs stand together in the tree; each keeps its attestation, which cites the source.
    """
    from pyld import jsonld

    found = list(quads)
    triples = sorted({Triple(q.subject, q.predicate, q.object) for q in found}, key=str)
    expanded = json.loads(serialize(triples, format=RdfFormat.JSON_LD))
    frame = json.loads(_frame_path(found, thing).read_text(encoding="utf-8"))
    framed = jsonld.frame(
        expanded, {**published_context(), **frame, "@id": thing.value}, {"documentLoader": _refuse, "omitGraph": True}
    )
    return _bytes(framed)


def _frame_path(quads: list[Quad], thing: NamedNode) -> Path:
    names = {
        quad.object.value.removeprefix(REHAB).lower()
        for quad in quads
        if quad.subject == thing and quad.predicate == A and quad.object.value.startswith(REHAB)
    }
    frames = {path.stem.replace("-", ""): path for path in sorted(FRAMES.glob("*.jsonld"))}
    return next((frames[name] for name in sorted(names) if name in frames), FRAMES / "thing.jsonld")


def _ordered(quads: Iterable[Quad]) -> list[Quad]:
    return sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))


def _bytes(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _refuse(url: str, _options: Any = None) -> Any:
    """Fetch nothing: every context that a document needs is in it."""
    raise ValueError(f"{url}: nothing is fetched")

"""JSON-LD 1.1 with the published context (`ontology/context.jsonld`), and framed by the class of a thing.

The context is written into each document, so that whoever reads it need fetch nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from rehabkg import assets
from rehabkg.export.framing import Frame, Framing, Names, read_frame
from rehabkg.namespaces import PREFIXES, REHAB, XSD, A, term
from rehabkg.vocabulary import read_ontology

CONTEXT_PATH = assets.ONTOLOGY / "context.jsonld"
FRAMES = assets.ONTOLOGY / "frames"
# What points to a thing is found under the thing in a framed tree.
_REVERSED = {
    "attestations": "attests",
    "cases": "against",
    "decisions": "inCase",
    "events": "concerns",
    "matches": "matchOf",
    "members": "memberOf",
    "provisions": "provisionOf",
    "states": "stateOf",
    "told": "about",
    "bearings": "bearsOn",
    "sentences": "ofPage",
}
_DATES = ("earliest", "latest", "firstDay", "lastDay", "matchDecidedOn")


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
    for name, reverse in _REVERSED.items():
        context[name] = {"@reverse": f"rehab:{reverse}", "@type": "@id"}
    return {"@context": context}


def _typed(triples: list[Triple], class_name: str) -> set[str]:
    wanted = term(class_name)
    return {
        t.subject.value
        for t in triples
        if t.predicate == A
        and t.object == wanted
        and isinstance(t.subject, NamedNode)
        and t.subject.value.startswith(REHAB)
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
    """Return *quads* as compacted JSON-LD, a `@graph` for each named graph.

    Written directly, because pyld takes 20 s for what this does in one; a test holds both to the same document.
    """
    terms = _Terms(published_context()["@context"])
    graphs: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for quad in _ordered(quads):
        nodes = graphs.setdefault(terms.identifier(quad.graph_name.value), {})
        node = nodes.setdefault(terms.identifier(_name(quad.subject)), {})
        if quad.predicate == A and isinstance(quad.object, NamedNode):
            node.setdefault("type", []).append(terms.type_name(quad.object.value))
        else:
            key, value = terms.entry(quad.predicate.value, quad.object)
            node.setdefault(key, []).append(value)
    document = {
        **published_context(),
        "@graph": [
            {
                "id": graph,
                "@graph": [
                    {
                        "id": name,
                        **{key: found if len(found) > 1 else found[0] for key, found in node.items()},
                    }
                    for name, node in nodes.items()
                ],
            }
            for graph, nodes in graphs.items()
        ],
    }
    return _bytes(document)


def _name(node: Any) -> str:
    return str(node.value) if isinstance(node, NamedNode) else f"_:{node.value}"


class _Terms:
    """The names that a context gives to IRIs, and the form that it gives to values (JSON-LD 1.1, section 5)."""

    def __init__(self, context: dict[str, Any]) -> None:
        self._prefixes = {
            name: iri for name, iri in context.items() if isinstance(iri, str) and not iri.startswith("@")
        }
        self._terms: dict[str, tuple[str, str | None]] = {}
        for name, entry in context.items():
            if isinstance(entry, dict) and "@id" in entry:
                self._terms[self.expanded(entry["@id"])] = (name, entry.get("@type"))
        # What is read backwards: the term by the IRI of the property.
        self.reversed = {
            self.expanded(entry["@reverse"]): name
            for name, entry in context.items()
            if isinstance(entry, dict) and "@reverse" in entry
        }
        self._short: dict[str, str] = {}

    def expanded(self, name: str) -> str:
        """Return the IRI of a compact one."""
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local

    def compact(self, iri: str) -> str:
        """Return a compact IRI where a prefix fits."""
        if iri not in self._short:
            found = [
                f"{prefix}:{iri[len(namespace) :]}"
                for prefix, namespace in self._prefixes.items()
                if iri.startswith(namespace) and len(iri) > len(namespace)
            ]
            self._short[iri] = min(found, key=lambda name: (len(name), name), default=iri)
        return self._short[iri]

    def identifier(self, iri: str) -> str:
        """Return what stands as `id`: terms are no identifiers, prefixes are."""
        return self.compact(iri)

    def type_name(self, iri: str) -> str:
        """Return what stands as `type`: a term or a compact IRI."""
        return self._terms[iri][0] if iri in self._terms else self.compact(iri)

    def entry(self, predicate: str, value: Any) -> tuple[str, Any]:
        """Return key and value; a term is used only where its type is that of the value."""
        name, coercion = self._terms.get(predicate, ("", None))
        if isinstance(value, Literal):
            datatype = self.compact(value.datatype.value)
            if name and coercion == datatype:
                return name, value.value
            key = name if name and coercion is None else self.compact(predicate)
            if value.language:
                return key, {"@language": value.language, "@value": value.value}
            if value.datatype.value == XSD + "string":
                return key, value.value
            # `type` is the alias of `@type` in the published context.
            return key, {"type": datatype, "@value": value.value}
        if name and coercion == "@id":
            return name, self.identifier(_name(value))
        key = name if name and coercion is None else self.compact(predicate)
        return key, {"id": self.identifier(_name(value))}


def write_framed(quads: Iterable[Quad], thing: NamedNode) -> bytes:
    """Return *thing* as one tree, by the frame of its class; what the frame does not embed is named by its IRI.

    A test holds it to pyld's result, byte for byte. The statements of all graphs stand together in the tree; each keeps
    its attestation, which cites the source.
    """
    found = list(quads)
    statements = {Triple(q.subject, q.predicate, q.object) for q in found if _in_tree(q)}
    if any(isinstance(node, BlankNode) for triple in statements for node in (triple.subject, triple.object)):
        return framed_by_pyld(found, thing)
    if not any(thing in (triple.subject, triple.object) for triple in statements):
        return _bytes(published_context())
    terms = _published_terms()
    names = Names(terms.identifier, terms.type_name, terms.entry, terms.reversed)
    tree = Framing(sorted(statements, key=str), names).tree(thing.value, _frame(_frame_path(found, thing)))
    # The context is the longest part of most documents and the same in all; no key of a tree comes before it.
    return _context_bytes() + _bytes(tree).removeprefix(b"{\n")


def framed_by_pyld(quads: Iterable[Quad], thing: NamedNode) -> bytes:
    """Return the same by the reference implementation, in some five times as long; it also knows blank nodes."""
    from pyld import jsonld

    found = list(quads)
    triples = sorted({Triple(q.subject, q.predicate, q.object) for q in found if _in_tree(q)}, key=str)
    frame = json.loads(_frame_path(found, thing).read_text(encoding="utf-8"))
    framed = jsonld.frame(
        expanded(triples),
        {**published_context(), **frame, "@id": thing.value},
        {"documentLoader": _refuse, "omitGraph": True, "embed": "@never", "omitDefault": True},
    )
    return _bytes(framed)


@cache
def _context_bytes() -> bytes:
    """Return the beginning of a document, up to the comma behind its context."""
    return _bytes(published_context()).removesuffix(b"\n}\n") + b",\n"


@cache
def _published_terms() -> _Terms:
    return _Terms(published_context()["@context"])


@cache
def _frame(path: Path) -> Frame:
    told = json.loads(path.read_text(encoding="utf-8"))
    return read_frame(told, published_context()["@context"], _published_terms().expanded)


def expanded(statements: Iterable[Quad] | Iterable[Triple]) -> list[dict[str, Any]]:
    """Return expanded JSON-LD, types as `@type`: pyoxigraph writes `rdf:type` as a property like any other."""
    document: list[dict[str, Any]] = json.loads(serialize(statements, format=RdfFormat.JSON_LD))
    for entry in document:
        for node in entry.get("@graph", [entry]):
            types = node.pop(A.value, None)
            if types is not None:
                node["@type"] = [value["@id"] for value in types]
    return document


def _in_tree(quad: Quad) -> bool:
    """Leave out labels of the ontology's own terms and what only queries need."""
    return not quad.subject.value.startswith(REHAB) and quad.predicate != term("rehab:countsBefore")


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

"""The ontology and the SKOS vocabularies, read from their Turtle files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, parse

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.namespaces import term
from rehabkg.settings import DEFAULT_BASE


def read_turtle(path: Path) -> list[Triple]:
    """Return the triples of a Turtle file. Raises `SourceError` with the line where it stops being Turtle."""
    try:
        return [
            Triple(quad.subject, quad.predicate, quad.object)
            for quad in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=DEFAULT_BASE)
        ]
    except SyntaxError as error:
        raise SourceError(path, error.lineno, f"is no Turtle: {error.msg}") from error
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error


def read_ontology(folder: Path = assets.ONTOLOGY) -> list[Triple]:
    """Return the ontology with its alignments."""
    return [triple for path in sorted(folder.glob("*.ttl")) for triple in read_turtle(path)]


def read_vocabularies(folder: Path = assets.VOCABULARIES) -> list[Triple]:
    """Return the SKOS schemes."""
    return [triple for path in sorted(folder.glob("*.ttl")) for triple in read_turtle(path)]


def codes(vocabularies: Iterable[Triple]) -> dict[str, frozenset[str]]:
    """Return the codes of each scheme, by the names of schemes and concepts."""
    found: dict[str, set[str]] = {}
    for triple in vocabularies:
        if triple.predicate == term("skos:inScheme"):
            scheme = triple.object.value.rpartition("/")[2]
            found.setdefault(scheme, set()).add(triple.subject.value.rpartition("/")[2])
    return {scheme: frozenset(members) for scheme, members in found.items()}


def as_quads(triples: Iterable[Triple], graph: NamedNode, base: str) -> list[Quad]:
    """Return *triples* in *graph*, concepts moved to *base*, blank nodes named in one way (RDFC-1.0)."""
    dataset = Dataset(Quad(_moved(t.subject, base), t.predicate, _moved(t.object, base), graph) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def _moved(node: object, base: str) -> object:
    if base != DEFAULT_BASE and isinstance(node, NamedNode):
        for part in ("vocab/", "id/", "graph/"):
            if node.value.startswith(DEFAULT_BASE + part):
                return NamedNode(base + node.value[len(DEFAULT_BASE) :])
    return node

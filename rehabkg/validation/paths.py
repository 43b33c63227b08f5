"""Property paths of shapes: from a thing to its values (SHACL, section 2.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection

from rdflib import Graph, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.namespace import RDF, SH
from rdflib.term import Node as Term

from rehabkg.errors import ShapesError
from rehabkg.validation.statements import NO_NODE, Node, Statements, iri

# What a path leads to from a thing, whose properties are given beside it.
Path = Callable[[Statements, str, Node], Collection[str]]


def compiled_path(graph: Graph, path: Term) -> Path:
    """Return a path of the shapes graph as a function: a property, its inverse, a choice of these, or a sequence.

    Raises `ShapesError` for any other path.
    """
    if isinstance(path, URIRef):
        predicate = iri(str(path))
        return lambda _, __, node: node.get(predicate, ())
    inverse, choice = graph.value(path, SH.inversePath), graph.value(path, SH.alternativePath)
    if isinstance(inverse, URIRef):
        predicate = iri(str(inverse))
        return lambda statements, focus, _: statements.subjects(predicate, focus)
    if choice is not None:
        return _choice([compiled_path(graph, part) for part in RdfList(graph, choice)])
    if (path, RDF.first, None) in graph:
        return _sequence([compiled_path(graph, part) for part in RdfList(graph, path)])
    raise ShapesError(f"the path {path!r} is of a kind that the engine for records does not know")


def _choice(parts: list[Path]) -> Path:
    def values(statements: Statements, focus: str, node: Node) -> Collection[str]:
        found: Collection[str] = ()
        for part in parts:
            some = part(statements, focus, node)
            if some:
                found = dict.fromkeys((*found, *some)) if found else some
        return found

    return values


def _sequence(parts: list[Path]) -> Path:
    first, *rest = parts

    def values(statements: Statements, focus: str, node: Node) -> Collection[str]:
        found, of = first(statements, focus, node), statements.of
        for part in rest:
            steps = [part(statements, value, of.get(value, NO_NODE)) for value in found]
            # A value that two ways lead to is one value.
            found = steps[0] if len(steps) == 1 else dict.fromkeys(value for some in steps for value in some)
        return found

    return values


def simple_properties(graph: Graph, path: Term) -> list[str] | None:
    """Return the properties that a path chooses from, one or several; None for a path of another kind."""
    if isinstance(path, URIRef):
        return [iri(str(path))]
    choice = graph.value(path, SH.alternativePath)
    parts = [] if choice is None else list(RdfList(graph, choice))
    return [iri(str(part)) for part in parts] if parts and all(isinstance(part, URIRef) for part in parts) else None

"""SPARQL constraints asked once of a whole batch, not once of each thing in it.

SHACL-SPARQL binds `$this` to one thing at a time (SHACL, section 5.3.1). Where the pattern itself binds `$this`, and
groups are formed by it, the answers for all things together are the same, and a thousand times cheaper. A query of
which this is not sure is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import QuerySolutions, Store
from pyparsing import ParseResults
from rdflib import Graph, URIRef, Variable
from rdflib.namespace import SH
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node as Term

from rehabkg.errors import ShapesError, one_line
from rehabkg.validation.shape import Shape, described
from rehabkg.validation.statements import iri, words

_THIS = Variable("this")
# With these an answer may hang on the other things of the batch (SPARQL 1.1 Query Language, section 18.2).
_REFUSED = ("Slice", "Minus", "ToMultiSet", "ServiceGraphPattern", "Graph")


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL constraint: `names` are the terms that its patterns name, None where a property may be any."""

    shape: Shape
    text: str
    names: frozenset[str] | None

    def answers(self, store: Store) -> Iterator[tuple[str, str | None, str]]:
        """Yield focus (a term), IRI of the path and value (a term) of each answer, once; *store* holds the batch."""
        solutions = store.query(self.text)
        if not isinstance(solutions, QuerySolutions):
            raise ShapesError(f"the query of {self.shape.iri} is no SELECT")
        given = {variable.value for variable in solutions.variables}
        names = [name if name in given else None for name in ("this", "path", "value")]
        rows = dict.fromkeys(tuple(None if name is None else row[name] for name in names) for row in solutions)
        for row in rows:
            this, path, value = (None if term is None else str(term) for term in row)
            if this is None:
                raise ShapesError(f"the query of {self.shape.iri} leaves $this unbound")
            yield this, None if path is None else words(path), value or this


def question(graph: Graph, shape: Term, node: Term) -> Question:
    """Return the SPARQL constraint *node* of a shape. Raises `ShapesError` for one that cannot be asked of all."""
    prefixes = {
        str(graph.value(entry, SH.prefix)): str(graph.value(entry, SH.namespace))
        for declaring in graph.objects(node, SH.prefixes)
        for entry in graph.objects(declaring, SH.declare)
    }
    text = "".join(f"PREFIX {prefix}: <{name}>\n" for prefix, name in sorted(prefixes.items()))
    text += str(graph.value(node, SH.select))
    try:
        tree = parseQuery(text)
        names = _names(tree, prefixes)
        algebra = translateQuery(tree).algebra
    except Exception as error:  # rdflib raises its parser's own classes, without a common one
        raise ShapesError(f"the query of {shape} cannot be read: {one_line(error)}") from error
    _refuse(shape, algebra)
    return Question(described(graph, shape), text, names)


def _parts(value: Any) -> Iterator[Any]:
    """Yield every node and leaf of a query."""
    if isinstance(value, CompValue):
        yield value
        value = list(value.values())
    if isinstance(value, list | tuple | ParseResults):
        for part in value:
            yield from _parts(part)
    else:
        yield value


def _names(tree: Any, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """Return every IRI of a query as it is parsed: rdflib's algebra leaves out filters within EXISTS."""
    found: set[str] = set()
    for part in _parts(tree):
        if isinstance(part, URIRef):
            found.add(iri(str(part)))
        elif isinstance(part, CompValue) and part.name == "pname":
            found.add(iri(prefixes[str(part.prefix)] + str(part.localname)))
        elif isinstance(part, CompValue) and part.name == "TriplesBlock" and _names_any(part):
            return None
    return frozenset(found)


def _names_any(block: CompValue) -> bool:
    """Whether a property of a block is a variable; a block strings its triples together."""
    return any(isinstance(predicate, Variable) for triples in block.triples for predicate in list(triples)[1::3])


def _refuse(shape: Term, algebra: CompValue) -> None:
    parts = [part for part in _parts(algebra) if isinstance(part, CompValue)]
    names = [part.name for part in parts]
    for name in _REFUSED:
        if name in names:
            raise ShapesError(f"the query of {shape} has a {name}, so it cannot be asked of a whole batch")
    if names.count("Project") != 1 or _THIS not in algebra.PV:
        raise ShapesError(f"the query of {shape} is not one SELECT of $this")
    for part in parts:
        if part.name == "Group" and _THIS not in (part.expr or []):
            raise ShapesError(f"the query of {shape} groups without $this, so it cannot be asked of a whole batch")
        if part.name == "LeftJoin" and _THIS not in part.p1["_vars"]:
            raise ShapesError(f"the query of {shape} has an OPTIONAL before $this is bound")

"""Run the shapes of `shapes/` with pySHACL, the reference engine (SHACL Core and SHACL-SPARQL)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyoxigraph import Quad, RdfFormat, Triple, serialize
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SH

from rehabkg import assets
from rehabkg.errors import CallError, ShapesError, SourceError, one_line
from rehabkg.settings import DEFAULT_BASE
from rehabkg.validation.result import SEVERITIES, CheckResult, ordered

Engine = Callable[[Graph, Graph], list[CheckResult]]
_NAMED_THERE = re.compile(re.escape(DEFAULT_BASE) + "((?:id|vocab|graph)/)")


class PreparedGraph(Graph):
    """A graph that parses each SPARQL text once.

    pySHACL asks the same text again for every focus node, and rdflib would parse it every time: two thirds of the
    whole check.
    """

    def query(self, query_object: Any, *args: Any, **options: Any) -> Any:
        """Run a query; a text is parsed at its first use."""
        if isinstance(query_object, str):
            query_object = _prepared(query_object)
        return super().query(query_object, *args, **options)


@lru_cache(maxsize=512)
def _prepared(text: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(text)


def load_shapes(folder: Path = assets.SHAPES, *, base: str = DEFAULT_BASE) -> Graph:
    """Return the shapes of every file of *folder* in one graph, the concepts that they name moved to *base*.

    Raises `SourceError` for a file that is no Turtle.
    """
    shapes = Graph()
    for path in sorted(folder.glob("*.ttl")):
        try:
            shapes.parse(data=_NAMED_THERE.sub(base + r"\1", path.read_text(encoding="utf-8")), format="turtle")
        except Exception as error:  # rdflib raises its parsers' own classes, without a common one
            raise SourceError(path, None, f"is no Turtle: {one_line(error)}") from error
    return shapes


def shape_count(shapes: Graph) -> int:
    """Return how many named shapes there are."""
    named = {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}
    return sum(isinstance(shape, URIRef) for shape in named)


def union_graph(quads: Iterable[Quad]) -> Graph:
    """Return the statements of all named graphs in one rdflib graph.

    Raises `ShapesError` for a literal that rdflib cannot take.
    """
    triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    try:
        return PreparedGraph().parse(io.BytesIO(text), format="nt")
    except Exception as error:  # whatever the datatype's own code raises
        raise ShapesError(f"the statements cannot be checked: {one_line(error, 300)}") from error


def run_pyshacl(data: Graph, shapes: Graph) -> list[CheckResult]:
    """Validate *data* with pySHACL and return every result, sorted."""
    import pyshacl

    try:
        # In place, because pySHACL would else copy the whole graph; nothing here adds to it.
        _, report, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none", inplace=True)
    except Exception as error:  # pySHACL raises bare exceptions on ill-formed shapes
        raise ShapesError(f"the shapes cannot be run: {one_line(error, 300)}") from error
    if not isinstance(report, Graph):
        raise ShapesError(f"the shapes cannot be run: {one_line(text, 300)}")
    # What is not linked to the report is a detail of a result (SHACL, section 3.6.2.6), and no result of its own.
    return ordered([_result(report, shapes, node) for node in report.objects(None, SH.result)])


ENGINES: Mapping[str, Engine] = MappingProxyType({"pyshacl": run_pyshacl})


def engine(name: str) -> Engine:
    """Return the engine of a name. Raises `CallError` for an unknown one."""
    try:
        return ENGINES[name]
    except KeyError:
        raise CallError(f"engine {name!r} is not one of {', '.join(ENGINES)}") from None


def _result(report: Graph, shapes: Graph, node: Any) -> CheckResult:
    def value(predicate: URIRef) -> str | None:
        found = report.value(node, predicate)
        return None if found is None else str(found)

    severity = (value(SH.resultSeverity) or "").rpartition("#")[2]
    path = value(SH.resultPath)
    return CheckResult(
        # A severity that somebody made up must not let anything pass.
        severity if severity in SEVERITIES else SEVERITIES[0],
        value(SH.sourceShape) or "",
        value(SH.focusNode) or "",
        path if path and path.startswith("http") else None,
        value(SH.value),
        _messages(report, shapes, node),
    )


def _messages(report: Graph, shapes: Graph, node: Any) -> dict[str, str]:
    """Return the messages by language: the shape's own, since pySHACL strips the language off a SPARQL result's."""
    shape = report.value(node, SH.sourceShape)
    found = set(shapes.objects(shape, SH.message)) or set(report.objects(node, SH.resultMessage))
    return {
        message.language or "en": str(message) for message in sorted(found, key=str) if isinstance(message, Literal)
    }

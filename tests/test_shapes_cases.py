"""The SHACL shapes, each held to a file that it must accept and one that it alone must reject."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef, plugin
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.query import Processor

from rehabkg import assets
from rehabkg.validation.shacl import load_shapes

CASES = Path(__file__).parent / "cases" / "shapes"
SHAPE = Namespace("https://w3id.org/rehabkg/shapes#")
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
TARGETS = {SH.target, SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf}
# A node shape of nothing but these gathers named shapes; it asks nothing itself.
GATHERING = {RDF.type, RDFS.comment, RDFS.label, SH.property} | TARGETS

prepared = cache(prepareQuery)


class PreparedOnce(SPARQLProcessor):
    """Parse each query once: rdflib does so at every call, which would be most of the time of these tests."""

    def query(self, query: Any, *bindings: Any, **options: Any) -> Any:
        return super().query(prepared(query) if isinstance(query, str) else query, *bindings, **options)


@pytest.fixture(autouse=True, scope="module")
def _parse_queries_once() -> Iterator[None]:
    plugin.register("sparql", Processor, __name__, PreparedOnce.__name__)
    yield
    plugin.register("sparql", Processor, SPARQLProcessor.__module__, SPARQLProcessor.__name__)


@cache
def shape_sets() -> tuple[Graph, Graph]:
    """The shapes of the curated graph and those of records, each in one graph, read once.

    A case must hold against every shape of its set; the two sets are run on different graphs.
    """
    return load_shapes(), load_shapes(assets.RECORD_SHAPES)


def set_of(shape: URIRef) -> Graph:
    """The set that a shape is of."""
    (found,) = [graph for graph in shape_sets() if (shape, RDF.type, None) in graph]
    return found


def named(graph: Graph, kind: URIRef) -> set[URIRef]:
    """The shapes of a kind that have a name, and so can be told apart in a report."""
    return {node for node in graph.subjects(RDF.type, kind) if isinstance(node, URIRef)}


def gatherers() -> list[URIRef]:
    return sorted(
        node
        for graph in shape_sets()
        for node in named(graph, SH.NodeShape)
        if set(graph.predicates(node)) <= GATHERING
    )


def constraints() -> list[URIRef]:
    everyone = {
        node for graph in shape_sets() for kind in (SH.PropertyShape, SH.NodeShape) for node in named(graph, kind)
    }
    return sorted(everyone - set(gatherers()))


def local_name(shape: object) -> str:
    return str(shape).removeprefix(str(SHAPE))


@cache
def broken(text: str, of_records: bool) -> frozenset[str]:
    """The names of the shapes of a set that a graph breaks; many folders share their accepted file."""
    data = Graph().parse(data=text, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shape_sets()[of_records], advanced=True, inference="none")
    # Results lie in the report; those of nameless shapes within a shape are only details of its own.
    results = report.objects(predicate=SH.result)
    return frozenset(local_name(report.value(result, SH.sourceShape)) for result in results)


def broken_by(path: Path) -> frozenset[str]:
    return broken(path.read_text("utf-8"), set_of(SHAPE[path.parent.name]) is shape_sets()[1])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_accepted_file_breaks_no_shape(folder: Path) -> None:
    """A shape that rejects sound data would stop a publication for nothing."""
    assert broken_by(folder / "good.ttl") == frozenset()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_rejected_file_breaks_only_the_shape_it_is_filed_under(folder: Path) -> None:
    """A shape that no file can break checks nothing, and one slip should be reported once."""
    assert broken_by(folder / "bad.ttl") == {folder.name}


def test_each_constraint_has_its_two_files_and_each_folder_its_constraint() -> None:
    """A shape added without its files, or files left behind by a shape, would go unnoticed."""
    filed = {path.relative_to(CASES).as_posix() for path in CASES.rglob("*") if path.is_file()}

    assert filed == {f"{local_name(shape)}/{file}.ttl" for shape in constraints() for file in ("bad", "good")}


def test_no_shape_is_in_both_sets() -> None:
    """A result names its shape alone, so the name must tell which graphs the shape is asked of."""
    curated, records = ({*named(graph, SH.NodeShape), *named(graph, SH.PropertyShape)} for graph in shape_sets())

    assert len(records) > 70
    assert not curated & records


@pytest.mark.parametrize("shape", constraints(), ids=local_name)
def test_constraint_says_what_to_do_and_why(shape: URIRef) -> None:
    """An editor reads the message in one of two languages; the severity decides whether data is published."""
    graph = set_of(shape)

    assert [comment.language for comment in graph.objects(shape, RDFS.comment)] == ["en"]
    assert sorted(message.language for message in graph.objects(shape, SH.message)) == ["en", "ru"]
    assert len(list(graph.objects(shape, SH.severity))) == 1
    assert set(graph.objects(shape, SH.severity)) < {SH.Violation, SH.Warning}


@pytest.mark.parametrize("shape", gatherers(), ids=local_name)
def test_gathering_shape_is_named_in_both_languages_and_has_a_target(shape: URIRef) -> None:
    """Without a target the shapes that it gathers are never asked."""
    graph = set_of(shape)

    assert sorted(label.language for label in graph.objects(shape, RDFS.label)) == ["en", "ru"]
    assert TARGETS & set(graph.predicates(shape))
    assert list(graph.objects(shape, SH.property))


def test_no_named_constraint_is_left_unasked() -> None:
    """A shape that nothing gathers and that has no target of its own finds no fault in any data."""
    targeted = {node for graph in shape_sets() for target in TARGETS for node in graph.subjects(target)}
    asked = targeted | {node for graph in shape_sets() for node in graph.objects(predicate=SH.property)}

    assert set(constraints()) <= asked

"""The SHACL shapes, each held to a file that it must accept and one that it alone must reject."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef

from rehabkg import assets

CASES = Path(__file__).parent / "cases" / "shapes"
SHAPE = Namespace("https://w3id.org/rehabkg/shapes#")
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
TARGETS = {SH.target, SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf}
# A node shape of nothing but these gathers named shapes; it asks nothing itself.
GATHERING = {RDF.type, RDFS.comment, RDFS.label, SH.property} | TARGETS


@cache
def shapes() -> Graph:
    """All shapes in one graph, read once: a case must hold against every one of them."""
    graph = Graph()
    for path in sorted(assets.SHAPES.glob("*.ttl")):
        graph.parse(path)
    return graph


def named(kind: URIRef) -> set[URIRef]:
    """The shapes of a kind that have a name, and so can be told apart in a report."""
    return {node for node in shapes().subjects(RDF.type, kind) if isinstance(node, URIRef)}


def gatherers() -> set[URIRef]:
    return {node for node in named(SH.NodeShape) if set(shapes().predicates(node)) <= GATHERING}


def constraints() -> list[URIRef]:
    return sorted(named(SH.PropertyShape) | named(SH.NodeShape) - gatherers())


def local_name(shape: URIRef) -> str:
    return str(shape).removeprefix(str(SHAPE))


@cache
def broken(text: str) -> frozenset[str]:
    """The names of the shapes that a graph breaks; many folders share their accepted file."""
    # pySHACL adds triples of its own to the shapes, always the same ones.
    _, report, _ = pyshacl.validate(
        Graph().parse(data=text, format="turtle"), shacl_graph=shapes(), advanced=True, inference="none"
    )
    # A result may hold, as its detail, those of nameless shapes inside its own.
    results = report.objects(predicate=SH.result)
    return frozenset(local_name(shape) for result in results for shape in report.objects(result, SH.sourceShape))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_accepted_file_breaks_no_shape(folder: Path) -> None:
    """A shape that rejects sound data would stop a publication for nothing."""
    assert broken((folder / "good.ttl").read_text("utf-8")) == frozenset()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_rejected_file_breaks_only_the_shape_it_is_filed_under(folder: Path) -> None:
    """A shape that no file can break checks nothing, and one slip should be reported once."""
    assert broken((folder / "bad.ttl").read_text("utf-8")) == {folder.name}


def test_each_constraint_has_its_two_files_and_each_folder_its_constraint() -> None:
    """A shape added without its files, or files left behind by a shape, would go unnoticed."""
    filed = {path.relative_to(CASES).as_posix() for path in CASES.rglob("*") if path.is_file()}

    assert filed == {f"{local_name(shape)}/{file}.ttl" for shape in constraints() for file in ("bad", "good")}


@pytest.mark.parametrize("shape", constraints(), ids=local_name)
def test_constraint_says_what_to_do_and_why(shape: URIRef) -> None:
    """An editor reads the message in one of two languages; the severity decides whether the data is published."""
    graph = shapes()

    assert [comment.language for comment in graph.objects(shape, RDFS.comment)] == ["en"]
    assert sorted(message.language for message in graph.objects(shape, SH.message)) == ["en", "ru"]
    assert set(graph.objects(shape, SH.severity)) < {SH.Violation, SH.Warning}
    assert len(list(graph.objects(shape, SH.severity))) == 1


@pytest.mark.parametrize("shape", sorted(gatherers()), ids=local_name)
def test_gathering_shape_is_named_in_both_languages_and_has_a_target(shape: URIRef) -> None:
    """Without a target the shapes that it gathers are never asked."""
    graph = shapes()

    assert sorted(label.language for label in graph.objects(shape, RDFS.label)) == ["en", "ru"]
    assert TARGETS & set(graph.predicates(shape))
    assert list(graph.objects(shape, SH.property))


def test_no_property_shape_is_left_out() -> None:
    """A property shape that nothing gathers and that has no target of its own is never asked."""
    graph = shapes()
    asked = set(graph.objects(predicate=SH.property)) | {node for target in TARGETS for node in graph.subjects(target)}

    assert named(SH.PropertyShape) <= asked

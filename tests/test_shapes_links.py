"""The shapes of links: each is held to a file that it must accept and one that it alone must reject."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, Graph, URIRef

from rehabkg import assets
from rehabkg.validation.shacl import load_shapes, run_pyshacl

CASES = Path(__file__).parent / "cases" / "links"
SHAPES = load_shapes(assets.LINK_SHAPES)


def constraints() -> list[str]:
    """The named shapes that can be broken."""
    return sorted(str(node).rpartition("#")[2] for node in SHAPES.subjects(SH.severity) if isinstance(node, URIRef))


def broken(path: Path) -> set[str]:
    """The names of the shapes that a file breaks."""
    return {result.shape.rpartition("#")[2] for result in run_pyshacl(Graph().parse(path), SHAPES)}


def test_every_constraint_has_a_file_that_it_accepts_and_one_that_it_rejects() -> None:
    """A shape that no file can break checks nothing."""
    assert sorted(path.name for path in CASES.iterdir()) == constraints()


@pytest.mark.parametrize("name", constraints())
def test_good_link_breaks_nothing_and_bad_one_breaks_its_shape_alone(name: str) -> None:
    """A link without a reason, a maker or two sides is a claim that nobody can look into."""
    assert broken(CASES / name / "good.ttl") == set()
    assert broken(CASES / name / "bad.ttl") == {name}

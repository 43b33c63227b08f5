"""Check the curated tables, or RDF files that somebody else made, against the shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from rehabkg import assets, pipeline
from rehabkg.derive.graph import derive
from rehabkg.iri import Iris
from rehabkg.mapping.lexicon import lexicon_triples
from rehabkg.rdf_files import read_rdf
from rehabkg.settings import Settings
from rehabkg.validation.result import CheckResult, Origins
from rehabkg.validation.shacl import engine, load_shapes, shape_count, union_graph
from rehabkg.vocabulary import as_quads, read_ontology, read_vocabularies

# What stands in no graph counts as one citation: it cannot disagree with itself.
_UNNAMED = NamedNode("urn:x-file:")

Checked = tuple[list[CheckResult], Origins, int]


def check_tables(
    settings: Settings,
    *,
    data: Path = assets.DATA,
    engine_name: str = "pyshacl",
    progress: Callable[[str], None] = lambda _: None,
) -> Checked:
    """Return the results for the curated tables, the cells they come from, and how many shapes were run."""
    assembled = pipeline.assemble(settings, data=data, progress=progress)
    progress("checking the shapes")
    results, shapes = pipeline.check(assembled, engine_name=engine_name, base=settings.base)
    return results, assembled.origins, shapes


def check_files(paths: Sequence[Path], settings: Settings, *, engine_name: str = "pyshacl") -> Checked:
    """Return the results for RDF files; what the shapes want derived is derived first.

    Raises `SourceError` for a file that cannot be read as RDF.
    """
    run = engine(engine_name)
    iris = Iris(settings.base)
    ontology = read_ontology()
    store = Store()
    given: set[Quad] = set()
    for path in paths:
        given.update(_named(quad) for quad in read_rdf(path))
    store.extend(given)
    vocabularies = [*read_vocabularies(), *lexicon_triples()]
    store.extend(as_quads(vocabularies, iris.graph("vocabulary"), settings.base))
    derive(store, ontology, iris)
    shapes = load_shapes(base=settings.base)
    return run(union_graph(store), shapes), {}, shape_count(shapes)


def _named(quad: Quad) -> Quad:
    named = not isinstance(quad.graph_name, DefaultGraph)
    return quad if named else Quad(quad.subject, quad.predicate, quad.object, _UNNAMED)

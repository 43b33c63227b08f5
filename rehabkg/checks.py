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
from rehabkg.validation.fast import batch_check
from rehabkg.validation.recorded import Parts, parted
from rehabkg.validation.result import CheckResult, Origins, ordered
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

    Records of lists, and the dates, bodies and books that they share, are held to `shapes/records/`, all else to
    `shapes/`; what was derived from lists is left to the load that derives it.
    Raises `SourceError` for a file that cannot be read as RDF.
    """
    run = engine(engine_name)
    iris = Iris(settings.base)
    ontology = read_ontology()
    store = Store()
    given: set[Quad] = set()
    for path in paths:
        given.update(_named(quad) for quad in read_rdf(path))
    parts = parted(given)
    store.extend(parts.curated)
    vocabularies = [*read_vocabularies(), *lexicon_triples()]
    store.extend(as_quads(vocabularies, iris.graph("vocabulary"), settings.base))
    derive(store, ontology, iris)
    shapes = load_shapes(base=settings.base)
    results, run_shapes = run(union_graph(store), shapes), shape_count(shapes)
    if parts.records:
        # The compiled engine whatever engine is named: it is held to the same results, and lists are long.
        results += _of_records(parts, settings.base)
        run_shapes += shape_count(load_shapes(assets.RECORD_SHAPES, base=settings.base))
    return ordered(results), {}, run_shapes


def _of_records(parts: Parts, base: str) -> list[CheckResult]:
    found = batch_check(base=base)(parts.lines())
    return [result for result in found if result.focus not in parts.elsewhere]


def _named(quad: Quad) -> Quad:
    named = not isinstance(quad.graph_name, DefaultGraph)
    return quad if named else Quad(quad.subject, quad.predicate, quad.object, _UNNAMED)

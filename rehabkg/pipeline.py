"""The main job: tables → quads → derived graph → checked → store.

    tables (read, every cell typed) → mapping (quads, a graph a citation) → derive → validation → store

Nothing is written before all of it is checked, and the store changes by one rename.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, serialize

from rehabkg import assets
from rehabkg.derive.graph import derive
from rehabkg.errors import ShapesError
from rehabkg.iri import Iris
from rehabkg.mapping.graph import Origin, map_collection
from rehabkg.mapping.lexicon import lexicon_triples
from rehabkg.mapping.naming import Naming
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.version import write_version
from rehabkg.tables.collection import read_collection
from rehabkg.validation.result import CheckResult
from rehabkg.vocabulary import as_quads, codes, read_ontology, read_vocabularies

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The whole dataset in memory, and where in the tables each statement comes from."""

    quads: Sequence[Quad]
    origins: Mapping[tuple[str, str], Sequence[Origin]]
    rows: int

    def nquads(self) -> bytes:
        """Return the dataset as N-Quads, sorted, so that the same tables give the same bytes."""
        return b"".join(sorted(serialize(self.quads, format=RdfFormat.N_QUADS).splitlines(keepends=True)))


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Times are in seconds; `warnings` are published and listed."""

    version: str
    rows: int
    quads: int
    graphs: Mapping[str, int]
    shapes: int
    warnings: Sequence[CheckResult]
    origins: Mapping[tuple[str, str], Sequence[Origin]]
    seconds: Mapping[str, float] = field(default_factory=dict)


def assemble(settings: Settings, *, data: Path = assets.DATA, progress: Progress = lambda _: None) -> Assembled:
    """Read the curated tables and the vocabularies and derive what queries need.

    Raises `TableErrors` with every bad cell of every table.
    """
    iris = Iris(settings.base)
    ontology, vocabularies = read_ontology(), read_vocabularies()
    progress("reading the tables")
    collection = read_collection(data, codes(vocabularies))
    progress("mapping the rows")
    mapped = map_collection(collection, Naming(collection.kinds, iris))
    progress("deriving what queries need")
    store = Store()
    store.extend(mapped.quads)
    store.extend(as_quads(ontology, iris.graph("ontology"), settings.base))
    store.extend(as_quads([*vocabularies, *lexicon_triples()], iris.graph("vocabulary"), settings.base))
    derive(store, ontology, iris)
    return Assembled(list(store), mapped.origins, sum(len(rows) for rows in collection.rows.values()))


def check(
    assembled: Assembled, *, engine_name: str = "pyshacl", base: str = DEFAULT_BASE
) -> tuple[list[CheckResult], int]:
    """Run the shapes on the dataset named under *base*; return the results and how many named shapes were run."""
    from rehabkg.validation.shacl import engine, load_shapes, shape_count, union_graph

    run = engine(engine_name)
    shapes = load_shapes(base=base)
    return run(union_graph(assembled.quads), shapes), shape_count(shapes)


def build(
    settings: Settings,
    *,
    data: Path = assets.DATA,
    engine_name: str = "pyshacl",
    progress: Progress = lambda _: None,
) -> BuildReport:
    """Build the store from the curated tables; the graphs of loaded sources stay as they are.

    Raises `TableErrors` or `ShapesError` where the data are not fit to publish; the store is then as it was.
    """
    started = time.perf_counter()
    assembled = assemble(settings, data=data, progress=progress)
    built = time.perf_counter()
    progress("checking the shapes")
    results, shapes = check(assembled, engine_name=engine_name, base=settings.base)
    checked = time.perf_counter()
    violations = [result for result in results if result.severity == "Violation"]
    if violations:
        lines = "\n".join(result.line(assembled.origins) for result in violations)
        raise ShapesError(f"{lines}\n{len(violations)} violations; nothing was written")
    progress("writing the store")
    version = write_version(settings.store_path, assembled.nquads(), settings.base, progress)
    graphs = Counter(quad.graph_name.value for quad in assembled.quads)
    return BuildReport(
        version,
        assembled.rows,
        len(assembled.quads),
        dict(sorted(graphs.items())),
        shapes,
        results,
        assembled.origins,
        {
            "map and derive": built - started,
            "check": checked - built,
            "write": time.perf_counter() - checked,
        },
    )

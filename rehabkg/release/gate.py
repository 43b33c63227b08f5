"""The one gate: every graph of the store goes through it into the store and the dumps of a release."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

from rehabkg.columns.derived import derived_graph, derived_lines
from rehabkg.derive.closure import hierarchy
from rehabkg.iri import Iris
from rehabkg.link.extract import NAME as EXTRACT
from rehabkg.load.describe import description_lines
from rehabkg.release.columns import gate_columns
from rehabkg.release.curated import gated
from rehabkg.release.decided import Decided
from rehabkg.release.dumps import GraphDump
from rehabkg.release.extract import ExtractGate
from rehabkg.release.limited import Limited
from rehabkg.release.lines import sorted_lines, store_lines
from rehabkg.release.links import LinkGate, Shown
from rehabkg.release.living import LivingRule
from rehabkg.release.model import DUMPS, Dump
from rehabkg.release.naming_words import WithheldNames
from rehabkg.release.policy import Policy
from rehabkg.release.records import RecordGate
from rehabkg.search.names import build_names
from rehabkg.settings import Settings
from rehabkg.store.engine import SOURCES, NewVersion, open_store
from rehabkg.store.linked import LinkedGraph, linked_graphs
from rehabkg.store.loaded import COLUMNS_FILE, NAMES_FOLDER, LoadedSource, kept_graphs, loaded_sources, source_folder
from rehabkg.store.version import Draft

Progress = Callable[[str], None]


@dataclass(slots=True)
class Passed:
    """What passed the gate: the dump of each graph, and the IRIs that shall answer that they are gone.

    `hidden` are the IRIs that the policy names, under embargo or withdrawn; `names` those that must not be met.
    """

    dumps: tuple[Dump, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    names: WithheldNames = field(default_factory=WithheldNames)


def pass_through(
    settings: Settings, policy: Policy, rule: LivingRule, new: NewVersion, folder: Path, progress: Progress
) -> Passed:
    """Take everything of the store in force through the gate into a version and the dumps of a release.

    The version is written anew, and never linked: the files of a store keep the bytes of statements that were removed
    from it. Memory grows with the curated graphs, not with the records.
    """
    iris = Iris(settings.base)
    store = open_store(settings.store_path)
    (new.folder / SOURCES).mkdir()
    with (
        _scratch(folder / "limited.sqlite") as path,
        closing(Limited(path, iris)) as limited,
        Draft(new.name, new.folder).opened() as draft,
    ):
        writing = _Writing(settings, policy, rule, iris, store, draft, folder, limited)
        progress("curated graphs")
        writing.curated()
        for source in loaded_sources(settings.store_path):
            progress(f"records of {source.id}")
            writing.source(source)
        # What is told of items hangs on the links to them.
        for linked in sorted(linked_graphs(settings.store_path), key=lambda graph: graph.name == EXTRACT):
            progress(linked.name)
            writing.linked(linked)
    passed = writing.passed
    passed.dumps = tuple(sorted(passed.dumps, key=lambda dump: dump.graph or ""))
    return passed


class _Writing:
    """Writes what passes into a draft of the release's store and into its dumps."""

    def __init__(
        self,
        settings: Settings,
        policy: Policy,
        rule: LivingRule,
        iris: Iris,
        store: Store,
        draft: Draft,
        folder: Path,
        limited: Limited,
    ) -> None:
        self.passed = Passed(hidden=policy.hidden)
        self._settings, self._policy, self._rule, self._iris = settings, policy, rule, iris
        self._store, self._draft = store, draft
        self._folder, self._dumps = folder, folder / DUMPS
        self._limited = limited
        self._links = bool(linked_graphs(settings.store_path))
        self._above: Mapping[str, tuple[NamedNode, ...]] = hierarchy(
            Triple(quad.subject, quad.predicate, quad.object)
            for quad in store.quads_for_pattern(None, None, None, iris.graph("ontology"))
        )

    def curated(self) -> None:
        """Take the curated graphs through the gate."""
        kept = kept_graphs(self._settings.store_path)
        graphs = [graph for graph in self._store.named_graphs() if graph not in kept]
        quads = (quad for graph in graphs for quad in self._store.quads_for_pattern(None, None, None, graph))
        found = gated(quads, self._policy, self._rule, self._iris)
        self.passed.withdrawn = found.withdrawn
        self.passed.names = found.names
        self._limited.of_curated(found.limited, found.names)
        by_graph: dict[str, list[Quad]] = {}
        for quad in found.quads:
            by_graph.setdefault(quad.graph_name.value, []).append(quad)
        for graph, of in sorted(by_graph.items()):
            triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in of)
            self._dump(graph, sorted(serialize(triples, format=RdfFormat.N_TRIPLES).splitlines(keepends=True)))
        # One call: each writes files of its own, and hundreds of graphs would make thousands of small files.
        self._draft.store.bulk_extend(found.quads)

    def source(self, source: LoadedSource) -> None:
        """Take one loaded source through the gate; one of which nothing is left is not there."""
        former = source_folder(self._settings.store_path, source.id)
        target = self._draft.sources / source.id
        target.mkdir()
        database = self._folder / "decided.sqlite"
        try:
            with closing(Decided(database, source.id, self._policy, self._iris)) as decided:
                decided.fill(former / COLUMNS_FILE, self._rule, self._store)
                gate = RecordGate(decided, self._policy, self._iris, self._above)
                if gate.touches_nothing:
                    self._as_it_is(source, former, target)
                else:
                    self._gated(source, former, target, decided, gate)
                self.passed.withdrawn |= gate.withdrawn(self._store)
                if self._links:
                    self._limited.of_source(decided, gate)
        finally:
            database.unlink(missing_ok=True)

    def _as_it_is(self, source: LoadedSource, former: Path, target: Path) -> None:
        """Take over a source of which everything passes; what was rejected from it is not part of it."""
        for graph in source.graphs:
            self._load(graph, store_lines(self._store, NamedNode(graph)))
        _link(former / COLUMNS_FILE, target / COLUMNS_FILE)
        (target / NAMES_FOLDER).mkdir()
        for file in sorted((former / NAMES_FOLDER).iterdir()):
            _link(file, target / NAMES_FOLDER / file.name)
        source.write(target)

    def _gated(self, source: LoadedSource, former: Path, target: Path, decided: Decided, gate: RecordGate) -> None:
        """Write what passes of a source, and derive anew what is counted over it and the index of its names."""
        gate_columns(former / COLUMNS_FILE, target / COLUMNS_FILE, decided, gate)
        own, derived = self._iris.graph(source.id).value, self._iris.graph(derived_graph(source.id)).value
        triples = self._load(own, gate.lines(store_lines(self._store, NamedNode(own)), self._store, self._folder))
        if not triples:
            shutil.rmtree(target)
            return
        left = replace(source, records=gate.records, triples=triples)
        lines = [*derived_lines(target / COLUMNS_FILE, source.id, self._iris), *description_lines(left, self._iris)]
        # A tab is written as the store writes it; a text may hold other ends of lines than a line feed.
        parted = (line for part in lines for line in part.replace("\t", "\\t").split("\n") if line)
        counted = self._load(derived, (f"{line}\n" for line in parted))
        build_names(target / COLUMNS_FILE, target / NAMES_FOLDER)
        replace(left, derived=counted).write(target)

    def linked(self, linked: LinkedGraph) -> None:
        """Take the graphs that one linking made through the gate; one of which nothing is left is not there."""
        shown = Shown(self._store, self._draft, self._limited, self._iris)
        left: list[str] = []
        statements = 0
        for name in linked.graphs:
            graph = NamedNode(name)
            if linked.name == EXTRACT:
                lines = ExtractGate(shown, graph, self.passed.names, self._folder).lines()
            else:
                lines = LinkGate(shown, graph).lines(store_lines(self._store, graph))
            triples = self._load(name, lines)
            statements += triples
            left += [name] if triples else []
        if left:
            there = {source.name for source in self._draft.sources.iterdir()}
            rests_on = {
                name: text for name, text in linked.rests_on.items() if not name.startswith("source ") or text in there
            }
            replace(linked, graphs=tuple(left), statements=statements, rests_on=rests_on).write(self._draft.links)

    def _load(self, graph: str, lines: Iterator[str]) -> int:
        """Sort lines into the dump of a graph and into the store; return how many they are, none for no graph."""
        dump = GraphDump(self._dumps, graph, self._iris.base)
        try:
            written_lines = dump.write(sorted_lines((line.encode() for line in lines), self._folder))
            self._draft.stream_triples(written_lines, NamedNode(graph))
        finally:
            written = dump.closed()
        if written.statements:
            self.passed.dumps += (written,)
        else:
            (self._dumps / written.file).unlink()
        return written.statements

    def _dump(self, graph: str, lines: list[bytes]) -> None:
        dump = GraphDump(self._dumps, graph, self._iris.base)
        for _ in dump.write(lines):
            pass
        self.passed.dumps += (dump.closed(),)


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """Give a path for a file that is no part of the release."""
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    """Take over a file that is never written again; a file system without links copies it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)

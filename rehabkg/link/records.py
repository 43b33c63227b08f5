"""Link the loaded records: compare, score, put together, and write what comes of it into the store, whole.

What people decided wins over every score, here and in the next run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb
import pyarrow as pa

from rehabkg.errors import CallError, StoreError
from rehabkg.iri import Iris
from rehabkg.link.clusters import CERTAIN, Clustered, Edge, Member, cluster
from rehabkg.link.comparisons import COMPARISONS, basis_of
from rehabkg.link.curated import curated_people
from rehabkg.link.decision import CLOSE, ITEM_FORM, RECORD, Pair
from rehabkg.link.decisions import FILE as DECISIONS_FILE
from rehabkg.link.decisions import Decisions
from rehabkg.link.edges import PairRow, each_once, pair_row
from rehabkg.link.explain import keep_counted
from rehabkg.link.gather import gather_known, gather_sources
from rehabkg.link.learnt import learnt
from rehabkg.link.others import bits_of, probability_of
from rehabkg.link.review import FILE as REVIEW_FILE
from rehabkg.link.review import Candidate, write_review
from rehabkg.link.score import Limits, Scoring, database, parts_for, quietly
from rehabkg.link.write import Linkage, Match, match_lines, person_lines
from rehabkg.load.run import Progress
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.linked import LinkedGraph
from rehabkg.store.loaded import LoadedSource, loaded_sources, source_folder
from rehabkg.store.swap import write_linked

NAME = "link-records"
"""The name of the graph of linked records."""
PEOPLE, PAIRS, EDGES = "people", "pairs", "edges"
_FETCHED = 10_000
_LEVELS = ", ".join(f"level_{each.name}" for each in COMPARISONS)


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What to link: `sources` by id, all that are loaded where it is empty; `now` is the time that it is dated by.

    Pairs of at least `threshold` are put together, those of at least `review` are shown to people; both are
    probabilities. `most_reviewed` bounds how many wait.
    """

    now: datetime
    sources: tuple[str, ...] = ()
    threshold: float = 0.98
    review: float = 0.5
    jobs: int = 2
    most_reviewed: int = 100_000


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What came of it. `pairs` were put together, `people` of two records or more; `reviewed` pairs wait.

    `apart` of the likely pairs were kept apart, since something forbids it.
    """

    records: int
    pairs: int
    people: int
    apart: int
    reviewed: int
    graph: LinkedGraph


def link_records(settings: Settings, request: LinkRequest, limits: Limits, progress: Progress) -> LinkReport:
    """Link the records, swap the graph `link-records` whole and write what waits for people.

    Raises `CallError` for a source that is not loaded, `RehabkgError` where decisions contradict each other,
    `StoreError` and `SourceError`; the store is then as it was.
    """
    decisions = Decisions.consistent(settings.links_path / DECISIONS_FILE, progress.step)
    sources = _chosen(settings, request.sources)
    iris = Iris(settings.base)
    linkage = Linkage(learnt().version, request.threshold, tuple(source.id for source in sources))
    with database(limits) as connection:
        progress.step("names, dates and places")
        folders = [(source, source_folder(settings.store_path, source.id)) for source in sources]
        records = gather_sources(
            connection,
            PEOPLE,
            folders,
            jobs=request.jobs,
            advance=lambda rows: progress.advance(records=rows, rejected=0, source_bytes=0),
        )
        gather_known(connection, PEOPLE, curated_people(open_store(settings.store_path)))
        run = _Run(connection, decisions, request, records)
        run.score(progress)
        progress.step("putting pairs together")
        run.components()
        progress.step("writing")
        lines = run.lines(linkage, iris)
        description = LinkedGraph(NAME, (), request.now.isoformat(timespec="seconds"), rests_on=_rests_on(linkage))
        _check_unchanged(settings, sources)
        graph = write_linked(settings, NAME, lines, iris.graph(NAME), description)
        settings.links_path.mkdir(parents=True, exist_ok=True)
        keep_counted(settings.links_path, connection, PEOPLE, run.model)
        waiting = write_review(settings.links_path / REVIEW_FILE, run.waiting(), decisions, kinds=(RECORD,))
    return LinkReport(records, run.matched, run.people, len(run.apart), waiting.get(RECORD, 0), graph)


def _chosen(settings: Settings, wanted: Sequence[str]) -> list[LoadedSource]:
    loaded = {source.id: source for source in loaded_sources(settings.store_path)}
    for name in wanted:
        if name not in loaded:
            raise CallError(f"source {name!r} is not loaded; 'rehabkg sources' lists those that are")
    chosen = [loaded[name] for name in dict.fromkeys(wanted)] if wanted else list(loaded.values())
    told = [source for source in chosen if source.records]
    if not told:
        raise CallError("no source is loaded whose records could be linked; 'rehabkg load' loads one")
    return told


def _check_unchanged(settings: Settings, sources: Sequence[LoadedSource]) -> None:
    """Raise `StoreError` where a source was loaded anew or unloaded while it was compared."""
    now = loaded_sources(settings.store_path)
    for source in sources:
        if source not in now:
            raise StoreError(
                f"source {source.id!r} was loaded anew or unloaded meanwhile; run 'rehabkg link records' again"
            )


def _rests_on(linkage: Linkage) -> dict[str, str]:
    return {
        "model": linkage.version,
        "threshold": f"{linkage.threshold:.6f}",
        **{f"source {source}": source for source in linkage.sources},
    }


class _Run:
    """One run over the people in a database."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, decisions: Decisions, request: LinkRequest, records: int
    ) -> None:
        self.matched = self.people = 0
        self.apart: list[Edge] = []
        self.model: dict[str, Any] = {}
        self._connection, self._request, self._records = connection, request, records
        known = {row[0] for row in self._decided_ids(decisions)}
        self._decided = {
            decision.pair: decision
            for decision in decisions.in_force()
            if decision.decision != CLOSE and known.issuperset(decision.pair)
        }
        self._decided_of: dict[str, list[Pair]] = {}
        for pair in self._decided:
            self._decided_of.setdefault(pair[0], []).append(pair)

    def _decided_ids(self, decisions: Decisions) -> list[tuple[Any, ...]]:
        """Return which of the ids that people named are among those compared: a source may not be loaded now."""
        named = sorted({each for one in decisions.in_force() for each in one.pair if not ITEM_FORM.fullmatch(each)})
        return self._connection.execute(
            f"SELECT unique_id FROM {PEOPLE} WHERE list_contains($named::VARCHAR[], unique_id)", {"named": named}
        ).fetchall()

    def score(self, progress: Progress) -> None:
        """Score the pairs, and add those that share a stable id or were decided on."""
        progress.step("counting how often names and days agree by chance")
        scoring = Scoring(self._connection, (PEOPLE,))
        scoring.count()
        self.model = scoring.model
        progress.step("scoring")
        request = self._request
        scoring.pairs(bits_of(min(request.review, request.threshold)), PAIRS, parts=parts_for(self._records))
        same = [pair for pair, decision in self._decided.items() if decision.decision == "same"]
        different = [pair for pair, decision in self._decided.items() if decision.decision == "different"]
        run = self._connection.execute
        run(f"CREATE OR REPLACE TABLE {EDGES} AS SELECT left_id, right_id, weight FROM {PAIRS}"
            " WHERE weight >= $least", {"least": bits_of(request.threshold)})  # fmt: skip
        run(
            f"INSERT INTO {EDGES} WITH ids AS (SELECT unique_id, unnest(external_ids) AS id FROM {PEOPLE})"
            f" SELECT DISTINCT l.unique_id, r.unique_id, {CERTAIN} FROM ids l JOIN ids r"
            " ON l.id = r.id AND l.unique_id < r.unique_id"
        )
        self._keep_pairs("decided_apart", [pair for each in different for pair in (each, each[::-1])])
        for table in (EDGES, PAIRS):
            run(f"DELETE FROM {table} WHERE (left_id, right_id) IN (FROM decided_apart)")
        self._keep_pairs("decided_same", same)
        run(f"INSERT INTO {EDGES} SELECT left_id, right_id, {CERTAIN} FROM decided_same")

    def _keep_pairs(self, table: str, pairs: Sequence[Pair]) -> None:
        """Make a table of pairs, all at once: a statement a pair takes a second for a thousand."""
        columns = [pa.array([pair[side] for pair in pairs], pa.string()) for side in (0, 1)]
        self._connection.register("told_pairs", pa.table(columns, names=["left_id", "right_id"]))
        self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS FROM told_pairs")
        self._connection.unregister("told_pairs")

    def components(self) -> None:
        """Find which records hang together by edges at all: the rest is done component by component."""
        from splink.backends.duckdb import DuckDBAPI
        from splink.clustering import cluster_pairwise_predictions_at_threshold

        run = self._connection.execute
        run(f"CREATE OR REPLACE TABLE nodes AS SELECT left_id AS id FROM {EDGES} UNION SELECT right_id FROM {EDGES}")
        api = DuckDBAPI(self._connection)
        with quietly():
            found = cluster_pairwise_predictions_at_threshold(
                api.register("nodes"),
                api.register(EDGES),
                api,
                node_id_column_name="id",
                edge_id_column_name_left="left_id",
                edge_id_column_name_right="right_id",
            )
            run(f"CREATE OR REPLACE TABLE components AS SELECT cluster_id, id FROM {found.physical_name}")

    def lines(self, linkage: Linkage, iris: Iris) -> Iterator[bytes]:
        """Yield what is said of the people that come of it, and of the run."""
        yield "".join(linkage.lines(iris)).encode()
        for members, edges in self._of_components():
            found = cluster(
                [Edge(row.left, row.right, row.weight) for row in edges],
                members.__getitem__,
                same=[pair for pair in self._decided_on(members) if self._decided[pair].decision == "same"],
                different=[pair for pair in self._decided_on(members) if self._decided[pair].decision == "different"],
            )
            self.apart += found.apart
            yield "".join(self._component_lines(found, edges, linkage, iris)).encode()

    def _component_lines(
        self, found: Clustered, edges: Sequence[PairRow], linkage: Linkage, iris: Iris
    ) -> Iterator[str]:
        group_of = {member: number for number, group in enumerate(found.groups) for member in group}
        for group in found.groups:
            self.people += 1
            yield from person_lines(group, linkage, iris)
        for row in each_once(edges):
            left, right = row.left, row.right
            if left in group_of and group_of[left] == group_of.get(right):
                self.matched += 1
                yield from match_lines(self._match(row), linkage, iris)

    def _match(self, row: PairRow) -> Match:
        left, right = row.left, row.right
        decision = self._decided.get((min(left, right), max(left, right)))
        basis = basis_of(row.levels) if row.levels is not None else ()
        if row.weight >= CERTAIN and decision is None:
            basis = (*basis, "external-id-same")
        return Match(left, right, row.scored, basis, decision)

    def _decided_on(self, members: dict[str, Member]) -> list[Pair]:
        return [pair for name in members for pair in self._decided_of.get(name, ()) if pair[1] in members]

    def _of_components(self) -> Iterator[tuple[dict[str, Member], list[PairRow]]]:
        """Yield the members of each component by id, and its edges with the levels that they are at."""
        members = self._stream(
            f"SELECT cluster_id, id, source, book, birth_first, birth_last FROM components"
            f" JOIN {PEOPLE} ON unique_id = id ORDER BY cluster_id, id"
        )
        levels = ", ".join(f"p.level_{each.name}" for each in COMPARISONS)
        edges = self._stream(
            f"SELECT c.cluster_id, e.left_id, e.right_id, e.weight, p.weight, {levels} FROM {EDGES} e"
            f" JOIN components c ON c.id = e.left_id LEFT JOIN {PAIRS} p"
            " ON p.left_id = e.left_id AND p.right_id = e.right_id ORDER BY c.cluster_id, e.left_id, e.right_id"
        )
        of_edges = groupby(edges, key=itemgetter(0))
        for (name, rows), (other, found) in zip(groupby(members, key=itemgetter(0)), of_edges, strict=True):
            assert name == other  # noqa: S101 - each component has an edge
            yield {row[1]: Member(*row[1:]) for row in rows}, [pair_row(row[1:]) for row in found]

    def _stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        found = self._connection.cursor().execute(query)
        while rows := found.fetchmany(_FETCHED):
            yield from rows

    def waiting(self) -> Iterator[Candidate]:
        """Yield the pairs that a person should look at: likely ones, and those that something keeps apart."""
        self._keep_pairs("apart", [(edge.left, edge.right) for edge in self.apart if edge.weight < CERTAIN])
        rows = self._stream(
            f"SELECT p.left_id, p.right_id, p.weight, l.shows, r.shows, {_LEVELS} FROM {PAIRS} p"
            f" JOIN {PEOPLE} l ON l.unique_id = p.left_id JOIN {PEOPLE} r ON r.unique_id = p.right_id"
            f" WHERE p.weight < {bits_of(self._request.threshold):f} OR (p.left_id, p.right_id) IN (FROM apart)"
            f" ORDER BY p.weight DESC, p.left_id, p.right_id LIMIT {self._request.most_reviewed:d}"
        )
        for left, right, weight, left_shows, right_shows, *levels in rows:
            yield Candidate(
                left, right, RECORD, probability_of(weight), weight, basis_of(levels), left_shows, right_shows
            )

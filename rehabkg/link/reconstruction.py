"""Reconstruct people from records: score pairs, put them together unless something forbids it, say what waits.

All of it works on tables of a database, one connected component at a time in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb
import pyarrow as pa

from rehabkg.iri import Iris
from rehabkg.link.clusters import CERTAIN, Clustered, Edge, Member, cluster
from rehabkg.link.comparisons import COMPARISONS, basis_of
from rehabkg.link.decision import DIFFERENT, ITEM_FORM, PERSON, RECORD, SAME, Pair
from rehabkg.link.decisions import Decisions
from rehabkg.link.edges import PairRow, each_once, pair_row
from rehabkg.link.others import probability_of
from rehabkg.link.review import Candidate
from rehabkg.link.score import Scoring, parts_for, quietly
from rehabkg.link.write import Linkage, Match, match_lines, person_lines
from rehabkg.load.run import Progress

PEOPLE = "people"
"""The table of the people that are compared."""
_PAIRS, _EDGES, _MEMBERS = "pairs", "edges", "members"
_FETCHED = 10_000
_KEPT_AT_ONCE = 100_000
_LEVELS = ", ".join(f"level_{each.name}" for each in COMPARISONS)
# What a record tells beside names and a year.
_BESIDE = ("birth_place", "proceedings", "death", "rehabilitation", "residence", "file_number")
_ON_ONE_DAY = "level_birth = 0"


def _more_than_a_name() -> str:
    """Return the condition that a pair agrees in more than names and a year of birth.

    In short lists, where nobody knows how common a name is, one that does not waits for a person.
    """
    told = {
        each.name: ", ".join(str(place) for place, level in enumerate(each.levels) if level.basis is not None)
        for each in COMPARISONS
        if each.name in _BESIDE
    }
    return " OR ".join([_ON_ONE_DAY, *(f"level_{name} IN ({places})" for name, places in told.items())])


class Reconstruction:
    """What one run makes of the people in a database; `apart` likely pairs stay so, since something forbids them.

    Pairs that weigh `threshold` bits are put together, those of `review` bits are shown to people, `most_reviewed` of
    them, and `unshown` are left. `matched` pairs came to `people` of two records or more; `model` is Splink's, with
    what was counted. `idle` are pairs that people decided on and of which one is not among the people.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        decisions: Decisions,
        *,
        threshold: float,
        review: float,
        most_reviewed: int,
    ) -> None:
        self.matched = self.people = self.apart = self.unshown = 0
        self.model: dict[str, Any] = {}
        self._connection = connection
        self._threshold, self._review, self._most_reviewed = threshold, review, most_reviewed
        decided = [one for one in decisions.in_force() if not any(map(ITEM_FORM.fullmatch, one.pair))]
        known = self._known_of({each for one in decided for each in one.pair})
        self._decided = {one.pair: one for one in decided if known.issuperset(one.pair)}
        self.idle = tuple(one.pair for one in decided if one.pair not in self._decided and one.kind in (RECORD, PERSON))
        self._members: list[tuple[str, int]] = []
        self._decided_of: dict[str, list[Pair]] = {}
        for pair in self._decided:
            self._decided_of.setdefault(pair[0], []).append(pair)

    def _known_of(self, ids: Collection[str]) -> set[str]:
        """Return which of the ids that people named are among those compared: a source may not be loaded now."""
        found = self._connection.execute(
            f"SELECT unique_id FROM {PEOPLE} WHERE list_contains($named::VARCHAR[], unique_id)", {"named": sorted(ids)}
        )
        return {row[0] for row in found.fetchall()}

    def score(self, records: int, progress: Progress) -> None:
        """Score the pairs of so many *records*, and add those that share a stable id or were decided on."""
        progress.step("counting how often names and days agree by chance")
        scoring = Scoring(self._connection, (PEOPLE,))
        scoring.count()
        self.model = scoring.model
        progress.step("scoring")
        scoring.pairs(min(self._review, self._threshold), _PAIRS, parts=parts_for(records))
        same = [pair for pair, decision in self._decided.items() if decision.decision == SAME]
        different = [pair for pair, decision in self._decided.items() if decision.decision == DIFFERENT]
        run = self._connection.execute
        told = "true" if scoring.counted else _more_than_a_name()
        run(f"CREATE OR REPLACE TABLE {_EDGES} AS SELECT left_id, right_id, weight FROM {_PAIRS}"
            f" WHERE weight >= $least AND ({told})", {"least": self._threshold})  # fmt: skip
        run(
            f"INSERT INTO {_EDGES} WITH ids AS (SELECT unique_id, unnest(external_ids) AS id FROM {PEOPLE})"
            f" SELECT DISTINCT l.unique_id, r.unique_id, {CERTAIN} FROM ids l JOIN ids r"
            " ON l.id = r.id AND l.unique_id < r.unique_id"
        )
        self._keep_pairs("decided_apart", [pair for each in different for pair in (each, each[::-1])])
        for table in (_EDGES, _PAIRS):
            run(f"DELETE FROM {table} WHERE (left_id, right_id) IN (FROM decided_apart)")
        self._keep_pairs("decided_same", same)
        run(f"INSERT INTO {_EDGES} SELECT left_id, right_id, {CERTAIN} FROM decided_same")

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
        run(f"CREATE OR REPLACE TABLE nodes AS SELECT left_id AS id FROM {_EDGES} UNION SELECT right_id FROM {_EDGES}")
        api = DuckDBAPI(self._connection)
        with quietly():
            found = cluster_pairwise_predictions_at_threshold(
                api.register("nodes"),
                api.register(_EDGES),
                api,
                node_id_column_name="id",
                edge_id_column_name_left="left_id",
                edge_id_column_name_right="right_id",
            )
            run(f"CREATE OR REPLACE TABLE components AS SELECT cluster_id, id FROM {found.physical_name}")

    def lines(self, linkage: Linkage, iris: Iris) -> Iterator[bytes]:
        """Yield what is said of the people that come of it, and of the run."""
        self._connection.execute(f"CREATE OR REPLACE TABLE {_MEMBERS} (id VARCHAR, person BIGINT)")
        yield "".join(linkage.lines(iris)).encode()
        for members, edges in self._of_components():
            found = cluster(
                [Edge(row.left, row.right, row.weight) for row in edges],
                members.__getitem__,
                same=[pair for pair in self._decided_on(members) if self._decided[pair].decision == SAME],
                different=[pair for pair in self._decided_on(members) if self._decided[pair].decision == DIFFERENT],
            )
            self.apart += len(found.apart)
            yield "".join(self._component_lines(found, edges, linkage, iris)).encode()
            if len(self._members) >= _KEPT_AT_ONCE:
                self._keep_members()
        self._keep_members()

    def _component_lines(
        self, found: Clustered, edges: Sequence[PairRow], linkage: Linkage, iris: Iris
    ) -> Iterator[str]:
        group_of = {member: number for number, group in enumerate(found.groups) for member in group}
        for group in found.groups:
            self.people += 1
            self._members += [(member, self.people) for member in group]
            yield from person_lines(group, linkage, iris)
        for row in each_once(edges):
            left, right = row.left, row.right
            if left in group_of and group_of[left] == group_of.get(right):
                self.matched += 1
                yield from match_lines(self._match(row), linkage, iris)

    def _keep_members(self) -> None:
        """Put what is known by now of who is whom into the table of members: a million in memory are a burden."""
        ids, people = ([each[place] for each in self._members] for place in (0, 1))
        self._connection.register("more_members", pa.table({"id": pa.array(ids, pa.string()), "person": people}))
        self._connection.execute(f"INSERT INTO {_MEMBERS} SELECT id, person FROM more_members")
        self._connection.unregister("more_members")
        self._members = []

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
            f"SELECT c.cluster_id, e.left_id, e.right_id, e.weight, p.weight, {levels} FROM {_EDGES} e"
            f" JOIN components c ON c.id = e.left_id LEFT JOIN {_PAIRS} p"
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
        """Yield the pairs that a person should look at: likely ones, and those that something keeps apart.

        Two records that other pairs have put together are one person already, however weak their own pair is.
        """
        rows = self._stream(
            f"SELECT count(*) OVER (), p.left_id, p.right_id, p.weight, l.shows, r.shows, {_LEVELS} FROM {_PAIRS} p"
            f" JOIN {PEOPLE} l ON l.unique_id = p.left_id JOIN {PEOPLE} r ON r.unique_id = p.right_id"
            f" LEFT JOIN {_MEMBERS} lm ON lm.id = p.left_id LEFT JOIN {_MEMBERS} rm ON rm.id = p.right_id"
            " WHERE coalesce(lm.person <> rm.person, true)"
            f" ORDER BY p.weight DESC, p.left_id, p.right_id LIMIT {self._most_reviewed:d}"
        )
        for found, left, right, weight, left_shows, right_shows, *levels in rows:
            self.unshown = max(found - self._most_reviewed, 0)
            yield Candidate(
                left, right, RECORD, probability_of(weight), weight, basis_of(levels), left_shows, right_shows
            )

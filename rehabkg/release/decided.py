"""What the policy decides of the records of one loaded source: which it touches, and by which conditions.

The decisions lie in a database on disk, a row for each record that a condition holds of: memory does not grow with the
records.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import duckdb
from pyoxigraph import NamedNode, Store

from rehabkg.errors import SourceError, one_line
from rehabkg.iri import Iris, local_name
from rehabkg.release.living import PUNISHMENTS, LivingRule
from rehabkg.release.naming_words import WithheldNames
from rehabkg.release.policy import Condition, Policy

_NAMES = "name, surname, given_name, patronymic, name_variants"
# As `LivingRule.may_live` decides it; a test holds both to the same people.
_MAY_LIVE = """
death_kind IS NULL AND death_edtf IS NULL AND CASE WHEN birth_last IS NOT NULL THEN birth_last > $born_after
ELSE coalesce(least(
  list_min([e.last FOR e IN arrests]), list_min([e.last FOR e IN releases]),
  list_min([e.last FOR e IN rehabilitations]),
  list_min([CASE WHEN list_has_any(e.measures, $punishments) THEN e.last - to_years($youngest) ELSE e.last END
    FOR e IN sentences])
) > $born_after, true) END
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """Of one record: the conditions that hold of it, as bits in the order of the policy, and the names that it bears.

    `hidden` says that it is under embargo, withdrawn, or named in its own IRI.
    """

    conditions: int
    hidden: bool
    bears: tuple[str, ...]

    @property
    def names(self) -> WithheldNames:
        """The names, ready to be sought in texts."""
        return WithheldNames.of(self.bears, transliterated=False)


class Decided:
    """The decisions on the records of one source."""

    def __init__(self, path: Path, source: str, policy: Policy, iris: Iris) -> None:
        """Keep them in a database at *path*, which must not exist yet."""
        self.source = source
        self._policy, self._iris = policy, iris
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        # Nothing is kept of it after the release is made, so nothing need be safe on disk.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(
            "CREATE TABLE decided (record TEXT PRIMARY KEY, conditions INTEGER, hidden INTEGER, names TEXT)"
            " WITHOUT ROWID"
        )
        # Conditions that hold of every record of the source.
        self.of_all = self._bits(lambda condition: not condition.living and condition.having is None)

    def fill(self, columns: Path, rule: LivingRule, store: Store) -> None:
        """Decide on every record: *columns* are those of the source, *store* holds its graph.

        Raises `SourceError` where the columns cannot be read.
        """
        living = self._bits(lambda condition: condition.living and condition.having is None)
        self._connection.execute("BEGIN")
        if any(condition.living for condition in self._policy.conditions):
            self._add((*row, living, 0) for row in self._living(columns, rule))
        alive_of = {condition.having for condition in self._policy.conditions if condition.having is not None}
        for pair in sorted(alive_of, key=str):
            self._having(pair, store)
        named = self._named()
        if named:
            names = dict(_rows(columns, "list_contains($numbers, number)", {"numbers": sorted(named)}))
            self._add((number, names.get(number, ()), 0, 1) for number in sorted(named))
        self._connection.execute("COMMIT")

    def get(self, record: str) -> Decision | None:
        """Return the decision on a record by its local name, None where nothing holds of it but what holds of all."""
        row = self._connection.execute(
            "SELECT conditions, hidden, names FROM decided WHERE record = ?", (record,)
        ).fetchone()
        return None if row is None else self._decision(record, *row)

    def each(self) -> Iterator[tuple[str, Decision]]:
        """Yield the local name of each record that was decided on one by one, and the decision."""
        for record, *row in self._connection.execute("SELECT record, conditions, hidden, names FROM decided"):
            yield record, self._decision(record, *row)

    def _decision(self, record: str, conditions: int, hidden: int, names: str) -> Decision:
        bears = tuple(json.loads(names))
        # A number that holds the name stands in every IRI of the record, and cannot be coarsened.
        named = not record.isdecimal() and WithheldNames.of(bears).stand_in_iri(record)
        return Decision(conditions | self.of_all, bool(hidden) or named, bears)

    def __len__(self) -> int:
        """How many records were decided on one by one."""
        count: int = self._connection.execute("SELECT count(*) FROM decided").fetchone()[0]
        return count

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def holds(self, conditions: int, condition: Condition) -> bool:
        """Tell whether a condition is among the bits of a decision."""
        return bool(conditions >> self._policy.conditions.index(condition) & 1)

    def _bits(self, holds: Callable[[Condition], bool]) -> int:
        bits = 0
        for place, condition in enumerate(self._policy.conditions):
            if condition.source in (None, self.source) and holds(condition):
                bits |= 1 << place
        return bits

    def _living(self, columns: Path, rule: LivingRule) -> Iterator[tuple[str, Sequence[str]]]:
        told = {
            "born_after": rule.born_after,
            "punishments": list(PUNISHMENTS),
            "youngest": rule.youngest_sentenced,
        }
        return _rows(columns, _MAY_LIVE, told)

    def _having(self, pair: tuple[NamedNode, object], store: Store) -> None:
        """Add the bits of the conditions that ask for one value: alone, and with those of people who may be living."""
        alone = self._bits(lambda condition: condition.having == pair and not condition.living)
        with_living = self._bits(lambda condition: condition.having == pair and condition.living)
        living = self._bits(lambda condition: condition.living and condition.having is None)
        graph = self._iris.graph(self.source)
        for quad in store.quads_for_pattern(None, pair[0], pair[1], graph):
            record = record_of(quad.subject.value, self._iris.base, self.source)
            if record is not None:
                self._connection.execute(
                    "INSERT INTO decided VALUES (?1, ?2, 0, '[]') ON CONFLICT DO UPDATE SET conditions = conditions |"
                    " ?2 | CASE WHEN conditions & ?4 > 0 THEN ?3 ELSE 0 END",
                    (record, alone, with_living, living),
                )

    def _named(self) -> dict[str, str]:
        """Return the numbers of the records that the policy names one by one."""
        found = {}
        for iri in self._policy.hidden:
            record = record_of(iri, self._iris.base, self.source)
            if record is not None:
                found[unquote(record)] = record
        return found

    def _add(self, rows: Iterable[tuple[str, Sequence[str], int, int]]) -> None:
        self._connection.executemany(
            "INSERT INTO decided VALUES (?1, ?3, ?4, ?2) ON CONFLICT DO UPDATE SET"
            " conditions = conditions | ?3, hidden = max(hidden, ?4), names = ?2",
            (
                (local_name(number), json.dumps(names, ensure_ascii=False), conditions, hidden)
                for number, names, conditions, hidden in rows
            ),
        )


def record_of(iri: str, base: str, source: str) -> str | None:
    """Return the local name of the record of *source* that an IRI is of, or of whose parts it is; None for others.

    >>> record_of("https://x/id/decision/list.12-1-2s1", "https://x/", "list")
    '12-1'
    """
    found = record_pattern(base, source).fullmatch(iri)
    return None if found is None else next(filter(None, found.groups()))


def record_pattern(base: str, source: str) -> re.Pattern[str]:
    """Return what the IRIs of a source's records match; one of the groups is the record's local name."""
    of = re.escape(f"{source}.")
    return re.compile(
        re.escape(f"{base}id/")
        + rf"(?:(?:record|observation|recorded-place)/{of}([^/]+)"
        + rf"|(?:case|figure)/{of}([^/]+)-[0-9]+|(?:event|decision)/{of}([^/]+)-[0-9]+[a-z][0-9]+)"
    )


def _rows(columns: Path, where: str, told: dict[str, object]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield number and names of the records that a condition holds of."""
    try:
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            sql = f"SELECT number, {_NAMES} FROM read_parquet($path) WHERE {where}"  # noqa: S608 - parts of this module
            cursor = connection.execute(sql, {"path": str(columns), **told})
            while rows := cursor.fetchmany(10_000):
                for number, *parts, variants in rows:
                    yield number, [name for name in (*parts, *(variants or ())) if name]
    except duckdb.Error as error:
        raise SourceError(columns, None, f"is no table of records: {one_line(error)}") from error

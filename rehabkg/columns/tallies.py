"""What is counted over the records of a source, and what their dates say against each other: SQL over its columns.

Each tally is one question with its dimensions. Days are compared by the bounds of dates, so that a rough date is
never held against a record, and a year counts only where the date is known to the year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from rehabkg.errors import SourceError, one_line

# A year is known where both bounds lie in it.
_YEAR = "CASE WHEN year(e.first) = year(e.last) THEN year(e.first) END"
# A row for each value of a list, one without a value for a list of none.
_EACH = "unnest(CASE WHEN len({0}) = 0 THEN [NULL] ELSE list_distinct({0}) END)"
# One less before the month and day are reached again; DuckDB's date_sub ends a leap day's year on 28 February.
_WHOLE_YEARS = (
    "year({later}) - year({earlier}) - ((month({later}), day({later})) < (month({earlier}), day({earlier})))::INTEGER"
)
_LONGEST_WAIT_DAYS = 366

_PREPARE = f"""
CREATE VIEW record AS SELECT * FROM read_parquet($path);
CREATE VIEW sentence AS
  SELECT number, e, {_EACH.format("e.measures")} AS measure
  FROM (SELECT number, unnest(sentences) AS e FROM record) WHERE NOT e.changes AND NOT e.closed;
CREATE VIEW granted AS
  SELECT * FROM (SELECT number, residence_region, book, unnest(rehabilitations) AS e FROM record)
  WHERE e.outcome <> 'refused';
-- `main` are the decisions on a case, `sentenced` those of them that imposed something.
CREATE VIEW decided AS
  SELECT *, list_filter(main, lambda s: NOT s.closed) AS sentenced
  FROM (SELECT *, list_filter(sentences, lambda s: NOT s.changes) AS main FROM record);
CREATE VIEW single AS
  SELECT number, sentenced[1] AS s, death_kind, death_first, death_last,
    list_filter(rehabilitations, lambda r: r.outcome <> 'refused') AS granted
  FROM decided WHERE len(main) = 1 AND len(sentenced) = 1;
"""

# Each contradiction between the dates of one record, by its code in the scheme `contradiction`.
CONTRADICTIONS = {
    "born-after-arrest": "list_bool_or([birth_first > a.last FOR a IN arrests IF a.last IS NOT NULL])",
    "born-after-death": "birth_first > death_last",
    "sentence-before-arrest": "len(arrests) = 1 AND len(main) = 1 AND len(sentenced) = 1"
    " AND sentenced[1].last + INTERVAL 1 YEAR < arrests[1].first",
    "death-before-arrest": "list_bool_or([death_last < a.first FOR a IN arrests IF a.first IS NOT NULL])",
    "death-before-sentence": "death_kind = 'executed' AND len(sentenced) > 0"
    " AND list_bool_and([coalesce(death_last < s.first, false) FOR s IN sentenced])",
    "rehabilitation-before-sentence": "len(sentenced) > 0 AND list_bool_or(["
    "list_bool_and([coalesce(r.last < s.first, false) FOR s IN sentenced]) FOR r IN rehabilitations])",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure: what is counted, the values of its dimensions (None where the records give none), and how many.

    `dimensions` maps the names year, body, concept, act, book, years, days to their values; `scheme` is the scheme
    of the concept.
    """

    tally: str
    scheme: str | None
    dimensions: tuple[tuple[str, Any], ...]
    records: int


@dataclass(frozen=True, slots=True)
class _Question:
    tally: str
    sql: str
    scheme: str | None = None


_QUESTIONS = (
    _Question("record", "SELECT status AS concept FROM record", "rehabilitation-stated"),
    _Question("amnesty", "SELECT status AS concept FROM record WHERE amnesty", "rehabilitation-stated"),
    _Question("sentence-body", "SELECT e.body AS body, measure AS concept FROM sentence", "measure"),
    _Question("sentence-year", f"SELECT {_YEAR} AS year, measure AS concept FROM sentence", "measure"),
    _Question("rehabilitation-year", f"SELECT {_YEAR} AS year FROM granted"),
    _Question("rehabilitation-body", "SELECT e.body AS body FROM granted"),
    _Question(
        "rehabilitation-ground",
        f"SELECT {_EACH.format('e.grounds')} AS concept FROM granted",
        "phrase",
    ),
    _Question(
        "rehabilitation-act",
        f"SELECT {_EACH.format('e.acts')} AS act FROM granted",
    ),
    _Question(
        "rehabilitation-region",
        "SELECT residence_region AS concept FROM (SELECT DISTINCT number, residence_region FROM granted)",
        "region",
    ),
    _Question(
        "years-to-rehabilitation",
        "SELECT ground AS concept, body, low AS years FROM (SELECT"
        f" {_EACH.format('granted[1].grounds')} AS ground,"
        f" granted[1].body AS body, {_WHOLE_YEARS.format(earlier='s.last', later='granted[1].first')} AS low,"
        f" {_WHOLE_YEARS.format(earlier='s.first', later='granted[1].last')} AS high"
        " FROM single WHERE len(granted) = 1 AND s.last <= granted[1].first) WHERE low = high",
        "phrase",
    ),
    _Question(
        "days-to-execution",
        "SELECT days FROM (SELECT date_diff('day', s.first, death_first) AS days FROM single"
        " WHERE death_kind = 'executed' AND s.first = s.last AND death_first = death_last)"
        f" WHERE days BETWEEN 0 AND {_LONGEST_WAIT_DAYS}",
    ),
    _Question(
        "book-ground",
        f"SELECT book, {_EACH.format('e.grounds')} AS concept FROM granted WHERE book IS NOT NULL",
        "phrase",
    ),
    _Question("contradiction", "SELECT kind AS concept FROM contradicting", "contradiction"),
)


class SourceColumns:
    """The columns of one source, opened for counting. Memory is bounded: DuckDB spills to disk beyond it."""

    def __init__(self, path: Path, *, memory: str = "1GB", threads: int = 2) -> None:
        """Open the Parquet file *path*. Raises `SourceError` where it cannot be read."""
        # Of itself DuckDB spills into the folder that the command was called in.
        spill = str(path.parent / "spill")
        self._connection = duckdb.connect(config={"memory_limit": memory, "threads": threads, "temp_directory": spill})
        kinds = ", ".join(f"CASE WHEN {condition} THEN '{kind}' END" for kind, condition in CONTRADICTIONS.items())
        prepare = _PREPARE.replace("$path", "'" + str(path).replace("'", "''") + "'")
        try:
            self._connection.execute(prepare)
            self._connection.execute(
                "CREATE TEMP TABLE contradicting AS SELECT number, unnest(found) AS kind FROM ("
                f" SELECT number, list_filter([{kinds}], lambda kind: kind IS NOT NULL) AS found FROM decided)"
                " WHERE len(found) > 0"
            )
        except duckdb.Error as error:
            raise SourceError(path, None, f"is no table of records: {one_line(error)}") from error

    def counted(self) -> Iterator[Counted]:
        """Yield every figure, in one order."""
        for question in _QUESTIONS:
            cursor = self._connection.execute(
                f"SELECT *, count(*) AS records FROM ({question.sql}) GROUP BY ALL ORDER BY ALL"
            )
            names = [column[0] for column in cursor.description[:-1]]
            for row in cursor.fetchall():
                yield Counted(question.tally, question.scheme, tuple(zip(names, row, strict=False)), row[-1])

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield (number of the record, kind) for records whose dates cannot all be right, in one order."""
        yield from self._rows("SELECT number, kind FROM contradicting ORDER BY ALL")

    def executed_within_a_day(self) -> Iterator[tuple[str]]:
        """Yield the numbers of records whose execution is dated to the day of a sentence or the day after."""
        yield from self._rows(
            "SELECT number FROM decided WHERE death_kind = 'executed' AND death_first = death_last AND list_bool_or(["
            "date_diff('day', s.first, death_first) BETWEEN 0 AND 1 FOR s IN sentenced IF s.first = s.last])"
            " ORDER BY ALL"
        )

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _rows(self, sql: str) -> Iterator[Any]:
        cursor = self._connection.execute(sql)
        while rows := cursor.fetchmany(10_000):
            yield from rows

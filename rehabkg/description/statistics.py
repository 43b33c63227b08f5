"""What a release holds, counted over its dumps in one pass (DuckDB, which spills to disk: memory is bounded).

SPARQL would hold every distinct term in memory; a test asks the store the same questions in plain SPARQL.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from rehabkg.errors import StoreError, one_line
from rehabkg.namespaces import RDF, REHAB, SKOS, WD
from rehabkg.release.model import Release

_MEMORY = "1GB"
_LONGEST_LINE = 16 << 20
_LINKS = tuple(f"{SKOS}{name}Match" for name in ("exact", "close", "related", "broad", "narrow"))


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """What a graph holds: statements, and the distinct subjects, objects and properties in them."""

    triples: int
    subjects: int
    objects: int
    properties: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What all graphs hold. A statement that two graphs have is counted in each.

    `entities` are the distinct subjects below `id/`; `classes` counts the distinct things of each class, `properties`
    the statements of each property, `links` those whose object is an item of Wikidata. `first_day` and `last_day` are
    the bounds of all dates (ISO 8601), None where there are none.
    """

    total: GraphCounts
    entities: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    graphs: Mapping[str, GraphCounts]
    links: Mapping[str, int]
    first_day: str | None
    last_day: str | None


def statistics(release: Release) -> Statistics:
    """Count what the dumps of a release hold. Raises `StoreError` where they cannot be read."""
    with tempfile.TemporaryDirectory(prefix=".counting-", dir=release.path) as folder:
        try:
            with duckdb.connect(f"{folder}/counts.duckdb") as connection:
                connection.execute(f"SET memory_limit = '{_MEMORY}'")
                connection.execute(f"SET temp_directory = '{folder}'")
                connection.execute("SET threads = 2")
                connection.execute("SET preserve_insertion_order = false")
                return _counted(connection, release)
        except duckdb.Error as error:
            raise StoreError(f"{release.dumps}: cannot be counted: {one_line(error)}") from error


def _counted(connection: duckdb.DuckDBPyConnection, release: Release) -> Statistics:
    _read(connection, release)

    def rows(sql: str, *told: object) -> Sequence[Any]:
        return connection.execute(sql, told).fetchall()

    of = "count(*), count(DISTINCT s), count(DISTINCT o), count(DISTINCT p)"
    by_file = {
        Path(file).name: GraphCounts(*counts) for file, *counts in rows(f"SELECT file, {of} FROM said GROUP BY 1")
    }
    ((first, last),) = rows(
        "SELECT min(day) FILTER (p = ?), max(day) FILTER (p = ?) FROM said",
        f"<{REHAB}earliest>",
        f"<{REHAB}latest>",
    )
    return Statistics(
        total=GraphCounts(*rows(f"SELECT {of} FROM said")[0]),
        entities=rows("SELECT count(DISTINCT s) FROM said WHERE thing")[0][0],
        classes=_named(rows("SELECT class, count(DISTINCT s) FROM said WHERE starts_with(class, '<') GROUP BY 1")),
        properties=_named(rows("SELECT p, count(*) FROM said GROUP BY 1")),
        graphs={dump.graph: by_file[dump.file] for dump in release.files if dump.graph is not None},
        links=_named(rows("SELECT p, count(*) FROM said WHERE linked GROUP BY 1")),
        first_day=first,
        last_day=None if last is None else str(last),
    )


def _read(connection: duckdb.DuckDBPyConnection, release: Release) -> None:
    """Read the lines of all graphs: subjects and objects as hashes of 64 bits, which tell apart more than there are."""
    links = ", ".join(f"'<{name}>'" for name in _LINKS)
    # N-Triples have no raw control character, so that the line is one cell.
    connection.execute(
        f"""
        CREATE TABLE said AS
        SELECT file, hash(s) AS s, p, hash(o) AS o, starts_with(s, $things) AS thing,
          CASE WHEN p = '<{RDF}type>' THEN o END AS class,
          p IN ({links}) AND starts_with(o, '<{WD}') AS linked,
          CASE WHEN p IN ('<{REHAB}earliest>', '<{REHAB}latest>') THEN o[2:11] END AS day
        FROM (
          SELECT file, line[:a - 1] AS s, rest[:instr(rest, ' ') - 1] AS p,
            rest[instr(rest, ' ') + 1:length(rest) - 2] AS o
          FROM (
            SELECT filename AS file, line, instr(line, ' ') AS a, line[instr(line, ' ') + 1:] AS rest
            FROM read_csv($files, columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '',
              header = false, auto_detect = false, filename = true, max_line_size = {_LONGEST_LINE},
              buffer_size = {2 * _LONGEST_LINE})
          )
        )
        """,
        {
            "files": [str(release.dumps / dump.file) for dump in release.graphs.values()],
            "things": f"<{release.base}id/",
        },
    )


def _named(rows: Sequence[tuple[str, int]]) -> dict[str, int]:
    return {name[1:-1]: count for name, count in sorted(rows)}

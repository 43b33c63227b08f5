"""Gather what is compared into tables of a database: loaded sources in several processes, a row group at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from rehabkg.link.features import FEATURES, feature_table
from rehabkg.link.known import Known
from rehabkg.link.observed import REGISTERS, groups_of, known_rows, read_group
from rehabkg.load.pool import in_order
from rehabkg.store.loaded import COLUMNS_FILE, LoadedSource

Advance = Callable[[int], None]
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    group: int
    source: str
    register: str | None


def gather_sources(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    sources: Sequence[tuple[LoadedSource, Path]],
    *,
    jobs: int,
    advance: Advance,
) -> int:
    """Put the records of *sources*, each with its folder, into *table*; return how many.

    Raises `StoreError` for a source whose columns lack what is compared.
    """
    tasks = [
        _Task(folder / COLUMNS_FILE, group, source.id, REGISTERS.get(source.format))
        for source, folder in sources
        for group in range(groups_of(folder / COLUMNS_FILE))
    ]
    # A process takes a second to start: a few groups are done here.
    return insert(
        connection, table, in_order(_work, tasks, jobs=min(jobs, max(len(tasks) // 4, 1)), prepare=_prepare), advance
    )


def gather_known(connection: duckdb.DuckDBPyConnection, table: str, people: Iterable[Known]) -> int:
    """Put *people* into *table*; return how many."""
    return insert(connection, table, _tables(people), lambda _: None)


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, tables: Iterable[pa.Table], advance: Advance = lambda _: None
) -> int:
    """Put tables of `FEATURES` into *table*, which is made if it is not there; return how many rows."""
    blank = FEATURES.empty_table()
    connection.register("blank_features", blank)
    connection.execute(f"CREATE TABLE IF NOT EXISTS {table} AS SELECT * FROM blank_features")
    connection.unregister("blank_features")
    count = 0
    for each in tables:
        connection.register("more_features", each)
        connection.execute(f"INSERT INTO {table} SELECT * FROM more_features")
        connection.unregister("more_features")
        count += each.num_rows
        advance(each.num_rows)
    return count


def _tables(people: Iterable[Known]) -> Iterator[pa.Table]:
    batch: list[Known] = []
    for known in people:
        batch.append(known)
        if len(batch) == _AT_ONCE:
            yield feature_table(batch)
            batch = []
    if batch:
        yield feature_table(batch)


def _prepare() -> None:
    """Nothing to make ready: the tables of names and places are read when first asked."""


def _work(task: _Task) -> pa.Table:
    return feature_table(known_rows(read_group(task.path, task.group), task.source, task.register))

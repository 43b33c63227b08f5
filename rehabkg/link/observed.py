"""The records of a loaded source as `Known`, from its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rehabkg.errors import StoreError, one_line
from rehabkg.iri import local_name
from rehabkg.link.known import Known

# Formats whose numbers are those of one register: two sources that tell one number tell of one record of it.
REGISTERS: Mapping[str, str] = {
    "memorial-table": "memorial",
    "memorial-database": "memorial",
    "north-ossetia": "memorial",
}
_COLUMNS = (
    "number", "name", "surname", "given_name", "patronymic", "name_variants", "sex", "birth_edtf", "people",
    "birth_place", "birth_region", "residence", "residence_region", "occupation", "book", "file_number", "death_edtf",
    "arrests", "sentences", "rehabilitations",
)  # fmt: skip


def record_id(source: str, number: str) -> str:
    """Return the id of a record: the local name of its IRI.

    >>> record_id("some-list", "17")
    'some-list.17'
    """
    return f"{source}.{local_name(number)}"


def groups_of(path: Path) -> int:
    """Return how many row groups the columns of a source have.

    Raises `StoreError` where they lack what is compared, or cannot be read.
    """
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error
    lacking = [name for name in _COLUMNS if name not in file.schema_arrow.names]
    if lacking:
        raise StoreError(f"{path}: has no column {lacking[0]!r}; load the source again")
    count: int = file.num_row_groups
    return count


def read_group(path: Path, group: int) -> pa.Table:
    """Return the rows of one row group that are compared. Raises `StoreError` where they cannot be read."""
    try:
        return pq.ParquetFile(path).read_row_group(group, columns=list(_COLUMNS))
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error


def read_row(path: Path, number: str) -> pa.Table:
    """Return the row of the record of a number, none where the source has none. Raises `StoreError` as `groups_of`."""
    groups_of(path)
    try:
        return pq.read_table(path, columns=list(_COLUMNS), filters=[("number", "=", number)])
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> StoreError:
    return StoreError(f"{path}: cannot be read ({one_line(error, 120)}); load the source again")


def known_rows(table: pa.Table, source: str, register: str | None, *, bare: bool = False) -> Iterator[Known]:
    """Yield what each row of `columns.schema.RECORDS` tells; *register* is the one that its numbers are of.

    A *bare* row is known by its number alone: it is of a table that is not loaded.
    """
    for row in table.to_pylist():
        yield known_row(row, source, register, bare=bare)


def known_row(row: Mapping[str, Any], source: str, register: str | None, *, bare: bool = False) -> Known:
    """Return what one row tells."""
    number = row["number"]
    sentences = [one for one in row["sentences"] or () if not one["changes"]]
    return Known(
        id=number if bare else record_id(source, number),
        source=source,
        name=row["name"],
        surname=row["surname"],
        given_name=row["given_name"],
        patronymic=row["patronymic"],
        variants=tuple(row["name_variants"] or ()),
        sex=row["sex"],
        birth=_one(row["birth_edtf"]),
        death=_one(row["death_edtf"]),
        birth_place=row["birth_place"],
        people=row["people"],
        region=row["birth_region"],
        residence=row["residence"],
        residence_region=row["residence_region"],
        occupation=row["occupation"],
        arrests=_told(row["arrests"] or (), "edtf"),
        sentences=_told(sentences, "edtf"),
        rehabilitations=_told(row["rehabilitations"] or (), "edtf"),
        bodies=_told(sentences, "body"),
        articles=tuple(dict.fromkeys(article for one in sentences for article in one["articles"] or ())),
        book=row["book"],
        file_number=row["file_number"],
        external_ids=() if register is None else (f"{register}:{number}",),
    )


def _one(edtf: str | None) -> tuple[str, ...]:
    return () if edtf is None else (edtf,)


def _told(events: Iterable[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event[name] for event in events if event[name] is not None))

"""Read a whole table by its mapping and count, to show whoever wrote the mapping what becomes of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import SourceError
from rehabkg.readers.table.mapping import TableMapping
from rehabkg.readers.table.read import read_table
from rehabkg.readers.table.row import Report
from rehabkg.readers.table.target import BODY
from rehabkg.records.printed import PrintedRecord


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many records have the field `name`, of which column of the table, with the first value found."""

    name: str
    column: str
    filled: int
    example: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """What a table gave: how many `records` and `problems`, each field's count, and the `first` records.

    `numbers` are those of the cases that the mapping knows.
    """

    records: int
    problems: int
    fields: tuple[FieldCount, ...]
    first: tuple[PrintedRecord, ...]

    numbers: tuple[int, ...]

    def cells(self, record: PrintedRecord) -> Iterator[tuple[str, str]]:
        """Yield the name and value of each cell of *record*, as the mapping names them."""
        return _cells(record, self.numbers)


def count_table(path: Path, mapping: TableMapping, *, first: int, report: Report) -> Count:
    """Read every row of *path* by *mapping* and return the counts, with the *first* records.

    Each row that cannot be read goes to *report*. Raises `SourceError` as `read_table` does.
    """
    problems = 0

    def counted(error: SourceError) -> None:
        nonlocal problems
        problems += 1
        report(error)

    numbers = tuple(sorted({column.target.case for column in mapping.columns if column.target and column.target.case}))
    filled: Counter[str] = Counter()
    examples: dict[str, str] = {}
    kept: list[PrintedRecord] = []
    records = 0
    for record in read_table(path, mapping, report=counted):
        records += 1
        if len(kept) < first:
            kept.append(record)
        for name, value in _cells(record, numbers):
            filled[name] += 1
            if name not in examples:
                examples[name] = value
    columns = {str(column.target): _place(column.place) for column in mapping.columns if column.target}
    columns |= {str(target): "(constant)" for target, _ in mapping.constants}
    fields = tuple(FieldCount(name, place, filled[name], examples.get(name)) for name, place in columns.items())
    return Count(records, problems, fields, tuple(kept), numbers)


def _cells(record: PrintedRecord, numbers: Sequence[int]) -> Iterator[tuple[str, str]]:
    if record.body is not None:
        yield BODY, record.body
    yield from record.fields.items()
    for number, case in zip(numbers, record.cases, strict=False):
        yield from ((f"case.{number}.{name}", value) for name, value in case.items())


def _place(place: object) -> str:
    return str(place).strip("'")

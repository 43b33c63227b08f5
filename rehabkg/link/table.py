"""Link the rows of two tables that need not be loaded: pairs with their scores, as CSV."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from rehabkg.columns.rows import RecordRows
from rehabkg.errors import SourceError, shorten
from rehabkg.files import write_whole
from rehabkg.link.comparisons import basis_of
from rehabkg.link.features import feature_table
from rehabkg.link.gather import Advance, insert
from rehabkg.link.lines import guard
from rehabkg.link.observed import known_rows
from rehabkg.link.others import probability_of
from rehabkg.link.score import Limits, Scoring, database, parts_for
from rehabkg.load.blocks import file_blocks
from rehabkg.load.formats import AnyBlock, ReadOptions, Report, format_named
from rehabkg.load.pool import in_order
from rehabkg.mapping.lexicon_concepts import LexiconConcepts
from rehabkg.records.printed import PrintedRecord

LEFT, RIGHT, PAIRS = "people_a", "people_b", "pairs"
HEADINGS = ("left", "right", "probability", "weight", "basis")
_RECORDS_AT_ONCE = 2_000
_FETCHED = 10_000
_SHOWN_HEADINGS, _LONGEST_HEADING = 8, 40


@dataclass(frozen=True, slots=True)
class Side:
    """A table and the mapping that says which column is what; None for the one that is proposed for it."""

    path: Path
    mapping: Path | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows either side has and how many pairs were written."""

    left: int
    right: int
    pairs: int


def match_tables(
    left: Side,
    right: Side,
    write: Callable[[Iterator[tuple[str, ...]]], int],
    limits: Limits,
    *,
    least_weight: float,
    jobs: int = 2,
    report: Report = lambda _: None,
    step: Callable[[str], None] = lambda _: None,
    tell: Callable[[str], None] = lambda _: None,
    advance: Advance = lambda _: None,
) -> Counts:
    """Hand to *write* each pair of a row of *left* and one of *right* that weighs *least_weight* bits, the best first.

    *tell* is given a line on columns that no mapping explains. Raises `SourceError` for a table or a mapping that
    cannot be used, `StoreError` where the disk does not suffice.
    """
    for side in (left, right):
        # A name that is mistyped is told before a million rows of the other table are read.
        _look(side.path)
    with database(limits) as connection, tempfile.TemporaryDirectory(dir=limits.folder) as folder:
        counts = []
        for table, side in ((LEFT, left), (RIGHT, right)):
            step(f"reading {side.path.name}")
            count = gather_side(
                connection, table, side, Path(folder), jobs=jobs, report=report, tell=tell, advance=advance
            )
            counts.append(count)
        step("counting how often names and days agree by chance")
        scoring = Scoring(connection, (LEFT, RIGHT))
        scoring.count()
        step("scoring")
        scoring.pairs(least_weight, PAIRS, parts=parts_for(counts[1]))
        return Counts(counts[0], counts[1], write(rows_of(connection)))


def gather_side(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    side: Side,
    folder: Path,
    *,
    jobs: int = 2,
    report: Report = lambda _: None,
    tell: Callable[[str], None] = lambda _: None,
    advance: Advance = lambda _: None,
) -> int:
    """Put the people of a table into *table*; return how many. A mapping that is proposed is written into *folder*.

    Raises `SourceError` for a table that cannot be used, or has nobody in it.
    """
    mapping = side.mapping or _proposed(side.path, folder / f"{table}.toml", tell)
    count = insert(connection, table, _tables(side.path, mapping, table, jobs, report), advance)
    if not count:
        raise SourceError(side.path, None, "has no row that tells of a person")
    return count


def rows_of(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, ...]]:
    """Yield the scored pairs as texts under `HEADINGS`, the best first."""
    found = connection.execute(f"SELECT * FROM {PAIRS} ORDER BY weight DESC, left_id, right_id")
    while rows := found.fetchmany(_FETCHED):
        for left, right, weight, *levels in rows:
            yield (
                guard(left),
                guard(right),
                f"{probability_of(weight):.6f}",
                f"{weight:.2f}",
                " ".join(basis_of(levels)),
            )


def _look(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error


def _proposed(path: Path, out: Path, tell: Callable[[str], None]) -> Path:
    """Write the mapping that is proposed for a table. Raises `SourceError` where it matches no column."""
    from rehabkg.readers.table.proposal import look_at, propose, toml_text

    proposal = propose(look_at(path))
    if not proposal.matched:
        raise SourceError(path, None, "has no heading that is known; write a mapping ('rehabkg map init' begins one)")
    unknown = [each.place for each in proposal.columns if not each.target and each.place != proposal.number]
    if unknown:
        shown = ", ".join(repr(shorten(place, _LONGEST_HEADING)) for place in unknown[:_SHOWN_HEADINGS])
        more = f" and {len(unknown) - _SHOWN_HEADINGS} more" if len(unknown) > _SHOWN_HEADINGS else ""
        tell(f"{path}: not compared: {shown}{more}; a mapping tells what they are ('rehabkg map init' begins one)")
    write_whole(out, toml_text(proposal).encode())
    return out


def _tables(path: Path, mapping: Path, source: str, jobs: int, report: Report) -> Iterator[pa.Table]:
    options = ReadOptions(mapping=mapping)
    blocks = file_blocks(format_named("table"), [path], _RECORDS_AT_ONCE, report, options)
    yield from in_order(partial(_work, source), blocks, jobs=jobs, prepare=_prepare)


def _prepare() -> None:
    """Nothing to make ready: the vocabulary is read when first asked."""


def _work(source: str, task: tuple[str, AnyBlock]) -> pa.Table:
    """Return the features of a block of rows; a row of a place tells of no person."""
    form, rows = format_named("table"), RecordRows(LexiconConcepts())
    for found in form.read(task[1], _unheard):
        if isinstance(found, PrintedRecord):
            rows.add(found, form.recognise(found, _unread))
    return feature_table(known_rows(rows.table(), source, None, bare=True))


def _unheard(_: SourceError) -> None:
    """The main process has reported what could not be read."""


def _unread(_column: str, _value: str, _expected: str) -> None:
    """A cell that cannot be read is not compared."""

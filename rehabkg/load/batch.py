"""One batch: read a block, recognise its records, map them, check them, and hand over what is fit to load."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pyarrow as pa

from rehabkg.columns.rows import RecordRows
from rehabkg.errors import ShapesError, SourceError
from rehabkg.iri import Iris, local_name
from rehabkg.load.blocks import block_bytes, renumbered
from rehabkg.load.formats import AnyBlock, Format, ReadOptions, format_named
from rehabkg.load.rejects import REJECTED, UNREAD, WARNED, PrintedRow, Reject, of_error, of_repeated
from rehabkg.mapping.lexicon_concepts import LexiconConcepts, body_label
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.mapping.shared_values import SharedValues, shared_lines
from rehabkg.readers.block import Block
from rehabkg.records.places import PlaceRecord
from rehabkg.records.printed import PrintedRecord
from rehabkg.validation.batch import CheckedBatch, checked, record_of
from rehabkg.validation.fast import batch_check
from rehabkg.validation.result import CheckResult, short_property

# Checks the lines of a batch, with those of the values that its records share.
Check = Callable[[bytes], CheckedBatch]


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What every process of a load is told."""

    format: str
    source: str
    base: str
    language: str
    check: bool
    options: ReadOptions


@dataclass(slots=True)
class Batch:
    """What a batch comes to: its records' numbers, how they are printed, and where the lines of each end in `triples`.

    `rows` has a row for each record of a person, none for one of a place. `again` is how many of `rejects` tell of a
    record that another one of them rejects.
    """

    numbers: list[str] = field(default_factory=list)
    printed: list[PrintedRow] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    triples: bytes = b""
    rows: pa.Table | None = None
    rejects: list[Reject] = field(default_factory=list)
    shared: SharedValues = field(default_factory=SharedValues)
    source_bytes: int = 0
    again: int = 0

    def without(self, places: set[int]) -> None:
        """Take out the records at *places* of the batch."""
        kept = [place for place in range(len(self.numbers)) if place not in places]
        starts = [0, *self.ends[:-1]]
        parts = [self.triples[starts[place] : self.ends[place]] for place in kept]
        self.numbers = [self.numbers[place] for place in kept]
        self.printed = [self.printed[place] for place in kept]
        self.triples = b"".join(parts)
        self.ends = []
        end = 0
        for part in parts:
            end += len(part)
            self.ends.append(end)
        if self.rows is not None:
            numbers = set(self.numbers)
            self.rows = self.rows.filter([number in numbers for number in self.rows.column("number").to_pylist()])


class BatchWork:
    """Does batches of one source in one process."""

    def __init__(self, settings: BatchSettings, check: Check | None) -> None:
        self._format: Format = format_named(settings.format)
        self._settings = settings
        self._iris = Iris(settings.base)
        self._concepts = LexiconConcepts()
        self._check = check
        self._mapper = RecordLines(
            settings.source, iris=self._iris, language=settings.language, concepts=self._concepts, graph=None
        )

    def __call__(self, task: tuple[str, AnyBlock]) -> Batch:
        """Return what the block of *task* comes to; the text before it stands before the numbers of its records."""
        prefix, block = task
        batch = Batch(source_bytes=block_bytes(block))
        mapper = self._mapper
        rows = RecordRows(self._concepts)
        records: list[PrintedRecord] = []
        texts: list[bytes] = []

        def unreadable(error: SourceError) -> None:
            row = _line_of(block, error) if error.printed is None else None
            batch.rejects.append(of_error(error, self._format.name, row=row))

        met: set[str] = set()
        for found in self._format.read(block, unreadable):
            printed = renumbered(found if isinstance(found, PrintedRecord) else found.printed, prefix)
            if printed.number in met:
                batch.rejects.append(of_repeated(_row(printed), printed.number, self._format.name))
                continue
            met.add(printed.number)
            if isinstance(found, PlaceRecord):
                texts.append(mapper.place_lines(printed, found.place).encode())
            else:
                person = self._format.recognise(printed, partial(_unread, batch.rejects, printed))
                texts.append(mapper.lines(printed, person).encode())
                rows.add(printed, person)
            records.append(printed)
        batch.shared = mapper.take_shared()
        self._fill(batch, records, texts, rows.table())
        return batch

    def _fill(self, batch: Batch, records: list[PrintedRecord], texts: list[bytes], rows: pa.Table) -> None:
        end = 0
        for printed, text in zip(records, texts, strict=True):
            end += len(text)
            batch.numbers.append(printed.number)
            batch.printed.append(_row(printed))
            batch.ends.append(end)
        batch.triples = b"".join(texts)
        batch.rows = rows if rows.num_rows else None
        if self._check is not None:
            self._checked(batch, records, self._check(batch.triples + self._shared_lines(batch.shared)))

    def _checked(self, batch: Batch, records: list[PrintedRecord], found: CheckedBatch) -> None:
        """Report what the shapes find, and take out the records that break one."""
        if found.unplaced:
            # No record refers to it: a fault of the mapping, not of the data.
            raise ShapesError("\n".join(result.line({}) for result in found.unplaced))
        source = self._settings.source
        places = {f"{source}.{local_name(printed.number)}": place for place, printed in enumerate(records)}
        for result in found.warnings:
            record = record_of(result.focus)
            if record is not None:
                batch.rejects.append(_of_result(WARNED, records[places[record]], result))
        for record, results in found.rejected.items():
            batch.rejects.extend(_of_result(REJECTED, records[places[record]], result) for result in results)
            batch.again += len(results) - 1
        if found.rejected:
            batch.without({places[record] for record in found.rejected})

    def _shared_lines(self, shared: SharedValues) -> bytes:
        return "".join(shared_lines(shared, None, self._iris, body_label)).encode()


_PREPARED: list[BatchWork] = []


def prepare(settings: BatchSettings) -> None:
    """Make this process ready for the batches of one source."""
    # rdflib logs a traceback for every literal that is none of its datatype; the shapes say so in a line.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    check = partial(checked, check=batch_check(base=settings.base)) if settings.check else None
    _PREPARED[:] = [BatchWork(settings, check)]


def work(task: tuple[str, AnyBlock]) -> Batch:
    """Do one batch; `prepare` came before."""
    return _PREPARED[0](task)


def _of_result(outcome: str, printed: PrintedRecord, result: CheckResult) -> Reject:
    return Reject(
        outcome,
        printed.file,
        printed.line,
        short_property(result.path),
        result.value or "",
        result.shape.rpartition("#")[2],
        result.message(),
        printed.text,
    )


def _unread(rejects: list[Reject], printed: PrintedRecord, column: str, value: str, expected: str) -> None:
    message = f"is not {expected}"
    rejects.append(Reject(UNREAD, printed.file, printed.line, column, value, column, message, printed.text))


def _row(printed: PrintedRecord) -> PrintedRow:
    return printed.file, printed.line, printed.text


def _line_of(block: AnyBlock, error: SourceError) -> str | None:
    """Return the line of *error* as the block has it."""
    if not isinstance(block, Block) or error.line is None:
        return None
    lines = block.content.split(b"\n")
    place = error.line - block.first_line
    return lines[place].decode("utf-8", "backslashreplace") if 0 <= place < len(lines) else None

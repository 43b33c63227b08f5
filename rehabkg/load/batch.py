"""One batch: read a block, recognise its records, map them, check them, and hand over what is fit to load."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import pyarrow as pa

from rehabkg.columns.rows import RecordRows
from rehabkg.errors import RowError, SourceError
from rehabkg.iri import Iris, local_name
from rehabkg.load.formats import AnyBlock, Format, PageBlock, ReadOptions, format_named
from rehabkg.load.rejects import REJECTED, UNREAD, WARNED, Reject, of_error
from rehabkg.mapping.lexicon_concepts import LexiconConcepts, body_label
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.mapping.shared_values import SharedValues, shared_lines
from rehabkg.readers.block import Block
from rehabkg.records.places import PlaceRecord
from rehabkg.records.printed import PrintedRecord
from rehabkg.validation.result import CheckResult

# Returns, for each record by the local name of its IRI, what the shapes find.
Check = Callable[[bytes], dict[str, list[CheckResult]]]


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
    """What a batch comes to. `numbers` names its records; `ends` says where the lines of each end in `triples`."""

    numbers: list[str] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    triples: bytes = b""
    rows: pa.Table | None = None
    rejects: list[Reject] = field(default_factory=list)
    shared: SharedValues = field(default_factory=SharedValues)
    source_bytes: int = 0

    def without(self, places: set[int]) -> None:
        """Take out the records at *places* of the batch."""
        kept = [place for place in range(len(self.numbers)) if place not in places]
        starts = [0, *self.ends[:-1]]
        parts = [self.triples[starts[place] : self.ends[place]] for place in kept]
        self.numbers = [self.numbers[place] for place in kept]
        self.lines = [self.lines[place] for place in kept]
        self.triples = b"".join(parts)
        self.ends = []
        end = 0
        for part in parts:
            end += len(part)
            self.ends.append(end)
        if self.rows is not None:
            self.rows = self.rows.take(kept)


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
        batch = Batch(source_bytes=_size(block))
        mapper = self._mapper
        rows = RecordRows(self._concepts)
        records: list[PrintedRecord] = []
        texts: list[bytes] = []

        def unreadable(error: SourceError) -> None:
            batch.rejects.append(of_error(error, self._format.name, _printed(block, error)))

        for found in self._format.read(block, unreadable):
            printed = _renumbered(found if isinstance(found, PrintedRecord) else found.printed, prefix)
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
            batch.lines.append(printed.line)
            batch.ends.append(end)
        batch.triples = b"".join(texts)
        batch.rows = rows if rows.num_rows else None
        if self._check is None:
            return
        found = self._check(batch.triples + self._shared_lines(batch.shared))
        places = {f"{self._settings.source}.{local_name(number)}": place for place, number in enumerate(batch.numbers)}
        dropped = set()
        for local, results in found.items():
            place = places[local]
            batch.rejects += _of_results(records[place], results)
            if any(result.severity == "Violation" for result in results):
                dropped.add(place)
        if dropped:
            batch.without(dropped)

    def _shared_lines(self, shared: SharedValues) -> bytes:
        return "".join(shared_lines(shared, None, self._iris, body_label)).encode()


_PREPARED: list[BatchWork] = []


def prepare(settings: BatchSettings) -> None:
    """Make this process ready for the batches of one source."""
    check = None
    if settings.check:
        from rehabkg.validation.batch import checker

        check = checker(settings.base)
    _PREPARED[:] = [BatchWork(settings, check)]


def work(task: tuple[str, AnyBlock]) -> Batch:
    """Do one batch; `prepare` came before."""
    return _PREPARED[0](task)


def _of_results(printed: PrintedRecord, results: Iterable[CheckResult]) -> list[Reject]:
    return [
        Reject(
            REJECTED if result.severity == "Violation" else WARNED,
            printed.file,
            printed.line,
            (result.path or "").rpartition("#")[2],
            result.value or "",
            result.shape.rpartition("#")[2],
            result.message(),
            printed.text,
        )
        for result in results
    ]


def _unread(rejects: list[Reject], printed: PrintedRecord, column: str, value: str, expected: str) -> None:
    message = f"{expected} is wanted"
    rejects.append(Reject(UNREAD, printed.file, printed.line, column, value, column, message, printed.text))


def _renumbered(printed: PrintedRecord, prefix: str) -> PrintedRecord:
    return replace(printed, number=prefix + printed.number) if prefix else printed


def _size(block: AnyBlock) -> int:
    """Return about how many bytes of the file a block is."""
    if isinstance(block, Block):
        return len(block.content)
    if isinstance(block, PageBlock):
        return sum(len(page.text) for page in block.pages)
    return sum(len(found.text if isinstance(found, PrintedRecord) else found.printed.text) for found in block.records)


def _printed(block: AnyBlock, error: SourceError) -> str:
    """Return the row of an error as printed, as far as the reader or the block has it."""
    if error.printed is not None:
        return error.printed
    if isinstance(block, Block) and error.line is not None:
        lines = block.content.split(b"\n")
        place = error.line - block.first_line
        if 0 <= place < len(lines):
            return lines[place].decode("utf-8", "backslashreplace")
    return error.value if isinstance(error, RowError) else ""

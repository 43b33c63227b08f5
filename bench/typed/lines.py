"""Map the typed table, or a memorial table with its recognition, by the code of a load.

    python -m bench.typed.lines typed typed.tsv out.nt 2
    python -m bench.typed.lines whole table.tsv out.nt 1

The last word is the number of processes. Prints the seconds from the start of the processes to the last byte written.
"""

from __future__ import annotations

import csv
import gc
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.typed.row import RowConcepts, person_of, row_of
from bench.typed.statements import LANGUAGE, SOURCE
from rehabkg.iri import Iris
from rehabkg.load.batch import Batch, BatchSettings, prepare, work
from rehabkg.load.formats import ReadOptions
from rehabkg.load.pool import in_order
from rehabkg.load.run import RECORDS_A_BATCH
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.readers.block import Block, line_blocks
from rehabkg.readers.memorial_table import table_blocks

# What a process of a load sets (`rehabkg.load.pool`); with one process nobody does it for us.
_SELDOM_COLLECTED = (500_000, 20, 100)
_PREPARED: list[tuple[RecordLines, RowConcepts]] = []


def typed_lines(path: Path, jobs: int) -> Iterator[bytes]:
    """Yield the N-Triples of the typed table at *path*, block by block."""
    with path.open("rb") as opened:
        opened.readline()
        blocks = line_blocks(opened, path.name, 2, rows=RECORDS_A_BATCH, report=_refused)
        yield from in_order(typed_block, blocks, jobs=jobs, prepare=prepare_typed)


def prepare_typed() -> None:
    """Make this process ready for blocks of the typed table."""
    concepts = RowConcepts()
    mapper = RecordLines(SOURCE, iris=Iris(), language=LANGUAGE, concepts=concepts, graph=None)
    _PREPARED[:] = [(mapper, concepts)]


def typed_block(block: Block) -> bytes:
    """Return the N-Triples of one block of the typed table; `prepare_typed` came before."""
    mapper, concepts = _PREPARED[0]
    texts = []
    for cells in csv.reader(block.content.decode().split("\n")[:-1], delimiter="\t"):
        row = row_of(cells)
        concepts.take(row)
        texts.append(mapper.lines(*person_of(row)).encode())
    mapper.take_shared()
    return b"".join(texts)


def whole_lines(path: Path, jobs: int) -> Iterator[bytes]:
    """Yield the N-Triples of the memorial table at *path*, recognised and mapped but not checked, batch by batch."""
    settings = BatchSettings("memorial-table", SOURCE, Iris().base, LANGUAGE, check=False, options=ReadOptions())
    blocks = (("", block) for block in table_blocks(path, rows=RECORDS_A_BATCH, report=_passed_over))
    batches: Iterator[Batch] = in_order(work, blocks, jobs=jobs, prepare=partial(prepare, settings))
    return (batch.triples for batch in batches)


WAYS = {"typed": typed_lines, "whole": whole_lines}


def main() -> None:
    """Map one file in one way."""
    way, path, out, jobs = sys.argv[1:]
    gc.freeze()
    gc.set_threshold(*_SELDOM_COLLECTED)
    started = time.perf_counter()
    with Path(out).open("wb") as written:
        for lines in WAYS[way](Path(path), int(jobs)):
            written.write(lines)
    print(time.perf_counter() - started)


def _refused(error: Exception) -> None:
    raise error


def _passed_over(_: Exception) -> None:
    """A row that cannot be read makes no triples."""


if __name__ == "__main__":
    main()

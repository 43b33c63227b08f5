"""Read, recognise and map a memorial table by the code of a load; it is not checked, and nothing is stored.

    python -m bench.typed.whole table.tsv out.nt 2

The last word is the number of processes. Prints the seconds from the start of the processes to the last byte written.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.typed.statements import LANGUAGE, SOURCE
from bench.typed.written import written
from rehabkg.iri import Iris
from rehabkg.load.batch import Batch, BatchSettings, prepare, work
from rehabkg.load.formats import ReadOptions
from rehabkg.load.pool import in_order
from rehabkg.load.run import RECORDS_A_BATCH
from rehabkg.readers.memorial_table import table_blocks


def whole_lines(path: Path, jobs: int) -> Iterator[bytes]:
    """Yield the N-Triples of the memorial table at *path*, batch by batch; their columns are made as well."""
    settings = BatchSettings("memorial-table", SOURCE, Iris().base, LANGUAGE, check=False, options=ReadOptions())
    blocks = (("", block) for block in table_blocks(path, rows=RECORDS_A_BATCH, report=_passed_over))
    batches: Iterator[Batch] = in_order(work, blocks, jobs=jobs, prepare=partial(prepare, settings))
    return (batch.triples for batch in batches)


def _passed_over(_: Exception) -> None:
    """A row that cannot be read makes no triples."""


if __name__ == "__main__":
    print(written(whole_lines))

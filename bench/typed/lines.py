"""Map the typed table by the code of a load: the record and the person of a row to lines of N-Triples.

    python -m bench.typed.lines typed.tsv out.nt 2

The last word is the number of processes. Prints the seconds from the start of the processes to the last byte written.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from bench.typed.row import Rows
from bench.typed.statements import LANGUAGE, SOURCE
from bench.typed.written import written
from rehabkg.iri import Iris
from rehabkg.load.pool import in_order
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.readers.block import Block, line_blocks

# As many as a load takes (`rehabkg.load.run`), whose module would bring the rest of a load with it.
_ROWS_A_BLOCK = 2_000
_PREPARED: list[tuple[RecordLines, Rows]] = []


def typed_lines(path: Path, jobs: int) -> Iterator[bytes]:
    """Yield the N-Triples of the typed table at *path*, block by block."""
    with path.open("rb") as opened:
        opened.readline()
        blocks = line_blocks(opened, path.name, 2, rows=_ROWS_A_BLOCK, report=_refused)
        yield from in_order(typed_block, blocks, jobs=jobs, prepare=prepare_typed)


def prepare_typed() -> None:
    """Make this process ready for blocks of the typed table."""
    rows = Rows()
    mapper = RecordLines(SOURCE, iris=Iris(), language=LANGUAGE, concepts=rows, graph=None)
    _PREPARED[:] = [(mapper, rows)]


def typed_block(block: Block) -> bytes:
    """Return the N-Triples of one block of the typed table; `prepare_typed` came before."""
    mapper, rows = _PREPARED[0]
    texts = []
    for cells in csv.reader(map(bytes.decode, BytesIO(block.content)), delimiter="\t"):
        texts.append(mapper.lines(*rows.read(cells)).encode())  # noqa: PERF401 - that it goes row by row is the point
    mapper.take_shared()
    return b"".join(texts)


def _refused(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    print(written(typed_lines))

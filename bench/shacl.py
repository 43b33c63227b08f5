"""Time the check of records against all shapes of `shapes/records/`, beside other engines on the same shapes and lines.

    python -m bench.shacl
    python -m bench.shacl --records 20000 --lists records.txt

The records are invented bodies of lists, recognised and mapped as a load does it, with the lines of the values that
they share. pySHACL is the reference: it says what is right, and sets the scale. pyshifty and rudof are measured where
they are installed (`pip install pyshifty pyrudof`). A rate is records for each second on the clock;
the rate for each second of a processor stands beside it, since others may be at work on the machine.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import SH

from bench.generate import generate
from bench.report import held, machine, table
from rehabkg import assets
from rehabkg.iri import Iris
from rehabkg.load.batch import BatchSettings, BatchWork
from rehabkg.load.blocks import file_blocks
from rehabkg.load.formats import ReadOptions, format_named
from rehabkg.load.pool import in_order
from rehabkg.mapping.lexicon_concepts import body_label
from rehabkg.mapping.shared_values import shared_lines
from rehabkg.settings import DEFAULT_BASE
from rehabkg.validation.fast import BATCH_ENGINES, batch_check
from rehabkg.validation.shacl import load_shapes

WANTED, TIMES_THE_REFERENCE = 5_000, 50
PROCESSES = 2
# What a load gives its processes, and what the libraries can do in a bearable time.
BATCH, FEW = 1_000, 200
SIZES = (500, BATCH, 10_000)

# What an engine makes of the lines of a batch: the number of results.
Count = Callable[[bytes], int]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine did: seconds on the clock and of the processor, and how many results it found."""

    engine: str
    batch: int
    records: int
    clock: float
    processor: float
    results: int

    @property
    def rate(self) -> float:
        """Records for each second on the clock."""
        return self.records / self.clock


def main() -> None:
    """Time all engines, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000, help="how many")
    parser.add_argument("--lists", type=Path, help="bodies of memorial lists instead of invented ones")
    call = parser.parse_args()
    # rdflib logs a traceback for every literal that is none of its datatype.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        lists = call.lists or invented(Path(folder), call.records)
        lines = {size: list(batches(lists, size, call.records)) for size in (FEW, *SIZES)}
    shapes = load_shapes(assets.RECORD_SHAPES)
    told(lines[BATCH], shapes)
    reference = measured("pySHACL", FEW, lines[FEW][:1], pyshacl_counter(shapes))
    found = [reference, *libraries(shapes, lines)]
    found += [measured("compiled", size, lines[size], compiled_counter(shapes)) for size in SIZES]
    found.append(measured_together(lines[BATCH]))
    print_measured(found, reference)
    fastest = max(measure.rate for measure in found if measure.engine.startswith("compiled,"))
    print(f"{WANTED:,} records/s on {PROCESSES} processes: {held(fastest >= WANTED)}; ", end="")
    print(f"{TIMES_THE_REFERENCE} times pySHACL: {held(fastest >= TIMES_THE_REFERENCE * reference.rate)}")


def invented(folder: Path, records: int) -> Path:
    """Return a file of invented bodies."""
    path = folder / "lists.txt"
    generate("memorial-lists", records, path, truth=None)
    return path


def batches(lists: Path, size: int, records: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number of records and the lines of each batch of about *size*, until there are *records*."""
    options = ReadOptions()
    work = BatchWork(BatchSettings("memorial-lists", "bench", DEFAULT_BASE, "ru", False, options), None)
    count = 0
    for task in file_blocks(format_named("memorial-lists"), [lists], size, lambda _: None, options):
        batch = work(task)
        shared = "".join(shared_lines(batch.shared, None, Iris(), body_label))
        yield len(batch.numbers), batch.triples + shared.encode()
        count += len(batch.numbers)
        if count >= records:
            return


def told(lines: list[tuple[int, bytes]], shapes: Graph) -> None:
    """Print what is checked."""
    records = sum(count for count, _ in lines)
    triples = sum(data.count(b"\n") for _, data in lines)
    named = {*shapes.subjects(SH.message)}
    print(f"{records:,} records of {triples / records:.1f} triples, shared values included; {len(named)} constraints\n")


def measured(engine: str, size: int, lines: list[tuple[int, bytes]], count: Count) -> Measured:
    """Run an engine over batches, in this process."""
    count(lines[0][1][:0])
    clock, processor = time.perf_counter(), time.process_time()
    results = sum(count(data) for _, data in lines)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    return Measured(engine, size, sum(records for records, _ in lines), clock, processor, results)


def measured_together(lines: list[tuple[int, bytes]]) -> Measured:
    """Run the compiled shapes over batches in several processes, as a load does; their start is not counted."""
    warm = [b""] * PROCESSES * 2
    answers = in_order(checked, [*warm, *(data for _, data in lines)], jobs=PROCESSES, prepare=prepare)
    for _ in warm:
        next(answers)
    clock = time.perf_counter()
    found = list(answers)
    clock = time.perf_counter() - clock
    records = sum(count for count, _ in lines)
    processor = sum(seconds for _, seconds in found)
    results = sum(count for count, _ in found)
    return Measured(f"compiled, {PROCESSES} processes", BATCH, records, clock, processor, results)


def prepare() -> None:
    """Compile the shapes in this process."""
    batch_check()


def checked(data: bytes) -> tuple[int, float]:
    """Check a batch in this process; return the number of results and the seconds of the processor."""
    started = time.process_time()
    results = len(batch_check()(data))
    return results, time.process_time() - started


def pyshacl_counter(shapes: Graph) -> Count:
    """Return the reference, as the project runs it."""
    check = BATCH_ENGINES["pyshacl"](shapes)
    return lambda data: len(check(data))


def compiled_counter(shapes: Graph) -> Count:
    """Return the compiled shapes."""
    check = BATCH_ENGINES["compiled"](shapes)
    return lambda data: len(check(data))


def libraries(shapes: Graph, lines: dict[int, list[tuple[int, bytes]]]) -> Iterator[Measured]:
    """Yield what the engines do that are installed beside the project's own: with all shapes, and with Core alone."""
    for name, counter in (("shifty", shifty_counter), ("pyrudof", rudof_counter)):
        if find_spec(name) is None:
            continue
        for size in (FEW, BATCH):
            yield measured(f"{name}, all", size, lines[size][:1], counter(shapes))
            yield measured(f"{name}, Core", size, lines[size][:1], counter(core_alone(shapes)))


def core_alone(shapes: Graph) -> Graph:
    """Return the shapes without SPARQL constraints."""
    core = Graph()
    core += shapes
    core.remove((None, SH.sparql, None))
    return core


def shifty_counter(shapes: Graph) -> Count:
    """Return pyshifty by its faster way of reporting, without inference and sorting."""
    from shifty import _shifty

    validator = _shifty.PreparedValidator(shapes=shapes.serialize(format="nt").encode(), shapes_format="nt")

    def count(data: bytes) -> int:
        result = validator.validate_algebra(
            data=data, data_format="nt", graph_mode="data", run_infer=False, sort_results=False
        )
        return sum(len(violation.reasons) for violation in result.violations)

    return count


def rudof_counter(shapes: Graph) -> Count:
    """Return rudof."""
    import pyrudof

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_shacl(shapes.serialize(format="turtle"), pyrudof.ShaclFormat.Turtle)

    def count(data: bytes) -> int:
        rudof.read_data(data.decode() or "\n", pyrudof.RDFFormat.NTriples)
        return len(rudof.validate_shacl())

    return count


def print_measured(found: list[Measured], reference: Measured) -> None:
    """Print a row for each engine and size of batch."""
    rows = [
        (
            it.engine, f"{it.batch:,}", f"{it.records:,}", f"{it.rate:,.0f}",
            f"{it.records / it.processor:,.0f}", f"{it.rate / reference.rate:,.1f}",
            f"{it.results:,}",
        )
        for it in found
    ]  # fmt: skip
    table(("engine", "batch", "records", "records/s", "records/s of processor", "times pySHACL", "results"), rows)


if __name__ == "__main__":
    main()

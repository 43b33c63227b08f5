"""Time the curated graph: build, check, each stored query, each export, and whole commands.

    python -m bench.curated [--runs 7]

Prints Markdown tables: medians, in the units of each heading. Timed figures are benchmarks, never tests.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import machine, median_seconds, table
from rehabkg import pipeline
from rehabkg.api import Knowledge
from rehabkg.query.catalog import stored_queries
from rehabkg.settings import Settings
from rehabkg.store.version import write_version

EXPORTS = ("turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld")
COMMANDS = (
    ("query", "amnesty-without-rehabilitation"),
    ("query", "status-as-of"),
    ("status", "Mandelstam", "--as-of", "1957-01-01"),
    ("show", "g-katyn"),
    ("export", "--format", "jsonld", "--thing", "p0050"),
)


def main() -> None:
    """Run all timings once, in one process, and whole commands in processes of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store_path=Path(folder) / "store")
        assembled = time_build(settings)
        graph = Knowledge.open(settings.store_path)
        time_queries(graph, runs)
        time_exports(graph, len(assembled.quads))
        time_commands(settings.store_path, runs)


def time_build(settings: Settings) -> pipeline.Assembled:
    """Time the steps of a build."""
    started = time.perf_counter()
    assembled = pipeline.assemble(settings)
    mapped = time.perf_counter()
    results, shapes = pipeline.check(assembled)
    checked = time.perf_counter()
    write_version(settings.store_path, assembled.nquads(), settings.base)
    written = time.perf_counter()
    size = sum(path.stat().st_size for path in settings.store_path.rglob("*") if path.is_file())
    print(f"{assembled.rows:,} rows, {len(assembled.quads):,} quads, {shapes} shapes, {len(results)} results, ")
    print(f"{size / len(assembled.quads):.0f} bytes a quad on disk\n")
    table(
        ("build", "seconds"),
        [
            ("read, map, derive", f"{mapped - started:.2f}"),
            ("check (pySHACL)", f"{checked - mapped:.2f}"),
            ("write the store", f"{written - checked:.2f}"),
            ("**all**", f"**{written - started:.2f}**"),
        ],
    )
    return assembled


def time_queries(graph: Knowledge, runs: int) -> None:
    """Time every stored query with its defaults."""
    rows = []
    for query in stored_queries():
        count = len(graph.ask(query.name).texts())
        rows.append((median_seconds(lambda name=query.name: graph.ask(name), runs) * 1000, query.name, count))
    rows.sort(reverse=True)
    table(("stored query", "rows", "ms"), [(name, str(count), f"{ms:.1f}") for ms, name, count in rows])


def time_exports(graph: Knowledge, quads: int) -> None:
    """Time the export of the whole graph in each format."""
    rows = []
    for form in EXPORTS:
        seconds = median_seconds(lambda form=form: graph.export(form), 3)
        rows.append((form, f"{seconds:.2f}", f"{quads / seconds:,.0f}"))
    table(("export of the whole graph", "seconds", "quads/s"), rows)


def time_commands(store: Path, runs: int) -> None:
    """Time whole commands, interpreter start included."""
    rows = []
    for arguments in COMMANDS:
        call = [sys.executable, "-m", "rehabkg", *arguments, "--store", str(store)]
        seconds = median_seconds(lambda call=call: subprocess.run(call, check=True, capture_output=True), runs)
        rows.append((f"rehabkg {' '.join(arguments)}", f"{seconds:.2f}"))
    table(("whole command", "seconds"), rows)


if __name__ == "__main__":
    main()

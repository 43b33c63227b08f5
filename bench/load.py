"""Load a large invented memorial table as a user does, and measure it: time, memory, disk, and what is asked after it.

    python -m bench.load --rows 1000000
    python -m bench.load --rows 20000 --work /tmp/load          keeps the table, and uses it again
    python -m bench.load --rows 2614978 --jobs 2 --store store  the curated store to start from, which is copied

`rehabkg load` runs as a process of its own, everything included: read, recognise, map, check, store, count, index.
The memory of a process is its peak (VmHWM), looked at ten times a second. Then come: what the store takes on disk;
look-ups and every stored query, warm (median after one call that is not counted) and as a whole command; `find` for
several kinds of names; a second small source loaded and unloaded beside the large one; and the large one unloaded.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.asked import Asked, time_finding, time_look_ups, time_queries
from bench.generate import generate
from bench.processes import Ran, run
from bench.report import held, machine, mebibytes, table
from rehabkg import pipeline
from rehabkg.settings import Settings
from rehabkg.store.engine import DATABASE, version_in_force
from rehabkg.store.loaded import COLUMNS_FILE, NAMES_FOLDER, source_folder
from rehabkg.store.version import write_version

SOURCE, SECOND = "bench-table", "bench-lists"
SECOND_ROWS = 1_000
ERRORS = 0.001
WANTED_SECONDS, WANTED_ROWS = 600, 1_000_000
WANTED_BYTES = 2_500_000_000
STEPS = ("checksums", "records", "counting", "names", "bringing it into force")


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a run works, and what it is asked: a store, how many rows of a table, on how many processes."""

    work: Path
    store: Path
    rows: int
    jobs: int
    runs: int

    def rehabkg(self, *words: str) -> Ran:
        """Run a command of the project on the store."""
        return run([sys.executable, "-m", "rehabkg", *words, "--store", str(self.store)])


def main() -> None:
    """Do everything once, in the order of a user's day, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2, help="processes that the load may use")
    parser.add_argument("--runs", type=int, default=5, help="calls of each query; medians are printed")
    parser.add_argument("--store", type=Path, help="a curated store to copy; by default one is built")
    parser.add_argument("--work", type=Path, help="a folder to work in that stays; by default one that goes")
    call = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        work = call.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        bench = Bench(work, work / "store", call.rows, call.jobs, call.runs)
        make_store(bench.store, call.store)
        before = _size(version_in_force(bench.store) / DATABASE)
        loaded = time_load(bench)
        print_disk(bench, loaded, before)
        asked = Asked.of(bench.store, SOURCE)
        time_look_ups(asked)
        time_queries(asked, bench.runs, bench.rehabkg)
        time_finding(asked, bench.runs, bench.rehabkg)
        time_other_sources(bench)


def make_store(store: Path, curated: Path | None) -> None:
    """Make the store to load into: a copy of *curated*, or the curated tables written anew, unchecked."""
    shutil.rmtree(store, ignore_errors=True)
    if curated is not None:
        shutil.copytree(curated, store)
    else:
        settings = Settings(store_path=store)
        write_version(store, pipeline.assemble(settings).nquads(), settings.base)


def time_load(bench: Bench) -> dict[str, int]:
    """Load the table, print its steps and the memory of its processes; return what the source came to."""
    rows = bench.work / f"table-{bench.rows}.tsv"
    if not rows.exists():
        generate("memorial-table", bench.rows, rows, truth=None, errors=ERRORS)
    rejects = bench.work / "rejects.csv"
    ran = bench.rehabkg(
        "load", "memorial-table", str(rows), "--source", SOURCE, "--rejects", str(rejects), "--jobs", str(bench.jobs)
    )
    print(f"{ran.output.strip()}\n")
    table(("load", "seconds", "share", "records/s"), _steps(ran, bench.rows))
    peaks = sorted(ran.peaks.values(), key=lambda peak: -peak.size)
    table(("process", "peak, MiB"), [(peak.role, mebibytes(peak.size)) for peak in peaks])
    seconds = WANTED_SECONDS * bench.rows / WANTED_ROWS
    print(f"{ran.processor:,.1f} seconds of the processors\n")
    table(
        ("wanted of the load", "at most", "measured", "held"),
        [
            ("seconds", f"{seconds:,.0f}", f"{ran.seconds:,.1f}", held(ran.seconds <= seconds)),
            (
                "peak of a process, MiB",
                mebibytes(WANTED_BYTES),
                mebibytes(ran.peak()),
                held(ran.peak() <= WANTED_BYTES),
            ),
        ],
    )
    sources = json.loads(bench.rehabkg("sources", "--json").output)
    loaded = next(source for source in sources if source["id"] == SOURCE)
    return {
        "triples": loaded["triples"] + loaded["derived"],
        **{name: loaded[name] for name in ("records", "rejected")},
    }


def _steps(ran: Ran, rows: int) -> list[tuple[str, ...]]:
    """Return the time of each step: a step lasts until the next line that names one."""
    named = [(second, line) for second, line in ran.lines if line in STEPS]
    ends = [second for second, _ in named[1:]] + [ran.seconds]
    times = [("start", named[0][0])] if named else []
    times += [(name, end - second) for (second, name), end in zip(named, ends, strict=True)]
    times.append(("**all**", ran.seconds))
    return [
        (name, f"{seconds:.1f}", f"{seconds / ran.seconds:.0%}", f"{rows / max(seconds, 0.001):,.0f}")
        for name, seconds in times
    ]


def print_disk(bench: Bench, loaded: dict[str, int], before: int) -> None:
    """Print what the source takes on disk; *before* it, the database had so many bytes."""
    folder = source_folder(bench.store, SOURCE)
    parts = (
        ("database", _size(version_in_force(bench.store) / DATABASE) - before),
        ("columns (Parquet)", _size(folder / COLUMNS_FILE)),
        ("index of names", _size(folder / NAMES_FOLDER)),
    )
    table(
        ("the source on disk", "MiB", "bytes a triple", "bytes a record"),
        [
            (name, mebibytes(size), f"{size / loaded['triples']:.1f}", f"{size / loaded['records']:,.0f}")
            for name, size in parts
        ],
    )
    print(f"{loaded['triples']:,} triples, {loaded['records']:,} records, {loaded['rejected']:,} rejected\n")


def time_other_sources(bench: Bench) -> None:
    """Time a small source beside the large one, the large one loaded again, and both unloaded."""
    bodies = bench.work / "bodies.txt"
    generate("memorial-lists", SECOND_ROWS, bodies, truth=None, seed=2)
    rows = bench.work / f"table-{bench.rows}.tsv"
    calls: Sequence[tuple[str, tuple[str, ...]]] = (
        (
            f"load {SECOND_ROWS:,} bodies of lists beside it",
            ("load", "memorial-lists", str(bodies), "--source", SECOND),
        ),
        ("load them again", ("load", "memorial-lists", str(bodies), "--source", SECOND)),
        ("load the table again", ("load", "memorial-table", str(rows), "--source", SOURCE, "--jobs", str(bench.jobs))),
        ("unload the bodies", ("unload", SECOND)),
        ("unload the table", ("unload", SOURCE)),
    )
    found = []
    for name, words in calls:
        ran = bench.rehabkg(*words)
        found.append((name, f"{ran.seconds:.1f}", mebibytes(ran.peak())))
    table(("beside the large source", "seconds", "peak of a process, MiB"), found)


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    main()

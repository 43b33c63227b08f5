"""Map a table to N-Triples: the code of a load beside its peers, on the same table and the same triples.

    python -m bench.mapping
    python -m bench.mapping --rows 10000 --runs 1
    python -m bench.mapping --rows 300000 --peers ~/peers     keeps the peers' environments for the next time

No mapping language can read a Russian sentence, so all get one typed table: what the project recognises in an invented
memorial table, a column for each value. What each writes is held to be the same set of triples. Each run is a process
of its own; the seconds run from the first byte read to the last one written, and leave out the start of a peer's
interpreter, but not that of the project's second process; those of the processors have every start in them, and are
to be looked at where others are at work on the machine. What rdflib would take is scaled up from a sample.
The peers are installed by pip, each into an environment of its own; one that cannot be had is left out, with a word.

"Whole" is the project alone: from the bytes of the memorial table to N-Triples with everything recognised.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa

from bench.generate import generate
from bench.processes import Ran, run
from bench.report import held, machine, mebibytes, table
from bench.typed import ottr, rml
from bench.typed.sets import triples_in
from bench.typed.table import write_typed

WANTED_RATE = 40_000
WANTED_TIMES = {"Morph-KGC": 8, "maplib": 5}
OURS = "rehabkg"


@dataclass(slots=True)
class Contestant:
    """A way to map: its command, the table it takes, and what was measured of it."""

    name: str
    jobs: str
    call: list[str]
    seconds_of: Callable[[Ran], float]
    source: Path
    out: Path
    rows: int
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    triples: pa.Array | None = None

    def run(self) -> None:
        """Run once; the first time, look at what was written."""
        self.out.unlink(missing_ok=True)
        ran = run(self.call)
        self.seconds.append(self.seconds_of(ran))
        self.processor.append(ran.processor)
        self.peaks.append(ran.peak())
        if self.triples is None:
            self.triples = triples_in(self.out)
        self.out.unlink()

    def rate(self) -> float:
        """Return records a second, by the median of the runs."""
        return self.rows / statistics.median(self.seconds)

    def used(self) -> float:
        """Return the seconds of the processors, by the median of the runs; the start of all processes is in it."""
        return statistics.median(self.processor)


def main() -> None:
    """Make the tables, run all in turn, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000, help="of the invented memorial table")
    parser.add_argument("--sample", type=int, default=5_000, help="rows of the typed table that rdflib maps")
    parser.add_argument("--runs", type=int, default=3, help="of each, in turn; medians are printed")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the project and of Morph-KGC")
    parser.add_argument("--peers", type=Path, help="folder of the peers' environments, made where they are missing")
    call = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        generate("memorial-table", call.rows, work / "table.tsv", truth=None)
        typed = write_typed(work / "table.tsv", work / "typed.tsv")
        shown = typed.left_out / call.rows
        print(f"{typed.rows:,} records in the typed table; {shown:.1%} do not fit into one row and are left out\n")
        found = contestants(work, typed.rows, call.sample, call.jobs, call.peers or work / "peers")
        whole = whole_ways(work, call.rows, call.jobs)
        for number in range(call.runs):
            for contestant in (*found, *whole):
                tell(f"run {number + 1}: {contestant.name}, {contestant.jobs}")
                contestant.run()
        print_typed(found)
    print_whole(whole)
    print_targets(found)


def contestants(work: Path, rows: int, sample: int, jobs: int, peers: Path) -> list[Contestant]:
    """Return all that can map the typed table here: the project first, on one process and on *jobs*."""
    typed = work / "typed.tsv"
    found = [_ours("bench.typed.lines", typed, work, rows, count) for count in (1, jobs)]
    for name, source, count in (("pyoxigraph", typed, rows), ("rdflib", _sample(work, sample), min(sample, rows))):
        out = work / f"{name}.nt"
        command = [sys.executable, "-m", "bench.typed.objects", name, str(source), str(out)]
        found.append(Contestant(name, "1", command, _printed_seconds, source, out, count))
    morph = _environment(peers / "morph-kgc", rml.REQUIREMENT)
    for count in (1, jobs) if morph is not None else ():
        out = work / f"morph-kgc-{count}.nt"
        configuration = rml.write_configuration(work, typed, out, count)
        command = [str(morph), "-m", "morph_kgc", str(configuration)]
        found.append(Contestant("Morph-KGC", str(count), command, _logged_seconds, typed, out, rows))
    maplib = _environment(peers / "maplib", ottr.REQUIREMENT)
    if maplib is not None:
        templates, out = work / "templates.json", work / "maplib.nt"
        ottr.write_templates(templates)
        command = [str(maplib), str(ottr.SCRIPT), str(templates), str(typed), str(out)]
        found.append(Contestant("maplib", "threads", command, _printed_seconds, typed, out, rows))
    return found


def whole_ways(work: Path, rows: int, jobs: int) -> list[Contestant]:
    """Return the project's whole way from the memorial table, on one process and on *jobs*."""
    return [_ours("bench.typed.whole", work / "table.tsv", work, rows, count) for count in (1, jobs)]


def print_typed(found: Sequence[Contestant]) -> None:
    """Print the comparison; a sample is held to the project's triples of the sample."""
    ours = found[1]
    assert ours.triples is not None  # noqa: S101 - it has run
    rows = []
    for it in found:
        assert it.triples is not None  # noqa: S101 - it has run
        rows.append(
            (
                f"{it.name} (sample of {it.rows:,})" if it.rows != ours.rows else it.name, it.jobs,
                f"{ours.rows / it.rate():.2f}", f"{it.used() * ours.rows / it.rows:.2f}", f"{it.rate():,.0f}",
                f"{ours.rate() / it.rate():.1f}",
                mebibytes(statistics.median(it.peaks)), f"{len(it.triples):,}", _same(it, ours),
            )
        )  # fmt: skip
    headings = (
        "typed table → N-Triples", "processes", "seconds", "of the processors", "records/s",
        f"times slower than {OURS} on {ours.jobs}", "peak of a process, MiB", "triples", "same set",
    )  # fmt: skip
    table(headings, rows)


def print_whole(found: Sequence[Contestant]) -> None:
    """Print the whole way."""
    rows = [
        (
            it.jobs, f"{statistics.median(it.seconds):.2f}", f"{it.used():.2f}", f"{it.rate():,.0f}",
            f"{it.rate() / found[0].rate():.2f}",
            mebibytes(statistics.median(it.peaks)), f"{len(it.triples or ()):,}",
        )
        for it in found
    ]  # fmt: skip
    headings = (
        "whole: memorial table → N-Triples, processes", "seconds", "of the processors", "records/s",
        "times one process",
        "peak of a process, MiB", "triples",
    )  # fmt: skip
    table(headings, rows)


def print_targets(found: Sequence[Contestant]) -> None:
    """Print what is wanted of the project, and whether it holds."""
    ours = max(it.rate() for it in found if it.name == OURS)
    rows = [(f"records/s on {found[1].jobs} cores", f"{WANTED_RATE:,}", f"{ours:,.0f}", held(ours >= WANTED_RATE))]
    for peer, wanted in WANTED_TIMES.items():
        rates = [it.rate() for it in found if it.name == peer]
        if rates:
            times = ours / max(rates)
            rows.append((f"times as fast as {peer}", str(wanted), f"{times:.1f}", held(times >= wanted)))
        else:
            rows.append((f"times as fast as {peer}", str(wanted), "not measured", ""))
    table(("wanted", "at least", "measured", "held"), rows)


def tell(message: str) -> None:
    """Say on standard error what is going on."""
    print(message, file=sys.stderr, flush=True)


def _ours(module: str, source: Path, work: Path, rows: int, jobs: int) -> Contestant:
    out = work / f"{module}-{jobs}.nt"
    command = [sys.executable, "-m", module, str(source), str(out), str(jobs)]
    return Contestant(OURS, str(jobs), command, _printed_seconds, source, out, rows)


def _sample(work: Path, rows: int) -> Path:
    """Return the first *rows* records of the typed table as a table; no cell of it holds a line feed."""
    sample = work / "sample.tsv"
    with (work / "typed.tsv").open("rb") as whole, sample.open("wb") as opened:
        opened.writelines(islice(whole, rows + 1))
    return sample


def _same(it: Contestant, ours: Contestant) -> str:
    assert it.triples is not None  # noqa: S101 - it has run
    assert ours.triples is not None  # noqa: S101 - it has run
    if it is ours:
        return ""
    wanted = ours.triples
    if it.rows != ours.rows:
        check = _ours("bench.typed.lines", it.source, it.source.parent, it.rows, 1)
        check.run()
        wanted = check.triples
    return "yes" if it.triples.equals(wanted) else "**no**"


def _printed_seconds(ran: Ran) -> float:
    return float(ran.output)


def _logged_seconds(ran: Ran) -> float:
    """Return the seconds that Morph-KGC says it took, without the reading of its mapping."""
    line = next(line for _, line in reversed(ran.lines) if "Materialization finished in" in line)
    return float(line.split()[-2])


def _environment(folder: Path, requirement: str) -> Path | None:
    """Return the interpreter of an environment that has *requirement*; None, and a word, where it cannot be made."""
    python = folder / "bin" / "python"
    if python.exists():
        return python
    tell(f"installing {requirement}")
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement],
    ):
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            python.unlink(missing_ok=True)
            tell(f"{requirement} is left out: {made.stderr.strip().splitlines()[-1:]}")
            return None
    return python


if __name__ == "__main__":
    main()

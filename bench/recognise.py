"""Time recognition on one core: the bodies of memorial lists, and the rows of a memorial table.

    python -m bench.recognise
    python -m bench.recognise --records 5000 --runs 1
    python -m bench.recognise --lists records.txt --table table.tsv

The real lists are taken from ../shared/data where they are, invented ones elsewhere; the table is invented. Each run is
a process of its own: its first pass meets cold caches, its second warm ones. A rate is records for each second of the
processor, so that others at work on the machine count little; the time on the clock stands beside it. "With concepts"
asks the lexicon as well which body, region, people, class of occupations and book each text names, as a load does.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from bench.generate import generate
from bench.processes import run
from bench.report import held, machine, mebibytes, table
from bench.typed.written import SELDOM_COLLECTED
from rehabkg.mapping.lexicon_concepts import LexiconConcepts
from rehabkg.records.model import RecordedPerson
from rehabkg.records.printed import PrintedRecord

REAL_LISTS = Path(__file__).parents[2] / "shared" / "data" / "memorial-lists" / "records.txt"
WANTED_LISTS = 8_000
# The first records read the tables of the lexicon; they are timed apart.
FIRST = 50
FORMATS = ("memorial-lists", "memorial-table")
Recognise = Callable[[PrintedRecord], RecordedPerson]


def main() -> None:
    """Time both formats, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=37_000, help="how many of each format")
    parser.add_argument("--runs", type=int, default=3, help="processes for each format; medians are printed")
    parser.add_argument("--lists", type=Path, help="bodies of lists instead of those found")
    parser.add_argument("--table", type=Path, help="a memorial table instead of an invented one")
    parser.add_argument("--once", choices=FORMATS, help=argparse.SUPPRESS)
    parser.add_argument("--concepts", action="store_true", help=argparse.SUPPRESS)
    call = parser.parse_args()
    if call.once is not None:
        print(json.dumps(once(call.once, call.lists or call.table, call.records, with_concepts=call.concepts)))
        return
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        lists = call.lists or _lists(Path(folder), call.records)
        rows = call.table or _invented(Path(folder), "memorial-table", call.records)
        print(f"lists: {_told(lists, call.lists)}; table: {_told(rows, call.table)}\n")
        paths = {"memorial-lists": lists, "memorial-table": rows}
        found = {
            (form, concepts): runs_of(form, paths[form], call.records, call.runs, concepts=concepts)
            for form in FORMATS
            for concepts in (False, True)
        }
    print_rates(found)
    plain, whole = (found["memorial-lists", concepts]["cold"] for concepts in (False, True))
    print(f"wanted of memorial-lists: {WANTED_LISTS:,} records/s, cold caches")
    print(f"recognised: {held(plain >= WANTED_LISTS)}; with concepts: {held(whole >= WANTED_LISTS)}")


def print_rates(found: Mapping[tuple[str, bool], dict[str, float]]) -> None:
    """Print what was measured of each format, without concepts and with them."""
    headings = (
        "one core", "records", f"first {FIRST} records, s", "cold, records/s", "warm, records/s", "warm / cold",
        "cold on the clock, s", "peak, MiB",
    )  # fmt: skip
    rows = [
        (
            f"{form}, with concepts" if concepts else form, f"{it['records']:,.0f}", f"{it['start']:.2f}",
            f"{it['cold']:,.0f}", f"{it['warm']:,.0f}", f"{it['warm'] / it['cold']:.1f}", f"{it['clock']:.2f}",
            mebibytes(int(it["peak"])),
        )
        for (form, concepts), it in found.items()
    ]  # fmt: skip
    table(headings, rows)


def runs_of(form: str, path: Path, records: int, runs: int, *, concepts: bool) -> dict[str, float]:
    """Return the median of each figure over *runs* processes."""
    option = "--lists" if form == "memorial-lists" else "--table"
    call = [sys.executable, "-m", "bench.recognise", "--once", form, option, str(path), "--records", str(records)]
    call += ["--concepts"] if concepts else []
    figures = []
    for _ in range(runs):
        ran = run(call)
        figures.append(json.loads(ran.output) | {"peak": ran.peak()})
    return {name: statistics.median(figure[name] for figure in figures) for name in figures[0]}


def once(form: str, path: Path, records: int, *, with_concepts: bool) -> dict[str, float]:
    """Recognise the first *records* of *path* twice in this process; return the figures."""
    recognise, printed = _prepared(form, path, records)
    work = _with_concepts(recognise) if with_concepts else recognise
    started = time.perf_counter()
    for record in printed[:FIRST]:
        work(record)
    start = time.perf_counter() - started
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM_COLLECTED)
    rest = printed[FIRST:]
    cold, clock = _passed(work, rest)
    warm, _ = _passed(work, rest)
    count = len(rest)
    return {"records": count, "start": start, "cold": count / cold, "warm": count / warm, "clock": clock}


def _passed(work: Callable[[PrintedRecord], object], printed: Sequence[PrintedRecord]) -> tuple[float, float]:
    """Return the seconds of the processor and of the clock that one pass takes; it keeps nothing, as a load does."""
    used, started = time.process_time(), time.perf_counter()
    for record in printed:
        work(record)
    return time.process_time() - used, time.perf_counter() - started


def _with_concepts(recognise: Recognise) -> Callable[[PrintedRecord], None]:
    concepts = LexiconConcepts()

    def work(printed: PrintedRecord) -> None:
        person = recognise(printed)
        for find, text in (
            (concepts.people, person.nationality),
            (concepts.region, person.birth_place),
            (concepts.region, person.residence),
            (concepts.occupation, person.occupation),
            (concepts.book, person.book),
        ):
            if text is not None:
                find(text)
        for case in person.cases:
            named = [(arrest.body, arrest.date) for arrest in case.arrests]
            named += [(sentence.body, sentence.date) for sentence in case.sentences]
            named += [(decision.body, decision.date) for decision in case.rehabilitations]
            for body, date in named:
                if body is not None:
                    concepts.body(body, date)

    return work


def _prepared(form: str, path: Path, records: int) -> tuple[Recognise, list[PrintedRecord]]:
    if form == "memorial-lists":
        from rehabkg.readers.memorial_lists import read_memorial_lists
        from rehabkg.recognise.list_body import recognise_body

        return recognise_body, list(islice(read_memorial_lists(path, report=_passed_over), records))
    from rehabkg.readers.memorial_table import read_memorial_table
    from rehabkg.recognise.fields import recognise_fields

    return recognise_fields, list(islice(read_memorial_table(path, report=_passed_over), records))


def _passed_over(_: Exception) -> None:
    """A row that cannot be read is no matter of recognition."""


def _lists(folder: Path, records: int) -> Path:
    return REAL_LISTS if REAL_LISTS.exists() else _invented(folder, "memorial-lists", records)


def _invented(folder: Path, form: str, records: int) -> Path:
    path = folder / f"{form}.txt"
    generate(form, records, path, truth=None)
    return path


def _told(path: Path, given: Path | None) -> str:
    return "the real ones" if path == REAL_LISTS else "invented" if given is None else path.name


if __name__ == "__main__":
    main()

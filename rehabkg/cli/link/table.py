"""`rehabkg link table`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from rehabkg.cli.options import counted, tell

_SHOWN_PROBLEMS = 20


@click.command(
    epilog="""\b
Examples:
  rehabkg link table a.csv b.csv                          headings that are known need no mapping
  rehabkg link table a.csv b.xlsx --mapping ab.toml       one mapping for both
  rehabkg link table a.csv b.csv --mapping a.toml --mapping b.toml --out pairs.csv
  rehabkg link table lithuania.csv poland.csv --least 0.5 also pairs as likely as not
""",
)
@click.argument("left", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("right", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--mapping",
    "mappings",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="Mapping file of both tables, or given twice, of each. Default: proposed as by 'rehabkg map init'.",
)
@click.option("--least", type=click.FloatRange(0.000001, 0.999999), default=0.95, show_default=True,
              help="Least probability of a pair that is printed.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="CSV to write. Default: standard output.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes at work.")
def command(left: Path, right: Path, mappings: tuple[Path, ...], least: float, out: Path | None, jobs: int) -> None:
    """Find the pairs of a row of table A and one of table B that are likely to be one person.

    Prints CSV: the numbers of both rows, probability, weight in bits, and the reasons for and against. Rows of one
    table are not compared with each other. Names may be in any script; nothing is loaded.
    """
    import tempfile

    from rehabkg.cli.progress import shown
    from rehabkg.errors import CallError, SourceError
    from rehabkg.files import written_whole
    from rehabkg.link.others import bits_of
    from rehabkg.link.score import COUNTABLE, Limits
    from rehabkg.link.table import HEADINGS, Side, match_tables

    if len(mappings) > 2:
        raise CallError("--mapping is given for both tables at once, or once for each")
    first, second = (mappings[0], mappings[-1]) if mappings else (None, None)
    problems = 0

    def report(error: SourceError) -> None:
        nonlocal problems
        problems += 1
        if problems <= _SHOWN_PROBLEMS:
            tell(str(error))

    def write(rows: Iterator[tuple[str, ...]]) -> int:
        with nullcontext(sys.stdout) if out is None else written_whole(out) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADINGS)
            count = 0
            for row in rows:
                writer.writerow(row)
                count += 1
        return count

    with shown(None) as progress, tempfile.TemporaryDirectory(prefix="rehabkg-link-") as folder:
        counts = match_tables(
            Side(left, first),
            Side(right, second),
            write,
            Limits(Path(folder), threads=jobs),
            least_weight=bits_of(least),
            jobs=jobs,
            report=report,
            step=progress.step,
            tell=tell,
            advance=lambda rows: progress.advance(records=rows, rejected=problems, source_bytes=0),
        )
    if problems:
        tell(f"{problems:,} rows or cells could not be read")
    if min(counts.left, counts.right) < COUNTABLE:
        tell(
            f"a list of fewer than {COUNTABLE:,} people does not tell how common a name is: a pair that agrees in a"
            " common name and a year alone is less sure than its score"
        )
    tell(f"{counted(counts.pairs, 'pair')} of {counted(counts.left, 'row')} and {counts.right:,}")

"""Write synthetic input of any size: invented people, weights counted in the real lists, mistakes seeded with a truth.

    python -m bench.generate memorial-table --rows 1000000 --seed 1 --errors 0.001 --out table.tsv --truth truth.jsonl
    python -m bench.generate memorial-lists --as html --rows 1000 --out page.htm

The same seed and number of rows give the same bytes. The truth has a line for each mistake: the line of the file where
the record begins, the number of the record, the kind of the mistake, the column where a check should find it.
Memory does not grow with the rows.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from bench.invented.list_bodies import write_bodies, write_page
from bench.invented.mistakes import Truth
from bench.invented.people import People
from bench.invented.table_rows import write_table

WRITERS = {
    ("memorial-table", "text"): write_table,
    ("memorial-lists", "text"): write_bodies,
    ("memorial-lists", "html"): write_page,
}


def generate(
    form: str, rows: int, out: Path, *, truth: Path | None, seed: int = 1, errors: float = 0.0, kind: str = "text"
) -> int:
    """Write *rows* invented people to *out* in the format *form*; return how many mistakes were seeded.

    *errors* is the share of rows that have a mistake; *kind* is text or html, for the lists.
    """
    with out.open("wb") as opened, (truth or Path(os.devnull)).open("w", encoding="utf-8") as told:
        mistakes = Truth(told)
        WRITERS[form, kind](opened, People(seed), rows, errors, mistakes)
    return mistakes.count


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", choices=sorted({form for form, _ in WRITERS}))
    parser.add_argument("--rows", type=whole_number, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=share_of, default=0.0, help="the share of rows with a mistake, 0 to 1")
    parser.add_argument("--as", dest="kind", choices=("text", "html"), default="text", help="lists only")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--truth", type=Path, help="where to write the seeded mistakes, as JSON lines")
    call = parser.parse_args()
    if (call.format, call.kind) not in WRITERS:
        parser.error(f"{call.format} is not written as {call.kind}")
    generate(call.format, call.rows, call.out, truth=call.truth, seed=call.seed, errors=call.errors, kind=call.kind)


def whole_number(text: str) -> int:
    """Return the whole number, 0 or more, that an argument gives."""
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is less than 0")
    return number


def share_of(text: str) -> float:
    """Return the share, from 0 to 1, that an argument gives."""
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 1")
    return share


if __name__ == "__main__":
    main()

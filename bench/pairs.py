"""Write two files of invented records whose truth is known, to try the linking of records on.

    python -m bench.pairs --left 100000 --right 1000000 --seed 7 --out DIR
    python -m bench.pairs --left 2000 --right 20000 --seed 7 --out DIR --errors 0.5 --names NAMES.csv

`left.csv` and `right.csv` hold the records, `truth.csv` the pairs that are one person, `truth_clusters.csv` the person
of every record. The same seed, numbers and lists of names give the same bytes. Names come from the real lists of
Khabarovsk and North Ossetia where they lie in `../shared/data`, and are invented otherwise: the last line says which.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.generate import share_of, whole_number
from bench.invented.pairs import Wanted, Written, write_pairs
from bench.invented.real_names import DEFAULT_LISTS, RealNames

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def lists_here() -> list[Path]:
    """Return the lists of real names that are here."""
    return [path for name in DEFAULT_LISTS if (path := SHARED / name).is_file()]


def write(folder: Path, wanted: Wanted, seed: int, names: RealNames) -> Written:
    """Write the files into *folder*, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_pairs(folder, wanted, names, seed)


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--left", type=whole_number, required=True, help="records on the left")
    parser.add_argument("--right", type=whole_number, required=True, help="records on the right, at least as many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=share_of, default=0.5, help="of the left, how many stand in the right too")
    parser.add_argument("--errors", type=_factor, default=1.0, help="multiplies how often each error is made")
    parser.add_argument("--names", type=Path, nargs="*", help="lists of real names; none at all invents them")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the files")
    call = parser.parse_args()
    if call.right < call.left:
        parser.error("--right is smaller than --left")
    names = RealNames(lists_here() if call.names is None else call.names)
    done = write(call.out, Wanted(call.left, call.right, call.share, call.errors), call.seed, names)
    print(f"{done.left:,} records on the left, {done.right:,} on the right, {done.pairs:,} pairs of one person")
    print(f"{done.people:,} people; names from {names.told}")


def _factor(text: str) -> float:
    factor = float(text)
    if not 0 <= factor <= 10:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 10")
    return factor


if __name__ == "__main__":
    main()

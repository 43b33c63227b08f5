"""Learn the model of `rehabkg.link` from pairs of invented people, whose truth is known, and write it.

    python -m bench.train --seeds 1 2 3 --left 10000 --right 100000

Seeds 1 to 3 are for learning and for choosing thresholds; `bench.link` gives its figures on others.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from bench.invented.pairs import Wanted
from bench.invented.real_names import RealNames
from bench.pairs import lists_here, write
from rehabkg.link.comparisons import COMPARISONS, Comparison, level_sql
from rehabkg.link.features import FEATURES
from rehabkg.link.learnt import LEARNT, version_of
from rehabkg.link.table import LEFT, RIGHT, Side, gather_side

OUT = Path(__file__).parents[1] / "rehabkg" / "link" / LEARNT
# What invented people never do may still be done: so many pairs at each level are added to those met.
_ADDED_SHARE = 0.002
# Pairs within one book: two records of it are seldom one person. It is reckoned, since the pairs are of two lists.
_WITHIN_BOOK = {"book": (0.02, 0.98)}
_SOME = 1_500


def learn(seeds: Sequence[int], left: int, right: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return m and u by comparison, counted over the pairs of *seeds*."""
    same: dict[str, dict[int, int]] = {each.name: {} for each in COMPARISONS}
    random: dict[str, dict[int, int]] = {each.name: {} for each in COMPARISONS}
    names = RealNames(lists_here())
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
            write(Path(folder), Wanted(left, right, 0.5, 1.0), seed, names)
            for table, file in ((LEFT, "left.csv"), (RIGHT, "right.csv")):
                gather_side(connection, table, Side(Path(folder) / file), Path(folder))
            connection.execute(
                "CREATE TABLE truth AS SELECT * FROM read_csv($file, all_varchar = true)",
                {"file": f"{folder}/truth.csv"},
            )
            _count(connection, _TRUE_PAIRS, same)
            _count(connection, _SOME_PAIRS, random)
    m = {each.name: list(_WITHIN_BOOK.get(each.name) or _shares(each, same[each.name])) for each in COMPARISONS}
    return m, {each.name: _shares(each, random[each.name]) for each in COMPARISONS}


# Lists mostly tell the day of a death, other sources but its year: what that is worth is learnt on some of the pairs.
_BLURRED = {"l.death_day": "CASE WHEN hash(l.unique_id) % 3 > 0 THEN l.death_day END"}
_PAIR_COLUMNS = ", ".join(
    f"{_BLURRED.get(f'{side}.{name}', f'{side}.{name}')} AS {name}_{side}"
    for name in FEATURES.names
    for side in ("l", "r")
)
_TRUE_PAIRS = (
    f"SELECT {_PAIR_COLUMNS} FROM truth JOIN {LEFT} l ON l.unique_id = truth.left"
    f" JOIN {RIGHT} r ON r.unique_id = truth.right"
)
# All pairs of some of either side: what holds of a pair by chance needs no other draw.
_SOME_PAIRS = (
    f"SELECT {_PAIR_COLUMNS} FROM (SELECT * FROM {LEFT} USING SAMPLE reservoir({_SOME} ROWS) REPEATABLE (7)) l,"
    f" (SELECT * FROM {RIGHT} USING SAMPLE reservoir({_SOME} ROWS) REPEATABLE (8)) r"
)


def _count(connection: duckdb.DuckDBPyConnection, pairs: str, into: Mapping[str, dict[int, int]]) -> None:
    levels = ", ".join(f"{level_sql(each)} AS {each.name}" for each in COMPARISONS)
    connection.execute(f"CREATE OR REPLACE TABLE levels AS SELECT {levels} FROM ({pairs})")
    for each in COMPARISONS:
        rows = connection.execute(f"SELECT {each.name}, count(*) FROM levels GROUP BY ALL").fetchall()
        for level, count in rows:
            into[each.name][level] = into[each.name].get(level, 0) + count


def _shares(comparison: Comparison, counts: Mapping[int, int]) -> list[float]:
    """Return the share of each level among the pairs that are told; that of a neutral one counts for nothing."""
    neutral = [level.neutral for level in comparison.levels] + [False]
    met = [0 if quiet else counts.get(place, 0) for place, quiet in enumerate(neutral)]
    added = max(sum(met) * _ADDED_SHARE, 0.5) / len(met)
    whole = sum(met) + added * len(met)
    return [round((count + added) / whole, 7) for count in met]


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--left", type=int, default=10_000)
    parser.add_argument("--right", type=int, default=100_000)
    parser.add_argument("--out", type=Path, default=OUT)
    call = parser.parse_args()
    m, u = learn(call.seeds, call.left, call.right)
    said = {
        "version": version_of(m, u),
        "learnt_from": f"bench.pairs, seeds {', '.join(map(str, call.seeds))}, {call.left:,} against {call.right:,}",
        "m": m,
        "u": u,
    }
    call.out.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

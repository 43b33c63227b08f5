"""Ways to link two tables, each run by itself: simple ones to be compared with, and ours.

    python -m bench.link_peers rapidfuzz left.csv right.csv found.csv
    python -m bench.link_peers splink left.csv right.csv found.csv ranked

A peer takes two CSV files with the columns of `bench.pairs` and yields pairs, each with a score from 0 to 1. It knows
nothing of the truth, nor of the other peers. A table may lack a column's values altogether (a list of bare names).
With `ranked` also pairs that hardly can be one person are yielded, for those who ask which is the likeliest.
"""

from __future__ import annotations

import csv
import logging
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

Found = Iterator[tuple[str, str, float]]
Peer = Callable[[Path, Path, bool], Found]
RANKED = "ranked"
HEADINGS = ("left", "right", "probability")
_NAME = ("surname", "given_name", "patronymic")
# A pair of less likeness is not worth a line: no threshold that holds the precision lies so low.
_LEAST_LIKENESS, _ANY_LIKENESS = 75, 50
_LEAST_PROBABILITY, _ANY_PROBABILITY = 0.01, 1e-15
_LEAST_BITS, _ANY_BITS = -5.0, -60.0
_SEED = 1
_RANDOM_PAIRS = 2e6
_EXACT = """
    SELECT l.id, r.id FROM l JOIN r ON l.name = r.name AND l.year = r.year
    UNION SELECT l.id, r.id FROM l JOIN r ON l.name = r.name
    WHERE NOT EXISTS (SELECT 1 FROM l WHERE year <> '') OR NOT EXISTS (SELECT 1 FROM r WHERE year <> '')
"""


def exact(left: Path, right: Path, ranked: bool) -> Found:  # noqa: ARG001 - there is but one rank
    """The same name, letter by letter, and the same year of birth; the name alone where a list has no years at all."""
    connection = duckdb.connect()
    for table, path in (("l", left), ("r", right)):
        connection.execute(
            f"CREATE TABLE {table} AS SELECT id, lower(concat_ws(' ', surname, given_name, patronymic)) AS name, "  # noqa: S608
            "coalesce(birth_date[:4], '') AS year FROM read_csv($path, header = true, all_varchar = true, delim = ',')",
            {"path": str(path)},
        )
    for one, other in connection.execute(
        _EXACT.replace("l.year = r.year", "l.year = r.year AND l.year <> ''")
    ).fetchall():
        yield one, other, 1.0


def likeness(left: Path, right: Path, ranked: bool) -> Found:
    """rapidfuzz: the likeness of whole names (`token_sort_ratio`) among people born in one year."""
    return _likeness(left, right, lambda name: name, _ANY_LIKENESS if ranked else _LEAST_LIKENESS)


def latin_likeness(left: Path, right: Path, ranked: bool) -> Found:
    """The same, once every name is put into Latin letters: what a careful user of rapidfuzz would do."""
    from rehabkg.names import transliterate

    least = _ANY_LIKENESS if ranked else _LEAST_LIKENESS
    return _likeness(left, right, lambda name: transliterate(name, "bgn-pcgn"), least)


def _likeness(left: Path, right: Path, spelt: Callable[[str], str], least: int) -> Found:
    from rapidfuzz import process
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.utils import default_process

    blocks: dict[str, dict[str, str]] = {}
    for row in _rows(right):
        blocks.setdefault(row["birth_date"][:4], {})[row["id"]] = default_process(spelt(_whole_name(row)))
    no_years = set(blocks) == {""} or not any(row["birth_date"] for row in _rows(left))
    if no_years:
        blocks = {"": {identifier: name for block in blocks.values() for identifier, name in block.items()}}
    for row in _rows(left):
        year = row["birth_date"][:4]
        if year or no_years:
            name = default_process(spelt(_whole_name(row)))
            block = blocks.get("" if no_years else year, {})
            for _, score, other in process.extract(
                name, block, scorer=token_sort_ratio, score_cutoff=least, limit=None
            ):
                yield row["id"], other, score / 100


def plain_splink(left: Path, right: Path, ranked: bool) -> Found:
    """Splink as its own documents begin: ready-made comparisons, two blocks, u by random pairs, m by EM."""
    import splink.comparison_library as library
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(str(Path(folder) / "pairs.duckdb"))
        filled = _filled(connection, left, right)
        names: list[Any] = [library.NameComparison(column) for column in _NAME if column in filled]
        dates: list[Any] = [
            library.DateOfBirthComparison(column, input_is_string=False) for column in ("birth",) if column in filled
        ]
        others: list[Any] = [
            library.ExactMatch(column)
            for column in (
                "sex",
                "birth_place",
                "nationality",
                "residence",
                "arrest_date",
                "decision_date",
                "death_date",
            )
            if column in filled
        ]
        blocks: list[Any] = [block_on(column) for column in ("surname", "birth" if dates else "given_name")]
        settings = SettingsCreator(
            "link_only", comparisons=names + dates + others, blocking_rules_to_generate_predictions=blocks,
            retain_matching_columns=False, unique_id_column_name="id",
        )  # fmt: skip
        api = DuckDBAPI(connection)
        linker = Linker(
            [api.register(connection.table(table), dataset_display_name=f"side_{table}") for table in ("l", "r")],
            settings, log_level=logging.ERROR,
        )  # fmt: skip
        linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=_SEED)
        for block in blocks:
            linker.training.estimate_parameters_using_expectation_maximisation(block)
        least = _ANY_PROBABILITY if ranked else _LEAST_PROBABILITY
        found = linker.inference.predict(threshold_match_probability=least)
        cursor = connection.execute(
            f"SELECT id_l, id_r, match_probability FROM {found.physical_name}"  # noqa: S608 - Splink's own name
        )
        while rows := cursor.fetchmany(10_000):
            yield from rows


def _filled(connection: duckdb.DuckDBPyConnection, left: Path, right: Path) -> set[str]:
    """Make the tables `l` and `r` and return the columns that have values on both sides.

    `birth` is the day of birth, the first of January where only the year is told.
    """
    columns: list[set[str]] = []
    for table, path in (("l", left), ("r", right)):
        connection.execute(
            f"CREATE TABLE {table} AS SELECT *, try_cast(birth_date || '-01-01'[length(birth_date) - 3 :] AS DATE) "  # noqa: S608
            "AS birth FROM read_csv($path, header = true, all_varchar = true, delim = ',')",
            {"path": str(path)},
        )
        names = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
        counted = ", ".join(f"count({name})" for name in names)
        (counts,) = connection.execute(f"SELECT {counted} FROM {table}").fetchall()  # noqa: S608 - columns of our own
        columns.append({name for name, count in zip(names, counts, strict=True) if count})
    return columns[0] & columns[1]


def ours(left: Path, right: Path, ranked: bool) -> Found:
    """The model of this project, as `rehabkg link table` runs it."""
    from rehabkg.link.others import probability_of
    from rehabkg.link.score import Limits
    from rehabkg.link.table import Side, match_tables

    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "found.csv"

        def write(rows: Iterator[tuple[str, ...]]) -> int:
            with kept.open("w", encoding="utf-8", newline="") as opened:
                return sum(bool(csv.writer(opened).writerow((*row[:2], row[3]))) for row in rows)

        least = _ANY_BITS if ranked else _LEAST_BITS
        match_tables(Side(left), Side(right), write, Limits(Path(folder)), least_weight=least)
        with kept.open(encoding="utf-8", newline="") as opened:
            for one, other, weight in csv.reader(opened):
                # The weight, for the printed probability of the least likely is 0.
                yield _bare(one), _bare(other), probability_of(float(weight))


def _bare(identifier: str) -> str:
    """Return the id as the table has it, without the side that it is of."""
    return identifier.rsplit(".", 1)[-1]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def _whole_name(row: dict[str, str]) -> str:
    return " ".join(row[part] for part in _NAME if row[part])


PEERS: dict[str, Peer] = {
    "exact": exact, "rapidfuzz": likeness, "rapidfuzz-latin": latin_likeness, "splink": plain_splink, "ours": ours,
}  # fmt: skip


def main() -> None:
    """Run one peer and write what it finds."""
    name, left, right, out, *ranked = sys.argv[1:]
    with Path(out).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(PEERS[name](Path(left), Path(right), ranked == [RANKED]))


if __name__ == "__main__":
    main()

"""Measure the search over everything and the matching of names, over a store that has a loaded source.

    python -m bench.search /tmp/store --source lists
    python -m bench.search /tmp/store --source lists --names /tmp/names     an index of names that lies elsewhere

Names asked are drawn from the source; the commonest surname and given name of the draw are asked by themselves.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from unittest.mock import patch

import pyarrow.parquet as pq

from bench.report import held, machine, table
from rehabkg.names import SCHEMES, transliterate
from rehabkg.reconcile.batch import Query
from rehabkg.reconcile.match import candidates
from rehabkg.search import everything
from rehabkg.search.everything import Everything
from rehabkg.settings import Settings
from rehabkg.store.engine import base_of, open_store
from rehabkg.store.loaded import COLUMNS_FILE, source_folder

WANTED_SEARCH_MS, WANTED_START_SECONDS = 100, 0.5
_DAY = date(2026, 1, 1)
_DRAWN, _RUNS = 300, 9
_COLUMNS = ("number", "surname", "given_name", "patronymic", "birth_edtf")
_WRONG_LETTERS = "аеиорстн"


@dataclass(frozen=True, slots=True)
class Person:
    """A record that was drawn, all of whose names are known."""

    number: str
    surname: str
    given: str
    patronymic: str
    born: str

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.surname} {self.given} {self.patronymic}"

    @property
    def year(self) -> str:
        """The year of birth, or the first of those that it may be."""
        return self.born.lstrip("[")[:4]


def drawn(columns: Path, rng: Random) -> list[Person]:
    """Return records with names and a birth, the same ones each time."""
    rows = pq.read_table(columns, columns=list(_COLUMNS))
    places = sorted(rng.sample(range(rows.num_rows), min(20 * _DRAWN, rows.num_rows)))
    people = [Person(*row.values()) for row in rows.take(places).to_pylist() if all(row.values())]
    return rng.sample(people, min(_DRAWN, len(people)))


def time_searches(over: Everything, people: Sequence[Person]) -> None:
    """Time what a visitor asks; facets are counted each time."""
    surnames, given = (Counter(getattr(one, part) for one in people) for part in ("surname", "given"))
    common, first = surnames.most_common(1)[0][0], given.most_common(1)[0][0]
    death = {"measure": "vocab/measure/death"}
    questions: tuple[tuple[str, Callable[[], everything.Found]], ...] = (
        ("the commonest surname drawn", lambda: over.search(common)),
        ("the same, transliterated", lambda: over.search(transliterate(common, SCHEMES[0]))),
        ("the same, narrowed by a measure", lambda: over.search(common, chosen=death)),
        ("the same, page 10", lambda: over.search(common, offset=180)),
        ("the commonest given name", lambda: over.search(first)),
        ("one whole name", lambda: over.search(people[0].name)),
        ("one letter", lambda: over.search(common[0])),
        ("six short words", lambda: over.search("ва ва ва ва ва ва")),
        ("a measure alone", lambda: over.search("", chosen=death)),
        ("everything", lambda: over.search("")),
    )
    rows = []
    for name, ask in questions:
        times, found = [], ask()
        for _ in range(_RUNS):
            begun, worked = time.perf_counter(), time.process_time()
            found = ask()
            times.append((1_000 * (time.perf_counter() - begun), 1_000 * (time.process_time() - worked)))
        median, work = (statistics.median(column) for column in zip(*times, strict=True))
        rows.append((name, f"{found.total:,}", f"{median:.0f}", f"{work:.0f}", held(work <= WANTED_SEARCH_MS)))
    table(("search", "found", "median ms", "of the processor, ms", f"≤ {WANTED_SEARCH_MS} ms"), rows)


def count_matches(over: Everything, source: str, people: Sequence[Person], rng: Random) -> None:
    """Count how many of the people drawn are found first, and matched rightly or wrongly, by what a table may hold."""

    def slip(word: str) -> str:
        place = rng.randrange(1, len(word)) if len(word) > 1 else 0
        return word[:place] + rng.choice(_WRONG_LETTERS) + word[place + 1 :]

    def latin(text: str) -> str:
        return transliterate(text, rng.choice(SCHEMES))

    ways: tuple[tuple[str, Callable[[Person], tuple[str, dict[str, tuple[str, ...]]]]], ...] = (
        ("whole name", lambda one: (one.name, {})),
        ("whole name, year", lambda one: (one.name, {"birthYear": (one.year,)})),
        ("transliterated, year", lambda one: (latin(one.name), {"birthYear": (one.year,)})),
        (
            "transliterated, patronymic beside, year",
            lambda one: (
                latin(f"{one.surname} {one.given}"),
                {"patronymic": (latin(one.patronymic),), "birthYear": (one.year,)},
            ),
        ),
        ("a slip, year", lambda one: (one.name.replace(one.surname, slip(one.surname)), {"birthYear": (one.year,)})),
        (
            "initials, year",
            lambda one: (f"{one.surname} {one.given[0]}. {one.patronymic[0]}.", {"birthYear": (one.year,)}),
        ),
        ("another's given name and year", lambda one: _mixed(one, rng.choice(people))),
    )
    rows = []
    for name, ask in ways:
        first = right = wrong = 0
        begun = time.perf_counter()
        for one in people:
            text, properties = ask(one)
            found = candidates(over, Query(text, ("PersonObservation",), 5, properties))
            wanted = f"id/observation/{source}.{one.number}"
            first += bool(found) and found[0]["id"] == wanted
            matched = [each["id"] for each in found if each["match"]]
            right += matched == [wanted]
            wrong += bool(matched) and matched != [wanted]
        each_ms = 1_000 * (time.perf_counter() - begun) / len(people)
        rows.append(
            (name, *(f"{100 * count / len(people):.1f} %" for count in (first, right, wrong)), f"{each_ms:.0f}")
        )
    table((f"match of {len(people)} people", "first", "matched", "matched wrongly", "ms a query"), rows)


def _mixed(one: Person, other: Person) -> tuple[str, dict[str, tuple[str, ...]]]:
    return f"{one.surname} {other.given} {other.patronymic}", {"birthYear": (other.year,)}


def main() -> None:
    """Read the arguments, open the store and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--source", required=True)
    parser.add_argument("--names", type=Path, help="folder of the index of names. Default: that of the source")
    call = parser.parse_args()
    rng = Random(1)  # noqa: S311 - a draw, no secret
    print(machine())
    settings = Settings(base=str(base_of(call.store)), store_path=call.store)
    store = open_store(call.store)
    elsewhere = {call.source: call.names.parent} if call.names else None
    with patch.multiple(
        everything,
        source_folders=(lambda _: elsewhere) if elsewhere else everything.source_folders,
        NAMES_FOLDER=call.names.name if call.names else everything.NAMES_FOLDER,
    ):
        begun, worked = time.perf_counter(), time.process_time()
        over = Everything(settings, store, _DAY)
        opened = time.perf_counter() - begun
    over.search("А")
    rows = [
        ("the search can be asked", f"{opened:.2f}", "", held(opened <= WANTED_START_SECONDS)),
        ("the first answer", f"{time.perf_counter() - begun:.2f}", f"{time.process_time() - worked:.2f}", ""),
    ]
    table(("start", "s", "of the processor, s", f"≤ {WANTED_START_SECONDS} s"), rows)
    people = drawn(source_folder(call.store, call.source) / COLUMNS_FILE, rng)
    time_searches(over, people)
    count_matches(over, call.source, people, rng)


if __name__ == "__main__":
    main()

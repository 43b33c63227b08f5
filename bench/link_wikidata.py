"""Measure how well people are found among items of Wikidata, on real items whose names are known in both scripts.

    python -m bench.link_wikidata              both settings, three namesakes of each dated item
    python -m bench.link_wikidata --each 10    more of them

Each of the people is asked by a Cyrillic name, the year of birth and, where it is told, of death. What is asked is a
real SPARQL server with all items of the list and invented namesakes of other years. In the hard setting the items of
those who are asked have no Cyrillic name, so that only a spelling in Latin letters leads to them. Candidates come by
the real client, as `rehabkg link wikidata` gets them. Those of Soviet and Russian history, as the list says, are also
counted apart. The list is no part of this project; what is not here is not measured.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from bench.pairs import SHARED
from bench.report import counted, machine, table
from rehabkg.link.candidates import FromEndpoint
from rehabkg.link.decisions import Decisions
from rehabkg.link.items import Scored, score_items
from rehabkg.link.known import Known
from rehabkg.link.score import Limits, database
from rehabkg.link.sought import PERSON, of_person
from rehabkg.link.standing import Standing, sure
from rehabkg.names import transliterate
from rehabkg.names.whole import split_name
from rehabkg.settings import Settings
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.dump import label_key
from rehabkg.wikidata.manners import Manners
from rehabkg.wikidata.model import Item

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import wikidata_world as world  # the server and the form of its items are those of the tests

PEOPLE = SHARED / "wikidata" / "people.csv"
_THRESHOLDS = 0.99, 0.9
_TIER, _LIKE, _FIRST_YEAR = "names+dates", 90.0, "0100"
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """Who is asked, by id `aQ33391`, and the items that they are asked among."""

    name: str
    people: tuple[Known, ...]
    items: tuple[Item, ...]
    russian: frozenset[str]

    @property
    def truth(self) -> dict[str, str]:
        """The item of each person."""
        return {known.id: known.id.removeprefix("a") for known in self.people}


def settings_from(path: Path, each: int) -> Iterator[Setting]:
    """Yield the hard and the easy setting."""
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    chosen = {row["qid"] for row in rows if row["tier"] == _TIER and row["name_cyrillic"] and row["name_latin"]}
    people = tuple(_known(row) for row in rows if row["qid"] in chosen)
    russian = frozenset(f"a{row['qid']}" for row in rows if row["soviet_or_russian"] == "yes")
    for name, both in (("Latin labels only", False), ("labels in both scripts", True)):
        items = [_item(row, cyrillic=both or row["qid"] not in chosen) for row in rows]
        ours = [item for item in items if item.birth > (_FIRST_YEAR,)]
        yield Setting(name, people, (*items, *world.namesakes(ours, each=each)), russian)


def _known(row: Mapping[str, str]) -> Known:
    names = [name.strip() for name in row["name_cyrillic"].split(";") if name.strip()]
    whole = next((name for name in names if " " in name and "." not in name), names[0])
    return Known(f"a{row['qid']}", "curated", name=whole, birth=_years(row["birth_year"]),
                 death=_years(row["death_year"]))  # fmt: skip


def _item(row: Mapping[str, str], *, cyrillic: bool) -> Item:
    names = [name.strip() for name in row["name_cyrillic"].split(";") if name.strip()] if cyrillic else []
    labels = {"en": row["name_latin"]} if row["name_latin"] else {}
    if names:
        labels["ru"] = names[0]
    return Item(row["qid"], labels=labels, aliases={"ru": tuple(names[1:])} if names[1:] else {},
                birth=_years(row["birth_year"]), death=_years(row["death_year"]))  # fmt: skip


def _years(cell: str) -> tuple[str, ...]:
    return (f"{int(cell):04}",) if cell.isdigit() else ()


def ours(setting: Setting, url: str, folder: Path) -> tuple[Answers, ...]:
    """Return whom the machine takes at each threshold, whom it puts first for people, and whom it found at all."""
    things = [of_person(known, known.id) for known in setting.people]
    client = Client(url, Settings(), Manners(seconds_between=0))
    found = list(FromEndpoint(client, lambda said: print(said, file=sys.stderr, flush=True)).of(things))
    with database(Limits(folder / "work")) as connection:
        scored = score_items(connection, things, found)
    kinds = dict.fromkeys((thing.id for thing in things), PERSON)
    none = Standing(frozenset(), frozenset(), frozenset())
    taken = [
        {one.thing: one.item.qid for one in sure(scored, least, kinds, Decisions(), none)} for least in _THRESHOLDS
    ]
    truth = setting.truth
    at_all = {id_: item.qid for id_, item in found if truth[id_] == item.qid}
    return *taken, _first(scored), at_all


def _first(scored: Iterable[Scored]) -> Answers:
    first: dict[str, str] = {}
    for one in scored:
        if one.probability >= 0.1:
            first.setdefault(one.thing, one.item.qid)
    return first


def exact(setting: Setting, *, dated: bool) -> Answers:
    """Return the items that alone bear exactly a name as told or as transliterated; with *dated*, of the same year."""
    by_qid = {item.qid: item for item in setting.items}
    qids: dict[str, set[str]] = {}
    for item in setting.items:
        for name in item.names():
            qids.setdefault(name, set()).add(item.qid)
    answers = {}
    for known in setting.people:
        names = [spelt for name in _spoken(known) for spelt in (name, transliterate(name, "bgn-pcgn"))]
        found = {qid for name in names for qid in qids.get(name, ())}
        if dated:
            found = {qid for qid in found if by_qid[qid].birth == known.birth}
        if len(found) == 1:
            answers[known.id] = found.pop()
    return answers


def _spoken(known: Known) -> tuple[str, ...]:
    """Return the name as told, and given name and surname alone."""
    told = split_name(known.name or "")
    return known.name or "", " ".join(part for part in (told.given, told.surname) if part)


def alike(setting: Setting) -> Answers:
    """Return the item whose Latin name is the most like, at least by 90 of 100, among those of the same year."""
    by_year: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for item in setting.items:
        for name in item.names():
            by_year.setdefault(item.birth, []).append((label_key(name), item.qid))
    answers = {}
    for known in setting.people:
        keys = set(map(label_key, _spoken(known)))
        rated = [
            (max(fuzz.token_sort_ratio(key, other) for key in keys), qid) for other, qid in by_year.get(known.birth, ())
        ]
        best = max(rated, default=(0.0, ""))
        if best[0] >= _LIKE and len({qid for rate, qid in rated if rate == best[0]}) == 1:
            answers[known.id] = best[1]
    return answers


def row(name: str, answers: Answers, truth: Answers) -> Sequence[str]:
    """Return a row of the table: precision and recall with their intervals of 95 %."""
    right = sum(truth[id_] == qid for id_, qid in answers.items())
    return (
        name, f"{len(answers):,}", f"{len(answers) - right}",
        counted(right, len(answers)), counted(right, len(truth)),
    )  # fmt: skip


def measure(setting: Setting, folder: Path) -> None:
    """Print what each way finds in a setting, of all people and of those of Soviet and Russian history."""
    with world.endpoint(folder, world.write_world([*setting.items, *world.CALENDARS])) as url:
        *taken, first, at_all = ours(setting, url, folder)
    ways = (
        *(
            (f"this project: taken by the machine (≥ {least}, no rival)", found)
            for least, found in zip(_THRESHOLDS, taken, strict=True)
        ),
        ("this project: first among what is shown to people (≥ 0.1)", first),
        ("this project: among the candidates at all", at_all),
        ("exact label, one item", exact(setting, dated=False)),
        ("exact label and year of birth, one item", exact(setting, dated=True)),
        ("rapidfuzz ≥ 90 on folded names and year of birth", alike(setting)),
    )
    for who, chosen in (("all", setting.truth.keys()), ("of Soviet and Russian history", setting.russian)):
        truth = {id_: qid for id_, qid in setting.truth.items() if id_ in chosen}
        print(f"{setting.name}; {who}: {len(truth):,} people, {len(setting.items):,} items\n")
        rows = [row(way, {id_: qid for id_, qid in answers.items() if id_ in truth}, truth) for way, answers in ways]
        table(("way", "answers", "wrong", "precision", "recall"), rows)


def main() -> None:
    """Measure what is here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=3, help="namesakes of each dated item")
    options = parser.parse_args()
    if not PEOPLE.is_file():
        print(f"{PEOPLE} is not here: nothing is measured")
        return
    print(machine())
    for number, setting in enumerate(settings_from(PEOPLE, options.each)):
        with tempfile.TemporaryDirectory() as folder:
            measure(setting, Path(folder) / str(number))


if __name__ == "__main__":
    main()

"""What each blocking rule of names finds, and how fast names are parted, over the name variants of Khabarovsk.

    python -m bench.link_names
    python -m bench.link_names --names ../shared/data/khabarovsk/names.csv --show 20

A row of the table with `основное` = True is a person, one with False another name of the same id. Each other name asks
for its person among all, without years; "candidates" is how many people a rule hands on for one question.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from bench.report import held, machine, table
from rehabkg.names.keys import rough
from rehabkg.names.parts import NameParts, name_parts
from rehabkg.names.variants import given_names

NAMES = Path(__file__).parents[2] / "shared" / "data" / "khabarovsk" / "names.csv"
WANTED_PARTED = 60_000
_SPELLING = 0.82
Row = tuple[str | None, str | None, str | None]
Rule = Callable[[NameParts], Iterable[object]]


@dataclass(frozen=True, slots=True)
class Question:
    """Another name of the person *identifier*, of one *kind* of difference."""

    identifier: str
    printed: Row
    parts: NameParts
    kind: str


def _surnames(parts: NameParts) -> set[str]:
    return {stem for stem in (parts.surname_stem, *parts.surname_usages, *parts.other_surnames) if stem}


def _pairs(parts: NameParts, *, near: bool) -> Iterable[object]:
    given = (parts.given_canonical, *(parts.given_near if near else ()))
    fathers = (parts.patronymic_canonical, *(parts.patronymic_near if near else ()))
    return {(one, other) for one in given for other in fathers if one and other}


def _with(keys: Iterable[str], other: str | None) -> set[tuple[str, str]]:
    return {(key, other) for key in keys if other}


def _roughs(parts: NameParts) -> set[str]:
    return set(map(rough, _surnames(parts)))


def _skeletons(parts: NameParts) -> set[str]:
    """Return the first letter and the consonants of each surname; a short one, of which too little is left, whole."""
    return {_skeleton(stem) if len(_skeleton(stem)) > 2 else stem for stem in _roughs(parts)}


def _skeleton(stem: str) -> str:
    return stem[:1] + "".join(letter for letter in stem[1:] if letter not in "aeiou")


def _starts(parts: NameParts, letters: int) -> set[str]:
    return {stem[:letters] for stem in _roughs(parts)}


def _rare(parts: NameParts) -> set[str]:
    """Return the given name where the table does not have it: then it is rare."""
    known = parts.given_canonical in given_names().sexes
    return set() if known or not parts.given_canonical else {parts.given_canonical}


RULES: dict[str, Rule] = {
    "surname, same key": lambda parts: filter(None, [parts.surname]),
    "surname, same stem or usage": _surnames,
    "surname, rough stem": _roughs,
    "surname, consonants": _skeletons,
    "given + patronymic, canonical": lambda parts: _pairs(parts, near=False),
    "given + patronymic, with near": lambda parts: _pairs(parts, near=True),
    "given + patronymic + 1 letter of surname": lambda parts: {
        (pair, start) for pair in _pairs(parts, near=True) for start in _starts(parts, 1)
    },
    "consonants + given": lambda parts: _with(_skeletons(parts), parts.given_canonical),
    "consonants + patronymic": lambda parts: _with(_skeletons(parts), parts.patronymic_canonical),
    "consonants + initial of given": lambda parts: _with(_skeletons(parts), parts.given_initial),
    "3 letters of surname + given": lambda parts: _with(_starts(parts, 3), parts.given_canonical),
    "given outside the table": _rare,
    "sorted words": lambda parts: filter(None, [parts.words]),
    "joined syllables": lambda parts: filter(None, [parts.joined]),
    "letters of syllables": lambda parts: filter(None, [parts.letters]),
    "consonants of syllables": lambda parts: filter(None, [parts.joined and _skeleton(rough(parts.joined))]),
}
_SYLLABLES = ("letters of syllables", "consonants of syllables", "given outside the table")
UNIONS: dict[str, tuple[str, ...]] = {
    "A: stem or given + patronymic": ("surname, same stem or usage", "given + patronymic, canonical"),
    "B: rough stem, 3 letters + given, given + patronymic, syllables": (
        "surname, rough stem",
        "3 letters of surname + given",
        "given + patronymic, with near",
        *_SYLLABLES,
    ),
    "C: consonants, the rest as B": (
        "surname, consonants",
        "3 letters of surname + given",
        "given + patronymic, with near",
        *_SYLLABLES,
    ),
    "D: no surname alone: consonants + given, + patronymic, + initial, given + patronymic, syllables": (
        "consonants + given",
        "consonants + patronymic",
        "consonants + initial of given",
        "3 letters of surname + given",
        "given + patronymic, with near",
        *_SYLLABLES,
    ),
    "E: as D, given + patronymic only with a letter of the surname": (
        "consonants + given",
        "consonants + patronymic",
        "consonants + initial of given",
        "3 letters of surname + given",
        "given + patronymic + 1 letter of surname",
        *_SYLLABLES,
    ),
}


def read(path: Path) -> tuple[dict[str, Row], list[tuple[str, Row]]]:
    """Return the people by id, and the other names with their ids."""
    people: dict[str, Row] = {}
    others: list[tuple[str, Row]] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            row = (line["фамилия"] or None, line["имя"] or None, line["отчество"] or None)
            if line["основное"] == "True":
                people[line["id"]] = row
            else:
                others.append((line["id"], row))
    return people, others


def parted(row: Row) -> NameParts:
    """Return the parts of a row."""
    return name_parts(None, *row)


def kind_of(person: NameParts, other: NameParts) -> str:
    """Name what differs between a person's name and another name of theirs."""
    if person.joined or other.joined:
        return "Chinese, Korean: one part" if _shares_a_part(person, other) else "Chinese, Korean: other name"
    differs = [
        (part, _near(left, right))
        for part, left, right in (
            ("surname", person.surname_latin, other.surname_latin),
            ("given name", person.given_latin, other.given_latin),
            ("patronymic", person.patronymic_latin, other.patronymic_latin),
        )
        if left != right
    ]
    if not differs:
        return "same key"
    if all(near is None for _, near in differs):
        return "a part is missing"
    if len(differs) > 1:
        return "several parts, each near" if all(near is not False for _, near in differs) else "several parts, other"
    ((part, near),) = differs
    return f"{part}: spelling" if near else f"{part}: another"


def _shares_a_part(person: NameParts, other: NameParts) -> bool:
    return person.surname == other.surname or person.given == other.given


def _near(left: str | None, right: str | None) -> bool | None:
    """Tell whether two are spellings of one; `None` where one is missing."""
    if not left or not right:
        return None
    return JaroWinkler.similarity(left, right) >= _SPELLING


def index_of(people: dict[str, NameParts], rule: Rule) -> dict[object, set[str]]:
    """Return the blocks of *rule*: its keys with the ids that have them."""
    blocks: dict[object, set[str]] = defaultdict(set)
    for identifier, parts in people.items():
        for key in rule(parts):
            blocks[key].add(identifier)
    return blocks


def print_rules(people: dict[str, NameParts], questions: Sequence[Question]) -> dict[str, list[set[str]]]:
    """Print what each rule finds; return its candidates for each question."""
    kinds = [kind for kind, _ in Counter(question.kind for question in questions).most_common()]
    found: dict[str, list[set[str]]] = {}
    for name, rule in RULES.items():
        blocks = index_of(people, rule)
        found[name] = [set().union(*(blocks.get(key, ()) for key in rule(question.parts))) for question in questions]
    for name, of in UNIONS.items():
        found[name] = [set().union(*sets) for sets in zip(*(found[rule] for rule in of), strict=True)]
    headings = [f"{kind} ({sum(question.kind == kind for question in questions)})" for kind in kinds]
    rows = []
    for name, candidates in found.items():
        pairs = zip(questions, candidates, strict=True)
        hits = [(question.kind, question.identifier in them) for question, them in pairs]
        by_kind = [f"{statistics.fmean(hit for kind, hit in hits if kind == wanted):.2f}" for wanted in kinds]
        recall = f"{statistics.fmean(hit for _, hit in hits):.3f}"
        rows.append([name, recall, f"{statistics.fmean(map(len, candidates)):.1f}", *by_kind])
    table(["rule", "recall", "candidates", *headings], rows)
    return found


def print_rate(rows: Sequence[Row]) -> None:
    """Print how many names a second are parted, by processor time."""
    rates = []
    for _ in range(3):
        started = time.process_time()
        for row in rows:
            parted(row)
        rates.append(len(rows) / (time.process_time() - started))
    print(f"names parted a second: {rates[0]:,.0f} with cold caches, {max(rates[1:]):,.0f} with warm ones; ", end="")
    print(f"wanted {WANTED_PARTED:,}, warm: {held(max(rates[1:]) >= WANTED_PARTED)}\n")


def main() -> None:
    """Print the rate, the kinds and the rules."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, default=NAMES, help="the table of names")
    parser.add_argument("--show", type=int, default=0, help="how many misses of the last rule to print")
    call = parser.parse_args()
    print(machine())
    rows, others = read(call.names)
    print_rate(list(rows.values()))
    people = {identifier: parted(row) for identifier, row in rows.items()}
    questions = []
    for identifier, row in others:
        parts = parted(row)
        questions.append(Question(identifier, row, parts, kind_of(people[identifier], parts)))
    print(f"{len(people):,} people, {len(questions):,} other names\n")
    found = print_rules(people, questions)
    *_, last = found.values()
    missed = [question for question, them in zip(questions, last, strict=True) if question.identifier not in them]
    for question in missed[: call.show]:
        print(question.kind, rows[question.identifier], question.printed, sep="\t")


if __name__ == "__main__":
    main()

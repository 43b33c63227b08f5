"""Lists of real names whose truth is known, put into the form that `bench.link_peers` takes.

Khabarovsk: 2,962 other spellings and names of people of the Book of Memory; each is asked among all 29,581 people by
name alone. Many are another name altogether (an alias), which no likeness can find: those that share a part with the
name in the book are told apart. Wikidata: people with Cyrillic and Latin names and years; each is asked by its Cyrillic
name and year of birth among all items, told in Latin letters, and invented namesakes. Neither list is part of this
project; what is not here is not measured.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.invented.names import one_of
from bench.invented.sightings import COLUMNS

KHABAROVSK, WIKIDATA = "khabarovsk/names.csv", "wikidata/people.csv"
_KHABAROVSK = ("id", "фамилия", "имя", "отчество", "основное")
_TIER = "names+dates"
_INVENTED_ITEM = 9_000_000_000
_YEARS_APART = tuple(str(years) for years in (-57, -41, -30, -22, -11, -6, -4, -3, 3, 4, 6, 11, 22, 30, 41, 57))
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Gold:
    """Two tables, and for each question the rows of the left one that it asks of, with the right answer to each."""

    left: Path
    right: Path
    questions: dict[str, dict[str, str]]


def variants_of_names(path: Path, folder: Path) -> Gold:
    """Return Khabarovsk's other names: all of them, and those that share a part with the name in the book."""
    with path.open(encoding="utf-8", newline="") as opened:
        rows = [tuple(row[column] for column in _KHABAROVSK) for row in csv.DictReader(opened)]
    people = {row[0]: row[1:4] for row in rows if row[4] == "True"}
    asked = {
        f"v{number}": row for number, row in enumerate(rows)
        if row[4] == "False" and row[1:4] != people.get(row[0], row[1:4])
    }  # fmt: skip
    shared = {key: row for key, row in asked.items() if _share_a_part(row[1:4], people[row[0]])}
    left, right = folder / "names.csv", folder / "people.csv"
    _write(left, (_row(key, *row[1:4]) for key, row in asked.items()))
    _write(right, (_row(identifier, *name) for identifier, name in people.items()))
    chosen = (("another name of a person", asked), ("the same, where one part is as in the book", shared))
    return Gold(left, right, {name: {key: row[0] for key, row in found.items()} for name, found in chosen})


def _share_a_part(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(part and part == same for part, same in zip(one, other, strict=True))


def wikidata_people(path: Path, folder: Path) -> Gold:
    """Return the people of Wikidata whose names in both scripts and year of birth are known, among all."""
    rng = Random(1)  # noqa: S311 - a draw, no secret
    with path.open(encoding="utf-8", newline="") as opened:
        items = list(csv.DictReader(opened))
    asked = [item for item in items if item["tier"] == _TIER and item["name_latin"] and _year(item["birth_year"])]
    left, right = folder / "asked.csv", folder / "items.csv"
    _write(left, (_row(f"a{item['qid']}", *_parts(_first_form(item)), born=item["birth_year"]) for item in asked))
    _write(right, [*_items(items), *_namesakes(asked, rng)])
    answers = {f"a{item['qid']}": item["qid"] for item in asked}
    return Gold(left, right, {"a person of Wikidata, by Cyrillic name and year": answers})


def _items(items: Iterable[Row]) -> Iterator[Row]:
    for item in items:
        name = item["name_latin"] or _first_form(item)
        yield _row(item["qid"], *_parts(name), born=item["birth_year"], died=item["death_year"])


def _namesakes(asked: list[Row], rng: Random) -> Iterator[Row]:
    """Yield for each person one of the same name and other years, and one of the same year and surname."""
    given = tuple(_parts(item["name_latin"])[1] for item in asked if " " in item["name_latin"])
    for number, item in enumerate(asked):
        surname, first, _ = _parts(item["name_latin"])
        born, identifier = int(item["birth_year"]), _INVENTED_ITEM + 2 * number
        yield _row(f"Q{identifier}", surname, first, "", born=str(born + int(one_of(rng, _YEARS_APART))))
        other = one_of(rng, given)
        if other != first:
            yield _row(f"Q{identifier + 1}", surname, other, "", born=str(born))


def _first_form(item: Row) -> str:
    """Return the first Cyrillic form; with a comma, if there is one, for it tells the surname."""
    forms = [form.strip() for form in item["name_cyrillic"].split(";") if form.strip()]
    return next((form for form in forms if "," in form), forms[0] if forms else item["name_latin"])


def _parts(name: str) -> tuple[str, str, str]:
    """Return surname, given name and patronymic of a name, as one who knows no more than the name would take them."""
    surname, comma, rest = name.partition(",")
    if not comma:
        *before, surname = name.split()
        rest = " ".join(before)
    given, _, patronymic = rest.strip().partition(" ")
    return surname.strip(), given, patronymic


def _year(text: str) -> bool:
    return text.isdecimal() and 0 < int(text) < 10_000


def _row(identifier: str, surname: str, given: str, patronymic: str, *, born: str = "", died: str = "") -> Row:
    return dict.fromkeys(COLUMNS, "") | {
        "id": identifier, "surname": surname, "given_name": given, "patronymic": patronymic,
        "birth_date": born.zfill(4) if _year(born) else "", "death_date": died.zfill(4) if _year(died) else "",
    }  # fmt: skip


def _write(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

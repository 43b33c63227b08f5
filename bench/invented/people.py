"""Invent one person after another, each with a life that hangs together: born, arrested, sentenced, rehabilitated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.invented.names import Names
from bench.invented.places import Place, Places
from bench.invented.weights import Weighted, by, cells, shares, table

# A date as printed: year, month, day; 0 for a part that is not given.
Day = tuple[int, int, int]

_FIRST_NUMBER = 100_000
_OLDEST = 85
_YOUNGEST = {"execution": 17, "camp": 16, "closed": 16, "other": 16, "settlement": 0, "none": 0}
_ACCUSED_BY = {"settlement": "settlement"}
_DAYS_IN_CUSTODY = 120
_AFTER_SENTENCE = Weighted(((0, 20), (1, 30), (2, 8), (5, 15), (14, 15), (40, 12)))
_UNDATED = "0"
_TERMS = ("3", "5", "6", "7", "8", "10")


@dataclass(slots=True)
class Person:
    """One invented person; texts as they stand in a cell, None for a blank one.

    `cells` holds the texts by the names of `rehabkg.records.fields`; `kind` is the sort of the sentence.
    """

    number: int
    female: bool
    kind: str
    birth_year: int | None
    arrested: Day | None
    decided: Day | None
    died: Day | None
    rehabilitated: Day | None
    executed: bool
    cells: dict[str, str]


class People:
    """Draws people from one seed: the same seed, the same people."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - invented people are no secret
        self.places = Places(self.rng)
        self.names = Names()
        self.share = shares()
        presence = table("presence")
        self.presence = Weighted(
            ((row["kind"], row["arrest"] == "1", row["decision"] == "1"), int(row["count"])) for row in presence
        )
        years = table("years")
        kinds = ("execution", "closed", "settlement", "camp", "other", "none")
        self.years = {kind: Weighted((int(row["year"]), int(row[kind])) for row in years) for kind in kinds}
        self.decades = Weighted((int(row["decade"]), int(row["count"])) for row in table("birth_decades"))
        self.clearing = Weighted((int(row["year"]), int(row["count"])) for row in table("rehabilitation_years"))
        self.sentences, self.charges = _weighted("sentences"), _weighted("charges")
        self.nationalities = {
            female: Weighted(
                (row["value"], int(row["count"]))
                for row in table("nationalities")
                if row["sex"] in ("", "female" if female else "male")
            )
            for female in (False, True)
        }
        self.occupations = Weighted(((row["male"], row["female"]), int(row["count"])) for row in table("occupations"))
        self.books = Weighted((row["value"], int(row["count"])) for row in table("books"))
        self.bodies = {year: _courts(year) for year in range(1918, 1954)}
        self.clearers = {year: _clearers(year) for year in range(1954, 2008)}

    def draw(self, count: int) -> Iterator[Person]:
        """Yield *count* people, one at a time."""
        for number in range(_FIRST_NUMBER, _FIRST_NUMBER + count):
            yield self._person(number)

    def _has(self, field: str) -> bool:
        return self.rng.random() < self.share[field]

    def _person(self, number: int) -> Person:
        rng = self.rng
        female = self._has("female")
        kind, has_arrest, has_decision = self.presence.pick(rng)
        decided = self._day_in(self.years[kind].pick(rng))
        arrested = decided - timedelta(days=1 + int(rng.expovariate(1 / _DAYS_IN_CUSTODY)))
        born = self._birth(kind, arrested.year)
        person = Person(
            number, female, kind,
            born if self._has("birth_year") else None,
            self._printed(arrested, "arrest") if has_arrest else None,
            self._printed(decided, "decision") if has_decision else None,
            None, None, kind == "execution", {},
        )  # fmt: skip
        self._death(person, decided)
        self._origin(person, born, arrested.year)
        self._case(person, decided.year)
        self._clearing(person)
        return person

    def _day_in(self, year: int) -> date:
        return date(year, 1, 1) + timedelta(days=int(self.rng.random() * 365))

    def _printed(self, day: date, field: str) -> Day:
        """Return *day* as precisely as the lists give such a date."""
        drawn = self.rng.random()
        if drawn < self.share[f"{field}_day"]:
            return day.year, day.month, day.day
        if drawn < self.share[f"{field}_day"] + self.share[f"{field}_month"]:
            return day.year, day.month, 0
        return day.year, 0, 0

    def _birth(self, kind: str, year: int) -> int:
        latest, earliest = year - _YOUNGEST[kind], year - _OLDEST
        for _ in range(8):
            born = self.decades.pick(self.rng) + int(self.rng.random() * 10)
            if earliest <= born <= latest:
                return born
        return latest - int(self.rng.random() * 50)

    def _death(self, person: Person, decided: date) -> None:
        share = self.share.get(f"death_{person.kind}", 0)
        if self.rng.random() >= share:
            return
        if person.kind == "camp":
            died = decided + timedelta(days=int(self.rng.random() * 3 * 365))
        else:
            died = decided + timedelta(days=_AFTER_SENTENCE.pick(self.rng))
            person.executed = True
        person.died = (died.year, died.month, died.day)
        if self._has("burial"):
            person.cells["burial_place"] = self._filled(cells("burial").pick(self.rng), person, self._place())
        if self._has("death_place"):
            person.cells["death_place"] = self.places.printed(self.rng)

    def _place(self) -> Place:
        return self.places.draw(self.rng)

    def _origin(self, person: Person, born: int, year: int) -> None:
        """Fill what tells of the person."""
        rng, told = self.rng, person.cells
        told["surname"], told["given_name"], told["patronymic"] = self.names.draw(rng, female=person.female)
        told["sex"] = "ж" if person.female else "м"
        if person.birth_year and self._has("birth_comment"):
            told["birth_comment"] = cells("birth_comment").pick(rng).replace("{next}", str(born + 1))
        if person.birth_year is None and self._has("age"):
            told["age"] = str(year - born)
        for field in ("birth_place", "residence"):
            if self._has(field):
                told[field] = self.places.printed(rng)
        if self._has("nationality"):
            told["nationality"] = self.nationalities[person.female].pick(rng)
        if self._has("occupation"):
            told["occupation"] = self._filled(self.occupations.pick(rng)[person.female], person, None)
        for field in ("citizenship", "education", "party", "family"):
            if self._has(field):
                told[field] = cells(field).pick(rng)
        if self._has("name_variants"):
            told["name_variants"] = f"{told['surname']}-{self.names.draw(rng, female=person.female)[0]}"
        told["book"] = self.books.pick(rng)
        if self._has("book_address"):
            told["book_address"] = f"books/book{int(rng.random() * 200)}.htm"

    def _case(self, person: Person, year: int) -> None:
        """Fill what tells of the case."""
        rng, told = self.rng, person.cells
        place = self._place()
        if person.arrested:
            for field in ("arrest_body", "arrest_kind"):
                if self._has(field):
                    told[field] = self._filled(cells(field).pick(rng), person, place)
        if self._has("file_number"):
            told["file_number"] = f"П-{int(rng.random() * 90_000)}"
        if person.decided:
            if person.kind != "settlement" and self._has("deciding_body"):
                told["deciding_body"] = self._filled(self.bodies[year].pick(rng), person, place)
            if self._has("charge"):
                told["charge"] = self._filled(
                    self.charges[_ACCUSED_BY.get(person.kind, "crime")].pick(rng), person, place
                )
        if person.kind != "none":
            sentence = self.sentences[person.kind].pick(rng)
            if person.died and "свобожд" in sentence:
                sentence = self.sentences["camp"].values[0]
            told["sentence"] = self._filled(sentence, person, place, year)
        for field in ("previous_repression", "next_repression"):
            if self._has(field):
                told[field] = self._filled(cells(field).pick(rng), person, place, year)

    def _clearing(self, person: Person) -> None:
        if not self._has(f"rehabilitation_{person.kind}"):
            return
        rng, told = self.rng, person.cells
        year = self.clearing.pick(rng)
        body, ground, dated = "", "", True
        if self._has("rehabilitation_body"):
            body, ground, dated = self.clearers[year].pick(rng)
        if dated:
            person.rehabilitated = self._printed(self._day_in(year), "rehabilitation")
        if body:
            told["rehabilitation_body"] = self._filled(body, person, self._place())
        if ground:
            told["rehabilitation_ground"] = ground

    def _filled(self, template: str, person: Person, place: Place | None, year: int = 0) -> str:
        """Return *template* with what it asks for in place of its `{...}`."""
        if "{" not in template:
            return template
        rng = self.rng
        words = {} if place is None else place.words
        for part in ("works", "farm", "camp", "word", "town"):
            if f"{{{part}}}" in template and part not in words:
                words[part] = (
                    self._filled(cells(part).pick(rng), person, None) if part != "town" else self._place().village
                )
        words |= {
            "а": "а" if person.female else "", "term": _TERMS[int(rng.random() * len(_TERMS))],
            "loss": str(3 + int(rng.random() * 3)), "point": str(1 + int(rng.random() * 14)),
            "number": str(1 + int(rng.random() * 400)), "before": f"{year - 1 - int(rng.random() * 8)} г.",
            "day": f"{1 + int(rng.random() * 28):02}", "month": f"{1 + int(rng.random() * 12):02}",
            "year": str(year + 1), "later": str(year + 2 + int(rng.random() * 9)),
        }  # fmt: skip
        return template.format_map(words)


def _weighted(name: str) -> dict[str, Weighted[str]]:
    return {
        kind: Weighted((row["value"], int(row["count"])) for row in rows) for kind, rows in by("kind", name).items()
    }


def _courts(year: int) -> Weighted[str]:
    """Return the bodies that sentenced in *year*."""
    return Weighted((row["value"], int(row["count"])) for row in _in_office("bodies", year))


def _clearers(year: int) -> Weighted[tuple[str, str, bool]]:
    """Return who rehabilitated in *year*, on which ground, and whether a date goes with it."""
    return Weighted(
        ((row["body"], row["ground"], row["first"] != _UNDATED), int(row["count"]))
        for row in _in_office("rehabilitations", year)
    )


def _in_office(name: str, year: int) -> list[dict[str, str]]:
    """Return the rows whose years *year* is among; what is said without a date stands in every year."""
    return [row for row in table(name) if int(row["first"]) <= year <= int(row["last"]) or row["first"] == _UNDATED]

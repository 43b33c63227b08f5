"""Invent lives of which all is known: what one book lacks of them, another may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bench.invented.people import Day, People, Person
from bench.invented.places import Place
from bench.invented.real_names import RealNames
from bench.invented.weights import Weighted, table

_LIVED_WHERE_BORN = 0.5
# What a life has, whether or not a book tells it: these shares are drawn for each sighting instead.
TOLD_BY_BOOKS = (
    "birth_year", "nationality", "occupation", "residence", "deciding_body", "charge", "file_number", "arrest_day",
    "decision_day", "rehabilitation_day", "death_execution",
)  # fmt: skip
_NOT_WANTED = (
    "birth_comment", "age", "birth_place", "citizenship", "education", "party", "family", "arrest_body", "arrest_kind",
    "previous_repression", "next_repression", "burial", "death_place", "rehabilitation_body", "name_variants",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Life:
    """One invented person, known in full; `person` is what tells one from another, `kind` the sort of the sentence."""

    person: int
    kind: str
    female: bool
    surname: str
    given_name: str
    patronymic: str
    born: date
    birth_place: Place
    residence: Place
    nationality: str
    occupation: str
    arrested: Day
    decided: Day
    body: str
    articles: str
    rehabilitated: Day | None
    died: Day | None
    file_number: str


class Lives(People):
    """Draws lives from one seed: the same seed and lists of names, the same lives."""

    def __init__(self, seed: int, names: RealNames) -> None:
        super().__init__(seed)
        self.real_names = names
        self.counted = dict(self.share)
        self.share = self.share | dict.fromkeys(TOLD_BY_BOOKS, 1.0) | dict.fromkeys(_NOT_WANTED, 0.0)
        presence = [(row["kind"], int(row["count"])) for row in table("presence")]
        self.presence = Weighted(((kind, True, True), count) for kind, count in presence)
        # Which of the two dates of a case a book gives, by the sort of the sentence.
        self.dated = {
            kind: Weighted(
                ((row["arrest"] == "1", row["decision"] == "1"), int(row["count"]))
                for row in table("presence")
                if row["kind"] == kind
            )
            for kind, _ in presence
        }
        self._next = 0

    def lives(self) -> Iterator[Life]:
        """Yield lives without an end."""
        while True:
            yield self.life()

    def life(self) -> Life:
        """Return the next life."""
        self._next += 1
        return self._life(self._person(self._next))

    def number(self) -> int:
        """Return the number of a person who is not drawn, but made after another."""
        self._next += 1
        return self._next

    def _life(self, person: Person) -> Life:
        rng, told = self.rng, person.cells.get
        nationality = told("nationality", "")
        surname, given, patronymic = self.real_names.draw(rng, nationality, female=person.female)
        birth_place = self._place()
        assert person.birth_year is not None  # noqa: S101 - its share is 1 here
        assert person.arrested is not None  # noqa: S101
        assert person.decided is not None  # noqa: S101
        return Life(
            person.number, person.kind, person.female, surname, given, patronymic,
            date(person.birth_year, 1, 1) + timedelta(days=int(rng.random() * 365)),
            birth_place, birth_place if rng.random() < _LIVED_WHERE_BORN else self._place(),
            nationality, told("occupation", ""), person.arrested, person.decided,
            told("deciding_body", ""), told("charge", ""), person.rehabilitated, person.died, told("file_number", ""),
        )  # fmt: skip

"""Tell a life as one book does: some of it, some of it wrongly.

What a book leaves out is drawn for each sighting anew, so what one book has another may lack. How often a cell is
filled is counted in the real lists; how often it is wrong is set here, in `ERRORS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from bench.invented import errors_of_cells as told
from bench.invented import errors_of_names as spoilt
from bench.invented.latin import latin
from bench.invented.lives import Life, Lives
from bench.invented.people import Day

COLUMNS = (
    "id", "surname", "given_name", "patronymic", "name_variants", "sex", "birth_date", "birth_place", "nationality",
    "residence", "occupation", "book", "arrest_date", "decision_date", "deciding_body", "articles",
    "rehabilitation_date", "death_date", "file_number",
)  # fmt: skip
# The share of sightings that have each error, where it can happen at all.
ERRORS = {
    "surname-mistyped": 0.015, "surname-misread": 0.015, "surname-misheard": 0.035,
    "given-name-mistyped": 0.008, "given-name-misread": 0.008, "given-name-misheard": 0.015, "given-name-form": 0.05,
    "patronymic-mistyped": 0.008, "patronymic-misread": 0.008, "patronymic-misheard": 0.02, "patronymic-form": 0.03,
    "heard-from-afar": 0.25, "other-spelling-given": 0.2,
    "whole-record-in-latin": 0.02, "initials": 0.02, "no-patronymic": 0.06, "names-swapped": 0.008,
    "married-name": 0.04, "maiden-name-given": 0.5,
    "birth-year-off-by-one": 0.05, "birth-year-off-by-two": 0.012, "birth-year-mistyped": 0.004,
    "birth-day-and-month-turned": 0.02, "birth-day-off": 0.05,
    "place-renamed": 0.15, "nationality-other-word": 0.04,
    "arrest-off": 0.06, "arrest-year-only": 0.03, "decision-off": 0.05, "decision-year-only": 0.05,
    "arrest-year-off": 0.01, "decision-year-off": 0.01, "death-off": 0.06, "rehabilitation-other": 0.12,
    "another-case": 0.03, "body-other-words": 0.35, "articles-other-words": 0.35, "occupation-other": 0.3,
}  # fmt: skip
# The share of sightings that do not tell it, beside the shares that are counted.
_BIRTH_DAY_TOLD, _SEX_TOLD, _DEATH_TOLD, _REHABILITATION_TOLD, _FILE_NUMBER_TOLD = 0.2, 0.95, 0.85, 0.8, 0.04
_MOST = 0.95
_COUNTED = ("birth_place", "nationality", "residence", "occupation", "deciding_body")
_SPELT = (
    "surname", "given_name", "patronymic", "name_variants", "birth_place", "nationality", "residence", "occupation",
    "deciding_body", "articles",
)  # fmt: skip
_WAYS = {"mistyped": spoilt.mistyped, "misread": spoilt.misread, "misheard": spoilt.misheard}


class Sightings:
    """Tells lives as books do. *factor* multiplies every share of *errors*; 0 leaves only what books do not tell."""

    def __init__(self, lives: Lives, factor: float, errors: Mapping[str, float] = ERRORS) -> None:
        self._lives, self._rng = lives, lives.rng
        self._rate = {name: min(share * factor, _MOST) for name, share in errors.items()}

    def cells(self, life: Life, book: str, *, first: bool) -> dict[str, str]:
        """Return the cells of *life* in *book*; the *first* sighting is told rightly, but not wholly."""
        if not first and self._wrong("another-case"):
            life = self._tried_again(life)
        row = self._whole(life)
        row["book"] = book
        if not first:
            self._spoil_names(row, life)
            if self._wrong("whole-record-in-latin"):
                row |= latin(self._rng, {field: row[field] for field in _SPELT})
                row["sex"] = "f" if life.female else "m"
        self._dates(row, life, wrongly=not first)
        if not first:
            self._shorten_names(row)
        self._leave_out(row)
        return row

    def _wrong(self, error: str) -> bool:
        return self._rng.random() < self._rate[error]

    def _tried_again(self, life: Life) -> Life:
        """Return *life* with another case: who was arrested twice may stand in each book for one of the two."""
        other = self._lives.life()
        if other.arrested[0] <= life.born.year or (life.died and other.decided >= life.died):
            return life
        return replace(
            life, kind=other.kind, arrested=other.arrested, decided=other.decided, body=other.body,
            articles=other.articles, rehabilitated=other.rehabilitated, residence=other.residence, file_number="",
        )  # fmt: skip

    def _whole(self, life: Life) -> dict[str, str]:
        rng, renamed = self._rng, self._rate["place-renamed"]
        return dict.fromkeys(COLUMNS, "") | {
            "surname": life.surname, "given_name": life.given_name, "patronymic": life.patronymic,
            "sex": "ж" if life.female else "м", "birth_place": told.place(rng, life.birth_place, renamed),
            "nationality": life.nationality, "residence": told.place(rng, life.residence, renamed),
            "occupation": life.occupation, "deciding_body": life.body, "articles": life.articles,
            "file_number": life.file_number,
        }  # fmt: skip

    def _spoil_names(self, row: dict[str, str], life: Life) -> None:
        rng = self._rng
        if not life.patronymic and self._wrong("heard-from-afar"):
            part = "given_name" if rng.random() < 0.7 else "surname"
            self._spoil(row, part, spoilt.misheard_from_afar(rng, row[part]))
        if life.female and self._wrong("married-name"):
            husband, *_ = self._lives.real_names.draw(rng, life.nationality, female=False)
            row["surname"], maiden = spoilt.married(rng, row["surname"], husband)
            if self._wrong("maiden-name-given"):
                row["name_variants"] = maiden
        if self._wrong("given-name-form"):
            row["given_name"] = spoilt.other_form(rng, row["given_name"])
        if self._wrong("patronymic-form"):
            row["patronymic"] = spoilt.other_patronymic(rng, row["patronymic"])
        for part in ("surname", "given_name", "patronymic"):
            for way in _WAYS:
                if self._wrong(f"{part.replace('_', '-')}-{way}"):
                    self._spoil(row, part, _WAYS[way](rng, row[part]))
        self._reword(row)

    def _reword(self, row: dict[str, str]) -> None:
        rng = self._rng
        if self._wrong("nationality-other-word"):
            row["nationality"] = told.other_nationality(rng, row["nationality"])
        if self._wrong("body-other-words"):
            row["deciding_body"] = told.other_body(rng, row["deciding_body"])
        if self._wrong("articles-other-words"):
            row["articles"] = told.other_articles(rng, row["articles"])
        if self._wrong("occupation-other"):
            row["occupation"] = row["occupation"].split(",")[0]

    def _spoil(self, row: dict[str, str], part: str, name: str) -> None:
        """Put *name* into *row*; some books print the other spelling beside it."""
        if name != row[part] and self._wrong("other-spelling-given"):
            row["name_variants"] = row[part]
        row[part] = name

    def _shorten_names(self, row: dict[str, str]) -> None:
        if self._wrong("initials"):
            row["given_name"], row["patronymic"] = (
                f"{row[part][0]}." if row[part] else "" for part in ("given_name", "patronymic")
            )
        elif self._wrong("no-patronymic"):
            row["patronymic"] = ""
        elif self._wrong("names-swapped"):
            row["surname"], row["given_name"] = row["given_name"], row["surname"]

    def _dates(self, row: dict[str, str], life: Life, *, wrongly: bool) -> None:
        rng = self._rng
        born: Day = (life.born.year, life.born.month, life.born.day)
        arrested, decided, died, cleared = life.arrested, life.decided, life.died, life.rehabilitated
        if wrongly:
            born = self._birth_wrongly(born)
            arrested, decided = self._case_wrongly("arrest", arrested), self._case_wrongly("decision", decided)
            if died and self._wrong("death-off"):
                died = told.shifted(rng, died)
            if cleared and self._wrong("rehabilitation-other"):
                cleared = (told.another_year(rng, cleared[0], 3), *cleared[1:])
        if rng.random() >= _BIRTH_DAY_TOLD:
            born = (born[0], 0, 0)
        has_arrest, has_decision = self._lives.dated[life.kind].pick(rng)
        row["birth_date"] = told.printed(born)
        row["arrest_date"] = told.printed(arrested) if has_arrest else ""
        row["decision_date"] = told.printed(decided) if has_decision else ""
        row["death_date"] = told.printed(died) if died else ""
        row["rehabilitation_date"] = told.printed(cleared) if cleared else ""

    def _birth_wrongly(self, born: Day) -> Day:
        year = born[0]
        if self._wrong("birth-year-off-by-one"):
            year = told.another_year(self._rng, year, 1)
        elif self._wrong("birth-year-off-by-two"):
            year += 2 if self._rng.random() < 0.5 else -2
        elif self._wrong("birth-year-mistyped"):
            year += 10 if year < 1900 else -10
        born = (year, born[1], min(born[2], 28))
        if self._wrong("birth-day-and-month-turned"):
            return told.turned(born)
        return told.shifted(self._rng, born) if self._wrong("birth-day-off") else born

    def _case_wrongly(self, field: str, day: Day) -> Day:
        if self._wrong(f"{field}-year-off"):
            return told.another_year(self._rng, day[0], 1), day[1], min(day[2], 28)
        if self._wrong(f"{field}-off"):
            return told.shifted(self._rng, day)
        return (day[0], 0, 0) if self._wrong(f"{field}-year-only") else day

    def _leave_out(self, row: dict[str, str]) -> None:
        """Blank what this book does not tell."""
        rng, counted = self._rng, self._lives.counted
        for field in _COUNTED:
            if rng.random() >= counted[field]:
                row[field] = ""
        if rng.random() >= counted["charge"]:
            row["articles"] = ""
        if rng.random() >= counted["birth_year"]:
            row["birth_date"] = ""
        for field, share in (
            ("sex", _SEX_TOLD), ("death_date", _DEATH_TOLD), ("rehabilitation_date", _REHABILITATION_TOLD),
            ("file_number", _FILE_NUMBER_TOLD),
        ):  # fmt: skip
            if rng.random() >= share:
                row[field] = ""


def books_of(lives: Lives, rng: Random, count: int) -> list[str]:
    """Return *count* books, no two of them the same."""
    found: list[str] = []
    while len(found) < count:
        book = lives.books.pick(rng)
        if book not in found:
            found.append(book)
    return found

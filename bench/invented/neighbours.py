"""Invent people who are easily taken for another: namesakes, kin, and two of one name in one book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bench.invented.errors_of_cells import shifted
from bench.invented.family import man_of, patronymic_of, woman_of
from bench.invented.lives import Life, Lives

# Of a hundred people, how many have such a neighbour in the files.
SHARES = {"namesake": 0.03, "child": 0.02, "sibling": 0.03, "spouse": 0.02, "twin-in-name": 0.01}
_CHILD_OF_THE_SAME_NAME = 0.25
_GENERATION = (20, 35)
_LAST_BORN = 1930
_SENTENCED_TOGETHER = 0.8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another person than the one it was made after; `same_book` where both stand in one book."""

    life: Life
    same_book: bool = False


def neighbours(lives: Lives, life: Life) -> Iterator[Neighbour]:
    """Yield the neighbours that *life* has, mostly none."""
    rng = lives.rng
    for kind, share in SHARES.items():
        if rng.random() < share:
            yield _MAKERS[kind](lives, life)


def _namesake(lives: Lives, life: Life) -> Neighbour:
    """The same name and nearly the same age, and everything else another's."""
    born = _years_later(life.born, int(lives.rng.random() * 7) - 3)
    return Neighbour(_named_as(_other_born(lives, born), life, born))


def _twin_in_name(lives: Lives, life: Life) -> Neighbour:
    """The same name and year in the same book: two people, or the book would have told them as one."""
    born = life.born + timedelta(days=1)
    return Neighbour(_named_as(_other_born(lives, born), life, born), same_book=True)


def _other_born(lives: Lives, born: date) -> Life:
    """Return another life, whose case is later than *born*."""
    while True:
        life = lives.life()
        if life.arrested[0] > born.year:
            return life


def _named_as(other: Life, life: Life, born: date) -> Life:
    return replace(
        other, female=life.female, surname=life.surname, given_name=life.given_name, patronymic=life.patronymic,
        nationality=life.nationality, born=born,
    )  # fmt: skip


def _child(lives: Lives, life: Life) -> Neighbour:
    """A son or daughter of a man; of a woman a brother or sister instead."""
    if life.female or not life.patronymic:
        return _sibling(lives, life)
    rng, (first, last) = lives.rng, _GENERATION
    born = _years_later(life.born, first + int(rng.random() * (last - first)))
    if born.year > _LAST_BORN:
        return _sibling(lives, life)
    other = _other_born(lives, born)
    patronymic = patronymic_of(life.given_name, female=other.female)
    same = not other.female and rng.random() < _CHILD_OF_THE_SAME_NAME
    return Neighbour(
        replace(
            other, surname=woman_of(life.surname) if other.female else life.surname, patronymic=patronymic,
            given_name=life.given_name if same else other.given_name, nationality=_nationality(life, other),
            born=born, birth_place=life.birth_place, residence=life.residence,
        )
    )  # fmt: skip


def _sibling(lives: Lives, life: Life) -> Neighbour:
    """A brother of a man, a sister of a woman: arrested on the same day or near it, sentenced by the same body."""
    rng = lives.rng
    given = lives.real_names.draw(rng, life.nationality, female=life.female)[1]
    # The same given name is no sibling's.
    while given == life.given_name:
        given = lives.real_names.draw(rng, life.nationality, female=life.female)[1]
    years = (1 + int(rng.random() * 4)) * (1 if rng.random() < 0.5 else -1)
    together = rng.random() < _SENTENCED_TOGETHER
    return Neighbour(
        replace(
            life, person=lives.number(), given_name=given, born=_years_later(life.born, years),
            arrested=life.arrested if together else shifted(rng, life.arrested), died=None, file_number="",
        ),
        same_book=together,
    )  # fmt: skip


def _spouse(lives: Lives, life: Life) -> Neighbour:
    """A wife or husband, sentenced for the other's sake."""
    other = lives.life()
    surname = man_of(life.surname) if life.female else woman_of(life.surname)
    _, given, patronymic = lives.real_names.draw(lives.rng, life.nationality, female=not life.female)
    return Neighbour(
        replace(
            other, female=not life.female, surname=surname, given_name=given, patronymic=patronymic,
            nationality=_nationality(life, other), born=_years_later(life.born, int(lives.rng.random() * 9) - 4),
            residence=life.residence, arrested=life.arrested, decided=life.decided, body=life.body,
        )
    )  # fmt: skip


def _nationality(life: Life, other: Life) -> str:
    return life.nationality if life.female == other.female else other.nationality


def _years_later(day: date, years: int) -> date:
    """Return the day *years* later, the 28th where the month may be shorter."""
    return day.replace(year=day.year + years, day=min(day.day, 28))


_MAKERS = {
    "namesake": _namesake, "child": _child, "sibling": _sibling, "spouse": _spouse, "twin-in-name": _twin_in_name,
}  # fmt: skip

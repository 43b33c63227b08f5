"""Write invented people as rows of Memorial's full table, with seeded mistakes."""

from __future__ import annotations

from random import Random
from typing import BinaryIO

from bench.invented.mistakes import LONG_CELL, Mistake, Truth, contradict, spoil_date
from bench.invented.people import Day, People, Person

COLUMNS = (
    "person_id", "surname", "name", "patronimic", "birth_year", "birth_year_comment", "age", "sex", "birth_place",
    "nation", "citizenship", "occupation", "live_place", "education", "party", "family", "arest_date",
    "arest_organ", "arest_type", "criminal_case", "judicial_organ", "process_date", "criminal_article", "sentence",
    "was_executed", "death_place", "death_date", "previous_repression", "next_repression", "rehabilitation_organ",
    "rehabilitation_reason", "rehabilitation_date", "all_name_variations", "name_variations", "surname_variations",
    "patronimic_variations", "fullname_variations", "memory_book", "memory_book_url",
)  # fmt: skip
_BLANK = "None"
_DATE_COLUMN = {
    "arrested": "arest_date", "decided": "process_date", "died": "death_date", "rehabilitated": "rehabilitation_date",
}  # fmt: skip
MISTAKES = ("bad-date", "missing-cell", "extra-cell", "nul", "wrong-encoding", "contradictory-dates", "long-cell")
_MISTAKES_IN_LIFE = {"bad-date": spoil_date, "contradictory-dates": contradict}


def write_table(out: BinaryIO, people: People, count: int, errors: float, truth: Truth) -> None:
    """Write *count* rows under a header; a share *errors* of the rows has a mistake, told to *truth*."""
    out.write(("\t".join(COLUMNS) + "\n").encode())
    rng = people.rng
    for line, person in enumerate(people.draw(count), 2):
        if rng.random() >= errors:
            out.write(("\t".join(row_of(person)) + "\n").encode())
        else:
            content, mistake = _spoilt(rng, person)
            out.write(content + b"\n")
            truth.add(line, person.number, mistake)


def row_of(person: Person) -> list[str]:
    """Return the 39 cells of *person*."""
    told = person.cells.get
    variants = told("name_variants", _BLANK)
    return [
        str(person.number), told("surname", _BLANK), told("given_name", _BLANK), told("patronymic", _BLANK),
        str(person.birth_year) if person.birth_year else _BLANK, told("birth_comment", _BLANK), told("age", _BLANK),
        told("sex", _BLANK), told("birth_place", _BLANK), told("nationality", _BLANK), told("citizenship", _BLANK),
        told("occupation", _BLANK), told("residence", _BLANK), told("education", _BLANK), told("party", _BLANK),
        told("family", _BLANK), _date(person.arrested), told("arrest_body", _BLANK), told("arrest_kind", _BLANK),
        told("file_number", _BLANK), told("deciding_body", _BLANK), _date(person.decided), told("charge", _BLANK),
        told("sentence", _BLANK), "T" if person.executed else "F", told("death_place", _BLANK), _date(person.died),
        told("previous_repression", _BLANK), told("next_repression", _BLANK), told("rehabilitation_body", _BLANK),
        told("rehabilitation_ground", _BLANK), _date(person.rehabilitated), variants, _BLANK, variants, _BLANK, _BLANK,
        told("book", _BLANK), told("book_address", _BLANK),
    ]  # fmt: skip


def _date(day: Day | None) -> str:
    return f"{day[2] or '_'}.{day[1] or '_'}.{day[0]}" if day else _BLANK


def _spoilt(rng: Random, person: Person) -> tuple[bytes, Mistake]:
    kind = MISTAKES[int(rng.random() * len(MISTAKES))]
    if kind in _MISTAKES_IN_LIFE:
        field = _MISTAKES_IN_LIFE[kind](rng, person)
        return "\t".join(row_of(person)).encode(), Mistake(kind, _DATE_COLUMN[field])
    cells = row_of(person)
    place = 1 + int(rng.random() * (len(cells) - 2))
    column: str | None = COLUMNS[place]
    if kind == "missing-cell":
        del cells[place]
        column = None
    elif kind == "extra-cell":
        cells.insert(place, cells[place])
        column = None
    elif kind == "nul":
        cells[place] += "\0"
    elif kind == "long-cell":
        cells[place] = "слово " * (LONG_CELL // 6)
    elif kind == "wrong-encoding":
        # A row of another file: its letters are windows-1251, the first stand in the surname.
        return "\t".join(cells).encode("windows-1251"), Mistake(kind, "surname")
    return "\t".join(cells).encode(), Mistake(kind, column)

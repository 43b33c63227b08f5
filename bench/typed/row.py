"""A row of the typed table to the record and the person of it, as a load hands them to its mapper."""

from __future__ import annotations

from collections import namedtuple
from functools import lru_cache
from typing import Any, TypeAlias

from bench.typed.statements import COLUMNS
from rehabkg.mapping.record_codes import ACTS, CASE_CLOSED, DEATHS, GROUNDS, RELEASES
from rehabkg.records.model import (
    Arrest,
    Article,
    Death,
    RecordedCase,
    RecordedPerson,
    Rehabilitation,
    Release,
    Sentence,
)
from rehabkg.records.printed import PrintedRecord

_Row = namedtuple("_Row", COLUMNS)
# Its columns are known when the program runs, to no type checker before.
Row: TypeAlias = Any
row_of = _Row._make

_KINDS_OF_DEATH = {concept: kind for kind, concept in DEATHS.items()}
_RELEASES = {concept: ground for ground, concept in RELEASES.items()}
_GROUNDS = {concept: ground for ground, concept in GROUNDS.items()}
_ACTS = {act: code for code, act in ACTS.items()}
_WITHOUT_CONCEPT = "other-ground"


class RowConcepts:
    """Answers `mapping.concepts.Concepts` with the codes that stand in the row beside the texts."""

    def __init__(self) -> None:
        self.row: Row = row_of([""] * len(COLUMNS))
        self._bodies: set[str] = set()

    def take(self, row: Row) -> None:
        """Answer from *row* from now on."""
        self.row = row
        self._bodies.update((row.arrest_body, row.decision_body, row.rehabilitation_body))

    def body(self, printed: str, _date: str | None) -> str | None:
        """Return the code of a body: the cell is one, or it is printed text."""
        return printed if printed in self._bodies else None

    def region(self, printed: str) -> str | None:
        """Return the code of the region of either place of the row."""
        row = self.row
        return (row.birth_region if printed == row.birth_place else row.residence_region) or None

    def people(self, _printed: str) -> str | None:
        """Return the code of the people."""
        return self.row.people or None

    def occupation(self, _printed: str) -> str | None:
        """Return the code of the class of occupations."""
        return self.row.occupation_class or None

    def book(self, printed: str) -> str | None:
        """Return the id of the book: the cell is one."""
        return printed


def person_of(row: Row) -> tuple[PrintedRecord, RecordedPerson]:
    """Return the record and the person of *row*."""
    file, _, locator = row.locator.partition(", ")
    printed = PrintedRecord(row.number, file, locator, None, row.printed)
    return printed, RecordedPerson(
        surname=row.surname or None,
        given_name=row.given_name or None,
        patronymic=row.patronymic or None,
        name_variants=(row.name_variant,) if row.name_variant else (),
        sex=row.sex or None,
        birth_date=row.born or None,
        age=int(row.age) if row.age else None,
        birth_place=row.birth_place or None,
        nationality=row.people or row.nationality or None,
        citizenship=row.citizenship or None,
        education=row.education or None,
        party=row.party or None,
        occupation=row.occupation or None,
        residence=row.residence or None,
        family=row.family or None,
        death=_death(row) if row.died or row.death_manner or row.death_place else None,
        amnesty=row.amnesty == "true",
        status=row.stated,
        cases=(_case(row),) if row.case else (),
        book=row.book or None,
        unread=(row.unread,) if row.unread else (),
    )


def _death(row: Row) -> Death:
    return Death(row.died or None, _KINDS_OF_DEATH.get(row.death_manner, "died"), row.death_place or None)


def _case(row: Row) -> RecordedCase:
    return RecordedCase(
        (_arrest(row),) if row.arrest else (),
        (_sentence(row),) if row.decision else (),
        (_release(row),) if row.release else (),
        (_rehabilitation(row),) if row.rehabilitation else (),
    )


def _arrest(row: Row) -> Arrest:
    body = row.arrest_body or row.arrest_body_printed or None
    return Arrest(row.arrest_date or None, body, None, row.arrest_text or None)


def _sentence(row: Row) -> Sentence:
    measures, years = _measures(row.decision_class, (row.measure_1, row.measure_2, row.measure_3))
    return Sentence(
        row.decision_date or None,
        row.decision_body or row.decision_body_printed or None,
        row.charge or None,
        _articles((row.article_1, row.article_2, row.article_3, row.article_4)),
        measures,
        years,
        row.decision_text or None,
        row.decision_class == "RecordedChange",
    )


@lru_cache(maxsize=10_000)
def _articles(cells: tuple[str, ...]) -> tuple[Article, ...]:
    named = (cell.partition("-") for cell in cells if cell)
    return tuple(Article(number, code) for code, _, number in named)


@lru_cache(maxsize=10_000)
def _measures(kind: str, cells: tuple[str, ...]) -> tuple[tuple[str, ...], float | None]:
    """Return the measures and the term in years of cells such as `camp-P10Y`, `unstated-P30M`, `death`."""
    measures: list[str] = []
    years = None
    for cell in filter(None, cells):
        measure, _, term = cell.partition("-P")
        if term:
            years = int(term[:-1]) / (1 if term[-1] == "Y" else 12)
        if measure != "unstated":
            measures.append(measure)
    return (*measures, *((CASE_CLOSED,) if kind == "RecordedCaseClosing" else ())), years


def _release(row: Row) -> Release:
    return Release(row.release_date or None, _RELEASES.get(row.release_manner, "other"), row.release_text)


def _rehabilitation(row: Row) -> Rehabilitation:
    refused, partly = row.rehabilitation_class == "RecordedRefusal", row.scope == "partial"
    grounds = (_GROUNDS[row.ground],) if row.ground else ()
    text = row.rehabilitation_text or None
    return Rehabilitation(
        row.rehabilitation_date or None,
        row.rehabilitation_body or row.rehabilitation_body_printed or None,
        # A text is stated of a ground that has no concept.
        (*grounds, _WITHOUT_CONCEPT) if text else grounds,
        (_ACTS[row.act],) if row.act else (),
        "refused" if refused else "partly" if partly else "granted",
        text,
    )

"""A row of the typed table to the record and the person of it, as a load hands them to its mapper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

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

_KINDS_OF_DEATH = {concept: kind for kind, concept in DEATHS.items()}
_RELEASES = {concept: ground for ground, concept in RELEASES.items()}
_GROUNDS = {concept: ground for ground, concept in GROUNDS.items()}
_ACTS = {act: code for code, act in ACTS.items()}
_WITHOUT_CONCEPT = "other-ground"
_OUTCOMES = {"RecordedRefusal": "refused"}


class Rows:
    """Reads rows, and answers `mapping.concepts.Concepts` with the codes that stand in the last one."""

    def __init__(self) -> None:
        self._people = self._occupation = self._birth_place = self._birth_region = self._residence_region = ""
        self._bodies: set[str] = set()

    def body(self, printed: str, _date: str | None) -> str | None:
        """Return the code of a body: the cell is one, or it is printed text."""
        return printed if printed in self._bodies else None

    def region(self, printed: str) -> str | None:
        """Return the code of the region of either place of the row."""
        return (self._birth_region if printed == self._birth_place else self._residence_region) or None

    def people(self, _printed: str) -> str | None:
        """Return the code of the people."""
        return self._people or None

    def occupation(self, _printed: str) -> str | None:
        """Return the code of the class of occupations."""
        return self._occupation or None

    def book(self, printed: str) -> str | None:
        """Return the id of the book: the cell is one."""
        return printed

    def read(self, cells: Sequence[str]) -> tuple[PrintedRecord, RecordedPerson]:
        """Return the record and the person of a row; *cells* stand in the order of `typed.statements.COLUMNS`."""
        # Names of this function are read a third faster than fields of a row, and there are sixty.
        (
            number, case, arrest, decision, release, cleared, locator, text, book, surname, given_name,
            patronymic, birth_place, residence, occupation, citizenship, education, party, family, name_variant,
            unread, sex, born, age, people, nationality, self._occupation, self._birth_region,
            self._residence_region, stated, amnesty, died, death_manner, death_place, _, arrest_date, arrest_body,
            arrest_body_printed, arrest_text, decision_class, decision_date, decision_body, decision_body_printed,
            article_1, article_2, article_3, article_4, charge, measure_1, measure_2, measure_3, decision_text,
            release_date, release_manner, release_text, cleared_class, cleared_date, cleared_body,
            cleared_body_printed, scope, ground, act, cleared_text,
        ) = cells  # fmt: skip
        self._people, self._birth_place = people, birth_place
        arrests: tuple[Arrest, ...] = ()
        sentences: tuple[Sentence, ...] = ()
        releases: tuple[Release, ...] = ()
        rehabilitations: tuple[Rehabilitation, ...] = ()
        if arrest:
            arrests = (
                Arrest(arrest_date or None, self._body(arrest_body, arrest_body_printed), None, arrest_text or None),
            )
        if decision:
            measures, years = _measures(decision_class, measure_1, measure_2, measure_3)
            articles = _articles(article_1, article_2, article_3, article_4) if article_1 else ()
            body = self._body(decision_body, decision_body_printed)
            changes = decision_class == "RecordedChange"
            sentences = (
                Sentence(
                    decision_date or None,
                    body,
                    charge or None,
                    articles,
                    measures,
                    years,
                    decision_text or None,
                    changes,
                ),
            )
        if release:
            releases = (Release(release_date or None, _RELEASES.get(release_manner, "other"), release_text),)
        if cleared:
            grounds, acts = _reasons(ground, act, bool(cleared_text))
            outcome = "partly" if scope else _OUTCOMES.get(cleared_class, "granted")
            body = self._body(cleared_body, cleared_body_printed)
            rehabilitations = (
                Rehabilitation(cleared_date or None, body, grounds, acts, outcome, cleared_text or None),
            )
        death = None
        if died or death_manner or death_place:
            death = Death(died or None, _KINDS_OF_DEATH.get(death_manner, "died"), death_place or None)
        file, _, place = locator.partition(", ")
        return PrintedRecord(number, file, place, None, text), RecordedPerson(
            surname=surname or None,
            given_name=given_name or None,
            patronymic=patronymic or None,
            name_variants=(name_variant,) if name_variant else (),
            sex=sex or None,
            birth_date=born or None,
            age=int(age) if age else None,
            birth_place=birth_place or None,
            nationality=people or nationality or None,
            citizenship=citizenship or None,
            education=education or None,
            party=party or None,
            occupation=occupation or None,
            residence=residence or None,
            family=family or None,
            death=death,
            amnesty=amnesty == "true",
            status=stated,
            cases=(RecordedCase(arrests, sentences, releases, rehabilitations),) if case else (),
            book=book or None,
            unread=(unread,) if unread else (),
        )

    def _body(self, code: str, printed: str) -> str | None:
        if code:
            self._bodies.add(code)
            return code
        return printed or None


@lru_cache(maxsize=10_000)
def _articles(*cells: str) -> tuple[Article, ...]:
    named = (cell.partition("-") for cell in cells if cell)
    return tuple(Article(number, code) for code, _, number in named)


@lru_cache(maxsize=10_000)
def _measures(kind: str, *cells: str) -> tuple[tuple[str, ...], float | None]:
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


@lru_cache(maxsize=10_000)
def _reasons(ground: str, act: str, with_text: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return grounds and acts; a text is stated only of a ground that has no concept."""
    grounds = (_GROUNDS[ground],) if ground else ()
    return (*grounds, _WITHOUT_CONCEPT) if with_text else grounds, (_ACTS[act],) if act else ()

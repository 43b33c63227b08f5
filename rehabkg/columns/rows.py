"""A recognised record to its row of columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

import pyarrow as pa

from rehabkg.columns.schema import RECORDS
from rehabkg.dates import parse_edtf
from rehabkg.mapping.concepts import Concepts
from rehabkg.mapping.event_lines import measures_imposed
from rehabkg.mapping.record_codes import ACTS, CASE_CLOSED, GROUNDS
from rehabkg.mapping.shared_values import article_local
from rehabkg.records.model import RecordedPerson, Rehabilitation, Sentence
from rehabkg.records.printed import PrintedRecord

_EventRow: TypeAlias = dict[str, Any]
_NO_DAYS = (None, None)
# Measures with a term that are kept: records repeat them by the thousand.
_KEPT = 10_000


class RecordRows:
    """Collects the rows of one batch."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts
        self._rows: list[tuple[Any, ...]] = []

    def add(self, printed: PrintedRecord, person: RecordedPerson) -> None:
        """Add the row of one record."""
        concepts, death = self._concepts, person.death
        born_first, born_last = _days(person.birth_date)
        died = None if death is None else death.date
        died_first, died_last = _days(died)
        # In the order of the schema: one row at once costs less than a list for each column.
        self._rows.append(
            (
                printed.number, printed.file, printed.line,
                person.name, person.surname, person.given_name, person.patronymic, person.name_variants, person.sex,
                person.birth_date, born_first, born_last,
                _found(person.nationality, concepts.people),
                person.birth_place,
                _found(person.birth_place, concepts.region),
                person.residence,
                _found(person.residence, concepts.region),
                _found(person.occupation, concepts.occupation),
                _found(person.book, concepts.book) or person.book,
                person.file_number,
                None if death is None else death.kind, died, died_first, died_last,
                person.status, person.amnesty,
                *self._events(person),
            )
        )  # fmt: skip

    def table(self) -> pa.Table:
        """Return the rows added so far."""
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(RECORDS)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, RECORDS, strict=True)]
        return pa.Table.from_arrays(arrays, schema=RECORDS)

    def _events(self, person: RecordedPerson) -> tuple[list[_EventRow], ...]:
        """Return the arrests, sentences, releases and rehabilitations of all cases."""
        arrests: list[_EventRow] = []
        sentences: list[_EventRow] = []
        releases: list[_EventRow] = []
        rehabilitations: list[_EventRow] = []
        for number, case in enumerate(person.cases, start=1):
            if case.arrests:
                arrests += [_dated(number, arrest.date) for arrest in case.arrests]
            if case.sentences:
                sentences += [self._sentence(number, sentence) for sentence in case.sentences]
            if case.releases:
                releases += [_dated(number, one.date) | {"ground": one.ground} for one in case.releases]
            if case.rehabilitations:
                rehabilitations += [self._rehabilitation(number, found) for found in case.rehabilitations]
        return arrests, sentences, releases, rehabilitations

    def _sentence(self, case: int, sentence: Sentence) -> _EventRow:
        first, last = _days(sentence.date)
        measures, months = _imposed(sentence.measures, sentence.term_years)
        return {
            "case": case, "edtf": sentence.date, "first": first, "last": last,
            "body": self._body(sentence.body, sentence.date),
            "measures": measures,
            "months": months,
            "articles": [article_local(article) for article in sentence.articles] if sentence.articles else (),
            "changes": sentence.changes,
            "closed": CASE_CLOSED in sentence.measures,
        }  # fmt: skip

    def _rehabilitation(self, case: int, found: Rehabilitation) -> _EventRow:
        first, last = _days(found.date)
        return {
            "case": case, "edtf": found.date, "first": first, "last": last,
            "body": self._body(found.body, found.date),
            "grounds": [GROUNDS[ground] for ground in found.grounds if ground in GROUNDS] if found.grounds else (),
            "acts": [ACTS[act] for act in found.acts if act in ACTS] if found.acts else (),
            "outcome": found.outcome,
        }  # fmt: skip

    def _body(self, printed: str | None, date: str | None) -> str | None:
        return None if printed is None else self._concepts.body(printed, date)


def _found(printed: str | None, find: Callable[[str], str | None]) -> str | None:
    return None if printed is None else find(printed)


def _dated(case: int, edtf: str | None) -> _EventRow:
    first, last = _days(edtf)
    return {"case": case, "edtf": edtf, "first": first, "last": last}


@lru_cache(maxsize=_KEPT)
def _imposed(measures: tuple[str, ...], term_years: float | None) -> tuple[tuple[str, ...], int | None]:
    """Return the kinds of measures of a sentence, and the months of the one that has a term."""
    imposed = measures_imposed(Sentence(measures=measures, term_years=term_years))
    months = next((months for _, months in imposed if months is not None), None)
    return tuple(kind for kind, _ in imposed), months


def _days(edtf: str | None) -> tuple[date | None, date | None]:
    if edtf is None:
        return _NO_DAYS
    dating = parse_edtf(edtf)
    return dating.earliest, dating.latest

"""A recognised record to its row of columns."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

import pyarrow as pa

from rehabkg.columns.schema import RECORDS
from rehabkg.dates import parse_edtf
from rehabkg.mapping.concepts import Concepts
from rehabkg.mapping.event_lines import measures_imposed
from rehabkg.mapping.record_codes import ACTS, CASE_CLOSED, GROUNDS
from rehabkg.mapping.shared_values import article_local
from rehabkg.records.model import RecordedPerson
from rehabkg.records.printed import PrintedRecord

_EventRow: TypeAlias = dict[str, Any]
_COPIED = ("name", "surname", "given_name", "patronymic", "name_variants", "sex", "status", "amnesty")


class RecordRows:
    """Collects the rows of one batch."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts
        self._columns: dict[str, list[Any]] = {name: [] for name in RECORDS.names}

    def add(self, printed: PrintedRecord, person: RecordedPerson) -> None:
        """Add the row of one record."""
        columns, concepts = self._columns, self._concepts
        for name in _COPIED:
            columns[name].append(getattr(person, name))
        columns["number"].append(printed.number)
        columns["file"].append(printed.file)
        columns["line"].append(printed.line)
        first, last = _days(person.birth_date)
        columns["birth_edtf"].append(person.birth_date)
        columns["birth_first"].append(first)
        columns["birth_last"].append(last)
        columns["people"].append(person.nationality and concepts.people(person.nationality))
        columns["birth_region"].append(person.birth_place and concepts.region(person.birth_place))
        columns["residence_region"].append(person.residence and concepts.region(person.residence))
        columns["occupation"].append(person.occupation and concepts.occupation(person.occupation))
        columns["book"].append(person.book and (concepts.book(person.book) or person.book))
        death = person.death
        first, last = _days(death.date if death else None)
        columns["death_kind"].append(death.kind if death else None)
        columns["death_edtf"].append(death.date if death else None)
        columns["death_first"].append(first)
        columns["death_last"].append(last)
        self._events(person)

    def _events(self, person: RecordedPerson) -> None:
        arrests: list[_EventRow] = []
        sentences: list[_EventRow] = []
        releases: list[_EventRow] = []
        rehabilitations: list[_EventRow] = []
        for number, case in enumerate(person.cases, start=1):
            arrests.extend(_dated(number, arrest.date) for arrest in case.arrests)
            for sentence in case.sentences:
                row = _dated(number, sentence.date)
                row["body"] = sentence.body and self._concepts.body(sentence.body, sentence.date)
                imposed = measures_imposed(sentence)
                row["measures"] = [kind for kind, _ in imposed]
                row["months"] = next((months for _, months in imposed if months is not None), None)
                row["articles"] = [article_local(article) for article in sentence.articles]
                row["changes"], row["closed"] = sentence.changes, CASE_CLOSED in sentence.measures
                sentences.append(row)
            for release in case.releases:
                row = _dated(number, release.date)
                row["ground"] = release.ground
                releases.append(row)
            for found in case.rehabilitations:
                row = _dated(number, found.date)
                row["body"] = found.body and self._concepts.body(found.body, found.date)
                row["grounds"] = [GROUNDS[ground] for ground in found.grounds if ground in GROUNDS]
                row["acts"] = [ACTS[act] for act in found.acts if act in ACTS]
                row["outcome"] = found.outcome
                rehabilitations.append(row)
        self._columns["arrests"].append(arrests)
        self._columns["sentences"].append(sentences)
        self._columns["releases"].append(releases)
        self._columns["rehabilitations"].append(rehabilitations)

    def table(self) -> pa.Table:
        """Return the rows added so far."""
        return pa.Table.from_pydict(self._columns, schema=RECORDS)


def _dated(case: int, edtf: str | None) -> dict[str, Any]:
    first, last = _days(edtf)
    return {"case": case, "edtf": edtf, "first": first, "last": last}


def _days(edtf: str | None) -> tuple[date | None, date | None]:
    if edtf is None:
        return None, None
    dating = parse_edtf(edtf)
    return dating.earliest, dating.latest

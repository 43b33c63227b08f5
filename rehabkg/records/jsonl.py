"""Write a recognised person as the JSON object that `memorial-lists/FORMAT.md` defines."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from rehabkg.records.model import RecordedPerson, Rehabilitation, Release, Sentence

_ID_DIGITS = 12


def record_id(body: str) -> str:
    r"""Return the id of a record: the first 12 hex digits of the SHA-1 of its body, stripped of outer white space.

    Lines end as `\n` whatever the file has.

    >>> record_id(" Родился в 1901 г.\n")
    '2550135e4bc2'
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").strip()
    return hashlib.sha1(lines.encode(), usedforsecurity=False).hexdigest()[:_ID_DIGITS]


def to_json(person: RecordedPerson, body: str) -> str:
    """Return *person*, read from *body*, as one line of JSON; Cyrillic stays Cyrillic."""
    return json.dumps(to_object(person, body), ensure_ascii=False)


def to_object(person: RecordedPerson, body: str) -> dict[str, Any]:
    """Return *person*, read from *body*, with the keys of FORMAT.md; the lists of all cases run on."""
    cases = person.cases
    return {
        "id": record_id(body),
        "sex": person.sex,
        "birth_date": person.birth_date,
        "birth_place": person.birth_place,
        "nationality": person.nationality,
        "occupation": person.occupation,
        "residence": person.residence,
        "arrests": [arrest.date for case in cases for arrest in case.arrests if arrest.date],
        "sentences": [_sentence(sentence) for case in cases for sentence in case.sentences],
        "death": _death(person),
        "burial_place": person.burial_place,
        "releases": [_release(release) for case in cases for release in case.releases],
        "amnesty": person.amnesty,
        "rehabilitations": [_rehabilitation(one) for case in cases for one in case.rehabilitations],
        "rehabilitation_status": person.status,
        "unread": list(person.unread),
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    years = sentence.term_years
    return {
        "body": sentence.body,
        "date": sentence.date,
        "articles": [article.number for article in sentence.articles],
        "charge": sentence.charge,
        "measures": list(sentence.measures),
        "term_years": int(years) if years is not None and years == int(years) else years,
    }


def _death(person: RecordedPerson) -> dict[str, Any] | None:
    death = person.death
    return {"date": death.date, "kind": death.kind, "place": death.place} if death else None


def _release(release: Release) -> dict[str, Any]:
    return {"date": release.date, "ground": release.ground, "text": release.text}


def _rehabilitation(rehabilitation: Rehabilitation) -> dict[str, Any]:
    return {
        "date": rehabilitation.date,
        "body": rehabilitation.body,
        "grounds": list(rehabilitation.grounds),
        "acts": list(rehabilitation.acts),
    }

"""Read the body of a record of the memorial lists into a person."""

from __future__ import annotations

import re

from rehabkg.recognise.free_body import is_free, life_of, sex_told
from rehabkg.recognise.list_lines import Gathered, close_heading, read_line
from rehabkg.recognise.person_lines import sex_of_name, sex_of_people
from rehabkg.recognise.rehabilitation import status_of
from rehabkg.recognise.texts import trimmed
from rehabkg.records.model import RecordedCase, RecordedPerson, Rehabilitation
from rehabkg.records.printed import PrintedRecord

# The longest body of the lists has some 2,500 letters; a text far beyond that is no record, and is kept unread.
_LONGEST = 20_000
_NO_AMNESTY = re.compile(r"(?i)амнист\w{0,6}\sне\s|без\sамнист|не\s(?:примен|подлеж)\w{0,8}\s\w{0,20}\s?амнист")


def recognise_body(printed: PrintedRecord) -> RecordedPerson:
    """Return the person of *printed*, whose `body` is the text of a memorial list, with name and book as printed."""
    body = (printed.body or "").strip()
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    if len(body) > _LONGEST:
        return RecordedPerson(name=printed.name, book=printed.book, unread=(body,))
    if is_free(body):
        return _person_of_life(body, printed)
    gathered = Gathered()
    for line in body.split("\n"):
        read_line(gathered, line)
    close_heading(gathered)
    return _person(gathered, body, printed)


def _person(gathered: Gathered, body: str, printed: PrintedRecord) -> RecordedPerson:
    rehabilitations = _distinct(gathered.rehabilitations)
    born = gathered.born
    nationality = born.nationality or gathered.people
    return RecordedPerson(
        name=printed.name,
        name_variants=gathered.names,
        sex=gathered.sex or sex_of_people(nationality) or sex_told(body) or sex_of_name(printed.name),
        birth_date=born.date,
        birth_place=born.place,
        nationality=nationality,
        citizenship=born.citizenship,
        education=born.education,
        party=born.party,
        occupation=trimmed(" ".join(gathered.occupation)) if gathered.occupation else None,
        residence=gathered.residence,
        death=gathered.death,
        burial_place=gathered.burial_place,
        amnesty=_tells_amnesty(body),
        status=status_of(rehabilitations, gathered.rehabilitated_text),
        cases=(
            RecordedCase(
                arrests=tuple(gathered.arrests),
                sentences=tuple(gathered.sentences),
                releases=tuple(gathered.releases),
                rehabilitations=rehabilitations,
            ),
        ),
        book=printed.book,
        unread=tuple(gathered.unread),
    )


def _person_of_life(body: str, printed: PrintedRecord) -> RecordedPerson:
    life = life_of(body)
    told = life.history
    rehabilitations = _distinct(list(told.rehabilitations))
    return RecordedPerson(
        name=printed.name,
        sex=sex_told(body) or sex_of_people(life.nationality) or sex_of_name(printed.name),
        birth_date=life.birth_date,
        birth_place=life.birth_place,
        nationality=life.nationality,
        education=life.education,
        party=life.party,
        occupation=life.occupation,
        residence=life.residence,
        death=told.death,
        amnesty=_tells_amnesty(body),
        status=status_of(rehabilitations, body),
        cases=(RecordedCase(told.arrests, told.sentences, told.releases, rehabilitations),),
        book=printed.book,
        file_number=life.file_number,
        unread=told.unread,
    )


def _tells_amnesty(body: str) -> bool:
    return ("мнист" in body or "МНИСТ" in body) and _NO_AMNESTY.search(body) is None


def _distinct(rehabilitations: list[Rehabilitation]) -> tuple[Rehabilitation, ...]:
    """Return the decisions without those that only repeat, in fewer words, that there was one."""
    if len(rehabilitations) < 2:
        return tuple(rehabilitations)
    return tuple(one for place, one in enumerate(rehabilitations) if not _is_repeated(one, place, rehabilitations))


def _is_repeated(one: Rehabilitation, place: int, decisions: list[Rehabilitation]) -> bool:
    """Tell whether another decision says all that *one* says and more, or the same before it."""
    if one.body or one.grounds or one.acts:
        return False
    return any(
        (other.date or "").startswith(one.date or "")
        and (other.date != one.date or other_place < place or _tells(other))
        for other_place, other in enumerate(decisions)
        if other_place != place
    )


def _tells(decision: Rehabilitation) -> bool:
    return bool(decision.body or decision.grounds or decision.acts)

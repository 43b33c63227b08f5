"""What a column of a table tells: a field of the person, of one of their cases, or the free text of a list.

In a mapping of the TOML form a target is written `birth_date` or `case.2.decision_date`, in CSV on the Web metadata
as the `propertyUrl` `https://w3id.org/rehabkg/field/birth_date` or `.../field/case/2/decision_date`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from rehabkg.errors import shorten
from rehabkg.records.fields import CASE_FIELDS, PERSON_FIELDS

FIELD_NAMESPACE = "https://w3id.org/rehabkg/field/"
# The free text of a list's entry, which is no cell of a field: `PrintedRecord.body`.
BODY = "body"
MOST_CASES = 20
_PERSON, _CASE = frozenset((*PERSON_FIELDS, BODY)), frozenset(CASE_FIELDS)
# Below this, the likeness of two short words in percent means no more than some letters in common.
_NEAR = 50
# A word so much less like than the nearest was not meant.
_AS_NEAR = 10


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A field of `records.fields` or `body`; `case` is the 1-based number of the case it tells of, None for a person.

    >>> str(Target("articles", 2)), Target("articles", 2).iri
    ('case.2.articles', 'https://w3id.org/rehabkg/field/case/2/articles')
    """

    field: str
    case: int | None = None

    def __str__(self) -> str:
        return self.field if self.case is None else f"case.{self.case}.{self.field}"

    @property
    def iri(self) -> str:
        """The IRI that stands for the target in CSV on the Web metadata."""
        return FIELD_NAMESPACE + str(self).replace(".", "/")


def parse_target(text: str) -> Target:
    """Return the target that *text* names. Raises `ValueError` with the nearest names where there is none.

    >>> parse_target("case.1.articles")
    Target(field='articles', case=1)
    """
    return _target(text, text.split("."), ".")


def target_of_iri(iri: str) -> Target | None:
    """Return the target that *iri* stands for, None where it is of another namespace.

    Raises `ValueError` where it is of ours and names no field.
    """
    if not iri.startswith(FIELD_NAMESPACE):
        return None
    path = iri.removeprefix(FIELD_NAMESPACE)
    return _target(path, path.split("/"), "/")


def nearest(word: str, known: Iterable[str], *, most: int = 3) -> str:
    """Return `; did you mean 'a' or 'b'?` for the words of *known* near *word*, an empty text where none is near."""
    found = process.extract(word, list(known), scorer=fuzz.ratio, processor=str.lower, limit=most, score_cutoff=_NEAR)
    names = " or ".join(repr(shorten(name)) for name, likeness, _ in found if likeness > found[0][1] - _AS_NEAR)
    return f"; did you mean {names}?" if names else ""


def _target(text: str, parts: list[str], joint: str) -> Target:
    match parts:
        case [field] if field in _PERSON:
            return Target(field)
        case ["case", number, field] if field in _CASE:
            # Not str.isdigit: int() reads the digits of every script, and an IRI would have two spellings.
            if number.isascii() and number.isdigit() and number[0] != "0" and int(number) <= MOST_CASES:
                return Target(field, int(number))
            raise ValueError(f"{text!r} has no case number from 1 to {MOST_CASES}")
        case [field] if field in _CASE:
            raise ValueError(f"{field!r} is a field of a case; write {joint.join(('case', '1', field))!r}")
    names = [*sorted(_PERSON), *(joint.join(("case", "1", field)) for field in CASE_FIELDS)]
    raise ValueError(f"{shorten(text)!r} is no field of a record{nearest(text, names)}")

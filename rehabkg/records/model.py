"""A record as recognised: frozen, without RDF; absent is None, never an empty text.

Dates are EDTF (ISO 8601-2) texts in the Gregorian calendar, no sharper than printed. Codes are those of
`memorial-lists/FORMAT.md`, which `docs/records.md` repeats for users.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a criminal code: `number` such as `58-10`, `58-1а`; `code` of the scheme code-of-law, or None."""

    number: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Arrest:
    """An arrest: when, and by whom as printed; `text` is what the source says of its circumstances."""

    date: str | None
    body: str | None = None
    place: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One decision against a person; a commutation or a retrial is another one.

    `body` and `charge` are as printed; `measures` holds codes; `term_years` is the term of the main deprivation of
    liberty or exile in years, None where the source gives none. `changes` says that this decision changes an earlier
    one (a commutation, a review). `text` is the sentence as printed.
    """

    date: str | None = None
    body: str | None = None
    charge: str | None = None
    articles: tuple[Article, ...] = ()
    measures: tuple[str, ...] = ()
    term_years: float | None = None
    text: str | None = None
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Death:
    """A death: `kind` is executed or died; `place` as printed."""

    date: str | None
    kind: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A release: `ground` is amnesty, term-served, case-closed, age-or-health or other; `text` as printed."""

    date: str | None
    ground: str
    text: str


@dataclass(frozen=True, slots=True)
class Rehabilitation:
    """One decision on rehabilitation: `outcome` is granted, partly or refused; `body` as printed; codes else."""

    date: str | None = None
    body: str | None = None
    grounds: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    outcome: str = "granted"
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """What happened to a person in one case, each list in the order of the source.

    A source that does not number its cases tells of one.
    """

    arrests: tuple[Arrest, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    releases: tuple[Release, ...] = ()
    rehabilitations: tuple[Rehabilitation, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedPerson:
    """A person as one record shows them. Texts are as printed, without the dots at the end.

    `status` is what the record says of rehabilitation: rehabilitated, partly, refused, no-information-stated,
    not-rehabilitated or unstated. `amnesty` says that an amnesty was applied. `unread` holds what no part of the
    grammar took, so that nothing of a record is lost silently.
    """

    name: str | None = None
    surname: str | None = None
    given_name: str | None = None
    patronymic: str | None = None
    name_variants: tuple[str, ...] = ()
    sex: str | None = None
    birth_date: str | None = None
    age: int | None = None
    birth_place: str | None = None
    nationality: str | None = None
    citizenship: str | None = None
    origin: str | None = None
    education: str | None = None
    party: str | None = None
    occupation: str | None = None
    residence: str | None = None
    family: str | None = None
    death: Death | None = None
    burial_place: str | None = None
    amnesty: bool = False
    status: str = "unstated"
    cases: tuple[RecordedCase, ...] = ()
    book: str | None = None
    book_address: str | None = None
    file_number: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    kin: tuple[str, ...] = ()
    codefendants: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    note: str | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedPlace:
    """A place of a source that lists places: a camp, a prison, a region.

    `parents` is the chain above it, nearest first, as printed. `figures` holds (year, number) pairs: prisoners
    counted. Coordinates are decimal degrees as printed.
    """

    name: str
    kind: str
    parents: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    latitude: str | None = None
    longitude: str | None = None
    figures: tuple[tuple[str, int], ...] = ()
    note: str | None = None

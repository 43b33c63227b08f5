"""What is known of one person: by a record, a row of a table, the curated tables or a Wikidata item alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What one source tells of a person. Texts are as printed, dates EDTF no sharper than printed.

    `id` is unique among all that are compared: `SOURCE.NUMBER` of a record, `p0057`, `Q33391`. `source` is that whose
    ids never name one person twice on purpose: a loaded source, `curated`, `wikidata`; `book` is the book within it.
    `name` is the whole name where its parts are not told apart; `variants` are other whole names or single parts.
    `people`, `region` and `bodies` are codes of this project's vocabularies. `external_ids` are `SCHEME:ID`.
    """

    id: str
    source: str
    name: str | None = None
    surname: str | None = None
    given_name: str | None = None
    patronymic: str | None = None
    variants: tuple[str, ...] = ()
    sex: str | None = None
    birth: tuple[str, ...] = ()
    death: tuple[str, ...] = ()
    birth_place: str | None = None
    people: str | None = None
    region: str | None = None
    residence: str | None = None
    residence_region: str | None = None
    occupation: str | None = None
    arrests: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    rehabilitations: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    book: str | None = None
    file_number: str | None = None
    external_ids: tuple[str, ...] = ()

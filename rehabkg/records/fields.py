"""The names under which every format of tables hands over its cells, whatever its own headings are."""

from __future__ import annotations

# Of a person. A date is a text as printed, or in the form of `recognise.dates`.
PERSON_FIELDS = (
    "surname", "given_name", "patronymic", "name", "name_variants", "sex", "birth_date", "birth_comment", "age",
    "birth_place", "nationality", "citizenship", "origin", "education", "party", "occupation", "residence", "family",
    "execution_date", "death_date", "death_place", "burial_place", "rehabilitation_date", "rehabilitation_body",
    "rehabilitation_ground", "kin", "codefendants", "categories", "file_number", "book", "book_address", "note",
    "region", "latitude", "longitude", "previous_repression", "next_repression",
)  # fmt: skip

# Of one case of a person.
CASE_FIELDS = (
    "arrest_date", "arrest_body", "arrest_place", "arrest_kind", "restraint", "charge", "articles", "decision_date",
    "deciding_body", "sentence", "executed", "served_at", "file_number", "release_date", "release_ground", "note",
    "rehabilitation_date", "rehabilitation_body", "rehabilitation_ground", "rehabilitation_act", "codefendants",
)  # fmt: skip

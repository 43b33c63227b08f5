"""The concepts that printed texts name, by the tables of `lexicon/`: what the mapper and the columns ask."""

from __future__ import annotations

from functools import lru_cache

from rehabkg.mapping.concepts import BodyLabel
from rehabkg.recognise.bodies import body_of, describe_body
from rehabkg.recognise.books import book_of
from rehabkg.recognise.occupations import occupation_of
from rehabkg.recognise.peoples import people_of
from rehabkg.recognise.places import region_of

# The mapper and the columns ask for the same place one after the other.
_region = lru_cache(maxsize=65_536)(region_of)


class LexiconConcepts:
    """Answers `mapping.concepts.Concepts` from the lexicon."""

    def body(self, printed: str, date: str | None) -> str | None:
        """Return the code of a body; the year of *date* tells bodies of one name apart."""
        year = int(date[:4]) if date is not None and date[:4].isdigit() else None
        found = body_of(printed, year=year)
        return None if found is None else found.code

    def region(self, printed: str) -> str | None:
        """Return the code of the region that a place names."""
        return _region(printed)

    def people(self, printed: str) -> str | None:
        """Return the code of a people."""
        return people_of(printed)

    def occupation(self, printed: str) -> str | None:
        """Return the code of a class of occupations."""
        return occupation_of(printed)

    def book(self, printed: str) -> str | None:
        """Return the id of a book."""
        return book_of(printed)


def body_label(code: str) -> BodyLabel | None:
    """Return how to describe a body that is not in the curated graph, None for one that is."""
    found = describe_body(code)
    return None if found is None else BodyLabel(found.ru, found.en, found.kind, found.jurisdiction, found.parent)

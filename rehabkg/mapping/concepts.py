"""What a mapper asks of recognition: the concept that a printed text names, or None where the vocabulary is silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class BodyLabel:
    """How to describe a body that records name: labels, kind of the scheme body-kind, jurisdiction's id.

    `parent` is the id in data/bodies.csv of the body that it is a part of.
    """

    ru: str
    en: str
    kind: str | None
    jurisdiction: str | None
    parent: str | None = None


class Concepts(Protocol):
    """Lead printed texts to codes. Each answer depends on the text alone, so that a rerun gives the same bytes."""

    def body(self, printed: str, date: str | None) -> str | None:
        """Return the code of a body; *date* (EDTF) tells bodies of one name apart."""

    def region(self, printed: str) -> str | None:
        """Return the code of the region that a place names."""

    def people(self, printed: str) -> str | None:
        """Return the code of a people."""

    def occupation(self, printed: str) -> str | None:
        """Return the code of a class of occupations."""

    def book(self, printed: str) -> str | None:
        """Return the id of a book."""

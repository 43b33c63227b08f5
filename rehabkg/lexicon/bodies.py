"""The tables of bodies: the words that name them, the organs that words make, the curated bodies that they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rehabkg.errors import SourceError
from rehabkg.lexicon.forms import Forms
from rehabkg.lexicon.reader import read_lexicon
from rehabkg.lexicon.spelling import folded

WORD_KINDS = frozenset(("organ", "part", "noise", "tail", "area", "area-kind", "unit", "city", "station"))


@dataclass(frozen=True, slots=True)
class Word:
    """What a word does in the name of a body: `kind` is one of `WORD_KINDS`.

    `tokens` are the canonical words of an organ, the code of an area, the kind of area or the nominative of a unit.
    `sort` is the kind of area that an adjective before an organ names, or the gender of a kind of area.
    """

    kind: str
    tokens: tuple[str, ...]
    sort: str


@dataclass(frozen=True, slots=True)
class Organ:
    """A row of body-kinds.csv: the organ that a set of canonical words makes, within an area of kind `where`."""

    code: str
    where: frozenset[str]
    start: int | None
    end: int | None
    ru: str
    en: str
    kind: str
    curated: str | None
    parent: str | None
    jurisdiction: str | None

    def fits(self, where: str, year: int | None) -> bool:
        """Return whether the row speaks of an area of kind *where* and of *year*; a dated row needs a year."""
        if self.where and where not in self.where:
            return False
        if self.start is None and self.end is None:
            return True
        return year is not None and (self.start or 0) <= year and (self.end is None or year <= self.end)


@dataclass(frozen=True, slots=True)
class CuratedBody:
    """A body of the curated tables that is an organ of an area, between two years where they are told."""

    body: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class BodyLexicon:
    """The tables of bodies, ready to be searched.

    `organs` maps a set of canonical words to rows, dated rows first. `common_names` are stems of adjectives that
    districts of several regions bear.
    """

    words: Forms[Word]
    organs: Mapping[frozenset[str], tuple[Organ, ...]]
    by_code: Mapping[str, tuple[Organ, ...]]
    curated: Mapping[tuple[str, str], tuple[CuratedBody, ...]]
    common_names: frozenset[str]


@cache
def body_lexicon() -> BodyLexicon:
    """Return the tables of bodies. Raises `SourceError` for a row that cannot be."""
    organs: dict[frozenset[str], list[Organ]] = {}
    by_code: dict[str, list[Organ]] = {}
    for row in read_lexicon("body-kinds"):
        organ = Organ(
            row["organ"], frozenset(row["where"].split()), _year(row["from"]), _year(row["to"]), row["ru"], row["en"],
            row["kind"], row["curated"] or None, row["parent"] or None, row["jurisdiction"] or None,
        )  # fmt: skip
        by_code.setdefault(organ.code, []).append(organ)
        for alternative in row["tokens"].split("|"):
            organs.setdefault(frozenset(alternative.split()), []).append(organ)
    curated: dict[tuple[str, str], list[CuratedBody]] = {}
    for row in read_lexicon("body-curated"):
        body = CuratedBody(row["body"], _year(row["from"]), _year(row["to"]))
        curated.setdefault((row["organ"], row["area"]), []).append(body)
    return BodyLexicon(
        _words(),
        {tokens: tuple(sorted(rows, key=_precedence)) for tokens, rows in organs.items()},
        {code: tuple(rows) for code, rows in by_code.items()},
        {key: tuple(bodies) for key, bodies in curated.items()},
        frozenset(folded(row["adjective"]) for row in read_lexicon("common-names")),
    )


def _words() -> Forms[Word]:
    words: Forms[Word] = Forms()
    for number, row in enumerate(read_lexicon("body-words"), start=2):
        if row["kind"] not in WORD_KINDS:
            raise SourceError("lexicon/body-words.csv", number, f"column 'kind': {row['kind']!r} is no kind of word")
        words.add(folded(row["form"]), Word(row["kind"], tuple(row["tokens"].split()), row["sort"]))
    return words


def _precedence(organ: Organ) -> tuple[bool, bool]:
    """A dated row is tried before an open one, a row for one kind of area before a row for all."""
    return organ.start is None and organ.end is None, not organ.where


def _year(cell: str) -> int | None:
    return int(cell) if cell else None

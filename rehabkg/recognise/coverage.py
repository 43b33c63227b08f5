"""How much of what records print the lexicon knows, and which strings it does not, the most frequent first.

A person extends a table of `lexicon/` by the strings at the top of such a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from rehabkg.recognise.bodies import body_of
from rehabkg.recognise.books import book_of
from rehabkg.recognise.occupations import occupation_of
from rehabkg.recognise.peoples import people_of
from rehabkg.recognise.places import place_of
from rehabkg.records.model import RecordedPerson

KINDS = (
    "deciding-body", "arresting-body", "rehabilitating-body", "birth-region", "residence-region", "nationality",
    "occupation", "book",
)  # fmt: skip
# So many unknown strings of a kind are kept at most; a list that a person works through is far shorter.
KEPT_STRINGS = 100_000
# Parts of a place that are regions; one without a code is named but unknown, or fits several.
_REGIONS = frozenset(
    ("oblast", "krai", "guberniya", "autonomous-republic", "union-republic", "autonomous-oblast", "voivodeship",
     "republic", "national-okrug")
)  # fmt: skip


@dataclass(slots=True)
class KindCoverage:
    """What is known of one kind of string.

    `printed` and `recognised` count occurrences. `unknown` counts each string that was not recognised. Where there
    are more than `kept` of them, the rarest are dropped: `dropped` counts their occurrences and `floor` is what a
    string that is still listed may lack in its count, so nothing of a higher count is ever missing.
    """

    kept: int = KEPT_STRINGS
    printed: int = 0
    recognised: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    dropped: int = 0
    floor: int = 0

    def add(self, text: str, *, recognised: bool, times: int = 1) -> None:
        """Count one string that a record prints."""
        self.printed += times
        if recognised:
            self.recognised += times
        else:
            self._count(text, times)

    def update(self, other: KindCoverage) -> None:
        """Take in what another batch counted."""
        self.printed += other.printed
        self.recognised += other.recognised
        self.dropped += other.dropped
        self.floor += other.floor
        for text, times in other.unknown.items():
            self._count(text, times)

    @property
    def share(self) -> float | None:
        """The recognised share of occurrences, None where nothing was printed."""
        return self.recognised / self.printed if self.printed else None

    def most_frequent(self, limit: int | None = None) -> list[tuple[str, int]]:
        """Return the unknown strings with their counts, the most frequent first, in one order."""
        return sorted(self.unknown.items(), key=lambda counted: (-counted[1], counted[0]))[:limit]

    def _count(self, text: str, times: int) -> None:
        self.unknown[text] = self.unknown.get(text, 0) + times
        if len(self.unknown) > self.kept:
            self._drop_rarest()

    def _drop_rarest(self) -> None:
        """Drop the rarer half: lossy counting (Manku and Motwani 2002, section 4.2), a floor in place of buckets."""
        counts = sorted(self.unknown.values())
        least = counts[len(counts) // 2]
        rare = [text for text, count in self.unknown.items() if count <= least]
        self.dropped += sum(self.unknown.pop(text) for text in rare)
        self.floor += least


@dataclass(slots=True)
class Coverage:
    """The coverage of each of `KINDS`; its memory is bounded whatever the number of records."""

    kept: int = KEPT_STRINGS
    kinds: dict[str, KindCoverage] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = {kind: KindCoverage(self.kept) for kind in KINDS}

    def add(self, person: RecordedPerson) -> None:
        """Count what one record prints."""
        for kind, text, recognised in _printed(person):
            self.kinds[kind].add(text, recognised=recognised)

    def update(self, other: Coverage) -> None:
        """Take in what another batch counted."""
        for kind, counted in other.kinds.items():
            self.kinds[kind].update(counted)


def coverage_of(persons: Iterable[RecordedPerson], *, kept: int = KEPT_STRINGS) -> Coverage:
    """Return how much of what *persons* print the lexicon knows; *kept* bounds the unknown strings of each kind."""
    coverage = Coverage(kept)
    for person in persons:
        coverage.add(person)
    return coverage


def _printed(person: RecordedPerson) -> Iterator[tuple[str, str, bool]]:
    for case in person.cases:
        for arrest in case.arrests:
            yield from _body("arresting-body", arrest.body, arrest.date)
        for sentence in case.sentences:
            yield from _body("deciding-body", sentence.body, sentence.date)
        for rehabilitation in case.rehabilitations:
            yield from _body("rehabilitating-body", rehabilitation.body, rehabilitation.date)
    yield from _regions("birth-region", person.birth_place)
    yield from _regions("residence-region", person.residence)
    yield from _text("nationality", person.nationality, people_of)
    yield from _text("occupation", person.occupation, occupation_of)
    yield from _text("book", person.book, book_of)


def _body(kind: str, printed: str | None, date: str | None) -> Iterator[tuple[str, str, bool]]:
    if printed:
        year = int(date[:4]) if date is not None and date[:4].isdigit() else None
        yield kind, printed, body_of(printed, year=year) is not None


def _regions(kind: str, printed: str | None) -> Iterator[tuple[str, str, bool]]:
    """Yield the region of a place that names one; a place that names none says nothing of the vocabulary."""
    chain = place_of(printed)
    if chain is None:
        return
    if chain.region is not None:
        yield kind, chain.region, True
        return
    for part in chain.parts:
        if part.kind in _REGIONS and part.code is None:
            yield kind, f"{part.name} ({part.kind})", False


def _text(kind: str, printed: str | None, recognise: Callable[[str], str | None]) -> Iterator[tuple[str, str, bool]]:
    if printed:
        yield kind, printed, recognise(printed) is not None

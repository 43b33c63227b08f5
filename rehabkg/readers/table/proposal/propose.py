"""Propose a mapping for a table: what each column may be, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehabkg.errors import shorten
from rehabkg.readers.table.proposal.headings import NUMBER, Reading, key, readings
from rehabkg.readers.table.proposal.sample import Sample
from rehabkg.readers.table.proposal.values import (
    Dates,
    blank_words,
    dates_of,
    hint,
    is_distinct,
    is_like,
    sure_field,
)

# A column that numbers the rows is named by one of these, whatever else is in its heading.
_ID_WORDS = frozenset(("id", "ид", "№", "no", "номер", "number", "код"))
_SHOWN_VALUES = 3
_SHOWN_LETTERS = 30


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What is proposed for one column: `target` as a mapping writes it, None where a person must say.

    `place` is its heading, `#3` where that is blank or not the only one of its kind; `position` is 0-based. `reason`
    says why, and `null` holds the words for nothing known that stand in it.
    """

    place: str
    position: int
    target: str | None
    reason: str
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping proposed for the table of `sample`; `null` are words for nothing known, with their counts.

    `number` is the place of the column that names a row, None where none does; `number_reason` says why.
    """

    sample: Sample
    columns: tuple[ColumnProposal, ...]
    null: dict[str, int]
    number: str | None
    number_reason: str

    @property
    def matched(self) -> list[ColumnProposal]:
        """The columns for which a field is proposed."""
        return [column for column in self.columns if column.target]


def propose(sample: Sample) -> Proposal:
    """Return what *sample* lets propose. Each column of the table is in it, matched or not."""
    null = blank_words([sample.values(position) for position in range(len(sample.headings))])
    values = [_filled(sample, position, null) for position in range(len(sample.headings))]
    places = _places(sample.headings)
    chosen = _chosen(sample.headings)
    number, number_reason = _number(sample, chosen, places)
    taken: dict[str, str] = {}
    columns: dict[int, ColumnProposal] = {}
    # What a doubtful heading means is clearer when the sure ones are taken.
    for position in sorted(range(len(places)), key=lambda position: (len(chosen[position]) > 1, position)):
        heading, place = sample.headings[position], places[position]
        columns[position] = _column(heading, place, position, chosen[position], values[position], taken)
    in_order = tuple(columns[position] for position in range(len(places)))
    return Proposal(sample, in_order, null, number, number_reason)


def _filled(sample: Sample, position: int, null: dict[str, int]) -> list[str]:
    return [value for value in sample.values(position) if value not in null]


def _places(headings: Sequence[str]) -> list[str]:
    """Return how a mapping names each column."""
    return [
        heading if heading and headings.count(heading) == 1 and not heading.startswith("#") else f"#{position}"
        for position, heading in enumerate(headings, 1)
    ]


def _chosen(headings: Sequence[str]) -> list[list[Reading]]:
    """Return what each heading can mean beside the others; one reading is a choice, several are none."""
    found = [readings(heading) if heading else [] for heading in headings]
    sure = {reading.field for several in found for reading in several if not reading.beside}
    chosen = []
    for several in found:
        fitting = [reading for reading in several if _fits(reading, sure)]
        best = max((reading.likeness for reading in fitting), default=0)
        likeliest = {reading.target: reading for reading in fitting if reading.likeness == best}
        chosen.append(list(likeliest.values()))
    return chosen


def _fits(reading: Reading, others: set[str]) -> bool:
    if reading.beside.startswith("!"):
        return reading.beside[1:] not in others
    return not reading.beside or reading.beside in others


def _number(sample: Sample, chosen: Sequence[Sequence[Reading]], places: Sequence[str]) -> tuple[str | None, str]:
    doubled = ""
    for position, several in enumerate(chosen):
        if [reading.field for reading in several] != [NUMBER]:
            continue
        if is_distinct(sample.values(position), len(sample.rows)):
            return places[position], f"{places[position]!r} is a heading for it, and each row has its own"
        doubled = doubled or places[position]
    if doubled:
        return None, f"{doubled!r} would be it by its heading, but not each row has its own"
    named = [
        place
        for position, place in enumerate(places)
        if is_distinct(sample.values(position), len(sample.rows)) and all(map(str.isdigit, sample.values(position)))
    ]
    if len(named) == 1 and _ID_WORDS.intersection(key(named[0]).split()):
        return named[0], f"each row has its own number in {named[0]!r}"
    hint_ = f"; each row has its own number in {', '.join(map(repr, named[:3]))}" if named else ""
    return None, f"no column names the rows, so their place does{hint_}"


def _column(
    heading: str,
    place: str,
    position: int,
    chosen: Sequence[Reading],
    values: Sequence[str],
    taken: dict[str, str],
) -> ColumnProposal:
    """Return the proposal for one column; *taken* has the targets of those before it, with their places."""
    if [reading.field for reading in chosen] == [NUMBER]:
        return ColumnProposal(place, position, None, f"the number of a row; {_shown(values)}")
    target, reason, dates = _by_heading(heading, chosen, values)
    left = [reading for reading in chosen if reading.target not in taken]
    if len(chosen) > 1 and len(left) == 1 and not sure_field(values):
        target, reason = left[0].target, f"{reason}, and the other is taken"
    if target is None:
        target, reason = _by_values(reason, values)
    if target in taken:
        return ColumnProposal(
            place, position, None, f"{reason}, but {taken[target]!r} has {target!r}; {_shown(values)}"
        )
    if target is None:
        return ColumnProposal(place, position, None, f"{reason}; {_shown(values)}")
    taken[target] = place
    return ColumnProposal(place, position, target, reason, dates)


def _by_heading(
    heading: str, chosen: Sequence[Reading], values: Sequence[str]
) -> tuple[str | None, str, tuple[str, ...]]:
    if not heading:
        return None, "no heading", ()
    if not chosen:
        return None, "no known heading", ()
    if len(chosen) > 1:
        return None, f"may be {' or '.join(repr(reading.target) for reading in chosen)}", ()
    reading = chosen[0]
    known = "a known heading" if reading.likeness == 100 else f"like {reading.known!r} ({reading.likeness:.0f} of 100)"
    if not is_like(reading.field, values):
        return None, f"{known} of {reading.target!r}, but its values are not like that", ()
    if not reading.field.endswith("_date"):
        return reading.target, known, ()
    dates = dates_of(values)
    return reading.target, f"{known}; {_said(dates)}", dates.formats


def _said(dates: Dates) -> str:
    if dates.odd is None:
        return dates.word
    consequence = ", which would be reported" if dates.formats else ""
    return f"{dates.word}; also {shorten(dates.odd, _SHOWN_LETTERS)!r}{consequence}"


def _by_values(reason: str, values: Sequence[str]) -> tuple[str | None, str]:
    found = sure_field(values)
    if found:
        return found[0], f"{reason}; its values are {found[1]}"
    word = hint(values)
    return None, f"{reason}; its values look like {word}" if word else reason


def _shown(values: Sequence[str]) -> str:
    several = list(dict.fromkeys(values))[:_SHOWN_VALUES]
    shown = ", ".join(repr(shorten(" ".join(value.split()), _SHOWN_LETTERS)) for value in several)
    return f"holds {shown}" if shown else "is blank in the rows looked at"

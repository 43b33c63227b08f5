"""Two sides row by row, and what speaks for and against that they are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal

from rehabkg import assets
from rehabkg.desk.sides import ROWS, Side
from rehabkg.namespaces import term
from rehabkg.show import Text
from rehabkg.vocabulary import read_turtle

# How a row compares: `one` is told by one side only.
SAME, NEAR, DIFFERS, ONE = "same", "near", "differs", "one"
# Gives the basis of a score by its codes (scheme match-basis), each with its bits: for (above 0) or against (below).
# None for a pair of which no bits are known.
Explain = Callable[[str, str], Sequence[tuple[str, float]] | None]
# Other names are compared with the names.
_NOT_COMPARED = frozenset({"printed", "links", "book", "description", "point", "other_names"})
# Of these each value is an event: one in common does not make up for those that differ.
_EVENTS = frozenset({"arrest", "sentence", "became"})
# What a score finds alike, by row, though it is written in another way. A sentence is not among them: of one day may be
# death and ten years.
_ALIKE: Mapping[str, frozenset[str]] = {
    "birth": frozenset({"birth-day-same", "birth-year-same", "birth-year-near"}),
    "birth_place": frozenset({"birth-place-same"}),
    "people": frozenset({"people-same"}),
    "occupation": frozenset({"occupation-same"}),
    "arrest": frozenset({"arrest-same", "arrest-near"}),
    "death": frozenset({"death-same", "death-near"}),
}
_SURNAMES, _GIVEN, _PATRONYMICS = ("surname-", "names-swapped"), ("given-name-", "names-swapped"), ("patronymic-",)
_WIDTH, _LEAST_BITS = 100, 0.05


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of both sides; `how` is None for what is not compared, such as the record as printed."""

    key: str
    label: Text | None
    left: tuple[Text, ...]
    right: tuple[Text, ...]
    how: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison that a score rests on. `bits` is None where only the direction is known; `bar` is 0 to 100."""

    code: str
    label: str
    bits: float | None
    against: bool
    bar: float


def compared(left: Side, right: Side, found: Collection[str] = ()) -> list[Compared]:
    """Return the rows that either side has, in the order of the rows; what has no place among them before the sources.

    Rows that are written in another way are near where a score *found* them alike, by codes of match-basis.
    """
    told = left.rows.keys() | right.rows.keys()
    if "sentence" in told:
        # A sentence never stands without what became of it, and be it that nothing is said of that.
        told = told | {"became"}
    sources = ROWS.index("book")
    keys = (*ROWS[:sources], *sorted(told - set(ROWS)), *ROWS[sources:])
    return [_row(key, left, right, found) for key in keys if key in told]


def reasons(codes: Sequence[str], told: Sequence[tuple[str, float]] | None, language: str) -> list[Reason]:
    """Return what speaks for and against, the strongest first; *told* has bits, *codes* only names."""
    labels = _labels(language)
    if told is None:
        return [Reason(code, labels.get(code, code), None, code.endswith("-differs"), _WIDTH) for code in codes]
    # What would be shown as nothing says nothing.
    ordered = sorted((one for one in told if abs(one[1]) >= _LEAST_BITS), key=lambda one: (-abs(one[1]), one[0]))
    most = max((abs(bits) for _, bits in ordered), default=_LEAST_BITS)
    return [
        Reason(code, labels.get(code, code), bits, bits < 0, round(_WIDTH * abs(bits) / most, 1))
        for code, bits in ordered
    ]


def _row(key: str, left: Side, right: Side, found: Collection[str]) -> Compared:
    label = next((side.rows[key].label for side in (left, right) if key in side.rows), None)
    values = left.values(key), right.values(key)
    if key in _NOT_COMPARED:
        return Compared(key, label, *values, None)
    how = _how(*values, of_events=key in _EVENTS)
    if how == DIFFERS and (_are_alike(key, found) or (key == "name" and _is_other_name(left, right))):
        how = NEAR
    return Compared(key, label, *values, how)


def _how(left: tuple[Text, ...], right: tuple[Text, ...], *, of_events: bool) -> str:
    if not left or not right:
        return ONE
    ours, theirs = _all_folded(left), _all_folded(right)
    if ours <= theirs or theirs <= ours:
        return SAME
    if ours & theirs and not of_events:
        return NEAR
    return NEAR if any(_is_part(one, other) for one in ours - theirs for other in theirs - ours) else DIFFERS


def _are_alike(key: str, found: Collection[str]) -> bool:
    if key != "name":
        return not _ALIKE.get(key, frozenset()).isdisjoint(found)
    of_name = [code for code in found if code.startswith((*_SURNAMES, *_GIVEN, *_PATRONYMICS))]
    has_both = all(any(code.startswith(part) for code in of_name) for part in (_SURNAMES, _GIVEN))
    return has_both and not any(code.endswith("-differs") for code in of_name)


def _is_other_name(left: Side, right: Side) -> bool:
    ours, theirs = (_all_folded((*side.values("name"), *side.values("other_names"))) for side in (left, right))
    return bool(ours & theirs)


def _all_folded(values: Collection[Text]) -> set[str]:
    return {_folded(text.value) for text in values}


def _is_part(one: str, other: str) -> bool:
    """Whether all words of the one stand in the other: a year and a day of it, a village and its region."""
    words, others = set(one.split()), set(other.split())
    return bool(words) and bool(others) and (words <= others or others <= words)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(re.findall(r"\w+", plain))


@cache
def _labels(language: str) -> Mapping[str, str]:
    found = {}
    for triple in read_turtle(assets.VOCABULARIES / "match-basis.ttl"):
        value = triple.object
        if triple.predicate == term("skos:prefLabel") and isinstance(value, Literal) and value.language == language:
            found[triple.subject.value.rpartition("/")[2]] = value.value
    return found

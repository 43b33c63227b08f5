"""Two sides row by row, and what speaks for and against that they are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal

from rehabkg import assets
from rehabkg.desk.sides import ROWS, Row, Side
from rehabkg.namespaces import term
from rehabkg.show import Text
from rehabkg.vocabulary import read_turtle

# How a row compares: `one` is told by one side only.
SAME, NEAR, DIFFERS, ONE = "same", "near", "differs", "one"
# Gives the basis of a score by its codes (scheme match-basis), each with its bits: for (above 0) or against (below).
# None for a pair of which no bits are known.
Explain = Callable[[str, str], Sequence[tuple[str, float]] | None]
_NOT_COMPARED = frozenset({"printed", "links", "book", "description", "point"})
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


def compared(left: Side, right: Side) -> list[Compared]:
    """Return the rows that either side has, in the order of the rows; those without a place among them last."""
    told = left.rows.keys() | right.rows.keys()
    if "sentence" in told:
        # A sentence never stands without what became of it, and be it that nothing is said of that.
        told = told | {"became"}
    others = sorted(told - set(ROWS))
    return [_row(key, left.rows.get(key), right.rows.get(key)) for key in (*ROWS, *others) if key in told]


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


def _row(key: str, left: Row | None, right: Row | None) -> Compared:
    label = next((row.label for row in (left, right) if row is not None), None)
    values = (left.values if left else (), right.values if right else ())
    return Compared(key, label, *values, None if key in _NOT_COMPARED else _how(*values))


def _how(left: tuple[Text, ...], right: tuple[Text, ...]) -> str:
    if not left or not right:
        return ONE
    ours, theirs = {_folded(text.value) for text in left}, {_folded(text.value) for text in right}
    if ours & theirs:
        return SAME
    return NEAR if any(_is_part(one, other) for one in ours for other in theirs) else DIFFERS


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

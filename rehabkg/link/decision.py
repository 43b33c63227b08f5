"""One decision of a person on a link: what a row of `decisions.csv` may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rehabkg.errors import CallError, RowError, SourceError, shorten
from rehabkg.iri import ID_FORM, RECORD_FORM
from rehabkg.link.lines import cells_of

COLUMNS = ("left", "right", "decision", "kind", "who", "when", "why")
SAME, CLOSE, DIFFERENT, UNDECIDED = "same", "close", "different", "undecided"
DECISIONS = (SAME, CLOSE, DIFFERENT, UNDECIDED)
RECORD, PERSON = "record", "person"
KINDS = (RECORD, PERSON, "people", "place", "body", "act")
LONGEST = {"left": 200, "right": 200, "who": 200, "why": 2_000}
ITEM_FORM = re.compile(r"Q[1-9][0-9]{0,11}")
LINKED_FORM = re.compile(r"r-[0-9a-f]{16}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Control characters, halves of letters, and what reverses the direction of the text around it.
_NOT_IN_A_LINE = ("Cc", "Cs", "Zl", "Zp")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
Pair = tuple[str, str]


def pair_of(left: str, right: str) -> Pair:
    """Return a pair in one order, whichever side is named first."""
    return (left, right) if left <= right else (right, left)


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. `when` is a day in ISO 8601, `who` the name under which the decider wants to be named, `why` one line.

    `undecided` takes back what was decided of the pair before. Raises `CallError` for what no row may hold.
    """

    left: str
    right: str
    decision: str
    kind: str
    who: str
    when: str
    why: str = ""

    def __post_init__(self) -> None:
        values = dict(zip(COLUMNS, self.cells(), strict=True))
        for column, expected in _faults(values):
            raise CallError(f"{column} {shorten(values[column])!r} is not {expected}")

    @property
    def pair(self) -> Pair:
        """The two ids in one order."""
        return pair_of(self.left, self.right)

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the row."""
        return (self.left, self.right, self.decision, self.kind, self.who, self.when, self.why)


def decision_of(path: Path, number: int, content: bytes) -> Decision:
    """Return what one line of the table says. Raises `SourceError` with line and column."""
    cells = cells_of(path, number, content)
    if len(cells) != len(COLUMNS):
        raise SourceError(path, number, f"the row has {len(cells)} cells, not the {len(COLUMNS)} of the first line")
    values = dict(zip(COLUMNS, map(str.strip, cells), strict=True))
    for column, expected in _faults(values):
        raise RowError(path, number, column, values[column], expected)
    return Decision(**values)


def _faults(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each column whose value no row may hold, and what is wanted there."""
    yield from _faults_of_ids(row)
    items = any(ITEM_FORM.fullmatch(value) for value in (row["left"], row["right"]))
    if row["decision"] not in DECISIONS:
        yield "decision", f"one of {', '.join(DECISIONS)}"
    elif row["decision"] == CLOSE and not items:
        yield "decision", "same or different: close is said of an item of Wikidata only"
    if row["kind"] not in KINDS:
        yield "kind", f"one of {', '.join(KINDS)}"
    elif row["kind"] == RECORD and items:
        yield "kind", "person: an item of Wikidata is no record"
    if not _DAY.fullmatch(row["when"]) or not _is_day(row["when"]):
        yield "when", "a day as YYYY-MM-DD"
    if not row["who"].strip():
        yield "who", "filled: a decision has a name under it"
    for column in ("who", "why"):
        if not _is_line(row[column], LONGEST[column]):
            yield column, f"one line of at most {LONGEST[column]:,} characters"


def _faults_of_ids(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column in ("left", "right"):
        value = row[column]
        if LINKED_FORM.fullmatch(value):
            yield column, "the id of a record: a linked person is made anew by each run, so name its records"
        elif len(value) > LONGEST[column] or not _is_id(value):
            yield column, "an id, such as omsk-book.17, p0057 or Q33391"
    if row["left"] == row["right"]:
        yield "right", "another thing than the left"
    elif ITEM_FORM.fullmatch(row["left"]) and ITEM_FORM.fullmatch(row["right"]):
        yield "right", "a thing of the graph: whether two items are the same is for Wikidata to say"


def _is_id(value: str) -> bool:
    return any(form.fullmatch(value) for form in (RECORD_FORM, ID_FORM, ITEM_FORM)) and _is_line(value, len(value))


def _is_line(value: str, longest: int) -> bool:
    if len(value) > longest or not _BIDI.isdisjoint(value):
        return False
    if value.isascii():
        return value.isprintable()
    return all(unicodedata.category(letter) not in _NOT_IN_A_LINE for letter in value)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True

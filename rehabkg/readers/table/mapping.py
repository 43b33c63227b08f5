"""What a mapping file says, whichever form it has: how the table is written, and which column is what."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, field

from rehabkg.readers.encoding import NAMES
from rehabkg.readers.table.target import Target, nearest

KINDS = ("csv", "xlsx", "parquet")
TRIMS = ("true", "false", "start", "end")
_BY_CODEC = {codecs.lookup(name).name: name for name in NAMES}
# A name of the WHATWG's list, which CSV on the Web follows, that Python does not know.
_WHATWG = {"x-mac-cyrillic": "mac-cyrillic"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file holds its table, after the dialect description of CSV on the Web.

    `encoding` is one of `encoding.NAMES`; `quote` is None where a quotation mark is data; `escape` the character that
    keeps a quote inside a quoted cell, None where the quote is doubled. A line that begins with `comment` is passed
    over. `skip_rows` lines stand above the headings, which take `header_rows` rows; `skip_columns` columns are
    passed over.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str | None = '"'
    escape: str | None = None
    comment: str | None = None
    skip_rows: int = 0
    header_rows: int = 1
    skip_columns: int = 0
    trim: str = "true"

    def __post_init__(self) -> None:
        """Raise `ValueError` where one character has two meanings."""
        marks = [mark for mark in (self.delimiter, self.quote, self.escape) if mark]
        if len(set(marks)) < len(marks):
            raise ValueError("delimiter, quote and escape are not three different characters")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: under one of `headings`, or at the 1-based `position`, or both, which then must agree."""

    headings: tuple[str, ...] = ()
    position: int | None = None

    def __str__(self) -> str:
        return repr(self.headings[0]) if self.headings else f"#{self.position}"


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a column writes numbers: `whole` ones only or not, and the marks between digits."""

    whole: bool
    decimal: str = "."
    group: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column is: its cells tell `target`, nothing where that is None.

    `null` holds the words that stand for a blank, `dates` the formats of `date_format` of which one must fit,
    `separator` what stands between several values, `default` the value of a blank cell, `words` the only ones
    allowed, where not empty. `language` is a BCP 47 tag.
    """

    place: Place
    target: Target | None = None
    null: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    numerals: Numerals | None = None
    words: tuple[str, ...] = ()
    separator: str | None = None
    default: str = ""
    required: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How the table of an archive becomes records.

    `number` says which columns together name a row within the table; where it is empty, the line or row does.
    `constants` are values that every record has. `by_position` says that the columns are described one by one, from
    the first to the last, as CSV on the Web does. `notes` tells what of the mapping file has no effect here.
    """

    kind: str
    columns: tuple[ColumnMapping, ...]
    number: tuple[Place, ...] = ()
    constants: tuple[tuple[Target, str], ...] = ()
    dialect: Dialect = field(default_factory=Dialect)
    sheet: str | None = None
    by_position: bool = False
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise `ValueError` where two columns tell one field or no column tells any."""
        named: dict[Target, str] = {}
        told = [(column.target, f"column {column.place}") for column in self.columns if column.target]
        for target, place in [*told, *((target, "the constant") for target, _ in self.constants)]:
            if target in named:
                raise ValueError(f"{str(target)!r} is given by {named[target]} and by {place}; leave one out")
            named[target] = place
        numbered = {target.case for target, _ in told}
        for target, _ in self.constants:
            if target.case is not None and target.case not in numbered:
                raise ValueError(f"the constant {str(target)!r} has no case: no column tells of case {target.case}")
        if not told:
            raise ValueError("no column is mapped to a field; at least one is wanted")


def known_encoding(name: str) -> str:
    """Return the encoding *name* as `encoding.NAMES` spells it. Raises `ValueError` for one that no list comes in."""
    try:
        return _BY_CODEC[codecs.lookup(_WHATWG.get(name.lower(), name)).name]
    except (LookupError, ValueError):
        return _refuse(name, NAMES, "encoding")


def one_of(value: str, known: Iterable[str], what: str) -> str:
    """Return *value* if it is one of *known*. Raises `ValueError` with the nearest of them."""
    return value if value in known else _refuse(value, known, what)


def _refuse(value: str, known: Iterable[str], what: str) -> str:
    known = list(known)
    hint = nearest(value, known) or f"; wanted is one of {', '.join(known)}"
    raise ValueError(f"{value!r} is no {what} known here{hint}")

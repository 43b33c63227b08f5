"""What the cells of one column become: blank words left out, dates read, several values apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.errors import DateError
from rehabkg.readers.table.date_format import date_reader
from rehabkg.readers.table.mapping import ColumnMapping, Numerals

# In a cell of a record, several values stand one a line.
JOINT = "\n"
# A workbook or Parquet file tells a day as such; it is read whatever format the texts beside it have.
_TYPED_DATE = "yyyy-MM-dd"
# More than a century of days; the same dates stand in row after row.
_KEPT_DATES = 65_536
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,4})?")
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,30}")

CellReader = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A mapped column at its `position` in the rows; `read` is None where a cell is taken as it stands.

    `case` is the 1-based number of the case that `field` belongs to, 0 for the person. `null` are the words that
    stand for a blank.
    """

    position: int
    field: str
    case: int
    null: frozenset[str]
    read: CellReader | None
    default: str
    required: bool

    @property
    def plain(self) -> bool:
        """Tell whether a cell is taken as it stands, or left out where it is one of the words for a blank."""
        return not (self.read or self.default or self.required)


def column_of(mapping: ColumnMapping, position: int, *, typed: bool) -> Column:
    """Return how the cells of *mapping*, which stands at *position*, are read; *typed* for a file that has types."""
    target = mapping.target
    if target is None:
        raise ValueError("a column without a target is not read")
    one = _one(mapping, typed=typed)
    null = frozenset(mapping.null)
    read = _several(mapping.separator, one, null) if mapping.separator else one
    return Column(position, target.field, target.case or 0, null, read, mapping.default, mapping.required)


def _one(mapping: ColumnMapping, *, typed: bool) -> CellReader | None:
    if mapping.dates:
        return _dated(mapping.dates, typed=typed)
    if mapping.numerals:
        return _numeric(mapping.numerals)
    return _among(mapping.words) if mapping.words else None


def _dated(formats: tuple[str, ...], *, typed: bool) -> CellReader:
    expected = f"a date in the form {' or '.join(formats)}"
    readers = [date_reader(form) for form in (*formats, _TYPED_DATE)[: None if typed else len(formats)]]

    @lru_cache(maxsize=_KEPT_DATES)
    def read(cell: str) -> str:
        wrong = expected
        for reader in readers:
            try:
                return reader(cell)
            except DateError as error:
                # The format is that of the cell: its word on the day says best what is wrong.
                wrong = error.expected
            except ValueError:
                continue
        raise ValueError(wrong)

    return read


def _numeric(numerals: Numerals) -> CellReader:
    form, expected = (_WHOLE_NUMBER, "a whole number") if numerals.whole else (_PLAIN_NUMBER, "a number")

    def read(cell: str) -> str:
        plain = cell.replace(numerals.group, "") if numerals.group else cell
        plain = plain.replace(numerals.decimal, ".") if numerals.decimal != "." else plain
        if not form.fullmatch(plain):
            raise ValueError(expected)
        return plain

    return read


def _among(words: tuple[str, ...]) -> CellReader:
    def read(cell: str) -> str:
        if cell not in words:
            raise ValueError(f"one of {', '.join(map(repr, words))}")
        return cell

    return read


def _several(separator: str, one: CellReader | None, null: frozenset[str]) -> CellReader:
    def read(cell: str) -> str:
        parts = [part for part in map(str.strip, cell.split(separator)) if part and part not in null]
        return JOINT.join(map(one, parts) if one else parts)

    return read

"""The kinds of cell that the curated tables hold: each reads a text into a typed value or says what it wants.

A parser gets the text of a cell that is not blank and raises `ValueError` with the form expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyoxigraph import NamedNode

from rehabkg.dates import parse_edtf, parse_julian_edtf
from rehabkg.errors import DateError
from rehabkg.iri import ID_FORM

SEPARATOR = " | "
_QID = re.compile(r"Q[1-9][0-9]*")
_ARTICLE = re.compile(r"([a-z]+(?:-[a-z0-9]+)*):([0-9A-Za-zА-Яа-яё().\-/]+)")
# ISO 8601-1, section 5.5.2.2, with whole numbers only: the sources count in years, months and days.
_DURATION = re.compile(r"P(?=[0-9])(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,5})D)?")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")
# Control characters (Unicode category Cc) and the two that end a line or a paragraph.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

Parser = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """One measure as the table writes it: its code and how long it was to last.

    `duration` is an ISO 8601 duration or None; `term_months` counts whole months where the duration has no
    days.
    """

    code: str
    duration: str | None
    term_months: int | None
    perpetual: bool

    def __str__(self) -> str:
        length = "perpetual" if self.perpetual else self.duration
        return f"{self.code} {length}" if length else self.code


@dataclass(frozen=True, slots=True)
class ArticleCell:
    """An article of a code, `rsfsr-1926:58-10`."""

    code: str
    article: str

    def __str__(self) -> str:
        return f"{self.code}:{self.article}"


def text(value: str) -> str:
    """Read any text that is one line and holds no control character."""
    if _CONTROL.search(value):
        raise ValueError("a text on one line without control characters")
    return value


def identifier(value: str) -> str:
    """Read an id of a table."""
    if not ID_FORM.fullmatch(value):
        raise ValueError("an id (lower-case letters, digits, hyphens)")
    return value


def integer(value: str) -> int:
    """Read a whole number in plain digits, `1201738`."""
    if not re.fullmatch(r"[0-9]{1,12}", value):
        raise ValueError("a whole number in plain digits")
    return int(value)


def decimal(value: str) -> Decimal:
    """Read a decimal number in plain digits, `-55.7522`."""
    if not _DECIMAL.fullmatch(value):
        raise ValueError("a decimal number in plain digits")
    return Decimal(value)


def yes_no(value: str) -> bool:
    """Read `yes` or `no`."""
    if value not in ("yes", "no"):
        raise ValueError("'yes' or 'no'")
    return value == "yes"


def edtf(value: str) -> str:
    """Check a date in EDTF and keep it as written."""
    try:
        parse_edtf(value)
    except DateError as error:
        raise ValueError(error.expected) from error
    return value


def edtf_of_either_calendar(value: str) -> str:
    """Check a date that stands beside a `calendar` cell, to which the reader of the row then holds it.

    29 February 1900 is a day of the Julian calendar alone.
    """
    try:
        return edtf(value)
    except ValueError:
        try:
            parse_julian_edtf(value)
        except DateError:
            pass
        else:
            return value
        raise


def address(value: str) -> str:
    """Read a web address; letters that an IRI does not allow are percent-encoded, nothing else is changed."""
    if not re.match(r"https?://[^\s/]", value):
        raise ValueError("an address that starts with http:// or https://")
    encoded = re.sub(r'[\x00-\x20<>"{}|\\^`]', lambda found: f"%{ord(found.group()):02X}", value)
    try:
        NamedNode(encoded)
    except ValueError:
        raise ValueError("an address that can be an IRI (RFC 3987)") from None
    return encoded


def qid(value: str) -> str:
    """Read a Wikidata item, `Q649`."""
    if not _QID.fullmatch(value):
        raise ValueError("a Wikidata item such as Q649")
    return value


def measure(value: str) -> MeasureCell:
    """Read a measure and its duration: `camp P10Y`, `exile perpetual`, `confiscation`."""
    code, blank, rest = value.partition(" ")
    identifier(code)
    if not blank or rest == "perpetual":
        return MeasureCell(code, None, None, rest == "perpetual")
    found = _DURATION.fullmatch(rest)
    if not found:
        raise ValueError("a measure and its ISO 8601 duration, such as 'camp P10Y' or 'exile perpetual'")
    years, months, days = (int(part or 0) for part in found.groups())
    return MeasureCell(code, rest, None if days else years * 12 + months, perpetual=False)


def article(value: str) -> ArticleCell:
    """Read a code of law and an article of it, `rsfsr-1926:58-10`."""
    found = _ARTICLE.fullmatch(value)
    if not found:
        raise ValueError("a code and an article, such as rsfsr-1926:58-10")
    return ArticleCell(*found.groups())


def one_of(*codes: str) -> Parser:
    """Return a parser for one of a closed list of codes."""
    wanted = "one of " + ", ".join(codes)

    def parse(value: str) -> str:
        if value not in codes:
            raise ValueError(wanted)
        return value

    return parse


def several(parser: Parser) -> Parser:
    """Return a parser for values joined by ` | `; the value is a tuple."""

    def parse(value: str) -> tuple[Any, ...]:
        return tuple(parser(part) for part in value.split(SEPARATOR))

    return parse

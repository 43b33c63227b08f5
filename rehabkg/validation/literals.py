"""Tests of one value: its datatype, its bounds, its pattern.

What the mapping writes is decided here. A literal of any other look is handed to rdflib and to the comparison of
pySHACL, so that both engines say the same of it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from rdflib import Literal, URIRef

from rehabkg.namespaces import XSD
from rehabkg.validation.statements import LANGUAGE_STRING, STRING, Statements, datatype, is_iri, language, words

Test = Callable[[Statements, str], bool]

_INTEGER, _DATE, _BOOLEAN = f"{XSD}integer", f"{XSD}date", f"{XSD}boolean"
_WHOLE = re.compile(r"-?[0-9]{1,18}")
# A century and a half of days: records name the same ones over and over.
_DAYS = 50_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What in a pattern may hang on the letters behind a match.
_LOOKS_AHEAD = re.compile(r"[$]|\\[ZbB]|\(\?")
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "minExclusive": operator.gt,
    "minInclusive": operator.ge,
    "maxExclusive": operator.lt,
    "maxInclusive": operator.le,
}


def reference_literal(term: str) -> Literal:
    """Return a literal as rdflib has it."""
    tag, kind = language(term), datatype(term)
    if tag is not None:
        return Literal(words(term), lang=tag)
    return Literal(words(term), datatype=None if kind in (None, STRING) else URIRef(str(kind)))


def shown(term: str) -> str:
    """Return a value as the reference engine reports it; rdflib brings typed literals into their usual form."""
    return words(term) if is_iri(term) or datatype(term) in (STRING, LANGUAGE_STRING) else str(reference_literal(term))


@lru_cache(maxsize=_DAYS)
def is_well_typed(term: str) -> bool:
    """Whether the lexical form is one of the literal's datatype.

    >>> is_well_typed('"1937-02-30"^^<http://www.w3.org/2001/XMLSchema#date>')
    False
    """
    kind, text = datatype(term), words(term)
    if kind in (STRING, LANGUAGE_STRING):
        return True
    usual = (
        (kind == _INTEGER and _WHOLE.fullmatch(text) is not None)
        or (kind == _DATE and _day(text) is not None)
        or (kind == _BOOLEAN and text in ("true", "false"))
    )
    return usual or reference_literal(term).ill_typed is not True


def datatype_test(kind: str) -> Test:
    """Return whether a value is a well-formed literal of a datatype."""
    # The last letter of the text of a term tells most of its kind.
    if kind == LANGUAGE_STRING:
        return lambda _, term: term[-1] not in '">'
    if kind == STRING:
        return lambda _, term: term[-1] == '"' or datatype(term) == STRING
    end = f'"^^<{kind}>'
    return lambda _, term: term.endswith(end) and is_well_typed(term)


def pattern_test(pattern: str, flags: str) -> Test:
    """Return whether a value matches a regular expression (of the flags only `i` and `m` count, as in pySHACL)."""
    options = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    search = re.compile(pattern, options).search
    if _LOOKS_AHEAD.search(pattern):
        return lambda _, term: search(words(term)) is not None

    def test(_: Statements, term: str) -> bool:
        # What matches before the first escape matches; printed texts are long and full of escaped quotes.
        escape = term.find("\\")
        return (escape > 0 and search(term, 1, escape) is not None) or search(words(term)) is not None

    return test


def comparison_test(name: str, bound: Literal) -> Test:
    """Return whether a value lies on the right side of *bound*; what cannot be compared does not."""
    compare, kind = COMPARISONS[name], str(bound.datatype)
    if kind == _INTEGER:
        least = int(bound)

        def whole(_: Statements, term: str) -> bool:
            text = words(term)
            if datatype(term) == _INTEGER and _WHOLE.fullmatch(text):
                return compare(int(text), least)
            return _compared(compare, term, bound)

        return whole
    if kind == _DATE and _day(str(bound)) is not None:
        limit = str(bound)

        @lru_cache(maxsize=_DAYS)
        def by_day(term: str) -> bool:
            day = _day(words(term)) if datatype(term) == _DATE else None
            # Days of four-digit years sort as text.
            return _compared(compare, term, bound) if day is None else compare(day, limit)

        return lambda _, term: by_day(term)
    return lambda _, term: _compared(compare, term, bound)


def _day(text: str) -> str | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return text


def _compared(compare: Callable[[Any, Any], bool], term: str, bound: Literal) -> bool:
    from pyshacl.rdfutil import compare as reference

    order: Any = reference.compare_literal
    if is_iri(term):
        return False
    value = reference_literal(term)
    if isinstance(value.value, str) != isinstance(bound.value, str):
        return False
    try:
        return compare(order(value, bound), 0)
    except (TypeError, NotImplementedError):
        return False

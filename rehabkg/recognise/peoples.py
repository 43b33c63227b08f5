"""Recognise a people by the nationality that a record prints: `lexicon/nationalities.csv` is the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from rehabkg.lexicon.reader import read_lexicon
from rehabkg.lexicon.spelling import folded

_REMEMBERED = 10_000
_LONGEST = 80
_PARTS = re.compile(r"[()/,;]|\bили\b")
_DASH = re.compile(r"\s*[-–—]\s*")
# Words beside a nationality that name none: an estate, a doubt.
_NOT_PEOPLES = frozenset(("казак", "казачка", "из казаков", "?", "так в документе"))


@lru_cache(maxsize=_REMEMBERED)
def people_of(text: str | None) -> str | None:
    """Return the code of the one people that *text* names in any gender or number, None where it is not one.

    A second people in brackets is another answer of the source, so nothing is chosen; a part of a people in brackets
    (латыш (латгалец)) leaves the people. "Казак" alone may be a Cossack or, as Kazakhs were spelled before 1936, a
    Kazakh: it is no answer. Crimean Tatars are not Tatars.

    >>> people_of("полька"), people_of("крымская татарка"), people_of("русский (поляк)")
    ('poles', 'crimean-tatars', None)
    """
    if not text or len(text) > _LONGEST:
        return None
    words = " ".join(_DASH.sub("-", folded(text).replace(".", " ")).split())
    found: list[str] = []
    for part in filter(None, map(_trimmed, _PARTS.split(words))):
        code = _forms().get(part)
        if code is None and part not in _NOT_PEOPLES:
            return None
        if code is not None:
            found.append(code)
    return _one(found)


def _trimmed(part: str) -> str:
    """Return a part without a mark of doubt."""
    return part.strip(" ?'\"")


def _one(found: list[str]) -> str | None:
    if not found:
        return None
    first = found[0]
    if all(code == first or _broader().get(code) == first for code in found):
        return first
    return None


@cache
def _forms() -> Mapping[str, str]:
    return {
        " ".join(folded(form).split()): row["code"]
        for row in read_lexicon("nationalities")
        for form in row["forms"].split("|")
    }


@cache
def _broader() -> Mapping[str, str]:
    return {row["code"]: row["broader"] for row in read_lexicon("nationalities") if row["broader"]}

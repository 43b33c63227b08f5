"""Recognise a book of memory or another source of a list by its printed title: `lexicon/books.csv`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from rehabkg.lexicon.reader import read_lexicon
from rehabkg.lexicon.spelling import folded

_REMEMBERED = 10_000
_LONGEST = 500
_WORD = re.compile(r"[^\W_]+")
_OBLAST = re.compile(r"\bобласт(?:ь|и|ью|ей)?\b")


@lru_cache(maxsize=_REMEMBERED)
def book_of(text: str | None) -> str | None:
    """Return the id of the book whose title *text* is, however it is punctuated; None for a title not in the table.

    Volumes that the source tells apart are books of their own.

    >>> book_of("Книга памяти Новгородской области") == book_of("Книга памяти Новгородской обл.")
    True
    """
    if not text or len(text) > _LONGEST:
        return None
    return _titles().get(_key(text))


def _key(title: str) -> str:
    """Return a title without punctuation, blanks and case, `область` as `обл`."""
    return " ".join(_WORD.findall(_OBLAST.sub("обл", folded(title))))


@cache
def _titles() -> Mapping[str, str]:
    return {_key(row["title"]): row["book"] for row in read_lexicon("books")}

"""Chinese, Korean and Vietnamese names: short syllables that lists join, hyphenate and order as they like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rehabkg.names.keys import NameWord
from rehabkg.names.variants import is_given_name

# One syllable in the letters of keys: бэй, чжун, хва, гук, пён.
_SYLLABLE = r"(?:dz|ch|[hkg]v|[tkpc]h|[bcdfghklmnprstvz])?[aeiou]{1,4}(?:n[gh]?|[mklprtbs])?"
_ONE = re.compile(_SYLLABLE)
_FEW = re.compile(rf"(?:{_SYLLABLE}){{1,3}}")
_LONGEST_SYLLABLE, _LONGEST_WORD = 6, 12
_FEWEST, _MOST = 2, 5
_DOUBLED = re.compile(r"([^aeiou])\1+")


@lru_cache(maxsize=65_536)
def _is_syllable(key: str) -> bool:
    return len(key) <= _LONGEST_SYLLABLE and _ONE.fullmatch(key) is not None


@lru_cache(maxsize=65_536)
def _is_of_syllables(key: str) -> bool:
    return len(key) <= _LONGEST_WORD and _FEW.fullmatch(key) is not None


def is_of_syllables(words: Sequence[NameWord]) -> bool:
    """Tell whether a whole name looks as if it were of syllables: two to five short words, one of them a syllable.

    A known given name among them says that it is another name (Ли Иван, Ян Коваль), unless all are syllables (Ли Ян).
    """
    if not _FEWEST <= len(words) <= _MOST:
        return False
    single = [_is_syllable(word.key) for word in words]
    return all(single) or (
        any(single) and all(_is_of_syllables(word.key) for word in words) and not any(map(is_given_name, words))
    )


def starts_with_syllable(words: Sequence[NameWord]) -> bool:
    """Tell whether the first word is one syllable and more follow it, as a Chinese or Korean surname stands."""
    return len(words) >= _FEWEST and _is_syllable(words[0].key)


def joined(words: Sequence[NameWord]) -> str:
    """Return the words as one, in which no consonant is doubled: Сян-цзы, Сян Цзы and Сянцзы are the same."""
    return _DOUBLED.sub(r"\1", "".join(word.key for word in words))


def letters_of(joined_name: str) -> str:
    """Return the letters in the order of the alphabet: what is left of a name where its order is not known."""
    return "".join(sorted(joined_name))

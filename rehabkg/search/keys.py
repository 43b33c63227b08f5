"""The keys under which a name is found: one for Cyrillic and for every usual transliteration of it.

A key is coarse on purpose, so that Solženicyn, Solzhenitsyn and Солженицын meet; what is shown is ranked by how near
it is to what was asked.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters after compatibility decomposition (NFKD) and without signs above them: ё and й are е and и there.
_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "і": "i",
        "є": "e", "ґ": "g", "ѣ": "e", "ѳ": "f", "ѵ": "i", "ł": "l", "ø": "o", "ß": "ss", "ı": "i", "đ": "d",
    }
)  # fmt: skip
_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


# Digraphs of ISO 9, BGN/PCGN, ALA-LC and Polish usage, the longest first; sibilants fall together.
_FOLDED = _rules(
    ("schtsch|shch|szcz|tsch|tch|sch|sh|sz|sc", "s"),
    ("zh|rz", "z"),
    ("k+h|gh", "h"),
    ("ch|cz|ts|tz", "c"),
    ("cz", "c"),
    ("ph", "f"),
    ("w", "v"),
    ("f+$", "v"),
    ("x", "ks"),
    ("q", "k"),
    ("[yj]", "i"),
    ("i+(?=[aeou])", ""),
    (r"(.)\1+", r"\1"),
)
# What other languages write so, in letters that `_FOLDED` reads. German has one letter for с and з, one for ш and ж.
_USAGES: tuple[_Rules, ...] = (
    _rules(("(?<![cs])ch", "kh")),
    _rules(("tch", "ts"), ("(?<!t)ch", "sh"), ("j", "zh"), ("ou", "u"), ("gu(?=[ei])", "g")),
    _rules(("schtsch", "sh"), ("tsch", "ts"), ("sch", "sh"), ("(?<!s)ch", "kh"), ("z", "ts")),
)
_ROUGH = str.maketrans({"z": "s", "g": "h"})
_WORD = re.compile(r"\w+")
# Soft and hard signs in Latin letters, and the dot of BGN/PCGN between letters that are no digraph.
_SIGNS = re.compile("['’‘ʹʺ”“\"`´·ʼ]")
_LONGEST_WORD = 40


def name_keys(text: str) -> list[str]:
    """Return the keys of the words of a name, in order.

    >>> name_keys("Солженицын") == name_keys("Solzhenitsyn") == name_keys("Solženicyn") == ["solzenicin"]
    True
    """
    return [key for word in _words(text) if (key := _key(word))]


def asked_keys(text: str) -> list[tuple[str, ...]]:
    """Return for each word of a name its key, and those that it has if it is written as in Polish, French or German.

    >>> asked_keys("Chruszczow")
    [('crusov', 'hrusov', 'srusov')]
    """
    return [keys for word in _words(text) if (keys := _asked(word))]


def rough(key: str) -> str:
    """Return a key in which letters fall together that German, Ukrainian and Belarusian write alike.

    >>> rough("zaicev") == rough("saicev"), rough("grigori") == rough("hrihori")
    (True, True)
    """
    return key.translate(_ROUGH)


def _words(text: str) -> list[str]:
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(_SIGNS.sub("", text.casefold()))]


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    return _folded(word.translate(_LETTERS), _FOLDED)[:_LONGEST_WORD]


def _asked(word: str) -> tuple[str, ...]:
    own = _key(word)
    others = [_key(_folded(word, usage)) for usage in _USAGES] if word.isascii() else []
    return tuple(dict.fromkeys(key for key in (own, *others) if key))


def _folded(word: str, rules: _Rules) -> str:
    for pattern, replacement in rules:
        word = pattern.sub(replacement, word)
    return word

"""The key under which a name is found: one for Cyrillic and for every usual transliteration of it.

A key is coarse on purpose, so that Solženicyn, Solzhenitsyn and Солженицын meet; what is shown is ranked by how near
it is to what was asked.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu",
        "я": "ia", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u", "ł": "l", "ø": "o", "ß": "ss", "ı": "i",
    }
)  # fmt: skip
# Digraphs of ISO 9, BGN/PCGN, ALA-LC, and of German and Polish usage, the longest first; sibilants fall together.
_FOLDED = (
    (re.compile("schtsch|shch|szcz|tsch|tch|sch|sh|sz"), "s"),
    (re.compile("zh|rz"), "z"),
    (re.compile("kh|gh"), "h"),
    (re.compile("ch|cz|ts|tz"), "c"),
    (re.compile("sc"), "s"),
    (re.compile("ph"), "f"),
    (re.compile("w"), "v"),
    (re.compile("x"), "ks"),
    (re.compile("q"), "k"),
    (re.compile("[yj]"), "i"),
    (re.compile("i(?=[aeou])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile("['’ʹʺ`´]")
_LONGEST_WORD = 40


def name_keys(text: str) -> list[str]:
    """Return the keys of the words of a name, in order.

    >>> name_keys("Солженицын") == name_keys("Solzhenitsyn") == name_keys("Solženicyn") == ["solzenicin"]
    True
    """
    return [key for word in _WORD.findall(_APOSTROPHES.sub("", text)) if (key := _key(word[:_LONGEST_WORD]))]


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    latin = "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(_LETTERS)
    for pattern, replacement in _FOLDED:
        latin = pattern.sub(replacement, latin)
    return latin

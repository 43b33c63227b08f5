"""The keys under which a name is found: one for Cyrillic and for every usual transliteration of it.

A key is coarse on purpose, so that Solženicyn, Solzhenitsyn and Солженицын meet; what is shown is ranked by how near
it is to what was asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters after compatibility decomposition (NFKD) and without signs above them: ё and й are е and и there.
_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "і": "i",
        "є": "e", "ґ": "g", "ѣ": "e", "ѳ": "f", "ѵ": "i", "ł": "l", "ø": "o", "ß": "ss", "ı": "i", "đ": "d",
        # Turkic and Tajik letters, as Russian lists write them: Қасымов is Касымов, Həsən is Гасан.
        "ә": "a", "ə": "a", "ө": "o", "ү": "u", "ұ": "u", "қ": "k", "ҡ": "k", "ғ": "g", "ң": "n", "һ": "kh",
        "ҳ": "kh", "җ": "zh", "ҷ": "dzh", "ҙ": "z", "ҫ": "s",
    }
)  # fmt: skip
# Letters of ISO 9 that lose what they are with the sign above them.
_SIGNED = str.maketrans({"â": "ia", "û": "iu"})
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
    ("(?<=.)f+$", "v"),
    ("x", "ks"),
    ("q", "k"),
    ("[yj]", "i"),
    # BGN/PCGN and Polish write ye, je where Cyrillic has е.
    ("i+(?=e)", ""),
    (r"(.)\1+", r"\1"),
)
# What other languages write so, in letters that `_FOLDED` reads. German has one letter for с and з, one for ш and ж.
_USAGES: tuple[_Rules, ...] = (
    _rules(("(?<![cs])ch", "kh")),
    _rules(("tch", "ts"), ("(?<!t)ch", "sh"), ("j", "zh"), ("ou", "u"), ("gu(?=[ei])", "g")),
    _rules(("schtsch", "sh"), ("tsch", "ts"), ("sch", "sh"), ("(?<!s)ch", "kh"), ("z", "ts")),
)
_ROUGH = str.maketrans({"z": "s", "g": "h"})
# Signs above letters may stand apart from them, as in the ligatures of ALA-LC.
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_LETTERS_ALONE = re.compile(r"\w+")
# Soft and hard signs in Latin letters, and the dot of BGN/PCGN between letters that are no digraph.
_SIGNS = re.compile("['’ʹʺ”`´·ʼ]")
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class NameWord:
    """A word of a name.

    `letters` are those printed, small and without signs; `latin` is what they are in Latin letters, which tells apart
    what `key` does not (Лю and Лу).
    """

    letters: str
    latin: str
    key: str

    def usages(self) -> tuple[str, ...]:
        """Return the other keys that it has if it is written as in Polish, French or German.

        >>> name_words("Chruszczow")[0].usages()
        ('hrusov', 'srusov', 'hruscov')
        """
        if not self.letters.isascii():
            return ()
        keys = dict.fromkeys(_key(_folded(self.letters, usage)) for usage in _USAGES)
        return tuple(key for key in keys if key not in ("", self.key))


def name_words(text: str) -> list[NameWord]:
    """Return the words of a name, in order.

    >>> {name_words(name)[0].key for name in ("Солженицын", "Solzhenitsyn", "Solženicyn", "Sołżenicyn")}
    {'solzenicin'}
    """
    return [word for printed in _WORD.findall(_SIGNS.sub("", text)) for word in _read(printed[:_LONGEST_WORD])]


def rough(key: str) -> str:
    """Return a key in which letters fall together that German, Ukrainian and Belarusian write alike.

    >>> rough("zaicev") == rough("saicev"), rough("grigori") == rough("hrihori")
    (True, True)
    """
    return key.translate(_ROUGH)


@lru_cache(maxsize=65_536)
def _read(printed: str) -> tuple[NameWord, ...]:
    """Return the words that a printed one comes to: mostly one, none where it has soft signs alone."""
    letters = printed.casefold()
    if not letters.isascii():
        signed = unicodedata.normalize("NFC", letters).translate(_SIGNED)
        letters = "".join(
            letter for letter in unicodedata.normalize("NFKD", signed) if not unicodedata.combining(letter)
        )
    words = (word[:_LONGEST_WORD] for word in _LETTERS_ALONE.findall(letters))
    return tuple(NameWord(word, word.translate(_LETTERS), key) for word in words if (key := _key(word)))


def _key(letters: str) -> str:
    return _folded(letters.translate(_LETTERS), _FOLDED)[:_LONGEST_WORD]


def _folded(word: str, rules: _Rules) -> str:
    for pattern, replacement in rules:
        word = pattern.sub(replacement, word)
    return word

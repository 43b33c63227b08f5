"""How words of the lists are compared and how codes are spelled: folding, endings, ASCII slugs."""

from __future__ import annotations

import re
from functools import lru_cache

# Scanned and typed lists mix Latin letters of the same shape into Russian words.
_LATIN_TWINS = str.maketrans("aeopcxykmthbABEKMHOPCTXY", "аеорсхукмтнвАВЕКМНОРСТХУ")
_SLUG = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "j", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip
_NO_SLUG = re.compile(r"[^a-z0-9]+")
# A Latin letter beside a Russian one.
_MIXED = re.compile("[a-zA-Z][^a-zA-Z]*[а-яА-ЯёЁ]|[а-яА-ЯёЁ][^а-яА-ЯёЁ]*[a-zA-Z]")

# Endings of Russian nouns and adjectives; a stem of a table stands before one of them.
ENDINGS = frozenset(
    "а я о е у ю ы и й ь ой ей ою ею ом ем ам ям ами ями ах ях ов ев ий ый ая яя ое ее ого его ому ему ым им их ых "
    "ыми ими ую юю ые ие ия ии ию ием ью ок ек".split()
) | {""}
_ADJECTIVE = re.compile(r"(.{2,}?[^аеиоуыэюя])(?:ий|ый|ой|ого|его|ому|ему|ым|им|ом|ая|яя|ую|юю|ою|ое|ее|ие|ые|ых|их)$")


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Return *word* as tables are searched for it: lower case, ё as е, Latin twins of Russian letters as Russian.

    >>> folded("CОЮЗ")
    'союз'
    """
    if not word.isascii() and _MIXED.search(word):
        word = word.translate(_LATIN_TWINS)
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """Return *text* in Latin letters, digits and hyphens, as the local name of an IRI.

    >>> slug("Иркутская область")
    'irkutskaya-oblast'
    """
    return _NO_SLUG.sub("-", folded(text).translate(_SLUG)).strip("-")


@lru_cache(maxsize=65_536)
def adjective_stem(word: str) -> str | None:
    """Return the stem of a folded adjective in any case, None where *word* does not end like one.

    >>> adjective_stem("иркутской")
    'иркутск'
    """
    found = _ADJECTIVE.match(word)
    return found.group(1) if found else None


def adjective(stem: str, gender: str) -> str:
    """Return an adjective in the nominative; *gender* is m, f or n.

    >>> adjective("иркутск", "f")
    'иркутская'
    """
    if gender == "f":
        return stem + "ая"
    if gender == "n":
        return stem + "ое"
    return stem + ("ий" if stem[-1] in "кгх" else "ый")

"""How words of the lists are compared and how codes are spelled: folding, endings, slugs in ASCII."""

from __future__ import annotations

import re
from functools import lru_cache

# Scanned and typed lists mix Latin letters of the same shape into Russian words.
_LATIN_TWINS = str.maketrans("aeopcxykmthbABEKMHOPCTXY", "аеорсхукмтнвАВЕКМНОРСТХУ")
# Letters of a code. Each Russian letter has its own, so that a name can be read back: й stands behind vowels or at the
# start, ь behind consonants, and both are j; ц is c, since ts is тс.
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "j", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "c", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "jj", "ы": "y", "ь": "j", "э": "eh", "ю": "yu", "я": "ya",
    "-": "_", " ": "-",
}  # fmt: skip
_SLUG = str.maketrans(_LETTERS)
_NO_SLUG = re.compile(r"[^a-z0-9_-]+")
_READ_BACK = {latin: letter for letter, latin in _LETTERS.items() if letter not in "йь"} | {"j": "й"}
_CODE_LETTER = re.compile("|".join(sorted(_READ_BACK, key=len, reverse=True)) + "|.")
_SOFT = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])й")
_ROMAN = re.compile(r"(?<![a-z0-9_])[ivx]+(?![a-z0-9_])")
# A Latin letter beside a Russian one.
_MIXED = re.compile("[a-zA-Z][^a-zA-Z]*[а-яА-ЯёЁ]|[а-яА-ЯёЁ][^а-яА-ЯёЁ]*[a-zA-Z]")

# Endings of Russian nouns and adjectives; a stem of a table stands before one of them.
_ENDINGS = (
    "а я о е у ю ы и й ь ой ей ою ею ом ем ам ям ами ями ах ях ов ев ий ый ая яя ое ее ого его ому ему ым им их ых "
    "ыми ими ую юю ые ие ия ии ию ием ью ок ек"
)
ENDINGS = frozenset(("", *_ENDINGS.split()))
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
def slug(name: str) -> str:
    """Return a name as a part of a code in ASCII, from which `name_of_slug` can read it back.

    >>> slug("Ново-Альметьевский район")
    'novo_aljmetjevskij-rajon'
    """
    low = " ".join(name.split()).lower().replace("ё", "е")
    return _NO_SLUG.sub("", low.translate(_SLUG)).strip("-_")


def name_of_slug(code: str) -> str:
    """Return the name that a part of a code spells, in lower case; Roman numbers stay Roman.

    >>> name_of_slug("novo_aljmetjevskij-rajon")
    'ново-альметьевский район'
    """
    parts: list[str] = []
    at = 0
    for roman in _ROMAN.finditer(code):
        parts += [_russian(code[at : roman.start()]), roman.group().upper()]
        at = roman.end()
    return "".join((*parts, _russian(code[at:])))


def _russian(code: str) -> str:
    return _SOFT.sub("ь", _CODE_LETTER.sub(lambda found: _READ_BACK.get(found.group(), found.group()), code))


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

"""What two spellings of a name in any scripts have in common: its consonants, those that are heard alike as one.

Coarser than the keys of `names.keys`, which know Slavic names: this brings MacArthur to Макартур and Head to Хэд. It
finds pairs worth comparing, and says little by itself. What a letter says depends on the language: ch is heard in Bach
as in Бах, in Gorbachev as in Горбачёв. Nobody can tell the language of a bare name, so a name has two sounds, as
transliterations and English are read, and as German, Polish and the Baltic languages are.
"""

from __future__ import annotations

import re
from functools import lru_cache

_REMEMBERED = 131_072
_LONGEST = 200
# Digraphs of English, German, Polish and of transliterations, the longest first; then letters by their place of sound.
_SIBILANTS = re.compile("schtsch|shch|szcz|tsch|dzh|rzh|tch|sch|sh|zh|ch|cz|sz|rz|ts|tz|dz|dj")
_AS_OTHERS = (
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("[kg]h|ck|qu?"), "k"),
    (re.compile("x"), "ks"),
)
_SOFT_C = re.compile("c(?=[eiy])")
# Read as on the continent: ch as in Bach but for -vich, j as in Jung, h silent as in Lehmann, rz as in Schwarz.
_CONTINENTAL = (
    (re.compile("schtsch|shch|szcz|tsch|dzh|rzh|tch|sch|sh|zh|cz|sz|rz(?!$)|ts|tz|dz|dj|(?<=[vw]i)ch$"), "s"),
    (re.compile("ch"), "k"),
    (re.compile("j"), "i"),
    (re.compile("(?<=[aeiouy])h(?![aeiouy])"), ""),
)
_CLASSES = str.maketrans(
    {
        "b": "P", "p": "P", "d": "T", "t": "T", "g": "K", "k": "K", "h": "K", "c": "K", "q": "K", "v": "F", "w": "F",
        "f": "F", "s": "S", "z": "S", "j": "S", "l": "L", "m": "M", "n": "N", "r": "R",
    }
)  # fmt: skip
_REST = re.compile("[^PTKFSLMNR]+")
_TWICE = re.compile(r"(.)\1+")
_VOWEL_FIRST = re.compile("[aeiouy]")


@lru_cache(maxsize=_REMEMBERED)
def sound_of(latin: str) -> str:
    """Return the sound of a word in small Latin letters (`names.keys.NameWord.latin`), empty where it has none.

    >>> sound_of("makartur"), sound_of("macarthur"), sound_of("eizenshtein") == sound_of("eisenstein")
    ('MKRTR', 'MKRTR', True)
    """
    word = latin[:_LONGEST]
    return _classes(word, _SIBILANTS.sub("s", word))


@lru_cache(maxsize=_REMEMBERED)
def continental_sound_of(latin: str) -> str:
    """Return the sound of a word in small Latin letters, read as German, Polish, Latvian or Lithuanian is.

    >>> continental_sound_of("schumacher"), continental_sound_of("shumakher"), sound_of("schumacher")
    ('SMKR', 'SMKR', 'SMSR')
    """
    word = latin[:_LONGEST]
    for spelt, letters in _CONTINENTAL:
        word = spelt.sub(letters, word)
    return _classes(word, word)


def _classes(first: str, word: str) -> str:
    """Return the classes of the consonants of *word*, after whether the name begins with a vowel, as *first* does."""
    word = _SOFT_C.sub("s", word)
    for digraph, letters in _AS_OTHERS:
        word = digraph.sub(letters, word)
    classes = _TWICE.sub(r"\1", _REST.sub("", word.translate(_CLASSES)))
    return f"A{classes}" if _VOWEL_FIRST.match(first) else classes

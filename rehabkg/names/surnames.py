"""Surnames: one stem for the forms of men and women, in Cyrillic and Latin letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rehabkg.names.keys import NameWord
from rehabkg.names.variants import usages

_SHORTEST_STEM = 3
# Endings of keys (ski is -ский and -ski, skaia -ская and -skaja) with what stays of them.
_ENDINGS = (
    (re.compile(r"(?<=..)([sc]k)(?:i|aia|a|oi|e|ii)$"), r"\1"),
    (re.compile(r"(?<=.)(ov|ev|in)(?:a|oi)$"), r"\1"),
    # Lithuanian: Kazlauskas, Kazlauskienė, Kazlauskaitė.
    (re.compile(r"(?<=....)(?:as|is|us|iene|ene|aite|ite|ute|iute)$"), ""),
    # Latvian Bērziņš, Bērziņa.
    (re.compile(r"(?<=..)ins$"), "in"),
    (re.compile(r"(?<=..)(?:aia|oi)$"), ""),
)
# Белый and Белая: the -i of a key may also be that of Росси, so it is looked at as it is printed.
_ADJECTIVE = re.compile(r"(?<=..)(?:[yi][yij]|(?<=[bcdfghjklmnprstvwz])y)$")
# Gumilyov, and Горбачов, Gorbachov: ё is also written so.
_YO = re.compile(r"(?<=.)io(?=v)")
_HARD_O = re.compile(r"(?:[csz]h|[cs]z)o[vw]$")
_PARTICLES = frozenset({"fon", "von"})


@lru_cache(maxsize=262_144)
def surname_stem(word: NameWord) -> str:
    """Return what the surnames of a man and of a woman have in common, in the letters of keys.

    >>> from rehabkg.names.keys import name_words
    >>> {surname_stem(name_words(name)[0]) for name in ("Ковальская", "Kowalski", "Kovalskaja", "Ковальский")}
    {'kovalsk'}
    """
    key = word.key
    for ending, kept in _ENDINGS:
        stem = ending.sub(kept, key)
        if stem != key and len(stem) >= _SHORTEST_STEM:
            return stem
    adjective = _ADJECTIVE.search(word.latin)
    return key[:-1] if adjective and key.endswith("i") and len(key) > _SHORTEST_STEM else key


def surname_usages(word: NameWord) -> tuple[str, ...]:
    """Return the other stems that a surname has: read as Polish, French or German, or with е for о where ё is meant.

    >>> from rehabkg.names.keys import name_words
    >>> surname_usages(name_words("Gumilyov")[0]), surname_usages(name_words("Горбачов")[0])
    (('gumilev',), ('gorbacev',))
    """
    own = surname_stem(word)
    keys = [word.key, *usages(word)]
    if word.letters.isascii():
        keys += [_YO.sub("e", key) for key in keys]
    if _HARD_O.search(word.latin):
        keys += [f"{key[:-2]}ev" for key in keys if key.endswith("ov")]
    stems = dict.fromkeys(surname_stem(NameWord(word.letters, word.latin, key)) for key in keys)
    return tuple(stem for stem in stems if stem != own)


def without_particles(words: Sequence[NameWord]) -> list[NameWord]:
    """Return *words* without von, unless nothing else is left."""
    return [word for word in words if word.key not in _PARTICLES] or list(words)

"""Patronymics: the father's name in them, whatever form and gender they have.

Осипович, Йосифівна, Iosifowitsch and Юзеф оглы all lead to the code of Осип in `lexicon/given-names.csv`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rehabkg.names.keys import NameWord
from rehabkg.names.variants import canonical, given_names, meanings, root_of

# In the letters of keys, where ч is c and German tsch is s: -ович, -ыч, Belarusian -авіч, -аўна, Ukrainian -івна.
_MALE = re.compile(r"(?<=..)(?:ov|ev|av|iv)i[cs]$")
# Ильич, Саввич, Иваныч.
_SHORT = re.compile(r"(?<=..)ic$")
_FEMALE = re.compile(r"(?<=..)(?:[oeiau]vna|[oae]una|inicna|icna)$")
# Words after a father's name in Turkic patronymics.
SON, DAUGHTER = (
    frozenset({"ogli", "oglu", "ugli", "uli", "ogla"}),
    frozenset({"kizi", "gizi", "kiz", "kizy"}),
)
# -оглы and -кызы written as one word with the name.
_TURKIC = re.compile(r"(?<=...)(?:ogli|oglu|ugli|kizi|gizi)$")
_OF_DAUGHTER = re.compile(r"(?<=...)(?:kizi|gizi)$")
_REMEMBERED_WORDS = 65_536


@lru_cache(maxsize=_REMEMBERED_WORDS)
def patronymic_root(key: str) -> str | None:
    """Return what is left of a patronymic without its ending, or `None` where it has none.

    >>> [patronymic_root(key) for key in ("osipovic", "ilinicna", "ivan")]
    ['osip', 'il', None]
    """
    for ending in (_TURKIC, _MALE, _SHORT, _FEMALE):
        if found := ending.search(key):
            return root_of(key[: found.start()]) or None
    return None


def is_female(key: str) -> bool:
    """Tell whether a patronymic, or a word beside it, is that of a woman."""
    return key in DAUGHTER or _FEMALE.search(key) is not None or _OF_DAUGHTER.search(key) is not None


@lru_cache(maxsize=_REMEMBERED_WORDS)
def fathers(word: NameWord) -> tuple[str, ...]:
    """Return the names that the father may have had: first that of the table, or the root where it has none.

    A word without an ending is the father's name itself (`Гасан` before `оглы`, Polish `syn Józefa`).
    """
    names = given_names()
    root = patronymic_root(word.key)
    if root is None:
        own = canonical(word)
        if own and names.sexes[own] == "male":
            return meanings(word)
        root = root_of(word.key)
        if root not in names.roots:
            return meanings(word)
    return tuple(dict.fromkeys((names.roots.get(root, root), *names.weak_roots.get(root, ()))))


def names_a_father(word: NameWord) -> bool:
    """Tell whether *word* has the ending of a patronymic and a known name before it (Рабинович has none)."""
    root = patronymic_root(word.key)
    return root is not None and (root in given_names().roots or root in given_names().weak_roots)

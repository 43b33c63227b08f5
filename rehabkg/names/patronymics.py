"""Patronymics: the father's name in them, whatever form and gender they have.

Осипович, Йосифівна, Iosifowitsch and Юзеф оглы all lead to the code of Осип in `lexicon/given-names.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    frozenset({"ogli", "oglu", "ugli", "uli", "ulu", "ogla"}),
    frozenset({"kizi", "gizi", "kiz"}),
)
# Words before a father's name, as printed: small and without signs.
_CHILD = frozenset({"сын", "дочь", "syn", "corka", "sohn", "tochter"})
# The father's name in the genitive, in the letters of keys: Lithuanian Antano, Jurgio, Pauliaus, Polish Antoniego.
_GENITIVES = (("aus", ("us",)), ("io", ("is", "ius")), ("o", ("as",)), ("ego", ("i",)))
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

    A word without an ending is the father's name itself (`Гасан` before `оглы`), maybe in the genitive (`Antano`).
    """
    names = given_names()
    root = patronymic_root(word.key)
    if root is None:
        own = canonical(word)
        if own and names.sexes[own] == "male":
            return meanings(word)
        if nominative := _nominative(word.key):
            return (nominative,)
        root = root_of(word.key)
        if root not in names.roots:
            return meanings(word)
    return tuple(dict.fromkeys((names.roots.get(root, root), *names.weak_roots.get(root, ()))))


def _nominative(key: str) -> str | None:
    """Return the code of the male name that stands in the genitive, or `None` where the table has none.

    >>> _nominative("antano") == _nominative("antonego") == "anton"
    True
    """
    names = given_names()
    for genitive, endings in _GENITIVES:
        if key.endswith(genitive):
            for ending in endings:
                code = names.strong.get(key[: -len(genitive)] + ending)
                if code is not None and names.sexes[code] == "male":
                    return code
    return None


def without_child(words: Sequence[NameWord]) -> Sequence[NameWord]:
    """Return *words* without a first one that says whose child it is: `syn Józefa`, `s. Józefa`."""
    first, *rest = words
    told = first.letters in _CHILD or (len(first.letters) == 1 and rest and len(rest[0].letters) > 1)
    return rest if rest and told else words


def names_a_father(word: NameWord) -> bool:
    """Tell whether *word* has the ending of a patronymic and a known name before it (Рабинович has none)."""
    root = patronymic_root(word.key)
    return root is not None and (root in given_names().roots or root in given_names().weak_roots)

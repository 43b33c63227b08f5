"""Towns that were renamed: the key under which all names of one town are compared (`lexicon/renamed-towns.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rehabkg.lexicon import read_lexicon
from rehabkg.names.keys import name_words


def place_key(name: str) -> str | None:
    """Return the words of a place as one key, so that two spellings and two scripts meet; None where it has none.

    >>> place_key("Калинин") == place_key("Тверь") == place_key("Tver")
    True
    """
    key = _key(name)
    return _renamed().get(key, key) or None


@cache
def _renamed() -> Mapping[str, str]:
    keys: dict[str, str] = {}
    for row in read_lexicon("renamed-towns"):
        names = [_key(name) for name in row["names"].split("|")]
        keys |= dict.fromkeys(names, names[0])
    return MappingProxyType(keys)


def _key(name: str) -> str:
    return "".join(word.key for word in name_words(name))

"""Cyrillic to Latin by named schemes, through the library iuliia.

ISO 9:1995 (GOST 7.79 system A) is one letter for one letter and can be turned back; BGN/PCGN 1947 is what
maps and passports of the time use; ALA-LC is what library catalogues use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from types import MappingProxyType
from typing import Protocol

SCHEMES = ("iso-9", "bgn-pcgn", "ala-lc")
# iuliia 0.13 writes the Cyrillic letters U+0451 and U+0401 where all three schemes have the Latin ones.
_LEFT_CYRILLIC = str.maketrans({"\u0451": "\u00eb", "\u0401": "\u00cb"})
_IULIIA = MappingProxyType({"iso-9": "GOST_779", "bgn-pcgn": "BGN_PCGN", "ala-lc": "ALA_LC"})


# A word of capitals, so that Щ in it is written SHCH; an initial alone stays Shch.
_CAPITALS = re.compile(r"\b[А-ЯЁ]{2,}\b")


class _Schema(Protocol):
    def translate(self, source: str) -> str: ...


def transliterate(text: str, scheme: str) -> str:
    """Return *text* with its Cyrillic letters in the Latin ones of *scheme*, a code of `SCHEMES`.

    Letters that Russian does not have stay. Raises `KeyError` for an unknown scheme.

    >>> transliterate("Хрущёв", "iso-9")
    'Hruŝëv'
    """
    composed = unicodedata.normalize("NFC", text)
    cased = _CAPITALS.sub(lambda word: _latin(word[0], scheme).upper(), composed)
    return unicodedata.normalize("NFC", _latin(cased, scheme))


def _latin(text: str, scheme: str) -> str:
    return _schema(scheme).translate(text).translate(_LEFT_CYRILLIC)


@cache
def _schema(scheme: str) -> _Schema:
    import iuliia

    schema: _Schema = getattr(iuliia, _IULIIA[scheme])
    return schema

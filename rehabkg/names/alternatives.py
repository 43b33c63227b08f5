"""The several names that one cell tells: Шишакова (Рен), Иванов он же Петров, Kowalska z d. Nowak."""

from __future__ import annotations

import re
import unicodedata

# Words that part one name from another or say what kind of name follows, in Russian, Polish, German, French, English.
# Small letters and dots are asked for, as Или, Фамин, Настасья, Born and Ур are names.
_WORDS = (
    r"\b[Оо](?:н|на|не)[\s-]+же\b|\bили\b|\bтакже\b"
    r"|\bпо\s+(?:\w+\s+)?(?:мужу|отцу|матери|паспорту|документам)\b"
    r"|\b(?:урожд|ур|дев|наст|фам|псевд|прозв|бывш)\."
    r"|\b(?:урожд[её]нн(?:ая|ый)|девичья|настоящ(?:ая|ее)|фамили[яи]|псевдоним|прозвище|бывш(?:ая|ий)|кличка)\b"
    r"|\b(?:alias|vel|recte|née|nee|a\.?k\.?a)\b\.?|\b(?:geb|zd|z\s+d)\."
)
_BETWEEN_NAMES = re.compile(rf"[;/=]|{_WORDS}")
_BETWEEN_PARTS = re.compile(rf"[(),\[\];/=]|{_WORDS}")
# Stress, which books of reference mark; a letter with such a sign of its own is one letter after NFC.
_STRESS = str.maketrans({"\u0300": "", "\u0301": ""})
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")


def alternatives(cell: str) -> list[str]:
    """Return what a cell of one part tells: the first is the part, the rest are others; blank ones are left out.

    >>> alternatives("Шишакова (урожд. Рен), она же Ван-Дин")
    ['Шишакова', 'Рен', 'Ван-Дин']
    """
    # Most cells are one word.
    return [cell] if cell.isalpha() else _told(_BETWEEN_PARTS.split(_unstressed(cell)))


def whole_names(text: str) -> list[str]:
    """Return the whole names of a text, in which a comma is none between names; those in brackets come last.

    >>> whole_names("Шишакова (Рен) Мария, она же Иванова Анна")
    ['Шишакова Мария', 'Иванова Анна', 'Рен']
    """
    plain = _unstressed(text)
    outside = _BRACKETS.sub(" ", plain)
    within = [part for found in _BRACKETS.findall(plain) for part in _BETWEEN_PARTS.split(found)]
    return _told([*_BETWEEN_NAMES.split(outside), *within])


def _unstressed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_STRESS)


def _told(parts: list[str]) -> list[str]:
    stripped = (" ".join(part.split()).strip(" ,") for part in parts)
    return [part for part in stripped if any(map(str.isalpha, part))]

"""Which words of a name are those that were asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rehabkg.names.keys import NameWord, name_words, rough
from rehabkg.search.matching import alike

_WORD = re.compile(r"[\w\u0300-\u036f'’ʹʺ]+")
# A word as like as this to one that was asked is taken for it; a slip in six letters leaves five alike.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a name as it stands there; `marked` where it answers what was asked."""

    text: str
    marked: bool


def pieces(name: str, asked: Sequence[NameWord]) -> tuple[Piece, ...]:
    """Return *name* cut into pieces that give it again when put together.

    >>> pieces("Выдумов Пётр", name_words("vydumov"))
    (Piece(text='Выдумов', marked=True), Piece(text=' Пётр', marked=False))
    """
    found: list[Piece] = []
    end = 0
    for match in _WORD.finditer(name):
        if any(_fits(word, other) for other in name_words(match[0]) for word in asked):
            if match.start() > end:
                found.append(Piece(name[end : match.start()], marked=False))
            found.append(Piece(match[0], marked=True))
            end = match.end()
    if end < len(name):
        found.append(Piece(name[end:], marked=False))
    return tuple(found)


def _fits(asked: NameWord, told: NameWord) -> bool:
    if asked.key in told.key or rough(asked.key) == rough(told.key):
        return len(asked.key) > 1 or told.key.startswith(asked.key)
    return told.key in asked.usages() or alike(asked, told) >= _ALIKE

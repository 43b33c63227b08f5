"""Find the phrases of a table of `lexicon/` in a text.

A phrase is written in lower case: `*` at the end of a word stands for any ending (`расстрел*`), a word `*` for any
one word; between two words any spaces, dots, commas, strokes and hyphens may stand or none (`лиш св*` finds
`лиш. св.` and `лиш.св.`); a dot or a stroke inside a phrase must be there (`л/с`). ё counts as е.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rehabkg.lexicon import LexiconRow, read_lexicon

_BETWEEN = r"[\s.,/\-–]*"
_LETTERS = r"[а-яіa-z]"
_TOKEN = re.compile(r"\*|\s+|[./]|[^\s*./]+")


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A phrase that stands at `start` to `end` of a text, and the code that its table gives it."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """The phrases of one table, as one pattern: where two begin at one place, the one of more letters is taken."""

    pattern: re.Pattern[str]
    codes: Sequence[str]

    def found(self, text: str) -> Iterator[FoundPhrase]:
        """Yield the phrases that stand in *text*, a text in `folded` form, in their order."""
        for match in self.pattern.finditer(text):
            yield FoundPhrase(match.start(), match.end(), self.codes[(match.lastindex or 1) - 1])

    def codes_in(self, text: str) -> tuple[str, ...]:
        """Return the codes of the phrases of *text*, each once, in the order of the text."""
        return tuple(dict.fromkeys(phrase.code for phrase in self.found(text)))


def folded(text: str) -> str:
    """Return *text* in lower case with е for ё; its letters keep their places.

    >>> folded("Осуждён")
    'осужден'
    """
    return text.lower().replace("ё", "е")


@cache
def phrase_table(name: str, column: str) -> PhraseTable:
    """Return the phrases in column `words` of the table *name*, with the codes of its column *column*."""
    return table_of(read_lexicon(name), column)


def table_of(rows: Sequence[LexiconRow], column: str) -> PhraseTable:
    """Return the phrases in column `words` of *rows*, with the codes of their column *column*.

    Phrases of one first letter stand behind one look ahead for it, which spares trying all of them at each word: a
    twelfth of the time. The longest of a letter stands first, as the longest of all would.
    """
    groups: dict[str, list[LexiconRow]] = {}
    for row in sorted(rows, key=lambda row: -len(row["words"])):
        # A phrase that begins with any word, `*`, has no first letter to look for.
        groups.setdefault(folded(row["words"])[:1].strip("*"), []).append(row)
    pattern = "|".join(
        f"(?={re.escape(letter)})(?:" + "|".join(f"({phrase_pattern(row['words'])})" for row in group) + ")"
        for letter, group in groups.items()
    )
    codes = tuple(row[column] for group in groups.values() for row in group)
    return PhraseTable(re.compile(rf"(?<!{_LETTERS})(?:{pattern})"), codes)


def phrase_pattern(words: str) -> str:
    """Return the regular expression of one phrase.

    >>> bool(re.fullmatch(phrase_pattern("лиш св*"), "лиш. свободы"))
    True
    """
    pieces = []
    open_word = False
    for piece in _TOKEN.findall(folded(words)):
        if piece == "*":
            pieces.append(rf"{_LETTERS}*" if open_word else rf"{_LETTERS}+")
            open_word = False
        elif piece.isspace():
            pieces.append(_BETWEEN)
            open_word = False
        elif piece in "./":
            pieces.append(rf"{re.escape(piece)}\s*")
            open_word = False
        else:
            pieces.append(re.escape(piece))
            open_word = True
    if open_word:
        pieces.append(rf"(?!{_LETTERS})")
    return "".join(pieces)

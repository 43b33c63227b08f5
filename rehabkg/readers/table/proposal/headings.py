"""Match the headings of a table with fields, by the table `headings` of the lexicon and by likeness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from rehabkg.lexicon import read_lexicon
from rehabkg.names import transliterate
from rehabkg.readers.table.row import Row
from rehabkg.readers.table.target import MOST_CASES
from rehabkg.records.fields import CASE_FIELDS

NUMBER = "number"
# Heading, field, and what must stand beside it.
_LexiconRow = tuple[str, str, str]
_CASE = "case."
# Two headings of the lexicon that mean different things, "birth date" and "death date", are alike by 80.
_LEAST_LIKENESS = 86
_SHORTEST_ALIKE = 4
_SCHEMES = ("bgn-pcgn", "ala-lc")
_SIGNS = re.compile(r"[^\w№]+|_")
_HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_NUMBERED = re.compile(r"(.*\D) ?([1-9][0-9]?)")
# A first row of such cells holds data, not headings.
_DATA = re.compile(r"[0-9][0-9 .,:/_-]*")
_ROWS_TO_SEARCH = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What a heading can mean: `field` is a target without the number of its case, `number` or `body`.

    `case` is the number that stands in the heading, None where there is none. `likeness` is 100 for a heading of the
    lexicon. `beside` is a field that another column must have, or with `!` before it, must not have.
    """

    field: str
    case: int | None
    likeness: float
    known: str
    beside: str

    @property
    def target(self) -> str:
        """The target as a mapping writes it; a case without a number is the first."""
        return (
            f"{_CASE}{self.case or 1}.{self.field.removeprefix(_CASE)}" if self.field.startswith(_CASE) else self.field
        )


def readings(heading: str) -> list[Reading]:
    """Return what *heading* can mean, the likeliest first; nothing where it is like no heading of the lexicon."""
    wanted = key(heading)
    if wanted in _index():
        return _exact(wanted, None)
    numbered = _NUMBERED.fullmatch(wanted)
    if numbered and int(numbered[2]) <= MOST_CASES:
        name, case = numbered[1].strip(), int(numbered[2])
        found = [reading for reading in _exact(name, case) or _near(name, case) if reading.field.startswith(_CASE)]
        if found:
            return found
    return _near(wanted, None)


def heading_row(rows: Sequence[Row]) -> tuple[int | None, str]:
    """Return which of the first *rows* holds the headings and why; None where the first one holds data already."""
    known = [sum(bool(readings(cell)) for cell in row.cells if cell.strip()) for row in rows[:_ROWS_TO_SEARCH]]
    best = max(range(len(known)), key=lambda place: (known[place], -place))
    filled = sum(bool(cell.strip()) for cell in rows[best].cells)
    # A row of data may hold a word that is a heading elsewhere: "расстрел".
    if known[best] and (best == 0 or 2 <= known[best] >= filled / 2):
        return best, f"{known[best]} of its {filled} headings are known"
    first = [cell.strip() for cell in rows[0].cells if cell.strip()]
    if any(_DATA.fullmatch(cell) for cell in first) or len(set(first)) < len(first):
        return None, "the first row is like the rows below it"
    return 0, "the first row, though no heading in it is known"


def key(heading: str) -> str:
    """Return *heading* as headings are compared: small letters, no signs, ё as е, `birthDate` in two words.

    >>> key("Реабилитирован(а)"), key("birthDate"), key("Ф.И.О.")
    ('реабилитирован а', 'birth date', 'ф и о')
    """
    plain = unicodedata.normalize("NFC", heading).replace("№", " № ")
    parted = _HUMP.sub(" ", plain).casefold().replace("ё", "е")
    return " ".join(_SIGNS.sub(" ", parted).split())


def _exact(name: str, case: int | None) -> list[Reading]:
    return [_reading(row, case, 100) for row in _index().get(name, ())]


def _near(name: str, case: int | None) -> list[Reading]:
    if len(name) < _SHORTEST_ALIKE:
        return []
    index = _index()
    near = process.extract(name, index.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=_LEAST_LIKENESS)
    return [_reading(row, case, likeness) for found, likeness, _ in near for row in index[found]]


def _reading(row: _LexiconRow, case: int | None, likeness: float) -> Reading:
    heading, field, beside = row
    if case is not None and field in CASE_FIELDS:
        # "Дата реабилитации 2" is that of the second case.
        field = _CASE + field
    return Reading(field, case, likeness, heading, beside)


@cache
def _index() -> dict[str, Collection[_LexiconRow]]:
    """Return the rows of the lexicon by the key of their heading, the Russian ones by their transliterations too."""
    index: dict[str, dict[tuple[str, str], _LexiconRow]] = {}
    for row in read_lexicon("headings"):
        heading = row["heading"]
        keys = {key(heading)}
        if not heading.isascii():
            keys |= {_latin(heading, scheme) for scheme in _SCHEMES}
        for name in keys - {""}:
            index.setdefault(name, {})[row["field"], row["beside"]] = (heading, row["field"], row["beside"])
    return {name: list(rows.values()) for name, rows in index.items()}


def _latin(heading: str, scheme: str) -> str:
    """Return *heading* as an archive writes it in Latin letters: without the marks that a scheme has for ь or й."""
    marked = unicodedata.normalize("NFD", transliterate(heading, scheme).replace("ʹ", "").replace("ʺ", ""))
    return key("".join(letter for letter in marked if letter.isascii() and letter not in "'’"))

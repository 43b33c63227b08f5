"""Recognise the class of an occupation by `lexicon/occupations.csv` (classes) and `occupation-words.csv` (words)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rehabkg.errors import SourceError
from rehabkg.lexicon.forms import Forms
from rehabkg.lexicon.reader import read_lexicon
from rehabkg.lexicon.spelling import folded

_REMEMBERED = 50_000
_LONGEST = 300
_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*")
# The name of a collective farm or a works names nobody's occupation: артель "Красный плотник".
_QUOTED = re.compile(r"[\"«„“][^\"»”“]*[\"»”“]?")
_WEIGHTS = ("", "weak", "skip", "kin")


@dataclass(frozen=True, slots=True)
class _Word:
    occupation: str
    weight: str


@lru_cache(maxsize=_REMEMBERED)
def occupation_of(text: str | None) -> str | None:
    """Return the code of the class of the occupation that *text* names first, None where it names none that is known.

    The first word that names an occupation is the head of a Russian description (бухгалтер завода); a weak word
    (колхоз, мастер) decides only where no other does. What is said of kin (сын священника) is not of the person.

    >>> occupation_of("пом. бухгалтера МТС"), occupation_of("Член к-за им. Буденного"), occupation_of("сын священника")
    ('clerks', 'kolkhoz-members', None)
    """
    if not text or len(text) > _LONGEST:
        return None
    words = [folded(word) for word in _WORD.findall(_QUOTED.sub(" ", text))]
    weak: str | None = None
    at = 0
    while at < len(words):
        taken, found = _at(words, at)
        if found is not None and found.weight == "kin":
            return None
        if found is not None and found.weight == "":
            return found.occupation
        if found is not None and found.weight == "weak" and weak is None:
            weak = found.occupation
        at += taken
    return weak


def _at(words: list[str], at: int) -> tuple[int, _Word | None]:
    phrase = _words().phrase(words, at)
    if phrase is not None:
        return phrase
    found = _words().word(words[at])
    if found is None and "-" in words[at]:  # a compound is what its first part is: слесарь-инструментальщик
        found = _words().word(words[at].partition("-")[0])
    return 1, found


@cache
def _words() -> Forms[_Word]:
    classes = {row["code"] for row in read_lexicon("occupations")}
    words: Forms[_Word] = Forms()
    for number, row in enumerate(read_lexicon("occupation-words"), start=2):
        if row["weight"] not in _WEIGHTS or (row["occupation"] not in classes and row["weight"] not in ("skip", "kin")):
            raise SourceError("lexicon/occupation-words.csv", number, f"{row['form']!r} has no known class and weight")
        words.add(folded(row["form"]), _Word(row["occupation"], row["weight"]))
    return words

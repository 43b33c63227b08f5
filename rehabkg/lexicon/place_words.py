"""The words that say what kind of place a name is of, read from `lexicon/place-words.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rehabkg.errors import SourceError
from rehabkg.lexicon.forms import Forms
from rehabkg.lexicon.reader import read_lexicon
from rehabkg.lexicon.spelling import folded

# A word stands after its adjective (Абанский р-н) or before its name (с. Ключи); a street or a house starts an
# address; a word to skip tells nothing of the place.
STANDS = ("after", "before", "street", "house", "skip")


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A word of kind *kind*; `gender` (m, f, n) is that of the noun, `ru` its full form, `stands` one of `STANDS`."""

    kind: str
    stands: str
    gender: str
    ru: str


@cache
def place_words() -> Forms[PlaceWord]:
    """Return the words of places by form. Raises `SourceError` for a row that cannot be."""
    words: Forms[PlaceWord] = Forms()
    for number, row in enumerate(read_lexicon("place-words"), start=2):
        if row["stands"] not in STANDS:
            raise SourceError("lexicon/place-words.csv", number, f"column 'stands': {row['stands']!r} is none")
        words.add(folded(row["form"]), PlaceWord(row["kind"], row["stands"], row["gender"], row["ru"]))
    return words

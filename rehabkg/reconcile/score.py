"""How well a candidate answers a query: features from 0 to 1, their sum as a score, and whether it is a safe match.

Pure functions. A feature of 0.5 says that nothing is known of it, so that silence neither helps nor harms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rehabkg.dates import parse_edtf
from rehabkg.errors import DateError
from rehabkg.names.keys import NameWord, name_words
from rehabkg.search.matching import alike, likeness

UNKNOWN = 0.5
NAME, KEYS, COVERED, PATRONYMIC, BIRTH_YEAR, BIRTH_PLACE, NATIONALITY = (
    "name", "name_keys", "name_covered", "patronymic", "birth_year", "birth_place", "nationality",
)  # fmt: skip
_OF_NAME = (NAME, KEYS, COVERED)
# Whether keys are the same counts in no sum: the likeness of the name has it already.
_WEIGHTS = {NAME: 6.0, KEYS: 0.0, COVERED: 1.0, PATRONYMIC: 2.0, BIRTH_YEAR: 2.5, BIRTH_PLACE: 1.0, NATIONALITY: 0.5}
# A match is told only where the best stands so high, and so far above the next.
SAFE_SCORE, SAFE_DISTANCE = 88.0, 8.0
_SAFE_NAME, _WHOLE_NAME = 0.97, 3
# Transliterations of one name are at least so like.
_SAFE_TRANSLITERATION = 0.85
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
# Lists print the age at arrest or trial, and a year is copied wrong: by so many years, so much is left.
_YEARS_OFF = {0: 1.0, 1: 0.7, 2: 0.4}
_SAME_WORD = 0.85


@dataclass(frozen=True, slots=True)
class Scored:
    """The features of a candidate, and their sum from 0 to 100."""

    features: Mapping[str, float]

    @property
    def score(self) -> float:
        """The weighted mean of the features, times 100."""
        total = sum(_WEIGHTS[name] for name in self.features)
        return round(100 * sum(_WEIGHTS[name] * value for name, value in self.features.items()) / total, 2)

    @property
    def is_contradicted(self) -> bool:
        """Whether something that was asked is known to be otherwise."""
        return any(value < UNKNOWN for name, value in self.features.items() if name not in _OF_NAME)


def name_features(asked: Sequence[NameWord], names: Sequence[str]) -> dict[str, float]:
    """Return the features of a name: how like it is, and what parts of the question and of the name meet.

    The likest of *names* is taken. `name_keys` is the part of the words asked that have the same key there, so that
    transliterations fall together and slips do not; `name_covered` is the part of the name's words that were asked.
    """
    best = max(names, key=lambda name: (likeness(list(asked), name), -len(name)), default="")
    told = name_words(best)
    if not asked or not told:
        return {NAME: 0.0, KEYS: 0.0, COVERED: 0.0}
    met = sum(any(alike(word, other) >= _SAME_WORD for word in asked) for other in told)
    keys = {word.key for word in told}
    same = sum(word.key in keys for word in asked)
    like = round(likeness(list(asked), best), 4)
    return {NAME: like, KEYS: round(same / len(asked), 4), COVERED: round(met / len(told), 4)}


def patronymic_feature(asked: str, told: Sequence[str]) -> float:
    """Return whether patronymics agree; an initial agrees with what begins so, and says less.

    >>> patronymic_feature("Nebylovich", ["Небылович"]), patronymic_feature("Н.", ["Небылович"])
    (1.0, 0.8)
    """
    wanted = name_words(asked)[:1]
    found = [word for text in told for word in name_words(text)[:1]]
    if not wanted or not found:
        return UNKNOWN
    word = wanted[0]
    if len(word.letters) <= 2 or any(len(other.letters) <= 2 for other in found):
        return 0.8 if any(other.key[:1] == word.key[:1] for other in found) else 0.0
    best = max(alike(word, other) for other in found)
    return 1.0 if best >= _SAME_WORD else round(best / 2, 4) if best >= 0.6 else 0.0


def birth_year_feature(asked: str, told: Sequence[str]) -> float:
    """Return whether years of birth agree; *told* are dates in EDTF, which may be rough.

    >>> birth_year_feature("1890", ["1890-05"]), birth_year_feature("род. 1891", ["1890"])
    (1.0, 0.7)
    """
    match = YEAR.search(asked)
    bounds = [found for text in told if (found := _bounds(text)) is not None]
    if match is None or not bounds:
        return UNKNOWN
    year = int(match[1])
    off = min(max(first - year, year - last, 0) for first, last in bounds)
    return _YEARS_OFF.get(off, 0.0)


def words_feature(asked: str, told: Sequence[str]) -> float:
    """Return what part of the words of *asked* the best of *told* has: of a place or a people."""
    wanted = [word for word in name_words(asked[:200])[:12] if len(word.letters) > 2]
    texts = [name_words(text[:400]) for text in told]
    if not wanted or not any(texts):
        return UNKNOWN
    shares = [
        sum(any(alike(word, other) >= _SAME_WORD for other in text) for word in wanted) / len(wanted) for text in texts
    ]
    return round(max(shares), 4)


def is_safe(best: Scored, second: Scored | None, *, words: int, is_person: bool) -> bool:
    """Whether the best candidate may be taken without a person looking.

    It must stand alone, high and uncontradicted, its name the same, or another transliteration where the year of birth
    agrees. A person's name must be whole, in three words or more, or the year must agree as well: namesakes are many.
    """
    features = best.features
    agrees = features.get(BIRTH_YEAR) == 1.0
    wanted = _SAFE_TRANSLITERATION if agrees else _SAFE_NAME
    # A word with another key is a slip, or another name.
    if features[KEYS] < 1.0 or features[NAME] < wanted or best.score < SAFE_SCORE or best.is_contradicted:
        return False
    if second is not None and best.score - second.score < SAFE_DISTANCE:
        return False
    if not is_person:
        return features[COVERED] >= _SAFE_NAME
    return (features[COVERED] >= _SAFE_NAME and words >= _WHOLE_NAME) or (agrees and words >= _WHOLE_NAME - 1)


def _bounds(edtf: str) -> tuple[int, int] | None:
    try:
        dating = parse_edtf(edtf)
    except DateError:
        return None
    if dating.earliest is None or dating.latest is None:
        return None
    return dating.earliest.year, dating.latest.year

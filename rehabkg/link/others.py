"""Who else a likely pair may be than one person: strangers, kin, namesakes; and what it weighs against all of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

# Two people chosen at random are not the only other reading of a likely pair: kin share surname, patronymic, village,
# day of arrest and sentence, and were listed together. What tells a person from their kin is the given name and the
# year of birth, so a pair weighs no more than these do against kin: bits of log2(m / share among kin), by the place of
# the level in its comparison. A pair of kin is met more often than two records of one person, hence `_KIN_BEFORE`.
_KIN_BEFORE = -1.0
_AGAINST_KIN: Mapping[str, tuple[float, ...]] = {
    "surname": (0.0, 6.5, 0.0, 0.0, 0.0),
    "given": (0.0, 6.5, 6.0, 3.0, 4.0, 3.5, 3.0, -5.7),
    "birth": (8.0, 4.5, 2.0, 1.5, 1.0, -0.5, -2.5, -7.0),
    "sex": (1.0, -8.0),
    # Namesakes of one year stand in one book more often than one person does; with a day and a place it is a mistake.
    "book": (-8.0, 0.0),
}
# At other levels of the names nothing speaks for kin, or for namesakes.
NO_OTHERS = 1_000.0
_BITS_TOLD = 1_000.0

# Nor are namesakes met only as often as their names would meet by chance: names go by village, faith and year. So what
# the names say is not counted twice: a pair of one name weighs no more than all else can tell it from namesakes. The
# share of places, cases and deaths that namesakes have in common was counted on invented ones, whom `bench.pairs`
# plants; `_NAMESAKES_BEFORE` is how many times likelier two records of one name and age are one person than two.
_NAMESAKES_BEFORE = 4.5
_AGAINST_NAMESAKES: Mapping[str, tuple[float, ...]] = {
    "birth": (8.0, 2.5, -1.0, 0.5, -2.0, -4.0, -6.0, -8.0),
    "birth_place": (9.0, 7.0, 6.0, 4.0, 5.0, 2.0, 0.5, 0.0, -3.0),
    "proceedings": (12.0, 9.0, 9.0, 8.0, 5.0, 4.0, 0.5, -3.5),
    "death": (9.0, 2.0, 1.0, 0.5, -4.0),
    "rehabilitation": (8.0, -2.5),
    "people": (0.5, -3.0),
    "charge": (2.0, 1.0, 1.0, -1.5),
    "residence": (9.0, 1.5, 0.0, -2.0),
    "occupation": (1.5, -1.5),
    "file_number": (10.0, -2.0),
    "sex": (0.0, -8.0),
    "book": (-8.0, 0.0),
}


def probability_of(weight: float) -> float:
    """Return the probability of a match that weighs *weight* bits in all.

    >>> probability_of(0.0), round(probability_of(6.0), 3)
    (0.5, 0.985)
    """
    return 1 / (1 + 2**-weight) if weight > -_BITS_TOLD else 0.0


def shown_probability(probability: float) -> str:
    """Return a probability as people read it: no score is quite sure.

    >>> shown_probability(0.9999), shown_probability(0.5)
    ('> 0.999', '0.500')
    """
    if 0.001 <= probability <= 0.999:
        return f"{probability:.3f}"
    return "> 0.999" if probability > 0.999 else "< 0.001"


def bits_of(probability: float) -> float:
    """Return what a pair of this probability weighs, in bits.

    >>> bits_of(0.5)
    0.0
    """
    return math.log2(probability / (1 - probability))


def kin_sql() -> str:
    """Return an expression for what a pair weighs against kin, by columns `level_*`."""
    before = f"CASE WHEN level_surname NOT IN (0, 1, 2, 3, 4) THEN {NO_OTHERS} ELSE {_KIN_BEFORE} END"
    return _against(before, _AGAINST_KIN)


def namesakes_sql() -> str:
    """Return an expression for what a pair weighs against namesakes, by columns `level_*`."""
    before = (
        f"CASE WHEN level_surname NOT IN (0, 1, 2) OR level_given NOT IN (0, 1, 2, 3) THEN {NO_OTHERS}"
        f" ELSE {_NAMESAKES_BEFORE} END"
    )
    return _against(before, _AGAINST_NAMESAKES)


def weight_of(bits: float, against_kin: float, against_namesakes: float) -> float:
    """Return what a pair weighs in all: the odds of one person against strangers, kin and namesakes together.

    >>> round(weight_of(20.0, 8.0, 12.0), 2), weight_of(5.0, 1000.0, 1000.0)
    (7.91, 5.0)
    """
    return -math.log2(2**-bits + 2**-against_kin + 2**-against_namesakes)


def weight_sql(bits: str) -> str:
    """Return an expression for `weight_of`, by columns `level_*` and the one of *bits*."""
    return f"-log2(pow(2, -{bits}) + pow(2, -({kin_sql()})) + pow(2, -({namesakes_sql()})))"


def _against(before: str, others: Mapping[str, Sequence[float]]) -> str:
    parts = [before]
    for name, bits in others.items():
        cases = " ".join(f"WHEN {place} THEN {weight}" for place, weight in enumerate(bits))
        parts.append(f"CASE level_{name} {cases} ELSE 0 END")
    return " + ".join(parts)

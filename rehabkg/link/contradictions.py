"""Decisions that cannot all hold: a same b, b same c, a different c; one thing the same as two items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rehabkg.link.decision import DIFFERENT, ITEM_FORM, SAME, Decision


@dataclass(frozen=True, slots=True)
class Contradiction:
    """*chain* leads from one thing to the next by `same`; its ends are said to be different, or are two items."""

    chain: tuple[str, ...]
    different: Decision | None = None

    def __str__(self) -> str:
        chain = " = ".join(self.chain)
        if self.different is None:
            return f"{chain}: two items of Wikidata for one thing; decide one of these pairs anew"
        first, last = self.chain[0], self.chain[-1]
        said = f"{self.different.who}, {self.different.when}"
        return f"{chain}, yet {first} and {last} are different ({said}); decide one of these pairs anew"


def contradictions(in_force: Iterable[Decision]) -> Iterator[Contradiction]:
    """Yield what cannot all hold among decisions, one a pair, in the order of the pairs."""
    decisions = list(in_force)
    same = _Same(one.pair for one in decisions if one.decision == SAME)
    for one in decisions:
        left, right = one.pair
        if one.decision == DIFFERENT and same.are_one(left, right):
            yield Contradiction(same.chain(left, right), one)
    for first, other in same.items():
        yield Contradiction(same.chain(first, other))


class _Same:
    """Things and what each is the same as, by whatever chain."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._beside: dict[str, list[str]] = {}
        for left, right in pairs:
            self._beside.setdefault(left, []).append(right)
            self._beside.setdefault(right, []).append(left)
        self._whole: dict[str, str] = {}
        for start in sorted(self._beside):
            waiting = [] if start in self._whole else [start]
            while waiting:
                thing = waiting.pop()
                if thing not in self._whole:
                    self._whole[thing] = start
                    waiting += self._beside[thing]

    def are_one(self, left: str, right: str) -> bool:
        return left in self._whole and self._whole[left] == self._whole.get(right)

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield the first item of each whole with each other item of it."""
        first: dict[str, str] = {}
        for thing in sorted(filter(ITEM_FORM.fullmatch, self._beside)):
            if first.setdefault(self._whole[thing], thing) != thing:
                yield first[self._whole[thing]], thing

    def chain(self, start: str, end: str) -> tuple[str, ...]:
        """Return the shortest chain from one thing to another of the same whole."""
        before = {start: start}
        level = [start]
        while end not in before:
            nearer, level = level, []
            for thing in nearer:
                fresh = [other for other in self._beside[thing] if other not in before]
                before.update(dict.fromkeys(fresh, thing))
                level += fresh
        chain = [end]
        while chain[-1] != start:
            chain.append(before[chain[-1]])
        return tuple(reversed(chain))

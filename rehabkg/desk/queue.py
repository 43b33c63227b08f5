"""What waits and what is decided, as the two tables stand now: runs and other people write into them meanwhile."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from rehabkg.link.decision import KINDS, Decision, Pair, pair_of
from rehabkg.link.decisions import FILE, Decisions, append
from rehabkg.link.lines import LONGEST_LINE, read_lines
from rehabkg.link.review import COLUMNS, Candidate, candidate_of
from rehabkg.link.review import FILE as REVIEW

_State = tuple[int, int, int] | None


@dataclass(slots=True)
class _Index:
    """Where in the table of candidates each row begins, what it is of, and which pair stands where."""

    offsets: array[int] = field(default_factory=lambda: array("Q"))
    kinds: list[str] = field(default_factory=list)
    positions: dict[Pair, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate and its place among all, from 0 on."""

    position: int
    candidate: Candidate


class Queue:
    """The tables in one folder; each method first looks whether they have changed. Its methods raise `RehabkgError`."""

    def __init__(self, links: Path) -> None:
        self._review, self._decided = links / REVIEW, links / FILE
        self._lock = Lock()
        self._states: tuple[_State, _State] = (None, None)
        self._index, self._decisions = _Index(), Decisions()
        self._closed: set[int] = set()

    def decisions(self) -> Decisions:
        """Return what is decided."""
        with self._lock:
            self._look()
            return self._decisions

    def of(self, left: str, right: str) -> Placed | None:
        """Return the candidate of a pair, decided or not, None where no run proposed it."""
        with self._lock:
            self._look()
            position = self._index.positions.get(pair_of(left, right))
            return None if position is None else self._at(position)

    def after(self, position: int, kind: str | None) -> Placed | None:
        """Return the first that waits behind a place; -1 is before the first."""
        return next(self.waiting(position + 1, kind), None)

    def waiting(self, start: int, kind: str | None) -> Iterator[Placed]:
        """Yield what waits from a place on."""
        with self._lock:
            self._look()
            index, closed = self._index, self._closed
        for position in range(max(start, 0), len(index.offsets)):
            if position not in closed and kind in (None, index.kinds[position]):
                yield self._at(position)

    def counts(self) -> Mapping[str, int]:
        """Return how many wait, by kind."""
        with self._lock:
            self._look()
            found = dict.fromkeys(KINDS, 0)
            for kind in self._index.kinds:
                found[kind] += 1
            for position in self._closed:
                found[self._index.kinds[position]] -= 1
        return {kind: count for kind, count in found.items() if count}

    def add(self, decision: Decision, rows_seen: int) -> bool:
        """Add a decision of somebody who had seen so many rows of the pair; False where there are others by now."""
        with self._lock:
            self._look()
            if len(self._decisions.history(decision.left, decision.right)) != rows_seen:
                return False
            append(self._decided, decision)
            return True

    def _at(self, position: int) -> Placed:
        with self._review.open("rb") as file:
            file.seek(self._index.offsets[position])
            return Placed(position, candidate_of(self._review, position + 2, file.readline(LONGEST_LINE + 3)))

    def _look(self) -> None:
        review, decided = _state(self._review), _state(self._decided)
        if (review, decided) == self._states:
            return
        if review != self._states[0]:
            self._index = self._indexed()
        if decided != self._states[1]:
            self._decisions = Decisions.read(self._decided)
        positions = self._index.positions
        self._closed = {positions[one.pair] for one in self._decisions.in_force() if one.pair in positions}
        self._states = review, decided

    def _indexed(self) -> _Index:
        found = _Index()
        for number, offset, content in read_lines(self._review, COLUMNS):
            candidate = candidate_of(self._review, number, content)
            found.positions[candidate.pair] = len(found.offsets)
            found.offsets.append(offset)
            found.kinds.append(candidate.kind)
        return found


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns

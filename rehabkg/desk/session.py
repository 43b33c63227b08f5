"""What one person does at the desk: their name, what they decided, and how the last of it is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Lock

from rehabkg.desk.queue import Queue
from rehabkg.link.decide import Said, row_of
from rehabkg.link.decision import UNDECIDED, Decision

UNDONE, NOTHING, CHANGED = "undone", "nothing", "changed"


class Session:
    """Adds decisions to the table and remembers those made here. *who* is the name to begin with."""

    def __init__(self, queue: Queue, who: str, today: Callable[[], date]) -> None:
        self._queue, self._today = queue, today
        self.who = who
        self._done: list[tuple[Decision, Decision | None]] = []
        self._lock = Lock()

    @property
    def last(self) -> Decision | None:
        """The last decision made here that is not undone."""
        return self._done[-1][0] if self._done else None

    def decide(self, left: str, right: str, decision: str, kind: str, who: str, why: str, *, seen: int) -> bool:
        """Decide on a pair of which *seen* rows were shown; False where somebody else decided meanwhile.

        Raises `CallError` for what no row may hold, and `RehabkgError` where the table cannot be read or written.
        """
        row = row_of(left, right, decision, kind, Said(who, why, self._today().isoformat()))
        with self._lock:
            before = self._queue.decisions().of(left, right)
            if not self._queue.add(row, seen):
                return False
            self.who = row.who
            self._done.append((row, before))
            return True

    def undo(self, left: str, right: str, why: str) -> str:
        """Take the last decision back by a row, if it is on this pair, and say what came of it.

        The pair is what it was before, or undecided. `CHANGED` where somebody decided on it since: their word stays.
        """
        with self._lock:
            if not self._done or (self._done[-1][0].left, self._done[-1][0].right) != (left, right):
                return NOTHING
            done, before = self._done.pop()
            history = self._queue.decisions().history(left, right)
            if not history or history[-1] != done:
                return CHANGED
            said = Said(done.who, why, self._today().isoformat())
            row = row_of(left, right, before.decision if before is not None else UNDECIDED, done.kind, said)
            return UNDONE if self._queue.add(row, len(history)) else CHANGED

"""What people decided on links: `decisions.csv`, to which rows are only added; the last row of a pair counts.

A decision always wins over a score, and stays when the links are made anew. Who changes their mind adds a row, and
`undecided` takes a pair back to where the model alone speaks; so the history of a pair can be read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rehabkg.errors import RehabkgError, SourceError, SourceNote, TableErrors, shorten
from rehabkg.link.contradictions import Contradiction, contradictions
from rehabkg.link.decision import COLUMNS, UNDECIDED, Decision, Pair, decision_of, pair_of
from rehabkg.link.lines import held, is_begun_header, line_of, read_lines

FILE = "decisions.csv"
# As many as a person reads; the number of the others is told.
_MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Decisions:
    """The rows of a table in their order; `notes` tell of a last line that was cut short, which is no row."""

    rows: tuple[Decision, ...] = ()
    notes: tuple[SourceNote, ...] = ()
    _by_pair: dict[Pair, list[Decision]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            self._by_pair.setdefault(row.pair, []).append(row)

    @classmethod
    def read(cls, path: Path) -> Decisions:
        """Return what the table at *path* holds, nothing where there is none.

        Raises `TableErrors` with a line for each bad row: a decision that is not read would be overruled by a score.
        A last line that a kill or a full disk cut short is a note, and the rows before it stand.
        """
        rows: list[Decision] = []
        errors: list[SourceError] = []
        notes: list[SourceNote] = []
        for number, _, content in read_lines(path, COLUMNS):
            try:
                rows.append(decision_of(path, number, content.rstrip(b"\r\n")))
            except SourceError as error:
                if content.endswith(b"\n"):
                    errors.append(error)
                else:
                    notes.append(_torn(path, number, content))
        if errors:
            raise TableErrors(_first(path, errors))
        return cls(tuple(rows), tuple(notes))

    @classmethod
    def consistent(cls, path: Path, tell: Callable[[str], None]) -> Decisions:
        """Return what the table at *path* holds, for a run that obeys it; *tell* is told of a line that was cut short.

        Raises `RehabkgError` with a line for each contradiction: whichever side a run took, it would overrule somebody.
        """
        found = cls.read(path)
        for note in found.notes:
            tell(str(note))
        if contradicting := found.contradictions():
            raise RehabkgError("\n".join(map(str, contradicting)))
        return found

    def of(self, left: str, right: str) -> Decision | None:
        """Return the decision in force on a pair, in whatever order it is named; None where nobody decided."""
        last = self.history(left, right)[-1:]
        return last[0] if last and last[0].decision != UNDECIDED else None

    def history(self, left: str, right: str) -> Sequence[Decision]:
        """Return all rows of a pair, the oldest first."""
        return self._by_pair.get(pair_of(left, right), [])

    def in_force(self) -> Iterator[Decision]:
        """Yield the decision in force on each pair, by pair."""
        for pair in sorted(self._by_pair):
            last = self._by_pair[pair][-1]
            if last.decision != UNDECIDED:
                yield last

    def contradictions(self) -> list[Contradiction]:
        """Return what cannot all hold: a same b, b same c, a different c; and one thing the same as two items."""
        return list(contradictions(self.in_force()))


def append(path: Path, *decisions: Decision) -> SourceNote | None:
    """Add rows to the table at *path*, which is made if it is not there: all of them, on the disk, or none.

    Several processes may add at once. A last line that a kill cut short is moved into a file beside the table, and
    returned as a note. Raises `SourceError` where the disk refuses; the table is then as it was.
    """
    lines = b"".join(line_of(one.cells()) for one in decisions)
    with held(path) as handle:
        note = _mend(path, handle)
        size = os.fstat(handle).st_size
        try:
            _write(handle, lines if size else line_of(COLUMNS) + lines)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    return note


def _mend(path: Path, handle: int) -> SourceNote | None:
    """Give the last line its end, or, where it is no whole row, take it out."""
    size = os.fstat(handle).st_size
    if size == 0 or os.pread(handle, 1, size - 1) == b"\n":
        return None
    if is_begun_header(os.pread(handle, size, 0), COLUMNS):
        os.ftruncate(handle, 0)
        return None
    last: tuple[int, int, bytes] | None = None
    for line in read_lines(path, COLUMNS):
        last = line
    if last is not None:
        number, offset, content = last
        try:
            decision_of(path, number, content)
        except SourceError:
            _put_aside(path.with_name(f"{path.name}.torn"), content)
            os.ftruncate(handle, offset)
            return _torn(path, number, content)
    _write(handle, b"\n")
    return None


def _put_aside(path: Path, content: bytes) -> None:
    with path.open("ab") as aside:
        aside.write(content + b"\n")
        aside.flush()
        os.fsync(aside.fileno())


def _write(handle: int, content: bytes) -> None:
    # A disk that is nearly full takes a part, and refuses the rest with an error.
    while content:
        content = content[os.write(handle, content) :]


def _torn(path: Path, number: int, content: bytes) -> SourceNote:
    shown = shorten(content.decode("utf-8", "replace"), 60)
    return SourceNote(path, number, f"the last line is cut short and no decision: {shown!r}; decide that pair again")


def _first(path: Path, errors: list[SourceError]) -> list[SourceError]:
    more = len(errors) - _MOST_TOLD
    if more <= 0:
        return errors
    return [*errors[:_MOST_TOLD], SourceError(path, None, f"{more:,} more rows cannot be read")]

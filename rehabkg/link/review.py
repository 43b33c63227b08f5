"""What waits for a person: `review.csv`, written whole by each run, without what is decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import RowError, SourceError
from rehabkg.files import write_whole
from rehabkg.link.decision import KINDS, LONGEST, Pair, pair_of
from rehabkg.link.decisions import Decisions
from rehabkg.link.lines import cells_of, held, line_of, read_lines
from rehabkg.link.others import shown_probability

FILE = "review.csv"
COLUMNS = ("left", "right", "kind", "probability", "weight", "basis", "left_shows", "right_shows")
LONGEST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that waits. `probability` is from 0 to 1, `weight` in bits; `basis` are codes of the scheme match-basis.

    `left_shows` and `right_shows` say in a line who or what the two are.
    """

    left: str
    right: str
    kind: str
    probability: float
    weight: float
    basis: tuple[str, ...] = ()
    left_shows: str = ""
    right_shows: str = ""

    @property
    def pair(self) -> Pair:
        """The two ids in one order."""
        return pair_of(self.left, self.right)

    @property
    def shown_probability(self) -> str:
        """The probability as people read it."""
        return shown_probability(self.probability)

    def line(self) -> bytes:
        """Return the row as a line of the table."""
        shown = (" ".join(text.split())[:LONGEST_SHOWN] for text in (self.left_shows, self.right_shows))
        numbers = (f"{self.probability:.6f}", f"{self.weight:.2f}")
        return line_of((self.left, self.right, self.kind, *numbers, " ".join(self.basis), *shown))


def read_review(path: Path) -> Iterator[Candidate]:
    """Yield each pair of the table at *path*, none where there is none. Raises `SourceError` at the first bad row."""
    return (candidate_of(path, number, content) for number, _, content in read_lines(path, COLUMNS))


def candidate_of(path: Path, number: int, content: bytes) -> Candidate:
    """Return what one line of the table says. Raises `SourceError` with line and column."""
    cells = cells_of(path, number, content.rstrip(b"\r\n"))
    if len(cells) != len(COLUMNS):
        raise SourceError(path, number, f"the row has {len(cells)} cells, not the {len(COLUMNS)} of the first line")
    left, right, kind, probability, weight, basis, left_shows, right_shows = cells
    for column, value in (("left", left), ("right", right)):
        if not value or len(value) > LONGEST[column]:
            raise RowError(path, number, column, value, "an id, such as omsk-book.17, p0057 or Q33391")
    if kind not in KINDS:
        raise RowError(path, number, "kind", kind, f"one of {', '.join(KINDS)}")
    return Candidate(
        left,
        right,
        kind,
        _number(path, number, "probability", probability, 0, 1),
        _number(path, number, "weight", weight, -10_000, 10_000),
        tuple(basis.split()),
        left_shows,
        right_shows,
    )


def waiting(path: Path, decisions: Decisions) -> Iterator[Candidate]:
    """Yield what still waits: a person may have decided since the run that wrote the table."""
    return (one for one in read_review(path) if decisions.of(one.left, one.right) is None)


def counts(candidates: Iterable[Candidate]) -> Mapping[str, int]:
    """Return how many pairs there are of each kind, in the order of the kinds."""
    found = Counter(one.kind for one in candidates)
    return {kind: found[kind] for kind in KINDS if found[kind]}


def write_review(
    path: Path, candidates: Iterable[Candidate], decisions: Decisions, *, kinds: Collection[str] = KINDS
) -> Mapping[str, int]:
    """Write the table anew: *candidates*, and of the former table what is of other *kinds*; return how many by kind.

    What is decided is left out, and of a pair that comes twice the more probable row stays. The likeliest come first,
    equal ones by their ids, so that the same pairs are the same bytes. All rows are held in memory as lines. Raises
    `SourceError`.
    """
    with held(path.with_name(f".{path.name}.lock")):
        # A table of which nothing is kept need not be one that can be read.
        others = set(KINDS) - set(kinds)
        kept = (one for one in read_review(path) if one.kind in others) if others else ()
        lines: dict[Pair, tuple[float, str, bytes]] = {}
        for rows in (candidates, kept):
            for one in rows:
                if decisions.of(one.left, one.right) is None:
                    # Of two that are equal the first by its bytes, whatever order they come in.
                    entry = (-round(one.probability, 6), one.kind, one.line())
                    lines[one.pair] = min(entry, lines.get(one.pair, entry))
        ordered = sorted((rank, pair, kind, line) for pair, (rank, kind, line) in lines.items())
        write_whole(path, line_of(COLUMNS) + b"".join(line for *_, line in ordered))
    found = Counter(kind for _, _, kind, _ in ordered)
    return {kind: found[kind] for kind in KINDS if found[kind]}


def _number(path: Path, line: int, column: str, text: str, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise RowError(path, line, column, text, f"a number from {least:,} to {most:,}")
    return value

"""Write two files of invented records, some of them of one person, and the truth about which.

People of the left file stand in the right one with a given share, some of them in two or three of its books. Beside
them stand people who are easily taken for them (`bench.invented.neighbours`); of these the truth says nothing, for
they are others. Memory does not grow with the rows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.invented.lives import Life, Lives
from bench.invented.neighbours import neighbours
from bench.invented.real_names import RealNames
from bench.invented.sightings import COLUMNS, Sightings, books_of
from bench.invented.weights import Weighted

LEFT, RIGHT, TRUTH, CLUSTERS = "left.csv", "right.csv", "truth.csv", "truth_clusters.csv"
_IN_HOW_MANY_BOOKS = Weighted(((1, 92), (2, 7), (3, 1)))
# A neighbour of somebody on the left stands there as well with this share.
_NEIGHBOUR_LEFT = 0.3
# Ids tell nothing of who is whose pair: the n-th record of a side gets n times its number, modulo a larger prime.
_MULTIPLIERS, _PRIME = {LEFT: 1_103_515_245, RIGHT: 1_664_525_017}, 2_147_483_647


@dataclass(slots=True)
class Wanted:
    """How much to write: records on either side, and the share of people of the left who stand in the right too."""

    left: int
    right: int
    share: float = 0.5
    errors: float = 1.0


@dataclass(slots=True)
class Written:
    """What was written."""

    left: int = 0
    right: int = 0
    pairs: int = 0
    people: int = 0


def write_pairs(folder: Path, wanted: Wanted, names: RealNames, seed: int) -> Written:
    """Write the four files into *folder*, which exists; raises ValueError where the right is smaller than the left."""
    if wanted.right < wanted.left:
        raise ValueError("the right file is the larger of the two, or as large")
    with ExitStack() as stack:
        writers = {
            name: csv.writer(
                stack.enter_context((folder / name).open("w", encoding="utf-8", newline="")), lineterminator="\n"
            )
            for name in (LEFT, RIGHT, TRUTH, CLUSTERS)
        }
        return _Writer(Lives(seed, names), wanted, writers).write()


class _Writer:
    def __init__(self, lives: Lives, wanted: Wanted, writers: dict[str, Any]) -> None:
        self._lives, self._rng, self._wanted, self._writers = lives, lives.rng, wanted, writers
        self._sightings = Sightings(lives, wanted.errors)
        self._done = Written()

    def write(self) -> Written:
        for name, heading in ((LEFT, COLUMNS), (RIGHT, COLUMNS), (TRUTH, ("left", "right")),
                              (CLUSTERS, ("record", "person"))):  # fmt: skip
            self._writers[name].writerow(heading)
        done, wanted = self._done, self._wanted
        while done.left < wanted.left or done.right < wanted.right:
            # Both files fill at their own pace, so that neither side runs out first.
            self._household(left=done.left * wanted.right <= done.right * wanted.left and done.left < wanted.left)
        return done

    def _household(self, *, left: bool) -> None:
        """Write a person and the neighbours of that person; *left* where the person stands in the left file."""
        life = self._lives.life()
        books = self._place(life, left=left)
        for each in neighbours(self._lives, life):
            side = left and self._rng.random() < _NEIGHBOUR_LEFT
            self._place(each.life, left=side, books=books if each.same_book else None)

    def _place(self, life: Life, *, left: bool, books: list[str] | None = None) -> list[str]:
        """Write the records of *life*: one on the left if it is *left*, and on the right in one to three books."""
        rng, done = self._rng, self._done
        books = books or books_of(self._lives, rng, 4)
        left = left and done.left < self._wanted.left
        right = not left or rng.random() < self._wanted.share
        done.people += 1
        mine = self._record(LEFT, life, books[0], first=True) if left else None
        for book in books[1 : 1 + _IN_HOW_MANY_BOOKS.pick(rng)] if right else ():
            if done.right == self._wanted.right:
                break
            theirs = self._record(RIGHT, life, book, first=False)
            if mine is not None:
                self._writers[TRUTH].writerow((mine, theirs))
                done.pairs += 1
        return books

    def _record(self, side: str, life: Life, book: str, *, first: bool) -> str:
        done = self._done
        if side == LEFT:
            done.left += 1
            identifier = f"l{done.left * _MULTIPLIERS[side] % _PRIME}"
        else:
            done.right += 1
            identifier = f"r{done.right * _MULTIPLIERS[side] % _PRIME}"
        cells = self._sightings.cells(life, book, first=first)
        cells["id"] = identifier
        self._writers[side].writerow(cells[column] for column in COLUMNS)
        self._writers[CLUSTERS].writerow((identifier, f"p{life.person}"))
        return identifier


def truth_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of the truth in *folder*."""
    with (folder / TRUTH).open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)
        next(rows)
        yield from ((left, right) for left, right in rows)

"""Where bars and their texts stand in a lane of a timeline: each in the first row in which it covers nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rehabkg.drawing.happenings import Dated, Happening
from rehabkg.drawing.look import TEXT
from rehabkg.drawing.placing import Box, Room
from rehabkg.drawing.svg import cut, width_of

WIDTH, EDGE = 960.0, 14.0
ROW = 24.0
# A lane of more rows is drawn as counts: a drawing of a thousand rows tells nobody anything.
MOST_ROWS = 45
_SHORTEST = 5.0
_FADE = 70.0
_LONGEST_LABEL = 540.0
_APART = 5.0
# What more dates or notes there are stands in the list beside the drawing.
_MOST_DATES, _MOST_NOTES = 8, 6
_LEAST_ROOM = 240.0
_LONGEST_READ = 400


@dataclass(frozen=True, slots=True)
class Scale:
    """From days to pixels: the first and the last day that are drawn."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Return where a day stands, in pixels from the left."""
        share = (day.toordinal() - self.first.toordinal()) / max(1, self.last.toordinal() - self.first.toordinal())
        return EDGE + share * (WIDTH - 2 * EDGE)

    def span(self, dating: Dated) -> tuple[float, float]:
        """Return the left and right end of a bar; an open end reaches some way, and fades."""
        left = None if dating.earliest is None else self.x(dating.earliest)
        right = None if dating.latest is None else self.x(dating.latest)
        if left is None:
            assert right is not None  # noqa: S101 - only dates of which a day is known are drawn
            left = max(EDGE, right - _FADE)
        if right is None:
            right = min(WIDTH - EDGE, left + _FADE)
        if right - left < _SHORTEST:
            left, right = (left + right - _SHORTEST) / 2, (left + right + _SHORTEST) / 2
        return left, right


@dataclass(frozen=True, slots=True)
class Beside:
    """A bar from `left` to `right`, its text, where the text stands, and whether it ends there."""

    dating: Dated
    left: float
    right: float
    text: str
    x: float
    ends: bool

    @property
    def on_bar(self) -> bool:
        """Whether the text stands on its bar."""
        return self.left < self.x < self.right

    def box(self, row: int) -> Box:
        """Return the room that both take in a row."""
        width = width_of(self.text, TEXT)
        left = min(self.left, self.x - width if self.ends else self.x)
        right = max(self.right, self.x if self.ends else self.x + width)
        return Box(max(0.0, left), row * ROW + 0.1, min(WIDTH, right), (row + 1) * ROW - 0.1)


@dataclass(frozen=True, slots=True)
class Row:
    """Where something stands in its lane: its first row, and what is in each of its rows."""

    happening: Happening
    row: int
    bars: tuple[Beside, ...]


def packed(among: Sequence[Happening], scale: Scale) -> Iterator[Row]:
    """Give each happening the first rows in which its bars and texts cover nothing; stop where a lane is too full."""
    room = Room(WIDTH, float("inf"))
    for happening in among:
        bars = tuple(_bars(happening, scale))
        row = 0
        while row < MOST_ROWS and not room.free(_around(bars, row)):
            row += 1
        box = _around(bars, row)
        room.take(Box(box.left - _APART, box.top, box.right + _APART, box.bottom))
        yield Row(happening, row, bars)
        if row >= MOST_ROWS:
            return


def _around(bars: Sequence[Beside], row: int) -> Box:
    """Return the room of all rows of one happening: nothing else stands between its dates."""
    boxes = [bar.box(row + place) for place, bar in enumerate(bars)]
    return Box(min(box.left for box in boxes), boxes[0].top, max(box.right for box in boxes), boxes[-1].bottom)


def _bars(happening: Happening, scale: Scale) -> Iterator[Beside]:
    """Yield the bar of each date with its text: the first names what happened, the others only their date."""
    known = [dating for dating in happening.dates if dating.known]
    for place, dating in enumerate(known[:_MOST_DATES]):
        said = dating.printed + "".join(f" [{note}]" for note in dating.notes[:_MOST_NOTES])
        if place == 0:
            said += f" {happening.label}"
        if place == _MOST_DATES - 1 and len(known) > _MOST_DATES:
            said += f" (+{len(known) - _MOST_DATES})"
        left, right = scale.span(dating)
        text, x, ends = _text(said[:_LONGEST_READ], left, right)
        yield Beside(dating, left, right, text, x, ends)


def _text(said: str, left: float, right: float) -> tuple[str, float, bool]:
    """Return a text cut to its room, where it stands, and whether it ends there: where there is more room."""
    needed = min(width_of(said, TEXT), _LONGEST_LABEL)
    if min(needed, _LEAST_ROOM) > max(left, WIDTH - right) - 12:
        # The bar takes the whole width: its text stands on it.
        within = max(left, EDGE) + 6
        return cut(said, min(_LONGEST_LABEL, WIDTH - within - EDGE), TEXT), within, False
    ends = right + 6 + needed > WIDTH - 2 and left > WIDTH - right
    room = min(_LONGEST_LABEL, (left if ends else WIDTH - right) - 10)
    return cut(said, room, TEXT), left - 6 if ends else right + 6, ends

"""What a timeline shows: happenings with the dates that one or several sources give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rehabkg.drawing.words import word

_MOST_LANES = 24


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as one or several sources give it.

    `earliest` and `latest` are days, None where that side is open; `printed` is the date as it is shown in words;
    Where it `lasted`, the days are those of its beginning and end, and it filled the time between them.
    `notes` are the numbers of the footnotes that cite the sources.
    """

    earliest: date | None
    latest: date | None
    printed: str
    approximate: bool = False
    notes: tuple[int, ...] = ()
    lasted: bool = False

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.earliest is not None and self.earliest == self.latest and not self.approximate

    @property
    def known(self) -> bool:
        """Whether anything of the date is known."""
        return self.earliest is not None or self.latest is not None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something with its dates: several where sources contradict each other, none where no date is known."""

    label: str
    kind: str
    dates: tuple[Dated, ...]
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a timeline shows, a lane for each kind, in the order of their first days."""

    title: str
    language: str
    happenings: tuple[Happening, ...]
    name: str = "timeline"
    kinds: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        order = list(dict.fromkeys(happening.kind for happening in self.dated))
        if len(order) > _MOST_LANES:
            order = [*order[: _MOST_LANES - 1], word("other", self.language)]
        object.__setattr__(self, "kinds", tuple(order))

    @property
    def dated(self) -> tuple[Happening, ...]:
        """What can be drawn, in order of time."""
        found = [happening for happening in self.happenings if any(dating.known for dating in happening.dates)]
        return tuple(sorted(found, key=lambda happening: (start_of(happening), happening.label)))

    def lanes(self) -> Mapping[str, Sequence[Happening]]:
        """Return what stands in each lane; kinds beyond the last lane share it."""
        found: dict[str, list[Happening]] = {kind: [] for kind in self.kinds}
        for happening in self.dated:
            found[happening.kind if happening.kind in found else self.kinds[-1]].append(happening)
        return found

    @property
    def undated(self) -> tuple[Happening, ...]:
        """What has no date and stands in a list only."""
        return tuple(happening for happening in self.happenings if not any(dating.known for dating in happening.dates))


def start_of(happening: Happening) -> date:
    """Return the earliest day that its dates name."""
    return min(dating.earliest or dating.latest or date.max for dating in happening.dates)

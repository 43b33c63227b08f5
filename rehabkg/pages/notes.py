"""Footnotes of a page: each source with its place and how sure it is, numbered as the page first needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from rehabkg.show import Evidence


@dataclass(slots=True)
class Footnotes:
    """Numbers evidence from 1 on; the same evidence keeps its number."""

    _numbers: dict[Evidence, int] = field(default_factory=dict)

    def number(self, evidence: Evidence) -> int:
        """Return the number of *evidence*."""
        return self._numbers.setdefault(evidence, len(self._numbers) + 1)

    def all(self) -> list[tuple[int, Evidence]]:
        """Return the footnotes in the order of their numbers."""
        return [(number, evidence) for evidence, number in self._numbers.items()]

"""A reason for or against a pair."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison of a pair: the code of the scheme match-basis, None where it has none, and its bits."""

    comparison: str
    basis: str | None
    bits: float

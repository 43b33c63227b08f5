"""The chain of decisions: which of them a day and the law of a state find set aside.

A decision is set aside by one that annuls or revokes it, or clears what it refused to review, as long as that one
itself stands: an annulled refusal no longer refuses, a revoked rehabilitation no longer clears.
"""

from __future__ import annotations

from datetime import date

from pyoxigraph import NamedNode

from rehabkg.store.view import View

# The stored query walks as far; a shape finds a longer chain.
LONGEST_CHAIN = 3


def set_aside_by(
    view: View,
    decision: NamedNode,
    day: date,
    state: NamedNode,
    *,
    possibly: bool = False,
    above: tuple[NamedNode, ...] = (),
) -> list[NamedNode]:
    """Return the standing decisions that set *decision* aside by *day*, before the law of *state*.

    A decision whose date leaves open whether it came by *day* counts only where *possibly* is true.
    """
    if len(above) >= LONGEST_CHAIN:
        return []
    found = []
    for other in view.subjects("rehab:setsAside", decision):
        if not counts(view, other, state):
            continue
        if not (may_be_by(view, other, day) if possibly else must_be_by(view, other, day)):
            continue
        if not set_aside_by(view, other, day, state, above=(*above, decision)):
            found.append(other)
    return found


def counts(view: View, decision: NamedNode, state: NamedNode) -> bool:
    """Whether *state* counts the decision or act."""
    return state in view.nodes(decision, "rehab:countsBefore")


def may_be_by(view: View, event: NamedNode, day: date) -> bool:
    """Whether the event may lie on or before *day*; an undated one may."""
    first = view.day(event, "rehab:firstDay")
    return first is None or first <= day


def must_be_by(view: View, event: NamedNode, day: date) -> bool:
    """Whether the event lies on or before *day*, wherever in its bounds it is."""
    last = view.day(event, "rehab:lastDay")
    return last is not None and last <= day

"""Before the law of which states a decision counts.

A state counts its own decisions, those of its parts and of the whole that it was part of, and those that its
predecessors counted: Russia those of the RSFSR and the USSR with all its republics, Ukraine those of the Ukrainian
SSR and the USSR, not Russia's. What a successor has decided, no other successor is bound by. A decision that better
evidence has corrected counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from rehabkg.derive.correction import corrected
from rehabkg.namespaces import term
from rehabkg.store.view import View


def counted(view: View) -> dict[NamedNode, frozenset[NamedNode]]:
    """Return for each jurisdiction those whose decisions it counts, itself among them."""
    return {
        state: frozenset(
            node
            for former in _line(view, state)
            for node in (former, *view.subjects("rehab:partOf", former), *view.nodes(former, "rehab:partOf"))
        )
        for state in view.instances("rehab:Jurisdiction")
    }


def _line(view: View, state: NamedNode) -> set[NamedNode]:
    """Return the state and all its predecessors; on a cycle of succession each is the predecessor of each."""
    found: set[NamedNode] = set()
    waiting = [state]
    while waiting:
        former = waiting.pop()
        if former not in found:
            found.add(former)
            waiting.extend(view.nodes(former, "rehab:succeeds"))
    return found


def counts_before(view: View, graph: NamedNode) -> Iterator[Quad]:
    """Yield `rehab:countsBefore` for every decision and act whose jurisdiction is known.

    A case is before the law of each state that decided in it.
    """
    counts: dict[NamedNode, list[NamedNode]] = {}
    for state, others in counted(view).items():
        for other in others:
            counts.setdefault(other, []).append(state)
    for class_name, predicate in (
        ("rehab:Decision", "rehab:beforeLawOf"),
        ("rehab:LegalAct", "rehab:ofJurisdiction"),
    ):
        for subject in view.instances(class_name):
            if corrected(view, subject):
                continue
            states = {state for own in view.nodes(subject, predicate) for state in counts.get(own, ())}
            for state in sorted(states, key=str):
                yield Quad(subject, term("rehab:countsBefore"), state, graph)
    for case in view.instances("rehab:Case"):
        decisions = [node for node in view.subjects("rehab:inCase", case) if not corrected(view, node)]
        states = {state for decision in decisions for state in view.nodes(decision, "rehab:beforeLawOf")}
        for state in sorted(states, key=str):
            yield Quad(case, term("rehab:beforeLawOf"), state, graph)

"""The status of a person or group, as of a day and before the law of a state: derived, never stored.

For each sentence (or, where none was given, each case) the walk lists what stands about it: cleared in full or in
part, re-qualified, refused, revoked, reached by a law that never names it. `queries/status-as-of.rq` walks the same
way in SPARQL; a test holds both to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from rehabkg.namespaces import REHAB
from rehabkg.status.chain import counts, may_be_by, must_be_by, set_aside_by
from rehabkg.store.view import View

# The first that a sentence has is its main status.
PRECEDENCE = (
    "rehabilitated", "annulled", "closed", "requalified", "rehabilitated-in-part", "annulled-in-part", "revoked",
    "reached-by-law", "refused", "acknowledged", "victim-recognised", "status-granted", "rights-restored",
    "pardoned", "amnestied", "released", "commuted", "cleared-by-party", "stands", "no-decision",
)  # fmt: skip
STATUS_OF_CLASS = {
    "Rehabilitation": "rehabilitated",
    "Annulment": "annulled",
    "Requalification": "requalified",
    "Refusal": "refused",
    "CaseClosing": "closed",
    "Pardon": "pardoned",
    "AmnestyApplication": "amnestied",
    "Commutation": "commuted",
    "SettlementRelease": "released",
    "PartyRehabilitation": "cleared-by-party",
    "Acknowledgement": "acknowledged",
    "VictimRecognition": "victim-recognised",
    "Restoration": "rights-restored",
    "StatusGrant": "status-granted",
    "Revocation": "revoked",
    "LegalAct": "reached-by-law",
}
_IN_PART = {"rehabilitated": "rehabilitated-in-part", "annulled": "annulled-in-part"}


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """One thing that stands about one sentence, or about a case without a sentence.

    `by` is the decision or act that gives the status; for `stands` it is the sentence itself. `certainty` is
    `possible` where the dates leave open whether it had come by the day asked for.
    """

    jurisdiction: str
    case: str
    decision: str
    status: str
    by: str
    certainty: str


def status_as_of(view: View, who: NamedNode, day: date, jurisdiction: NamedNode | None = None) -> list[Standing]:
    """Return what stands about each sentence and case against *who*, sorted.

    Without a *jurisdiction*, every state that decided in a case is asked.
    """
    found: set[Standing] = set()
    for case in view.subjects("rehab:against", who):
        decisions = view.subjects("rehab:inCase", case)
        own = view.nodes(case, "rehab:beforeLawOf")
        for state in [jurisdiction] if jurisdiction is not None else own:
            found.update(_of_case(view, case, decisions, day, state))
    return sorted(found)


def main_status(rows: list[Standing]) -> str:
    """Return the status that leads the others, `no-decision` where nothing is known."""
    return min((row.status for row in rows), key=PRECEDENCE.index, default="no-decision")


def _of_case(
    view: View, case: NamedNode, decisions: list[NamedNode], day: date, state: NamedNode
) -> Iterator[Standing]:
    sentences = [
        node
        for node in decisions
        if view.is_a(node, "rehab:Sentence") and may_be_by(view, node, day) and counts(view, node, state)
    ]
    for sentence in sentences:
        dated = must_be_by(view, sentence, day)
        rows = list(_about(view, sentence, day, state))
        for status, by, certain in rows:
            yield _standing(state, case, sentence, status, by, certain=certain and dated)
        if not any(certain for _, _, certain in rows):
            yield _standing(state, case, sentence, "stands", sentence, certain=dated and not rows)
    for by in view.subjects("rehab:affects", case):
        for status, certain in _effective(view, by, _status(view, by, case), day, state):
            yield _standing(state, case, case, status, by, certain=certain)


def _about(view: View, sentence: NamedNode, day: date, state: NamedNode) -> Iterator[tuple[str, NamedNode, bool]]:
    for by in view.subjects("rehab:affects", sentence):
        for status, certain in _effective(view, by, _status(view, by, sentence), day, state):
            yield status, by, certain


def _effective(view: View, by: NamedNode, status: str, day: date, state: NamedNode) -> Iterator[tuple[str, bool]]:
    """Yield the status and whether it is certain, if *by* may have come by the day and is not surely set aside."""
    if not may_be_by(view, by, day) or not counts(view, by, state) or set_aside_by(view, by, day, state):
        return
    certain = must_be_by(view, by, day) and not set_aside_by(view, by, day, state, possibly=True)
    yield status, certain


def _status(view: View, by: NamedNode, affected: NamedNode) -> str:
    """Return the status that *by* gives: that of its class, in part or by a changed charge where it says so."""
    names = (node.value.removeprefix(REHAB) for node in view.classes(by))
    status = next(STATUS_OF_CLASS[name] for name in names if name in STATUS_OF_CLASS)
    scopes = {node.value.rpartition("/")[2] for node in view.nodes(by, "rehab:scope")}
    if "requalified" in scopes:
        return "requalified"
    in_part = "partial" in scopes or affected in view.nodes(by, "rehab:annulsInPart")
    return _IN_PART.get(status, status) if in_part else status


def _standing(
    state: NamedNode, case: NamedNode, decision: NamedNode, status: str, by: NamedNode, *, certain: bool
) -> Standing:
    certainty = "certain" if certain else "possible"
    return Standing(state.value, case.value, decision.value, status, by.value, certainty)

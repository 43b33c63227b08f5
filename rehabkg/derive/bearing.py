"""Which decisions and acts give a sentence or a case its status, and which set others aside.

`affects` leads from a decision or act to the sentence, or to the case where no sentence is borne on, whose status it
gives: a review of the sentence, the revocation of such a review, a law that reaches the case. `setsAside` leads from
a decision to one that no longer counts once it stands: what it annuls or revokes, and an earlier refusal to review a
sentence that it clears.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from rehabkg.derive.correction import corrected
from rehabkg.namespaces import REHAB, term
from rehabkg.status.walk import STATUS_OF_CLASS
from rehabkg.store.view import View


def affects(view: View, graph: NamedNode) -> Iterator[Quad]:
    """Yield `rehab:affects`."""
    predicate = term("rehab:affects")
    for case in view.instances("rehab:Case"):
        decisions = [node for node in view.subjects("rehab:inCase", case) if not corrected(view, node)]
        for sentence in (node for node in decisions if view.is_a(node, "rehab:Sentence")):
            reviews = [node for node in view.subjects("rehab:reviews", sentence) if _gives_status(view, node)]
            revocations = [node for review in reviews for node in view.subjects("rehab:revokes", review)]
            acts = [
                act
                for provision in view.nodes(case, "rehab:reachedBy")
                for act in view.nodes(provision, "rehab:provisionOf")
            ]
            standing = [node for node in (*reviews, *revocations) if not corrected(view, node)]
            for node in dict.fromkeys((*standing, *acts)):
                yield Quad(node, predicate, sentence, graph)
        for decision in decisions:
            if _gives_status(view, decision) and not view.nodes(decision, "rehab:reviews"):
                yield Quad(decision, predicate, case, graph)


def sets_aside(view: View, graph: NamedNode) -> Iterator[Quad]:
    """Yield `rehab:setsAside`."""
    predicate = term("rehab:setsAside")
    for decision in view.instances("rehab:Decision"):
        if corrected(view, decision):
            continue
        for relation in ("rehab:annuls", "rehab:revokes"):
            for other in view.nodes(decision, relation):
                yield Quad(decision, predicate, other, graph)
        if not _clears(view, decision):
            continue
        for sentence in view.nodes(decision, "rehab:reviews"):
            for refusal in view.subjects("rehab:refuses", sentence):
                if _later(view, decision, refusal):
                    yield Quad(decision, predicate, refusal, graph)


def _gives_status(view: View, decision: NamedNode) -> bool:
    return any(node.value.removeprefix(REHAB) in STATUS_OF_CLASS for node in view.classes(decision))


def _clears(view: View, decision: NamedNode) -> bool:
    scopes = {node.value.rpartition("/")[2] for node in view.nodes(decision, "rehab:scope")}
    return view.is_a(decision, "rehab:Rehabilitation") and not scopes & {"partial", "requalified"}


def _later(view: View, decision: NamedNode, refusal: NamedNode) -> bool:
    decided, refused = view.day(decision, "rehab:firstDay"), view.day(refusal, "rehab:lastDay")
    return decided is not None and refused is not None and decided > refused

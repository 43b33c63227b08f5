"""Which cases a law reaches that never names them.

Only acts that clear by their own force are asked (`reach` collective), and of their provisions only those
whose terms the model can test: kind of body, measure, article, period, kind of group. A law reaches what was
decided under the law of its own state, of that state's parts and of its predecessors. It does not reach what
the whole decided that its state was part of: there the place decides (deported from Lithuania, not from
Crimea), and no provision states a place in terms that can be tested. A case whose sentence may have been set
aside before the act came is not reached.

An excluding provision holds where its category names kinds of group and the case is against a member of such
a group, or such a group itself; exclusions that the graph cannot test stay for a court to decide, and nothing
is derived from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pyoxigraph import NamedNode, Quad

from rehabkg.derive.correction import corrected
from rehabkg.iri import Iris
from rehabkg.namespaces import term
from rehabkg.status.chain import set_aside_by
from rehabkg.store.view import View


def reach(view: View, iris: Iris, graph: NamedNode) -> Iterator[Quad]:
    """Yield `rehab:reachedBy` and `rehab:excludedBy` for each case that a collective act meets."""
    collective = iris.concept("reach", "collective")
    for act in view.subjects("rehab:reach", collective):
        provisions = view.subjects("rehab:provisionOf", act)
        covers = [node for node in provisions if _kind(view, node) == "covers" and _testable(view, node)]
        excludes = [node for node in provisions if _kind(view, node) == "excludes"]
        for case in view.instances("rehab:Case") if covers else ():
            sentences = [
                node
                for node in view.subjects("rehab:inCase", case)
                if view.is_a(node, "rehab:Sentence") and not corrected(view, node)
            ]
            met = [node for node in covers if _covered(view, act, node, case, sentences)]
            if not met:
                continue
            shut_out = [node for node in excludes if _is_against(view, case, _group_kinds(view, node))]
            for node in shut_out:
                yield Quad(case, term("rehab:excludedBy"), node, graph)
            for node in () if shut_out else met:
                yield Quad(case, term("rehab:reachedBy"), node, graph)


def _kind(view: View, provision: NamedNode) -> str:
    kind = view.first(provision, "rehab:provisionKind")
    return kind.value.rpartition("/")[2] if kind is not None else ""


def _testable(view: View, provision: NamedNode) -> bool:
    names = ("rehab:coversBodyKind", "rehab:coversMeasure", "rehab:coversArticle")
    return any(view.first(provision, name) is not None for name in names)


def _covered(view: View, act: NamedNode, provision: NamedNode, case: NamedNode, sentences: list[NamedNode]) -> bool:
    kinds = _group_kinds(view, provision)
    if kinds and not _is_against(view, case, kinds):
        return False
    return any(_meets(view, act, provision, sentence) for sentence in sentences)


def _meets(view: View, act: NamedNode, provision: NamedNode, sentence: NamedNode) -> bool:
    """Whether the sentence fits every term that the provision states, and stood when the act came."""
    if not _realm(view, act) & set(view.nodes(sentence, "rehab:beforeLawOf")):
        return False
    first, last = view.day(sentence, "rehab:firstDay"), view.day(sentence, "rehab:lastDay")
    adopted = view.day(act, "rehab:firstDay")
    if first is None or last is None or adopted is None or last > adopted:
        return False
    if not _in_period(view, provision, first, last):
        return False
    kinds = {kind for body in view.nodes(sentence, "rehab:decidedBy") for kind in view.nodes(body, "rehab:bodyKind")}
    measures = {
        kind for measure in view.nodes(sentence, "rehab:imposes") for kind in view.nodes(measure, "rehab:measureKind")
    }
    articles = set(view.nodes(sentence, "rehab:chargedUnder"))
    for name, found in (
        ("rehab:coversBodyKind", kinds),
        ("rehab:coversMeasure", measures),
        ("rehab:coversArticle", articles),
    ):
        wanted = set(view.nodes(provision, name))
        if wanted and not wanted & found:
            return False
    # The day before: a decision of the act's own day may be the act itself, setting aside what it reaches.
    before = adopted - timedelta(days=1)
    states = view.nodes(act, "rehab:ofJurisdiction")
    return not any(set_aside_by(view, sentence, before, state, possibly=True) for state in states)


def _realm(view: View, act: NamedNode) -> set[NamedNode]:
    """Return the states of the act, their parts and predecessors, and the parts and predecessors of those."""
    found: set[NamedNode] = set()
    waiting = view.nodes(act, "rehab:ofJurisdiction")
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += [*view.subjects("rehab:partOf", state), *view.nodes(state, "rehab:succeeds")]
    return found


def _in_period(view: View, provision: NamedNode, first: date, last: date) -> bool:
    """Whether the whole span of the dates lies in the period: a date that may lie outside is not taken."""
    for name, bound in (("rehab:coversFrom", "rehab:earliest"), ("rehab:coversTo", "rehab:latest")):
        days = [view.day(dating, bound) for dating in view.nodes(provision, name)]
        limits = [day for day in days if day is not None]
        if not limits:
            continue
        if name == "rehab:coversFrom" and first < min(limits):
            return False
        if name == "rehab:coversTo" and last > max(limits):
            return False
    return True


def _group_kinds(view: View, provision: NamedNode) -> set[NamedNode]:
    """Return the kinds of group that fall into the provision's category; none where that cannot be told."""
    categories = view.nodes(provision, "rehab:category")
    return {kind for category in categories for kind in view.nodes(category, "rehab:ofGroupKind")}


def _is_against(view: View, case: NamedNode, kinds: set[NamedNode]) -> bool:
    """Whether the case is against a group of one of the kinds, or against a member of such a group."""
    accused = view.nodes(case, "rehab:against")
    groups = [*accused, *(group for actor in accused for group in view.nodes(actor, "rehab:memberOf"))]
    return any(set(view.nodes(group, "rehab:groupKind")) & kinds for group in groups)

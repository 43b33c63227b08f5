"""Which cases a law reaches that never names them.

Only acts that clear by their own force are asked (`reach` collective), and of their provisions only those whose
terms the model can test: kind of body, measure, article, period. A case whose sentence had already been set aside
is not reached. An excluding provision holds where its category names kinds of group and the case is against a
member of such a group, or such a group itself; exclusions that the graph cannot test stay for a court to decide,
and nothing is derived from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pyoxigraph import NamedNode, Quad

from rehabkg.store.view import View
from rehabkg.iri import Iris
from rehabkg.namespaces import term
from rehabkg.status.chain import set_aside_by


def reach(view: View, iris: Iris, graph: NamedNode) -> Iterator[Quad]:
    """Yield `rehab:reachedBy` and `rehab:excludedBy` for each case that a collective act meets."""
    collective = iris.concept("reach", "collective")
    for act in view.subjects("rehab:reach", collective):
        provisions = view.subjects("rehab:provisionOf", act)
        covers = [node for node in provisions if _kind(view, node) == "covers" and _testable(view, node)]
        excludes = [node for node in provisions if _kind(view, node) == "excludes"]
        for case in view.instances("rehab:Case") if covers else ():
            sentences = [node for node in view.subjects("rehab:inCase", case) if view.is_a(node, "rehab:Sentence")]
            met = [node for node in covers if any(_meets(view, act, node, sentence) for sentence in sentences)]
            if not met:
                continue
            shut_out = [node for node in excludes if _excluded(view, node, case)]
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


def _meets(view: View, act: NamedNode, provision: NamedNode, sentence: NamedNode) -> bool:
    """Whether the sentence fits every term that the provision states, and stood when the act came."""
    if not set(view.nodes(act, "rehab:countsBefore")) & set(view.nodes(sentence, "rehab:countsBefore")):
        return False
    first, last = view.day(sentence, "rehab:firstDay"), view.day(sentence, "rehab:lastDay")
    adopted = view.day(act, "rehab:firstDay")
    if first is None or last is None or adopted is None or first > adopted:
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
    states = view.nodes(act, "rehab:ofJurisdiction")
    return not any(set_aside_by(view, sentence, adopted, state) for state in states)


def _in_period(view: View, provision: NamedNode, first: date, last: date) -> bool:
    """A sentence whose date is not known to lie in the period is not taken to lie in it."""
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


def _excluded(view: View, provision: NamedNode, case: NamedNode) -> bool:
    kinds = {
        kind for category in view.nodes(provision, "rehab:category") for kind in view.nodes(category, "rehab:ofGroupKind")
    }
    accused = view.nodes(case, "rehab:against")
    groups = [*accused, *(group for actor in accused for group in view.nodes(actor, "rehab:memberOf"))]
    return any(set(view.nodes(group, "rehab:groupKind")) & kinds for group in groups)

"""The links that stand before a run, and what the run may add to them without asking anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from rehabkg.iri import Iris
from rehabkg.link.accepted import EXACT, AcceptedLink, accepted_links, id_in_tables
from rehabkg.link.decision import ITEM_FORM, SAME, Decision
from rehabkg.link.decisions import Decisions
from rehabkg.link.items import Scored
from rehabkg.link.sought import PERSON
from rehabkg.namespaces import SKOS, WD, A, term

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """The links of the curated tables and of people, by the id of the thing: `exact` pairs, and all that have a link.

    `settled` are the things of which a person said which item they are.
    """

    exact: frozenset[Pair]
    linked: frozenset[str]
    settled: frozenset[str]


def standing(store: Store, decisions: Decisions, iris: Iris, own: NamedNode) -> Standing:
    """Return the links that do not rest on a former run, whose graph is *own*."""
    in_force = list(decisions.in_force())
    links = [
        link
        for link in accepted_links(store, iris, in_force)
        if decisions.of(link.id, link.qid) is not None or _stands_elsewhere(store, link, own)
    ]
    return Standing(
        frozenset((link.id, link.qid) for link in links if link.match == EXACT),
        frozenset(link.id for link in links if link.match != "relatedMatch"),
        frozenset(thing_and_item(one)[0] for one in in_force if is_on_item(one) and one.decision == SAME),
    )


def _stands_elsewhere(store: Store, link: AcceptedLink, own: NamedNode) -> bool:
    target = NamedNode(WD + link.qid)
    found = store.quads_for_pattern(link.thing, NamedNode(SKOS + link.match), target, None)
    return any(quad.graph_name != own for quad in found)


def is_on_item(decision: Decision) -> bool:
    """Return whether a decision is on an item, not on two records."""
    return any(ITEM_FORM.fullmatch(each) for each in decision.pair)


def thing_and_item(decision: Decision) -> Pair:
    """Return the id of the thing and the number of the item that a decision is on."""
    left, right = decision.pair
    return (right, left) if ITEM_FORM.fullmatch(left) else (left, right)


def sure(
    scored: Sequence[Scored], threshold: float, kinds: Mapping[str, str], decisions: Decisions, stands: Standing
) -> list[Scored]:
    """Return the people whose item is sure: no other item is likely for them, and no other thing for the item.

    What a person decided is not taken again, and what was decided to be another is nobody's rival.
    """
    open_ = [one for one in scored if decisions.of(one.thing, one.item.qid) is None]
    likely = {(one.thing, one.item.qid) for one in open_ if one.probability >= 1 - threshold} | stands.exact
    things, items = Counter(thing for thing, _ in likely), Counter(qid for _, qid in likely)
    return [
        one
        for one in open_
        if one.probability >= threshold
        and kinds[one.thing] == PERSON
        and one.thing not in stands.settled
        and things[one.thing] == 1
        and items[one.item.qid] == 1
    ]


def former_lines(store: Store, decisions: Decisions, stands: Standing, own: NamedNode) -> Iterator[str]:
    """Yield what a former run took of things that this one does not ask about, save what was decided since."""
    given_away = {qid for _, qid in stands.exact}
    for quad in store.quads_for_pattern(None, A, term("rehab:Match"), own):
        node = quad.subject
        about = {found.predicate: found.object for found in store.quads_for_pattern(node, None, None, own)}
        thing, target = about.get(term("rehab:matchOf")), about.get(term("rehab:matchTarget"))
        run = about.get(term("rehab:matchedBy"))
        if not (isinstance(thing, NamedNode) and isinstance(target, NamedNode) and isinstance(run, NamedNode)):
            continue
        id_, qid = id_in_tables(thing), target.value.removeprefix(WD)
        if (
            decisions.of(id_, qid) is not None
            or id_ in stands.settled
            or (qid in given_away and (id_, qid) not in stands.exact)
        ):
            continue
        for subject, predicate, object_ in ((node, None, None), (run, None, None), (thing, None, target)):
            for found in store.quads_for_pattern(subject, predicate, object_, own):
                yield f"{found.subject} {found.predicate} {found.object} .\n"

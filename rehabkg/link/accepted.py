"""The links that stand: those of the curated tables and those that a person decided, and what was seen with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Store

from rehabkg.errors import CallError
from rehabkg.iri import Iris
from rehabkg.link.decision import CLOSE as DECIDED_CLOSE
from rehabkg.link.decision import DIFFERENT, LINKED_FORM, SAME, Decision
from rehabkg.link.decisions import FILE, Decisions
from rehabkg.namespaces import SKOS, WD, term
from rehabkg.query.bind import thing_of
from rehabkg.settings import Settings
from rehabkg.wikidata.model import check_qid

EXACT, CLOSE, RELATED = "exactMatch", "closeMatch", "relatedMatch"
_DECIDED = {SAME: EXACT, DECIDED_CLOSE: CLOSE}
_KINDS = {"group": "people", "observation": "record"}
# No id of the tables has a capital letter, but two hyphens one may have.
_NAMED = re.compile(r"/attestation/links--[^/]*?--(Q[1-9][0-9]{0,11})(?:--|$)")
_ID_PREFIXES = {"group": "g-", "body": "b-", "place": "pl-"}


@dataclass(frozen=True, slots=True)
class AcceptedLink:
    """A link from a thing of the graph to an item.

    `match` is the SKOS property by its local name. `seen` are texts noted with the link by its sources: the label
    that stood beside the number, and what the link rests on.
    """

    thing: NamedNode
    qid: str
    match: str
    seen: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What is linked: `person`, `people`, `place`, `body`, `act`, `record`, or another segment of the IRI."""
        return _KINDS.get(self._segment, self._segment)

    @property
    def id(self) -> str:
        """The id under which people decide: that of the tables, or of the record."""
        return id_in_tables(self.thing)

    @property
    def _segment(self) -> str:
        return str(self.thing.value).rpartition("/")[0].rpartition("/")[2]


def id_in_tables(thing: NamedNode) -> str:
    """Return the id of a thing in the tables, or of a record: what `thing_of` makes its IRI of."""
    before, _, local = str(thing.value).rpartition("/")
    return _ID_PREFIXES.get(before.rpartition("/")[2], "") + unquote(local)


def accepted_links(store: Store, iris: Iris, decisions: Iterable[Decision] = ()) -> list[AcceptedLink]:
    """Return each link that stands, once, by thing and number. The word of a person takes a link out or puts it in."""
    found = {(link.thing, link.qid): link for link in _stated(store, iris)}
    for decision in decisions:
        pair = _pair(decision, iris)
        if pair is None:
            continue
        match = _DECIDED.get(decision.decision)
        if decision.decision == DIFFERENT:
            found.pop(pair, None)
        elif match is not None:
            former = found.get(pair)
            found[pair] = AcceptedLink(*pair, match, former.seen if former else ())
    return sorted(found.values(), key=lambda link: (link.thing.value, int(link.qid[1:])))


def links_of(store: Store, settings: Settings) -> list[AcceptedLink]:
    """Return the links that stand in *store* and by what people decided (`decisions.csv` of the settings)."""
    decisions = Decisions.read(settings.links_path / FILE)
    return accepted_links(store, Iris(settings.base), decisions.in_force())


def by_thing(links: Iterable[AcceptedLink]) -> Mapping[NamedNode, str]:
    """Return the number of the item that each thing is the same as; a thing with several such numbers has none."""
    found: dict[NamedNode, set[str]] = {}
    for link in links:
        if link.match == EXACT:
            found.setdefault(link.thing, set()).add(link.qid)
    return {thing: next(iter(qids)) for thing, qids in found.items() if len(qids) == 1}


def _stated(store: Store, iris: Iris) -> Iterable[AcceptedLink]:
    seen = _texts(store)
    for match in (RELATED, CLOSE, EXACT):
        for quad in store.quads_for_pattern(None, NamedNode(SKOS + match), None, None):
            target, thing = quad.object, quad.subject
            if not isinstance(target, NamedNode) or not target.value.startswith(WD):
                continue
            if not isinstance(thing, NamedNode) or not thing.value.startswith(f"{iris.base}id/"):
                continue
            qid = check_qid(target.value.removeprefix(WD))
            texts, taken_back = seen.get((thing, qid), ((), False))
            if not taken_back:
                yield AcceptedLink(thing, qid, match, texts)


def _texts(store: Store) -> dict[tuple[NamedNode, str], tuple[tuple[str, ...], bool]]:
    """Return the texts of the attestations of each link, and whether each of these attestations is deprecated.

    An attestation of a link names the number in its own IRI (`mapping.statement`): it attests the thing alone.
    """
    found: dict[tuple[NamedNode, str], tuple[set[str], set[bool]]] = {}
    for quad in store.quads_for_pattern(None, term("rehab:curatedIn"), Literal("links.csv"), None):
        row, named = quad.subject, _NAMED.search(quad.subject.value)
        if named is None:
            continue
        qid, texts, ranks = named[1], set(), set()
        for stated in store.quads_for_pattern(row, None, None, None):
            if stated.predicate == term("rehab:text"):
                texts.add(stated.object.value)
            elif stated.predicate == term("rehab:rank"):
                ranks.add(stated.object.value.endswith("/deprecated"))
        for stated in store.quads_for_pattern(row, term("rehab:attests"), None, None):
            known = found.setdefault((stated.object, qid), (set(), set()))
            known[0].update(texts)
            known[1].update(ranks)
    return {pair: (tuple(sorted(texts)), ranks == {True}) for pair, (texts, ranks) in found.items()}


def _pair(decision: Decision, iris: Iris) -> tuple[NamedNode, str] | None:
    """Return the thing and the number of a decision on an item, None for one on two records."""
    for ours, item in ((decision.left, decision.right), (decision.right, decision.left)):
        try:
            qid = check_qid(item)
        except CallError:
            continue
        return _thing(ours, iris), qid
    return None


def _thing(ours: str, iris: Iris) -> NamedNode:
    return iris.thing("person", ours) if LINKED_FORM.fullmatch(ours) else thing_of(ours, iris)

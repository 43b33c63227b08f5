"""Link things of this graph to items of Wikidata: what is sure becomes a link, what is likely waits for a person.

A link says that two descriptions are of one thing (`skos:exactMatch`), with what speaks for it and which run or which
person took it; never `owl:sameAs`, by which all that others say of their item would become what this graph says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
from pyoxigraph import NamedNode

from rehabkg.errors import CallError, shorten
from rehabkg.iri import Iris
from rehabkg.link.candidates import Candidates
from rehabkg.link.decision import CLOSE, SAME, Decision
from rehabkg.link.decisions import FILE as DECISIONS_FILE
from rehabkg.link.decisions import Decisions
from rehabkg.link.items import Scored, among_items, item_shows, score_items
from rehabkg.link.kept_items import keep_items
from rehabkg.link.learnt import learnt
from rehabkg.link.review import FILE as REVIEW_FILE
from rehabkg.link.review import Candidate, read_review, write_review
from rehabkg.link.sought import KINDS, PERSON, Sought, sought
from rehabkg.link.standing import former_lines, is_on_item, standing, sure, thing_and_item
from rehabkg.link.write import Linkage, link_lines
from rehabkg.query.bind import thing_of
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.linked import LinkedGraph
from rehabkg.store.swap import write_linked

NAME = "link-wikidata"
"""The name of the graph of links to items."""
WIKIDATA = "http://www.wikidata.org/"


@dataclass(frozen=True, slots=True)
class ItemRequest:
    """What to link: things of these kinds; `again` also those that have a link.

    Candidates of at least `threshold` that have no rival are taken, those of at least `review` wait for a person; both
    are probabilities. Only people are taken by the machine: of other things a name and a point say too little.
    """

    now: datetime
    kinds: tuple[str, ...] = KINDS
    threshold: float = 0.99
    review: float = 0.1
    again: bool = False


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What came of it: how many things were sought, links taken by the machine and by people, pairs that wait."""

    sought: int
    found: int
    taken: int
    decided: int
    reviewed: int
    graph: LinkedGraph


def link_items(
    settings: Settings,
    request: ItemRequest,
    source: Candidates,
    connection: duckdb.DuckDBPyConnection,
    step: Callable[[str], None] = lambda _: None,
) -> ItemReport:
    """Find, score and take; swap the graph `link-wikidata` whole, and write what waits and the items that were seen.

    Where the source fails the store is as it was, and what was fetched is kept. Raises `EndpointError`, `SourceError`,
    `StoreError`, and `RehabkgError` where decisions contradict each other.
    """
    decisions = _decisions(settings, step)
    asked = _published(source.address)
    store = open_store(settings.store_path)
    iris = Iris(settings.base)
    own = iris.graph(NAME)
    stands = standing(store, decisions, iris, own)
    skipped = stands.settled if request.again else stands.linked
    things = [
        thing for kind in dict.fromkeys(request.kinds) for thing in sought(store, kind) if thing.id not in skipped
    ]
    step(f"asking about {len(things):,} things")
    scored = score_items(connection, things, source.of(things))
    step("writing")
    # Asking takes hours, and people decide meanwhile.
    decisions = _decisions(settings, step)
    stands = standing(store, decisions, iris, own)
    linkage = Linkage(among_items(learnt()).version, request.threshold, (), asked)
    kinds = {thing.id: thing.kind for thing in things}
    taken = sure(scored, request.threshold, kinds, decisions, stands)
    decided = [one for one in decisions.in_force() if is_on_item(one) and one.decision in (SAME, CLOSE)]
    former = () if PERSON in request.kinds else former_lines(store, decisions, stands, own)
    lines = [*_lines(taken, {thing.id: thing.iri for thing in things}, decided, linkage, iris), *former]
    description = LinkedGraph(
        NAME, (), request.now.isoformat(timespec="seconds"), rests_on={"model": linkage.version, "from": asked}
    )
    # What the desk shows is there before the rows that it shows it for.
    others = {one.right for one in read_review(settings.links_path / REVIEW_FILE) if one.kind not in request.kinds}
    keep_items(settings.links_path / "wikidata", (one.item for one in scored), others)
    graph = write_linked(settings, NAME, _once(lines), own, description)
    reviewed = _write_review(settings, request, things, scored, taken, decisions)
    return ItemReport(len(things), len(scored), len(taken), len(decided), reviewed, graph)


def _decisions(settings: Settings, tell: Callable[[str], None]) -> Decisions:
    return Decisions.consistent(settings.links_path / DECISIONS_FILE, tell)


def _published(address: str) -> str:
    """Return the address of a source as the graph tells it. Raises `CallError` for what is no IRI."""
    if not address.startswith(("http://", "https://")):
        return WIKIDATA
    try:
        return str(NamedNode(address).value)
    except ValueError:
        raise CallError(f"endpoint {shorten(address)!r} is not an IRI") from None


def _write_review(
    settings: Settings,
    request: ItemRequest,
    things: Sequence[Sought],
    scored: Sequence[Scored],
    taken: Sequence[Scored],
    decisions: Decisions,
) -> int:
    """Write what waits, and return how many pairs do."""
    by_id, linked = {thing.id: thing for thing in things}, set(map(id, taken))
    candidates = (
        Candidate(
            one.thing, one.item.qid, by_id[one.thing].kind, one.probability, one.weight, one.basis,
            by_id[one.thing].shows, item_shows(one.item),
        )
        for one in scored
        if one.probability >= request.review and id(one) not in linked
    )  # fmt: skip
    waiting = write_review(settings.links_path / REVIEW_FILE, candidates, decisions, kinds=request.kinds)
    return sum(waiting.get(kind, 0) for kind in request.kinds)


def _lines(
    taken: Sequence[Scored], iri_of: Mapping[str, str], decided: Sequence[Decision], linkage: Linkage, iris: Iris
) -> Iterator[str]:
    yield from linkage.lines(iris)
    for one in taken:
        yield from link_lines(iri_of[one.thing], one.item.qid, linkage, iris, weight=one.weight, basis=one.basis)
    for decision in decided:
        thing, qid = thing_and_item(decision)
        yield from link_lines(thing_of(thing, iris).value, qid, linkage, iris, decision=decision)


def _once(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield each line once; what a former run left may be of the same run as what is added."""
    yield from dict.fromkeys(f"{line}\n".encode() for each in lines for line in each.splitlines())

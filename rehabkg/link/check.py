"""Whether the links that stand still lead where they led: targets merged, deleted, or no longer of the same thing.

Nothing is changed by it: each row says what was found and what a person may do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store, Triple

from rehabkg.dates import parse_edtf
from rehabkg.errors import DateError, SourceError
from rehabkg.link.accepted import RELATED, AcceptedLink
from rehabkg.link.decision import KINDS
from rehabkg.namespaces import OWL
from rehabkg.store.view import View
from rehabkg.wikidata import properties as p
from rehabkg.wikidata import terms as t
from rehabkg.wikidata.calendars import Calendars
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.details import details
from rehabkg.wikidata.gather import LANGUAGES, qid_of
from rehabkg.wikidata.model import ENTITY, Item
from rehabkg.wikidata.statements import Sought, statements
from rehabkg.wikidata.times import dating_or_none, read_truthy

COLUMNS = ("thing", "item", "found", "detail", "advice")
MERGED, DELETED, LABEL, PAGE, BIRTH, DEATH = (
    "merged", "deleted", "label-gone", "no-item-of-a-thing", "birth-contradicts", "death-contradicts",
)  # fmt: skip
_AT_ONCE = 100
_TIMES = (t.direct(p.BIRTH).value, t.direct(p.DEATH).value)
_ASKED = frozenset((t.LABEL.value, t.ALIAS.value, t.DESCRIPTION.value, *_TIMES, OWL + "sameAs", t.TYPE.value))
# What bots write where an article only tells namesakes apart; which item is the class of such pages no table tells.
_PAGE = re.compile(r"disambiguation page|страница значений|Begriffsklärungsseite|сторінка значень", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Target:
    """What the source tells of the item of a link; dates are EDTF. `moved_to` is the number that it was merged into."""

    names: frozenset[str] = frozenset()
    descriptions: frozenset[str] = frozenset()
    birth: tuple[str, ...] = ()
    death: tuple[str, ...] = ()
    moved_to: str | None = None

    @classmethod
    def of(cls, item: Item) -> Target:
        """Return what an item tells."""
        return cls(frozenset(item.names()), frozenset(item.descriptions.values()), item.birth, item.death)


@dataclass(frozen=True, slots=True)
class Finding:
    """One link that a person should look at. `found` is one of the codes of this module."""

    thing: str
    item: str
    found: str
    detail: str
    advice: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The finding as a row of `COLUMNS`."""
        return self.thing, self.item, self.found, self.detail, self.advice


def check(store: Store, links: Sequence[AcceptedLink], targets: Mapping[str, Target]) -> list[Finding]:
    """Return what is to be looked at, in the order of *links*; *targets* has no entry for an item that is gone."""
    view = View(store)
    return [finding for link in links for finding in _of_link(view, link, targets.get(link.qid))]


def targets_at(client: Client, qids: Sequence[str], tell: Callable[[str], None] = lambda _: None) -> dict[str, Target]:
    """Return what an endpoint tells of items, also where one was merged into another; one that is gone is left out.

    What is bad in an item is told by *tell*. Raises `EndpointError`.
    """
    found = {item.qid: Target.of(item) for item in details(client, [*qids], tell=tell)}
    gone = dict.fromkeys(qid for qid in qids if qid not in found)

    def moved(part: Sequence[str]) -> str:
        return f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {_nodes(part)} }} ?s <{OWL}sameAs> ?o }}"

    def there(part: Sequence[str]) -> str:
        return f"SELECT DISTINCT ?s WHERE {{ VALUES ?s {{ {_nodes(part)} }} ?s ?p ?o }}"

    # An item may have nothing that is asked for and still be there; an endpoint may answer what was not asked.
    for _, rows in client.in_parts("check there", list(gone), _AT_ONCE, there, ("s",)):
        found.update((qid, Target()) for (node,) in rows if (qid := _qid(node)) in gone)
    for _, rows in client.in_parts("check moved", list(gone), _AT_ONCE, moved, ("s", "o")):
        found.update((qid, Target(moved_to=_qid(to))) for node, to in rows if (qid := _qid(node)) in gone and _qid(to))
    return found


def targets_in(
    path: Path, qids: Sequence[str], report: Callable[[SourceError], None], julian: str | None = None
) -> dict[str, Target]:
    """Return what a dump tells of items; a JSON dump has no word of a merged one, which is left out as one gone.

    *julian* is the item by which JSON names the Julian calendar, where the dump does not tell. Raises `SourceError`
    for a file that is no dump.
    """
    gathered: dict[str, list[Triple]] = {}
    for triple in statements(path, Sought(set(qids), _ASKED, set(LANGUAGES), report, Calendars(julian))):
        gathered.setdefault(triple.subject.value.removeprefix(ENTITY), []).append(triple)
    return {qid: _target(found) for qid, found in gathered.items()}


def _target(found: Iterable[Triple]) -> Target:
    told: dict[str, set[str]] = {}
    for triple in found:
        told.setdefault(triple.predicate.value, set()).add(triple.object.value)
    moved = told.get(OWL + "sameAs", set())
    birth, death = (tuple(sorted(filter(None, map(_when, told.get(key, ()))))) for key in _TIMES)
    return Target(
        frozenset(told.get(t.LABEL.value, set()) | told.get(t.ALIAS.value, set())),
        frozenset(told.get(t.DESCRIPTION.value, ())),
        birth,
        death,
        min(moved).removeprefix(ENTITY) if moved else None,
    )


def _when(moment: str) -> str | None:
    """Return a truthy time in EDTF. It has lost its precision: what seems the year 1890 may be the decade."""
    dating = dating_or_none(lambda: read_truthy(moment), lambda _: None)
    if dating is None:
        return None
    return f"{dating.edtf[:3]}X" if re.fullmatch("[0-9]{3}0", dating.edtf) else dating.edtf


def _nodes(qids: Iterable[str]) -> str:
    return t.written(map(t.entity, qids))


def _qid(node: object) -> str | None:
    return qid_of(node.value) if isinstance(node, NamedNode) else None


def _of_link(view: View, link: AcceptedLink, target: Target | None) -> Iterator[Finding]:
    def found(code: str, detail: str, advice: str) -> Finding:
        return Finding(link.id, link.qid, code, detail, advice)

    again = (
        f"'rehabkg link decide {link.id} {link.qid} different' takes the link back"
        if link.kind in KINDS
        else "its row in data/links.csv says the link, which no decision can take back"
    )
    if target is None:
        yield found(DELETED, "the item tells nothing any more", f"look for another item; {again}")
    elif target.moved_to is not None:
        to = target.moved_to
        yield found(MERGED, f"merged into {to}", f"if {to} is the same, decide so for {to}; {again}")
    elif link.match != RELATED:
        if any(map(_PAGE.search, target.descriptions)):
            yield found(PAGE, "the item is a page that tells namesakes apart", f"look for the right item; {again}")
        elif link.seen and not {_folded(text) for text in link.seen} & {_folded(name) for name in target.names}:
            shown = " | ".join(sorted(target.names)[:_MOST_SHOWN]) or "no name"
            yield found(LABEL, f"no name is as it was seen; now: {shown}", f"see whether it is still the same; {again}")
        if link.kind == "person":
            for code, event, theirs in ((BIRTH, "rehab:Birth", target.birth), (DEATH, "rehab:Death", target.death)):
                ours = _datings(view, link.thing, event)
                if ours and theirs and not _overlap(ours, theirs):
                    detail = f"here {' | '.join(sorted(ours))}, there {' | '.join(theirs)}"
                    yield found(code, detail, f"see who is right, or whether it is another person; {again}")


def _datings(view: View, person: NamedNode, event: str) -> set[str]:
    """Return all dates that sources give for the birth or death of a person, in EDTF."""
    events = [node for node in view.subjects("rehab:concerns", person) if view.is_a(node, event)]
    datings = [dating for node in events for dating in view.nodes(node, "rehab:dated")]
    return {text.value for dating in datings for text in view.objects(dating, "rehab:edtf")}


def _overlap(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether any two dates may fall into one year; a day is not compared, since calendars are often mistaken."""
    spans = [_years(text) for text in theirs]
    return any(a[0] <= b[1] and b[0] <= a[1] for a in map(_years, ours) for b in spans)


def _years(edtf: str) -> tuple[int, int]:
    try:
        dating = parse_edtf(edtf)
    except DateError:
        return (0, 9999)
    return (
        dating.earliest.year if dating.earliest else 0,
        dating.latest.year if dating.latest else 9999,
    )


def _folded(text: str) -> str:
    """Return a name without what stands in brackets, without case, for comparison."""
    return " ".join(_BRACKETS.sub("", text).casefold().split()) or text.casefold()

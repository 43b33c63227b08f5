"""What this graph tells of rehabilitations and Wikidata may lack, as commands of QuickStatements; nothing is sent.

QuickStatements, version 1: a command a line, its parts between tabs: item, property, value, then qualifiers (`P`) and
sources (`S`; `!S` begins another reference). `!P` asks for a statement of its own: without it the dates of two
rehabilitations of one person would fall upon one statement, since the tool compares nothing but the value. Version 2
reads the same commands; version 3 has no `!P` and refuses them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from rehabkg.dates import Dating, parse_edtf, parse_julian_edtf
from rehabkg.errors import DateError
from rehabkg.iri import Iris
from rehabkg.link.accepted import AcceptedLink, by_thing
from rehabkg.namespaces import WD
from rehabkg.store.view import View
from rehabkg.wikidata import terms as t
from rehabkg.wikidata.calendars import JULIAN
from rehabkg.wikidata.properties import (
    CAUSE,
    COURT,
    EARLIEST_DATE,
    JURISDICTION,
    LATEST_DATE,
    LAWS_APPLIED,
    POINT_IN_TIME,
    REFERENCE_URL,
    SIGNIFICANT_EVENT,
)
from rehabkg.wikidata.times import written

REHABILITATION = "Q705943"
"""Rehabilitation (Soviet), `data/links.csv`."""
STATES = {
    "ussr": "Q15180", "rsfsr": "Q2184", "ukrssr": "Q133356", "bssr": "Q2895", "uzssr": "Q484578", "kazssr": "Q168811",
    "georssr": "Q130229", "azssr": "Q131337", "litssr": "Q173761", "mdssr": "Q170895", "latssr": "Q192180",
    "kgssr": "Q130276", "tjssr": "Q199711", "armssr": "Q132856", "tkmssr": "Q199707", "estssr": "Q130280",
    "russia": "Q159", "ukraine": "Q212", "belarus": "Q184", "uzbekistan": "Q265", "kazakhstan": "Q232",
    "georgia": "Q230", "azerbaijan": "Q227", "lithuania": "Q37", "moldova": "Q217", "latvia": "Q211",
    "kyrgyzstan": "Q813", "tajikistan": "Q863", "armenia": "Q399", "turkmenistan": "Q874", "estonia": "Q191",
}  # fmt: skip
"""The states before whose law a decision counts, by the numbers of the tables of the evidence."""
_COURTS = ("court", "military-court", "constitutional-court")
# Wikidata feeds encyclopaedias and they feed it; what nobody names must not come back as a source.
_NO_REFERENCE = ("encyclopaedia-or-mirror", "general-knowledge", "seed-article")
_ADDRESS = re.compile(r'https?://(?:(?!/\*)[^\s"|])+')
_EITHER = re.compile(r"\[([0-9-]*)\.\.([0-9-]*)\]")

Existing = Mapping[str, tuple[date | None, ...]]


@dataclass(frozen=True, slots=True)
class Commands:
    """Commands in the order of things and decisions, and how many statements or qualifiers were left out, by reason."""

    lines: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The commands as they are pasted into the tool, in UTF-8."""
        return "".join(line + "\n" for line in self.lines).encode()


def rehabilitation_commands(store: Store, iris: Iris, links: Iterable[AcceptedLink], existing: Existing) -> Commands:
    """Return a command for each rehabilitation of a linked person or people that may be told.

    Left out, and counted: refused or revoked, partial, known from memory or deprecated rows alone, without a source
    that has an address and is no encyclopaedia, of people who may be living, and what the item says already.
    *existing* holds the dates of the rehabilitations that each item is known to have, None for one without a date.
    """
    links = list(links)
    writing = _Writing(View(store), iris, by_thing(links), existing)
    lines = [line for link in links if link.match == "exactMatch" for line in writing.of_thing(link)]
    return Commands(tuple(lines), dict(sorted(writing.left_out.items())), dict(sorted(writing.without.items())))


def existing_events(store: Store, graph: NamedNode) -> Existing:
    """Return the days of the rehabilitations that the extract in *graph* tells of, by item."""
    found: dict[str, set[date | None]] = {}
    has, is_event, when = t.claim(SIGNIFICANT_EVENT), t.value(SIGNIFICANT_EVENT), t.qualifier(POINT_IN_TIME)
    for quad in store.quads_for_pattern(None, has, None, graph):
        if next(iter(store.quads_for_pattern(quad.object, is_event, NamedNode(WD + REHABILITATION), graph)), None):
            days = [_day(said.object) for said in store.quads_for_pattern(quad.object, when, None, graph)]
            found.setdefault(quad.subject.value.removeprefix(WD), set()).update(days or [None])
    return {qid: tuple(sorted(days, key=str)) for qid, days in found.items()}


def _day(value: object) -> date | None:
    text = value.value if isinstance(value, Literal) else ""
    try:
        return date.fromisoformat(text.lstrip("+")[:10])
    except ValueError:
        return None


class _Writing:
    """Writes commands and counts what is left out."""

    def __init__(self, view: View, iris: Iris, items: Mapping[NamedNode, str], existing: Existing) -> None:
        self.left_out: Counter[str] = Counter()
        self.without: Counter[str] = Counter()
        self._view, self._iris, self._items, self._existing = view, iris, items, existing

    def of_thing(self, link: AcceptedLink) -> Iterator[str]:
        """Yield the commands on what a thing is linked to."""
        if link.kind == "record":
            # What a list tells is cited by its file, which has no address.
            self.left_out["record of a list"] += 1
        cases = self._view.subjects("rehab:against", link.thing)
        decisions = {one for case in cases for one in self._view.subjects("rehab:inCase", case)}
        told = [one for one in sorted(decisions, key=str) if self._view.is_a(one, "rehab:Rehabilitation")]
        for decision in told:
            reason = self._why_not(link, decision)
            if reason is None:
                references = self._references(decision)
                reason = None if references else "no source with an address that is no encyclopaedia"
            if reason is None:
                dates = self._dates(decision)
                reason = "the item says so already" if self._is_there(link.qid, dates) else None
            if reason is None:
                yield self._line(link.qid, decision, dates, references)
            else:
                self.left_out[reason] += 1

    def _why_not(self, link: AcceptedLink, decision: NamedNode) -> str | None:
        if self._items.get(link.thing) != link.qid:
            return "the thing is linked to several items"
        living = self._view.objects(link.thing, "rehab:mayBeLiving")
        if link.kind == "person" and [value.value for value in living] != ["false"]:
            return "the person may be living"
        if any(self._view.subjects("rehab:revokes", decision) + self._view.subjects("rehab:setsAside", decision)):
            return "revoked or set aside later"
        if any(
            scope.value.endswith(("/partial", "/requalified")) for scope in self._view.nodes(decision, "rehab:scope")
        ):
            return "partial"
        return None if self._rows(decision) else "known from memory, the founding article or corrected rows alone"

    def _rows(self, decision: NamedNode) -> list[NamedNode]:
        """Return the attestations that may be relied on: sourced, and not corrected."""
        return [
            row
            for row in self._view.subjects("rehab:attests", decision)
            if _code(self._view.nodes(row, "rehab:evidenceLevel")) == "sourced"
            and _code(self._view.nodes(row, "rehab:rank")) != "deprecated"
        ]

    def _references(self, decision: NamedNode) -> list[str]:
        sources = {source for row in self._rows(decision) for source in self._view.nodes(row, "rehab:cites")}
        addresses = {
            address.value
            for source in sources
            if _code(self._view.nodes(source, "rehab:sourceKind")) not in _NO_REFERENCE
            for address in self._view.objects(source, "rehab:address")
        }
        return sorted(address for address in addresses if _fits_a_cell(address))

    def _dates(self, decision: NamedNode) -> list[tuple[str, str]]:
        """Return the qualifiers that say when, as the sharpest of the sources that may be relied on.

        There are none where these differ, or where no value says it.
        """
        graphs = {graph for row in self._rows(decision) for graph, _ in self._view.by_graph(row, "rehab:attests")}
        datings = {node for graph, node in self._view.by_graph(decision, "rehab:dated") if graph in graphs}
        found = {_said(self._view, node) for node in datings if isinstance(node, NamedNode)}
        sharpest = max(found, key=lambda said: len(said[0]), default=None)
        if sharpest is not None and all(sharpest[0].startswith(edtf) for edtf, _ in found):
            qualifiers = list(_qualifiers(*sharpest))
            if qualifiers:
                return qualifiers
            self.without["date that no time value can say"] += 1
        elif found:
            self.without["date, where sources differ"] += 1
        return []

    def _is_there(self, qid: str, dates: list[tuple[str, str]]) -> bool:
        said = dict(dates).get(POINT_IN_TIME)
        known = self._existing.get(qid, ())
        # A statement without a date may be the same one: better a person looks at it than the item says it twice.
        return bool(known) and (said is None or any(day is None or _agrees(said, day) for day in known))

    def _line(self, qid: str, decision: NamedNode, dates: list[tuple[str, str]], references: list[str]) -> str:
        parts = [qid, f"!{SIGNIFICANT_EVENT}", REHABILITATION]
        for key, value in (*dates, *self._circumstances(decision)):
            parts += [key, value]
        for number, address in enumerate(references):
            parts += [("!S" if number else "S") + REFERENCE_URL[1:], f'"{address}"']
        name = decision.value.rpartition("/")[2]
        return "\t".join(parts) + f" /* rehabkg {name} */"

    def _circumstances(self, decision: NamedNode) -> Iterator[tuple[str, str]]:
        """Yield what has an item: the state before whose law, the court, the act and the ground."""
        for state in self._view.nodes(decision, "rehab:beforeLawOf"):
            code = state.value.rpartition("/")[2]
            yield from self._known(JURISDICTION, self._items.get(state) or STATES.get(code), "state without an item")
        for body in self._view.nodes(decision, "rehab:decidedBy"):
            court = _code(self._view.nodes(body, "rehab:bodyKind")) in _COURTS
            missing = "court without an item" if court else "deciding body that is no court: no property fits"
            yield from self._known(COURT, self._items.get(body) if court else None, missing)
        for act in self._view.nodes(decision, "rehab:appliesAct"):
            yield from self._known(LAWS_APPLIED, self._items.get(act), "act without an item")
        for ground in self._view.nodes(decision, "rehab:ground"):
            yield from self._known(CAUSE, self._items.get(ground), "ground without an item")

    def _known(self, key: str, qid: str | None, missing: str) -> Iterator[tuple[str, str]]:
        if qid is None:
            self.without[missing] += 1
        else:
            yield key, qid


def _fits_a_cell(address: str) -> bool:
    """Whether an address holds nothing that the tool reads as the end of a cell or the beginning of a comment.

    >>> [_fits_a_cell(f"https://example.org/{end}") for end in ("a?b=1", 'a"', "a|b", "/*.html")]
    [True, False, False, False]
    """
    return _ADDRESS.fullmatch(address) is not None


def _code(nodes: list[NamedNode]) -> str:
    return nodes[0].value.rpartition("/")[2] if nodes else ""


def _said(view: View, dating: NamedNode) -> tuple[str, str | None]:
    old_style = view.first(dating, "rehab:julianEdtf")
    return str(getattr(view.first(dating, "rehab:edtf"), "value", "")), old_style.value if old_style else None


def _qualifiers(edtf: str, old_style: str | None) -> Iterator[tuple[str, str]]:
    """Yield a point in time, or the ends of `[A..B]`, each as sharp as it is given."""
    either = _EITHER.fullmatch(edtf)
    try:
        if either:
            for key, end in ((EARLIEST_DATE, either[1]), (LATEST_DATE, either[2])):
                if end:
                    yield key, _time(parse_edtf(end))
        else:
            yield POINT_IN_TIME, _time(parse_julian_edtf(old_style) if old_style else parse_edtf(edtf))
    except DateError:
        return


def _time(dating: Dating) -> str:
    """Return a time as the tool reads it.

    >>> _time(parse_edtf("1956-07")), _time(parse_julian_edtf("1907-10-28"))
    ('+1956-07-00T00:00:00Z/10', '+1907-10-28T00:00:00Z/11/J')
    """
    value = written(dating)
    return f"{value.value}/{value.precision}" + ("/J" if value.calendar == JULIAN else "")


def _agrees(said: str, day: date) -> bool:
    """Whether a time that is written here may be the day of an item's statement, which has lost its precision."""
    parts = [part for part in said[1:11].split("-") if part != "00"]
    shown = day.isoformat().split("-")
    if (day.month, day.day) == (1, 1):
        shown = shown[:1]
    elif day.day == 1:
        shown = shown[:2]
    least = min(len(parts), len(shown))
    return parts[:least] == shown[:least]

"""The page of a thing: what every source says of it, as a story in time, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Quad

from rehabkg.drawing.happenings import Dated
from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.namespaces import A, term
from rehabkg.pages.labels import Labels, kinds
from rehabkg.pages.linked import LINK_GRAPHS
from rehabkg.pages.notes import Footnotes
from rehabkg.pages.refers import Referring, referring
from rehabkg.show import Fact, Text, facts
from rehabkg.status.report import Described, described
from rehabkg.status.walk import status_as_of
from rehabkg.web.published import Published

# Said in the heading of a page or section, not among its lines.
_HEADED = (
    A,
    term("skos:topConceptOf"),
    term("rehab:againstObserved"),
    term("rehab:inRecordedCase"),
    term("rehab:ofRecord"),
)
# What the graph needs for itself: which of several values it shows first, and why.
_NOT_SHOWN = ("preference",)
_PRINTED = term("rehab:asListed")
_STATED = "rehab:rehabilitationStated"
# What two sources tell apart is a disagreement, not a list.
_ONE_VALUE = tuple(
    term(name)
    for name in ("rehab:dated", "rehab:began", "rehab:ended", "rehab:asOf", "rehab:decidedBy", "rehab:deathManner")
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the numbers of the footnotes that say so."""

    text: Text
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values; *disputed* where sources tell different ones and only one can hold."""

    label: Text
    values: tuple[Value, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What belongs to the thing: its heading, what kind of thing it is, when it was, its rows.

    `anchor` is the last segment of its IRI, so that a link can lead to it; `dates` are those that sources give it,
    and `says` is what it comes to in few words.
    """

    iri: str
    anchor: str
    heading: Text
    kinds: tuple[Text, ...]
    when: str
    dates: tuple[Dated, ...]
    says: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """All that the page of a thing shows. `printed` is the record as it stands in its source."""

    iri: str
    heading: Text
    other_heading: Text | None
    kinds: tuple[Text, ...]
    kind: str
    rows: tuple[Row, ...]
    story: tuple[Section, ...]
    parts: tuple[Section, ...]
    printed: tuple[Value, ...]
    stated: tuple[Text, ...]
    standing: tuple[Described, ...] | None
    day: date
    referring: Referring
    notes: Footnotes


def thing_page(
    published: Published,
    labels: Labels,
    thing: NamedNode,
    language: str,
    *,
    day: date,
    state: NamedNode | None = None,
    quads: Sequence[Quad] | None = None,
) -> ThingPage | None:
    """Return the page of *thing*, None where the store says nothing of it.

    *day* and *state* are those for which the status is shown; *quads* are the neighbourhood of the thing, where the
    caller has it already.
    """
    quads = neighbourhood(published.store, thing, published.iris) if quads is None else quads
    if not any(quad.subject == thing for quad in quads):
        return None
    claimed = {published.iris.graph(name) for name in LINK_GRAPHS}
    said = [quad for quad in quads if quad.graph_name not in claimed]
    return _Page(published, labels, thing, language).of(
        facts(published.store, thing, published.iris, language, said), day, state
    )


class _Page:
    def __init__(self, published: Published, labels: Labels, thing: NamedNode, language: str) -> None:
        self._published, self._labels, self._thing, self._language = published, labels, thing, language
        self._view = published.view
        self._notes = Footnotes()

    def of(self, told: list[Fact], day: date, state: NamedNode | None) -> ThingPage:
        by_subject: dict[NamedNode, list[Fact]] = {}
        for fact in told:
            by_subject.setdefault(fact.subject, []).append(fact)
        own = self._rows(by_subject.pop(self._thing, []))
        sections = [
            self._section(subject, found)
            for subject, found in by_subject.items()
            if _kind(subject.value, self._published.iris.base) not in _NOT_SHOWN
        ]
        heading = self._labels.of(self._thing.value, self._language)
        return ThingPage(
            iri=self._thing.value,
            heading=heading,
            other_heading=self._other(heading),
            kinds=self._kinds(self._thing),
            kind=_kind(self._thing.value, self._published.iris.base),
            rows=own,
            story=tuple(section for section in sections if section.when),
            parts=tuple(section for section in sections if not section.when and section.rows),
            printed=self._printed(told),
            stated=self._texts(self._view.nodes(self._thing, _STATED)),
            standing=self._standing(day, state),
            day=day,
            referring=referring(self._published.store, self._thing),
            notes=self._notes,
        )

    def _other(self, heading: Text) -> Text | None:
        """Return the label in the other language, where it is another one."""
        other = self._labels.of(self._thing.value, "ru" if self._language == "en" else "en")
        return other if other.value != heading.value else None

    def _kinds(self, node: NamedNode) -> tuple[Text, ...]:
        return self._texts(kinds(self._view, node))

    def _texts(self, nodes: Iterable[NamedNode]) -> tuple[Text, ...]:
        return tuple(self._labels.of(node.value, self._language) for node in nodes)

    def _section(self, subject: NamedNode, told: list[Fact]) -> Section:
        return Section(
            iri=subject.value,
            anchor=subject.value.rpartition("/")[2],
            heading=self._labels.of(subject.value, self._language),
            kinds=self._kinds(subject),
            when=next((fact.value.value for fact in told if fact.predicate in _DATES), ""),
            dates=self._dates(told),
            says=_says(told),
            rows=self._rows(told),
        )

    def _dates(self, told: list[Fact]) -> tuple[Dated, ...]:
        """Return the dates that sources give, each once, with the footnotes that say so."""
        found: dict[tuple[date | None, date | None, str], list[int]] = {}
        for fact in told:
            if fact.predicate in _DATES and fact.node is not None:
                bounds = self._view.day(fact.node, "rehab:earliest"), self._view.day(fact.node, "rehab:latest")
                found.setdefault((*bounds, fact.value.value), []).append(self._notes.number(fact.evidence))
        return tuple(
            Dated(earliest, latest, printed, _APPROXIMATE.search(printed) is not None, tuple(sorted(set(notes))))
            for (earliest, latest, printed), notes in found.items()
        )

    def _rows(self, told: list[Fact]) -> tuple[Row, ...]:
        found: dict[NamedNode, dict[Text, list[int]]] = {}
        for fact in told:
            if fact.predicate in _HEADED or fact.predicate == _PRINTED or fact.value.iri == self._thing.value:
                # What says nothing but a class has its source all the same.
                self._notes.number(fact.evidence)
                continue
            numbers = found.setdefault(fact.predicate, {}).setdefault(self._named(fact.value), [])
            number = self._notes.number(fact.evidence)
            if number not in numbers:
                numbers.append(number)
        return tuple(
            Row(
                self._labels.of(predicate.value, self._language),
                tuple(Value(text, tuple(sorted(numbers))) for text, numbers in values.items()),
                predicate in _ONE_VALUE and len(values) > 1,
            )
            for predicate, values in found.items()
        )

    def _named(self, text: Text) -> Text:
        """Return the value by the one label function where it is a thing of ours that has no label of its own."""
        if text.iri is None or text.value != text.iri.rpartition("/")[2]:
            return text
        return self._labels.of(text.iri, self._language)

    def _printed(self, told: list[Fact]) -> tuple[Value, ...]:
        return tuple(
            Value(fact.value, (self._notes.number(fact.evidence),)) for fact in told if fact.predicate == _PRINTED
        )

    def _standing(self, day: date, state: NamedNode | None) -> tuple[Described, ...] | None:
        """Return what stands on the day, None for a thing against which there is no case."""
        if not self._view.subjects("rehab:against", self._thing):
            return None
        standing = status_as_of(self._view, self._thing, day, state)
        return tuple(described(self._view, row, self._language) for row in standing)


# The words of a source say most; else the measure, the ground, the body tell one sentence from another.
_SAYING = tuple(
    term(f"rehab:{name}")
    for name in ("text", "imposes", "recordedMeasure", "recordedGround", "ground", "recordedBody", "decidedBy")
)


def _says(told: list[Fact]) -> str:
    for predicate in _SAYING:
        for fact in told:
            if fact.predicate == predicate:
                return fact.value.value
    return ""


# EDTF, level 1: approximate, uncertain, or both.
_APPROXIMATE = re.compile(r"[0-9X][~?%]")
_DATES = tuple(term(f"rehab:{name}") for name in ("dated", "began", "asOf", "recordedOn", "coversFrom"))


def _kind(iri: str, base: str) -> str:
    return iri.removeprefix(base).removeprefix("id/").partition("/")[0]

"""One thing for a reader: every statement about it and what belongs to it, each with the source that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from rehabkg.dates.durations import duration_in_words
from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.iri import Iris
from rehabkg.namespaces import A, term
from rehabkg.query.results import shown
from rehabkg.store.view import View

# Nodes that carry a statement for another one are folded into it.
_FOLDED = ("dating", "attestation", "name", "measure", "geometry", "recorded-measure", "match", "linkage")
_DATES = tuple(
    term(name)
    for name in (
        "rehab:dated", "rehab:began", "rehab:ended", "rehab:asOf", "rehab:recordedOn", "rehab:bornOn", "rehab:diedOn",
    )
)  # fmt: skip
_MEASURES = (term("rehab:imposes"), term("rehab:recordedMeasure"))
_SKIPPED = (
    term("rehab:countsBefore"), term("rehab:shownDating"), term("rehab:firstDay"), term("rehab:lastDay"),
    term("rehab:shownBeginning"), term("rehab:shownEnd"), term("rehab:shownEvidence"), term("geo:hasGeometry"),
)  # fmt: skip
_LABELS = (term("rdfs:label"), term("skos:prefLabel"), term("dcterms:title"))
Cells = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """A text for a reader: its language tag where it has one, and the thing that it names, where it names one."""

    value: str
    language: str | None = None
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who says a statement: the sources of its graph, the places in them, how surely."""

    sources: tuple[Text, ...]
    locators: tuple[str, ...]
    levels: tuple[Text, ...]

    def __str__(self) -> str:
        """The same in one line."""
        sources = " + ".join(source.value for source in self.sources)
        return ", ".join(dict.fromkeys((sources, *self.locators, *(level.value for level in self.levels))))


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about *subject* for a reader; *node* is the thing that it names, a dating for instance."""

    subject: NamedNode
    predicate: NamedNode
    value: Text
    evidence: Evidence
    node: NamedNode | None = None


def facts(store: Store, thing: NamedNode, iris: Iris, language: str, quads: Iterable[Quad] | None = None) -> list[Fact]:
    """Return the statements about *thing* and what belongs to it, the thing first, then in the order of their days.

    *quads* are its neighbourhood, where the caller has it already.
    """
    view = View(store)
    found = [quad for quad in (neighbourhood(store, thing, iris) if quads is None else quads) if _told(quad, iris)]
    evidence = _Attested(store, view, language)
    order = {quad.subject: _order(view, thing, quad.subject) for quad in found}
    rows: dict[Fact, None] = {}
    for quad in sorted(found, key=lambda quad: (order[quad.subject], quad.predicate != A, str(quad))):
        node = quad.object if isinstance(quad.object, NamedNode) else None
        rows[Fact(quad.subject, quad.predicate, _value(view, quad, language), evidence.of(quad), node)] = None
    return list(rows)


def statements(store: Store, thing: NamedNode, iris: Iris, language: str) -> list[Cells]:
    """Return a row for each statement: the thing, the property, the value, and who says it, where, how surely."""
    view = View(store)
    label = _once(lambda node: view.label(node, language))
    rows: dict[Cells, None] = {}
    for fact in facts(store, thing, iris, language):
        about = "" if fact.subject == thing else label(fact.subject)
        rows[about, label(fact.predicate), fact.value.value, str(fact.evidence)] = None
    return list(rows)


def _once(label: Callable[[NamedNode], str]) -> Callable[[NamedNode], str]:
    known: dict[NamedNode, str] = {}

    def found(node: NamedNode) -> str:
        if node not in known:
            known[node] = label(node)
        return known[node]

    return found


def _told(quad: Quad, iris: Iris) -> bool:
    """Leave out what is folded into others, the catalogue of sources, and labels of what is only named."""
    subject = quad.subject.value
    kind = subject.removeprefix(f"{iris.base}id/").partition("/")[0] if subject.startswith(f"{iris.base}id/") else ""
    if quad.predicate in _SKIPPED or quad.graph_name == iris.graph("sources") or kind in _FOLDED:
        return False
    derived = quad.graph_name == iris.graph("derived")
    if derived and (quad.predicate == A or quad.predicate == term("rdfs:label")):
        return False
    if quad.predicate in (term("rehab:reviews"), term("rehab:bearsOn"), term("rehab:relatedAct")) and derived:
        return False
    return (bool(kind) and quad.predicate not in _LABELS) or subject.startswith(f"{iris.base}vocab/phrase/")


def _order(view: View, thing: NamedNode, subject: NamedNode) -> tuple[int, str, str]:
    if subject == thing:
        return 0, "", ""
    # What came not later than a day stands there, not at the end.
    day = view.first(subject, "rehab:firstDay") or view.first(subject, "rehab:lastDay")
    if day is None:
        recorded = view.nodes(subject, "rehab:recordedOn")
        day = view.first(recorded[0], "rehab:earliest") if recorded else None
    return 1, day.value if day is not None else "9999", subject.value


def _value(view: View, quad: Quad, language: str) -> Text:
    if isinstance(quad.object, Literal):
        return Text(shown(quad.object), quad.object.language)
    if quad.predicate in _DATES:
        return Text(_date(view, quad.object))
    if quad.predicate == term("rehab:hasName"):
        kind = view.first(quad.object, "rehab:nameScheme") or view.first(quad.object, "rehab:nameKind")
        form = shown(view.first(quad.object, "rehab:form"))
        return Text(f"{form} ({view.label(kind, language)})" if isinstance(kind, NamedNode) else form)
    if quad.predicate in _MEASURES:
        return _measure(view, quad.object, language)
    label, tag = view.labelled(quad.object, language)
    return Text(label, tag, quad.object.value)


def _measure(view: View, measure: NamedNode, language: str) -> Text:
    kinds = view.nodes(measure, "rehab:measureKind")
    words = ", ".join(view.label(kind, language) for kind in kinds)
    iri = kinds[0].value if len(kinds) == 1 else None
    duration = view.first(measure, "rehab:duration")
    told = duration_in_words(duration.value, language) if isinstance(duration, Literal) else ""
    return Text(" ".join(filter(None, (words, told))), iri=iri)


def _date(view: View, dating: NamedNode) -> str:
    written, printed = view.first(dating, "rehab:edtf"), view.first(dating, "rehab:asPrinted")
    julian = view.first(dating, "rehab:julianEdtf")
    parts = [shown(written)]
    if julian is not None:
        parts.append(f"[{shown(julian)} Julian]")
    if printed is not None:
        parts.append(f"({shown(printed)})")
    return " ".join(parts)


class _Attested:
    """Finds who says a statement; what is asked of a graph is asked once."""

    def __init__(self, store: Store, view: View, language: str) -> None:
        self._store, self._view, self._language = store, view, language
        self._graphs: dict[NamedNode, tuple[tuple[Text, ...], tuple[Text, ...]]] = {}
        self._attestations: dict[NamedNode, list[NamedNode]] = {}

    def of(self, quad: Quad) -> Evidence:
        graph = quad.graph_name
        if graph not in self._graphs:
            self._graphs[graph] = self._sources(graph), self._texts(self._view.nodes(graph, "rehab:evidenceLevel"))
        sources, levels = self._graphs[graph]
        return Evidence(sources, tuple(self._locators(quad.subject, graph)), levels)

    def _sources(self, graph: NamedNode) -> tuple[Text, ...]:
        return self._texts(self._view.nodes(graph, "rehab:cites") or [graph])

    def _texts(self, nodes: Iterable[NamedNode]) -> tuple[Text, ...]:
        labelled = ((node, self._view.labelled(node, self._language)) for node in nodes)
        return tuple(Text(label, tag, node.value) for node, (label, tag) in labelled)

    def _locators(self, subject: NamedNode, graph: NamedNode) -> Iterable[str]:
        if subject not in self._attestations:
            self._attestations[subject] = self._view.subjects("rehab:attests", subject)
        for node in self._attestations[subject]:
            if next(iter(self._store.quads_for_pattern(node, None, None, graph)), None) is not None:
                locator = self._view.first(node, "rehab:locator")
                if locator is not None:
                    yield shown(locator)

"""One thing for a reader: every statement about it and what belongs to it, each with the source that says so."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, Store

from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.iri import Iris
from rehabkg.namespaces import A, term
from rehabkg.query.results import shown
from rehabkg.store.view import View

# Nodes that carry a statement for another one are folded into it.
_FOLDED = ("dating", "attestation", "name", "measure", "geometry")
_DATES = (term("rehab:dated"), term("rehab:began"), term("rehab:ended"), term("rehab:asOf"))
_SKIPPED = (
    term("rehab:countsBefore"), term("rehab:shownDating"), term("rehab:firstDay"), term("rehab:lastDay"),
    term("rehab:shownBeginning"), term("rehab:shownEnd"), term("rehab:shownEvidence"), term("geo:hasGeometry"),
)  # fmt: skip
Cells = tuple[str, str, str, str]


def statements(store: Store, thing: NamedNode, iris: Iris, language: str) -> list[Cells]:
    """Return a row for each statement: the thing, the property, the value, and who says it, where, how surely.

    The thing itself comes first, then what belongs to it in the order of its days.
    """
    view = View(store)
    evidence = _Evidence(store, view, iris, language)
    quads = [quad for quad in neighbourhood(store, thing, iris) if _told(quad, iris)]
    order = {quad.subject: _order(view, thing, quad.subject) for quad in quads}
    rows: dict[Cells, None] = {}
    for quad in sorted(quads, key=lambda quad: (order[quad.subject], quad.predicate != A, str(quad))):
        about = "" if quad.subject == thing else view.label(quad.subject, language)
        value = _value(view, quad, language)
        rows[about, view.label(quad.predicate, language), value, evidence.of(quad)] = None
    return list(rows)


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
    labels = (term("rdfs:label"), term("skos:prefLabel"), term("dcterms:title"))
    return (bool(kind) and quad.predicate not in labels) or subject.startswith(f"{iris.base}vocab/phrase/")


def _order(view: View, thing: NamedNode, subject: NamedNode) -> tuple[int, str, str]:
    if subject == thing:
        return 0, "", ""
    day = view.first(subject, "rehab:firstDay")
    return 1, day.value if day is not None else "9999", subject.value


def _value(view: View, quad: Quad, language: str) -> str:
    if isinstance(quad.object, Literal):
        return shown(quad.object)
    if quad.predicate in _DATES:
        return _date(view, quad.object)
    if quad.predicate == term("rehab:hasName"):
        kind = view.first(quad.object, "rehab:nameScheme") or view.first(quad.object, "rehab:nameKind")
        form = shown(view.first(quad.object, "rehab:form"))
        return f"{form} ({view.label(kind, language)})" if isinstance(kind, NamedNode) else form
    if quad.predicate == term("rehab:imposes"):
        kinds = ", ".join(view.label(kind, language) for kind in view.nodes(quad.object, "rehab:measureKind"))
        return " ".join(filter(None, (kinds, shown(view.first(quad.object, "rehab:duration")))))
    return view.label(quad.object, language)


def _date(view: View, dating: NamedNode) -> str:
    written, printed = view.first(dating, "rehab:edtf"), view.first(dating, "rehab:asPrinted")
    julian = view.first(dating, "rehab:julianEdtf")
    parts = [shown(written)]
    if julian is not None:
        parts.append(f"[{shown(julian)} Julian]")
    if printed is not None:
        parts.append(f"({shown(printed)})")
    return " ".join(parts)


class _Evidence:
    """Who says a statement: the sources of its graph, with the locator and level of the subject's attestation."""

    def __init__(self, store: Store, view: View, iris: Iris, language: str) -> None:
        self._store, self._view, self._iris, self._language = store, view, iris, language

    def of(self, quad: Quad) -> str:
        graph = quad.graph_name
        sources = [self._view.label(source, self._language) for source in self._view.nodes(graph, "rehab:cites")]
        parts = [" + ".join(sources) or self._view.label(graph, self._language)]
        for node in self._view.subjects("rehab:attests", quad.subject):
            if next(iter(self._store.quads_for_pattern(node, None, None, graph)), None) is None:
                continue
            locator = self._view.first(node, "rehab:locator")
            if locator is not None:
                parts.append(shown(locator))
        levels = self._view.nodes(graph, "rehab:evidenceLevel")
        parts.extend(self._view.label(level, self._language) for level in levels)
        return ", ".join(dict.fromkeys(parts))

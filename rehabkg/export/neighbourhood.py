"""One thing with what belongs to it: its cases and their decisions, dates, measures, evidence, and the labels of
everything that these name. A conviction never leaves without what became of it."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, Store

from rehabkg.iri import Iris
from rehabkg.namespaces import term

# What a thing has for itself alone …
_PARTS = tuple(
    term(name)
    for name in (
        "rehab:dated", "rehab:began", "rehab:ended", "rehab:asOf", "rehab:coversFrom", "rehab:coversTo",
        "rehab:imposes", "rehab:hasName", "rehab:standsIn", "geo:hasGeometry",
    )
)  # fmt: skip
# … and what points to it and tells of it.
_TELLERS = tuple(
    term(name)
    for name in (
        "rehab:against", "rehab:inCase", "rehab:concerns", "rehab:about", "rehab:attests", "rehab:provisionOf",
        "rehab:stateOf", "rehab:ofPage", "rehab:reviews", "rehab:bearsOn",
    )
)  # fmt: skip
_LABELS = (term("rdfs:label"), term("skos:prefLabel"), term("dcterms:title"))


def neighbourhood(store: Store, thing: NamedNode, iris: Iris) -> list[Quad]:
    """Return the quads about *thing* and what belongs to it, with labels and the description of their sources."""
    found: set[Quad] = set()
    waiting, seen = [thing], {thing}
    while waiting:
        node = waiting.pop()
        for quad in store.quads_for_pattern(node, None, None, None):
            found.add(quad)
            if quad.predicate in _PARTS and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
        for predicate in _TELLERS:
            for quad in store.quads_for_pattern(None, predicate, node, None):
                found.add(quad)
                if quad.subject not in seen:
                    seen.add(quad.subject)
                    waiting.append(quad.subject)
    graphs = {quad.graph_name for quad in found}
    catalogue = iris.graph("sources")
    cited: set[NamedNode] = set()
    for graph in graphs:
        for quad in store.quads_for_pattern(graph, None, None, catalogue):
            found.add(quad)
            cited.add(quad.object)
    for source in cited:
        if isinstance(source, NamedNode) and source.value.startswith(f"{iris.base}id/source/"):
            found.update(store.quads_for_pattern(source, None, None, catalogue))
    named = {quad.object for quad in found if isinstance(quad.object, NamedNode)} | {
        quad.predicate for quad in found
    }
    for node in named - seen:
        for predicate in _LABELS:
            found.update(store.quads_for_pattern(node, predicate, None, None))
    return sorted(found, key=str)

"""The derived graph: everything that queries need and no source says, in one graph that says so of itself."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from rehabkg.derive.bearing import affects, sets_aside
from rehabkg.derive.closure import closure, hierarchy
from rehabkg.derive.jurisdiction import counts_before
from rehabkg.derive.labels import article_labels, labels, stated_classes
from rehabkg.derive.preference import preferences, ranking
from rehabkg.derive.reach import reach
from rehabkg.derive.support import evidence
from rehabkg.iri import Iris
from rehabkg.mapping.statement import english, russian
from rehabkg.namespaces import A, term
from rehabkg.store.view import View


def derive(store: Store, ontology: list[Triple], iris: Iris) -> int:
    """Add the derived graph to *store*, which holds what the sources say; return how many quads were added.

    The parts build on each other: superclasses first, then the dates to show, then what walks the dated decisions.
    """
    graph = iris.graph("derived")
    view = View(store)
    stated = [quad for quad in store if quad.graph_name != graph]
    before = len(store)

    def add(quads: Iterator[Quad]) -> None:
        # Collected first: the walks read the store that they add to.
        store.extend(list(quads))

    add(closure(stated, hierarchy(ontology), graph))
    order = ranking(stated)
    add(preferences(stated, order, iris, graph))
    add(evidence(stated, iris, graph))
    add(counts_before(view, graph))
    add(sets_aside(view, graph))
    add(reach(view, iris, graph))
    add(affects(view, graph))
    add(labels(view, stated_classes(stated), graph))
    add(article_labels(view, graph))
    add(_description(iris, graph))
    return len(store) - before


def _description(iris: Iris, graph: NamedNode) -> Iterator[Quad]:
    catalogue = iris.graph("sources")
    yield Quad(graph, A, term("rehab:SourceGraph"), catalogue)
    yield Quad(graph, term("rehab:evidenceLevel"), iris.concept("evidence", "derived"), catalogue)
    yield Quad(graph, term("rehab:derivedBy"), Literal("rehabkg"), catalogue)
    yield Quad(graph, term("rdfs:label"), english("derived by rehabkg from the other graphs"), catalogue)
    yield Quad(graph, term("rdfs:label"), russian("выведено rehabkg из остальных графов"), catalogue)

"""Links that rest on what changes: they go out of the store with it, in the same version, so that none leads nowhere.

What people decided lies elsewhere (`settings.links_path`) and stays: linking again takes it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode, Store

from rehabkg.namespaces import term
from rehabkg.store.linked import linked_graphs
from rehabkg.store.version import Draft

_MATCH_OF, _TARGET = term("rehab:matchOf"), term("rehab:matchTarget")


class StaleLinks:
    """The linked graphs of a store, of which some rest on one source."""

    def __init__(self, path: Path, source: str) -> None:
        """Look at the version in force of the store at *path*. Raises `StoreError` where there is none."""
        found = linked_graphs(path)
        self._source = source
        self.gone = [linked for linked in found if linked.rests_on.get(f"source {source}") == source]
        self._others = [linked for linked in found if linked not in self.gone]

    @property
    def graphs(self) -> frozenset[NamedNode]:
        """The graphs that go out with the source: a draft is made without them."""
        return frozenset(NamedNode(graph) for linked in self.gone for graph in linked.graphs)

    @property
    def statements(self) -> int:
        """How many statements go out with the source."""
        return sum(linked.statements for linked in self.gone)

    def drop(self, version: Draft) -> None:
        """Forget the graphs that are not in *version* any more; of the others drop the links that lead nowhere now."""
        for linked in self.gone:
            (version.links / f"{linked.name}.json").unlink()
        graphs = {NamedNode(graph) for linked in self._others for graph in linked.graphs}
        for linked in self._others:
            dropped = sum(_drop_dangling(version.store, NamedNode(graph), graphs) for graph in linked.graphs)
            if dropped:
                replace(linked, statements=linked.statements - dropped).write(version.links)

    def told(self) -> Iterator[str]:
        """Yield a line on each graph that went out."""
        for linked in self.gone:
            again = linked.name.removeprefix("link-")
            yield (
                f"{linked.name}: the links were taken out, since they rest on {self._source};"
                f" 'rehabkg link {again}' makes them again, and decisions stay"
            )


def _drop_dangling(store: Store, graph: NamedNode, linked: Iterable[NamedNode]) -> int:
    """Drop the matches of a thing of which nothing is said any more but by *linked* graphs; return how many lines."""
    of_linked = set(linked)
    dangling = [
        (quad.subject, quad.object)
        for quad in store.quads_for_pattern(None, _MATCH_OF, None, graph)
        if all(said.graph_name in of_linked for said in store.quads_for_pattern(quad.object, None, None, None))
    ]
    dropped = 0
    for match, thing in dangling:
        targets = {quad.object for quad in store.quads_for_pattern(match, _TARGET, None, graph)}
        links = [quad for quad in store.quads_for_pattern(thing, None, None, graph) if quad.object in targets]
        for quad in (*links, *store.quads_for_pattern(match, None, None, graph)):
            store.remove(quad)
            dropped += 1
    return dropped

"""Links that rest on what changes: they go out of the store with it, in the same version, so that none leads nowhere.

What people decided lies elsewhere (`settings.links_path`) and stays: linking again takes it up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from rehabkg.namespaces import term
from rehabkg.store.engine import open_store
from rehabkg.store.linked import LinkedGraph, linked_graphs

if TYPE_CHECKING:
    from rehabkg.store.version import Draft

_MATCH_OF, _TARGET = term("rehab:matchOf"), term("rehab:matchTarget")


@dataclass(frozen=True, slots=True)
class StaleLinks:
    """The linked graphs of a store: those `gone` rest on what changes and go out whole, `because` says on what.

    Of the others those links go that lead nowhere then.
    """

    gone: Sequence[LinkedGraph]
    others: Sequence[LinkedGraph]
    because: str

    @classmethod
    def of_source(cls, path: Path, source: str) -> StaleLinks:
        """Return what goes with a loaded source of the store at *path*. Raises `StoreError` where there is none."""
        found = linked_graphs(path)
        gone = [linked for linked in found if linked.rests_on.get(f"source {source}") == source]
        return cls(gone, [linked for linked in found if linked not in gone], f"they rest on {source}")

    @classmethod
    def of_build(cls, path: Path, removed: Iterable[NamedNode], nquads: bytes) -> StaleLinks:
        """Return what goes where *nquads* replace the graphs *removed*: what joins a thing that is gone with others.

        Raises `StoreError` where there is no store at *path*.
        """
        found = linked_graphs(path)
        if not found:
            return cls((), (), "")
        store = open_store(path)
        before = {quad.subject for graph in removed for quad in store.quads_for_pattern(None, None, None, graph)}
        lost = before.difference(quad.subject for quad in parse(nquads, format=RdfFormat.N_QUADS))
        things = sorted((thing for thing in lost if isinstance(thing, NamedNode)), key=str)
        named = {linked.name: joined for linked in found if (joined := _joined(store, linked, things)) is not None}
        first = next((thing.value.rpartition("/")[2] for thing in named.values()), "")
        return cls(
            [linked for linked in found if linked.name in named],
            [linked for linked in found if linked.name not in named],
            f"the tables tell nothing of {first} any more",
        )

    @property
    def graphs(self) -> frozenset[NamedNode]:
        """The graphs that go out: a draft is made without them."""
        return frozenset(NamedNode(graph) for linked in self.gone for graph in linked.graphs)

    @property
    def statements(self) -> int:
        """How many statements go out with these graphs."""
        return sum(linked.statements for linked in self.gone)

    def drop(self, version: Draft) -> None:
        """Forget the graphs that are not in *version* any more; of the others drop the links that lead nowhere now."""
        for linked in self.gone:
            (version.links / f"{linked.name}.json").unlink()
        graphs = {NamedNode(graph) for linked in self.others for graph in linked.graphs}
        for linked in self.others:
            dropped = sum(_drop_dangling(version.store, NamedNode(graph), graphs) for graph in linked.graphs)
            if dropped:
                replace(linked, statements=linked.statements - dropped).write(version.links)

    def told(self) -> Iterator[str]:
        """Yield a line on each graph that went out."""
        for linked in self.gone:
            again = linked.name.removeprefix("link-")
            yield (
                f"{linked.name}: the links were taken out, since {self.because};"
                f" 'rehabkg link {again}' makes them again, and decisions stay"
            )


def _joined(store: Store, linked: LinkedGraph, things: Iterable[NamedNode]) -> NamedNode | None:
    """Return the first of *things* that a graph joins with another thing of ours, as a person with records."""
    graphs = [NamedNode(graph) for graph in linked.graphs]
    for thing in things:
        for graph in graphs:
            for quad in store.quads_for_pattern(None, _MATCH_OF, thing, graph):
                if next(store.quads_for_pattern(quad.subject, _TARGET, None, graph), None) is None:
                    return thing
    return None


def _drop_dangling(store: Store, graph: NamedNode, linked: Collection[NamedNode]) -> int:
    """Drop the matches with items of a thing of which only *linked* graphs say anything; return how many lines."""
    dangling = [
        (quad.subject, quad.object, target.object)
        for target in store.quads_for_pattern(None, _TARGET, None, graph)
        for quad in store.quads_for_pattern(target.subject, _MATCH_OF, None, graph)
        if all(said.graph_name in linked for said in store.quads_for_pattern(quad.object, None, None, None))
    ]
    dropped = 0
    for match, thing, target in dangling:
        links = store.quads_for_pattern(thing, None, target, graph)
        for quad in [*links, *store.quads_for_pattern(match, None, None, graph)]:
            store.remove(quad)
            dropped += 1
    return dropped

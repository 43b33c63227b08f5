"""The IRIs of what is described, below the base; where it is fetched from is moved to the public address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from rehabkg.release.model import Dump, GraphChange, Release

# What is fetched stands below these; things, concepts, graphs and the dataset keep their IRIs.
_FETCHED = ("dumps/", "releases/", "sparql", ".well-known/void", "openapi.json", "queries", "index")


@dataclass(frozen=True, slots=True)
class Described:
    """The IRIs of one release."""

    release: Release

    def at(self, path: str) -> NamedNode:
        """Return the IRI of a path below the base."""
        return NamedNode(self.release.base + path)

    @property
    def catalogue(self) -> NamedNode:
        """The catalogue of the one dataset."""
        return self.at("catalogue")

    @property
    def dataset(self) -> NamedNode:
        """The dataset through all its releases."""
        return self.at("dataset")

    @property
    def version(self) -> NamedNode:
        """The dataset as it is in the release."""
        return self.version_named(self.release.name)

    def version_named(self, name: str) -> NamedNode:
        """A release of the dataset."""
        return self.at(f"version/{name}")

    def distribution(self, dump: Dump) -> NamedNode:
        """The distribution that a dump is."""
        return self.at(f"version/{self.release.name}#{dump.file}")

    def download(self, dump: Dump) -> NamedNode:
        """Where a dump is fetched from, for as long as the release is kept."""
        return self.at(f"releases/{self.release.name}/dumps/{dump.file}")

    def change(self, change: GraphChange, kind: str) -> NamedNode:
        """Where the changes of a graph are fetched from."""
        return self.at(f"releases/{self.release.name}/changes/{change.name}.{kind}.nt.gz")

    def subset(self, graph: str) -> NamedNode:
        """The part of the dataset that a graph holds."""
        return self.at(f"dataset#{graph.removeprefix(f'{self.release.base}graph/')}")

    @property
    def endpoint(self) -> NamedNode:
        """The SPARQL endpoint."""
        return self.at("sparql")


def moved(statements: Iterable[Triple], base: str, address: str) -> list[Quad]:
    """Return statements with what is fetched at *address* instead of below *base*."""

    def to(node: object) -> object:
        if isinstance(node, NamedNode) and node.value.startswith(tuple(base + path for path in _FETCHED)):
            return NamedNode(address + node.value.removeprefix(base))
        return node

    return [Quad(to(one.subject), one.predicate, to(one.object)) for one in statements]

"""The Python API: all that the command does, from a program.

import rehabkg

rehabkg.build(rehabkg.Settings.from_environment())
graph = rehabkg.Knowledge.open()
for row in graph.ask("amnesty-without-rehabilitation"):
print(row)
graph.status("Mandelstam", date(1957, 1, 1))
graph.as_rdflib()                       # an rdflib Dataset on the same store
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Quad, Store

from rehabkg.errors import CallError, NotFoundError
from rehabkg.export.jsonld import write_framed, write_jsonld
from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.export.rdf import write_rdf
from rehabkg.iri import Iris
from rehabkg.pipeline import BuildReport, build
from rehabkg.query.bind import Search, bound_text
from rehabkg.query.catalog import stored_query
from rehabkg.query.remote import run_remote
from rehabkg.query.resolve import resolve
from rehabkg.query.results import Result, Rows
from rehabkg.query.run import run_stored, run_text
from rehabkg.settings import Settings
from rehabkg.show import Cells, statements
from rehabkg.status.report import Described, described
from rehabkg.status.walk import status_as_of
from rehabkg.store.engine import base_of, open_store
from rehabkg.store.loaded import LoadedSource, loaded_sources
from rehabkg.store.view import View

if TYPE_CHECKING:
    from rdflib import Dataset

    from rehabkg.search.names import FoundName

__all__ = ["BuildReport", "Knowledge", "Settings", "build"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The graph of one store, open for reading."""

    store: Store
    settings: Settings

    @classmethod
    def open(cls, path: Path | None = None) -> Knowledge:
        """Open the store at *path*, by default where `REHABKG_STORE` or the user's data directory says.

        Raises `StoreError` where there is none.
        """
        settings = Settings.from_environment()
        where = path or settings.store_path
        return cls(open_store(where), replace(settings, base=base_of(where) or settings.base, store_path=where))

    @property
    def iris(self) -> Iris:
        """The IRIs of this store's base."""
        return Iris(self.settings.base)

    def ask(self, name: str, **values: str) -> Rows:
        """Return the rows of a stored query; a value is the text of an id, a code, a date or a number."""
        return run_stored(self.store, stored_query(name), values, self.settings, self._search())

    def ask_endpoint(self, endpoint: str, name: str, **values: str) -> Result:
        """Return what a SPARQL 1.1 endpoint answers to the same stored query."""
        return run_remote(endpoint, bound_text(stored_query(name), values, self.iris, self._search()), self.settings)

    def names(self, name: str, *, source: str | None = None, limit: int = 20) -> list[FoundName]:
        """Return the records of loaded sources that a name fits best: Cyrillic, transliterated, misspelt, a part."""
        from rehabkg.search.find import find

        return find(self.settings.store_path, name, source=source, limit=limit)

    def sources(self) -> list[LoadedSource]:
        """Return the loaded sources, by id."""
        return loaded_sources(self.settings.store_path)

    def _search(self) -> Search:
        # The index is opened when a name is sought, not before.
        def search(name: str) -> Sequence[NamedNode]:
            from rehabkg.search.find import observations

            return observations(self.settings.store_path, self.iris)(name)

        return search

    def sparql(self, text: str) -> Result:
        """Return the result of any SPARQL 1.1 query; the default graph is the union of all graphs."""
        return run_text(self.store, text, self.settings)

    def find(self, asked: str) -> NamedNode:
        """Return the one thing that an IRI, an id of the tables or a name means. Raises `NotFoundError`."""
        return resolve(self.store, asked, self.iris)

    def status(
        self, asked: str, as_of: date, jurisdiction: str | None = None, *, language: str = "en"
    ) -> list[Described]:
        """Return what stood about a person or group, as of a day and before the law of a state."""
        view = View(self.store)
        who = resolve(self.store, asked, self.iris, actors_only=True)
        state = self.iris.thing("jurisdiction", jurisdiction) if jurisdiction is not None else None
        if state is not None and not view.is_a(state, "rehab:Jurisdiction"):
            raise CallError(f"jurisdiction {jurisdiction!r} is not in the store")
        return [described(view, row, language) for row in status_as_of(view, who, as_of, state)]

    def show(self, asked: str, *, language: str = "en") -> list[Cells]:
        """Return every statement about a thing and what belongs to it, each with its source."""
        return statements(self.store, self.find(asked), self.iris, language)

    def export(self, form: str, *, thing: str | None = None, graph: str | None = None) -> bytes:
        """Return the whole graph, one named graph, or one thing with its neighbourhood.

        *form* is one of turtle, trig, ntriples, nquads, rdfxml, jsonld; a thing in JSON-LD is framed by its class.
        """
        node = self.find(thing) if thing is not None else None
        if node is not None and form == "jsonld":
            return write_framed(neighbourhood(self.store, node, self.iris), node)
        quads = list(self._quads(node, graph))
        return write_jsonld(quads) if form == "jsonld" else write_rdf(quads, form, self.settings.base)

    def _quads(self, node: NamedNode | None, graph: str | None) -> Iterator[Quad]:
        if node is not None:
            yield from neighbourhood(self.store, node, self.iris)
        elif graph is not None:
            name = self.iris.citation(tuple(graph.split("+")))
            if not self.store.contains_named_graph(name):
                raise NotFoundError(f"graph {graph!r} is not in the store; 'rehabkg build --graphs' names them")
            yield from self.store.quads_for_pattern(None, None, None, name)
        else:
            yield from self.store

    def as_rdflib(self) -> Dataset:
        """Return an rdflib `Dataset` on this store, through oxrdflib; its default graph is the union of all graphs."""
        import oxrdflib
        from rdflib import Dataset

        options: dict[str, Any] = {"default_union": True}
        return Dataset(store=oxrdflib.OxigraphStore(store=self.store), **options)

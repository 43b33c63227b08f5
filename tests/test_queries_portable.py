"""Every stored query answers alike whatever a store takes for its default graph."""

from __future__ import annotations

from functools import cache

import pytest
from pyoxigraph import DefaultGraph, Quad, Store

from rehabkg.pipeline import Assembled
from rehabkg.query.catalog import stored_queries
from rehabkg.query.header import StoredQuery
from rehabkg.query.run import run_stored
from rehabkg.settings import Settings

QUERIES = {query.name: query for query in stored_queries()}


@pytest.fixture(scope="module")
def merged(assembled: Assembled) -> Store:
    """The named graphs, and beside them the true RDF merge of all as the default graph, each statement once."""
    store = Store()
    store.extend(assembled.quads)
    store.extend({Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in assembled.quads})
    return store


@cache
def _rows(text: str, store: Store, union: bool) -> list[str]:
    return sorted(str(list(row)) for row in store.query(text, use_default_graph_as_union=union))


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_query_gives_the_same_rows_on_a_merged_default_graph(query: StoredQuery, store: Store, merged: Store) -> None:
    """pyoxigraph's union of graphs repeats a statement for each graph that has it; other stores merge them.

    A query that counts or lists without DISTINCT would answer differently there.
    """
    rows = run_stored(store, query, {}, Settings())

    assert _rows(query.own_text, merged, union=False) == _rows(query.own_text, store, union=True)
    assert len(rows.texts()) == len(set(rows.texts())), "a row stands twice"

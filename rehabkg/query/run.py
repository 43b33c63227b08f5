"""Run SPARQL on the embedded store: the default graph is the union of all named graphs."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Store

from rehabkg.errors import QueryError, one_line
from rehabkg.iri import Iris
from rehabkg.query.bind import Search, bound_text
from rehabkg.query.guard import check_text
from rehabkg.query.header import StoredQuery
from rehabkg.query.results import Result, Rows, collected
from rehabkg.settings import Settings


def run_text(store: Store, text: str, settings: Settings) -> Result:
    """Run a SPARQL query. Raises `QueryError` for what is no query or may not run here."""
    check_text(text, max_bytes=settings.query_max_bytes, max_depth=settings.query_max_depth)
    try:
        return collected(store.query(text, use_default_graph_as_union=True))
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(f"the query cannot be run: {one_line(error, 300)}") from error


def run_stored(
    store: Store, query: StoredQuery, values: Mapping[str, str], settings: Settings, search: Search | None = None
) -> Rows:
    """Run a stored query with the values given, defaults elsewhere; *search* finds records by name."""
    result = run_text(store, bound_text(query, values, Iris(settings.base), search), settings)
    if not isinstance(result, Rows):
        raise QueryError(f"query {query.name!r} is no SELECT query")
    if result.variables != tuple(query.columns):
        raise QueryError(
            f"query {query.name!r} gives the columns {result.variables}, its header {tuple(query.columns)}"
        )
    return result

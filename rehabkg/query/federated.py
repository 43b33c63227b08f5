"""Answer a stored query that calls another endpoint: ask for what is linked, a batch at a time, and join here.

Handing SERVICE to an engine would ask the endpoint for all that it knows of everybody, or call out from wherever a
query may be run. So the linked items are gathered here, the endpoint is asked for these alone, and its answer is put
into the query as terms, in place of the call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from rehabkg.errors import CallError, EndpointError, QueryError, one_line
from rehabkg.iri import Iris
from rehabkg.query.bind import Search, bound_text
from rehabkg.query.header import StoredQuery
from rehabkg.query.results import Result, Rows
from rehabkg.query.run import run_stored, run_text
from rehabkg.query.service import ANSWERED_BY, Service
from rehabkg.settings import Settings
from rehabkg.store.linked import linked_graph

_MOST_ROWS = 100_000
# The text is a stored query and terms that were written by the library: its length says nothing of its depth.
_TEXT_BYTES, _TEXT_DEPTH = 64 * 1024 * 1024, 1_000_000

Row = Sequence[NamedNode | Literal | BlankNode | None]


class Ask(Protocol):
    """Asks the endpoint, as many items at once as it takes."""

    def __call__(
        self,
        items: Sequence[NamedNode],
        text: Callable[[Sequence[NamedNode]], str],
        variables: Sequence[str],
        /,
    ) -> Iterable[Row]:
        """Yield the rows of the queries that *text* makes of parts of *items*. Raises `EndpointError`."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The rows of a query, and in words who answered where that is not the endpoint that it calls."""

    rows: Rows
    note: str | None = None


def answered(
    store: Store,
    query: StoredQuery,
    values: Mapping[str, str],
    settings: Settings,
    ask: Ask | None,
    *,
    search: Search | None = None,
    address: str | None = None,
) -> Answered:
    """Answer *query* by the endpoint through *ask*, else by the extract of it that the store holds.

    *address* is the endpoint's, where it is another than the query calls; without *ask* the extract answers. Raises
    `CallError` for an address that is none, `EndpointError` where the endpoint is away and there is no extract, and
    `QueryError` for a query that calls nothing.
    """
    called = _service(query).address
    if ask is None:
        return _by_extract(store, query, values, settings, search, f"{called} was not asked")
    asked = address or called
    try:
        rows = _by_endpoint(store, query, values, settings, ask, search, asked)
    except EndpointError as error:
        return _by_extract(store, query, values, settings, search, f"{one_line(asked)} is away ({error})")
    return Answered(rows)


def _by_endpoint(
    store: Store,
    query: StoredQuery,
    values: Mapping[str, str],
    settings: Settings,
    ask: Ask,
    search: Search | None,
    address: str,
) -> Rows:
    service, iris = _service(query), Iris(settings.base)
    try:
        said = f"VALUES ?{ANSWERED_BY} {{ {NamedNode(address)} }}"
    except ValueError:
        raise CallError(f"{one_line(address)!r} is not the address of an endpoint") from None
    alone = bound_text(query, values, iris, search, text=service.served(query.text, "", said))
    items = _column(run_text(store, alone, settings), service.joined)
    rows: dict[tuple[str, ...], None] = {}
    joined, asked = service.variables.index(service.joined), set(items)
    for row in ask(items, lambda part: service.asking(query.text, " ".join(map(str, part))), service.variables):
        # An endpoint may answer what was not asked, and a row about no item would join with all of them.
        if row[joined] in asked:
            rows[tuple(map(_written, row))] = None
        if len(rows) > _MOST_ROWS:
            raise EndpointError(f"{address}: more than {_MOST_ROWS:,} rows came for {len(items):,} items")
    block = _values(service.variables, list(rows))
    text = bound_text(query, values, iris, search, text=service.served(query.text, block, said))
    result = run_text(store, text, replace(settings, query_max_bytes=_TEXT_BYTES, query_max_depth=_TEXT_DEPTH))
    return _rows(query, result)


def _by_extract(
    store: Store,
    query: StoredQuery,
    values: Mapping[str, str],
    settings: Settings,
    search: Search | None,
    why: str,
) -> Answered:
    extract = linked_graph(settings.store_path, _service(query).extract)
    if extract is None:
        raise EndpointError(f"{why}, and the store has no extract of it; make one with 'rehabkg link extract'")
    rows = run_stored(store, query, values, settings, search)
    return Answered(rows, f"{why}; answered from the extract of {extract.made_at[:10]}")


def _service(query: StoredQuery) -> Service:
    if query.service is None:
        raise QueryError(f"query {query.name!r} asks no other endpoint")
    return query.service


def _rows(query: StoredQuery, result: Result) -> Rows:
    if not isinstance(result, Rows) or result.variables != tuple(query.columns):
        raise QueryError(f"query {query.name!r} does not give the columns of its header")
    return result


def _column(result: Result, name: str) -> list[NamedNode]:
    if not isinstance(result, Rows) or name not in result.variables:
        raise QueryError(f"the query does not give the column {name!r}, by which it joins")
    place = result.variables.index(name)
    found = {row[place] for row in result}
    return sorted((term for term in found if isinstance(term, NamedNode)), key=str)


def _written(term: NamedNode | Literal | BlankNode | None) -> str:
    """Return a term as SPARQL writes it. A blank node says that there is something, and not what."""
    return "UNDEF" if term is None or isinstance(term, BlankNode) else str(term)


def _values(variables: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    lines = "\n".join(f"    ({' '.join(row)})" for row in rows)
    return f"VALUES ({' '.join('?' + name for name in variables)}) {{\n{lines}\n  }}"

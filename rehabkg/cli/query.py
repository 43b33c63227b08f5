"""`rehabkg query`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pyoxigraph import NamedNode

from rehabkg.cli.options import (
    endpoint_option,
    format_option,
    language_option,
    settings_for,
    store_option,
    tell,
    write_result,
)
from rehabkg.errors import CallError

if TYPE_CHECKING:
    from rehabkg.query.bind import Search
    from rehabkg.query.header import StoredQuery
    from rehabkg.query.results import Rows
    from rehabkg.settings import Settings


@click.command(
    epilog="""\b
Examples:
  rehabkg query amnesty-without-rehabilitation
  rehabkg query status-as-of -p who=p0050 -p day=1957-01-01
  rehabkg query map-of-places --format csv
  rehabkg query history-by-name -p who="Ivanof Petr"
  rehabkg query contradictions --endpoint http://localhost:7878/query
  rehabkg query wikidata-occupations --contact archive@example.org
  rehabkg query wikidata-occupations --service extract
"""
)
@click.argument("name")
@click.option("-p", "--parameter", "given", multiple=True, metavar="NAME=VALUE", help="A value for a parameter.")
@format_option
@endpoint_option
@click.option(
    "--service",
    metavar="URL",
    help="Where a question that calls another endpoint (wikidata-...) sends the call; 'extract': nowhere.",
)
@click.option("--contact", metavar="TEXT", help="How its operators reach you. Default: REHABKG_CONTACT.")
@store_option
@language_option
def command(
    name: str,
    given: tuple[str, ...],
    format_name: str,
    endpoint: str | None,
    service: str | None,
    contact: str | None,
    store: Path | None,
    lang: str,
) -> None:
    """Ask a stored question; 'rehabkg queries' lists them.

    A question that joins this graph with Wikidata asks query.wikidata.org about the linked items; where that is away,
    the extract in the store answers ('rehabkg link extract').
    """
    from rehabkg.iri import Iris
    from rehabkg.query.bind import bound_text
    from rehabkg.query.catalog import stored_query

    query = stored_query(name)
    values = dict(_pair(entry) for entry in given)
    settings = settings_for(store, reading=endpoint is None)

    def search(name: str) -> Sequence[NamedNode]:
        from rehabkg.search.find import observations

        return observations(settings.store_path, Iris(settings.base))(name)

    if query.service is None and service is not None:
        raise CallError(f"query {name!r} calls no other endpoint, so that --service means nothing to it")
    if endpoint is None and query.service is not None:
        result = _federated(query, values, settings, search, service, contact)
    elif endpoint is None:
        from rehabkg.query.run import run_stored
        from rehabkg.store.engine import open_store

        result = run_stored(open_store(settings.store_path), query, values, settings, search)
    else:
        from rehabkg.query.remote import run_remote

        result = run_remote(endpoint, bound_text(query, values, Iris(settings.base), search), settings)  # type: ignore[assignment]
    if format_name == "table":
        tell(query.title[lang])
    write_result(result, format_name, [heading[lang] for heading in query.columns.values()])


def _federated(
    query: StoredQuery,
    values: dict[str, str],
    settings: Settings,
    search: Search,
    service: str | None,
    contact: str | None,
) -> Rows:
    from rehabkg.query.federated import answered
    from rehabkg.store.engine import open_store
    from rehabkg.wikidata.asking import asking

    address = service or query.service.address if query.service else ""
    ask = None if service == "extract" else asking(address, settings, contact)
    found = answered(open_store(settings.store_path), query, values, settings, ask, search=search, address=address)
    if found.note:
        tell(found.note)
    return found.rows


def _pair(entry: str) -> tuple[str, str]:
    # Half letters, which Python makes of bytes that are not UTF-8, stop here.
    entry.encode()
    name, equals, value = entry.partition("=")
    if not equals:
        raise CallError(f"parameter {entry!r} is not of the form NAME=VALUE")
    return name, value

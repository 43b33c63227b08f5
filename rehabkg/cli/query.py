"""`rehabkg query`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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


@click.command(
    epilog="""\b
Examples:
  rehabkg query amnesty-without-rehabilitation
  rehabkg query status-as-of -p who=p0050 -p day=1957-01-01
  rehabkg query map-of-places --format csv
  rehabkg query history-by-name -p who="Ivanof Petr"
  rehabkg query contradictions --endpoint http://localhost:7878/query
"""
)
@click.argument("name")
@click.option("-p", "--parameter", "given", multiple=True, metavar="NAME=VALUE", help="A value for a parameter.")
@format_option
@endpoint_option
@store_option
@language_option
def command(
    name: str, given: tuple[str, ...], format_name: str, endpoint: str | None, store: Path | None, lang: str
) -> None:
    """Ask a stored question; 'rehabkg queries' lists them."""
    from rehabkg.iri import Iris
    from rehabkg.query.bind import bound_text
    from rehabkg.query.catalog import stored_query

    query = stored_query(name)
    values = dict(_pair(entry) for entry in given)
    settings = settings_for(store, reading=endpoint is None)

    def search(name: str) -> Sequence[NamedNode]:
        from rehabkg.search.find import observations

        return observations(settings.store_path, Iris(settings.base))(name)

    if endpoint is None:
        from rehabkg.query.run import run_stored
        from rehabkg.store.engine import open_store

        result = run_stored(open_store(settings.store_path), query, values, settings, search)
    else:
        from rehabkg.query.remote import run_remote

        result = run_remote(endpoint, bound_text(query, values, Iris(settings.base), search), settings)  # type: ignore[assignment]
    if format_name == "table":
        tell(query.title[lang])
    write_result(result, format_name, [heading[lang] for heading in query.columns.values()])


def _pair(entry: str) -> tuple[str, str]:
    # Half letters, which Python makes of bytes that are not UTF-8, stop here.
    entry.encode()
    name, equals, value = entry.partition("=")
    if not equals:
        raise CallError(f"parameter {entry!r} is not of the form NAME=VALUE")
    return name, value

"""`rehabkg link extract`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from rehabkg.cli.link.options import check_source, contact_option, dump_option, endpoint_option, julian_option
from rehabkg.cli.options import settings_for, store_option, tell


@click.command(
    epilog="""\b
Examples:
  rehabkg link extract --contact archive@example.org
  rehabkg link extract --endpoint http://localhost:7878/query
  rehabkg link extract --resume
  rehabkg link extract --dump latest-truthy.nt.bz2
  rehabkg link extract --drop
"""
)
@endpoint_option
@dump_option()
@julian_option
@contact_option
@click.option("--resume", is_flag=True, help="Take what a run that was stopped has fetched.")
@click.option("--drop", is_flag=True, help="Take the extract out of the store.")
@store_option
def command(
    endpoint: str | None,
    dump: Path | None,
    julian: str | None,
    contact: str | None,
    resume: bool,
    drop: bool,
    store: Path | None,
) -> None:
    """Fetch what Wikidata tells of the linked items into the store, for when it is away.

    The graph 'wikidata' is swapped whole; where the endpoint fails the former extract stays. A build keeps it.
    """
    from rehabkg.link.accepted import links_of
    from rehabkg.link.extract import NAME, FromDump, FromEndpoint, extract
    from rehabkg.store.engine import open_store
    from rehabkg.store.swap import drop_linked
    from rehabkg.wikidata.asking import manners_for
    from rehabkg.wikidata.cache import Cache
    from rehabkg.wikidata.client import Client
    from rehabkg.wikidata.manners import WIKIDATA_ENDPOINT

    check_source(endpoint, dump, julian)
    settings = settings_for(store)
    if drop:
        gone = drop_linked(settings, NAME)
        click.echo(f"{gone.statements:,} statements are out of the store" if gone else "there is no extract")
        return
    links = links_of(open_store(settings.store_path), settings)
    now = datetime.now(UTC)
    if dump is not None:
        made = extract(settings, links, FromDump(dump, lambda error: tell(str(error)), julian), now)
    else:
        address = endpoint or WIKIDATA_ENDPOINT
        manners = manners_for(address, contact or settings.contact)
        with Cache(settings.links_path / "wikidata") as cache:
            client = Client(address, settings, manners, cache=cache, fresh=not resume, goes_on="--resume", tell=tell)
            made = extract(settings, links, FromEndpoint(client), now)
    click.echo(f"{made.graph.statements:,} statements on {made.told:,} of {made.asked:,} linked items")
    if made.told < made.asked:
        tell(f"{made.asked - made.told:,} told nothing; 'rehabkg link check' says why")

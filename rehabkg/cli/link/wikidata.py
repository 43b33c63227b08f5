"""`rehabkg link wikidata`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from rehabkg.cli.link.options import check_source, contact_option, dump_option, endpoint_option, julian_option
from rehabkg.cli.options import settings_for, store_option, tell

_KINDS = ("person", "people", "place", "body", "act")


@click.command(
    epilog="""\b
Examples:
  rehabkg link wikidata --contact archive@example.org
  rehabkg link wikidata --kind person --kind place --endpoint http://localhost:7878/query
  rehabkg link wikidata --dump latest-truthy.nt.bz2
  rehabkg link wikidata --kind person --threshold 0.999    take only what is very sure
""",
)
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True,
              help="Kind of thing to link; may be given several times. Default: all. people: groups and peoples; "
              "body: courts, commissions and other bodies that a source describes; act: laws and decrees.")  # fmt: skip
@endpoint_option
@dump_option(standard_input=True)
@julian_option
@contact_option
@click.option("--instance-of", metavar="QID", multiple=True, help="Take only items of this class.")
@click.option("--threshold", type=click.FloatRange(0.5, 0.999999), default=0.99, show_default=True,
              help="Probability from which a person's item is taken without being asked.")  # fmt: skip
@click.option("--review", type=click.FloatRange(0.001, 0.999999), default=0.1, show_default=True,
              help="Probability from which a candidate is shown to people.")  # fmt: skip
@click.option("--again", is_flag=True, help="Also things that are linked already.")
@click.option("--fresh", is_flag=True, help="Ask again what was answered before.")
@store_option
def command(
    kinds: tuple[str, ...],
    endpoint: str | None,
    dump: Path | None,
    julian: str | None,
    contact: str | None,
    instance_of: tuple[str, ...],
    threshold: float,
    review: float,
    again: bool,
    fresh: bool,
    store: Path | None,
) -> None:
    """Find the items of Wikidata that people, peoples, places, bodies and acts of the graph may be.

    A person's item that is sure and has no rival becomes a link (skos:exactMatch, never owl:sameAs); all else waits
    in review.csv for a person. A run that was stopped goes on where it stood.
    """
    from rehabkg.link.candidates import Candidates, FromDump, FromEndpoint
    from rehabkg.link.score import Limits, database, scratch
    from rehabkg.link.wikidata import ItemRequest, link_items
    from rehabkg.wikidata.asking import manners_for
    from rehabkg.wikidata.cache import Cache
    from rehabkg.wikidata.client import Client
    from rehabkg.wikidata.manners import WIKIDATA_ENDPOINT
    from rehabkg.wikidata.model import check_qid

    check_source(endpoint, dump, julian)
    settings = settings_for(store)
    classes = [check_qid(each) for each in instance_of]
    address = endpoint or WIKIDATA_ENDPOINT
    request = ItemRequest(datetime.now(UTC), kinds or _KINDS, threshold, review, again)
    with (
        Cache(settings.links_path / "wikidata") as cache,
        scratch(settings.links_path) as folder,
        database(Limits(folder)) as connection,
    ):
        source: Candidates
        if dump is None:
            manners = manners_for(address, contact or settings.contact)
            goes_on = "the call without --fresh" if fresh else "the same call"
            client = Client(address, settings, manners, cache=cache, fresh=fresh, goes_on=goes_on, tell=tell)
            source = FromEndpoint(client, tell, classes)
        else:
            source = FromDump(dump, lambda error: tell(str(error)), tell, classes, julian)
        report = link_items(settings, request, source, connection, tell)
    click.echo(
        f"{report.sought:,} things sought, {report.found:,} candidates; {report.taken:,} links taken,"
        f" {report.decided:,} decided by people"
    )
    if report.reviewed:
        tell(f"{report.reviewed:,} candidates wait for a person; 'rehabkg link review' shows them")

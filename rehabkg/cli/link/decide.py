"""`rehabkg link decide`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from rehabkg.cli.options import settings_for, store_option, tell


@click.command(
    epilog="""\b
Examples:
  rehabkg link decide omsk-book.17 memorial.4021 same --who "M. K." --why "the same patronymic and village"
  rehabkg link decide p0002 Q33391 different --who "M. K." --why "the item is his father"
  rehabkg link decide omsk-book.17 --apart-from-all --who "M. K." --why "the father, not the son"
  rehabkg link decide omsk-book.17 memorial.4021 undecided --who "M. K." --why "too little is known"
""",
)
@click.argument("left")
@click.argument("right", required=False)
@click.argument("decision", required=False, type=click.Choice(["same", "close", "different", "undecided"]))
@click.option("--who", metavar="NAME", required=True, help="Who decides, by the name under which to be named.")
@click.option("--why", metavar="TEXT", required=True, help="Why, in a line.")
@click.option(
    "--on",
    "when",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the decision. Default: today.",
)
@click.option("--apart-from-all", is_flag=True, help="LEFT is a record, and none of the person that it is joined with.")
@store_option
def command(
    left: str,
    right: str | None,
    decision: str | None,
    who: str,
    why: str,
    when: datetime | None,
    apart_from_all: bool,
    store: Path | None,
) -> None:
    """Say that LEFT and RIGHT are the same, close (of a Wikidata item only), different, or undecided again.

    LEFT and RIGHT are ids: of records (omsk-book.17), of people, groups, places, bodies and acts of the tables, or
    one of them of a Wikidata item (Q33391). The word of a person wins over every score, in all runs from then on.
    """
    from rehabkg.iri import Iris
    from rehabkg.link.decide import Said, apart_from_all_others, decide
    from rehabkg.link.named import Named
    from rehabkg.store.engine import open_store

    if apart_from_all and (right or decision):
        raise click.UsageError("--apart-from-all takes one record and no decision")
    if not apart_from_all and (right is None or decision is None):
        raise click.UsageError("give two ids and a decision: LEFT RIGHT same|close|different|undecided")
    if when is not None and when.date() > date.today():
        raise click.UsageError(f"--on {when.date()}: that day is to come")
    if not why.strip():
        raise click.UsageError("--why is empty: whoever doubts the decision must see what it rests on")
    settings = settings_for(store)
    named = Named(open_store(settings.store_path), Iris(settings.base))
    said = Said(who, why, (when.date() if when else date.today()).isoformat())
    if right is None or decision is None:
        outcome = apart_from_all_others(settings.links_path, named, left, said)
    else:
        outcome = decide(settings.links_path, named, left, right, decision, said)
    for row in outcome.added:
        click.echo(f"{row.left} – {row.right}: {row.decision} ({row.who}, {row.when})")
    for note in outcome.notes:
        tell(note)

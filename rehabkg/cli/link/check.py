"""`rehabkg link check`."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import click

from rehabkg.cli.link.options import check_source, contact_option, dump_option, endpoint_option, julian_option
from rehabkg.cli.options import settings_for, store_option, tell, write_table


@click.command(
    epilog="""\b
Examples:
  rehabkg link check --contact archive@example.org
  rehabkg link check --dump latest-truthy.nt.bz2
  rehabkg link check --endpoint http://localhost:7878/query --csv > links-to-look-at.csv
"""
)
@endpoint_option
@dump_option()
@julian_option
@contact_option
@click.option("--csv", "as_csv", is_flag=True, help="Rows for programs, on standard output.")
@click.option("--resume", is_flag=True, help="Take what a run that was stopped has fetched.")
@store_option
def command(
    endpoint: str | None,
    dump: Path | None,
    julian: str | None,
    contact: str | None,
    as_csv: bool,
    resume: bool,
    store: Path | None,
) -> None:
    """Look whether the accepted links still lead where they led; exit 1 where a person should look at one.

    Merged or deleted items, names that are gone, years that contradict ours. Nothing is changed.
    """
    from rehabkg.errors import one_line
    from rehabkg.link.accepted import links_of
    from rehabkg.link.check import COLUMNS, check, targets_at, targets_in
    from rehabkg.store.engine import open_store
    from rehabkg.wikidata.asking import manners_for
    from rehabkg.wikidata.cache import Cache
    from rehabkg.wikidata.client import Client
    from rehabkg.wikidata.manners import WIKIDATA_ENDPOINT

    check_source(endpoint, dump, julian)
    settings = settings_for(store)
    opened = open_store(settings.store_path)
    links = links_of(opened, settings)
    qids = [link.qid for link in links]
    if dump is not None:
        targets = targets_in(dump, qids, lambda error: tell(str(error)), julian)
    else:
        address = endpoint or WIKIDATA_ENDPOINT
        manners = manners_for(address, contact or settings.contact)
        with Cache(settings.links_path / "wikidata") as cache:
            client = Client(address, settings, manners, cache=cache, fresh=not resume, goes_on="--resume", tell=tell)
            targets = targets_at(client, qids, tell)
    found = check(opened, links, targets)
    if as_csv:
        lines = io.StringIO(newline="")
        csv.writer(lines, lineterminator="\n").writerows([COLUMNS, *(finding.cells for finding in found)])
        sys.stdout.buffer.write(lines.getvalue().encode())
    elif found:
        write_table(COLUMNS, [tuple(one_line(cell, 300) for cell in finding.cells) for finding in found])
    tell(f"{len(links):,} links checked, {len(found):,} to look at")
    if found:
        sys.exit(1)

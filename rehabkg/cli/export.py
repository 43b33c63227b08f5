"""`rehabkg export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rehabkg.cli.options import settings_for, store_option
from rehabkg.errors import CallError

FORMATS = ("turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld")


@click.command(
    epilog="""\b
Examples:
  rehabkg export --format trig --out rehabkg.trig
  rehabkg export --format turtle --thing g-katyn
  rehabkg export --format jsonld --thing "Osip Mandelstam"   one tree, framed by its class
  rehabkg export --format nquads --graph memory
"""
)
@click.option("--format", "format_name", type=click.Choice(FORMATS), required=True)
@click.option("--graph", metavar="ID", help="One named graph: a source's id, joint ids, 'memory', 'derived', ...")
@click.option("--thing", metavar="ID", help="One thing with its neighbourhood: an id, a name or an IRI.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file, whole or not at all.")
@store_option
def command(format_name: str, graph: str | None, thing: str | None, out: Path | None, store: Path | None) -> None:
    """Write the whole graph, one named graph, or one thing with its neighbourhood."""
    from rehabkg.api import Knowledge
    from rehabkg.files import write_whole
    from rehabkg.store.engine import open_store

    if graph is not None and thing is not None:
        raise CallError("give --graph or --thing, not both")
    settings = settings_for(store)
    content = Knowledge(open_store(settings.store_path), settings).export(format_name, thing=thing, graph=graph)
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        write_whole(out, content)

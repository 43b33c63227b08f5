"""`rehabkg unload`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg.cli.options import settings_for, store_option, tell


@click.command(
    epilog="""\b
Examples:
  rehabkg unload memorial-lists
"""
)
@click.argument("source", metavar="ID")
@store_option
def command(source: str, store: Path | None) -> None:
    """Take a loaded source out of the store, with all that was derived from it."""
    from rehabkg.load.run import unload

    gone = unload(settings_for(store), source, tell)
    click.echo(f"{gone.id}: {gone.records:,} records and {gone.triples:,} statements are out of the store")

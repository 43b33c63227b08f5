"""`rehabkg formats`."""

from __future__ import annotations

import click

from rehabkg.cli.options import write_table


@click.command(
    epilog="""\b
Examples:
  rehabkg formats
"""
)
def command() -> None:
    """List the formats that can be loaded, parsed and covered, and what FILE is in each."""
    from rehabkg.load.formats import FORMATS

    write_table(("format", "what FILE is"), [(name, make().takes) for name, make in FORMATS.items()])

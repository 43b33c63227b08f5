"""`rehabkg link quickstatements`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rehabkg.cli.options import settings_for, store_option, tell


@click.command(
    epilog="""\b
Examples:
  rehabkg link quickstatements > commands.tsv
  rehabkg link quickstatements --kind person --out commands.tsv
"""
)
@click.option("--kind", type=click.Choice(["person", "people"]), help="Only what is said of one kind of thing.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
@store_option
def command(kind: str | None, out: Path | None, store: Path | None) -> None:
    """Write what Wikidata may lack on rehabilitations as commands of QuickStatements; nothing is sent.

    Only what sources with an address tell, with dates as sharp as they are told. Standard error says what was left
    out and why. With the linked extract in the store ('rehabkg link extract'), what an item has already is left out.
    """
    from rehabkg.files import write_whole
    from rehabkg.iri import Iris
    from rehabkg.link.accepted import links_of
    from rehabkg.link.extract import NAME
    from rehabkg.link.quickstatements import existing_events, rehabilitation_commands
    from rehabkg.store.engine import open_store
    from rehabkg.store.linked import linked_graph

    settings = settings_for(store)
    opened, iris = open_store(settings.store_path), Iris(settings.base)
    links = [link for link in links_of(opened, settings) if kind is None or link.kind == kind]
    known = linked_graph(settings.store_path, NAME)
    found = rehabilitation_commands(opened, iris, links, existing_events(opened, iris.graph(NAME)) if known else {})
    if out is None:
        sys.stdout.buffer.write(found.content)
    else:
        write_whole(out, found.content)
    tell(f"{len(found.lines):,} statements")
    for reason, count in found.left_out.items():
        tell(f"{count:,} left out: {reason}")
    for reason, count in found.without.items():
        tell(f"{count:,} qualifiers left out: {reason}")
    if known is None:
        tell("what the items say already is not known; 'rehabkg link extract' fetches it")

"""`rehabkg link`: one person from many records, and links to Wikidata; a module a subcommand."""

from __future__ import annotations

import click

from rehabkg.cli.lazy import LazyGroup

COMMANDS = ("records", "explain", "table", "wikidata", "review", "decide", "check", "extract", "quickstatements")


@click.group(
    cls=LazyGroup,
    package="rehabkg.cli.link",
    modules=COMMANDS,
    epilog="""\b
Examples:
  rehabkg link records                             which records are of one person
  rehabkg link explain omsk-book.17 memorial.4021  why two records are thought to be of one person, or not
  rehabkg link table a.csv b.csv --mapping ab.toml pairs of two tables, with scores
  rehabkg link wikidata --kind person              candidates for links, scored
  rehabkg link review                              what waits for a person
  rehabkg link decide p0001 Q33391 same --who "M. K." --why "the same years and patronymic"
""",
)
def command() -> None:
    """Say which records are of one person, and which items of Wikidata are the same; people have the last word."""

"""`rehabkg link`: one person from many records, and links to Wikidata; a module a subcommand."""

from __future__ import annotations

import importlib

import click

COMMANDS = ("records", "explain", "table", "wikidata", "review", "decide", "check", "extract", "quickstatements")


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"rehabkg.cli.link.{name}").command
        return command


@click.group(
    cls=_LazyGroup,
    epilog="""\b
Examples:
  rehabkg link records                             which records are of one person
  rehabkg link explain omsk-book.17 memorial.4021  why two records are thought to be of one person, or not
  rehabkg link table a.csv b.csv --mapping ab.toml pairs of two tables, with scores
  rehabkg link wikidata --kind person              candidates for links, scored
  rehabkg link review                              what waits for a person
  rehabkg link decide p0057 Q33391 same --who "M. K." --why "the same years and patronymic"
""",
)
def command() -> None:
    """Say which records are of one person, and which items of Wikidata are the same; people have the last word."""

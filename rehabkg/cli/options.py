"""Options and printing that several subcommands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rehabkg.query.results import FORMATS, Result, Rows
from rehabkg.settings import Settings
from rehabkg.store.engine import base_of

if TYPE_CHECKING:
    from rich.console import Console

_Function = TypeVar("_Function", bound=Callable[..., Any])
_WIDTH_OFF_TERMINAL = 160
_NARROWEST_COLUMN = 18

store_option = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the store. Default: REHABKG_STORE, else the user's data directory.",
)
language_option = click.option(
    "--lang",
    type=click.Choice(["en", "ru"]),
    default=lambda: "ru" if os.environ.get("LANG", "").startswith("ru") else "en",
    show_default="from LANG",
    help="Language of headings and labels.",
)
format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", *FORMATS]),
    default="table",
    show_default=True,
    help="json, csv, tsv and xml are the W3C SPARQL 1.1 result formats.",
)
endpoint_option = click.option("--endpoint", metavar="URL", help="Ask this SPARQL 1.1 endpoint, not the store.")


def settings_for(store: Path | None, *, reading: bool = True) -> Settings:
    """Return the settings of this call; a store that is read knows its own base."""
    settings = Settings.from_environment()
    path = store or settings.store_path
    base = (base_of(path) if reading else None) or settings.base
    return replace(settings, base=base, store_path=path)


def write_result(result: Result, format_name: str, headings: Sequence[str] | None = None) -> None:
    """Print a result on standard output, as a table for people or in a W3C format."""
    if format_name == "table" and isinstance(result, Rows):
        write_table(list(headings or result.variables), result.texts())
        return
    content = result.formatted("tsv" if format_name == "table" else format_name)
    sys.stdout.buffer.write(content if content.endswith(b"\n") else content + b"\n")


def write_table(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None) -> None:
    """Print a table that fits the terminal, or 160 columns where there is none.

    Where the columns would become too narrow to read, each row is a block of "heading  value" lines instead.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDTH_OFF_TERMINAL, highlight=False)
    if len(headings) * _NARROWEST_COLUMN > console.width:
        _write_blocks(console, headings, rows)
        return
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        # Text, not markup: a bracket in a source's words is no style.
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _write_blocks(console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    for row in rows:
        block = Table.grid(padding=(0, 2))
        block.add_column(style="bold", no_wrap=True, min_width=max(len(heading) for heading in headings))
        block.add_column(overflow="fold")
        for heading, cell in zip(headings, row, strict=True):
            if cell:
                block.add_row(heading, Text(cell))
        console.print(Padding(block, (1, 0, 0, 0)))


def tell(message: str) -> None:
    """Print a message on standard error."""
    click.echo(message, err=True)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number of things in words: "1 pair", "2 pairs", and where no s makes it many, that word."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

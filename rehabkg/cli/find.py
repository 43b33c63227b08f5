"""`rehabkg find`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg.cli.options import language_option, settings_for, store_option, tell, write_table


@click.command(
    epilog="""\b
Examples:
  rehabkg find Иванов
  rehabkg find "Ivanof Petr"            transliterated, misspelt
  rehabkg find ванов --source memorial  a fragment, in one source
"""
)
@click.argument("name")
@click.option("--source", metavar="ID", help="Only this loaded source.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@language_option
@store_option
def command(name: str, source: str | None, limit: int, lang: str, store: Path | None) -> None:
    """Find records by name: Cyrillic, transliterated, misspelt, or a part of it; the best first.

    'rehabkg query history-by-name -p who=NAME' tells what the records found say.
    """
    from rehabkg.search.find import find

    rows = [
        (found.name, found.birth or "", f"{found.source}.{found.number}")
        for found in find(settings_for(store).store_path, name, source=source, limit=limit)
    ]
    if not rows:
        tell("no record has such a name")
        return
    headings = {"en": ("name", "born", "record"), "ru": ("имя", "рождение", "запись")}
    write_table(headings[lang], rows)

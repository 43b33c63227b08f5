"""`rehabkg show`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg.cli.options import language_option, settings_for, store_option, tell, write_table

_HEADINGS = {
    "en": ("thing", "property", "value", "source, locator, evidence"),
    "ru": ("предмет", "свойство", "значение", "источник, место, степень доказанности"),
}


@click.command(
    epilog="""\b
Examples:
  rehabkg show "Osip Mandelstam"
  rehabkg show a-1953-03-27
  rehabkg show f-sostav --lang ru
"""
)
@click.argument("name_or_id")
@store_option
@language_option
def command(name_or_id: str, store: Path | None, lang: str) -> None:
    """Show one thing with what belongs to it: every statement with its source."""
    from rehabkg.iri import Iris
    from rehabkg.query.resolve import resolve
    from rehabkg.show import statements
    from rehabkg.store.engine import open_store
    from rehabkg.store.view import View

    settings = settings_for(store)
    iris = Iris(settings.base)
    opened = open_store(settings.store_path)
    thing = resolve(opened, name_or_id, iris)
    tell(f"{View(opened).label(thing, lang)}  <{thing.value}>")
    write_table(_HEADINGS[lang], statements(opened, thing, iris, lang))

"""`rehabkg sources`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rehabkg.cli.options import language_option, settings_for, store_option, tell, write_table

if TYPE_CHECKING:
    from rehabkg.store.linked import LinkedGraph
    from rehabkg.store.loaded import LoadedSource

_SHOWN_DIGITS = 12


@click.command(
    epilog="""\b
Examples:
  rehabkg sources
  rehabkg sources --json
"""
)
@click.option("--json", "as_json", is_flag=True, help="Whole checksums, for programs.")
@language_option
@store_option
def command(as_json: bool, lang: str, store: Path | None) -> None:
    """List the loaded sources: when, from which files, and how many records, rejects and statements.

    And the graphs that linking made, which are no sources: what links records, what Wikidata tells of linked items.
    """
    import json
    from dataclasses import asdict

    from rehabkg.store.linked import linked_graphs
    from rehabkg.store.loaded import loaded_sources

    path = settings_for(store).store_path
    found, linked = loaded_sources(path), linked_graphs(path)
    if as_json:
        # Each has an id; what is no source has a name beside it.
        listed = [*map(asdict, found), *({"id": graph.name, **asdict(graph)} for graph in linked)]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    if found:
        _write_sources(found, lang)
    else:
        tell("no source is loaded")
    if linked:
        _write_linked(linked, lang)


def _write_linked(linked: list[LinkedGraph], lang: str) -> None:
    from rehabkg.errors import one_line

    rows = [
        (
            graph.name,
            graph.made_at.removesuffix("+00:00").replace("T", " "),
            "\n".join(one_line(f"{name}: {text}") for name, text in sorted(graph.rests_on.items())),
            f"{graph.statements:,}",
        )
        for graph in linked
    ]
    headings = {
        "en": ("graph of links", "made (UTC)", "rests on", "statements"),
        "ru": ("граф связей", "создан (UTC)", "на чём основан", "утверждений"),
    }
    write_table(headings[lang], rows)


def _write_sources(found: list[LoadedSource], lang: str) -> None:
    rows = [
        (
            source.id,
            source.format,
            source.loaded_at.removesuffix("+00:00").replace("T", " "),
            "\n".join(f"{file.name} ({file.sha256[:_SHOWN_DIGITS]})" for file in source.files[:3])
            + (f"\n+{len(source.files) - 3}" if len(source.files) > 3 else ""),
            f"{source.records:,}",
            f"{source.rejected:,}",
            f"{source.triples:,}",
        )
        for source in found
    ]
    headings = {
        "en": ("source", "format", "loaded (UTC)", "files (SHA-256)", "records", "rejected", "statements"),
        "ru": ("источник", "формат", "загружен (UTC)", "файлы (SHA-256)", "записей", "отклонено", "утверждений"),
    }
    write_table(headings[lang], rows)

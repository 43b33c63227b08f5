"""`rehabkg sources`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg.cli.options import language_option, settings_for, store_option, tell, write_table

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
    """List the loaded sources: when, from which files, and how many records, rejects and statements."""
    import json
    from dataclasses import asdict

    from rehabkg.store.loaded import loaded_sources

    found = loaded_sources(settings_for(store).store_path)
    if as_json:
        click.echo(json.dumps([asdict(source) for source in found], ensure_ascii=False, indent=1))
        return
    if not found:
        tell("no source is loaded")
        return
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

"""`rehabkg queries`."""

from __future__ import annotations

import click

from rehabkg.cli.options import language_option, write_table


@click.command(
    epilog="""\b
Examples:
  rehabkg queries
  rehabkg queries --lang ru
"""
)
@language_option
def command(lang: str) -> None:
    """List the stored queries with the questions that they answer."""
    from rehabkg.query.catalog import stored_queries

    rows = [
        (
            query.name,
            query.title[lang],
            "\n".join(f"{name}={parameter.default}" for name, parameter in query.parameters.items()),
            query.view,
        )
        for query in stored_queries()
    ]
    headings = {
        "en": ("name", "question", "parameters", "view"),
        "ru": ("имя", "вопрос", "параметры", "вид"),
    }
    write_table(headings[lang], rows)

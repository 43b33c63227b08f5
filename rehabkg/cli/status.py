"""`rehabkg status`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from rehabkg.cli.options import language_option, settings_for, store_option, tell, write_table
from rehabkg.errors import CallError

_HEADINGS = {
    "en": ("before the law of", "decision", "status", "given by", "ground", "certainty", "evidence"),
    "ru": (
        "по праву",
        "решение",
        "статус",
        "основание статуса",
        "формулировка",
        "достоверность даты",
        "источник",
    ),
}


@click.command(
    epilog="""\b
Examples:
  rehabkg status "Osip Mandelstam" --as-of 1957-01-01
  rehabkg status g-katyn --jurisdiction russia
  rehabkg status p0058 --format json
"""
)
@click.argument("name_or_id")
@click.option("--as-of", metavar="DATE", help="The day asked for, YYYY-MM-DD. Default: today.")
@click.option("--jurisdiction", metavar="ID", help="Before the law of this state. Default: each that decided.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@store_option
@language_option
def command(
    name_or_id: str,
    as_of: str | None,
    jurisdiction: str | None,
    format_name: str,
    store: Path | None,
    lang: str,
) -> None:
    """Derive what stood about a person or group, as of a day and before the law of a state."""
    from rehabkg.iri import Iris
    from rehabkg.query.resolve import resolve
    from rehabkg.status.report import described
    from rehabkg.status.walk import main_status, status_as_of
    from rehabkg.store.engine import open_store
    from rehabkg.store.view import View

    day = _day(as_of)
    settings = settings_for(store)
    iris = Iris(settings.base)
    opened = open_store(settings.store_path)
    view = View(opened)
    who = resolve(opened, name_or_id, iris, actors_only=True)
    state = iris.thing("jurisdiction", jurisdiction) if jurisdiction is not None else None
    if state is not None and not view.is_a(state, "rehab:Jurisdiction"):
        raise CallError(f"jurisdiction {jurisdiction!r} is not in the store")
    standing = status_as_of(view, who, day, state)
    rows = [described(view, row, lang) for row in standing]
    if format_name == "json":
        document = {
            "who": who.value,
            "label": view.label(who, lang),
            "asOf": day.isoformat(),
            "main": main_status(standing),
            "standing": [row.as_dict() for row in rows],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    tell(f"{view.label(who, lang)}, {day.isoformat()}")
    if not rows:
        nothing = {"en": "no decision is known by that day", "ru": "на этот день решений не известно"}
        click.echo(nothing[lang])
        return
    write_table(_HEADINGS[lang], [row.as_cells() for row in rows])


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise CallError(f"--as-of {text!r} is not a day, such as 1957-01-01")
    return day

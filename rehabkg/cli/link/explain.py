"""`rehabkg link explain`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rehabkg.cli.options import language_option, settings_for, store_option, write_table

if TYPE_CHECKING:
    from rehabkg.link.reason import Reason
    from rehabkg.settings import Settings

_LEAST_SHOWN = 0.05


@click.command(
    epilog="""\b
Examples:
  rehabkg link explain omsk-book.17 memorial.4021
  rehabkg link explain p0057 memorial.4021 --lang ru
  rehabkg link explain p0001 Q33391
""",
)
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@language_option
@store_option
def command(left: str, right: str, lang: str, store: Path | None) -> None:
    """Print what speaks for and against that two records are of one person, in bits.

    One bit more doubles the odds. Names, places and days weigh by how rare they were in the last 'rehabkg link
    records'; before one was run, by what was counted on invented people. One of the two may be an item that the last
    'rehabkg link wikidata' saw; the other is then a person, people, place, body or act of the tables.
    """
    from rehabkg.link.decision import ITEM_FORM

    settings = settings_for(store)
    if ITEM_FORM.fullmatch(left) and not ITEM_FORM.fullmatch(right):
        _explain_item(settings, right, left, lang)
    elif ITEM_FORM.fullmatch(right) and not ITEM_FORM.fullmatch(left):
        _explain_item(settings, left, right, lang)
    else:
        _explain_records(settings, left, right, lang)


def _explain_records(settings: Settings, left: str, right: str, lang: str) -> None:
    from rehabkg.link.explain import counted, explain, known_by_ids
    from rehabkg.link.features import shown
    from rehabkg.link.others import NO_OTHERS
    from rehabkg.link.reason import Reason

    known = known_by_ids(settings, (left, right))
    told = explain(known[left], known[right], counted(settings.links_path))
    _write_sides({name: shown(known[name]) for name in (left, right)})
    _write_reasons(settings, [Reason("before", None, told.before), *told.reasons], lang)
    bounds = [
        f"{bits:.1f} bits against {others}"
        for bits, others in (
            (told.against_kin, "two relatives"),
            (told.against_namesakes, "two people of one name"),
        )
        # What no kin and no namesake could be is said to weigh this or more.
        if bits < NO_OTHERS / 2
    ]
    click.echo(_weight(told.weight) + (f" (at most {', '.join(bounds)})" if bounds else ""))


def _explain_item(settings: Settings, thing: str, qid: str, lang: str) -> None:
    from rehabkg.link.explain_item import explain_item
    from rehabkg.link.items import item_shows

    sought, scored = explain_item(settings, thing, qid)
    _write_sides({thing: sought.shows, qid: item_shows(scored.item)})
    _write_reasons(settings, scored.reasons, lang)
    click.echo(_weight(scored.weight))


def _write_sides(shows: Mapping[str, str]) -> None:
    from rehabkg.errors import one_line

    for name, text in shows.items():
        click.echo(f"{name}: {one_line(text, 300)}")


def _write_reasons(settings: Settings, reasons: Iterable[Reason], lang: str) -> None:
    """Print the table of reasons; what says nothing is left out."""
    from rehabkg.iri import Iris
    from rehabkg.store.engine import open_store
    from rehabkg.store.view import View

    view, iris = View(open_store(settings.store_path)), Iris(settings.base)
    rows = [
        (one.comparison, view.label(iris.concept("match-basis", one.basis), lang) if one.basis else "",
         f"{one.bits:+.1f}")
        for one in reasons
        if one.basis is not None or abs(one.bits) >= _LEAST_SHOWN
    ]  # fmt: skip
    write_table(("comparison", "found", "bits"), rows)


def _weight(bits: float) -> str:
    from rehabkg.link.others import probability_of, shown_probability

    return f"weight {bits:.1f} bits, probability {shown_probability(probability_of(bits))}"

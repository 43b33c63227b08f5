"""`rehabkg link explain`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg.cli.options import language_option, settings_for, store_option, write_table


@click.command(
    epilog="""\b
Examples:
  rehabkg link explain omsk-book.17 memorial.4021
  rehabkg link explain p0057 memorial.4021 --lang ru
""",
)
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@language_option
@store_option
def command(left: str, right: str, lang: str, store: Path | None) -> None:
    """Print what speaks for and against that two records are of one person, in bits.

    One bit more doubles the odds. Names, places and days weigh by how rare they were in the last 'rehabkg link
    records'; before one was run, by what was counted on invented people.
    """
    from rehabkg.errors import one_line
    from rehabkg.iri import Iris
    from rehabkg.link.explain import counted, explain, known_by_ids
    from rehabkg.link.features import shown
    from rehabkg.link.others import probability_of
    from rehabkg.store.engine import open_store
    from rehabkg.store.view import View

    settings = settings_for(store)
    known = known_by_ids(settings, (left, right))
    told = explain(known[left], known[right], counted(settings.links_path))
    view, iris = View(open_store(settings.store_path)), Iris(settings.base)
    for name in (left, right):
        click.echo(f"{name}: {one_line(shown(known[name]), 300)}")
    rows = [
        (reason.comparison, view.label(iris.concept("match-basis", reason.basis), lang) if reason.basis else "",
         f"{reason.bits:+.1f}")
        for reason in told.reasons
        if reason.basis is not None or reason.bits
    ]  # fmt: skip
    rows.insert(0, ("before", "", f"{told.before:+.1f}"))
    write_table(("comparison", "found", "bits"), rows)
    click.echo(
        f"weight {told.weight:.1f} bits, probability {probability_of(told.weight):.4f}"
        f" (at most {told.against_kin:.1f} bits against two"
        f" relatives, {told.against_namesakes:.1f} against two people of one name)"
    )

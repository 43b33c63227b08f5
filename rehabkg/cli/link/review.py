"""`rehabkg link review`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import click

from rehabkg.cli.options import language_option, settings_for, store_option, tell, write_table

_SHOWN = 60


@click.command(
    epilog="""\b
Examples:
  rehabkg link review                              the likeliest twenty of what waits
  rehabkg link review --kind place --limit 100
  rehabkg link review --csv > waiting.csv          all of it, for a spreadsheet
  rehabkg link review --serve --who "M. K."        a page to decide on, at an address of this machine only
""",
)
@click.option("--kind", type=click.Choice(["record", "person", "people", "place", "body", "act"]), help="Only these.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Pairs to print.")
@click.option("--csv", "as_csv", is_flag=True, help="Print all that waits as CSV.")
@click.option("--serve", is_flag=True, help="Open a page on which to decide, pair by pair.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Port of the page. Default: any that is free.")
@click.option("--who", metavar="NAME", default="", help="Who decides on the page; it can be changed there.")
@language_option
@store_option
def command(
    kind: str | None, limit: int, as_csv: bool, serve: bool, port: int, who: str, lang: str, store: Path | None
) -> None:
    """Print what waits for a person, the likeliest first, or decide on it on a page."""
    from rehabkg.errors import one_line
    from rehabkg.link import review
    from rehabkg.link.decisions import FILE, Decisions
    from rehabkg.link.lines import line_of

    if serve and as_csv:
        raise click.UsageError("--serve opens a page and --csv prints a table: give one of them")
    settings = settings_for(store, reading=serve)
    links = settings.links_path
    if serve:
        from rehabkg.desk.run import serve_desk

        serve_desk(settings, port=port, kind=kind, who=who, language=lang, tell=tell)
        return
    decisions = Decisions.read(links / FILE)
    waiting = (one for one in review.waiting(links / review.FILE, decisions) if kind in (None, one.kind))
    if as_csv:
        sys.stdout.buffer.write(line_of(review.COLUMNS))
        for one in waiting:
            sys.stdout.buffer.write(one.line())
        sys.stdout.buffer.flush()
    else:
        shown = list(islice(waiting, limit))
        rows = [
            (
                one.kind, one.shown_probability,
                one_line(f"{one.left} {one.left_shows}", _SHOWN), one_line(f"{one.right} {one.right_shows}", _SHOWN),
                one_line(" ".join(one.basis)),
            )
            for one in shown
        ]  # fmt: skip
        if rows:
            write_table(("kind", "probability", "left", "right", "basis"), rows)
        found = review.counts([*shown, *waiting])
        tell(f"{links / review.FILE}: {_waiting(found) or 'nothing waits for a decision'}")
        if not (links / review.FILE).exists():
            tell("no run has written it; 'rehabkg link records' and 'rehabkg link wikidata' do")
    for note in decisions.notes:
        tell(str(note))
    for contradiction in decisions.contradictions():
        tell(f"{links / FILE}: {contradiction}")


def _waiting(found: Mapping[str, int]) -> str:
    total, told = sum(found.values()), ", ".join(f"{name}: {count:,}" for name, count in found.items())
    return f"{total:,} {'pair waits' if total == 1 else 'pairs wait'} for a decision ({told})" if total else ""

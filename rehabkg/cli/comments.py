"""`rehabkg comments`: what visitors said, for the editor who accepts or refuses it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rehabkg.cli.options import settings_for, store_option, tell, write_table

if TYPE_CHECKING:
    from rehabkg.comments.queue import Queue

_SHOWN_OF_TEXT = 80

releases_option = click.option(
    "--releases",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the releases. Default: REHABKG_RELEASES, else beside the store.",
)
note_option = click.option("--note", metavar="TEXT", help="Why, for other editors; it is not published.")


@click.group(
    epilog="""\b
Examples:
  rehabkg comments list                       what waits for an editor
  rehabkg comments show 3f2a9c0d5b7e1a64
  rehabkg comments accept 3f2a9c0d5b7e1a64 --note "checked in the book"
  rehabkg comments export comments.trig       those accepted, as Web Annotations
""",
)
def command() -> None:
    """Read, accept or refuse what visitors say of statements. No claim is changed by it."""


@command.command("list")
@click.option(
    "--state", type=click.Choice(["pending", "accepted", "refused", "all"]), default="pending", show_default=True
)
@releases_option
@store_option
def list_(state: str, releases: Path | None, store: Path | None) -> None:
    """List the comments in a state, the oldest first."""
    from rehabkg.errors import one_line

    found = _queue(releases, store).listed(None if state == "all" else state)
    rows = [
        (one.id, one.created[:10], one.state, one_line(one.said.about), one_line(one.said.text, _SHOWN_OF_TEXT))
        for one in found
    ]
    write_table(("id", "sent", "state", "about", "text"), rows)


@command.command()
@click.argument("identifier", metavar="ID")
@releases_option
@store_option
def show(identifier: str, releases: Path | None, store: Path | None) -> None:
    """Print all of one comment."""
    from dataclasses import asdict

    from rehabkg.errors import one_line

    found = asdict(_queue(releases, store).get(identifier))
    for name, value in {**found.pop("said"), **found}.items():
        if value is not None:
            # A line of a visitor must not play a line of ours, nor steer the terminal.
            first, *others = str(value).splitlines() or [""]
            click.echo(f"{name:<11}{one_line(first, len(first) + 1)}")
            for line in others:
                click.echo(f"{'':<11}{one_line(line, len(line) + 1)}")


@command.command()
@click.argument("identifier", metavar="ID")
@note_option
@releases_option
@store_option
def accept(identifier: str, note: str | None, releases: Path | None, store: Path | None) -> None:
    """Show a comment on the page of the thing that it is about."""
    _decide(identifier, "accepted", note, releases, store)


@command.command()
@click.argument("identifier", metavar="ID")
@note_option
@releases_option
@store_option
def refuse(identifier: str, note: str | None, releases: Path | None, store: Path | None) -> None:
    """Keep a comment from being shown, also one that was accepted before."""
    _decide(identifier, "refused", note, releases, store)


@command.command()
@click.argument("out", required=False, type=click.Path(path_type=Path, dir_okay=False))
@releases_option
@store_option
def export(out: Path | None, releases: Path | None, store: Path | None) -> None:
    """Write the accepted comments as Web Annotations (TriG, graph/comments) to OUT or standard output.

    Those on things that the release in force does not show are left out.
    """
    from pyoxigraph import NamedNode

    from rehabkg.comments.annotation import as_trig
    from rehabkg.files import write_whole
    from rehabkg.iri import Iris
    from rehabkg.release.model import open_release
    from rehabkg.store.engine import open_store

    queue = _queue(releases, store)
    release = open_release(queue.path.parent)
    shown = open_store(release.settings.store_path)
    found = [
        one
        for one in queue.listed("accepted")
        if next(iter(shown.quads_for_pattern(NamedNode(one.said.about), None, None, None)), None) is not None
    ]
    content = as_trig(found, Iris(release.base))
    if out is None:
        sys.stdout.buffer.write(content)
        return
    write_whole(out, content)
    tell(f"{out}: {len(found):,} accepted comments")


def _queue(releases: Path | None, store: Path | None) -> Queue:
    from rehabkg.comments.queue import FILE, Queue

    return Queue((releases or settings_for(store, reading=False).releases_path) / FILE)


def _decide(identifier: str, state: str, note: str | None, releases: Path | None, store: Path | None) -> None:
    found = _queue(releases, store).decide(identifier, state, datetime.now(UTC), note)
    click.echo(f"{found.id}: {found.state}")

"""`rehabkg release`, `rehabkg release list` and `rehabkg release changes`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import click

from rehabkg.cli.options import settings_for, store_option, tell, write_table
from rehabkg.errors import CallError, shorten

out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the releases. Default: REHABKG_RELEASES, else 'releases' beside the store.",
)


@click.group(
    invoke_without_command=True,
    epilog="""\b
Examples:
  rehabkg release                                      by the packaged policy, as of today
  rehabkg release --policy our-policy.ttl --day 2026-12-01
  rehabkg release list
  rehabkg release changes 2026-11-28 2026-12-01        how many statements came and went, by graph
  rehabkg release changes 2026-11-28 2026-12-01 --lines
""",
)
@click.option("--policy", type=click.Path(path_type=Path, dir_okay=False), help="Policy (Turtle) of what is shown.")
@click.option("--day", metavar="DATE", help="The day that tells who may be living, and names the release.")
@out_option
@store_option
@click.pass_context
def command(ctx: click.Context, policy: Path | None, day: str | None, out: Path | None, store: Path | None) -> None:
    """Take the loaded sources through the gate of a policy into an immutable, versioned dataset.

    A release has a store, dumps, indexes, a description and the changes since the release before; what the policy hides
    is in none of them. It comes into force by one rename; the releases before it stay.
    """
    if ctx.invoked_subcommand is not None:
        return
    from rehabkg import assets
    from rehabkg.description.written import describe
    from rehabkg.release.build import ReleaseRequest, make_release

    now = datetime.now(UTC)
    request = ReleaseRequest(_day(day) or now.date(), now, policy or assets.DEFAULT_POLICY, out)
    release = make_release(settings_for(store), request, describe, tell)
    added, removed = (sum(getattr(change, kind) for change in release.changes) for kind in ("added", "removed"))
    click.echo(f"{release.name}: {release.statements:,} statements in {len(release.graphs):,} graphs; {release.path}")
    if release.former is not None:
        click.echo(f"since {release.former}: {added:,} statements added, {removed:,} removed")
    if release.closed:
        tell(f"closed, for they hold what this release withholds: {', '.join(sorted(release.closed))}")


@command.command("list")
@out_option
@store_option
def list_(out: Path | None, store: Path | None) -> None:
    """List the releases, the oldest first."""
    from rehabkg.release.model import releases

    rows = [
        (release.name, f"{release.statements:,}", f"{len(release.graphs):,}", (release.policy or {}).get("en", ""))
        for release in releases(_folder(out, store))
    ]
    write_table(("release", "statements", "graphs", "policy"), rows)


@command.command()
@click.argument("older")
@click.argument("newer")
@click.option("--lines", is_flag=True, help="Print each statement as N-Quads behind + or -.")
@out_option
@store_option
def changes(older: str, newer: str, lines: bool, out: Path | None, store: Path | None) -> None:
    """Tell what changed from the release OLDER to the release NEWER: JSON by graph, or each statement."""
    from rehabkg.release.changes import ADDED, REMOVED, between

    counts: dict[str, Counter[str]] = {}
    for change in between(_folder(out, store), older, newer):
        if lines:
            sign = b"+ " if change.kind == ADDED else b"- "
            sys.stdout.buffer.write(sign + change.line.removesuffix(b".\n") + f"<{change.graph}> .\n".encode())
        else:
            counts.setdefault(change.graph, Counter())[change.kind] += 1
    if not lines:
        told = {graph: {kind: count[kind] for kind in (ADDED, REMOVED)} for graph, count in counts.items()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def _folder(out: Path | None, store: Path | None) -> Path:
    return out or settings_for(store).releases_path


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CallError(f"--day {shorten(text)!r} is not a day such as 2026-11-28") from None

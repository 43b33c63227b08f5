"""`rehabkg site`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from rehabkg.cli.options import settings_for, tell


@click.command(
    epilog="""\b
Examples:
  rehabkg release && rehabkg site public        then put public/ on any host, or open public/index.html
  rehabkg site public --no-lists                pages for the curated graph, records as dumps only
"""
)
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--releases",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the releases. Default: REHABKG_RELEASES, else beside the store.",
)
@click.option("--release", "name", help="A release by its name. Default: the one in force.")
@click.option("--lists/--no-lists", default=True, show_default=True, help="Pages for the records of loaded lists.")
@click.option("--jobs", type=click.IntRange(1, 64), default=lambda: os.cpu_count() or 1, show_default="cores")
def command(out: Path, releases: Path | None, name: str | None, lists: bool, jobs: int) -> None:
    """Write the site as files that any host serves: pages, documents in all forms, dumps, search.

    A folder that holds a former site is replaced whole; what has not changed is taken over.
    """
    from rehabkg.release.model import open_release
    from rehabkg.site.run import write_site

    folder = releases or settings_for(None, reading=False).releases_path
    release = open_release(folder, name)
    written = write_site(release, out, jobs=jobs, lists=lists, tell=_Progress())
    tell(f"{out}: {written.documents:,} documents, {written.taken_over:,} of them unchanged; release {release.name}")


class _Progress:
    """Tells every thousand documents how far it is."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, done: int) -> None:
        if done >= self._told + 1_000:
            self._told = done
            tell(f"  {done:,} documents")

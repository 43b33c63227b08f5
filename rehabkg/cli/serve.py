"""`rehabkg serve`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg.cli.options import settings_for, tell


@click.command(
    epilog="""\b
Examples:
  rehabkg release && rehabkg serve              then open http://127.0.0.1:8000/
  rehabkg serve --host 0.0.0.0 --port 80 --address https://data.example.org/
"""
)
@click.option(
    "--releases",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the releases. Default: REHABKG_RELEASES, else beside the store.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that answer.")
@click.option("--address", metavar="URL", help="How the world names the server. Default: as it listens.")
@click.option("--cache", type=click.IntRange(1), default=256, show_default=True, help="Megabytes of answers kept.")
def command(releases: Path | None, host: str, port: int, processes: int, address: str | None, cache: int) -> None:
    """Publish the release in force: pages, data, a SPARQL endpoint, stored questions."""
    from rehabkg.server.run import Served, serve

    folder = releases or settings_for(None, reading=False).releases_path
    tell(f"serving {folder} at http://{host}:{port}/ (stop with Ctrl+C)")
    serve(Served(folder, host, port, processes, address, cache * 1024 * 1024))

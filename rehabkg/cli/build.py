"""`rehabkg build`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg import assets
from rehabkg.cli.options import settings_for, store_option, tell, write_table


@click.command(
    epilog="""\b
Examples:
  rehabkg build
  rehabkg build --store ./store
  rehabkg build --data my-tables --store ./store
"""
)
@store_option
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=assets.DATA,
    help="Folder of the curated tables. Default: those that come with rehabkg.",
)
@click.option("--engine", default="pyshacl", show_default=True, help="SHACL engine.")
@click.option("--graphs", is_flag=True, help="Count the statements of every named graph, not of the largest ten.")
def command(store: Path | None, data: Path, engine: str, graphs: bool) -> None:
    """Build the graph from the curated tables, check it, and write it to the store.

    A build that finds a violation, fails or is killed leaves the store as it was.
    """
    from rehabkg.pipeline import build

    settings = settings_for(store, reading=False)
    report = build(settings, data=data, engine_name=engine, progress=tell)
    by_size = sorted(report.graphs.items(), key=lambda entry: (-entry[1], entry[0]))
    shown = by_size if graphs else by_size[:10]
    rows = [(name.rpartition("/graph/")[2], f"{count:,}") for name, count in shown]
    if len(shown) < len(by_size):
        rows.append((f"{len(by_size) - len(shown)} more graphs", f"{sum(n for _, n in by_size[len(shown) :]):,}"))
    write_table(("graph", "statements"), rows)
    click.echo(f"{report.quads:,} statements in {len(report.graphs):,} graphs from {report.rows:,} rows")
    click.echo(
        f"{report.shapes} shapes run: no violation, {len(report.warnings)} warnings ('rehabkg check' lists them)"
    )
    click.echo(", ".join(f"{step} {seconds:.1f} s" for step, seconds in report.seconds.items()))
    click.echo(f"{report.version} in force in {settings.store_path}")

"""`rehabkg link records`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from rehabkg.cli.options import counted, settings_for, store_option, tell


@click.command(
    epilog="""\b
Examples:
  rehabkg link records                                all loaded sources and the curated people
  rehabkg link records --source omsk-book --source memorial
  rehabkg link records --threshold 0.99 --review 0.3  be surer, and look at more
""",
)
@click.option("--source", "sources", metavar="ID", multiple=True, help="Source to compare. Default: all loaded ones.")
@click.option("--threshold", type=click.FloatRange(0.5, 0.999999), default=0.98, show_default=True,
              help="Probability from which two records are put together.")  # fmt: skip
@click.option("--review", type=click.FloatRange(0.001, 0.999999), default=0.5, show_default=True,
              help="Probability from which a pair is shown to people.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes at work.")
@click.option("--memory", type=click.IntRange(1, 512), default=3, show_default=True, help="GiB for the comparison.")
@store_option
def command(
    sources: tuple[str, ...], threshold: float, review: float, jobs: int, memory: int, store: Path | None
) -> None:
    """Find which records are of one person, and write that into the graph link-records, whole.

    Pairs that are likely and not sure are written to review.csv in the folder of links; 'rehabkg link review' shows
    them. What people decided always wins, also over the next run.
    """
    from rehabkg.cli.progress import shown
    from rehabkg.link.records import LinkRequest, link_records
    from rehabkg.link.score import Limits, scratch

    settings = settings_for(store)
    request = LinkRequest(datetime.now(UTC), sources, threshold, review, jobs)
    with scratch(settings.links_path) as folder, shown(None) as progress:
        report = link_records(settings, request, Limits(folder, memory * 1024**3, jobs), progress)
    people = counted(report.people, "person", "people")
    click.echo(
        f"{people} of two records or more, by {counted(report.pairs, 'pair')} of {counted(report.records, 'record')};"
        f" {counted(report.graph.statements, 'statement')} in {report.graph.graphs[0]}"
    )
    if report.apart:
        tell(f"likely pairs that were kept apart, since something else forbids them: {report.apart:,}")
    if report.reviewed:
        tell(f"pairs that wait for a person: {report.reviewed:,}; 'rehabkg link review' shows them")
    if report.idle:
        first = " – ".join(report.idle[0])
        tell(f"decisions on records that were not compared, which wait for them: {len(report.idle):,}; first {first}")
    if report.unshown:
        tell(f"less likely pairs that are not listed: {report.unshown:,}; decide on some, or raise --review")

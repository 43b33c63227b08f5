"""`rehabkg check`."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from pathlib import Path

import click

from rehabkg import assets
from rehabkg.cli.options import language_option, settings_for, tell

_SHOWN_WARNINGS = 20


@click.command(
    epilog="""\b
Examples:
  rehabkg check                          the curated tables
  rehabkg check --report faults.csv      every result with the cell to mend
  rehabkg check my-graph.ttl             a file of your own (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML)
"""
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--engine", default="pyshacl", show_default=True, help="SHACL engine.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write all results to a .csv or .json.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=assets.DATA,
    help="Folder of the curated tables, checked where no FILE is given.",
)
@language_option
def command(files: tuple[Path, ...], engine: str, report: Path | None, data: Path, lang: str) -> None:
    """Check RDF files, or the curated tables, against the shapes.

    Exit code 1 where a Violation was found. Each result names the table, line and column to mend.
    """
    from rehabkg.checks import check_files, check_tables
    from rehabkg.validation.report import check_suffix, write_report

    # rdflib logs a traceback for every literal that is none of its datatype; the shapes say so in a line.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    if report is not None:
        check_suffix(report)
    settings = settings_for(None, reading=False)
    if files:
        results, origins, shapes = check_files(files, settings, engine_name=engine)
    else:
        results, origins, shapes = check_tables(settings, data=data, engine_name=engine, progress=tell)
    if report is not None:
        write_report(report, results, origins)
    counts = Counter(result.severity for result in results)
    warnings = [result for result in results if result.severity != "Violation"]
    shown = [result for result in results if result.severity == "Violation"] + warnings[:_SHOWN_WARNINGS]
    for result in shown:
        click.echo(result.line(origins, lang))
    if len(warnings) > _SHOWN_WARNINGS:
        tell(f"{len(warnings) - _SHOWN_WARNINGS} more warnings; --report FILE.csv lists all")
    tell(f"{shapes} shapes run: {counts['Violation']} violations, {len(warnings)} warnings")
    sys.exit(1 if counts["Violation"] else 0)

"""`rehabkg parse`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rehabkg.cli.options import tell


@click.command(
    epilog="""\b
Examples:
  rehabkg parse memorial-lists records.txt --to jsonl > records.jsonl
  rehabkg parse memorial-table lists.tsv --to nquads --source memorial | head
"""
)
@click.argument("format_name", metavar="FORMAT")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "form", type=click.Choice(["jsonl", "nquads"]), default="jsonl", show_default=True)
@click.option("--source", metavar="ID", default="source", show_default=True, help="Id of the source, for nquads.")
@click.option("--language", default="ru", show_default=True, metavar="TAG", help="Language of the texts, for nquads.")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="Mapping file of a table.")
@click.option("--encoding", help="Encoding of the files, instead of the one found.")
def command(
    format_name: str,
    files: tuple[Path, ...],
    form: str,
    source: str,
    language: str,
    mapping: Path | None,
    encoding: str | None,
) -> None:
    """Print what is recognised of each record: JSON, a line each, or N-Quads; nothing is stored.

    What cannot be read is told on standard error; exit code 1 where a record could not be read.
    """
    from rehabkg.load.formats import ReadOptions
    from rehabkg.load.parse import as_jsonl, as_nquads
    from rehabkg.settings import Settings

    options = ReadOptions(encoding, mapping)
    faults = 0

    def fault(message: str) -> None:
        nonlocal faults
        faults += 1
        tell(message)

    if form == "jsonl":
        lines = as_jsonl(format_name, files, options, fault)
    else:
        lines = as_nquads(format_name, files, options, fault, Settings.from_environment().base, source, language)
    for line in lines:
        sys.stdout.write(line)
    sys.exit(1 if faults else 0)

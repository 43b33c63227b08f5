"""`rehabkg map`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rehabkg.cli.options import tell, write_table
from rehabkg.errors import SourceError

if TYPE_CHECKING:
    from rehabkg.readers.table.count import Count
    from rehabkg.readers.table.proposal import Proposal

_SHOWN_PROBLEMS = 20
_SHOWN_LETTERS = 60


@click.group(
    epilog="""\b
Examples:
  rehabkg map init list.csv --out map.toml       look at a table and propose which column is what
  rehabkg map init list.csv --csvw               the same as CSV on the Web metadata, on standard output
  rehabkg map check list.csv map.toml            read every row by the mapping; count, and tell what is wrong
"""
)
def command() -> None:
    """Describe a table of your own (CSV, TSV, XLSX, Parquet), and try the description."""


@command.command(
    epilog="""\b
Examples:
  rehabkg map init list.csv --out map.toml
  rehabkg map init book.xlsx --sheet "Лист 2" --out map.toml
  rehabkg map init old.txt --encoding koi8-r
"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--toml", "form", flag_value="toml", default="toml", help="The short form for people (the default).")
@click.option("--csvw", "form", flag_value="csvw", help="CSV on the Web metadata (W3C).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; it must not exist yet.")
@click.option("--encoding", metavar="NAME", help="Encoding of a text file. Default: found, and said in the mapping.")
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook. Default: the first one.")
def init(file: Path, form: str, out: Path | None, encoding: str | None, sheet: str | None) -> None:
    """Look at FILE and propose a mapping, each line with its reason, for you to edit.

    What no rule can match is listed as a comment, never left out.
    """
    from rehabkg.files import write_whole
    from rehabkg.readers.table.proposal import csvw_text, look_at, propose, toml_text

    if out is not None and out.exists():
        raise SourceError(out, None, "exists already, and may have been edited; name another file")
    proposal = propose(look_at(file, encoding=encoding, sheet=sheet))
    writer: Callable[[Proposal], str] = csvw_text if form == "csvw" else toml_text
    text = writer(proposal)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text.encode())
    for fault in proposal.sample.faults[:_SHOWN_PROBLEMS]:
        tell(str(fault))
    tell(f"{len(proposal.matched)} of {len(proposal.columns)} columns tell a field; {_advice(proposal)}")


def _advice(proposal: Proposal) -> str:
    if not proposal.matched:
        return "write one for at least one column, else the mapping cannot be used"
    return f"records are numbered by {proposal.number!r}" if proposal.number else "records are numbered by their place"


@command.command(
    epilog="""\b
Examples:
  rehabkg map check list.csv map.toml
  rehabkg map check list.csv list-metadata.json --show 0 --problems 100
"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("mapping", type=click.Path(path_type=Path))
@click.option("--show", type=click.IntRange(0, 1_000), default=3, show_default=True, help="Records to print.")
@click.option(
    "--problems", type=click.IntRange(0), default=_SHOWN_PROBLEMS, show_default=True, help="Problems to print."
)
def check(file: Path, mapping: Path, show: int, problems: int) -> None:
    """Read every row of FILE by MAPPING and print counts, the first records, and what cannot be read.

    Exit code 1 where a row cannot be read. Nothing is loaded.
    """
    from rehabkg.readers.table import load_mapping
    from rehabkg.readers.table.count import count_table

    said = load_mapping(mapping, file)
    for note in said.notes:
        tell(f"{mapping}: {note}")
    shown = 0

    def report(error: SourceError) -> None:
        nonlocal shown
        shown += 1
        if shown <= problems:
            tell(str(error))

    count = count_table(file, said, first=show, report=report)
    write_table(("field", "column", "filled", "example"), _field_rows(count))
    for record in count.first:
        click.echo(f"{record.locator}, number {record.number}")
        write_table(("field", "value"), list(count.cells(record)))
    if shown > problems:
        tell(f"{shown - problems} more problems; --problems {shown} shows all")
    tell(f"{count.records} records, {count.problems} problems")
    sys.exit(1 if count.problems else 0)


def _field_rows(count: Count) -> list[tuple[str, str, str, str]]:
    rows = []
    for field in count.fields:
        share = f"{field.filled} ({100 * field.filled / count.records:.0f} %)" if count.records else "0"
        example = " ".join((field.example or "").split())
        rows.append((field.name, field.column, share, example[:_SHOWN_LETTERS]))
    return rows

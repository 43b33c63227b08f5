"""`rehabkg coverage`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg.cli.options import language_option, tell, write_table

_HEADINGS = {
    "en": ("kind", "printed", "recognised", "share", "unknown strings"),
    "ru": ("вид", "напечатано", "распознано", "доля", "неизвестных строк"),
}
_UNKNOWN = {"en": ("kind", "times", "not recognised"), "ru": ("вид", "раз", "не распознано")}


@click.command(
    epilog="""\b
Examples:
  rehabkg coverage records.txt                  how much the vocabulary knows, and what it does not, by frequency
  rehabkg coverage lists.tsv --kind deciding-body --limit 200
  rehabkg coverage book.csv --format table --mapping book.toml --tsv > unknown.tsv
"""
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", metavar="FORMAT", help="Format of the files. Default: told by their content.")
@click.option("--kind", "only", metavar="KIND", help="Only this kind of string.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=10, show_default=True, help="Strings of each kind.")
@click.option("--tsv", is_flag=True, help="Print the strings that are not recognised as TSV, for a spreadsheet.")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="Mapping file of a table.")
@click.option("--encoding", help="Encoding of the files, instead of the one found.")
@language_option
def command(
    files: tuple[Path, ...],
    format_name: str | None,
    only: str | None,
    limit: int,
    tsv: bool,
    mapping: Path | None,
    encoding: str | None,
    lang: str,
) -> None:
    """Tell how much of what the records print the vocabulary knows, and list what it does not, by frequency.

    The tables of lexicon/ are where a person extends it; lexicon/README.md says how.
    """
    from rehabkg.errors import CallError
    from rehabkg.load.coverage import coverage_of_files
    from rehabkg.load.formats import ReadOptions
    from rehabkg.recognise.coverage import KINDS

    if only is not None and only not in KINDS:
        raise CallError(f"kind {only!r} is not one of {', '.join(KINDS)}")
    coverage = coverage_of_files(files, format_name, ReadOptions(encoding, mapping), tell)
    kinds = {kind: counted for kind, counted in coverage.kinds.items() if only in (None, kind)}
    unknown = [(kind, str(n), text) for kind, counted in kinds.items() for text, n in counted.most_frequent(limit)]
    if tsv:
        for row in unknown:
            click.echo("\t".join(row))
        return
    rows = [
        (
            kind,
            f"{counted.printed:,}",
            f"{counted.recognised:,}",
            "" if counted.share is None else f"{counted.share:.1%}",
            f"{len(counted.unknown):,}",
        )
        for kind, counted in kinds.items()
    ]
    write_table(_HEADINGS[lang], rows)
    write_table(_UNKNOWN[lang], unknown)

"""`rehabkg load`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from rehabkg.cli.options import settings_for, store_option, tell

_PACKED = frozenset((".bz2", ".gz", ".xlsx", ".parquet"))


@click.command(
    epilog="""\b
Examples:
  rehabkg load memorial-lists records.txt --source memorial-lists
  rehabkg load memorial-table lists.tsv --source memorial --rejects rejects.csv --jobs 2
  rehabkg load table book.csv --mapping book.toml --source omsk-book --title "Книга памяти"
  rehabkg load open-list dump.xml.bz2 --source open-list --strict
"""
)
@click.argument("format_name", metavar="FORMAT")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", metavar="ID", required=True, help="Id of the source: its graph is graph/ID.")
@click.option("--title", help="What people read of the source. Default: the id.")
@click.option("--language", default="ru", show_default=True, metavar="TAG", help="Language of the texts (BCP 47).")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="Mapping file of a table.")
@click.option("--encoding", help="Encoding of the files, instead of the one found.")
@click.option("--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write what was rejected to this CSV.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes at work.")
@click.option("--strict", is_flag=True, help="Load nothing if anything is rejected.")
@store_option
def command(
    format_name: str,
    files: tuple[Path, ...],
    source: str,
    title: str | None,
    language: str,
    mapping: Path | None,
    encoding: str | None,
    rejects: Path | None,
    jobs: int,
    strict: bool,
    store: Path | None,
) -> None:
    """Load the records of FILES, all of one FORMAT, as one source ('rehabkg formats' lists the formats).

    The graph of the source is swapped whole: a load that fails or is killed leaves the store as it was. A record that
    cannot be read or that breaks a shape is left out and reported; the rest is loaded.
    """
    from rehabkg.cli.progress import shown
    from rehabkg.load.formats import ReadOptions
    from rehabkg.load.run import LoadRequest, load

    settings = settings_for(store)
    request = LoadRequest(
        format=format_name,
        files=files,
        source=source,
        now=datetime.now(UTC),
        title=title,
        language=language,
        options=ReadOptions(encoding, mapping),
        jobs=jobs,
        rejects=rejects,
        strict=strict,
    )
    with shown(_source_bytes(files)) as progress:
        loaded = load(settings, request, progress, tell)
    by_encoding: dict[str, list[str]] = {}
    for file in loaded.files:
        if file.encoding is not None:
            by_encoding.setdefault(file.encoding, []).append(file.name)
    for encoding, (first, *more) in by_encoding.items():
        tell(f"{first}{f' and {len(more):,} more' if more else ''}: {encoding}")
    click.echo(
        f"{loaded.id}: {loaded.records:,} records, {loaded.rejected:,} rejected, {loaded.unread:,} cells not read;"
        f" {loaded.triples:,} statements and {loaded.derived:,} derived"
    )
    if loaded.rejected or loaded.unread:
        tell(f"what was rejected or not read: {rejects or 'give --rejects FILE to see it'}")


def _source_bytes(paths: Sequence[Path]) -> int | None:
    """Return how many bytes there are to read, None where they are packed: nobody knows then how many it will be."""
    found = [file for path in paths for file in (path.rglob("*") if path.is_dir() else (path,)) if file.is_file()]
    packed = any(file.suffix.lower() in _PACKED for file in found)
    return None if packed else sum(file.stat().st_size for file in found)

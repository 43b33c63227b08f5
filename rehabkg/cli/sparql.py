"""`rehabkg sparql`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rehabkg.cli.options import endpoint_option, format_option, settings_for, store_option, write_result
from rehabkg.errors import CallError, SourceError


@click.command(
    epilog="""\b
Examples:
  rehabkg sparql my-question.rq
  rehabkg sparql -e 'SELECT (COUNT(*) AS ?n) WHERE { ?case a rehab:Case }'
  cat question.rq | rehabkg sparql - --format json
The prefixes rehab:, skos:, rdfs:, dcterms:, prov:, geo:, wd: and xsd: need not be declared.
"""
)
@click.argument("file", required=False)
@click.option("-e", "--text", help="The query itself.")
@format_option
@endpoint_option
@store_option
def command(file: str | None, text: str | None, format_name: str, endpoint: str | None, store: Path | None) -> None:
    """Run a SPARQL 1.1 query from FILE, from standard input (-), or from -e TEXT."""
    if (file is None) == (text is None):
        raise CallError("give either a FILE (or - for standard input) or -e TEXT")
    query = text if text is not None else _read(str(file))
    settings = settings_for(store, reading=endpoint is None)
    query = _with_prefixes(query)
    if endpoint is None:
        from rehabkg.query.run import run_text
        from rehabkg.store.engine import open_store

        write_result(run_text(open_store(settings.store_path), query, settings), format_name)
    else:
        from rehabkg.query.remote import run_remote

        write_result(run_remote(endpoint, query, settings), format_name)


def _read(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(file, None, f"cannot be read: {error}") from error


def _with_prefixes(query: str) -> str:
    from rehabkg.namespaces import PREFIXES

    lines = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()]
    return "\n".join([*lines, query])

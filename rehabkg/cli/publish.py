"""`rehabkg publish`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from rehabkg.cli.options import settings_for, store_option, tell
from rehabkg.errors import CallError, SourceError

_PASSWORD = "REHABKG_PASSWORD"  # noqa: S105 - the name of a variable
_MEGABYTE = 1_000_000


@click.command(
    epilog="""\b
Examples:
  rehabkg publish --endpoint http://localhost:7878/query                       Oxigraph
  rehabkg publish --endpoint http://localhost:8890/sparql --update http://localhost:8890/sparql-auth \\
      --user dba --password-file dba.txt --auth digest                         Virtuoso
  rehabkg publish --endpoint http://localhost:7878/query --gsp http://localhost:7878/store --graph lists
"""
)
@click.option("--endpoint", required=True, metavar="URL", help="SPARQL 1.1 endpoint of the remote store.")
@click.option("--update", metavar="URL", help="Where it takes updates. Default: the endpoint with /query as /update.")
@click.option("--gsp", metavar="URL", help="Send batches by the Graph Store Protocol to this address, not by update.")
@click.option("--user", help="Who is sending; the password comes from --password-file or REHABKG_PASSWORD.")
@click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False), help="File that holds the password.")
@click.option("--auth", type=click.Choice(["basic", "digest"]), default="basic", show_default=True)
@click.option("--graph", "graphs", multiple=True, metavar="ID", help="Only this graph; may be given several times.")
@click.option("--batch", type=click.IntRange(1, 64), default=4, show_default=True, help="Megabytes in one request.")
@store_option
def command(
    endpoint: str,
    update: str | None,
    gsp: str | None,
    user: str | None,
    password_file: Path | None,
    auth: str,
    graphs: tuple[str, ...],
    batch: int,
    store: Path | None,
) -> None:
    """Send the named graphs to any SPARQL 1.1 store, each swapped whole.

    A graph is gathered aside and takes its place by one MOVE. A run that was killed goes on when it is run again, and
    a graph that is in place unchanged is not sent twice.
    """
    from rehabkg.publish.client import Remote
    from rehabkg.publish.run import publish

    remote = Remote(
        query=endpoint,
        update=update or _update_address(endpoint),
        graphs=gsp,
        user=user,
        password=_password(password_file) if user is not None else None,
        auth=auth,
    )
    sent = kept = statements = 0
    for graph in publish(settings_for(store), remote, graphs=graphs, batch_bytes=batch * _MEGABYTE, progress=tell):
        sent += graph.sent
        kept += not graph.sent
        statements += graph.statements
    click.echo(f"{sent + kept:,} graphs with {statements:,} statements are in place: {sent:,} sent, {kept:,} unchanged")


def _update_address(endpoint: str) -> str:
    return endpoint.removesuffix("/query") + "/update" if endpoint.endswith("/query") else endpoint


def _password(path: Path | None) -> str:
    if path is None:
        found = os.environ.get(_PASSWORD)
        if found is None:
            raise CallError(f"a password is wanted: give --password-file FILE or set {_PASSWORD}")
        return found
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(path, None, f"cannot be read: {error}") from error

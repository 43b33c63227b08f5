"""`rehabkg publish`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

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
@click.option("--timeout", type=click.IntRange(1), default=600, show_default=True, help="Seconds for one request.")
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
    timeout: int,
    batch: int,
    store: Path | None,
) -> None:
    """Send the named graphs to any SPARQL 1.1 store, each swapped whole.

    A graph is gathered aside and takes its place by one MOVE. A run that was killed goes on when it is run again, and
    a graph that is in place unchanged is not sent twice.
    """
    from rehabkg.publish.remote import Remote
    from rehabkg.publish.run import DROPPED, SENT, UNCHANGED, publish

    remote = Remote(
        query=endpoint,
        update=update or _update_address(endpoint),
        graphs=gsp,
        user=user,
        password=_password(password_file) if user is not None else None,
        auth=auth,
        timeout_seconds=timeout,
    )
    for address in remote.addresses if user is not None and auth == "basic" else ():
        if not _is_private(address):
            tell(f"{address}: the password goes there readable by all between; --auth digest or https:// hides it")
    fates = Counter[str]()
    statements = 0
    for graph in publish(settings_for(store), remote, graphs=graphs, batch_bytes=batch * _MEGABYTE, tell=tell):
        fates[graph.fate] += 1
        statements += graph.statements
    in_place = fates[SENT] + fates[UNCHANGED]
    told = ", ".join(f"{fates[fate]:,} {fate}" for fate in (SENT, UNCHANGED, DROPPED) if fates[fate])
    click.echo(f"{in_place:,} graphs with {statements:,} statements are in place: {told or 'nothing to send'}")


def _update_address(endpoint: str) -> str:
    return endpoint.removesuffix("/query") + "/update" if endpoint.endswith("/query") else endpoint


def _is_private(address: str) -> bool:
    """Say whether what is sent to *address* stays on this machine or is encrypted."""
    return address.startswith("https://") or urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")


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

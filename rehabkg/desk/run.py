"""Open the desk: one process at an address of this machine, until it is told to stop."""

from __future__ import annotations

import socket
from collections.abc import Callable

from rehabkg.desk.app import Desk
from rehabkg.desk.explaining import explainer
from rehabkg.desk.guard import HOST, Guard
from rehabkg.errors import CallError
from rehabkg.iri import Iris
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store

_MOST_CONNECTIONS = 50


def serve_desk(
    settings: Settings,
    *,
    port: int = 0,
    kind: str | None = None,
    who: str = "",
    language: str = "en",
    tell: Callable[[str], None] = print,
) -> None:
    """Serve the desk at 127.0.0.1, at a port that is free where *port* is 0, and tell its address with the token.

    It begins with pairs of one *kind*, or of all.
    Raises `StoreError` where there is no store, `CallError` where the port is taken.
    """
    import secrets

    import uvicorn

    store = open_store(settings.store_path)
    with socket.socket() as listening:
        # A desk that was just closed must not keep its port from the next one.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise CallError(f"port {port}: {error.strerror or error}") from error
        token = secrets.token_urlsafe(24)
        desk = Desk(
            store,
            Iris(settings.base),
            settings.links_path,
            token=token,
            who=who,
            language=language,
            explain=explainer(settings),
        )
        guard = Guard(desk.application(), listening.getsockname()[1], token)
        tell(f"decide at {guard.address(kind)} (stop with Ctrl+C)")
        config = uvicorn.Config(
            guard,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=15,
        )
        uvicorn.Server(config).run(sockets=[listening])

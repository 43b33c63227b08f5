"""Run the server: processes that share one address, each with the release open for reading."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from rehabkg.release.model import Release, open_release
from rehabkg.server.app import CACHE_BYTES, application
from rehabkg.server.shell import Shell
from rehabkg.server.succession import Succession
from rehabkg.web.published import Published

# How the first process tells the others what to serve.
_RELEASES, _CACHE, _ADDRESS = "REHABKG_SERVED_RELEASES", "REHABKG_SERVED_CACHE", "REHABKG_SERVED_ADDRESS"
_QUERIES = "REHABKG_SERVED_QUERIES"
# A client that says nothing for so long is let go; one that sends slowly holds a connection and no more.
_SILENT_SECONDS = 15
_MOST_CONNECTIONS = 500


@dataclass(frozen=True, slots=True)
class Served:
    """What is served and where. `address` is how the world names the server, for descriptions; None: as it listens."""

    releases: Path
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 2
    address: str | None = None
    cache_bytes: int = CACHE_BYTES


def serve(served: Served) -> None:
    """Serve the release in force, whichever it is, until told to stop. Raises `StoreError` where there is none."""
    import uvicorn

    open_release(served.releases)
    os.environ[_RELEASES] = str(served.releases)
    os.environ[_CACHE] = str(served.cache_bytes // served.processes)
    # More queries than cores only wait for each other.
    os.environ[_QUERIES] = str(max(1, (os.cpu_count() or 1) // served.processes))
    address = served.address or f"http://{served.host}:{served.port}/"
    os.environ[_ADDRESS] = address if address.endswith("/") else f"{address}/"
    uvicorn.run(
        "rehabkg.server.run:from_environment",
        factory=True,
        host=served.host,
        port=served.port,
        workers=served.processes if served.processes > 1 else None,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=True,
        timeout_keep_alive=_SILENT_SECONDS,
        limit_concurrency=_MOST_CONNECTIONS,
        proxy_headers=False,
    )


def from_environment() -> Succession:
    """Return the application of one process."""
    address = os.environ[_ADDRESS]
    cache, queries = int(os.environ[_CACHE]), int(os.environ[_QUERIES])

    def opened(release: Release) -> Shell:
        return application(Published.open(release), address, cache_bytes=cache, queries=queries)

    return Succession(Path(os.environ[_RELEASES]), opened)

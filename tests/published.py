"""A release to answer from, made by hand around a store, and a client of the application."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from starlette.testclient import TestClient

from rehabkg.files import write_whole
from rehabkg.release.model import CURRENT, STORE, Release, open_release
from rehabkg.server.app import application
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.version import write_version
from rehabkg.web.published import Published

NAME = "2026-11-28"
ADDRESS = "http://data.example/"


def release_of(
    folder: Path, nquads: bytes, *, base: str = DEFAULT_BASE, withdrawn: Sequence[str] = (), name: str = NAME
) -> Release:
    """Write *nquads* as a release that has passed the gate, and bring it into force."""
    path = folder / name
    path.mkdir(parents=True)
    write_version(path / STORE, nquads, base)
    created = datetime(2026, 11, 28, 10, tzinfo=UTC)
    Release(path, name, created, base, None, frozenset(withdrawn), created.date()).write()
    into_force(folder, name)
    return open_release(folder)


def into_force(folder: Path, name: str) -> None:
    """Name the release in force, as making one does it: by a rename."""
    write_whole(folder / CURRENT, f"{name}\n".encode())


def client_of(release: Release, **options: int) -> TestClient:
    """Return a client of the application, without a network between; it follows no redirect."""
    app = application(Published.open(release), ADDRESS, **options)
    return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)

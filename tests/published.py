"""A release to answer from, made by hand around a store, and a client of the application."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from starlette.testclient import TestClient

from rehabkg.release.model import CURRENT, STORE, Release, open_release
from rehabkg.server.app import application
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.version import write_version
from rehabkg.web.published import Published

NAME = "2026-11-28"
ADDRESS = "http://data.example/"


def release_of(folder: Path, nquads: bytes, *, base: str = DEFAULT_BASE, withdrawn: Sequence[str] = ()) -> Release:
    """Write *nquads* as a release that has passed the gate."""
    path = folder / NAME
    path.mkdir(parents=True)
    write_version(path / STORE, nquads, base)
    created = datetime(2026, 11, 28, 10, tzinfo=UTC)
    Release(path, NAME, created, base, None, frozenset(withdrawn), created.date()).write()
    (folder / CURRENT).write_text(NAME + "\n")
    return open_release(folder)


def client_of(release: Release, **options: int) -> TestClient:
    """Return a client of the application, without a network between; it follows no redirect."""
    app = application(Published.open(release), ADDRESS, **options)
    return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)

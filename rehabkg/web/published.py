"""The release that a process answers from, opened once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from rehabkg.iri import Iris
from rehabkg.release.model import Release
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.view import View


@dataclass(frozen=True, slots=True)
class Published:
    """A release, its store open for reading, and the folder that all releases lie in."""

    release: Release
    store: Store
    releases_path: Path

    @classmethod
    def open(cls, release: Release) -> Published:
        """Open the store of *release*. Raises `StoreError` where it cannot be read."""
        return cls(release, open_store(release.settings.store_path), release.path.parent)

    @property
    def settings(self) -> Settings:
        """The settings by which the store is read."""
        return self.release.settings

    @property
    def iris(self) -> Iris:
        """The IRIs of the release's base."""
        return Iris(self.release.base)

    @property
    def view(self) -> View:
        """A view of the store for those who walk it."""
        return View(self.store)

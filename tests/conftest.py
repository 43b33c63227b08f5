"""What many tests share: the whole curated graph, assembled once."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from rehabkg.pipeline import Assembled, assemble
from rehabkg.settings import Settings
from rehabkg.store.view import View


@pytest.fixture(scope="session")
def assembled() -> Assembled:
    """The curated tables, mapped and derived: read whole once for all tests that only look."""
    return assemble(Settings())


@pytest.fixture(scope="session")
def store(assembled: Assembled) -> Store:
    """The curated graph in memory, as the embedded store would hold it."""
    store = Store()
    store.extend(assembled.quads)
    return store


@pytest.fixture(scope="session")
def view(store: Store) -> View:
    """A walker over the curated graph."""
    return View(store)

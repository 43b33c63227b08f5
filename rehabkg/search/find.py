"""Find records by name in the indexes of the loaded sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode

from rehabkg.errors import CallError
from rehabkg.iri import Iris
from rehabkg.search.names import FoundName, find_names
from rehabkg.store.loaded import NAMES_FOLDER, source_folders

_OBSERVATIONS_FOUND = 100


def find(path: Path, name: str, *, source: str | None = None, limit: int = 20) -> list[FoundName]:
    """Return the records that *name* fits best, the best first, of one loaded source or of all.

    Raises `CallError` for a source that is not loaded, or a name with nothing to seek.
    """
    folders = source_folders(path)
    if source is not None and source not in folders:
        raise CallError(f"source {source!r} is not loaded; 'rehabkg sources' lists those that are")
    sought = [(known, folder / NAMES_FOLDER) for known, folder in folders.items() if source in (None, known)]
    return find_names(sought, name, limit=limit)


def observations(path: Path, iris: Iris) -> Callable[[str], list[NamedNode]]:
    """Return what a parameter of type `search` asks: the observations that a name fits best, at most 100."""

    def search(name: str) -> list[NamedNode]:
        found = find(path, name, limit=_OBSERVATIONS_FOUND)
        return [iris.of_record("observation", entry.source, entry.number) for entry in found]

    return search

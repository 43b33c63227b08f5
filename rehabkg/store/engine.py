"""The only module that opens a store on disk.

A store is a folder of versions, each a pyoxigraph database that is never written again, and the file `CURRENT`
that names the one in force:

    store/
      CURRENT       {"version": "v000003", "format": 1, "base": "https://w3id.org/rehabkg/"}
      v000002/      the version before, kept for those who still read it
      v000003/
      lock          held while a version is written

A version is written aside and comes into force by one rename; a build that fails or is killed leaves `CURRENT`
as it was, and the next build clears what it left behind.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store

from rehabkg.errors import StoreError

FORMAT = 1
_CURRENT = "CURRENT"
_ASIDE = ".building-"


def open_store(path: Path) -> Store:
    """Open the version in force for reading. Raises `StoreError` where there is none."""
    state = _current(path)
    if state is None:
        raise StoreError(f"{path}: no store here; make one with 'rehabkg build'")
    if state.get("format") != FORMAT:
        raise StoreError(
            f"{path}: store format {state.get('format')!r} is not {FORMAT}; run 'rehabkg build' again"
        )
    try:
        return Store.read_only(str(path / state["version"]))
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be read ({error}); run 'rehabkg build' again") from error


def base_of(path: Path) -> str | None:
    """Return the base IRI that the store was built with, None where there is no store."""
    state = _current(path)
    return None if state is None else str(state["base"])


def write_version(path: Path, nquads: bytes, base: str) -> str:
    """Write *nquads* as a new version and bring it into force; return its name.

    Raises `StoreError` where another process is writing or the disk refuses; the version in force stays then.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with _held(path):
            return _write(path, nquads, base)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


def _write(path: Path, nquads: bytes, base: str) -> str:
    state = _current(path)
    in_force = state["version"] if state else None
    for leftover in (*path.glob(f"{_ASIDE}*"), *path.glob("v[0-9]*")):
        if leftover.name != in_force:
            shutil.rmtree(leftover)
    version = f"v{int(in_force[1:]) + 1 if in_force else 1:06}"
    aside = path / f"{_ASIDE}{version}"
    store = Store(str(aside))
    store.bulk_load(input=nquads, format=RdfFormat.N_QUADS)
    store.flush()
    # RocksDB lets go of its files when the store is collected; a rename under it would lose its last writes.
    del store
    aside.rename(path / version)
    fresh = path / f"{_CURRENT}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"version": version, "format": FORMAT, "base": base}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / _CURRENT)
    return version


def _current(path: Path) -> dict[str, Any] | None:
    try:
        text = (path / _CURRENT).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path / _CURRENT}: cannot be read: {error}") from error
    try:
        state = json.loads(text)
    except json.JSONDecodeError:
        state = None
    if (
        not isinstance(state, dict)
        or not str(state.get("version", "")).startswith("v")
        or "base" not in state
    ):
        raise StoreError(
            f"{path / _CURRENT}: names no version of a store; run 'rehabkg build' into a new folder"
        )
    return state


@contextmanager
def _held(path: Path) -> Iterator[None]:
    import fcntl

    with (path / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"{path}: another process is writing this store; wait for it") from None
        yield

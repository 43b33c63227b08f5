"""The only module that opens a store on disk.

A store is a folder of versions, each a pyoxigraph database that is never written again, and the file `CURRENT`
that names the one in force:

    store/
      CURRENT       {"version": "v000003", "format": 1, "base": "https://w3id.org/rehabkg/", "files": {...}}
      v000002/      the version before, kept for those who still read it
      v000003/
      lock          held while a version is written

A version is written aside and comes into force by one rename; a build that fails or is killed leaves `CURRENT`
as it was, and the next build clears what it left behind. `files` holds the size of each file of the version, since
RocksDB takes a manifest that was cut short for a store of fewer statements, or of none.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store, parse

from rehabkg.errors import StoreError, shorten

FORMAT = 1
_CURRENT = "CURRENT"
_ASIDE = ".building-"
_VERSION = re.compile(r"v[0-9]{6,}")
# What a version is read from; RocksDB's logs and options may change or go.
_READ = ("CURRENT", "MANIFEST-*", "*.sst")


def open_store(path: Path) -> Store:
    """Open the version in force for reading. Raises `StoreError` where there is none."""
    state = _current(path)
    if state is None:
        raise StoreError(f"{path}: no store here; make one with 'rehabkg build'")
    if state.get("format") != FORMAT:
        raise StoreError(f"{path}: store format {state.get('format')!r} is not {FORMAT}; run 'rehabkg build' again")
    version = path / state["version"]
    try:
        damaged = _sizes(version) != state["files"]
        store = None if damaged else Store.read_only(str(version))
    # pyoxigraph raises RuntimeError for what RocksDB calls corruption.
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path}: the store cannot be read ({_line(error)}); run 'rehabkg build' again") from error
    if store is None:
        raise StoreError(f"{version}: files are missing or cut short; run 'rehabkg build' again")
    return store


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
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path}: cannot be written: {_line(error)}") from error


def _write(path: Path, nquads: bytes, base: str) -> str:
    state = _current(path)
    in_force = state["version"] if state else None
    versions = [entry for entry in path.glob("v*") if _VERSION.fullmatch(entry.name)]
    for leftover in (*path.glob(f"{_ASIDE}*"), *versions):
        if leftover.name != in_force:
            shutil.rmtree(leftover)
    version = f"v{int(in_force[1:]) + 1 if in_force else 1:06}"
    aside = path / f"{_ASIDE}{version}"
    try:
        _load(aside, nquads)
    except BaseException:
        # A disk that is full must not stay so.
        shutil.rmtree(aside, ignore_errors=True)
        raise
    aside.rename(path / version)
    fresh = path / f"{_CURRENT}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"version": version, "format": FORMAT, "base": base, "files": _sizes(path / version)}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / _CURRENT)
    return version


def _load(folder: Path, nquads: bytes) -> None:
    """Write a database; RocksDB lets go of its files on return, and a rename before would lose its last writes."""
    store = Store(str(folder))
    # Not `bulk_load`: it names blank nodes anew, and an export would differ from build to build.
    store.bulk_extend(parse(nquads, format=RdfFormat.N_QUADS))
    store.flush()


def _sizes(version: Path) -> dict[str, int]:
    return {file.name: file.stat().st_size for pattern in _READ for file in sorted(version.glob(pattern))}


def _current(path: Path) -> dict[str, Any] | None:
    try:
        text = (path / _CURRENT).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path / _CURRENT}: cannot be read: {_line(error)}") from error
    try:
        state = json.loads(text)
    # A file of nothing but brackets overflows the parser's stack.
    except (ValueError, RecursionError):
        state = None
    if (
        not isinstance(state, dict)
        or not _VERSION.fullmatch(str(state.get("version")))
        or not isinstance(state.get("base"), str)
        or not isinstance(state.get("files"), dict)
    ):
        raise StoreError(f"{path / _CURRENT}: names no version of a store; run 'rehabkg build' into a new folder")
    return state


def _line(error: Exception) -> str:
    """Return what went wrong as one line."""
    return shorten(" ".join(str(getattr(error, "strerror", None) or error).split()), 300)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    import fcntl

    with (path / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"{path}: another process is writing this store; wait for it") from None
        yield

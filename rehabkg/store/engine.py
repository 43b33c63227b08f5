"""The only module that opens a store on disk.

A store is a folder of versions, none of which is ever written again, and the file `CURRENT` that names the one in
force:

    store/
      CURRENT       {"version": "v000003", "format": 2, "base": "https://w3id.org/rehabkg/", "files": {...}}
      v000002/      the version before, kept for those who still read it
      v000003/
        db/         a pyoxigraph database
        sources/    a folder for each loaded source: what it was loaded from, its columns, its index of names
        links/      a file for each graph that linking made: when, of what, how many statements
      lock          held while a version is written

A version is written aside and comes into force by one rename; a build or a load that fails or is killed leaves
`CURRENT` as it was, and the next one clears what it left behind. `files` holds the size of each file of the version,
since RocksDB takes a manifest that was cut short for a store of fewer statements, or of none. What a new version
takes over from the one before costs no copy: the files are immutable and are linked (`store.version`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from rehabkg.errors import StoreError, shorten
from rehabkg.files import held, sync

FORMAT = 2
_CURRENT = "CURRENT"
_ASIDE = ".building-"
_VERSION = re.compile(r"v[0-9]{6,}")
DATABASE, SOURCES, LINKS = "db", "sources", "links"
# What a version is read from; RocksDB's logs and options may change or go.
_READ = (
    *(f"{DATABASE}/{name}" for name in ("CURRENT", "MANIFEST-*", "*.sst")),
    *(f"{SOURCES}/{name}" for name in ("*/*", "*/*/*")),
    f"{LINKS}/*",
)


def open_store(path: Path) -> Store:
    """Open the version in force for reading. Raises `StoreError` where there is none."""
    version = version_in_force(path)
    try:
        return Store.read_only(str(version / DATABASE))
    # pyoxigraph raises RuntimeError for what RocksDB calls corruption.
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path}: the store cannot be read ({line_of(error)}); run 'rehabkg build' again") from error


def version_in_force(path: Path) -> Path:
    """Return the folder of the version in force, all of whose files are there. Raises `StoreError`."""
    state = current(path)
    if state is None:
        raise StoreError(f"{path}: no store here; make one with 'rehabkg build'")
    if state.get("format") != FORMAT:
        raise StoreError(f"{path}: store format {state.get('format')!r} is not {FORMAT}; run 'rehabkg build' again")
    version = path / str(state["version"])
    try:
        damaged = _sizes(version) != state["files"]
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be read ({line_of(error)}); run 'rehabkg build' again") from error
    if damaged:
        raise StoreError(f"{version}: files are missing or cut short; run 'rehabkg build' again, and load its sources")
    return version


def base_of(path: Path) -> str | None:
    """Return the base IRI that the store was built with, None where there is no store."""
    state = current(path)
    return None if state is None else str(state["base"])


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version that is being written: its name, the folder to fill, and the version in force, None where none is."""

    name: str
    folder: Path
    in_force: Path | None


@contextmanager
def new_version(path: Path, base: str) -> Iterator[NewVersion]:
    """Hold the store and give a folder to write a version in, for things named under *base*; then bring it into force.

    What is raised inside, or a kill, leaves the version in force as it was. Raises `StoreError` where another
    process is writing or the disk refuses.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with held(path / "lock", f"{path}: another process is writing this store; wait for it"):
            state = current(path)
            former = str(state["version"]) if state else None
            _clear(path, former)
            name = f"v{int(former[1:]) + 1 if former else 1:06}"
            aside = path / f"{_ASIDE}{name}"
            try:
                aside.mkdir()
                usable = state is not None and state.get("format") == FORMAT
                yield NewVersion(name, aside, path / str(former) if usable else None)
                _bring_into_force(path, aside, name, base)
            except BaseException:
                # A disk that is full must not stay so.
                shutil.rmtree(aside, ignore_errors=True)
                raise
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path}: cannot be written: {line_of(error)}") from error


def _clear(path: Path, in_force: str | None) -> None:
    versions = [entry for entry in path.glob("v*") if _VERSION.fullmatch(entry.name)]
    for leftover in (*path.glob(f"{_ASIDE}*"), *versions):
        if leftover.name != in_force:
            shutil.rmtree(leftover)


def _bring_into_force(path: Path, aside: Path, version: str, base: str) -> None:
    """Name *aside* in `CURRENT`, once all of it is on the disk: power may fail as well as a process."""
    for entry in (aside, *aside.rglob("*")):
        sync(entry)
    aside.rename(path / version)
    sync(path)
    fresh = path / f"{_CURRENT}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"version": version, "format": FORMAT, "base": base, "files": _sizes(path / version)}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / _CURRENT)
    sync(path)


def _sizes(version: Path) -> dict[str, int]:
    return {
        str(file.relative_to(version)): file.stat().st_size
        for pattern in _READ
        for file in sorted(version.glob(pattern))
        if file.is_file()
    }


def current(path: Path) -> dict[str, Any] | None:
    """Return what `CURRENT` says, None where there is no store. Raises `StoreError` for a file that says nothing."""
    try:
        text = (path / _CURRENT).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path / _CURRENT}: cannot be read: {line_of(error)}") from error
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


def line_of(error: Exception) -> str:
    """Return what went wrong as one line."""
    return shorten(" ".join(str(getattr(error, "strerror", None) or error).split()), 300)

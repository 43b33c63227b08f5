"""The files of a load: what they are, so that the load can be repeated and proved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from rehabkg.errors import SourceError
from rehabkg.store.loaded import LoadedFile

_CHUNK_BYTES = 1 << 20


def described(paths: Sequence[Path]) -> tuple[LoadedFile, ...]:
    """Return name, SHA-256 and size of each file, of those of a folder by their path below it.

    Raises `SourceError` for what is missing or cannot be read.
    """
    return tuple(_described(file, name) for path in paths for file, name in _files(path))


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.exists():
        raise SourceError(path, None, "is missing")
    if path.is_dir():
        found = [file for file in sorted(path.rglob("*")) if file.is_file()]
        if not found:
            raise SourceError(path, None, "holds no file")
        yield from ((file, f"{path.name}/{file.relative_to(path).as_posix()}") for file in found)
    else:
        yield path, path.name


def _described(path: Path, name: str) -> LoadedFile:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    return LoadedFile(name, digest.hexdigest(), size)

"""The files of a load: what they are, so that the load can be repeated and proved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rehabkg.errors import SourceError
from rehabkg.store.loaded import LoadedFile

_CHUNK_BYTES = 1 << 20


def described(paths: Sequence[Path], encoding: Callable[[Path], str | None]) -> tuple[LoadedFile, ...]:
    """Return name, SHA-256, size and *encoding* of each file, of those of a folder by their path below it.

    Raises `SourceError` for what is missing or cannot be read, and for a pipe, which cannot be read twice.
    """
    return tuple(_described(file, name, encoding) for path in paths for file, name in _files(path))


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.exists():
        raise SourceError(path, None, "is missing")
    if path.is_dir():
        found = [file for file in sorted(path.rglob("*")) if file.is_file()]
        if not found:
            raise SourceError(path, None, "holds no file")
        yield from ((file, f"{path.name}/{file.relative_to(path).as_posix()}") for file in found)
    elif path.is_file():
        yield path, path.name
    else:
        raise SourceError(path, None, "is neither a file nor a folder; write what it gives to a file")


def _described(path: Path, name: str, encoding: Callable[[Path], str | None]) -> LoadedFile:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    return LoadedFile(name, digest.hexdigest(), size, encoding(path))

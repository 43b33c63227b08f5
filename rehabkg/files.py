"""Write files whole or not at all, and hold what one process alone may write."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TextIO

from rehabkg.errors import SourceError, StoreError


def write_whole(path: Path, content: bytes) -> None:
    """Write *content* to *path* by one rename, so that no reader and no crash meets half a file.

    Raises `SourceError` where the folder is missing or the disk refuses.
    """
    with _taking_place(path) as handle, os.fdopen(handle, "wb") as file:
        file.write(content)
        _flush(file)


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """Give a file to write text to that takes the place of *path* at the end; an error leaves what was there.

    For what is too long to be held whole. Raises `SourceError` where the folder is missing or the disk refuses.
    """
    with _taking_place(path) as handle, os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        yield file
        _flush(file)


@contextmanager
def held(lock: Path, taken: str | None = None) -> Iterator[None]:
    """Hold *lock*, a file that is made for it, alone of all processes; the kernel lets it go where one is killed.

    Where another has it, raises `StoreError` with *taken*, or waits where there is no such text.
    """
    with lock.open("w") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | (fcntl.LOCK_NB if taken is not None else 0))
        except BlockingIOError:
            raise StoreError(str(taken)) from None
        yield


@contextmanager
def _taking_place(path: Path) -> Iterator[int]:
    """Give a file beside *path* that takes its place at the end, or is gone where something was raised."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A device or a pipe would be lost to the file that takes its place.
        raise SourceError(path, None, "cannot be written: it is no regular file; give a file, or none for a pipe")
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".rehabkg-")
        try:
            yield handle
            _put_in_place(Path(temporary), path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SourceError(path, None, f"cannot be written: {error.strerror or error}") from error


def _flush(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _put_in_place(temporary: Path, path: Path) -> None:
    """Let *temporary* take the place of *path*, readable as files of this user are."""
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
    temporary.replace(path)


def sync(entry: Path) -> None:
    """Wait until a file or a folder's entries are on the disk: power may fail as well as a process."""
    handle = os.open(entry, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def swap_folder(new: Path, folder: Path, *, aside: Path) -> None:
    """Put the folder *new* in the place of *folder*, which is moved to *aside*; where that fails it comes back.

    All three lie on one file system. Raises `OSError`.
    """
    existed = folder.exists()
    if existed:
        folder.rename(aside)
    try:
        new.rename(folder)
    except OSError:
        if existed:
            aside.rename(folder)
        raise

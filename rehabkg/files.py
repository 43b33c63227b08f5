"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from rehabkg.errors import SourceError


def write_whole(path: Path, content: bytes) -> None:
    """Write *content* to *path* by one rename, so that no reader and no crash meets half a file.

    Raises `SourceError` where the folder is missing or the disk refuses.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".rehabkg-")
        try:
            _fill(handle, content)
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SourceError(path, None, f"cannot be written: {error.strerror or error}") from error


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


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())

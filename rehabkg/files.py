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
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise SourceError(path, None, f"cannot be written: {error.strerror or error}") from error

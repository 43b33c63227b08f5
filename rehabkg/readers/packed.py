"""Open a file that may be packed: bzip2 and gzip are unpacked on the way, other archives are named."""

from __future__ import annotations

import bz2
import gzip
import zlib
from pathlib import Path
from typing import IO

from rehabkg.errors import SourceError

ByteStream = IO[bytes] | bz2.BZ2File | gzip.GzipFile

# What reading a damaged or cut-off archive may raise.
DAMAGED = (EOFError, OSError, zlib.error)

_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"PK\x03\x04": "a zip archive",
    b"\xfd7zXZ\x00": "an xz file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"Rar!\x1a\x07": "a RAR archive",
}


def open_unpacked(path: Path) -> ByteStream:
    """Open *path* for reading bytes; a bzip2 or gzip file gives what is packed in it.

    The first bytes tell the kind, not the name. Raises `SourceError` where the file cannot be opened and for any
    other archive. Reading may raise any of `DAMAGED`.
    """
    try:
        with path.open("rb") as file:
            start = file.read(6)
        if start.startswith(b"BZh"):
            return bz2.open(path)
        if start.startswith(b"\x1f\x8b"):
            return gzip.open(path)
        for magic, kind in _ARCHIVES.items():
            if start.startswith(magic):
                raise SourceError(path, None, f"is {kind}: unpack it first")
        return path.open("rb")
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error

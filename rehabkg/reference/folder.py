"""Write a folder of pages whole or not at all, and never over files that somebody else put there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rehabkg.errors import CallError, SourceError
from rehabkg.files import swap_folder

# Lists the files of an output, so that the next one knows what it may take away.
MANIFEST = ".rehabkg-terms"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make *folder* hold exactly *files*: they are written beside it, and one rename puts them in its place.

    Raises `CallError` for a folder that holds anything but a former output, and `SourceError` where the disk
    refuses; either leaves the folder as it was.
    """
    folder = Path(os.path.realpath(folder))
    _refuse_files_of_others(folder)
    content = {**files, MANIFEST: "".join(f"{name}\n" for name in sorted(files)).encode()}
    beside: Path | None = None
    try:
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        new = beside / "new"
        new.mkdir()
        for name, data in content.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        swap_folder(new, folder, aside=beside / "old")
    except OSError as error:
        raise SourceError(folder, None, f"cannot be written: {error.strerror or error}") from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _refuse_files_of_others(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CallError(f"{folder} is a file; give a folder")
    try:
        here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not _is_folder(path)}
        manifest = folder / MANIFEST
        ours = set(manifest.read_text("utf-8").splitlines()) if manifest.is_file() else set()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(folder, None, f"cannot be read: {error}") from error
    others = sorted(here - ours - {MANIFEST})
    if others:
        raise CallError(f"{folder} holds {others[0]!r}, which is no page of a former output; give another folder")


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()

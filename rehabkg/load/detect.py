"""Tell the format of a file or folder by what it is; where that cannot be told, a person must say it."""

from __future__ import annotations

from pathlib import Path

from rehabkg.errors import SourceError

_HEAD_BYTES = 64 << 10
# A file that only the folder of one format holds.
_FOLDERS = (
    ("stalin-lists", "spravki"),
    ("gulag-camps", "camp_locations.tsv"),
    ("khabarovsk", "names.csv"),
    ("moscow-executed", "pages"),
    ("memorial-database", "persons.csv"),
    ("memorial-database", "persons.txt"),
)


def detect_format(path: Path) -> str:
    """Return the format of *path*. Raises `SourceError` where it is missing or could be of several formats."""
    if path.is_dir():
        found = next((name for name, entry in _FOLDERS if (path / entry).exists()), None)
        if found is None and any(path.rglob("*.htm*")):
            found = "memorial-lists"
    else:
        found = _of_file(path)
    if found is None:
        raise SourceError(path, None, "is of no format that can be told by its content; give --format")
    return found


def _of_file(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    if head.startswith(b"person_id\t"):
        return "memorial-table"
    if b"<mediawiki" in head or path.name.endswith((".xml.bz2", ".xml.gz")):
        return "open-list"
    if b"list-right" in head or b"\n---\n" in head or b"\n---\r\n" in head:
        return "memorial-lists"
    return None

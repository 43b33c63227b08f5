"""The stored queries of the project."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rehabkg import assets
from rehabkg.errors import NotFoundError
from rehabkg.query.header import StoredQuery, read_query

CHECKS = "check"


def stored_queries(folder: Path = assets.QUERIES) -> list[StoredQuery]:
    """Return all stored queries, by name."""
    return [read_query(path) for path in sorted(folder.glob("*.rq"))]


@lru_cache(maxsize=64)
def stored_query(name: str, folder: Path = assets.QUERIES) -> StoredQuery:
    """Return one stored query by its name. Raises `NotFoundError` with the nearest names."""
    path = folder / f"{name}.rq"
    if path.stem != name or not path.is_file():
        from difflib import get_close_matches

        near = get_close_matches(name, [path.stem for path in folder.glob("*.rq")])
        hint = f"; do you mean {' or '.join(near)}?" if near else "; 'rehabkg queries' lists them"
        raise NotFoundError(f"query {name!r} is not stored{hint}")
    return read_query(path)

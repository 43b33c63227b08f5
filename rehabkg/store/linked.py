"""What a version of the store knows of the graphs that linking made: `links/NAME.json`. A build keeps them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rehabkg.errors import StoreError
from rehabkg.store.engine import LINKS, version_in_force


@dataclass(frozen=True, slots=True)
class LinkedGraph:
    """A graph that linking made. `name` is the last part of its IRI, `made_at` is ISO 8601 in UTC.

    `graphs` are the IRIs of the graphs that it fills, `statements` how many they hold. `rests_on` says what it was
    made of, a text by name: the address that was asked, the version of a model, the sources compared.
    """

    name: str
    graphs: tuple[str, ...]
    made_at: str
    statements: int = 0
    rests_on: Mapping[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the description into the version's folder of linked graphs."""
        folder.mkdir(exist_ok=True)
        file = folder / f"{self.name}.json"
        # The former version shares its files by links.
        file.unlink(missing_ok=True)
        file.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def linked_graphs(path: Path) -> list[LinkedGraph]:
    """Return the linked graphs of the store at *path*, by name.

    Raises `StoreError` where there is no store, and for a description that cannot be read.
    """
    return [_read(file) for file in sorted((version_in_force(path) / LINKS).glob("*.json"))]


def linked_graph(path: Path, name: str) -> LinkedGraph | None:
    """Return one linked graph of the store at *path*, None where it has none of that name. Raises `StoreError`."""
    return next((found for found in linked_graphs(path) if found.name == name), None)


def _read(file: Path) -> LinkedGraph:
    try:
        found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return LinkedGraph(**{**found, "graphs": tuple(found["graphs"])})
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise StoreError(f"{file}: describes no linked graph; make it again, or build into a new folder") from error

"""What a version of the store knows of the sources loaded into it: `sources/<id>/source.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from rehabkg.errors import StoreError
from rehabkg.store.engine import SOURCES, version_in_force
from rehabkg.store.linked import linked_graphs

_FILE = "source.json"
COLUMNS_FILE, NAMES_FOLDER, REJECTS_FILE = "records.parquet", "names", "rejects.csv"


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file that a source was loaded from. `sha256` is in hexadecimal digits, `size` in bytes."""

    name: str
    sha256: str
    size: int
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class LoadedSource:
    """One loaded source. `loaded_at` is ISO 8601 in UTC; `graphs` are the IRIs of the graphs that it fills.

    `records` were loaded, `rejected` were not, `unread` cells of loaded records could not be read; `triples` counts
    the statements of the source's own graph, `derived` those of its derived graph.
    """

    id: str
    title: str
    format: str
    language: str
    loaded_at: str
    files: tuple[LoadedFile, ...]
    graphs: tuple[str, ...]
    records: int
    rejected: int
    unread: int
    triples: int
    derived: int

    def write(self, folder: Path) -> None:
        """Write the description into the source's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (folder / _FILE).write_text(text, encoding="utf-8")


def loaded_sources(path: Path) -> list[LoadedSource]:
    """Return the sources loaded into the store at *path*, by id.

    Raises `StoreError` where there is no store, and for a description that cannot be read.
    """
    folder = version_in_force(path) / SOURCES
    return [_read(file) for file in sorted(folder.glob(f"*/{_FILE}"))]


def kept_graphs(path: Path) -> frozenset[NamedNode]:
    """Return the graphs of the loaded sources and those that linking made, which a build keeps.

    None where the version in force cannot be read: a build is what mends that, and the sources are loaded anew.
    """
    try:
        version_in_force(path)
    except StoreError:
        return frozenset()
    filled = [*(source.graphs for source in loaded_sources(path)), *(linked.graphs for linked in linked_graphs(path))]
    return frozenset(NamedNode(graph) for graphs in filled for graph in graphs)


def source_folder(path: Path, source: str) -> Path:
    """Return the folder of a loaded source in the version in force."""
    return version_in_force(path) / SOURCES / source


def source_folders(path: Path) -> dict[str, Path]:
    """Return the folder of each loaded source in the version in force, by id. Raises `StoreError` as `loaded_sources`.

    Looking at the files of a version takes longer than a look into one of them, so it is done once for all.
    """
    return {file.parent.name: file.parent for file in sorted((version_in_force(path) / SOURCES).glob(f"*/{_FILE}"))}


def _read(file: Path) -> LoadedSource:
    try:
        found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        files = tuple(LoadedFile(**entry) for entry in found["files"])
        return LoadedSource(**{**found, "files": files, "graphs": tuple(found["graphs"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{file}: tells of no loaded source; build and load into a new folder") from error

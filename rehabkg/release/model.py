"""A release as its readers meet it: an immutable folder with a store, dumps and a description.

    releases/
      CURRENT           the name of the release in force, a line
      2026-11-28/       a release; a second one of a day is 2026-11-28.2
        release.json    what it is and what it was made from
        store/          a store like any other, after the gate
        dumps/          a file a format, and a file a source
        changes/        what was added and removed since the release before, two files a graph
        description.ttl what it holds (VoID, DCAT, service description)

Server, site, dumps and indexes read a release and nothing else, so that what the gate hides cannot be met.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rehabkg.errors import NotFoundError, StoreError
from rehabkg.settings import Settings

RELEASE_FORMAT = 1
CURRENT, RELEASE_FILE, STORE, DUMPS, CHANGES = "CURRENT", "release.json", "store", "dumps", "changes"
DESCRIPTION_FILE = "description.ttl"
# Of a day, and from the second one on a number.
RELEASE_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[1-9][0-9]{0,3})?")


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of `dumps/`. `graph` is the graph that it holds, None for the whole dataset.

    `size` is in bytes, `sha256` and `digest` in hexadecimal digits: the latter is of the statements, unpacked.
    """

    file: str
    media_type: str
    size: int
    sha256: str
    statements: int
    digest: str
    graph: str | None = None


@dataclass(frozen=True, slots=True)
class GraphChange:
    """How many statements of a graph were added and removed; `name` begins the names of the two files."""

    graph: str
    name: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Release:
    """One release. `created` is in UTC; `withdrawn` are the IRIs of things that answer 410, without their names.

    `day` is the day as of which the policy was applied, and `policy` what people read of it, by language. `changes`
    are those since `former`. `closed` names older releases that hold what is withheld now: their dumps are not given.
    """

    path: Path
    name: str
    created: datetime
    base: str
    former: str | None
    withdrawn: frozenset[str]
    day: date | None = None
    policy: Mapping[str, str] | None = None
    files: Sequence[Dump] = ()
    changes: Sequence[GraphChange] = ()
    closed: frozenset[str] = frozenset()

    @property
    def settings(self) -> Settings:
        """The settings by which the release's store is read, as any store is."""
        return Settings(base=self.base, store_path=self.path / STORE)

    @property
    def dumps(self) -> Path:
        """The folder of the dumps."""
        return self.path / DUMPS

    @property
    def graphs(self) -> Mapping[str, Dump]:
        """The dump of each graph, by its IRI."""
        return {dump.graph: dump for dump in self.files if dump.graph is not None}

    @property
    def statements(self) -> int:
        """How many statements all graphs hold."""
        return sum(dump.statements for dump in self.graphs.values())

    def write(self) -> None:
        """Write what the release is into its folder."""
        told = {
            "format": RELEASE_FORMAT,
            "created": self.created.isoformat(timespec="seconds"),
            "base": self.base,
            "former": self.former,
            "withdrawn": sorted(self.withdrawn),
            "day": None if self.day is None else self.day.isoformat(),
            "policy": self.policy,
            "files": [asdict(dump) for dump in self.files],
            "changes": [asdict(change) for change in self.changes],
            "closed": sorted(self.closed),
        }
        text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (self.path / RELEASE_FILE).write_text(text, encoding="utf-8")


def open_release(folder: Path, name: str | None = None) -> Release:
    """Return a release of *folder*, the one in force where no *name* is given.

    Raises `StoreError` where there is none or it cannot be read, and `NotFoundError` for an unknown name.
    """
    if name is None:
        name = _in_force(folder)
    elif not RELEASE_NAME.fullmatch(name) or not (folder / name / RELEASE_FILE).is_file():
        raise NotFoundError(f"release {name!r} is not in {folder}")
    return _read(folder / name)


def releases(folder: Path) -> list[Release]:
    """Return all releases of *folder*, the oldest first."""
    found = [
        _read(file.parent) for file in folder.glob(f"*/{RELEASE_FILE}") if RELEASE_NAME.fullmatch(file.parent.name)
    ]
    return sorted(found, key=lambda release: (release.created, _place(release.name)))


def _place(name: str) -> tuple[str, int]:
    day, _, number = name.partition(".")
    return day, int(number or 1)


def _in_force(folder: Path) -> str:
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise StoreError(f"{folder}: no release here; make one with 'rehabkg release'") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{folder / CURRENT}: cannot be read: {error}") from error
    if not RELEASE_NAME.fullmatch(name):
        raise StoreError(f"{folder / CURRENT}: names no release; run 'rehabkg release' again")
    return name


def _read(path: Path) -> Release:
    try:
        found: Mapping[str, Any] = json.loads((path / RELEASE_FILE).read_text(encoding="utf-8"))
        if found["format"] != RELEASE_FORMAT:
            raise StoreError(f"{path}: release format {found['format']!r} is not {RELEASE_FORMAT}")
        day = found.get("day")
        return Release(
            path=path,
            name=path.name,
            created=datetime.fromisoformat(found["created"]).astimezone(UTC),
            base=str(found["base"]),
            former=found["former"],
            withdrawn=frozenset(map(str, found["withdrawn"])),
            day=None if day is None else date.fromisoformat(day),
            policy=found.get("policy"),
            files=tuple(Dump(**entry) for entry in found.get("files", ())),
            changes=tuple(GraphChange(**entry) for entry in found.get("changes", ())),
            closed=frozenset(map(str, found.get("closed", ()))),
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise StoreError(f"{path / RELEASE_FILE}: tells of no release ({error}); make it anew") from error

"""Make a release: the sources go through the gate into a folder aside, which comes into force by one rename."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb
from pyoxigraph import Store

from rehabkg import assets
from rehabkg.errors import StoreError
from rehabkg.files import held, sync
from rehabkg.iri import Iris
from rehabkg.release.changes import write_changes
from rehabkg.release.dumps import dump_all
from rehabkg.release.gate import Passed, pass_through
from rehabkg.release.living import LivingRule
from rehabkg.release.model import CURRENT, DUMPS, STORE, Release, open_release, releases
from rehabkg.release.policy import read_policy
from rehabkg.release.withholding import Withholding
from rehabkg.settings import Settings
from rehabkg.store.engine import line_of, new_version, open_store, version_in_force

_ASIDE = ".building-"
# Writes the description of a release into its folder, where all else lies by then.
Describe = Callable[[Release, Store], None]


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """What to make: a release as of `day`, dated by `now`, by the policy of a file, into the folder `out`."""

    day: date
    now: datetime
    policy: Path = assets.DEFAULT_POLICY
    out: Path | None = None


def make_release(
    settings: Settings, request: ReleaseRequest, describe: Describe, progress: Callable[[str], None] = lambda _: None
) -> Release:
    """Make a release of the store in force, and bring it into force. An error or a kill leaves the former one.

    Raises `SourceError` for a policy that cannot be used, `StoreError` where there is no store, another process makes a
    release, or the disk refuses.
    """
    policy = read_policy(request.policy, day=request.day, base=settings.base)
    rule = LivingRule(request.day, policy.living_years, policy.youngest_sentenced)
    version_in_force(settings.store_path)
    folder = request.out or settings.releases_path
    with _aside(folder, request.day) as (aside, name):
        former = _former(folder)
        (aside / DUMPS).mkdir()
        with new_version(aside / STORE, settings.base) as new:
            passed = pass_through(settings, policy, rule, new, aside, progress)
        release = Release(
            path=aside,
            name=name,
            created=request.now,
            base=settings.base,
            former=None if former is None else former.name,
            withdrawn=passed.withdrawn,
            day=request.day,
            policy={**policy.labels, "sha256": policy.sha256},
            files=passed.dumps,
        )
        release = _completed(release, former, settings, passed, folder, describe, progress)
        _close(release)
        progress("bringing it into force")
        sync(aside)
        aside.rename(folder / name)
        _bring_into_force(folder, name)
    return open_release(folder, name)


def _completed(
    release: Release,
    former: Release | None,
    settings: Settings,
    passed: Passed,
    folder: Path,
    describe: Describe,
    progress: Callable[[str], None],
) -> Release:
    """Add the dumps of all graphs, the changes and the description; return the release with them."""
    store = open_store(release.settings.store_path)
    progress("dumps")
    release = replace(release, files=(*release.files, *dump_all(release.files, release.dumps)))
    if former is not None:
        progress("changes")
        withholding = Withholding(open_store(settings.store_path), store, former, passed, Iris(settings.base))
        changes, any_withheld = write_changes(former, release, withholding.withholds)
        _take_over(release, former)
        closed = {older.name for older in releases(folder)} if any_withheld else former.closed
        release = replace(release, changes=changes, closed=frozenset(closed))
    progress("description")
    describe(release, store)
    release.write()
    return release


def _take_over(release: Release, former: Release) -> None:
    """Link the dumps that are those of the former release: releases that are kept cost what changed."""
    known = {dump.sha256: former.dumps / dump.file for dump in former.files}
    for dump in release.files:
        if dump.sha256 in known:
            fresh = release.dumps / f"{dump.file}.link"
            try:
                os.link(known[dump.sha256], fresh)
            except OSError:
                # Some file systems have no links.
                return
            fresh.replace(release.dumps / dump.file)


def _former(folder: Path) -> Release | None:
    return open_release(folder) if (folder / CURRENT).exists() else None


@contextmanager
def _aside(folder: Path, day: date) -> Iterator[tuple[Path, str]]:
    """Hold the folder of releases, and give a new folder in it with the name that it will have."""
    aside: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder / "lock", f"{folder}: another process is making a release; wait for it"):
            for leftover in folder.glob(f"{_ASIDE}*"):
                shutil.rmtree(leftover)
            name = _free_name(folder, day)
            aside = folder / f"{_ASIDE}{name}"
            aside.mkdir()
            try:
                yield aside, name
            except BaseException:
                # A disk that is full must not stay so.
                shutil.rmtree(aside, ignore_errors=True)
                raise
    except (OSError, RuntimeError, sqlite3.Error, duckdb.Error) as error:
        raise StoreError(f"{folder}: cannot be written: {line_of(error)}") from error


def _free_name(folder: Path, day: date) -> str:
    """Return the day, with a number behind it if there is a release of that day."""
    form = re.compile(rf"{day.isoformat()}(?:\.([0-9]+))?")
    taken = [int(found[1] or 1) for entry in folder.iterdir() if (found := form.fullmatch(entry.name))]
    return f"{day.isoformat()}.{max(taken) + 1}" if taken else day.isoformat()


def _close(release: Release) -> None:
    """Make the files of a release read-only, all of them on the disk."""
    for entry in release.path.rglob("*"):
        if entry.is_file():
            sync(entry)
            entry.chmod(0o444)
        else:
            sync(entry)


def _bring_into_force(folder: Path, name: str) -> None:
    fresh = folder / f"{CURRENT}.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / CURRENT)
    sync(folder)

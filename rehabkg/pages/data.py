"""The page of the data: what the release is, its files, lists and older releases, and how programs ask it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehabkg.release.model import Dump, GraphChange, Release, releases
from rehabkg.show import Text
from rehabkg.store.loaded import LoadedSource, loaded_sources
from rehabkg.web.published import Published


@dataclass(frozen=True, slots=True)
class DataPage:
    """What the page shows. `whole` are the dumps of all graphs, `by_graph` those of one each."""

    release: Release
    policy: Text | None
    whole: Sequence[Dump]
    by_graph: Sequence[Dump]
    changes: Sequence[GraphChange]
    lists: Sequence[LoadedSource]
    others: Sequence[Release]


def data_page(published: Published, language: str) -> DataPage:
    """Return what the page of the data shows, the policy in *language* or else in any in which it is told."""
    release = published.release
    told = sorted((tag != language, tag, text) for tag, text in (release.policy or {}).items())
    return DataPage(
        release=release,
        policy=Text(told[0][2], told[0][1]) if told else None,
        whole=[dump for dump in release.files if dump.graph is None],
        by_graph=[dump for dump in release.files if dump.graph is not None],
        changes=release.changes,
        lists=loaded_sources(published.settings.store_path),
        others=[one for one in reversed(releases(published.releases_path)) if one.name != release.name],
    )

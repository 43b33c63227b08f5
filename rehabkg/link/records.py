"""Link the loaded records: compare, score, put together, and write what comes of it into the store, whole.

What people decided wins over every score, here and in the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rehabkg.errors import CallError, StoreError
from rehabkg.iri import Iris
from rehabkg.link.curated import curated_people
from rehabkg.link.decision import RECORD, Pair
from rehabkg.link.decisions import FILE as DECISIONS_FILE
from rehabkg.link.decisions import Decisions
from rehabkg.link.explain import keep_counted
from rehabkg.link.gather import gather_known, gather_sources
from rehabkg.link.learnt import learnt
from rehabkg.link.others import bits_of
from rehabkg.link.reconstruction import PEOPLE, Reconstruction
from rehabkg.link.review import FILE as REVIEW_FILE
from rehabkg.link.review import write_review
from rehabkg.link.score import Limits, database
from rehabkg.link.write import Linkage
from rehabkg.load.run import Progress
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.linked import LinkedGraph
from rehabkg.store.loaded import LoadedSource, loaded_sources, source_folder
from rehabkg.store.swap import write_linked

NAME = "link-records"
"""The name of the graph of linked records."""


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What to link: `sources` by id, all that are loaded where it is empty; `now` is the time that it is dated by.

    Pairs of at least `threshold` are put together, those of at least `review` are shown to people; both are
    probabilities. `most_reviewed` bounds how many wait.
    """

    now: datetime
    sources: tuple[str, ...] = ()
    threshold: float = 0.98
    review: float = 0.5
    jobs: int = 2
    most_reviewed: int = 100_000


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What came of it. `pairs` were put together, `people` of two records or more; `reviewed` pairs wait.

    `apart` of the likely pairs were kept apart, since something forbids it. `unshown` pairs, the least likely, would
    wait too if there were not so many. `idle` are pairs that people decided on and that could not be compared.
    """

    records: int
    pairs: int
    people: int
    apart: int
    reviewed: int
    unshown: int
    idle: tuple[Pair, ...]
    graph: LinkedGraph


def link_records(settings: Settings, request: LinkRequest, limits: Limits, progress: Progress) -> LinkReport:
    """Link the records, swap the graph `link-records` whole and write what waits for people.

    Raises `CallError` for a source that is not loaded, `RehabkgError` where decisions contradict each other,
    `StoreError` and `SourceError`; the store is then as it was.
    """
    decisions = Decisions.consistent(settings.links_path / DECISIONS_FILE, progress.step)
    sources = _chosen(settings, request.sources)
    iris = Iris(settings.base)
    linkage = Linkage(learnt().version, request.threshold, tuple(source.id for source in sources))
    with database(limits) as connection:
        progress.step("names, dates and places")
        folders = [(source, source_folder(settings.store_path, source.id)) for source in sources]
        records = gather_sources(
            connection,
            PEOPLE,
            folders,
            jobs=request.jobs,
            advance=lambda rows: progress.advance(records=rows, rejected=0, source_bytes=0),
        )
        gather_known(connection, PEOPLE, curated_people(open_store(settings.store_path)))
        run = Reconstruction(
            connection,
            decisions,
            threshold=bits_of(request.threshold),
            review=bits_of(request.review),
            most_reviewed=request.most_reviewed,
        )
        run.score(records, progress)
        progress.step("putting pairs together")
        run.components()
        progress.step("writing")
        lines = run.lines(linkage, iris)
        description = LinkedGraph(NAME, (), request.now.isoformat(timespec="seconds"), rests_on=_rests_on(linkage))
        _check_unchanged(settings, sources)
        graph = write_linked(settings, NAME, lines, iris.graph(NAME), description)
        settings.links_path.mkdir(parents=True, exist_ok=True)
        keep_counted(settings.links_path, connection, PEOPLE, run.model)
        waiting = write_review(settings.links_path / REVIEW_FILE, run.waiting(), decisions, kinds=(RECORD,))
    reviewed = waiting.get(RECORD, 0)
    return LinkReport(records, run.matched, run.people, run.apart, reviewed, run.unshown, run.idle, graph)


def _chosen(settings: Settings, wanted: Sequence[str]) -> list[LoadedSource]:
    loaded = {source.id: source for source in loaded_sources(settings.store_path)}
    for name in wanted:
        if name not in loaded:
            raise CallError(f"source {name!r} is not loaded; 'rehabkg sources' lists those that are")
    chosen = [loaded[name] for name in dict.fromkeys(wanted)] if wanted else list(loaded.values())
    told = [source for source in chosen if source.records]
    if not told:
        raise CallError("no source is loaded whose records could be linked; 'rehabkg load' loads one")
    return told


def _check_unchanged(settings: Settings, sources: Sequence[LoadedSource]) -> None:
    """Raise `StoreError` where a source was loaded anew or unloaded while it was compared."""
    now = loaded_sources(settings.store_path)
    for source in sources:
        if source not in now:
            raise StoreError(
                f"source {source.id!r} was loaded anew or unloaded meanwhile; run 'rehabkg link records' again"
            )


def _rests_on(linkage: Linkage) -> dict[str, str]:
    return {
        "model": linkage.version,
        "threshold": f"{linkage.threshold:.6f}",
        **{f"source {source}": source for source in linkage.sources},
    }

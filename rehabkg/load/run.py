"""Load a source: its records stream through the processes into a draft of the store, which then comes into force."""

from __future__ import annotations

import io
import shutil
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow.parquet as pq
from pyoxigraph import NamedNode, Store

from rehabkg.columns.derived import derived_graph, derived_lines
from rehabkg.columns.schema import RECORDS
from rehabkg.errors import CallError, RehabkgError, SourceError, StoreError, one_line, shorten
from rehabkg.iri import Iris
from rehabkg.load.batch import Batch, BatchSettings, prepare, work
from rehabkg.load.blocks import file_blocks
from rehabkg.load.call import check_files, check_language, check_options, check_source_id
from rehabkg.load.describe import description_lines
from rehabkg.load.files import described
from rehabkg.load.formats import AnyBlock, Format, ReadOptions, format_named
from rehabkg.load.numbers import Numbers
from rehabkg.load.pool import in_order
from rehabkg.load.rejects import Reject, RejectReport, of_error, of_repeated
from rehabkg.mapping.lexicon_concepts import body_label
from rehabkg.mapping.shared_values import SharedValues, shared_lines
from rehabkg.search.names import build_names
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store, version_in_force
from rehabkg.store.loaded import COLUMNS_FILE, NAMES_FOLDER, REJECTS_FILE, LoadedSource, loaded_sources
from rehabkg.store.stale import StaleLinks
from rehabkg.store.version import Draft, draft

# Larger batches are checked at half of the rate (docs/performance.md), smaller ones cost more to hand over.
RECORDS_A_BATCH = 1_000
_LONGEST_REASON = 200
# About what the curated graph holds: fewer kept statements than removed ones are better written anew.
_CURATED_TRIPLES = 200_000


class Progress(Protocol):
    """Is told how a load goes on."""

    def step(self, name: str) -> None:
        """Say that the step *name* begins."""

    def advance(self, *, records: int, rejected: int, source_bytes: int) -> None:
        """Say that a batch is done."""


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """What to load: files of one format under one source id. `now` is the time that the load is dated by."""

    format: str
    files: tuple[Path, ...]
    source: str
    now: datetime
    title: str | None = None
    language: str = "ru"
    options: ReadOptions = field(default_factory=ReadOptions)
    jobs: int = 2
    rejects: Path | None = None
    strict: bool = False
    check: bool = True


class NothingLoadedError(RehabkgError):
    """No record could be read, or something was rejected and nothing was to be loaded then."""


def load(
    settings: Settings, request: LoadRequest, progress: Progress, tell: Callable[[str], None] = lambda _: None
) -> LoadedSource:
    """Load a source: swap its graphs whole, or leave the store as it was. Return what was loaded.

    Links that rest on a former load of it go out with that; *tell* is given a line on each graph of them.
    Raises `CallError` for an id, a language or an option that may not be, `SourceError` for a file that cannot be read
    at all, `NothingLoadedError` and `StoreError`.
    """
    form = format_named(request.format)
    check_source_id(request.source)
    check_language(request.language)
    check_options(form, request.options)
    check_files(request.files, request.rejects)
    iris = Iris(settings.base)
    of = version_in_force(settings.store_path)
    others, former = _sources(settings.store_path, request.source, iris)
    progress.step("checksums")
    files = described(request.files, lambda path: form.encoding(path, request.options))
    stale = StaleLinks.of_source(settings.store_path, request.source)
    without = stale.graphs | (frozenset(map(NamedNode, former.graphs)) if former else frozenset())
    removed = stale.statements + (former.triples if former else 0)
    rebuilt = removed > _CURATED_TRIPLES + sum(source.triples for source in others)
    with draft(settings.store_path, settings.base, of=of, without=without, rebuilt=rebuilt) as version:
        version.drop_source(request.source)
        folder = version.sources / request.source
        folder.mkdir()
        filling = _Filling(version, folder, request, form, iris, progress)
        filling.records()
        loaded = LoadedSource(
            id=request.source,
            title=request.title or request.source,
            format=form.name,
            language=request.language,
            loaded_at=request.now.isoformat(timespec="seconds"),
            files=files,
            graphs=(iris.graph(request.source).value, iris.graph(derived_graph(request.source)).value),
            records=filling.count,
            rejected=filling.report.rejected,
            unread=filling.report.unread,
            triples=filling.triples,
            derived=0,
        )
        loaded = filling.derived(loaded)
        loaded.write(folder)
        stale.drop(version)
        progress.step("bringing it into force")
    for line in stale.told():
        tell(line)
    return loaded


def unload(settings: Settings, source: str, tell: Callable[[str], None] = lambda _: None) -> LoadedSource:
    """Take a loaded source out of the store, and the links that rest on it; return what it was.

    *tell* is given a line on each graph of links. Raises `CallError` where the source is not loaded.
    """
    of = version_in_force(settings.store_path)
    found = {loaded.id: loaded for loaded in loaded_sources(settings.store_path)}
    if source not in found:
        raise CallError(f"source {source!r} is not loaded; 'rehabkg sources' lists those that are")
    kept = _CURATED_TRIPLES + sum(loaded.triples for name, loaded in found.items() if name != source)
    stale = StaleLinks.of_source(settings.store_path, source)
    without = stale.graphs | frozenset(map(NamedNode, found[source].graphs))
    rebuilt = found[source].triples + stale.statements > kept
    with draft(settings.store_path, settings.base, of=of, without=without, rebuilt=rebuilt) as version:
        version.drop_source(source)
        stale.drop(version)
    for line in stale.told():
        tell(line)
    return found[source]


def _sources(path: Path, source: str, iris: Iris) -> tuple[list[LoadedSource], LoadedSource | None]:
    """Return the other loaded sources, and the former load of this one. Raises `CallError` for an id that is taken."""
    found = loaded_sources(path)
    former = next((loaded for loaded in found if loaded.id == source), None)
    if former is None and _is_curated(open_store(path), source, iris):
        raise CallError(f"source id {source!r} is taken by the curated tables; choose another")
    return [loaded for loaded in found if loaded.id != source], former


def _is_curated(store: Store, source: str, iris: Iris) -> bool:
    """Whether the curated tables have a graph or a source of this id: some are only read together with others."""
    if store.contains_named_graph(iris.graph(source)):
        return True
    return next(iter(store.quads_for_pattern(iris.thing("source", source), None, None)), None) is not None


class _Filling:
    """Fills the draft with one source."""

    def __init__(
        self, version: Draft, folder: Path, request: LoadRequest, form: Format, iris: Iris, progress: Progress
    ) -> None:
        self.count = self.triples = 0
        self.report = RejectReport(request.rejects or folder / REJECTS_FILE)
        self._version, self._folder, self._request = version, folder, request
        self._format, self._iris, self._progress = form, iris, progress
        self._shared = SharedValues()
        # The errors of reading that come before each block under way, in the order of the blocks.
        self._unreadable: deque[list[SourceError]] = deque()

    def records(self) -> None:
        """Stream the records of all files into the graph of the source."""
        self._progress.step("records")
        graph = self._iris.graph(self._request.source)
        with self.report.opened(), closing(self._triples()) as triples:
            self._version.stream_triples(triples, graph)
        if not self.count or (self._request.strict and self.report.rejected):
            raise NothingLoadedError(self._why_nothing())
        if self._request.rejects is not None:
            shutil.copyfile(self._request.rejects, self._folder / REJECTS_FILE)

    def _why_nothing(self) -> str:
        found = f"nothing loaded: {self.count:,} records read, {self.report.rejected:,} rejected"
        first = self.report.first
        if first is None:
            return found
        where = f"{first.file}:{first.line}" if first.line is not None else first.file
        message = shorten(one_line(f"{first.column} {first.message}".strip()), _LONGEST_REASON)
        return f"{found}, first {where}: {message}; {self._request.rejects or '--rejects FILE writes all'}"

    def derived(self, loaded: LoadedSource) -> LoadedSource:
        """Derive what is counted over the records and the index of their names; return *loaded* with its counts."""
        from dataclasses import replace

        columns = self._folder / COLUMNS_FILE
        self._progress.step("counting")
        try:
            lines = [*derived_lines(columns, loaded.id, self._iris), *description_lines(loaded, self._iris)]
        except duckdb.IOException as error:
            raise StoreError(f"{self._folder}: cannot be written: {one_line(error)}") from error
        text = "".join(lines).encode()
        self._version.load_triples(io.BytesIO(text), self._iris.graph(derived_graph(loaded.id)))
        self._progress.step("names")
        build_names(columns, self._folder / NAMES_FOLDER)
        return replace(loaded, derived=text.count(b"\n"))

    def _triples(self) -> Generator[bytes]:
        settings = BatchSettings(
            self._format.name,
            self._request.source,
            self._iris.base,
            self._request.language,
            self._request.check,
            self._request.options,
        )
        numbers_file = self._folder / "numbers.sqlite"
        batches = in_order(work, self._tasks(), jobs=self._request.jobs, prepare=partial(prepare, settings))
        with (
            closing(batches),
            closing(Numbers(numbers_file)) as numbers,
            pq.ParquetWriter(self._folder / COLUMNS_FILE, RECORDS, compression="zstd") as columns,
        ):
            for batch in batches:
                self._without_repeated(batch, numbers)
                if batch.rows is not None:
                    columns.write_table(batch.rows)
                self.report.add(_in_order([*self._unreadable_before(), *batch.rejects]), again=batch.again)
                self._shared.update(batch.shared)
                self.count += len(batch.numbers)
                self.triples += batch.triples.count(b"\n")
                self._progress.advance(
                    records=len(batch.numbers), rejected=self.report.rejected, source_bytes=batch.source_bytes
                )
                yield batch.triples
            self.report.add(self._unreadable_before())
        numbers_file.unlink()
        shared = "".join(shared_lines(self._shared, None, self._iris, body_label)).encode()
        self.triples += shared.count(b"\n")
        yield shared

    def _tasks(self) -> Iterator[tuple[str, AnyBlock]]:
        errors: list[SourceError] = []
        request = self._request
        for task in file_blocks(self._format, request.files, RECORDS_A_BATCH, errors.append, request.options):
            self._unreadable.append(errors.copy())
            errors.clear()
            yield task
        self._unreadable.append(errors)

    def _unreadable_before(self) -> Iterator[Reject]:
        """Yield what could not be read before the block whose turn it is, or was read with it."""
        folders = [f"{file if file.is_dir() else file.parent}/" for file in self._request.files]
        for error in self._unreadable.popleft():
            folder = next((folder for folder in folders if error.path.startswith(folder)), "")
            yield of_error(error, self._format.name, folder=folder)

    def _without_repeated(self, batch: Batch, numbers: Numbers) -> None:
        repeated = numbers.repeated(batch.numbers)
        if repeated:
            places = sorted(repeated)
            batch.rejects += [
                of_repeated(batch.printed[place], batch.numbers[place], self._format.name) for place in places
            ]
            batch.without(repeated)


def _in_order(rejects: list[Reject]) -> list[Reject]:
    """Return the rejects of one file by their lines; those of several files stand as they were met."""
    one_file = len({reject.file for reject in rejects}) == 1
    return sorted(rejects, key=lambda reject: reject.line or 0) if one_file else rejects

"""Load a source: its records stream through the processes into a draft of the store, which then comes into force."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

import pyarrow.parquet as pq
from pyoxigraph import NamedNode

from rehabkg.columns.derived import derived_graph, derived_lines
from rehabkg.columns.schema import RECORDS
from rehabkg.errors import CallError, RehabkgError, SourceError
from rehabkg.iri import Iris
from rehabkg.load.batch import Batch, BatchSettings, prepare, work
from rehabkg.load.describe import description_lines
from rehabkg.load.files import described
from rehabkg.load.formats import AnyBlock, Format, ReadOptions, format_named
from rehabkg.load.numbers import Numbers
from rehabkg.load.pool import in_order
from rehabkg.load.rejects import REJECTED, Reject, RejectReport, of_error
from rehabkg.mapping.lexicon_concepts import body_label
from rehabkg.mapping.shared_values import SharedValues, shared_lines
from rehabkg.search.names import build_names
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store, version_in_force
from rehabkg.store.loaded import COLUMNS_FILE, NAMES_FOLDER, REJECTS_FILE, LoadedSource, loaded_sources
from rehabkg.store.version import Draft, draft

_ID = re.compile(r"[a-z](?:[a-z0-9-]{0,58}[a-z0-9])?")
_DERIVED_PREFIX = "derived-"
RECORDS_A_BATCH = 2_000
# About what the curated graph holds: fewer kept statements than removed ones are better written anew.
_CURATED_TRIPLES = 200_000
_FILE_MARK = "f{}-"


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


class StrictError(RehabkgError):
    """Something was rejected, and nothing was to be loaded then."""


def load(settings: Settings, request: LoadRequest, progress: Progress) -> LoadedSource:
    """Load a source: swap its graphs whole, or leave the store as it was. Return what was loaded.

    Raises `CallError` for an id that may not be used, `SourceError` for a file that cannot be read at all,
    `StrictError`, and `StoreError`.
    """
    form = format_named(request.format)
    iris = Iris(settings.base)
    of = version_in_force(settings.store_path)
    others, former = _sources(settings.store_path, request.source, iris)
    progress.step("checksums")
    files = described(request.files)
    without = frozenset(map(NamedNode, former.graphs)) if former else frozenset()
    rebuilt = former is not None and former.triples > _CURATED_TRIPLES + sum(source.triples for source in others)
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
        progress.step("bringing it into force")
    return loaded


def unload(settings: Settings, source: str) -> LoadedSource:
    """Take a loaded source out of the store; return what it was. Raises `CallError` where it is not loaded."""
    of = version_in_force(settings.store_path)
    found = {loaded.id: loaded for loaded in loaded_sources(settings.store_path)}
    if source not in found:
        raise CallError(f"source {source!r} is not loaded; 'rehabkg sources' lists those that are")
    kept = _CURATED_TRIPLES + sum(loaded.triples for name, loaded in found.items() if name != source)
    without = frozenset(map(NamedNode, found[source].graphs))
    rebuilt = found[source].triples > kept
    with draft(settings.store_path, settings.base, of=of, without=without, rebuilt=rebuilt) as version:
        version.drop_source(source)
    return found[source]


def _sources(path: Path, source: str, iris: Iris) -> tuple[list[LoadedSource], LoadedSource | None]:
    """Return the other loaded sources, and the former load of this one. Raises `CallError` for a wrong id."""
    if not _ID.fullmatch(source) or source.startswith(_DERIVED_PREFIX):
        expected = "a letter, then at most 59 small Latin letters, digits and hyphens, not beginning with 'derived-'"
        raise CallError(f"source id {source!r} is not {expected}")
    found = loaded_sources(path)
    former = next((loaded for loaded in found if loaded.id == source), None)
    if former is None and open_store(path).contains_named_graph(iris.graph(source)):
        raise CallError(f"source id {source!r} is that of a graph of the curated tables; choose another")
    return [loaded for loaded in found if loaded.id != source], former


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

    def records(self) -> None:
        """Stream the records of all files into the graph of the source."""
        self._progress.step("records")
        graph = self._iris.graph(self._request.source)
        with self.report:
            stream = TripleStream(self._triples())
            try:
                self._version.load_triples(stream, graph)
            except Exception:
                if stream.failed is not None:
                    raise stream.failed from None
                raise
            if stream.failed is not None:
                raise stream.failed
        if self._request.strict and self.report.rejected:
            where = self._request.rejects or "give --rejects FILE for the report"
            raise StrictError(f"{self.report.rejected} rejected, nothing loaded: {where}")
        if self._request.rejects is not None:
            shutil.copyfile(self._request.rejects, self._folder / REJECTS_FILE)

    def derived(self, loaded: LoadedSource) -> LoadedSource:
        """Derive what is counted over the records and the index of their names; return *loaded* with its counts."""
        from dataclasses import replace

        columns = self._folder / COLUMNS_FILE
        self._progress.step("counting")
        lines = [*derived_lines(columns, loaded.id, self._iris), *description_lines(loaded, self._iris)]
        text = "".join(lines).encode()
        self._version.load_triples(io.BytesIO(text), self._iris.graph(derived_graph(loaded.id)))
        self._progress.step("names")
        build_names(columns, self._folder / NAMES_FOLDER)
        return replace(loaded, derived=text.count(b"\n"))

    def _triples(self) -> Iterator[bytes]:
        settings = BatchSettings(
            self._format.name,
            self._request.source,
            self._iris.base,
            self._request.language,
            self._request.check,
            self._request.options,
        )
        numbers_file = self._folder / "numbers.sqlite"
        errors: list[SourceError] = []
        batches = in_order(work, self._tasks(errors), jobs=self._request.jobs, prepare=partial(prepare, settings))
        with (
            closing(Numbers(numbers_file)) as numbers,
            pq.ParquetWriter(self._folder / COLUMNS_FILE, RECORDS, compression="zstd") as columns,
        ):
            for batch in batches:
                self.report.add(of_error(error, self._format.name, "") for error in _taken(errors))
                self._without_repeated(batch, numbers)
                if batch.rows is not None:
                    columns.write_table(batch.rows)
                self.report.add(batch.rejects)
                self._shared.update(batch.shared)
                self.count += len(batch.numbers)
                self.triples += batch.triples.count(b"\n")
                self._progress.advance(
                    records=len(batch.numbers), rejected=self.report.rejected, source_bytes=batch.source_bytes
                )
                yield batch.triples
            self.report.add(of_error(error, self._format.name, "") for error in _taken(errors))
        numbers_file.unlink()
        shared = "".join(shared_lines(self._shared, None, self._iris, body_label)).encode()
        self.triples += shared.count(b"\n")
        yield shared

    def _tasks(self, errors: list[SourceError]) -> Iterator[tuple[str, AnyBlock]]:
        """Yield the blocks of all files; where records are numbered by place, those of later files bear a mark."""
        for place, path in enumerate(self._request.files, start=1):
            options = self._request.options
            prefix = _FILE_MARK.format(place) if place > 1 and self._format.by_place(path, options) else ""
            for block in self._format.blocks(path, RECORDS_A_BATCH, errors.append, options):
                yield prefix, block

    def _without_repeated(self, batch: Batch, numbers: Numbers) -> None:
        repeated = numbers.repeated(batch.numbers)
        if not repeated:
            return
        file = self._request.files[0].name
        self.report.add(
            Reject(
                REJECTED, file, batch.lines[place], "number", batch.numbers[place], self._format.name,
                "a number that no earlier record of the source has is wanted", "",
            )
            for place in sorted(repeated)
        )  # fmt: skip
        batch.without(repeated)


def _taken(errors: list[SourceError]) -> Iterable[SourceError]:
    found = list(errors)
    errors.clear()
    return found


class TripleStream(io.RawIOBase):
    """Reads as a file what an iterator yields; what the iterator raises is kept in `failed`."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.failed: BaseException | None = None
        self._parts = parts
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """A stream to read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill *buffer* with what comes next, nothing at the end."""
        while not self._rest:
            try:
                self._rest = memoryview(next(self._parts))
            except StopIteration:
                return 0
            except BaseException as error:
                self.failed = error
                raise
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

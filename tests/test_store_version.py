"""A new version of the store takes over from the one in force without touching it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from load_fixture import CURATED, lines
from pyoxigraph import NamedNode

from rehabkg.errors import StoreError
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.engine import DATABASE, SOURCES, open_store, version_in_force
from rehabkg.store.stream import TripleStream
from rehabkg.store.version import Draft, draft, write_version

GRAPH, OTHER = NamedNode("http://e/list"), NamedNode("http://e/other")
# RocksDB writes a table of its own for each load.
MANY = 3_000


def triples(count: int, word: str = "o") -> BytesIO:
    """Return N-Triples of as many statements."""
    return BytesIO("".join(f'<http://e/s{n}> <http://e/p> "{word} {n}"@ru .\n' for n in range(count)).encode())


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store whose version in force was taken over from another and holds two graphs that were loaded."""
    path = tmp_path / "store"
    write_version(path, CURATED, DEFAULT_BASE)
    with drafted(path) as version:
        version.load_triples(triples(MANY), GRAPH)
        version.load_triples(triples(20, "other"), OTHER)
        (version.sources / "list").mkdir()
        (version.sources / "list" / "source.json").write_text("{}")
    return path


def drafted(path: Path, *without: NamedNode, rebuilt: bool = False) -> Draft:
    """Return a draft of the version after the one in force."""
    return draft(path, DEFAULT_BASE, of=version_in_force(path), without=frozenset(without), rebuilt=rebuilt)


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Return the time of change and the checksum of every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): (file.stat().st_mtime_ns, hashlib.sha256(file.read_bytes()).hexdigest())
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.mark.parametrize("rebuilt", [False, True], ids=["removed", "written anew"])
def test_graph_is_left_out_whole_and_nothing_else(store: Path, rebuilt: bool) -> None:
    """Either way gives the same statements, blank nodes by the same names."""
    whole = lines(store)

    with drafted(store, GRAPH, rebuilt=rebuilt):
        pass

    assert lines(store) == [line for line in whole if not line.endswith(f" {GRAPH} .")]
    assert len(whole) - len(lines(store)) == MANY
    assert {str(graph) for graph in open_store(store).named_graphs()} == {
        str(OTHER), *(f"<{DEFAULT_BASE}graph/{name}>" for name in ("book", "book+leaflet", "derived"))
    }  # fmt: skip
    assert (version_in_force(store) / SOURCES / "list" / "source.json").read_text() == "{}"


@pytest.mark.parametrize("rebuilt", [False, True], ids=["removed", "written anew"])
def test_former_version_is_not_written_again(store: Path, rebuilt: bool) -> None:
    """Its files are shared by links: one byte changed there would change what others read."""
    former = version_in_force(store)
    before = contents(former)

    with drafted(store, GRAPH, rebuilt=rebuilt) as version:
        version.load_triples(triples(MANY, "new"), GRAPH)
        version.drop_source("list")
        version.store.optimize()

    assert version_in_force(store) != former
    assert contents(former) == before


def test_version_is_taken_over_by_links(store: Path) -> None:
    """A copy of the records of three million people would take minutes and gigabytes for every load."""
    former = version_in_force(store)
    with drafted(store):
        pass
    new = version_in_force(store)

    tables = {file.name for file in (former / DATABASE).glob("*.sst")}
    shared = {file.name for file in (new / DATABASE).glob("*.sst") if file.stat().st_nlink > 1}
    # RocksDB may have put some together since.
    assert shared
    assert shared <= tables
    assert (new / SOURCES / "list" / "source.json").samefile(former / SOURCES / "list" / "source.json")


def test_version_is_copied_where_the_file_system_has_no_links(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory stick has none, and a store may lie there."""

    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    whole = lines(store)

    with drafted(store):
        pass

    assert lines(store) == whole
    assert all(file.stat().st_nlink == 1 for file in version_in_force(store).rglob("*") if file.is_file())


def test_logs_of_former_versions_do_not_gather(store: Path) -> None:
    """RocksDB keeps each log that it finds, so the store would grow by one with every load."""
    for _ in range(3):
        with drafted(store):
            pass

    assert [file.name for file in (version_in_force(store) / DATABASE).glob("LOG*")] == ["LOG"]


def test_reader_keeps_the_version_that_it_opened(store: Path) -> None:
    """A long query goes on while a source is swapped twice under it, although the files lose their names."""
    opened = open_store(store)
    before = sorted(map(str, opened))
    started = iter(opened.quads_for_pattern(None, None, None, GRAPH))
    first = next(started)

    for word in ("new", "newer"):
        with drafted(store, GRAPH) as version:
            version.load_triples(triples(MANY, word), GRAPH)

    assert len([first, *started]) == MANY
    assert sorted(map(str, opened)) == before
    assert sum("newer" in line for line in lines(store)) == MANY


class _StopError(Exception):
    """What a test raises inside a draft."""


@pytest.mark.parametrize("rebuilt", [False, True], ids=["removed", "written anew"])
def test_error_within_a_draft_leaves_the_version_in_force(store: Path, rebuilt: bool) -> None:
    """A load that fails halfway has already removed what it is to replace, in its draft alone."""
    before, files = lines(store), sorted(entry.name for entry in store.iterdir())
    in_force = contents(version_in_force(store))

    def fail() -> None:
        with drafted(store, GRAPH, rebuilt=rebuilt) as version:
            version.load_triples(triples(10, "new"), GRAPH)
            raise _StopError

    with pytest.raises(_StopError):
        fail()

    assert lines(store) == before
    assert contents(version_in_force(store)) == in_force
    # The version before may be cleared by whoever writes.
    assert {entry.name for entry in store.iterdir()} <= {*files}


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "no store": (lambda path: version_in_force(path / "nowhere"), "no store here"),
    "another base": (
        lambda path: draft(path, "http://e/", of=version_in_force(path)).__enter__(),
        f"the store was built under the base {DEFAULT_BASE}, not http://e/; build one in a new folder",
    ),
    "another version": (
        lambda path: draft(path, DEFAULT_BASE, of=path / "v000001").__enter__(),
        "another process has written this store meanwhile; run this again",
    ),
}


@pytest.mark.parametrize(("call", "message"), WRONG.values(), ids=WRONG)
def test_draft_that_cannot_be_is_refused(call: Callable[[Path], object], message: str, store: Path) -> None:
    """What the caller has decided by must be what is in force, and named alike."""
    before = lines(store)

    with pytest.raises(StoreError) as caught:
        call(store)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert lines(store) == before
    assert not any(store.glob(".building-*"))


def test_draft_holds_the_store(store: Path) -> None:
    """Two loads at once would clear each other's folders."""
    with drafted(store), pytest.raises(StoreError, match="another process is writing this store; wait for it"):
        drafted(store).__enter__()

    assert len(lines(store)) == CURATED.count(b"\n") + MANY + 20


def test_stream_of_triples_may_come_in_any_pieces(store: Path) -> None:
    """The processes hand over batches of any size, and an empty one is not the end."""
    text = triples(50, "piece").read()

    def pieces() -> Iterator[bytes]:
        yield b""
        for start in range(0, len(text), 7):
            yield text[start : start + 7]
            yield b""

    with drafted(store, GRAPH) as version:
        version.load_triples(TripleStream(pieces()), GRAPH)

    assert sum("piece" in line for line in lines(store)) == 50


def test_damage_of_a_loaded_source_is_met_before_it_is_read(store: Path) -> None:
    """Columns that were cut short would give smaller figures, and nobody would see."""
    copied = Path(shutil.copytree(store, store.with_name("copied")))
    file = version_in_force(copied) / SOURCES / "list" / "source.json"

    file.unlink()
    with pytest.raises(StoreError, match="files are missing or cut short"):
        version_in_force(copied)
    file.write_text("{")

    with pytest.raises(StoreError, match="run 'rehabkg build' again, and load its sources"):
        version_in_force(copied)

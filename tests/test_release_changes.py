"""Changes: what is in one of two releases alone, step by step and between any two."""

from __future__ import annotations

import gzip
import hashlib
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from canary import NOW, SHOWN, planted, released
from hypothesis import given
from hypothesis import strategies as st
from load_fixture import load_table, people, rehabkg, written

from rehabkg.errors import NotFoundError, StoreError
from rehabkg.release import lines as sorting
from rehabkg.release.changes import ADDED, REMOVED, between, differences
from rehabkg.release.lines import gzip_lines, sorted_lines
from rehabkg.release.lines import written as write_lines
from rehabkg.release.model import Release
from rehabkg.settings import Settings

LINES = st.lists(st.binary(min_size=1, max_size=6).map(lambda text: text.replace(b"\n", b" ") + b"\n"), unique=True)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return planted(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def made(settings: Settings) -> list[Release]:
    """Three releases: of six records, of four others loaded in their place, and of the first again."""
    folder = settings.store_path.parent / "in"
    first = folder / "people.tsv"
    other = written(folder / "others.tsv", people(4, first=3, sex="ж"))
    found = [released(settings, SHOWN)]
    for day, file in enumerate((other, first), start=1):
        load_table(settings.store_path, file)
        found.append(released(settings, SHOWN, now=NOW + timedelta(days=day)))
    return found


def statements(release: Release) -> set[tuple[str, bytes]]:
    return {(graph, line) for graph, dump in release.graphs.items() for line in gzip_lines(release.dumps / dump.file)}


def told(settings: Settings, older: Release, newer: Release, kind: str) -> set[tuple[str, bytes]]:
    found = between(settings.releases_path, older.name, newer.name)
    return {(change.graph, change.line) for change in found if change.kind == kind}


@given(LINES, LINES)
def test_differences_are_those_of_sets(before: list[bytes], after: list[bytes]) -> None:
    """One pass over sorted lines must find what comparing all with all would."""
    found = list(differences(sorted(before), sorted(after)))

    assert {line for kind, line in found if kind == ADDED} == set(after) - set(before)
    assert {line for kind, line in found if kind == REMOVED} == set(before) - set(after)


def test_first_release_has_no_changes(made: list[Release]) -> None:
    """There is nothing before it."""
    assert (made[0].former, made[0].changes) == (None, ())
    assert not (made[0].path / "changes").exists()


def test_changes_lead_from_one_release_to_the_next(settings: Settings, made: list[Release]) -> None:
    """Whoever keeps a copy needs the changes alone."""
    for older, newer in pairwise(made):
        added, removed = (told(settings, older, newer, kind) for kind in (ADDED, REMOVED))

        assert newer.former == older.name
        assert added
        assert removed
        assert (statements(older) - removed) | added == statements(newer)
        assert sum(change.added for change in newer.changes) == len(added)
        assert sum(change.removed for change in newer.changes) == len(removed)


def test_changes_between_any_two_are_put_together(settings: Settings, made: list[Release]) -> None:
    """What came and went between two releases is no change between them."""
    first, second, third = made

    assert told(settings, first, third, ADDED) == statements(third) - statements(first)
    assert told(settings, first, third, REMOVED) == statements(first) - statements(third)
    # Backwards all is turned round.
    assert told(settings, second, first, ADDED) == told(settings, first, second, REMOVED)
    assert list(between(settings.releases_path, first.name, first.name)) == []


def test_graph_that_did_not_change_is_not_opened(made: list[Release]) -> None:
    """Hundreds of graphs change seldom."""
    changed = {change.graph.rpartition("/")[2] for change in made[1].changes}

    assert changed == {"list", "derived-list"}
    assert {path.name for path in (made[1].path / "changes").iterdir()} == {
        f"{name}.{kind}.nt.gz" for name in changed for kind in (ADDED, REMOVED)
    }


def test_dump_that_did_not_change_is_kept_once(made: list[Release]) -> None:
    """Releases stay, and most of each is that of the one before."""
    (first, second), file = made[:2], "book.nt.gz"

    assert (first.dumps / file).stat().st_ino == (second.dumps / file).stat().st_ino
    assert (first.dumps / "list.nt.gz").stat().st_ino != (second.dumps / "list.nt.gz").stat().st_ino


def test_unknown_release_is_refused(settings: Settings, made: list[Release]) -> None:
    """A name that is none must not be taken for an empty one."""
    with pytest.raises(NotFoundError, match="release '2020-01-01' is not in"):
        list(between(settings.releases_path, "2020-01-01", made[0].name))
    with pytest.raises(NotFoundError):
        list(between(settings.releases_path, made[0].name, "../../etc"))


def test_command_tells_changes_by_graph_and_by_line(settings: Settings, made: list[Release]) -> None:
    """What the command prints is what the function finds."""
    call = ("release", "changes", made[0].name, made[1].name, "--store", settings.store_path)
    counted, listed = rehabkg(*call), rehabkg(*call, "--lines")
    said = listed.out.removesuffix("\n").split("\n")

    assert counted.code == listed.code == 0
    assert f'"added": {made[1].changes[1].added}' in counted.out
    signs = [line[:2] for line in said]
    assert signs.count("+ ") == sum(change.added for change in made[1].changes)
    assert signs.count("- ") == sum(change.removed for change in made[1].changes)
    assert all(line.endswith("> .") for line in said)


@pytest.mark.parametrize("at_once", [3, 1_000])
def test_lines_are_sorted_by_their_bytes_in_memory_and_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """The two ways must have one order, or two releases could not be compared."""
    monkeypatch.setattr(sorting, "_SORTED_AT_ONCE", at_once)
    unsorted = [f'<{number % 90}> <p> "{letter}" .\n'.encode() for number in range(300) for letter in "яaЯ\u0301 -"]
    unsorted = unsorted[::-7] + unsorted

    assert list(sorted_lines(unsorted, tmp_path)) == sorted(set(unsorted))


def test_sort_that_the_disk_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the lines must not be taken for all."""
    monkeypatch.setattr(sorting, "_SORTED_AT_ONCE", 3)
    monkeypatch.setattr(sorting, "_SORT_MEMORY", "20K")
    many = (f"<{number}> <p> <o> .\n".encode() for number in range(50_000, 0, -1))

    with pytest.raises(StoreError, match="the statements cannot be sorted"):
        list(sorted_lines(many, tmp_path / "nowhere"))


def test_gzip_file_is_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    """A file that differs by the time in its head cannot be compared by its checksum."""
    for name in ("one", "other"):
        assert write_lines(tmp_path / name, [b"a\n", b"b\n"]) == (2, hashlib.sha256(b"a\nb\n").hexdigest())

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert (tmp_path / "one").read_bytes()[3:8] == bytes(5)
    assert gzip.decompress((tmp_path / "one").read_bytes()) == b"a\nb\n"

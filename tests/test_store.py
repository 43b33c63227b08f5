"""The store on disk: what was written is read back, and whatever happens to it is told in one line."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from rehabkg.errors import StoreError
from rehabkg.store.engine import base_of, open_store
from rehabkg.store.version import write_version

BASE = "https://example.org/kg/"
KILLS = 12
# A build of these takes some tenths of a second, so that a signal can fall anywhere in it.
MANY = 20_000

WRITER = """
import sys
from pathlib import Path
from rehabkg.store.version import write_version

def version(number, quads):
    line = '<http://e/s%d> <http://e/of> "%d" <http://e/g%d> .\\n'
    return "".join(line % (n, number, n % 7) for n in range(quads)).encode()
"""
LOOP = f"""{WRITER}
number = int(sys.argv[2])
print("ready", flush=True)
while True:
    number += 1
    write_version(Path(sys.argv[1]), version(number, {MANY}), "{BASE}")
"""
ON_A_FULL_DISK = f"""{WRITER}
import resource, signal
from rehabkg.errors import StoreError

# A file that grows beyond the limit is refused as on a disk that is full; without this the process would be killed.
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    write_version(Path(sys.argv[1]), version(2, {MANY}), "{BASE}")
except StoreError as error:
    print(error)
    sys.exit(error.exit_code)
"""
HOLD = """
import fcntl, sys
with open(sys.argv[1], "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    print("held", flush=True)
    sys.stdin.read()
"""


def version(number: int, quads: int = 50) -> bytes:
    """Return N-Quads that all say which version they belong to."""
    line = '<http://e/s{}> <http://e/of> "{}" <http://e/g{}> .\n'
    return "".join(line.format(n, number, n % 7) for n in range(quads)).encode()


def held(store: Store) -> tuple[set[str], int]:
    """Return which versions the quads of a store belong to, and how many quads there are."""
    quads = list(store)
    return {quad.object.value for quad in quads}, len(quads)


def refusal(path: Path) -> str:
    """Return the message that opening the store gives, which is one line of a bad-data error."""
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert caught.value.exit_code == 1
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good store, to be copied before it is damaged."""
    path = tmp_path_factory.mktemp("good") / "store"
    write_version(path, version(1), BASE)
    return path


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    """A store of one version that a test may spoil."""
    return Path(shutil.copytree(written, tmp_path / "store"))


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    """Letters of any script, languages, datatypes and graphs come back as they went in."""
    nquads = (
        '<http://e/s> <http://e/p> "Осип \\"Мандельштам\\"\\n\\\\"@ru <http://e/g> .\n'
        '<http://e/s> <http://e/p> "1938-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> <http://e/g> .\n'
        "<http://e/s> <http://e/p> <http://e/%D0%9F-1234%2F37> <http://e/h> .\n"
        '<http://e/s> <http://e/p> "𐀀 ́" .\n'
    ).encode()

    assert write_version(tmp_path / "new" / "store", nquads, BASE) == "v000001"

    assert set(open_store(tmp_path / "new" / "store")) == set(parse(nquads, format=RdfFormat.N_QUADS))


def test_base_is_kept(path: Path) -> None:
    """Whoever reads a store must name things as it does, whatever the environment says by then."""
    assert base_of(path) == BASE
    write_version(path, version(2), "https://example.org/other/")

    assert base_of(path) == "https://example.org/other/"


def test_no_store_is_told_in_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    """The first thing that a newcomer meets is a store that is not built yet."""
    assert base_of(tmp_path) is None
    assert "no store here; make one with 'rehabkg build'" in refusal(tmp_path)
    assert "no store here" in refusal(tmp_path / "nowhere")


def test_file_in_place_of_a_store_is_told(tmp_path: Path) -> None:
    """A slip in --store may name a file, or a folder below one."""
    file = tmp_path / "store"
    file.write_text("a file")

    refusal(file)
    refusal(file / "below")
    with pytest.raises(StoreError):
        base_of(file)


GARBAGE = {
    "empty": b"",
    "words": b"garbage",
    "cut": b'{"version": "v0000',
    "list": b"[]",
    "nothing": b"{}",
    "no files": b'{"version": "v000001", "format": 2, "base": "https://example.org/kg/"}',
    "number": b'{"version": 1, "format": 2, "base": "https://example.org/kg/", "files": {}}',
    "word": b'{"version": "vx", "format": 2, "base": "https://example.org/kg/", "files": {}}',
    "elsewhere": b'{"version": "v1/../../..", "format": 2, "base": "https://example.org/kg/", "files": {}}',
    "base": b'{"version": "v000001", "format": 2, "base": null, "files": {}}',
    "bytes": b"\xff\xfe\x00",
    "depth": b"[" * 100_000,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_in_current_is_told_and_never_written_over(path: Path, garbage: bytes) -> None:
    """A folder whose CURRENT is not ours may be another program's: nothing in it is read, cleared or replaced."""
    (path / "CURRENT").write_bytes(garbage)
    before = sorted(entry.name for entry in path.iterdir())

    assert "CURRENT" in refusal(path)
    for call in (lambda: base_of(path), lambda: write_version(path, version(2), BASE)):
        with pytest.raises(StoreError) as caught:
            call()
        assert "\n" not in str(caught.value)

    assert (path / "CURRENT").read_bytes() == garbage
    assert sorted(entry.name for entry in path.iterdir()) == before


def test_current_that_is_a_folder_is_told(tmp_path: Path) -> None:
    """A RocksDB folder has a CURRENT of its own, and a folder of that name may stand anywhere."""
    (tmp_path / "CURRENT").mkdir()

    refusal(tmp_path)


def test_store_of_another_format_is_told(path: Path) -> None:
    """A store outlives the program that built it: its format is looked at before its files."""
    state = json.loads((path / "CURRENT").read_text())
    (path / "CURRENT").write_text(json.dumps(state | {"format": 1}))

    assert refusal(path) == f"{path}: store format 1 is not 2; run 'rehabkg build' again"

    assert write_version(path, version(2), BASE) == "v000002"
    assert held(open_store(path)) == ({"2"}, 50)


def test_missing_version_is_told_and_a_build_mends_it(path: Path) -> None:
    """Somebody who cleans up by hand may take the version in force."""
    shutil.rmtree(path / "v000001")

    assert "run 'rehabkg build' again" in refusal(path)
    assert not (path / "v000001").exists(), "a look must not make a folder"

    assert write_version(path, version(2), BASE) == "v000002"
    assert held(open_store(path)) == ({"2"}, 50)


@pytest.mark.parametrize("damage", ["gone", "empty", "cut"])
@pytest.mark.parametrize("kind", ["*.sst", "MANIFEST-*", "CURRENT"])
def test_damaged_version_is_told_and_never_taken_for_a_smaller_one(path: Path, kind: str, damage: str) -> None:
    """RocksDB opens a manifest that was cut short as an empty store: no answer would look like no repression."""
    files = sorted((path / "v000001" / "db").glob(kind))
    assert files
    for file in files:
        whole = file.read_bytes()
        if damage == "gone":
            file.unlink()
        else:
            file.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"")

        assert "run 'rehabkg build' again" in refusal(path)
        file.write_bytes(whole)

    assert held(open_store(path)) == ({"1"}, 50)


@pytest.mark.parametrize("kind", ["*.sst", "MANIFEST-*", "CURRENT"])
def test_changed_bytes_are_told_or_do_not_matter(path: Path, kind: str) -> None:
    """A disk that returns other bytes must give an error or the same statements, never others."""
    for file in sorted((path / "v000001" / "db").glob(kind)):
        whole = file.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 5)):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            try:
                store = open_store(path)
            except StoreError as error:
                assert "\n" not in str(error)  # noqa: PT017 - one of the good outcomes
            else:
                try:
                    assert held(store) == ({"1"}, 50)
                except RuntimeError as error:
                    # Met while reading; the command prints it as one line.
                    assert str(error).startswith("Corruption")  # noqa: PT017
            file.write_bytes(whole)


def test_logs_of_the_database_may_go(path: Path) -> None:
    """Its log is the largest file of a small store, and nobody reads it: only what is read is held to its size."""
    for name in ("LOG", "IDENTITY", "LOCK"):
        (path / "v000001" / "db" / name).unlink()

    assert held(open_store(path)) == ({"1"}, 50)


def test_store_held_by_another_process_is_refused_and_stays(path: Path) -> None:
    """Two builds at once would clear each other's folders."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == b"held\n"

        with pytest.raises(StoreError) as caught:
            write_version(path, version(2), BASE)

        assert str(caught.value) == f"{path}: another process is writing this store; wait for it"
        assert held(open_store(path)) == ({"1"}, 50)
        holder.stdin.close()

    assert write_version(path, version(2), BASE) == "v000002"


def test_leftovers_are_cleared_by_the_next_build_and_nothing_else_is(path: Path) -> None:
    """What a killed build left takes room for ever otherwise; what others keep in the folder is not ours to clear."""
    for leftover in (".building-v000002", ".building-v000009", "v000002"):
        (path / leftover).mkdir()
        (path / leftover / "000001.sst").write_text("half")
    for theirs in ("v1-notes", "v2", "version", "notes"):
        (path / theirs).mkdir()

    assert write_version(path, version(2), BASE) == "v000002"

    found = {entry.name for entry in path.iterdir()}
    assert found == {"CURRENT", "lock", "v000001", "v000002", "v1-notes", "v2", "version", "notes"}


def test_version_before_is_kept_for_those_who_still_read_it(path: Path) -> None:
    """A long query must not lose its files because somebody builds meanwhile."""
    first = open_store(path)
    write_version(path, version(2), BASE)
    second = open_store(path)
    assert (path / "v000001").is_dir()

    write_version(path, version(3), BASE)

    assert sorted(entry.name for entry in path.glob("v*")) == ["v000002", "v000003"]
    assert held(second) == ({"2"}, 50)
    assert held(first) == ({"1"}, 50), "files that are open outlast their names"
    assert held(open_store(path)) == ({"3"}, 50)


@contextmanager
def building(path: Path, number: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process that writes one version after another, from the one after *number*."""
    with subprocess.Popen([sys.executable, "-c", LOOP, str(path), str(number)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        try:
            yield process
        finally:
            process.kill()


def test_kill_at_any_point_leaves_one_whole_version(tmp_path: Path) -> None:
    """Power fails and people lose patience: no kill may leave half a graph, or a mixture, in force."""
    path = tmp_path / "store"
    write_version(path, version(0, MANY), BASE)
    started = time.perf_counter()
    write_version(path, version(1, MANY), BASE)
    lasted = time.perf_counter() - started
    delays = random.Random(1937)  # noqa: S311 - the same delays in every run
    number, interrupted = 1, 0

    for _ in range(KILLS):
        with building(path, number):
            time.sleep(delays.uniform(0, 1.5 * lasted))
        whole, count = held(open_store(path))
        assert (len(whole), count) == (1, MANY)
        assert base_of(path) == BASE
        # The store never falls behind a version that was in force before.
        assert int(min(whole)) >= number
        number = int(min(whole))
        in_force = json.loads((path / "CURRENT").read_text())["version"]
        interrupted += any(entry.name > in_force for entry in path.glob("v*")) or any(path.glob(".building-*"))

    assert interrupted, "no kill fell into a build: the test checked nothing"
    write_version(path, version(number + 1, MANY), BASE)
    assert held(open_store(path)) == ({str(number + 1)}, MANY)
    assert not any(path.glob(".building-*"))


@pytest.mark.parametrize("limit", [0, 1_000, 50_000, 400_000])
def test_full_disk_leaves_the_former_version_in_force(path: Path, limit: int) -> None:
    """The disk may refuse at the first byte, in the middle of a table, or near the end."""
    run = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, str(path), str(limit)], capture_output=True, text=True, check=False
    )

    assert run.returncode == 1, run.stderr
    assert run.stdout.startswith(f"{path}: cannot be written: ")
    assert run.stdout.count("\n") == 1
    assert "File too large" in run.stdout
    assert held(open_store(path)) == ({"1"}, 50)
    assert not any(path.glob(".building-*")), "a disk that is full must not stay so"
    assert write_version(path, version(3), BASE) == "v000002"


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A path below a file, or one that this user may not write, is told before anything is lost."""
    (tmp_path / "file").write_text("a file")

    for path in (tmp_path / "file", tmp_path / "file" / "store", Path("/proc/rehabkg-store")):
        with pytest.raises(StoreError) as caught:
            write_version(path, version(1), BASE)
        assert str(caught.value).startswith(f"{path}: cannot be written: ")
        assert "\n" not in str(caught.value)
    assert (tmp_path / "file").read_text() == "a file"


def test_quads_that_are_none_leave_the_former_version_in_force(path: Path) -> None:
    """Bad bytes are a bug of the caller and stay a traceback, but the store must outlive them."""
    with pytest.raises(SyntaxError):
        write_version(path, b"<http://e/s> <http://e/p> .\n", BASE)

    assert held(open_store(path)) == ({"1"}, 50)
    assert not any(path.glob(".building-*"))

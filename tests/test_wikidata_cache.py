"""What was fetched is there again, whoever was killed, whoever else writes, whatever the disk does."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rehabkg.errors import SourceError
from rehabkg.wikidata.cache import Cache

WRITER = """
import sys
from pathlib import Path
from rehabkg.wikidata.cache import Cache
with Cache(Path(sys.argv[1])) as cache:
    for number in range(int(sys.argv[2])):
        cache.put("http://e/", f"query {number}", b"answer %d " % number * 2000)
        print(number, flush=True)
"""
FULL = """
import resource, sys
from pathlib import Path
from rehabkg.errors import SourceError
from rehabkg.wikidata.cache import Cache
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    with Cache(Path(sys.argv[1])) as cache:
        for number in range(1000):
            cache.put("http://e/", f"query {number}", bytes(sys.stdin.buffer.read(5000)))
except SourceError as error:
    sys.exit(f"told: {error}")
"""


def test_answer_is_kept_with_its_time(tmp_path: Path) -> None:
    """Who looks at a link later must know how old is what it was judged by."""
    with Cache(tmp_path / "made", now=lambda: datetime(2026, 5, 17, 12, tzinfo=UTC)) as cache:
        cache.put("http://e/", "q", b"answer")
        cache.put("http://e/", "too much", None)

    with Cache(tmp_path / "made") as cache:
        kept, refused = cache.get("http://e/", "q"), cache.get("http://e/", "too much")
        assert kept is not None
        assert (kept.body, kept.fetched) == (b"answer", "2026-05-17T12:00:00+00:00")
        assert refused is not None
        assert refused.body is None
        assert cache.get("http://other/", "q") is None
        assert cache.get("http://e/", "q ") is None


def test_process_killed_in_the_midst_leaves_all_that_was_whole(tmp_path: Path) -> None:
    """A run of hours is killed by a power cut, and goes on where it stood."""
    call = [sys.executable, "-c", WRITER, str(tmp_path), "1000000"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [next(process.stdout) for _ in range(30)]
        os.kill(process.pid, signal.SIGKILL)

    assert process.returncode == -signal.SIGKILL
    with Cache(tmp_path) as cache:
        for line in told:
            kept = cache.get("http://e/", f"query {line.strip()}")
            assert kept is not None
            assert kept.body == b"answer %d " % int(line) * 2000
    with sqlite3.connect(tmp_path / "answers.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    """Two kinds of things may be sought at the same time."""
    calls = [[sys.executable, "-c", WRITER, str(tmp_path), str(count)] for count in (60, 80)]
    processes = [subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for call in calls]

    assert [process.communicate()[1] for process in processes] == [b"", b""]
    with Cache(tmp_path) as cache:
        assert all(cache.get("http://e/", f"query {number}") for number in range(80))


def test_full_disk_gives_one_line(tmp_path: Path) -> None:
    """The disk fills at night; what was kept is still there in the morning."""
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], input=os.urandom(1_000_000), capture_output=True, check=False
    )

    said = run.stderr.decode()
    assert said.startswith(f"told: {tmp_path / 'answers.sqlite'}: answers cannot be kept here: ")
    assert len(said.splitlines()) == 1
    with Cache(tmp_path) as cache:
        assert cache.get("http://e/", "query 0") is not None


def test_what_is_no_cache_is_told(tmp_path: Path) -> None:
    """Another program's file is not written over."""
    (tmp_path / "answers.sqlite").write_text("not a database at all, but a long text " * 100)

    with pytest.raises(SourceError, match="answers cannot be kept here: file is not a database; move it away"):
        Cache(tmp_path)


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "links").write_text("")

    with pytest.raises(SourceError, match="cannot be made"):
        Cache(tmp_path / "links" / "wikidata")


def test_damaged_answer_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    """A bit may turn on a disk; the answer is fetched again."""
    with Cache(tmp_path) as cache:
        cache.put("http://e/", "q", b"answer" * 1000)
    with sqlite3.connect(tmp_path / "answers.sqlite") as database:
        database.execute("UPDATE answers SET body = substr(body, 1, 10)")
    database.close()

    with Cache(tmp_path) as cache:
        assert cache.get("http://e/", "q") is None

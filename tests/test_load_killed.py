"""A load that is killed at any moment leaves the former state or the new one, whole; run again it completes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from load_fixture import CURATED, lines, load_table, people, rehabkg, written

from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.engine import version_in_force
from rehabkg.store.loaded import loaded_sources
from rehabkg.store.version import write_version

TESTS = Path(__file__).parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("REHABKG_", "PYTEST_"))}
# Kills at an operation on the file system, beside those around each renaming; kills at a moment of time.
BY_OPERATION, BY_TIME, WITH_PROCESSES = 16, 8, 3

# Loads two tables in turn, each load in a child that is killed. The parent opens no store and has no thread, so that
# a child costs a tenth of a second and not the second of a new interpreter.
DRIVER = """
import hashlib, json, os, random, signal, sys, time, traceback
from pathlib import Path
from load_fixture import lines, load_table
from rehabkg.load.formats import ReadOptions
from rehabkg.load.parse import as_nquads
from rehabkg.search.find import find
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.loaded import loaded_sources

store, *files = map(Path, sys.argv[1:4])
by_operation, by_time = map(int, sys.argv[4:6])
COUNTED = {"open", "os.rename", "os.link", "os.mkdir", "os.rmdir", "os.remove", "os.listdir", "os.scandir",
           "shutil.rmtree", "shutil.copyfile", "sqlite3.connect"}
# The lexicon is read once, before the children part.
sum(map(len, as_nquads("memorial-table", files, ReadOptions(), print, DEFAULT_BASE, "list", "ru")))

def child(do):
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            do(theirs)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(theirs)
    return pid, ours

def told(pid, ours):
    with open(ours) as pipe:
        text = pipe.read()
    return text, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def watched(file, kind="", at=0):
    def do(pipe):
        operations = renamings = 0
        def hook(event, args):
            nonlocal operations, renamings
            if event not in COUNTED:
                return
            operations += 1
            # The hook is called before the operation: a renaming is done when the next one is met.
            after = kind == "after renaming" and renamings == at
            renamings += event == "os.rename"
            before = kind == "before renaming" and renamings == at
            if before or after or (kind == "operation" and operations == at):
                os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(hook)
        load_table(store, file)
        os.write(pipe, json.dumps([operations, renamings]).encode())
    return do

def look():
    def do(pipe):
        digest = hashlib.sha256("\\n".join(lines(store)).encode()).hexdigest()
        sources = [[source.id, source.records, source.files[0].name] for source in loaded_sources(store)]
        os.write(pipe, json.dumps([digest, sources, len(find(store, "Выдумов", limit=1000))]).encode())
    text, code = told(*child(do))
    return text if code == 0 else "the store cannot be read"

def leftovers():
    in_force = json.loads((store / "CURRENT").read_text())["version"]
    return sorted(entry.name for entry in store.iterdir() if entry.name > in_force and entry.name[0] == "v"
                  or entry.name.startswith(".building-"))

def whole(file):
    started = time.perf_counter()
    text, code = told(*child(watched(file)))
    return look(), json.loads(text), time.perf_counter() - started

states = [whole(files[0])[0]]
state, (operations, renamings), lasted = whole(files[1])
states.append(state)
drawn = random.Random(1937)
plan = [(f"{when} renaming", at) for at in range(1, renamings + 1) for when in ("before", "after")]
plan += [("operation", at) for at in drawn.sample(range(1, operations + 1), by_operation)]
plan += [("time", drawn.uniform(0, lasted)) for _ in range(by_time)]
now, tries = 1, []
for kind, at in plan:
    new = 1 - now
    pid, pipe = child(watched(files[new], kind, at))
    if kind == "time":
        time.sleep(at)
        os.kill(pid, signal.SIGKILL)
    _, code = told(pid, pipe)
    seen = look()
    tries.append({"kind": kind, "at": at, "code": code, "left": leftovers(), "seen": seen,
                  "as": {states[now]: "former", states[new]: "new"}.get(seen, "neither")})
    now = states.index(seen) if seen in states else now
after, _, _ = whole(files[1 - now])
print(json.dumps({"tries": tries, "complete": after == states[1 - now], "left": leftovers(), "states": states,
                  "entries": sorted(entry.name for entry in store.iterdir()), "renamings": renamings}))
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store as a build leaves it, of a handful of statements."""
    path = tmp_path / "store"
    write_version(path, CURATED, DEFAULT_BASE)
    return path


def test_kill_at_any_operation_or_moment_leaves_one_whole_state(store: Path, tmp_path: Path) -> None:
    """Power fails and people lose patience: no kill may leave half a source, or two, or none in force."""
    files = written(tmp_path / "a.tsv", people(120)), written(tmp_path / "b.tsv", people(90, first=60))

    run = subprocess.run(
        [sys.executable, "-c", DRIVER, store, *files, str(BY_OPERATION), str(BY_TIME)],
        env={**ENVIRONMENT, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    tries = found["tries"]
    killed = [one for one in tries if one["code"] == -signal.SIGKILL]
    assert len(set(found["states"])) == 2
    assert {one["as"] for one in tries} == {"former", "new"}
    # The report of rejects, the version, and the file that names it.
    assert found["renamings"] >= 3
    assert len(tries) == 2 * found["renamings"] + BY_OPERATION + BY_TIME
    around = [(one["code"], one["as"]) for one in tries if one["kind"].endswith("renaming")]
    assert around == [(-signal.SIGKILL, "former")] * (len(around) - 1) + [(-signal.SIGKILL, "new")]
    assert all(one["as"] == "new" for one in tries if one["code"] == 0)
    assert all(one["code"] in (0, -signal.SIGKILL) for one in tries), run.stderr
    assert {"operation", "time"} < {one["kind"] for one in killed}
    left = {name for one in killed for name in one["left"]}
    assert any(name.startswith(".building-") for name in left), "no kill fell into a draft"
    assert any(name.startswith("v") for name in left), "no kill fell between the two renamings"
    assert found["complete"]
    assert found["left"] == []
    assert len(found["entries"]) == 4


def processes(session: int) -> list[str]:
    """Return the command lines of the living processes of a session."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, number = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(number) == session and state != "Z":
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def test_kill_of_the_command_ends_its_processes_and_leaves_one_whole_state(store: Path, tmp_path: Path) -> None:
    """Only the parent is killed; its processes must not go on for nobody, nor hold the store."""
    table = written(tmp_path / "b.tsv", people(4_000))
    load_table(store, written(tmp_path / "a.tsv", people(40)))
    call = ("load", "memorial-table", table, "--source", "list", "--store", store, "--jobs", 2)
    command = [sys.executable, "-m", "rehabkg", *map(str, call)]
    states = {tuple(lines(store))}
    drawn = random.Random(1953)  # noqa: S311 - the same moments in every run

    for turn in range(WITH_PROCESSES):
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=ENVIRONMENT, start_new_session=True) as process:
            while turn and not any("spawn_main" in line for line in processes(process.pid)):
                assert process.poll() is None
                time.sleep(0.02)
            time.sleep(drawn.uniform(0, 1.5))
            os.kill(process.pid, signal.SIGKILL)
        waited = time.monotonic() + 20
        while processes(process.pid) and time.monotonic() < waited:
            time.sleep(0.05)
        assert processes(process.pid) == []
        states.add(tuple(lines(store)))

    run = rehabkg(*call[:-1], 1)
    assert run.code == 0
    assert run.out.startswith("list: 4,000 records, 0 rejected")
    assert len(states | {tuple(lines(store))}) == 2, "a state was neither the former nor the new one"
    assert [source.records for source in loaded_sources(store)] == [4_000]
    assert not any(store.glob(".building-*"))
    assert len([*store.glob("v*")]) == 2
    assert version_in_force(store) == max(store.glob("v*"))

"""A release as a whole: made aside, brought into force by one rename, never changed, the same from run to run."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from canary import DAY, NOW, SHOWN, TITLE, planted, released, traces
from load_fixture import refusal, rehabkg, written
from pyoxigraph import RdfFormat, Store
from unmeasured import UNMEASURED

from rehabkg import assets
from rehabkg.errors import NotFoundError, StoreError
from rehabkg.iri import Iris
from rehabkg.release.build import ReleaseRequest, make_release
from rehabkg.release.lines import gzip_lines
from rehabkg.release.model import Release, open_release, releases
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.view import View

TESTS = Path(__file__).parent


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return planted(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def release(settings: Settings) -> Release:
    return released(settings, SHOWN)


def shown(folder: Path) -> Path:
    return written(folder / "shown.ttl", SHOWN)


def bytes_of(folder: Path) -> dict[str, str]:
    """The digests of the files that must be the same from run to run: all but the store's and those with a time."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "store" not in path.relative_to(folder).parts
    }


def test_store_of_a_release_holds_what_the_store_held_when_all_is_shown(settings: Settings, release: Release) -> None:
    """The gate must lose nothing that it does not withhold."""
    held = {str(quad) for quad in open_store(settings.store_path)}
    given = {str(quad) for quad in open_store(release.settings.store_path)}

    assert given == held
    assert release.statements == len(held)


@pytest.mark.parametrize("file", ["rehabkg.nq.gz", "rehabkg.trig.gz", "rehabkg.jsonld.gz"])
def test_dump_in_each_format_holds_the_whole_dataset(release: Release, file: str, tmp_path: Path) -> None:
    """A dump that loses a graph or a statement is no copy."""
    form = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}[file.split(".")[1]]
    unpacked = written(tmp_path / "dump", b"".join(gzip_lines(release.dumps / file)))
    read = Store()
    read.load(path=str(unpacked), format=form)
    held = open_store(release.settings.store_path)

    # Nodes without a name have other names in each copy.
    assert len(read) == len(held) == release.statements
    named = {str(quad) for quad in held if "_:" not in str(quad)}
    assert {str(quad) for quad in read if "_:" not in str(quad)} == named


def test_dumps_of_the_graphs_hold_each_its_graph(release: Release) -> None:
    """Whoever wants one source must not need all."""
    held = open_store(release.settings.store_path)

    assert set(release.graphs) == {graph.value for graph in held.named_graphs()}
    for graph, dump in release.graphs.items():
        lines = list(gzip_lines(release.dumps / dump.file))
        assert lines == sorted(lines)
        assert len(lines) == dump.statements
        assert dump.digest == hashlib.sha256(b"".join(lines)).hexdigest(), graph


def test_title_with_odd_letters_comes_through_the_gate(tmp_path: Path) -> None:
    """A text may hold what parts lines elsewhere; a source that is written anew must keep it whole."""
    settings = planted(tmp_path)
    release = released(settings, assets.DEFAULT_POLICY)
    view = View(open_store(release.settings.store_path))

    assert [title.value for title in view.objects(Iris().thing("source", "list"), "dcterms:title")] == [TITLE]


def test_sizes_and_checksums_are_those_of_the_files(release: Release) -> None:
    """Who fetches a dump compares it with these."""
    assert {dump.file for dump in release.files} == {path.name for path in release.dumps.iterdir()}
    for dump in release.files:
        content = (release.dumps / dump.file).read_bytes()
        assert (dump.size, dump.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_same_input_gives_the_same_bytes(settings: Settings, release: Release, tmp_path: Path) -> None:
    """Whoever makes the release again must be able to tell that it is the same."""
    again = make_release(settings, ReleaseRequest(DAY, NOW, shown(tmp_path), tmp_path / "other"), describe=_described())

    assert bytes_of(again.path) == bytes_of(release.path)


def _described() -> object:
    from rehabkg.description.written import describe

    return describe


def test_files_of_a_release_are_read_only(release: Release) -> None:
    """What was cited must not change."""
    files = [path for path in release.path.rglob("*") if path.is_file()]

    assert files
    assert {path.stat().st_mode & 0o222 for path in files} == {0}


def test_second_release_of_a_day_is_numbered_and_the_first_stays(tmp_path: Path) -> None:
    """A release is never written twice."""
    settings = planted(tmp_path)
    first = released(settings, SHOWN)
    before = bytes_of(first.path)
    second = released(settings, assets.DEFAULT_POLICY, now=NOW + timedelta(hours=1))

    assert (first.name, second.name) == (DAY.isoformat(), f"{DAY.isoformat()}.2")
    assert bytes_of(first.path) == before
    assert [one.name for one in releases(settings.releases_path)] == [first.name, second.name]
    assert open_release(settings.releases_path).name == second.name
    assert open_release(settings.releases_path, first.name) == first


@pytest.mark.parametrize(
    "step", ["curated graphs", "records of list", "dumps", "description", "bringing it into force"]
)
def test_error_at_any_step_leaves_the_former_release(settings: Settings, release: Release, step: str) -> None:
    """A disk that fills is found at any step."""
    folder = settings.releases_path
    before = sorted(path.name for path in folder.iterdir())

    def fail(name: str) -> None:
        if name == step:
            raise OSError(28, "No space left on device")

    policy = shown(settings.store_path.parent)
    with pytest.raises(StoreError, match="cannot be written: No space left on device"):
        make_release(settings, ReleaseRequest(DAY, NOW, policy), _described(), fail)

    assert sorted(path.name for path in folder.iterdir()) == before
    assert open_release(folder).name == release.name


def test_killed_release_leaves_the_former_one_and_the_next_clears_up(tmp_path: Path) -> None:
    """Power fails and people lose patience."""
    settings = planted(tmp_path)
    former = released(settings, SHOWN)
    waiting = (
        "import sys, time\nfrom canary import *\nfrom rehabkg.description.written import describe\n"
        "def wait(step):\n  print(step, flush=True)\n  time.sleep(60 if step == 'description' else 0)\n"
        "make_release(Settings(store_path=Path(sys.argv[1])), ReleaseRequest(DAY, NOW), describe, wait)\n"
    )
    call = [sys.executable, "-c", waiting, str(settings.store_path)]
    with subprocess.Popen(call, cwd=TESTS, stdout=subprocess.PIPE, text=True) as process:
        while process.stdout.readline().strip() not in ("description", ""):
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    left = [path.name for path in settings.releases_path.iterdir() if path.name.startswith(".building-")]

    assert left
    assert open_release(settings.releases_path).name == former.name
    assert [one.name for one in releases(settings.releases_path)] == [former.name]
    released(settings, SHOWN, now=NOW + timedelta(hours=1))
    assert not [path for path in settings.releases_path.iterdir() if path.name.startswith(".building-")]


@pytest.mark.parametrize("limit", [0, 100, 4_000, 10_000, 20_000, 60_000, 200_000])
def test_full_disk_leaves_the_former_release(settings: Settings, release: Release, limit: int) -> None:
    """The disk may refuse a dump, a table of the store or the description; none of it may stay."""
    # A file that grows beyond the limit is refused as on a disk that is full.
    full = (
        "import resource, signal, sys\nfrom canary import *\nfrom rehabkg.errors import RehabkgError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))\n"
        "try:\n  released(Settings(store_path=Path(sys.argv[1])), Path(sys.argv[3]))\n"
        "except RehabkgError as error:\n  sys.exit(str(error))\n"
    )
    call = [sys.executable, "-c", full, str(settings.store_path), str(limit), str(assets.DEFAULT_POLICY)]
    run = subprocess.run(call, cwd=TESTS, capture_output=True, text=True, check=False, env=UNMEASURED)

    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stderr
    assert "cannot be" in run.stderr
    assert open_release(settings.releases_path).name == release.name
    assert not [path for path in settings.releases_path.iterdir() if path.name.startswith(".building-")]


def test_two_at_once_are_refused(settings: Settings, release: Release) -> None:
    """Two that clear up behind each other would lose one."""
    policy, found = shown(settings.store_path.parent), []

    def meanwhile(_: str) -> None:
        if not found:
            found.append(None)
            with pytest.raises(StoreError, match="another process is making a release; wait for it"):
                make_release(settings, ReleaseRequest(DAY, NOW, policy), _described())
            raise OSError(28, "enough")

    with pytest.raises(StoreError, match="enough"):
        make_release(settings, ReleaseRequest(DAY, NOW, policy), _described(), meanwhile)
    assert open_release(settings.releases_path).name == release.name


def test_release_knows_the_base_that_its_things_are_named_under(release: Release) -> None:
    """A release is read by itself: no setting of the reader may rename its things."""
    assert Iris(release.base) == Iris()
    assert json.loads((release.path / "release.json").read_text())["day"] == "2026-11-28"


def test_command_makes_and_lists_releases(tmp_path: Path) -> None:
    """From one command, with the day that it is told."""
    settings = planted(tmp_path)
    made = rehabkg("release", "--store", settings.store_path, "--day", "2026-11-28", "--policy", shown(tmp_path))
    listed = rehabkg("release", "list", "--store", settings.store_path)

    assert made.code == 0, made.err
    assert made.out.startswith("2026-11-28: ")
    assert "2026-11-28" in listed.out
    assert "an invented policy" in listed.out


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("--day", "28.11.2026"), 2, "--day '28.11.2026' is not a day such as 2026-11-28"),
        (("--policy", "nowhere.ttl"), 1, "nowhere.ttl: cannot be read"),
        (("--store", "nowhere"), 1, "nowhere: no store here; make one with 'rehabkg build'"),
    ],
)
def test_bad_call_is_refused_in_one_line(settings: Settings, args: tuple[str, ...], code: int, message: str) -> None:
    """The user reads what to mend."""
    store = () if "--store" in args else ("--store", settings.store_path)

    assert refusal(rehabkg("release", *store, *args), code).startswith(message)


@pytest.mark.parametrize("name", ["../store", "2026-11-28/../..", "", "CURRENT", "2020-01-01"])
def test_name_that_is_no_release_is_none(settings: Settings, release: Release, name: str) -> None:
    """A name from an address must not lead out of the folder."""
    assert release
    with pytest.raises(NotFoundError):
        open_release(settings.releases_path, name)


def test_bytes_of_what_was_unloaded_are_not_taken_over(tmp_path: Path) -> None:
    """A store keeps the bytes of removed statements until it is written anew, and the gate never saw them."""
    settings = planted(tmp_path, others=300)
    assert traces(settings.store_path, "Zqvjxkwyna")
    assert rehabkg("unload", "list", "--store", settings.store_path).code == 0
    release = released(settings, SHOWN)

    assert not any("list" in path for path, _ in traces(release.path, "observation/list.77"))

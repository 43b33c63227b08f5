"""The commands of loaded sources as people run them: what they print where, and how they end."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from good_tables import tables
from load_fixture import (
    BAD_CALL,
    BAD_DATA,
    CASES,
    CURATED,
    GOOD,
    STEPS,
    lines,
    people,
    refusal,
    rehabkg,
    rejects,
    said,
    table,
    table_row,
    written,
)
from pyoxigraph import RdfFormat, parse

from rehabkg.cli.progress import shown
from rehabkg.load.formats import FORMATS
from rehabkg.pipeline import assemble
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.loaded import loaded_sources
from rehabkg.store.version import write_version

BODIES = "Родился в 1901 г., д. Выдумка; плотник.\nПриговор: 10 лет ИТЛ\n---\nРодилась в 1929 г.\n"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("REHABKG_", "LC_", "PYTEST_"))}
# Where the disk refuses, coverage cannot write its own file, and would say so among the lines that are looked at.
UNMEASURED = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("COVERAGE_")}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store as a build leaves it, of a handful of statements."""
    path = tmp_path / "store"
    write_version(path, CURATED, DEFAULT_BASE)
    return path


def command(*args: object) -> list[str]:
    """Return the command line of a process of its own."""
    return [sys.executable, "-m", "rehabkg", *map(str, args)]


def test_load_says_what_it_did_and_sources_list_it(store: Path, tmp_path: Path) -> None:
    """Data on one output, messages on the other; the list states what proves where a graph comes from."""
    file = written(tmp_path / "a.tsv", table(table_row(1), table_row(2, death_date="31.2.1938"), "3\tx"))
    report = tmp_path / "rejects.csv"

    run = rehabkg("load", "memorial-table", file, "--source", "list", "--store", store, "--rejects", report)
    table_shown = rehabkg("sources", "--store", store, "--lang", "en")
    as_json = rehabkg("sources", "--store", store, "--json")

    (loaded,) = loaded_sources(store)
    assert (run.code, table_shown.code, as_json.code) == (GOOD, GOOD, GOOD)
    assert run.out == (
        f"list: 2 records, 1 rejected, 1 cells not read; {loaded.triples} statements and {loaded.derived} derived\n"
    )
    assert said(run) == ["a.tsv: utf-8 (as the format has it)", f"what was rejected or not read: {report}"]
    assert run.err.splitlines()[:5] == list(STEPS)
    assert [row["outcome"] for row in rejects(report)] == ["unread", "rejected"]
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    for cell in ("list", "memorial-table", f"a.tsv ({digest[:12]})", "2", "1", f"{loaded.triples:,}", "statements"):
        assert cell in table_shown.out
    (found,) = json.loads(as_json.out)
    assert found["files"] == [
        {"name": "a.tsv", "sha256": digest, "size": file.stat().st_size, "encoding": "utf-8 (as the format has it)"}
    ]
    assert (found["id"], found["records"], found["rejected"], found["unread"]) == ("list", 2, 1, 1)
    assert (found["triples"], found["derived"]) == (len(lines(store, "list")), len(lines(store, "derived-list")))
    assert found["graphs"] == [f"{DEFAULT_BASE}graph/list", f"{DEFAULT_BASE}graph/derived-list"]
    assert found["loaded_at"].endswith("+00:00")
    assert "записей" in rehabkg("sources", "--store", store, "--lang", "ru").out


def test_record_that_breaks_a_shape_is_rejected_and_the_rest_loads(store: Path, tmp_path: Path) -> None:
    """The report names the shape and says what to do, in the words that the shape has for the editor."""
    mapping = '[file]\nkind = "csv"\nencoding = "utf-8"\n[columns]\n"Имя" = "name"\n'
    mapping += '"Широта" = "latitude"\n"Долгота" = "longitude"\n'
    file = written(tmp_path / "a.csv", "Имя,Широта,Долгота\nВыдумов,54.2,37.6\nНебылов,95.1,37.6\nСказкин,54.3,37.7\n")
    report = tmp_path / "rejects.csv"
    call = (
        "load", "table", file, "--mapping", written(tmp_path / "map.toml", mapping), "--source", "list",
        "--store", store, "--rejects", report, "--jobs", 1,
    )  # fmt: skip

    strict = rehabkg(*call, "--strict")
    assert refusal(strict, BAD_DATA).startswith("nothing loaded: 2 records read, 1 rejected, first a.csv:3: residenceP")
    assert len(lines(store)) == CURATED.count(b"\n")
    (row,) = rejects(report)
    assert (row["outcome"], row["file"], row["line"], row["column"], row["rule"]) == (
        "rejected", "a.csv", "3", "residencePoint", "PersonObservation-residencePoint",
    )  # fmt: skip
    assert row["message"].startswith("Check the coordinates in this row")
    assert row["printed"] == "Небылов,95.1,37.6"

    run = rehabkg(*call)

    assert run.code == GOOD
    assert run.out.startswith("list: 2 records, 1 rejected, 0 cells not read;")
    found = "\n".join(lines(store, "list"))
    assert "Выдумов" in found
    assert "Сказкин" in found
    assert "Небылов" not in found


def test_unloading_says_what_is_gone(store: Path, tmp_path: Path) -> None:
    """A withdrawal is told, and cannot be told twice."""
    before = lines(store)
    file = written(tmp_path / "a.tsv", people(2))
    rehabkg("load", "memorial-table", file, "--source", "list", "--store", store, "--jobs", 1)
    triples = len(lines(store, "list"))

    run = rehabkg("unload", "list", "--store", store)

    assert (run.code, run.err) == (GOOD, "")
    assert run.out == f"list: 2 records and {triples:,} statements are out of the store\n"
    assert lines(store) == before
    assert refusal(rehabkg("unload", "list", "--store", store), BAD_CALL) == (
        "source 'list' is not loaded; 'rehabkg sources' lists those that are"
    )
    none = rehabkg("sources", "--store", store)
    assert (none.code, none.out, none.err) == (GOOD, "", "no source is loaded\n")
    assert rehabkg("sources", "--store", store, "--json").out == "[]\n"


def test_people_are_found_by_name_in_one_source_or_all(store: Path, tmp_path: Path) -> None:
    """A descendant has a name, perhaps in Latin letters, and seldom knows in which list."""
    for source, first in (("one", 1), ("two", 5)):
        file = written(tmp_path / f"{source}.tsv", table(table_row(first, surname="Зимянин"), table_row(first + 1)))
        rehabkg("load", "memorial-table", file, "--source", source, "--store", store, "--jobs", 1)

    everywhere = rehabkg("find", "Zimianin", "--store", store, "--lang", "en")
    there = rehabkg("find", "Зимянин", "--source", "two", "--store", store, "--lang", "en")
    nobody = rehabkg("find", "Кругликов", "--store", store)

    assert (everywhere.code, there.code, nobody.code) == (GOOD, GOOD, GOOD)
    assert "one.1" in everywhere.out
    assert "two.5" in everywhere.out
    assert "one.1" not in there.out
    assert "two.5" in there.out
    assert (nobody.out, nobody.err) == ("", "no record has such a name\n")
    unknown = rehabkg("find", "Зимянин", "--source", "three", "--store", store)
    assert refusal(unknown, BAD_CALL) == "source 'three' is not loaded; 'rehabkg sources' lists those that are"
    assert "is not one to 6 words" in refusal(rehabkg("find", "  ", "--store", store), BAD_CALL)


def test_build_keeps_the_loaded_sources(tmp_path: Path) -> None:
    """An editor builds every day, an archive loads once a year."""
    data, path = tables(tmp_path / "data"), tmp_path / "store"
    write_version(path, assemble(Settings(), data=data).nquads(), DEFAULT_BASE)
    curated = lines(path)
    file = written(tmp_path / "a.tsv", people(3))
    assert rehabkg("load", "memorial-table", file, "--source", "list", "--store", path, "--jobs", 1).code == GOOD
    whole = lines(path)

    run = rehabkg("build", "--data", data, "--store", path)

    assert run.code == GOOD
    assert lines(path) == whole
    assert len(whole) > len(curated) > 1_000
    assert json.loads(rehabkg("sources", "--store", path, "--json").out)[0]["records"] == 3
    assert rehabkg("unload", "list", "--store", path).code == GOOD
    assert lines(path) == curated


def test_formats_are_listed_with_what_they_take() -> None:
    """The first question of an archive is whether its files can be read."""
    run = rehabkg("formats")

    assert (run.code, run.err) == (GOOD, "")
    for name in FORMATS:
        assert any(line.split() and line.split()[0] == name for line in run.out.splitlines())
    assert "any CSV, TSV, XLSX or Parquet" in run.out


def test_parsing_prints_json_lines(tmp_path: Path) -> None:
    """Programs read one object a line; nothing else may stand on that output."""
    run = rehabkg("parse", "memorial-lists", written(tmp_path / "a.txt", BODIES), "--to", "jsonl")

    assert (run.code, run.err) == (GOOD, "")
    first, second = map(json.loads, run.out.splitlines())
    assert (first["number"], first["file"], first["locator"]) == ("l1", "a.txt", "line 1")
    assert first["birth_date"] == "1901"
    assert second["number"] == "l4"


def test_parsing_prints_the_quads_that_a_load_would_store(store: Path, tmp_path: Path) -> None:
    """What is tried out must be what is then published, of one file or of several."""
    files = (written(tmp_path / "a.txt", BODIES), written(tmp_path / "b.txt", BODIES))

    run = rehabkg("parse", "memorial-lists", *files, "--to", "nquads", "--source", "list")
    loaded = rehabkg("load", "memorial-lists", *files, "--source", "list", "--store", store, "--jobs", 1)

    assert (run.code, run.err, loaded.code) == (GOOD, "", GOOD)
    write_version(tmp_path / "other", run.out.encode(), DEFAULT_BASE)
    assert lines(tmp_path / "other") == lines(store, "list")
    assert {quad.graph_name.value for quad in parse(run.out.encode(), format=RdfFormat.N_QUADS)} == {
        f"{DEFAULT_BASE}graph/list"
    }


GOOD_FILE = CASES / "memorial-table" / "good.tsv"
REFUSED: Mapping[str, tuple[tuple[object, ...], int, str]] = {
    "unknown format": (
        ("load", "docx", GOOD_FILE, "--source", "list"), BAD_CALL,
        f"format 'docx' is not one of {', '.join(FORMATS)}",
    ),
    "id with capitals": (
        ("load", "memorial-table", GOOD_FILE, "--source", "List"), BAD_CALL,
        "source id 'List' is not a small Latin letter, then at most 59 of them, digits and hyphens",
    ),
    "id of a curated graph": (
        ("load", "memorial-table", GOOD_FILE, "--source", "book"), BAD_CALL,
        "source id 'book' is taken by the curated tables; choose another",
    ),
    "id of a derived graph": (
        ("load", "memorial-table", GOOD_FILE, "--source", "derived-list"), BAD_CALL, "nor beginning with 'derived-'",
    ),
    "language": (
        ("load", "memorial-table", GOOD_FILE, "--source", "list", "--language", "по-русски"), BAD_CALL,
        "language 'по-русски' is no language tag (BCP 47) such as 'ru' or 'uk-Cyrl'",
    ),
    "table without mapping": (
        ("load", "table", GOOD_FILE, "--source", "list"), BAD_CALL,
        "a table needs --mapping FILE; 'rehabkg map init' proposes one",
    ),
    "mapping without table": (
        ("load", "memorial-table", GOOD_FILE, "--source", "list", "--mapping", GOOD_FILE), BAD_CALL,
        "format 'memorial-table' takes no --mapping",
    ),
    "report nowhere": (
        ("load", "memorial-table", GOOD_FILE, "--source", "list", "--rejects", "/nowhere/rejects.csv"), BAD_DATA,
        "/nowhere/rejects.csv: cannot be written: No such file or directory",
    ),
    "parse, unknown format": (("parse", "docx", GOOD_FILE), BAD_CALL, "format 'docx' is not one of memorial-table, "),
    "parse, missing file": (("parse", "memorial-table", "/nowhere/a"), BAD_DATA, "/nowhere/a: cannot be read: No such"),
    "parse, id": (
        ("parse", "memorial-table", GOOD_FILE, "--to", "nquads", "--source", "a b> <x"), BAD_CALL,
        "source id 'a b> <x' is not a small Latin letter",
    ),
    "parse, language": (
        ("parse", "memorial-table", GOOD_FILE, "--to", "nquads", "--language", "ru . <x"), BAD_CALL,
        "language 'ru . <x' is no language tag",
    ),
    "parse, option": (
        ("parse", "memorial-table", GOOD_FILE, "--encoding", "cp866"), BAD_CALL,
        "format 'memorial-table' takes no --encoding",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("call", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_wrong_call_is_told_in_one_line(call: tuple[object, ...], code: int, message: str, store: Path) -> None:
    """A slip is mended from what the line says; nothing is changed by it."""
    before = lines(store)

    run = rehabkg(*call, *(("--store", store) if call[0] == "load" else ()))

    assert message in refusal(run, code)
    assert lines(store) == before


@pytest.mark.parametrize("args", [("load", "memorial-table", GOOD_FILE), ("load", "memorial-table", "--source", "x")])
def test_call_without_what_it_needs_shows_its_usage(args: tuple[object, ...]) -> None:
    """click's own line names the option or argument that is missing."""
    run = rehabkg(*args)

    assert (run.code, run.out) == (BAD_CALL, "")
    assert "Missing" in run.err


def test_where_there_is_no_store_each_command_says_so(tmp_path: Path) -> None:
    """An empty list of sources would look like a store without any."""
    for call in (("sources",), ("unload", "list"), ("load", "memorial-table", GOOD_FILE, "--source", "list")):
        line = refusal(rehabkg(*call, "--store", tmp_path / "nowhere"), BAD_DATA)
        assert line == f"{tmp_path / 'nowhere'}: no store here; make one with 'rehabkg build'"


def test_progress_off_a_terminal_is_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """A log of a night's load is read by people and by grep: no bar, no colours, no carriage returns."""
    with shown(1_000) as progress:
        progress.step("records")
        progress.advance(records=10, rejected=1, source_bytes=500)
        # The last line was told long ago.
        progress._told -= 60  # type: ignore[attr-defined]
        progress.advance(records=10, rejected=3, source_bytes=250)
    with shown(None) as progress:
        progress._told -= 60  # type: ignore[attr-defined]
        progress.advance(records=10, rejected=0, source_bytes=250)

    out, err = capsys.readouterr()
    first, second, third = err.splitlines()
    assert out == ""
    assert first == "records"
    assert second.startswith("75%, ")
    assert second.endswith("/s, 3 rejected")
    assert " s left: 20 records, " in second
    assert third.startswith("10 records, "), "nobody knows how long a packed file is"
    assert "\r" not in err
    assert "\x1b" not in err


def test_progress_on_a_terminal_is_a_bar_with_rate_and_time_left(store: Path, tmp_path: Path) -> None:
    """Whoever waits for three million records wants to know for how long."""
    file = written(tmp_path / "a.tsv", people(2_200))
    ours, theirs = pty.openpty()

    with subprocess.Popen(
        command("load", "memorial-table", file, "--source", "list", "--store", store, "--jobs", 1),
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**ENVIRONMENT, "TERM": "xterm-256color", "COLUMNS": "120"},
    ) as process:
        os.close(theirs)
        seen = b""
        while process.poll() is None or select.select([ours], [], [], 0)[0]:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    seen += os.read(ours, 65_536)
                except OSError:  # the other end is closed
                    break
        assert process.stdout
        out = process.stdout.read().decode()
    os.close(ours)

    text = seen.decode()
    assert process.returncode == GOOD
    assert out.startswith("list: 2,200 records, 0 rejected")
    assert "\x1b[" in text
    assert "━" in text
    assert "records" in text
    assert " records, " in text
    assert "/s, 0 rejected" in text
    assert "left" in text
    assert "Traceback" not in text


def limited(size: int) -> None:
    """Refuse files beyond a size, as a full disk does; Python ignores the signal that would end the process."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.parametrize("size", [0, 9_000, 300_000])
def test_disk_that_is_full_leaves_the_store_as_it_was(size: int, store: Path, tmp_path: Path) -> None:
    """The disk may refuse when the draft is begun, at the report of rejects, or in the midst of the records."""
    file = written(tmp_path / "a.tsv", people(1_200))
    before, entries = lines(store), sorted(entry.name for entry in store.iterdir())

    run = subprocess.run(
        command("load", "memorial-table", file, "--source", "list", "--store", store, "--jobs", 1),
        preexec_fn=lambda: limited(size),
        capture_output=True,
        text=True,
        env=UNMEASURED,
        check=False,
    )

    assert (run.returncode, run.stdout) == (BAD_DATA, "")
    *steps, last = run.stderr.splitlines()
    assert set(steps) <= set(STEPS)
    assert last.startswith("rehabkg: ")
    assert "cannot be written: " in last
    assert "File too large" in last
    assert lines(store) == before
    assert sorted(entry.name for entry in store.iterdir()) == entries, "a disk that is full must not stay so"


def test_load_that_does_not_fit_on_a_small_disk_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    """A real file system that fills up while the records stream in, at whichever file it is."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        path = disk / "store"
        write_version(path, CURATED, DEFAULT_BASE)
        before = lines(path)
        file = written(tmp_path / "a.tsv", people(2_500))
        report = disk / "rejects.csv"

        run = rehabkg("load", "memorial-table", file, "--source", "list", "--store", path, "--jobs", 1)
        assert "No space left on device" in refusal(run, BAD_DATA)
        assert lines(path) == before
        assert not any(path.glob(".building-*"))

        # A report that grows while the store would still fit: it is named, not the store.
        bad = written(tmp_path / "b.tsv", table(*(f"{n}\t{'х' * 900}" for n in range(4_000))))
        run = rehabkg(
            "load", "memorial-table", bad, "--source", "list", "--store", path, "--jobs", 1, "--rejects", report
        )
        assert refusal(run, BAD_DATA) == f"{report}: cannot be written: No space left on device"
        assert lines(path) == before
        (disk / "rejects.csv.partial").unlink()

        small = written(tmp_path / "c.tsv", people(5))
        assert rehabkg("load", "memorial-table", small, "--source", "list", "--store", path, "--jobs", 1).code == GOOD
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def started(store: Path, file: Path) -> subprocess.Popen[str]:
    """Start a load by two processes that takes some seconds, in a session of its own, and wait for its records."""
    process = subprocess.Popen(
        command("load", "memorial-table", file, "--source", "list", "--store", store, "--jobs", 2),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        start_new_session=True,
        # A shell starts what it does not wait for deaf to interrupts, and the tests may be started so.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr
    for line in process.stderr:
        if line == "records\n":
            break
    return process


def children(session: int) -> dict[int, str]:
    """Return the command lines of the processes of a session, by their ids; those that have ended are left out."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, number = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(number) == session and state != "Z":
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def workers(session: int) -> list[int]:
    """Return the ids of the processes that do the batches, as soon as both are there."""
    for _ in range(1_200):
        found = [number for number, line in children(session).items() if "spawn_main" in line]
        if len(found) == 2:
            return found
        time.sleep(0.05)
    raise AssertionError(children(session))


@pytest.fixture(scope="module")
def long_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that takes some seconds to load."""
    return written(tmp_path_factory.mktemp("long") / "long.tsv", people(30_000))


def test_interrupt_stops_all_processes_without_a_traceback(store: Path, long_table: Path) -> None:
    """Ctrl-C goes to every process of the terminal; a page of tracebacks would hide that nothing is lost."""
    before = lines(store)
    process = started(store, long_table)
    workers(process.pid)

    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)

    assert (process.returncode, out, err.strip()) == (130, "", "stopped")
    assert lines(store) == before
    assert children(process.pid) == {}
    assert not any(store.glob(".building-*"))


def test_store_is_held_and_can_be_asked_until_a_process_is_ended(store: Path, long_table: Path) -> None:
    """Readers see the version before, another load is told to wait; and when the system, short of memory, ends a
    process of the load, the load says so instead of waiting for ever.
    """
    before, file = lines(store), written(store.parent / "a.tsv", people(1))
    other = ("load", "memorial-table", file, "--source", "other", "--store", store, "--jobs", 1)
    process = started(store, long_table)

    assert refusal(rehabkg(*other), BAD_DATA) == f"{store}: another process is writing this store; wait for it"
    assert lines(store) == before
    assert rehabkg("sources", "--store", store).err == "no source is loaded\n"
    os.kill(workers(process.pid)[0], signal.SIGKILL)
    out, err = process.communicate(timeout=120)

    assert (process.returncode, out) == (BAD_DATA, "")
    assert err == "rehabkg: a process of the load was ended from outside, perhaps for want of memory\n"
    assert lines(store) == before
    assert children(process.pid) == {}
    assert not any(store.glob(".building-*"))
    assert rehabkg(*other).code == GOOD

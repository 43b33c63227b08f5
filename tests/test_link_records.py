"""One person from many records: the job on a real store, what people decided, and what may go wrong."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from linked import BROTHER, GRAPH, TOGETHER, WELL_TOLD, bare_store, linked, load_rows, people_of, store_of
from load_fixture import (
    BAD_CALL,
    BAD_DATA,
    CASES,
    CURATED,
    NOW,
    Silent,
    lines,
    load_table,
    people,
    refusal,
    rehabkg,
    written,
)
from rdflib import Graph
from unmeasured import UNMEASURED

from rehabkg import assets
from rehabkg.errors import StoreError
from rehabkg.iri import Iris
from rehabkg.link.decision import Decision
from rehabkg.link.decisions import append
from rehabkg.link.observed import groups_of, read_group, read_row
from rehabkg.link.records import LinkRequest, link_records
from rehabkg.link.score import Limits, scratch
from rehabkg.link.write import Linkage, Match, link_lines, match_lines, observed, person_lines
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.linked import LinkedGraph, linked_graphs
from rehabkg.store.loaded import COLUMNS_FILE, loaded_sources, source_folder
from rehabkg.store.swap import write_linked
from rehabkg.store.version import write_version
from rehabkg.validation.result import CheckResult
from rehabkg.validation.shacl import load_shapes, run_pyshacl

STEPS = (
    "names, dates and places", "counting how often names and days agree by chance", "scoring",
    "putting pairs together", "writing",
)  # fmt: skip


def last(said: str) -> str:
    """Return the line by which a run was refused; the steps before it are told."""
    *steps, line = said.splitlines()
    assert set(steps) <= set(STEPS), said
    assert line.startswith("rehabkg: ")
    return line.removeprefix("rehabkg: ")


def decide(store: Path, left: str, right: str, decision: str) -> None:
    append(
        store.parent / "links" / "decisions.csv",
        Decision(left, right, decision, "record", "М. К.", "2026-03-01", "по книге"),
    )


def words(store: Path) -> str:
    return "\n".join(lines(store, GRAPH))


def broken_by(store: Path) -> list[CheckResult]:
    """Return which shapes of links the graph breaks."""
    text = words(store).replace(f"<{DEFAULT_BASE}graph/{GRAPH}> .", ".")
    return run_pyshacl(Graph().parse(data=text, format="nt"), load_shapes(assets.LINK_SHAPES))


@pytest.fixture(scope="module")
def linked_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two lists, linked once."""
    path = store_of(tmp_path_factory.mktemp("linked"))
    run = linked(path)
    assert run.code == 0, run
    assert run.out.startswith("3 people of two records or more, by 3 pairs of 13 records; ")
    return path


@pytest.fixture
def store(linked_store: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(linked_store.parent / "store", tmp_path / "store", symlinks=True)
    shutil.copytree(linked_store.parent / "links", tmp_path / "links")
    return tmp_path / "store"


def test_people_told_twice_are_found_and_kin_and_namesakes_of_one_book_are_not(linked_store: Path) -> None:
    """Father and son, brothers, spouses and two namesakes of a book stand in the lists; none is one person."""
    assert people_of(linked_store) == TOGETHER


def test_what_is_written_passes_the_shapes_of_links_and_claims_no_identity(linked_store: Path) -> None:
    """Who doubts a link must find its reasons and its run, and no machine may take two records for one thing."""
    assert len(lines(linked_store, GRAPH)) > 40
    assert broken_by(linked_store) == []
    assert "sameAs" not in words(linked_store)
    assert all(name not in words(linked_store) for name in ("Бекасов", "1891")), "a linked person carries no name"


def test_second_run_gives_the_same_statements_with_any_number_of_processes(store: Path) -> None:
    """A link that comes and goes with each run is no link."""
    before, review = words(store), (store.parent / "links" / "review.csv").read_bytes()

    assert rehabkg("link", "records", "--store", store, "--jobs", 2).code == 0

    assert words(store) == before
    assert (store.parent / "links" / "review.csv").read_bytes() == review
    assert not (store.parent / "links" / "work").exists()


def test_decisions_win_now_and_in_the_next_run(store: Path) -> None:
    """Whoever undid a merge must not have to undo it again; whoever knows better than the score is believed."""
    decide(store, "right.1", "left.1", "different")
    decide(store, "left.2", "right.12", "same")

    assert linked(store).code == 0
    first = people_of(store), words(store)
    assert linked(store).code == 0

    assert first[0] == {*TOGETHER, ("left.2", "right.12")} - {("left.1", "right.1")}
    assert (people_of(store), words(store)) == first
    assert "decided-by-editor" in first[1]
    assert "по книге" in first[1]
    assert broken_by(store) == []
    assert "left.1,right.1" not in (store.parent / "links" / "review.csv").read_text("utf-8")


def test_decisions_that_contradict_each_other_are_told_and_change_nothing(store: Path) -> None:
    """Which of them is wrong, only people know."""
    decide(store, "left.1", "right.1", "same")
    decide(store, "left.2", "right.1", "same")
    decide(store, "left.1", "left.2", "different")
    before = words(store)

    said = last(linked(store).err)

    assert "left.1" in said
    assert "left.2" in said
    assert words(store) == before


def test_decision_on_what_is_not_loaded_is_kept_for_later(store: Path) -> None:
    """A source may be unloaded for an hour."""
    decide(store, "left.1", "elsewhere.9", "same")
    decide(store, "left.1", "left.999", "different")

    run = linked(store)

    assert run.code == 0
    assert people_of(store) == TOGETHER
    told = "decisions on records that were not compared, which wait for them: 2; first elsewhere.9 – left.1"
    assert told in run.err.splitlines(), "a typing error in the table would be taken for a decision"


def test_records_of_one_register_are_joined_by_its_number(tmp_path: Path) -> None:
    """Two files of a register tell one record of it, however badly one of them is typed."""
    path = bare_store(tmp_path)
    load_table(path, written(tmp_path / "a.tsv", people(3)), source="first")
    changed = people(2, surname="Ы", name="Э", patronimic="None", birth_year="1850", process_date="None")
    load_table(path, written(tmp_path / "b.tsv", changed), source="second")

    assert linked(path).code == 0

    assert people_of(path) == {("first.1", "second.1"), ("first.2", "second.2")}
    text = words(path)
    assert text.count("external-id-same") == 2
    assert broken_by(path) == []


def test_pair_that_others_have_put_together_does_not_wait(tmp_path: Path) -> None:
    """Who is one person already needs no decision on the weakest of the pairs; alone, the same pair is a question."""
    path, review = bare_store(tmp_path), tmp_path / "links" / "review.csv"
    named = {name: WELL_TOLD[name] for name in ("surname", "given_name", "patronymic")}
    born = {**named, "birth_date": WELL_TOLD["birth_date"], "birth_place": WELL_TOLD["birth_place"]}
    tried = {**named, "arrest_date": WELL_TOLD["arrest_date"], "decision_date": WELL_TOLD["decision_date"]}
    for source, row in (("born", born), ("whole", WELL_TOLD), ("tried", tried)):
        load_rows(path, source, [{**row, "id": "1"}])

    assert linked(path).code == 0
    assert people_of(path) == {("born.1", "tried.1", "whole.1")}
    assert "born.1,tried.1" not in review.read_text("utf-8")
    assert linked(path, "--source", "born", "--source", "tried").code == 0
    assert people_of(path) == set()
    assert "born.1,tried.1" in review.read_text("utf-8")


def test_name_and_year_alone_wait_for_a_person_where_names_are_not_counted(tmp_path: Path) -> None:
    """A namesake of somebody famous may have her year too; in a short list no name is known to be rare."""
    path = bare_store(tmp_path)
    bare = {name: WELL_TOLD[name] for name in ("surname", "given_name", "patronymic", "sex", "nationality")}
    for source in ("one", "other"):
        load_rows(
            path,
            source,
            [{**bare, "id": "1", "birth_date": "1891"}, {**BROTHER, "id": "2", "arrest_date": "", "decision_date": ""}],
        )

    assert linked(path).code == 0

    assert people_of(path) == {("one.2", "other.2")}, "a village beside the name is more than a name"
    assert "one.1,other.1,record,0.99" in (tmp_path / "links" / "review.csv").read_text("utf-8")


def test_pairs_that_are_too_many_to_list_are_counted(store: Path) -> None:
    """A list that was cut without a word would be taken for all there is to decide."""
    request = LinkRequest(NOW, review=0.01, jobs=1, most_reviewed=1)

    report = link_records(Settings(store_path=store), request, Limits(store.parent / "work"), Silent())

    assert report.reviewed == 1
    assert report.unshown > 0


def test_source_that_is_not_loaded_or_a_store_without_records_is_one_line(store: Path, tmp_path: Path) -> None:
    """A typed name may be wrong, and a new store is empty."""
    empty = bare_store(tmp_path / "new")

    assert "source 'typo' is not loaded" in refusal(linked(store, "--source", "typo"), BAD_CALL)
    assert "no source is loaded" in refusal(linked(empty), BAD_CALL)
    assert "no store" in last(linked(tmp_path / "nowhere").err)


def test_one_record_alone_and_one_source_are_linked_to_nothing(tmp_path: Path) -> None:
    """The smallest list is a list."""
    path = bare_store(tmp_path)
    load_rows(path, "alone", [{**WELL_TOLD, "id": "1"}])

    run = linked(path, "--source", "alone")

    assert run.code == 0, run
    assert run.out.startswith("0 people of two records or more, by 0 pairs of 1 record; ")


def test_source_of_places_alone_has_nobody_to_link(tmp_path: Path) -> None:
    """A list of camps tells of no person; it must not stop the others."""
    path = bare_store(tmp_path)
    loaded = load_table(path, CASES / "gulag-camps", source="camps", format="gulag-camps")

    run = linked(path)

    assert loaded.records
    assert run.out.startswith("0 people of two records or more, by 0 pairs of 0 records; "), run
    assert people_of(path) == set()


def test_columns_that_lack_what_is_compared_are_one_line(linked_store: Path, tmp_path: Path) -> None:
    """Columns were added since some store was filled; what is not there cannot be compared."""
    file = tmp_path / COLUMNS_FILE
    pq.write_table(
        pq.read_table(source_folder(linked_store, "left") / COLUMNS_FILE).drop_columns(["birth_place"]), file
    )
    lost, spoilt = tmp_path / "gone.parquet", written(tmp_path / "b.parquet", "no columns")

    for read in (groups_of, lambda path: read_row(path, "1")):
        with pytest.raises(StoreError, match="has no column 'birth_place'; load the source again"):
            read(file)
        for path in (lost, spoilt):
            with pytest.raises(StoreError, match=r"cannot be read .*; load the source again"):
                read(path)
    with pytest.raises(StoreError, match="cannot be read"):
        read_group(lost, 0)


def test_source_whose_files_are_cut_short_is_one_line(store: Path) -> None:
    """A store may be copied badly."""
    before = words(store)
    file = source_folder(store, "left") / COLUMNS_FILE
    whole = file.read_bytes()
    file.unlink()
    file.write_bytes(whole[:100])

    assert "files are missing or cut short" in last(linked(store).err)
    file.write_bytes(bytes(len(whole)))
    assert f"{COLUMNS_FILE}: cannot be read" in last(linked(store).err)
    explained = refusal(rehabkg("link", "explain", "left.1", "right.1", "--store", store), BAD_DATA)
    assert f"{COLUMNS_FILE}: cannot be read" in explained
    assert words(store) == before


def test_source_that_is_unloaded_meanwhile_is_one_line_and_nothing_is_written(store: Path) -> None:
    """A link to a record that is gone would point nowhere."""
    settings = Settings(store_path=store)
    before = words(store)

    def meanwhile(step: str) -> None:
        if step == "writing":
            assert rehabkg("unload", "right", "--store", store).code == 0

    with pytest.raises(StoreError, match="source 'right' was loaded anew or unloaded meanwhile"):
        link_records(settings, LinkRequest(NOW, jobs=1), Limits(store.parent / "work"), Silent(meanwhile))

    assert [source.id for source in loaded_sources(store)] == ["left"]
    assert words(store) in ("", before)


def driver(store: Path) -> list[str]:
    return [sys.executable, "-m", "rehabkg", "link", "records", "--store", str(store), "--jobs", "1"]


def test_kill_in_the_midst_leaves_the_former_links_and_the_next_run_works(store: Path) -> None:
    """A night's run may be killed; nothing of it may stay but the links of the former."""
    before = words(store)
    decide(store, "left.1", "right.1", "different")
    work = store.parent / "links" / "work" / "pairs.duckdb"
    with subprocess.Popen(
        driver(store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=UNMEASURED
    ) as process:
        until = time.monotonic() + 60
        while not work.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL

    assert words(store) == before
    assert linked(store).code == 0
    assert people_of(store) == TOGETHER - {("left.1", "right.1")}
    assert not (store.parent / "links" / "work").exists()


@pytest.mark.parametrize("size", [0, 9_000, 40_000])
def test_disk_that_is_full_is_one_line_and_leaves_the_former_links(size: int, store: Path) -> None:
    """The disk may refuse at the folder, in the database, or at the graph."""
    before = words(store)

    run = subprocess.run(
        driver(store),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY)),
        capture_output=True,
        text=True,
        env=UNMEASURED,
        check=False,
    )

    assert (run.returncode, run.stdout) == (BAD_DATA, ""), run
    assert "Traceback" not in run.stderr
    assert len(last(run.stderr)) < 600
    assert words(store) == before
    assert not (store.parent / "links" / "work").exists()


def test_work_that_fails_names_what_was_refused_and_a_reader_that_has_gone_is_nobodys_fault(tmp_path: Path) -> None:
    """Who reads that the folder of links is at fault would look in the wrong place."""
    with pytest.raises(StoreError, match=r"^elsewhere\.bin: cannot be used: Permission denied$"), scratch(tmp_path):
        raise PermissionError(13, "Permission denied", "elsewhere.bin")
    with pytest.raises(BrokenPipeError), scratch(tmp_path):
        raise BrokenPipeError


def test_second_process_is_told_to_wait(store: Path) -> None:
    """Two runs in one folder would mix their pairs."""
    import fcntl

    with (store.parent / "links" / ".work.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "another process is linking" in refusal(linked(store), BAD_DATA)


@pytest.fixture(autouse=True)
def _no_work_left(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.glob("links/work"))


def test_person_of_the_curated_tables_keeps_their_address_and_gains_records(tmp_path: Path) -> None:
    """People who are told of at length must not become a second person for being in a list."""
    from linked_things import linked_store as store_of_curated

    path = store_of_curated(tmp_path).store_path
    told = {"surname": "Званцов", "given_name": "Иван", "patronymic": "Петрович", "birth_date": "1891", "sex": "м"}
    load_rows(path, "left", [{**told, "id": "1"}, {**told, "id": "2", "birth_date": "1850"}])
    append(
        path.parent / "links" / "decisions.csv", Decision("left.1", "p9001", "same", "person", "М. К.", "2026-03-01")
    )

    run = linked(path)

    assert run.code == 0, run
    assert people_of(path) == {("left.1",)}
    assert f"<{DEFAULT_BASE}id/person/p9001> <{DEFAULT_BASE}ontology#reconstructedFrom>" in words(path)
    assert "id/person/r-" not in words(path)
    assert broken_by(path) == []
    explained = rehabkg("link", "explain", "p9001", "left.2", "--store", path)
    assert "different births" in explained.out
    assert "the same patronymic" in explained.out
    assert linked(path).code == 0
    assert people_of(path) == {("left.1",)}


def test_build_takes_links_of_a_curated_person_who_is_gone_and_no_others(tmp_path: Path) -> None:
    """The tables may lose a person: a link that leads nowhere would be published until somebody links again."""
    path = bare_store(tmp_path)
    load_rows(path, "left", [{**WELL_TOLD, "id": "1"}])
    settings, iris, linkage = Settings(store_path=path), Iris(DEFAULT_BASE), Linkage("1", 0.98, ("left",))
    joined = [
        *person_lines(("left.1", "p1"), linkage, iris),
        *match_lines(Match("left.1", "p1", 9.0, ()), linkage, iris),
    ]
    items = [
        *link_lines(observed("p1", iris), "Q9000000001", linkage, iris),
        *link_lines(observed("left.1", iris), "Q9000000002", linkage, iris),
    ]
    for name, triples in ((GRAPH, joined), ("link-wikidata", items)):
        description = LinkedGraph(name, (), NOW.isoformat())
        write_linked(settings, name, iter(["".join(triples).encode()]), iris.graph(name), description)
    told: list[str] = []

    write_version(path, CURATED, DEFAULT_BASE, told.append)
    assert (told, len(linked_graphs(path))) == ([], 2), "who is told of stays linked"
    write_version(
        path, b"".join(line for line in CURATED.splitlines(True) if b"/p1>" not in line), DEFAULT_BASE, told.append
    )

    assert told == [
        "link-records: the links were taken out, since the tables tell nothing of p1 any more;"
        " 'rehabkg link records' makes them again, and decisions stay"
    ]
    assert not [line for line in lines(path) if "person/p1" in line]
    (left,) = linked_graphs(path)
    assert (left.name, left.statements) == ("link-wikidata", len(lines(path, "link-wikidata")))
    assert {line.split(" ")[2] for line in lines(path, "link-wikidata") if "exactMatch" in line} == {
        "<http://www.wikidata.org/entity/Q9000000002>"
    }

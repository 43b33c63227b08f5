"""Loading: a source's graph is swapped whole, everything else stays, and what was not loaded is told."""

from __future__ import annotations

import csv
import json
import re
import shutil
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from load_fixture import (
    CASES,
    CURATED,
    NOW,
    Silent,
    die_while_answering,
    fall,
    lines,
    load_table,
    nothing,
    people,
    refuse,
    rejects,
    table,
    table_row,
    written,
)

from rehabkg.columns.schema import RECORDS
from rehabkg.errors import CallError, RehabkgError, StoreError
from rehabkg.load import run
from rehabkg.load.batch import BatchSettings, BatchWork
from rehabkg.load.call import check_source_id
from rehabkg.load.formats import FORMATS, ReadOptions, format_named
from rehabkg.load.numbers import Numbers
from rehabkg.load.parse import as_nquads
from rehabkg.load.pool import WorkError, in_order
from rehabkg.load.rejects import COLUMNS, REJECTED, Reject, RejectReport
from rehabkg.load.run import NothingLoadedError, unload
from rehabkg.search.find import find
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import open_store, version_in_force
from rehabkg.store.loaded import COLUMNS_FILE, REJECTS_FILE, loaded_sources, source_folder
from rehabkg.store.version import write_version
from rehabkg.validation.batch import CheckedBatch
from rehabkg.validation.result import CheckResult

BODIES = "Родился в 1901 г.; плотник.\n---\nРодилась в 1929 г., д. Выдумка.\nПриговор: 10 лет ИТЛ\n"


@pytest.fixture(scope="session")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store as a build leaves it, of a handful of statements."""
    path = tmp_path_factory.mktemp("curated") / "store"
    write_version(path, CURATED, DEFAULT_BASE)
    return path


@pytest.fixture
def store(curated: Path, tmp_path: Path) -> Path:
    """A store of its own for each test."""
    return Path(shutil.copytree(curated, tmp_path / "store"))


def test_source_is_loaded_into_its_own_graph_with_exact_counts(store: Path, tmp_path: Path) -> None:
    """Whoever publishes a source states how large it is: a count that the store does not bear out is worth nothing."""
    before = lines(store)

    loaded = load_table(store, written(tmp_path / "a.tsv", people(5)))

    assert (loaded.records, loaded.rejected) == (5, 0)
    assert loaded.triples == len(lines(store, "list"))
    assert loaded.derived == len(lines(store, "derived-list"))
    assert sorted({*lines(store)} - {*lines(store, "list", "derived-list")}) == before
    assert loaded_sources(store) == [loaded]


def test_statement_that_a_record_makes_twice_is_counted_once(store: Path, tmp_path: Path) -> None:
    """A card may name a relative twice; the store holds the statement once."""
    mapping = '[file]\nkind = "csv"\nencoding = "utf-8"\n[columns]\n'
    mapping += '"Имя" = "name"\n"Иначе" = { field = "name_variants", separator = ";" }\n'
    mapping += '"Родня" = { field = "kin", separator = ";" }\n'
    options = ReadOptions(mapping=written(tmp_path / "map.toml", mapping))
    file = written(tmp_path / "a.csv", "Имя,Иначе,Родня\nВыдумов И.,Выдумов И.;Небылов,жена Анна;жена Анна\n")

    loaded = load_table(store, file, format="table", options=options)

    assert loaded.records == 1
    assert loaded.triples == len(lines(store, "list"))


def test_loading_again_leaves_nothing_of_the_former_load(store: Path, curated: Path, tmp_path: Path) -> None:
    """An archive's corrected list must not stand beside the list that it corrects."""
    fresh = Path(shutil.copytree(curated, tmp_path / "fresh"))
    first = written(tmp_path / "a.tsv", people(30) + table_row(90, surname="Кругликов").encode())
    second = written(tmp_path / "b.tsv", people(20, first=25) + table_row(91, surname="Зимянин").encode())

    load_table(store, first)
    load_table(store, second)
    load_table(fresh, second)

    assert lines(store) == lines(fresh)
    assert (source_folder(store, "list") / COLUMNS_FILE).read_bytes() == (
        source_folder(fresh, "list") / COLUMNS_FILE
    ).read_bytes()
    assert [found.number for found in find(store, "Кругликов")] == []
    assert [found.number for found in find(store, "Зимянин")] == ["91"]


def test_other_sources_and_the_curated_graphs_stay_as_they_are(store: Path, tmp_path: Path) -> None:
    """One archive's errand must not touch another's records."""
    curated = lines(store)
    load_table(store, written(tmp_path / "a.tsv", people(5)), source="first")
    other = lines(store, "first", "derived-first")
    described = loaded_sources(store)

    load_table(store, written(tmp_path / "b.tsv", people(3)), source="second")
    load_table(store, written(tmp_path / "b.tsv", people(4)), source="second")

    assert lines(store, "first", "derived-first") == other
    assert loaded_sources(store)[:1] == described
    assert {*curated} <= {*lines(store)}
    assert {found.source for found in find(store, "Выдумов")} == {"first", "second"}


@pytest.mark.parametrize("curated_triples", [0, 1_000_000], ids=["kept written anew", "removed"])
def test_unloading_leaves_the_store_as_before_the_load(
    store: Path, tmp_path: Path, curated_triples: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that must be withdrawn is withdrawn whole, whichever of the two ways is the shorter."""
    monkeypatch.setattr(run, "_CURATED_TRIPLES", curated_triples)
    load_table(store, written(tmp_path / "a.tsv", people(3)), source="other")
    before, described = lines(store), loaded_sources(store)
    load_table(store, written(tmp_path / "b.tsv", people(60, first=100)))
    load_table(store, written(tmp_path / "b.tsv", people(50, first=100)))

    gone = unload(Settings(store_path=store), "list")

    assert gone.records == 50
    assert lines(store) == before
    assert loaded_sources(store) == described
    assert [entry.name for entry in (version_in_force(store) / "sources").iterdir()] == ["other"]
    assert {found.source for found in find(store, "Выдумов")} == {"other"}
    with pytest.raises(CallError, match="source 'list' is not loaded"):
        unload(Settings(store_path=store), "list")


def test_time_of_a_load_is_told_and_states_nothing(store: Path, tmp_path: Path) -> None:
    """Same files, same statements, whenever they are loaded; when that was stands beside the graph."""
    file = written(tmp_path / "a.tsv", people(5))

    first = load_table(store, file)
    statements = lines(store)
    second = load_table(store, file, now=NOW + timedelta(days=400))

    assert lines(store) == statements
    assert (first.loaded_at, second.loaded_at) == ("2026-03-01T12:00:00+00:00", "2027-04-05T12:00:00+00:00")


def test_graph_says_from_which_files_it_was_loaded(store: Path, tmp_path: Path) -> None:
    """What is published must be provable from the file of the archive."""
    file = written(tmp_path / "a.tsv", people(2))

    loaded = load_table(store, file, title="Книга «Небыль»")

    described = "\n".join(lines(store, "derived-list"))
    assert loaded.files[0].sha256 in described
    assert f'#fileName> "{file.name}"' in described
    assert '"Книга «Небыль»"' in described
    assert '#recordsLoaded> "2"' in described
    assert '#recordsRejected> "0"' in described


def test_encoding_that_was_found_is_stated(store: Path, tmp_path: Path) -> None:
    """A list read in a wrong encoding looks well-formed: a person must see which was taken, and why."""
    file = written(tmp_path / "a.txt", (BODIES * 20).encode("koi8-r"))

    loaded = load_table(store, file, format="memorial-lists")

    assert loaded.files[0].encoding is not None
    assert loaded.files[0].encoding.startswith("koi8-r (by its letters")
    assert any("Выдумка" in line for line in lines(store, "list"))


BAD_ROWS = (
    *(table_row(n, surname=f"Выдумов{n}") for n in range(1, 60)),
    "7\tмало клеток",
    table_row(8, surname="Повторов"),
    *(table_row(n, surname=f"Выдумов{n}") for n in range(60, 150)),
    table_row("семь"),
    table_row(149, surname="Вторый"),
    table_row(30, surname="Третий", death_date="31.2.1938"),
    table_row(150, death_date="31.2.1938"),
)


def test_every_number_of_processes_gives_the_same_statements_and_report(
    curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A published graph is compared by its bytes; how many processes made it must not show."""
    monkeypatch.setattr(run, "RECORDS_A_BATCH", 40)
    file = written(tmp_path / "a.tsv", table(*BAD_ROWS))
    found = []

    for jobs in (1, 3):
        store = Path(shutil.copytree(curated, tmp_path / f"store-{jobs}"))
        report = tmp_path / f"rejects-{jobs}.csv"
        loaded = load_table(store, file, jobs=jobs, rejects=report)
        columns = (source_folder(store, "list") / COLUMNS_FILE).read_bytes()
        found.append((loaded, lines(store), report.read_bytes(), columns))

    assert found[0][0].records == 150
    assert found[0] == found[1]


def test_report_of_a_format_that_is_read_whole_is_in_order_too(
    curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a format is read far ahead of the processes: its bad rows must not come before the good ones' faults."""
    found = []
    monkeypatch.setattr(run, "RECORDS_A_BATCH", 3)
    mapping = '[file]\nkind = "csv"\nencoding = "utf-8"\n[columns]\n"Имя" = "name"\n"Суд" = "case.1.decision_date"\n'
    options = ReadOptions(mapping=written(tmp_path / "map.toml", mapping))
    rows = [f"Выдумов{n},{'x,x' if n % 4 == 0 else '31.2.1938' if n % 3 == 0 else 1938}" for n in range(2, 40)]
    file = written(tmp_path / "a.csv", "\n".join(["Имя,Суд", *rows]))
    wanted = [("rejected", n) if n % 4 == 0 else ("unread", n) for n in range(2, 40) if n % 4 == 0 or n % 3 == 0]

    for jobs in (1, 2):
        store = Path(shutil.copytree(curated, tmp_path / f"store-{jobs}"))
        report = tmp_path / f"rejects-{jobs}.csv"
        loaded = load_table(store, file, format="table", options=options, jobs=jobs, rejects=report)
        found.append((loaded, lines(store)))
        assert [(row["outcome"], int(row["line"])) for row in rejects(report)] == wanted

    assert found[0] == found[1]


def test_what_is_loaded_is_what_parsing_prints(store: Path, tmp_path: Path) -> None:
    """A person who looks at the N-Quads before a load must see what it will state."""
    file, other = written(tmp_path / "a.txt", BODIES), written(tmp_path / "b.txt", BODIES)

    load_table(store, file, other, format="memorial-lists")
    faults: list[str] = []
    printed = as_nquads("memorial-lists", (file, other), ReadOptions(), faults.append, DEFAULT_BASE, "list", "ru")

    assert faults == []
    text = "".join(printed)
    write_version(tmp_path / "printed", text.encode(), DEFAULT_BASE)
    assert lines(tmp_path / "printed") == lines(store, "list")


def test_several_files_of_unnumbered_records_do_not_collide(store: Path, tmp_path: Path) -> None:
    """Each file has a record on its first line, and these are different people."""
    files = [written(tmp_path / name, BODIES.replace("плотник", name)) for name in ("a.txt", "b.txt", "c.txt")]

    loaded = load_table(store, *files, format="memorial-lists")

    assert (loaded.records, loaded.rejected) == (6, 0)
    numbers = pq.read_table(source_folder(store, "list") / COLUMNS_FILE)["number"].to_pylist()
    assert numbers == ["l1", "l3", "f2-l1", "f2-l3", "f3-l1", "f3-l3"]
    records = {line for line in lines(store, "list") if "ontology#Record>" in line}
    assert len(records) == 6


def test_files_of_numbered_records_share_their_numbers(store: Path, tmp_path: Path) -> None:
    """A number that the source gives names one person in all of its files, whatever their order."""
    first, second = written(tmp_path / "a.tsv", people(3)), written(tmp_path / "b.tsv", people(3, first=3))
    report = tmp_path / "rejects.csv"

    loaded = load_table(store, first, second, rejects=report)

    assert (loaded.records, loaded.rejected) == (5, 1)
    row = rejects(report)[0]
    assert (row["file"], row["line"], row["column"], row["value"]) == ("b.tsv", "2", "number", "3")
    assert row["printed"] == people(1, first=3).decode().splitlines()[1]


@pytest.mark.parametrize("batch", [2, 1_000], ids=["in another batch", "in the same batch"])
def test_number_that_stands_twice_costs_the_later_record(
    batch: int, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people under one number would become one person with two lives."""
    monkeypatch.setattr(run, "RECORDS_A_BATCH", batch)
    rows = [table_row(n, surname=name) for n, name in ((1, "Первый"), (2, "Второй"), (3, "Третий"), (1, "Лишний"))]
    report = tmp_path / "rejects.csv"

    loaded = load_table(store, written(tmp_path / "a.tsv", table(*rows)), rejects=report)

    assert (loaded.records, loaded.rejected) == (3, 1)
    assert rejects(report) == [
        {
            "outcome": "rejected", "file": "a.tsv", "line": "5", "column": "number", "value": "1",
            "rule": "memorial-table", "message": "is not a number of its own: an earlier record has it",
            "printed": rows[3],
        }
    ]  # fmt: skip
    stated = "\n".join(lines(store, "list"))
    assert "Первый" in stated
    assert "Лишний" not in stated
    surnames = pq.read_table(source_folder(store, "list") / COLUMNS_FILE)["surname"].to_pylist()
    assert surnames == ["Первый", "Второй", "Третий"]


@given(st.lists(st.lists(st.text(max_size=3), max_size=8), max_size=8))
def test_numbers_met_before_are_found_wherever_they_stand(batches: list[list[str]]) -> None:
    """Held against a set, which memory would not hold for three million records."""
    met: set[str] = set()
    numbers = Numbers(Path(":memory:"))
    try:
        for batch in batches:
            wanted = {place for place, number in enumerate(batch) if number in met or number in batch[:place]}
            assert numbers.repeated(batch) == wanted
            met.update(batch)
    finally:
        numbers.close()


def test_report_has_the_row_as_printed_with_its_place(store: Path, tmp_path: Path) -> None:
    """An archive mends its list by the report alone, so that must say where, what was found and what is wanted."""
    report = tmp_path / "rejects.csv"
    rows = (
        table_row(1), "2\tдве клетки", table_row("три"), table_row(4, note="x") + "\tлишняя",
        table_row(5, death_date="31.2.1938"), table_row(6, occupation='"Заря", "Луч"\rсторож'),
    )  # fmt: skip

    loaded = load_table(store, written(tmp_path / "a.tsv", table(*rows)), rejects=report)

    found = rejects(report)
    assert [(row["outcome"], row["line"], row["column"], row["value"]) for row in found] == [
        ("rejected", "3", "(row)", "2\tдве клетки"),
        ("rejected", "4", "person_id", "три"),
        ("rejected", "5", "(row)", rows[3]),
        ("unread", "6", "death_date", "31.2.1938"),
    ]
    assert [row["printed"] for row in found] == [rows[1], rows[2], rows[3], rows[4]]
    assert {row["file"] for row in found} == {"a.tsv"}
    assert [row["message"] for row in found][:3] == [
        "is not a row of 39 cells: it has 2", "is not the number of a person", "is not a row of 39 cells: it has 40",
    ]  # fmt: skip
    assert (loaded.records, loaded.rejected, loaded.unread) == (3, 3, 1)
    assert (source_folder(store, "list") / REJECTS_FILE).read_bytes() == report.read_bytes()


CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.sampled_from(
    ["\r", "\0", '"', "a\nb", "\udc98"]
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_any_cell_survives_the_report(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str]]
) -> None:
    """What broke a row is just what may break the report of it."""
    path = tmp_path_factory.mktemp("report") / "rejects.csv"
    report = RejectReport(path)

    with report.opened():
        report.add(Reject(REJECTED, "a", 1, one, two, "rule", "message", three) for one, two, three in cells)

    escaped = [[cell.replace("\0", "\\x00").replace("\udc98", "\\x98") for cell in row] for row in cells]
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert [[row[3], row[4], row[7]] for row in rows] == escaped
    assert report.rejected == len(cells)


def test_strict_load_changes_nothing_where_anything_is_rejected(store: Path, tmp_path: Path) -> None:
    """Who asks for all or nothing gets nothing, and the report that says why."""
    load_table(store, written(tmp_path / "good.tsv", people(3)))
    before, report = lines(store), tmp_path / "rejects.csv"
    bad = written(tmp_path / "bad.tsv", people(2) + b"3\tx\n")

    with pytest.raises(NothingLoadedError, match="2 records read") as caught:
        load_table(store, bad, strict=True, rejects=report)

    assert caught.value.exit_code == 1
    assert str(caught.value) == (
        "nothing loaded: 2 records read, 1 rejected, first bad.tsv:4: (row) is not a row of 39 cells: it has 2;"
        f" {report}"
    )
    assert lines(store) == before
    assert [row["line"] for row in rejects(report)] == ["4"]
    assert load_table(store, written(tmp_path / "good.tsv", people(4)), strict=True).records == 4


def test_file_without_a_record_takes_nothing_out_of_the_store(store: Path, tmp_path: Path) -> None:
    """A wrong file must not swap a loaded source for nothing."""
    load_table(store, written(tmp_path / "good.tsv", people(3)))
    before = lines(store)

    for content in (table(), table("1\tx")):
        with pytest.raises(NothingLoadedError, match="0 records read"):
            load_table(store, written(tmp_path / "empty.tsv", content))

    assert lines(store) == before


def test_error_in_a_load_leaves_the_store_and_what_it_has_of_the_report(store: Path, tmp_path: Path) -> None:
    """The second file is missing its header: nothing of the first one may be loaded without it."""
    report = written(tmp_path / "rejects.csv", "of an earlier load")
    before = lines(store)
    good = written(tmp_path / "a.tsv", people(2) + b"3\tx\n")

    with pytest.raises(RehabkgError, match="is no header of Memorial's table"):
        load_table(store, good, written(tmp_path / "b.tsv", "x\ty\n"), rejects=report)

    assert lines(store) == before
    assert report.read_text() == "of an earlier load"
    assert (tmp_path / "rejects.csv.partial").exists()
    assert not any(store.glob(".building-*"))


def test_store_of_another_base_is_refused(store: Path, tmp_path: Path) -> None:
    """Records of one graph would be named under two bases, and no question would find both."""
    before = lines(store)
    file = written(tmp_path / "a.tsv", people(2))

    with pytest.raises(StoreError, match=f"was built under the base {re.escape(DEFAULT_BASE)}, not http://e/"):
        load_table(store, file, base="http://e/")

    load_table(store, file)
    with pytest.raises(StoreError, match="was built under the base"):
        write_version(store, CURATED, "http://e/")
    assert {*before} < {*lines(store)}


def test_store_that_changed_meanwhile_is_not_written_over(store: Path, tmp_path: Path) -> None:
    """Two people load at once: the second has decided by a store that is no longer in force."""
    file = written(tmp_path / "a.tsv", people(2))

    def other_load(step: str) -> None:
        if step == "checksums":
            load_table(store, written(tmp_path / "b.tsv", people(3, first=50)))

    with pytest.raises(StoreError, match="another process has written this store meanwhile; run this again"):
        load_table(store, file, progress=Silent(other_load))

    assert [loaded.records for loaded in loaded_sources(store)] == [3]
    assert load_table(store, file).records == 2


def asked(work: Callable[[int], object], prepare: Callable[[], None]) -> BaseException:
    """Return what asking a process raises; it must not wait for ever."""
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            list(in_order(work, range(3), jobs=2, prepare=prepare))
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(60)
    assert raised, "the processes are waited for, or raise nothing"
    return raised[0]


def test_error_in_a_process_comes_through_as_its_one_line() -> None:
    """Whoever has put a wrong row into the lexicon must learn which, not that a process broke."""
    error = asked(fall, refuse)

    assert isinstance(error, RehabkgError)
    assert str(error) == "lexicon/bodies.csv:7: is no body"


def test_bug_in_a_process_comes_through_with_its_traceback() -> None:
    """A bug is mended by whoever sees where it is."""
    error = asked(fall, nothing)

    assert isinstance(error, WorkError)
    assert "in fall" in str(error)
    assert str(error).endswith("ZeroDivisionError: a bug\n")


def test_process_that_is_killed_in_the_midst_of_its_answer_is_not_waited_for() -> None:
    """Half an answer is no answer: when memory runs out, a process is ended at just that moment."""
    error = asked(die_while_answering, nothing)

    assert isinstance(error, RehabkgError)
    assert str(error) == "a process of the load was ended from outside, perhaps for want of memory"


def test_build_keeps_the_loaded_sources(store: Path, tmp_path: Path) -> None:
    """Mending a row of the curated tables must not cost a night of loading."""
    load_table(store, written(tmp_path / "a.tsv", people(3)))
    kept, described = lines(store, "list", "derived-list"), loaded_sources(store)
    curated = CURATED.replace("Книга".encode(), "Другая книга".encode())

    write_version(store, curated, DEFAULT_BASE)

    assert sorted(lines(store)) == sorted([*kept, *(line for line in lines(store) if "list" not in line)])
    assert lines(store, "list", "derived-list") == kept
    assert loaded_sources(store) == described
    assert "Другая книга" in "\n".join(lines(store, "book"))
    assert '"Книга"' not in "\n".join(lines(store))
    assert len(lines(store)) == len(kept) + CURATED.count(b"\n")
    assert sorted(found.number for found in find(store, "Выдумов")) == ["1", "2", "3"]


def test_build_that_states_something_in_a_loaded_graph_is_refused(store: Path, tmp_path: Path) -> None:
    """A new row of the curated tables may have taken the id of a loaded source: they must not flow together."""
    load_table(store, written(tmp_path / "a.tsv", people(3)))
    before = lines(store)
    clash = CURATED + f'<http://e/s> <http://e/p> "o" <{DEFAULT_BASE}graph/list> .\n'.encode()

    with pytest.raises(StoreError, match="graph/list is that of a loaded source; take that out by 'rehabkg unload'"):
        write_version(store, clash, DEFAULT_BASE)

    assert lines(store) == before


def test_build_mends_a_store_whose_loaded_sources_are_damaged(store: Path, tmp_path: Path) -> None:
    """What tells a user to build again must not keep the build from it."""
    load_table(store, written(tmp_path / "a.tsv", people(3)))
    (source_folder(store, "list") / COLUMNS_FILE).write_bytes(b"cut")
    with pytest.raises(StoreError, match="run 'rehabkg build' again, and load its sources"):
        loaded_sources(store)

    write_version(store, CURATED, DEFAULT_BASE)

    assert loaded_sources(store) == []
    assert len(lines(store)) == CURATED.count(b"\n")


@pytest.mark.parametrize("name", ["Book", "1st", "a_b", "a.b", "a-", "", "a b", "ж", "x" * 61, "derived-list", "../a"])
def test_id_that_cannot_name_a_graph_is_refused(name: str, store: Path, tmp_path: Path) -> None:
    """The id becomes a folder, a graph and a part of every record's IRI."""
    with pytest.raises(CallError, match="is not a small Latin letter, then at most 59 of them") as caught:
        load_table(store, written(tmp_path / "a.tsv", people(1)), source=name)

    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_id_of_usual_form_is_taken() -> None:
    """What is refused must not be all."""
    for name in ("a", "memorial-lists", "x" * 60, "b2", "derived"):
        check_source_id(name)


@pytest.mark.parametrize("name", ["book", "leaflet", "derived"])
def test_id_of_the_curated_tables_is_refused(name: str, store: Path, tmp_path: Path) -> None:
    """A list must not state things in the name of a source that an editor has described, nor be swapped for it.

    The leaflet has no graph of its own: it is only cited together with the book.
    """
    before = lines(store)

    with pytest.raises(CallError, match=f"source id '{name}' is taken by the curated tables"):
        load_table(store, written(tmp_path / "a.tsv", people(1)), source=name)

    assert lines(store) == before


WRONG_CALLS: Mapping[str, tuple[Mapping[str, object], str]] = {
    "language": ({"language": "ru> . <x"}, "is no language tag"),
    "blank language": ({"language": ""}, "is no language tag"),
    "encoding": ({"options": ReadOptions(encoding="cp866")}, "format 'memorial-table' takes no --encoding"),
    "mapping": ({"options": ReadOptions(mapping=Path("m"))}, "format 'memorial-table' takes no --mapping"),
    "unknown encoding": (
        {"format": "memorial-lists", "options": ReadOptions(encoding="klingon")},
        "encoding 'klingon' is not known; known are utf-8",
    ),
    "table without mapping": ({"format": "table"}, "a table needs --mapping FILE"),
    "format": ({"format": "docx"}, f"format 'docx' is not one of {', '.join(FORMATS)}"),
}


@pytest.mark.parametrize(("said", "message"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_wrong_call_is_told_before_anything_is_read(
    said: Mapping[str, object], message: str, store: Path, tmp_path: Path
) -> None:
    """A slip of the call costs a line, not an hour; an option without effect is a slip too."""
    before = lines(store)

    with pytest.raises(CallError) as caught:
        load_table(store, written(tmp_path / "a.tsv", people(1)), **said)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert lines(store) == before


def test_report_is_never_written_over_a_file_to_load(store: Path, tmp_path: Path) -> None:
    """A slip in --rejects must not cost the archive its list."""
    file = written(tmp_path / "a.tsv", people(1))

    with pytest.raises(CallError, match="is a file to load"):
        load_table(store, file, rejects=tmp_path / "x" / ".." / "a.tsv")
    with pytest.raises(CallError, match="is given more than once"):
        load_table(store, file, file)

    assert file.read_bytes() == people(1)


def checking(refused: str, warned: str) -> Callable[[bytes], CheckedBatch]:
    """Return a check that finds a violation of one record of the source `list` and a warning about another."""

    def result(number: str, severity: str) -> CheckResult:
        focus = f"{DEFAULT_BASE}id/observation/list.{number}"
        return CheckResult(severity, "http://e/s#Day", focus, "http://e/o#bornOn", "x", {"en": "Give one day."})

    return lambda _: CheckedBatch({f"list.{refused}": [result(refused, "Violation")]}, [result(warned, "Warning")], [])


def test_record_that_breaks_a_shape_is_left_out_whole_and_the_rest_stays(tmp_path: Path) -> None:
    """One wrong record must cost that record: its lines, its row of columns, and nothing of its neighbours."""
    content = people(4)
    file = written(tmp_path / "a.tsv", content)
    settings = BatchSettings("memorial-table", "list", DEFAULT_BASE, "ru", check=True, options=ReadOptions())
    blocks = list(format_named("memorial-table").blocks(file, 100, lambda _: None, ReadOptions()))

    whole = BatchWork(settings, None)(("", blocks[0]))
    batch = BatchWork(settings, checking("2", "3"))(("", blocks[0]))

    assert batch.numbers == ["1", "3", "4"]
    starts = [0, *whole.ends]
    second = whole.triples[starts[1] : starts[2]]
    assert second
    assert batch.triples == whole.triples.replace(second, b"")
    assert batch.ends == [starts[1], starts[3] - len(second), starts[4] - len(second)]
    assert batch.rows is not None
    assert batch.rows["number"].to_pylist() == ["1", "3", "4"]
    row = content.decode().splitlines()
    found = [(one.outcome, one.line, one.value, one.rule, one.message, one.printed) for one in batch.rejects]
    assert sorted(found) == [
        ("rejected", 3, "x", "Day", "Give one day.", row[2]),
        ("warning", 4, "x", "Day", "Give one day.", row[3]),
    ]


def test_record_that_breaks_two_shapes_is_one_rejected_record(tmp_path: Path) -> None:
    """The report has a row for each thing to mend; how many records are lost is another number."""
    file = written(tmp_path / "a.tsv", people(3))
    settings = BatchSettings("memorial-table", "list", DEFAULT_BASE, "ru", check=True, options=ReadOptions())
    (block,) = format_named("memorial-table").blocks(file, 100, lambda _: None, ReadOptions())
    found = checking("2", "3")(b"")
    (violation,) = found.rejected["list.2"]
    twice = CheckedBatch({"list.2": [violation, violation]}, found.warnings, [])
    report = RejectReport(tmp_path / "rejects.csv")

    batch = BatchWork(settings, lambda _: twice)(("", block))
    with report.opened():
        report.add(batch.rejects, again=batch.again)

    assert [row["outcome"] for row in rejects(report.path)].count("rejected") == 2
    assert (batch.numbers, report.rejected, report.unread, report.warned) == (["1", "3"], 1, 0, 1)


def test_note_about_a_page_is_no_rejected_record(store: Path, tmp_path: Path) -> None:
    """Who asks for all or nothing gets all where a page lost its last line: every record of it is there."""
    page = (CASES / "memorial-lists" / "pages" / "d1" / "f1.htm").read_bytes()
    cut = page[: page.index(b"</html>")]
    report = tmp_path / "rejects.csv"

    for content in (page, cut):
        file = written(tmp_path / "pages" / "d1" / "f1.htm", content)
        loaded = load_table(store, file.parent.parent, format="memorial-lists", strict=True, rejects=report)
        assert (loaded.records > 1, loaded.rejected) == (True, 0)

    assert [(row["outcome"], row["message"]) for row in rejects(report)] == [
        ("warning", "the page ends without </html>; it may be cut off")
    ]


def test_rows_stay_with_their_records_where_a_source_lists_places_too() -> None:
    """Places have no row among the columns of people, so rows are not counted off by records."""
    folder = CASES / "stalin-lists"
    settings = BatchSettings("stalin-lists", "list", DEFAULT_BASE, "ru", check=True, options=ReadOptions())
    block = next(format_named("stalin-lists").blocks(folder, 1_000, lambda _: None, ReadOptions()))
    whole = BatchWork(settings, None)(("", block))
    assert whole.rows is not None
    people_there = whole.rows["number"].to_pylist()
    assert 1 < len(people_there) < len(whole.numbers), "the case holds both people and places"

    for refused in (whole.numbers[0], whole.numbers[-1], people_there[0]):
        batch = BatchWork(settings, checking(refused, whole.numbers[1]))(("", block))

        assert batch.numbers == [number for number in whole.numbers if number != refused]
        assert batch.rows is not None
        assert batch.rows["number"].to_pylist() == [number for number in people_there if number != refused]


def test_columns_hold_the_records_that_were_loaded(store: Path, tmp_path: Path) -> None:
    """Aggregates are counted over the columns: they must tell of the same people as the graph."""
    load_table(store, written(tmp_path / "a.tsv", people(3) + b"4\tx\n"))

    found = pq.read_table(source_folder(store, "list") / COLUMNS_FILE)

    assert found.schema.equals(RECORDS)
    assert found["number"].to_pylist() == ["1", "2", "3"]
    assert found["line"].to_pylist() == [2, 3, 4]
    assert found["surname"].to_pylist() == ["Выдумов1", "Выдумов2", "Выдумов3"]
    assert not (source_folder(store, "list") / "numbers.sqlite").exists()


def test_source_of_places_alone_is_loaded(store: Path) -> None:
    """A list of camps has nobody to find and nothing to count, and yet is a source."""
    loaded = load_table(store, CASES / "gulag-camps", format="gulag-camps")

    assert loaded.records > 0
    assert any("#RecordedPlace>" in line for line in lines(store, "list"))
    assert find(store, "Выдумов") == []
    assert [file.name for file in loaded.files] == [
        "gulag-camps/camp_locations.tsv", "gulag-camps/camp_statistics.tsv", "gulag-camps/camps.tsv",
    ]  # fmt: skip


def test_description_of_a_source_is_read_back_or_refused(store: Path, tmp_path: Path) -> None:
    """A file that somebody edited must not come back as another source."""
    load_table(store, written(tmp_path / "a.tsv", people(1)))
    file = source_folder(store, "list") / "source.json"
    text = file.read_text()
    in_force = json.loads((store / "CURRENT").read_text())

    for garbage in ("[]", "{", text.replace('"records"', '"Records"'), text.replace('"sha256"', '"sha1"')):
        file.write_text(garbage)
        in_force["files"]["sources/list/source.json"] = len(garbage.encode())
        (store / "CURRENT").write_text(json.dumps(in_force))
        with pytest.raises(StoreError, match="tells of no loaded source") as caught:
            loaded_sources(store)
        assert "\n" not in str(caught.value)

    assert open_store(store).contains_named_graph(run.Iris().graph("list"))

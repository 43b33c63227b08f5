"""What people decided: kept whatever happens, read whole or not at all, and the last word on every pair."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from load_fixture import BAD_CALL, BAD_DATA, GOOD, rehabkg
from unmeasured import UNMEASURED
from waiting import (
    FAR,
    FAR_AS_KNOWN,
    HOSTILE,
    ITEM,
    LINKED,
    ONE,
    OTHER,
    OTHER_ITEM,
    PERSON,
    SON,
    candidates,
    decided,
    rows,
    write_store,
    write_waiting,
)

from rehabkg import assets
from rehabkg.errors import CallError, SourceError, TableErrors
from rehabkg.link.comparisons import COMPARISONS
from rehabkg.link.decision import Decision
from rehabkg.link.decisions import Decisions, append
from rehabkg.link.lines import guard, line_of, unguard
from rehabkg.link.review import Candidate, counts, read_review, waiting, write_review
from rehabkg.settings import Settings

HEADER = "left,right,decision,kind,who,when,why\n"
GOOD_ROW = f"{ONE},{OTHER},same,record,M. K.,2026-11-28,the same village\n"
# Adds rows until it is killed, and says how many are on the disk.
ADDER = """
import sys
from pathlib import Path
from rehabkg.link.decision import Decision
from rehabkg.link.decisions import append
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(1, count + 1):
    append(path, Decision(f"{name}.{number}", "other.1", "same", "record", name, "2026-11-28", "w" * 400))
    print(number, flush=True)
"""
# Fills the disk as a full one does: a part of the row is taken, then none.
FILLER = """
import resource, signal, sys
from pathlib import Path
from rehabkg.errors import SourceError
from rehabkg.link.decision import Decision
from rehabkg.link.decisions import append
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 40, resource.RLIM_INFINITY))
try:
    append(path, Decision("b.1", "b.2", "same", "record", "M. K.", "2026-11-28", "w" * 400))
except SourceError as error:
    print(error)
    sys.exit(error.exit_code)
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "links" / "decisions.csv"


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# What counts


def test_last_row_of_a_pair_counts_in_whatever_order_it_is_named(table: Path) -> None:
    """An editor who changes their mind is heard, and the history can be read."""
    append(table, decided(ONE, OTHER, "same", why="at first"))
    append(table, decided(OTHER, ONE, "different", who="A. B.", why="the father"))

    found = Decisions.read(table)

    assert found.of(ONE, OTHER) == found.of(OTHER, ONE) == found.rows[1]
    assert [row.why for row in found.history(ONE, OTHER)] == ["at first", "the father"]
    assert [(one.pair, one.decision) for one in found.in_force()] == [((ONE, OTHER), "different")]


def test_undecided_takes_a_decision_back_and_keeps_its_history(table: Path) -> None:
    """Undoing must not write that two are different, and rows are never removed."""
    append(table, decided(ONE, OTHER, "same"), decided(ONE, OTHER, "undecided"))

    found = Decisions.read(table)

    assert found.of(ONE, OTHER) is None
    assert list(found.in_force()) == []
    assert len(found.history(ONE, OTHER)) == 2


def test_table_that_is_not_there_decides_nothing(table: Path) -> None:
    """The first run has no decisions."""
    assert list(Decisions.read(table).in_force()) == []


def test_contradictions_are_told_with_the_chain_that_leads_to_them() -> None:
    """Who reads that a = b = c and a is not c must see which of the three decisions to mend."""
    found = Decisions(
        (
            decided("a.1", "b.1", "same"), decided("b.1", "c.1", "same"), decided("c.1", "d.1", "same"),
            decided("a.1", "c.1", "different"), decided("x.1", "y.1", "different"),
        )
    ).contradictions()  # fmt: skip

    assert [one.chain for one in found] == [("a.1", "b.1", "c.1")]
    assert str(found[0]).startswith("a.1 = b.1 = c.1, yet a.1 and c.1 are different (M. K., 2026-11-28)")


def test_one_thing_that_is_two_items_is_a_contradiction() -> None:
    """exactMatch is transitive (SKOS Reference, S45): the two items would be one, which is for Wikidata to say."""
    found = Decisions(
        (
            decided(PERSON, ITEM, "same", kind="person"), decided(ONE, PERSON, "same"),
            decided(OTHER_ITEM, ONE, "same", kind="person"), decided(OTHER, OTHER_ITEM, "close", kind="person"),
        )
    ).contradictions()  # fmt: skip

    assert [one.chain for one in found] == [(ITEM, PERSON, ONE, OTHER_ITEM)]


def test_decisions_that_agree_contradict_nothing() -> None:
    """The check can also find nothing, and one taken back is no part of a chain."""
    agreed = (decided("a.1", "b.1", "same"), decided("b.1", "c.1", "same"), decided("a.1", "d.1", "different"))
    taken_back = (decided("a.1", "c.1", "different"), decided("b.1", "a.1", "undecided"))

    assert Decisions(agreed).contradictions() == []
    assert Decisions((*agreed, *taken_back)).contradictions() == []


# What a row may hold


@pytest.mark.parametrize(
    ("row", "column", "wanted"),
    [
        ((ONE, "no id at all", "same", "record", "M", "2026-11-28", ""), "right", "an id, such as omsk-book.17"),
        ((LINKED, ONE, "same", "record", "M", "2026-11-28", ""), "left", "a linked person is made anew by each run"),
        ((ONE, ONE, "same", "record", "M", "2026-11-28", ""), "right", "another thing than the left"),
        ((ITEM, OTHER_ITEM, "same", "person", "M", "2026-11-28", ""), "right", "a thing of the graph"),
        ((ONE, OTHER, "alike", "record", "M", "2026-11-28", ""), "decision", "one of same, close, different"),
        ((ONE, OTHER, "close", "record", "M", "2026-11-28", ""), "decision", "close is said of an item"),
        ((ONE, ITEM, "same", "record", "M", "2026-11-28", ""), "kind", "an item of Wikidata is no record"),
        ((ONE, OTHER, "same", "thing", "M", "2026-11-28", ""), "kind", "one of record, person"),
        ((ONE, OTHER, "same", "record", "M", "28.11.2026", ""), "when", "a day as YYYY-MM-DD"),
        ((ONE, OTHER, "same", "record", "M", "2026-02-30", ""), "when", "a day as YYYY-MM-DD"),
        ((ONE, OTHER, "same", "record", " ", "2026-11-28", ""), "who", "a decision has a name under it"),
        ((ONE, OTHER, "same", "record", "M", "2026-11-28", "w" * 2_001), "why", "at most 2,000 characters"),
        ((ONE, OTHER, "same", "record", "M\u202eK", "2026-11-28", ""), "who", "one line"),
    ],
)
def test_row_that_decides_nothing_is_told_with_place_and_wish(
    table: Path, row: tuple[str, ...], column: str, wanted: str
) -> None:
    """Nothing is passed over: a decision that is not read would be overruled by a score."""
    with pytest.raises(CallError, match=wanted):
        Decision(*row)
    written(table, HEADER + GOOD_ROW + line_of(row).decode())

    with pytest.raises(TableErrors) as refused:
        Decisions.read(table)

    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{table}:3: column {column!r}: ")
    assert wanted in line


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (b"a,b,c\n", 1, "the first line is 'a,b,c'; it must be 'left,right,decision"),
        (HEADER.replace(",", ";").encode(), 1, "separated by commas"),
        (HEADER.encode("utf-16"), 1, "in UTF-8"),
        ((HEADER + GOOD_ROW).replace("village", "село").encode("cp1251"), 2, "is not UTF-8"),
        ((HEADER + "a.1,b.1,same\n").encode(), 2, "the row has 3 cells, not the 7"),
        (
            (HEADER + 'a.1,b.1,same,record,M,2026-11-28,"over\nlines"\n').encode(),
            2,
            "a cell may not go over several lines",
        ),
        ((HEADER + "a" * 30_000 + "\n" + GOOD_ROW).encode(), 2, "more than 20,000 bytes"),
        ((HEADER + "a\0b\n").encode(), 2, "zero byte"),
    ],
)
def test_file_that_is_no_such_table_is_told(table: Path, content: bytes, line: int, found: str) -> None:
    """As spreadsheets of several languages save it, and as hostile hands may write it."""
    written(table, content)

    with pytest.raises((TableErrors, SourceError)) as refused:
        Decisions.read(table)

    first = str(refused.value).splitlines()[0]
    assert first.startswith(f"{table}:{line}: ")
    assert found in first
    assert len(first) < 500


def test_table_saved_by_a_spreadsheet_is_read(table: Path) -> None:
    """With a mark of the byte order, carriage returns, quotes, and rows of nothing but commas."""
    quoted = f'"{ONE}","{OTHER}",same,record,"M. K.",2026-11-28,"a ""quoted"" word"\n'
    written(table, b"\xef\xbb\xbf" + (HEADER + quoted + ",,,,,,\n").replace("\n", "\r\n").encode())

    found = Decisions.read(table)

    assert [(row.left, row.why) for row in found.rows] == [(ONE, 'a "quoted" word')]
    append(table, decided("a.1", "b.1", "same"))
    assert len(Decisions.read(table).rows) == 2


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_becomes_a_formula_or_another_text(said: str) -> None:
    """Whatever a record or a person says is text in a spreadsheet, and the same text when it is read again."""
    said = " ".join(said.split())
    if "\0" in said:
        return
    ((cell, last),) = csv.reader(io.StringIO(line_of([said, "end"]).decode(), newline=""))

    assert unguard(cell) == said
    assert last == "end"
    assert not cell.startswith(("=", "@"))
    assert not cell.startswith(("+", "-")) or float(cell) is not None


@pytest.mark.parametrize("said", ["=1+1", "+7 916", "-x", "@SUM(A1)", "'=1", "''+x", "'quoted", "-3.5"])
def test_what_looks_like_a_formula_is_guarded_and_read_back(said: str) -> None:
    """Numbers stay numbers; an apostrophe that stood there stays too."""
    assert unguard(guard(said)) == said
    assert guard(said) == said or guard(said) == f"'{said}"


# What happens while it is written


def test_kill_while_rows_are_added_loses_none_that_was_there(table: Path) -> None:
    """What the process said is on the disk, and the next one goes on."""
    with subprocess.Popen(
        [sys.executable, "-c", ADDER, str(table), "one", "100000"], stdout=subprocess.PIPE, text=True
    ) as adding:
        assert adding.stdout is not None
        for line in adding.stdout:
            if int(line) >= 20:
                break
        adding.send_signal(signal.SIGKILL)
    written_rows = len(Decisions.read(table).rows)
    assert written_rows >= 20

    append(table, decided("a.1", "b.1", "same"))

    found = Decisions.read(table)
    assert len(found.rows) == written_rows + 1
    assert found.of("a.1", "b.1") is not None
    assert found.notes == ()


def test_line_that_was_cut_short_is_told_and_put_aside(table: Path) -> None:
    """Power may fail within a row: the rows before it stand, and what is left of it is not glued to the next."""
    torn = GOOD_ROW.encode()[:-40]
    written(table, (HEADER + GOOD_ROW).encode() + torn)

    found = Decisions.read(table)
    note = append(table, decided("a.1", "b.1", "same"))

    assert len(found.rows) == 1
    assert str(found.notes[0]).startswith(f"{table}:3: the last line is cut short")
    assert str(note) == str(found.notes[0])
    assert [row.left for row in Decisions.read(table).rows] == [ONE, "a.1"]
    assert table.with_name("decisions.csv.torn").read_bytes() == torn + b"\n"


@pytest.mark.parametrize("begun", ["", "left,ri", HEADER[:-1], HEADER + GOOD_ROW[:-1]])
def test_table_that_was_begun_is_finished(table: Path, begun: str) -> None:
    """A header or a whole row without its end is no fault."""
    written(table, begun)
    assert len(Decisions.read(table).rows) == begun.count("same,")

    assert append(table, decided("a.1", "b.1", "same")) is None

    assert len(Decisions.read(table).rows) == begun.count("same,") + 1
    assert table.read_text("utf-8").startswith(HEADER)


def test_two_processes_that_add_at_once_mix_no_rows(table: Path) -> None:
    """A desk is open while a colleague decides in a terminal."""
    calls = [[sys.executable, "-c", ADDER, str(table), name, "100"] for name in ("one", "two")]
    running = [subprocess.Popen(call, stdout=subprocess.DEVNULL) for call in calls]
    assert [process.wait() for process in running] == [0, 0]

    found = Decisions.read(table)

    assert len(found.rows) == 200
    for name in ("one", "two"):
        assert [row.left for row in found.rows if row.who == name] == [f"{name}.{number}" for number in range(1, 101)]
    assert table.read_text("utf-8").count(HEADER) == 1


def test_full_disk_leaves_the_table_as_it_was(table: Path) -> None:
    """Half a row would be a torn one in the midst, once there is room again."""
    append(table, decided("a.1", "b.1", "same"))
    before = table.read_bytes()

    call = [sys.executable, "-c", FILLER, str(table)]
    run = subprocess.run(call, capture_output=True, text=True, check=False, env=UNMEASURED)

    assert (run.returncode, run.stderr) == (BAD_DATA, "")
    assert run.stdout.startswith(f"{table}: cannot be written: ")
    assert table.read_bytes() == before


def test_bad_table_is_not_added_to_when_its_last_line_is_whole(table: Path) -> None:
    """Another file by that name must not get our rows behind its last line."""
    written(table, "name,age\nx,1")

    with pytest.raises(SourceError, match="the first line is 'name,age'"):
        append(table, decided("a.1", "b.1", "same"))

    assert table.read_text("utf-8") == "name,age\nx,1"


def test_editor_that_saved_the_table_meanwhile_is_heard(table: Path) -> None:
    """Spreadsheets put a new file in the place of the old one; the row goes into the one that is there."""
    append(table, decided("a.1", "b.1", "same"))
    saved = written(table.with_suffix(".new"), HEADER + GOOD_ROW)
    saved.replace(table)

    append(table, decided("c.1", "d.1", "same"))

    assert [row.left for row in Decisions.read(table).rows] == [ONE, "c.1"]


# What waits


def test_review_is_sorted_whole_and_the_same_each_time(tmp_path: Path) -> None:
    """Two runs over the same records must not differ in a byte, whatever order their pairs come in."""
    path, decisions = tmp_path / "review.csv", Decisions((decided(SON, ONE, "different"),))
    found = candidates()

    assert write_review(path, found, decisions) == {"record": 1, "person": 1}
    first = path.read_bytes()
    write_review(path, reversed([*found, found[0]]), decisions)

    assert path.read_bytes() == first
    assert list(read_review(path)) == found[:2]
    assert list(waiting(path, Decisions((decided(ONE, OTHER, "same"),)))) == [found[1]]
    assert counts(read_review(path)) == {"record": 1, "person": 1}


def test_run_of_one_kind_keeps_what_waits_of_others(tmp_path: Path) -> None:
    """Records and items are proposed by two commands that share the table."""
    path = tmp_path / "review.csv"
    write_review(path, candidates(), Decisions())

    write_review(path, [Candidate("a.1", "b.1", "record", 0.5, 0.0)], Decisions(), kinds=("record",))

    assert [(one.left, one.kind) for one in read_review(path)] == [(PERSON, "person"), ("a.1", "record")]


def test_hostile_text_of_a_candidate_is_no_formula(tmp_path: Path) -> None:
    """What a record says may come from anybody, and a spreadsheet is where editors look."""
    path = tmp_path / "review.csv"
    write_review(path, candidates(), Decisions())

    with path.open(encoding="utf-8", newline="") as file:
        shown = [row["right_shows"] for row in csv.DictReader(file)]

    assert f"'{HOSTILE}" in shown
    assert HOSTILE in {one.right_shows for one in read_review(path)}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ((ONE, OTHER, "record", "1.5", "0", "", "", ""), "column 'probability': '1.5' is not a number from 0 to 1"),
        ((ONE, OTHER, "record", "0.5", "much", "", "", ""), "column 'weight': 'much' is not a number"),
        ((ONE, OTHER, "record", "nan", "1", "", "", ""), "column 'probability'"),
        ((ONE, OTHER, "thing", "0.5", "1", "", "", ""), "column 'kind'"),
        (("", OTHER, "record", "0.5", "1", "", "", ""), "column 'left'"),
        ((ONE, OTHER, "record"), "the row has 3 cells, not the 8"),
    ],
)
def test_review_with_a_bad_row_is_told(tmp_path: Path, cells: tuple[str, ...], found: str) -> None:
    """A table that somebody edited must not show half of what waits."""
    path = tmp_path / "review.csv"
    write_review(path, candidates(), Decisions())
    with path.open("ab") as file:
        file.write(line_of(cells))

    with pytest.raises(SourceError) as refused:
        list(read_review(path))

    assert f"{path}:5: {found}" in str(refused.value)


def test_everything_that_a_score_rests_on_is_a_concept() -> None:
    """A code without a concept would be shown as it is, and a match would name what nobody defines."""
    codes = {level.basis for each in COMPARISONS for level in each.levels} | {each.otherwise for each in COMPARISONS}
    scheme = (assets.VOCABULARIES / "match-basis.ttl").read_text("utf-8")

    assert {code for code in codes if code is not None and f'skos:notation "{code}" ;' not in scheme} == set()


# The commands


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return write_store(tmp_path_factory.mktemp("decided"))


@pytest.fixture
def decide(settings: Settings) -> Callable[..., object]:
    """The command `link decide` on the store, with a name and a reason; nothing is decided before."""
    write_waiting(settings.links_path)
    said = ("--who", "M. K.", "--why", "both were looked at", "--on", "2026-11-28", "--store", settings.store_path)
    return lambda *args: rehabkg("link", "decide", *args, *said)


def test_decision_is_written_once_and_told(decide: Callable, settings: Settings) -> None:
    """The kind of the pair comes from the store, so nobody has to know it."""
    first = decide(ONE, OTHER, "same")
    second = decide(PERSON, ITEM, "close")

    assert (first.code, first.out, first.err) == (GOOD, f"{ONE} – {OTHER}: same (M. K., 2026-11-28)\n", "")
    assert second.code == GOOD
    assert [(row.left, row.right, row.decision, row.kind) for row in rows(settings.links_path)] == [
        (ONE, OTHER, "same", "record"),
        (PERSON, ITEM, "close", "person"),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--why", " ", "--on", "2026-11-28"), "--why is empty"),
        (("--why", "w", "--on", "9999-12-31"), "--on 9999-12-31: that day is to come"),
    ],
)
def test_decision_without_a_reason_or_of_a_day_to_come_is_refused(
    options: tuple[str, ...], said: str, settings: Settings
) -> None:
    """Nobody could ever say again why, or the row would seem the newest for ever."""
    write_waiting(settings.links_path)
    done = rehabkg("link", "decide", ONE, OTHER, "same", "--who", "M. K.", *options, "--store", settings.store_path)

    assert (done.code, done.out) == (BAD_CALL, "")
    assert said in done.err
    assert not any(rows(settings.links_path))


def test_change_of_mind_and_contradiction_are_told(decide: Callable) -> None:
    """Who contradicts a colleague must learn it at once, and which decisions are meant."""
    decide(ONE, OTHER, "same")
    decide(OTHER, SON, "same")

    told = decide(ONE, SON, "different").err
    changed = decide(OTHER, ONE, "different").err

    assert f"{ONE} = {OTHER} = {SON}, yet {ONE} and {SON} are different" in told
    assert changed == f"{OTHER} – {ONE} was same until now (M. K., 2026-11-28: both were looked at)\n"


def test_record_is_taken_out_of_its_person(decide: Callable, settings: Settings) -> None:
    """The father and the son were merged: the son is stated to be none of the others, so no later run joins them."""
    found = decide(SON, "--apart-from-all")

    assert found.code == GOOD
    assert [(row.left, row.right, row.decision) for row in rows(settings.links_path)] == [
        (SON, ONE, "different"),
        (SON, FAR_AS_KNOWN, "different"),
    ]


@pytest.mark.parametrize(
    ("args", "code", "found"),
    [
        ((ONE, "invented-list.999", "same"), BAD_CALL, "'invented-list.999': no such record in the store"),
        ((ONE, "p7777", "same"), BAD_CALL, "'p7777': no such thing in the store"),
        ((ONE, "Невымышленов", "same"), BAD_CALL, "'Невымышленов' is no id"),
        ((ONE, ONE, "same"), BAD_CALL, "is not another thing than the left"),
        ((ONE, OTHER, "close"), BAD_CALL, "close is said of an item of Wikidata only"),
        ((ONE, "pl-nowhere", "same"), BAD_CALL, "things of different kinds: place, record"),
        ((LINKED, OTHER, "different"), BAD_CALL, f"{LINKED} is made anew by each run; name those of its records"),
        ((OTHER, "--apart-from-all"), BAD_CALL, f"{OTHER} is joined with nothing"),
        ((ITEM, OTHER_ITEM, "same"), BAD_CALL, "whether two items are the same is for Wikidata to say"),
        ((ONE, OTHER, "perhaps"), BAD_CALL, "'perhaps' is not one of"),
        ((ONE,), BAD_CALL, "give two ids and a decision"),
    ],
)
def test_call_that_decides_nothing_gets_one_line(
    decide: Callable, settings: Settings, args: tuple[str, ...], code: int, found: str
) -> None:
    """A decision on what is not there would wait in the table for a thing that never comes."""
    run = decide(*args)

    assert (run.code, run.out) == (code, "")
    assert found in run.err
    assert not (settings.links_path / "decisions.csv").exists()


def test_number_of_a_record_may_stand_as_printed(decide: Callable, settings: Settings) -> None:
    """People write what the list has; runs know a record by the end of its IRI, where it is escaped."""
    assert decide(FAR, ONE, "same").code == GOOD
    assert decide(FAR_AS_KNOWN, OTHER, "same").code == GOOD
    assert rows(settings.links_path)[0].left == FAR_AS_KNOWN


def test_review_prints_what_waits(settings: Settings) -> None:
    """As a table and as CSV, without what was decided since the run, and how many there are."""
    write_waiting(settings.links_path)
    append(settings.links_path / "decisions.csv", decided(ONE, OTHER, "same"))

    listed = rehabkg("link", "review", "--store", settings.store_path)
    some = rehabkg("link", "review", "--store", settings.store_path, "--kind", "person", "--limit", "1")
    table = rehabkg("link", "review", "--store", settings.store_path, "--csv")

    assert "2 pairs wait for a decision (record: 1, person: 1)" in listed.err
    assert "0.520" in listed.out
    assert "0.910" not in listed.out
    assert "0.600" in some.out
    assert "0.520" not in some.out
    assert [row[0] for row in csv.reader(io.StringIO(table.out))] == ["left", PERSON, ONE]


def test_review_tells_of_a_torn_line_and_of_contradictions(settings: Settings) -> None:
    """Whoever looks at what waits learns what is wrong with what is decided."""
    write_waiting(settings.links_path)
    path = settings.links_path / "decisions.csv"
    append(path, decided(ONE, OTHER, "same"), decided(OTHER, SON, "same"), decided(SON, ONE, "different"))
    with path.open("ab") as file:
        file.write(b"a.1,b.1,sa")

    told = rehabkg("link", "review", "--store", settings.store_path).err

    assert "the last line is cut short" in told
    assert "are different (M. K., 2026-11-28); decide one of these pairs anew" in told


def test_review_without_a_table_says_that_nothing_waits(tmp_path: Path) -> None:
    """Before the first run there is nothing, and that is no fault."""
    found = rehabkg("link", "review", "--store", tmp_path / "store")

    assert (found.code, found.out) == (GOOD, "")
    assert "nothing waits for a decision" in found.err
    assert "'rehabkg link records' and 'rehabkg link wikidata' do" in found.err


def test_decision_without_a_store_gets_one_line(tmp_path: Path) -> None:
    """Nothing is decided about ids that nobody can look up."""
    found = rehabkg("link", "decide", ONE, OTHER, "same", "--who", "M", "--why", "w", "--store", tmp_path / "no")

    assert found.code == BAD_DATA
    assert "no store here" in found.err

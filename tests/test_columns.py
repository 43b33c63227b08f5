"""The columns of typed records, and each figure derived from them held to the same question asked of the quads."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from asked_of_quads import Figures, contradicting, counted, derived, rows, within_a_day
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store
from recorded_files import MadeUpWords, built, described
from recorded_people import PEOPLE

from rehabkg import assets
from rehabkg.columns.derived import derived_graph, derived_lines
from rehabkg.columns.rows import RecordRows
from rehabkg.columns.schema import RECORDS
from rehabkg.columns.tallies import SourceColumns
from rehabkg.errors import SourceError
from rehabkg.iri import Iris
from rehabkg.load.run import LoadRequest, load
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.mapping.shared_values import shared_lines
from rehabkg.pipeline import Assembled
from rehabkg.records.model import RecordedPerson
from rehabkg.records.printed import PrintedRecord
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.version import write_version

SOURCE = "made-up-list"
REAL = assets.ROOT.parent / "shared" / "data" / "memorial-lists"
GRAPH, DERIVED = Iris().graph(SOURCE), Iris().graph(derived_graph(SOURCE))
BASE = Iris().base
BOOK = "Книга памяти Небываловской обл."


def table_of(people: Iterable[RecordedPerson]) -> pa.Table:
    batch = RecordRows(MadeUpWords())
    for printed, person in zip(printed_records(), people, strict=False):
        batch.add(printed, person)
    return batch.table()


def printed_records() -> Iterable[PrintedRecord]:
    for number in range(1, 10_000):
        yield PrintedRecord(str(number), "list.txt", f"line {number}", number, "")


def filled(people: Sequence[RecordedPerson], folder: Path) -> Store:
    """Return a store with the quads of *people* and with what is derived of their columns, each in its graph."""
    mapping = RecordLines(SOURCE, iris=Iris(), language="ru", concepts=MadeUpWords(), graph=None)
    lines = [mapping.lines(printed, person) for printed, person in zip(printed_records(), people, strict=False)]
    lines += shared_lines(mapping.take_shared(), None, Iris(), described)
    pq.write_table(table_of(people), folder / "records.parquet")
    store = Store()
    store.load("".join(lines).encode(), format=RdfFormat.N_TRIPLES, to_graph=GRAPH)
    text = "".join(derived_lines(folder / "records.parquet", SOURCE, Iris()))
    store.load(text.encode(), format=RdfFormat.N_TRIPLES, to_graph=DERIVED)
    return store


def stated(store: Store, predicate: str) -> dict[str, set[str]]:
    """Return which observations the derived graph gives each value of *predicate*, by its last segment."""
    found: dict[str, set[str]] = {}
    for row in rows(store, f"SELECT ?who ?value WHERE {{ ?who rehab:{predicate} ?value }}", DERIVED):
        found.setdefault(row["value"].value.rpartition("/")[2], set()).add(row["who"].value)
    return found


def assert_same(store: Store) -> None:
    """Every figure of the derived graph is what plain SPARQL finds in the source's own graph."""
    assert derived(store, DERIVED) == counted(store, GRAPH)
    assert stated(store, "contradiction") == {kind: who for kind, who in contradicting(store, GRAPH).items() if who}
    assert stated(store, "executedWithinDay").get("true", set()) == within_a_day(store, GRAPH)


def person(**told: Any) -> RecordedPerson:
    return built(RecordedPerson, told)  # type: ignore[no-any-return]


def case(**told: list[dict[str, Any]]) -> dict[str, Any]:
    return dict(told)


def sentence(day: str | None, *measures: str, **told: Any) -> dict[str, Any]:
    return {"date": day, "measures": list(measures), **told}


def death(day: str | None, kind: str = "executed") -> dict[str, Any]:
    return {"date": day, "kind": kind}


# Invented, one for each thing that is counted or must not be. The comment says what of it counts.
SAMPLE = [
    # 1: one day from sentence to execution, 19 whole years to the rehabilitation in April 1957.
    person(
        status="rehabilitated", residence="г. Небывалов", book=BOOK, death=death("1937-08-27"),
        cases=[case(
            arrests=[{"date": "1937-08-01"}],
            sentences=[sentence("1937-08-26", "execution", "confiscation", body="тройка при УНКВД")],
            rehabilitations=[{
                "date": "1957-04", "body": "Верховный суд", "grounds": ["no-corpus-delicti"],
                "acts": ["rsfsr-law-1991-10-18"],
            }],
        )],
    ),
    # 2: both years only: 17 or 18 years, so that neither counts; the body is not known, no ground is given.
    person(
        status="rehabilitated", residence="неведомо где", book="Книга без имени",
        cases=[case(
            sentences=[sentence("1938", "labour-camp", body="особая комиссия", term_years=10)],
            rehabilitations=[{"date": "1956", "body": "особая комиссия"}],
        )],
    ),
    # 3: an unknown year, a bare term, an amnesty and silence.
    person(amnesty=True, cases=[case(sentences=[sentence("[1937,1938]", term_years=5)])]),
    # 4: two sentences and two rehabilitations of one year, one of them with two grounds and two acts.
    person(
        status="rehabilitated", residence="г. Небывалов", book=BOOK, amnesty=True, death=death("1938-03-02"),
        cases=[
            case(
                sentences=[sentence("1930-05-01", "exile", body="ОСО", term_years=3)],
                rehabilitations=[{"date": "1989-02", "grounds": ["unjustified", "not-proven"]}],
            ),
            case(
                sentences=[sentence("1938-03-01", "execution", body="ОСО")],
                rehabilitations=[{"date": "1989-02-03", "acts": ["rsfsr-law-1991-10-18", "ussr-decree-1989-01-16"]}],
            ),
        ],
    ),
    # 5: refused, which is no rehabilitation.
    person(
        status="refused", amnesty=True, residence="г. Небывалов", book=BOOK,
        cases=[case(
            sentences=[sentence("1940-06-01")],
            rehabilitations=[{"date": "1994", "outcome": "refused", "grounds": ["not-proven"]}],
        )],
    ),
    # 6: born after the arrest and, executed, before no sentence that is dated.
    person(
        birth_date="1940", death=death("1938-01-01"),
        cases=[case(arrests=[{"date": None}, {"date": "1937-01-01"}], sentences=[sentence(None, "execution")])],
    ),
    # 7: born after the death, and nothing else.
    person(birth_date="1950-01-02", death=death("1950-01-01", "died")),
    # 8: born in the year of the death: no contradiction.
    person(birth_date="1950", death=death("1950-01-01", "died")),
    # 9: sentenced more than a year before the arrest, by a day.
    person(cases=[case(arrests=[{"date": "1932-01-02"}], sentences=[sentence("1931-01-01", "exile", "exile")])]),
    # 10: sentenced a year before the arrest, to the day; and 11: sentenced twice.
    person(cases=[case(arrests=[{"date": "1932-01-01"}], sentences=[sentence("1931-01-01", "exile")])]),
    person(cases=[case(arrests=[{"date": "1939"}], sentences=[sentence("1931"), sentence("1932")])]),
    # 12: a leap day, and a year later.
    person(cases=[case(arrests=[{"date": "1937-03-01"}], sentences=[sentence("1936-02-29", "exile")])]),
    # 13: dead before the arrest; 14: in the year of the arrest, which is no contradiction.
    person(death=death("1936-12-31", "died"), cases=[case(arrests=[{"date": "1937"}])]),
    person(death=death("1937", "died"), cases=[case(arrests=[{"date": "1937-05"}])]),
    # 15: executed before both sentences; 16: before one of them; 17: in a month of one of them.
    person(death=death("1937-01"), cases=[case(sentences=[sentence("1938"), sentence("1937-02-01", "execution")])]),
    person(death=death("1937-01"), cases=[case(sentences=[sentence("1936"), sentence("1938")])]),
    person(death=death("1937-01"), cases=[case(sentences=[sentence("1937-01-31", "execution")])]),
    # 18: died before the sentence, which was given in absence; 19: about a year that may be before or after.
    person(death=death("1937-01-01", "died"), cases=[case(sentences=[sentence("1938", "execution")])]),
    person(death=death("1937~"), cases=[case(sentences=[sentence("1938-06-01", "execution")])]),
    # 20: a refusal before the only sentence; 21: a rehabilitation before one of two.
    person(
        status="refused",
        cases=[case(sentences=[sentence("1956-01-01")], rehabilitations=[{"date": "1955", "outcome": "refused"}])],
    ),
    person(
        status="partly",
        cases=[case(
            sentences=[sentence("1936"), sentence("1957", changes=False)],
            rehabilitations=[{"date": "1956", "outcome": "partly"}],
        )],
    ),
    # 22: a case closed is no sentence: nothing contradicts it, and no wait is counted from it.
    person(
        status="rehabilitated", death=death("1937-01-01"),
        cases=[case(
            arrests=[{"date": "1942-01-01"}],
            sentences=[sentence("1940-01-01", "case-closed")],
            rehabilitations=[{"date": "1939-01-01", "body": "прокуратура"}],
        )],
    ),
    # 23: a change of the sentence is no sentence of its own.
    person(
        status="rehabilitated",
        cases=[case(
            sentences=[
                sentence("1938-05-05", "execution", body="Верховный суд"),
                sentence("1938-06-01", "labour-camp", body="Верховный суд", term_years=10, changes=True),
            ],
            rehabilitations=[{"date": "1958-05-05", "grounds": ["no-event-of-crime"], "body": "прокуратура"}],
        )],
    ),
    # 24: executed on the day of the sentence; 25: two days later; 26: more than a year later.
    person(death=death("1938-02-01"), cases=[case(sentences=[sentence("1938-02-01", "execution")])]),
    person(death=death("1938-02-03"), cases=[case(sentences=[sentence("1938-02-01", "execution")])]),
    person(death=death("1940-02-03"), cases=[case(sentences=[sentence("1938-02-01", "execution")])]),
    # 27: sentenced on a leap day, cleared on the eve of its return: 19 whole years, not 20; 28: in a common year.
    person(
        status="rehabilitated",
        cases=[case(sentences=[sentence("1936-02-29", "exile")], rehabilitations=[{"date": "1956-02-28"}])],
    ),
    person(
        status="rehabilitated",
        cases=[case(sentences=[sentence("1936-02-29", "exile")], rehabilitations=[{"date": "1957-02-28"}])],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The invented people as quads, and what is derived of their columns."""
    return filled(SAMPLE, tmp_path_factory.mktemp("sample"))


def figures(store: Store, tally: str) -> dict[tuple[str, ...], int]:
    """Return the figures of a tally with the last segment of each value."""
    found: Figures = derived(store, DERIVED)[tally]
    return {tuple(value.rpartition("/")[2] for _, value in key): number for key, number in found.items()}


def numbers(found: set[str]) -> set[int]:
    return {int(who.rpartition(".")[2]) for who in found}


def test_derived_figures_of_the_sample_are_those_of_its_quads(sample: Store) -> None:
    """What answers at once must answer what was asked."""
    assert_same(sample)


def test_records_are_counted_by_what_they_say(sample: Store) -> None:
    """Silence, a refusal and a part are kinds of their own."""
    assert figures(sample, "record") == {("rehabilitated",): 7, ("refused",): 2, ("partly",): 1, ("unstated",): 18}
    assert figures(sample, "amnesty") == {("unstated",): 1, ("rehabilitated",): 1, ("refused",): 1}


def test_sentences_are_counted_by_body_and_measure(sample: Store) -> None:
    """One with two measures counts under both; what is not known has a row of its own."""
    found = figures(sample, "sentence-body")

    assert found["troika-unkvd", "death"] == found["troika-unkvd", "confiscation"] == 1
    assert found["oso-ogpu", "exile"] == found["oso-nkvd", "death"] == found["supreme-court", "death"] == 1
    assert (found["camp",], found["unstated",], found[()]) == (1, 1, 9)
    assert sum(found.values()) == 29


def test_a_year_counts_where_the_date_is_known_to_the_year(sample: Store) -> None:
    """A choice between two years is neither."""
    sentences, cleared = figures(sample, "sentence-year"), figures(sample, "rehabilitation-year")

    assert sentences["unstated",] == 1
    assert sentences["1937", "death"] == 3
    assert cleared == {("1957",): 2, ("1956",): 3, ("1989",): 2, ("1939",): 1, ("1958",): 1}


def test_rehabilitations_are_counted_by_body_ground_act_and_region(sample: Store) -> None:
    """A refusal is none; one of two grounds counts under both; a region counts records."""
    assert figures(sample, "rehabilitation-body") == {("supreme-court",): 1, ("prokuratura",): 2, (): 6}
    assert figures(sample, "rehabilitation-ground") == {
        ("sostav",): 1, ("neobosn",): 1, ("nedokaz",): 1, ("sobytie",): 1, (): 6,
    }  # fmt: skip
    assert figures(sample, "rehabilitation-act") == {("a-1991-10-18",): 2, ("a-1989-01-16",): 1, (): 7}
    assert figures(sample, "rehabilitation-region") == {("nebyvalov",): 2, (): 6}
    assert figures(sample, "book-ground") == {
        ("sostav", "nebyvalov-book"): 1, ("neobosn", "nebyvalov-book"): 1, ("nedokaz", "nebyvalov-book"): 1,
        ("nebyvalov-book",): 1, (Iris().thing("book", "Книга без имени").value.rpartition("/")[2],): 1,
    }  # fmt: skip


def test_only_a_wait_that_is_certain_is_counted(sample: Store) -> None:
    """Whole years that the dates leave in doubt are no figure."""
    assert figures(sample, "years-to-rehabilitation") == {
        ("supreme-court", "sostav", "19"): 1,
        ("prokuratura", "sobytie", "20"): 1,
        ("19",): 1,
        ("20",): 1,
    }
    assert figures(sample, "days-to-execution") == {("0",): 1, ("1",): 1, ("2",): 1}


def test_only_dates_that_cannot_all_be_right_contradict_each_other(sample: Store) -> None:
    """A record must not be called wrong for being rough."""
    assert {kind: numbers(found) for kind, found in stated(sample, "contradiction").items()} == {
        "born-after-arrest": {6},
        "born-after-death": {6, 7},
        "sentence-before-arrest": {9, 12},
        "death-before-arrest": {13, 22},
        "death-before-sentence": {15},
        "rehabilitation-before-sentence": {20},
    }
    assert figures(sample, "contradiction")["born-after-death",] == 2


def test_executions_within_a_day_of_any_sentence_are_marked(sample: Store) -> None:
    """The second sentence of two may be the one that was carried out."""
    assert numbers(stated(sample, "executedWithinDay")["true"]) == {1, 4, 24}


@settings(max_examples=25, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=6))
def test_derived_figures_of_any_records_are_those_of_their_quads(people: list[RecordedPerson]) -> None:
    """Whatever records tell, both ways of counting agree."""
    with tempfile.TemporaryDirectory() as folder:
        assert_same(filled(people, Path(folder)))


def test_row_of_a_record_holds_what_was_recognised() -> None:
    """The columns are a table of their own for whoever counts beside the graph."""
    row = table_of([SAMPLE[0]]).to_pylist()[0]

    told = ("number", "file", "line", "status", "amnesty", "residence_region", "book")
    assert {name: row[name] for name in told} == {
        "number": "1", "file": "list.txt", "line": 1, "status": "rehabilitated", "amnesty": False,
        "residence_region": "nebyvalov", "book": "nebyvalov-book",
    }  # fmt: skip
    assert (row["death_kind"], row["death_first"], row["death_last"]) == (
        "executed", date(1937, 8, 27), date(1937, 8, 27),
    )  # fmt: skip
    assert row["sentences"] == [
        {
            "case": 1, "edtf": "1937-08-26", "first": date(1937, 8, 26), "last": date(1937, 8, 26),
            "body": "troika-unkvd", "measures": ["death", "confiscation"], "months": None, "articles": [],
            "changes": False, "closed": False,
        }
    ]  # fmt: skip
    assert row["rehabilitations"] == [
        {
            "case": 1, "edtf": "1957-04", "first": date(1957, 4, 1), "last": date(1957, 4, 30),
            "body": "supreme-court", "grounds": ["sostav"], "acts": ["a-1991-10-18"], "outcome": "granted",
        }
    ]  # fmt: skip


def test_row_of_a_name_alone_is_null_elsewhere() -> None:
    """Absent is null, never 0 or an empty text."""
    row = table_of([person(name="Имярек", name_variants=["Имя"])]).to_pylist()[0]
    told = {name for name, value in row.items() if value not in (None, [], False)}

    assert told == {"number", "file", "line", "name", "name_variants", "status"}
    assert row["name_variants"] == ["Имя"]


def test_term_stands_in_months_by_the_measure_that_bears_it() -> None:
    """As in the quads: a bare term is of a measure that is not named."""
    told = [
        sentence("1938", "labour-camp", "loss-of-rights", term_years=8.5),
        sentence(None, term_years=3),
        sentence(None),
    ]
    found = table_of([person(cases=[case(sentences=told)])]).to_pylist()[0]["sentences"]

    assert [(entry["measures"], entry["months"]) for entry in found] == [
        (["camp", "loss-of-rights"], 102),
        (["unstated"], 36),
        ([], None),
    ]


def test_source_without_people_has_no_figures(tmp_path: Path) -> None:
    """A list of places is a source, too."""
    with pq.ParquetWriter(tmp_path / "records.parquet", RECORDS):
        pass

    assert list(derived_lines(tmp_path / "records.parquet", SOURCE, Iris())) == []


def test_file_that_is_no_table_is_one_line(tmp_path: Path) -> None:
    """A damaged file is named, and the folder's quotes do not matter."""
    folder = tmp_path / "a 'quoted' folder"
    folder.mkdir()
    (folder / "records.parquet").write_bytes(b"PAR1 no table PAR1")

    with pytest.raises(SourceError, match="is no table of records") as caught:
        SourceColumns(folder / "records.parquet")
    assert "\n" not in str(caught.value)


def test_counting_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in the folder of the source, nor where the command was called."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (tmp_path / "it's").mkdir()
    pq.write_table(table_of(SAMPLE), tmp_path / "it's" / "records.parquet")

    assert len(list(derived_lines(tmp_path / "it's" / "records.parquet", SOURCE, Iris()))) > 100
    assert os.listdir(tmp_path / "it's") == ["records.parquet"]
    assert os.listdir(tmp_path / "elsewhere") == []


def test_figures_come_in_one_order(tmp_path: Path) -> None:
    """The same columns give the same bytes, however the threads of the counting run."""
    pq.write_table(table_of(SAMPLE * 40), tmp_path / "records.parquet")
    first, second = (list(derived_lines(tmp_path / "records.parquet", SOURCE, Iris())) for _ in range(2))

    assert first == second
    assert len(first) == len(set(first))


class Silent:
    """Tells nobody how a load goes on."""

    def step(self, name: str) -> None:
        pass

    def advance(self, *, records: int, rejected: int, source_bytes: int) -> None:
        pass


def first_records(path: Path, folder: Path, number: int) -> Path:
    """Write the first *number* bodies of a memorial list into a file of their own."""
    cut = folder / path.name
    with path.open(encoding="utf-8") as file, cut.open("w", encoding="utf-8") as out:
        seen = 0
        for line in file:
            out.write(line)
            seen += line.rstrip("\n") == "---"
            if seen == number:
                break
    return cut


@pytest.mark.skipif(not REAL.is_dir(), reason="the real lists (../shared/data/memorial-lists) are not here")
def test_derived_figures_of_real_lists_are_those_of_their_quads(assembled: Assembled, tmp_path: Path) -> None:
    """Real records hold what nobody thought of."""
    where = Settings(store_path=tmp_path / "store")
    write_version(where.store_path, assembled.nquads(), where.base)
    cut = first_records(REAL / "records.txt", tmp_path, 2_000)
    request = LoadRequest(
        format="memorial-lists", files=(REAL / "annotated.txt", cut), source=SOURCE, now=datetime.now(UTC), jobs=1,
        check=False,
    )  # fmt: skip
    loaded = load(where, request, Silent())
    store = open_store(where.store_path)

    assert loaded.records > 2_000
    assert_same_in(store)
    found = derived(store, DERIVED)
    assert all(found[tally] for tally in found if tally not in ("book-ground", "contradiction"))


def assert_same_in(store: Store) -> None:
    """As `assert_same`, in a copy of the two graphs: the questions would else wade through all others."""
    copy = Store()
    for graph in (GRAPH, DERIVED):
        copy.extend(islice(store.quads_for_pattern(None, None, None, graph), None))
    assert_same(copy)

"""The stored questions over records, on two small lists of invented people that were loaded as any list is."""

from __future__ import annotations

from pathlib import Path

import pytest
from load_fixture import load_table, table, written
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from rehabkg import api
from rehabkg.errors import CallError, ParameterError
from rehabkg.iri import Iris
from rehabkg.pipeline import Assembled
from rehabkg.query.bind import bound_text
from rehabkg.query.catalog import stored_queries, stored_query
from rehabkg.query.run import run_stored
from rehabkg.readers.memorial_table import HEADER
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import open_store
from rehabkg.store.version import write_version

Row = dict[str, str]
NAMES = [query.name for query in stored_queries() if query.name.startswith(("records-", "history-"))]
ELSEWHERE = "https://example.org/other/"
TROIKA, COURT = "тройка при УНКВД по Тульской обл.", "Тульский областной суд"
TROIKA_CODE, COURT_CODE = "troika-unkvd--tulskaya-oblast", "oblastnoj-sud--tulskaya-oblast"
COURT_NAME = "областной суд (Тульская область)"
BOOK = "Книга памяти Небываловской обл"


def row(number: int, surname: str, name: str, patronymic: str = "None", **cells: str) -> str:
    told = {"person_id": str(number), "surname": surname, "name": name, "patronimic": patronymic, **cells}
    return "\t".join(told.get(heading, "None") for heading in HEADER)


FIRST = table(
    row(
        1, "Выдумов", "Иван", "Небылович", birth_year="1890", live_place="Тульская обл., д. Выдумка",
        arest_date="1.8.1937", judicial_organ=TROIKA, process_date="20.2.1938", sentence="ВМН", was_executed="T",
        death_date="21.2.1938", rehabilitation_organ=COURT, rehabilitation_date="5.5.1957",
        rehabilitation_reason="за отсутствием состава преступления", memory_book=BOOK, surname_variations="Выдум",
    ),
    row(
        2, "Небылицын", "Пётр", "Выдумович", birth_year="1901", live_place="Тульская обл., д. Небыль",
        judicial_organ=TROIKA, process_date="21.2.1938", sentence="ВМН", was_executed="T", death_date="21.2.1938",
        rehabilitation_organ=COURT, rehabilitation_date="5.6.1957", memory_book=BOOK,
    ),
    row(
        3, "Сочинская", "Анна", "Ильинична", judicial_organ=TROIKA, process_date="9.3.1938", sentence="8 лет ИТЛ",
        rehabilitation_organ="неведомая палата", rehabilitation_date="1989",
    ),
    row(4, "Придумкин", "Фома", birth_year="1899", process_date="1938", sentence="10 лет ИТЛ, амнистирован"),
    row(
        5, "Ошибкин", "Лев", birth_year="1940", arest_date="1.1.1937", judicial_organ=TROIKA,
        process_date="1.6.1938", sentence="ВМН", was_executed="T", death_date="1.5.1938",
    ),
    row(
        6, "Потапов", "Егор", judicial_organ=TROIKA, process_date="3.3.1938", sentence="10 лет ИТЛ, амнистирован",
        rehabilitation_organ=COURT, rehabilitation_date="1958",
    ),
)  # fmt: skip
SECOND = table(
    row(
        1, "Выдумова", "Мария", judicial_organ=TROIKA, process_date="20.2.1938", sentence="10 лет ИТЛ",
        rehabilitation_organ=COURT, rehabilitation_date="5.5.1957", memory_book=BOOK,
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk with the curated graph and both lists."""
    where = tmp_path_factory.mktemp("records")
    write_version(where / "store", assembled.nquads(), DEFAULT_BASE)
    load_table(where / "store", written(where / "first.tsv", FIRST), source="first")
    load_table(where / "store", written(where / "second.tsv", SECOND), source="second")
    return where / "store"


@pytest.fixture(scope="module")
def graph(folder: Path) -> api.Knowledge:
    return api.Knowledge.open(folder)


def ask(graph: api.Knowledge, name: str, **values: str) -> list[Row]:
    """Return the rows of a stored query, each IRI cut to its last segment and "" for what is unbound."""
    rows = graph.ask(name, **values)
    return [
        {
            variable: ""
            if term is None
            else term.value.rpartition("#" if "#" in term.value else "/")[2]
            if isinstance(term, NamedNode)
            else str(term.value)
            for variable, term in zip(rows.variables, found, strict=True)
        }
        for found in rows
    ]


def cells(rows: list[Row], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(found[column] for column in columns) for found in rows]


def test_rehabilitations_are_counted_for_each_source_alone(graph: api.Knowledge) -> None:
    """One person may stand in both lists, so that a sum over them would count nobody."""
    rows = ask(graph, "records-rehabilitations-by-year")

    assert cells(rows, "source", "year", "records") == [
        ("first", "1957", "2"),
        ("first", "1958", "1"),
        ("first", "1989", "1"),
        ("second", "1957", "1"),
    ]


def test_one_source_can_be_asked(graph: api.Knowledge) -> None:
    """A list is compared with itself, whatever else is loaded."""
    rows = ask(graph, "records-rehabilitations-by-year", source="second")

    assert cells(rows, "source", "year", "records") == [("second", "1957", "1")]
    assert ask(graph, "records-rehabilitations-by-year", source="third") == []


def test_rehabilitations_by_body_tell_the_unknown_apart(graph: api.Knowledge) -> None:
    """What the vocabulary does not know is counted, under no name."""
    rows = ask(graph, "records-rehabilitations-by-body", source="first", lang="ru")

    assert cells(rows, "body", "label", "records") == [(COURT_CODE, COURT_NAME, "3"), ("", "", "1")]


def test_rehabilitations_by_ground_tell_silence_apart(graph: api.Knowledge) -> None:
    """A record that gives no ground is not one that gives none."""
    rows = ask(graph, "records-rehabilitations-by-ground", source="first", lang="ru")

    assert cells(rows, "ground", "label", "records") == [
        ("", "", "3"),
        ("sostav", "за отсутствием состава преступления", "1"),
    ]


def test_rehabilitations_by_act_and_by_region(graph: api.Knowledge) -> None:
    """The region is that of the residence, where the vocabulary knows it."""
    acts = ask(graph, "records-rehabilitations-by-act", source="first")
    regions = ask(graph, "records-rehabilitations-by-region", source="first")

    assert cells(acts, "act", "records") == [("", "4")]
    assert cells(regions, "region", "label", "records") == [("", "", "2"), ("tulskaya-oblast", "Tula Oblast", "2")]


def test_years_to_rehabilitation_by_ground_and_body(graph: api.Knowledge) -> None:
    """1938-02-20 to 1957-05-05 is 19 whole years; from 1938-03-09 to 1989 it may be 50 or 51, which counts nowhere."""
    rows = ask(graph, "records-years-to-rehabilitation", source="first", lang="ru")
    columns = ("ground", "body_label", "records", "fewest_years", "mean_years", "most_years")

    assert cells(rows, *columns) == [
        ("", COURT_NAME, "1", "19", "19", "19"),
        ("sostav", COURT_NAME, "1", "19", "19", "19"),
    ]


def test_sentences_by_body_and_measure(graph: api.Knowledge) -> None:
    """The measures in the words of the scheme, most first."""
    rows = ask(graph, "records-sentences-by-body", source="first")

    assert cells(rows, "body", "measure", "measure_label", "records") == [
        (TROIKA_CODE, "death", "death sentence", "3"),
        (TROIKA_CODE, "camp", "corrective-labour camp", "2"),
        ("", "camp", "corrective-labour camp", "1"),
    ]
    assert [bool(found["body_label"]) for found in rows] == [True, True, False]


def test_sentences_by_year_and_measure(graph: api.Knowledge) -> None:
    """A year alone is enough for a year."""
    rows = ask(graph, "records-sentences-by-year", lang="ru")

    assert cells(rows, "source", "year", "measure", "label", "records") == [
        ("first", "1938", "camp", "исправительно-трудовой лагерь", "3"),
        ("first", "1938", "death", "высшая мера наказания", "3"),
        ("second", "1938", "camp", "исправительно-трудовой лагерь", "1"),
    ]


def test_amnesty_is_no_rehabilitation(graph: api.Knowledge) -> None:
    """Who was amnestied, by what the record says of rehabilitation; and by name those of whom it says nothing."""
    counted = ask(graph, "records-amnestied")
    silent = ask(graph, "records-amnestied-not-rehabilitated")
    cleared = ask(graph, "records-amnestied-not-rehabilitated", stated="rehabilitated")

    assert cells(counted, "source", "stated", "records") == [
        ("first", "rehabilitated", "1"),
        ("first", "unstated", "1"),
    ]
    assert cells(silent, "observation", "name", "born", "stated") == [("first.4", "Придумкин Фома", "1899", "unstated")]
    assert cells(cleared, "observation", "name") == [("first.6", "Потапов Егор")]


def test_what_records_say_of_rehabilitation(graph: api.Knowledge) -> None:
    """Silence is a row of its own."""
    rows = ask(graph, "records-stated", lang="ru")

    assert cells(rows, "source", "stated", "label", "records") == [
        ("first", "rehabilitated", "реабилитирован", "4"),
        ("first", "unstated", "запись молчит", "2"),
        ("second", "rehabilitated", "реабилитирован", "1"),
    ]


def test_executed_within_a_day_of_the_sentence(graph: api.Knowledge) -> None:
    """Of one day, with the sentence that was carried out; a day on which nobody was has no row."""
    rows = ask(graph, "records-executed-within-a-day", day="1938-02-21")

    assert cells(rows, "observation", "name", "sentenced", "died", "stated") == [
        ("first.1", "Выдумов Иван Небылович", "1938-02-20", "1938-02-21", "rehabilitated"),
        ("first.2", "Небылицын Пётр Выдумович", "1938-02-21", "1938-02-21", "rehabilitated"),
    ]
    assert ask(graph, "records-executed-within-a-day", day="1938-05-01") == []


def test_days_from_sentence_to_execution(graph: api.Knowledge) -> None:
    """Only where both are given to the day, and in their order."""
    rows = ask(graph, "records-days-to-execution")

    assert cells(rows, "source", "days", "records") == [("first", "0", "1"), ("first", "1", "1")]


def test_records_whose_dates_contradict_each_other(graph: api.Knowledge) -> None:
    """Counted by kind, and one by one with the place in the file where an editor can look."""
    counted = ask(graph, "records-contradictions")
    found = ask(graph, "records-contradictory-dates", kind="born-after-death")

    assert cells(counted, "kind", "records") == [
        ("born-after-arrest", "1"),
        ("born-after-death", "1"),
        ("death-before-sentence", "1"),
    ]
    assert cells(found, "observation", "name", "born", "died", "locator") == [
        ("first.5", "Ошибкин Лев", "1940", "1938-05-01", "first.tsv, line 6")
    ]
    assert cells(ask(graph, "records-contradictory-dates"), "observation") == [("first.5",)]


def test_books_that_give_a_ground_and_those_that_are_silent(graph: api.Knowledge) -> None:
    """Of one book in two lists, each list is told alone."""
    rows = ask(graph, "records-books-and-grounds")

    assert cells(rows, "source", "label", "with_ground", "silent") == [
        ("first", BOOK, "1", "1"),
        ("second", BOOK, "0", "1"),
    ]


def test_history_of_one_record_goes_by_date(graph: api.Knowledge) -> None:
    """From birth to rehabilitation, each with its body, measure and ground, under the name and no variant of it."""
    rows = ask(graph, "history-of-record", who="first.1")

    assert {found["name"] for found in rows} == {"Выдумов Иван Небылович"}
    assert cells(rows, "what", "edtf", "body", "detail") == [
        ("bornOn", "1890", "", ""),
        ("RecordedArrest", "1937-08-01", "", ""),
        ("RecordedSentence", "1938-02-20", TROIKA_CODE, "death"),
        ("diedOn", "1938-02-21", "", ""),
        ("RecordedRehabilitation", "1957-05-05", COURT_CODE, "sostav"),
    ]
    assert ask(graph, "history-of-record", who="first.999") == []


@pytest.mark.parametrize("who", ["Выдумова Мария", "Vydumova Marija", "выдумва мария", "Мария", "умова мар"])
def test_history_is_found_by_name(who: str, graph: api.Knowledge) -> None:
    """Whatever a descendant has of the name leads to the record, through the index beside the store."""
    rows = [found for found in ask(graph, "history-by-name", who=who) if found["observation"] == "second.1"]

    assert cells(rows, "what", "edtf", "detail") == [
        ("RecordedSentence", "1938-02-20", "camp"),
        ("RecordedRehabilitation", "1957-05-05", ""),
    ]


def test_name_that_nobody_has_gives_no_row(graph: api.Knowledge) -> None:
    """Nor does a name with nothing to seek pass for everybody."""
    assert ask(graph, "history-by-name", who="Ктотоиной") == []
    assert ask(graph, "history-by-name") == []
    with pytest.raises(CallError, match="is not one to"):
        graph.ask("history-by-name", who="...")


def test_name_is_sought_only_where_an_index_is() -> None:
    """An endpoint has none."""
    with pytest.raises(ParameterError, match="no store with an index of names is open"):
        bound_text(stored_query("history-by-name"), {"who": "Выдумов"})


@pytest.mark.parametrize("who", ["first 1", "first.1> <urn:x", "First.1", ""])
def test_value_that_is_no_record_is_refused(who: str, graph: api.Knowledge) -> None:
    """A slip in an id must not look like a person of whom nothing is known."""
    with pytest.raises(ParameterError):
        graph.ask("history-of-record", who=who)


def test_every_question_over_records_is_asked_here() -> None:
    """A question without expected rows may answer anything."""
    text = Path(__file__).read_text(encoding="utf-8")

    assert NAMES
    assert [name for name in NAMES if f'ask(graph, "{name}"' not in text] == []


@pytest.fixture(scope="module")
def merged(folder: Path) -> Store:
    """Both lists and the curated graph as one default graph, each statement once, and no named graph."""
    store = Store()
    store.extend({Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in open_store(folder)})
    return store


def asked(name: str) -> dict[str, str]:
    return {"who": "first.1"} if name == "history-of-record" else {}


@pytest.mark.parametrize("name", NAMES)
def test_question_gives_the_same_rows_on_a_merged_graph(name: str, graph: api.Knowledge, merged: Store) -> None:
    """Other stores merge what several graphs state; a question that counts statements would answer otherwise there."""
    text = bound_text(stored_query(name), asked(name), Iris())
    found = [[str(term) for term in solution] for solution in merged.query(text)]

    assert found == [[str(term) for term in solution] for solution in graph.ask(name, **asked(name))]
    assert found or name == "history-by-name"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store under another base, with the first list alone."""
    where = tmp_path_factory.mktemp("elsewhere")
    write_version(where / "store", b"", ELSEWHERE)
    load_table(where / "store", written(where / "first.tsv", FIRST), source="first", base=ELSEWHERE)
    return open_store(where / "store")


@pytest.mark.parametrize("name", NAMES)
def test_question_asks_for_the_things_of_another_base(name: str, elsewhere: Store) -> None:
    """Whoever publishes under an address of their own asks in the same words."""
    rows = run_stored(elsewhere, stored_query(name), asked(name), Settings(base=ELSEWHERE))
    things = [term.value for found in rows for term in found if isinstance(term, NamedNode)]

    assert rows.texts() or name == "history-by-name"
    assert not [thing for thing in things if thing.startswith((DEFAULT_BASE + "id/", DEFAULT_BASE + "vocab/"))]

"""What a check of a batch rejects: the records that break a shape, and no others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from pyoxigraph import RdfFormat, parse
from record_batches import SOURCE, batch_of, numbered
from recorded_people import NUMBERS, PEOPLE, PLACES, PRINTED

from rehabkg.errors import ShapesError
from rehabkg.iri import local_name
from rehabkg.records.model import Article, RecordedCase, RecordedPerson, RecordedPlace, Sentence
from rehabkg.records.printed import PrintedRecord
from rehabkg.settings import DEFAULT_BASE
from rehabkg.validation.batch import CheckedBatch, checked, record_of
from rehabkg.validation.fast import batch_check

OF_RECORDS = re.compile(r"/id/(?:record|observation|case|event|decision|recorded-place|figure)/")


def check(data: bytes) -> CheckedBatch:
    return checked(data, batch_check())


def broken(found: CheckedBatch) -> dict[str, list[str]]:
    """The shapes that each record breaks."""
    return {
        record: [result.shape.rpartition("#")[2] for result in results] for record, results in found.rejected.items()
    }


def sentenced(*sentences: Sentence) -> RecordedPerson:
    return RecordedPerson(name="Примеров Иван", cases=(RecordedCase(sentences=sentences),))


def test_only_the_records_that_break_a_shape_are_rejected() -> None:
    """One bad row costs that row, not the batch."""
    people = [
        RecordedPerson(age=44),
        RecordedPerson(age=130),
        RecordedPerson(sex="male"),
        RecordedPerson(sex="m", age=999),
    ]

    found = check(batch_of(numbered(people)))

    assert broken(found) == {
        "list.2": ["PersonObservation-ageAsPrinted"],
        "list.4": ["PersonObservation-ageAsPrinted", "PersonObservation-sex"],
    }
    assert (found.warnings, found.unplaced) == ([], [])


def test_violation_of_a_shared_value_rejects_every_record_that_refers_to_it() -> None:
    """A date or an article is described once; each record that gives it is as wrong as the others."""
    wrong, right = Article("агитация"), Article("58-10")
    people = [
        sentenced(Sentence(articles=(wrong,))),
        sentenced(Sentence(articles=(right,))),
        sentenced(Sentence(articles=(right, wrong)), Sentence(articles=(wrong,))),
    ]

    found = check(batch_of(numbered(people)))

    assert broken(found) == {"list.1": ["SharedArticle-notation"], "list.3": ["SharedArticle-notation"]}
    assert found.unplaced == []


def test_doubtful_record_is_listed_and_not_rejected() -> None:
    """Sources err, and what they say is kept; a person should look at it."""
    found = check(batch_of(numbered([sentenced(Sentence(date="1893"), Sentence(date="1938"))])))

    assert found.rejected == {}
    assert [(result.shape.rpartition("-")[2], record_of(result.focus)) for result in found.warnings] == [
        ("notBefore", "list.1")
    ]


def test_violation_that_no_record_is_to_blame_for_is_not_lost() -> None:
    """It is a fault of the mapping: a load that goes on would load it."""
    data = f"<{DEFAULT_BASE}id/book/red> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    data += "<https://w3id.org/rehabkg/ontology#Book> .\n"

    found = check(batch_of(numbered([RecordedPerson()])) + data.encode())

    assert found.rejected == {}
    assert [result.shape.rpartition("#")[2] for result in found.unplaced] == ["SharedBook-title"]


def test_place_is_rejected_with_its_figures() -> None:
    """A list of camps has rows as well; the year of a number is a column of its own."""
    places = [
        (PrintedRecord(str(number), "camps.csv", f"row {number}", number, "Примерлаг"), place)
        for number, place in enumerate(
            [
                RecordedPlace("Примерлаг", "лагерь", latitude="55.5", longitude="37", figures=(("1938", 1200),)),
                RecordedPlace("Примерлаг", "лагерь", figures=(("1938", 1200), ("1838", 10))),
                RecordedPlace("Примерлаг", "лагерь", latitude="37", longitude="555"),
            ],
            start=1,
        )
    ]

    assert broken(check(batch_of(places))) == {
        "list.2": ["RecordedFigure-figureYear"],
        "list.3": ["RecordedPlace-point"],
    }


@settings(max_examples=60, deadline=None)
@given(PRINTED, PEOPLE, PLACES)
def test_every_thing_of_a_record_tells_its_record(
    printed: PrintedRecord, person: RecordedPerson, place: RecordedPlace
) -> None:
    """A violation whose record is not found would be loaded, or would take another record with it."""
    record = f"{SOURCE}.{local_name(printed.number)}"
    subjects = {
        quad.subject.value
        for found in (person, place)
        for quad in parse(batch_of([(printed, found)]), format=RdfFormat.N_TRIPLES)
    }

    assert {record_of(subject) for subject in subjects if OF_RECORDS.search(subject)} == {record}
    assert {record_of(subject) for subject in subjects if not OF_RECORDS.search(subject)} <= {None}


@settings(max_examples=200, deadline=None)
@given(NUMBERS, NUMBERS)
def test_records_are_told_apart_by_what_is_rejected(first: str, second: str) -> None:
    """The number of one record may look like a part of another."""
    if local_name(first) == local_name(second):
        return
    printed = [PrintedRecord(number, "list.txt", "", None, "entry") for number in (first, second)]
    people = [sentenced(Sentence(measures=("no-measure",))), sentenced(Sentence(measures=("exile",)))]

    found = check(batch_of(zip(printed, people, strict=True)))

    assert list(found.rejected) == [f"{SOURCE}.{local_name(first)}"]


@pytest.mark.parametrize(
    "thing",
    [
        "id/dating/1937-11-02", "id/measure/camp-P10Y", "id/body/b-oso", "id/book/red-1", "vocab/article/rsfsr-58-10",
        "id/person/p0052", "graph/list.1", "id/observation/", "id/decision/list.1",
    ],
)  # fmt: skip
def test_what_records_share_belongs_to_none(thing: str) -> None:
    """Else a date would be taken for a record, and the records that give it would be loaded."""
    assert record_of(DEFAULT_BASE + thing) is None


def test_line_that_is_no_statement_is_told() -> None:
    """It comes of a fault of the mapping, and of no record."""
    with pytest.raises(ShapesError, match="no statement"):
        check(b"not a statement at all\n")

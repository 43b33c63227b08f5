"""A person is written as the JSON object of FORMAT.md."""

from __future__ import annotations

import json

from rehabkg.records.jsonl import record_id, to_json, to_object
from rehabkg.records.model import (
    Arrest,
    Article,
    Death,
    RecordedCase,
    RecordedPerson,
    Rehabilitation,
    Release,
    Sentence,
)

SENTENCE = Sentence("1937-05-03", "тройка", "58-10", (Article("58-10", "rsfsr"),), ("labour-camp",), 10.0, "10 лет ИТЛ")
PERSON = RecordedPerson(
    sex="female",
    birth_date="1901",
    nationality="полька",
    death=Death("1942", "died", "г. Речной"),
    status="rehabilitated",
    amnesty=True,
    cases=(
        RecordedCase(
            (Arrest("1937-02-01"), Arrest(None)),
            (SENTENCE, Sentence(term_years=0.5)),
            (Release("1941", "amnesty", "осв."),),
            (Rehabilitation("1989", "Прокуратура", ("not-proven",), ("other-act",)),),
        ),
    ),
)


def test_the_object_has_the_keys_and_values_of_the_format() -> None:
    """An arrest without a date has nothing to list; a whole number of years is written whole."""
    written = to_object(PERSON, "Родилась в 1901 г.")

    assert written["id"] == record_id("Родилась в 1901 г.")
    assert written["arrests"] == ["1937-02-01"]
    assert written["sentences"][0] == {
        "body": "тройка", "date": "1937-05-03", "articles": ["58-10"], "charge": "58-10", "measures": ["labour-camp"],
        "term_years": 10,
    }  # fmt: skip
    assert written["sentences"][1]["term_years"] == 0.5
    assert written["death"] == {"date": "1942", "kind": "died", "place": "г. Речной"}
    assert written["releases"] == [{"date": "1941", "ground": "amnesty", "text": "осв."}]
    assert written["rehabilitations"] == [
        {"date": "1989", "body": "Прокуратура", "grounds": ["not-proven"], "acts": ["other-act"]}
    ]
    assert (written["rehabilitation_status"], written["amnesty"]) == ("rehabilitated", True)


def test_the_id_is_that_of_the_stripped_body() -> None:
    """White space around a body, which readers may keep, is no part of the record."""
    assert record_id("\n Родилась в 1901 г.\n") == record_id("Родилась в 1901 г.") != record_id("Родился в 1901 г.")
    assert record_id("Родилась в 1901 г.\r\nПриговор: ВМН") == record_id("Родилась в 1901 г.\nПриговор: ВМН")


def test_a_record_is_one_line_of_json_in_cyrillic() -> None:
    """The lines can be read by people and by any tool that reads a line at a time."""
    line = to_json(PERSON, "Родилась\nв 1901 г.")

    assert "\n" not in line
    assert "полька" in line
    assert json.loads(line) == to_object(PERSON, "Родилась\nв 1901 г.")


def test_a_person_of_whom_nothing_is_known_is_written_with_nulls() -> None:
    """Absent is null, never an empty text."""
    written = to_object(RecordedPerson(), "")

    assert written["sex"] is written["death"] is written["birth_date"] is None
    assert written["sentences"] == written["arrests"] == written["rehabilitations"] == []
    assert written["rehabilitation_status"] == "unstated"

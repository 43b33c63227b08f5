"""Counting rows in bytes: wherever the pieces fall and whatever the texts hold, no row is lost and none is halved."""

from __future__ import annotations

import csv
import io
import json

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results

from rehabkg.endpoint.evaluate import evaluate
from rehabkg.endpoint.rows import Enough, RowSink
from rehabkg.endpoint.task import Limits, QueryAnswer, Task, answer_frame, answer_of, length_of, task_frame, task_of
from rehabkg.settings import Settings

FORMS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
# Letters that the formats use as signs, and a few that they do not.
TEXTS = st.text(st.sampled_from('},{"\\]\n\r\t<>/result&;ё '), max_size=12)


def written(texts: list[str], form: str) -> bytes:
    """The rows as pyoxigraph writes them."""
    bindings = [{"a": {"type": "literal", "value": text}} if text else {} for text in texts]
    content = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": bindings}})
    found = parse_query_results(content, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return bytes(found.serialize(format=FORMS[form]) or b"")


def read(content: bytes, form: str) -> int:
    """The number of rows, by other readers."""
    if form == "json":
        return len(json.loads(content)["results"]["bindings"])
    if form == "xml":
        return len(ElementTree.fromstring(content.replace(b"\r", b"&#13;"))[1])
    if form == "csv":
        return len(list(csv.reader(io.StringIO(content.decode(), newline="")))) - 1
    return content.count(b"\n") - 1


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=12), st.integers(1, 12), st.integers(1, 40), st.sampled_from(sorted(FORMS)))
def test_rows_are_cut_where_they_end(texts: list[str], most: int, piece: int, form: str) -> None:
    """The bytes come in any pieces, and any text may look like the end of a row."""
    whole = written(texts, form)
    sink = RowSink(form, rows=most, answer_bytes=10_000)
    try:
        for start in range(0, len(whole), piece):
            sink.write(whole[start : start + piece])
    except Enough:
        assert len(texts) > most

    content, cut = sink.content()

    assert read(content, form) == min(len(texts), most)
    assert (cut is not None) == (len(texts) > most)
    assert cut is not None or content == whole


@pytest.mark.parametrize("form", sorted(FORMS))
def test_store_is_stopped_early(form: str) -> None:
    """What nobody will be sent is not computed: the sink ends the store's work at the limit."""
    sink = RowSink(form, rows=10, answer_bytes=10**9)
    found = Store().query("SELECT * { VALUES ?a { 1 2 3 4 5 6 7 8 9 10 } VALUES ?b { 1 2 3 4 5 6 7 8 9 10 } }")
    assert isinstance(found, QuerySolutions)

    with pytest.raises(Enough):
        found.serialize(sink, FORMS[form])

    assert read(sink.content()[0], form) == 10


@given(st.text(max_size=50), st.lists(st.text(max_size=9), max_size=3), st.binary(max_size=99))
def test_frames_carry_whatever_is_asked_and_answered(text: str, names: list[str], content: bytes) -> None:
    """What crosses the pipe is what was sent."""
    task = Task(text, "csv", None, tuple(names), (), (), Limits(seconds=1.5))
    frame = task_frame(task)
    assert length_of(frame[:4]) == len(frame) - 4
    assert task_of(frame[4:]) == task

    head, body = answer_frame(QueryAnswer(200, text, "csv", "rows=1", 3, content))
    answer, size = answer_of(head[4:])
    assert (answer.detail, answer.truncated, answer.statements, size, body) == (
        text,
        "rows=1",
        3,
        len(content),
        content,
    )


def test_control_character_is_refused_in_xml_only() -> None:
    """XML has no way to write it; an answer that no reader takes would be worse than none."""
    store, text = Store(), 'SELECT ("\\u0007" AS ?bell) {}'

    assert evaluate(store, Task(text, "xml"), Settings()).status == 400
    assert evaluate(store, Task(text, "json"), Settings()).status == 200


@pytest.mark.parametrize(
    ("text", "results", "graph", "status"),
    [
        ("ASK {}", "json", None, 200),
        ("ASK {}", None, "ttl", 406),
        ("CONSTRUCT { <urn:s> <urn:p> 1 } {}", "json", None, 406),
        ("SELECT (1/0 AS ?x) {}", "json", None, 200),
        ("SELECT", "json", None, 400),
        ("CONSTRUCT { <urn:s> <urn:p/> 1 } {}", None, "rdf", 400),
    ],
)
def test_answer_or_reason(text: str, results: str | None, graph: str | None, status: int) -> None:
    """A query ends in an answer or in a reason, never in a worker that has died."""
    answer = evaluate(Store(), Task(text, results, graph), Settings())

    assert answer.status == status
    assert (status == 200) == (answer.detail == "")

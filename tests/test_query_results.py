"""Results: what a store answers is what stands in each W3C format, term by term, in every run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from test_query_header import GOOD, written

from rehabkg.errors import QueryError
from rehabkg.namespaces import XSD
from rehabkg.query.header import read_query
from rehabkg.query.results import FORMATS, Answer, Rows, Triples, short_iri, shown
from rehabkg.query.run import run_stored, run_text
from rehabkg.settings import Settings

SETTINGS = Settings()
Term = Literal | NamedNode | None

TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn"))),
    st.text(st.sampled_from("\"'\\,;\t\n\r <>&{}|^`.:@#?_яЁéд́😀​]")),
)
IRIS = st.text(st.sampled_from("abcя/?=()%.,;'&!")).map(lambda tail: f"http://e/#{tail.replace('%', '%D0')}")
TERMS = st.one_of(
    st.none(),
    IRIS.map(NamedNode),
    TEXTS.map(Literal),
    st.tuples(TEXTS, st.sampled_from(["en", "ru", "ru-latn", "zh-hant-tw", "x-own"])).map(
        lambda pair: Literal(pair[0], language=pair[1])
    ),
    st.tuples(TEXTS, IRIS).map(lambda pair: Literal(pair[0], datatype=NamedNode(pair[1]))),
    st.integers().map(lambda number: Literal(str(number), datatype=NamedNode(XSD + "integer"))),
    st.sampled_from(["1937", "1937-08", "-0044-03-15", "no date"]).map(
        lambda day: Literal(day, datatype=NamedNode(XSD + "date"))
    ),
    # pyoxigraph keeps numbers by their value, so only what is written in the plainest way comes back to the letter.
    st.sampled_from(["0", "-1", "INF"]).map(lambda number: Literal(number, datatype=NamedNode(XSD + "double"))),
    st.booleans().map(Literal),
)
TABLES = st.lists(st.tuples(TERMS, TERMS), max_size=5)


def select(table: list[tuple[Term, Term]]) -> Rows:
    """Return the rows of a SELECT query that a store answers with *table*."""
    lines = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in table)
    found = run_text(Store(), f"SELECT ?first ?второе WHERE {{ VALUES (?first ?второе) {{ {lines} }} }}", SETTINGS)
    assert isinstance(found, Rows)
    return found


def read(content: bytes, name: str) -> list[tuple[Term, ...]]:
    """Return the rows that a client reads."""
    parsed = parse_query_results(content, format=FORMATS[name])
    assert isinstance(parsed, QuerySolutions)
    variables = [variable.value for variable in parsed.variables]
    assert variables == ["first", "второе"]
    return [tuple(row[variable] for variable in variables) for row in parsed]


@given(TABLES)
def test_rows_read_back_as_they_were_answered(table: list[tuple[Term, Term]]) -> None:
    """A format that loses a language, a datatype or a line break gives a reader another fact than the graph holds."""
    rows = select(table)

    assert list(rows) == list(rows) == table
    for name in ("json", "xml", "tsv"):
        assert read(rows.formatted(name), name) == table


@given(TABLES)
def test_csv_holds_the_text_of_each_term(table: list[tuple[Term, Term]]) -> None:
    """CSV is for spreadsheets: it drops types by its standard, but no letter and no cell."""
    content = select(table).formatted("csv").decode()

    written_rows = list(csv.reader(io.StringIO(content, newline="")))
    assert written_rows == [["first", "второе"], *([term.value if term else "" for term in row] for row in table)]


@given(TABLES)
def test_json_and_xml_are_read_by_other_programs(table: list[tuple[Term, Term]]) -> None:
    """Our own parser may forgive what ours wrote; Python's do not."""
    rows = select(table)

    bindings = json.loads(rows.formatted("json"))["results"]["bindings"]
    values = [[row[name]["value"] if name in row else None for name in ("first", "второе")] for row in bindings]
    assert values == [[term.value if term else None for term in row] for row in table]
    space = "{http://www.w3.org/2005/sparql-results#}"
    results = ET.fromstring(rows.formatted("xml")).findall(f"{space}results/{space}result")  # noqa: S314
    found = [{binding.get("name"): binding[0].text or "" for binding in result} for result in results]
    assert found == [
        {name: term.value for name, term in zip(("first", "второе"), row, strict=True) if term} for row in table
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_no_row_is_still_a_result_with_its_columns(name: str) -> None:
    """That nothing was found is an answer; a program must not take it for a fault."""
    content = select([]).formatted(name)

    assert b"first" in content
    assert "второе".encode() in content
    if name != "csv":
        assert read(content, name) == []


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\x1b", "￾"])
def test_letter_that_xml_cannot_hold_is_told(letter: str) -> None:
    """XML that no parser reads is worse than a line that says why; the other formats hold every letter."""
    rows = select([(Literal(f"a{letter}b"), None)])

    with pytest.raises(QueryError, match=r"control character.*; ask for json$"):
        rows.formatted("xml")
    assert read(rows.formatted("json"), "json") == read(rows.formatted("tsv"), "tsv") == list(rows)


@pytest.mark.parametrize(("query", "value"), [("ASK {}", True), ("ASK { ?s ?p ?o }", False)])
def test_boolean_is_a_boolean_in_each_format(query: str, value: bool) -> None:
    """Formats that carry a boolean are read by a parser, the two tables by a person."""
    answer = run_text(Store(), query, SETTINGS)

    assert answer == Answer(value)
    for name in ("json", "xml"):
        parsed = parse_query_results(answer.formatted(name), format=FORMATS[name])
        assert isinstance(parsed, QueryBoolean)
        assert bool(parsed) is value
    assert answer.formatted("csv") == answer.formatted("tsv") == str(value).lower().encode()


def filled() -> Store:
    """A store with blank nodes, a statement in two graphs, and letters of all kinds."""
    store = Store()
    for number in range(20):
        node = BlankNode()
        store.add(Quad(node, NamedNode("urn:x-of"), Literal(f"{number} «да»\n", language="ru"), NamedNode("urn:x-a")))
        store.add(Quad(node, NamedNode("urn:x-of"), Literal(f"{number} «да»\n", language="ru"), NamedNode("urn:x-b")))
    return store


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT { [] <urn:x-said> ?o ; <urn:x-in> _:list . _:list <urn:x-of> ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT { <urn:x-all> <urn:x-said> ?o } WHERE { ?s ?p ?o }",
    ],
    ids=["statements", "blank nodes of the template", "plain"],
)
def test_construct_gives_the_same_bytes_in_every_run(query: str) -> None:
    """Two runs that differ look like a change of the data; stores name blank nodes at random."""
    first, second, third = (run_text(store, query, SETTINGS) for store in (filled(), filled(), filled()))

    assert first == second == third
    assert isinstance(first, Triples)
    content = first.formatted("json")
    lines = content.splitlines()
    assert lines == sorted(set(lines))
    assert len(list(parse(content, format=RdfFormat.N_TRIPLES))) == len(lines) >= 20


def test_describe_and_an_empty_graph_are_triples() -> None:
    """Nothing to say is no line, and no fault."""
    assert run_text(Store(), "DESCRIBE <urn:x-nobody>", SETTINGS) == Triples(b"")
    assert run_text(Store(), "CONSTRUCT WHERE { ?s ?p ?o }", SETTINGS) == Triples(b"")


@pytest.mark.parametrize(
    "text", ["", "SELECT", "SELECT * WHERE { ?s ?p }", "INSERT DATA { <urn:a> <urn:b> 1 }", "DROP ALL", "\x1b[2J", "É"]
)
def test_text_that_is_no_query_is_one_line(text: str) -> None:
    """An update is no query either: the store of a build is never written again."""
    with pytest.raises(QueryError, match=r"^the query cannot be run: ") as caught:
        run_text(Store(), text, SETTINGS)

    assert str(caught.value).isprintable()


def test_union_of_the_graphs_is_what_is_asked() -> None:
    """Each source has a graph of its own; who does not name one asks them all."""
    rows = run_text(filled(), "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s <urn:x-of> ?o }", SETTINGS)

    assert rows.texts() == [("20",)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("SELECT ?who", "SELECT ?day", r"^query 'asked' gives the columns \('day',\), its header \('who',\)$"),
        ("SELECT ?who", "SELECT ?who ?day", r"^query 'asked' gives the columns \('who', 'day'\), its header"),
        ("SELECT ?who\nWHERE", "ASK", "^query 'asked' is no SELECT query$"),
    ],
)
def test_stored_query_that_is_not_what_its_header_says_is_told(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    """A heading above another column is a wrong fact in a table."""
    text = GOOD.replace(old, new).replace("ORDER BY ?who\n" if new == "ASK" else "\n\n\n", "")
    query = read_query(written(tmp_path, text))

    with pytest.raises(QueryError, match=message):
        run_stored(Store(), query, {}, SETTINGS)


def test_terms_are_shown_as_people_read_them() -> None:
    """A table has no room for IRIs; what is cut must still tell the thing."""
    assert shown(None) == ""
    assert shown(Literal("Катынь", language="ru")) == "Катынь"
    assert shown(NamedNode("https://w3id.org/rehabkg/id/group/katyn")) == "group/katyn"
    assert shown(NamedNode(XSD + "date")) == "xsd:date"
    assert shown(NamedNode("urn:x")) == "urn:x"
    assert short_iri("http://e/a") == "http://e/a"
    assert shown(BlankNode("b")) == "_:b"


def test_formats_are_those_of_the_w3c() -> None:
    """The names stand in commands and addresses; each must mean what the standard says."""
    assert {name: form.media_type for name, form in FORMATS.items()} == {
        "json": "application/sparql-results+json",
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
        "xml": "application/sparql-results+xml",
    }
    assert FORMATS["json"] == QueryResultsFormat.JSON

"""Stored queries: each fault of a header has its one line, and every query of the project is what its header says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, Store
from rdflib.plugins.sparql import prepareQuery

from rehabkg import assets
from rehabkg.errors import NotFoundError, QueryError
from rehabkg.namespaces import REHAB, XSD
from rehabkg.query.catalog import stored_queries, stored_query
from rehabkg.query.header import StoredQuery, read_query
from rehabkg.settings import DEFAULT_BASE
from rehabkg.vocabulary import read_turtle

QUERIES = stored_queries()
# The evidence lies beside the checkout, and a wheel does not carry it.
QUESTIONS = assets.ROOT.parent / "shared" / "facts" / "questions.md"

GOOD = """\
#+ title.en = "Who was sentenced from one day on?"
#+ title.ru = "Кто осуждён начиная с некоторого дня?"
#+ description.en = "Sentences."
#+ description.ru = "Приговоры."
#+ questions = ["1", "22"]
#+ view = "table"
#+ [columns]
#+ who = {en = "person", ru = "лицо"}
#+ [parameters.day]
#+ type = "xsd:date"
#+ about = {en = "the first day", ru = "первый день"}

SELECT ?who
WHERE {
  VALUES ?day { "1937-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }
  ?who <urn:x-sentenced> ?day .
}
ORDER BY ?who
"""
LINE = '  VALUES ?day { "1937-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }\n'


def written(folder: Path, text: str) -> Path:
    """Write *text* as a stored query."""
    path = folder / "asked.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_header_is_read_whole(tmp_path: Path) -> None:
    """The catalogue, the forms of the page and the command all show what stands here and nowhere else."""
    query = read_query(written(tmp_path, GOOD))

    assert query.name == "asked"
    assert query.title == {
        "en": "Who was sentenced from one day on?",
        "ru": "Кто осуждён начиная с некоторого дня?",
    }
    assert query.questions == ("1", "22")
    assert query.view == "table"
    assert list(query.columns) == ["who"]
    assert query.parameters["day"].type == "xsd:date"
    assert query.parameters["day"].default == '"1937-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert query.parameters["day"].line == LINE.rstrip("\n")
    assert query.text == GOOD


# A fault: what is put in place of what, and how the one line goes on behind the file.
FAULTS = {
    "no TOML": ('title.en = "', "title.en = ", "the header is no TOML: "),
    "no header": ("#+", "#", "title is not given in English and Russian"),
    "no Russian title": ("#+ title.ru", "#+ title.de", "title is not given in English and Russian (title.en, "),
    "title that is no text": ("#+ title.ru = ", "#+ title.ru = 7 #", "title is not given in English and Russian"),
    "plain title": (
        '#+ title.en = "Who was sentenced from one day on?"\n#+ title.ru', "#+ title", "title is not given in English"
    ),
    "no description": ("#+ description.en", "#+ description.de", "description is not given in English and Russian"),
    "questions as one number": ('["1", "22"]', "7", "questions is not a list of texts"),
    "questions as numbers": ('["1", "22"]', "[1, 22]", "questions is not a list of texts"),
    "unknown view": ('"table"', '"pie"', "view 'pie' is not one of table, map, timeline, bar, graph"),
    "no view": ('#+ view = "table"', "#", "view None is not one of table"),
    "no columns": ('#+ [columns]\n#+ who = {en = "person", ru = "лицо"}', "#", "the header names no columns"),
    "columns as a list": ('[columns]\n#+ who = {en = "person", ru = "лицо"}', 'columns = ["who"]', "names no columns"),
    "column without Russian": (', ru = "лицо"', "", "columns.who is not given in English and Russian"),
    "parameters as a list": ("[parameters.day]", "[[parameters]]", "parameters is not a table"),
    "unknown type": ('"xsd:date"', '"xsd:gYear"', "parameters.day.type is no datatype, thing or concept"),
    "type with more behind it": ('"xsd:date"', '"xsd:date }"', "parameters.day.type is no datatype, thing or concept"),
    "no type": ('#+ type = "xsd:date"', "#", "parameters.day.type is no datatype, thing or concept"),
    "no about": ('#+ about = {en = "the first day", ru = "первый день"}', "#", "parameters.day.about is not given"),
    "no VALUES line": (LINE, "", "parameter 'day' has no one line 'VALUES ?day { default }'"),
    "VALUES over two lines": ("VALUES ?day {", "VALUES ?day {\n", "parameter 'day' has no one line"),
    "the same line twice": (LINE, LINE + LINE, "parameter 'day' has no one line"),
    "two lines that differ": (LINE, LINE + "  VALUES ?day { UNDEF }\n", "parameter 'day' has no one line"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), FAULTS.values(), ids=FAULTS)
def test_fault_of_a_header_is_one_line_with_the_file(old: str, new: str, message: str, tmp_path: Path) -> None:
    """Who writes a query sees which of forty files to mend and what it wants, not where Python stood."""
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new))

    with pytest.raises(QueryError) as caught:
        read_query(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"\xff"], ids=["missing", "no UTF-8"])
def test_file_that_cannot_be_read_is_one_line(content: bytes | None, tmp_path: Path) -> None:
    """A file saved in another encoding is the writer's to mend, as a header is."""
    path = tmp_path / "asked.rq"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(QueryError, match=re.escape(f"{path}: cannot be read: ")) as caught:
        read_query(path)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["nothing-like-it", "../queries/status-as-of", "status-as-of.rq", "", "status-as-off"])
def test_name_that_is_not_stored_is_told(name: str) -> None:
    """A name comes from a command line or an address: it must reach no other file, and a slip gets a hint."""
    with pytest.raises(NotFoundError, match=r"is not stored; (do you mean .*|'rehabkg queries' lists them)$"):
        stored_query(name)


def code(query: StoredQuery) -> str:
    """Return the query without comments, IRIs and strings."""
    return re.sub(r'<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|#[^\n]*', " ", query.text)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_stored_query_is_plain_sparql_with_the_columns_of_its_header(query: StoredQuery) -> None:
    """The file is meant to run unchanged in any client, and its headings stand above the right columns."""
    prepared = prepareQuery(query.text)
    # pyoxigraph would call the endpoint that a query names.
    found = Store().query(query.own_text)

    assert prepared.algebra.name == "SelectQuery"
    assert isinstance(found, QuerySolutions)
    assert [variable.value for variable in found.variables] == list(query.columns)
    assert [str(variable) for variable in prepared.algebra.PV] == list(query.columns)
    # Same store, same rows in the same order.
    assert re.search(r"\bORDER\s+BY\b", code(query).rpartition("}")[2])


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_default_of_a_parameter_is_of_its_type(query: StoredQuery) -> None:
    """A default of another type would answer nothing, or not what the same value given by hand answers."""
    prologue = "\n".join(line for line in query.text.splitlines() if line.startswith("PREFIX "))

    for parameter in query.parameters.values():
        found = list(Store().query(f"{prologue} SELECT ?x WHERE {{ VALUES ?x {{ {parameter.default} }} }}"))
        kind, _, name = parameter.type.partition(":")
        assert len(found) == 1
        if parameter.default == "UNDEF":
            assert found[0]["x"] is None
        elif kind == "xsd":
            assert found[0]["x"].datatype.value == XSD + name
        else:
            assert found[0]["x"].value.startswith(f"{DEFAULT_BASE}{'vocab' if kind == 'concept' else 'id'}/{name}")


@pytest.fixture(scope="module")
def defined() -> set[str]:
    """The terms that the ontology defines."""
    subjects = {triple.subject for triple in read_turtle(assets.ONTOLOGY / "rehabkg.ttl")}
    return {node.value for node in subjects if isinstance(node, NamedNode)}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_stored_query_uses_only_terms_that_are_defined(query: StoredQuery, defined: set[str]) -> None:
    """A slip in a term is no error to SPARQL: the query runs and finds nothing."""
    used = {REHAB + name for name in re.findall(r"\brehab:([\w-]+)", code(query))}

    assert used
    assert used <= defined


def questions(form: str = r"^([0-9]+)\. ") -> list[str]:
    """Return the numbers of the competency questions, in order."""
    if not QUESTIONS.is_file():
        pytest.skip(f"no competency questions at {QUESTIONS}: the evidence is not beside this checkout")
    return re.findall(form, QUESTIONS.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_stored_query_names_questions_that_exist(query: StoredQuery) -> None:
    """A query that answers no question that anybody asked is not kept, and a number may be mistyped."""
    # The numbering has gaps; one answer refers to a question that is left out, "(question 9)".
    assert set(query.questions) <= {*questions(), *questions(r"\(question ([0-9]+)\)")}


def test_every_competency_question_has_a_query() -> None:
    """The questions are what the graph is for; one without a query is not answered."""
    named = {number for query in QUERIES for number in query.questions}

    assert [number for number in questions() if number not in named] == []

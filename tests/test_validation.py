"""Validation: what pySHACL finds, in both languages, and which cell of which table to mend."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from good_tables import CLEARED, SENTENCED, tables
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Graph

from rehabkg import assets
from rehabkg.checks import check_files, check_tables
from rehabkg.errors import CallError, ShapesError, SourceError
from rehabkg.mapping.graph import Origin
from rehabkg.namespaces import REHAB, XSD
from rehabkg.settings import Settings
from rehabkg.validation.report import COLUMNS, write_report
from rehabkg.validation.result import SEVERITIES, CheckResult, ordered
from rehabkg.validation.shacl import PreparedGraph, engine, load_shapes, run_pyshacl, shape_count, union_graph

PREFIXES = """\
@prefix : <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <http://e/shapes#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# A shape of each kind that the project has: a count, a value, a SPARQL constraint, a path, a shape within a shape.
SHAPES = (
    PREFIXES
    + '''
shape:Person a sh:NodeShape ; sh:targetClass :Person ;
  sh:property shape:Person-name , shape:Person-born , shape:Person-mother .
shape:Person-name a sh:PropertyShape ; sh:path :name ; sh:minCount 1 ; sh:severity sh:Violation ;
  sh:message "Give a name."@en , "Укажите имя."@ru .
shape:Person-born a sh:PropertyShape ; sh:path :born ; sh:datatype xsd:date ; sh:severity sh:Warning ;
  sh:message "Give a day."@en , "Укажите день."@ru .
shape:Person-mother a sh:PropertyShape ; sh:path ( :mother :name ) ; sh:maxCount 0 ; sh:severity sh:Info ;
  sh:message "No name here."@en , "Здесь без имени."@ru .
shape:Person-order a sh:NodeShape ; sh:targetSubjectsOf :died ; sh:severity sh:Violation ;
  sh:message "Nobody dies before birth."@en , "Никто не умирает до рождения."@ru ;
  sh:sparql [ a sh:SPARQLConstraint ; sh:select """
    SELECT $this (<http://e/died> AS ?path) ?value
    WHERE { $this <http://e/died> ?value ; <http://e/born> ?born . FILTER(STR(?value) < STR(?born)) }""" ] .
shape:Person-child a sh:NodeShape ; sh:targetSubjectsOf :child ; sh:severity sh:Warning ;
  sh:message "Name the child."@en , "Назовите ребёнка."@ru ;
  sh:property [ sh:path :child ; sh:node [ sh:property [ sh:path :name ; sh:minCount 1 ] ] ;
    sh:message "Name this child."@en , "Назовите этого ребёнка."@ru ] .
'''
)
DATA = (
    PREFIXES
    + """
:a a :Person ; :born "soon" ; :died "2000-01-01" ; :mother :m .
:m :name "Мария"@ru .
:b a :Person ; :name "Пётр"@ru ; :born "1900-01-01"^^xsd:date .
"""
)


def graph(text: str) -> Graph:
    """Return a graph of Turtle."""
    return Graph().parse(data=text, format="turtle")


def found(data: str, shapes: str = SHAPES) -> list[CheckResult]:
    """Return what the shapes find in a graph."""
    return run_pyshacl(graph(data), graph(shapes))


def test_each_result_tells_what_where_and_how_grave_in_two_languages() -> None:
    """A person mends by the message, a program by the rest; a build stops by the severity alone."""
    a, shapes = "http://e/a", "http://e/shapes#Person-"

    assert found(DATA) == [
        CheckResult(
            "Violation", f"{shapes}name", a, "http://e/name", None, {"en": "Give a name.", "ru": "Укажите имя."}
        ),
        CheckResult(
            "Violation", f"{shapes}order", a, "http://e/died", "2000-01-01",
            {"en": "Nobody dies before birth.", "ru": "Никто не умирает до рождения."},
        ),
        CheckResult(
            "Warning", f"{shapes}born", a, "http://e/born", "soon", {"en": "Give a day.", "ru": "Укажите день."}
        ),
        CheckResult("Info", f"{shapes}mother", a, None, None, {"en": "No name here.", "ru": "Здесь без имени."}),
    ]  # fmt: skip


def test_message_of_a_sparql_constraint_keeps_its_languages() -> None:
    """pySHACL 0.40 drops the language tag there: a Russian reader was told in English, or the other way round."""
    (result,) = found(PREFIXES + ':a :born "1900" ; :died "1800" .')

    assert result.message("en") == "Nobody dies before birth."
    assert result.message("ru") == "Никто не умирает до рождения."


@pytest.mark.parametrize(
    ("message", "told"),
    [('; sh:message "Plain."', "Plain."), ('; sh:message "Nur deutsch."@de', "breaks the shape"), ("", "Less than 1 ")],
)
def test_shape_without_a_message_of_ours_is_told_as_well_as_can_be(message: str, told: str) -> None:
    """Shapes of others say what they say; a line must come of it all the same."""
    shapes = (
        f"{PREFIXES} shape:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount 1 {message} ] ."
    )

    (result,) = found(f"{PREFIXES} :b :p 1 .", shapes)

    assert result.message("ru").startswith(told)
    assert result.line({}).startswith("http://e/a: ")


def test_detail_of_a_result_is_no_result_of_its_own() -> None:
    """One slip is one line: the shapes within a shape explain it and do not count again."""
    results = found(PREFIXES + ":a :child :b .")

    assert [(result.focus, result.value, result.message("ru")) for result in results] == [
        ("http://e/a", "http://e/b", "Назовите этого ребёнка.")
    ]


def test_unknown_severity_is_as_grave_as_can_be() -> None:
    """A severity that nobody knows must not let through what its author wanted to stop."""
    shapes = (
        f"{PREFIXES} shape:S a sh:PropertyShape ; sh:targetNode :a ; sh:path :p ; sh:minCount 1 ; sh:severity :Fatal ."
    )

    assert [result.severity for result in found(PREFIXES, shapes)] == ["Violation"]


def test_results_come_in_one_order() -> None:
    """The gravest first, and two runs alike: a report that changes its order cannot be compared."""
    results = found(DATA)

    assert ordered(results[::-1]) == results
    assert [SEVERITIES.index(result.severity) for result in results] == [0, 0, 1, 2]


def test_good_graph_gives_no_result() -> None:
    """What is right must pass, or the check is switched off."""
    assert found(PREFIXES + ':b a :Person ; :name "Пётр"@ru ; :born "1900-01-01"^^xsd:date .') == []


def sample() -> tuple[str, Graph]:
    """Return a faulty graph of the project as N-Triples, and its shapes."""
    cases = sorted((Path(__file__).parent / "cases" / "shapes").glob("*/bad.ttl"))
    data = Graph()
    for path in cases[::6]:
        data.parse(path)
    return data.serialize(format="nt"), load_shapes()


def test_graph_that_keeps_parsed_queries_finds_the_same() -> None:
    """A faster way that finds something else is no way; faults of a sixth of all shapes are tried both ways."""
    text, shapes = sample()

    plain = run_pyshacl(Graph().parse(data=text, format="nt"), shapes)
    prepared = run_pyshacl(PreparedGraph().parse(data=text, format="nt"), shapes)

    assert prepared == plain
    assert len({result.shape for result in plain}) > 10


BROKEN_SHAPES = {
    "no Turtle": ("shape:S a sh:NodeShape", SourceError, "broken.ttl: is no Turtle: "),
    "no UTF-8": ("\udcff", SourceError, "broken.ttl: is no Turtle: "),
    "prefix": ("nobody:S a sh:NodeShape .", SourceError, "broken.ttl: is no Turtle: "),
    "path": ("shape:S a sh:PropertyShape ; sh:targetNode :a ; sh:path 7 ; sh:minCount 1 .", ShapesError, ""),
    "no path": ("shape:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:minCount 1 ] .", ShapesError, ""),
    "count": ("shape:S a sh:PropertyShape ; sh:targetNode :a ; sh:path :p ; sh:minCount 1 , 2 .", ShapesError, ""),
    "query": (
        "shape:S a sh:NodeShape ; sh:targetNode :a ; sh:sparql [ a sh:SPARQLConstraint ; sh:select 'SELECT {' ] .",
        ShapesError,
        "",
    ),
    "list": ("shape:S a sh:NodeShape ; sh:targetNode :a ; sh:or :nowhere .", ShapesError, ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "message"), BROKEN_SHAPES.values(), ids=BROKEN_SHAPES)
def test_shape_that_cannot_be_run_is_one_line(text: str, kind: type[Exception], message: str, tmp_path: Path) -> None:
    """Who writes a shape must see the fault of the shape, not thirty lines of an engine's inside."""
    (tmp_path / "broken.ttl").write_bytes((PREFIXES + text).encode(errors="surrogateescape"))

    with pytest.raises(kind) as caught:
        run_pyshacl(graph(DATA), load_shapes(tmp_path))

    assert (message or "the shapes cannot be run: ") in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500


def test_every_shape_file_of_the_project_is_loaded() -> None:
    """A count that users see, and a folder that is not empty because of a wrong path."""
    shapes = load_shapes()

    assert shape_count(shapes) > 100
    assert len(list(assets.SHAPES.glob("*.ttl"))) > 40


@pytest.mark.parametrize("name", ["jena", "", "PYSHACL"])
def test_unknown_engine_is_told_with_those_that_there_are(name: str) -> None:
    """An engine that is not there must not be taken for one that found nothing."""
    with pytest.raises(CallError, match=f"engine {name!r} is not one of pyshacl"):
        engine(name)


def test_engine_is_found_by_its_name() -> None:
    """The reference engine is one of them."""
    assert engine("pyshacl") is run_pyshacl


def test_statements_of_all_graphs_are_checked_together() -> None:
    """A person in one source may have the name from another; the shapes look at what all say."""
    quads = [
        Quad(NamedNode("http://e/a"), NamedNode("http://e/p"), Literal("я\n\"'\\", language="ru"), NamedNode(f"http://e/{g}"))
        for g in "xy"
    ]  # fmt: skip

    together = union_graph(quads)

    assert isinstance(together, PreparedGraph)
    assert [(str(s), str(p), str(o), o.language) for s, p, o in together] == [  # type: ignore[union-attr]
        ("http://e/a", "http://e/p", "я\n\"'\\", "ru")
    ]


def test_literal_that_rdflib_chokes_on_is_one_line() -> None:
    """A stranger's file may hold a number without end."""
    quad = Quad(
        NamedNode("http://e/a"),
        NamedNode("http://e/p"),
        Literal(f"P{'9' * 5_000}Y", datatype=NamedNode(f"{XSD}duration")),
    )

    with pytest.raises(ShapesError, match=r"^the statements cannot be checked: ") as caught:
        union_graph([quad])

    assert str(caught.value).isprintable()


# Where to mend.

ACT, BODY = "http://e/act", "http://e/body"
CELLS = {
    (ACT, f"{REHAB}dated"): [Origin("acts.csv", line, "date") for line in (7, 3, 3)],
    (ACT, f"{REHAB}number"): [Origin("acts.csv", 3, "number")],
    (ACT, f"{REHAB}title"): [Origin("acts.csv", 3, "title_ru"), Origin("acts.csv", 3, "title_en")],
    (BODY, f"{REHAB}dated"): [Origin("bodies.csv", 2, "start")],
}  # fmt: skip


def result(path: str | None, focus: str = ACT, value: str | None = None) -> CheckResult:
    """Return a result."""
    return CheckResult(
        "Violation", "http://e/shapes#Act-date", focus, path, value, {"en": "Mend it.", "ru": "Исправьте."}
    )


def test_line_names_table_line_and_column_of_the_cell() -> None:
    """Editors work in tables: a line that names a thing of the graph alone sends them on a search."""
    one = result(f"{REHAB}dated", BODY, "1937-13")

    assert one.line(CELLS) == (
        "bodies.csv:2: column 'start': found '1937-13': Mend it. [Violation Act-date, http://e/body]"
    )
    assert one.line(CELLS, "ru").startswith("bodies.csv:2: column 'start': found '1937-13': Исправьте. [")


def test_line_names_every_row_that_states_the_property_in_order() -> None:
    """Two citations state one date; either may be the slip."""
    assert result(f"{REHAB}dated").line(CELLS).startswith("acts.csv:3; acts.csv:7: column 'date': Mend it.")
    assert [cell.column for cell in result(f"{REHAB}title").origins(CELLS)] == ["title_en", "title_ru"]


@pytest.mark.parametrize("path", [None, f"{REHAB}issuer"])
def test_what_is_missing_has_a_row_and_no_column(path: str | None) -> None:
    """The cell that is not there has no name in the graph; the name of any other cell would mislead."""
    missing = result(path)

    assert missing.origins(CELLS) == [Origin("acts.csv", 3, "")]
    assert missing.line(CELLS).startswith("acts.csv:3: Mend it. ")


def test_thing_that_no_table_states_is_named_itself() -> None:
    """What is derived, or comes from a file, has no cell."""
    assert result(None, "https://w3id.org/rehabkg/id/act/a-1").line(CELLS).startswith("act/a-1: Mend it. [")
    assert result(None, "http://e/x", "two\nlines").line({}).isprintable()


def test_reports_have_a_row_for_each_cell_and_both_languages(tmp_path: Path) -> None:
    """The report is worked through in a spreadsheet or by a program; both must hold the same."""
    results = [result(f"{REHAB}dated", value='a, "b"\n1'), result(None, "http://e/x")]

    write_report(tmp_path / "faults.csv", results, CELLS)
    write_report(tmp_path / "faults.json", results, CELLS)

    with (tmp_path / "faults.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == json.loads((tmp_path / "faults.json").read_text(encoding="utf-8"))
    assert [list(row) for row in rows] == [list(COLUMNS)] * 3
    assert rows[0] == {
        "severity": "Violation",
        "shape": "Act-date",
        "table": "acts.csv",
        "line": "3",
        "column": "date",
        "thing": ACT,
        "property": "dated",
        "value": 'a, "b"\n1',
        "message_en": "Mend it.",
        "message_ru": "Исправьте.",
    }
    assert [(row["table"], row["line"], row["column"]) for row in rows[1:]] == [("acts.csv", "7", "date"), ("", "", "")]


def test_report_of_nothing_has_its_header(tmp_path: Path) -> None:
    """A good run leaves a report too, and no old one behind."""
    for name in ("faults.csv", "faults.json"):
        (tmp_path / name).write_text("old")
        write_report(tmp_path / name, [], {})

    assert (tmp_path / "faults.csv").read_text() == ",".join(COLUMNS) + "\n"
    assert json.loads((tmp_path / "faults.json").read_text()) == []


def test_report_of_another_kind_or_in_no_folder_is_told(tmp_path: Path) -> None:
    """A check takes minutes; its report must not be lost without a word."""
    with pytest.raises(CallError, match=r"ends neither in \.csv nor in \.json$"):
        write_report(tmp_path / "faults.xlsx", [], {})
    with pytest.raises(SourceError, match="cannot be written: No such file or directory"):
        write_report(tmp_path / "nowhere" / "faults.csv", [], {})


# The whole way.


def test_slip_in_a_table_is_told_with_its_cell(tmp_path: Path) -> None:
    """From the cell through mapping, derivation and shapes back to the cell: the way that editors depend on."""
    before = {**CLEARED, "date": "1930"}

    results, origins, shapes = check_tables(
        Settings(), data=tables(tmp_path / "data", decisions_persons=(SENTENCED, before))
    )

    (slip,) = [one for one in results if one.severity == "Violation"]
    assert slip.line(origins).startswith("decisions-persons.csv:3: column 'date': found 'decision/d9001-1': Check the ")
    assert slip.line(origins, "ru").startswith(
        "decisions-persons.csv:3: column 'date': found 'decision/d9001-1': Проверьте "
    )
    assert slip.line(origins).endswith(" [Violation Decision-order, decision/d9001-2]")
    assert shapes == shape_count(load_shapes())


GOOD_TURTLE = """
@prefix rehab: <https://w3id.org/rehabkg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://e/x> rehab:dated <http://e/d> .
<http://e/d> a rehab:Dating ; rehab:edtf "1937-08" ;
  rehab:calendar <https://w3id.org/rehabkg/vocab/calendar/gregorian> ;
  rehab:earliest "1937-08-01"^^xsd:date ; rehab:latest "1937-08-31"^^xsd:date .
"""  # fmt: skip


def test_turtle_of_somebody_else_is_checked(tmp_path: Path) -> None:
    """An archive checks its own graph against our shapes before it sends it."""
    (tmp_path / "good.ttl").write_text(GOOD_TURTLE)
    (tmp_path / "bad.ttl").write_text(GOOD_TURTLE.replace('"1937-08-31"', '"1937-07-31"'))

    good, _, _ = check_files([tmp_path / "good.ttl"], Settings())
    bad, origins, _ = check_files([tmp_path / "bad.ttl"], Settings())

    assert good == []
    assert {(one.severity, one.focus) for one in bad} == {("Violation", "http://e/d")}
    assert "Dating-bounds" in {one.shape.rpartition("#")[2] for one in bad}
    assert all(set(one.messages) == {"en", "ru"} for one in bad)
    assert bad[0].line(origins).startswith("http://e/d: ")

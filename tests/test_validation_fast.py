"""The compiled shapes find what the reference engine finds, and refuse what they do not know."""

from __future__ import annotations

import logging
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SH, Graph
from record_batches import batch_of, case_folders, numbered, of_every_fault
from recorded_people import PEOPLE

from rehabkg import assets
from rehabkg.errors import CallError, ShapesError
from rehabkg.iri import Iris
from rehabkg.load.batch import BatchSettings, BatchWork
from rehabkg.load.blocks import file_blocks
from rehabkg.load.formats import ReadOptions, format_named
from rehabkg.mapping.lexicon_concepts import body_label
from rehabkg.mapping.shared_values import shared_lines
from rehabkg.namespaces import REHAB, XSD
from rehabkg.records.model import Death, RecordedPerson
from rehabkg.settings import DEFAULT_BASE
from rehabkg.validation.fast import BATCH_ENGINES, CompiledShapes, batch_check, check_ntriples, compiled_engine
from rehabkg.validation.shacl import load_shapes

REAL = assets.ROOT.parent / "shared" / "data"
REAL_FILES = {
    "memorial-lists": "memorial-lists/annotated.txt",
    "gulag-camps": "gulag-camps",
    "open-list": "open-list/pages.xml",
    "khabarovsk": "khabarovsk",
}
FEW = 100
PREFIXES = """\
@prefix : <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    # rdflib logs a traceback for every literal that is none of its datatype.
    caplog.set_level(logging.ERROR, logger="rdflib.term")


def both(data: bytes) -> tuple[list[object], list[object]]:
    """What the compiled shapes find in a batch, and what the reference finds."""
    return list(batch_check()(data)), list(batch_check("pyshacl")(data))


def test_every_fault_is_found_as_the_reference_finds_it() -> None:
    """A fast engine that passes over one kind of fault loads it by the thousand."""
    found, wanted = both(of_every_fault())

    assert found == wanted
    broken = {result.shape.rpartition("#")[2] for result in batch_check()(of_every_fault())}
    assert broken == {folder.name for folder in case_folders()}


@pytest.mark.parametrize("form", REAL_FILES)
def test_real_records_are_judged_as_the_reference_judges_them(form: str) -> None:
    """Made-up records have the faults that somebody thought of; half of the real ones are spoiled here."""
    path = REAL / REAL_FILES[form]
    if not path.exists():
        pytest.skip(f"the real records (../shared/data/{REAL_FILES[form]}) are not here")
    data = real_batch(form, path)
    spoiled = data.replace(b"/dating/1938", b"/dating/nowhen").replace(b'"@ru', b' "@ru-Latn').replace(b" 19", b" 29")

    found, wanted = both(data + spoiled)

    assert found == wanted
    assert data.count(b"#Record>") > 5


def real_batch(form: str, path: Path) -> bytes:
    options = ReadOptions()
    work = BatchWork(BatchSettings(form, "real", DEFAULT_BASE, "ru", False, options), None)
    batch = work(next(iter(islice(file_blocks(format_named(form), [path], FEW, lambda _: None, options), 1))))
    return batch.triples + "".join(shared_lines(batch.shared, None, Iris(), body_label)).encode()


@settings(max_examples=25, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_records_of_every_kind_are_judged_as_the_reference_judges_them(people: list[RecordedPerson]) -> None:
    """Nobody thinks of every text, date and code that may come together in one record."""
    found, wanted = both(batch_of(numbered(people)))

    assert found == wanted


def things() -> st.SearchStrategy[str]:
    return st.sampled_from([
        f"<{DEFAULT_BASE}id/{name}>"
        for name in (
            "record/list.1", "observation/list.1", "case/list.1-1", "case/list.1-2", "event/list.1-1a1",
            "decision/list.1-1s1", "decision/list.1-1s2", "decision/list.1-1r1", "dating/1937", "dating/1940",
            "measure/camp", "body/court", "book/red",
        )
    ])  # fmt: skip


def named_by_shapes(kind: str) -> list[str]:
    shapes = load_shapes(assets.RECORD_SHAPES)
    classes = {str(name) for name in shapes.objects(predicate=SH.targetClass)}
    named = {str(name) for name in shapes.objects() if str(name).startswith((REHAB, f"{DEFAULT_BASE}vocab/"))}
    wanted = {
        "classes": classes,
        "properties": {name for name in named - classes if name.startswith(REHAB)} | {str(RDF.type)},
        "concepts": {name for name in named if not name.startswith(REHAB)},
    }
    return sorted(f"<{name}>" for name in wanted[kind] if "^" not in name and not name.startswith("^"))


# Literals that rdflib writes as they stand: "01" and "1" are one value to it, and two terms in RDF.
LITERALS = [
    '"a"', '""', '" "@ru', '"слово"@ru', '"word"@en-GB', '"58-10"', '"P10Y"', '"q\\"\\n"@ru', '"\\n"@ru',
    *[
        f'"{value}"^^<{XSD}{kind}>'
        for kind, values in {
            "date": ["1937-11-02", "1937-02-30", "1900-01-01", "2057-01-01", "12037-01-01", "x"],
            "integer": ["0", "12", "300", "301", "-5", "1938", "x"],
            "boolean": ["true"],
            "gYear": ["1937"],
            "decimal": ["12.5"],
        }.items()
        for value in values
    ],
    '"POINT(37.7 55.7)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
    '"POINT(37.7 155.7)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
]  # fmt: skip
TRIPLES = st.tuples(
    things(),
    st.sampled_from(named_by_shapes("properties")),
    st.one_of(things(), st.sampled_from(LITERALS), st.sampled_from(named_by_shapes("concepts"))),
)
TYPES = st.tuples(things(), st.just(f"<{RDF.type}>"), st.sampled_from(named_by_shapes("classes")))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TYPES, max_size=14), st.lists(TRIPLES, max_size=30))
def test_any_graph_is_judged_as_the_reference_judges_it(
    types: list[tuple[str, str, str]], triples: list[tuple[str, str, str]]
) -> None:
    """What the mapping writes by mistake is no record of any kind that a test was written for."""
    found, wanted = both("".join(" ".join(triple) + " .\n" for triple in (*types, *triples)).encode())

    assert found == wanted


def lines() -> list[str]:
    """Lines of a record with two faults: a death before 1917 that is none, and a wrong sex."""
    person = RecordedPerson(name="Примеров «Иван»\n", sex="x", death=Death("1938", "executed"), age=130)
    return batch_of(numbered([person])).decode().split("\n")[:-1]


FORMS = {
    "N-Triples": lambda line: f"{line}\n",
    "N-Quads": lambda line: line.removesuffix(" .") + " <http://e/graph> .\n",
    "ends of lines of another system": lambda line: f"{line}\r\n",
    "blank lines": lambda line: f"\n{line}\n \n",
    "twice": lambda line: f"{line}\n{line}\n",
    "two graphs": lambda line: "".join(line.removesuffix(" .") + f" <http://e/{graph}> .\n" for graph in "ab"),
    "in a graph and in none": lambda line: line + "\n" + line.removesuffix(" .") + " <http://e/graph> .\n",
    "in none and in a graph": lambda line: line.removesuffix(" .") + " <http://e/graph> .\n" + line + "\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_lines_of_any_graph_say_the_same(form: str) -> None:
    """The loader checks triples, an editor may check the quads of a store."""
    plain = batch_check()("".join(FORMS["N-Triples"](line) for line in lines()).encode())

    assert batch_check()("".join(map(FORMS[form], lines())).encode()) == plain
    assert Counter(result.shape.rpartition("-")[2] for result in plain) == {"ageAsPrinted": 1, "sex": 1}


def test_line_without_an_end_is_read() -> None:
    """The last line of a text often has none."""
    assert batch_check()("\n".join(lines()).encode()) == batch_check()(("\n".join(lines()) + "\n").encode())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<http://e/a> <http://e/b>\n", "holds a line that is no statement: '<http://e/a> <http://e/b>'"),
        (b"<http://e/a> <http://e/b> <http://e/c>\n", "no statement"),
        (b"<http://e/a> <http://e/b> c .\n", "no statement"),
        (b"_:a <http://e/b> <http://e/c> .\n", "no statement"),
        (b"<http://e/a> b <http://e/c> .\n", "no statement"),
        (b"@prefix e: <http://e/> .\n", "no statement"),
        (b"<http://e/a> <http://e/b>  .\n", "no statement"),
        (f'<http://e/a> <{REHAB}bornOn> "a"b" .\n'.encode(), "no statement"),
        (b"\xff\xfe\n", "is no UTF-8 at byte 0"),
    ],
)
def test_what_is_no_statement_is_refused_in_one_line(data: bytes, message: str) -> None:
    """A batch that is half read is half checked."""
    with pytest.raises(ShapesError, match=message) as caught:
        batch_check()(data)

    assert "\n" not in str(caught.value)


def test_nothing_breaks_no_shape() -> None:
    """An empty file is a batch as well."""
    assert batch_check()(b"") == batch_check("pyshacl")(b"") == []


def test_shapes_follow_the_base() -> None:
    """An institution that publishes under its own base checks concepts and things under that base."""
    iris = Iris("https://example.org/graph/")
    person = RecordedPerson(sex="male", death=Death("1938", "executed"))
    data = batch_of(numbered([person]), iris)

    assert batch_check(base=iris.base)(data) == []
    assert {result.shape.rpartition("#")[2] for result in batch_check()(data)} >= {
        "PersonObservation-sex",
        "PersonObservation-deathManner",
        "Record-iri",
    }


REFUSED = {
    "a constraint": ("sh:property [ sh:path :p ; sh:uniqueLang true ]", "uses http://www.w3.org/ns/shacl#uniqueLang"),
    "a path": ("sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:minCount 1 ]", "is of a kind"),
    "a path of no kind": ("sh:property [ sh:path [ :p :q ] ; sh:minCount 1 ]", "is of a kind"),
    "a target": ("sh:targetNode :a ; sh:class :C", "has a target of the sort"),
    "a kind of node": ("sh:nodeKind sh:BlankNode", "the kind of node"),
    "a literal in a list": ("sh:in ( 1 2 )", "is no IRI"),
    "a literal to have": ("sh:property [ sh:path :p ; sh:hasValue 1 ]", "is no IRI"),
    "a bound": ("sh:property [ sh:path :p ; sh:minInclusive :one ]", "is no literal"),
    "a property in a property": ("sh:property [ sh:path :p ; sh:property [ sh:path :q ] ]", "property within"),
    "itself": ("sh:not :S", "refers to itself"),
    "what is switched off": ("sh:deactivated true ; sh:class :C", "uses http://www.w3.org/ns/shacl#deactivated"),
    "a query of no kind": ("sh:sparql [ sh:select 'SELECT {' ]", "cannot be read"),
    "a prefix of nobody": ("sh:sparql [ sh:select 'SELECT $this { $this e:p 1 }' ]", "cannot be read"),
    "a limit": ("sh:sparql [ sh:select 'SELECT $this { $this <http://e/p> ?v } LIMIT 1' ]", "has a Slice"),
    "what is left out": (
        "sh:sparql [ sh:select 'SELECT $this { $this <http://e/p> ?v MINUS { $this <http://e/q> ?v } }' ]",
        "has a Minus",
    ),
    "values": ("sh:sparql [ sh:select 'SELECT $this { VALUES ?v { 1 } $this <http://e/p> ?v }' ]", "has a ToMultiSet"),
    "a query in a query": (
        "sh:sparql [ sh:select 'SELECT $this { { SELECT $this { $this <http://e/p> 1 } } }' ]",
        "has a ToMultiSet",
    ),
    "another focus": ("sh:sparql [ sh:select 'SELECT ?v { $this <http://e/p> ?v }' ]", "is not one SELECT"),
    "a group of all": (
        "sh:sparql [ sh:select 'SELECT (SAMPLE(?t) AS ?this) { ?t <http://e/p> ?v } GROUP BY ?v' ]",
        "groups without",
    ),
    "what is optional first": (
        "sh:sparql [ sh:select 'SELECT $this { ?a <http://e/p> ?v OPTIONAL { $this <http://e/p> ?v } }' ]",
        "OPTIONAL before",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("part", "message"), REFUSED.values(), ids=REFUSED)
def test_shape_that_is_not_compiled_is_refused(part: str, message: str) -> None:
    """A shape that is passed over finds nothing wrong, and looks like one that found nothing."""
    target = "" if "sh:targetNode" in part else "sh:targetClass :C ;"
    shapes = Graph().parse(data=f"{PREFIXES} :S a sh:NodeShape ; {target} {part} .", format="turtle")

    with pytest.raises(ShapesError, match=message):
        CompiledShapes(shapes)


def test_target_of_a_shape_without_a_name_is_refused() -> None:
    """Its results could not be told from those of another."""
    shapes = Graph().parse(data=f"{PREFIXES} [] a sh:NodeShape ; sh:targetClass :C ; sh:class :D .", format="turtle")

    with pytest.raises(ShapesError, match="has no name"):
        CompiledShapes(shapes)


COMPILED = f"""{PREFIXES}
:S a sh:NodeShape ; sh:targetClass :C , :D ; sh:targetSubjectsOf :marks ; sh:severity sh:Info ;
  sh:closed true ; sh:ignoredProperties ( <{RDF.type}> :marks :mother ) ;
  sh:node [ sh:property [ sh:path :a ; sh:minCount 1 ] ] ;
  sh:property :S-a , :S-b , :S-m ; sh:message "s"@en .
:S-a a sh:PropertyShape ; sh:path :a ; sh:minCount 2 ; sh:maxCount 2 ; sh:nodeKind sh:Literal ; sh:pattern "^A" ;
  sh:flags "i" ; sh:message "a"@en .
:S-b a sh:PropertyShape ; sh:path ( :mother [ sh:inversePath :child ] ) ; sh:maxCount 1 ; sh:class :C ;
  sh:maxExclusive 5 ; sh:severity sh:Warning ; sh:message "b"@en .
:S-m a sh:PropertyShape ; sh:path [ sh:alternativePath ( :a :marks ) ] ; sh:languageIn ( "ru" ) ; sh:minExclusive 1.5 ;
  sh:severity :Grave ; sh:message "m"@en .
:Q a sh:NodeShape ; sh:targetClass :C ; sh:message "q"@en ; sh:sparql
  [ sh:select "SELECT $this ?value ?path {{ $this ?path ?value FILTER(isLiteral(?value)) }}" ] .
"""


def test_parts_that_the_shapes_of_records_do_not_use_are_compiled_as_well() -> None:
    """Shapes change, and what is compiled must be right before they do."""
    e = "http://e/"
    data = f"""\
<{e}1> <{RDF.type}> <{e}C> .
<{e}1> <{RDF.type}> <{e}D> .
<{e}1> <{e}a> "Anna" .
<{e}1> <{e}a> "anna"@ru-Latn .
<{e}1> <{e}a> "Boris" .
<{e}1> <{e}mother> <{e}2> .
<{e}1> <{e}mother> <{e}3> .
<{e}1> <{e}other> "1.5"^^<{XSD}decimal> .
<{e}4> <{e}child> <{e}2> .
<{e}5> <{e}child> <{e}2> .
<{e}5> <{e}child> <{e}3> .
<{e}6> <{e}marks> "2"^^<{XSD}integer> .
<{e}6> <{e}marks> "Anna"@ru .
<{e}7> <{RDF.type}> <{e}D> .
""".encode()
    shapes = Graph().parse(data=COMPILED, format="turtle")

    found = compiled_engine(shapes)(data)

    assert found == BATCH_ENGINES["pyshacl"](shapes)(data)
    assert len({(result.shape, result.severity) for result in found}) == 5
    assert len(found) > 15


def test_message_and_severity_of_a_result_are_those_of_its_shape() -> None:
    """An editor mends by the message, the loader rejects by the severity."""
    (result,) = batch_check()(batch_of(numbered([RecordedPerson(age=130)])))

    assert result.severity == "Violation"
    assert result.path == f"{REHAB}ageAsPrinted"
    assert result.value == "130"
    assert result.message("en").startswith("Check the age in this row")
    assert result.message("ru").startswith("Проверьте возраст в этой строке")


@pytest.mark.parametrize("name", ["jena", "", "COMPILED"])
def test_unknown_engine_is_told_with_those_that_there_are(name: str) -> None:
    """An engine that is not there must not be taken for one that found nothing."""
    with pytest.raises(CallError, match=f"engine {name!r} is not one of compiled, pyshacl"):
        batch_check(name)


def test_shapes_are_compiled_once_in_a_process() -> None:
    """Compiling takes as long as checking a thousand records."""
    assert batch_check() is batch_check()
    assert check_ntriples(b"", CompiledShapes(Graph())) == []

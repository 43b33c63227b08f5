"""Recognised records become the quads that were written by hand for them, whatever their texts hold."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from recorded_files import MadeUpWords, described, read_case
from recorded_people import LETTERS, NUMBERS, PEOPLE, PLACES, PRINTED
from reference_mapping import Reference

from rehabkg.errors import CallError
from rehabkg.iri import Iris
from rehabkg.load.numbers import Numbers
from rehabkg.mapping.nquads import line_end, text
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.mapping.shared_values import SharedValues, shared_lines
from rehabkg.namespaces import REHAB, term
from rehabkg.records.model import Arrest, RecordedCase, RecordedPerson, RecordedPlace
from rehabkg.records.printed import PrintedRecord

CASES = Path(__file__).parent / "cases" / "records" / "mapping"
SOURCE = "made-up-list"
TITLE = term("dcterms:title")
ELSEWHERE = Iris("https://example.org/other/")


def mapper(*, graph: bool = True, iris: Iris | None = None, language: str = "ru") -> RecordLines:
    iris = iris or Iris()
    name = iris.graph(SOURCE).value if graph else None
    return RecordLines(SOURCE, iris=iris, language=language, concepts=MadeUpWords(), graph=name)


def lines_of(
    printed: PrintedRecord, found: RecordedPerson | RecordedPlace, *, graph: bool = True, iris: Iris | None = None
) -> list[str]:
    """Return the lines of a record and of the values that it refers to, each with its line feed."""
    iris = iris or Iris()
    mapping = mapper(graph=graph, iris=iris)
    written = mapping.place_lines(printed, found) if isinstance(found, RecordedPlace) else mapping.lines(printed, found)
    name = iris.graph(SOURCE).value if graph else None
    written += "".join(shared_lines(mapping.take_shared(), name, iris, described))
    return split(written)


def split(written: str) -> list[str]:
    # `str.splitlines` takes other letters for ends of lines than N-Quads does.
    return [line + "\n" for line in written.split("\n") if line]


def read(lines: list[str], form: RdfFormat = RdfFormat.N_QUADS) -> list[Quad]:
    return list(parse("".join(lines).encode(), format=form))


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_record_becomes_the_quads_written_by_hand(case: Path) -> None:
    """A value in the wrong place, or lost, is found in no query that does not ask for it."""
    printed, found = read_case(case / "in.json")
    wanted = set(parse(path=str(case / "out.nq"), format=RdfFormat.N_QUADS))

    assert set(read(lines_of(printed, found))) == wanted


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_plain_mapping_gives_the_quads_written_by_hand(case: Path) -> None:
    """What the fast lines are held to must itself be right."""
    printed, found = read_case(case / "in.json")
    plain = Reference(SOURCE, MadeUpWords(), described)
    quads = plain.place_quads if isinstance(found, RecordedPlace) else plain.record_quads
    wanted = set(parse(path=str(case / "out.nq"), format=RdfFormat.N_QUADS))

    assert set(quads(printed, found)) == wanted


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_triples_are_the_quads_without_their_graph(case: Path) -> None:
    """A load writes triples into a graph that it names once; both forms must say the same, in the same order."""
    printed, found = read_case(case / "in.json")
    end = line_end(Iris().graph(SOURCE).value)
    quads = lines_of(printed, found)

    assert all(line.endswith(end) for line in quads)
    assert [line.removesuffix(end) + " .\n" for line in quads] == lines_of(printed, found, graph=False)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(PRINTED, PEOPLE), min_size=1, max_size=3), st.sampled_from([Iris(), ELSEWHERE]))
def test_lines_say_what_the_plain_mapping_says(records: list[tuple[PrintedRecord, RecordedPerson]], iris: Iris) -> None:
    """The lines keep what repeats ready from record to record; the plain mapping keeps nothing."""
    mapping = mapper(iris=iris)
    plain = Reference(SOURCE, MadeUpWords(), described, iris=iris)
    records = [
        (replace(printed, number=f"{place} {printed.number}"), found) for place, (printed, found) in enumerate(records)
    ]
    written = [line for printed, found in records for line in split(mapping.lines(printed, found))]
    described_lines = list(shared_lines(mapping.take_shared(), iris.graph(SOURCE).value, iris, described))

    wanted = {quad for printed, found in records for quad in plain.record_quads(printed, found)}
    assert set(read(written + described_lines)) == wanted


@settings(max_examples=60, deadline=None)
@given(PRINTED, PLACES)
def test_lines_of_a_place_say_what_the_plain_mapping_says(printed: PrintedRecord, place: RecordedPlace) -> None:
    """Places come in thousands, people in millions: one form of writing must do for both."""
    plain = Reference(SOURCE, MadeUpWords(), described)

    assert set(read(lines_of(printed, place))) == set(plain.place_quads(printed, place))


@settings(max_examples=100, deadline=None)
@given(PRINTED, PEOPLE)
def test_every_line_is_one_statement(printed: PrintedRecord, person: RecordedPerson) -> None:
    """A line that is cut, or holds two statements, costs the whole load."""
    for line in split("".join(lines_of(printed, person))):
        assert len(read([line])) == 1
        assert len(read([line.replace(line_end(Iris().graph(SOURCE).value), " .\n")], RdfFormat.N_TRIPLES)) == 1


@settings(max_examples=300, deadline=None)
@given(st.text(LETTERS))
def test_no_text_can_leave_its_literal(said: str) -> None:
    """Whatever is printed comes back letter by letter, as one text of one statement."""
    line = f"<urn:s> <urn:p> {text(said)}@ru .\n"

    assert "\n" not in line[:-1]
    assert [quad.object for quad in parse(line.encode(), format=RdfFormat.N_TRIPLES)] == [Literal(said, language="ru")]


@settings(max_examples=150, deadline=None)
@given(NUMBERS, NUMBERS)
def test_numbers_of_any_text_make_iris_of_their_own(first: str, second: str) -> None:
    """Two records under one IRI would be one thing; an IRI that a client rewrites would be another."""
    person = RecordedPerson(name="Имярек", cases=(RecordedCase(arrests=(Arrest(None),)),))
    nodes = [
        {quad.subject for quad in read(lines_of(PrintedRecord(number, "f", "line 1", 1, ""), person))}
        for number in (first, second)
    ]

    same = Iris().thing("x", first) == Iris().thing("x", second)
    assert all(len(found) == 4 for found in nodes)
    assert bool(nodes[0] & nodes[1]) == same


@pytest.mark.parametrize(
    ("first", "second"), [("1", "1-1"), ("1-1", "1-1-1"), ("1a1", "1"), ("a/b", "a%2Fb"), ("..", ".")]
)
def test_numbers_that_look_like_parts_of_each_other_share_no_iri(first: str, second: str) -> None:
    """A case of record 1 must not be the record 1-1."""
    person = RecordedPerson(cases=(RecordedCase(arrests=(Arrest(None),)), RecordedCase(arrests=(Arrest(None),))))
    nodes = [
        {quad.subject for quad in read(lines_of(PrintedRecord(number, "f", "line 1", 1, ""), person))}
        for number in (first, second)
    ]

    assert not nodes[0] & nodes[1]


def test_numbers_that_make_one_iri_are_taken_for_one(tmp_path: Path) -> None:
    """What a load takes for two records must be two things in the graph."""
    composed, apart = "\u0439", "\u0438\u0306"
    with closing(Numbers(tmp_path / "numbers.sqlite")) as numbers:
        assert numbers.repeated([composed, "a/b", "a%2Fb", apart]) == {3}
        assert numbers.repeated(["a/b", "A/b"]) == {0}


def test_no_statement_is_written_twice() -> None:
    """The lines are counted as the statements of a source."""
    person = RecordedPerson(
        name="Имярек", kin=("дочь", "дочь"), codefendants=("Он", "Он"), name_variants=("Имя", "Имя", "Имярек")
    )
    lines = lines_of(PrintedRecord("1", "f", "line 1", 1, ""), person)

    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("language", ["", "ru> <urn:x", "русский", "ru_RU", "ru -"])
def test_language_that_is_no_tag_is_refused(language: str) -> None:
    """A wrong tag would break every line of a load."""
    with pytest.raises(CallError, match="is not a tag of BCP 47"):
        mapper(language=language)


def test_texts_stand_in_the_language_of_their_source() -> None:
    """A Ukrainian list is not Russian."""
    lines = mapper(language="uk").lines(PrintedRecord("1", "f", "line 1", 1, "текст"), RecordedPerson(note="нотатка"))
    texts = {quad.object for quad in read(split(lines)) if isinstance(quad.object, Literal) and quad.object.language}

    assert texts == {Literal("текст", language="uk"), Literal("нотатка", language="uk")}


def test_values_are_described_in_one_order() -> None:
    """The same input gives the same bytes, whatever was met first; a set has no order of its own."""
    days, books = {str(year) for year in range(1900, 1960)}, {(f"b{number}", f"Книга {number}") for number in range(50)}
    lines = list(shared_lines(SharedValues(datings=days, books=books), None, Iris(), described))
    told = [str(quad.object.value) for quad in read(lines) if quad.predicate in (term("rehab:edtf"), TITLE)]

    assert told == sorted(days) + [title for _, title in sorted(books)]


def test_another_base_moves_every_thing_and_no_term() -> None:
    """Whoever publishes under an address of their own keeps the ontology's terms."""
    printed, found = read_case(CASES / "everything" / "in.json")
    here, there = (read(lines_of(printed, found, iris=iris)) for iris in (Iris(), ELSEWHERE))

    def moved(term: object) -> object:
        if isinstance(term, NamedNode) and not term.value.startswith(REHAB):
            return NamedNode(term.value.replace(Iris().base, ELSEWHERE.base))
        return term

    assert {Quad(moved(q.subject), q.predicate, moved(q.object), moved(q.graph_name)) for q in here} == set(there)

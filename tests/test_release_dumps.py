"""The formats of the whole dump: whatever a graph holds is read back from each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from rehabkg.mapping.nquads import text
from rehabkg.release.dumps import graph_file, json_ld, n_quads, trig

WRITERS = [(n_quads, RdfFormat.N_QUADS), (trig, RdfFormat.TRIG), (json_ld, RdfFormat.JSON_LD)]
NODES = st.sampled_from([NamedNode("https://e/a"), NamedNode("https://e/ж%20б"), BlankNode("c14n0")])
PREDICATES = st.sampled_from([NamedNode("https://e/p"), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda value: Literal(value, language="ru-latn")),
    TEXTS.map(lambda value: Literal(value, datatype=NamedNode("https://e/datatype"))),
)


@st.composite
def triples(draw: Callable[..., object]) -> set[Triple]:
    """Statements of one graph; the class of a thing is a node."""
    found = set()
    for _ in range(draw(st.integers(1, 8))):
        predicate = draw(PREDICATES)
        is_class = predicate.value.endswith("type")
        found.add(Triple(draw(NODES), predicate, draw(NODES if is_class else st.one_of(NODES, LITERALS))))
    return found


def lines(said: set[Triple]) -> list[bytes]:
    return sorted(serialize(said, format=RdfFormat.N_TRIPLES).splitlines(keepends=True))


def read(content: bytes, form: RdfFormat) -> set[Quad]:
    return set(parse(content, format=form))


@pytest.mark.parametrize(("write", "form"), WRITERS)
@given(first=triples(), second=triples())
def test_every_statement_is_read_back_from_its_graph(
    write: Callable[..., Iterator[bytes]], form: RdfFormat, first: set[Triple], second: set[Triple]
) -> None:
    """Texts are put together here, not by a library: no letter of a literal may leave it."""
    graphs = {"https://e/graph/a+b": first, "https://e/graph/c": second}
    content = b"".join(write((graph, iter(lines(said))) for graph, said in graphs.items()))
    expected = {
        (str(triple.subject), str(triple.predicate), str(triple.object), graph)
        for graph, said in graphs.items()
        for triple in said
        # Nodes without a name have other names in each copy.
        if "_:" not in str(triple)
    }
    found = read(content, form)

    assert len(found) == len(first) + len(second)
    named = {(str(q.subject), str(q.predicate), str(q.object), q.graph_name.value) for q in found if "_:" not in str(q)}
    assert named == expected


@pytest.mark.parametrize(("write", "form"), WRITERS)
@given(TEXTS)
def test_line_of_a_load_is_read_back(write: Callable[..., Iterator[bytes]], form: RdfFormat, said: str) -> None:
    """The lines of records are written by this project itself, with escapes of its own."""
    line = f"<https://e/a> <https://e/p> {text(said)} .\n".encode()
    (found,) = read(b"".join(write([("https://e/g", iter([line]))])), form)

    assert found.object.value == said


@pytest.mark.parametrize(("write", "form"), WRITERS)
def test_dataset_of_nothing_is_one(write: Callable[..., Iterator[bytes]], form: RdfFormat) -> None:
    """A policy may hide all there is."""
    assert read(b"".join(write([])), form) == set()


@pytest.mark.parametrize(
    ("graph", "file"),
    [
        ("https://x/graph/list", "list.nt.gz"),
        ("https://x/graph/a+b", "a+b.nt.gz"),
        ("https://x/graph/..%2F..%2Fetc", ".._.._etc.nt.gz"),
        ("https://elsewhere/graph/a", "https:__elsewhere_graph_a.nt.gz"),
    ],
)
def test_file_of_a_graph_lies_in_the_folder_of_dumps(graph: str, file: str) -> None:
    """A graph may have any name; a file may not."""
    assert graph_file(graph, "https://x/") == file

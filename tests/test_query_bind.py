"""Parameters: whatever a client sends becomes one term of the parameter's type, or is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Store

from rehabkg import assets
from rehabkg.errors import ParameterError
from rehabkg.iri import ID_FORM, Iris
from rehabkg.mapping.naming import Naming
from rehabkg.namespaces import XSD
from rehabkg.query.bind import ANY, bound_text, rebased
from rehabkg.query.header import Parameter, StoredQuery, read_query
from rehabkg.settings import DEFAULT_BASE
from rehabkg.tables.collection import read_collection
from rehabkg.vocabulary import codes, read_vocabularies

BASE = "https://repression.example/kg/"
DEFAULTS = {
    "xsd:string": '"nothing said"',
    "xsd:integer": "0",
    "xsd:boolean": "false",
    "thing:act": f"<{DEFAULT_BASE}id/act/a-1953-03-27>",
}
KINDS = (*DEFAULTS, "xsd:date", "thing", "thing:person", "concept:phrase", "concept:measure")
# Parts that mean something to SPARQL, to this module or to a file of RDF.
PARTS = (
    "http://", "https://", DEFAULT_BASE, "id/person/p0052", "p0052", "VALUES ?other", ' { "', '" } ', "UNDEF",
    "\\u0022", "%7D", ">", "} ?s ?p ?o . {", "1937", "-01-01", "true", "any", "g-", "f-", "\n", "#",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(),
    st.text(st.sampled_from("\"'\\{}<>()[]?$#:;,.@^|&!/+-*= \n\r\t\x00aя\u0301😀\ud800\udfff1")),
    st.lists(st.sampled_from(PARTS), max_size=6).map("".join),
)
UNICODE = st.text(st.characters(codec="utf-8"), max_size=1_000)


def echo(**kinds: str) -> StoredQuery:
    """Return a query that gives its parameters back, in one row with a column of its own."""
    defaults = {name: DEFAULTS.get(kind, "UNDEF") for name, kind in kinds.items()}
    lines = {name: f"  VALUES ?{name} {{ {default} }}" for name, default in defaults.items()}
    parameters = {name: Parameter(name, kind, {}, lines[name], defaults[name]) for name, kind in kinds.items()}
    body = "\n".join((*lines.values(), "  VALUES ?end { <urn:x> }"))
    text = f"SELECT {' '.join(f'?{name}' for name in kinds)} ?end\nWHERE {{\n{body}\n}}\n"
    return StoredQuery("echo", {}, {}, (), "table", {}, parameters, text)


def bound(query: StoredQuery, **values: str) -> str | None:
    """Return the text, or None where a value is refused, in one line as every error is."""
    try:
        return bound_text(query, values)
    except ParameterError as error:
        if str(error).isprintable():
            return None
        raise


ECHO = echo(said="xsd:string")
END = NamedNode("urn:x")


def rows(text: str) -> list[tuple[object, ...]]:
    """Return what a text answers: its rows, and only the variables that the query was written with."""
    found = Store().query(text)
    names = [variable.value for variable in found.variables]
    return [tuple((name, row[name]) for name in names) for row in found]


@given(UNICODE)
def test_no_text_can_leave_its_literal(said: str) -> None:
    """Whatever a client sends comes back as the same one string: a query that it could end would be its own."""
    assert rows(bound_text(ECHO, {"said": said})) == [(("said", Literal(said)), ("end", END))]


@pytest.mark.parametrize("kind", KINDS)
@given(said=TEXTS)
def test_any_text_is_one_term_of_its_type_or_refused(kind: str, said: str) -> None:
    """There is no third way: no further row, no other variable, no parser that fails on what was let through."""
    text = bound(echo(asked=kind), asked=said)
    if text is None:
        return

    found = rows(text)

    (((name, term), end),) = found
    assert (name, end) == ("asked", ("end", END))
    family, _, of = kind.partition(":")
    if said == ANY and kind != "xsd:string":
        assert term is None
    elif family == "xsd":
        assert term == Literal(said, datatype=NamedNode(XSD + of))
    else:
        assert isinstance(term, NamedNode)
        assert term.value == said or ID_FORM.fullmatch(said)


@given(UNICODE)
def test_no_text_is_moved_to_another_base(said: str) -> None:
    """Moving the prefixes of a query must not rewrite the words that somebody searches for."""
    for text in (said, f"<{DEFAULT_BASE}id/{said}"[:1_000]):
        assert rows(bound_text(ECHO, {"said": text}, Iris(BASE)))[0][0] == ("said", Literal(text))


def test_half_a_letter_is_refused() -> None:
    """A command line in a broken encoding gives such texts; no store can hold them."""
    with pytest.raises(ParameterError, match=r"query 'echo', parameter 'said': 'a\\ud800' is not Unicode text"):
        bound_text(ECHO, {"said": "a\ud800"})


@pytest.mark.parametrize("kind", ["thing", "thing:person", "thing:act", "concept:phrase", "concept:measure"])
@pytest.mark.parametrize(
    "said",
    [
        "", " ", "p0052 ", 'p0052"', "p0052'", "p0052 }", "p0052{", "p0052\n", "p00\n52", "<p0052>", "p0052>", "p/0052",
        "../p0052", "p0052#a", "p0052?a", "P0052", "-p0052", "p0052-", "р0052", "?who", "UNDEF", "_:b", "a:b", "p%20",
        "http://e/a>", "http://e/a b", "http://e/a\n", "https://e/{a}", 'http://e/"', "http://e/\\u003e", "HTTP://e/a",
        "javascript:alert(1)", "urn:x", "file:///etc/passwd", "http:/", "p" * 1_001, "http://e/" + "a" * 1_000,
    ],
)  # fmt: skip
def test_what_is_no_id_and_no_iri_is_refused(kind: str, said: str) -> None:
    """An id is looked up as it stands; one that would need mending is a slip that must be told, not guessed."""
    with pytest.raises(ParameterError) as caught:
        bound_text(echo(asked=kind), {"asked": said})

    assert str(caught.value).startswith("query 'echo', parameter 'asked': ")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        *(("xsd:integer", said) for said in ("", "1.0", "1e3", " 1", "1 }", "٣", "0x1", "1_000", "--1", "1" * 19)),
        *(("xsd:boolean", said) for said in ("", "True", "1", "yes", "да", "true ")),
        *(("xsd:date", said) for said in ("", "1957", "1957-1-1", "19570101", "1957-W01-1", "1957-02-30")),
        *(("xsd:date", said) for said in ("0000-01-01", "১৯৫৭-01-01", "10000-01-01", "1957-01-01\n")),
        *(("xsd:date", said) for said in ("1957-01-01Z", "1957-01-01T00:00:00", "01.01.1957", "-1957-01-01", "вчера")),
    ],
)  # fmt: skip
def test_value_of_another_type_is_refused(kind: str, said: str) -> None:
    """SPARQL compares an ill-typed literal with nothing: the answer would be empty where a slip was made."""
    with pytest.raises(ParameterError, match="is not xsd:"):
        bound_text(echo(asked=kind), {"asked": said})


def test_value_that_looks_like_the_line_of_another_parameter_stays_a_value() -> None:
    """Lines are replaced in one pass; in two, a value could carry the text that the second one replaces."""
    query = echo(first="xsd:string", second="xsd:string")
    lines = {name: parameter.line for name, parameter in query.parameters.items()}

    for crossed in (lines, {"first": lines["second"], "second": lines["first"]}):
        text = bound_text(query, crossed)
        assert rows(text) == [
            (("first", Literal(crossed["first"])), ("second", Literal(crossed["second"])), ("end", END))
        ]


@given(UNICODE, UNICODE)
def test_two_values_do_not_mix(first: str, second: str) -> None:
    """Each parameter has its own value, whatever the other one is."""
    text = bound_text(echo(first="xsd:string", second="xsd:string"), {"second": second, "first": first})

    assert rows(text) == [(("first", Literal(first)), ("second", Literal(second)), ("end", END))]


def test_default_stands_where_nothing_is_given_and_any_opens_it() -> None:
    """A stored query runs as the file has it; 'any' asks for all, but is a word like others where a text is asked."""
    assert bound_text(ECHO, {}) == ECHO.text
    assert rows(bound_text(echo(asked="thing:act"), {"asked": ANY})) == [(("asked", None), ("end", END))]
    assert rows(bound_text(ECHO, {"said": ANY})) == [(("said", Literal(ANY)), ("end", END))]


@pytest.mark.parametrize("name", ["day", "", "said ", "end", "said\n"])
def test_unknown_parameter_is_told_with_those_that_there_are(name: str) -> None:
    """A slip in a name must not quietly leave the default in force."""
    with pytest.raises(ParameterError, match=r"is not a parameter of it \(it has: said\)$") as caught:
        bound_text(ECHO, {name: "x"})

    assert "\n" not in str(caught.value)


# An id of each kind, and the end of its IRI (data/README.md, "Identifiers").
THINGS = {
    "p0052": "id/person/p0052",
    "p10052": "id/person/p10052",
    "c0050-1": "id/case/c0050-1",
    "cg-katyn-1": "id/case/cg-katyn-1",
    "d0050-1": "id/decision/d0050-1",
    "dg-katyn-2": "id/decision/dg-katyn-2",
    "e0052-1": "id/event/e0052-1",
    "eg-katyn-1": "id/event/eg-katyn-1",
    "f0052-1": "id/finding/f0052-1",
    "fg-katyn-1": "id/finding/fg-katyn-1",
    "bar-germans-1": "id/return-bar/bar-germans-1",
    "g-katyn": "id/group/katyn",
    "b-oso": "id/body/oso",
    "pl-katyn": "id/place/katyn",
    "f-sostav": "vocab/phrase/sostav",
    "a-1953-03-27": "id/act/a-1953-03-27",
    "r-1937-08-15-00486": "id/act/r-1937-08-15-00486",
    "a-1941-08-12-pl": "id/act/a-1941-08-12-pl",
    "a-1989-01-16-p03": "id/provision/a-1989-01-16-p03",
    "c14a": "id/claim/c14a",
    "c29": "id/claim/c29",
    "n-amnesty-1953-released": "id/count/n-amnesty-1953-released",
    "bib-conquest-terror": "id/book/bib-conquest-terror",
    "pe-07": "id/page-element/pe-07",
    "ussr": "id/jurisdiction/ussr",
}


@pytest.mark.parametrize("base", [DEFAULT_BASE, BASE])
@pytest.mark.parametrize(("said", "end"), THINGS.items())
def test_id_leads_to_the_iri_of_its_kind(said: str, end: str, base: str) -> None:
    """People know the id that stands in a table, not the path that its kind has in an IRI."""
    text = bound_text(echo(asked="thing"), {"asked": said}, Iris(base))

    assert rows(text) == [(("asked", NamedNode(base + end)), ("end", END))]


@pytest.mark.parametrize(
    ("kind", "said", "end"),
    [
        ("thing:act", "a-1953-03-27", "id/act/a-1953-03-27"),
        ("thing:person", "p0052", "id/person/p0052"),
        ("concept:phrase", "f-sostav", "vocab/phrase/sostav"),
        ("concept:phrase", "sostav", "vocab/phrase/sostav"),
        ("concept:measure", "camp", "vocab/measure/camp"),
        ("concept:measure", "f-words", "vocab/measure/f-words"),
    ],
)
def test_type_of_a_parameter_names_the_kind(kind: str, said: str, end: str) -> None:
    """Where a query asks for an act or a code, the id need not tell what it is."""
    assert rows(bound_text(echo(asked=kind), {"asked": said}))[0][0] == ("asked", NamedNode(DEFAULT_BASE + end))


def test_every_id_of_the_curated_tables_leads_to_the_iri_that_the_mapping_gives_it() -> None:
    """Two modules make IRIs of ids, one from the table and one from the form: they may not disagree."""
    kinds = read_collection(assets.DATA, codes(read_vocabularies())).kinds
    naming = Naming(kinds)
    # Neither the id of a source nor that of a category tells its kind; a query asks for these by type.
    types = {"source": "thing:source", "category": "concept:category"}
    queries = {kind: echo(asked=types.get(kind, "thing")) for kind in set(kinds.values())}

    wrong = [
        said
        for said, kind in kinds.items()
        if f"{{ {naming.ref(said)} }}" not in bound_text(queries[kind], {"asked": said})
    ]

    assert wrong == []


def test_iri_is_taken_as_it_is_given() -> None:
    """An IRI says all by itself, in whichever base; one with Cyrillic letters is an IRI too."""
    for iri in (f"{DEFAULT_BASE}id/person/p0052", "http://www.wikidata.org/entity/Q42", "https://e/Катынь?a=(1)#x"):
        text = bound_text(echo(asked="thing"), {"asked": iri}, Iris(BASE))
        assert rows(text) == [(("asked", NamedNode(iri)), ("end", END))]


def test_other_base_moves_things_concepts_and_graphs_but_no_term() -> None:
    """An installation with a base of its own runs the same files; the terms of the ontology stay where they are."""
    text = "\n".join(f"PREFIX {part}: <{DEFAULT_BASE}{part}/>" for part in ("id", "vocab", "graph"))
    text += f"\nPREFIX rehab: <{DEFAULT_BASE}ontology#>\nSELECT ?x WHERE {{ ?x rehab:x <{DEFAULT_BASE}id/act/a> }}\n"

    moved = rebased(text, BASE)

    assert moved.count(BASE) == 4
    assert [line for line in moved.splitlines() if DEFAULT_BASE in line] == [f"PREFIX rehab: <{DEFAULT_BASE}ontology#>"]
    assert rebased(text, DEFAULT_BASE) == text
    assert rebased(moved.replace(BASE, DEFAULT_BASE), BASE) == moved


def test_default_is_moved_with_its_query() -> None:
    """A default is part of the file, so it names a thing of the store that is asked."""
    query = echo(asked="thing:act", said="xsd:string")

    for values in ({}, {"said": "x"}):
        assert rows(bound_text(query, values, Iris(BASE)))[0][0] == (
            "asked",
            NamedNode(f"{BASE}id/act/a-1953-03-27"),
        )


def test_stored_query_is_bound_as_it_stands_in_its_file() -> None:
    """What is tried here on a query made for it holds for one of the project's, line by line."""
    query = read_query(assets.QUERIES / "status-as-of.rq")

    bound = bound_text(query, {"day": "1990-01-01", "who": "p0052", "asked": "russia"})

    changed = [
        (old.strip(), new.strip())
        for old, new in zip(query.text.splitlines(), bound.splitlines(), strict=True)
        if old != new
    ]
    assert [new for _, new in changed] == [
        f"VALUES ?who {{ <{DEFAULT_BASE}id/person/p0052> }}",
        f'VALUES ?day {{ "1990-01-01"^^<{XSD}date> }}',
        f"VALUES ?asked {{ <{DEFAULT_BASE}id/jurisdiction/russia> }}",
    ]


def test_no_value_is_a_blank_node() -> None:
    """A blank node in VALUES would be a variable that matches everything."""
    assert not any(isinstance(term, BlankNode) for _, term in rows(bound_text(ECHO, {"said": "_:b"}))[0])

"""One thing for a reader: every statement about it, each with the source that says so."""

from __future__ import annotations

import re

import pytest
from invented import CASE, attested, dated, decision, derived_store, thing
from pyoxigraph import NamedNode, Store

from rehabkg.dates.durations import duration_in_words
from rehabkg.iri import Iris
from rehabkg.show import statements
from rehabkg.store.view import View

IRIS = Iris()
THINGS = {
    "person": IRIS.thing("person", "p0050"),
    "group": IRIS.thing("group", "katyn"),
    "act": IRIS.thing("act", "a-1953-03-27"),
    "phrase": IRIS.concept("phrase", "sostav"),
}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("node", THINGS.values(), ids=THINGS)
def test_every_row_has_its_source(node: NamedNode, language: str, store: Store) -> None:
    """A statement that nobody is named for would be ours."""
    rows = statements(store, node, IRIS, language)

    assert len(rows) > 3
    for about, name, value, source in rows:
        assert source.strip(), (about, name, value)
        assert name.strip()
        assert value.strip(), (about, name)
    assert len(set(rows)) == len(rows), "nothing is told twice"


@pytest.mark.parametrize("node", THINGS.values(), ids=THINGS)
def test_nodes_that_carry_statements_are_folded_in(node: NamedNode, store: Store) -> None:
    """A reader asks for people and decisions; attestations, datings and measures are how the graph holds them."""
    rows = statements(store, node, IRIS, "en")

    texts = [text for row in rows for text in row]
    for kind in ("attestation", "dating", "measure", "name"):
        assert not any(f"id/{kind}/" in text or text.startswith(f"{kind}/") for text in texts)
    assert not any(text.startswith(("http", "_:")) for row in rows for text in row[:2])
    view = View(store)
    hidden = {view.label(NamedNode(f"https://w3id.org/rehabkg/ontology#{name}"), "en") for name in ("attests", "rank")}
    assert hidden.isdisjoint({row[1] for row in rows})


def test_person_is_told_in_the_order_of_days(store: Store) -> None:
    """The thing itself first, then the sentence before what became of it."""
    rows = statements(store, THINGS["person"], IRIS, "en")

    abouts = list(dict.fromkeys(row[0] for row in rows))
    assert abouts[0] == ""
    view = View(store)
    order = [abouts.index(view.label(IRIS.thing("decision", f"d0050-{number}"), "en")) for number in (1, 2, 4, 6)]
    assert order == sorted(order)


def test_sources_of_a_fact_and_its_locator_are_named(store: Store) -> None:
    """Whoever doubts a statement must be able to go and look: the source, the place in it, how sure it is."""
    view = View(store)
    sentence = view.label(IRIS.thing("decision", "d0050-1"), "en")
    rows = [row for row in statements(store, THINGS["person"], IRIS, "en") if row[0] == sentence]

    levels = {view.label(IRIS.concept("evidence", code), "en") for code in ("sourced", "memory", "seed")}
    titles = {view.label(source, "en") for source in view.instances("rehab:Source")}
    stated = [row for row in rows if "rehabkg" not in row[3]]
    assert stated
    for row in stated:
        assert any(level in row[3] for level in levels), row
        assert any(title in row[3] for title in titles), row


def test_what_software_concluded_says_so(store: Store) -> None:
    """A derived statement must not pass for a source's."""
    rows = statements(store, THINGS["person"], IRIS, "en")

    assert any("derived by rehabkg" in row[3] for row in rows)


def test_two_citations_that_disagree_are_both_shown() -> None:
    """The reader sees the dispute, and which side is only remembered."""
    store = derived_store(
        CASE,
        decision("s", "Sentence", "1938-02-25"),
        "graph:other { "
        + dated("decision:s", "1938-02-26", name="-other")
        + attested("decision:s", "memory")
        + ' attestation:decision-s rehab:locator "p. 7" . }',
        'graph:sources { graph:other rehab:cites source:other . source:other <http://purl.org/dc/terms/title> "Other" .'
        ' graph:book rdfs:label "The book"@en . graph:other rehab:evidenceLevel evidence:memory . }',
    )

    rows = statements(store, thing("decision:s"), IRIS, "en")

    dates = {row[2]: row[3] for row in rows if row[1] == "dated"}
    assert dates == {"1938-02-25": "The book", "1938-02-26": "Other, p. 7, memory"}


def test_thing_that_is_not_there_has_no_rows(store: Store) -> None:
    """Nothing known is an empty answer."""
    assert statements(store, IRIS.thing("person", "p9999"), IRIS, "en") == []


@pytest.mark.parametrize(("language", "term"), [("en", "3 years"), ("ru", "3 года")])
def test_length_of_a_sentence_is_told_in_words(store: Store, language: str, term: str) -> None:
    """A code of ISO 8601 is for programs."""
    cells = [row[2] for row in statements(store, IRIS.thing("person", "p0001"), IRIS, language)]

    assert any(cell.endswith(term) for cell in cells)
    assert not any(re.search(r"\bP[0-9]+[YMWD]", cell) for cell in cells)


@pytest.mark.parametrize(
    ("duration", "english", "russian"),
    [
        ("P1Y", "1 year", "1 год"),
        ("P21Y", "21 years", "21 год"),
        ("P25Y", "25 years", "25 лет"),
        ("P1Y6M15D", "1 year 6 months 15 days", "1 год 6 месяцев 15 дней"),
        ("P", "P", "P"),
        ("P10Y or more", "P10Y or more", "P10Y or more"),
        ("", "", ""),
    ],
)
def test_duration_is_told_whole_or_left_as_it_is(duration: str, english: str, russian: str) -> None:
    """Half a term would be a shorter sentence."""
    assert (duration_in_words(duration, "en"), duration_in_words(duration, "ru")) == (english, russian)

"""What queries need and no source says: dates to show, whose law counts what, what bears on what, labels."""

from __future__ import annotations

import random

import pytest
from invented import CASE, IRIS, attested, dated, decision, derived, local, locals_of, ontology, stated, thing
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from rehabkg.derive.bearing import affects, sets_aside
from rehabkg.derive.closure import closure, hierarchy
from rehabkg.derive.graph import derive
from rehabkg.derive.jurisdiction import counted
from rehabkg.derive.labels import stated_classes
from rehabkg.derive.preference import preferences, ranking
from rehabkg.namespaces import A, term
from rehabkg.store.view import View

DERIVED = IRIS.graph("derived")

# What a decision has in the weaker and in the stronger citation: rank, level, weight of the source, width of the date.
DISPUTES = {
    "rank before evidence": (("normal", "sourced", 1, "1956-01-01"), ("preferred", "memory", 5, "1956-12-31")),
    "evidence before weight": (("normal", "seed", 1, "1956-01-01"), ("normal", "sourced", 5, "1956-12-31")),
    "the founding article before memory": (("normal", "memory", 1, "1956-01-01"), ("normal", "seed", 5, "1956-12-31")),
    "weight before width": (("normal", "sourced", 2, "1956-01-01"), ("normal", "sourced", 1, "1956-12-31")),
    "width last": (("normal", "sourced", 2, "1956-12-31"), ("normal", "sourced", 2, "1956-06-30")),
    "corrected is never first": (("deprecated", "sourced", 1, "1956-01-01"), ("normal", "memory", 5, "1956-12-31")),
}
Citation = tuple[str, str, int, str]


def dispute(*citations: Citation) -> str:
    """Return one decision as told by several citations, named `a`, `b`, ... in the order of their goodness."""
    parts = ["graph:book { decision:d a rehab:Rehabilitation . }"]
    for name, (rank, level, weight, until) in zip("abcdef", citations, strict=False):
        told = (
            dated("decision:d", "1956-01-01", until, name=name),
            f'decision:d rehab:charge "{name}" ; rehab:ground <https://example.org/{name}> .',
            attested("decision:d", level, rank=rank, name=name),
        )
        parts.append(f"graph:{name} {{ {' '.join(told)} }}")
        parts.append(
            f"graph:sources {{ graph:{name} rehab:cites source:{name} . source:{name} rehab:weight {weight} . }}"
        )
    return "\n".join(parts)


@pytest.mark.parametrize(("weak", "strong"), DISPUTES.values(), ids=DISPUTES)
@pytest.mark.parametrize("turned", [False, True], ids=["strong last", "strong first"])
def test_better_evidence_is_shown_first(weak: Citation, strong: Citation, turned: bool) -> None:
    """Which date a reader sees must follow from the evidence, never from the order of rows or of names."""
    view = derived(dispute(strong, weak) if turned else dispute(weak, strong))

    best = "a" if turned else "b"
    assert locals_of(view, "decision:d", "rehab:shownDating") == [f"d-dated{best}"]
    # Where nothing but the width of the date tells the two apart, other values are taken by the graph's name.
    if weak[:3] != strong[:3]:
        preference = next(iter(view.subjects("rehab:about", thing("decision:d"))))
        assert [local(node) for node in view.objects(preference, "rehab:preferredValue")] == [best]
        assert [local(node) for node in view.objects(preference, "rehab:takenFrom")] == [best]
        assert [local(node) for node in view.objects(preference, "rehab:onProperty")] == ["ground"]


def test_days_of_the_shown_date_are_those_to_reckon_with() -> None:
    """The status is walked by firstDay and lastDay: they must be of the date shown, not a mixture of two."""
    view = derived(dispute(("normal", "sourced", 1, "1956-12-31"), ("normal", "memory", 1, "1956-01-01")))

    assert locals_of(view, "decision:d", "rehab:firstDay") == ["1956-01-01"]
    assert locals_of(view, "decision:d", "rehab:lastDay") == ["1956-12-31"]


def test_best_level_of_a_thing_is_shown() -> None:
    """A fact that is sourced once is sourced; one that is only remembered says so."""
    sourced, remembered = ("normal", "sourced", 1, "1956-01-01"), ("normal", "memory", 1, "1956-01-01")

    assert locals_of(derived(dispute(sourced, remembered)), "decision:d", "rehab:shownEvidence") == ["sourced"]
    assert locals_of(derived(dispute(remembered)), "decision:d", "rehab:shownEvidence") == ["memory"]


def test_joint_citation_weighs_as_its_weightiest_source() -> None:
    """Two sources read together are as good as the better of them."""
    quads = stated(
        "graph:sources { graph:joint rehab:cites source:a , source:b . "
        "source:a rehab:weight 4 . source:b rehab:weight 2 . }"
    )

    assert ranking(quads).weights == {IRIS.graph("joint"): 2}


def test_citations_that_agree_have_no_preference() -> None:
    """A choice is shown only where there is one to make."""
    same = dispute(("normal", "sourced", 1, "1956-01-01"), ("normal", "memory", 1, "1956-01-01"))
    one_ground = same.replace("https://example.org/b", "https://example.org/a")
    two_grounds = dispute(("normal", "sourced", 1, "1956-01-01")).replace(
        "rehab:ground <https://example.org/a>", "rehab:ground <https://example.org/a>, <https://example.org/b>"
    )

    for trig in (one_ground, two_grounds):
        assert derived(trig).instances("rehab:Preference") == []


def test_preference_does_not_depend_on_the_order_of_quads() -> None:
    """The store gives quads in any order; the same graph must be derived every time."""
    sourced = ("normal", "sourced", 2, "1956-12-31")
    quads = list(stated(dispute(sourced, sourced, sourced), decision("x", "Sentence", "1938-01-01")))
    quads += [Quad(quad.subject, quad.predicate, quad.object, IRIS.graph("b")) for quad in quads]
    found = set()
    for seed in range(5):
        random.Random(seed).shuffle(quads)  # noqa: S311 - the same orders in every run
        derived_quads = preferences(quads, ranking(quads), IRIS, DERIVED)
        found.add(b"".join(sorted(serialize(derived_quads, format=RdfFormat.N_QUADS).splitlines(keepends=True))))

    assert len(found) == 1


STATES = """
jurisdiction:ussr a rehab:Jurisdiction .
jurisdiction:rsfsr a rehab:Jurisdiction ; rehab:partOf jurisdiction:ussr .
jurisdiction:ukrssr a rehab:Jurisdiction ; rehab:partOf jurisdiction:ussr .
jurisdiction:russia a rehab:Jurisdiction ; rehab:succeeds jurisdiction:rsfsr , jurisdiction:ussr .
jurisdiction:ukraine a rehab:Jurisdiction ; rehab:succeeds jurisdiction:ukrssr .
"""


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("russia", {"russia", "rsfsr", "ussr", "ukrssr"}),
        ("ukraine", {"ukraine", "ukrssr", "ussr"}),
        ("ussr", {"ussr", "rsfsr", "ukrssr"}),
        ("ukrssr", {"ukrssr", "ussr"}),
    ],
)
def test_state_counts_its_own_its_parts_its_whole_and_its_predecessors(state: str, expected: set[str]) -> None:
    """Russia continues the Union with all its republics; Ukraine is bound by neither Russia nor the RSFSR."""
    found = counted(View(stated(STATES)))

    assert {local(node) for node in found[thing(f"jurisdiction:{state}")]} == expected


def test_real_states_count_alike(view: View) -> None:
    """The curated table must say the same of the real states."""
    found = {local(state): {local(node) for node in nodes} for state, nodes in counted(view).items()}

    assert {"rsfsr", "ussr", "ukrssr", "bssr", "litssr"} <= found["russia"]
    assert {"ukrssr", "ussr"} <= found["ukraine"]
    assert found["ukraine"].isdisjoint({"russia", "rsfsr", "belarus"})
    assert "russia" not in found["ussr"]


def test_cycle_of_succession_ends_and_treats_all_alike() -> None:
    """A slip in the table must not hang the build, nor decide by the order of names."""
    view = View(
        stated(
            "jurisdiction:a a rehab:Jurisdiction ; rehab:succeeds jurisdiction:b . "
            "jurisdiction:b a rehab:Jurisdiction ; rehab:succeeds jurisdiction:c . "
            "jurisdiction:c a rehab:Jurisdiction ; rehab:succeeds jurisdiction:a , jurisdiction:c ."
        )
    )

    assert {frozenset(map(local, nodes)) for nodes in counted(view).values()} == {frozenset("abc")}


def test_long_line_of_succession_is_walked() -> None:
    """A stranger's file may chain more states than Python's stack has room for."""
    links = "".join(f"jurisdiction:s{n} rehab:succeeds jurisdiction:s{n + 1} .\n" for n in range(3_000))

    found = counted(View(stated(f"jurisdiction:s0 a rehab:Jurisdiction .\n{links}")))

    assert len(found[thing("jurisdiction:s0")]) == 3_001


def test_case_is_before_the_law_of_each_state_that_decided_in_it() -> None:
    """Asked without a state, the walk asks these."""
    view = derived(
        CASE,
        "jurisdiction:abroad a rehab:Jurisdiction .",
        decision("s", "Sentence", "1938-01-01"),
        decision("r", "Rehabilitation", "1990-01-01", law="abroad"),
    )

    assert locals_of(view, "case:c", "rehab:beforeLawOf") == ["abroad", "land"]


SENTENCE = decision("s", "Sentence", "1938-02-25")


def test_what_gives_a_sentence_its_status() -> None:
    """Reviews of it and what takes those back; a protest or an upholding gives none."""
    view = derived(
        CASE,
        SENTENCE,
        decision("r", "Rehabilitation", "1956-01-01", reviews="s"),
        decision("back", "Revocation", "1957-01-01", revokes="r"),
        decision("p", "Protest", "1955-01-01", protests="s"),
        decision("closed", "CaseClosing", "1958-01-01"),
    )

    found = {(local(quad.subject), local(quad.object)) for quad in affects(view, DERIVED)}
    assert found == {("r", "s"), ("back", "s"), ("closed", "c")}


def test_decision_that_better_evidence_corrected_is_not_walked() -> None:
    """What turned out not to have happened clears nobody, takes nothing back, and does not stand as a sentence."""
    story = (
        CASE,
        SENTENCE,
        decision("r", "Rehabilitation", "1956-01-01", reviews="s"),
        decision("back", "Revocation", "1957-01-01", revokes="r"),
        decision("wrong", "Sentence", "1937-01-01"),
    )
    deprecated = [attested(f"decision:{name}", "sourced", rank="deprecated") for name in ("r", "back", "wrong")]

    plain, view = derived(*story), derived(*story, *deprecated)

    pairs = {(local(quad.subject), local(quad.object)) for quad in affects(plain, DERIVED)}
    assert pairs == {("r", "s"), ("back", "s")}
    assert list(affects(view, DERIVED)) == []
    assert [local(quad.object) for quad in sets_aside(plain, DERIVED)] == ["r"]
    assert list(sets_aside(view, DERIVED)) == []
    for name in ("r", "back", "wrong"):
        assert locals_of(plain, f"decision:{name}", "rehab:countsBefore") == ["land"]
        assert locals_of(view, f"decision:{name}", "rehab:countsBefore") == []
    assert locals_of(view, "decision:s", "rehab:countsBefore") == ["land"]


def test_decision_that_one_citation_still_states_is_walked() -> None:
    """Corrected is what nobody states any more: one deprecated row beside a good one corrects that row alone."""
    view = derived(
        CASE,
        SENTENCE,
        decision("r", "Rehabilitation", "1956-01-01", reviews="s"),
        attested("decision:r", "memory", rank="deprecated", name="1"),
        attested("decision:r", "sourced", name="2"),
    )

    assert [local(quad.subject) for quad in affects(view, DERIVED)] == ["r"]


@pytest.mark.parametrize(
    ("later", "aside"),
    [
        (decision("x", "Rehabilitation", "1956-01-01", reviews="s"), {"refusal"}),
        (decision("x", "Rehabilitation", "1954-01-01", reviews="s"), set()),
        (decision("x", "Rehabilitation", "1955-01-01", until="1956-01-01", reviews="s"), set()),
        (decision("x", "Rehabilitation", "1956-01-01", reviews="s") + " decision:x rehab:scope scope:partial .", set()),
        (decision("x", "AmnestyApplication", "1956-01-01", reviews="s"), set()),
        (decision("x", "Annulment", "1956-01-01", annuls="s"), {"s"}),
        (decision("x", "Annulment", "1956-01-01", annulsInPart="s"), set()),
        (decision("x", "Revocation", "1956-01-01", revokes="refusal"), {"refusal"}),
    ],
    ids=["clears", "before", "perhaps before", "in part", "amnesty", "annuls", "annuls in part", "revokes"],
)
def test_what_sets_a_refusal_aside(later: str, aside: set[str]) -> None:
    """Only a full clearing that surely came later makes an earlier refusal void; an amnesty does not."""
    view = derived(CASE, SENTENCE, decision("refusal", "Refusal", "1955-01-01", refuses="s"), later)

    assert {local(quad.object) for quad in sets_aside(view, DERIVED)} == aside


def test_superclasses_and_superproperties_are_stated() -> None:
    """A query for decisions must find sentences without a reasoner, and reviews must find refusals."""
    above = hierarchy(ontology())
    quads = list(stated("decision:r a rehab:Refusal ; rehab:refuses decision:s ; rdfs:label 'r' ."))

    found = {(local(quad.predicate), local(quad.object)) for quad in closure(quads, above, DERIVED)}

    assert found == {("type", "Decision"), ("type", "Event"), ("reviews", "s")}
    assert {quad.graph_name for quad in closure(quads, above, DERIVED)} == {DERIVED}


def test_cycle_of_classes_ends() -> None:
    """Two classes that are each other's subclass mean the same; the closure must not run for ever."""
    triples = [quad.triple for quad in stated("rehab:A rdfs:subClassOf rehab:B . rehab:B rdfs:subClassOf rehab:A .")]

    above = hierarchy(triples)

    assert {local(name): {local(node) for node in nodes} for name, nodes in above.items()} == {
        "A": {"A", "B"},
        "B": {"A", "B"},
    }


def test_classes_of_others_are_left_alone() -> None:
    """The alignments lead into other ontologies; their classes are not materialised on every thing."""
    above = hierarchy(ontology())

    assert all("rehabkg/ontology#" in node.value for nodes in above.values() for node in nodes)


def test_what_has_no_name_gets_one_in_both_languages() -> None:
    """A decision is named by its class, by whom it concerns and by its date as written."""
    words = """
      person:ada rdfs:label "Ada"@en , "Ада"@ru .
      rehab:Sentence rdfs:label "sentence"@en , "приговор"@ru .
    """
    view = derived(CASE, SENTENCE, words)

    labels = {label.language: label.value for label in view.labels(thing("decision:s"))}
    assert labels == {"en": "sentence: Ada, 1938-02-25", "ru": "приговор: Ада, 1938-02-25"}


def test_what_has_a_name_keeps_it() -> None:
    """A label of the tables is not doubled."""
    view = derived(CASE, SENTENCE, 'decision:s rdfs:label "The first"@en .')

    assert [label.value for label in view.labels(thing("decision:s"))] == ["The first"]


def test_event_without_actor_or_date_is_named_by_its_class() -> None:
    """A label with nothing to say is still one, in words and not in an IRI."""
    view = derived('event:e a rehab:Arrest . rehab:Arrest rdfs:label "arrest"@en , "арест"@ru .')

    assert {label.value for label in view.labels(thing("event:e"))} == {"arrest", "арест"}


def test_article_of_a_code_is_named_by_its_number_and_code() -> None:
    """58-10 means nothing without the code that it stands in."""
    view = derived(
        '<https://example.org/58-10> a rehab:CodeArticle ; skos:notation "58-10" .'
        "<https://example.org/58-10> rehab:codeOfLaw <https://example.org/c> ."
        '<https://example.org/c> skos:prefLabel "Code"@en , "УК"@ru .'
    )

    labels = {label.language: label.value for label in view.labels(NamedNode("https://example.org/58-10"))}
    assert labels == {"en": "Art. 58-10, Code", "ru": "ст. 58-10, УК"}


def test_every_event_and_finding_of_the_graph_is_named(view: View) -> None:
    """No reader should meet a bare id where a sentence or an absence is meant."""
    for name in ("rehab:Event", "rehab:Finding", "rehab:CodeArticle"):
        for node in view.instances(name):
            assert {"en", "ru"} <= {label.language for label in view.labels(node)}, node


def test_class_of_a_thing_with_two_is_the_same_in_every_order() -> None:
    """A label must not depend on the order in which the store gives quads."""
    node, graph = thing("decision:d"), IRIS.graph("book")
    quads = [Quad(node, A, term(f"rehab:{name}"), graph) for name in ("Refusal", "Annulment", "Pardon")]

    assert stated_classes(quads) == stated_classes(quads[::-1]) == {node: term("rehab:Annulment")}


def test_deriving_again_adds_nothing() -> None:
    """Whoever checks our own export derives on top of what is derived; nothing may pile up."""
    store = stated(
        CASE, SENTENCE, dispute(("normal", "sourced", 1, "1956-01-01"), ("normal", "memory", 1, "1956-12-31"))
    )
    assert derive(store, ontology(), IRIS) > 0
    once = set(store)

    assert derive(store, ontology(), IRIS) == 0
    assert set(store) == once


def test_empty_store_derives_only_its_own_description() -> None:
    """Nothing stated entails nothing but what the graph says of itself."""
    store = Store()
    derive(store, ontology(), IRIS)

    assert {quad.subject for quad in store} == {DERIVED}

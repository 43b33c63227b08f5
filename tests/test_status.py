"""What stood about whom, as of a day and before the law of a state: the cases that the project promises."""

from __future__ import annotations

from datetime import date

import pytest
from invented import CASE, decision, derived, derived_store, local, stated, thing
from pyoxigraph import NamedNode, Store

from rehabkg.iri import Iris
from rehabkg.namespaces import REHAB
from rehabkg.query.bind import bound_text
from rehabkg.query.catalog import stored_query
from rehabkg.query.results import Rows
from rehabkg.query.run import run_stored, run_text
from rehabkg.settings import Settings
from rehabkg.status.chain import LONGEST_CHAIN, may_be_by, must_be_by, set_aside_by
from rehabkg.status.report import described
from rehabkg.status.walk import PRECEDENCE, STATUS_OF_CLASS, Standing, main_status, status_as_of
from rehabkg.store.view import View

IRIS = Iris()
LAND = thing("jurisdiction:land")
# Before and after each turn: the terror, Stalin's death, the first and the second wave, the laws, the present.
DAYS = (
    date(1918, 1, 1), date(1938, 6, 30), date(1953, 4, 4), date(1957, 1, 1), date(1988, 1, 1), date(1989, 1, 16),
    date(1992, 6, 1), date(2002, 1, 1), date(2026, 1, 1),
)  # fmt: skip
STATES = (None, "russia", "ukraine", "ussr")


def told(view: View, who: str, day: str, state: str | None) -> set[tuple[str, str]]:
    """Return the decisions and their statuses, all of them certain."""
    jurisdiction = IRIS.thing("jurisdiction", state) if state else None
    rows = status_as_of(view, IRIS.thing(*who.split("/")), date.fromisoformat(day), jurisdiction)
    assert {row.certainty for row in rows} <= {"certain"}
    return {(local(NamedNode(row.decision)), row.status) for row in rows}


@pytest.mark.parametrize(
    ("who", "day", "state", "expected"),
    [
        # Mandelstam: the sentence of 1938 is cleared in 1956, that of 1934 is refused then and cleared in 1987.
        ("person/p0050", "1957-01-01", "ussr", {("d0050-2", "rehabilitated"), ("d0050-1", "refused")}),
        ("person/p0050", "1988-01-01", "ussr", {("d0050-2", "rehabilitated"), ("d0050-1", "rehabilitated")}),
        ("person/p0050", "1937-01-01", "ussr", {("d0050-1", "stands")}),
        ("person/p0050", "1933-01-01", "ussr", set()),
        # Pannwitz: cleared in 1996, taken back in 2001.
        ("person/p0057", "2000-01-01", "russia", {("d0057-1", "rehabilitated")}),
        ("person/p0057", "2002-01-01", "russia", {("d0057-1", "revoked")}),
    ],
)
def test_promised_person_has_the_promised_status(
    view: View, who: str, day: str, state: str, expected: set[tuple[str, str]]
) -> None:
    """One man can be cleared of one sentence and guilty by another on the same day."""
    assert told(view, who, day, state) == expected


def test_trotsky_is_cleared_by_russia_alone_and_only_from_memory(view: View) -> None:
    """No authority of the USSR cleared him; that Russia did is remembered, and memory must not look like a source."""
    trotsky, russia = IRIS.thing("person", "p0001"), IRIS.thing("jurisdiction", "russia")

    of_union = status_as_of(view, trotsky, date(2010, 1, 1), IRIS.thing("jurisdiction", "ussr"))
    of_russia = status_as_of(view, trotsky, date(2010, 1, 1), russia)

    assert {row.status for row in of_union} == {"stands"}
    clearing = [row for row in of_russia if row.status == "rehabilitated"]
    assert clearing
    for row in clearing:
        assert local(view.first(NamedNode(row.by), "rehab:shownEvidence")) == "memory"
        assert described(view, row, "en").evidence == view.label(IRIS.concept("evidence", "memory"), "en")
        assert described(view, row, "ru").evidence == view.label(IRIS.concept("evidence", "memory"), "ru")


def test_katyn_is_acknowledged_and_refused_and_never_rehabilitated(view: View) -> None:
    """To say who did it is not to clear those to whom it was done."""
    rows = status_as_of(view, IRIS.thing("group", "katyn"), date(2026, 1, 1), IRIS.thing("jurisdiction", "russia"))

    assert {row.status for row in rows} == {"acknowledged", "refused"}


def test_nobody_is_cleared_before_anybody_decided(view: View) -> None:
    """As of a day before the first decision nothing stands, for anybody."""
    for who in _actors(view):
        assert {row.certainty for row in status_as_of(view, who, date(1917, 1, 1))} <= {"possible"}


def _actors(view: View) -> list[NamedNode]:
    return [*view.instances("rehab:Person"), *view.instances("rehab:Group")]


def _row(*terms: NamedNode) -> tuple[str, ...]:
    jurisdiction, case, node, status, by, certainty = terms
    return jurisdiction.value, case.value, node.value, local(status), by.value, local(certainty)


def _standings(rows: Rows) -> set[tuple[str, ...]]:
    wanted = ("jurisdiction", "case", "decision", "status", "by", "certainty")
    places = [rows.variables.index(name) for name in wanted]
    return {_row(*(row[place] for place in places)) for row in rows}


def _as_tuple(row: Standing) -> tuple[str, ...]:
    return row.jurisdiction, row.case, row.decision, row.status, row.by, row.certainty


def _values(day: date, state: str | None) -> dict[str, str]:
    return {"day": day.isoformat()} | ({"asked": state} if state else {})


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_query_and_walk_agree_on_everybody(store: Store, view: View, day: date, state: str | None) -> None:
    """Whoever asks by SPARQL alone must get what the program says. All are asked at once: one by one takes minutes."""
    jurisdiction = IRIS.thing("jurisdiction", state) if state else None
    actors = _actors(view)
    query = stored_query("status-as-of")
    line = query.parameters["who"].line
    text = bound_text(query, _values(day, state))
    assert text.count(line) == 1

    everybody = f"VALUES ?who {{ {' '.join(map(str, actors))} }}"
    rows = run_text(store, text.replace(line, everybody), Settings())

    assert isinstance(rows, Rows)
    walked = {_as_tuple(row) for who in actors for row in status_as_of(view, who, day, jurisdiction)}
    assert _standings(rows) == walked
    assert walked or day.year < 1930


def test_query_as_it_is_stored_agrees_too(store: Store, view: View) -> None:
    """The same for a few with the query unchanged, as a user runs it."""
    for who in _actors(view)[::20]:
        for state in STATES:
            day = date(1990, 1, 1)
            rows = run_stored(
                store, stored_query("status-as-of"), {"who": who.value, **_values(day, state)}, Settings()
            )
            jurisdiction = IRIS.thing("jurisdiction", state) if state else None
            assert _standings(rows) == {_as_tuple(row) for row in status_as_of(view, who, day, jurisdiction)}


def test_every_status_has_its_concept_and_its_rank(view: View) -> None:
    """A status without a concept has no label; one without a rank cannot be told from the others."""
    in_part = {"rehabilitated-in-part", "annulled-in-part", "stands", "no-decision"}
    assert set(PRECEDENCE) == {*STATUS_OF_CLASS.values(), *in_part}
    for status in PRECEDENCE:
        labels = {label.language for label in view.labels(IRIS.concept("status", status))}
        assert {"en", "ru"} <= labels
    for name in STATUS_OF_CLASS:
        assert view.is_a(NamedNode(REHAB + name), "owl:Class")


def test_main_status_is_the_first_in_rank() -> None:
    """A person with several standings is listed under one, the same one every time."""
    rows = [Standing("j", "c", "d", status, "b", "certain") for status in ("stands", "refused", "revoked")]

    assert main_status(rows) == main_status(rows[::-1]) == "revoked"
    assert main_status([]) == "no-decision"


# A sentence of 1938 and what came after it, each told as of the end of some years.
SENTENCE = decision("s", "Sentence", "1938-02-25")
REFUSED = decision("refusal", "Refusal", "1955-01-01", refuses="s")
CLEARED = decision("cleared", "Rehabilitation", "1956-01-01", reviews="s")
TAKEN_BACK = decision("taken-back", "Revocation", "1957-01-01", revokes="cleared")
STORIES = {
    "sentence alone": ((SENTENCE,), {1937: set(), 1938: {"stands"}}),
    "annulled refusal no longer refuses": (
        (SENTENCE, REFUSED, decision("undone", "Annulment", "1956-01-01", annuls="refusal")),
        {1954: {"stands"}, 1955: {"refused"}, 1956: {"stands"}},
    ),
    "later clearing overrides a refusal": (
        (SENTENCE, REFUSED, CLEARED),
        {1955: {"refused"}, 1956: {"rehabilitated"}},
    ),
    "refusal after the clearing stays beside it": (
        (SENTENCE, CLEARED, decision("refusal", "Refusal", "1960-01-01", refuses="s")),
        {1956: {"rehabilitated"}, 1960: {"rehabilitated", "refused"}},
    ),
    "partial clearing leaves the refusal": (
        (SENTENCE, REFUSED, CLEARED, "decision:cleared rehab:scope scope:partial ."),
        {1956: {"rehabilitated-in-part", "refused"}},
    ),
    "requalified by scope": (
        (SENTENCE, CLEARED, "decision:cleared rehab:scope scope:requalified ."),
        {1956: {"requalified"}},
    ),
    "annulled in part": (
        (SENTENCE, decision("half", "Annulment", "1956-01-01", annulsInPart="s")),
        {1956: {"annulled-in-part"}},
    ),
    "revoked rehabilitation no longer clears": (
        (SENTENCE, CLEARED, TAKEN_BACK),
        {1956: {"rehabilitated"}, 1957: {"revoked"}},
    ),
    "revoked revocation clears again": (
        (SENTENCE, CLEARED, TAKEN_BACK, decision("back", "Revocation", "1958-01-01", revokes="taken-back")),
        {1957: {"revoked"}, 1958: {"rehabilitated"}},
    ),
    "third revocation": (
        (
            SENTENCE,
            CLEARED,
            TAKEN_BACK,
            decision("back", "Revocation", "1958-01-01", revokes="taken-back"),
            decision("again", "Revocation", "1959-01-01", revokes="back"),
        ),
        {1958: {"rehabilitated"}, 1959: {"revoked"}},
    ),
    "what another state decides does not bind this one": (
        (SENTENCE, decision("cleared", "Rehabilitation", "1956-01-01", reviews="s", law="abroad")),
        {1956: {"stands"}},
    ),
    "case without a sentence": (
        (decision("closed", "CaseClosing", "1940-01-01"),),
        {1939: set(), 1940: {"closed"}},
    ),
    "decision without a sentence taken back": (
        (
            decision("cleared", "Rehabilitation", "1956-01-01"),
            decision("taken-back", "Annulment", "1957-01-01", annuls="cleared"),
        ),
        {1956: {"rehabilitated"}, 1957: set()},
    ),
}


@pytest.mark.parametrize(("story", "expected"), STORIES.values(), ids=STORIES)
def test_story_is_told_as_of_each_year(story: tuple[str, ...], expected: dict[int, set[str]]) -> None:
    """Decisions undo decisions; what stands is what no standing decision has set aside."""
    view = derived(CASE, "jurisdiction:abroad a rehab:Jurisdiction .", *story)

    for year, statuses in expected.items():
        rows = status_as_of(view, thing("person:ada"), date(year, 12, 31), LAND)
        assert {row.status for row in rows} == statuses, year
        assert {row.certainty for row in rows} <= {"certain"}


@pytest.mark.parametrize(("story", "expected"), STORIES.values(), ids=STORIES)
def test_story_is_told_alike_by_the_query(story: tuple[str, ...], expected: dict[int, set[str]]) -> None:
    """The invented graphs hold turns that no real case has taken yet."""
    store = derived_store(CASE, "jurisdiction:abroad a rehab:Jurisdiction .", *story)

    for year in expected:
        values = {"who": thing("person:ada").value, "day": f"{year}-12-31", "asked": "land"}
        rows = run_stored(store, stored_query("status-as-of"), values, Settings())
        walked = status_as_of(View(store), thing("person:ada"), date(year, 12, 31), LAND)
        assert _standings(rows) == {_as_tuple(row) for row in walked}


UNCERTAIN = {
    "clearing some time in the year": (
        (SENTENCE, decision("cleared", "Rehabilitation", "1956-01-01", until="1956-12-31", reviews="s")),
        {("rehabilitated", "possible"), ("stands", "possible")},
    ),
    "sentence some time in the year": (
        (decision("s", "Sentence", "1956-01-01", until="1956-12-31"),),
        {("stands", "possible")},
    ),
    "revocation some time in the year": (
        (
            SENTENCE,
            decision("cleared", "Rehabilitation", "1950-01-01", reviews="s"),
            decision("back", "Revocation", "1956-01-01", until="1956-12-31", revokes="cleared"),
        ),
        {("rehabilitated", "possible"), ("revoked", "possible"), ("stands", "possible")},
    ),
    "undated clearing": (
        (SENTENCE, decision("cleared", "Rehabilitation", "", reviews="s")),
        {("rehabilitated", "possible"), ("stands", "possible")},
    ),
    "all surely after": ((decision("s", "Sentence", "1957-01-01", until="1958-01-01"),), set()),
}


@pytest.mark.parametrize(("story", "expected"), UNCERTAIN.values(), ids=UNCERTAIN)
def test_uncertain_dates_give_possible(story: tuple[str, ...], expected: set[tuple[str, str]]) -> None:
    """A rough date must never be sharpened: where it leaves open what had come, the answer says so."""
    store = derived_store(CASE, *story)
    day = date(1956, 6, 1)

    rows = status_as_of(View(store), thing("person:ada"), day, LAND)

    assert {(row.status, row.certainty) for row in rows} == expected
    values = {"who": thing("person:ada").value, "day": day.isoformat(), "asked": "land"}
    found = run_stored(store, stored_query("status-as-of"), values, Settings())
    assert _standings(found) == {_as_tuple(row) for row in rows}


def test_without_a_state_each_that_decided_is_asked() -> None:
    """Two states may have judged one case; neither answers for the other."""
    abroad = decision("x", "Rehabilitation", "1956-01-01", reviews="s", law="abroad")
    view = derived(CASE, "jurisdiction:abroad a rehab:Jurisdiction . jurisdiction:third a rehab:Jurisdiction .")
    assert status_as_of(view, thing("person:ada"), date(1990, 1, 1)) == []

    view = derived(CASE, "jurisdiction:abroad a rehab:Jurisdiction .", SENTENCE, abroad)
    rows = status_as_of(view, thing("person:ada"), date(1990, 1, 1))

    # The sentence is before the law of the land alone, so abroad has nothing to clear.
    assert {(local(NamedNode(row.jurisdiction)), row.status) for row in rows} == {("land", "stands")}


def chain(length: int) -> View:
    """Return decisions d0, d1, ... each of which sets the one before aside, a year apart."""
    days = "".join(
        f'decision:d{n} rehab:firstDay "{1950 + n}-01-01"^^xsd:date ; rehab:lastDay "{1950 + n}-01-01"^^xsd:date ;'
        " rehab:countsBefore jurisdiction:land .\n"
        for n in range(length + 1)
    )
    links = "".join(f"decision:d{n + 1} rehab:setsAside decision:d{n} .\n" for n in range(length))
    return View(stated(days + links))


@pytest.mark.parametrize(("length", "aside"), [(0, False), (1, True), (2, False), (3, True)])
def test_chain_is_walked_three_deep(length: int, aside: bool) -> None:
    """Each link turns the answer round; as many as the stored query walks."""
    found = set_aside_by(chain(length), thing("decision:d0"), date(1990, 1, 1), LAND)

    assert bool(found) is aside
    assert length <= LONGEST_CHAIN


def test_chain_deeper_than_three_is_cut_as_the_query_cuts_it() -> None:
    """Beyond what it can walk the answer would be wrong; the shape Decision-chain stops such data."""
    assert set_aside_by(chain(4), thing("decision:d0"), date(1990, 1, 1), LAND)
    assert set_aside_by(chain(40), thing("decision:d37"), date(1990, 1, 1), LAND)


def test_circle_of_decisions_ends() -> None:
    """Bad data must not hang a look-up."""
    view = View(
        stated(
            "decision:a rehab:setsAside decision:b ; rehab:countsBefore jurisdiction:land . "
            "decision:b rehab:setsAside decision:a ; rehab:countsBefore jurisdiction:land ."
        )
    )

    assert set_aside_by(view, thing("decision:a"), date(1990, 1, 1), LAND) == []


def test_day_itself_is_included() -> None:
    """As of the day of a decision it stands."""
    view = chain(1)

    assert set_aside_by(view, thing("decision:d0"), date(1951, 1, 1), LAND) == [thing("decision:d1")]
    assert set_aside_by(view, thing("decision:d0"), date(1950, 12, 31), LAND) == []


def test_undated_may_have_come_and_need_not_have() -> None:
    """Silence about a date is neither early nor late."""
    view = chain(0)
    first = thing("decision:d0")

    assert may_be_by(view, first, date(1950, 1, 1))
    assert must_be_by(view, first, date(1950, 1, 1))
    assert not may_be_by(view, first, date(1949, 12, 31))
    assert may_be_by(view, thing("decision:unknown"), date(1917, 1, 1))
    assert not must_be_by(view, thing("decision:unknown"), date(2026, 1, 1))


def test_law_reaches_a_troika_sentence_that_it_never_names(view: View) -> None:
    """The decree of 16 January 1989 annulled extrajudicial sentences by its own force, as of its day."""
    reached = {
        (day, row.decision)
        for who in _actors(view)
        for day in (date(1989, 1, 15), date(1989, 1, 16))
        for row in status_as_of(view, who, day, IRIS.thing("jurisdiction", "ussr"))
        if row.by == IRIS.thing("act", "a-1989-01-16").value
    }

    assert {day for day, _ in reached} == {date(1989, 1, 16)}
    for _, sentence in reached:
        bodies = view.nodes(NamedNode(sentence), "rehab:decidedBy")
        assert any(local(kind) == "extrajudicial" for body in bodies for kind in view.nodes(body, "rehab:bodyKind"))


def test_member_of_an_excluded_group_is_not_reached() -> None:
    """The same sentence: one of the excluded kind stands, the other is reached."""
    law = """
      act:decree a rehab:LegalAct ; rehab:reach reach:collective ; rehab:ofJurisdiction jurisdiction:land ;
        rehab:dated dating:decree . dating:decree a rehab:Dating ; rehab:earliest "1989-01-16"^^xsd:date ;
        rehab:latest "1989-01-16"^^xsd:date .
      provision:covers rehab:provisionOf act:decree ; rehab:provisionKind provision-kind:covers ;
        rehab:coversBodyKind body-kind:extrajudicial .
      provision:excludes rehab:provisionOf act:decree ; rehab:provisionKind provision-kind:excludes ;
        rehab:category <https://example.org/staff> .
      <https://example.org/staff> rehab:ofGroupKind <https://example.org/police> .
      body:troika rehab:bodyKind body-kind:extrajudicial . decision:s rehab:decidedBy body:troika .
    """
    member = "person:ada rehab:memberOf group:g . group:g rehab:groupKind <https://example.org/police> ."

    for graph, status in (
        (derived(CASE, SENTENCE, law), "reached-by-law"),
        (derived(CASE, SENTENCE, law, member), "stands"),
    ):
        rows = status_as_of(graph, thing("person:ada"), date(1990, 1, 1), LAND)
        assert {row.status for row in rows} == {status}

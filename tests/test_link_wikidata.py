"""Whom the machine takes for an item of Wikidata, what waits for a person, and what happens when an endpoint fails."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
import wikidata_world as w
from bad_endpoints import HTML, REDIRECT, BadEndpoint, Play, good, refuse, slow, truncated
from good_tables import GOOD, tables
from load_fixture import Run, rehabkg
from pyoxigraph import Store
from rdflib import Graph
from tables_fixture import CASE, PERSON, cited

from bench.link_wikidata import alike, exact, row, settings_from
from rehabkg import assets
from rehabkg.desk.explaining import explainer
from rehabkg.desk.items import Items
from rehabkg.errors import CallError, EndpointError
from rehabkg.iri import Iris
from rehabkg.link.accepted import accepted_links
from rehabkg.link.candidates import Candidates, FromDump, FromEndpoint
from rehabkg.link.decision import Decision
from rehabkg.link.decisions import Decisions, append
from rehabkg.link.explain_item import explain_item
from rehabkg.link.items import item_shows, kilometres, score_items, under_labels
from rehabkg.link.kept_items import keep_items, kept_items
from rehabkg.link.known import Known
from rehabkg.link.review import Candidate, read_review
from rehabkg.link.score import Limits, database
from rehabkg.link.sought import KINDS, Sought, of_person, sought
from rehabkg.link.standing import Standing, sure
from rehabkg.link.wikidata import ItemReport, ItemRequest, link_items
from rehabkg.pipeline import assemble
from rehabkg.query.bind import thing_of
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import open_store, version_in_force
from rehabkg.store.swap import drop_linked
from rehabkg.store.version import write_version
from rehabkg.validation.shacl import load_shapes, run_pyshacl
from rehabkg.wikidata.cache import Cache
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.dump import items as dump_items
from rehabkg.wikidata.manners import Manners
from rehabkg.wikidata.model import Item

QUICK = Manners(seconds_between=0, tries=1, first_pause_seconds=0)
TWIN_A, TWIN_B, SHARED, EVIL, FIELD = (f"Q90000002{number:02}" for number in range(5))
FORMULA = '=HYPERLINK("http://evil.example","x")'
NOW = datetime(2026, 11, 28, tzinfo=UTC)


def _person(number: int, name_ru: str, name_en: str) -> dict[str, str]:
    return {**PERSON, "id": f"p{number}", "key": name_ru, "name_ru": name_ru, "name_en": name_en}


def _lived(number: int, who: str, birth: str, death: str = "") -> list[dict[str, str]]:
    told = (("birth", birth), ("death", death))
    return [cited(person=f"p{number}", who=who, event=event, date=date) for event, date in told if date]


PEOPLE = (
    (9001, "Званцов Иван Петрович", "Ivan Zvantsov", "1891-01-15", "1938-02"),
    (9002, "Бергер Фрида", "Frieda Berger", "1899", "1942-11-30"),
    (9003, "Званцев Илья Петрович", "Ilya Zvantsev", "1891", ""),
    (9004, "Двойников Пётр Ильич", "Pyotr Dvoynikov", "1880", "1937"),
    (9005, "Общий Фома Кузьмич", "Foma Obshchy", "1895", "1938"),
    (9006, "Общий Фома Кузьмич", "Foma Obshchy", "1895", "1938"),
    (9007, "Злобин Фёдор Фёдорович", "Fyodor Zlobin", "1889", ""),
)
DATA = {
    "persons": tuple(_person(number, ru, en) for number, ru, en, *_ in PEOPLE),
    "life": tuple(row for number, _, en, birth, death in PEOPLE for row in _lived(number, en, birth, death)),
    "cases": ({**CASE, "who": "Ivan Zvantsov"},),
    "decisions_persons": (),
    "groups": (cited(id="g-zvantsians", kind="people", name_en="Zvantsians", name_ru="Званцы"),),
    "places": (
        cited(id="pl-zvantsovsk", kind="settlement", name_en="Zvantsovsk", name_ru="Званцовск", lat="55.51",
              lon="60.26", licence="public domain", point_of="centre"),
    ),
    "bodies": (cited(id="b-court", kind="court", name_en="Zvantsov Court", name_ru="Званцовский областной суд"),),
    "acts": (cited(id="a-1950-01-01", kind="amnesty", title_en="Law on the Invented", title_ru="Закон о вымышленных",
                   date="1950-01-01", jurisdiction="land"),),
}  # fmt: skip
PEOPLE_ITEMS = {("p9001", w.ZVANTSOV), ("p9002", w.BERGER)}
WAITING = {
    ("p9004", TWIN_A), ("p9004", TWIN_B), ("p9005", SHARED), ("p9006", SHARED), ("p9007", EVIL),
    ("g-zvantsians", w.PEOPLE), ("pl-zvantsovsk", w.TOWN), ("b-court", w.BODY), ("a-1950-01-01", w.ACT),
}  # fmt: skip


def _items() -> list[Item]:
    twin = Item(TWIN_A, labels={"ru": "Пётр Ильич Двойников"}, birth=("1880",), death=("1937",))
    return [
        twin,
        Item(TWIN_B, labels=twin.labels, birth=twin.birth, death=("1937-12-01",)),
        Item(SHARED, labels={"ru": "Общий, Фома Кузьмич"}, birth=("1895",), death=("1938",)),
        Item(EVIL, labels={"ru": FORMULA}, aliases={"ru": ("Фёдор Фёдорович Злобин",)},
             descriptions={"ru": "\u202e<script>\n'; DROP"}),
        # A field of the same name is no people.
        Item(FIELD, labels={"ru": "Званцы"}, coordinates=(55.0, 60.0)),
    ]  # fmt: skip


def world(*, truthy: bool = False) -> str:
    items, extras = w.invented()
    return w.write_world([*items, *_items()], extras, truthy=truthy)


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run: the links and their matches, what waits, the bytes of both."""

    report: ItemReport
    links: frozenset[tuple[str, str, str]]
    waiting: dict[tuple[str, str], Candidate]
    ntriples: bytes
    review: bytes

    def linked(self, match: str = "exactMatch") -> set[tuple[str, str]]:
        return {(thing, qid) for thing, kind, qid in self.links if kind == match}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store of invented people, places, a people, a body and an act without a link."""
    folder = tmp_path_factory.mktemp("wikidata")
    made = Settings(store_path=folder / "store", links=folder / "links")
    write_version(made.store_path, assemble(Settings(), data=tables(folder / "data", **{**GOOD, **DATA})).nquads(),
                  DEFAULT_BASE)  # fmt: skip
    return made


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with w.endpoint(tmp_path_factory.mktemp("world"), world()) as url:
        yield url


@contextmanager
def folder_of_links(settings: Settings) -> Iterator[Settings]:
    """Give the same store with an empty folder of links, and take the links out of the store again."""
    with TemporaryDirectory() as folder:
        fresh = Settings(store_path=settings.store_path, links=Path(folder))
        yield fresh
        drop_linked(fresh, "link-wikidata")


@pytest.fixture
def clean(settings: Settings) -> Iterator[Settings]:
    with folder_of_links(settings) as fresh:
        yield fresh


def run(settings: Settings, source: Candidates, **request: object) -> Ran:
    with database(Limits(settings.links_path / "work")) as connection:
        report = link_items(settings, ItemRequest(NOW, **request), source, connection)  # type: ignore[arg-type]
    graph = Iris().graph("link-wikidata")
    quads = list(open_store(settings.store_path).quads_for_pattern(None, None, None, graph))
    links = frozenset(
        (_id(str(quad.subject.value)), str(quad.predicate.value).rpartition("#")[2], str(quad.object.value)[31:])
        for quad in quads
        if str(quad.object).startswith("<http://www.wikidata.org/entity/Q") and "/match/" not in str(quad.subject)
    )
    review = settings.links_path / "review.csv"
    lines = "".join(sorted(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads)).encode()
    assert report.graph.statements == len(quads), "each statement is counted once"
    return Ran(report, links, {(one.left, one.right): one for one in read_review(review)}, lines, review.read_bytes())


def _id(iri: str) -> str:
    kind, _, local = iri.partition("/id/")[2].partition("/")
    return {"group": "g-", "body": "b-", "place": "pl-"}.get(kind, "") + local


def asked(url: str, settings: Settings, cache: Cache | None = None, **options: object) -> FromEndpoint:
    return FromEndpoint(Client(url, settings, QUICK, cache=cache, **options), lambda _: None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def ran(settings: Settings, endpoint: str) -> Iterator[Ran]:
    """One run from nothing, which many tests look at."""
    with folder_of_links(settings) as fresh:
        done = run(fresh, asked(endpoint, fresh))
        items = Items(fresh.links_path / "wikidata" / "items.jsonl")
        assert items.get(w.ZVANTSOV)
        yield done


def test_right_people_are_taken_and_all_else_waits(ran: Ran) -> None:
    """A wrong link tells the world that a victim was somebody else; a pair that waits costs a person a minute."""
    assert ran.linked() == PEOPLE_ITEMS
    assert set(ran.waiting) == WAITING
    assert (ran.report.taken, ran.report.decided, ran.report.reviewed) == (2, 0, len(WAITING))
    assert {one.kind for one in ran.waiting.values()} == set(KINDS)


def test_namesakes_are_neither_taken_nor_shown(ran: Ran) -> None:
    """The same name in other years, and a near name in the same year, are other people."""
    told = ran.ntriples.decode() + ran.review.decode()

    assert w.NAMESAKE not in told
    assert "p9003" not in told


def test_two_likely_items_and_two_likely_people_wait(ran: Ran) -> None:
    """Each of the pairs would be taken if it stood alone."""
    rivals = [ran.waiting[pair] for pair in ran.waiting if pair[0] in ("p9004", "p9005", "p9006")]

    assert len(rivals) == 4
    assert all(one.probability >= 0.9 for one in rivals)


def test_graph_keeps_its_shapes_and_says_nothing_is_the_same_as(ran: Ran) -> None:
    """By owl:sameAs all that others say of their item would become what this graph says."""
    graph = Graph().parse(data=ran.ntriples, format="nt")

    assert run_pyshacl(graph, load_shapes(assets.LINK_SHAPES)) == []
    assert b"owl#sameAs" not in ran.ntriples
    assert ran.ntriples.count(b"matchTarget") == 2


def test_basis_of_each_link_is_a_concept_of_the_scheme(ran: Ran) -> None:
    """A reason that no scheme explains is none."""
    scheme = (assets.ONTOLOGY / "vocabularies" / "match-basis.ttl").read_text("utf-8")
    used = {code for one in ran.waiting.values() for code in one.basis}

    assert {"label-same", "point-near", "birth-year-same"} <= used
    assert all(f"match-basis:{code}\n" in scheme for code in {*used, "point-differs"})


def test_hostile_label_stays_a_text(ran: Ran) -> None:
    """Anybody may edit an item, and a spreadsheet runs what begins with an equals sign."""
    row = next(line for line in ran.review.decode().splitlines() if EVIL in line)
    cells = next(csv.reader([row]))

    assert cells[-1].startswith("'=HYPERLINK")
    assert ran.waiting["p9007", EVIL].right_shows.startswith("=HYPERLINK")
    assert len(ran.review.splitlines()) == len(WAITING) + 1


def everything(settings: Settings) -> list[Sought]:
    return [thing for kind in KINDS for thing in sought(open_store(settings.store_path), kind)]


def test_every_id_that_is_sought_is_one_that_people_can_decide_on(settings: Settings) -> None:
    """Else a decision would never meet its pair, and what was refused would come back."""
    things = everything(settings)

    assert {thing.kind for thing in things} == set(KINDS)
    assert all(thing_of(thing.id, Iris()).value == thing.iri for thing in things)


def test_same_world_gives_the_same_bytes_and_is_not_asked_twice(clean: Settings, endpoint: str) -> None:
    """The operators of an endpoint answer each question once, unless it is asked afresh."""
    with BadEndpoint(good, behind=endpoint) as between, Cache(clean.links_path / "wikidata") as cache:
        first = run(clean, asked(between.url, clean, cache))
        sent = len(between.queries)
        items = (clean.links_path / "wikidata" / "items.jsonl").read_bytes()
        second = run(clean, asked(between.url, clean, cache))
        assert len(between.queries) == sent > 0
        list(asked(between.url, clean, cache, fresh=True).of(everything(clean)))
        assert len(between.queries) == 2 * sent

    assert (second.ntriples, second.review) == (first.ntriples, first.review)
    assert (clean.links_path / "wikidata" / "items.jsonl").read_bytes() == items
    assert items == b"".join(sorted(items.splitlines(keepends=True), key=lambda line: json.loads(line)["qid"]))


def decide(settings: Settings, left: str, right: str, decision: str, kind: str = "person") -> None:
    append(settings.links_path / "decisions.csv",
           Decision(left, right, decision, kind, "M. K.", "2026-11-28", "the file says so"))  # fmt: skip


def test_what_people_decide_wins_and_stays(clean: Settings, endpoint: str) -> None:
    """Whatever the score says, and in whatever order the pair is named."""
    decide(clean, TWIN_A, "p9004", "same")
    decide(clean, "p9001", w.ZVANTSOV, "different")
    decide(clean, "pl-zvantsovsk", w.TOWN, "close", "place")
    decide(clean, "g-zvantsians", w.PEOPLE, "different", "people")
    for again in (False, True):
        done = run(clean, asked(endpoint, clean), again=again)
        told = done.ntriples.decode()

        assert done.linked() == {("p9004", TWIN_A), ("p9002", w.BERGER)}
        assert done.linked("closeMatch") == {("pl-zvantsovsk", w.TOWN)}
        assert not {("p9001", w.ZVANTSOV), ("g-zvantsians", w.PEOPLE), ("p9004", TWIN_B)} & set(done.waiting)
        assert told.count('matchDecidedBy> "M. K."') == told.count('matchReason> "the file says so"') == 2
        assert told.count('matchDecidedOn> "2026-11-28"') == 2
        assert run_pyshacl(Graph().parse(data=told, format="nt"), load_shapes(assets.LINK_SHAPES)) == []


def test_refused_rival_leaves_the_other_to_be_taken(clean: Settings, endpoint: str) -> None:
    """Who was said to be another stands in nobody's way, and an item that a person gave away is gone."""
    decide(clean, "p9004", TWIN_B, "different")
    decide(clean, "p9005", SHARED, "same")

    done = run(clean, asked(endpoint, clean))

    assert done.linked() == {*PEOPLE_ITEMS, ("p9004", TWIN_A), ("p9005", SHARED)}
    assert ("p9006", SHARED) in done.waiting


def test_run_over_other_kinds_leaves_the_people_as_they_are(clean: Settings, endpoint: str) -> None:
    """Who asks about places does not mean to take back the links of people; what was decided since counts."""
    run(clean, asked(endpoint, clean), kinds=("person",))
    decide(clean, "p9002", w.BERGER, "different")

    done = run(clean, asked(endpoint, clean), kinds=("place", "place"), threshold=0.95)

    items = Items(clean.links_path / "wikidata" / "items.jsonl")
    assert all(items.get(qid) for _, qid in done.waiting), "the desk shows the items of all kinds"
    assert done.report.sought == 1
    assert done.linked() == {("p9001", w.ZVANTSOV)}
    assert {pair for pair in done.waiting if pair[0].startswith("p9")} == {
        pair for pair in WAITING if pair[0].startswith("p9")
    }
    assert run_pyshacl(Graph().parse(data=done.ntriples, format="nt"), load_shapes(assets.LINK_SHAPES)) == []


def test_decision_made_while_the_endpoint_was_asked_counts(clean: Settings, endpoint: str) -> None:
    """A run takes hours; who decides meanwhile must not be overruled by it."""

    class Meanwhile(FromEndpoint):
        def of(self, things: Sequence[Sought]) -> Iterator[tuple[str, Item]]:
            yield from super().of(things)
            decide(clean, "p9001", w.ZVANTSOV, "different")

    client = Client(endpoint, clean, QUICK)

    assert run(clean, Meanwhile(client, lambda _: None), kinds=("person",)).linked() == {("p9002", w.BERGER)}


def test_contradicting_decisions_stop_the_run(clean: Settings, endpoint: str) -> None:
    """One person who is two items: nobody knows which of them was meant."""
    decide(clean, "p9004", TWIN_A, "same")
    decide(clean, "p9004", TWIN_B, "same")

    with pytest.raises(Exception, match="p9004"):
        run(clean, asked(endpoint, clean))


def _entity(item: Item) -> dict[str, object]:
    """An item in Wikidata's JSON; a date is as sharp as its EDTF."""

    def text(language: str, value: str) -> dict[str, str]:
        return {"language": language, "value": value}

    def date(edtf: str) -> dict[str, object]:
        parts = edtf.split("-")
        moment = "-".join([*parts, *["00"] * (3 - len(parts))])
        value = {"time": f"+{moment}T00:00:00Z", "precision": 8 + len(parts), "timezone": 0, "before": 0, "after": 0,
                 "calendarmodel": w.GREGORIAN}  # fmt: skip
        return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value, "type": "time"}}, "rank": "normal"}

    return {
        "type": "item",
        "id": item.qid,
        "labels": {tag: text(tag, label) for tag, label in item.labels.items()},
        "aliases": {tag: [text(tag, one) for one in aliases] for tag, aliases in item.aliases.items()},
        "descriptions": {},
        "claims": {
            name: [date(edtf) for edtf in dates]
            for name, dates in (("P569", item.birth), ("P570", item.death))
            if dates and not dates[0].endswith("X")
        },
        "sitelinks": {},
    }


def _json_dump() -> bytes:
    items, _ = w.invented()
    born = {w.ZVANTSOV: ("1891-01-15",)}
    told = [Item(one.qid, labels=one.labels, aliases=one.aliases, birth=born.get(one.qid, one.birth), death=one.death)
            for one in [*items, *_items()]]  # fmt: skip
    assert not {one.qid for one in w.CALENDARS} - {one.qid for one in told}
    return ("[\n" + ",\n".join(json.dumps(_entity(one), separators=(",", ":")) for one in told) + "\n]\n").encode()


@pytest.mark.parametrize("form", ["nt", "json"])
def test_dump_leads_to_the_same_items_of_people(clean: Settings, ran: Ran, tmp_path: Path, form: str) -> None:
    """Who has no network takes a dump. The truthy one has lost its precision, but invents no day."""
    path = tmp_path / f"world.{form}"
    path.write_bytes(world(truthy=True).encode() if form == "nt" else _json_dump())

    done = run(clean, FromDump(path, lambda _: None), kinds=("person",))

    assert done.linked() == ran.linked()
    assert set(done.waiting) == {pair for pair in WAITING if pair[0].startswith("p9")}
    assert b"linkedSource> <http://www.wikidata.org/>" in done.ntriples


def test_dump_keeps_to_the_class_that_is_asked_for(settings: Settings, tmp_path: Path) -> None:
    """The same option means the same, whatever the source."""
    path = tmp_path / "world.nt"
    path.write_text(world(truthy=True), "utf-8")
    things = list(sought(open_store(settings.store_path), "place"))

    of_class = FromDump(path, lambda _: None, instance_of=[w.CLASS_TOWN]).of(things)

    assert [item.qid for _, item in of_class] == [w.TOWN]
    assert len(list(FromDump(path, lambda _: None).of(things))) == 2
    assert w.DECADE in {item.qid for item in dump_items(path, lambda _: True)}


def test_address_that_cannot_be_published_is_refused(clean: Settings) -> None:
    """The graph names who was asked. What follows the question mark may be a key, and the query is put there."""
    with pytest.raises(CallError, match=r"after [?] or #") as refused:
        asked("http://127.0.0.1:9/sparql?key=secret", clean)
    assert "secret" not in str(refused.value)
    with pytest.raises(CallError, match="is not an IRI"):
        run(clean, asked("http://127.0.0.1:9/a>b", clean), kinds=("act",))


@pytest.mark.parametrize(
    "play",
    [HTML, REDIRECT, truncated, refuse(403), refuse(429, retry_after="3600")],
    ids=["html", "redirect", "truncated", "403", "429"],
)
def test_endpoint_that_fails_leaves_the_store_and_the_run_goes_on_where_it_stood(
    clean: Settings, endpoint: str, play: Play
) -> None:
    """What was fetched is kept, so that the second run sends only what is missing."""
    before = version_in_force(clean.store_path)
    with Cache(clean.links_path / "wikidata") as cache, BadEndpoint(good, play, behind=endpoint) as bad:
        with pytest.raises(EndpointError) as refused:
            run(clean, asked(bad.url, clean, cache), kinds=("place",))
        assert version_in_force(clean.store_path) == before
        failed = len(bad.queries)
        bad.plays[:] = [good]
        done = run(clean, asked(bad.url, clean, cache), kinds=("place",))
        later = bad.queries[failed:]

    assert "\n" not in str(refused.value)
    assert set(done.waiting) == {("pl-zvantsovsk", w.TOWN)}
    # The labels are answered and kept. Who broke off whatever was asked was ill: the details go at once as before.
    assert len(later) == 1
    assert bad.queries[0] not in later


def places_of(settings: Settings) -> dict[str, str]:
    return {"REHABKG_STORE": str(settings.store_path), "REHABKG_LINKS": str(settings.links_path), "REHABKG_CONTACT": ""}


def command(settings: Settings, *arguments: str) -> Run:
    with patch.dict(os.environ, places_of(settings)):
        return rehabkg("link", "wikidata", *arguments)


@pytest.mark.parametrize("play", [None, HTML, refuse(429, retry_after="3600")], ids=["down", "html", "429"])
def test_command_says_in_one_line_why_an_endpoint_failed(settings: Settings, play: Play | None) -> None:
    """Who reads it at night wants to know what to do, not where the code was."""
    with folder_of_links(settings) as clean:
        with BadEndpoint(play or good) as bad:
            url = bad.url
            if play is not None:
                done = command(clean, "--kind", "act", "--endpoint", url)
        if play is None:
            done = command(clean, "--kind", "act", "--endpoint", url)

        assert done.code == 1
        assert done.out == ""
        assert done.err.splitlines()[-1].startswith(f"rehabkg: {url}")
        assert "Traceback" not in done.err
        assert not (clean.links_path / "review.csv").exists()


def test_command_asks_wikidata_itself_only_by_name(clean: Settings) -> None:
    """Its operators shut out who cannot be reached, so nothing is sent."""
    done = command(clean, "--kind", "act")

    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert "--contact" in done.err


def test_each_candidate_is_explained_as_it_was_scored(clean: Settings, endpoint: str) -> None:
    """Who decides wants to know what made the score; it must add up to the one that the table of review has."""
    done = run(clean, asked(endpoint, clean))

    assert {one.kind for one in done.waiting.values()} == set(KINDS)
    for (thing, qid), waits in done.waiting.items():
        sought_thing, scored = explain_item(clean, thing, qid)
        assert (sought_thing.id, scored.item.qid) == (thing, qid)
        assert scored.weight == pytest.approx(waits.weight, abs=0.006)
        assert sum(reason.bits for reason in scored.reasons) == pytest.approx(scored.weight)
        assert scored.basis == waits.basis
    told = [(one.basis, one.bits) for one in scored.reasons if one.basis]
    assert explainer(clean)(qid, thing) == explainer(clean)(thing, qid) == told


def test_command_explains_an_item_and_says_why_it_cannot(clean: Settings, endpoint: str) -> None:
    """Only what the last run saw can be weighed: nothing is asked for an explanation."""
    run(clean, asked(endpoint, clean), kinds=("person",))
    with patch.dict(os.environ, places_of(clean)):
        told = rehabkg("link", "explain", w.ZVANTSOV, "p9001", "--lang", "ru")
        refused = [
            rehabkg("link", "explain", *pair)
            for pair in (("p9001", w.TOWN), ("p8999", w.ZVANTSOV), (w.ZVANTSOV, w.BERGER), ("p9001", w.BERGER))
        ]

    assert told.code == 0, told.err
    assert told.out.splitlines()[0].startswith("p9001: Званцов Иван Петрович")
    assert told.out.splitlines()[1].startswith(f"{w.ZVANTSOV}: Иван Петрович Званцов")
    assert "фамилия" in told.out
    assert "probability > 0.999" in told.out
    assert [(each.code, each.out, len(each.err.splitlines())) for each in refused] == [(2, "", 1)] * 4
    assert "is none that the last 'rehabkg link wikidata' saw" in refused[0].err
    assert "is no person, people, place, body or act of the tables" in refused[1].err
    assert "is no person of the curated tables and no record" in refused[2].err
    assert "have too little in common for a weight" in refused[3].err


ODD = (
    "", "5", "[]", "{", '{"qid": 5}', '{"qid": "Q9000000001", "labels": {"en": 5}}',
    '{"qid": "Q9000000001", "labels": "x"}', '{"qid": "Q9000000001", "aliases": {"en": [5]}}',
    '{"qid": "Q9000000001", "birth": [5]}', '{"qid": "Q9000000001", "birth": "1899"}',
    '{"qid": "Q9000000001", "coordinates": "ab"}',
    '{"qid": "Q9000000001", "birth_place": {}}', '{"qid": "Q9000000001", "sitelink_count": 1e999}', "[" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("line", ODD, ids=range(len(ODD)))
def test_kept_line_that_is_no_item_is_passed_over(tmp_path: Path, line: str) -> None:
    """The page on which people decide goes on without what a disk or an editor has spoilt."""
    whole = Item(
        w.BERGER, labels={"en": "Frieda Berger"}, aliases={"de": ("F. B.",)}, birth=("1899",), coordinates=(1.0, 2.0)
    )
    keep_items(tmp_path, [whole])
    path = tmp_path / "items.jsonl"
    path.write_text(f"{line}\n{path.read_text('utf-8')}", "utf-8")

    assert list(kept_items(tmp_path)) == [whole]


def test_command_takes_the_number_of_the_julian_calendar(clean: Settings, tmp_path: Path) -> None:
    """An excerpt does not tell it; a word in its place is refused before anything is read."""
    path = tmp_path / "people.json"
    born = {"time": "+1891-01-03T00:00:00Z", "precision": 11, "calendarmodel": w.JULIAN}
    entity: dict[str, Any] = _entity(Item(w.ZVANTSOV, labels={"ru": "Иван Петрович Званцов"}, birth=("1891",)))
    entity["claims"]["P569"][0]["mainsnak"]["datavalue"]["value"] = born
    path.write_text("[\n" + json.dumps(entity, separators=(",", ":")) + "\n]\n", "utf-8")
    call = ["--kind", "person", "--dump", str(path)]

    refused = command(clean, *call, "--julian-calendar", "Julian")
    told = command(clean, *call)
    known = command(clean, *call, "--julian-calendar", w.JULIAN.removeprefix(w.ENTITY))

    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "rehabkg: 'Julian' is not the number of a Wikidata item, such as Q33391\n"
    assert "nothing here tells which calendar" in told.err
    assert "calendar" not in known.err
    assert "1 candidates" in known.out


def test_killed_command_starts_again_where_it_stood(clean: Settings, endpoint: str) -> None:
    """A run over all of Wikidata takes hours, and machines are switched off."""
    with BadEndpoint(good, slow, behind=endpoint) as bad:
        call = ["--kind", "person", "--endpoint", bad.url]
        process = subprocess.Popen(
            [sys.executable, "-m", "rehabkg", "link", "wikidata", *call], env={**os.environ, **places_of(clean)},
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while len(bad.queries) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        sent = len(bad.queries)
        bad.plays[:] = [good]
        done = command(clean, *call)

    assert sent == 2
    assert done.code == 0, done.err
    assert "2 links taken" in done.out
    assert bad.queries[0] not in bad.queries[sent:]
    assert not (clean.links_path / "work").exists()


def test_distance_is_that_of_the_sphere() -> None:
    """Points of two sources differ by a few kilometres, places of one name by hundreds."""
    assert kilometres((0.0, 0.0), (0.0, 180.0)) == pytest.approx(20_015, abs=1)
    assert kilometres((55.5, 60.25), (55.5, 60.25)) == 0.0


def test_label_counts_as_a_name_of_its_own() -> None:
    """An item may bear our English label letter by letter, where no rule makes it of the Russian name."""
    known = Known("p1", "curated", name="Yeghishe Charents", surname="Чаренц", given_name="Егише")

    assert [one.name for one in under_labels(known)] == ["Yeghishe Charents"] * 2
    assert [one.surname for one in under_labels(known)] == ["Чаренц", None]
    assert item_shows(Item("Q9000000001")) == ""


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], float]:
    """The probabilities of invented people and items, scored together."""
    told: list[tuple[Known, list[Item]]] = [
        (person("p1", "Редкостнов", died="1938"), [item(1, "Редкостнов", died="1938")]),
        (person("p2", "Редкостин"), [item(2, "Редкостин")]),
        (person("p3", "Частов", patronymic="Ильич"), [item(3, "Частов", "Ильич")]),
        (person("p4", "Общев", patronymic="Ильич"),
         [item(40, "Общев", "Ильич"), *(item(41 + n, "Общев", "Ильич", born=f"{1860 + n}") for n in range(4))]),
        (person("p5", "Братов", patronymic="Ильич"),
         [Item("Q9000000305", labels={"ru": "Пётр Ильич Братов"}, aliases={"ru": ("Братов",)}, birth=("1900",))]),
        (person("p6", "Близнецов", patronymic="Ильич", born="1900-03-04"),
         [Item("Q9000000306", labels={"ru": "Пётр Ильич Близнецов"}, birth=("1900-03-04",))]),
        (Known("p7", "curated", name="Yeghishe Charents", surname="Чаренцовский", given_name="Егише", birth=("1900",)),
         [Item("Q9000000307", labels={"en": "Yeghishe Charents"}, birth=("1900",))]),
        (Known("p8", "curated", name="Вольдемарс", birth=("1900-03-04",), death=("1938-05-06",)),
         [Item("Q9000000308", labels={"lv": "Voldemārs"}, birth=("1900-03-04",), death=("1938-05-06",))]),
    ]  # fmt: skip
    things = [of_person(known, known.id) for known, _ in told]
    pairs = [(known.id, one) for known, items in told for one in items]
    with database(Limits(tmp_path_factory.mktemp("weighed"))) as connection:
        return {(one.thing, one.item.qid): one.probability for one in score_items(connection, things, pairs)}


def person(id_: str, surname: str, *, patronymic: str | None = None, born: str = "1900", died: str = "") -> Known:
    return Known(id_, "curated", surname=surname, given_name="Иван", patronymic=patronymic, birth=(born,),
                 death=(died,) if died else ())  # fmt: skip


def item(number: int, surname: str, patronymic: str = "", *, born: str = "1900", died: str = "") -> Item:
    name = " ".join(part for part in ("Иван", patronymic, surname) if part)
    return Item(f"Q90000003{number:02}", labels={"ru": name}, birth=(born,), death=(died,) if died else ())


def test_name_and_one_year_wait_and_another_year_or_a_patronymic_decides(
    weighed: Mapping[tuple[str, str], float],
) -> None:
    """Of 200,000 people some share a name and a year; hardly any share both years, or all three names and a year."""
    assert 0.9 < weighed["p2", "Q9000000302"] < 0.99
    assert weighed["p1", "Q9000000301"] >= 0.99
    assert weighed["p3", "Q9000000303"] > 0.98


def test_name_that_many_items_bear_says_less(weighed: Mapping[tuple[str, str], float]) -> None:
    """Five items of one whole name tell that it is a common one, so that its year alone does not decide."""
    assert 0.5 < weighed["p4", "Q9000000340"] < 0.99
    assert all(weighed.get(("p4", f"Q90000003{number}"), 0.0) < 0.1 for number in range(41, 45))


def test_kin_are_not_taken(weighed: Mapping[tuple[str, str], float]) -> None:
    """A brother has the same surname, patronymic and, as a twin, day; an alias without given name hides none of it."""
    assert weighed.get(("p5", "Q9000000305"), 0.0) < 0.5
    assert weighed.get(("p6", "Q9000000306"), 0.0) < 0.95


def test_label_and_single_name_are_compared(weighed: Mapping[tuple[str, str], float]) -> None:
    """What the item has letter by letter counts, and who is known by one name has an item all the same."""
    assert weighed["p7", "Q9000000307"] > 0.9
    assert weighed["p8", "Q9000000308"] > 0.5


def test_thing_of_another_kind_is_not_proposed(tmp_path: Path) -> None:
    """A people is no town of that name, a law no river, a place nobody who was born."""
    lies, born = (
        Item("Q9000000310", labels={"ru": "Имя"}, coordinates=(55.0, 60.0)),
        Item("Q9000000311", labels={"ru": "Имя"}, birth=("1900",)),
    )
    things = [Sought(kind, kind, kind, (("Имя", "ru"),), (55.0, 60.01)) for kind in ("people", "place", "body", "act")]
    with database(Limits(tmp_path)) as connection:
        found = score_items(connection, things, [(thing.id, one) for thing in things for one in (lies, born)])
    likely = {(one.thing, one.item.qid) for one in found if one.probability >= 0.1}

    assert likely == {("place", "Q9000000310"), ("body", "Q9000000310")}


@pytest.mark.skipif(not w.SHARED.exists(), reason=w.WITHOUT_SHARED)
def test_curated_people_meet_their_own_items_and_no_namesake(store: Store, tmp_path: Path) -> None:
    """The links that historians accepted are the measure: whom the machine takes must be among them."""
    accepted = {(link.id, link.qid) for link in accepted_links(store, Iris())}
    people = list(sought(store, "person"))
    with (
        w.endpoint(tmp_path / "world", w.world_from_shared(each=3)) as url,
        database(Limits(tmp_path / "work")) as connection,
    ):
        pairs = list(FromEndpoint(Client(url, Settings(), QUICK), lambda _: None).of(people))
        scored = score_items(connection, people, pairs)
    none = Standing(frozenset(), frozenset(), frozenset())
    taken = {
        (one.thing, one.item.qid) for one in sure(scored, 0.99, {one.id: one.kind for one in people}, Decisions(), none)
    }
    found = {(id_, one.qid) for id_, one in pairs} & accepted
    dated = {(id_, one.qid) for id_, one in pairs if one.birth} & accepted
    shown = {(one.thing, one.item.qid) for one in scored if one.probability >= 0.1}

    assert taken <= accepted
    assert taken == dated, "who is missed has an item without dates"
    assert found <= shown


def test_benchmark_counts_what_each_way_finds(tmp_path: Path) -> None:
    """Figures are only as good as what is counted: who is asked, among whom, and what counts as an answer."""
    path = tmp_path / "people.csv"
    path.write_text(
        "qid,name_cyrillic,name_latin,birth_year,death_year,description,soviet_or_russian,tier\n"
        "Q9000000320,Иван Петрович Званцов; Званцов И. П.,Ivan Zvantsov,1891,1938,,yes,names+dates\n"
        "Q9000000321,Фрида Бергер,Frieda Berger,1899,,,no,names+dates\n"
        "Q9000000322,Иван Званцов,,,,,no,names only\n",
        "utf-8",
    )

    hard, easy = settings_from(path, 2)

    assert hard.truth == {"aQ9000000320": "Q9000000320", "aQ9000000321": "Q9000000321"}
    assert hard.russian == {"aQ9000000320"}
    assert len(hard.items) == len(easy.items) == 7
    assert [one.labels.get("ru") for one in hard.items[:3]] == [None, None, "Иван Званцов"]
    assert exact(hard, dated=True) == {"aQ9000000320": "Q9000000320"}
    assert exact(easy, dated=True) == easy.truth
    assert exact(easy, dated=False) == {}
    assert alike(hard)["aQ9000000320"] == "Q9000000320"
    assert row("x", {"aQ9000000320": "Q1"}, hard.truth)[:3] == ("x", "1", "1")

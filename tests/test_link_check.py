"""A link that stood for years may lead elsewhere today, and nobody would see it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import wikidata_world as world
from bad_endpoints import JSON, BadEndpoint, Handler, good, refuse
from linked_things import PAGE, linked_ntriples, linked_store, linked_world
from load_fixture import rehabkg
from pyoxigraph import Literal, NamedNode, Quad, Store

from rehabkg.errors import SourceError
from rehabkg.iri import Iris
from rehabkg.link.accepted import AcceptedLink, accepted_links
from rehabkg.link.check import Finding, Target, check, targets_at, targets_in
from rehabkg.link.decision import Decision
from rehabkg.namespaces import SKOS, term
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.manners import Manners

QUICK = Manners(seconds_between=0, tries=1)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return linked_store(tmp_path_factory.mktemp("check"))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with linked_world(tmp_path_factory.mktemp("world")) as address:
        yield address


def found(settings: Settings, endpoint: str, *decisions: Decision) -> dict[tuple[str, str], Finding]:
    store = open_store(settings.store_path)
    links = accepted_links(store, Iris(), decisions)
    targets = targets_at(Client(endpoint, settings, QUICK), [link.qid for link in links])
    return {(finding.thing, finding.found): finding for finding in check(store, links, targets)}


def test_each_way_in_which_a_link_goes_wrong_is_told(settings: Settings, endpoint: str) -> None:
    """Merged, deleted, renamed, made a page of namesakes, or of another year: each asks for another answer."""
    rows = found(settings, endpoint)

    assert {key: finding.item for key, finding in rows.items()} == {
        ("p9003", "merged"): world.MERGED,
        ("p9004", "deleted"): world.DELETED,
        ("p9005", "label-gone"): world.NAMESAKE,
        ("p9005", "birth-contradicts"): world.NAMESAKE,
        ("p9006", "no-item-of-a-thing"): PAGE,
    }
    assert world.ZVANTSOV in rows["p9003", "merged"].detail
    assert rows["p9005", "birth-contradicts"].detail == "here 1880, there 1903-05-02"
    assert all(finding.advice for finding in rows.values())


def test_advice_is_one_that_can_be_followed(settings: Settings) -> None:
    """No decision is of a claim or of a case: what links them stands in the tables alone."""
    store, iris = open_store(settings.store_path), Iris()
    links = [AcceptedLink(iris.thing(kind, "x1"), world.DELETED, "exactMatch") for kind in ("person", "claim")]

    person, claim = check(store, links, {})

    assert f"'rehabkg link decide x1 {world.DELETED} different' takes the link back" in person.advice
    assert "decide" not in claim.advice.replace("decision", "")
    assert "data/links.csv" in claim.advice


def test_good_links_are_silent(settings: Settings, endpoint: str) -> None:
    """A month here and an old-style day there agree; a label with an explanation in brackets is still the label."""
    things = {thing for thing, _ in found(settings, endpoint)}

    assert not things & {"p9001", "p9002", "pl-zvantsovsk", "g-inventors"}


def test_links_of_decisions_are_checked_and_refused_ones_are_not(settings: Settings, endpoint: str) -> None:
    """A decision is a link as any other; one that was taken back leads nowhere."""
    said = {"kind": "person", "who": "M. K.", "when": "2026-11-28", "why": "seen"}
    rows = found(
        settings,
        endpoint,
        Decision("p9003", world.MERGED, "different", **said),
        Decision("p9002", "Q9000000097", "close", **said),
        Decision("Q9000000096", "pl-zvantsovsk", "same", **said),
        Decision("list.17", "Q9000000095", "same", **said),
    )

    assert ("p9003", "merged") not in rows
    assert rows["pl-zvantsovsk", "deleted"].item == "Q9000000096"
    assert rows["list.17", "deleted"].item == "Q9000000095"
    assert rows["p9002", "deleted"].item == "Q9000000097"


def test_no_label_and_no_date_is_no_finding(settings: Settings) -> None:
    """What is not known contradicts nothing, but a name that was seen and is gone is told."""
    store = open_store(settings.store_path)
    links = [link for link in accepted_links(store, Iris()) if link.id == "p9005"]

    [gone] = check(store, links, {world.NAMESAKE: Target()})
    assert (gone.found, gone.detail) == ("label-gone", "no name is as it was seen; now: no name")
    assert check(store, links, {world.NAMESAKE: Target(frozenset({"sidor  UNKNOWN"}), birth=("188X",))}) == []


def test_link_of_an_id_with_two_hyphens_is_taken_back_as_any_other() -> None:
    """The number stands in the IRI of the row behind the id, and hyphens part the two."""
    base, rank = "https://w3id.org/rehabkg/", "https://w3id.org/rehabkg/vocabulary/rank/deprecated"
    store, iris = Store(), Iris(base)
    row, thing = f"{base}id/attestation/links--g-a--b--Q9000000001--book--p1", iris.thing("group", "a--b")
    link = Quad(thing, NamedNode(SKOS + "exactMatch"), NamedNode(world.ENTITY + world.ZVANTSOV))
    store.extend([
        link,
        Quad(NamedNode(row), term("rehab:curatedIn"), Literal("links.csv")),
        Quad(NamedNode(row), term("rehab:attests"), thing),
    ])  # fmt: skip

    assert [(each.thing, each.qid) for each in accepted_links(store, iris)] == [(thing, world.ZVANTSOV)]
    store.add(Quad(NamedNode(row), term("rehab:rank"), NamedNode(rank)))
    assert accepted_links(store, iris) == []


def test_answer_that_was_not_asked_for_changes_nothing(settings: Settings, endpoint: str) -> None:
    """An endpoint that speaks of other items must not blank what is known of them."""

    def lies(handler: Handler) -> None:
        if "?what" in handler.query:
            good(handler)
            return
        moved = {"s": world.ZVANTSOV, "o": world.TOWN}
        row = {name: {"type": "uri", "value": world.ENTITY + qid} for name, qid in moved.items()}
        body = {"head": {"vars": ["s", "o"]}, "results": {"bindings": [row]}}
        handler.reply(200, json.dumps(body).encode(), JSON)

    with BadEndpoint(lies, behind=endpoint) as bad:
        targets = targets_at(Client(bad.url, settings, QUICK), [world.ZVANTSOV, world.DELETED])

    assert targets == targets_at(Client(endpoint, settings, QUICK), [world.ZVANTSOV, world.DELETED])
    assert targets[world.ZVANTSOV].names


@pytest.mark.parametrize("command", ["check", "extract"])
def test_failure_says_how_to_go_on(command: str, settings: Settings) -> None:
    """These ask anew each time: only with --resume does a call take what a former one has fetched."""
    with BadEndpoint(refuse(403)) as bad:
        done = rehabkg("link", command, "--endpoint", bad.url, "--store", str(settings.store_path))

    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("; what was fetched is kept: --resume goes on from there\n")


@pytest.mark.parametrize("command", ["check", "extract", "wikidata"])
@pytest.mark.parametrize(
    "options", [("--dump", "DUMP", "--endpoint", "http://127.0.0.1:9/"), ("--julian-calendar", "Q9000000001")]
)
def test_option_that_would_not_be_heeded_is_refused(command: str, options: tuple[str, ...], settings: Settings) -> None:
    """Who names an endpoint and a dump must not wonder which of them answered."""
    given = [__file__ if option == "DUMP" else option for option in options]

    done = rehabkg("link", command, *given, "--store", str(settings.store_path))

    assert (done.code, done.out) == (2, "")
    assert "exclude each other" in done.err or "give --dump" in done.err


def test_command_tells_and_exits_one(settings: Settings, endpoint: str) -> None:
    """A nightly job looks at the exit code, a person at the table, a program at the rows."""
    call = ["link", "check", "--endpoint", endpoint, "--store", str(settings.store_path)]
    done = rehabkg(*call, "--csv")

    assert done.code == 1
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {row["found"] for row in rows} >= {"merged", "deleted", "label-gone"}
    assert "links checked" in done.err


def test_dump_tells_the_same_as_an_endpoint(settings: Settings, endpoint: str, tmp_path: Path) -> None:
    """Who has no network, or a list of thousands, reads a dump; a truthy one has lost how sharp its dates are."""
    dump = tmp_path / "dump.nt.gz"
    dump.write_bytes(gzip.compress(linked_ntriples().encode()))
    reported: list[SourceError] = []
    store = open_store(settings.store_path)
    links = accepted_links(store, Iris())

    rows = check(store, links, targets_in(dump, [link.qid for link in links], reported.append))

    assert reported == []
    told = {(finding.thing, finding.found, finding.item) for finding in rows}
    assert told == {(*key, finding.item) for key, finding in found(settings, endpoint).items()}


def test_command_reads_a_dump(settings: Settings, tmp_path: Path) -> None:
    """A bad line is told and passed over; a file that is no dump is refused."""
    dump = tmp_path / "dump.nt"
    dump.write_text(f"<{world.ENTITY}{world.ZVANTSOV}> nonsense .\n{linked_ntriples()}", encoding="utf-8")
    done = rehabkg("link", "check", "--dump", dump, "--store", settings.store_path)
    dump.write_text("Name;Number\n", encoding="utf-8")
    refused = rehabkg("link", "check", "--dump", dump, "--store", settings.store_path)

    assert done.code == 1
    assert "is none of N-Triples" in done.err
    assert "merged" in done.out
    assert (refused.code, refused.out) == (1, "")
    assert "is no dump of Wikidata" in refused.err

"""The graph joined with Wikidata: by the endpoint, by the extract where that is away, and by a line where neither is.

Held to the invented world, whose people are linked in the store of `linked_things`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import wikidata_world as world
from bad_endpoints import BadEndpoint, say
from linked_things import PAGE, WORK, linked_ntriples, linked_store, linked_world, rebuilt
from load_fixture import CURATED, Run, lines, rehabkg
from pyoxigraph import BlankNode, Literal, NamedNode, Store
from servers import free_port

from rehabkg.errors import CallError, EndpointError, QueryError, SourceError, StoreError
from rehabkg.iri import Iris
from rehabkg.link.extract import FromDump, FromEndpoint, fetched
from rehabkg.query.bind import bound_text
from rehabkg.query.catalog import stored_queries, stored_query
from rehabkg.query.federated import answered
from rehabkg.query.guard import check_text
from rehabkg.query.header import read_query
from rehabkg.query.run import run_stored, run_text
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import LINKS, open_store, version_in_force
from rehabkg.store.linked import LinkedGraph, linked_graph, linked_graphs
from rehabkg.store.swap import drop_linked, write_linked
from rehabkg.store.version import write_version
from rehabkg.wikidata.asking import asking
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.entity import NOT_AS_THE_MODEL, entity_statements
from rehabkg.wikidata.manners import Manners

FEDERATED = [query.name for query in stored_queries() if query.service]
EXTRACT = "extract of "
# What the invented world tells of Zvantsov and of his birth place; the namesake was born in a village of that name.
ROWS = {
    "wikidata-occupations": {("p9001", world.DRIVER, "engine driver")},
    "wikidata-birth-places": {
        ("p9001", world.TOWN, "Zvantsovsk", "Invented Republic", "POINT(60.25 55.5)"),
        ("p9005", world.VILLAGE, "Zvantsovsk", "", "POINT(41.5 51.0)"),
    },
    "wikidata-works": {("p9001", WORK, "Iron Song", "1926")},
    "wikidata-images": {("p9001", "http://commons.wikimedia.org/wiki/Special:FilePath/Invented.jpg")},
}
COLUMNS = {
    "wikidata-occupations": ("person", "occupation", "occupation_label"),
    "wikidata-birth-places": ("person", "place", "place_label", "country_label", "wkt"),
    "wikidata-works": ("person", "work", "work_label", "year"),
    "wikidata-images": ("thing", "image"),
}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The invented Wikidata."""
    with linked_world(tmp_path_factory.mktemp("world"), known=True) as address:
        yield address


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store without an extract."""
    return linked_store(tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory, endpoint: str) -> tuple[Settings, Run]:
    """A store with an extract, built again since; and what the command said."""
    settings = linked_store(tmp_path_factory.mktemp("extracted"))
    done = rehabkg("link", "extract", "--endpoint", endpoint, "--store", settings.store_path)
    rebuilt(settings)
    return settings, done


def nowhere() -> str:
    return f"http://127.0.0.1:{free_port()}/sparql"


def ask(settings: Settings, name: str, *more: str) -> tuple[Run, list[dict[str, str]]]:
    done = rehabkg("query", name, "--format", "csv", "--store", settings.store_path, *more)
    return done, list(csv.DictReader(io.StringIO(done.out)))


def cells(rows: list[dict[str, str]], name: str) -> set[tuple[str, ...]]:
    def text(cell: str) -> str:
        return cell.rpartition("/")[2] if cell.startswith(("https://w3id.org", world.ENTITY)) else cell

    return {tuple(text(row[column]) for column in COLUMNS[name]) for row in rows}


@pytest.mark.parametrize("name", FEDERATED)
def test_endpoint_answers_about_the_linked_items(name: str, bare: Settings, endpoint: str) -> None:
    """The rows are those of the invented world, and each says who answered."""
    done, rows = ask(bare, name, "--service", endpoint)

    assert done.code == 0
    assert done.err == ""
    assert cells(rows, name) == ROWS[name]
    assert {row["answered_by"] for row in rows} == {endpoint}


@pytest.mark.parametrize("name", FEDERATED)
def test_extract_answers_alike_where_the_endpoint_is_away(
    name: str, extracted: tuple[Settings, Run], endpoint: str
) -> None:
    """Without network the questions still answer, and say of which day the answer is."""
    settings, _ = extracted
    extract, query = linked_graph(settings.store_path, "wikidata"), stored_query(name)
    assert extract is not None

    def away(*_: object) -> list[tuple[None]]:
        raise EndpointError("no answer")

    found = answered(open_store(settings.store_path), query, {}, settings, away)

    assert found.note is not None
    assert found.note.endswith(f"is away (no answer); answered from the extract of {extract.made_at[:10]}")
    rows = list(csv.DictReader(io.StringIO(found.rows.formatted("csv").decode())))
    assert cells(rows, name) == ROWS[name]
    assert {row["answered_by"] for row in rows} == {EXTRACT + extract.made_at[:10]}
    _, asked = ask(settings, name, "--service", endpoint)
    assert [{**row, "answered_by": endpoint} for row in rows] == asked


def test_command_tells_that_the_extract_answered(extracted: tuple[Settings, Run]) -> None:
    """On standard error, so that rows stay rows."""
    address = nowhere()
    done, rows = ask(extracted[0], "wikidata-works", "--service", address)

    assert done.code == 0
    assert done.err.count("\n") == 1
    # Nobody asked Wikidata itself.
    assert f"{address} is away" in done.err
    assert "query.wikidata.org" not in done.err
    assert len(rows) == 1


def test_neither_endpoint_nor_extract_is_one_clear_line(bare: Settings) -> None:
    """An empty table would look like an answer."""
    done, rows = ask(bare, "wikidata-works", "--service", nowhere())

    assert (done.code, rows) == (1, [])
    assert done.err.count("\n") == 1
    assert "make one with 'rehabkg link extract'" in done.err


def test_wikidata_is_asked_by_nobody_who_does_not_say_who_asks(
    extracted: tuple[Settings, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its operators shut out who gives no contact: the extract answers then, and nothing is sent."""
    monkeypatch.delenv("REHABKG_CONTACT", raising=False)
    done, rows = ask(extracted[0], "wikidata-works")

    assert done.code == 0
    assert "give --contact" in done.err
    assert rows


def test_language_of_names_is_that_asked_for(extracted: tuple[Settings, Run], endpoint: str) -> None:
    """Both ways bind the parameters of the query."""
    for service in (endpoint, "extract"):
        _, rows = ask(extracted[0], "wikidata-occupations", "-p", "lang=ru", "--service", service)
        assert [(row["label"], row["occupation_label"]) for row in rows] == [("Званцов Иван Петрович", "машинист")]


def test_extract_survives_a_build_and_tells_what_it_is(extracted: tuple[Settings, Run]) -> None:
    """It takes hours to fetch from a busy endpoint; a build takes seconds."""
    settings, done = extracted
    [extract] = linked_graphs(settings.store_path)
    graph = Iris().graph("wikidata").value

    assert done.code == 0, done.err
    # Of seven items one is gone and one has moved.
    assert "on 5 of 7 linked items" in done.out
    assert extract.graphs == (graph,)
    held = [line for line in lines(settings.store_path) if line.endswith(f"<{graph}> .")]
    assert extract.statements == len(held)
    # The subjects are the items, what they lead to, and the graph itself.
    assert {line.split("/")[2] for line in held} <= {
        "www.wikidata.org",
        "ru.wikipedia.org",
        "en.wikipedia.org",
        "w3id.org",
    }


def test_dump_gives_the_same_extract(extracted: tuple[Settings, Run], tmp_path: Path) -> None:
    """What is away for a machine without network may lie on its disk; articles are of the languages of the labels."""
    dump = tmp_path / "all.nt"
    french = f"<https://fr.wikipedia.org/wiki/Zvantsov> <http://schema.org/about> <{world.ENTITY}{world.ZVANTSOV}> .\n"
    dump.write_text(linked_ntriples(known=True) + french, encoding="utf-8")
    items = {NamedNode(world.ENTITY + qid) for qid in (world.ZVANTSOV, world.NAMESAKE, world.TOWN, world.BERGER, PAGE)}
    store, graph = open_store(extracted[0].store_path), Iris().graph("wikidata")
    kept = {(quad.subject, quad.predicate, quad.object) for quad in store.quads_for_pattern(None, None, None, graph)}

    found = {(triple.subject, triple.predicate, triple.object) for triple in fetched(FromDump(dump), items)}

    assert found == {triple for triple in kept if triple[0] != graph}


def test_json_dump_gives_the_same_truth(tmp_path: Path) -> None:
    """An entity in JSON says what the RDF form says: truthy values, statements with their days, articles."""

    def said(kind: str, value: object, datatype: str = "", **more: object) -> dict[str, object]:
        return {"snaktype": "value", "datatype": datatype, "datavalue": {"type": kind, "value": value}, **more}

    def claim(snak: dict[str, object], rank: str = "normal", **more: object) -> dict[str, object]:
        return {"mainsnak": snak, "rank": rank, "id": "Q9000000001$AB-1", **more}

    # What is less than the precision says nothing, and the RDF form does not have it.
    day = said("time", {"time": "+1956-06-17T00:00:00Z", "precision": 10})
    entity = {
        "type": "item",
        "id": "Q9000000001",
        "labels": {"en": {"language": "en", "value": "A"}, "xx": {"language": "xx", "value": "not asked for"}},
        "aliases": [],
        "claims": {
            "P18": [claim(said("string", "A b.jpg", "commonsMedia"))],
            "P106": [
                claim(said("wikibase-entityid", {"id": "Q9000000060"}), "preferred"),
                claim(said("wikibase-entityid", {"id": "Q9000000061"})),
                claim({"snaktype": "somevalue"}, "preferred"),
            ],
            "P625": [claim(said("globecoordinate", {"latitude": 1.5, "longitude": 2.5}))],
            "P793": [claim(said("wikibase-entityid", {"id": "Q705943"}), qualifiers={"P585": [day]})],
        },
        "sitelinks": {"ruwiki": {"site": "ruwiki", "title": "А б"}, "enwikiquote": {"title": "A"}},
    }
    bad = {"type": "item", "id": "Q9000000002", "claims": {"P106": [{"rank": "normal"}]}}
    dump = tmp_path / "all.json"
    dump.write_text("[\n" + ",\n".join(map(json.dumps, (entity, bad))) + "\n]\n", encoding="utf-8")
    reported: list[SourceError] = []

    triples = fetched(FromDump(dump, reported.append), {NamedNode(f"{world.ENTITY}Q900000000{n}") for n in (1, 2)})

    item, prop = f"<{world.ENTITY}Q9000000001>", "http://www.wikidata.org/prop/"
    node = f"<{world.ENTITY}statement/Q9000000001-AB-1>"
    assert {str(triple) for triple in triples} == {
        f'{item} <http://www.w3.org/2000/01/rdf-schema#label> "A"@en',
        f"{item} <{prop}direct/P18> <http://commons.wikimedia.org/wiki/Special:FilePath/A%20b.jpg>",
        f"{item} <{prop}direct/P106> <{world.ENTITY}{world.DRIVER}>",
        f'{item} <{prop}direct/P625> "Point(2.5 1.5)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
        f"{item} <{prop}P793> {node}",
        f"{node} <{prop}statement/P793> <{world.ENTITY}Q705943>",
        f'{node} <{prop}qualifier/P585> "1956-06-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
        f"<https://ru.wikipedia.org/wiki/%D0%90_%D0%B1> <http://schema.org/about> {item}",
    }
    # Once for each reading that seeks it.
    assert {str(error) for error in reported} == {f"{dump}: Q9000000002 is no entity in JSON: 'mainsnak'"}


@pytest.mark.parametrize(
    ("time", "precision", "moment"),
    [
        ("+1956-06-17T00:00:00Z", 9, "1956-01-01T00:00:00Z"),
        ("+1956-00-00T00:00:00Z", 8, "1956-01-01T00:00:00Z"),
        ("-0044-03-15T00:00:00Z", 9, "-0044-01-01T00:00:00Z"),
        ("soon", 9, None),
        (None, 11, None),
        ("+1956-06-17T00:00:00Z", float("inf"), None),
    ],
)
def test_time_of_a_json_dump_is_no_sharper_than_its_precision(
    time: object, precision: float, moment: str | None
) -> None:
    """Bots leave a month and a day beside the precision of a year; a question would read them as told."""
    value = {"time": time, "precision": precision, "calendarmodel": world.GREGORIAN}
    snak = {"snaktype": "value", "datavalue": {"type": "time", "value": value}}
    entity = {"claims": {"P577": [{"mainsnak": snak, "rank": "normal", "id": "Q9000000001$AB-1"}]}}

    def told() -> set[str]:
        statements = entity_statements(NamedNode(world.ENTITY + "Q9000000001"), entity, set())
        return {value.value for _, _, value in statements if isinstance(value, Literal)}

    if moment is None:
        with pytest.raises(NOT_AS_THE_MODEL):
            told()
    else:
        assert told() == {moment}


def test_entity_is_known_by_its_own_number(tmp_path: Path) -> None:
    """The first number of a line may be that of something within."""
    label = {"en": {"language": "en", "value": "A"}}
    line = {"note": {"id": "Q9000000001"}, "id": "Q9000000002", "labels": label}
    dump = tmp_path / "all.json"
    dump.write_text(f"[\n{json.dumps(line)}\n]\n", encoding="utf-8")

    assert fetched(FromDump(dump), {NamedNode(world.ENTITY + "Q9000000001")}) == set()


@pytest.mark.parametrize("told", [True, False], ids=["with its calendars", "an excerpt"])
def test_julian_day_of_a_json_dump_is_gregorian_in_the_extract(tmp_path: Path, told: bool) -> None:
    """There a question reads it as what it seems; where nobody knows its calendar it is better absent."""
    day = {"time": "+1917-10-25T00:00:00Z", "precision": 11, "calendarmodel": world.JULIAN}
    event = {
        "mainsnak": {"snaktype": "value", "datavalue": {"type": "wikibase-entityid", "value": {"id": "Q705943"}}},
        "rank": "normal",
        "id": "Q9000000001$AB-1",
        "qualifiers": {"P585": [{"snaktype": "value", "datavalue": {"type": "time", "value": day}}]},
    }
    calendars = [
        {"id": each.qid, "labels": {"en": {"language": "en", "value": each.labels["en"]}}} for each in world.CALENDARS
    ]
    entities = [{"id": "Q9000000001", "claims": {"P793": [event]}}, *(calendars if told else [])]
    dump = tmp_path / "all.json"
    dump.write_text("[\n" + ",\n".join(map(json.dumps, entities)) + "\n]\n", encoding="utf-8")
    reported: list[str] = []

    def days(source: FromDump) -> list[str]:
        triples = fetched(source, {NamedNode(world.ENTITY + "Q9000000001")})
        return [triple.object.value for triple in triples if triple.predicate.value.endswith("qualifier/P585")]

    found = days(FromDump(dump, lambda error: reported.append(str(error))))
    assert found == (["1917-11-07T00:00:00Z"] if told else [])
    number = world.JULIAN.removeprefix(world.ENTITY)
    said = f"{dump}: nothing here tells which calendar {number} is (--julian-calendar names the Julian one)"
    assert reported == ([] if told else [f"{said}; days in it are left out"])
    assert days(FromDump(dump, julian=number)) == ["1917-11-07T00:00:00Z"]


UNKNOWN = "http://www.wikidata.org/.well-known/genid/0123456789abcdef"


@pytest.mark.parametrize("unknown", [f"<{UNKNOWN}>", "_:b0123456789"], ids=["query service", "dump"])
def test_unknown_value_is_no_value(unknown: str, bare: Settings, tmp_path: Path) -> None:
    """What is unknown is an IRI at Wikidata's query service and a blank node in its dumps: no year, image or point."""
    values = re.compile(r"^(<\S+> <http://www\.wikidata\.org/prop/direct/P(?:577|18|625)>) .*", re.MULTILINE)
    told = values.sub(rf"\1 {unknown} .", linked_ntriples())
    (tmp_path / "all.nt").write_text(told, encoding="utf-8")
    items = {NamedNode(world.ENTITY + qid) for qid in (world.ZVANTSOV, world.TOWN)}
    store = open_store(bare.store_path)

    def rows(name: str, address: str) -> set[tuple[str, ...]]:
        found = answered(store, stored_query(name), {}, bare, asking(address, bare, None), address=address)
        return cells(list(csv.DictReader(io.StringIO(found.rows.formatted("csv").decode()))), name)

    with world.endpoint(tmp_path / "world", told) as address:
        client = Client(address, bare, Manners(seconds_between=0))
        extracts = [fetched(FromDump(tmp_path / "all.nt"), items), fetched(FromEndpoint(client), items)]
        found = {name: rows(name, address) for name in ("wikidata-works", "wikidata-images", "wikidata-birth-places")}

    assert found["wikidata-works"] == {("p9001", WORK, "Iron Song", "")}
    assert found["wikidata-images"] == set()
    assert ("p9001", world.TOWN, "Zvantsovsk", "Invented Republic", "") in found["wikidata-birth-places"]
    assert extracts[0] == extracts[1]
    assert not [triple for triple in extracts[0] if isinstance(triple.object, BlankNode) or UNKNOWN in str(triple)]


def test_failing_endpoint_leaves_the_former_extract(extracted: tuple[Settings, Run]) -> None:
    """Half an extract would answer as if it were whole."""
    settings, _ = extracted
    before = lines(settings.store_path)

    def broken() -> Iterator[bytes]:
        yield b"<http://e/s> <http://e/p> <http://e/o> .\n"
        raise EndpointError("away")

    with pytest.raises(EndpointError, match="away"):
        write_linked(settings, "wikidata", broken(), Iris().graph("wikidata"), LinkedGraph("", (), "2026"))

    assert lines(settings.store_path) == before


def test_source_that_knows_no_item_leaves_the_former_extract(extracted: tuple[Settings, Run]) -> None:
    """An empty server, or the dump of another wiki, would wipe out what took hours."""
    settings, _ = extracted
    before = lines(settings.store_path)
    nothing = b'{"head":{"vars":["s","p","o","article","item"]},"results":{"bindings":[]}}'
    with BadEndpoint(say(nothing)) as bad:
        done = rehabkg("link", "extract", "--endpoint", bad.url, "--store", settings.store_path)

    assert (done.code, done.out) == (1, "")
    assert done.err == f"rehabkg: {bad.url}: knows none of the 7 linked items; what was extracted before stays\n"
    assert lines(settings.store_path) == before


def test_known_rehabilitation_is_not_sent_again(extracted: tuple[Settings, Run]) -> None:
    """The extract holds the events of the items, so that QuickStatements does not repeat them."""
    done = rehabkg("link", "quickstatements", "--store", extracted[0].store_path)

    assert (done.code, done.out) == (0, "")
    assert "3 left out: the item says so already" in done.err


def test_sources_name_the_extract(extracted: tuple[Settings, Run], bare: Settings) -> None:
    """Who publishes the store must see that it holds what others said."""
    told = rehabkg("sources", "--store", extracted[0].store_path)
    silent = rehabkg("sources", "--store", bare.store_path)

    assert "wikidata" in told.out
    assert "wikidata" not in silent.out
    listed = json.loads(rehabkg("sources", "--json", "--store", extracted[0].store_path).out)
    assert [(one["id"], one["name"]) for one in listed] == [("wikidata", "wikidata")]


def test_linked_graph_is_swapped_and_dropped_whole(tmp_path: Path) -> None:
    """What an earlier run told and this one does not must be gone, and no graph of a source is ever touched."""
    settings, graph = Settings(store_path=tmp_path / "store"), Iris().graph("link-test")
    write_version(settings.store_path, CURATED, DEFAULT_BASE)
    whole = lines(settings.store_path)
    described = LinkedGraph("", (), "2026-11-28T00:00:00+00:00", rests_on={"model": "1"})

    for word in (b"<http://e/1>", b"<http://e/2>"):
        made = write_linked(settings, "link-test", iter([word + b" <http://e/p> <http://e/o> .\n"]), graph, described)
    assert (made.name, made.statements, made.graphs) == ("link-test", 1, (graph.value,))
    assert [line for line in lines(settings.store_path) if "e/1" in line] == []

    assert drop_linked(settings, "link-test") == made
    assert lines(settings.store_path) == whole
    assert drop_linked(settings, "link-test") is None
    taken = NamedNode(f"{Iris().base}graph/book")
    with pytest.raises(StoreError, match="of another origin"):
        write_linked(settings, "book", iter([]), taken, described)
    with pytest.raises(CallError, match="no name of a linked graph"):
        write_linked(settings, "../book", iter([]), taken, described)


def test_description_that_is_damaged_is_told(tmp_path: Path) -> None:
    """A build would else drop the graph that it describes, and nobody would know."""
    settings = Settings(store_path=tmp_path / "store")
    write_version(settings.store_path, CURATED, DEFAULT_BASE)
    write_linked(settings, "link-test", iter([]), Iris().graph("link-test"), LinkedGraph("", (), "2026-11-28"))
    file = version_in_force(settings.store_path) / LINKS / "link-test.json"

    # As many bytes as before: a file that was cut short is told by the version itself.
    file.write_bytes(b" " * file.stat().st_size)

    with pytest.raises(StoreError, match="describes no linked graph"):
        linked_graphs(settings.store_path)


@pytest.mark.parametrize("name", FEDERATED)
def test_engine_never_gets_the_call(name: str, bare: Settings) -> None:
    """pyoxigraph calls whatever SERVICE names: the text that runs here has none, and the file is refused as it is."""
    query = stored_query(name)

    assert "SERVICE" not in bound_text(query, {})
    assert "GRAPH <https://example.org/kg/graph/wikidata>" in bound_text(query, {}, Iris("https://example.org/kg/"))
    assert run_stored(open_store(bare.store_path), query, {}, bare).texts() == []
    with pytest.raises(QueryError, match="reaches out by SERVICE"):
        run_text(Store(), query.text, bare)
    check_text(query.text, max_bytes=50_000, max_depth=50, services=frozenset({query.service.address}))


def test_hostile_answer_stays_a_term(bare: Settings) -> None:
    """An endpoint may answer anything: what looks like SPARQL is put in as a text, and a blank node is unknown."""
    item = NamedNode(world.ENTITY + world.ZVANTSOV)
    hostile = Literal('x" } } ; DROP ALL # \n', language="en")

    given = {"item": item, "occupation": NamedNode("http://e/o"), "called_en": hostile, "called_ru": BlankNode("b")}

    # Nobody asked about another item, nor about none: that row would join with everybody.
    unasked: list[dict[str, object]] = [
        {**given, "item": other} for other in (NamedNode(world.ENTITY + world.DRIVER), BlankNode("b"), None)
    ]

    def answer(_: object, __: object, variables: tuple[str, ...], /) -> list[tuple[object, ...]]:
        return [tuple(row.get(name) for name in variables) for row in (given, *unasked)]

    found = answered(open_store(bare.store_path), stored_query("wikidata-occupations"), {}, bare, answer)

    [row] = found.rows
    assert row[4] == hostile


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('joined = "item"', 'joined = "?item"', "service.joined"),
        ('extract = "wikidata"', 'extract = "../etc"', "service.extract"),
        ("  SERVICE <https://query.wikidata.org/sparql> {", "  SERVICE <https://e.org/> {", "has no one"),
        ("  VALUES ?answered_by { <https://query.wikidata.org/sparql> }\n", "", "has no one"),
        ('#+ [service]\n#+ address = "https://query.wikidata.org/sparql"\n', "#+ [other]\n", "does not name"),
        ('#+ joined = "item"\n', "", "not a table of address, joined and extract"),
        ('wikimedia.org/"))\n  }\n}\n', 'wikimedia.org/"))\n', "not closed"),
    ],
)
def test_header_that_does_not_fit_its_call_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A call that the header does not name would reach out unseen."""
    text = stored_query("wikidata-images").text
    assert old in text
    path = tmp_path / "bad.rq"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(QueryError, match=said):
        read_query(path)


def test_service_means_nothing_to_other_queries(bare: Settings) -> None:
    """A slip must not look as if it had been heeded."""
    done, _ = ask(bare, "names", "--service", "extract")
    no_address, _ = ask(bare, "wikidata-works", "--service", "http://localhost/ <x>")

    assert (done.code, no_address.code) == (2, 2)
    assert "calls no other endpoint" in done.err
    assert "is not the address of an endpoint" in no_address.err

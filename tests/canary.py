"""A planted canary: an invented person, curated and in a list, whom a policy shows, coarsens, hides or withdraws.

Whoever is looked for here must be found in everything that is made when the policy shows her, and nowhere when not.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
from invented import IRIS, derived_store
from load_fixture import load_table, people, table, table_row, written
from pyoxigraph import RdfFormat, serialize

from rehabkg.description.written import describe
from rehabkg.link.decision import Decision
from rehabkg.link.write import Linkage, Match, link_lines, match_lines, person_lines
from rehabkg.namespaces import RDFS, WD
from rehabkg.release.build import ReleaseRequest, make_release
from rehabkg.release.model import Release
from rehabkg.settings import Settings
from rehabkg.store.linked import LinkedGraph
from rehabkg.store.swap import write_linked
from rehabkg.store.version import write_version
from rehabkg.vocabulary import as_quads, read_ontology

DAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
# Letters that no other text has: packed as a file may be, they stand in it as they are.
SURNAME, SURNAME_RU = "Zqvjxkwyna", "Жарптицына"
NAME, NAME_RU = f"Fenixa {SURNAME}", f"{SURNAME_RU} Феникса Канареевна"
HAMLET, HAMLET_RU = "Nowhereby", "Несбыточная"
DAY_OF_BIRTH, WIKIDATA = "1950-07-19", "Q900900900"
PERSON, CASE = IRIS.thing("person", "p9001").value, IRIS.thing("case", "c9001-1").value
SOURCE, NUMBER = "list", "77"
RECORD = IRIS.of_record("record", SOURCE, NUMBER).value
OBSERVATION = IRIS.of_record("observation", SOURCE, NUMBER).value
# A title with what parts lines elsewhere.
TITLE = "A list\tof\u2028people\x85"
# What names her, in whatever spelling; and what names the place and the day.
NAMES = (SURNAME, SURNAME_RU.removesuffix("а"), "Žarpticyna", "Zharptitsyna", "Канареевна")
PLACES = (HAMLET, HAMLET_RU.removesuffix("ая"), "POINT(55.5 55.5)")
# What there is of her without a name.
IRIS_OF_HERS = ("p9001", "c9001", "d9001", "e9001", "list.77", "canary-book")

# What links her: a record of another list that says nothing of hers, and items.
OTHER_SOURCE, ITEM, SHOWN_ITEM, WORK, LABEL = "second", "Q900900901", "Q900900902", "Q900900903", "Wikicanary"
CLOSE_ITEM = "Q900900904"
REASON = "a reason without a name"
_DECISION = Decision("list.77", f"{OTHER_SOURCE}.4", "same", "record", "an editor", "2026-03-01", REASON)
_NAMES_HER = f"не {SURNAME_RU[:-1]}ой"
_NAMING = Decision("list.1", f"{OTHER_SOURCE}.1", "same", "record", "an editor", "2026-03-01", _NAMES_HER)
MATCHES = (
    Match("list.77", f"{OTHER_SOURCE}.4", 8.0, ("surname-other-name",), _DECISION),
    Match("p9001", "list.77", 9.0, ("surname-same",)),
    Match("list.1", f"{OTHER_SOURCE}.1", 12.0, ("surname-same", "birth-year-same"), _NAMING),
    Match(f"{OTHER_SOURCE}.1", f"{OTHER_SOURCE}.2", 7.0, ("surname-same",)),
    Match("list.2", f"{OTHER_SOURCE}.3", 7.0, ("surname-same",)),
    Match("list.3", f"{OTHER_SOURCE}.3", 7.0, ("surname-same",)),
)
# Members of people; she is the first.
PEOPLE = (
    ("p9001", "list.77", f"{OTHER_SOURCE}.4"),
    ("list.1", f"{OTHER_SOURCE}.1", f"{OTHER_SOURCE}.2"),
    ("list.2", "list.3", f"{OTHER_SOURCE}.3"),
)


def match_iri(match: Match) -> str:
    """Return the IRI of a match."""
    return next(match_lines(match, Linkage("canary-1", 0.985, ()), IRIS))[1:].partition(">")[0]


# What only her links tell.
LINKS_OF_HERS = (
    *(match_iri(match).removeprefix(IRIS.base) for match in MATCHES[:2]),
    REASON,
    ITEM,
    WORK,
    f"{LABEL} of {WIKIDATA}",
)

_CURATED = f"""
@prefix place: <{IRIS.base}id/place/> .
@prefix place-state: <{IRIS.base}id/place-state/> .
@prefix name: <{IRIS.base}id/name/> .
@prefix measure: <{IRIS.base}id/measure/> .
@prefix place-kind: <{IRIS.base}vocab/place-kind/> .
@prefix measure-kind: <{IRIS.base}vocab/measure/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix wd: <http://www.wikidata.org/entity/> .
graph:sources {{
  graph:canary-book a rehab:SourceGraph ; rehab:cites source:canary-book .
  source:canary-book a rehab:Source ; dcterms:title "The book of {NAME}" .
  graph:book a rehab:SourceGraph ; rehab:cites source:book .
  source:book a rehab:Source ; dcterms:title "A book of invented people" .
}}
graph:book {{
  jurisdiction:ussr a rehab:Jurisdiction ; rdfs:label "USSR"@en .
  place:far a rehab:Place ; rdfs:label "Far Region"@en ; rehab:placeKind place-kind:region .
  person:p9000 a rehab:Person ; rdfs:label "Ivan Vydumov"@en , "Выдумов Иван"@ru ; rehab:surname "Выдумов"@ru .
  case:c9000-1 a rehab:Case ; rehab:against person:p9000 ; rdfs:label "The case of Ivan Vydumov and {NAME}"@en .
  decision:d9000-1 a rehab:Sentence ; rehab:inCase case:c9000-1 ; rehab:beforeLawOf jurisdiction:ussr ;
    rehab:text "sentenced as the accomplice of {NAME_RU.replace(SURNAME_RU, "Жарптицыной")}"@ru .
  event:e9000-death a rehab:Death ; rehab:concerns person:p9000 .
}}
graph:canary-book {{
  person:p9001 a rehab:Person ; rdfs:label "{NAME}"@en , "{NAME_RU}"@ru ; rehab:surname "{SURNAME_RU}"@ru ;
    rehab:givenName "Феникса"@ru ; rehab:patronymic "Канареевна"@ru ; rehab:hasName name:p9001-1 ;
    dcterms:description "the only person called {NAME}"@en ; skos:exactMatch wd:{WIKIDATA} .
  name:p9001-1 a rehab:Name ; rehab:form "Žarpticyna Feniksa"@ru-Latn .
  case:c9001-1 a rehab:Case ; rehab:against person:p9001 ; rdfs:label "The case of {NAME}"@en .
  decision:d9001-1 a rehab:Sentence ; rehab:inCase case:c9001-1 ; rehab:beforeLawOf jurisdiction:ussr ;
    rehab:imposes measure:d9001-1-camp ; rehab:dated dating:d9001-1 .
  dating:d9001-1 a rehab:Dating ; rehab:edtf "1970-02-03" ;
    rehab:earliest "1970-02-03"^^xsd:date ; rehab:latest "1970-02-03"^^xsd:date .
  measure:d9001-1-camp a rehab:Measure ; rehab:measureKind measure-kind:camp .
  event:e9001-birth a rehab:Birth ; rehab:concerns person:p9001 ; rehab:atPlace place:hamlet ;
    rehab:dated dating:e9001-birth--{DAY_OF_BIRTH} .
  dating:e9001-birth--{DAY_OF_BIRTH} a rehab:Dating ; rehab:edtf "{DAY_OF_BIRTH}" ;
    rehab:earliest "{DAY_OF_BIRTH}"^^xsd:date ; rehab:latest "{DAY_OF_BIRTH}"^^xsd:date .
  place:hamlet a rehab:Place ; rdfs:label "{HAMLET}"@en , "{HAMLET_RU}"@ru .
  place-state:hamlet a rehab:PlaceState ; rehab:stateOf place:hamlet ; rehab:partOf place:far .
  attestation:links--p9001--{WIKIDATA} a rehab:Attestation ; rehab:attests person:p9001 ;
    rehab:cites source:canary-book ; rehab:note "seen in the book of {NAME}"@en .
}}
"""

HEAD = """
@prefix policy: <https://w3id.org/rehabkg/policy#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rehab: <https://w3id.org/rehabkg/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/policy> a policy:Policy ; rdfs:label "an invented policy"@en ;
  policy:livingYears 100 ; policy:youngestSentenced 12"""
SHOWN = f"{HEAD} ."
EMBARGOED = f"{HEAD} ; policy:embargo [ policy:thing <{PERSON}> ] , [ policy:thing <{OBSERVATION}> ] ."
WITHDRAWN = f"{HEAD} ; policy:withdraw <{PERSON}> , <{RECORD}> ."
HIDDEN = f"""{HEAD} ; policy:rule <https://example.org/policy#1> .
<https://example.org/policy#1> a policy:Rule ; sh:order 1 ; policy:onClass rehab:Person , rehab:PersonObservation ;
  policy:treatment policy:hide ; policy:when policy:possibly-living ."""


# Dates of the living to the year, and nothing else.
YEARS = f"""{HEAD} ; policy:rule <https://example.org/policy#1> .
<https://example.org/policy#1> a policy:Rule ; sh:order 1 ; policy:onClass rehab:PersonObservation , rehab:Event ;
  policy:onProperty rehab:bornOn , rehab:recordedOn , rehab:dated ;
  policy:treatment policy:year ; policy:when policy:possibly-living ."""


@cache
def _curated() -> bytes:
    """The curated graph with the canary in it, and the ontology, which tells the superclasses."""
    store = derived_store(_CURATED)
    store.extend(as_quads(read_ontology(), IRIS.graph("ontology"), IRIS.base))
    return b"".join(sorted(serialize(store, format=RdfFormat.N_QUADS).splitlines(keepends=True)))


def planted(folder: Path, *, others: int = 5, linked: bool = False) -> Settings:
    """Plant the canary in a new store within *folder*, among *others* who are long dead; return its settings.

    *linked* says whether she is linked to a record of another list, which is long dead, and to items of Wikidata.
    """
    settings = Settings(store_path=folder / "store")
    write_version(settings.store_path, _curated(), IRIS.base)
    hers = table_row(
        NUMBER, surname=SURNAME, name="Феникса", patronimic="Канареевна", birth_year="1950",
        birth_place=f"Тульская обл., д. {HAMLET_RU}", live_place=f"д. {HAMLET_RU}", arest_date="1.2.1970",
        process_date="3.2.1970",
    )  # fmt: skip
    rows = people(others).decode().splitlines()[1:]
    load_table(
        settings.store_path, written(folder / "in" / "people.tsv", table(*rows, hers)), source=SOURCE, title=TITLE
    )
    if linked:
        _link(settings, folder)
    return settings


def _link(settings: Settings, folder: Path) -> None:
    """Link her to a record without a name of hers, and to items; and others with each other."""
    more = written(folder / "in" / "more.tsv", people(4, first=1, surname="Иволгин"))
    load_table(settings.store_path, more, source=OTHER_SOURCE, title="Another list")
    linkage = Linkage("canary-1", 0.985, (SOURCE, OTHER_SOURCE))
    lines = [*linkage.lines(IRIS)]
    for members in PEOPLE:
        lines += person_lines(members, linkage, IRIS)
    for match in MATCHES:
        lines += match_lines(match, linkage, IRIS)
    _written(settings, "link-records", lines, {f"source {one}": one for one in linkage.sources})
    lines = [*link_lines(OBSERVATION, ITEM, linkage, IRIS, weight=9.0, basis=("surname-same",))]
    lines += link_lines(f"{IRIS.base}id/observation/list.1", SHOWN_ITEM, linkage, IRIS, weight=9.0)
    near = Decision("list.3", CLOSE_ITEM, "close", "person", "an editor", "2026-03-01", "his regiment")
    lines += link_lines(f"{IRIS.base}id/observation/list.3", CLOSE_ITEM, linkage, IRIS, decision=near)
    _written(settings, "link-wikidata", lines, {})
    lines = [f'<{WD}{item}> <{RDFS}label> "{LABEL} of {item}"@en .\n' for item in (WIKIDATA, ITEM, SHOWN_ITEM, WORK)]
    lines.append(f"<{WD}{ITEM}> <http://www.wikidata.org/prop/direct/P800> <{WD}{WORK}> .\n")
    _written(settings, "wikidata", lines, {})


def _written(settings: Settings, name: str, lines: list[str], rests_on: dict[str, str]) -> None:
    description = LinkedGraph(name, (), NOW.isoformat(), rests_on=rests_on)
    write_linked(settings, name, iter(["".join(lines).encode()]), IRIS.graph(name), description)


def released(settings: Settings, policy: str | Path, *, day: date = DAY, now: datetime = NOW) -> Release:
    """Make a release by a policy, its Turtle or its file."""
    if isinstance(policy, str):
        policy = written(settings.store_path.parent / "policy.ttl", policy)
    return make_release(settings, ReleaseRequest(day, now, policy), describe)


def contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield what each file below a folder holds: unpacked, and of columns their cells."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            yield path.relative_to(folder), str(path.relative_to(folder)).encode() + b"\n" + raw
            if path.suffix == ".gz":
                yield path.relative_to(folder), gzip.decompress(raw)
            elif path.suffix == ".parquet":
                yield path.relative_to(folder), str(pq.read_table(path).to_pylist()).encode()


def traces(folder: Path, *needles: str) -> set[tuple[str, str]]:
    """Return where below a folder which of the needles is found."""
    return {
        (str(path), needle) for path, content in contents(folder) for needle in needles if needle.encode() in content
    }

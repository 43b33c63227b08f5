"""A small Wikidata on this machine: items in Wikidata's own RDF form, served by a real `oxigraph` server.

The form is that of the RDF dumps (Wikibase, "RDF Dump Format"): an item with labels in three properties, truthy values,
statements with full time values, articles that are about it, and numbers that redirect. `invented()` tells of people
who never lived, under numbers that no item has; `world_from_shared()` writes what the tables beside the repository say
of real items, with namesakes that they must not be taken for.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from servers import OXIGRAPH, free_port, running

from rehabkg.wikidata.model import ENTITY, Item

SHARED = Path(__file__).parent.parent.parent / "shared"
WITHOUT_SHARED = f"no tables of Wikidata at {SHARED}"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "http://schema.org/"
WIKIBASE = "http://wikiba.se/ontology#"
WIKIDATA = "http://www.wikidata.org/"
GREGORIAN, JULIAN, LUNAR = (f"{ENTITY}Q{number}" for number in (9000000194, 9000000195, 9000000196))
CALENDARS = (
    Item(GREGORIAN.removeprefix(ENTITY), labels={"en": "proleptic Gregorian calendar", "ru": "новый стиль"}),
    Item(JULIAN.removeprefix(ENTITY), labels={"en": "proleptic Julian calendar", "ru": "старый стиль"}),
)


@dataclass(frozen=True, slots=True)
class Time:
    """A time value as the RDF form writes it: a day is Gregorian there, whatever the calendar that it is said in."""

    property: str
    value: str
    precision: int
    calendar: str = GREGORIAN
    rank: str = "NormalRank"
    truthy_only: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """What an `Item` has no place for: more times, other values of items and texts, a number that it redirects to."""

    times: tuple[Time, ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    redirects_to: str | None = None


def write_world(items: Iterable[Item], extras: Mapping[str, Extra] | None = None, *, truthy: bool = False) -> str:
    """Return N-Triples of *items*, grouped by item as dumps are; *extras* may name items of their own (redirects).

    With *truthy* there are no statements and no full values, as in the truthy dump.
    """
    extras = dict(extras or {})
    lines: list[str] = []
    for item in items:
        lines += _item_lines(item, extras.pop(item.qid, Extra()), truthy)
    for qid, extra in extras.items():
        lines += _redirect_lines(qid, extra)
    return "".join(line + " .\n" for line in lines)


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _line(subject: NamedNode | BlankNode, predicate: str, object_: NamedNode | BlankNode | Literal) -> str:
    return str(Triple(subject, _node(predicate), object_))


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=_node(XSD + datatype))


def _item_lines(item: Item, extra: Extra, truthy: bool) -> list[str]:
    subject = _node(ENTITY + item.qid)
    document = _node(f"https://www.wikidata.org/wiki/Special:EntityData/{item.qid}")
    lines = [
        _line(document, SCHEMA + "about", subject),
        _line(subject, RDF + "type", _node(WIKIBASE + "Item")),
    ]
    lines += _naming(subject, item)
    for name, targets in (
        ("P31", item.instance_of),
        ("P19", (item.birth_place,) if item.birth_place else ()),
        ("P27", item.citizenships),
        ("P106", item.occupations),
    ):
        for target in targets:
            lines += _statement(subject, name, _node(ENTITY + target), truthy)
    for name, target in extra.items:
        lines += _statement(subject, name, _node(ENTITY + target), truthy)
    for name, text in extra.texts:
        lines += _statement(subject, name, Literal(text), truthy)
    if item.coordinates is not None:
        latitude, longitude = item.coordinates
        point = Literal(
            f"Point({longitude} {latitude})", datatype=_node("http://www.opengis.net/ont/geosparql#wktLiteral")
        )
        lines += _statement(subject, "P625", point, truthy)
    for external in item.external_ids:
        name, _, value = external.partition(":")
        lines += _statement(subject, _EXTERNAL[name], Literal(value), truthy)
    dates = [("P569", edtf) for edtf in item.birth] + [("P570", edtf) for edtf in item.death]
    for time in [*(time_of(name, edtf) for name, edtf in dates), *extra.times]:
        lines += _time(subject, time, truthy)
    lines.append(_line(subject, WIKIBASE + "sitelinks", _typed(str(len(item.sitelinks)), "integer")))
    for address in item.sitelinks:
        lines += _article(subject, address)
    return lines


def _naming(subject: NamedNode, item: Item) -> list[str]:
    said = [
        (predicate, label, language)
        for language, label in item.labels.items()
        for predicate in (RDFS + "label", SKOS + "prefLabel", SCHEMA + "name")
    ]
    said += [(SCHEMA + "description", text, language) for language, text in item.descriptions.items()]
    said += [(SKOS + "altLabel", alias, language) for language, found in item.aliases.items() for alias in found]
    return [_line(subject, predicate, Literal(text, language=language)) for predicate, text, language in said]


_EXTERNAL = {"viaf": "P214", "gnd": "P227", "isni": "P213", "geonames": "P1566", "gre": "P2924"}


def time_of(name: str, edtf: str) -> Time:
    """Return the time value of a Gregorian year, month, day or decade (`189X`) in EDTF."""
    if edtf.endswith("X"):
        return Time(name, f"{edtf[:3]}0-01-01T00:00:00Z", 8)
    parts = edtf.split("-")
    full = "-".join([*parts, *["01"] * (3 - len(parts))])
    return Time(name, f"{full}T00:00:00Z", 8 + len(parts))


def _time(subject: NamedNode, time: Time, truthy: bool) -> list[str]:
    value = _typed(time.value, "dateTime")
    if truthy and time.rank == "DeprecatedRank":
        return []
    if time.truthy_only or truthy:
        return [_line(subject, f"{WIKIDATA}prop/direct/{time.property}", value)]
    lines = _statement(subject, time.property, value, truthy, rank=time.rank)
    sum_ = hashlib.sha256(f"{time.value}{time.precision}{time.calendar}".encode()).hexdigest()[:32]
    node, statement = _node(f"{WIKIDATA}value/{sum_}"), _statement_node(subject, time.property, value)
    return [
        *lines,
        _line(statement, f"{WIKIDATA}prop/statement/value/{time.property}", node),
        _line(node, RDF + "type", _node(WIKIBASE + "TimeValue")),
        _line(node, WIKIBASE + "timeValue", value),
        _line(node, WIKIBASE + "timePrecision", _typed(str(time.precision), "integer")),
        _line(node, WIKIBASE + "timeTimezone", _typed("0", "integer")),
        _line(node, WIKIBASE + "timeCalendarModel", _node(time.calendar)),
    ]


def _statement_node(subject: NamedNode, name: str, value: NamedNode | Literal) -> NamedNode:
    qid = subject.value.removeprefix(ENTITY)
    sum_ = hashlib.sha256(f"{qid}{name}{value}".encode()).hexdigest()[:32]
    return _node(f"{ENTITY}statement/{qid}-{sum_}")


def _statement(
    subject: NamedNode, name: str, value: NamedNode | Literal, truthy: bool, *, rank: str = "NormalRank"
) -> list[str]:
    direct = [_line(subject, f"{WIKIDATA}prop/direct/{name}", value)] if rank != "DeprecatedRank" else []
    if truthy:
        return direct
    statement = _statement_node(subject, name, value)
    best = [_line(statement, RDF + "type", _node(WIKIBASE + "BestRank"))] if rank != "DeprecatedRank" else []
    return [
        *direct,
        _line(subject, f"{WIKIDATA}prop/{name}", statement),
        _line(statement, RDF + "type", _node(WIKIBASE + "Statement")),
        *best,
        _line(statement, WIKIBASE + "rank", _node(WIKIBASE + rank)),
        _line(statement, f"{WIKIDATA}prop/statement/{name}", value),
    ]


def _article(subject: NamedNode, address: str) -> list[str]:
    article, site = _node(address), "/".join(address.split("/")[:3]) + "/"
    language = site.removeprefix("https://").partition(".")[0]
    return [
        _line(article, RDF + "type", _node(SCHEMA + "Article")),
        _line(article, SCHEMA + "about", subject),
        _line(article, SCHEMA + "inLanguage", Literal(language)),
        _line(article, SCHEMA + "isPartOf", _node(site)),
    ]


def _redirect_lines(qid: str, extra: Extra) -> list[str]:
    assert extra.redirects_to is not None, f"{qid} is no item of this world and redirects nowhere"
    return [_line(_node(ENTITY + qid), OWL + "sameAs", _node(ENTITY + extra.redirects_to))]


@contextlib.contextmanager
def endpoint(folder: Path, ntriples: str) -> Iterator[str]:
    """Serve N-Triples by an `oxigraph` server that takes no writing; give the address that takes queries."""
    assert OXIGRAPH is not None, "the oxigraph server comes with the development dependencies"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.nt").write_text(ntriples, "utf-8")
    location = ["--location", str(folder / "store")]
    subprocess.run([OXIGRAPH, "load", *location, "--file", str(folder / "world.nt")], check=True, capture_output=True)
    bind = f"127.0.0.1:{free_port()}"
    with running([OXIGRAPH, "serve-read-only", *location, "--bind", bind], folder, bind):
        yield f"http://{bind}/query"


CLASS_TOWN, CLASS_PEOPLE, CLASS_BODY, CLASS_ACT = "Q9000000090", "Q9000000091", "Q9000000092", "Q9000000093"
TOWN, VILLAGE, STATE, DRIVER = "Q9000000020", "Q9000000021", "Q9000000030", "Q9000000060"
ZVANTSOV, NAMESAKE, BERGER, JANUARY, DECADE, CENTURY = (f"Q900000000{number}" for number in range(1, 7))
MERGED, DELETED, HOSTILE, RENAMED = "Q9000000007", "Q9000000099", "Q9000000008", "Q9000000009"
PEOPLE, BODY, ACT = "Q9000000010", "Q9000000040", "Q9000000050"


def invented() -> tuple[list[Item], dict[str, Extra]]:
    """Return a world of invented people, places, a people, a body and an act, and what items have no place for."""
    items = [
        Item(
            ZVANTSOV,
            labels={"ru": "Иван Петрович Званцов", "en": "Ivan Zvantsov", "uk": "Іван Петрович Званцов"},
            aliases={"ru": ("Званцов, Иван Петрович", "И. П. Званцов")},
            descriptions={"en": "invented railwayman (1891–1938)"},
            death=("1938-02",),
            birth_place=TOWN,
            citizenships=(STATE,),
            occupations=(DRIVER,),
            sitelinks=("https://ru.wikipedia.org/wiki/%D0%97%D0%B2%D0%B0%D0%BD%D1%86%D0%BE%D0%B2",),
            external_ids=("viaf:900000001",),
        ),
        Item(
            NAMESAKE,
            labels={"ru": "Иван Петрович Званцов", "en": "Ivan Zvantsov"},
            descriptions={"en": "invented physician (born 1903)"},
            birth=("1903-05-02",),
            birth_place=VILLAGE,
            citizenships=(STATE,),
        ),
        Item(
            BERGER,
            labels={"de": "Frieda Berger", "en": "Frieda Berger"},
            aliases={"de": ("Frieda Berger-Lenz",)},
            descriptions={"en": "invented teacher"},
            birth=("1899",),
            death=("1942-11-30",),
        ),
        Item(JANUARY, labels={"ru": "Пётр Январский", "en": "Pyotr Yanvarsky"}),
        Item(DECADE, labels={"ru": "Фома Десятилетов"}, birth=("189X",)),
        Item(CENTURY, labels={"ru": "Кузьма Столетов-Вымышленный"}),
        Item(HOSTILE, labels={"en": 'A "quoted"\nname \\ } # ?item', "ru": "\u202eобратно"}, birth=("1900",)),
        Item(RENAMED, labels={"en": "Bearer of Another Name"}, birth=("1895-03-15",), death=("1938-02-10",)),
        Item(
            PEOPLE,
            labels={"ru": "званцы", "en": "Zvantsians"},
            aliases={"en": ("Zvantsian people",)},
            instance_of=(CLASS_PEOPLE,),
        ),
        Item(
            TOWN,
            labels={"ru": "Званцовск", "en": "Zvantsovsk"},
            instance_of=(CLASS_TOWN,),
            coordinates=(55.5, 60.25),
            sitelinks=("https://ru.wikipedia.org/wiki/Zvantsovsk", "https://en.wikipedia.org/wiki/Zvantsovsk"),
        ),
        Item(VILLAGE, labels={"ru": "Званцовск", "en": "Zvantsovsk"}, coordinates=(51.0, 41.5)),
        Item(STATE, labels={"ru": "Вымышленная Республика", "en": "Invented Republic"}),
        Item(BODY, labels={"ru": "Званцовский областной суд"}, instance_of=(CLASS_BODY,)),
        Item(ACT, labels={"ru": "Закон о вымышленных"}, instance_of=(CLASS_ACT,)),
        Item(DRIVER, labels={"ru": "машинист", "en": "engine driver"}),
        *CALENDARS,
    ]
    extras = {
        # Said as 3 January 1891 in the old style; the RDF form gives the Gregorian day and says which calendar it was.
        ZVANTSOV: Extra(
            times=(
                Time("P569", "1891-01-15T00:00:00Z", 11, JULIAN),
                Time("P569", "1890-01-01T00:00:00Z", 9, rank="DeprecatedRank"),
            ),
            texts=(("P18", "http://commons.wikimedia.org/wiki/Special:FilePath/Invented.jpg"),),
        ),
        JANUARY: Extra(times=(Time("P569", "1901-01-01T00:00:00Z", 9, truthy_only=True),)),
        CENTURY: Extra(times=(Time("P569", "1900-01-01T00:00:00Z", 7),)),
        MERGED: Extra(redirects_to=ZVANTSOV),
    }
    return items, extras


def invented_world(*, truthy: bool = False) -> str:
    """Return the invented world in N-Triples."""
    return write_world(*invented(), truthy=truthy)


@dataclass(slots=True)
class _Seen:
    """What the tables say of one item, gathered before it is written."""

    labels: list[str] = field(default_factory=list)
    description: str = ""
    birth: str | None = None
    death: str | None = None
    classes: list[str] = field(default_factory=list)
    kind: str = ""

    def item(self, qid: str) -> Item:
        names = list(dict.fromkeys(name.strip() for name in self.labels if name.strip()))
        by_language: dict[str, list[str]] = {}
        for name in names:
            by_language.setdefault("ru" if re.search("[Ѐ-ӿ]", name) else "en", []).append(name)
        english = by_language.get("en", [])
        # No table names the articles: the address is made from the label, for a shape of an answer and no more.
        article = f"https://en.wikipedia.org/wiki/{quote(english[0].replace(' ', '_'))}" if english else None
        return Item(
            qid,
            labels={language: found[0] for language, found in by_language.items()},
            aliases={language: tuple(found[1:]) for language, found in by_language.items() if found[1:]},
            descriptions={"en": self.description} if self.description else {},
            instance_of=tuple(self.classes),
            birth=(self.birth,) if self.birth else (),
            death=(self.death,) if self.death else (),
            sitelinks=(article,) if article else (),
        )


def items_from_shared() -> dict[str, Item]:
    """Return all items of the tables beside the repository, by number."""
    seen: dict[str, _Seen] = {}
    for row in _rows("data/wikidata/people.csv"):
        found = seen.setdefault(row["qid"], _Seen(kind="person"))
        found.labels += [*row["name_cyrillic"].split(";"), row["name_latin"]]
        found.description = found.description or row["description"]
        found.birth = found.birth or _year(row["birth_year"])
        found.death = found.death or _year(row["death_year"])
    for row in _rows("data/wikidata/rusdracor-authors.tsv"):
        found = seen.setdefault(row["qid"], _Seen(kind="person"))
        found.labels += [row["name_ru"], row["name_en"]]
    for row in _rows("data/wikidata/qids.tsv"):
        seen.setdefault(row["qid"], _Seen(kind=row["kind"])).labels.append(row["label"])
    rows = _rows("facts/wikidata.csv")
    numbers = {name: qid for qid, found in seen.items() for name in found.labels}
    for row in rows:
        found = seen.setdefault(row["qid"], _Seen(kind=row["kind"]))
        found.labels += row["label_seen"].split(" / ")
        evidence = row["extra_evidence"]
        found.description = found.description or evidence.partition(" ; ")[0].partition("; ")[0]
        if row["kind"].startswith("person"):
            _dates(found, evidence)
        found.classes += [numbers[name] for name in re.findall(r"instance of: ([^;]+?)(?: ;|;|$)", evidence)
                          if name in numbers]  # fmt: skip
    return {qid: found.item(qid) for qid, found in seen.items() if any(found.labels)}


def _year(cell: str) -> str | None:
    """Return a year of our era in EDTF; those before it are not what is linked here."""
    return f"{int(cell):04}" if cell.isdigit() else None


def _dates(found: _Seen, evidence: str) -> None:
    exact = re.search(r"born (\d{4}-\d\d-\d\d)(?:, died (\d{4}-\d\d-\d\d))?", evidence)
    years = re.search(r"\((\d{4})[–-](\d{4})\)", evidence)
    if exact:
        found.birth, found.death = exact[1], exact[2] or found.death
    elif years:
        found.birth, found.death = found.birth or years[1], found.death or years[2]


def namesakes(items: Iterable[Item], *, each: int = 1, seed: int = 5) -> list[Item]:
    """Return invented items with the names of persons among *items* and other years: nobody must be taken for them."""
    random, made = Random(seed), []  # noqa: S311 - chance that is the same each time
    for item in items:
        if not item.birth:
            continue
        for _ in range(each):
            shift = random.choice((-1, 1)) * random.randint(6, 45)
            birth, death = (
                tuple(f"{int(edtf[:4]) + shift:04}" for edtf in dates) for dates in (item.birth, item.death)
            )
            made.append(
                replace(
                    item, qid=f"Q{9_000_100_000 + len(made)}", birth=birth, death=death, sitelinks=(),
                    descriptions={"en": "an invented namesake"},
                )
            )  # fmt: skip
    return made


def world_from_shared(*, each: int = 1) -> str:
    """Return N-Triples of all items that the tables tell of, with *each* namesakes of every dated person."""
    items = items_from_shared()
    return write_world([*items.values(), *namesakes(items.values(), each=each), *CALENDARS])


def _rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if name.endswith(".tsv") else ","))

"""A store of invented people who are linked to the invented world of `wikidata_world`, and that world by a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import wikidata_world as world
from good_tables import GOOD, LAND, tables
from tables_fixture import BOOK, CASE, LEAFLET, MEMORY, PERSON, cited

from rehabkg.pipeline import assemble
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.version import write_version
from rehabkg.wikidata.model import Item

REHABILITATION, WORK, PAGE = "Q705943", "Q9000000070", "Q9000000071"
ADDRESS = "https://example.org/book?a=1&b=2"


NAMES = {9001: "Ivan Zvantsov", 9002: "Frieda Berger", 9003: "Merged Person", 9004: "Deleted Person",
         9005: "Sidor Unknown", 9006: "Name Shared"}  # fmt: skip


def _person(number: int, name_ru: str, living: str = "no") -> dict[str, str]:
    return {
        **PERSON,
        "id": f"p{number}",
        "key": name_ru,
        "name_en": NAMES[number],
        "name_ru": name_ru,
        "may_be_living": living,
    }


def _case(number: int, which: int = 1) -> dict[str, str]:
    return {**CASE, "id": f"c{number}-{which}", "against": f"p{number}", "who": NAMES[number], "title_en": "A case"}


def _decision(number: int, which: int, kind: str, case: int = 1, **cells: str) -> dict[str, str]:
    who = {"id": f"d{number}-{which}", "case": f"c{number}-{case}", "who": NAMES[number], "jurisdiction": "land"}
    return cited(**{**who, "kind": kind, **cells})


def _cleared(number: int, which: int, of: int, case: int = 1, **cells: str) -> dict[str, str]:
    target = {"relation": "annuls", "target": f"d{number}-{of}", "scope": "full"}
    return _decision(number, which, "rehabilitation", case, **{**target, **cells})


def _sentence(number: int, which: int = 1, case: int = 1, date: str = "1938-02") -> dict[str, str]:
    return _decision(number, which, "sentence", case, date=date, measure="camp P10Y")


def _link(about: str, qid: str, label: str, match: str = "exactMatch", **cells: str) -> dict[str, str]:
    return cited(about=about, qid=qid, label_seen=label, match=match, basis="label only", **cells)


TABLES = {
    "sources": (
        {**BOOK, "url": ADDRESS},
        LEAFLET,
        {**GOOD["sources"][2], "url": "https://example.org/founding"},
        MEMORY,
        {**LEAFLET, "id": "mirror-1", "kind": "encyclopaedia-or-mirror", "url": "https://example.org/mirror"},
    ),
    "jurisdictions": (LAND, {**LAND, "id": "ussr"}),
    "persons": (
        _person(9001, "Званцов Иван Петрович"),
        _person(9002, "Бергер Фрида", living="yes"),
        _person(9003, "Слитый Иван"),
        _person(9004, "Удалённый Иван"),
        _person(9005, "Неизвестный Сидор"),
        _person(9006, "Общее Имя"),
    ),
    "life": (
        cited(person="p9001", who="Ivan Zvantsov", event="birth", date="1891-01"),
        cited(person="p9001", who="Ivan Zvantsov", event="death", date="1938"),
        cited(person="p9005", who="Sidor Unknown", event="birth", date="1880"),
    ),
    "bodies": (cited(id="b-court", kind="court", name_en="A court", name_ru="Суд", jurisdiction="land"),),
    "places": (cited(id="pl-zvantsovsk", kind="settlement", name_en="Zvantsovsk", name_ru="Званцовск"),),
    "cases": (_case(9001), _case(9001, 2), _case(9001, 3), _case(9002), _case(9003), _case(9004), _case(9005)),
    "decisions_persons": (
        _sentence(9001),
        _cleared(9001, 2, 1, date="1956-06", body="b-court"),
        _cleared(9001, 2, 1, date="1956", source="leaflet-1"),
        _sentence(9001, 3, 2, date="1917"),
        _cleared(9001, 4, 3, 2, date="1917-10-28", calendar="julian", jurisdiction="ussr"),
        _sentence(9001, 5, 3, date="1930"),
        _cleared(9001, 6, 5, 3, date="[1956..1957]", scope=""),
        _sentence(9002),
        _cleared(9002, 2, 1, date="1956"),
        _sentence(9003),
        _cleared(9003, 2, 1, date="1996-04"),
        _decision(9003, 3, "revocation", relation="revokes", target="d9003-2", date="2001"),
        _sentence(9004),
        _cleared(9004, 2, 1, date="1957", source="memory", evidence="memory"),
        _cleared(9004, 3, 1, date="1958", source="mirror-1"),
        _cleared(9004, 4, 1, date="1959", rank="deprecated"),
        _cleared(9004, 5, 1, date="1960", scope="partial"),
        _sentence(9005),
        _decision(9005, 2, "refusal", relation="refuses", target="d9005-1", date="1956"),
    ),
    "links": (
        _link("p9001", world.ZVANTSOV, "Ivan Zvantsov (railwayman)"),
        _link("p9002", world.BERGER, "Frieda Berger"),
        _link("p9003", world.MERGED, "Merged Person"),
        _link("p9004", world.DELETED, "Deleted Person"),
        _link("p9005", world.NAMESAKE, "Sidor Unknown"),
        _link("p9006", PAGE, "Name Shared"),
        _link("pl-zvantsovsk", world.TOWN, "Званцовск"),
        _link("pl-zvantsovsk", "Q9000000098", "Elsewhere", rank="deprecated"),
        _link("g-inventors", world.PEOPLE, "Zvantsians", "closeMatch"),
    ),
}  # fmt: skip


@cache
def _nquads() -> bytes:
    with TemporaryDirectory() as folder:
        return assemble(Settings(), data=tables(Path(folder) / "data", **TABLES)).nquads()


def linked_store(folder: Path) -> Settings:
    """Write the store of the linked people below *folder*, and return its settings."""
    settings = Settings(store_path=folder / "store")
    write_version(settings.store_path, _nquads(), DEFAULT_BASE)
    return settings


def rebuilt(settings: Settings) -> None:
    """Build the same tables again."""
    write_version(settings.store_path, _nquads(), DEFAULT_BASE)


def linked_ntriples(*, known: bool = False) -> str:
    """Return the invented world with a work, a country and a page of namesakes, in N-Triples.

    *known* says that the item of Zvantsov tells of a rehabilitation already.
    """
    items, extras = world.invented()
    event = (("P793", REHABILITATION),) if known else ()
    extras[world.ZVANTSOV] = replace(extras[world.ZVANTSOV], items=(("P800", WORK), *event))
    extras[world.TOWN] = world.Extra(items=(("P17", world.STATE),))
    items += [
        Item(WORK, labels={"ru": "Железная песня", "en": "Iron Song"}),
        Item(PAGE, labels={"en": "Name Shared"}, descriptions={"en": "Wikimedia disambiguation page"}),
    ]
    extras[WORK] = world.Extra(times=(world.Time("P577", "1926-01-01T00:00:00Z", 9),))
    return world.write_world(items, extras)


@contextmanager
def linked_world(folder: Path, *, known: bool = False) -> Iterator[str]:
    """Serve that world; give the address."""
    with world.endpoint(folder, linked_ntriples(known=known)) as address:
        yield address

"""A tiny data folder: every table with its header and the rows that a test needs. All people are invented."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from rehabkg.tables.schema import TABLES

Cells = Mapping[str, str]

# A code or two of each scheme, so that a test needs no ontology.
CODES: Mapping[str, frozenset[str]] = {
    "absence": frozenset({"refused", "not-known"}),
    "act-kind": frozenset({"amnesty", "rehabilitation-law"}),
    "body-kind": frozenset({"court"}),
    "calendar": frozenset({"gregorian", "julian"}),
    "code-of-law": frozenset({"rsfsr-1926"}),
    "count": frozenset({"released"}),
    "group-kind": frozenset({"people", "profession"}),
    "matter": frozenset({"rehabilitation"}),
    "measure": frozenset({"camp", "exile"}),
    "name-kind": frozenset({"variant"}),
    "place-kind": frozenset({"town"}),
    "provision-kind": frozenset({"covers"}),
    "qualifier": frozenset({"exact"}),
    "reach": frozenset({"collective", "case-by-case"}),
    "release-manner": frozenset({"amnesty"}),
    "scope": frozenset({"full", "partial"}),
    "source-kind": frozenset({"book"}),
    "stance": frozenset({"asserts", "denies"}),
}

BOOK: Cells = {"id": "book-1", "kind": "book", "weight": "2", "title": "Книга о вымышленных людях"}
LEAFLET: Cells = {"id": "leaflet-1", "kind": "book", "weight": "4", "title": "Листок о том же"}
FOUNDING: Cells = {
    "id": "seed-article",
    "kind": "book",
    "weight": "5",
    "title": "Статья, с которой всё началось",
}
MEMORY: Cells = {"id": "memory", "kind": "book", "weight": "5", "title": "Память"}
SOURCES = (BOOK, LEAFLET, FOUNDING, MEMORY)


def cited(source: str = "book-1", **cells: str) -> dict[str, str]:
    """Return the cells of a row that *source* says, sourced unless told otherwise."""
    return {"source": source, "evidence": "sourced", **cells}


PERSON = cited(
    id="p9001", key="выдумов", name_en="Ivan Vydumov", name_ru="Иван Выдумов", may_be_living="no"
)  # fmt: skip
GROUP = cited(id="g-inventors", kind="profession", name_en="Inventors", name_ru="Изобретатели")
CASE = cited(id="c9001-1", against="p9001", who="Ivan Vydumov", title_en="The first case")
SENTENCE = cited(id="d9001-1", case="c9001-1", who="Иван Выдумов", kind="sentence", date="1938-05", measure="camp P10Y")


def write_table(folder: Path, name: str, rows: Sequence[Cells] = (), header: Sequence[str] | None = None) -> Path:
    """Write one table: its header, and *rows* in whose place a missing cell is blank."""
    columns = TABLES[name].header if header is None else header
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_tables(folder: Path, **rows: Sequence[Cells]) -> Path:
    """Write every table below *folder*; a table with a hyphen in its name is given with an underscore."""
    given = {"sources": SOURCES, **{name.replace("_", "-"): cells for name, cells in rows.items()}}
    for name in TABLES:
        write_table(folder, name, given.pop(name, ()))
    if given:
        raise KeyError(f"no such table: {', '.join(given)}")
    return folder

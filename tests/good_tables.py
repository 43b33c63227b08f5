"""Tables of invented people that break no shape whose severity is Violation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tables_fixture import BOOK, CASE, FOUNDING, GROUP, LEAFLET, MEMORY, PERSON, SENTENCE, Cells, cited, write_tables

LAND = cited(id="land", name_en="Land", name_ru="Страна", start="1920")
SENTENCED = {**SENTENCE, "jurisdiction": "land"}
CLEARED = cited(
    id="d9001-2", case="c9001-1", who="Иван Выдумов", kind="rehabilitation", relation="reviews", target="d9001-1",
    date="1956-06", jurisdiction="land", scope="full",
)  # fmt: skip
GOOD: Mapping[str, Sequence[Cells]] = {
    "sources": (BOOK, LEAFLET, {**FOUNDING, "kind": "seed-article"}, MEMORY),
    "article": ({"sentence": "1", "text": "An invented sentence."},),
    "persons": ({**PERSON, "may_be_living": "yes"},),
    "groups": (GROUP,),
    "cases": (CASE,),
    "jurisdictions": (LAND,),
    "decisions_persons": (SENTENCED, CLEARED),
}


def tables(folder: Path, **changed: Sequence[Cells]) -> Path:
    """Write the good tables with *changed* ones in their place."""
    folder.mkdir(exist_ok=True)
    return write_tables(folder, **{**GOOD, **changed})

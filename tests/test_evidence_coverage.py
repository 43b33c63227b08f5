"""Every row of the evidence tables is in the curated tables, and no Wikidata number comes from elsewhere."""

from __future__ import annotations

import csv
import re

import pytest

from rehabkg import assets

FACTS = assets.ROOT.parent / "shared" / "facts"
pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the evidence tables (../shared/facts) are not here")

# The table of ours that restates a table of evidence, and how an id there is written here.
RESTATED = {"acts": "acts", "groups": "groups", "phrases": "phrases", "bodies": "bodies", "claims": "claims"}


def facts(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def curated(name: str) -> list[dict[str, str]]:
    with (assets.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source_ids() -> dict[str, str]:
    """The id of each source by the text that names it in the evidence tables."""
    return {row["url"] or row["title"]: row["id"] for row in curated("sources")}


def _bare(address: str) -> str:
    """An address without what percent-encoding changes."""
    return re.sub(r"[^0-9a-zа-яёїієґ]+", "", re.sub(r"%[0-9A-Fa-f]{2}", "", address.lower()))


@pytest.mark.parametrize("name", RESTATED)
def test_every_row_is_restated(name: str) -> None:
    """A row that is left out would be missed by nobody but the person whom it concerns."""
    ours = {row["id"] for row in curated(RESTATED[name])}

    assert {row["id"].lower() for row in facts(name)} - ours == set()


def test_every_person_has_a_row_and_what_became_of_them() -> None:
    """Each of the 130 people has an id, and at least one decision, event or finding tells of them."""
    ours = {row["key"]: row["id"] for row in curated("persons") if row["key"]}
    told = {row["about"] for row in [*curated("events"), *curated("findings")]}
    told |= {row["against"] for row in curated("cases")}

    assert {row["id"] for row in facts("persons")} == set(ours)
    assert set(ours.values()) - told == set()


def test_every_book_and_provision_and_relation_is_restated() -> None:
    """The counts of the evidence tables are met: 26 books, 171 provisions, 61 relations between acts."""
    assert {row["id"].lower() for row in facts("bibliography")} <= {row["id"] for row in curated("books")}
    by_act: dict[str, set[str]] = {}
    for row in curated("provisions"):
        by_act.setdefault(row["act"], set()).add(row["id"])
    wanted: dict[str, int] = {}
    for row in facts("provisions"):
        wanted[row["act_id"].lower()] = wanted.get(row["act_id"].lower(), 0) + 1
    assert {act: count for act, count in wanted.items() if len(by_act.get(act, ())) < count} == {}
    assert len(curated("act-relations")) >= len(facts("relations"))


def test_every_point_is_placed() -> None:
    """All 670 coordinates are here, each with its licence and the source of the point."""
    ours = {(float(row["lat"]), float(row["lon"])) for row in curated("places") if row["lat"]}

    assert {(float(row["lat"]), float(row["lon"])) for row in facts("coordinates")} - ours == set()
    assert all(row["licence"] for row in curated("places") if row["lat"])


def test_every_confirmation_is_applied() -> None:
    """What a later search found about a row is cited in a table of ours, unless it found nothing."""
    cited = {
        source
        for path in assets.DATA.glob("*.csv")
        for row in curated(path.stem)
        for source in (row.get("source") or "").split(" + ")
    }
    known = {_bare(text): identifier for text, identifier in source_ids().items()}
    missing = [
        (row["id"], row["field"], text)
        for row in facts("confirmations")
        if row["verdict"] != "not found"
        for text in filter(None, row["source"].split(" | "))
        if known[_bare(text)] not in cited
    ]

    assert missing == []


def test_wikidata_numbers_stand_in_the_evidence() -> None:
    """A number from memory is worse than none."""
    given = {row["qid"] for row in facts("wikidata")} | {row["qid"] for row in facts("coordinates")}
    for name in ("acts", "groups", "persons", "phrases", "bodies", "claims", "bibliography"):
        given |= {row["qid"] for row in facts(name)}

    assert {row["qid"] for row in curated("links")} - given == set()


def test_exact_matches_rest_on_exact_evidence() -> None:
    """An item that is not the same thing, or that only shares a label, is never an exact match."""
    firm = {row["qid"] for row in facts("wikidata") if row["confidence"] == "exact"}
    firm |= {row["qid"] for row in facts("coordinates")}

    assert {row["qid"] for row in curated("links") if row["match"] == "exactMatch"} - firm == set()

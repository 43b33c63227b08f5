"""What goes back to Wikidata is no more and no less than sources say, and nothing that would harm."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest
import wikidata_world as world
from linked_things import ADDRESS, REHABILITATION, linked_store

from rehabkg import assets
from rehabkg.iri import Iris
from rehabkg.link import quickstatements as qs
from rehabkg.link.accepted import accepted_links
from rehabkg.link.decision import Decision
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.linked import LinkedGraph
from rehabkg.store.swap import write_linked

# QuickStatements, version 1: item, property, value, then qualifiers and sources, each a key and a value.
_ITEM, _TIME = r"Q[1-9][0-9]*", r"\+[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z/(?:9|10|11)(?:/J)?"
LINE = re.compile(
    rf'{_ITEM}\t!P793\t{_ITEM}(?:\tP[0-9]+\t(?:{_ITEM}|{_TIME}))*\tS854\t"[^"\t]+"(?:\t!S854\t"[^"\t]+")*'
    r" /\* rehabkg [a-z0-9-]+ \*/"
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return linked_store(tmp_path_factory.mktemp("quickstatements"))


def commands(settings: Settings, existing: qs.Existing | None = None, *decisions: Decision) -> qs.Commands:
    store = open_store(settings.store_path)
    links = accepted_links(store, Iris(), decisions)
    return qs.rehabilitation_commands(store, Iris(), links, existing or {})


def by_decision(found: qs.Commands) -> dict[str, list[str]]:
    return {line.rpartition("rehabkg ")[2][:-3]: line.partition(" /*")[0].split("\t") for line in found.lines}


def test_each_command_is_one_that_the_tool_reads(settings: Settings) -> None:
    """The tool drops a row that it cannot read, or half of it, and says little."""
    found = commands(settings)

    assert found.lines
    assert all(LINE.fullmatch(line) for line in found.lines)
    assert found.content.decode().count("\n") == len(found.lines)


def test_date_is_as_sharp_as_the_source_and_in_its_calendar(settings: Settings) -> None:
    """A month made a day, or an old-style day read as Gregorian, would be copied from there for ever."""
    found = by_decision(commands(settings))

    assert found["d9001-2"][3:5] == ["P585", "+1956-06-00T00:00:00Z/10"]
    assert found["d9001-4"][3:5] == ["P585", "+1917-10-28T00:00:00Z/11/J"]
    assert found["d9001-6"][3:7] == ["P1319", "+1956-00-00T00:00:00Z/9", "P1326", "+1957-00-00T00:00:00Z/9"]


def test_rehabilitation_is_a_statement_of_its_own_with_state_and_reference(settings: Settings) -> None:
    """Without `!` the tool would put the dates of two rehabilitations on one statement: it compares values alone."""
    [line] = [line for line in commands(settings).lines if line.endswith("d9001-4 */")]

    assert line.startswith(f"{world.ZVANTSOV}\t!P793\t{REHABILITATION}\t")
    assert "\tP1001\tQ15180\t" in line
    assert line.endswith(f'\tS854\t"{ADDRESS}" /* rehabkg d9001-4 */')


def test_only_what_may_be_told_is_told(settings: Settings) -> None:
    """A refusal, a revoked, partial or half-known rehabilitation, and anything on the living must not get there."""
    found = commands(settings)

    assert set(by_decision(found)) == {"d9001-2", "d9001-4", "d9001-6"}
    assert found.left_out == {
        "known from memory, the founding article or corrected rows alone": 2,
        "no source with an address that is no encyclopaedia": 1,
        "partial": 1,
        "revoked or set aside later": 1,
        "the person may be living": 1,
    }
    assert found.without["court without an item"] == 1


def test_what_the_item_says_already_is_left_out(settings: Settings) -> None:
    """A date without its precision agrees with a month; one of another year is another rehabilitation."""
    found = commands(settings, {world.ZVANTSOV: (date(1956, 1, 1),)})
    assert set(by_decision(found)) == {"d9001-4"}
    assert found.left_out["the item says so already"] == 2
    undated = commands(settings, {world.ZVANTSOV: (None,)})
    assert by_decision(undated) == {}


def test_what_items_say_already_is_read_from_the_extract(tmp_path: Path) -> None:
    """The statement of an item is known by its event, not by having some event."""
    settings = linked_store(tmp_path)
    item, prop, graph = world.ENTITY + world.ZVANTSOV, "http://www.wikidata.org/prop/", Iris().graph("wikidata")
    lines = [
        f"<{item}> <{prop}P793> <{item}-{n}> .\n<{item}-{n}> <{prop}statement/P793> <{world.ENTITY}{event}> .\n"
        f'<{item}-{n}> <{prop}qualifier/P585> "{day}T00:00:00Z" .\n'
        for n, (event, day) in enumerate([(REHABILITATION, "1956-06-01"), (world.DRIVER, "1917-11-10")])
    ]
    write_linked(
        settings, "wikidata", iter([line.encode() for line in lines]), graph, LinkedGraph("", (), "2026-11-28")
    )

    known = qs.existing_events(open_store(settings.store_path), graph)

    assert {qid: [str(day) for day in days] for qid, days in known.items()} == {world.ZVANTSOV: ["1956-06-01"]}
    assert set(by_decision(commands(settings, known))) == {"d9001-4"}


def test_decision_of_a_person_makes_and_takes_back_a_link(settings: Settings) -> None:
    """What people decided always wins, and two numbers for one thing are a question, not two statements."""
    day = {"kind": "person", "who": "M. K.", "when": "2026-11-28", "why": "seen"}

    gone = commands(settings, {}, Decision("p9001", world.ZVANTSOV, "different", **day))
    both = commands(settings, {}, Decision("p9001", world.NAMESAKE, "same", **day))
    record = commands(settings, {}, Decision("list.17", "Q9000000095", "same", **day))

    assert by_decision(gone) == {}
    assert by_decision(both) == {}
    assert both.left_out["the thing is linked to several items"] == 6
    assert record.left_out["record of a list"] == 1


def test_commands_are_the_same_bytes_each_time(settings: Settings) -> None:
    """Who pasted them last month wants to see what is new."""
    assert commands(settings).content == commands(settings).content


def test_numbers_are_those_of_the_evidence() -> None:
    """A number from memory may be that of anything: each must stand in the tables that the project was given."""
    shared = world.SHARED / "data" / "wikidata"
    if not shared.is_dir():
        pytest.skip(world.WITHOUT_SHARED)
    listed = {row[0] for row in csv.reader((shared / "qids.tsv").open(encoding="utf-8"), delimiter="\t")}
    linked = {row[1] for row in csv.reader((assets.DATA / "links.csv").open(encoding="utf-8"))}

    states = {row[0] for row in csv.reader((assets.DATA / "jurisdictions.csv").open(encoding="utf-8"))}
    assert set(qs.STATES) <= states
    assert set(qs.STATES.values()) <= listed
    assert REHABILITATION == qs.REHABILITATION in linked

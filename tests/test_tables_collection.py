"""All tables together: references, codes, names and citations, each fault with its one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tables_fixture import (
    BOOK,
    CASE,
    CODES,
    GROUP,
    PERSON,
    SENTENCE,
    SOURCES,
    Cells,
    cited,
    write_tables,
)

from rehabkg import assets
from rehabkg.errors import TableErrors
from rehabkg.tables.collection import read_collection
from rehabkg.tables.schema import ANY, TABLES

Tables = dict[str, list[Cells]]

NOT_NEW = "is not new: line 2 speaks of it from the same place of the same source"
PLACE = cited(id="pl-town", kind="town", name_en="Sometown")
REVIEW = cited(id="d9001-2", case="c9001-1", kind="rehabilitation", relation="reviews", target="d9001-1")


def faults(folder: Path, tables: Tables) -> list[str]:
    """Return the messages about *tables*, the folder left out."""
    write_tables(folder, **tables)
    try:
        read_collection(folder, CODES)
    except TableErrors as error:
        return [message.removeprefix(f"{folder}/") for message in str(error).splitlines()]
    return []


def but(row: Cells, **cells: str) -> dict[str, str]:
    """Return *row* with other cells."""
    return {**row, **cells}


def base(**tables: list[Cells]) -> Tables:
    """Return a person, a group, a case and its sentence, with *tables* added or put in their place."""
    return {
        "persons": [PERSON],
        "groups": [GROUP],
        "cases": [CASE],
        "decisions_persons": [SENTENCE],
        **tables,
    }


# Each rule: a good table, then the same with one cell changed, and the line that this change must give.
RULES = {
    "reference": (
        base(memberships=[cited(member="p9001", group="g-inventors")]),
        base(memberships=[cited(member="p9002", group="g-inventors")]),
        "memberships.csv:2: column 'member': 'p9002' is not made of ids of persons.csv ('p9002' is none)",
    ),
    "reference to either of two tables": (
        base(cases=[CASE, cited(id="cg-1", against="g-inventors")]),
        base(cases=[CASE, cited(id="cg-1", against="pl-town")], places=[PLACE]),
        "cases.csv:3: column 'against': 'pl-town' is not made of ids of persons.csv or groups.csv ('pl-town' is none)",
    ),
    "reference to any table": (
        base(names=[cited(about="g-inventors", form="Кулибины", kind="variant")]),
        base(names=[cited(about="g-nobody", form="Кулибины", kind="variant")]),
        "names.csv:2: column 'about': 'g-nobody' is not made of ids of any table ('g-nobody' is none)",
    ),
    "one of several references": (
        base(decisions_persons=[SENTENCE, REVIEW]),
        base(decisions_persons=[SENTENCE, but(REVIEW, target="d9001-1 | d9001-9", relation="reviews | annuls")]),
        "decisions-persons.csv:3: column 'target': 'd9001-1 | d9001-9' is not made of ids of"
        " decisions-persons.csv or decisions-groups.csv ('d9001-9' is none)",
    ),
    "source": (
        base(persons=[but(PERSON, source="book-1 + leaflet-1")]),
        base(persons=[but(PERSON, source="book-1 + book-2")]),
        "persons.csv:2: column 'source': 'book-1 + book-2' is not made of ids of sources.csv ('book-2' is none)",
    ),
    "code": (
        base(groups=[but(GROUP, kind="people")]),
        base(groups=[but(GROUP, kind="peoples")]),
        "groups.csv:2: column 'kind': 'peoples' is not a code of the scheme 'group-kind'",
    ),
    "code of a scheme that has none": (
        base(life=[cited(person="p9001", event="death")]),
        base(life=[cited(person="p9001", event="death", manner="natural")]),
        "life.csv:2: column 'manner': 'natural' is not a code of the scheme 'death-manner'",
    ),
    "code within a measure": (
        base(decisions_persons=[but(SENTENCE, measure="camp P10Y | exile perpetual")]),
        base(decisions_persons=[but(SENTENCE, measure="camp P10Y | mines P5Y")]),
        "decisions-persons.csv:2: column 'measure': 'camp P10Y | mines P5Y' is not made of codes of"
        " the scheme 'measure' ('mines' is none)",
    ),
    "code within an article": (
        base(decisions_persons=[but(SENTENCE, articles="rsfsr-1926:58-10")]),
        base(decisions_persons=[but(SENTENCE, articles="rsfsr-1926:58-10 | rsfsr-1999:1")]),
        "decisions-persons.csv:2: column 'articles': 'rsfsr-1926:58-10 | rsfsr-1999:1' is not made of codes"
        " of the scheme 'code-of-law' ('rsfsr-1999' is none)",
    ),
    "code of an act's reach": (
        base(acts=[cited(id="a-1", kind="amnesty", reach="collective")]),
        base(acts=[cited(id="a-1", kind="amnesty", reach="all")]),
        "acts.csv:2: column 'reach': 'all' is not a code of the scheme 'reach'",
    ),
    "name of a person": (
        base(life=[cited(person="p9001", who="Иван Выдумов", event="birth")]),
        base(life=[cited(person="p9001", who="Пётр Выдумов", event="birth")]),
        "life.csv:2: column 'who': 'Пётр Выдумов' is not the name of 'p9001': Ivan Vydumov or Иван Выдумов",
    ),
    "name of a group": (
        base(cases=[CASE, cited(id="cg-1", against="g-inventors", who="Изобретатели")]),
        base(cases=[CASE, cited(id="cg-1", against="g-inventors", who="Ivan Vydumov")]),
        "cases.csv:3: column 'who': 'Ivan Vydumov' is not the name of 'g-inventors': Inventors or Изобретатели",
    ),
    "name of the person of a case": (
        base(),
        base(decisions_persons=[but(SENTENCE, who="Inventors")]),
        "decisions-persons.csv:2: column 'who': 'Inventors' is not the name of 'c9001-1': Ivan Vydumov or Иван Выдумов",
    ),
    "same citation": (
        base(persons=[PERSON, but(PERSON, source="leaflet-1")]),
        base(persons=[PERSON, but(PERSON, sex="m")]),
        f"persons.csv:3: column 'id': 'p9001' {NOT_NEW}",
    ),
    "same joint citation in another order": (
        base(persons=[but(PERSON, source="book-1 + leaflet-1"), PERSON]),
        base(persons=[but(PERSON, source="book-1 + leaflet-1"), but(PERSON, source="leaflet-1 + book-1")]),
        f"persons.csv:3: column 'id': 'p9001' {NOT_NEW}",
    ),
    "same place of a source": (
        base(persons=[but(PERSON, locator="с. 5"), but(PERSON, locator="с. 6")]),
        base(persons=[but(PERSON, locator="с. 5"), but(PERSON, locator="с. 5")]),
        f"persons.csv:3: column 'id': 'p9001' {NOT_NEW}",
    ),
    "same id without a citation": (
        base(sources=[*SOURCES, but(BOOK, id="book-9")]),
        base(sources=[*SOURCES, BOOK]),
        f"sources.csv:6: column 'id': 'book-1' {NOT_NEW}",
    ),
    "key of several columns": (
        base(memberships=[cited(member="p9001", group="g-inventors")]),
        base(memberships=[cited(member="p9001", group="g-inventors")] * 2),
        f"memberships.csv:3: column 'member': 'p9001' {NOT_NEW}",
    ),
    "id of one table": (
        base(places=[PLACE]),
        base(places=[but(PLACE, id="g-inventors")]),
        "places.csv:2: column 'id': 'g-inventors' is not an id of one table: groups.csv has it too",
    ),
    "memory": (
        base(persons=[but(PERSON, source="memory", evidence="memory")]),
        base(persons=[but(PERSON, source="memory")]),
        "persons.csv:2: column 'evidence': 'sourced' is not in step with the source: 'memory' goes with 'memory' alone",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_good_table_is_accepted(rule: str, tmp_path: Path) -> None:
    """The counterpart of the test below: a check that refuses everything would pass it."""
    good, _, _ = RULES[rule]

    assert faults(tmp_path, good) == []


@pytest.mark.parametrize("rule", RULES)
def test_the_table_that_breaks_one_rule_gets_its_one_line(rule: str, tmp_path: Path) -> None:
    """The editor is told this rule and this cell, and nothing that merely follows from it."""
    _, bad, message = RULES[rule]

    assert faults(tmp_path, bad) == [message]


def test_a_collection_holds_the_rows_in_order_and_the_kind_of_each_id(tmp_path: Path) -> None:
    """The mapping finds the IRI of an id by its kind, and its output must not change from run to run."""
    write_tables(tmp_path, **base(places=[PLACE]))

    collection = read_collection(tmp_path, CODES)

    assert list(collection.rows) == list(TABLES)
    assert [row["id"] for row in collection] == [
        *(source["id"] for source in SOURCES), "p9001", "g-inventors", "c9001-1", "d9001-1", "pl-town",
    ]  # fmt: skip
    assert collection.kinds.items() >= {
        ("p9001", "person"), ("g-inventors", "group"), ("c9001-1", "case"), ("d9001-1", "decision"),
        ("pl-town", "place"), ("book-1", "source"),
    }  # fmt: skip


def test_an_act_that_is_also_a_source_is_an_act(tmp_path: Path) -> None:
    """A law may be read as a source and stand as an act: only the source column asks for the former."""
    act = cited("a-1", id="a-1", kind="amnesty")
    write_tables(tmp_path, sources=[*SOURCES, but(BOOK, id="a-1")], acts=[act])

    assert read_collection(tmp_path, CODES).kinds["a-1"] == "act"


def test_all_faults_of_all_tables_are_told_in_the_order_of_tables_and_lines(tmp_path: Path) -> None:
    """An editor goes through the list from top to bottom, once."""
    found = faults(
        tmp_path,
        base(
            groups=[GROUP, but(GROUP, source="nobody", kind="x")],
            memberships=[cited(member="p9", group="g-inventors", who="Nobody")],
            cases=[CASE, CASE],
        ),
    )

    assert [message.partition(": ")[0] for message in found] == [
        "memberships.csv:2", "memberships.csv:2", "groups.csv:3", "groups.csv:3", "cases.csv:3",
    ]  # fmt: skip


def test_a_table_that_cannot_be_read_makes_no_errors_elsewhere(tmp_path: Path) -> None:
    """Every reference to it would be dangling, and the one real fault would drown."""
    write_tables(tmp_path, **base())
    (tmp_path / "persons.csv").write_text("name\nIvan Vydumov\n", encoding="utf-8")

    with pytest.raises(TableErrors) as caught:
        read_collection(tmp_path, CODES)

    assert [error.path for error in caught.value.errors] == [f"{tmp_path}/persons.csv"]


def test_every_missing_table_is_told(tmp_path: Path) -> None:
    """A folder that is no data folder gets one line a table, not a traceback."""
    with pytest.raises(TableErrors) as caught:
        read_collection(tmp_path, CODES)

    assert [Path(error.path).stem for error in caught.value.errors] == list(TABLES)


def described() -> dict[str, tuple[str, ...]]:
    """Return the columns that data/README.md gives for each table."""
    text = (assets.DATA / "README.md").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for names, columns in re.findall(r"((?:\*\*[a-z-]+\.csv\*\*(?:, )?)+)(?: \(one format\):)?\s`([^`]+)`", text):
        for name in re.findall(r"\*\*([a-z-]+)\.csv\*\*", names):
            found[name] = tuple(columns.split(","))
    return found


def test_the_readme_describes_every_table_in_order() -> None:
    """Editors write tables from the description; a table that is not in it does not exist for them."""
    assert set(described()) == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_gives_exactly_the_columns_of_a_table(name: str) -> None:
    """A column that is only in one of the two makes the reader refuse a table written by the book."""
    table = TABLES[name]
    wanted = (*table.columns, "…E") if table.evidence else tuple(table.columns)

    assert described()[name] == wanted


@pytest.mark.parametrize("name", TABLES)
def test_the_schema_is_sound(name: str) -> None:
    """A reference to a table that is none, or a key that is no column, would fail on the first row only."""
    table = TABLES[name]

    assert set(table.key) <= set(table.columns)
    for column in table.columns.values():
        for other in column.refers_to:
            assert other == ANY or "id" in TABLES[other].columns
    if "calendar" in table.columns:
        assert {"date", "date_printed"} <= set(table.columns)

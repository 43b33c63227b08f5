"""The main job: tables that are fit to publish come into force whole, others change nothing."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from good_tables import CLEARED, GOOD, SENTENCED, tables
from pyoxigraph import Store
from tables_fixture import GROUP, PERSON, SENTENCE, Cells

from rehabkg.errors import CallError, RehabkgError, ShapesError, TableErrors
from rehabkg.pipeline import Assembled, BuildReport, assemble, build, check
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import base_of, open_store
from rehabkg.tables.schema import TABLES

OTHER_BASE = "https://example.org/x/"
ASSEMBLE = """
import hashlib
from rehabkg.pipeline import assemble
from rehabkg.settings import Settings
print(hashlib.sha256(assemble(Settings()).nquads()).hexdigest())
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of good tables."""
    return tables(tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="module")
def built(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, BuildReport, list[str]]:
    """A store of the good tables, with the report of its build and what was said meanwhile."""
    settings = Settings(store_path=tmp_path_factory.mktemp("built") / "store")
    said: list[str] = []
    return settings, build(settings, data=data, progress=said.append), said


def in_force(path: Path) -> tuple[str, int]:
    """Return the text of CURRENT and how many quads the store holds."""
    return (path / "CURRENT").read_text(), len(open_store(path))


def test_good_tables_come_into_force_whole(built: tuple[Settings, BuildReport, list[str]], data: Path) -> None:
    """What was checked is what is published: the store holds the assembled quads, no more and no fewer."""
    settings, report, said = built
    assembled = assemble(settings, data=data)

    assert report.version == "v000001"
    assert set(open_store(settings.store_path)) == set(assembled.quads)
    assert base_of(settings.store_path) == DEFAULT_BASE
    assert report.quads == len(assembled.quads) == sum(report.graphs.values())
    assert report.rows == sum(len(rows) for rows in GOOD.values())
    assert report.shapes > 200
    assert {result.severity for result in report.warnings} == {"Warning"}
    assert said == [
        "reading the tables", "mapping the rows", "deriving what queries need", "checking the shapes",
        "writing the store",
    ]  # fmt: skip


def test_every_statement_knows_the_cell_that_it_comes_from(data: Path) -> None:
    """A fault is mended in a table, so a result that names no row helps nobody."""
    assembled = assemble(Settings(), data=data)

    lines = {name: len(GOOD.get(name.replace("-", "_"), ())) + 1 for name in TABLES}
    for origins in assembled.origins.values():
        for origin in origins:
            name = origin.table.removesuffix(".csv")
            assert 2 <= origin.line <= lines[name]
            assert origin.column in TABLES[name].header


# What the editor wrote, and the line that says where and what is wanted.
FAULTS: Mapping[str, tuple[Mapping[str, Sequence[Cells]], str]] = {
    "bad cell": (
        {"decisions_persons": ({**SENTENCE, "date": "May 1938"},)},
        "decisions-persons.csv:2: column 'date': 'May 1938' is not ",
    ),
    "dangling id": (
        {"decisions_persons": (SENTENCE, {**CLEARED, "target": "d9001-9"})},
        "decisions-persons.csv:3: column 'target': 'd9001-9' is not made of ids of decisions-persons.csv or ",
    ),
    "unknown code": (
        {"groups": ({**GROUP, "kind": "sect"},)},
        "groups.csv:2: column 'kind': 'sect' is not a code of the scheme 'group-kind'",
    ),
    "cells that do not fit together": (
        {"decisions_persons": ({**SENTENCE, "date": "", "date_printed": "май 1938"},)},
        "decisions-persons.csv:2: column 'date': '' is not filled: a date as printed needs its EDTF form beside it",
    ),
}


@pytest.mark.parametrize(("changed", "line"), FAULTS.values(), ids=FAULTS)
def test_bad_table_stops_the_build_before_anything_is_written(
    changed: Mapping[str, Sequence[Cells]],
    line: str,
    built: tuple[Settings, BuildReport, list[str]],
    tmp_path: Path,
) -> None:
    """An editor's slip must cost a message, never the published graph."""
    before = in_force(built[0].store_path)
    folder = tables(tmp_path / "data", **changed)

    for settings in (built[0], Settings(store_path=tmp_path / "new")):
        with pytest.raises(TableErrors) as caught:
            build(settings, data=folder)
        assert str(caught.value).startswith(f"{folder}/{line}")
        assert len(str(caught.value).splitlines()) == len(caught.value.errors) == 1

    assert in_force(built[0].store_path) == before
    assert not (tmp_path / "new").exists()


def test_faults_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    """Whoever mends forty cells should not have to build forty times."""
    folder = tables(
        tmp_path / "data",
        persons=({**PERSON, "may_be_living": "perhaps"},),
        decisions_persons=({**SENTENCE, "date": "May"}, {**CLEARED, "posthumous": "1"}),
    )
    (folder / "claims.csv").unlink()

    with pytest.raises(TableErrors) as caught:
        assemble(Settings(), data=folder)

    assert [(Path(error.path).name, error.line) for error in caught.value.errors] == [
        ("persons.csv", 2), ("decisions-persons.csv", 2), ("decisions-persons.csv", 3), ("claims.csv", None),
    ]  # fmt: skip


def test_violation_stops_the_build_and_names_the_row_to_mend(
    built: tuple[Settings, BuildReport, list[str]], tmp_path: Path
) -> None:
    """A conviction without what became of it is never published, however well its cells are formed."""
    before = in_force(built[0].store_path)
    folder = tables(tmp_path / "data", decisions_persons=(SENTENCED,))

    with pytest.raises(ShapesError) as caught:
        build(built[0], data=folder)

    *found, last = str(caught.value).splitlines()
    assert last == "1 violations; nothing was written"
    assert len(found) == 1
    assert found[0].startswith("decisions-persons.csv:2:")
    assert found[0].endswith("[Violation Sentence-outcome, decision/d9001-1]")
    assert in_force(built[0].store_path) == before


@pytest.mark.parametrize(
    ("settings", "engine", "error"),
    [
        (Settings(store_path=Path("/dev/null/store")), "pyshacl", "cannot be written"),
        (Settings(store_path=Path("/nowhere-to-be-made")), "jena", "engine 'jena' is not one of pyshacl"),
    ],
)
def test_call_that_cannot_succeed_is_told(settings: Settings, engine: str, error: str, data: Path) -> None:
    """A store that cannot be made and an engine that does not exist are slips of a call, not of the data."""
    with pytest.raises(RehabkgError, match=error) as caught:
        build(settings, data=data, engine_name=engine)

    assert isinstance(caught.value, CallError) == (engine == "jena")
    assert "\n" not in str(caught.value)
    assert not settings.store_path.exists()


def test_same_tables_give_the_same_bytes_whatever_the_order_of_sets(assembled: Assembled) -> None:
    """A published file is compared by its bytes; Python orders sets of texts anew in every process."""
    run = subprocess.run(
        [sys.executable, "-c", ASSEMBLE],
        env=os.environ | {"PYTHONHASHSEED": "1937"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == hashlib.sha256(assembled.nquads()).hexdigest()


def test_nquads_hold_each_statement_once_in_order(assembled: Assembled) -> None:
    """Sorted lines make two builds comparable by any tool."""
    lines = assembled.nquads().splitlines()

    assert len(lines) == len(assembled.quads)
    assert lines == sorted(set(lines))


def test_another_base_names_all_things_and_only_them(assembled: Assembled) -> None:
    """Who publishes a graph of their own must not make statements about ours; the ontology stays the shared one."""
    other = assemble(Settings(base=OTHER_BASE)).nquads().decode()

    names = re.compile(rf"{re.escape(DEFAULT_BASE)}(id|vocab|graph)/")
    assert names.search(other) is None
    assert "<https://w3id.org/rehabkg/ontology#Sentence>" in other

    # Blank nodes are named by a hash over what is around them, and that holds IRIs.
    ours = {names.sub(rf"{OTHER_BASE}\1/", line) for line in assembled.nquads().decode().splitlines()}
    assert {line for line in ours if "_:" not in line} == {line for line in other.splitlines() if "_:" not in line}


def test_shapes_check_a_graph_of_another_base_alike(data: Path, tmp_path: Path) -> None:
    """The shapes name concepts; under another base they must mean those of that base."""
    settings = Settings(base=OTHER_BASE, store_path=tmp_path / "store")

    report = build(settings, data=data)
    bad = tables(tmp_path / "data", decisions_persons=(SENTENCED,))
    results, _ = check(assemble(settings, data=bad), base=OTHER_BASE)

    assert base_of(settings.store_path) == OTHER_BASE
    assert report.warnings
    violations = [result for result in results if result.severity == "Violation"]
    assert [result.focus for result in violations] == [f"{OTHER_BASE}id/decision/d9001-1"]


def test_derived_statements_stand_in_their_own_graph(assembled: Assembled, store: Store) -> None:
    """What software concluded must not be taken for what a source says: sources state none of it."""
    derived = {quad for quad in assembled.quads if quad.graph_name.value.endswith("/graph/derived")}
    own = {"affects", "setsAside", "countsBefore", "reachedBy", "shownDating", "firstDay", "lastDay"}

    assert own <= {quad.predicate.value.rpartition("#")[2] for quad in derived}
    assert own.isdisjoint({quad.predicate.value.rpartition("#")[2] for quad in set(store) - derived})

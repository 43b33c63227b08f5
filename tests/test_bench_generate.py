"""Synthetic input is invented, repeatable and realistic, and its seeded mistakes are where the truth says."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.generate import generate
from bench.invented import list_bodies, table_rows
from rehabkg.errors import RowError, SourceError
from rehabkg.readers.memorial_table import HEADER, read_memorial_table
from rehabkg.recognise.fields import recognise_fields

ROWS = 4_000
# The share of mistakes is high here, so that each kind is met often.
ERRORS = 0.05


def made(folder: Path, form: str, kind: str = "text", *, seed: int = 1, rows: int = ROWS) -> tuple[Path, list[Any]]:
    """A generated file and its truth."""
    out, truth = folder / f"{form}.{kind}", folder / f"{form}-{kind}.jsonl"
    count = generate(form, rows, out, truth=truth, seed=seed, errors=ERRORS, kind=kind)
    told = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    assert len(told) == count
    return out, told


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    return made(tmp_path_factory.mktemp("generated"), "memorial-table")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The rows of a table without mistakes, by column."""
    path = tmp_path_factory.mktemp("clean") / "table.tsv"
    assert generate("memorial-table", 20_000, path, truth=None) == 0
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert tuple(header.split("\t")) == HEADER
    return [dict(zip(HEADER, line.split("\t"), strict=True)) for line in lines]


@pytest.mark.parametrize(
    ("form", "kind"), [("memorial-table", "text"), ("memorial-lists", "text"), ("memorial-lists", "html")]
)
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, form: str, kind: str) -> None:
    """A figure is worth what its input can be made again; another seed makes other people."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, truth = made(tmp_path / "a", form, kind, rows=300)
    again, same = made(tmp_path / "b", form, kind, rows=300)
    assert (first.read_bytes(), truth) == (again.read_bytes(), same)

    other, _ = made(tmp_path / "b", form, kind, rows=300, seed=2)
    assert first.read_bytes() != other.read_bytes()


def test_every_mistake_of_the_table_is_found_where_the_truth_says(table: tuple[Path, list[Any]]) -> None:
    """Reading and recognition tell each seeded row, by its column, and no other row."""
    path, truth = table
    errors: list[SourceError] = []
    found: dict[int, str | None] = {}
    for record in read_memorial_table(path, report=errors.append):
        told: list[str] = []
        recognise_fields(record, report=lambda column, *_, told=told: told.append(column))
        if told:
            assert record.line is not None
            found[record.line] = told[0]
    for error in errors:
        assert isinstance(error, RowError)
        assert error.line is not None
        found[error.line] = error.column
    # Dates that contradict each other are no fault of a cell: a rule over the whole record tells them.
    wanted = {row["line"]: row for row in truth if row["kind"] != "contradictory-dates"}

    assert set(found) == set(wanted)
    # Recognition knows the columns by the names of all formats.
    names = {"arest_date": "arrest_date", "process_date": "decision_date"}
    for line, row in wanted.items():
        named = names.get(row["column"], row["column"]) if row["kind"] == "bad-date" else row["column"] or "(row)"
        assert found[line] == named


def test_each_kind_of_mistake_is_seeded_as_often_as_asked(table: tuple[Path, list[Any]]) -> None:
    """A kind that is never seeded tests nothing."""
    _, truth = table
    kinds = Counter(row["kind"] for row in truth)

    assert set(kinds) == set(table_rows.MISTAKES)
    assert len(truth) == pytest.approx(ROWS * ERRORS, rel=0.2)


def test_dates_contradict_each_other_only_where_seeded(table: tuple[Path, list[Any]]) -> None:
    """Nobody is sentenced before the arrest, unless the truth says so."""
    path, truth = table
    seeded = {row["line"] for row in truth if row["kind"] == "contradictory-dates"}
    found = set()
    for record in read_memorial_table(path, report=lambda _: None):
        person = recognise_fields(record)
        case = person.cases[0] if person.cases else None
        arrested = [one.date for one in case.arrests if one.date] if case else []
        decided = [one.date for one in case.sentences[:1] if one.date] if case else []
        cleared = [one.date for one in case.rehabilitations if one.date] if case else []
        died = [person.death.date] if person.death and person.death.date else []
        years = [[date[:4] for date in dates[:1]] for dates in (arrested, decided, died, cleared)]
        flat = [year for dates in years for year in dates]
        if flat != sorted(flat):
            found.add(record.line)

    assert found == seeded


def test_cells_are_filled_as_often_as_in_the_real_table(rows: list[dict[str, str]]) -> None:
    """Nationality is missing in 1,507,177 of 2,614,978 rows, both dates in 747,419 (FORMAT.md)."""
    count = len(rows)
    no_nation = sum(row["nation"] == "None" for row in rows)
    no_dates = sum(row["arest_date"] == row["process_date"] == "None" for row in rows)

    assert no_nation / count == pytest.approx(1_507_177 / 2_614_978, abs=0.02)
    assert no_dates / count == pytest.approx(747_419 / 2_614_978, abs=0.05)


def test_what_is_invented_varies_as_real_people_do(rows: list[dict[str, str]]) -> None:
    """Names hardly repeat, places come from some thousands, years peak in 1937."""
    names = Counter((row["surname"], row["name"], row["patronimic"]) for row in rows)
    places = {row["live_place"] for row in rows}
    years = Counter(row["process_date"].rsplit(".", 1)[-1] for row in rows if row["process_date"] != "None")
    forms = Counter(row["process_date"].count("_") for row in rows if row["process_date"] != "None")

    assert len(names) > 0.99 * len(rows)
    assert 2_000 < len(places) < 15_000
    assert "1937" in dict(years.most_common(3))
    assert forms[0] > forms[2] > forms[1] > 0
    assert len({row["person_id"] for row in rows}) == len(rows)


def test_bodies_stand_between_lines_of_dashes_and_begin_where_the_truth_says(tmp_path: Path) -> None:
    """The line of a mistake is the first of its record."""
    path, truth = made(tmp_path, "memorial-lists")
    content = path.read_bytes()
    lines = content.split(b"\n")

    assert content.count(b"\n---\n") == ROWS - 1
    assert {row["kind"] for row in truth} == set(list_bodies.MISTAKES)
    for row in truth:
        assert row["line"] == 1 or lines[row["line"] - 2] == b"---"
        assert re.match("Родил(ся|ась)".encode(), lines[row["line"] - 1].translate(None, b"\0\xff")) is not None
        if row["kind"] == "nul":
            assert b"\0" in lines[row["line"] - 1]


def test_a_page_is_windows_1251_with_a_name_a_body_and_a_source_for_each(tmp_path: Path) -> None:
    """The page is built as those of the old site are."""
    path, truth = made(tmp_path, "memorial-lists", "html", rows=500)
    text = path.read_bytes().decode("windows-1251", "replace")
    lines = text.split("\n")

    assert 'charset=windows-1251"' in lines[0]
    assert text.count('<li><p class="name"><a name="n') == 500
    assert text.count('</p><p class="author">Источник: ') == 500
    assert all(lines[row["line"] - 1].startswith('<li><p class="name">') for row in truth)
    assert "&" not in html.unescape(text)


def test_the_command_writes_file_and_truth(tmp_path: Path) -> None:
    """The call of the documentation works, and a slip in it is said."""
    out, truth = tmp_path / "table.tsv", tmp_path / "truth.jsonl"
    call = [sys.executable, "-m", "bench.generate", "memorial-table", "--out", str(out), "--rows"]

    subprocess.run([*call, "50", "--errors", "1", "--truth", str(truth)], check=True)
    assert out.read_bytes().count(b"\n") == 51
    assert truth.read_text(encoding="utf-8").count("\n") == 50

    wrong = subprocess.run([*call, "50", "--errors", "2"], check=False, capture_output=True, text=True)
    assert wrong.returncode == 2
    assert "2 is not from 0 to 1" in wrong.stderr

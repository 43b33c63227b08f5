"""Two tables that are not loaded: the pairs of one person as CSV, and what is said of tables that cannot be used."""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from linked import BROTHER, FATHER, HEADINGS, MAPPING, WELL_TOLD, Row, csv_of
from load_fixture import BAD_CALL, BAD_DATA, GOOD, Run, rehabkg, written
from unmeasured import UNMEASURED

from rehabkg.link.table import HEADINGS as PRINTED

CYRILLIC: Sequence[Row] = (
    {**WELL_TOLD, "id": "1"},
    {**WELL_TOLD, "id": "2", "surname": "Ковальская", "given_name": "Юзефа", "patronymic": "Осиповна", "sex": "ж",
     "birth_date": "02.03.1899"},
    {**WELL_TOLD, "id": "3", "surname": "Жукаускас", "given_name": "Йонас", "patronymic": "",
     "birth_date": "11.05.1904"},
    {**WELL_TOLD, "id": "4", "surname": "Шульц", "given_name": "Иоганн", "patronymic": "Генрихович",
     "birth_date": "30.06.1880"},
    {**BROTHER, "id": "5"},
    {**FATHER, "id": "6"},
)  # fmt: skip
LATIN: Sequence[Row] = (
    {**WELL_TOLD, "id": "=1+1", "surname": "Biekasow", "given_name": "Arystarch", "patronymic": "Pantelejmonowicz"},
    {**WELL_TOLD, "id": "12", "surname": "Kowalska", "given_name": "Józefa", "patronymic": "",
     "birth_date": "02.03.1899", "sex": "ж"},
    {**WELL_TOLD, "id": "13", "surname": "Žukauskas", "given_name": "Jonas", "patronymic": "",
     "birth_date": "11.05.1904"},
    {**WELL_TOLD, "id": "14", "surname": "Schulz", "given_name": "Johann", "patronymic": "",
     "birth_date": "30.06.1880"},
    {**BROTHER, "id": "15", "surname": "Skazkin", "given_name": "Pawel", "patronymic": "", "birth_date": "1905"},
)  # fmt: skip


def pairs(text: str) -> dict[tuple[str, str], dict[str, str]]:
    """Return the rows of pairs by their ids."""
    rows = csv.DictReader(StringIO(text))
    found = {(row["left"], row["right"]): row for row in rows}
    assert tuple(rows.fieldnames or ()) == PRINTED
    return found


def matched(left: Path, right: Path, *arguments: object) -> Run:
    """Match two tables in this process."""
    return rehabkg("link", "table", left, right, "--jobs", 1, *arguments)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two lists and a mapping."""
    path = tmp_path_factory.mktemp("tables")
    written(path / "a.csv", csv_of(CYRILLIC))
    written(path / "b.csv", csv_of(LATIN))
    written(path / "map.toml", MAPPING)
    return path


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    """What two lists come to without a mapping."""
    return matched(folder / "a.csv", folder / "b.csv", "--least", 0.9)


def test_lists_in_two_scripts_are_matched_and_kin_are_not(run: Run) -> None:
    """Poles, Lithuanians and Germans stand in the lists of their peoples in Latin letters."""
    found = pairs(run.out)

    assert run.code == GOOD
    assert set(found) == {("1", "'=1+1"), ("2", "12"), ("3", "13"), ("4", "14")}
    assert run.err.splitlines()[-1] == "4 pairs of 6 rows and 5"
    assert run.err.splitlines()[-2].startswith("a list of fewer than 2,000 people does not tell how common a name is")
    weights = [float(row["weight"]) for row in found.values()]
    assert weights == sorted(weights, reverse=True)
    assert all(float(row["probability"]) > 0.9 for row in found.values())
    assert all("birth-day-same" in row["basis"].split() for row in found.values())


def test_cell_that_a_spreadsheet_would_run_is_written_as_text(run: Run) -> None:
    """Ids come from files of strangers, and pairs are opened in spreadsheets (CWE-1236)."""
    assert "=1+1" in run.out
    assert not any(cell.startswith(("=", "+", "@")) for row in csv.reader(StringIO(run.out)) for cell in row)


def test_mapping_given_once_or_twice_reads_as_the_one_that_is_proposed(run: Run, folder: Path) -> None:
    """The mapping says the same as the headings do."""
    once = matched(folder / "a.csv", folder / "b.csv", "--least", 0.9, "--mapping", folder / "map.toml")
    renamed = written(folder / "c.csv", csv_of(LATIN).replace("surname", "Nazwisko", 1))
    other = written(folder / "other.toml", MAPPING.replace('"surname" =', '"Nazwisko" ='))
    twice = matched(folder / "a.csv", renamed, "--least", 0.9, "--mapping", folder / "map.toml", "--mapping", other)

    assert (once.code, once.out) == (GOOD, run.out)
    assert (twice.code, twice.out) == (GOOD, run.out)


def test_more_than_two_mappings_are_one_line(folder: Path) -> None:
    """Which table would be the third?"""
    three = ("--mapping", folder / "map.toml") * 3

    refused = matched(folder / "a.csv", folder / "b.csv", *three)

    assert (refused.code, refused.out) == (BAD_CALL, "")
    assert refused.err.startswith("rehabkg: --mapping is given for both tables at once, or once for each")


def test_identical_tables_pair_each_row_with_itself(folder: Path) -> None:
    """Rows of two tables may bear one number; they are rows of two tables."""
    same = matched(folder / "a.csv", folder / "a.csv", "--least", 0.9)

    assert same.code == GOOD
    assert set(pairs(same.out)) >= {(number, number) for number in "1245"}
    assert all(left == right for left, right in pairs(same.out))


def test_table_that_cannot_be_used_is_one_line_and_the_former_file_stays(folder: Path, tmp_path: Path) -> None:
    """A file that was there before must not be lost to a run that failed."""
    out = written(tmp_path / "pairs.csv", "former")
    unknown = written(tmp_path / "unknown.csv", "spam,eggs\n1,2\n")
    empty, nobody = written(tmp_path / "empty.csv", ""), written(tmp_path / "nobody.csv", csv_of([]))
    picture = written(tmp_path / "p.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)

    for bad in (unknown, empty, nobody, picture, tmp_path / "none.csv"):
        for left, right in ((folder / "a.csv", bad), (bad, folder / "a.csv")):
            refused = matched(left, right, "--out", out)
            assert refused.code == BAD_DATA, refused
            *_, said = refused.err.splitlines()
            assert said.startswith(f"rehabkg: {bad}: "), said
            # What is not there at all is told before the other table is read.
            assert bad.exists() or refused.err.splitlines() == [said]
            assert len(said) < 400
            assert refused.out == ""
    assert out.read_text() == "former"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_columns_whose_headings_are_not_known_are_told(run: Run, folder: Path, tmp_path: Path) -> None:
    """Who reads that no pair was found must learn that the given names were never compared."""
    german = written(
        tmp_path / "g.csv", csv_of(LATIN).replace("given_name", "Rufname", 1).replace("occupation", "Tun\x1b[1m", 1)
    )

    found = matched(folder / "a.csv", german, "--least", 0.9)

    (told,) = [line for line in found.err.splitlines() if "not compared" in line]
    assert told.startswith(f"{german}: not compared: 'Rufname', 'Tun")
    assert "'rehabkg map init'" in told
    assert "\x1b" not in found.err
    assert "not compared" not in run.err


def test_pairs_go_to_the_file_named_or_one_line_says_why_not(run: Run, folder: Path, tmp_path: Path) -> None:
    """What is written is what would have been printed."""
    good = matched(folder / "a.csv", folder / "b.csv", "--least", 0.9, "--out", tmp_path / "pairs.csv")
    bad = matched(folder / "a.csv", folder / "b.csv", "--out", tmp_path / "none" / "pairs.csv")

    assert (good.code, good.out) == (GOOD, "")
    assert (tmp_path / "pairs.csv").read_text("utf-8") == run.out
    assert bad.code == BAD_DATA
    assert "pairs.csv: cannot be written: No such file or directory" in bad.err.splitlines()[-1]
    os.mkfifo(tmp_path / "pipe")
    piped = matched(folder / "a.csv", folder / "b.csv", "--out", tmp_path / "pipe")
    assert (piped.code, (tmp_path / "pipe").is_fifo()) == (BAD_DATA, True), "what is no file is not replaced by one"
    assert "pipe: cannot be written: it is no regular file" in piped.err.splitlines()[-1]


def test_bad_rows_are_told_and_the_rest_is_matched(folder: Path, tmp_path: Path) -> None:
    """One bad row of an archive's table costs that row."""
    lines = csv_of(CYRILLIC).splitlines()
    lines[2] = "99,too,few"
    lines.append('7,"a quote that nobody ends')
    bad = written(tmp_path / "bad.csv", "\n".join(lines) + "\n")

    found = matched(bad, folder / "b.csv", "--least", 0.9, "--mapping", folder / "map.toml")

    assert found.code == GOOD, found
    assert ("1", "'=1+1") in pairs(found.out)
    assert ("2", "12") not in pairs(found.out)
    assert "bad.csv:3: " in found.err
    assert "bad.csv:8: " in found.err
    assert "could not be read" in found.err


def test_day_that_no_calendar_has_costs_its_cell_and_not_the_table(run: Run, folder: Path, tmp_path: Path) -> None:
    """Lists of thousands of rows have a 29 February of some common year; the mapping is proposed by looking at them."""
    dates = {"birth_date": "1891-02-29"}
    ids = [{**row, **(dates if row["id"] == "6" else {})} for row in CYRILLIC]

    found = matched(written(tmp_path / "a.csv", csv_of(ids)), folder / "b.csv", "--least", 0.9)

    assert found.code == GOOD, found
    assert set(pairs(found.out)) == set(pairs(run.out))


def test_two_rows_of_one_number_do_not_multiply_the_pairs(folder: Path, tmp_path: Path) -> None:
    """A pair that is printed twice would be counted twice."""
    double = written(tmp_path / "double.csv", csv_of([*CYRILLIC, {**FATHER, "id": "1"}]))

    found = matched(double, folder / "b.csv", "--least", 0.9, "--mapping", folder / "map.toml")

    assert found.code == GOOD, found
    printed = [line.rsplit(",", 3)[0] for line in found.out.splitlines()]
    assert len(printed) == len(set(printed)), found.out


def test_headings_of_the_lists_are_those_that_are_known() -> None:
    """The mapping that is proposed must be the one that is written down."""
    assert all(f'"{name}" = ' in MAPPING for name in HEADINGS[1:])


def test_disk_that_fills_up_while_rows_are_read_is_one_line(tmp_path: Path) -> None:
    """What is compared goes to the disk as it is read; the database says so in another way than at its beginning."""
    rows = [{**WELL_TOLD, "id": str(number), "surname": f"Выдумов{number}"} for number in range(600)]
    long = written(tmp_path / "long.csv", csv_of(rows))
    out = written(tmp_path / "pairs.csv", "former")

    found = subprocess.run(
        [sys.executable, "-m", "rehabkg", "link", "table", long, long, "--jobs", "1", "--out", out],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY)),
        capture_output=True,
        text=True,
        check=False,
        env=UNMEASURED,
    )

    assert found.returncode == BAD_DATA
    assert "Traceback" not in found.stderr
    assert "pairs cannot be scored" in found.stderr.splitlines()[-1]
    assert out.read_text() == "former"

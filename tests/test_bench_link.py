"""Peers see two tables and nothing else, and what is counted of them cannot be won by a tie."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from bench.invented.pairs import LEFT, RIGHT, Wanted, truth_of, write_pairs
from bench.invented.real_names import RealNames
from bench.link import _ranks, compare
from bench.link_gold import variants_of_names, wikidata_people
from bench.link_peers import PEERS
from rehabkg.link.evaluate import Scored


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    write_pairs(folder, Wanted(150, 300), RealNames(()), 1)
    return folder


@pytest.mark.parametrize("peer", ["exact", "rapidfuzz", "rapidfuzz-latin"])
def test_a_peer_finds_most_of_the_pairs_and_mostly_these(folder: Path, peer: str) -> None:
    """A peer that does not run well makes ours look better than it is."""
    scored = Scored(PEERS[peer](folder / LEFT, folder / RIGHT, False), truth_of(folder))
    counts = scored.counts(0.9)

    assert counts.precision is not None
    assert counts.recall is not None
    assert counts.precision > 0.9
    assert counts.recall > 0.5


def test_a_threshold_is_chosen_on_one_seed_and_counted_on_another(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures printed are never those of the pairs that the threshold was fitted to."""
    write_pairs(tmp_path, Wanted(60, 120), RealNames(()), 2)
    compare(["exact"], {1: folder, 2: tmp_path}, 1, details=True)
    printed = capsys.readouterr().out
    counts = Scored(PEERS["exact"](tmp_path / LEFT, tmp_path / RIGHT, False), truth_of(tmp_path)).counts(1.0)

    rows = [line.split(" | ") for line in printed.splitlines() if line.startswith("| exact")]
    assert [row[1] for row in rows] == ["2"]
    assert rows[0][4].startswith(f"{counts.recall:.3f} [")
    assert "| B-cubed |" in printed
    assert "| probability | pairs | mean | are true |" in printed


def test_figures_on_the_seed_of_the_threshold_are_refused() -> None:
    """Who asks for flattering figures is told so."""
    call = [sys.executable, "-m", "bench.link", "--tuned-on", "11", "--seeds", "11"]
    ran = subprocess.run(call, check=False, capture_output=True, text=True)

    assert ran.returncode == 2
    assert "figures are not taken on the seed that thresholds are chosen on" in ran.stderr


def test_a_peer_that_fails_is_told_and_the_others_are_measured(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A comparison of hours is not lost to one that runs out of memory."""
    (tmp_path / LEFT).write_text("id,surname\n", "utf-8")
    (tmp_path / RIGHT).write_text("id,surname\n", "utf-8")
    compare(["exact"], {1: tmp_path, 2: folder}, 1, details=False)

    assert "| exact | did not finish: " in capsys.readouterr().out


def test_one_who_cannot_tell_people_apart_is_not_first_by_luck(tmp_path: Path) -> None:
    """The right answer stands behind all that are as likely, in whatever order they are written."""
    found = tmp_path / "found.csv"
    rows = [("l1", "right", 0.9), ("l1", "other", 0.9), ("l2", "right", 0.9), ("l2", "other", 0.8), ("l3", "other", 1)]
    with found.open("w", newline="") as opened:
        csv.writer(opened).writerows([("left", "right", "probability"), *rows])

    ranks, answered = _ranks(found, {"l1": "right", "l2": "right", "l3": "right", "l4": "right"})

    assert ranks == [2, 1]
    assert answered == 3


def test_other_names_are_asked_and_the_name_in_the_book_is_not(tmp_path: Path) -> None:
    """A spelling that is the book's own would be found by everybody; an alias is told apart from a spelling."""
    names = tmp_path / "names.csv"
    names.write_text(
        "имя,отчество,фамилия,основное,id\nИван,Ильич,Ветров,True,1\nЯн,Ильич,Ветров,False,1\n"
        "Иван,Ильич,Ветров,False,1\nПётр,,Снегов,False,1\n",
        "utf-8",
    )
    gold = variants_of_names(names, tmp_path)

    assert [len(answers) for answers in gold.questions.values()] == [2, 1]
    assert all(answer == "1" for answers in gold.questions.values() for answer in answers.values())


def test_people_of_wikidata_are_asked_in_cyrillic_among_namesakes(tmp_path: Path) -> None:
    """An item of the same name and other years, and one of the same surname and year, stand beside the right one."""
    people = tmp_path / "people.csv"
    people.write_text(
        "qid,name_cyrillic,name_latin,birth_year,death_year,description,soviet_or_russian,tier\n"
        'Q9000000901,"Ветров, Иван Ильич",Ivan Vetrov,1890,1938,,yes,names+dates\n'
        "Q9000000902,Пётр Снегов,Pyotr Snegov,1901,,,yes,names+dates\nQ9000000903,Лев Дождев,,,,,no,names only\n",
        "utf-8",
    )
    gold = wikidata_people(people, tmp_path)
    with gold.left.open(encoding="utf-8", newline="") as opened:
        asked = list(csv.DictReader(opened))
    with gold.right.open(encoding="utf-8", newline="") as opened:
        items = list(csv.DictReader(opened))

    assert [(row["surname"], row["given_name"], row["patronymic"]) for row in asked] == [
        ("Ветров", "Иван", "Ильич"), ("Снегов", "Пётр", ""),
    ]  # fmt: skip
    same = [row for row in items if (row["surname"], row["given_name"]) == ("Vetrov", "Ivan")]
    assert {row["birth_date"] == "1890" for row in same} == {True, False}
    assert len(items) > 5

"""Generated pairs are repeatable, their truth is whole, their errors and look-alikes are those that lists have."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bench.invented import errors_of_cells, errors_of_names
from bench.invented.family import man_of, patronymic_of, woman_of
from bench.invented.latin import latin
from bench.invented.lives import Life, Lives
from bench.invented.neighbours import SHARES
from bench.invented.pairs import CLUSTERS, LEFT, RIGHT, TRUTH, Wanted, truth_of, write_pairs
from bench.invented.places import Place
from bench.invented.real_names import RealNames
from bench.invented.sightings import COLUMNS, ERRORS, Sightings
from bench.pairs import lists_here

FILES = (LEFT, RIGHT, TRUTH, CLUSTERS)
NAME = ("surname", "given_name", "patronymic")
ROWS_LEFT, ROWS_RIGHT = 1_200, 4_000
Rows = dict[str, dict[str, str]]


def made(folder: Path, *, left: int = 60, right: int = 300, seed: int = 1, errors: float = 1.0) -> Path:
    """A folder with generated pairs; the names are invented, for real lists may be absent."""
    folder.mkdir()
    write_pairs(folder, Wanted(left, right, errors=errors), RealNames(()), seed)
    return folder


def rng(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same draws in every run


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as opened:
        return {row["id"]: row for row in csv.DictReader(opened)}


def name_of(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[part] for part in NAME)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("pairs") / "made", left=ROWS_LEFT, right=ROWS_RIGHT)


@pytest.fixture(scope="module")
def left(folder: Path) -> Rows:
    return rows_of(folder / LEFT)


@pytest.fixture(scope="module")
def right(folder: Path) -> Rows:
    return rows_of(folder / RIGHT)


@pytest.fixture(scope="module")
def person_of(folder: Path) -> dict[str, str]:
    with (folder / CLUSTERS).open(encoding="utf-8", newline="") as opened:
        return {row["record"]: row["person"] for row in csv.DictReader(opened)}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """A figure is worth what its input can be made again; another seed makes other people."""
    first, again, other = (made(tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))

    assert [(first / name).read_bytes() for name in FILES] == [(again / name).read_bytes() for name in FILES]
    assert all((first / name).read_bytes() != (other / name).read_bytes() for name in FILES)


def test_both_files_have_the_rows_asked_for_and_the_truth_is_all_of_it(
    folder: Path, left: Rows, right: Rows, person_of: dict[str, str]
) -> None:
    """A pair of one person that the truth forgot would be counted as wrong."""
    truth = list(truth_of(folder))
    people: dict[str, list[str]] = defaultdict(list)
    for record in right:
        people[person_of[record]].append(record)

    assert (len(left), len(right), len(person_of)) == (ROWS_LEFT, ROWS_RIGHT, ROWS_LEFT + ROWS_RIGHT)
    assert tuple(next(iter(left.values()))) == COLUMNS
    assert set(truth) == {(mine, theirs) for mine in left for theirs in people[person_of[mine]]}
    assert len({mine for mine, _ in truth}) / ROWS_LEFT == pytest.approx(0.5, abs=0.06)


def test_some_people_stand_in_two_or_three_books(right: Rows, person_of: dict[str, str]) -> None:
    """One person has never two records in one book; two in one book are two people."""
    books: dict[str, list[str]] = defaultdict(list)
    for record, row in right.items():
        books[person_of[record]].append(row["book"])

    assert {len(each) for each in books.values()} == {1, 2, 3}
    assert all(len(each) == len(set(each)) for each in books.values())


def test_look_alikes_are_planted_and_are_others(left: Rows, right: Rows, person_of: dict[str, str]) -> None:
    """Namesakes, kin and two of one name in one book: each stands there, and none is in the truth."""
    by_surname: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in right.values():
        by_surname[row["surname"]].append(row)
    found = dict.fromkeys(SHARES, 0)
    for mine in left.values():
        for theirs in by_surname[mine["surname"]] + by_surname[woman_of(mine["surname"])]:
            if person_of[mine["id"]] == person_of[theirs["id"]]:
                continue
            same = name_of(mine) == name_of(theirs)
            found["namesake"] += same
            father = patronymic_of(mine["given_name"], female=theirs["sex"] == "ж")
            years = [int(row["birth_date"][:4] or 0) for row in (mine, theirs)]
            found["child"] += theirs["patronymic"] == father and 0 < years[0] + 20 <= years[1] <= years[0] + 35
            day = mine["decision_date"]
            together = len(day) == 10 and day == theirs["decision_date"]
            found["sibling"] += together and mine["patronymic"] == theirs["patronymic"] and not same
            found["spouse"] += together and mine["sex"] + theirs["sex"] == "мж"
    twins: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in right.values():
        twins[*name_of(row), row["book"], row["birth_date"][:4]].add(person_of[row["id"]])
    found["twin-in-name"] = sum(len(people) > 1 for people in twins.values())

    assert all(count >= 3 for count in found.values()), found


def test_exact_names_and_years_are_neither_enough_nor_always_right(folder: Path, left: Rows, right: Rows) -> None:
    """Where equal names found everybody, or were never wrong, there would be nothing to measure."""
    by_name: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in right.values():
        by_name[*name_of(row), row["birth_date"][:4]].append(row["id"])
    found = {
        (row["id"], other) for row in left.values() if row["birth_date"]
        for other in by_name[*name_of(row), row["birth_date"][:4]]
    }  # fmt: skip
    truth = set(truth_of(folder))

    assert 0.5 < len(found & truth) / len(truth) < 0.8
    assert 0.9 < len(found & truth) / len(found) < 1


def test_without_errors_books_differ_only_in_what_they_tell(tmp_path: Path) -> None:
    """What is wrong comes from the errors alone, so a figure without them says what silence costs."""
    folder = made(tmp_path / "right", left=200, right=400, errors=0)
    mine, theirs = rows_of(folder / LEFT), rows_of(folder / RIGHT)
    for one, other in truth_of(folder):
        assert name_of(mine[one]) == name_of(theirs[other])
        for column in ("sex", "nationality", "death_date", "arrest_date", "articles"):
            assert mine[one][column] == theirs[other][column] or "" in (mine[one][column], theirs[other][column])
        assert mine[one]["birth_date"][:4] == theirs[other]["birth_date"][:4] or not (
            mine[one]["birth_date"] and theirs[other]["birth_date"]
        )


def test_more_errors_leave_fewer_names_as_they_were(tmp_path: Path) -> None:
    """The factor does what it says."""
    shares = []
    for factor in (0.3, 1.0, 3.0):
        folder = made(tmp_path / str(factor), left=400, right=400, errors=factor)
        mine, theirs = rows_of(folder / LEFT), rows_of(folder / RIGHT)
        truth = list(truth_of(folder))
        shares.append(sum(name_of(mine[a]) == name_of(theirs[b]) for a, b in truth) / len(truth))

    assert shares[0] > shares[1] > shares[2]


# What an error needs to be seen: another one beside it.
WITH = {"other-spelling-given": "surname-mistyped", "maiden-name-given": "married-name"}


@pytest.fixture(scope="module")
def drawn() -> Lives:
    return Lives(1, RealNames(()))


@pytest.fixture(scope="module")
def lives(drawn: Lives) -> list[Life]:
    """People of either sex, with patronymics and without."""
    some = [drawn.life() for _ in range(60)]
    return [*some, *(replace(life, surname="Чжан", given_name="Лин-Сю", patronymic="") for life in some[:10])]


@pytest.mark.parametrize("error", ERRORS)
def test_each_error_is_made(drawn: Lives, lives: list[Life], error: str) -> None:
    """A kind of error that never happens tests nothing."""
    beside = dict.fromkeys(ERRORS, 0.0) | ({WITH[error]: 1.0} if error in WITH else {})
    told = []
    for errors in (beside, beside | {error: 1.0}):
        # The same draws, so that nothing but the error differs.
        drawn.rng = rng(1)
        sightings = Sightings(drawn, 1.0, errors)
        told.append([sightings.cells(life, "book", first=False) for life in lives])

    assert told[0] != told[1]


def test_a_record_in_latin_has_no_other_letters() -> None:
    """A clerk who writes Latin writes all of it so; four clerks write four ways."""
    texts = {"surname": "Щербаков", "given_name": "Юрий", "patronymic": "Ильич", "birth_place": "д. Жуково"}
    written = {latin(rng(seed), texts)["surname"] for seed in range(40)}

    assert {"Shcherbakov", "Ščerbakov", "Schtscherbakow", "Szczerbakow"} <= written
    assert all(not re.search("[А-Яа-яЁё]", text) for seed in range(40) for text in latin(rng(seed), texts).values())


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (errors_of_names.mistyped, "Кузнецов"), (errors_of_names.misread, "Кузнецов"),
        (errors_of_names.misheard, "Кузнецов"), (errors_of_names.misheard_from_afar, "Чжан-Лин"),
        (errors_of_names.other_form, "Иосиф"), (errors_of_names.other_patronymic, "Иосифович"),
        (errors_of_cells.other_body, "Тройка при УНКВД по Омской обл."), (errors_of_cells.other_nationality, "немец"),
        (errors_of_cells.other_articles, "по ст. 58-10 УК РСФСР"),
    ],
)  # fmt: skip
def test_an_error_changes_what_it_spoils_and_leaves_what_it_cannot(
    spoil: Callable[[Random, str], str], name: str
) -> None:
    """Each has several ways to be wrong, and no text is too short for it."""
    spoilt = {spoil(rng(seed), name) for seed in range(60)}

    assert len(spoilt - {name}) >= 2
    assert all(spoilt)
    assert spoil(rng(1), "") == ""


def test_a_town_that_was_renamed_stands_under_either_name() -> None:
    """Тверь and Калинин are one town; a village keeps its name, and its region may have another."""
    town = Place("Калининская обл.", "Калининской обл.", "", "Кебанский", "Бабавка", "г. ", "")
    village = replace(town, kind="д. ")
    told = {kind: {errors_of_cells.place(rng(seed), place, 0.5) for seed in range(60)}
            for kind, place in (("town", town), ("village", village))}  # fmt: skip

    assert {"г. Калинин", "г. Тверь"} <= told["town"]
    assert "д. Бабавка" in told["village"]
    assert any("Тверской губ." in each for each in told["village"])
    assert not any("Бабавка" in each for each in told["town"])


@pytest.mark.parametrize(
    ("given", "son", "daughter"),
    [("Иван", "Иванович", "Ивановна"), ("Андрей", "Андреевич", "Андреевна"), ("Илья", "Ильич", "Ильична"),
     ("Василий", "Васильевич", "Васильевна"), ("Игорь", "Игоревич", "Игоревна"), ("Павел", "Павлович", "Павловна"),
     ("Яков", "Яковлевич", "Яковлевна"), ("Михаил", "Михайлович", "Михайловна"), ("Никита", "Никитич", "Никитична")],
)  # fmt: skip
def test_patronymics_are_formed_of_the_name_of_the_father(given: str, son: str, daughter: str) -> None:
    """A son whose patronymic is not his father's name is no trap."""
    assert (patronymic_of(given, female=False), patronymic_of(given, female=True)) == (son, daughter)


@pytest.mark.parametrize(
    ("man", "woman"),
    [("Иванов", "Иванова"), ("Левицкий", "Левицкая"), ("Чернышевский", "Чернышевская"), ("Ким", "Ким")],
)
def test_surnames_bend_by_sex(man: str, woman: str) -> None:
    """A wife is found beside her husband only where her surname is his in her form."""
    assert (woman_of(man), man_of(woman)) == (woman, man)


def test_names_come_from_the_list_and_as_many_do_not_as_good_and_turing_say(tmp_path: Path) -> None:
    """Of names that were seen once each, the next is as likely a new one; of those seen often it never is."""
    path = tmp_path / "names.csv"
    once = [f"Иван,Иванович,Единожды{number},True,{number}" for number in range(50)]
    often = [f"Пётр,Петрович,Частов,True,{number}" for number in range(50, 100)]
    path.write_text("\n".join(["имя,отчество,фамилия,основное,id", *once, *often, ",,Пусто,False,7"]) + "\n", "utf-8")
    names, draws = RealNames([path]), rng(1)
    found = [names.draw(draws, "русский", female=False) for _ in range(2_000)]
    listed = sum(surname.startswith("Единожды") or surname == "Частов" for surname, _, _ in found)

    assert listed / len(found) == pytest.approx(0.5, abs=0.04)
    assert {given for _, given, _ in found} == {"Иван", "Пётр"}
    assert names.told == "names.csv"


@pytest.mark.skipif(not lists_here(), reason="the real lists of names (../shared/data) are not here")
def test_people_have_names_of_their_people() -> None:
    """A Chinese name with a patronymic, or a Russian one without, would hardly be nobody's."""
    names, draws = RealNames(lists_here()[:1]), rng(1)
    chinese = [names.draw(draws, "китаец", female=False) for _ in range(300)]
    russian = [names.draw(draws, "русский", female=False) for _ in range(300)]

    assert sum(patronymic == "" for _, _, patronymic in chinese) > 250
    assert sum(patronymic != "" for _, _, patronymic in russian) > 280


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """A million rows are written as a thousand are."""
    peaks = []
    for rows in (100, 600):
        tracemalloc.start()
        made(tmp_path / str(rows), left=rows, right=rows)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] + 100_000


def test_the_command_writes_the_files_and_says_where_names_are_from(tmp_path: Path) -> None:
    """The call of the documentation works, and a slip in it is said."""
    call = [sys.executable, "-m", "bench.pairs", "--seed", "7", "--names", "--out", str(tmp_path / "out")]
    ran = subprocess.run([*call, "--left", "20", "--right", "40"], check=True, capture_output=True, text=True)

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)
    assert "20 records on the left, 40 on the right" in ran.stdout
    assert "names from bench/invented" in ran.stdout

    wrong = subprocess.run([*call, "--left", "40", "--right", "20"], check=False, capture_output=True, text=True)
    assert wrong.returncode == 2
    assert "--right is smaller than --left" in wrong.stderr

"""What a pair weighs is what the run weighed it at, comparison by comparison, and can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from linked import known, linked, store_of
from load_fixture import BAD_CALL, BAD_DATA, lines, refusal, rehabkg

from rehabkg.errors import StoreError
from rehabkg.link import score
from rehabkg.link.comparisons import COMPARISONS
from rehabkg.link.explain import FREQUENCIES_FILE, MODEL_FILE, counted, explain, keep_counted
from rehabkg.link.gather import gather_known
from rehabkg.link.keys import add_keys, rules
from rehabkg.link.known import Known
from rehabkg.link.learnt import learnt
from rehabkg.link.score import Limits, Scoring, database

SURNAMES = ("Иванов", "Петров", "Выдумов", "Небылицын", "Сказкин", "Ли", "Ковальский", "Бекасов")
GIVEN, FATHERS = ("Иван", "Пётр", "Осип", "И.", "Павел", "Фома"), ("Иванович", "Петрович", "Фомич", "И.", "Осипович")
PLACES = ("Тульская обл., д. Выдумка", "Орловская обл., д. Сказка", "г. Тула", "Курская обл.", None)
Scored = Sequence[tuple[str, str, float]]


def crowd(count: int) -> list[Known]:
    """People drawn from few values, so that pairs at many levels come about; each fourth is told a second time."""
    random = Random(1937)  # noqa: S311 - the same people in every run
    people: list[Known] = []
    for number in range(count):
        pick = random.choice
        year = random.randint(1870, 1910)
        told = {
            "surname": pick(SURNAMES) + pick(("", "", "ский", "ин")), "given_name": pick(GIVEN),
            "patronymic": pick((*FATHERS, None)), "sex": pick(("male", None)),
            "birth": (pick((f"{year}", f"{year}-0{random.randint(1, 9)}-1{random.randint(0, 9)}")),),
            "birth_place": pick(PLACES), "people": pick(("russkie", "polyaki", None)),
            "arrests": (f"1937-{random.randint(10, 12)}-{random.randint(10, 28)}",) if number % 3 else (),
            "death": (f"19{random.randint(37, 43)}-02-1{random.randint(0, 9)}",) if number % 4 == 0 else (),
            "occupation": pick(("plotnik", None, None)), "file_number": f"П-{number}" if number % 50 == 0 else None,
        }  # fmt: skip
        people.append(known(f"a.{number}", book=pick(("one", "other")), **told))
        if number % 4 == 0:
            people.append(known(f"b.{number}", **told))
    return people


def scored(people: Sequence[Known], folder: Path, *, threads: int = 2) -> Scored:
    """Score *people* in a database in *folder*, and keep there what was counted."""
    with database(Limits(folder / "work", threads=threads)) as connection:
        gather_known(connection, "people", people)
        scoring = Scoring(connection, ("people",))
        scoring.count()
        scoring.pairs(-3.0, "pairs")
        keep_counted(folder, connection, "people", scoring.model)
        return connection.execute("SELECT left_id, right_id, weight FROM pairs ORDER BY ALL").fetchall()


@pytest.fixture(scope="module")
def people() -> dict[str, Known]:
    return {person.id: person for person in crowd(1_700)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("counted")


@pytest.fixture(scope="module")
def run(people: dict[str, Known], folder: Path) -> Iterator[Scored]:
    """The pairs of a run over lists that are long enough to count in, by a draw of some of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(score, "_RANDOM_PAIRS", 3e5)
        yield scored(list(people.values()), folder)


def drawn(pairs: Scored, count: int) -> Scored:
    """The first pairs, the last and some between."""
    by_weight = sorted(pairs, key=lambda pair: pair[2])
    return by_weight[:: max(len(by_weight) // count, 1)] + by_weight[-3:]


def test_explained_weight_is_that_of_the_run_where_values_are_counted(
    run: Scored, people: dict[str, Known], folder: Path
) -> None:
    """Splink's weight and the bits that people read are two reckonings; each holds the other."""
    told = counted(folder)
    levels = set()
    pairs = drawn(run, 30)

    for left, right, weight in pairs:
        found = explain(people[left], people[right], told)
        assert found.weight == pytest.approx(weight, abs=0.01), (left, right, found)
        levels |= {(reason.comparison, reason.basis) for reason in found.reasons}

    assert len(pairs) > 25
    assert len(levels) > 25, "the pairs are too much alike to hold anything"


def test_no_level_is_without_what_was_counted_or_learnt_for_it(run: Scored, folder: Path) -> None:
    """Where no pair drawn at random was at a level, one in a million would make it a proof."""
    kept = json.loads((folder / MODEL_FILE).read_text("utf-8"))

    assert run
    assert set(kept["u"]) == {each.name for each in COMPARISONS}
    assert all(isinstance(share, float) for shares in kept["u"].values() for share in shares)
    assert kept["u"]["book"] == list(learnt().u["book"]), "how many books there are says nothing of two in one"
    assert min(share for shares in kept["u"].values() for share in shares) > 0


def test_same_people_weigh_the_same_with_any_number_of_threads(
    run: Scored, people: dict[str, Known], tmp_path: Path
) -> None:
    """A draw that hangs on which thread came first would give other people each time."""
    again = scored(list(people.values()), tmp_path, threads=1)

    assert [pair[:2] for pair in again] == [pair[:2] for pair in run]
    assert [pair[2] for pair in again] == pytest.approx([pair[2] for pair in run], abs=1e-9)


def test_pairs_scored_part_by_part_are_those_scored_at_once(people: dict[str, Known], tmp_path: Path) -> None:
    """A million records are scored in parts; none may fall between two of them, nor come twice."""
    some = list(people.values())[:600]
    with database(Limits(tmp_path / "work")) as connection:
        gather_known(connection, "people", some)
        scoring = Scoring(connection, ("people",))
        found = []
        for parts in (1, 3):
            scoring.pairs(2.0, "pairs", parts=parts)
            found.append(connection.execute("SELECT left_id, right_id FROM pairs ORDER BY ALL").fetchall())

    assert found[0] == found[1]
    assert len(found[0]) == len(set(found[0])) > 50


def test_what_too_many_share_brings_nobody_together(tmp_path: Path) -> None:
    """A day on which thousands were deported would make millions of pairs that say nothing."""
    told = [known(f"a.{n}", surname=f"Выдумов{n}", sentences=("1944-02-23",), given_name="Иван") for n in range(20)]
    with database(Limits(tmp_path / "work")) as connection:
        gather_known(connection, "people", told)
        few = add_keys(connection, ("people",), most=1_000)
        keys = connection.execute("SELECT columns('key_.*') FROM people").fetchall()
        gather_known(connection, "others", told)
        many = add_keys(connection, ("others",), most=100)
        left = connection.execute("SELECT columns('key_.*') FROM others").fetchall()

    shared = {place for place in range(len(keys[0])) if keys[0][place] is not None and keys[0][place] == keys[1][place]}
    assert (few, many) == (0, len(shared))
    assert shared
    assert all(row[place] is None for row in left for place in shared)
    assert len(rules()) == len(keys[0])


@pytest.mark.parametrize("born", [(), ("1890",)], ids=["no years", "years"])
def test_names_alone_bring_together_whom_no_list_tells_the_years_of(tmp_path: Path, born: tuple[str, ...]) -> None:
    """A woman under her maiden name: among the names of a million with years it would be no more than chance."""
    one = known("a.1", surname="Выдумова", given_name="Феодора", patronymic="Спиридоновна", birth=born)
    other = known("b.1", surname="Званцова", given_name="Феодора", patronymic="Спиридоновна", birth=("1896",))
    with database(Limits(tmp_path / "work")) as connection:
        gather_known(connection, "one", [one])
        gather_known(connection, "other", [other])
        Scoring(connection, ("one", "other")).pairs(-60.0, "pairs")
        found = connection.execute("SELECT left_id, right_id FROM pairs").fetchall()

    assert found == ([] if born else [("a.1", "b.1")])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two short lists, linked."""
    path = store_of(tmp_path_factory.mktemp("explained"))
    assert linked(path).code == 0
    return path


def test_explained_pair_of_a_short_list_weighs_what_the_graph_says(store: Path) -> None:
    """Short lists are not counted in, so nothing there may weigh by how rare it is."""
    weights: dict[str, float] = {}
    ends: dict[str, list[str]] = {}
    for line in lines(store, "link-records"):
        if found := re.match(r'<(\S+)> <\S+#matchWeight> "(\S+)"', line):
            weights[found[1]] = float(found[2])
        elif found := re.match(r"<(\S+)> <\S+#matchOf> <\S+/(\S+)> ", line):
            ends.setdefault(found[1], []).append(found[2])
    assert len(weights) >= 3

    for match, weight in weights.items():
        run = rehabkg("link", "explain", *ends[match], "--store", store)
        assert run.code == 0
        told = re.search(r"weight (-?[0-9.]+) bits", run.out)
        assert told is not None
        assert float(told[1]) == pytest.approx(weight, abs=0.06)


def test_explain_tells_the_reasons_in_both_languages(store: Path) -> None:
    """A person who doubts a link reads why, in words."""
    english = rehabkg("link", "explain", "left.2", "right.12", "--store", store)
    turned = rehabkg("link", "explain", "right.12", "left.2", "--store", store)

    assert "Небылицын Иван Иванович; 1871" in english.out
    assert "birth" in english.out
    assert "surname" in english.out
    assert english.out.splitlines()[-1].split("(")[0] == turned.out.splitlines()[-1].split("(")[0]
    assert rehabkg("link", "explain", "left.2", "right.12", "--store", store, "--lang", "ru").code == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("p0000", "'p0000' is no person"),
        ("nowhere.1", "source 'nowhere' of 'nowhere.1' is not loaded"),
        ("left.999", "source 'left' has no record"),
        ("left.%FF", "source 'left' has no record"),
        ("Q33391", "'left.1' is no person, people, place, body or act"),
        ("r-0123456789abcdef", "is no person"),
        ("", "'' is no person"),
        ("a b\n<c>", "is no person"),
        ("x" * 100_000, "is no person"),
        ("left.1", "named twice"),
    ],
)
def test_id_that_nobody_has_is_one_line(name: str, said: str, store: Path) -> None:
    """Ids are typed by hand."""
    assert said in refusal(rehabkg("link", "explain", "left.1", name, "--store", store), BAD_CALL)


def test_kept_model_that_cannot_be_read_is_one_line(store: Path) -> None:
    """A run that was killed in an old version, or a disk, may leave anything there."""
    kept = store.parent / "links" / MODEL_FILE
    whole = kept.read_bytes()
    try:
        for spoilt in (b"", b"[]", b"{}", whole.replace(b'"before"', b'"else"'), b"\xff", b"[" * 100_000):
            kept.write_bytes(spoilt)
            said = refusal(rehabkg("link", "explain", "left.1", "right.1", "--store", store), BAD_DATA)
            assert "is no kept model" in said
            assert "run 'rehabkg link records'" in said
    finally:
        kept.write_bytes(whole)


def test_frequencies_that_cannot_be_read_are_one_line(folder: Path, run: Scored, people: dict[str, Known]) -> None:
    """The two files are one; either may be lost."""
    left, right, _ = run[-1]
    kept = folder / FREQUENCIES_FILE
    whole = kept.read_bytes()
    try:
        kept.write_bytes(b"no columns")
        with pytest.raises(StoreError, match="run 'rehabkg link records'"):
            explain(people[left], people[right], counted(folder))
        kept.unlink()
        with pytest.raises(StoreError, match="run 'rehabkg link records'"):
            explain(people[left], people[right], counted(folder))
    finally:
        kept.write_bytes(whole)


def test_model_of_another_version_is_not_used(folder: Path, run: Scored, people: dict[str, Known]) -> None:
    """Numbers counted at other levels are those of other levels."""
    left, right, _ = run[-1]
    kept = folder / MODEL_FILE
    whole = kept.read_text("utf-8")
    try:
        kept.write_text(whole.replace(learnt().version, "1-000000000000"), "utf-8")
        former = explain(people[left], people[right], counted(folder))
    finally:
        kept.write_text(whole, "utf-8")

    assert former.before == pytest.approx(-19.93, abs=0.01)

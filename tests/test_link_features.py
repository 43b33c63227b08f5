"""What is compared of a person, and at which level of the model two people are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linked import BROTHER, FATHER, HUSBAND, WELL_TOLD, known

from rehabkg import assets
from rehabkg.link.comparisons import COMPARISONS, basis_of, level_sql
from rehabkg.link.explain import Counted, counted, explain
from rehabkg.link.features import FEATURES, PAIRED, feature_table, shown
from rehabkg.link.known import Known
from rehabkg.link.learnt import learnt, version_of
from rehabkg.link.others import probability_of

Told = Mapping[str, Any]
TYPES = {field.name: field.type for field in FEATURES}


def row(**told: Any) -> dict[str, Any]:
    """Return what is compared of somebody."""
    found: dict[str, Any] = feature_table([known(**told)]).to_pylist()[0]
    return found


def test_every_column_of_a_well_told_record() -> None:
    """A column that is silently empty would weigh nothing for anybody."""
    found = row(
        surname="Ковальская", given_name="Юзефа", patronymic="Осиповна", variants=("Выдумская",),
        birth=("1899-02-14",), death=("1938",), birth_place="Тульская обл., Белёвский р-н, д. Выдумка",
        people="polish", residence="г. Тула", occupation="clerk", arrests=("1937-09-03", "1931"),
        sentences=("1937-11-21",), rehabilitations=("1957-06-05",), bodies=("troika",), articles=("58-10",),
        book="Книга", file_number="П-17 / 42", external_ids=("memorial:7",),
    )  # fmt: skip

    assert {name for name, value in found.items() if value in (None, [])} == {
        "death_day", "syllables", "letters", "other_given", "other_patronymics", "residence_region"
    }  # fmt: skip
    assert (found["surname"], found["given_canonical"], found["patronymic_canonical"]) == ("kovalsk", "iuzefa", "iosiv")
    assert (found["sex"], found["region"], found["file_number"]) == ("female", "tulskaya-oblast", "п1742")
    assert (found["settlement"], found["district"]) == ("vidumka", "belevski")
    assert (found["birth_day"], found["birth_year"]) == (-25888, 1899)
    assert (found["death_first"], found["death_last"], found["death_year"]) == (-11688, -11324, 1938)
    assert (found["arrest_day"], found["arrest_year"], found["sentence_year"]) == (-11808, 1937, 1937)
    assert found["case_days"] == [-11808, -11729]


def test_absent_is_null_and_never_an_empty_text() -> None:
    """Two empty cells that agreed would be evidence."""
    found = row(surname="", name="", birth_place="", residence=" ", birth=("",), people=None, file_number="--")

    told = {name: value for name, value in found.items() if value not in (None, [])}
    assert told == {"unique_id": "a.1", "source": "a", "shows": ""}


def test_several_births_are_not_sharpened_to_one() -> None:
    """Sources that disagree tell a span; a day taken from one of them would be invented."""
    found = row(birth=("1890-05-01", "1892"))
    agreed = row(birth=("1890-05-01", "1890-05-01"))
    finer = row(birth=("1890", "1890-05-01"))

    assert (found["birth_day"], found["birth_year"]) == (None, None)
    assert found["birth_last"] - found["birth_first"] > 2 * 365
    assert agreed["birth_day"] == agreed["birth_first"] == agreed["birth_last"]
    assert (finer["birth_day"], finer["birth_year"]) == (None, 1890)


def test_renamed_region_is_the_region_that_it_became() -> None:
    """A record of 1937 and one of 1995 name one region by two names."""
    for former, now in (("Калининская", "Тверская"), ("Горьковская", "Нижегородская"), ("Молотовская", "Пермская")):
        found = row(birth_place=f"{former} обл., д. Выдумка")["region"]
        assert found is not None
        assert found == row(birth_place=f"{now} обл., д. Выдумка")["region"]
    assert row(region="bashkirskaya-assr")["region"] == row(region="respublika-bashkortostan")["region"]
    assert row(birth_place="Тульская обл.")["region"] != row(birth_place="Тверская обл.")["region"]


def test_renamed_town_is_one_place_in_both_scripts() -> None:
    """Who was born in Тверь was born in Калинин by a book of 1937, and neither was born in Киров."""
    for names in (("г. Тверь", "г. Калинин", "Tver"), ("г. Вятка", "г. Киров"), ("г. Юзовка", "г. Сталино", "Донецк")):
        found = {row(birth_place=name)["settlement"] for name in names}
        assert len(found) == 1
        assert None not in found
    assert row(birth_place="г. Калинин")["settlement"] != row(birth_place="г. Киров")["settlement"]
    assert row(birth_place="д. Тверцы")["settlement"] != row(birth_place="г. Калинин")["settlement"]


def test_two_scripts_and_the_endings_of_men_and_women_meet() -> None:
    """Lists of Poland and of Lithuania print in Latin letters the people of Cyrillic lists."""
    cyrillic = row(surname="Ковальский", given_name="Юзеф", patronymic="Иванович")
    polish = row(surname="Kowalski", given_name="Józef", patronymic="Iwanowicz")
    woman = row(surname="Ковальская")

    assert cyrillic["surname"] in {polish["surname"], *polish["other_surnames"]}
    assert cyrillic["given_canonical"] == polish["given_canonical"]
    assert cyrillic["patronymic_canonical"] == polish["patronymic_canonical"]
    assert cyrillic["surname"] == woman["surname"]


HOSTILE = ("А" * 200_000, "Иванов " * 30_000, "\0\x01\x85 \ud800", "\u0301" * 200_000, "д. " * 60_000, "(" * 50_000)


@pytest.mark.parametrize("text", HOSTILE, ids=("long", "words", "controls", "signs", "villages", "brackets"))
def test_hostile_text_is_compared_like_any_other(text: str) -> None:
    """One cell of a misread file must not stop a list of a million, nor fill the memory."""
    told = {name: text for name in Known.__slots__ if name not in ("id", "source")}
    for name in ("variants", "birth", "death", "arrests", "sentences", "rehabilitations"):
        told[name] = (text,) * 50  # type: ignore[assignment]

    found = row(**{**told, "bodies": (text,), "articles": (text,), "external_ids": (text,)})

    assert len(found["shows"]) < 2_000
    assert max(len(found[name] or "") for name in ("surname", "given", "settlement", "residence", "words")) < 1_000


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=30))
def test_no_text_is_refused(text: str, more: str) -> None:
    """Whatever a source holds, the row of features is there."""
    found = row(
        name=text, surname=more or None, given_name=text, patronymic=more, variants=(text, more), birth=(text, more),
        birth_place=text, residence=more, file_number=text, arrests=(text,), region=more,
    )  # fmt: skip

    assert found["unique_id"] == "a.1"


def test_nobody_at_all_makes_an_empty_table_and_what_is_shown_is_one_line() -> None:
    """A list may have no people; a person who decides reads one line."""
    assert feature_table([]).schema.equals(FEATURES)
    assert shown(known(surname="Выдумов", given_name="Иван", birth=("1890",))) == "Выдумов Иван; 1890"


# The pairs at each level of each comparison, by its place; -1 is where a side is silent. What stands at one place must
# not be at another, so each is what its neighbours reject.
SIDE: Told = {"source": "a", "book": "one"}
Pair = tuple[Told, Told]
LEVELS: Mapping[str, tuple[tuple[int, Pair], ...]] = {
    "surname": (
        (-1, ({"surname": "ivanov"}, {})),
        (0, ({"surname": "ivanov"}, {"surname": "ivanov"})),
        (1, ({"surname": "ivan", "given": "petrov"}, {"surname": "petrov", "given": "ivan"})),
        (1, ({"surname": "li", "syllables": "lishan"}, {"surname": "lishan", "syllables": "lishan"})),
        (0, ({"surname": "ivan", "given": "ivan"}, {"surname": "ivan", "given": "ivan"})),
        (2, ({"surname": "ivanov"}, {"surname": "petrov", "other_surnames": ["ivanov"]})),
        (2, ({"surname": "a", "other_surnames": ["c"]}, {"surname": "b", "other_surnames": ["c"]})),
        (3, ({"surname": "boronov", "surname_skeleton": "brnv"}, {"surname": "baranov", "surname_skeleton": "brnv"})),
        (3, ({"surname": "a", "surname_latin": "petrov"}, {"surname": "b", "surname_latin": "betrov"})),
        (4, ({"surname": "a", "surname_latin": "gladkov"}, {"surname": "b", "surname_latin": "gladyshov"})),
        (4, ({"surname": "a", "surname_latin": "makartur", "surname_sound": "MKRTR"},
             {"surname": "b", "surname_latin": "mcarthor", "surname_sound": "MKRTR"})),
        (4, ({"surname": "a", "surname_latin": "bakh", "surname_sound": "PK", "surname_continental": "PK"},
             {"surname": "b", "surname_latin": "pach", "surname_sound": "PS", "surname_continental": "PK"})),
        (5, ({"surname": "a", "surname_latin": "li", "surname_sound": "L", "surname_continental": "L"},
             {"surname": "b", "surname_latin": "ni", "surname_sound": "N", "surname_continental": "N"})),
        (5, ({"surname": "ivanov", "surname_latin": "ivanov"}, {"surname": "petrov", "surname_latin": "petrov"})),
    ),
    "given": (
        (-1, ({"given": "ivan", "given_initial": "i"}, {})),
        (0, ({"surname": "a", "given": "b", "given_initial": "b"},
             {"surname": "b", "given": "a", "given_initial": "a"})),
        (1, ({"given": "ivan", "given_initial": "i"}, {"given": "ivan", "given_initial": "i"})),
        (2, ({"given": "osip", "given_canonical": "iosiv", "given_initial": "o"},
             {"given": "iosif", "given_canonical": "iosiv", "given_initial": "i"})),
        (3, ({"given": "ivan", "given_initial": "i"}, {"given_initial": "i"})),
        (7, ({"given": "ivan", "given_initial": "i"}, {"given_initial": "p"})),
        (4, ({"given": "ian", "given_canonical": "ian", "given_initial": "i", "other_given": ["ivan"]},
             {"given": "ivan", "given_canonical": "ivan", "given_initial": "i"})),
        (5, ({"given": "a", "given_latin": "mihail", "given_initial": "m"},
             {"given": "b", "given_latin": "mikhail", "given_initial": "m"})),
        (6, ({"given": "a", "given_latin": "duglas", "given_initial": "d", "given_sound": "TKLS"},
             {"given": "b", "given_latin": "douglles", "given_initial": "d", "given_sound": "TKLS"})),
        (7, ({"given": "petr", "given_latin": "petr", "given_initial": "p", "given_sound": "PTR"},
             {"given": "pavel", "given_latin": "pavel", "given_initial": "p", "given_sound": "PFL"})),
        (7, ({"given": "a", "given_latin": "ada", "given_initial": "a", "given_sound": "AT"},
             {"given": "b", "given_latin": "ida", "given_initial": "i", "given_sound": "AT"})),
    ),
    "patronymic": (
        (-1, ({"patronymic": "ivanovich", "patronymic_initial": "i"}, {})),
        (0, ({"patronymic": "x", "patronymic_initial": "i"}, {"patronymic": "x", "patronymic_initial": "i"})),
        (1, ({"patronymic": "x", "patronymic_canonical": "iosiv", "patronymic_initial": "i"},
             {"patronymic": "y", "patronymic_canonical": "iosiv", "patronymic_initial": "o"})),
        (2, ({"patronymic": "x", "patronymic_initial": "i"}, {"patronymic_initial": "i"})),
        (3, ({"patronymic": "x", "patronymic_canonical": "ian", "patronymic_initial": "i",
              "other_patronymics": ["ivan"]},
             {"patronymic": "y", "patronymic_canonical": "ivan", "patronymic_initial": "i"})),
        (4, ({"patronymic": "x", "patronymic_latin": "matveevich", "patronymic_initial": "m"},
             {"patronymic": "y", "patronymic_latin": "matfeevich", "patronymic_initial": "m"})),
        (5, ({"patronymic": "x", "patronymic_latin": "petrovich", "patronymic_initial": "p"},
             {"patronymic": "y", "patronymic_latin": "pavlovich", "patronymic_initial": "p"})),
    ),
    "birth": (
        (-1, ({"birth_first": 0, "birth_last": 0, "birth_day": 0, "birth_year": 1970}, {})),
        (0, ({"birth_first": 0, "birth_last": 0, "birth_day": 0, "birth_year": 1970},
             {"birth_first": 0, "birth_last": 0, "birth_day": 0, "birth_year": 1970})),
        (1, ({"birth_first": 0, "birth_last": 0, "birth_day": 0, "birth_year": 1970},
             {"birth_first": 0, "birth_last": 364, "birth_year": 1970})),
        (2, ({"birth_first": 0, "birth_last": 0, "birth_day": 0, "birth_year": 1970},
             {"birth_first": 9, "birth_last": 9, "birth_day": 9, "birth_year": 1970})),
        (3, ({"birth_first": -3653, "birth_last": 3652}, {"birth_first": 0, "birth_last": 364, "birth_year": 1970})),
        (4, ({"birth_first": 0, "birth_last": 364, "birth_year": 1970},
             {"birth_first": 365, "birth_last": 729, "birth_year": 1971})),
        (5, ({"birth_first": 0, "birth_last": 364, "birth_year": 1970},
             {"birth_first": 730, "birth_last": 1095, "birth_year": 1972})),
        (6, ({"birth_first": 0, "birth_last": 364, "birth_year": 1970},
             {"birth_first": 1826, "birth_last": 2190, "birth_year": 1975})),
        (7, ({"birth_first": 0, "birth_last": 364, "birth_year": 1970},
             {"birth_first": 3652, "birth_last": 4016, "birth_year": 1980})),
    ),
    "birth_place": (
        (-1, ({"settlement": "a", "region": "r"}, {"district": "d"})),
        (0, ({"settlement": "a", "region": "r"}, {"settlement": "a", "region": "r"})),
        (0, ({"settlement": "a", "region": "r", "district": "d"}, {"settlement": "a", "region": "q", "district": "d"})),
        (1, ({"settlement": "a", "region": "r"}, {"settlement": "a"})),
        (2, ({"settlement": "ivanovka", "region": "r"}, {"settlement": "ivanovca", "region": "r"})),
        (3, ({"settlement": "a", "region": "r"}, {"settlement": "a", "region": "q"})),
        (4, ({"settlement": "a", "region": "r", "district": "d"}, {"settlement": "b", "region": "r", "district": "d"})),
        (5, ({"settlement": "a", "region": "r"}, {"region": "r"})),
        (6, ({"settlement": "abc", "region": "r"}, {"settlement": "xyz", "region": "r"})),
        (7, ({"settlement": "abc"}, {"settlement": "xyz", "region": "r"})),
        (8, ({"settlement": "abc", "region": "r"}, {"settlement": "xyz", "region": "q"})),
    ),
    "proceedings": (
        (-1, ({"arrest_day": 1, "arrest_year": 1937}, {})),
        (0, ({"arrest_day": 1, "arrest_year": 1970, "sentence_day": 9, "sentence_year": 1970},
             {"arrest_day": 1, "arrest_year": 1970, "sentence_day": 9, "sentence_year": 1970})),
        (1, ({"sentence_day": 9, "sentence_year": 1970}, {"sentence_day": 9, "sentence_year": 1970})),
        (2, ({"arrest_day": 1, "arrest_year": 1970, "sentence_day": 9, "sentence_year": 1970},
             {"arrest_day": 1, "arrest_year": 1970, "sentence_day": 99, "sentence_year": 1970})),
        (3, ({"arrest_day": 1, "arrest_year": 1970, "case_days": [1, 500]},
             {"arrest_day": 500, "arrest_year": 1971, "case_days": [500]})),
        (-1, ({"arrest_day": 1, "arrest_year": 1970, "case_days": [1]},
              {"sentence_day": 1, "sentence_year": 1970, "case_days": [1]})),
        (4, ({"sentence_day": 9, "sentence_year": 1970}, {"sentence_day": 40, "sentence_year": 1970})),
        (5, ({"arrest_day": 9, "arrest_year": 1970}, {"arrest_day": 40, "arrest_year": 1970})),
        (6, ({"sentence_day": 9, "sentence_year": 1970}, {"sentence_day": 41, "sentence_year": 1970})),
        (6, ({"sentence_year": 1970}, {"sentence_day": 41, "sentence_year": 1970})),
        (7, ({"sentence_day": 9, "sentence_year": 1970}, {"sentence_day": 800, "sentence_year": 1972})),
    ),
    "death": (
        (-1, ({"death_first": 0, "death_last": 0, "death_day": 0}, {"death_first": 0})),
        (0, ({"death_first": 5, "death_last": 5, "death_day": 5, "death_year": 1970},
             {"death_first": 5, "death_last": 5, "death_day": 5, "death_year": 1970})),
        (1, ({"death_first": 0, "death_last": 364, "death_year": 1970},
             {"death_first": 5, "death_last": 5, "death_day": 5, "death_year": 1970})),
        (2, ({"death_first": 5, "death_last": 5, "death_day": 5, "death_year": 1970},
             {"death_first": 9, "death_last": 9, "death_day": 9, "death_year": 1970})),
        (3, ({"death_first": 364, "death_last": 364, "death_day": 364, "death_year": 1970},
             {"death_first": 366, "death_last": 366, "death_day": 366, "death_year": 1971})),
        (4, ({"death_first": 0, "death_last": 0, "death_day": 0, "death_year": 1970},
             {"death_first": 999, "death_last": 999, "death_day": 999, "death_year": 1972})),
    ),
    "rehabilitation": (
        (-1, ({"clearing_day": 1, "clearing_days": [1]}, {})),
        (0, ({"clearing_day": 1, "clearing_days": [1, 5]}, {"clearing_day": 5, "clearing_days": [5]})),
        (1, ({"clearing_day": 1, "clearing_days": [1]}, {"clearing_day": 5, "clearing_days": [5]})),
    ),
    "people": (
        (-1, ({"people": "polish"}, {})),
        (0, ({"people": "polish"}, {"people": "polish"})),
        (1, ({"people": "polish"}, {"people": "korean"})),
    ),
    "charge": (
        (-1, ({"articles": ["58-10"]}, {"bodies": ["troika"]})),
        (0, ({"articles": ["58-10", "58-11"]}, {"articles": ["58-11", "58-10"]})),
        (1, ({"articles": ["58-10", "58-11"]}, {"articles": ["58-10"]})),
        (2, ({"articles": ["58-10"], "bodies": ["troika"]}, {"articles": ["59"], "bodies": ["troika"]})),
        (3, ({"articles": ["58-10"], "bodies": ["troika"]}, {"articles": ["59"], "bodies": ["court"]})),
    ),
    "residence": (
        (-1, ({"residence": "tula", "residence_region": "r"}, {})),
        (0, ({"residence": "tula", "residence_region": "r"}, {"residence": "tula"})),
        (1, ({"residence": "tula", "residence_region": "r"}, {"residence": "belev", "residence_region": "r"})),
        (2, ({"residence": "tula"}, {"residence": "belev", "residence_region": "r"})),
        (3, ({"residence": "tula", "residence_region": "r"}, {"residence": "belev", "residence_region": "q"})),
    ),
    "occupation": (
        (-1, ({"occupation": "clerk"}, {})),
        (0, ({"occupation": "clerk"}, {"occupation": "clerk"})),
        (1, ({"occupation": "clerk"}, {"occupation": "smith"})),
    ),
    "file_number": (
        (-1, ({"file_number": "п17"}, {})),
        (0, ({"file_number": "п17"}, {"file_number": "п17"})),
        (1, ({"file_number": "п17"}, {"file_number": "п18"})),
    ),
    "sex": (
        (-1, ({"sex": "male"}, {})),
        (0, ({"sex": "male"}, {"sex": "male"})),
        (1, ({"sex": "male"}, {"sex": "female"})),
    ),
    "book": (
        (-1, ({}, {"source": "b"})),
        (0, ({}, {})),
        (0, ({"book": None}, {"book": None})),
        (1, ({}, {"book": "other"})),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def met() -> dict[tuple[str, int], int]:
    """The place of the level that each pair of `LEVELS` is at, by comparison and its number there."""
    blank: dict[str, Any] = {name: [] if pa.types.is_list(kind) else None for name, kind in TYPES.items()}
    rows = []
    for comparison, pairs in LEVELS.items():
        for number, (_, sides) in enumerate(pairs):
            for side, told in zip("lr", sides, strict=True):
                rows.append({**blank, **SIDE, **told, "unique_id": f"{comparison} {number} {side}"})
    cases = " ".join(f"WHEN '{each.name}' THEN {level_sql(each)}" for each in COMPARISONS)
    people = pa.Table.from_pylist(rows, schema=FEATURES)
    with duckdb.connect() as connection:
        connection.register("people", people)
        found = connection.execute(
            # All that is put in is of the model's own.
            f"WITH pairs AS (SELECT {PAIRED} FROM people l JOIN people r ON l.unique_id LIKE '% l'"  # noqa: S608
            " AND r.unique_id = regexp_replace(l.unique_id, 'l$', 'r')),"
            " named AS (SELECT *, string_split(unique_id_l, ' ') AS named FROM pairs)"
            f" SELECT named[1], named[2]::INT, CASE named[1] {cases} END FROM named"
        ).fetchall()
    return {(comparison, number): place for comparison, number, place in found}


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.name)
def test_each_level_takes_its_pairs_and_rejects_those_of_its_neighbours(comparison: Any, met: Any) -> None:
    """A condition that no pair meets, or one that takes its neighbour's pairs, weighs something else than it says."""
    wanted = [place for place, _ in LEVELS[comparison.name]]

    assert [met[comparison.name, number] for number in range(len(wanted))] == wanted
    assert set(wanted) == set(range(-1, len(comparison.levels) + 1)), "a level without a pair"


def test_every_reason_is_a_concept_that_people_can_read() -> None:
    """A code without a label in two languages explains nothing."""
    text = (assets.VOCABULARIES / "match-basis.ttl").read_text("utf-8")
    codes = {each.otherwise for each in COMPARISONS} | {level.basis for each in COMPARISONS for level in each.levels}

    assert {code for code in codes if code and f'skos:notation "{code}"' not in text} == set()
    assert basis_of([-1] * len(COMPARISONS)) == ()
    assert basis_of([len(each.levels) for each in COMPARISONS]) == tuple(
        each.otherwise for each in COMPARISONS if each.otherwise
    )


def test_what_was_learnt_is_of_these_comparisons() -> None:
    """Numbers of former levels would weigh other levels than they were counted at."""
    model = learnt()

    assert model.version == version_of(model.m, model.u), "learn the model again: python -m bench.train"
    for each in COMPARISONS:
        for shares in (model.m[each.name], model.u[each.name]):
            assert len(shares) == len(each.levels) + 1
            assert all(0 < share < 1 for share in shares)
    changed = {**model.m, "sex": [0.5, 0.5]}
    assert version_of(changed, model.u) != model.version


@pytest.fixture(scope="module")
def as_learnt(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    """What is known before any run."""
    return counted(tmp_path_factory.mktemp("none"))


def person(name: str, row_: Mapping[str, str], **other: str) -> Known:
    told = {**row_, **other}
    dates = {cell: told[cell] for cell in ("arrest_date", "decision_date", "rehabilitation_date") if cell in told}
    iso = {cell: ("-".join(reversed(printed.split("."))),) for cell, printed in dates.items()}
    return known(
        name, surname=told["surname"], given_name=told["given_name"], patronymic=told["patronymic"],
        sex={"м": "male", "ж": "female"}[told["sex"]], birth=("-".join(reversed(told["birth_date"].split("."))),),
        birth_place=told["birth_place"], people=told.get("people"), arrests=iso.get("arrest_date", ()),
        sentences=iso.get("decision_date", ()), rehabilitations=iso.get("rehabilitation_date", ()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "kin"),
    [
        (FATHER, {"birth_date": "1903"}),
        (BROTHER, {"given_name": "Павел", "birth_date": "1905"}),
        (BROTHER, {"given_name": "Павел", "birth_date": "1901"}),
        (HUSBAND, {"surname": "Вымыслова", "given_name": "Анна", "patronymic": "Петровна", "sex": "ж"}),
        (HUSBAND, {"surname": "Вымыслова", "given_name": "Анна", "patronymic": "Егоровна", "sex": "ж"}),
    ],
    ids=("father and son of one name", "brothers", "twins", "spouses", "brother and sister"),
)
def test_kin_of_one_village_taken_on_one_day_are_not_put_together(
    told: Mapping[str, str], kin: Mapping[str, str], as_learnt: Counted
) -> None:
    """Families were taken together, so all but the given name and the year agrees; yet they are two people."""
    theirs = explain(person("a.1", told), person("b.1", told, **kin), as_learnt)
    own = explain(person("a.1", told), person("b.1", told), as_learnt)

    assert probability_of(theirs.weight) < 0.5
    assert probability_of(own.weight) > 0.985


def test_rare_person_told_twice_is_one_and_a_bare_common_name_is_not(as_learnt: Counted) -> None:
    """A name alone is not a person."""
    bare = {"surname": "Иванов", "given_name": "Иван"}

    assert explain(person("a.1", WELL_TOLD), person("b.1", WELL_TOLD, birth_date="1891"), as_learnt).weight > 10
    assert explain(known("a.1", **bare), known("b.1", **bare), as_learnt).weight < 0

"""Names are found whatever script, spelling or part of them is asked, and nothing that is asked can do harm."""

from __future__ import annotations

import contextlib
import csv
import random
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from load_fixture import GOOD, load_table, refusal, rehabkg, table, table_row, written

from rehabkg import assets
from rehabkg.columns.schema import RECORDS
from rehabkg.errors import CallError, RehabkgError, StoreError
from rehabkg.iri import Iris
from rehabkg.names import SCHEMES, transliterate
from rehabkg.names.keys import name_words, rough
from rehabkg.search.find import find, observations
from rehabkg.search.names import FoundName, build_names, find_names
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.loaded import NAMES_FOLDER, source_folder
from rehabkg.store.version import write_version

REAL = assets.ROOT.parent / "shared" / "data" / "khabarovsk" / "names.csv"

# Invented, and put together for their letters.
PEOPLE = {
    "1": "Щукарёв Юрий Цезаревич",
    "2": "Щукарева Юлия Цезаревна",
    "3": "Жиздринский Хаим Яковлевич",
    "4": "Выдумов Пётр Небылович",
    "5": "Выдумова Анна Небыловна",
    "6": "Невыдумов Лев Ильич",
    "7": "Эйхгорн Фёдор Августович",
    "8": "Съездов Емельян Ъёевич",
    "9": "Петров Выдум Анатольевич",
    "10": "Лю Чан-Фу",
    "11": "Лу Чан-Фу",
    "12": "Зайцевский Зосима Сысоевич",
    "13": "Кассарин Иосиф Геннадьевич",
}


def indexed(folder: Path, rows: list[dict[str, object]]) -> Path:
    """Write the columns of *rows* and the index of their names into *folder*; return that of the index."""
    blank = {"status": "unstated", "amnesty": False}
    pq.write_table(pa.Table.from_pylist([blank | row for row in rows], schema=RECORDS), folder / "records.parquet")
    build_names(folder / "records.parquet", folder / "names")
    return folder / "names"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows: list[dict[str, object]] = [{"number": number, "name": name} for number, name in PEOPLE.items()]
    return indexed(tmp_path_factory.mktemp("search"), rows)


def sought(index: Path, asked: str, limit: int = 20) -> list[str]:
    """Return the numbers of what is found, the best first."""
    return [found.number for found in find_names([("list", index)], asked, limit=limit)]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("number", PEOPLE)
def test_name_is_found_by_each_transliteration(number: str, scheme: str, index: Path) -> None:
    """A catalogue, a passport and a map write one name in three ways."""
    assert sought(index, transliterate(PEOPLE[number], scheme))[0] == number


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("Szczukariow Jurij Cezariewicz", "1"),
        ("Schtschukarjow Juri Zesarewitsch", "1"),
        ("Chtchoukarev Iouri", "1"),
        ("Shchukaryov Yuri", "1"),
        ("Żyzdrinskij Chaim", "3"),
        ("Schisdrinski Chaim Jakowlewitsch", "3"),
        ("Zhizdrinsky Khaim", "3"),
        ("Wydumow Pjotr Nebylowitsch", "4"),
        ("Vydumov Peter Nebylovich", "4"),
        ("Eichhorn Fjodor", "7"),
        ("Saizewski Sosima Syssojewitsch", "12"),
        ("Zajcewski Zosima", "12"),
        ("Hryhorij", None),
        ("Kassarin Josef Gennadijewitsch", "13"),
    ],
)
def test_name_is_found_as_other_languages_write_it(asked: str, number: str | None, index: Path) -> None:
    """A descendant in Warsaw or Berlin has the name from a letter, not from a table of transliteration."""
    assert sought(index, asked)[:1] == ([number] if number else [])


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("щукарев юрий цезаревич", "1"),
        ("ЩУКАРЁВ ЮРИЙ", "1"),
        ("Щукаре\u0308в Юри\u0438\u0306", "1"),
        ("Цезаревич Юрий Щукарёв", "1"),
        ("юрий", "1"),
        ("Съездов", "8"),
        ("Сьездов", "8"),
        ("Сездов", "8"),
        ("Щукарёв Ю. Ц.", "1"),
        ("Кассарин И. Г.", "13"),
        ("Касарин", "13"),
        ("«Выдумов», Пётр!", "4"),
        ("  Выдумов\t\nПетр ", "4"),
    ],
)
def test_case_signs_order_and_stops_do_not_matter(asked: str, number: str, index: Path) -> None:
    """Ё is printed as Е, surnames come first or last, and initials stand for names."""
    assert sought(index, asked)[0] == number


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("Щукорёв Юрий", "1"),
        ("Шукарёв Юрий", "1"),
        ("Щукарёв Юри", "1"),
        ("Щкарёв Юрий", "1"),
        ("Щуакрёв Юрий", "1"),
        ("Жиздринсикй", "3"),
        ("Жиздинскй Хаим", "3"),
        ("Жиздренскай Хаим", "3"),
        ("Zhizdrinskj Haim", "3"),
        ("Выдумав Пётр Небылавич", "4"),
        ("Лев Ильч", "6"),
        ("Лн Чан-Фу", "10"),
    ],
)
def test_one_or_two_wrong_letters_do_not_matter(asked: str, number: str, index: Path) -> None:
    """What was written down by ear, or typed over from a scan, is off by a letter."""
    assert number in sought(index, asked)[:2]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("Щукар", {"1", "2"}),
        ("Выдум", {"4", "5", "6", "9"}),
        ("выдумов", {"4", "5", "6"}),
        ("думов", {"4", "5", "6"}),
        ("здринск", {"3"}),
        ("цевский", {"12"}),
        ("Небыл", {"4", "5"}),
        ("Щ", {"1", "2"}),
    ],
)
def test_part_of_a_name_finds_all_that_have_it(asked: str, numbers: set[str], index: Path) -> None:
    """The beginning, the middle or the end of a word, in whatever word of the name."""
    assert numbers <= set(sought(index, asked))


def test_whole_word_comes_before_its_beginning_and_that_before_a_slip(index: Path) -> None:
    """What was asked stands first, then what begins so, then what is near, then what holds it."""
    assert sought(index, "Выдумов")[:2] == ["4", "5"]
    assert sought(index, "Выдум") == ["9", "4", "5", "6"]
    assert sought(index, "Выдумовы")[0] == "4"


def test_of_names_with_one_key_the_one_that_was_asked_comes_first(index: Path) -> None:
    """Лю and Лу are two surnames."""
    assert sought(index, "Лю Чан-Фу")[0] == "10"
    assert sought(index, "Лу Чан-Фу")[0] == "11"
    assert sought(index, "Lu Chan-Fu")[0] == "11"


@pytest.mark.parametrize("asked", ["Ктотоинойсовсем", "Щукарёв Ктотоиной", "qwrtplkjhgfdszxcvbnm" * 2])
def test_name_that_nobody_has_finds_nothing(asked: str, index: Path) -> None:
    """Every word must fit: one right word among wrong ones is no match."""
    assert sought(index, asked) == []


@pytest.mark.parametrize(
    "asked", ["", "   ", "...", "ъ ь", "-–—", "\ud800", "\0", "один два три четыре пять шесть семь"]
)
def test_nothing_to_seek_is_a_bad_call(asked: str, index: Path) -> None:
    """An empty search must not find everybody."""
    with pytest.raises(CallError, match="is not one to 6 words"):
        sought(index, asked)


def test_text_of_any_length_is_answered_at_once(index: Path) -> None:
    """Ten thousand letters are no name, and two hundred may not tie the machine up."""
    begun = time.process_time()
    with pytest.raises(CallError, match="is longer than 200 characters"):
        sought(index, "я" * 10_000)
    for asked in ("я" * 200, "\ufdfa" * 6, "abcdefghij" * 20, " ".join(["щукарёвсквозной" * 2] * 6), "ab" * 17 + " b"):
        with contextlib.suppress(CallError):
            assert sought(index, asked) == []
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "asked",
    [
        ".*",
        "^.*$",
        "(",
        "[а",
        "а{1,9}",
        "\\",
        "а|б",
        "Щукарёв.*",
        "Щук*рёв",
        ".*думов.*",
        "Щукарёв)(",
        "+",
        "~",
        "⑴",
        "a\\",
    ],
)
def test_marks_of_a_pattern_mean_nothing(asked: str, index: Path) -> None:
    """The dictionary of words is searched by patterns, and no letter of a name may become a part of one."""
    try:
        found = sought(index, asked)
    except CallError:
        return
    letters = re.sub(r"[\W_]+", " ", asked).strip()
    assert found == (sought(index, letters) if letters else [])


@settings(max_examples=150, deadline=None)
@given(asked=st.text(max_size=220))
def test_whatever_is_asked_is_answered_or_refused(asked: str, index: Path) -> None:
    """No text may end in a traceback."""
    try:
        found = find_names([("list", index)], asked, limit=5)
    except CallError as error:
        told = str(error)
    else:
        told = ""
        assert len(found) <= 5
    assert "\n" not in told


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_keys_are_letters_and_digits(text: str) -> None:
    """Only such may be put into a pattern as they are."""
    for word in name_words(text):
        assert re.fullmatch(r"\w{1,40}", word.key)
        assert all(re.fullmatch(r"\w+", key) for key in (rough(word.key), *word.usages()))
        assert re.fullmatch(r"\w{1,40}", word.letters)


@settings(max_examples=60, deadline=None)
@given(st.text("абвгдеёжзийклмнопрстуфхцчшщыэюя", min_size=2, max_size=14), st.sampled_from(SCHEMES))
def test_transliteration_of_a_word_is_near_its_key(word: str, scheme: str) -> None:
    """Whatever letters meet: where a digraph arises by chance the keys may differ, by little."""
    keys = [[found.key for found in name_words(text)] for text in (word, transliterate(word, scheme))]

    assert all(keys)
    assert abs(len(keys[0][0]) - len("".join(keys[1]))) <= 2 + len(word) // 3


def test_same_question_gives_the_same_answer_in_the_same_order(tmp_path: Path) -> None:
    """Of names that fit alike the order is that of the names, the sources and the numbers, from build to build."""
    rows: list[dict[str, object]] = [{"number": str(n), "name": f"Выдумов {'АБВ'[n % 3]}ндрей"} for n in range(500)]
    found = []
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        folder = indexed(tmp_path / place, rows)
        found.append(find_names([("b", folder), ("a", folder)], "Выдумов", limit=300))

    assert found[0] == found[1]
    assert found[0] == sorted(found[0], key=lambda name: (-name.score, name.name, name.source, name.number))
    assert len({(name.source, name.number) for name in found[0]}) == 300


def test_no_more_than_the_limit_is_found(index: Path) -> None:
    """Of several sources together, too."""
    assert len(find_names([("a", index), ("b", index)], "Выдум", limit=3)) == 3
    assert sought(index, "Выдум", limit=1) == ["9"]


def test_parts_and_variants_of_a_name_lead_to_it(tmp_path: Path) -> None:
    """A table gives the name in parts, and some lists the names that a person also bore."""
    folder = indexed(
        tmp_path,
        [
            {"number": "1", "surname": "Выдумов", "given_name": "Иван", "patronymic": None, "birth_edtf": "1890~"},
            {"number": "2", "name": "Небылицын И.", "name_variants": ["Небылевич Ян", "Nebylewicz"]},
            {"number": "3", "name": "Отец Фома", "surname": "Мирской"},
            {"number": "4"},
            {"number": "5", "name": "— —", "name_variants": ["Безымянный"]},
        ],
    )

    assert find_names([("s", folder)], "иван выдумов", limit=5)[0] == FoundName("s", "1", "Выдумов Иван", "1890~", 33.0)
    for asked, number in (
        ("Небылевич", "2"), ("Ян", "2"), ("Nebylewicz", "2"), ("Небылицын", "2"), ("Мирской", "3"), ("Фома", "3"),
        ("Безымянный", "5"),
    ):  # fmt: skip
        assert sought(folder, asked)[0] == number


def test_source_without_people_finds_nothing(tmp_path: Path) -> None:
    """A list of places has an index, too."""
    assert sought(indexed(tmp_path, []), "Выдумов") == []


def damaged(index: Path, folder: Path, how: Callable[[bytes], bytes]) -> Path:
    """Return a copy of the index whose files *how* has damaged."""
    copy = folder / "damaged"
    shutil.copytree(index, copy)
    for file in copy.iterdir():
        file.write_bytes(how(file.read_bytes()))
    return copy


@pytest.mark.parametrize(
    "how",
    [lambda _: b"", lambda content: content[: len(content) // 2], lambda content: b"\0" * len(content),
     lambda content: content[::-1], lambda _: b"{}"],
    ids=["empty", "cut short", "blank", "turned round", "another file"],
)  # fmt: skip
def test_damaged_index_is_one_line(how: Callable[[bytes], bytes], index: Path, tmp_path: Path) -> None:
    """It says what to do, and the store beside it is whole."""
    with pytest.raises(StoreError, match=r"the index of names cannot be read .*; load it again") as caught:
        sought(damaged(index, tmp_path, how), "Выдумов")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", ["term", "store", "idx", "pos", "fieldnorm", "fast", "meta.json", ".managed.json"])
def test_any_damaged_file_of_an_index_is_one_line_or_no_matter(suffix: str, index: Path, tmp_path: Path) -> None:
    """A library in another language may end in a way of its own."""
    for place, how in enumerate((lambda _: b"", lambda content: content[:-20], lambda content: b"\xff" * len(content))):
        copy = tmp_path / str(place)
        shutil.copytree(index, copy)
        for file in copy.iterdir():
            if file.name.endswith(suffix):
                file.write_bytes(how(file.read_bytes()))
        told = ""
        try:
            sought(copy, "Выдумов")
        except RehabkgError as error:
            told = str(error)
        assert "\n" not in told


def test_missing_index_is_one_line(tmp_path: Path) -> None:
    """As after a part of a store was deleted."""
    with pytest.raises(StoreError, match="the index of names cannot be read"):
        sought(tmp_path / "nowhere", "Выдумов")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store with two loaded lists."""
    where = tmp_path_factory.mktemp("found")
    write_version(where / "store", b"", DEFAULT_BASE)
    load_table(where / "store", written(where / "a.tsv", table(table_row(1), table_row(2))), source="first")
    load_table(where / "store", written(where / "b.tsv", table(table_row(1, surname="Иначев"))), source="second")
    return where / "store"


def test_loaded_sources_are_searched_together_or_one_by_one(store: Path) -> None:
    """The record is named by its source and its number there."""
    assert [(found.source, found.number) for found in find(store, "Иван Небылович")] == [
        ("first", "1"), ("first", "2"), ("second", "1"),
    ]  # fmt: skip
    assert [found.source for found in find(store, "Иван", source="second")] == ["second"]
    with pytest.raises(CallError, match="source 'third' is not loaded"):
        find(store, "Иван", source="third")


def test_observations_of_a_name_are_those_of_the_graph(store: Path) -> None:
    """What a stored query is bound to must be what the load has written."""
    found = observations(store, Iris())("Выдумов")

    assert [node.value for node in found] == [
        f"{DEFAULT_BASE}id/observation/first.1", f"{DEFAULT_BASE}id/observation/first.2",
    ]  # fmt: skip


def test_command_finds_records_by_name(store: Path) -> None:
    """A table for people; nothing found is an answer, nothing to seek a bad call."""
    run = rehabkg("find", "Vydumov", "--store", store)
    refused = rehabkg("find", "...", "--store", store)

    assert run.code == GOOD
    assert "Выдумов Иван Небылович" in run.out
    assert "first.1" in run.out
    assert "is not one to 6 words" in refusal(refused, 2)


def test_command_tells_of_an_index_that_is_lost(store: Path, tmp_path: Path) -> None:
    """One line, and what to do."""
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    for file in (source_folder(copy, "first") / NAMES_FOLDER).iterdir():
        file.write_bytes(b"")
    run = rehabkg("find", "Выдумов", "--store", copy)

    assert (run.code, run.out) == (1, "")
    assert run.err.count("\n") == 1


GERMAN = {
    "ж": "sch", "ч": "tsch", "ш": "sch", "щ": "schtsch", "х": "ch", "в": "w", "ц": "z", "з": "s", "й": "i", "ы": "y",
    "ъ": "", "ь": "", "э": "e", "я": "ja", "ю": "ju", "ё": "jo",
}  # fmt: skip
POLISH = {
    "ж": "ż", "ч": "cz", "ш": "sz", "щ": "szcz", "х": "ch", "в": "w", "ц": "c", "з": "z", "й": "j", "ы": "y",
    "ъ": "", "ь": "", "э": "e", "я": "ja", "ю": "ju", "ё": "jo",
}  # fmt: skip


def written_as(name: str, usage: dict[str, str]) -> str:
    return transliterate("".join(usage.get(letter, letter) for letter in name.lower()), "bgn-pcgn")


def one_letter_off(name: str, rng: random.Random) -> str:
    """Return *name* with one letter left out or put in place of another."""
    place = rng.choice([place for place, letter in enumerate(name) if letter.isalpha()])
    letters = "абвгдежзиклмнопрстуфхчшыья" if re.search("[а-я]", name) else "abcdefghijklmnoprstuvyz"
    return name[:place] + rng.choice(["", rng.choice(letters)]) + name[place + 1 :]


@pytest.mark.skipif(not REAL.is_file(), reason="the real names (../shared/data/khabarovsk) are not here")
def test_real_names_are_found(tmp_path: Path) -> None:
    """Of 29,581 people, among the first twenty found: nearly all transliterated, most misspelt by a letter."""
    with REAL.open(encoding="utf-8", newline="") as file:
        main = [row for row in csv.DictReader(file) if row["основное"] == "True"]
    people = {row["id"]: " ".join(filter(None, (row["фамилия"], row["имя"], row["отчество"]))) for row in main}
    folder = indexed(tmp_path, [{"number": number, "name": name} for number, name in people.items()])
    rng = random.Random(29_581)  # noqa: S311 - it chooses a sample
    asked = rng.sample(sorted(people), 200)
    ways: dict[str, tuple[float, Callable[[str], str]]] = {
        **{scheme: (0.99, lambda name, scheme=scheme: transliterate(name, scheme)) for scheme in SCHEMES},  # type: ignore[misc]
        "German": (0.98, lambda name: written_as(name, GERMAN)),
        "Polish": (0.98, lambda name: written_as(name, POLISH)),
        "one letter off": (0.95, lambda name: one_letter_off(name, rng)),
        "one letter off, in Latin": (0.95, lambda name: one_letter_off(transliterate(name, "bgn-pcgn"), rng)),
    }
    found = {}
    for way, (_, write) in ways.items():
        hits = sum(people[number] in _names(folder, write(people[number])) for number in asked)
        found[way] = hits / len(asked)

    assert {way: share for way, share in found.items() if share < ways[way][0]} == {}


def _names(folder: Path, asked: str) -> list[str]:
    try:
        return [found.name for found in find_names([("list", folder)], asked, limit=20)]
    except CallError:
        # The one letter of a word of one letter was left out.
        return []

"""Names made comparable: the table of given names, patronymics, stems of surnames, and the parts of a whole name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehabkg.lexicon import read_lexicon
from rehabkg.names.alternatives import alternatives, whole_names
from rehabkg.names.keys import name_words
from rehabkg.names.parts import NameParts, name_parts
from rehabkg.names.patronymics import fathers
from rehabkg.names.surnames import surname_stem, surname_usages
from rehabkg.names.variants import canonical, given_names, given_names_of, meanings
from rehabkg.names.whole import LONGEST_NAME, MOST_WORDS, split_name

# A busy machine may be slow.
untimed = settings(deadline=None)
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіўabcdeijklnostuwyzžšłóä"
NAMES = st.text(LETTERS + LETTERS.upper() + " -.,()'/;", max_size=60)


def code(form: str) -> str | None:
    return canonical(name_words(form)[0])


def father(form: str) -> str:
    return fathers(name_words(form)[0])[0]


def stem(surname: str) -> str:
    return surname_stem(name_words(surname)[0])


def test_form_of_a_given_name_stands_in_one_set() -> None:
    """A form in two sets would be decided by their order; one that is both is `weak`."""
    sets: dict[str, set[str]] = defaultdict(set)
    for row in read_lexicon("given-names"):
        for form in (row["name"], *filter(None, row["forms"].split("|"))):
            (word,) = name_words(form)
            sets[word.key].add(row["name"])

    assert {key: names for key, names in sets.items() if len(names) > 1} == {}


def test_rows_of_given_names_are_whole() -> None:
    """A sex that is not told, or a weak form that is also a sure one of the same name, is a slip."""
    for row in read_lexicon("given-names"):
        sure = {name_words(form)[0].key for form in (row["name"], *filter(None, row["forms"].split("|")))}
        doubtful = {name_words(form)[0].key for form in filter(None, row["weak"].split("|"))}

        assert row["sex"] in ("m", "f"), row["name"]
        assert not sure & doubtful, row["name"]


def test_code_of_a_name_leads_to_itself() -> None:
    """What is compared may be read again, and must stay what it is."""
    names = given_names()

    assert {key: names.strong[key] for key in names.sexes} == {key: key for key in names.sexes}


@pytest.mark.parametrize(
    "forms",
    [
        "Иосиф Йосиф Осип Йосип Юзеф Józef Josef Joseph Juozas Jāzeps",
        "Моисей Мовша Мойше Мошко Moses Mojżesz",
        "Георгий Егор Georg Jerzy Геворк",
        "Иоганн Johann Johannes Иоганнес Ганс",
        "Иван Иоанн Иоан Ivan Iwan Іван",
        "Михаил Михайло Michał Michael Mykhailo Михель Michail",
        "Магомет Мухамед Мохаммед Магомед Mehmed",
        "Яков Иаков Якуб Янкель Jakob Акоп",
        "Пётр Петр Петро Piotr Peter Pēteris",
        "Евдокия Авдотья Явдоха",
        "Ксения Аксинья Оксана",
        "Прасковья Параскева Просковья",
        "Федор Фёдор Феодор Fjodor Хведор",
    ],
)
def test_forms_of_one_name_meet(forms: str) -> None:
    """One person is Осип in a list, Иосиф in the sentence and Józef at home."""
    assert len({code(form) for form in forms.split()}) == 1
    assert code(forms.split()[0]) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Мария", "Марина"),
        ("Лев", "Леонид"),
        ("Иван", "Иоганн"),
        ("Иван", "Ян"),
        ("Юрий", "Георгий"),
        ("Анна", "Анастасия"),
        ("Александр", "Алексей"),
        ("Федор", "Федот"),
        ("Ирина", "Ираида"),
        ("Семен", "Самуил"),
        ("Александр", "Александра"),
        ("Евгений", "Евгения"),
    ],
)
def test_different_names_do_not_meet(one: str, other: str) -> None:
    """Brothers have names that are near; a set that is too wide would make them one person."""
    assert None not in (code(one), code(other))
    assert code(one) != code(other)


@pytest.mark.parametrize(("one", "other"), [("Иван", "Ян"), ("Иоганн", "Иван"), ("Юрий", "Георгий"), ("Лейба", "Лев")])
def test_name_that_is_sometimes_another_is_near_it(one: str, other: str) -> None:
    """Иоганн Шмидт stands as Иван Шмидт in another list: no proof, but no contradiction."""
    assert set(meanings(name_words(one)[0])) & set(meanings(name_words(other)[0]))


def test_form_that_is_only_sometimes_a_name_stays_its_own() -> None:
    """A weak form alone is no sure sign, so its code is its key and the name comes second."""
    rows = [{"name": "Выдум", "sex": "m", "forms": "Выдумий", "weak": "Небыл"}]
    table = given_names_of(rows)

    assert dict(table.strong) == {"vidum": "vidum", "vidumi": "vidum"}
    assert dict(table.weak) == {"nebil": ("vidum",)}
    assert dict(table.roots) == {"vidum": "vidum"}
    assert dict(table.weak_roots) == {"nebil": ("vidum",)}


@pytest.mark.parametrize(
    ("forms", "name"),
    [
        ("Иосифович Йосифович Осипович Осиповна Йосипівна Józefowicz Iosifowitsch Juozasovič", "Иосиф"),
        ("Ильич Ильинична", "Илья"),
        ("Кузьмич Кузьминична Козьмич", "Кузьма"),
        ("Саввич Саввична Савович", "Савва"),
        ("Львович Львовна", "Лев"),
        ("Павлович Павловна Pavlovich", "Павел"),
        ("Яковлевич Яковлевна Янкелевич", "Яков"),
        ("Алексеевич Алексеич Алексеевна Алексійович", "Алексей"),
        ("Иванович Иваныч Іванавіч Іванаўна Іванівна Ivanovitch", "Иван"),
        ("Мовшевич Мошкович Моисеевна", "Моисей"),
        ("Егорович Георгиевна", "Георгий"),
        ("Мамедоглы Магомедович", "Магомет"),
        ("Никитич Никитична", "Никита"),
        ("Antano Antoniego Антонович", "Антон"),
        ("Juozo Józefa Осипович", "Иосиф"),
        ("Həsənoğlu Гасаноглы Гасанович", "Гасан"),
    ],
)
def test_patronymic_leads_to_the_fathers_name(forms: str, name: str) -> None:
    """Йосифович and Осипович say the same of a father, and Осип may be his entry in the same list."""
    assert {father(form) for form in forms.split()} == {code(name)}


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("syn Józefa", "Иосиф"),
        ("s. Józefa", "Иосиф"),
        ("сын Ивана", "Иван"),
        ("Jaani p.", "Ян"),
        ("Həsən oğlu", "Гасан"),
        ("Гасан кызы", "Гасан"),
        ("Магомет уулу", "Магомет"),
    ],
)
def test_word_beside_the_fathers_name_is_not_taken_for_it(printed: str, name: str) -> None:
    """Polish, Estonian and Turkic lists say whose child somebody is, and print the father's name as it is."""
    parts = name_parts(surname="Выдумов", given_name="Небыл", patronymic=printed)

    assert parts.patronymic_canonical == code(name)


def test_patronymic_of_another_father_stays_apart() -> None:
    """Сергеевич is no Семёнович, and a root that no table has is its own."""
    assert father("Сергеевич") != father("Семенович")
    assert father("Пудович") == father("Пудовна") != father("Прудович")


@pytest.mark.parametrize(
    "surnames",
    [
        "Иванов Иванова Ivanov Ivanova Iwanow Ivanoff",
        "Ковальский Ковальская Kowalski Kowalska Kovalskij Kovalskaja",
        "Белый Белая",
        "Толстой Толстая Tolstoy",
        "Ильин Ильина",
        "Kazlauskas Казлаускас Kazlauskienė Kazlauskaitė",
        "Bērziņš Bērziņa Берзин",
    ],
)
def test_surname_of_a_man_and_of_a_woman_has_one_stem(surnames: str) -> None:
    """A wife's record and a Latin list of men must meet what the Cyrillic list prints."""
    assert len({stem(surname) for surname in surnames.split()}) == 1


def test_stems_keep_surnames_apart() -> None:
    """A stem that is cut too short would join families."""
    kept = ["Иванов", "Иваненко", "Иванюк", "Ивановский", "Ли", "Лин", "Ким", "Росс", "Титов", "Титус", "Шмидт"]

    assert len({stem(surname) for surname in kept}) == len(kept)


def test_surname_written_as_elsewhere_has_the_stem_among_its_usages() -> None:
    """Chruszczow is no other family than Хрущёв, nor Gumilyov than Гумилёв."""
    for latin, cyrillic in (("Chruszczow", "Хрущёв"), ("Gumilyov", "Гумилёв"), ("Горбачов", "Горбачев")):
        (word,) = name_words(latin)

        assert stem(cyrillic) in (surname_stem(word), *surname_usages(word))
    assert stem("Солженицын") == stem("Solzhenitsyn") == stem("Solženicyn")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Иванов Иван Петрович", ("ivanov", "ivan", "petr")),
        ("Ivan Petrovich Ivanov", ("ivanov", "ivan", "petr")),
        ("Ivanov, Ivan", ("ivanov", "ivan", None)),
        ("Ковальская Юзефа", ("kovalskaia", "iuzefa", None)),
        ("Юзеф Ковальский", ("kovalski", "iosiv", None)),
        ("Kowalski Jan Józef", ("kovalski", "ian", None)),
        ("Рабинович Исаак", ("rabinovic", "isak", None)),
        ("Абрам Исаакович Рабинович", ("rabinovic", "abram", "isak")),
        ("Рабинович Абрам Исаакович", ("rabinovic", "abram", "isak")),
        ("Мамедов Али Гасан оглы", ("mamedov", "ali", "hasan")),
        ("Али Гасан оглы Мамедов", ("mamedov", "ali", "hasan")),
        ("Әли Həsən oğlu Məmmədov", ("mamadov", "ali", "hasan")),
        ("Магомет уулу Ахмед", (None, "ahmed", "magomet")),
        ("Абрам Рабинович", ("rabinovic", "abram", None)),
        ("фон Берг Карл Карлович", ("berg", "karl", "karl")),
        ("Karl von Berg", ("berg", "karl", None)),
        ("Выдуме́нский Влади́мир Льво́вич", ("vidumenski", "vladimir", "lev")),
        ("Ли Сян-цзы", ("li", "sianci", None)),
    ],
)
def test_whole_name_is_parted(name: str, wanted: tuple[str | None, ...]) -> None:
    """A patronymic, a comma or a known given name says which word is which."""
    parts = name_parts(name)

    assert (parts.surname, parts.given_canonical, parts.patronymic_canonical) == wanted
    assert parts.order_known


@pytest.mark.parametrize("name", ["И. И. Иванов", "И.И.Иванов", "Иванов И. И.", "Иванов И.И.", "Иванов, И. И."])
def test_initials_are_no_names(name: str) -> None:
    """И. may be Иван or Илья: it says one letter and no name."""
    parts = name_parts(name)

    assert (parts.surname, parts.given, parts.given_canonical, parts.patronymic) == ("ivanov", None, None, None)
    assert (parts.given_initial, parts.patronymic_initial) == ("i", "i")


def test_order_that_nothing_decides_is_told() -> None:
    """A guess that looks sure would count as evidence against the same person."""
    assert not name_parts("Выдум Небыл").order_known
    assert not name_parts("Иван Абрам").order_known
    assert not name_parts("Выдумов").order_known
    assert not name_parts("").order_known
    assert name_parts(surname="Выдум", given_name="Небыл").order_known


def test_syllables_meet_however_they_are_joined_and_ordered() -> None:
    """Lists hyphenate, part and turn Chinese and Korean names as they like."""
    told = [
        name_parts(surname="Ли", given_name="Сян-цзы"),
        name_parts(surname="Ли", given_name="Сян Цзы"),
        name_parts("Ли Сянцзы"),
        name_parts("Ли-Сян-Цзы"),
        name_parts(surname="Сянцзы", given_name="Ли"),
    ]

    assert {parts.joined for parts in told[:4]} == {"lisianci"}
    assert {parts.letters for parts in told} == {"aciiilns"}
    assert {(parts.surname, parts.given) for parts in told[:4]} == {("li", "sianci")}
    assert name_parts(surname="Ан", given_name="Ун Юан").given == name_parts(surname="Ан", given_name="Унюан").given
    assert name_parts(surname="Ли", given_name="Иван").joined is None
    assert name_parts(surname="Ли", given_name="И").given == "i"
    assert name_parts("Jan Kowal").joined is None


def test_names_in_one_cell_and_variants_are_others() -> None:
    """A name before marriage or in brackets is a name of the same person."""
    parts = name_parts(
        surname="Шишакова (урожд. Рен)",
        given_name="Юзефа (Жозефина)",
        patronymic="Ивановна",
        variants=["Ким Анна", "Осиповна"],
    )

    assert (parts.surname_stem, parts.other_surnames) == ("sisakov", ("ren", "kim"))
    assert (parts.given_canonical, parts.other_given) == ("iuzefa", ("ana",))
    assert (parts.patronymic_canonical, parts.other_patronymics) == ("ivan", ("iosiv",))
    assert name_parts("Иванов Иван, он же Петров Павел").other_surnames == ("petrov",)
    assert name_parts(surname="Иванов-Петров").other_surnames == ("ivanov", "petrov")


@pytest.mark.parametrize("surname", ["Фамин", "Настасьин", "Бывшев", "Или", "Медве́дев", "Born", "Урин", "Девятов"])
def test_surname_that_looks_like_a_remark_is_kept_whole(surname: str) -> None:
    """Words that part names begin like surnames."""
    (told,) = alternatives(surname)

    assert name_words(told)[0].key == name_words(surname.replace("\u0301", ""))[0].key


def test_patronymic_is_no_given_name() -> None:
    """A father and a son stand in one list: Иван Петрович is not Пётр Иванович."""
    one, other = name_parts("Выдумов Иван Петрович"), name_parts("Выдумов Петр Иванович")

    assert one.words != other.words
    assert (one.given_canonical, one.patronymic_canonical) == (other.patronymic_canonical, other.given_canonical)
    assert name_parts(surname="Выдумов", given_name="Иван Петрович").patronymic_canonical == "petr"
    assert split_name("Анна Петровна").patronymic == "Петровна"


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("Выдумова Анна Ивановна", "female"),
        ("Выдум Никита Кузьмич", "male"),
        ("Мамедова Айша Гасан кызы", "female"),
        ("Мамедов Али Гасан оглы", "male"),
        ("Kowalski Jan", "male"),
        ("Выдум Небыл", None),
    ],
)
def test_sex_is_that_of_the_names(name: str, sex: str | None) -> None:
    """Many lists have no column for it."""
    assert name_parts(name).sex == sex


def test_nothing_comes_to_nothing() -> None:
    """Absent is None, never an empty text that equals another empty text."""
    for nothing in (None, "", " ", "—", "...", "()", "'", "ь"):
        parts = name_parts(nothing, nothing, nothing, nothing)

        assert replace(parts, order_known=True) == NameParts()


@untimed
@given(st.text(), st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_is_parted(name: str, surname: str, given_name: str, patronymic: str, variants: list[str]) -> None:
    """A broken row costs nothing but itself."""
    parts = name_parts(name, surname, given_name, patronymic, variants)

    assert "" not in (parts.surname, parts.surname_stem, parts.given, parts.patronymic, parts.joined)


@untimed
@given(NAMES, st.lists(NAMES, max_size=3))
def test_name_is_parted_the_same_each_time(name: str, variants: list[str]) -> None:
    """What a run remembers of a cell may not change what it says of it."""
    parts = name_parts(name, None, None, None, variants)

    assert parts == name_parts(name, None, None, None, variants)
    assert tuple(sorted(parts.words)) == parts.words
    assert parts.surname_stem not in parts.other_surnames


@untimed
@given(NAMES)
def test_names_of_a_cell_are_parted_once(cell: str) -> None:
    """A name taken from a cell is a name, whatever it is read as."""
    assert all(alternatives(name) == [name] for name in alternatives(cell))
    assert all(whole_names(name) == [name] for name in whole_names(cell))


def test_long_text_is_cut() -> None:
    """A whole page in the column of names is neither read nor remembered."""
    page = "Выдумов Иван " * 100_000
    long_word = "ы" * 1_000_000

    for text in (page, long_word, "(" * 100_000, "он же " * 100_000, "-" * 100_000 + "а", "И." * 100_000):
        parts = name_parts(text, None, None, text, [text] * 1_000)
        columns = name_parts(None, text, text, text)

        assert max(len(parts.words), len(columns.words)) <= MOST_WORDS
        assert max(map(len, (*parts.words, *columns.words)), default=0) <= LONGEST_NAME

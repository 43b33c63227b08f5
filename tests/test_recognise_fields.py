"""The cells of a table become a typed record: what they say, no more, and nothing of it lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.invented.people import People
from bench.invented.table_rows import row_of
from rehabkg.readers.memorial_table import read_memorial_table, record_of_cells
from rehabkg.recognise.articles import articles_of
from rehabkg.recognise.births import birth_of
from rehabkg.recognise.cells import age_of, list_of, sex_of, sex_of_patronymic
from rehabkg.recognise.fields import recognise_fields
from rehabkg.recognise.history import history_of
from rehabkg.recognise.rehabilitation import rehabilitations_of
from rehabkg.recognise.texts import trimmed
from rehabkg.records.model import Arrest, Article, Death, RecordedCase, RecordedPerson, Rehabilitation, Sentence
from rehabkg.records.printed import PrintedRecord

CASES = Path(__file__).parent / "cases" / "records" / "memorial-table"
Told = list[tuple[str, str, str]]


def printed(*cases: dict[str, str], text: str = "", **fields: str) -> PrintedRecord:
    """A record with these cells, of the person by keyword and of each case by a dictionary."""
    return PrintedRecord("1", "list.csv", "row 1", 1, text, fields=fields, cases=cases)


def case_of(**cells: str) -> RecordedCase:
    """The one case that these cells make."""
    (case,) = recognise_fields(printed(cells)).cases
    return case


@pytest.fixture(scope="module")
def people() -> list[RecordedPerson]:
    return [recognise_fields(row) for row in read_memorial_table(CASES / "good.tsv", report=pytest.fail)]


def test_a_full_row_is_recognised_whole(people: list[RecordedPerson]) -> None:
    """Arrest, decision, articles, death, rehabilitation: all that the row says, in codes and Gregorian dates."""
    assert people[0] == RecordedPerson(
        surname="Кебровин",
        given_name="Лавр",
        patronymic="Гурьевич",
        name_variants=("Кебров", "Ларион"),
        sex="male",
        birth_date="1890~",
        birth_place="Саратовская обл., Звелинский р-н, с. Малые Пуки",
        nationality="русский",
        citizenship="СССР",
        education="н/начальное",
        party="б/п",
        occupation="плотник",
        residence="г. Саратов",
        family="жена, сын",
        death=Death("1937-12-09", "executed", "г. Саратов"),
        status="rehabilitated",
        cases=(
            RecordedCase(
                arrests=(Arrest("1937-11-12", "УНКВД по Саратовской обл", None, "под стражей"),),
                sentences=(
                    Sentence(
                        date="1937-12-03",
                        body="Тройка при УНКВД по Саратовской обл",
                        charge="по ст. 58-10, 58-11 УК РСФСР",
                        articles=(Article("58-10", "rsfsr"), Article("58-11", "rsfsr")),
                        measures=("execution",),
                        text="ВМН",
                    ),
                ),
                rehabilitations=(
                    Rehabilitation(
                        date="1957-05-17",
                        body="Саратовский областной суд",
                        grounds=("no-corpus-delicti",),
                        text="за отсутствием состава преступления",
                    ),
                ),
            ),
        ),
        book="Книга памяти Саратовской обл",
        book_address="kniga1.htm",
        file_number="ОФ-70001",
    )


def test_a_date_is_as_sharp_as_printed(people: list[RecordedPerson]) -> None:
    """A month stays a month, a year a year, a day whose month is unknown says so."""
    assert people[1].cases[0].arrests[0].date == "1939-05"
    assert people[1].cases[0].sentences[0].date == "1939"
    assert people[3].cases[0].sentences[0].date == "1938-XX-05"


def test_a_day_that_does_not_exist_is_reported_and_stays_out() -> None:
    """31 February is neither 28 February nor 3 March, and is not lost either."""
    told: Told = []
    cells = {"arrest_date": "31.2.1938", "decision_date": "5.3.1938", "rehabilitation_date": "в прошлом году"}

    person = recognise_fields(printed(cells), report=lambda *one: told.append(one))

    assert [(column, value) for column, value, _ in told] == [
        ("arrest_date", "31.2.1938"),
        ("rehabilitation_date", "в прошлом году"),
    ]
    assert told[0][2] == "a day that exists"
    assert person.unread == ("31.2.1938", "в прошлом году")
    assert person.cases[0].arrests == ()
    assert person.cases[0].sentences[0].date == "1938-03-05"


@pytest.mark.parametrize(
    ("column", "of_case"),
    [
        ("arrest_date", True), ("decision_date", True), ("release_date", True), ("rehabilitation_date", True),
        ("birth_date", False), ("death_date", False), ("execution_date", False), ("rehabilitation_date", False),
    ],
)  # fmt: skip
def test_every_cell_of_a_date_is_held_to_the_calendar(column: str, of_case: bool) -> None:
    """No date slips by unread."""
    told: Told = []
    cells = {column: "30.2.1940"}

    recognise_fields(printed(cells) if of_case else printed(**cells), report=lambda *one: told.append(one))

    assert told == [(column, "30.2.1940", "a day that exists")]


def test_a_sentence_to_death_is_no_death(people: list[RecordedPerson]) -> None:
    """T says what was imposed; whether it was done, another cell says."""
    assert people[2].cases[0].sentences == (Sentence(measures=("execution",)),)
    assert people[2].death is None


@pytest.mark.parametrize(
    ("executed", "fields", "death"),
    [
        ("T", {"death_date": "9.12.1937"}, Death("1937-12-09", "executed")),
        ("F", {"death_date": "9.12.1943"}, Death("1943-12-09", "died")),
        ("F", {"death_place": "Карлаг."}, Death(None, "died", "Карлаг")),
        ("F", {"execution_date": "1.1938"}, Death("1938-01", "executed")),
        ("T", {}, None),
        ("F", {"death_date": "31.4.1943"}, None),
    ],
)
def test_a_death_is_an_execution_only_beside_a_sentence_to_death(
    executed: str, fields: dict[str, str], death: Death | None
) -> None:
    """Who died in a camp was not shot."""
    assert recognise_fields(printed({"executed": executed}, **fields)).death == death


def test_a_death_that_the_sentence_tells_is_taken() -> None:
    """A cell often holds the whole story."""
    person = recognise_fields(printed({"sentence": "ВМН. Расстрелян 5.03.1938", "executed": "T"}))

    assert person.death == Death("1938-03-05", "executed")


def test_a_commutation_is_a_decision_of_its_own() -> None:
    """The sentence stands, and what changed it stands after it."""
    case = case_of(
        decision_date="3.12.1938",
        deciding_body="Военный Трибунал",
        sentence="ВМН. Приговор заменен 17.03.1939 ВС СССР на 15 лет ИТЛ",
        executed="T",
    )

    assert [(one.date, one.measures, one.term_years, one.changes) for one in case.sentences] == [
        ("1938-12-03", ("execution",), None, False),
        ("1939-03-17", ("labour-camp",), 15.0, True),
    ]
    assert case.sentences[0].body == "Военный Трибунал"


def test_other_repressions_are_cases_of_the_same_person(people: list[RecordedPerson]) -> None:
    """Free text of an earlier and a later case is read, and kept where it is not."""
    _, before, after = people[2].cases

    assert before.sentences == (
        Sentence(date="1931", measures=("labour-camp",), term_years=3.0, text="В 1931 г. осужден на 3 года ИТЛ."),
    )
    assert after.sentences == (Sentence(measures=("banishment",), text="высылка"),)
    unclear = recognise_fields(printed(previous_repression="см. дело брата")).cases
    assert unclear == (RecordedCase(sentences=(Sentence(text="см. дело брата"),)),)


@pytest.mark.parametrize(
    ("year", "comment", "born"),
    [
        ("1890", None, "1890"),
        ("1890", "ок.", "1890~"),
        ("1890", "около", "1890~"),
        ("1890", "?", "1890?"),
        ("1890", "или 1892", "[1890,1892]"),
        ("1892", "по др. данным 1890 г.", "[1890,1892]"),
        ("1890", "17 мая 1890 г.", "1890-05-17"),
        ("1890", "1890 или 1892", "[1890,1892]"),
        (None, "ок. 1890", "1890~"),
        (None, "1890, 1892", "[1890,1892]"),
        ("12.05.1903", None, "1903-05-12"),
    ],
)
def test_a_year_of_birth_is_read_with_its_comment(year: str | None, comment: str | None, born: str) -> None:
    """What the words doubt stays doubtful; of two years neither is chosen."""
    assert birth_of(year, comment) == (born, True)


def test_a_comment_that_is_not_understood_is_kept() -> None:
    """The year holds, and the words are listed for a person to read."""
    person = recognise_fields(printed(birth_date="1890", birth_comment="метрики сгорели"))

    assert (person.birth_date, person.unread) == ("1890", ("метрики сгорели",))


def test_an_age_stays_an_age(people: list[RecordedPerson]) -> None:
    """45 at an arrest of unknown date is no year of birth."""
    assert (people[2].age, people[2].birth_date) == (45, None)
    assert [age_of(text) for text in ("45 лет", "3 года", "500", "ок. 40", "-1")] == [45, 3, None, None, None]
    assert recognise_fields(printed(age="ок. 40")).unread == ("ок. 40",)


@pytest.mark.parametrize("age", ["300", "ок. 40", "-1"])
def test_age_that_is_none_is_reported(age: str) -> None:
    """A year in the column of the age must not vanish: whoever loads the list reads of it."""
    told: list[tuple[str, str, str]] = []

    person = recognise_fields(printed(age=age), report=lambda *cell: told.append(cell))

    assert (person.age, person.unread) == (None, (age,))
    assert told == [("age", age, "an age in whole years, 120 at most")]


@pytest.mark.parametrize(
    ("word", "sex"),
    [("м", "male"), ("Ж", "female"), ("мужчина", "male"), ("жен.", "female"), ("f", "female"), ("x", None)],
)
def test_a_word_for_a_sex_is_one_of_a_few(word: str, sex: str | None) -> None:
    """Any other word tells nothing."""
    assert sex_of(word) == sex


@pytest.mark.parametrize(
    ("patronymic", "sex"),
    [
        ("Иванович", "male"), ("Ильич", "male"), ("Кузьмич", "male"), ("Лукич", "male"), ("Никитич", "male"),
        ("Ивановна", "female"), ("Ильинична", "female"), ("Лукинична", "female"), ("Фоминична", "female"),
        ("Мамед-оглы", "male"), ("Мамед кызы", "female"), ("Керим-Оглы", "male"), ("Ли", None), ("Янович", "male"),
        ("Саввична", "female"), ("Мария", None), ("Кызылбаев", None),
    ],
)  # fmt: skip
def test_a_patronymic_shows_the_sex_by_its_ending(patronymic: str, sex: str | None) -> None:
    """A source without a column for the sex says it in every second name."""
    assert sex_of_patronymic(patronymic) == sex


def test_the_cell_of_the_sex_stands_above_the_patronymic() -> None:
    """What the source states is not overruled by a rule."""
    assert recognise_fields(printed(sex="ж", patronymic="Иванович")).sex == "female"
    assert recognise_fields(printed(sex="?", patronymic="Иванович")).sex == "male"
    assert recognise_fields(printed(sex="?")).unread == ("?",)


def test_each_body_rehabilitates_on_its_ground() -> None:
    """Two bodies on two grounds are two decisions; the date that the row gives is said of both."""
    case = case_of(
        rehabilitation_date="17.5.1989",
        rehabilitation_body="Первый суд\nВторая прокуратура",
        rehabilitation_ground="за отсутствием состава преступления\nпо Указу ПВС СССР от 16.01.1989",
    )

    assert [(one.date, one.body, one.grounds, one.acts) for one in case.rehabilitations] == [
        ("1989-05-17", "Первый суд", ("no-corpus-delicti",), ()),
        ("1989-05-17", "Вторая прокуратура", (), ("ussr-decree-1989-01-16",)),
    ]


def test_grounds_that_cannot_be_paired_are_of_every_body() -> None:
    """Which body used which ground the source does not say."""
    case = case_of(rehabilitation_body="Первый суд\nВторой суд", rehabilitation_ground="за недоказанностью")

    assert [(one.body, one.grounds) for one in case.rehabilitations] == [
        ("Первый суд", ("not-proven",)),
        ("Второй суд", ("not-proven",)),
    ]


def test_an_act_in_the_cell_of_the_body_is_no_body() -> None:
    """A law does not decide a case."""
    (decision,) = case_of(rehabilitation_body="на основании Закона РСФСР от 18.10.91г.").rehabilitations

    assert (decision.body, decision.acts) == (None, ("rsfsr-law-1991-10-18",))


def test_an_undated_act_is_told_by_the_date_of_the_decision() -> None:
    """What is read once and kept may not carry the act of one date to another."""
    acts = [
        case_of(rehabilitation_date=date, rehabilitation_body="Прокуратура", rehabilitation_ground=ground)
        .rehabilitations[0]
        .acts
        for ground in ("на основании Закона РФ", "за отсутствием состава преступления")
        for date in ("5.3.1995", "5.3.1990", "5.3.1995")
    ]

    assert acts == [("rsfsr-law-1991-10-18",), ("other-act",), ("rsfsr-law-1991-10-18",), (), (), ()]


@pytest.mark.parametrize(
    ("ground", "status"),
    [
        ("сведений о реабилитации нет", "no-information-stated"),
        ("в реабилитации отказано", "refused"),
        ("за отсутствием состава преступления", "rehabilitated"),
    ],
)
def test_the_status_is_what_the_record_says(ground: str, status: str) -> None:
    """Nothing known, refused and granted are three things."""
    assert recognise_fields(printed({"rehabilitation_ground": ground})).status == status
    assert recognise_fields(printed({"sentence": "ВМН"})).status == "unstated"


def test_a_rehabilitation_of_the_person_goes_to_the_only_case() -> None:
    """Among several cases the source does not say which one it concerns, so it stands apart."""
    granted = (Rehabilitation("1957-05-17", "Первый суд"),)
    cells = {"rehabilitation_date": "17.5.1957", "rehabilitation_body": "Первый суд"}

    assert recognise_fields(printed({"sentence": "ВМН"}, **cells)).cases[0].rehabilitations == granted
    several = recognise_fields(printed({"sentence": "ВМН"}, {"sentence": "ссылка"}, **cells)).cases
    assert [case.rehabilitations for case in several] == [(), (), granted]
    assert recognise_fields(printed(**cells)).cases == (RecordedCase(rehabilitations=granted),)


def test_a_restraint_is_no_arrest() -> None:
    """Who signed not to leave the town was not arrested."""
    assert recognise_fields(printed({"restraint": "подписка о невыезде"})).cases == ()
    (arrest,) = case_of(arrest_date="1.2.1930", restraint="подписка о невыезде").arrests
    assert arrest.text == "подписка о невыезде"


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        ("по амнистии", "amnesty"),
        ("по отбытии срока", "term-served"),
        ("по болезни", "age-or-health"),
        ("иное", "other"),
    ],
)
def test_a_release_has_its_ground(ground: str, code: str) -> None:
    """An amnesty is no rehabilitation, and no end of term."""
    (release,) = case_of(release_date="1.5.1945", release_ground=ground).releases

    assert (release.date, release.ground, release.text) == ("1945-05-01", code, ground)


def test_an_amnesty_is_told_of_the_person_to_whom_it_was_applied() -> None:
    """A text that denies it is no amnesty."""
    told = "3 года ИТЛ, по амнистии освобожден"
    denied = "3 года ИТЛ, не подлежит амнистии"

    assert recognise_fields(printed({"sentence": told}, text=told)).amnesty
    assert not recognise_fields(printed({"sentence": denied}, text=denied)).amnesty
    assert not recognise_fields(printed({"sentence": "член коммунистической партии"}, text="коммунист")).amnesty


def test_what_stands_beside_is_gathered_from_person_and_cases() -> None:
    """File numbers, co-defendants and notes of all cases are of the one person."""
    person = recognise_fields(
        printed(
            {"file_number": "7", "codefendants": "Пукин; Шадлиев", "served_at": "Карлаг", "sentence": "ссылка"},
            {"file_number": "9", "note": "по письму сына", "sentence": "ссылка"},
            note="род. дважды указан",
            kin="сестра: Дрожева",
            categories="а\nб\nа",
        )
    )

    assert person.file_number == "7; 9"
    assert person.codefendants == ("Пукин", "Шадлиев")
    assert person.note == "род. дважды указан; Карлаг; по письму сына"
    assert person.kin == ("сестра: Дрожева",)
    assert person.categories == ("а", "б")


def test_an_accusation_and_its_articles_are_both_read() -> None:
    """A source with a column for each gives one charge."""
    (sentence,) = case_of(charge="а/с агитация", articles="58-10 УК РСФСР").sentences

    assert sentence.charge == "а/с агитация; 58-10 УК РСФСР"
    assert sentence.articles == (Article("58-10", "rsfsr"),)


def test_cells_read_once_and_kept_give_what_reading_each_row_gives() -> None:
    """The short way through the repeated cells is held to the long one, over two thousand invented people."""
    for person in People(seed=7).draw(2_000):
        row = row_of(person)
        record = record_of_cells(row, "table.tsv", 2, "\t".join(row))
        case = dict(record.cases[0]) | {"executed": "F"}
        if not {"charge", "deciding_body", "sentence"} & set(case):
            continue
        charge, text = trimmed(case.get("charge")), trimmed(case.get("sentence"))
        kept = recognise_fields(PrintedRecord("1", "a", "b", 1, "", cases=(case,))).cases[0]
        main = Sentence(
            date=kept.sentences[0].date,
            body=trimmed(case.get("deciding_body")),
            charge=charge,
            articles=articles_of(charge),
        )
        told = history_of(text, main).sentences if text else (main,)

        assert kept.sentences == told
        cells = record.cases[0]
        cleared = rehabilitations_of(
            text=cells.get("rehabilitation_ground"),
            date=cells.get("rehabilitation_date"),
            body=trimmed(cells.get("rehabilitation_body")),
        )
        assert recognise_fields(record).cases[0].rehabilitations == cleared


@given(st.dictionaries(st.sampled_from(["arrest_date", "decision_date", "sentence", "charge"]), st.text(max_size=40)))
def test_no_cell_makes_recognition_fail(cells: dict[str, str]) -> None:
    """Whatever an archive writes into a cell, a record comes out."""
    assert isinstance(recognise_fields(printed(cells, birth_date="1900")), RecordedPerson)


def test_a_list_in_one_cell_is_parted_at_lines_and_semicolons() -> None:
    """A comma parts nothing: a name may have one."""
    assert list_of("Кебров, Лавр; Ларион\nКебров, Лавр") == ("Кебров, Лавр", "Ларион")
    assert list_of("") == ()

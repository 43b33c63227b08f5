"""A body of the memorial lists becomes a person with all that it says; what no rule takes is kept as unread."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rehabkg import assets
from rehabkg.recognise.list_body import recognise_body
from rehabkg.records.jsonl import to_json
from rehabkg.records.model import RecordedPerson
from rehabkg.records.printed import PrintedRecord

REAL = assets.ROOT.parent / "shared" / "data" / "memorial-lists"


def printed(body: str, name: str | None = None) -> PrintedRecord:
    """A record of *body* as a reader hands it over."""
    return PrintedRecord("l1", "list.txt", "line 1", 1, body, name=name, body=body)


def person(body: str) -> RecordedPerson:
    return recognise_body(printed(body))


USUAL = """(варианты фамилии: Гороховский; варианты имени: Петр, Пётр)
Родился в 1904 г., Минская обл., Речной р-н, д. Луговая; белорус;  образование начальное; член ВКП(б) с 1925;
бригадир в колхозе "Заря" (в мае 1936 г. освобожден из лагеря)..
Проживал: Минская обл., г. Речной..
Арестован  25 августа 1937 г. Речным РО НКВД
Приговорен: Комиссия НКВД СССР и Прокурора СССР 11 декабря 1937 г., обв.: 72, 76 УК БССР - агитация..
Приговор: ВМН, конфискация имущества
Расстрелян 27 января 1938 г.
Место захоронения - место захоронения - Орша.
Реабилитирован 16 октября 1961 г. Верховный Суд БССР за отсутствием состава преступления"""


def test_each_line_of_the_usual_form_is_read() -> None:
    """The dots that a list puts at the ends are no part of a text; labels are no part of a fact."""
    found = person(USUAL)
    case = found.cases[0]
    (sentence,) = case.sentences

    assert found.name_variants == ("Гороховский", "Петр", "Пётр")
    assert (found.sex, found.birth_date, found.nationality) == ("male", "1904", "белорус")
    assert (found.birth_place, found.residence) == ("Минская обл., Речной р-н, д. Луговая", "Минская обл., г. Речной")
    assert (found.education, found.party) == ("начальное", "член ВКП(б) с 1925")
    assert found.occupation == 'бригадир в колхозе "Заря"'
    assert [(one.date, one.body) for one in case.arrests] == [("1937-08-25", "Речным РО НКВД")]
    assert (sentence.body, sentence.date) == ("Комиссия НКВД СССР и Прокурора СССР", "1937-12-11")
    assert (sentence.charge, sentence.measures) == ("72, 76 УК БССР - агитация", ("execution", "confiscation"))
    assert [(one.number, one.code) for one in sentence.articles] == [("72", "bssr"), ("76", "bssr")]
    assert found.death is not None
    assert (found.death.date, found.death.kind, found.burial_place) == ("1938-01-27", "executed", "Орша")
    assert [one.date for one in case.releases] == ["1936-05"]
    assert [(one.date, one.body, one.grounds) for one in case.rehabilitations] == [
        ("1961-10-16", "Верховный Суд БССР", ("no-corpus-delicti",))
    ]
    assert (found.status, found.amnesty, found.unread) == ("rehabilitated", False, ())


BIRTHS = {
    "Родился 1910, 1915, Ровенская обл.; поляк;": ("[1910,1915]", "Ровенская обл", "поляк"),
    "Родился 1915 (1910)": ("[1910,1915]", None, None),
    "Родилась 11.12.1897, г. Одесса, Украина;": ("1897-12-11", "г. Одесса, Украина", None),
    "Родился 05.1899, г. Речной;": ("1899-05", "г. Речной", None),
    "Родилась в 1948 г. немка;": ("1948", None, "немка"),
    "Родился  в пос. Лесной, Верхний уезд;": (None, "пос. Лесной, Верхний уезд", None),
    "Родился в 1900 г., уроженец д. Луговая Речного р-на; русский;": ("1900", "д. Луговая Речного р-на", "русский"),
    "Родился в 1888 г.?, д. Луговая; русский;": ("1888?", "д. Луговая", "русский"),
    "Родился в 1899 г.  грамотный; б/п;": ("1899", None, None),
    "Родился в 1899 г. член ВКП(б);": ("1899", None, None),
    "Родился 31.11.1906, Польша;": (None, "Польша", None),
}


@pytest.mark.parametrize("line", BIRTHS)
def test_a_line_of_birth_is_read_whatever_it_leaves_out(line: str) -> None:
    """A date, a place and a people may each be missing; education and party are no people."""
    found = person(line)

    assert (found.birth_date, found.birth_place, found.nationality) == BIRTHS[line]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Арестован  24 января 1938 г.", "1938-01-24"),
        ("Арест. Речным РО НКВД 24 января 1938 г.", "1938-01-24"),
        ("УГБ УНКВД по Саратовскому краю 21 октября 1935 г.", "1935-10-21"),
        ("Взята подписка о невыезде 21 октября 1935 г.", None),
        ("Не арестовывался", None),
    ],
)
def test_an_arrest_may_be_told_without_its_verb(line: str, date: str | None) -> None:
    """A body and a date after the residence are an arrest; a promise not to leave is none."""
    arrests = person(f"Родился в 1900 г.\nПроживал: г. Речной.\n{line}").cases[0].arrests

    assert [one.date for one in arrests] == ([date] if date else [])


def test_a_record_of_unknown_sex_has_its_decision_under_the_label_of_the_sentence() -> None:
    """Lists print `Приговор:` twice where they do not know the sex, which a people's name may show."""
    found = person(
        "(Ли-Цин)\nРод. в 1894 г., Китай; китаец;\nПрож.: д. Луговая..\nПриговор: НКВД СССР 13 августа 1938 г., "
        "обв.: по ст. 58-6.\nПриговор: ВМН\nРасстрел. 22 августа 1938 г.\nРеабил. 14 сентября 1990 г. Прокуратура"
    )
    (sentence,) = found.cases[0].sentences

    assert (found.sex, found.residence) == ("male", "д. Луговая")
    assert (sentence.body, sentence.date, sentence.measures) == ("НКВД СССР", "1938-08-13", ("execution",))
    assert found.death is not None
    assert found.status == "rehabilitated"


def test_the_sex_is_told_by_grammar_or_patronymic_or_not_at_all() -> None:
    """`выслана` tells it; a name may; a plural does not."""
    assert person("Род. в 1930 г.\nПриговор: выслана на спецпоселение").sex == "female"
    assert person("Род. в 1930 г.; персы;\nПриговор: выселены").sex is None
    assert recognise_body(printed("Род. в 1930 г.", name="Лугова Анна Петровна")).sex == "female"


def test_an_amnesty_is_told_with_the_release_by_it() -> None:
    """The flag is about this person; a release has its own date and ground."""
    found = person(
        "Родился в 1925 г.\nПриговорен: 10 февраля 1940 г., обв.: ОСАДНИК.\nПриговор: Выселен. 25.02.40 прибыл на "
        'спецпоселение: ЛЕСНОЙ р-н. Осв. 03.09.41 по Указу ПВС СССР "Об амнистии польских граждан"'
    )
    (sentence,) = found.cases[0].sentences
    (release,) = found.cases[0].releases

    assert (sentence.date, sentence.measures) == ("1940-02-10", ("special-settlement",))
    assert (release.date, release.ground, found.amnesty) == ("1941-09-03", "amnesty", True)


def test_a_people_that_the_sentence_gives_as_its_reason_is_the_nationality() -> None:
    """`Выслан как чеченец` says it where the line of birth does not."""
    assert person("Родился в 1929 г.\nПриговор: Выслан как чеченец").nationality == "чеченец"
    assert person("Родился в 1929 г.\nПриговор: Выслан как кулак").nationality is None


def test_a_dekulakization_told_after_the_sentence_is_another_decision() -> None:
    """`В 1930 г. раскулачен.` has its own year."""
    sentences = (
        person(
            "Родился в 1868 г.\nПриговорен: тройка 22 августа 1931 г.\nПриговор: 5 лет концлагерей.\n"
            "В 1930 г. раскулачен."
        )
        .cases[0]
        .sentences
    )

    assert [(one.date, one.measures) for one in sentences] == [
        ("1931-08-22", ("labour-camp",)), ("1930", ("dekulakization",)),
    ]  # fmt: skip


def test_one_rehabilitation_told_twice_is_one_decision() -> None:
    """A month repeats the day; another year is another decision."""
    body = "Родился в 1900 г.\nПриговор: 5 лет\nарестован 9.09.51 г., осужден к ссылке, реабилитирован 24.08.56 г.\n"

    same = person(f"{body}Реабилитирован в августе 1956 г.").cases[0].rehabilitations
    other = person(f"{body}Реабилитирован в 1989 г.").cases[0].rehabilitations

    assert [one.date for one in same] == ["1956-08-24"]
    assert [one.date for one in other] == ["1956-08-24", "1989"]


FREE = {
    "1884 г.р., х. Луговой Речного р-на, армянин, б/п, неграмотный, табаковод. Проживал по месту рождения. Арестован "
    '3.02.1930 г. Предъявленное обвинение: "ст. 58/10 УК РСФСР". Тройкой при ПП ОГПУ 9.02.1930 г. выслан за пределы '
    "края. Реабилитирован 19.06.1990 г. на основании Указа Президиума Верховного Совета СССР от 16.01.1989 г.": (
        "1884", "х. Луговой Речного р-на", "армянин", "табаковод", "по месту рождения", "1930-02-09 banishment 58-10",
        "1990-06-19",
    ),
    "р. 1905 в Китае. Проживал в с. Речное. Плотник рыбозавода. Арестован 1.03.1938. Осужден 16.03.1938 тройкой по ст. "
    "58-10 УК РСФСР к ВМН. Расстрелян 16.04.1938. Реабилитирован 11.07.1989.": (
        "1905", "Китае", None, "Плотник рыбозавода", "с. Речное", "1938-03-16 execution 58-10", "1989-07-11",
    ),
    "Род. 1877, д. Луговая, Речной район. Прож. д. Луговая, Речного района. В 1930 году была раскулачена и выслана на "
    "спецпоселение. Реаб. 18.03.1993": (
        "1877", "д. Луговая, Речной район", None, None, "д. Луговая, Речного района",
        "1930 dekulakization,special-settlement ", "1993-03-18",
    ),
    "1890 г.р., ст-ца Речная, русский, крестьянин. Арестован 18.01.1938 г. Тройкой при УНКВД 2.02.1938 г. назначена "
    "ВМН - расстрел. Приговор приведен в исполнение 8.02.1938 г. Президиумом краевого суда 18.09.1956 г. дело "
    "прекращено за отсутствием состава преступления. Реабилитирован.": (
        "1890", "ст-ца Речная", "русский", "крестьянин", None, "1938-02-02 execution ", "1956-09-18",
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", FREE)
def test_a_life_in_running_sentences_is_read(body: str) -> None:
    """Some books print no labels; the same facts are found in their sentences."""
    found = person(body)
    case = found.cases[0]
    decided = [
        f"{one.date} {','.join(one.measures)} {' '.join(article.number for article in one.articles)}"
        for one in case.sentences
    ]

    assert (
        found.birth_date, found.birth_place, found.nationality, found.occupation, found.residence, *decided,
        *(one.date for one in case.rehabilitations),
    ) == FREE[body]  # fmt: skip
    assert found.unread == ()


def test_what_no_rule_takes_is_unread() -> None:
    """A coverage of the grammar can be counted, and nothing is lost silently."""
    assert person("Родился в 1900 г.\nПриговор: ВМН\nимел орден.").unread == ("имел орден.",)


@pytest.mark.parametrize(
    "body", ["", "\n\n", "Родился", "Приговорен:", "Реабилитирован", "((((", "\0\0", "Родился в 9999 г., ;;;;", "обв.:"]
)
def test_a_broken_body_is_read_without_an_error(body: str) -> None:
    """A truncated file ends in any of these."""
    assert isinstance(person(body), RecordedPerson)


@pytest.mark.parametrize(
    "piece",
    ["1.1.1 ", "осужден по ст. ", "дело ", "58-", "58-10, ", "по ст. 58-10 ", "(", '"', "Указа ", "на основании ",
     "5 лет ", "а", " ", "Постановлением ", "ским ", "от 1.01.1930 ", ". ", "и "],
)  # fmt: skip
def test_the_time_of_a_long_text_stays_bounded(piece: str) -> None:
    """A text made to be slow costs no more than a glance; one beyond all records is not read at all."""
    start = time.process_time()
    for label in (
        "Приговор: ",
        "Приговорен: тройка 5 мая 1937 г., обв.: ",
        "Реабилитирован ",
        "Родился в 1900 г., ",
        "",
    ):
        person(f"{label}{piece * (6_000 // len(piece))}")
    assert time.process_time() - start < 4

    assert not piece.strip() or person(piece * 30_000).unread != ()


@pytest.mark.skipif(not REAL.is_dir(), reason="the lists (../shared/data/memorial-lists) are not here")
def test_the_annotated_records_are_read_as_people_read_them(tmp_path: Path) -> None:
    """The scorer of the annotators gives what the project promises."""
    gold = [json.loads(line) for line in (REAL / "annotated.jsonl").read_text(encoding="utf-8").splitlines()]
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("\n".join(to_json(person(row["text"]), row["text"]) for row in gold), encoding="utf-8")

    scored = subprocess.run(
        [sys.executable, str(REAL / "score.py"), str(REAL / "annotated.jsonl"), str(predicted)],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()[-1].split()  # fmt: skip

    assert float(scored[scored.index("macroF1") + 1]) >= 0.97
    assert float(scored[scored.index("right") + 1]) >= 0.85


@pytest.mark.skipif(not REAL.is_dir(), reason="the lists (../shared/data/memorial-lists) are not here")
def test_few_bodies_of_the_lists_have_anything_unread() -> None:
    """One record in a hundred at most has a clause that the grammar does not know."""
    bodies = (REAL / "records.txt").read_text(encoding="utf-8").split("\n---\n")[::20]

    unread = sum(1 for body in bodies if person(body.strip()).unread)

    assert unread / len(bodies) < 0.01

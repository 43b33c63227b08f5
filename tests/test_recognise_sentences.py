"""A sentence tells a decision and what changed it; each is one of its own, with its body, date and measures."""

from __future__ import annotations

import pytest

from rehabkg.recognise.deciding import heading_of
from rehabkg.recognise.history import history_of
from rehabkg.recognise.releases import releases_of
from rehabkg.recognise.sentences import sentences_of
from rehabkg.records.model import Sentence


def told(text: str) -> list[tuple[str | None, str | None, str, float | None]]:
    """Body, date, measures and term of each decision that *text* tells after one of a troika in 1937."""
    sentences = sentences_of(body="тройка", date="5 мая 1937 г.", charge=None, text=text)
    return [(one.body, one.date, " ".join(one.measures), one.term_years) for one in sentences]


MAIN = ("тройка", "1937-05-05")
CHANGES = {
    "8 лет ИТЛ.. При повторном рассмотрении 22.05.1938 г уголовное дело прекращено за недоказанностью обвинения.": [
        (*MAIN, "labour-camp", 8), (None, "1938-05-22", "case-closed", None),
    ],
    "5 лет Определением Верховного суда СССР 03.08.40г. Приговор областного суда отменен и дело прекращено": [
        (*MAIN, "", 5), ("Определением Верховного суда СССР", "1940-08-03", "case-closed", None),
    ],
    "расстрел, заменен Верховным судом РСФСР 26.8.42 на 10 лет ИТЛ, поражен. прав на 5 лет.": [
        (*MAIN, "execution", None), ("Верховным судом РСФСР", "1942-08-26", "labour-camp loss-of-rights", 10),
    ],
    "расстрел (05.01.1938 г. заменен на 15 лет ИТЛ Линейным судом Приморской ж.д.)": [
        (*MAIN, "execution", None), ("Линейным судом Приморской ж.д.", "1938-01-05", "labour-camp", 15),
    ],
    "7 л. Срок отбывал в Озерлаге. Постановлением ПВС ЛитССР от 29.09.65 срок снижен до 5 лет. Осв. 6.06.67.": [
        (*MAIN, "", 7), ("Постановлением ПВС ЛитССР", "1965-09-29", "", 5),
    ],
    "к 10 г. ИТЛ. ПО ПОСТ. ПВС РСФСР ОТ 22/04/60 ПРИГОВОР ОТМЕНЕН И ДЕЛО ПРЕКРАЩЕНО.": [
        (*MAIN, "labour-camp", 10), ("ПОСТ. ПВС РСФСР", "1960-04-22", "case-closed", None),
    ],
    "10 лет, срок наказания сокращен Особым совещанием при НКВД СССР 23.03.1946 на 1 год": [(*MAIN, "", 10)],
    "5 лет лишения свободы с заменой высылкой": [(*MAIN, "imprisonment banishment", 5)],
    "10 лет л/с. Определением Верховного суда от 27.06.39 приговор отменен, дело направлено на новое рассмотрение. "
    "Постановлением Особого совещания от 10.09.40 осужден к 5 годам ссылки.": [
        (*MAIN, "imprisonment", 10), ("Определением Верховного суда", "1939-06-27", "", None),
        ("Постановлением Особого совещания", "1940-09-10", "exile", 5),
    ],
    "ВМН. В 00.09.1941 г. военной коллегией Верховного суда СССР расстрел заменен на 10 лет лишения свободы.": [
        (*MAIN, "execution", None), ("военной коллегией Верховного суда СССР", "1941-09", "imprisonment", 10),
    ],
    "дело прекращено на основании амнистии от 1.05.1938, освобожден": [(*MAIN, "case-closed", None)],
    "ВМН. Исполнение приговора отложено до обнаружения осужденного": [(*MAIN, "execution", None)],
    "освобожден": [(*MAIN, "case-closed", None)],
    "ВМН. Семья выслана в Северный край.": [(*MAIN, "execution", None)],
}  # fmt: skip


@pytest.mark.parametrize("text", CHANGES)
def test_a_commutation_or_retrial_is_another_decision(text: str) -> None:
    """A cut by some years, or a measure in another's place by the same act, stays one decision."""
    assert told(text) == CHANGES[text]


def test_changes_are_marked_as_such() -> None:
    """What changes a decision is told from another decision."""
    first, second = sentences_of(body="тройка", date=None, charge=None, text="ВМН. Приговор заменен на 10 лет ИТЛ.")

    assert (first.changes, second.changes) == (False, True)


def test_a_heading_without_body_takes_the_one_that_the_sentence_names() -> None:
    """`Лишен избирательных прав … сельсоветом` says who decided where the list does not."""
    (sentence,) = sentences_of(
        body=None, date=None, charge=None, text="Лишен избирательных прав Ивановским сельским советом 15.11.1928 г."
    )

    assert (sentence.body, sentence.date) == ("Ивановским сельским советом", "1928-11-15")


def test_nothing_given_is_no_decision() -> None:
    """A blank row makes no sentence."""
    assert sentences_of(body=None, date=None, charge=None, text=None) == ()


HEADINGS = {
    "Коллегия ОГПУ 3 ноября 1929 г.": ("Коллегия ОГПУ", "1929-11-03"),
    "Ивановский РИК в июне 1931 г.": ("Ивановский РИК", "1931-06"),
    "в 1930 г.": (None, "1930"),
    "тройка при ПП ОГПУ ": ("тройка при ПП ОГПУ", None),
    "Областным судом (по данным архива - 9.9.1949г.) 12 мая 1949 г.": (
        "Областным судом (по данным архива - 9.9.1949г.)", "1949-05-12",
    ),
    "": (None, None),
}  # fmt: skip


@pytest.mark.parametrize("text", HEADINGS)
def test_a_heading_is_a_body_and_a_date(text: str) -> None:
    """The date stands last; a date in brackets is of something else."""
    heading = heading_of(text)

    assert (heading.body, heading.date) == HEADINGS[text]


def test_releases_have_their_ground_and_date() -> None:
    """Amnesty, end of term, illness and the closing of the case are told apart."""
    grounds = {
        "5 лет ИТЛ. Освобожден по амнистии 1.05.1945": ("amnesty", "1945-05-01"),
        "5 лет ИТЛ. Освобожден 1.05.1945 по отбытии срока": ("term-served", "1945-05-01"),
        "5 лет ИТЛ. Освобождена по болезни в 1945 г.": ("age-or-health", "1945"),
        "дело прекращено, освобожден 3.03.1939": ("case-closed", "1939-03-03"),
        "спецпоселение, снята с учета 30.12.1955": ("other", "1955-12-30"),
    }

    assert {text: (one.ground, one.date) for text in grounds for one in releases_of(text)} == grounds
    assert releases_of("ВМН") == releases_of(None) == ()


def test_a_story_tells_arrest_conviction_death_and_rehabilitation() -> None:
    """What follows the first case in a list is told in running words."""
    history = history_of(
        'Арестован повторно 15.8.37 ("агитация"), осужден тройкой НКВД ТАССР 26.9.37 по ст. 58-10 к ВМН, '
        "конфискации имущества. Расстрелян 28.9.37 в г. Казань. Реабилитирован 17.5.01."
    )

    assert [arrest.date for arrest in history.arrests] == ["1937-08-15"]
    (sentence,) = history.sentences
    assert (sentence.body, sentence.date, sentence.measures) == (
        "тройкой НКВД ТАССР", "1937-09-26", ("execution", "confiscation"),
    )  # fmt: skip
    assert [article.number for article in sentence.articles] == ["58-10"]
    assert history.death is not None
    assert (history.death.date, history.death.kind, history.death.place) == ("1937-09-28", "executed", "г. Казань")
    assert [one.date for one in history.rehabilitations] == ["2001-05-17"]
    assert history.unread == ()


def test_what_tells_nothing_known_is_unread() -> None:
    """No clause is lost silently."""
    assert history_of("имел орден Красного Знамени").unread == ("имел орден Красного Знамени",)


def test_a_person_who_was_not_arrested_was_not() -> None:
    """`Не арестовывался` is no arrest."""
    assert history_of("Не арестовывался.").arrests == ()


def test_a_death_sentence_not_known_to_be_carried_out_is_no_death() -> None:
    """`Сведений об исполнении приговора нет` is said of a sentence, not of a death."""
    history = history_of("ВМН. Сведений об исполнении приговора и о расстреле нет.", Sentence())

    assert history.death is None
    assert history.sentences[0].measures == ("execution",)

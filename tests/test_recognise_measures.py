"""Measures and terms are read from the words of a sentence; the words are those of `lexicon/measures.csv`."""

from __future__ import annotations

import pytest

from rehabkg.lexicon import read_lexicon
from rehabkg.recognise.measures import measures_of
from rehabkg.recognise.phrases import folded
from rehabkg.recognise.terms import terms_in

CODES = {
    "execution", "labour-camp", "imprisonment", "hard-labour", "corrective-labour", "exile", "banishment",
    "special-settlement", "dekulakization", "loss-of-rights", "confiscation", "probation", "residence-restriction",
    "supervision", "compulsory-treatment", "fine", "dismissal", "case-closed", "other",
}  # fmt: skip
SENTENCES = {
    "ВМН": ("execution", None),
    "высшей мере наказания, конфискация имущества": ("execution confiscation", None),
    "10 лет ИТЛ и 5 лет лишения политических прав": ("labour-camp loss-of-rights", 10),
    "ИТЛ-10": ("labour-camp", 10),
    "3 г конц. с конф. им-ва": ("labour-camp confiscation", 3),
    "к 5 годам заключения в ИТЛ": ("labour-camp", 5),
    '"Заключить в ИТЛ сроком на десять лет, считая срок с 22.12.1937 г."': ("labour-camp", 10),
    "8 л. л. с.": ("imprisonment", 8),
    "к 10 ГЛС и 5 ГПП": ("imprisonment loss-of-rights", 10),
    "5 л. с последующим поражением в правах на 3 года": ("loss-of-rights", 5),
    "предварительное заключение": ("imprisonment", None),
    "на 1 год лишения свободы с зачетом предварительного заключения": ("imprisonment", 1),
    "10 лет каторжных работ": ("hard-labour", 10),
    "6 мес. принудработ": ("corrective-labour", 0.5),
    "3 года ссылки в Северный край": ("exile", 3),
    "выслан под надзор сроком на 2 года": ("banishment supervision", 2),
    "раскулачены и выселены на спецпоселение": ("dekulakization special-settlement", None),
    "Выслан, м.с/п: п. Сосновый": ("special-settlement", None),
    "лишен избирательных прав на 5 лет": ("loss-of-rights", None),
    "3 года лишения права проживания в 6 пунктах": ("residence-restriction", 3),
    "к лишению свободы условно на 2 года": ("imprisonment probation", 2),
    "условно-досрочно освобожден": ("case-closed", None),
    "принудительное лечение": ("compulsory-treatment", None),
    "штраф в размере 50 руб": ("fine", None),
    "дело прекращено, содержался под стражей в тюрьме": ("case-closed", None),
    "освобожден": ("case-closed", None),
    "освобожден по реабилитирующим обстоятельствам (более 6 мес. под стражей)": ("case-closed", None),
    "трудармия: Промышленность": ("other", None),
    "10 лет": ("", 10),
    "Находился 6 месяцев под следствием": ("", None),
    "предъявлено обвинение": ("", None),
    "без конфискации имущества": ("", None),
}


@pytest.mark.parametrize("text", SENTENCES)
def test_measures_and_the_term_of_the_main_one(text: str) -> None:
    """The term of a loss of rights is not the term of the sentence, and custody is no measure."""
    measures, years = measures_of(text)

    assert (" ".join(measures), years) == SENTENCES[text]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("к 1 году 6 мес. ИТЛ", [1.5]), ("9мес.", [0.75]), ("20 дн", [0.05]), ("к пяти (5) годам", [5]),
        ("двадцать пять лет", [25]), ("1,5 года", [1.5]), ("3-х лет", [3]), ("10г.ИТЛ, 5г.п/п", [10, 5]),
        ("с пораж.в прав.на5лет", [5]), ("в 30 г.", []), ("12.03.31 г.", []), ("по 2-й категории", []), ("№ 5 лет", []),
    ],
)  # fmt: skip
def test_terms_are_told_from_dates_and_numbers(text: str, years: list[float]) -> None:
    """Months are decimals of a year; a year of the calendar is no term."""
    assert [term.years for term in terms_in(folded(text))] == years


def test_every_code_of_the_table_is_one_of_the_format() -> None:
    """A slip in the table would make a measure that no shape and no query knows."""
    assert {row["measure"] for row in read_lexicon("measures")} <= CODES

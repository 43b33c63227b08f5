"""A rehabilitation has its date, body, grounds and acts; what a list says of none is a status."""

from __future__ import annotations

import pytest

from rehabkg.lexicon import read_lexicon
from rehabkg.recognise.acts import acts_in
from rehabkg.recognise.rehabilitation import rehabilitations_of, status_of

GROUNDS = {
    "no-corpus-delicti", "no-event-of-crime", "not-proven", "newly-discovered-circumstances", "unjustified",
    "other-ground",
}  # fmt: skip
ACTS = {
    "ussr-decree-1989-01-16", "rsfsr-law-1991-10-18", "rsfsr-law-1991-04-26", "kazakhstan-law-1993-04-14",
    "ukraine-law-1991-04-17", "belarus", "other-act",
}  # fmt: skip
# Text after the date of the decision: date, body, grounds, acts.
DECISIONS = {
    "реабилитирован определением Военного трибунала ЗабВО": (
        "25 января 1957 г.", "определением Военного трибунала ЗабВО", "", "",
    ),
    "военным трибуналом СибВО дело прекращено за отсутствием состава преступления": (
        "24 мая 1957 г.", "военным трибуналом СибВО", "no-corpus-delicti", "",
    ),
    "Верховный суд КазССР ЗА НЕДОКАЗАННОСТЬЮ СОСТАВА ПРЕСТУПЛЕНИЯ": (
        "5 мая 1957 г.", "Верховный суд КазССР", "not-proven", "",
    ),
    "Туркестанский ВО за отсутствием события преступления": (
        "в 1958 г.", "Туркестанский ВО", "no-event-of-crime", "",
    ),
    "Прокуратурой Омской обл. на основании Указа ПВС СССР.": (
        "3 июня 1989 г.", "Прокуратурой Омской обл.", "", "ussr-decree-1989-01-16",
    ),
    "прокуратурой Пензенской области Закон 91 г.": (
        "3 июня 1998 г.", "прокуратурой Пензенской области", "", "rsfsr-law-1991-10-18",
    ),
    "прокуратурой Пензенской области Указ 89 г.": (
        "3 июня 1990 г.", "прокуратурой Пензенской области", "", "ussr-decree-1989-01-16",
    ),
    "Генпрокуратура РК Закон РК от 14.04.1993": (
        "в 1994 г.", "Генпрокуратура РК", "", "kazakhstan-law-1993-04-14",
    ),
    "Генпрокуратура РК Указ Президента СССР от 13.08.1990": ("в 1991 г.", "Генпрокуратура РК", "", "other-act"),
    'Прокуратурой Республики "Подпадает под действие п."а" ст.3 и ст.5 Закона РФ от 18.10.1991 г."': (
        "в 1992 г.", "Прокуратурой Республики", "", "rsfsr-law-1991-10-18",
    ),
    'Президиумом Верхсуда "Постановление тройки отменить и дело прекратить за недоказанностью обвинения."': (
        "в 1958 г.", "Президиумом Верхсуда", "not-proven", "",
    ),
    "Прокуратурой Омской обл. по ст. 58-10 УК РСФСР": ("в 1990 г.", "Прокуратурой Омской обл.", "", ""),
    "освобожден": ("в 1940 г.", None, "", ""),
    "на основании ст.1 УПВС": ("в 1989 г.", None, "", "ussr-decree-1989-01-16"),
}  # fmt: skip


@pytest.mark.parametrize("text", DECISIONS)
def test_body_grounds_and_acts_are_told_apart(text: str) -> None:
    """The body is as printed, without `реабилитирован`, ground, act and what was quoted."""
    date, body, grounds, acts = DECISIONS[text]
    (decision,) = rehabilitations_of(text=text, date=date)

    assert (decision.body or "").strip(" .") == (body or "").strip(" .")
    assert (" ".join(decision.grounds), " ".join(decision.acts)) == (grounds, acts)


def test_an_undated_act_means_what_it_meant_when_the_decision_was_taken() -> None:
    """A law of the Russian Federation is the one of October 1991 only after it; the decree is of January 1989."""
    assert acts_in("на основании Закона РФ", decided_on="1991-11-05") == ("rsfsr-law-1991-10-18",)
    assert acts_in("на основании Закона РФ", decided_on="1990") == ("other-act",)
    assert acts_in("по Указу ПВС СССР", decided_on="1957-01-01") == ("other-act",)
    assert acts_in("по Закону Украины", decided_on="1995") == ("ukraine-law-1991-04-17",)


def test_an_act_without_a_date_of_decision_is_read() -> None:
    """`Реабилитирован по Закону от 18 октября 1991 г.` has the date of the law, not of a decision."""
    (decision,) = rehabilitations_of(text="по Закону от 18 октября 1991 г.")

    assert (decision.date, decision.body, decision.acts) == (None, None, ("rsfsr-law-1991-10-18",))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("сведений о реабилитации нет", "no-information-stated"),
        ("Сведения о реабилитации отсутствуют", "no-information-stated"),
        ("Сведений о реаб. не имеется.", "no-information-stated"),
        ("не реабилитирован", "not-rehabilitated"),
    ],
)
def test_what_is_not_known_is_no_decision(text: str, status: str) -> None:
    """Silence, absence and refusal are different answers."""
    decisions = rehabilitations_of(text=text)

    assert decisions == ()
    assert status_of(decisions, text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Прокуратурой реабилитирован частично", "partly"),
        ("Военной прокуратурой в реабилитации отказано", "refused"),
        ("Прокуратурой области", "rehabilitated"),
    ],
)
def test_the_outcome_of_a_decision_is_the_status(text: str, status: str) -> None:
    """A refusal is a decision too, with its date and body."""
    decisions = rehabilitations_of(text=text, date="5 мая 1994 г.")

    assert len(decisions) == 1
    assert status_of(decisions, text) == status


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("отказано в реабилитации", None),
        ("в реабилитации отказано, так как вина доказана", None),
        ("12.05.1995 отказано в реабилитации за доказанностью вины", None),
        ("отказано в пересмотре дела", None),
        ("В реабилитации было отказано прокуратурой Выдумской обл.", "прокуратурой Выдумской обл."),
        ("прокуратурой Выдумской обл. отказано в реабилитации", "прокуратурой Выдумской обл."),
        ("в реабилитации отказано 5.6.1993 Выдумским облсудом за совершение убийства", "Выдумским облсудом"),
        ("признан не подлежащим реабилитации прокуратурой Выдумской обл.", "прокуратурой Выдумской обл."),
    ],
)
def test_words_and_ground_of_a_refusal_are_no_body(text: str, body: str | None) -> None:
    """A body named `refused rehabilitation` would be counted among the bodies that decided."""
    (decision,) = rehabilitations_of(text=text)

    assert (decision.outcome, decision.body) == ("refused", body)


def test_dated_finding_that_nobody_is_to_be_rehabilitated_is_a_refusal() -> None:
    """Read as a rehabilitation it would say the contrary of what is printed."""
    (decision,) = rehabilitations_of(text="не подлежит реабилитации", date="5 мая 1994 г.")

    assert (decision.outcome, decision.date) == ("refused", "1994-05-05")


def test_a_record_that_says_nothing_has_no_status() -> None:
    """`unstated` is not `not-rehabilitated`."""
    assert rehabilitations_of(text=None) == ()
    assert status_of((), None) == "unstated"


def test_every_code_of_the_tables_is_one_of_the_format() -> None:
    """A slip in a table would make a ground or an act that no query knows."""
    assert {row["ground"] for row in read_lexicon("grounds")} <= GROUNDS
    assert {row["act"] for row in read_lexicon("acts")} <= ACTS

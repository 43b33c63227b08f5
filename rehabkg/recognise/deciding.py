"""Tell the body that decided and the date of its decision out of what is printed before, within or after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.recognise.dates import date_of, dates_in
from rehabkg.recognise.phrases import folded

# A word of which a deciding body's name has at least one.
_BODY = re.compile(
    r"суд|совещани|\bосо\b|\bос\b|коллеги|трибунал|тройк|двойк|прокур|нквд|нкгб|огпу|гпу|кгб|мгб|мвд|чк\b|\bчека|"
    r"губчека|\bвс\b|\bвк\b|вквс|\bвт\b|\bв/т\b|\bск\b|\bпвс\b|презид|пленум|комисси|рик\b|исполком|\bсовет|"
    r"совета\b|советом\b|собрани|\bс/с\b|отдел|управлени|следоват|\bцик\b|вцик|\bрвт\b|смерш|\bо?дто\b|обхсс|комендатур|\bроп\b|уполномоч|ревком|\bсо\b|\bо/с\b|\bкоманд|\bреввоен"
)
# What a decision is about, in the nominative: the body's name ends before it.
_OBJECT = re.compile(
    r"(?i)[,:]?\s*[\"«]?\b(?:(?:приговор|решение|постановление|мер[аы]|высшая|высшей мере|наказание|срок|расстрел|"
    r"вмн|дел[оа]|следственное|уголовное|обвинение|назначена)(?![а-яё])|ст\.?(?:ст\.)?\s?[0-9]|статья|осужд\w+|приговорен\w*|"
    r"подвергнут\w*|выслан\w*|сослан\w*|"
    r"лишен\w*|заключен\w*|раскулач\w*|репрессир\w*|выселен\w*|был\w*|досрочно|условно|освоб\w*|из[ -]под|за\b|"
    r"в отношении|в связи|по (?:ст|обвин|совокуп|реабил|отбыт)|к (?=[0-9вр])|на (?=[0-9])|как\b|с (?=[0-9])).*$"
)
_LEADING = re.compile(
    r"(?i)^[\s.,;:*(\"«-]*(?:в административном порядке|по|от|на основании|согласно|и|в)\s+(?=[а-яё])|^[\s.,;:*\"«-]+"
)
_PROTEST = re.compile(
    r"(?i)по (?:протесту|ходатайству|представлению|кассации)\s.*?"
    r"(?=решени|постан|опред|верховн|президиум|военн|вк |вс |коллеги)"
)
_DAY_ALONE = re.compile(
    r"(?i)^[0-9]{1,2}\s(?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)[яа]\s"
)
_TRAILING = re.compile(r"(?:\s+(?:от|в заседании|около|ок)|[\s,;:(\"«-])+$")
# Where a body's name ends after a verb: before the ground, the charge, the measure.
_AFTER = re.compile(
    r"(?i)[,;:()|']|\s(?:по\s(?:ст|обв|реаб|отб|указ|п\.|сов|ч\.)|пост\.|за\s|на\s|в\sсвязи|до\s|к\s|с\s|ввиду|из[\s-]|не\s|как\s|без\s)"
)
_AFTER_DOT = re.compile(_AFTER.pattern + r"|\.(?=\s|$)")
_NO_NAMES = frozenset(("суду", "суда", "по суду", "до суда", "органами", "отделом"))
# A heading as nearly all are: a body, a date as the lists print it.
_USUAL = re.compile(
    r"(?P<body>.*?)"
    r"(?:(?<![0-9])(?P<day>[0-9]{1,2}\s[а-я]{3,8}\s[0-9]{4})|\bв\s(?P<part>(?:[а-я]{3,8}\s)?[0-9]{4}))\sг\.\s*",
    re.DOTALL,
)
_BRACKETS = re.compile(r"\([^)]*\)")
_WITHIN = re.compile(
    r"(?:[А-ЯЁа-яё-]{2,30}(?:ским|цким|ной|ым|им|ой)\s)*"
    r"(?:[А-ЯЁ]?[а-яё]{0,20}(?:совещанием|советом|судом|коллегией|тройкой|трибуналом|комиссией|исполкомом|собранием|сходом)"
    r"|(?:[А-ЯЁ][а-яё-]{2,30}(?:ским|цким)\s)(?:РИК(?:ом)?|РО|ОГПУ|НКВД|ЧК|с/с))\b[^,;.()]*"
)
_AT_END = re.compile(
    r"(?i)\b(?:верховн|линейн|военн|особ|областн|краев|судебн)[а-я]{2,3}\s"
    r"(?:судом|трибуналом|коллегией|совещанием|тройкой)\b[^,;]*$"
)
_DATED = re.compile(r"(?i)\s*\b(?:от|в)\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """Who decided and when: `body` as printed, `date` in EDTF."""

    body: str | None
    date: str | None


def heading_of(text: str) -> Heading:
    """Return the body and date of the heading of a decision, such as `Коллегия ОГПУ 3 ноября 1929 г.`.

    The date stands last; what else is printed is the body.
    """
    usual = _USUAL.fullmatch(text)
    if usual is not None:
        return Heading(_stripped(usual["body"]), date_of(usual["day"] or usual["part"]))
    found = list(dates_in(_BRACKETS.sub("", text)))
    return Heading(_stripped(" ".join(_without_dates(text).split())), found[-1].edtf if found else None)


def _stripped(text: str) -> str | None:
    return text.strip(" ,;:") or None


@lru_cache(maxsize=16_384)
def names_body(text: str) -> bool:
    """Tell whether *text* has a word that names a deciding body."""
    return bool(_BODY.search(folded(text)))


def body_before(text: str) -> str | None:
    """Return the body that is named in *text*, the part of a clause before what was decided.

    >>> body_before("Определением Верховного суда СССР от 25.01.1956 г. мера наказания")
    'Определением Верховного суда СССР'
    """
    return _named(_OBJECT.sub("", _without_dates(text)))


def body_after(text: str) -> str | None:
    """Return the body that is named at the start of *text*, the part of a clause after what was decided.

    >>> body_after(" Верховным судом СССР 14.6.40 на 5 лет лишения свободы")
    'Верховным судом СССР'
    """
    first = next(iter(dates_in(text)), None)
    if first is not None and not text[: first.start].strip(" .,от"):
        text = text[first.end :]
        first = next(iter(dates_in(text)), None)
    end = first.start if first is not None else len(text)
    # A dot may cut a word of the name short; a name does not stop there before its date.
    stop = (_AFTER if first is not None else _AFTER_DOT).search(text, 0, end)
    return _named(text[: stop.start() if stop else end])


def body_at_end(text: str) -> str | None:
    """Return the body that *text* names in the instrumental at its end, after the measure that it chose.

    >>> body_at_end(" на 15 лет ИТЛ Линейным судом Западной ж.д.)")
    'Линейным судом Западной ж.д.'
    """
    found = _AT_END.search(text)
    return _named(_without_dates(found[0]).rstrip(" )")) if found else None


def body_within(text: str) -> str | None:
    """Return the body that *text* names in the instrumental after what it did.

    >>> body_within("Лишен избирательных прав Барщинским сельским советом ")
    'Барщинским сельским советом'
    """
    found = _WITHIN.search(text)
    return _named(_without_dates(found[0])) if found else None


def _without_dates(text: str) -> str:
    pieces = []
    start = 0
    for found in dates_in(text):
        pieces.append(_DATED.sub("", text[start : found.start]))
        start = found.end
    pieces.append(text[start:])
    return " ".join(pieces)


@lru_cache(maxsize=16_384)
def _named(text: str) -> str | None:
    body = _TRAILING.sub("", _LEADING.sub("", _PROTEST.sub("", text.strip())))
    body = _DAY_ALONE.sub("", " ".join(body.split()))
    low = body.lower()
    return body if body and names_body(body) and low not in _NO_NAMES and "экспертиз" not in low else None

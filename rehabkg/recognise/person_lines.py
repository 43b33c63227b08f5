"""Read the lines of a list that tell of the person: birth with what follows it, names, sex."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.recognise.dates import date_of
from rehabkg.recognise.peoples import people_of
from rehabkg.recognise.phrases import folded
from rehabkg.recognise.texts import trimmed

# The date of birth as lists print it, before the place: one year, two, a month, a day.
_BORN = re.compile(
    r"\s*(?:(?:в\s)?(?P<date>(?:ок\.\s?|около\s)?(?:[0-9?_]{1,2}\.)?(?:[0-9?_]{1,2}\.)?[0-9]{4}\??(?:\s?\([0-9., ]+\))?"
    r"(?:\s?[,/-]\s?[0-9]{4}(?![0-9]))*|[0-9]{1,2}\s[а-я]+\s[0-9]{4}|[а-я]{3,8}\s[0-9]{4})(?:\s?гг?\.?)?(?P<doubt>\?)?(?![0-9]))?(?P<rest>.*)",
    re.DOTALL,
)
_PLACE = re.compile(r"\s*,\s*|\s*в\s(?=\S)")
_PARTY = re.compile(
    r"б/п|б\.п\.|беспарт|член|чл\.|канд|кандидат|вкп|вкпб|ркп|влксм|рксм|кпсс|компарт|бывш[а-я.]*\s(?:член|чл|канд)|искл|вышел|выбыл|"
    r"социал|эсер|с\.-р|меньшев|анарх|троцк|бундов|\bбунд|кадет|максимал|партии|партия|левый|правый|состоял|сочувств|комсом|пионер|ранее|"
    r"в [0-9]{4}|б\.\s|монарх|дашнак|народн|толстов|мусават|сионист|поалей|иттихад"
)
_EDUCATION = re.compile(
    r"образован|грамот|начальн|средн|высш|низш|окончил|учился|училась|самоуч|н/|класс|[0-9]+\s(?:кл|г|л)\b"
)
_CITIZEN = re.compile(r"подданство|гражданство")
# The words with which a list heads a fact.
_HEADING = re.compile(r"^(?:(?:подданство|гражданство):\s*|образование\s)")
_NATIVE = re.compile(r"^(?:урожен(?:ец|ка)|урож\.)\s(?=\S)")
_VARIANTS = re.compile(r"варианты\s(?P<of>фамилии|имени|отчества|ФИО):\s*(?P<names>[^;]+)")


@dataclass(frozen=True, slots=True)
class Born:
    """The line of birth: a date in EDTF, a place and what a list prints after it, as printed."""

    date: str | None = None
    place: str | None = None
    nationality: str | None = None
    citizenship: str | None = None
    education: str | None = None
    party: str | None = None
    unread: tuple[str, ...] = ()


NOT_BORN = Born()


@lru_cache(maxsize=8192)
def born_of(line: str) -> Born:
    """Return what a line of birth tells, *line* without its verb: ` в 1894 г., Китай, пров. Мукден; китаец;`."""
    first, *segments = line.split(";")
    dated = _BORN.match(first)
    printed, rest = (dated["date"], dated["rest"]) if dated else (None, first)
    place, leftover = _place_and_rest(rest)
    if leftover:
        segments.insert(0, leftover)
    if dated and dated["doubt"] and printed:
        printed = f"{printed}?"
    told, unread = _segments(segments)
    return Born(
        date=date_of(printed),
        place=place,
        nationality=told.get("nationality"),
        citizenship=told.get("citizenship"),
        education=told.get("education"),
        party=told.get("party"),
        unread=tuple(unread),
    )


def _place_and_rest(rest: str) -> tuple[str | None, str | None]:
    """Return the place of birth, or what stands in its stead where a list has no place (` русский`)."""
    found = _PLACE.match(rest)
    if found:
        return trimmed(_NATIVE.sub("", rest[found.end() :].strip())), None
    return None, rest if rest.strip(" .,") else None


def _segments(segments: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the facts of *segments* by their names, and those that tell no fact or tell one again."""
    told: dict[str, str] = {}
    unread: list[str] = []
    for segment in segments:
        text = trimmed(segment)
        if text is None:
            continue
        kind = _kind_of(segment, text, told)
        if kind in told or text.isdecimal():
            unread.append(text)
        else:
            told[kind] = _HEADING.sub("", text)
    return told, unread


def _kind_of(segment: str, text: str, told: dict[str, str]) -> str:
    """Tell which fact a segment is: lists print nationality, citizenship, education, party in this order.

    The lists put two blanks before education; a word of a party tells a party, and what is left is a nationality.
    """
    low = folded(text)
    if _CITIZEN.match(low):
        return "citizenship"
    if "nationality" not in told and people_of(text):
        return "nationality"
    if segment.startswith("  ") or (_EDUCATION.match(low) and "education" not in told):
        return "education"
    if "education" in told or _PARTY.match(low):
        return "party"
    return "party" if "nationality" in told else "nationality"


def names_of(line: str) -> tuple[str, ...]:
    """Return the other names that the first line of a body gives in brackets: `(варианты имени: Сара, Соня)`."""
    inner = line.strip().removeprefix("(").removesuffix(")")
    found = [name.strip(" ()") for match in _VARIANTS.finditer(inner) for name in match["names"].split(",")]
    return tuple(found) if found else tuple(filter(None, (inner.strip(" ()"),)))


@lru_cache(maxsize=4096)
def sex_of_people(nationality: str | None) -> str | None:
    """Return the sex that the form of a nationality shows: `китаец` is a man, `китаянка` a woman, `китайцы` neither."""
    if not nationality:
        return None
    word = nationality.split("(")[0].strip(" .,").split(" ")[-1].lower()
    if word.endswith(("ка", "ая")):
        return "female"
    return "male" if word and (word[-1] not in "аяоеуыиэю" or word.endswith(("ий", "ый"))) else None


def sex_of_name(name: str | None) -> str | None:
    """Return the sex that a patronymic in *name* shows."""
    last = name.rstrip(" .").lower() if name else ""
    if last.endswith(("вна", "ична", "инична", "кызы")):
        return "female"
    return "male" if last.endswith(("вич", "ьич", "мич", "оглы")) else None

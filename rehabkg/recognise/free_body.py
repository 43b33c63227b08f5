"""Read a body that tells a life in running sentences instead of one fact a line, as some books of memory do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rehabkg.recognise.dates import date_of
from rehabkg.recognise.history import History, history_of
from rehabkg.recognise.peoples import people_of
from rehabkg.recognise.phrases import folded
from rehabkg.recognise.texts import trimmed

# How such a body begins: `1884 г.р., г. Адлер`, `р. 1905 в Китае`, `Род. 1877, д. Антоново`, `Родился в 1895 г. в`.
_HEAD = re.compile(
    r"(?P<year_first>(?P<date>(?:[0-9]{1,2}\.){0,2}[0-9]{4})\s?г\.\s?р\.,?\s*)"
    r"|(?:р\.|Род\.)\s?(?P<born>(?:[0-9]{1,2}\.){0,2}[0-9]{4})\s*"
    r"|Родил(?:ся|ась)\s(?:в\s)?(?P<told>(?:[0-9]{1,2}\.){0,2}[0-9]{4})\sг(?:\.|оду)\s?(?=в\s)"
)
_LIVED = re.compile(r"(?:[.,]\s*|\bи\s)(?:[Пп]рожив(?:ал[аи]?|ает)|[Пп]рож\.)\s?:?\s*(?:(?:вс?|на)\.?\s)?")
_MONTHS = "январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре"
_STORY = re.compile(
    r"(?:[.,][\s-]*|^|\s)(?=(?:Арест|Семья|[Аа]рестован|Осужд|Обвинял|Предъявлен|Приговор|Судим|[Рр]асстрелян|Освобожд|"
    r"Репресс|Раскулач|Тройк|Выслан|Реаб|Повторно|Умер|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}\sг|"
    rf"В(?:\s(?:{_MONTHS}))?\s?[0-9]{{4}}\s(?:г|году)|[0-9]{{1,2}}\s[а-я]{{3,8}}\s[0-9]{{4}}\s(?:г|году)))"
)
_SENTENCE_END = re.compile(
    r"(?<=[а-яё»\")0-9]{2})(?<!\b[а-я]{3})(?<!\bстан)(?<!\bпров)\.\s+(?=[А-ЯЁ])"
    r"|(?<=обл)\.\s*(?=[А-ЯЁ])|(?<=Сах)\.\s+(?=[А-ЯЁ])"
)
_NATIVE = re.compile(r"^(?:урожен(?:ец|ка)|урож\.)\s*")
_IN = re.compile(r"^(?:вс?|на)\.?\s(?=\S)")
_PLACE_PART = re.compile(
    r"(?i)(?:[а-я-]+\s)?(?:р-н|район|обл|край|кр\.|губ|у\.|уезд|окр|АССР|ССР|республик|г\.|с\.|д\.|п\.|ст|пос|дер|х\.|"
    r"аул|сел)"
)
_EDUCATION = re.compile(r"(?:мало|не|полу)?грамотн|образовани|средн|высш|низш|начальн")
_PARTY = re.compile(
    r"б/п|беспарт|(?:член|чл\.)\s(?:вкп|ркп|кпсс|влксм)|канд|из\s(?:крестьян|рабочих|служащих|мещан|дворян)"
)
_DONE = "проживал|арестован|осуж?д[её]н|приговор[её]н|реабилитирован|выслан|расстрелян|освобожд[её]н|работал"
_FEMALE = re.compile(rf"(?i)\b(?:(?:{_DONE})а|(?<!емья )раскулачена|уроженка|родилась|обвинялась)\b")
_MALE = re.compile(rf"(?i)\b(?:{_DONE}|раскулачен|уроженец|родился|обвинялся)\b")
# Where the file lies: archive, fund, inventory, file.
_FILED = re.compile(r"\s[А-ЯЁ]{2,8}\.?\s?Ф\.\s?[0-9].*$")


@dataclass(frozen=True, slots=True)
class Life:
    """What a body in running sentences tells: facts as printed, the history as `history.History`."""

    history: History
    birth_date: str | None = None
    birth_place: str | None = None
    nationality: str | None = None
    education: str | None = None
    party: str | None = None
    occupation: str | None = None
    residence: str | None = None
    file_number: str | None = None


def is_free(body: str) -> bool:
    """Tell whether *body* is one paragraph of running sentences."""
    return "\n" not in body and _HEAD.match(body) is not None and len(body) > _SHORTEST


# A shorter body has a year of birth at most.
_SHORTEST = 30


def sex_told(body: str) -> str | None:
    """Return the sex that the grammar of *body* tells: `выслана` of a woman, `выслан` of a man."""
    return "female" if _FEMALE.search(body) else "male" if _MALE.search(body) else None


def life_of(body: str) -> Life:
    """Return what *body*, for which `is_free` holds, tells."""
    filed = _FILED.search(body)
    body = body[: filed.start()] if filed else body
    head = _HEAD.match(body)
    printed = (head["date"] or head["born"] or head["told"]) if head else None
    rest = body[head.end() :] if head else body
    story = _STORY.search(rest)
    before, told = (rest[: story.start()], rest[story.end() :]) if story else (rest, "")
    lived = _LIVED.search(f" {before}")
    origin = before[: max(lived.start() - 1, 0)] if lived else before
    facts = _facts(origin)
    residence, work = _residence(before[lived.end() - 1 :]) if lived else (None, None)
    if lived and residence and not facts["birth_place"] and lived[0].startswith("и"):
        facts["birth_place"] = residence
    occupation = ", ".join(filter(None, (facts.pop("occupation"), work))) or None
    return Life(
        history=history_of(told) if told else History(),
        birth_date=date_of(printed),
        residence=residence,
        occupation=occupation,
        file_number=trimmed(filed[0]) if filed else None,
        **facts,
    )


def _facts(origin: str) -> dict[str, str | None]:
    """Return the facts of the first sentence: place, people, party, education and occupation stand between commas."""
    facts: dict[str, str | None] = dict.fromkeys(("birth_place", "nationality", "education", "party", "occupation"))
    first, *later = _SENTENCE_END.split(_IN.sub("", _NATIVE.sub("", origin.strip(" ,.;"))), maxsplit=1)
    place: list[str] = []
    work: list[str] = []
    for piece in re.split(r",\s*", first):
        if not _takes(facts, piece):
            told_of_person = facts["nationality"] or facts["education"] or facts["party"]
            (work if told_of_person else place).append(piece)
    further = re.split(r",\s*|\.\s+(?=[А-ЯЁ])", later[0]) if later else []
    work.extend(piece for piece in further if not _takes(facts, piece))
    facts["birth_place"] = trimmed(_IN.sub("", ", ".join(place)))
    facts["occupation"] = trimmed(", ".join(work))
    return facts


def _takes(facts: dict[str, str | None], piece: str) -> bool:
    kind = _kind_of(piece, folded(piece))
    if kind is None or facts[kind]:
        return False
    facts[kind] = piece.strip(" .")
    return True


def _kind_of(piece: str, low: str) -> str | None:
    if _EDUCATION.match(low):
        return "education"
    if _PARTY.match(low):
        return "party"
    return "nationality" if people_of(piece) else None


def _residence(text: str) -> tuple[str | None, str | None]:
    """Return the residence and the occupation that a sentence tells after `Проживал`."""
    first, *later = _SENTENCE_END.split(text.strip(" ."), maxsplit=1)
    pieces = re.split(r",\s+", first)
    place = [pieces[0]]
    work: list[str] = []
    for piece in pieces[1:]:
        if work or (piece[:1].islower() and not _PLACE_PART.match(piece)):
            work.append(piece)
        else:
            place.append(piece)
    return trimmed(", ".join(place)), trimmed(", ".join([*work, *later]))

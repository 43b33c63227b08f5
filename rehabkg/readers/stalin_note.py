"""The grammar of the notes on people in Stalin's execution lists.

    Род. в 1902, д. Новая, армянин, обр.: высшее, б/п. Проживал: г. Баку, ул. Новая, д. 1. Инженер завода.
    Арестован 04.03.1937. Обв. по ст. 69 УК АзССР. Приговор: ВК ВС СССР, 11.10.1937 – ВМН. Расстрелян 12.10.1937
    Реабилитирован ВК ВС СССР 01.06.1957

A note begins with the birth; one that does not is a life told in other words, and stays a note. Each part is cut at
the word that leads it; a part that is not as expected stays in the note as printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Cells = dict[str, str]

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_DATE = (
    rf"(?:[0-9]{{1,2}} (?:{_MONTHS}) [0-9]{{4}}|[0-9]{{1,2}}\.[0-9]{{1,2}}\.(?:[0-9]{{4}}|[0-9]{{2}})|"
    rf"(?:0[1-9]|1[0-2])\.[0-9]{{4}}|[0-9]{{4}})(?![0-9])"
)
_YEAR_WORD = r"(?:\s?(?:г\.|года|г\b))?"
_LEAD = re.compile(
    r"(?<![^\s])(?P<lead>Род(?:\.|ился|илась)|Прож(?:\.|ивала?)|Арестована?|Обв(?:\.|инена?)|Приговор(?:ена?)?|"
    r"Осужден[а]?|Расстреляна?|Реабилитирована?|Место захоронения|Умер(?:ла)?)(?=[\s:.])[\s:.]*"
)
_BIRTH = ("Род.", "Родился", "Родилась")
# A life told at length is no note of this grammar, however it begins.
_LONGEST = 10_000

_BORN = re.compile(rf"(?:в\s)?(?P<birth_date>{_DATE}){_YEAR_WORD}(?:[,.]\s*|$)")
_COMMA = re.compile(r",\s*(?![^()]*\))")
_EDUCATION = re.compile(r"(?:обр(?:\.|азование):?\s*)(?P<education>.+)|(?P<word>(?:мало|не|полу)?грамотн(?:ый|ая))")
_PARTY = re.compile(r"б/п|беспартийн|(?:бывш\.?\s)?(?:чл(?:ен|\.)|канд(?:идат|\.))|ВКП|КПСС|ВЛКСМ")
_ORIGIN = re.compile(r"из\s")
# One word in small letters; a place has a capital, and the words of work that such a note has instead are named here.
_NATIONALITY = re.compile(r"(?!рабоч|служащ|крестьян|колхозн|кустар|учащ|пенсион|домохоз)[а-яё]{3,}(?:-[а-яё]+)?")

# Where a sentence ends, and words before a dot that end none.
_STOP = re.compile(r"\.\s+(?=[А-ЯЁA-Z])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(,.])(?:[а-яёА-ЯЁ]|пос|дер|обл|губ|уезд|вол|мест|хут|кр|ул|пер|пл|кв|бул|наб|пр|просп|им|ст|пом|зам|нач|"
    r"инж|гл|рн|стр|корп|тов|ред|быв|бывш|гор|респ|окр)$"
)
_ENDS_ADDRESS = re.compile(r"[0-9]\s?[а-д]?$")

_ARREST = re.compile(rf"(?P<arrest_date>{_DATE}){_YEAR_WORD}\.?")
_SENTENCE = re.compile(
    rf"(?:(?P<deciding_body>\S.*?),?\s+)??(?P<decision_date>{_DATE}){_YEAR_WORD}\s*[–—-]\s*(?P<sentence>\S.*)",
    re.DOTALL,
)
_DECISION = re.compile(
    rf"(?:(?P<deciding_body>\S.*?),?\s+)??(?P<decision_date>{_DATE}){_YEAR_WORD}(?:,?\s*обв\.:?\s*(?P<charge>\S.*))?",
    re.DOTALL,
)
_DIED = re.compile(rf"(?P<date>{_DATE}){_YEAR_WORD}(?:[,.]?\s+(?:в\s+)?(?P<place>\S.*))?")
_REHABILITATED = re.compile(rf"(?P<before>.*?)(?:в\s)?(?P<date>{_DATE}){_YEAR_WORD}(?P<after>.*)", re.DOTALL)
_GROUND = re.compile(r"\b(?:за|в связи с|ввиду)\s.*", re.DOTALL)
_ENDS = " .,;\n"


def person_and_case(note: str) -> tuple[Cells, Cells]:
    """Return the cells of the person and of the case that *note* tells of; what else it says is the person's note."""
    leads = list(_LEAD.finditer(note)) if len(note) <= _LONGEST else []
    if not leads or leads[0]["lead"] not in _BIRTH or note[: leads[0].start()].strip():
        return {"note": note}, {}
    person: Cells = {}
    case: Cells = {}
    left: list[str] = []
    for lead, following in zip(leads, [*leads[1:], None], strict=True):
        end = following.start() if following else len(note)
        text = " ".join(note[lead.end() : end].split()).strip(_ENDS)
        word = lead["lead"]
        read = next(read for beginning, read in _PARTS if word.startswith(beginning))
        if not text or not read(text, person, case):
            left.append(" ".join(note[lead.start() : end].split()))
    if left:
        person["note"] = "\n".join(left)
    return person, case


def _birth(text: str, person: Cells, _: Cells) -> bool:
    if "birth_date" in person or "birth_place" in person:
        return False
    born = _BORN.match(text)
    if born:
        person["birth_date"] = born["birth_date"]
        text = text[born.end() :]
    text, work = _first_sentence(text)
    places: list[str] = []
    jobs: list[str] = []
    for item in filter(None, map(str.strip, _COMMA.split(text))):
        cell = _kind(item, person)
        if cell is not None:
            education = _EDUCATION.fullmatch(item) if cell == "education" else None
            person[cell] = (education["education"] or item) if education else item
        elif person.keys() & {"nationality", "education", "party", "origin"}:
            jobs.append(item)
        else:
            places.append(item)
    if places:
        person["birth_place"] = ", ".join(places)
    if jobs or work:
        person["occupation"] = ". ".join(filter(None, [", ".join(jobs), work]))
    return True


def _kind(item: str, person: Cells) -> str | None:
    """Return the cell that an *item* of the birth goes to, None for a place or an occupation."""
    if "education" not in person and _EDUCATION.fullmatch(item):
        return "education"
    if "party" not in person and _PARTY.match(item):
        return "party"
    if "origin" not in person and _ORIGIN.match(item):
        return "origin"
    # The nationality stands before the education and the party.
    if not person.keys() & {"nationality", "education", "party"} and _NATIONALITY.fullmatch(item):
        return "nationality"
    return None


def _first_sentence(text: str) -> tuple[str, str]:
    """Part *text* after its first sentence; not where a dot may be that of an abbreviation."""
    for stop in _STOP.finditer(text):
        before = text[max(0, stop.start() - 12) : stop.start()]
        if _ENDS_ADDRESS.search(before) or not _ABBREVIATED.search(before):
            return text[: stop.start()], text[stop.end() :]
    return text, ""


def _residence(text: str, person: Cells, _: Cells) -> bool:
    if "residence" in person:
        return False
    person["residence"], work = _first_sentence(text)
    if work:
        person["occupation"] = f"{person['occupation']}. {work}" if "occupation" in person else work
    return True


def _put(found: re.Match[str] | None, cells: Cells) -> bool:
    """Put what is found into *cells*; nothing where a cell is filled already."""
    parts = {cell: part.strip(_ENDS) for cell, part in found.groupdict().items() if part} if found else {}
    if not parts or parts.keys() & cells.keys():
        return False
    cells |= parts
    return True


def _arrest(text: str, _: Cells, case: Cells) -> bool:
    return _put(_ARREST.fullmatch(text), case)


def _charge(text: str, _: Cells, case: Cells) -> bool:
    return _put(re.fullmatch("(?P<charge>.+)", text), case)


def _decision(text: str, _: Cells, case: Cells) -> bool:
    return _put(_DECISION.fullmatch(text), case)


def _sentence(text: str, _: Cells, case: Cells) -> bool:
    return _put(_SENTENCE.fullmatch(text) or re.fullmatch("(?P<sentence>.+)", text), case)


def _execution(text: str, person: Cells, _: Cells) -> bool:
    return _death(text, person, "execution_date")


def _natural_death(text: str, person: Cells, _: Cells) -> bool:
    return _death(text, person, "death_date")


def _death(text: str, person: Cells, cell: str) -> bool:
    found = _DIED.fullmatch(text)
    if found is None or "execution_date" in person or "death_date" in person:
        return False
    person[cell] = found["date"]
    if found["place"]:
        person["death_place"] = found["place"]
    return True


def _rehabilitation(text: str, _: Cells, case: Cells) -> bool:
    if "rehabilitation_date" in case or "rehabilitation_body" in case:
        return False
    dated = _REHABILITATED.fullmatch(text)
    body = text
    if dated:
        case["rehabilitation_date"] = dated["date"]
        body = f"{dated['before'].strip(_ENDS)} {dated['after'].strip(_ENDS)}".strip()
    ground = _GROUND.search(body)
    if ground:
        case["rehabilitation_ground"] = ground[0]
        body = body[: ground.start()].strip(_ENDS)
    if body:
        case["rehabilitation_body"] = body
    return True


def _burial(text: str, person: Cells, _: Cells) -> bool:
    return _put(re.fullmatch(r"[–—-]?\s*(?P<burial_place>.+)", text), person)


# Tried in this order: "Приговорен" before "Приговор".
_PARTS: tuple[tuple[str, Callable[[str, Cells, Cells], bool]], ...] = (
    ("Род", _birth),
    ("Прож", _residence),
    ("Арест", _arrest),
    ("Обв", _charge),
    ("Приговорен", _decision),
    ("Осужден", _decision),
    ("Приговор", _sentence),
    ("Расстрелян", _execution),
    ("Реабилитирован", _rehabilitation),
    ("Место", _burial),
    ("Умер", _natural_death),
)

"""Cut the paragraph of a person of the Moscow lists into cells, as far as its own order makes certain.

The paragraph tells in a fixed order: birth, place of birth, nationality, party, occupation; then `Адрес:`, the day of
the execution (`Рассстрелян`, with the list's three с) and the burial place. Commas part the first five, and stand
within them too; the nationality is one word in small letters, the party begins in one of few ways. What cannot be cut
by that stays whole, in `note`.
"""

from __future__ import annotations

import re
from itertools import takewhile

_ADDRESS = ". Адрес: "
_BURIAL = ". Место захоронения: "
_SHOT = ". Рас"
_EXECUTION = re.compile(r"(?P<verb>Рас{1,3}треляна?) (?P<date>[0-9][^,;]{3,40})")
_BORN = re.compile(r"род\.\s?(?P<date>[^()]*?)\s?(?:\((?P<other>.*)\)(?P<rest>.*))?", re.DOTALL)
_YEAR_AT_END = re.compile(r"[0-9]{4}(?: г\.)?$")
_PEOPLE = re.compile(r"(?:[а-яё]+ск(?:ий|ая) )?[а-яё]+(?:-[а-яё]+)?(?: \([^()]*\))?")
_PARTY_NAME = (
    r"[ВР]КП|КП[А-Я(]?\b|[А-Я]КП\b|ком\.?\s?парти|коммунист|ВЛКСМ|РКСМ|комсомол|СД[- ]?п|СДРП|[СН]?ДП|парти|эсер|"
    r"меньшевик|бунд|анархист|кадет|ППС|(?:максимал|социал|сион|национал)ист|поалей|гехолуц"
)
_PARTY = re.compile(
    r"(?:б/п|беспартийн[а-я]+|партийный|сочувствующ[а-я]+)\b.*|"
    r"(?:бывш(?:ий|ая|\.)\s{0,2})?(?:(?:до|с|в) [0-9]{4}[-0-9гпо .]{0,16})?"
    r"(?:(?:член|чл\.|кандидат[а-я]* в члены|канд\.|искл(?:юч[а-я]+|\.)|выбыл[а]? из) "
    rf".*?(?:{_PARTY_NAME}).*|"
    r"(?:левый |правый |активный )?(?:эсер|меньшевик|бундовец|анархист|кадет)[а-я]*\b.*)",
    re.IGNORECASE | re.DOTALL,
)
# An office of a party is an occupation, where it comes after the membership.
_OFFICE = re.compile(
    r"(?:бывш[а-я.]+ )?(?:член|кандидат в члены) (?:ЦКК?|КПК|КСК|[а-я]*бюро|президиума|[а-я]*коллегии)\b",
    re.IGNORECASE,
)


def cut(paragraph: str) -> dict[str, str]:
    """Return the cells of a *paragraph* from `род.` on, by the names of `records.fields`; all of it is in them.

    >>> cut("род. 1901, г. Выдумск, русский, б/п, маляр. Адрес: Кривая ул., д.3. Рассстрелян 9.12.1937. "
    ...     "Место захоронения: Бутово.")["nationality"]
    'русский'
    """
    told, address, rest = paragraph.partition(_ADDRESS)
    residence_and_execution, burial, burial_place = rest.rpartition(_BURIAL)
    residence, shot, execution = residence_and_execution.rpartition(_SHOT)
    found = _EXECUTION.fullmatch(_SHOT.removeprefix(". ") + execution)
    if not (address and burial and shot and found):
        return {"note": paragraph}
    fields = {
        "residence": residence,
        # The ending of the verb is all that the list says of the sex.
        "sex": found["verb"],
        "execution_date": found["date"],
        "burial_place": burial_place.removesuffix("."),
    }
    return _cut_life(told) | fields


def _cut_life(told: str) -> dict[str, str]:
    """Cut what stands before the address."""
    birth, parts = _birth(_parted(told))
    bounds = _bounds(parts)
    if not bounds:
        return birth | ({"note": ", ".join(parts)} if parts else {})
    place, people, party = bounds
    cells = {
        "birth_place": parts[:place],
        "nationality": parts[place:people],
        "party": parts[people:party],
        "occupation": parts[party:],
    }
    return birth | {name: ", ".join(cell) for name, cell in cells.items() if cell}


def _parted(told: str) -> list[str]:
    """Return what the commas outside brackets part; where a bracket is not closed, all commas do."""
    if told.count("(") != told.count(")"):
        return told.split(", ")
    parts: list[str] = []
    begun: list[str] = []
    depth = 0
    for part in told.split(", "):
        begun.append(part)
        depth = max(0, depth + part.count("(") - part.count(")"))
        if not depth:
            parts.append(", ".join(begun))
            begun = []
    return [*parts, ", ".join(begun)] if begun else parts


def _birth(parts: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the cells of the date of birth, and the parts after it."""
    found = _BORN.fullmatch(parts[0])
    if not found:
        return {}, parts
    year = _YEAR_AT_END.search(found["rest"] or "")
    if year:  # of "1 июля (по другим данным - августа) 1890" the year alone is one date
        return {"birth_date": year[0], "birth_comment": parts[0].removeprefix("род.").strip()}, parts[1:]
    cells = {"birth_date": found["date"], "birth_comment": found["other"]}
    return {name: cell for name, cell in cells.items() if cell}, parts[1:]


def _bounds(parts: list[str]) -> tuple[int, int, int] | None:
    """Return where the place, the nationality and the party end; None where nothing shows it.

    A nationality before a party shows both; else the first of either does. A word in small letters at the very end
    may be an occupation.
    """
    people = [bool(_PEOPLE.fullmatch(part)) for part in parts]
    party = [bool(_PARTY.fullmatch(part)) for part in parts]
    last = len(parts) - 1
    for place in range(last):
        if people[place] and party[place + 1]:
            return place, place + 1, _end_of_party(parts, place + 1)
    for place in range(len(parts)):
        if party[place]:
            return place, place, _end_of_party(parts, place)
        if people[place] and place < last:
            return place, place + 1, place + 1
    return None


def _end_of_party(parts: list[str], start: int) -> int:
    further = takewhile(lambda part: _PARTY.fullmatch(part) and not _OFFICE.match(part), parts[start + 1 :])
    return start + 1 + sum(1 for _ in further)

"""Read of a death: executed, or died."""

from __future__ import annotations

import re

from rehabkg.recognise.dates import dates_in
from rehabkg.recognise.phrases import folded
from rehabkg.records.model import Death

_EXECUTED = re.compile(r"р[ае]сстрелян|^\W*расстрел\.|приведен[а-я]* в исполнение")
_NOT_KNOWN = re.compile(r"(?:сведени|документ|отметк)[а-я]*\s(?:об?|о приведении|о)\s")
_DIED = re.compile(
    r"(?<![а-я])(?:умер(?:ла|ли|ший)?(?![а-я])|ум\.|погиб(?:ла|ли)?(?![а-я])|убит[аы]?(?![а-я])|скончал[а-я]*|покончил[а-я]*)"
    r"|(?:в связи со? (?:(?:его|ее) )?|за |ввиду )смерть?[а-я]*"
)
_PLACE_LIKE = re.compile(
    r"[А-ЯЁ\"«]|(?:г|с|д|п|ст|дер|пос|хут|гор)\.|город|тюр|лаг|мест|исп|больниц|район|колон|лазар|пути"
)
_PLACE_END = re.compile(r"[.;)]?\s*$")


def tells_death(low: str) -> bool:
    """Tell whether a clause, in `phrases.folded` form, tells of a death other than by execution."""
    return bool(_DIED.search(low))


def tells_execution(low: str) -> bool:
    """Tell whether a clause, in `phrases.folded` form, tells that a sentence of death was carried out."""
    return bool(_EXECUTED.search(low)) and not _NOT_KNOWN.search(low)


def death_in(clause: str) -> Death:
    """Return the death that *clause* tells of, with what it says of the place after the date."""
    low = folded(clause)
    kind = "executed" if tells_execution(low) else "died"
    started = (_EXECUTED if kind == "executed" else _DIED).search(low)
    start = started.end() if started else 0
    dates = list(dates_in(clause))
    date = next((found for found in dates if found.start >= start - 1), dates[-1] if dates else None)
    place = _place(clause[max(start, date.end if date else 0) :])
    return Death(date=date.edtf if date else None, kind=kind, place=place)


def _place(text: str) -> str | None:
    found = re.match(r"[\s,–-]*(?:в\s(?=[А-ЯЁгспдИ])|[–-]\s|на\s(?=о))?(?P<place>[^,;(].*)", text)
    if not found:
        return None
    place = _PLACE_END.sub("", found["place"]).strip()
    return place if len(place) > 3 and _PLACE_LIKE.match(place) else None

"""Read the line of an arrest, also one that tells but the body and the date (`Вольским отделом ОГПУ 3 мая 1931 г.`)."""

from __future__ import annotations

import re

from rehabkg.recognise.dates import date_of
from rehabkg.recognise.deciding import names_body
from rehabkg.recognise.texts import trimmed
from rehabkg.records.model import Arrest

_DATE = re.compile(r"[0-9]{1,2}\s[а-я]+\s[0-9]{4}\sг\.|\bв\s(?:[а-я]+\s)?[0-9]{4}\sг\.")
_NO_ARREST = re.compile(
    r"(?i)подписк|не арестов|привлекал|поручит|мера пресеч|осужд|судим|приговор|выслан|сослан|отбыв|высел|раскулач"
)
_HELD = re.compile(r"(?i)^(?:под страж|содержал|в тюрьм)")
_LATER = re.compile(r"\.\s+(?=[0-9]{1,2}\.[0-9]{2}\.[0-9]{4}|В [0-9]{4}|[А-ЯЁ][а-яё]+(?:ся|на|но)\b)")


def arrest_in_line(text: str) -> tuple[Arrest, str | None]:
    """Return the arrest that a line tells, *text* without the verb, and what the line tells after it."""
    text = text.strip()
    found = _DATE.search(text)
    if found is None:
        return Arrest(date=None, body=_body(text), place=_place(text), text=text or None), None
    before, after = text[: found.start()], text[found.end() :]
    later = _LATER.search(after)
    rest = after[later.end() :] if later else None
    told = trimmed(f"{before} {after[: later.start() if later else len(after)]}")
    return Arrest(date=date_of(found[0]), body=_body(told), place=_place(told), text=text), rest


def is_unspoken_arrest(line: str) -> bool:
    """Tell whether a line without a verb is an arrest: a body and, at its end, a date."""
    found = _DATE.search(line)
    if found is None or _NO_ARREST.search(line):
        return False
    return names_body(line[: found.start()]) or not line[: found.start()].strip()


def _body(text: str | None) -> str | None:
    return text if text and names_body(text) and not _HELD.match(text) else None


def _place(text: str | None) -> str | None:
    return text if text and _HELD.match(text) else None

"""Which calendar an item of Wikidata stands for, told by what it is called: no number of an item is remembered here.

The RDF form leads from a date to the item of its calendar and the label is asked for there. The JSON form has but the
number beside a date; whose it is the dump itself tells, at the line of the calendar, which may come late or, in an
excerpt, never. Whoever reads an excerpt can name the Julian calendar's number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from rehabkg.errors import shorten
from rehabkg.wikidata.model import ENTITY

Calendar = Literal["gregorian", "julian"]
GREGORIAN: Calendar = "gregorian"
JULIAN: Calendar = "julian"
LANGUAGE = "en"
"""The language in which calendars are known by their labels."""

_WORDS: Mapping[str, Calendar] = MappingProxyType({"gregorian": GREGORIAN, "julian": JULIAN})
# Labels and descriptions are written alike; which of them was found is seen once the line is parsed.
_CALLED = re.compile(
    rb'"language": ?"' + LANGUAGE.encode() + rb'", ?"value": ?"[^"\\]{0,40}(?i:gregorian|julian) calendar"'
)
_IN_EACH = b' calendar"'
# There are some dozen; a hostile file shall not fill the memory with more.
_MOST = 1_000
_SHOWN = 5


def calendar_called(label: str) -> Calendar | None:
    """Return the calendar that an English label names, None where it names none or both.

    >>> calendar_called("proleptic Julian calendar"), calendar_called("Hebrew calendar")
    ('julian', None)
    """
    found = {calendar for word, calendar in _WORDS.items() if word in label.casefold()}
    return found.pop() if len(found) == 1 else None


class Calendars:
    """The calendars of a JSON dump, by the items that stand for them: learnt as lines pass, or all known beforehand.

    With *julian*, the number of the Julian calendar's item, every other one is the Gregorian.
    """

    def __init__(self, julian: str | None = None) -> None:
        self._julian = julian
        self._learnt: dict[str, Calendar] = {}

    def learn(self, line: bytes) -> None:
        """Take what the line of an entity tells, if it is one of a calendar."""
        if _IN_EACH not in line or self._julian is not None or not _CALLED.search(line) or len(self._learnt) >= _MOST:
            return
        try:
            entity = json.loads(line.strip().removesuffix(b","))
            qid, label = entity["id"], entity["labels"][LANGUAGE]["value"]
        except (ValueError, TypeError, KeyError, RecursionError):
            # Whatever else is bad in the line is told by who wants it.
            return
        if isinstance(qid, str) and isinstance(label, str) and (calendar := calendar_called(label)):
            self._learnt.setdefault(qid, calendar)

    def knows(self, iri: str) -> bool:
        """Return whether it is known by now which calendar an item stands for."""
        return self.of(iri) is not None

    def of(self, iri: str) -> Calendar | None:
        """Return the calendar that an item stands for, None where nothing told it."""
        qid = iri.removeprefix(ENTITY)
        if self._julian is not None:
            return JULIAN if qid == self._julian else GREGORIAN
        return self._learnt.get(qid)

    def unknown(self, iris: Iterable[str]) -> str | None:
        """Return a line on those of *iris* of which nothing told which calendar they are; None where there is none."""
        qids = sorted({iri.removeprefix(ENTITY) for iri in iris if not self.knows(iri)})
        if not qids:
            return None
        some = ", ".join(map(shorten, qids[:_SHOWN])) + (", ..." if len(qids) > _SHOWN else "")
        return f"nothing here tells which calendar {some} is (--julian-calendar names the Julian one)"

"""Read a clause that changes a decision: a sentence commuted, a term cut, a verdict annulled, a case closed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rehabkg.recognise.clause_words import CHANGED, CLOSED
from rehabkg.recognise.clauses import Clause
from rehabkg.recognise.dates import dates_in
from rehabkg.recognise.deciding import body_after, body_at_end, body_before
from rehabkg.recognise.grounds import grounds_in
from rehabkg.recognise.measures import Measures, measures_of
from rehabkg.recognise.phrases import folded

_CUT = re.compile(r"(?:сни[жз]|сокращ)[а-я]*")
_BY = re.compile(r"\sна\s(?:[0-9]+\s|одн|треть|четверть|половин|один|два|год|полов)")
# A measure put in another's place by the same act.
_IN_ONE = re.compile(r"\bс\s(?:одновременной\s)?замен(?:ой|ою)$")
# A case closed as to one article only.
_OF_ONE_ARTICLE = re.compile(r"по\sст[^,;]{2,20}(?:дело|обвинение)\s$")
_ANNULLED = re.compile(r"отмен")
_PROBATION = re.compile(r"условн(?:о(?!-доср)|ый|ым)")
# After these words stands the law that a decision follows, with its date.
_BECAUSE = re.compile(r"(?i)на\sосновании|согласно|в\sсоответствии|по\sамнистии|по\sуказу")
_OTHER_DATE = re.compile(r"(?:осв|ум|с|до)\.?\s$")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a decision: who changed it, when, and to what.

    `first` is the part of the clause before the change, which may tell the first decision; `is_in_one` says that the
    same act imposed both (`5 лет с заменой высылкой`).
    """

    body: str | None
    date: str | None
    measures: tuple[str, ...]
    term_years: float | None
    first: str
    is_in_one: bool


def change_in(clause: Clause) -> Change | None:
    """Return the change that *clause* tells, None where it tells none or only cuts a term by some time."""
    changed = CHANGED.search(clause.low)
    if changed is None or _cuts_by(clause.low):
        return None
    before, after = clause.text[: changed.start()], clause.text[changed.end() :]
    body, date = _decided_by(before, after)
    measures, years = _changed_to(clause, changed)
    return Change(body, date, measures, years, before, bool(_IN_ONE.search(clause.low, 0, changed.end())))


def _cuts_by(low: str) -> bool:
    """Tell whether a clause cuts a term by some time, not to a new length: that stays within the one decision."""
    cut = _CUT.search(low)
    if cut is None:
        return False
    by, to = _BY.search(low, cut.end()), low.find(" до ", cut.end())
    return by is not None and (to < 0 or by.start() < to)


def _decided_by(before: str, after: str) -> tuple[str | None, str | None]:
    """Return body and date of a change: they stand before the verb, else after it."""
    after = _BECAUSE.split(after, maxsplit=1)[0]
    body = body_before(before) or body_after(after) or body_at_end(after)
    dates = [one.edtf for one in dates_in(before)]
    if not dates:
        low = folded(after)
        dates = [one.edtf for one in dates_in(after) if not _OTHER_DATE.search(low, 0, one.start)]
    return body, dates[0] if dates else None


def _changed_to(clause: Clause, changed: re.Match[str]) -> Measures:
    low = clause.low
    measures, years = measures_of(clause.text[changed.start() :])
    if "в этой части" in low or _OF_ONE_ARTICLE.search(low, 0, changed.start()):
        cut = _CUT.search(low)
        return measures_of(clause.text[cut.start() :]) if cut else ((), None)
    if CLOSED.search(low):
        return ("case-closed", *(code for code in measures if code not in ("case-closed", "execution"))), None
    if _ANNULLED.search(low) and grounds_in(low):
        return ("case-closed",), None
    if len(measures) > 1:
        # What was changed may stand between the verb and what it was changed to.
        measures = tuple(code for code in measures if code != "execution")
    if _PROBATION.search(low) and "probation" not in measures:
        measures = (*measures, "probation")
    return measures, years

"""Read a running text that tells what happened to a person: arrest, decisions, release, death, rehabilitation.

The text of a sentence is such a story too: a first decision, then what changed it and how it ended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rehabkg.recognise.articles import articles_of
from rehabkg.recognise.changes import change_in
from rehabkg.recognise.clause_words import (
    ACCUSED,
    ARREST,
    ASIDE,
    CHANGED,
    CLOSED,
    CONVICTED,
    FAMILY,
    HELD,
    MORE,
    NO_CLOSING,
    REHABILITATED,
    WHEREABOUTS,
)
from rehabkg.recognise.clauses import Clause, clauses_of, is_dates_only
from rehabkg.recognise.convictions import charge_of_arrest, conviction_in
from rehabkg.recognise.dates import dates_in
from rehabkg.recognise.death import death_in, tells_death, tells_execution
from rehabkg.recognise.deciding import body_after, body_before, body_within, names_body
from rehabkg.recognise.grounds import grounds_in
from rehabkg.recognise.measures import measures_of, united_measures
from rehabkg.recognise.phrases import folded
from rehabkg.recognise.rehabilitation import rehabilitations_of
from rehabkg.recognise.release_clauses import release_in, tells_release
from rehabkg.records.model import Arrest, Death, Rehabilitation, Release, Sentence

_REHABILITATED_SINCE = "1953"
# In the years of rehabilitation a year of two digits from 00 on is of this century.
_LATE = re.compile(r"(?<![0-9.])(?P<day>[0-9]{1,2})\.(?P<month>0?[1-9]|1[012])\.(?P<year>[012][0-9])(?![0-9])")


@dataclass(frozen=True, slots=True)
class History:
    """What a text tells of a person, each list in the order of the text; `unread` holds clauses that tell nothing."""

    arrests: tuple[Arrest, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    releases: tuple[Release, ...] = ()
    rehabilitations: tuple[Rehabilitation, ...] = ()
    death: Death | None = None
    unread: tuple[str, ...] = ()


def history_of(text: str, main: Sentence | None = None) -> History:
    """Return what *text* tells; *main* is the decision that it begins with, where its heading stands elsewhere."""
    if main is not None and not _tells_more(text):
        measures, years = measures_of(text)
        return History(sentences=(Sentence(main.date, main.body, main.charge, main.articles, measures, years, text),))
    teller = _Teller(sentences=[replace(main, text=text)] if main is not None else [])
    for clause in clauses_of(text):
        teller.hear(clause)
    return teller.history()


@lru_cache(maxsize=16_384)
def _tells_more(text: str) -> bool:
    return MORE.search(folded(text)) is not None


@dataclass(slots=True)
class _Teller:
    """Gathers what the clauses of one text tell.

    `charge` waits for the decision on it; `accused` says that the text tells it by itself, not with an arrest.
    """

    sentences: list[Sentence] = field(default_factory=list)
    arrests: list[Arrest] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    rehabilitations: list[Rehabilitation] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    death: Death | None = None
    charge: str | None = None
    accused: bool = False

    def history(self) -> History:
        if self.charge and self.accused and not self.sentences:
            self._append(Sentence(charge=self.charge, measures=("case-closed",) if self.releases else ()))
        return History(
            tuple(self.arrests), tuple(self.sentences), tuple(self.releases), tuple(self.rehabilitations),
            self.death, tuple(self.unread),
        )  # fmt: skip

    def hear(self, clause: Clause) -> None:
        """Take in one clause."""
        low = clause.low
        if ASIDE.match(low):
            return
        if REHABILITATED.search(low):
            self._rehabilitated(clause)
        elif ARREST.search(low) or (HELD.search(low) and next(dates_in(clause.text), None)):
            self._arrested(clause)
        elif CONVICTED.search(low):
            self._convicted(clause)
        elif tells_execution(low) and (self._is_decided() or next(dates_in(clause.text), None)):
            self.death = death_in(clause.text)
        elif CHANGED.search(low):
            self._changed(clause)
        elif tells_death(low):
            self._died(clause)
        elif tells_release(low) or "амнист" in low:
            self._released(clause)
        else:
            self._told(clause)

    def _append(self, sentence: Sentence) -> None:
        self.sentences.append(_with_articles(sentence))

    def _is_decided(self) -> bool:
        """Tell whether the last decision has its measure or term."""
        return bool(self.sentences) and (bool(self.sentences[-1].measures) or self.sentences[-1].term_years is not None)

    def _rehabilitated(self, clause: Clause) -> None:
        found = REHABILITATED.search(clause.low)
        start = found.start() if found else 0
        if CLOSED.search(clause.low, 0, start):
            self._changed(Clause(clause.text[:start], clause.low[:start]))
        date = _date_of_rehabilitation(clause)
        decided = rehabilitations_of(text=clause.text[start:], date=date, body=body_before(clause.text[:start]))
        if decided and decided[0].date is None and self._closes():
            decided = (self._closing(),)
        self.rehabilitations.extend(decided)

    def _closes(self) -> bool:
        """Tell whether the last decision closed the case at a known date."""
        last = self.sentences[-1] if self.sentences else None
        return last is not None and last.changes and "case-closed" in last.measures and last.date is not None

    def _closing(self) -> Rehabilitation:
        """Return the rehabilitation that the closing of the case was; in its years it was nothing else."""
        closing = self.sentences[-1]
        if (closing.date or "") >= _REHABILITATED_SINCE:
            self.sentences.pop()
        grounds = grounds_in(closing.text or "")
        return Rehabilitation(date=closing.date, body=closing.body, grounds=grounds, text=closing.text)

    def _arrested(self, clause: Clause) -> None:
        found = ARREST.search(clause.low) or HELD.search(clause.low)
        start, end = found.span() if found else (0, 0)
        dates = list(dates_in(clause.text))
        date = next((one for one in dates if one.start >= start), dates[0] if dates else None)
        tail = clause.text[date.end if date and date.start >= start else end :]
        charge, tail = charge_of_arrest(tail)
        self.charge = charge or self.charge
        told = clause.text.strip(" ,;")
        self.arrests.append(Arrest(date=date.edtf if date else None, body=body_after(tail), text=told))
        if CLOSED.search(clause.low):
            self._changed(Clause(clause.text[start:], clause.low[start:]))

    def _convicted(self, clause: Clause) -> None:
        told = conviction_in(clause)
        charge, self.charge = told.charge or self.charge, None
        if self._is_heading_of(told.body, told.date):
            self._merge(told.measures, told.term_years, told.body, told.date, charge)
        else:
            self._append(replace(told, charge=charge))

    def _is_heading_of(self, body: str | None, date: str | None) -> bool:
        """Tell whether the last decision is but a heading, of which *body* and *date* tell no more or add to it."""
        if not self.sentences or self._is_decided() or self.sentences[-1].changes:
            return False
        last = self.sentences[-1]
        return (body is None or last.body is None) and (date is None or last.date is None or date == last.date)

    def _changed(self, clause: Clause) -> None:
        change = change_in(clause)
        if change is None:
            return
        if not self._is_decided() and measures_of(change.first) != ((), None):
            self._told(Clause(change.first, folded(change.first)))
            if change.is_in_one:
                self._merge(change.measures, change.term_years)
                return
        if tells_death(clause.low) and self.death is None:
            self.death = Death(date=None, kind="died")
        told = Sentence(
            date=change.date, body=change.body, measures=change.measures, term_years=change.term_years,
            text=clause.text.strip(), changes=bool(self.sentences),
        )  # fmt: skip
        if self._belongs_to_last(told):
            self._merge(told.measures, told.term_years, told.body, told.date)
        else:
            charge, self.charge = (None if self.sentences else self.charge), None
            self._append(replace(told, charge=charge))
        if tells_release(clause.low):
            self.releases.append(release_in(clause.text, case_closed="case-closed" in told.measures))

    def _belongs_to_last(self, told: Sentence) -> bool:
        """Tell whether a change is part of the last decision, or the measure of a heading."""
        if not self.sentences:
            return False
        last = self.sentences[-1]
        is_bare = told.body is None and told.date is None
        if last.changes:
            return is_bare and (told.term_years is None or last.term_years is None)
        if last.measures == told.measures == ("case-closed",) and is_bare:
            return True
        return self._is_heading_of(told.body, told.date)

    def _merge(
        self,
        measures: tuple[str, ...],
        years: float | None,
        body: str | None = None,
        date: str | None = None,
        charge: str | None = None,
    ) -> None:
        last = self.sentences[-1]
        if charge and last.charge is None:
            last = _with_articles(replace(last, charge=charge))
        self.sentences[-1] = replace(
            last,
            measures=united_measures(last.measures, measures),
            term_years=last.term_years if last.term_years is not None else years,
            body=last.body or body,
            date=last.date or date,
        )

    def _died(self, clause: Clause) -> None:
        if self.death is None or self.death.date is None:
            self.death = death_in(clause.text)

    def _released(self, clause: Clause) -> None:
        closed = bool(self.sentences) and "case-closed" in self.sentences[-1].measures
        self.releases.append(release_in(clause.text, case_closed=closed))
        if self.sentences and not self._is_decided() and not self.sentences[-1].changes:
            measures, years = measures_of(clause.text)
            if not measures and not NO_CLOSING.search(clause.low):
                measures = ("case-closed",)
            self._merge(measures, years)

    def _told(self, clause: Clause) -> None:
        """Take in a clause that tells measures, a charge, or nothing that is known."""
        measures, years = measures_of(clause.text)
        accused = ACCUSED.search(clause.low)
        if accused is not None and accused["charge"].strip(" .,;"):
            self.charge, self.accused = clause.text[accused.start("charge") :].strip(" .,;"), True
        elif not measures and years is None:
            if not WHEREABOUTS.search(clause.low) and not is_dates_only(clause.text):
                self.unread.append(clause.text.strip(" .,;"))
        elif not (FAMILY.search(clause.low) and self._is_decided()):
            self._imposed(clause, measures, years)

    def _imposed(self, clause: Clause, measures: tuple[str, ...], years: float | None) -> None:
        date = next((one.edtf for one in dates_in(clause.text)), None)
        body = _body_in(clause.text)
        if not self.sentences or self._is_own_decision(measures, date, body):
            charge, self.charge = self.charge, None
            text = clause.text.strip()
            self._append(Sentence(date=date, body=body, charge=charge, measures=measures, term_years=years, text=text))
        elif not self._is_decided():
            self._merge(measures, years, body, date if body else None)
        elif not WHEREABOUTS.search(clause.low) or "special-settlement" in measures:
            self._merge(measures, years)

    def _is_own_decision(self, measures: tuple[str, ...], date: str | None, body: str | None) -> bool:
        """Tell whether measures are those of another decision: a body and a date stand with them, or `раскулачен`."""
        if not self._is_decided() or date is None:
            return False
        dekulakized = "dekulakization" in measures and "dekulakization" not in self.sentences[-1].measures
        return body is not None or dekulakized


def _date_of_rehabilitation(clause: Clause) -> str | None:
    for one in dates_in(clause.text):
        if not clause.low.endswith("от ", 0, one.start):
            return one.edtf
    late = _LATE.search(clause.low)
    return f"20{late['year']}-{int(late['month']):02}-{int(late['day']):02}" if late else None


def _with_articles(sentence: Sentence) -> Sentence:
    return replace(sentence, articles=articles_of(sentence.charge)) if sentence.charge else sentence


def _body_in(text: str) -> str | None:
    """Return the body that a clause names: `сослан Особым совещанием …`, `решением схода … выслан`."""
    if not names_body(text):
        return None
    first = next(dates_in(text), None)
    before = text[: first.start] if first else text
    return body_before(before) or body_within(before)

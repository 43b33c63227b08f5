"""Read a running text that tells what happened to a person: arrest, decisions, release, death, rehabilitation.

The text of a sentence is such a story too: a first decision, then what changed it and how it ended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rehabkg.recognise.articles import articles_of
from rehabkg.recognise.clauses import clauses_of
from rehabkg.recognise.dates import dates_in
from rehabkg.recognise.death import death_in, tells_death, tells_execution
from rehabkg.recognise.deciding import body_after, body_at_end, body_before, names_body
from rehabkg.recognise.measures import measures_of, united_measures
from rehabkg.recognise.phrases import folded
from rehabkg.recognise.rehabilitation import grounds_in, rehabilitations_of
from rehabkg.recognise.releases import release_in, tells_release
from rehabkg.records.model import Arrest, Death, Rehabilitation, Release, Sentence

# The words by which a text tells more than one decision with its measures.
_TELLS_MORE = re.compile(
    r"осв|замен|сни[жз]|сокращ|отмен|измен|пересм|прекращ|прекратить|оправда|силе|переквал|перекв|понизить|исключ|помилов|ум\.|умер|погиб|скончал|смерт|"
    r"арест|осужд|приговорен|судим|реабил|снят|расстрелян|приведен|семь|определ|постановл|повторн|вторичн|отпущ|демобил|обвин|\||амнист|подверг|совет|собрани|в [0-9]{4}"
)
_ARREST = re.compile(r"арестов(?:ан|ыва|\.)|под арестом|(?<![а-я])арест\.")
_CONVICTED = re.compile(r"(?<![а-я])(?:осужд[а-я]*|приговорен[аы]?(?![а-я])|приговаривал[а-я]*|приговор\.|судим[аы]?(?![а-я])|подвергнут[аы]?(?![а-я]))")
_REHABILITATED = re.compile(r"реабилитирова|(?<![а-я])реаб(?:ил)?\.")
_CHANGED = re.compile(
    r"замен[а-я]*|сниж[а-я]*|снизил[а-я]*|сокращ[а-я]*|отмен[а-я]*|изменен[а-я]*|пересм[а-я]*|прекращ[а-я]*|прекратить|прекр-е|оправда[а-я]*|"
    r"в силе|приговор[^.]{0,40}без изменени[йя]|переквал[а-я]*|перекв\.|понизить|исключ[а-я]*|помилован[а-я]*"
)
_CUT_BY = re.compile(r"(?:сниж|сокращ)[а-я]*\s(?:(?!\sдо\s).)*?на\s(?:[0-9]+\s|одн|треть|четверть|половин|один|два|год|полов)")
# A measure put in another's place by the same act.
_IN_ONE = re.compile(r"\bс\s(?:одновременной\s)?замен(?:ой|ою)$")
_REHABILITATED_SINCE = "1953"
_CLOSED = re.compile(r"прекращ|прекратить|оправда|прекр-е")
_ANNULLED = re.compile(r"отмен")
_ACCUSED = re.compile(r"(?:предъявл[а-я]*\sобвин[а-я]*|обвинял(?:ся|ась)|обвинение)[\s:]*(?P<charge>.*)")
_CHARGE = re.compile(
    r"(?i)(?P<charge>(?:\(|по\s(?:ч|ст|обвин|указ|п\.)|пост\.|за\s|как\s|ст\.|обвин).*?)"
    r"(?=,?\s*(?:\bк|\bна)\s?(?=[0-9]|ВМ|выс|расс|лиш|ссыл|заключ|штраф|тюр|конц|спец|испр|прин|пят|дес|срок|тр)|\s?ВМН|\.\s?приговор|$)"
)
_CHARGE_OF_ARREST = re.compile(r"(?i)(?:по\sобвин\w*\.?\s(?:во?\s|за\s)?|\()(?P<charge>[\"«]?.*?)\)?$")
_SETTLEMENT = re.compile(r"(?<![а-я])с/п|спецпос|учета")
_FAMILY = re.compile(r"семь[яюи]|родител|дети|отец")
_WHEREABOUTS = re.compile(r"^\W*(?:прибы|убы[лт]|отбы[вт]|содерж|находил|направлен |выб\.|работал|проживал|демобил|в заключении|срок отбыв)")
# What a clause says of why: the next one says what was done.
_REASON = re.compile(r"\W*(?:на основании|согласно|в соответствии|по амнистии|тем же|этим же|в административном порядке|реш[а-я.]*\sот\s)")


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
        sentence = Sentence(main.date, main.body, main.charge, main.articles, measures, years, text)
        return History(sentences=(sentence,))
    return _told(text, main)


@lru_cache(maxsize=16_384)
def _tells_more(text: str) -> bool:
    return _TELLS_MORE.search(folded(text)) is not None


def _told(text: str, main: Sentence | None) -> History:
    teller = _Teller(sentences=[replace(main, text=text)] if main is not None else [])
    carried = ""
    for clause in clauses_of(text, folded(text)):
        whole = f"{carried} {clause}" if carried else clause
        low = folded(whole)
        if _is_heading_only(whole, low):
            carried = whole
            continue
        carried = ""
        teller.hear(whole, low)
    if carried and not teller.releases:
        teller.hear(carried, folded(carried))
    return teller.history()


def _is_heading_only(clause: str, low: str) -> bool:
    """Tell whether a clause is but the body or date of a decision that the next clause tells."""
    if _CHANGED.search(low) or _CONVICTED.search(low) or tells_release(low) or tells_death(low) or _ARREST.search(low):
        return False
    if _REHABILITATED.search(low) or measures_of(clause) != ((), None):
        return False
    if _REASON.match(low):
        return True
    dates = list(dates_in(clause))
    rest = clause
    for found in reversed(dates):
        rest = rest[: found.start] + rest[found.end :]
    return (bool(dates) and not rest.strip(" .,гвот*(")) or (len(clause) < 160 and body_before(clause) is not None and bool(dates))


@dataclass(slots=True)
class _Teller:
    """Gathers what the clauses of one text tell."""

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
            measures = ("case-closed",) if self.releases else ()
            self.sentences.append(_charged(Sentence(charge=self.charge, measures=measures)))
        return History(
            tuple(self.arrests), tuple(self.sentences), tuple(self.releases), tuple(self.rehabilitations),
            self.death, tuple(self.unread),
        )  # fmt: skip

    def hear(self, clause: str, low: str) -> None:
        """Take in one clause."""
        if _REHABILITATED.search(low) and not self._is_closing_before(low):
            self._rehabilitated(clause, low)
        elif _ARREST.search(low):
            self._arrested(clause, low)
        elif (convicted := _CONVICTED.search(low)) is not None:
            self._convicted(clause, convicted)
        elif tells_execution(low) and (self.sentences and self._is_decided() or list(dates_in(clause))):
            self.death = death_in(clause)
        elif _CHANGED.search(low):
            self._changed(clause, low)
        elif tells_death(low):
            self._died(clause)
        elif tells_release(low):
            self._released(clause, low)
        elif (accused := _ACCUSED.search(low)) is not None and len(clause) > accused.start("charge"):
            self.charge, self.accused = clause[accused.start("charge") :].strip(" .,;") or None, True
        else:
            self._more(clause, low)

    def _is_decided(self) -> bool:
        return bool(self.sentences) and (bool(self.sentences[-1].measures) or self.sentences[-1].term_years is not None)

    @staticmethod
    def _is_closing_before(low: str) -> bool:
        return "по реабилитир" in low and "реабилитирован" not in low

    def _rehabilitated(self, clause: str, low: str) -> None:
        found = _REHABILITATED.search(low)
        assert found is not None  # noqa: S101 - the caller has found it
        if _CLOSED.search(low, 0, found.start()):
            self._changed(clause[: found.start()], low[: found.start()])
        dates = list(dates_in(clause))
        own = [one for one in dates if not low.endswith("от ", 0, one.start)]
        body = body_before(clause[: found.start()])
        tail = clause[found.start() :]
        decided = rehabilitations_of(text=tail, date=own[0].edtf if own else None, body=body)
        if decided == rehabilitations_of(text=tail) and not own and self.sentences and self._closes_late():
            closing = self.sentences.pop()
            decided = (
                Rehabilitation(
                    date=closing.date, body=closing.body, grounds=grounds_in(closing.text or ""), text=closing.text
                ),
            )
        self.rehabilitations.extend(decided)

    def _closes_late(self) -> bool:
        """Tell whether the last decision closed the case in the years of rehabilitation, under which it is told."""
        last = self.sentences[-1]
        return last.changes and "case-closed" in last.measures and (last.date or "") >= _REHABILITATED_SINCE

    def _arrested(self, clause: str, low: str) -> None:
        found = _ARREST.search(low)
        start = found.start() if found else 0
        dates = list(dates_in(clause))
        after = [one for one in dates if one.start >= start]
        date = (after or dates or [None])[0]
        tail = clause[date.end :] if date and date.start >= start else clause[found.end() if found else 0 :]
        charge = _CHARGE_OF_ARREST.search(tail)
        if charge:
            self.charge = charge["charge"].strip(" .,;") or None
            tail = tail[: charge.start()]
        self.arrests.append(Arrest(date=date.edtf if date else None, body=body_after(tail), text=clause.strip(" ,;")))
        if _CLOSED.search(low):
            self._changed(clause[start:], low[start:])

    def _convicted(self, clause: str, convicted: re.Match[str]) -> None:
        before, after = clause[: convicted.start()], clause[convicted.end() :]
        charge = _CHARGE.search(after)
        heading = after[: charge.start()] if charge else after
        dates = [one.edtf for one in dates_in(f"{before} {heading}")]
        body = body_before(before) or body_after(heading)
        measures, years = measures_of(after[charge.end() :] if charge else _imposed(heading))
        sentence = Sentence(
            date=dates[0] if dates else None,
            body=body,
            charge=(charge["charge"].strip(" .,;") if charge else None) or self.charge,
            measures=measures,
            term_years=years,
            text=clause.strip(),
            changes=self._is_decided(),
        )
        self.charge = None
        self.sentences.append(_charged(sentence))

    def _changed(self, clause: str, low: str) -> None:
        changed = _CHANGED.search(low)
        if changed is None or _CUT_BY.search(low):
            return
        before, after = clause[: changed.start()], clause[changed.end() :]
        measures, years = _changed_to(clause, low, changed)
        if not self._is_decided() and measures_of(before) != ((), None):
            self._more(before, low[: changed.start()])
            if _IN_ONE.search(low, 0, changed.end()):
                self._merge(measures, years, None, None)
                return
        body, date = _decided_by(before, after)
        if tells_death(low) and self.death is None:
            self.death = Death(date=None, kind="died")
        if self._belongs_to_last(body, date, years):
            self._merge(measures, years, body, date)
        else:
            charge, self.charge = (self.charge if not self.sentences else None), None
            self.sentences.append(
                _charged(
                    Sentence(
                        date=date, body=body, charge=charge, measures=measures, term_years=years, text=clause.strip(),
                        changes=bool(self.sentences),
                    )
                )
            )  # fmt: skip
        if tells_release(low):
            self.releases.append(release_in(clause, case_closed="case-closed" in measures))

    def _belongs_to_last(self, body: str | None, date: str | None, years: float | None) -> bool:
        if not self.sentences:
            return False
        last = self.sentences[-1]
        if last.changes:
            return body is None and date is None and (years is None or last.term_years is None)
        if self._is_decided():
            return False
        return (body is None or last.body is None) and (date is None or last.date is None or date == last.date)

    def _merge(self, measures: tuple[str, ...], years: float | None, body: str | None, date: str | None) -> None:
        last = self.sentences[-1]
        self.sentences[-1] = replace(
            last,
            measures=united_measures(last.measures, measures),
            term_years=last.term_years if last.term_years is not None else years,
            body=last.body or body,
            date=last.date or date,
        )

    def _died(self, clause: str) -> None:
        told = death_in(clause)
        if self.death is None or self.death.date is None:
            self.death = told

    def _released(self, clause: str, low: str) -> None:
        closed = bool(self.sentences) and "case-closed" in self.sentences[-1].measures
        self.releases.append(release_in(clause, case_closed=closed))
        measures, years = measures_of(clause)
        if self.sentences and not self._is_decided() and not self.sentences[-1].changes:
            if not _SETTLEMENT.search(low):
                measures = measures or ("case-closed",)
            self._merge(measures, years, None, None)

    def _more(self, clause: str, low: str) -> None:
        """Take in a clause that tells measures, or nothing that is known."""
        measures, years = measures_of(clause)
        if not measures and years is None:
            if not _WHEREABOUTS.search(low) and not dates_in_whole(clause):
                self.unread.append(clause.strip(" .,;"))
            return
        if _FAMILY.search(low) and self._is_decided():
            return
        dates = list(dates_in(clause))
        body = _body_within(clause, low)
        if self._is_own_decision(measures, dates, body):
            self.sentences.append(
                Sentence(
                    date=dates[0].edtf if dates else None, body=body, charge=None, measures=measures,
                    term_years=years, text=clause.strip(), changes=False,
                )
            )  # fmt: skip
            return
        if self._is_decided() and _WHEREABOUTS.search(low) and "special-settlement" not in measures:
            return
        header = self.sentences[-1]
        self._merge(measures, years, body if not self._is_decided() else None,
                    dates[0].edtf if dates and body and header.date is None else None)  # fmt: skip

    def _is_own_decision(self, measures: tuple[str, ...], dates: list[object], body: str | None) -> bool:
        if not self.sentences:
            return True
        if not self._is_decided():
            return False
        return bool(dates) and (body is not None or ("dekulakization" in measures and "dekulakization" not in self.sentences[-1].measures))


def dates_in_whole(clause: str) -> bool:
    """Tell whether *clause* is a date or a span of dates and nothing else."""
    rest = clause
    for found in reversed(list(dates_in(clause))):
        rest = rest[: found.start] + rest[found.end :]
    return not rest.strip(" .,–-()гсподо")


def _charged(sentence: Sentence) -> Sentence:
    return replace(sentence, articles=articles_of(sentence.charge)) if sentence.charge else sentence


def _imposed(text: str) -> str:
    """Return the part of a text that follows the body and date of a decision."""
    found = None
    for found in dates_in(text):
        pass
    return text if found is None else text[found.end :] or text[: found.start]


def _decided_by(before: str, after: str) -> tuple[str | None, str | None]:
    """Return body and date of a change: they stand before the verb, else after it."""
    body = body_before(before)
    dates = [one.edtf for one in dates_in(before)]
    if body is None:
        body = body_after(after) or body_at_end(after)
    if not dates:
        low = folded(after)
        dates = [one.edtf for one in dates_in(after) if not re.search(r"(?:осв|ум|с|до)\.?\s$", low[: one.start])]
    return body, dates[0] if dates else None


def _changed_to(clause: str, low: str, changed: re.Match[str]) -> tuple[tuple[str, ...], float | None]:
    measures, years = measures_of(clause[changed.start() :])
    if "в этой части" in low:
        return (), None
    if _CLOSED.search(low):
        return ("case-closed", *(code for code in measures if code != "case-closed" and code != "execution")), None
    if _ANNULLED.search(low) and grounds_in(low):
        return ("case-closed",), None
    if re.search(r"условн(?:о(?!-доср)|ый|ым)", low) and "probation" not in measures:
        measures = (*measures, "probation")
    return measures, years


def _body_within(clause: str, low: str) -> str | None:
    """Return the body that a clause names in the instrumental: `раскулачен Вохомским РИК`, `решением схода выслан`."""
    if not names_body(clause):
        return None
    dates = list(dates_in(clause))
    if dates and body_before(clause[: dates[0].start]):
        return body_before(clause[: dates[0].start])
    return body_before(clause)

"""Read decisions on rehabilitation: who decided, on what ground and act; and the status that a record states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.recognise.acts import acts_in, cites_acts, without_acts
from rehabkg.recognise.dates import date_of, dates_in
from rehabkg.recognise.grounds import before_grounds, grounds_in
from rehabkg.recognise.phrases import folded
from rehabkg.records.model import Rehabilitation

_NO_INFORMATION = re.compile(
    r"сведени[а-я]*\s(?:о|об)\sреаб[а-я.]*\s(?:нет|не\s|отсутств)|(?:сведени|данны)[а-я]*\sнет$|нет\sсведен"
)
_REFUSED = re.compile(
    r"отказ[а-я]*(?:\sв)?\sреабилит|в\sреабилитации\s(?:было\s)?отказ|отказано|признан[а-я]*\sне\sподлеж[а-я]*\sреабилит"
)
_NOT = re.compile(r"не\sреабилитирован|не\sподлежит\sреабилит|реабилитации\sне\sподлежит")
# The words of a refusal, and the reason that follows: neither is a part of the name of the body that refused.
_REFUSAL = re.compile(
    r"(?i),?\s*\b(?:в\s+реабилитации\s+(?:было\s+)?отказано|(?:было\s+)?отказано(?:\s+в\s+(?:реабилитации|пересмотре(?:\s+дела)?))?"
    r"|отказ(?:\s+в\s+реабилитации)?|(?:признан\w*\s+)?не\s+подлеж\w+\s+реабилитации|реабилитации\s+не\s+подлежит)\b"
)
_REASON = re.compile(r"(?i)[,.;]?\s+(?:(?:за|ввиду|в\s+связи|так\s+как|поскольку|по\s+причине)\s|т\.\s?к\.|из-за\s).*$")
_PARTLY = re.compile(r"частично|в\sчасти(?![а-я])|в\sостальной\sчасти")
_REHABILITATED = re.compile(
    r"(?i)^\W*реаб(?:ил(?:итир(?:ован[аы]?|овав)?)?)?(?:\b\.?|\.)\s*|,?\s*(?:т\.\s?е\.\s*)?реабилитирован[аы]?\b\.?\s*$"
)
_CLOSED = re.compile(
    r"(?i)[,.;]?\s*(?:определением\s)?(?:уголовное\s)?(?:архивн\w*-)?(?:следственн\w+\s)?дело\s(?:производством|дальнейшим|прекра|о\sн)\w*.*$"
    r"|[,.;]?\s*дело$|[,.;]?\s*(?:дело\s)?прек[а-я]*\.?$|\s*по\sст\.\s?[0-9].*$|\s*на\sосн\.?$|\(по\sданным.*$|[,.;]?\s*(?:от\s)?\bприговор\s.*$|[.,]?\s*отменен\w*.*$|[,.;]?\s*прекращен\w*.*$"
)
_FREED = re.compile(r"(?i)[,.;]?\s*(?:и\s)?(?:из[ -]под\sстражи\s)?\b(?:освобожд[её]н[аы]?|оправдан[аы]?)\b.*$")
_GROUND_TAIL = re.compile(r"(?i)[,.;]?\s*\b(?:за|ввиду|в связи с|по|из-за)?\s*$")
_CONSIDERED = re.compile(
    r"(?i)считается|в соответствии с|подпадает под.*$|распространяется действие.*$|восстановлен\w* в .*$"
)
_QUOTED = re.compile(r"\s*[\"«](?=[^\"»]{25}).*$|\s*[\"«].*(?:прекрат|отменить|Подпадает|Распростр).*$", re.DOTALL)
_HAS_WORD = re.compile(r"[А-ЯЁа-яё]{2}")
# What is left where no body is named.
_NO_BODY = re.compile(r"(?i)\W*(?:иных сведений нет|г|на основании|по|от|осв|реабилит.*)\W*")
_DATED = re.compile(r"\s*\b(?:от)?\s*$")


def rehabilitations_of(
    *, text: str | None, date: str | None = None, body: str | None = None
) -> tuple[Rehabilitation, ...]:
    """Return the decisions on rehabilitation that a record states.

    `date` and `body` are as printed where the source has them apart; *text* is all else: ground, act, and body and
    date where they are not apart. A text that says that nothing is known of a rehabilitation states no decision.
    """
    if not (text or date or body):
        return ()
    told = _told(text) if text else _NOTHING_TOLD
    decided_on = date_of(date)
    if told.is_none or (told.is_not and decided_on is None):
        return ()
    if decided_on is None and text:
        decided_on = _own_date(text)
    return (
        Rehabilitation(
            date=decided_on,
            body=body or told.body,
            grounds=told.grounds,
            acts=acts_in(text, decided_on=decided_on) if text and told.cites_acts else (),
            # A day on which it was found that nobody is to be rehabilitated is the day of a refusal.
            outcome="refused" if told.is_not else told.outcome,
            text=told.text,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text tells of a decision, whatever its date.

    `is_none` says that nothing is known of one, `is_not` that there was none.
    """

    body: str | None = None
    grounds: tuple[str, ...] = ()
    outcome: str = "granted"
    text: str | None = None
    cites_acts: bool = False
    is_none: bool = False
    is_not: bool = False


_NOTHING_TOLD = _Told()


@lru_cache(maxsize=16_384)
def _told(text: str) -> _Told:
    low = folded(text)
    return _Told(
        body=rehabilitating_body(text),
        grounds=grounds_in(text),
        outcome="refused" if _REFUSED.search(low) else "partly" if _PARTLY.search(low) else "granted",
        text=text.strip() or None,
        cites_acts=cites_acts(text),
        is_none=_NO_INFORMATION.search(low) is not None,
        is_not=_NOT.search(low) is not None,
    )


def _own_date(text: str) -> str | None:
    """Return the date of the decision: one that is not the date of an act or of an earlier decision (`от ...`)."""
    plain = without_acts(text)
    plain = _QUOTED.sub("", plain)
    dates = [found for found in dates_in(plain) if not plain.endswith("от ", 0, found.start)]
    return dates[0].edtf if dates else None


@lru_cache(maxsize=16_384)
def rehabilitating_body(text: str) -> str | None:
    """Return the body that *text* names, without `реабилитирован`, dates, grounds and acts.

    >>> rehabilitating_body("реабилитирован определением Военного трибунала ЗабВО за отсутствием состава преступления")
    'определением Военного трибунала ЗабВО'
    >>> rehabilitating_body("отказано в реабилитации прокуратурой Выдумской обл., так как вина доказана")
    'прокуратурой Выдумской обл.'
    """
    plain = _REHABILITATED.sub("", without_acts(_QUOTED.sub("", _REHABILITATED.sub("", text))))
    plain = _FREED.sub("", _CLOSED.sub("", _without_refusal(plain)))
    before = before_grounds(plain)
    if before != plain:
        plain = _GROUND_TAIL.sub("", before)
    plain = _CONSIDERED.sub("", plain)
    for found in reversed(list(dates_in(plain))):
        plain = _DATED.sub("", plain[: found.start]) + plain[found.end :]
    plain = " ".join(plain.split()).strip(" ,;:-*")
    plain = _REHABILITATED.sub("", plain)
    plain = plain.removesuffix(" .")
    return plain if _HAS_WORD.search(plain) and not _NO_BODY.fullmatch(plain) else None


def _without_refusal(text: str) -> str:
    found = _REFUSAL.search(text)
    return text if found is None else text[: found.start()] + _REASON.sub("", text[found.end() :])


def status_of(rehabilitations: tuple[Rehabilitation, ...], text: str | None = None) -> str:
    """Return what a record states of rehabilitation: by its decisions, else by the words of *text*."""
    outcomes = [rehabilitation.outcome for rehabilitation in rehabilitations]
    for outcome, status in (("granted", "rehabilitated"), ("partly", "partly"), ("refused", "refused")):
        if outcome in outcomes:
            return status
    if not text:
        return "unstated"
    low = folded(text)
    if _NO_INFORMATION.search(low):
        return "no-information-stated"
    if _REFUSED.search(low):
        return "refused"
    if _NOT.search(low):
        return "not-rehabilitated"
    return "rehabilitated" if "реабилитирован" in low else "unstated"

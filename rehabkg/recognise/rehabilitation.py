"""Read decisions on rehabilitation: who decided, on what ground and act; and the status that a record states."""

from __future__ import annotations

import re
from functools import lru_cache

from rehabkg.recognise.acts import acts_in, without_acts
from rehabkg.recognise.dates import date_of, dates_in
from rehabkg.recognise.phrases import folded, phrase_table
from rehabkg.records.model import Rehabilitation

_NO_INFORMATION = re.compile(r"сведени[а-я]*\s(?:о|об)\sреаб[а-я.]*\s(?:нет|не\s|отсутств)|(?:сведени|данны)[а-я]*\sнет$|нет\sсведен")
_REFUSED = re.compile(r"отказ[а-я]*(?:\sв)?\sреабилит|в\sреабилитации\s(?:было\s)?отказ|отказано")
_NOT = re.compile(r"не\sреабилитирован|не\sподлежит\sреабилит|реабилитации\sне\sподлежит")
_PARTLY = re.compile(r"частично|в\sчасти(?![а-я])|в\sостальной\sчасти")
_REHABILITATED = re.compile(r"(?i)^\W*реаб(?:ил(?:итир(?:ован[аы]?|овав)?)?)?(?:\b\.?|\.)\s*|,?\s*(?:т\.\s?е\.\s*)?реабилитирован[аы]?\b\.?\s*$")
_CLOSED = re.compile(
    r"(?i)[,.;]?\s*(?:определением\s)?(?:уголовное\s)?(?:архивн\w*-)?(?:следственн\w+\s)?дело\s(?:производством|дальнейшим|прекра|о\sн)\w*.*$"
    r"|[,.;]?\s*дело$|[,.;]?\s*(?:от\s)?\bприговор\s.*$|[.,]?\s*отменен\w*.*$|[,.;]?\s*прекращен\w*.*$"
)
_FREED = re.compile(r"(?i)[,.;]?\s*(?:и\s)?(?:из[ -]под\sстражи\s)?\b(?:освобожд[её]н[аы]?|оправдан[аы]?)\b.*$")
_GROUND_TAIL = re.compile(r"(?i)[,.;]?\s*\b(?:за|ввиду|в связи с|по|из-за)?\s*$")
_CONSIDERED = re.compile(r"(?i)считается|в соответствии с|подпадает под.*$|распространяется действие.*$|восстановлен\w* в .*$")
_QUOTED = re.compile(r"\s*[\"«](?=[^\"»]{25}).*$|\s*[\"«].*(?:прекрат|отменить|Подпадает|Распростр).*$", re.DOTALL)
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
    return _decided(text or "", date_of(date), body)


@lru_cache(maxsize=16_384)
def _decided(text: str, decided_on: str | None, body: str | None) -> tuple[Rehabilitation, ...]:
    low = folded(text)
    if _NO_INFORMATION.search(low) or (_NOT.search(low) and decided_on is None):
        return ()
    if decided_on is None:
        decided_on = _own_date(text)
    outcome = "refused" if _REFUSED.search(low) else "partly" if _PARTLY.search(low) else "granted"
    return (
        Rehabilitation(
            date=decided_on,
            body=body or rehabilitating_body(text),
            grounds=grounds_in(text),
            acts=acts_in(text, decided_on=decided_on),
            outcome=outcome,
            text=text.strip() or None,
        ),
    )


def _own_date(text: str) -> str | None:
    """Return the date of the decision: one that is not the date of an act or of an earlier decision (`от ...`)."""
    plain = without_acts(text)
    plain = _QUOTED.sub("", plain)
    dates = [found for found in dates_in(plain) if not plain.endswith("от ", 0, found.start)]
    return dates[0].edtf if dates else None


@lru_cache(maxsize=16_384)
def grounds_in(text: str) -> tuple[str, ...]:
    """Return the codes of the grounds that *text* words, each once, in its order."""
    return phrase_table("grounds", "ground").codes_in(folded(text))


@lru_cache(maxsize=16_384)
def rehabilitating_body(text: str) -> str | None:
    """Return the body that *text* names, without `реабилитирован`, dates, grounds and acts.

    >>> rehabilitating_body("реабилитирован определением Военного трибунала ЗабВО за отсутствием состава преступления")
    'определением Военного трибунала ЗабВО'
    """
    plain = _REHABILITATED.sub("", without_acts(_QUOTED.sub("", _REHABILITATED.sub("", text))))
    plain = _FREED.sub("", _CLOSED.sub("", plain))
    grounds = next(phrase_table("grounds", "ground").found(folded(plain)), None)
    if grounds is not None:
        plain = _GROUND_TAIL.sub("", plain[: grounds.start])
    plain = _CONSIDERED.sub("", plain)
    for found in reversed(list(dates_in(plain))):
        plain = _DATED.sub("", plain[: found.start]) + plain[found.end :]
    plain = " ".join(plain.split()).strip(" ,;:-*")
    plain = _REHABILITATED.sub("", plain)
    if plain.lower().startswith("реабилит"):
        return None
    return plain if len(plain.strip(" .")) > 1 and not re.fullmatch(r"(?i)\W*(?:иных сведений нет|г|на основании|по|от|осв)\W*", plain) else None


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

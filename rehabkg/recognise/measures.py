"""Read what a decision imposes: the kinds of measure and the term of the main one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rehabkg.lexicon import read_lexicon
from rehabkg.recognise.phrases import FoundPhrase, PhraseTable, folded, table_of
from rehabkg.recognise.terms import FoundTerm, terms_in

Measures = tuple[tuple[str, ...], float | None]

_KEPT = 65_536
# What a person went through, and where, is no measure: held under investigation, served in, arrived from, died in.
_WHEREABOUTS = re.compile(
    r"(?:содерж|следств|находил|отбы[вт]|прибы|убы[лт]|направлен |этап|умер|\bиз |больниц|срок.{0,12}отбыв|выб\.)"
    r"[^,;(]*$"
)
_CREDITED = re.compile(r"зач[еи]т|зачисл|без учета|засчит|считая")
_IN_CAMP_OF = re.compile(r"лагер[а-я]*\s$")
_BEFORE_TRIAL = re.compile(r"предвар[а-я]*\s$")
_IN_CAMP = re.compile(r"[^,;]{0,25}?\b(?:в|на)\s(?:[а-я-]+\s)?(?:ит[лр]|ити|конц|к/л|лаг|исправ|сев|солов|даль)")
_NOT_A_TERM = re.compile(
    r"(?:достиж[а-я]*|возраст[а-я]*|более|около|свыше|старше|находил[а-я]*|содержал[а-я]*|следствием)\s$"
)
_HELD = re.compile(r"\s?(?:под\s|на предв|назад|спустя|до\s)")
_RELEASED = re.compile(r"(?<![а-я])(?:освоб(?!.{0,12}(?:с/п|спец))|из[ -]под стражи)")
_EARLY = re.compile(r"\.?[\s-]*доср")
_UNPROVEN = re.compile(r"^\W*(?:за\s(?:недоказан|недостат|отсутств)|состав преступления не доказан)")
# Whose term is never the term of the sentence, and whose is where nothing heavier has one.
_WITHOUT_TERM = {"loss-of-rights", "confiscation", "fine"}
_LESSER = {"residence-restriction", "supervision"}


@lru_cache(maxsize=_KEPT)
def measures_of(text: str | None) -> Measures:
    """Return the codes of the measures that *text* names, in its order, and the term of the main one in years.

    A bare term (`10 лет`) has no kind. A release that is itself the decision is `case-closed`.

    >>> measures_of("5 лет ИТЛ и 3 года поражения в правах")
    (('labour-camp', 'loss-of-rights'), 5.0)
    """
    if not text:
        return (), None
    low = folded(text)
    phrases = [phrase for phrase in _named().found(low) if _is_imposed(low, phrase)]
    codes = united_measures((), tuple(phrase.code for phrase in phrases))
    term = _main_term(low, phrases)
    if not set(codes) - {"confiscation"} and term is None and _RELEASED.search(low):
        codes = ("case-closed", *codes)
    elif not codes and term is None and _UNPROVEN.search(low):
        codes = ("case-closed",)
    return codes or _unnamed().codes_in(low), term


@cache
def _named() -> PhraseTable:
    return table_of([row for row in read_lexicon("measures") if not row["alone"]], "measure")


@cache
def _unnamed() -> PhraseTable:
    """Return the phrases that name no kind of measure: they tell one only where nothing else does."""
    return table_of([row for row in read_lexicon("measures") if row["alone"]], "measure")


def united_measures(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the measures of one decision told in two parts.

    Banishment to a special settlement is special settlement.
    """
    codes = dict.fromkeys((*first, *second))
    if "special-settlement" in codes:
        codes.pop("banishment", None)
    return tuple(codes)


def _is_imposed(low: str, phrase: FoundPhrase) -> bool:
    words = low[phrase.start : phrase.end]
    before = low[max(0, phrase.start - 40) : phrase.start]
    if phrase.code in ("imprisonment", "labour-camp") and _WHEREABOUTS.search(before):
        return False
    if words.startswith("заключ"):
        return _is_confinement(low, phrase, words, before)
    if before.endswith("без "):
        return False
    # What befell the family is another's measure.
    if phrase.code in ("banishment", "exile") and low.startswith(" семь", phrase.end):
        return False
    if phrase.code == "corrective-labour" and _IN_CAMP_OF.search(before):
        return False
    if phrase.code == "probation":
        return not _EARLY.match(low, phrase.end)
    return True


def _is_confinement(low: str, phrase: FoundPhrase, words: str, before: str) -> bool:
    """`заключение` is imprisonment unless it is confinement in a camp, a person or time credited."""
    # A prisoner, and the conclusion of a prosecutor, are other words.
    if words.startswith("заключенн") or before.endswith(("по ", "согласно ")):
        return False
    if _BEFORE_TRIAL.search(before):
        return not _CREDITED.search(low)
    return not _IN_CAMP.match(low, phrase.end)


def _main_term(low: str, phrases: list[FoundPhrase]) -> float | None:
    lesser = None
    for term in terms_in(low):
        if _NOT_A_TERM.search(low, 0, term.start) or _HELD.match(low, term.end):
            continue
        kind = _kind_of(low, term, phrases)
        if kind in _LESSER:
            lesser = lesser or term.years
        elif kind not in _WITHOUT_TERM:
            return term.years
    return lesser


def _kind_of(low: str, term: FoundTerm, phrases: list[FoundPhrase]) -> str | None:
    """Return the kind of measure that a term belongs to: what it stands before, else what it stands after.

    `5 лет поражения в правах` stands before; `поражение в правах на 5 лет` stands after, joined by `на`.
    """
    after = next((phrase for phrase in phrases if phrase.start >= term.start), None)
    joined = low.endswith(("на ", "сроком на ", "на срок ", "сроком ", "срок "), 0, term.start) or low[
        : term.start
    ].endswith("на")
    before = next((phrase for phrase in reversed(phrases) if phrase.end <= term.start), None)
    if joined and before is not None and not re.search(r"[,;]|\bи\b", low[before.end : term.start - 3]):
        return before.code
    if after is not None and not re.search(r"[,;.(]\s|\bи\b|\bс\b|послед", low[term.end : after.start]):
        return after.code
    return before.code if before is not None and joined else None

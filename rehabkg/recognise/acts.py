"""Recognise the acts on rehabilitation that a text cites: `Закон РФ от 18.10.1991`, `Указ 89 г.`, `ст. 1 УПВС`.

Which act a citation means is told by `lexicon/acts.csv`: the first row that fits the instrument, the issuer and the
date. A citation without a date means what such a citation meant when the decision was taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rehabkg.lexicon import read_lexicon
from rehabkg.recognise.dates import dates_in
from rehabkg.recognise.phrases import folded, phrase_pattern

_NAMED = re.compile(
    r"(?i)\b(?:(?P<instrument>указ|закон)(?:а|у|ом|е)?|(?P<short>упвс)|"
    r"(?P<council>постановлени\w{1,2}\s(?:верховного\s?совета|вс)\s(?:республики\sбеларусь|бсср|рб)))\b"
)
# What leads up to a citation, piece by piece from its end: `подпадает под действие п. "а" ст. 3 и ст. 5 Закона`.
_LED_BY = re.compile(
    r"(?i)(?:^|(?<=[\s,.;(\"»]))(?:на\s?основании|в\s?соответствии\s?со?|согласно|по|под\s?действие|действие|ст\.?\s?[0-9]{1,3}|"
    r"ч\.?\s?[0-9]|п\.?\s?(?:[\"«]?[а-я0-9][\"»]?)?|и)[\s,.;]{0,3}$"
)
_MOST_PIECES = 8
# Where a citation ends at the latest: another act or body, a quotation mark.
_REST = re.compile(r"(?i)[\";]|\b(?:закл|и\sзакл|прокур\w{0,4}ой\b|президиумом\b|считается)")
_LONGEST_REST = 130
# What belongs to the citation: the issuer and the date.
_ISSUER = re.compile(
    r"(?i)(?:\s*(?:республики\s?\w+|президиума|верховного|совета|пвс(?:овета)?|вс|президента|ссср|рсфср|рф|рк|рб|усср|бсср|казсср|украин\w+|"
    r"казахстан\w*|беларус\w*|о\sреабилитации[^,.;\"]*|российской|федерации|от|об?\s[^,.;\"]*)\b[.,]?)*"
)
_SHORT_YEAR = re.compile(r"\s*(?P<year>(?:19)?[89][0-9])\s?г")


@dataclass(frozen=True, slots=True)
class _Rule:
    instrument: str
    issuer: re.Pattern[str] | None
    date: str
    since: str
    act: str

    def fits(self, instrument: str, rest: str, dated: str | None, decided_on: str | None) -> bool:
        if instrument != self.instrument or (self.issuer and not self.issuer.search(rest)):
            return False
        if self.date:
            return dated is not None and (dated.startswith(self.date))
        return dated is None and (decided_on is None or not self.since or decided_on >= self.since[: len(decided_on)])


@lru_cache(maxsize=16_384)
def acts_in(text: str, *, decided_on: str | None) -> tuple[str, ...]:
    """Return the codes of the acts that *text* cites, each once; *decided_on* is the date of the decision in EDTF.

    An act that no row of the table tells is `other-act`.

    >>> acts_in("Прокуратурой на основании Указа ПВС СССР", decided_on="1989-06-03")
    ('ussr-decree-1989-01-16',)
    """
    return tuple(dict.fromkeys(_act(found, text, decided_on) for found in _NAMED.finditer(text)))


def cites_acts(text: str) -> bool:
    """Tell whether *text* cites an act."""
    return _NAMED.search(text) is not None


def without_acts(text: str) -> str:
    """Return *text* without the acts that it cites."""
    pieces = []
    start = 0
    for found in _NAMED.finditer(text):
        if found.start() < start:
            continue
        pieces.append(_before_citation(text[start : found.start()]))
        start = _citation_end(text, found.end())
    pieces.append(text[start:])
    return " ".join(pieces)


def _before_citation(text: str) -> str:
    for _ in range(_MOST_PIECES):
        shorter = _LED_BY.sub("", text)
        if shorter == text:
            break
        text = shorter
    return text


def _citation_end(text: str, start: int) -> int:
    issuer = _ISSUER.match(text, start)
    end = issuer.end() if issuer else start
    year = _SHORT_YEAR.match(text, end)
    if year:
        return year.end()
    first = next(iter(dates_in(text[end : end + 30])), None)
    if first is not None and not text[end : end + first.start].strip(" .,"):
        end += first.end
    return end


def _act(found: re.Match[str], text: str, decided_on: str | None) -> str:
    instrument = "указ" if found["short"] else "постановление" if found["council"] else found["instrument"].lower()
    following = text[found.end() : found.end() + _LONGEST_REST]
    stop = _REST.search(following)
    cited = folded(following[: stop.start()] if stop else following)
    dated = _cited_date(cited)
    issuer = folded(found["council"] or "") + cited
    for rule in _rules():
        if rule.fits(instrument, issuer, dated, decided_on):
            return rule.act
    return "other-act"


def _cited_date(rest: str) -> str | None:
    year = _SHORT_YEAR.match(rest)
    if year:
        return f"19{year['year'][-2:]}"
    issuer = _ISSUER.match(rest)
    end = issuer.end() if issuer else 0
    first = next(iter(dates_in(rest[end:])), None)
    return first.edtf if first is not None and not rest[end : end + first.start].strip(" .,") else None


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            instrument=row["instrument"],
            issuer=re.compile(rf"(?<![а-я]){phrase_pattern(row['issuer'])}") if row["issuer"] else None,
            date=row["date"],
            since=row["since"],
            act=row["act"],
        )
        for row in read_lexicon("acts")
    )

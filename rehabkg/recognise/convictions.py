"""Read a clause that tells a conviction: `осужден тройкой НКВД ТАССР 26.9.37 по ст. 58-10 к ВМН`."""

from __future__ import annotations

import re

from rehabkg.recognise.clause_words import CONVICTED
from rehabkg.recognise.clauses import Clause
from rehabkg.recognise.dates import dates_in
from rehabkg.recognise.deciding import body_after, body_before
from rehabkg.recognise.measures import measures_of
from rehabkg.records.model import Sentence

# The charge stands between the body and the measure.
_CHARGE = re.compile(
    r"(?i)(?P<charge>(?:\(|по\s(?:ч|ст|обвин|указ|п\.)|пост\.|за\s|как\s|ст\.|обвин).*?)"
    r"(?=,?\s*(?:\bк|\bна)\s?(?=[0-9]|ВМ|выс|расс|лиш|ссыл|заключ|штраф|тюр|конц|спец|испр|прин|пят|дес|срок|тр)|"
    r"\s?ВМН|\.\s?приговор|$)",
    re.DOTALL,
)
# The charge that an arrest goes with: `арестован … по обвинен. в а/с агитации`, or in brackets.
_CHARGE_OF_ARREST = re.compile(r"(?i)(?:по\sобвин\w*\.?\s(?:во?\s|за\s)?|\()(?P<charge>[\"«]?.*?)\)?$", re.DOTALL)


def conviction_in(clause: Clause) -> Sentence:
    """Return the decision that *clause*, which has a word of conviction, tells; its articles are left to the caller."""
    convicted = CONVICTED.search(clause.low)
    start, end = convicted.span() if convicted else (0, 0)
    before, after = clause.text[:start], clause.text[end:]
    charge = _CHARGE.search(after)
    heading = after[: charge.start()] if charge else after
    dates = [one.edtf for one in dates_in(f"{before} {heading}")]
    measures, years = measures_of(after[charge.end() :] if charge else _imposed(heading))
    return Sentence(
        date=dates[0] if dates else None,
        body=body_before(before) or body_after(heading),
        charge=charge["charge"].strip(" .,;") or None if charge else None,
        measures=measures,
        term_years=years,
        text=clause.text.strip(),
    )


def charge_of_arrest(text: str) -> tuple[str | None, str]:
    """Return the charge that *text*, what a clause tells after an arrest, has, and the text before it."""
    found = _CHARGE_OF_ARREST.search(text)
    return (found["charge"].strip(" .,;") or None, text[: found.start()]) if found else (None, text)


def _imposed(text: str) -> str:
    """Return the part of a text that follows the body and date of a decision."""
    dates = list(dates_in(text))
    return text[dates[-1].end :] or text[: dates[-1].start] if dates else text

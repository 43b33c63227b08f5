"""Cut a text into clauses that each tell one thing: what was decided, changed, when a person was freed or died."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.recognise.clause_boundaries import BOUNDARY
from rehabkg.recognise.clause_words import BY_BODY, REASON, tells_decision
from rehabkg.recognise.dates import dates_in
from rehabkg.recognise.death import tells_death
from rehabkg.recognise.deciding import body_before
from rehabkg.recognise.measures import measures_of
from rehabkg.recognise.phrases import folded
from rehabkg.recognise.release_clauses import tells_release

# What stands beside a date without telling more.
_BESIDE_DATES = re.compile(r"[\s.,–*()-]|\b(?:г|в|с|по|до|от|гг)\b")
# A clause longer than this is no bare heading.
_LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as printed, and the same in `phrases.folded` form."""

    text: str
    low: str


@lru_cache(maxsize=8192)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """Return the clauses of *text*; the body or date of a decision goes with the clause that tells the decision.

    >>> [clause.text for clause in clauses_of("5 лет ИТЛ. 3.05.1940 г. НКВД СССР дело прекращено")]
    ['5 лет ИТЛ.', '3.05.1940 г. НКВД СССР дело прекращено']
    """
    clauses = []
    carried = ""
    for piece in _pieces(text):
        whole = f"{carried} {piece}" if carried else piece
        clause = Clause(whole, folded(whole))
        if _is_heading_only(clause):
            carried = whole
            continue
        carried = ""
        clauses.append(clause)
    if carried and not (clauses and tells_release(clauses[-1].low)):
        clauses.append(Clause(carried, folded(carried)))
    return tuple(clauses)


def _pieces(text: str) -> list[str]:
    start = 0
    pieces: list[str] = []
    for found in BOUNDARY.finditer(folded(text)):
        if found.start() > start:
            pieces.append(text[start : found.start()])
            start = found.end()
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip(' .,;"')]


def _is_heading_only(clause: Clause) -> bool:
    """Tell whether a clause is but the body or date of a decision that the next clause tells."""
    low = clause.low
    if tells_decision(low) or tells_release(low) or tells_death(low) or measures_of(clause.text) != ((), None):
        return False
    if REASON.match(low):
        return True
    dates = list(dates_in(clause.text))
    if dates and is_dates_only(clause.text):
        return True
    named = len(low) < _LONGEST_HEADING and body_before(clause.text) is not None
    return named and bool(dates or BY_BODY.match(low))


def is_dates_only(text: str) -> bool:
    """Tell whether *text* is dates, with the small words around them, and nothing else."""
    for found in reversed(list(dates_in(text))):
        text = text[: found.start] + text[found.end :]
    return not _BESIDE_DATES.sub("", text)

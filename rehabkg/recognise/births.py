"""Read when a person was born from a year and the words beside it; an age is not made a year."""

from __future__ import annotations

import re
from functools import lru_cache

from rehabkg.recognise.cells import KEPT, cell_date

_YEAR = re.compile(r"(?<![0-9])1[789][0-9]{2}(?![0-9])")
_PLAIN_YEAR = re.compile(r"[0-9]{4}")
_ABOUT = re.compile(r"(?:ок(?:оло)?|примерно|приблизительно|прибл|~)[ .]*", re.IGNORECASE)
_UNSURE = re.compile(r"(?:\?+|предположительно|предпол|возможно|вероятно|неточно)[ .]*", re.IGNORECASE)
# What may stand around other years without saying more than "or": "или 1892 г.", "(по другим данным 1892)".
_OR_WORDS = re.compile(
    r"или|либо|по|другим|др|данным|сведениям|сведения|источникам|в|документах|документам|деле|год[ау]?|гг?|род|[\s.,;()\[\]/–-]",
    re.IGNORECASE,
)


@lru_cache(maxsize=KEPT)
def birth_of(year: str | None, comment: str | None) -> tuple[str | None, bool]:
    """Return the date of birth in EDTF, and whether all of *comment* was understood.

    *year* is the cell of the date, a year as a rule; *comment* the words about it, which may hold the only date.
    Other years in the comment make a choice of them: which is right is not decided here.

    >>> birth_of("1890", "ок."), birth_of("1890", "или 1892"), birth_of(None, "не ранее 1890")
    (('1890~', True), ('[1890,1892]', True), ('[1890..]', True))
    """
    date = cell_date(year) if year else None
    comment = comment.strip() if comment else None
    if not comment:
        return date, True
    told = cell_date(comment)
    if date is None:
        return told, told is not None
    if told and (told.startswith(date) or date in told):
        return told, True
    return _qualified(date, comment)


def _qualified(date: str, comment: str) -> tuple[str | None, bool]:
    if _PLAIN_YEAR.fullmatch(date):
        if _ABOUT.fullmatch(comment):
            return f"{date}~", True
        if _UNSURE.fullmatch(comment):
            return f"{date}?", True
        others = _YEAR.findall(comment)
        if others and not _OR_WORDS.sub("", _YEAR.sub("", comment)):
            choice = sorted({date, *others})
            return (f"[{','.join(choice)}]" if len(choice) > 1 else date), True
    return date, False

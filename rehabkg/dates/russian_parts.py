"""Several dates in one Russian text, and doubt: `ок. 1890`, `1890 или 1892`, `10—12 мая 1938`, `1903 (1905)`.

Dates that stand together share what is printed once: in `10—12 мая 1938` month and year stand with the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rehabkg.dates.russian_forms import YEAR_WORD, Plain, plain

_ABOUT = re.compile(r"(?:ок(?:\.|\s)|около\s?|прибл(?:\.|изительно\s)|примерно\s)\s?(?:в\s)?")
_PERHAPS = re.compile(r"(?:предпол(?:\.|ожительно)|вероятно|возможно|по-видимому),?\s")
_DOUBT = re.compile(rf"\s?(?:\(\s?\?\s?\)|\?){YEAR_WORD}$")
_OR = re.compile(r"\s?,\s?|\s(?:или|либо)\s")
_DASH = re.compile(r"\s?[-–—‒−]\s?")
_SHORT_SPAN = re.compile(
    rf"(?P<century>[0-9]{{2}})(?P<first>[0-9]{{2}})\s?[-–—/]\s?(?P<last>[0-9]{{2}})(?P<word>{YEAR_WORD})"
)
_OTHERWISE = re.compile(
    r"(?P<first>[^()]+?)\s?\("
    r"(?P<words>или|по\sдр(?:угим|\.)\s(?:данным|дан\.|сведениям))?[\s:,–—-]*(?P<second>[^()]+)\)"
)
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"(?:[0-9]{4}|XXXX)-[0-9]{2}-[0-9]{2}")
_DATE_AND_MARK = re.compile(r"([0-9X-]+)([~?%]?)")


def part(text: str) -> Plain | None:
    """Return one date with the doubt that is printed about it.

    >>> part("ок. 1890 (?)")
    Plain(edtf='1890%', vague=True)
    """
    found = plain(text)
    if found is not None:
        return found
    rest, mark = _undoubted(text)
    found = plain(rest) if mark else None
    return Plain(_marked(found.edtf, mark), vague=True) if found else None


def listed(text: str) -> str | None:
    """Return the EDTF of one date or several; doubt before or after them may be meant of each."""
    one = part(text)
    if one is not None:
        return one.edtf
    rest, mark = _undoubted(text)
    several = _several(rest) if mark else None
    return _marked(several, mark) if several else _several(text)


def parts(pieces: Sequence[str]) -> list[Plain] | None:
    """Return the dates of *pieces*, the earlier ones completed by what only the last one prints.

    >>> [found.edtf for found in parts(["10", "12 мая 1938"])]
    ['1938-05-10', '1938-05-12']
    """
    last = part(pieces[-1])
    if last is None:
        return None
    found = [*(_lent(piece, pieces[-1], last) for piece in pieces[:-1]), last]
    return [one for one in found if one is not None] if None not in found else None


def _undoubted(text: str) -> tuple[str, str]:
    """Return *text* without the words of doubt around it, and the EDTF qualifier that says the same."""
    marks = set()
    for pattern, mark in ((_PERHAPS, "?"), (_ABOUT, "~")):
        found = pattern.match(text)
        if found:
            text = text[found.end() :]
            marks.add(mark)
    found = _DOUBT.search(text)
    if found:
        text = text[: found.start()]
        marks.add("?")
    return text, "%" if len(marks) > 1 else "".join(marks)


def _marked(edtf: str, mark: str) -> str:
    """Qualify every date of *edtf*; uncertain and approximate together are `%`."""
    return _DATE_AND_MARK.sub(lambda found: found[1] + (mark if found[2] in ("", mark) else "%"), edtf)


def _several(text: str) -> str | None:
    return _otherwise(text) or _alternatives(text) or _short_span(text) or _span(text)


def _otherwise(text: str) -> str | None:
    """`1885 (по другим данным — в 1888)`; without such words only years are taken for alternatives."""
    found = _OTHERWISE.fullmatch(text)
    both = (part(found["first"]), part(found["second"])) if found else (None, None)
    if found is None or both[0] is None or both[1] is None:
        return None
    dates = [one.edtf for one in both if one is not None]
    if not found["words"] and not all(map(_YEAR.fullmatch, dates)):
        return None
    return _one_of(dates) if not any(map(_has_no_year, dates)) else None


def _alternatives(text: str) -> str | None:
    pieces = _OR.split(text)
    found = parts(pieces) if len(pieces) > 1 else None
    return _one_of([one.edtf for one in found]) if found else None


def _one_of(dates: list[str]) -> str:
    distinct = sorted(set(dates))
    return f"[{','.join(distinct)}]" if len(distinct) > 1 else distinct[0]


def _short_span(text: str) -> str | None:
    """`1937—38 гг.`; `1901-05` alone is refused, since it may be a month."""
    found = _SHORT_SPAN.fullmatch(text)
    if not found or found["first"] >= found["last"] or (int(found["last"]) <= 12 and not found["word"]):
        return None
    return f"{found['century']}{found['first']}/{found['century']}{found['last']}"


def _span(text: str) -> str | None:
    for dash in _DASH.finditer(text):
        found = parts((text[: dash.start()], text[dash.end() :]))
        if found:
            return "/".join(one.edtf for one in found)
    return None


def _lent(piece: str, last_text: str, last: Plain) -> Plain | None:
    own = part(piece)
    if own is not None and (_has_no_year(last.edtf) or not _has_no_year(own.edtf)):
        return own if _has_no_year(own.edtf) == _has_no_year(last.edtf) else None
    # What is only about, or only perhaps, the last date says nothing of the others.
    if plain(last_text) is None:
        return None
    tails = (last_text[place:] for place, letter in enumerate(last_text) if letter in " .")
    return next(filter(None, (_completed(piece, tail, last) for tail in tails)), None)


def _completed(piece: str, tail: str, last: Plain) -> Plain | None:
    found = part(piece + tail)
    if found is None or _has_no_year(found.edtf) != _has_no_year(last.edtf):
        return None
    # A bare number is a day: "5, 12.1939" may be a slip of the pen for 5.12.1939.
    return None if piece.isdecimal() and not _DAY.fullmatch(found.edtf) else found


def _has_no_year(edtf: str) -> bool:
    return edtf.startswith("XXXX")

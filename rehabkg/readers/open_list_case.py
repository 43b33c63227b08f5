"""Put in order what an Open List page says of a case: told twice, or in a cell that is meant for another thing."""

from __future__ import annotations

import re

from rehabkg.readers.wikitext import targets

Cells = dict[str, str]

_TOGETHER = re.compile(r"коллективное дело\s*+:?\s*+((?:\[\[[^\[\]]*+\]\][\s,;.)]*+)++)", re.IGNORECASE)
# Who arrests: the words and abbreviations of bodies, in any case.
_ARRESTING = re.compile(
    r"\b(?:О?ГПУ|[А-Яа-я]{0,8}ЧК|У?НКВД|У?НКГБ|У?МГБ|КГБ|У?МВД|УГБ|СМЕРШ|[РГ]О|[Мм]илици[а-я]{1,3}|[Пп]рокур[а-я]+|"
    r"[Кк]онтрразведк[а-я]{1,2}|[Оо]соб[а-я]+ отдел[а-я]{0,3}|[Рр]айотдел[а-я]{0,3}|[Гг]оротдел[а-я]{0,3})\b"
)
_ABOUT_A_CASE = re.compile(r"по делу\b", re.IGNORECASE)
# An act of a legislator by its name; a decision of a court or a prosecutor is called neither.
_ACT = re.compile(r"\b(?:закон|указ)(?:а|у|ом|е|ы|ов|ами)?\b", re.IGNORECASE)
_ON_GROUND_OF = re.compile(r"\b(?:на основании|согласно|в соответствии с)\b", re.IGNORECASE)
# The article of the act, before its name; looked for in the last letters before it only.
_ARTICLE_OF_ACT = re.compile(r"(?:\bпо\s+)?(?:\b(?:пп?|ч|ст)\.\s?\S{1,8}\s+){1,3}$|\bпо\s+$", re.IGNORECASE)
_BEFORE_ACT = 60
_BODY_AFTER_ACT = re.compile(r"\b(?:прокурат|суд|трибунал|коллеги|УВД|ГУВД|МВД|ФСБ|КГБ)", re.IGNORECASE)

_WHOLE_DATE = re.compile(r"0?([0-9]{1,2})\.0?([0-9]{1,2})\.([0-9]{4})")
_NO_LETTERS = re.compile(r"\W+")
# Two of these joined would be no date; the second is told in the note by the name that the wiki gives it.
_DATES = {"arrest_date": "дата ареста", "rehabilitation_date": "дата реабилитации"}
_LISTS = ("codefendants", "note")
_OF_REHABILITATION = {
    "rehabilitation_body": "реабилитирующий орган", "rehabilitation_ground": "основания реабилитации",
}  # fmt: skip


def codefendants(accusation: str) -> tuple[str, list[str]]:
    """Return the accusation (wikitext) without its "коллективное дело: [[...]]", and the pages linked there."""
    found = _TOGETHER.search(accusation)
    if found is None:
        return accusation, []
    head, tail = accusation[: found.start()].rstrip(" /;,.(\n"), accusation[found.end() :].strip(" /;,.\n")
    return f"{head}; {tail}" if head and tail else head or tail, targets(found[1])


def settled(person: Cells, cases: list[Cells]) -> tuple[Cells, ...]:
    """Return *cases* with each cell in its place, one trial as one case; may move cells of *person* to its case."""
    for case in cases:
        _part_arrest(case)
        _part_act(case, "rehabilitation_act")
    _part_act(person, "rehabilitation_ground")
    trials = _trials(cases)
    _join_rehabilitation(person, trials)
    return tuple(trials)


def _part_arrest(case: Cells) -> None:
    """Part who arrested from where: the wiki has one cell for both. What is not sure stays one text."""
    text = case.get("arrest_place")
    if text is None:
        return
    place, semicolon, rest = text.rpartition(";")
    if semicolon and _ABOUT_A_CASE.match(rest.strip()):
        _add_note(case, rest.strip())
        text = place.strip()
    place, comma, tail = text.rpartition(",")
    if comma and place and _ARRESTING.search(tail) and not _ARRESTING.search(place):
        case |= {"arrest_place": place.strip(), "arrest_body": tail.strip()}
    elif _ARRESTING.search(text):
        del case["arrest_place"]
        case["arrest_body"] = text
    else:
        case["arrest_place"] = text


def _part_act(cells: Cells, cell: str) -> None:
    """Move an act that stands in the cell of the rehabilitating body to *cell*."""
    text = cells.get("rehabilitation_body")
    act = _ACT.search(text) if text else None
    if text is None or act is None:
        return
    start = _act_start(text, act.start())
    body, printed = text[:start].rstrip(" ,;(\n"), text[start:].strip()
    if not body and (after := printed.rpartition(","))[1] and _BODY_AFTER_ACT.search(after[2]):
        printed, body = after[0].strip(), after[2].strip()
    del cells["rehabilitation_body"]
    if body:
        cells["rehabilitation_body"] = body
    cells[cell] = f"{cells[cell]}; {printed}" if cell in cells else printed


def _act_start(text: str, name: int) -> int:
    """Return where the words begin that lead to the name of the act at *name*."""
    ground = _ON_GROUND_OF.search(text, 0, name)
    if ground:
        return ground.start()
    begin = max(0, name - _BEFORE_ACT)
    article = _ARTICLE_OF_ACT.search(text[begin:name])
    return begin + article.start() if article else name


def _trials(cases: list[Cells]) -> list[Cells]:
    """Merge the cases that tell of one trial: the same body on the same day."""
    kept: list[Cells] = []
    by_trial: dict[tuple[str, str], Cells] = {}
    for case in cases:
        date, body = case.get("decision_date", ""), case.get("deciding_body", "")
        # A body may sit more than once in a month or a year.
        if not body or not _WHOLE_DATE.fullmatch(date):
            kept.append(case)
            continue
        first = by_trial.setdefault((_day(date), _letters(body)), case)
        if first is case:
            kept.append(case)
        else:
            _merge(first, case)
    return kept


def _merge(case: Cells, other: Cells) -> None:
    """Add to *case* what *other* says of it in other words."""
    for cell, text in other.items():
        had = case.setdefault(cell, text)
        if cell in ("decision_date", "deciding_body") or _same(cell, had, text):
            continue
        if cell in _DATES:
            _add_note(case, f"{_DATES[cell]}: {text}")
        else:
            case[cell] = f"{had}\n{text}" if cell in _LISTS else f"{had}; {text}"


def _join_rehabilitation(person: Cells, cases: list[Cells]) -> None:
    """Leave a rehabilitation of the person to the cases that tell of it by its day."""
    date = person.get("rehabilitation_date")
    if date is None:
        return
    dated = [case for case in cases if _day(case.get("rehabilitation_date", "")) == _day(date)]
    if not dated:
        return
    del person["rehabilitation_date"]
    for cell, words in _OF_REHABILITATION.items():
        text = person.pop(cell, "")
        for case in dated if text else ():
            if not _same(cell, case.setdefault(cell, text), text):
                _add_note(case, f"{words}: {text}")


def _add_note(cells: Cells, text: str) -> None:
    cells["note"] = f"{cells['note']}\n{text}" if "note" in cells else text


def _same(cell: str, one: str, other: str) -> bool:
    return one == other or (_day(one) == _day(other) if cell in _DATES else _letters(one) == _letters(other))


def _day(date: str) -> str:
    whole = _WHOLE_DATE.fullmatch(date)
    return ".".join(whole.groups()) if whole else date


def _letters(text: str) -> str:
    return _NO_LETTERS.sub(" ", text.lower()).strip()

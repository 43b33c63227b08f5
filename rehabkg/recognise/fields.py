"""Read a person from the cells of a table, whatever its columns are called there.

The names of the cells are those of `records.fields`. Cells repeat in their hundreds of thousands, so each kind of cell
is read once and kept; what differs in every row is only put together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rehabkg.recognise.births import birth_of
from rehabkg.recognise.cells import (
    OLDEST,
    ReportCell,
    Unread,
    age_of,
    expected_date,
    is_affirmed,
    kept_trimmed,
    list_of,
    sex_of,
    sex_of_patronymic,
)
from rehabkg.recognise.field_cases import Cells, case_of, other_case_of, rehabilitations
from rehabkg.recognise.rehabilitation import status_of
from rehabkg.recognise.texts import trimmed
from rehabkg.records.model import Death, RecordedCase, RecordedPerson
from rehabkg.records.printed import PrintedRecord

__all__ = ["ReportCell", "recognise_fields"]

# How each cell of a person is read that is read by itself.
_READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("name", "surname", "given_name", "patronymic", "book_address", "latitude", "longitude"), str),
    **dict.fromkeys(("birth_place", "residence", "occupation", "family", "burial_place"), trimmed),
    **dict.fromkeys(("nationality", "citizenship", "origin", "education", "party", "book"), kept_trimmed),
    **dict.fromkeys(("name_variants", "kin", "categories"), list_of),
}
_BESIDE = frozenset(("file_number", "codefendants", "note", "region", "served_at"))
_DEATH = frozenset(("execution_date", "death_date", "death_place"))
_GROUND = "rehabilitation_ground"
_OTHER_CASES = frozenset(("previous_repression", "next_repression"))
_OF_PERSON = frozenset(("rehabilitation_date", "rehabilitation_body", "rehabilitation_ground"))
_AMNESTY = re.compile(r"амнист", re.IGNORECASE)
_NO_AMNESTY = re.compile(r"амнист\w*\sне\s|без\sамнист|не\s(?:примен|подлеж)\w*\s\w*\s?амнист", re.IGNORECASE)


def recognise_fields(printed: PrintedRecord, *, report: ReportCell | None = None) -> RecordedPerson:
    """Return the person whom the cells of *printed* show.

    A cell whose date does not exist, or is no date, stays out of what is recognised: its value is in `unread`, and
    *report* is called with the name of the field, the value and what is wanted. Further cases come after the first
    one: those of the row's own columns, then what it says of an earlier and of a later repression.

    The sex is that of its cell, else that which the patronymic shows. An age stays an age. A sentence to death is no
    death: the person was executed where a date of execution stands, or a death beside a sentence to death.
    """
    cells = printed.fields
    unread = Unread(report)
    # Only the cells that are filled: a row fills ten of forty.
    told: dict[str, Any] = {name: _READ[name](cell) for name, cell in cells.items() if name in _READ}
    cases, death = _cases(printed, unread)
    sex = sex_of(cells["sex"]) if "sex" in cells else None
    if sex is None:
        if "sex" in cells:
            unread.values.append(cells["sex"])
        if "patronymic" in cells:
            sex = sex_of_patronymic(cells["patronymic"])
    if printed.name is not None:
        told["name"] = printed.name
    if printed.book is not None:
        told["book"] = printed.book
    if "birth_date" in cells or "birth_comment" in cells:
        told["birth_date"] = _birth(cells, unread)
    if "age" in cells:
        told["age"] = _age(cells["age"], unread)
    if not _DEATH.isdisjoint(cells):
        death = _death(printed, unread) or death
    if not _BESIDE.isdisjoint(cells) or any(not _BESIDE.isdisjoint(case) for case in printed.cases):
        told |= _beside(printed)
    return RecordedPerson(
        **told,
        sex=sex,
        death=death,
        amnesty=_amnesty(printed),
        status=_status(cases, printed),
        cases=cases,
        unread=tuple(unread.values),
    )


def _cases(printed: PrintedRecord, unread: Unread) -> tuple[tuple[RecordedCase, ...], Death | None]:
    """Return all cases of the record, in the order of the source, and the first death that their texts tell of."""
    cells = printed.fields
    cases: list[RecordedCase] = []
    death: Death | None = None
    for printed_case in printed.cases:
        case, told_death = case_of(printed_case, unread)
        death = death or told_death
        if case is not None:
            cases.append(case)
    if not _OTHER_CASES.isdisjoint(cells):
        for name in ("previous_repression", "next_repression"):
            if name in cells:
                case, told_death = other_case_of(cells[name])
                death = death or told_death
                cases.append(case)
    if not _OF_PERSON.isdisjoint(cells):
        # A rehabilitation of the person belongs to their only case; among several the source does not say to which.
        told = rehabilitations(cells, unread)
        if len(cases) == 1:
            cases[0] = replace(cases[0], rehabilitations=(*cases[0].rehabilitations, *told))
        elif told:
            cases.append(RecordedCase(rehabilitations=told))
    return tuple(cases), death


def _birth(cells: Cells, unread: Unread) -> str | None:
    year, comment = cells.get("birth_date"), cells.get("birth_comment")
    if year is None and comment is None:
        return None
    born, understood = birth_of(year, comment)
    if born is None and year is not None:
        unread.refuse("birth_date", year, expected_date(year))
    if comment is not None and not understood:
        unread.values.append(comment)
    return born


def _age(value: str | None, unread: Unread) -> int | None:
    if value is None:
        return None
    age = age_of(value)
    if age is None:
        unread.refuse("age", value, f"an age in whole years, {OLDEST} at most")
    return age


def _death(printed: PrintedRecord, unread: Unread) -> Death | None:
    cells = printed.fields
    place = trimmed(cells.get("death_place"))
    executed = unread.date("execution_date", cells["execution_date"]) if "execution_date" in cells else None
    if executed:
        return Death(executed, "executed", place)
    date = unread.date("death_date", cells["death_date"]) if "death_date" in cells else None
    if date is None and place is None:
        return None
    sentenced = any(is_affirmed(case.get("executed")) for case in printed.cases)
    return Death(date, "executed" if sentenced else "died", place)


def _amnesty(printed: PrintedRecord) -> bool:
    """Tell whether the row says that an amnesty was applied; its text has all that its cells have."""
    text = printed.text
    # The plain search spares the patterns nearly always.
    if "мнист" not in text and "МНИСТ" not in text:
        return False
    return bool(_AMNESTY.search(text)) and not _NO_AMNESTY.search(text)


def _status(cases: tuple[RecordedCase, ...], printed: PrintedRecord) -> str:
    if len(cases) == 1:
        told = cases[0].rehabilitations
    else:
        told = tuple(rehabilitation for case in cases for rehabilitation in case.rehabilitations)
    if told:
        return status_of(told)
    grounds = [cells[_GROUND] for cells in (printed.fields, *printed.cases) if _GROUND in cells]
    return status_of((), "; ".join(grounds)) if grounds else "unstated"


def _beside(printed: PrintedRecord) -> dict[str, Any]:
    """Return what is told of the person and of each case alike: file numbers, co-defendants, notes."""
    told = (printed.fields, *printed.cases)
    numbers = [cells["file_number"] for cells in told if "file_number" in cells]
    together = [cells["codefendants"] for cells in told if "codefendants" in cells]
    notes = [printed.fields[name] for name in ("note", "region") if name in printed.fields]
    notes += [case[name] for case in printed.cases for name in ("served_at", "note") if name in case]
    return {
        "file_number": trimmed("; ".join(dict.fromkeys(numbers))),
        "codefendants": list_of("\n".join(together)),
        "note": "; ".join(notes) or None,
    }

"""Read a clause that tells a release: from custody, a camp, exile or the register of special settlers."""

from __future__ import annotations

import re

from rehabkg.recognise.dates import dates_in
from rehabkg.recognise.phrases import folded
from rehabkg.records.model import Release

_RELEASED = re.compile(
    r"освоб(?:ожд|\.|\b)|(?<![а-я])осв\.|(?<![а-я])снят[аы]?\s(?:с\s|со\s|[0-9])|отпущен|демобилиз|(?<![а-я])освободил[а-я]*|помилован"
)
_GROUNDS = (
    ("amnesty", re.compile(r"амнист")),
    (
        "term-served",
        re.compile(r"по отбыт|отбыв[а-я]* срок|отбыти[ие] срок|по оконч|срок отбыт|за отбытием|фактически отбыт"),
    ),
    ("age-or-health", re.compile(r"болезн|возраст|инвалид|состояни[юе] здоров|актиров|беременн|престарел|нетрудоспос")),
    ("case-closed", re.compile(r"прекращ|недоказ|отсутств[а-я]* состав|оправда|реабилитир|отмен")),
)


def tells_release(low: str) -> bool:
    """Tell whether a clause, in `phrases.folded` form, tells of a release."""
    return bool(_RELEASED.search(low))


def release_in(clause: str, *, case_closed: bool = False) -> Release:
    """Return the release that *clause* tells of; *case_closed* says that the case was closed before it."""
    low = folded(clause)
    dates = [found.edtf for found in dates_in(clause) if not low.endswith(("от ", "с "), 0, found.start)]
    return Release(
        date=dates[0] if dates else None, ground=_ground(low, case_closed=case_closed), text=clause.strip(" ,;")
    )


def _ground(low: str, *, case_closed: bool) -> str:
    for ground, pattern in _GROUNDS:
        if pattern.search(low):
            return ground
    return "case-closed" if case_closed else "other"

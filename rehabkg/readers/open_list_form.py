"""The parameters of Open List's template Формуляр, by the names of `records.fields`.

The wiki names the cells of a person plainly and those of a case with a number ("дата ареста 2"). Its pages of 2010
have names of their own, list every parameter whether filled or not, and write of rehabilitation without a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rehabkg.readers import open_list_case

PERSON_PARAMETERS = {
    "варианты фио": "name_variants", "пол": "sex", "дата рождения": "birth_date", "возраст": "age",
    "место рождения": "birth_place", "национальность": "nationality", "гражданство (подданство)": "citizenship",
    "социальное происхождение": "origin", "образование": "education", "партийность": "party",
    "профессия / место работы": "occupation", "место проживания": "residence", "расстрел": "execution_date",
    "дата смерти": "death_date", "место смерти": "death_place", "место захоронения": "burial_place",
    "реабилитация": "rehabilitation_date", "реабилитирующий орган": "rehabilitation_body",
    "основания реабилитации": "rehabilitation_ground", "архивное дело": "file_number", "источники данных": "book",
    "примечание": "note",
}  # fmt: skip
CASE_PARAMETERS = {
    "где и кем арестован": "arrest_place", "мера пресечения": "restraint", "дата ареста": "arrest_date",
    "обвинение": "charge", "осуждение": "decision_date", "осудивший орган": "deciding_body", "статья": "articles",
    "приговор": "sentence", "место отбывания": "served_at", "архивное дело": "file_number",
    "примечание к аресту": "note", "дата реабилитации": "rehabilitation_date",
    "реабилитирующий орган": "rehabilitation_body", "основания реабилитации": "rehabilitation_ground",
}  # fmt: skip
# Names that old pages have: they fill a cell that the present name leaves blank.
_OLD = {
    "год рождения": "birth_date", "год смерти": "death_date", "гражданство": "citizenship",
    "дата реабилитации": "rehabilitation_date",
}  # fmt: skip
_LONGEST_NAME = 100
_KEPT = 4_096

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a parameter goes: a cell of the person, or of the case `number`; `old` if the name is no longer used."""

    cell: str
    number: int | None = None
    old: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """The cells on their way; `left` holds what finds no cell."""

    person: Cells = field(default_factory=dict)
    cases: dict[int, Cells] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def put(self, name: str, place: _Place | None, value: str) -> None:
        """Put *value* into its cell; what finds none, or finds it filled otherwise, is kept by its name."""
        if not value:
            return
        if place is None:
            self.left.append(f"{name}: {value}")
            return
        cells = self.person if place.number is None else self.cases.setdefault(place.number, {})
        if cells.setdefault(place.cell, value) != value and value not in cells[place.cell]:
            self.left.append(f"{name}: {value}")


def person_and_cases(parameters: Mapping[str, str], words: Callable[[str], str]) -> tuple[Cells, tuple[Cells, ...]]:
    """Return the cells of the person and those of each case, by the numbers of the cases; blank cells are absent.

    *words* turns the wikitext of a value into plain text. What no cell takes stands in the person's note, by the name
    of its parameter. Two entries of one trial are one case, and a rehabilitation told twice is told once.
    """
    form = _Form()
    old: list[tuple[str, _Place, str]] = []
    for name, value in parameters.items():
        if not value:
            continue
        place = _place(name)
        if place is not None and place.old:
            old.append((name, place, value))
        elif place is not None and place.cell == "charge":
            _put_charge(form, name, place, value, words)
        else:
            form.put(name, place, words(value))
    for name, place, value in old:
        form.put(name, place, words(value))
    if form.left:
        form.person["note"] = "\n".join(filter(None, [form.person.get("note"), *form.left]))
    cases = [cells for _, cells in sorted(form.cases.items())]
    return form.person, open_list_case.settled(form.person, cases)


def _put_charge(form: _Form, name: str, place: _Place, value: str, words: Callable[[str], str]) -> None:
    """Part the accusation from the links to those who stand in the same case."""
    value, together = open_list_case.codefendants(value)
    form.put(name, place, words(value))
    if together:
        form.put(name, _Place("codefendants", place.number), "\n".join(together))


@lru_cache(maxsize=_KEPT)
def _place(name: str) -> _Place | None:
    if len(name) > _LONGEST_NAME:
        return None
    name = " ".join(name.lower().replace("ё", "е").split())
    if name in PERSON_PARAMETERS:
        return _Place(PERSON_PARAMETERS[name])
    if name in _OLD:
        return _Place(_OLD[name], old=True)
    bare = name.rstrip("0123456789")
    number = name[len(bare) :]
    cell = CASE_PARAMETERS.get(bare.rstrip())
    if cell is None or len(number) > 3:
        return None
    # A case parameter without a number tells of the only case there is.
    return _Place(cell, int(number)) if number else _Place(cell, 1, old=True)

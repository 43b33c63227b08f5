"""Draw names as often as they stand in real lists, each people's names together.

A list is a table of Khabarovsk's form (`имя,отчество,фамилия,основное,id`, with `gender.csv` and `nationality.csv`
beside it where they are) or a workbook of North Ossetia's (`fname`, `name`, `lname`). Of a list that is short much is
never seen: by Good and Turing the share of names not seen yet is that of the names seen once, and for as many people
a name is put together from syllables. Without lists names come from `bench.invented.names`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from bench.invented.names import Names, one_of, surname
from bench.invented.weights import Weighted

DEFAULT_LISTS = ("khabarovsk/names.csv", "north-ossetia/1_Sev_Osetia.xlsx")
Name = tuple[str, str, str]
# A people and a sex, by the first letters of the people's name, which hold for its plural and its women as well.
_Group = tuple[str, bool]
_PREFIX, _ANY, _FEWEST = 3, "рус", 60
# Peoples without a list here, and whose names theirs are most like.
_LIKE = dict.fromkeys(
    ("бал", "каб", "кар", "каз", "узб", "чеч", "инг", "тад", "тур", "баш", "кры", "кря", "уйг"), "осе"
)
_WOMAN = re.compile(r"(на|кызы|гызы)$")
_SYLLABLES = re.compile(r"[ -]+")


class _Part:
    """One part of a name in one group: what is listed, how often, and the share of people whose name is not listed."""

    def __init__(self, listed: Counter[str]) -> None:
        self.listed = Weighted(listed.items())
        self.unseen = sum(1 for count in listed.values() if count == 1) / sum(listed.values())

    def pick(self, rng: Random) -> str | None:
        """Return a name, or None where it is one that the list does not have."""
        return None if rng.random() < self.unseen else self.listed.pick(rng)


class RealNames:
    """Draws names from lists; `told` says of which."""

    def __init__(self, lists: Sequence[Path]) -> None:
        self.told = ", ".join(path.name for path in lists) or "bench/invented (no list of real names is here)"
        self._invented = Names()
        read: dict[_Group, list[Name]] = {}
        for path in lists:
            for group, name in _read(path):
                read.setdefault(group, []).append(name)
        self._groups = {
            group: tuple(_Part(Counter(name[part] for name in names)) for part in range(3))
            for group, names in read.items()
            if len(names) >= _FEWEST or group[0] == _ANY
        }

    def draw(self, rng: Random, nationality: str, *, female: bool) -> Name:
        """Return surname, given name and patronymic, the last "" where the people has none."""
        people = nationality.lower()[:_PREFIX]
        parts = self._groups.get((_LIKE.get(people, people), female)) or self._groups.get((_ANY, female))
        if parts is None:
            return self._invented.draw(rng, female=female)
        family, given, patronymic = (part.pick(rng) for part in parts)
        # Only a people without patronymics has syllables to put a given name together from.
        bare = parts[2].unseen == 0 and not parts[2].listed.pick(rng)
        if family is None:
            family = parts[0].listed.pick(rng) if bare else surname(rng, female=female)
        if given is None:
            given = _joined(rng, parts[1].listed) if bare else self._common(rng, 1, female=female)
        if patronymic is None:
            patronymic = self._common(rng, 2, female=female)
        return family, given, patronymic

    def _common(self, rng: Random, part: int, *, female: bool) -> str:
        group = self._groups.get((_ANY, female))
        return group[part].listed.pick(rng) if group else self._invented.draw(rng, female=female)[part]


def _joined(rng: Random, listed: Weighted[str]) -> str:
    first, last = (_SYLLABLES.split(listed.pick(rng)) for _ in range(2))
    return first[0] + one_of(rng, (" ", "-")) + last[-1]


def _read(path: Path) -> Iterator[tuple[_Group, Name]]:
    return _workbook(path) if path.suffix == ".xlsx" else _table(path)


def _table(path: Path) -> Iterator[tuple[_Group, Name]]:
    women, peoples = (_beside(path, name) for name in ("gender.csv", "nationality.csv"))
    with path.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            if row["основное"] == "True" and row["фамилия"] and row["имя"]:
                sex = women.get(row["id"])
                female = sex.startswith("ж") if sex else bool(_WOMAN.search(row["отчество"]))
                people = peoples.get(row["id"], _ANY).lower()[:_PREFIX]
                yield (people, female), (row["фамилия"], row["имя"], row["отчество"])


def _beside(path: Path, name: str) -> dict[str, str]:
    """Return the second column of a table beside *path* by the first, or nothing where it is not there."""
    if not path.with_name(name).is_file():
        return {}
    with path.with_name(name).open(encoding="utf-8", newline="") as opened:
        return {row[0]: row[1] for row in csv.reader(opened)}


def _workbook(path: Path) -> Iterator[tuple[_Group, Name]]:
    from openpyxl import load_workbook  # slow to load, and only lists of this form need it

    rows = load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    heading = list(next(rows))
    places = [heading.index(name) for name in ("fname", "name", "lname")]
    for row in rows:
        family, given, patronymic = (str(row[place] or "").strip() for place in places)
        if family and given:
            yield ("осе", bool(_WOMAN.search(patronymic))), (family, given, patronymic)

"""The areas of the lexicon: regions, military districts, railways, camps; found by adjective, short form or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rehabkg.lexicon.forms import Forms
from rehabkg.lexicon.reader import LexiconRow, read_lexicon
from rehabkg.lexicon.spelling import folded

REGION_KINDS = (
    "oblast", "krai", "autonomous-republic", "union-republic", "autonomous-oblast", "national-okrug", "guberniya",
    "state", "voivodeship", "city", "land",
)  # fmt: skip
ARMY_KINDS = ("military-district", "front", "fleet", "flotilla", "army-group")

# A word before a kind of area may name an area of a neighbouring kind: "Хакасская обл." is the autonomous oblast.
_NEIGHBOURS = {
    "oblast": ("autonomous-oblast", "autonomous-republic"),
    "republic": ("autonomous-republic", "union-republic", "state", "autonomous-oblast"),
    "autonomous-republic": ("union-republic", "autonomous-oblast"),
    "union-republic": ("autonomous-republic",),
    "autonomous-oblast": ("autonomous-republic", "national-okrug"),
    "okrug": ("national-okrug",),
    # An adjective alone ("Московский ревтрибунал") may mean a town; only a republic has an adjective of its own.
    "region": ("autonomous-republic", "union-republic", "autonomous-oblast", "national-okrug"),
    "trunk-line": ("railway", "camp"),
}
_SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Area:
    """A region or another area of a body. `start` and `end` are the years in which it bore the name, None if open.

    `parent` and `now` (what it is called later) are codes of areas, None where the table has none.
    """

    code: str
    kind: str
    ru: str
    en: str
    parent: str | None
    start: int | None
    end: int | None
    now: str | None


class AreaIndex:
    """Finds the codes of areas; more than one code means that the form does not tell which."""

    def __init__(self, rows: Iterable[LexiconRow]) -> None:
        self.areas: dict[str, Area] = {}
        self.forms: Forms[tuple[str, ...]] = Forms()
        self._adjectives: dict[str, dict[str, list[str]]] = {}
        self._prefixes: dict[str, dict[str, set[str]]] = {}
        short: dict[str, list[str]] = {}
        names: dict[str, list[str]] = {}
        for row in rows:
            self._add(row, short, names)
        self.short: Mapping[str, tuple[str, ...]] = {form: tuple(codes) for form, codes in short.items()}
        for form, codes in (*names.items(), *((form, codes) for form, codes in short.items() if " " in form)):
            self.forms.add(form, tuple(codes))

    def _add(self, row: LexiconRow, short: dict[str, list[str]], names: dict[str, list[str]]) -> None:
        area = _area(row)
        self.areas[area.code] = area
        for stem in several(row["adjective"]):
            filed = self._adjectives.setdefault(area.kind, {}).setdefault(stem, [])
            filed.append(area.code)
            for end in range(_SHORTEST_PREFIX, len(stem)):
                self._prefixes.setdefault(area.kind, {}).setdefault(stem[:end], set()).add(area.code)
        for form in several(row["abbreviations"]):
            short.setdefault(form, []).append(area.code)
        for form in several(row["names"]):
            names.setdefault(form, []).append(area.code)

    def by_adjective(self, stem: str, kind: str) -> tuple[str, ...]:
        """Return the areas of *kind* (or, failing that, of a neighbouring kind) that the adjective *stem* names."""
        for tried in (kind, *_NEIGHBOURS.get(kind, ())):
            codes = self._adjectives.get(tried, {}).get(stem)
            if codes:
                return tuple(codes)
        return ()

    def by_prefix(self, prefix: str, kind: str) -> tuple[str, ...]:
        """Return the areas of *kind* whose adjective a clipped word (Смол. обл.) may stand for."""
        for tried in (kind, *_NEIGHBOURS.get(kind, ())):
            codes = self._prefixes.get(tried, {}).get(prefix)
            if codes:
                return tuple(sorted(codes))
        return ()

    def whole_adjective(self, clipped: str) -> str | None:
        """Return the one adjective of an oblast that *clipped* (Горьк. гарнизон) may stand for, None if not one."""
        stems = [stem for stem in self._adjectives["oblast"] if stem.startswith(clipped)]
        return stems[0] if len(stems) == 1 else None

    def chosen(self, codes: tuple[str, ...], year: int | None, near: str | None) -> str | None:
        """Return the one area that *codes* can mean in *year*, or the one that is *near*; None where none or several.

        `near` is a region told elsewhere in the record; it only chooses among *codes*.
        """
        if len(codes) > 1 and year is not None:
            codes = tuple(code for code in codes if self._stood(code, year)) or codes
        if len(codes) > 1 and near in codes:
            return near
        return codes[0] if len(codes) == 1 else None

    def _stood(self, code: str, year: int) -> bool:
        area = self.areas[code]
        return (area.start is None or area.start <= year) and (area.end is None or year <= area.end)


def several(cell: str) -> list[str]:
    """Return the folded forms of a cell that holds several, parted by `|`."""
    return [" ".join(folded(form).replace(".", " ").split()) for form in cell.split("|") if form.strip()]


def _area(row: LexiconRow) -> Area:
    return Area(
        row["code"],
        row["kind"],
        row["ru"],
        row["en"],
        row.get("parent") or None,
        int(row["from"]) if row["from"] else None,
        int(row["to"]) if row["to"] else None,
        row.get("now") or None,
    )


@cache
def regions() -> AreaIndex:
    """Return the regions: republics, oblasts, krais, guberniyas, states."""
    return AreaIndex(read_lexicon("regions"))


@cache
def areas() -> AreaIndex:
    """Return the regions with the areas of bodies: military districts, fronts, railways, camps."""
    return AreaIndex((*read_lexicon("regions"), *read_lexicon("body-areas")))

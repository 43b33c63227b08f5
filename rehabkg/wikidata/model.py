"""An item as a Wikidata-shaped source tells of it (Wikibase RDF dump format; Wikibase JSON data model)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rehabkg.errors import CallError, shorten

ENTITY = "http://www.wikidata.org/entity/"
EARTH = ENTITY + "Q2"
"""The globe of points on Earth, in JSON; the number is the one of "World" in country-coder's table of countries."""
_QID = re.compile(r"Q[1-9][0-9]{0,11}")


def check_qid(text: str) -> str:
    """Return *text* if it is the number of an item. Raises `CallError`."""
    if not _QID.fullmatch(text):
        raise CallError(f"{shorten(text)!r} is not the number of a Wikidata item, such as Q33391")
    return text


@dataclass(frozen=True, slots=True)
class Item:
    """An item. Dates are EDTF in the Gregorian calendar, no sharper than the item's own precision.

    `labels` and `aliases` are by language tag; `instance_of`, `citizenships` and `occupations` hold numbers of items;
    `birth_place` is the number of an item or None; `sitelinks` are addresses of Wikipedia articles in the languages
    that were asked for, `sitelink_count` how many articles there are in all. `old_style` has the Julian date of each
    of the dates that is said in that calendar, by its Gregorian one. `external_ids` are `SCHEME:ID`.
    """

    qid: str
    labels: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    instance_of: tuple[str, ...] = ()
    birth: tuple[str, ...] = ()
    death: tuple[str, ...] = ()
    birth_place: str | None = None
    birth_place_labels: Mapping[str, str] = field(default_factory=dict)
    citizenships: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    coordinates: tuple[float, float] | None = None
    sitelinks: tuple[str, ...] = ()
    external_ids: tuple[str, ...] = ()
    old_style: Mapping[str, str] = field(default_factory=dict)
    sitelink_count: int = 0

    def names(self) -> tuple[str, ...]:
        """Return all names that it bears in any language, each once, labels first."""
        aliases = (name for names in self.aliases.values() for name in names)
        return tuple(dict.fromkeys([*self.labels.values(), *aliases]))

    def may_be_person(self) -> bool:
        """Return whether nothing speaks against a person: it lies nowhere, and what is of a class lived or worked.

        No table at hand tells the number of the class of people, so that its mark is what only they have.
        """
        lived = self.birth or self.death or self.birth_place or self.citizenships or self.occupations
        return self.coordinates is None and bool(lived or not self.instance_of)

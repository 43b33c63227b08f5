"""Invent places: real regions, districts and villages put together from syllables, some thousands in all."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.invented.names import one_of, stem_of
from bench.invented.weights import Weighted, table

_DISTRICTS_A_REGION = 24
_VILLAGES_A_DISTRICT = 8
_VILLAGE_ENDINGS = ("вка", "во", "ново", "ское", "ино", "овка", "ки", "ное")
_KINDS = ("с. ", "д. ", "с. ", "д. ", "п. ", "хут. ", "ст. ", "г. ")


@dataclass(frozen=True, slots=True)
class Place:
    """A village in a district of a region, with the forms that sentences and courts want."""

    region: str
    region_of: str
    region_in: str
    raion_adj: str
    village: str
    kind: str
    court: str

    @property
    def raion(self) -> str:
        """The district in short: Кебровский р-н."""
        return f"{self.raion_adj} р-н"

    @property
    def words(self) -> dict[str, str]:
        """What a template may ask for."""
        return {
            "region": self.region, "region_of": self.region_of, "region_in": self.region_in, "raion": self.raion,
            "raion_adj": self.raion_adj, "village": self.village, "town": self.village, "court": self.court,
        }  # fmt: skip

    def printed(self, form: int) -> str:
        """Return the place in one of the ways that lists print it."""
        if form == 0:
            return f"{self.region}, {self.raion}, {self.kind}{self.village}"
        if form == 1:
            return f"{self.kind}{self.village} {self.raion_adj[:-2]}ого р-на {self.region_of}"
        if form == 2:
            return f"{self.kind}{self.village}"
        return f"{self.region}, {self.raion}"


class Places:
    """All places, drawn once from *seed*, and the printed forms of each."""

    def __init__(self, rng: Random) -> None:
        counted = [(place, int(row["count"])) for row in table("regions") for place in _places_of(row, rng)]
        self._places = Weighted(counted)
        self._forms = Weighted(((0, 45), (1, 20), (2, 20), (3, 15)))

    def draw(self, rng: Random) -> Place:
        """Return a place, of each region as often as the lists name it."""
        return self._places.pick(rng)

    def printed(self, rng: Random) -> str:
        """Return a place as printed."""
        return self.draw(rng).printed(self._forms.pick(rng))


def _places_of(row: dict[str, str], rng: Random) -> list[Place]:
    places = []
    for _ in range(_DISTRICTS_A_REGION):
        raion = f"{stem_of(rng)}{one_of(rng, ('в', 'н', 'ж', 'л'))}ский"
        for _ in range(_VILLAGES_A_DISTRICT):
            village = stem_of(rng) + one_of(rng, _VILLAGE_ENDINGS)
            kind = one_of(rng, _KINDS)
            places.append(Place(row["name"], row["of"], row["where"], raion, village, kind, _court(row)))
    return places


def _court(row: dict[str, str]) -> str:
    """Return the court of a region: Саратовский облсуд, Верховный суд Коми АССР."""
    name = row["name"]
    if name.endswith("ая обл."):
        return f"{name.removesuffix('ая обл.')}ий облсуд"
    if name.endswith(" край"):
        return f"{name.removesuffix(' край')} крайсуд"
    return f"Верховный суд {row['of']}"

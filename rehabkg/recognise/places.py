"""Recognise a place as a chain of parts, the largest first, whatever the order in which it is printed.

`с. Барышская Слобода, Сурский р-н Ульяновской обл.` and `Ульяновская обл., Сурский р-н, с. Барышская Слобода` are
one chain. A region gets a code where `lexicon/regions.csv` knows its name; two regions are never chosen between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.lexicon.areas import AreaIndex, regions
from rehabkg.recognise.place_pieces import FoundPart, PlacePart, ReadPiece, read_piece

_REMEMBERED_PLACES = 100_000
# Beyond this a cell is a text, not a place.
_LONGEST_PLACE = 300
_PIECE = re.compile(r"[,;:*+]|\.\.+|(?<=[а-я)])\s-\s")
_ASIDE = re.compile(r"\([^()]*\)?|\b[Бб](?:ывш)?/(?=А)|[\"«»„“”'@?]")
# A village with one word for a name tells no region and starts no address: it is not even read for a region.
_VILLAGE = re.compile(r"\s*(?:с|д|дер|х|хут|сел|село)\.?\s*[А-ЯЁ][^\s\d./]*[. ]*")

# The order of a chain; a kind that is not named here is a settlement.
_ORDER = (
    ("state", "union-republic", "republic"),
    ("land", "governorate-general"),
    ("autonomous-republic", "oblast", "krai", "guberniya", "voivodeship", "city"),
    ("autonomous-oblast", "national-okrug"),
    ("okrug",),
    ("uezd",),
    ("raion",),
    ("volost", "ulus"),
    ("selsovet",),
)
_RANK = {kind: rank for rank, kinds in enumerate(_ORDER) for kind in kinds}
_SETTLEMENT = len(_ORDER)
_LATER = {"kolkhoz": 1, "sovkhoz": 1, "camp": 1, "place": 0, "address": 2}
# What tells the region of a record best: the smaller unit before the larger, a city where no other is told.
_REGION_ORDER = (
    ("autonomous-oblast", "national-okrug"),
    ("autonomous-republic", "oblast", "krai", "guberniya", "voivodeship"),
    ("city",),
    ("union-republic", "state"),
    ("land",),
)


@dataclass(frozen=True, slots=True)
class PlaceChain:
    """The parts of a place, the largest first. `region` is the code of the region that it tells, None if not one."""

    parts: tuple[PlacePart, ...]
    region: str | None

    def name_of(self, *kinds: str) -> str | None:
        """Return the name of the first part that is of one of *kinds*."""
        return next((part.name for part in self.parts if part.kind in kinds), None)


@lru_cache(maxsize=_REMEMBERED_PLACES)
def place_of(text: str | None) -> PlaceChain | None:
    """Return the chain of a printed place, None where nothing in *text* names one.

    >>> place_of("д. Калинка, Бижбулякский р-н, Башкирия").region
    'bashkirskaya-assr'
    """
    if not text or len(text) > _LONGEST_PLACE:
        return None
    pieces = _pieces(text)
    found: list[FoundPart] = []
    for number, piece in enumerate(pieces):
        read = read_piece(piece)
        found.extend(read.parts)
        if read.address is not None:
            rest = " ".join(", ".join([read.address, *map(str.strip, pieces[number + 1 :])]).split()).strip(" .")
            found.append((PlacePart("address", rest), ()))
            break
    return _chain(found) if found else None


@lru_cache(maxsize=_REMEMBERED_PLACES)
def region_of(text: str | None) -> str | None:
    """Return the code of the region that a place tells: `place_of(text).region`, without the rest of the chain."""
    if not text or len(text) > _LONGEST_PLACE:
        return None
    found = [part for read in _until_address(_pieces(text)) for part in read.parts if part[1]]
    return _region(_narrowed(found, regions()), regions())


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PIECE.split(_ASIDE.sub(" ", text)) if piece and not piece.isspace()]


def _until_address(pieces: Iterable[str]) -> Iterator[ReadPiece]:
    for piece in pieces:
        if _VILLAGE.fullmatch(piece) is None:
            read = read_piece(piece)
            yield read
            if read.address is not None:
                return


def _chain(found: Sequence[FoundPart]) -> PlaceChain:
    index = regions()
    told = _narrowed(found, index)
    parts = [PlacePart(part.kind, part.name, codes[0] if len(codes) == 1 else None) for part, codes in told]
    ordered = sorted(
        dict.fromkeys(parts), key=lambda part: (_RANK.get(part.kind, _SETTLEMENT), _LATER.get(part.kind, 0))
    )
    return PlaceChain(tuple(ordered), _region(told, index))


def _narrowed(found: Sequence[FoundPart], index: AreaIndex) -> Sequence[FoundPart]:
    """Keep of the regions that a name can mean those that lie in a republic named beside it."""
    if all(len(codes) < 2 for _, codes in found):
        return found
    republics = {codes[0] for part, codes in found if len(codes) == 1 and part.kind in ("union-republic", "state")}
    narrowed: list[FoundPart] = []
    for part, codes in found:
        inside = tuple(code for code in codes if index.areas[code].parent in republics)
        narrowed.append((part, inside if len(codes) > 1 and inside else codes))
    return narrowed


def _region(told: Sequence[FoundPart], index: AreaIndex) -> str | None:
    for kinds in _REGION_ORDER:
        meant = {codes for _, codes in told if codes and index.areas[codes[0]].kind in kinds}
        if meant:
            codes = meant.pop()
            return codes[0] if len(codes) == 1 and not meant else None
    return None

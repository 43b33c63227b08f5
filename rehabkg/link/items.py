"""An item of Wikidata against a thing of this graph: people by the model of records, other things by name and point."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from rehabkg.link.comparisons import COMPARISONS, basis_of
from rehabkg.link.gather import gather_known
from rehabkg.link.known import Known
from rehabkg.link.learnt import Learnt, learnt, version_of
from rehabkg.link.others import probability_of
from rehabkg.link.reason import Reason
from rehabkg.link.score import Scoring
from rehabkg.link.sought import ACT, PEOPLE, PERSON, PLACE, Sought
from rehabkg.names.keys import name_words
from rehabkg.wikidata.dump import label_key
from rehabkg.wikidata.model import Item

# The chance that a person of these lists and an item drawn at random are one: half of those who were curated have an
# item, and some 200,000 people with an item have names that Soviet lists could have.
_ITEMS = 200_000
_PRIOR = 0.5 / _ITEMS
_BEFORE_PEOPLE = math.log2(_PRIOR / (1 - _PRIOR))
# Dates among items are not as among records of one list. Of two people with items both days are told, so that the same
# day is no rarity of printing but one of some 20,000; and their years of death lie over a century, while half of those
# in a list of victims died in two years. By the place of the level: (m, u).
_AMONG_ITEMS: Mapping[str, Mapping[int, tuple[float, float]]] = {
    "birth": {0: (0.5, 1 / 20_000)},
    "death": {1: (0.9, 1 / 20)},
}
BEFORE, OTHERS = "before", "kin and namesakes"
"""What a reason is called that is no comparison: the odds before any, and what else a pair of one name may be."""
_LEAST_BITS = -5.0
_MOST_NAMES = 12
_NAMES = ("surname", "given", "patronymic")
_OURS, _THEIRS, _PAIRS = "ours", "theirs", "item_pairs"
# Bits of what things other than people agree in. A name alone never suffices: many villages bear it.
_BEFORE, _LABEL, _ALIAS, _NEAR, _FAR, _NO_POINT = -6.0, 6.0, 4.0, 10.0, -12.0, -1.0
# A thing of another kind: what lies somewhere is no people and no act, what was born is no thing.
_OTHER_KIND = -12.0
_NEAR_KM, _FAR_KM = 5.0, 60.0
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A thing and an item that it may be, with its weight in bits, the codes of the reasons, and all that made it."""

    thing: str
    item: Item
    weight: float
    basis: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def probability(self) -> float:
        """The probability that they are one."""
        return probability_of(self.weight)


def item_shows(item: Item) -> str:
    """Return in a line what an item is."""
    names = [item.labels[language] for language in ("ru", "en", "mul") if language in item.labels] or item.names()
    described = [item.descriptions[language] for language in ("ru", "en") if language in item.descriptions]
    return "; ".join([*list(names)[:2], *item.birth[:1], *item.death[:1], *described[:1]])


def score_items(
    connection: duckdb.DuckDBPyConnection, things: Sequence[Sought], found: Iterable[tuple[str, Item]]
) -> list[Scored]:
    """Return the candidates of *things* with what they weigh, the best first of each thing."""
    by_id = {thing.id: thing for thing in things}
    pairs = [(by_id[thing], item) for thing, item in found]
    people = [(thing.known, item) for thing, item in pairs if thing.known is not None]
    scored = [*_people(connection, people)]
    scored += [_thing(thing, item) for thing, item in pairs if thing.kind != PERSON]
    return sorted(scored, key=lambda one: (one.thing, -one.weight, one.item.qid))


@dataclass(frozen=True, slots=True)
class _Named:
    """A pair under one name of each side: what it weighs, without kin, and how much of that the name does."""

    weight: float
    levels: tuple[int, ...]
    bits: float
    name_bits: float


def _people(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Known, Item]]) -> Iterator[Scored]:
    """Score people as records are scored; each name that either side bears is tried, and the best counts."""
    if not pairs:
        return
    model = among_items(learnt())
    items = {item.qid: item for _, item in pairs}
    asked = {(known.id, item.qid) for known, item in pairs}
    ours = {known.id: known for known, _ in pairs}
    for table in (_OURS, _THEIRS):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    gather_known(connection, _OURS, (each for known in ours.values() for each in under_labels(known)))
    gather_known(connection, _THEIRS, (each for item in items.values() for each in under_names(item)))
    Scoring(connection, (_OURS, _THEIRS), model=model, prior=_PRIOR).pairs(_LEAST_BITS, _PAIRS)
    best: dict[str, dict[str, _Named]] = {}
    for left, right, weight, *levels in connection.execute(f"SELECT * FROM {_PAIRS}").fetchall():
        thing, qid = left.partition("#")[0], right.partition("#")[0]
        if (thing, qid) in asked:
            one = _Named(weight, tuple(levels), _bits(model, levels), _bits(model, levels, _NAMES))
            former = best.setdefault(thing, {}).setdefault(qid, one)
            # The order of rows is chance.
            best[thing][qid] = max(former, one, key=lambda named: (round(named.weight, 6), named.levels))
    for thing, found in best.items():
        for qid, one in found.items():
            weight = _less_for_namesakes(one, found.values())
            reasons = (*_reasons(model, one.levels), Reason(OTHERS, None, weight - one.bits))
            yield Scored(thing, items[qid], weight, basis_of(one.levels), reasons)


def among_items(model: Learnt) -> Learnt:
    """Return the model with what agreement in dates is worth among items."""
    m, u = ({name: list(shares) for name, shares in told.items()} for told in (model.m, model.u))
    for name, levels in _AMONG_ITEMS.items():
        for place, (same, chance) in levels.items():
            m[name][place], u[name][place] = same, chance
    return replace(model, version=version_of(m, u), m=m, u=u)


def _reasons(model: Learnt, levels: Sequence[int]) -> Iterator[Reason]:
    """Yield what each comparison weighs, those of which a side is silent left out."""
    yield Reason(BEFORE, None, _BEFORE_PEOPLE)
    for comparison, place in zip(COMPARISONS, levels, strict=True):
        if place < 0:
            continue
        level = comparison.levels[place] if place < len(comparison.levels) else None
        if level is not None and level.neutral:
            yield Reason(comparison.name, level.basis, 0.0)
            continue
        bits = math.log2(model.m[comparison.name][place] / model.u[comparison.name][place])
        yield Reason(comparison.name, level.basis if level else comparison.otherwise, bits)


def _bits(model: Learnt, levels: Sequence[int], names: Collection[str] = ()) -> float:
    """Return how many bits the reasons weigh, or those of the comparisons that have *names*."""
    return sum(one.bits for one in _reasons(model, levels) if not names or one.comparison in names)


def _less_for_namesakes(one: _Named, found: Iterable[_Named]) -> float:
    """Return the weight of a pair where a name says no more than it can, being borne by so many other items.

    What kin weigh against it stays: the sum of the two odds is what the scoring made of them.
    """
    others = sum(other.name_bits >= one.name_bits for other in found) - 1
    less = one.name_bits - math.log2(_ITEMS / others) if others > 0 else 0.0
    if less <= 0:
        return one.weight
    kin = max(0.0, 2.0**-one.weight - 2.0**-one.bits)
    return -math.log2(2.0 ** (less - one.bits) + kin)


def under_labels(known: Known) -> Iterator[Known]:
    """Yield a person of ours as told, and under each label as a whole: an item may have it letter by letter."""
    yield replace(known, id=f"{known.id}#0")
    if known.surname is None and known.given_name is None:
        return
    for number, name in enumerate(_whole_names((known.name or "", *known.variants)), 1):
        yield replace(known, id=f"{known.id}#{number}", name=name, surname=None, given_name=None, patronymic=None)


def under_names(item: Item) -> Iterator[Known]:
    """Yield what an item tells of a person, under each of its names, since it parts none of them."""
    place = next((item.birth_place_labels[tag] for tag in ("ru", "en") if tag in item.birth_place_labels), None)
    for number, name in enumerate(_whole_names(item.names())):
        yield Known(
            id=f"{item.qid}#{number}",
            source="wikidata",
            name=name,
            birth=item.birth,
            death=item.death,
            birth_place=place,
            external_ids=item.external_ids,
        )


def _whole_names(names: Iterable[str]) -> list[str]:
    """Return the names of more than one word, each once; those of one word where there are no others.

    A surname alone would say of a brother that nothing speaks against him.
    """
    found: dict[str, str] = {}
    single: dict[str, str] = {}
    for name in names:
        words = len(name_words(name))
        # "Иван Выдумов" and "Выдумов, Иван" are parted alike, so one of them does.
        if words:
            (found if words > 1 else single).setdefault(label_key(name) + ("," if "," in name else ""), name)
    return list((found or single).values())[:_MOST_NAMES]


def _thing(thing: Sought, item: Item) -> Scored:
    reasons = (Reason(BEFORE, None, _BEFORE), *_name_of(thing, item), *_place_of(thing, item))
    basis = tuple(one.basis for one in reasons if one.basis is not None)
    return Scored(thing.id, item, sum(one.bits for one in reasons), basis, reasons)


def _name_of(thing: Sought, item: Item) -> Iterator[Reason]:
    labels = {label_key(label) for label, _ in thing.labels}
    if labels & {label_key(label) for label in item.labels.values()}:
        yield Reason("name", "label-same", _LABEL)
    elif labels & {label_key(name) for name in item.names()}:
        yield Reason("name", "label-same", _ALIAS)


def _place_of(thing: Sought, item: Item) -> Iterator[Reason]:
    if _is_of_another_kind(thing.kind, item):
        yield Reason("kind", None, _OTHER_KIND)
    elif thing.point is not None and item.coordinates is not None:
        far = kilometres(thing.point, item.coordinates)
        if far <= _NEAR_KM:
            yield Reason("point", "point-near", _NEAR)
        elif far > _FAR_KM:
            yield Reason("point", "point-differs", _FAR)
    elif thing.kind == PLACE and item.coordinates is None:
        yield Reason("point", None, _NO_POINT)


def _is_of_another_kind(kind: str, item: Item) -> bool:
    """Return whether an item has what things of a kind cannot have; no table tells the numbers of the classes."""
    if item.birth or item.death or item.birth_place or item.occupations:
        return True
    return kind in (PEOPLE, ACT) and item.coordinates is not None


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points on a sphere (haversine).

    >>> round(kilometres((55.75, 37.62), (59.94, 30.31)))
    635
    """
    first, second = math.radians(one[0]), math.radians(other[0])
    half = math.sin((second - first) / 2) ** 2
    half += math.cos(first) * math.cos(second) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))

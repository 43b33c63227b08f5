"""What is compared of a person: what is known, folded to keys, days and codes; one row of columns each.

Absent is null, never an empty text: the model counts what is not told neither for nor against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

import pyarrow as pa

from rehabkg.dates import parse_edtf
from rehabkg.errors import DateError
from rehabkg.lexicon.areas import regions
from rehabkg.link.known import Known
from rehabkg.link.towns import place_key
from rehabkg.names.keys import rough
from rehabkg.names.parts import name_parts
from rehabkg.names.sounds import continental_sound_of, sound_of
from rehabkg.recognise.places import place_of

_TEXT, _TEXTS, _DAY, _DAYS = pa.string(), pa.list_(pa.string()), pa.int32(), pa.list_(pa.int32())
# A surname is its stem, alike for men and women.
# Days count from 1970-01-01; `*_first` and `*_last` bound a date as told, `*_day` is there for a date of one day.
FEATURES = pa.schema([
    ("unique_id", _TEXT), ("source", _TEXT), ("book", _TEXT), ("shows", _TEXT),
    ("surname", _TEXT), ("surname_latin", _TEXT), ("surname_skeleton", _TEXT), ("surname_sound", _TEXT),
    ("surname_continental", _TEXT), ("other_surnames", _TEXTS),
    ("given", _TEXT), ("given_latin", _TEXT), ("given_canonical", _TEXT), ("given_initial", _TEXT),
    ("given_sound", _TEXT), ("other_given", _TEXTS),
    ("patronymic", _TEXT), ("patronymic_latin", _TEXT), ("patronymic_canonical", _TEXT),
    ("patronymic_initial", _TEXT), ("other_patronymics", _TEXTS),
    ("words", _TEXT), ("syllables", _TEXT), ("letters", _TEXT), ("sounds", _TEXT),
    ("sex", _TEXT),
    ("birth_first", _DAY), ("birth_last", _DAY), ("birth_day", _DAY), ("birth_year", _DAY),
    ("death_first", _DAY), ("death_last", _DAY), ("death_day", _DAY), ("death_year", _DAY),
    ("settlement", _TEXT), ("district", _TEXT), ("region", _TEXT), ("people", _TEXT),
    ("residence", _TEXT), ("residence_region", _TEXT),
    ("occupation", _TEXT),
    ("arrest_day", _DAY), ("arrest_year", _DAY), ("sentence_day", _DAY), ("sentence_year", _DAY),
    ("case_days", _DAYS), ("clearing_day", _DAY), ("clearing_days", _DAYS),
    ("articles", _TEXTS), ("bodies", _TEXTS), ("file_number", _TEXT), ("external_ids", _TEXTS),
])  # fmt: skip

# The columns of two tables `l` and `r` as those of a pair.
PAIRED = ", ".join(f"{side}.{name} AS {name}_{side}" for name in FEATURES.names for side in ("l", "r"))

_Row: TypeAlias = tuple[Any, ...]
_CYRILLIC = re.compile("[\u0400-\u052f]")
_EPOCH = date(1970, 1, 1).toordinal()
_KEPT = 100_000
# No name or place is longer; what is printed beyond is a misread file.
_LONGEST = 300
_DISTRICTS = ("raion", "uezd", "okrug")
_ABOVE_SETTLEMENT = frozenset(
    (
        "state", "union-republic", "republic", "land", "governorate-general", "autonomous-republic", "oblast", "krai",
        "guberniya", "voivodeship", "city", "autonomous-oblast", "national-okrug", "okrug", "uezd", "raion", "volost",
        "ulus", "selsovet", "kolkhoz", "sovkhoz", "camp", "address",
    )
)  # fmt: skip
_VOWELS = re.compile("[aeiouy ]+")
_FEWEST_CONSONANTS = 3
_FILE_NUMBER = re.compile(r"[^\W_]+")
_Days: TypeAlias = tuple[int | None, int | None, int | None, int | None]
_NO_DAYS: _Days = (None, None, None, None)


def feature_table(people: Iterable[Known]) -> pa.Table:
    """Return a row of `FEATURES` for each of *people*."""
    rows = [features(known) for known in people]
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(FEATURES)
    arrays = [_array(values, field.type) for values, field in zip(columns, FEATURES, strict=True)]
    return pa.Table.from_arrays(arrays, schema=FEATURES)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        # JSON may hold half a letter; no column can.
        return pa.array([_whole_letters(value) for value in values], kind)


def _whole_letters(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    return [_whole_letters(each) for each in value] if isinstance(value, list | tuple) else value


def features(known: Known) -> _Row:
    """Return what is compared of one person, in the order of `FEATURES`."""
    name = name_parts(known.name, known.surname, known.given_name, known.patronymic, known.variants)
    settlement, district, told_region = _place((known.birth_place or "")[:_LONGEST])
    lived, _, lived_region = _place((known.residence or "")[:_LONGEST])
    arrests, sentences = _dates(known.arrests), _dates(known.sentences)
    clearings = [day for _, _, day, _ in _dates(known.rehabilitations) if day is not None]
    arrest, sentence = _first(arrests), _first(sentences)
    surname_sound, given_sound = _sound(name.surname_latin), _sound(name.given_latin)
    return (
        known.id, known.source, known.book, shown(known),
        name.surname_stem, name.surname_latin, None if name.surname_stem is None else _skeleton(name.surname_stem),
        surname_sound, _continental(known, name.surname_latin) or surname_sound,
        (*name.surname_usages, *name.other_surnames),
        name.given, name.given_latin, name.given_canonical, name.given_initial, given_sound,
        (*name.given_near, *name.other_given),
        name.patronymic, name.patronymic_latin, name.patronymic_canonical, name.patronymic_initial,
        (*name.patronymic_near, *name.other_patronymics),
        " ".join(name.words) if len(name.words) > 1 else None, name.joined, name.letters,
        None if surname_sound is None or given_sound is None else " ".join(sorted((surname_sound, given_sound))),
        known.sex or name.sex,
        *_one(known.birth), *_one(known.death),
        settlement, district, _current(known.region or told_region), known.people,
        lived, _current(known.residence_region or lived_region),
        known.occupation,
        arrest[2], arrest[3], sentence[2], sentence[3],
        [day for _, _, day, _ in (*arrests, *sentences) if day is not None],
        clearings[0] if clearings else None, clearings,
        known.articles, known.bodies, _file_number(known.file_number), known.external_ids,
    )  # fmt: skip


def _sound(latin: str | None) -> str | None:
    return None if latin is None else sound_of(latin) or None


def _continental(known: Known, latin: str | None) -> str | None:
    """Return how a surname is read on the continent, if it is printed in Latin letters: ч is never heard as х."""
    if latin is None or _CYRILLIC.search(known.surname or known.name or ""):
        return None
    return continental_sound_of(latin)


def shown(known: Known) -> str:
    """Return in a line who somebody is, as printed, for a person who decides."""
    name = known.name or " ".join(part for part in (known.surname, known.given_name, known.patronymic) if part)
    told = (name, *known.birth[:1], known.birth_place, *known.arrests[:1], *known.sentences[:1])
    return "; ".join(part[:_LONGEST] for part in told if part)


def _one(dates: Sequence[str]) -> _Days:
    """Return the bounds of a date of which sources may tell several: those that hold all of them.

    A source that tells two years is not sharpened to either.
    """
    found = _dates(dates)
    if len(found) < 2:
        return found[0] if found else _NO_DAYS
    firsts, lasts = [each[0] for each in found], [each[1] for each in found]
    first = None if None in firsts else min(each for each in firsts if each is not None)
    last = None if None in lasts else max(each for each in lasts if each is not None)
    day, year = ({each[place] for each in found} for place in (2, 3))
    return first, last, day.pop() if len(day) == 1 else None, year.pop() if len(year) == 1 else None


def _dates(dates: Sequence[str]) -> list[_Days]:
    return [days for each in dates if (days := _days(each)) != _NO_DAYS]


@lru_cache(maxsize=_KEPT)
def _days(edtf: str) -> _Days:
    """Return the first and the last day that a date may mean, its day and its year where it has but one."""
    try:
        dating = parse_edtf(edtf)
    except DateError:
        return _NO_DAYS
    first, last = dating.earliest, dating.latest
    one_year = first is not None and last is not None and first.year == last.year
    return (
        None if first is None else first.toordinal() - _EPOCH,
        None if last is None else last.toordinal() - _EPOCH,
        first.toordinal() - _EPOCH if first is not None and first == last else None,
        first.year if first is not None and one_year else None,
    )


def _first(dates: Sequence[_Days]) -> _Days:
    """Return the earliest of the dates that has a day, else the first with a year."""
    with_day = [each for each in dates if each[2] is not None]
    if with_day:
        return min(with_day, key=lambda each: each[2] or 0)
    return next((each for each in dates if each[3] is not None), _NO_DAYS)


@lru_cache(maxsize=_KEPT)
def _place(printed: str) -> tuple[str | None, str | None, str | None]:
    """Return the keys of the settlement and the district that a place names, and the code of its region."""
    chain = place_of(printed)
    if chain is None:
        return None, None, None
    settlement = next((part.name for part in reversed(chain.parts) if part.kind not in _ABOVE_SETTLEMENT), None)
    city = chain.name_of("city") if settlement is None else None
    place, district = settlement or city, chain.name_of(*_DISTRICTS)
    return place and place_key(place), district and place_key(district), chain.region


@lru_cache(maxsize=_KEPT)
def _skeleton(surname: str) -> str:
    """Return the consonants of a surname, which slips of the ear leave alone; all of one that has few.

    >>> _skeleton("boronovsk"), _skeleton("baranovsk"), _skeleton("li")
    ('brnvsk', 'brnvsk', 'li')
    """
    consonants = _VOWELS.sub("", rough(surname))
    return consonants if len(consonants) >= _FEWEST_CONSONANTS else surname


@lru_cache(maxsize=_KEPT)
def _current(region: str | None) -> str | None:
    """Return the region that a region became, so that one that was renamed is the same; itself where that ends."""
    met: set[str] = set()
    areas = regions().areas
    while region is not None and region in areas and region not in met:
        met.add(region)
        later = areas[region].now
        if later is None:
            break
        region = later
    return region


def _file_number(printed: str | None) -> str | None:
    return None if printed is None else "".join(_FILE_NUMBER.findall(printed.casefold())) or None

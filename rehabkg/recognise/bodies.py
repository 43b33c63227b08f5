"""Recognise a deciding, arresting or rehabilitating body by its printed name.

The vocabulary is data (`lexicon/body-*.csv`, `lexicon/regions.csv`), the grammar is here. What a name does not tell
is not guessed: an area that may be two leaves the organ alone, and an organ that may be two is filed as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rehabkg.lexicon.areas import REGION_KINDS, areas
from rehabkg.lexicon.bodies import Organ, body_lexicon
from rehabkg.lexicon.spelling import adjective_stem, name_of_slug, slug
from rehabkg.names import transliterate
from rehabkg.recognise.body_words import COMMON_WORDS, ReadBody, read_body

_REMEMBERED_NAMES = 50_000
_USSR = "sssr"
# The scheme of maps, in which English labels spell Russian names.
_ENGLISH = "bgn-pcgn"
# Ids of the curated table start with a letter that an IRI does not have (`mapping.naming`).
_CURATED_PREFIX = "b-"
_OF_VILLAGES = frozenset(("selsovet", "aulsovet"))
_REPUBLICS = ("union-republic", "autonomous-republic", "state")
# Jurisdictions of the curated tables by the area that a body is named after.
_JURISDICTIONS = {
    "sssr": "ussr", "rsfsr": "rsfsr", "ukrainskaya-ssr": "ukrssr", "belorusskaya-ssr": "bssr",
    "kazakhskaya-ssr": "kazssr", "uzbekskaya-ssr": "uzssr", "litovskaya-ssr": "litssr", "latvijskaya-ssr": "latssr",
    "estonskaya-ssr": "estssr", "moldavskaya-ssr": "mdssr", "kirgizskaya-ssr": "kgssr", "armyanskaya-ssr": "armssr",
    "azerbajdzhanskaya-ssr": "azssr", "gruzinskaya-ssr": "georssr", "tadzhikskaya-ssr": "tjssr",
    "turkmenskaya-ssr": "tkmssr", "rossiya": "russia", "respublika-belarus": "belarus",
    "respublika-kazakhstan": "kazakhstan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BodyName:
    """A recognised body.

    `code` is the local name of its IRI: that of the curated body where it is one (then `curated` is its id), else
    the organ and its areas in ASCII. `organ` is a code of body-kinds.csv. `region` is a code of regions.csv
    where the name tells exactly one. `areas` are the codes of all areas, `local` is a name of a district, town, unit
    or line that the tables do not hold. An organ without area says "one of this kind, which one is not told".
    """

    code: str
    organ: str
    region: str | None
    curated: str | None
    areas: tuple[str, ...] = ()
    local: str | None = None


@dataclass(frozen=True, slots=True)
class BodyDescription:
    """What there is to say once of a body: labels, a code of body-kind, ids of curated parent and jurisdiction."""

    code: str
    ru: str
    en: str
    kind: str
    parent: str | None
    jurisdiction: str | None
    region: str | None


@lru_cache(maxsize=_REMEMBERED_NAMES)
def body_of(text: str | None, *, year: int | None = None, near: str | None = None) -> BodyName | None:
    """Return the body that *text* names in any case or abbreviation, None where it names none that is known.

    `year` is the year of the act: it tells the Special Board of the OGPU from that of the NKVD, and regions that
    bore one name at different times. `near` is the code of a region told elsewhere in the record: it only chooses
    where a short form fits several regions (КК: Krasnoyarsk or Krasnodar).

    >>> body_of("тройкой при УНКВД Иркутской обл.").code
    'troika-unkvd--irkutskaya-oblast'
    """
    read = _read(text) if text else None
    if read is None:
        return None
    rows = body_lexicon().organs.get(frozenset(read.tokens))
    if rows is None:
        return None
    index = areas()
    chosen = [index.chosen(codes, year, near) for codes in read.areas]
    found = tuple(sorted({code for code in chosen if code is not None and code != _USSR}))
    where = _where(read, found, chosen)
    organ = next((row for row in rows if row.fits(where, year)), None)
    if organ is None:
        return None
    if None in chosen:
        return BodyName(organ.code, organ.code, None, None)
    return _named(organ, found, read, year)


def _named(organ: Organ, found: tuple[str, ...], read: ReadBody, year: int | None) -> BodyName:
    local = " ".join(read.local) or None
    if local is not None and not found and _is_common(organ.code, local):
        return BodyName(organ.code, organ.code, None, None)
    region = _region(found)
    curated = organ.curated if not found and local is None else None
    if len(found) == 1 and local is None:
        curated = _curated(organ.code, found[0], year)
    elif not found and local is None and curated is None and (_USSR,) in read.areas:
        curated = _curated(organ.code, _USSR, year)
    if not found and local is None and (_USSR,) in read.areas and organ.jurisdiction == "area":
        found = (_USSR,)
    if curated is not None:
        return BodyName(curated.removeprefix(_CURATED_PREFIX), organ.code, region, curated, found)
    code = "--".join(filter(None, (organ.code, "+".join(found), slug(local) if local else "")))
    return BodyName(code, organ.code, region, curated, found, local)


def _is_common(organ: str, local: str) -> bool:
    """Return whether districts or villages of several regions bear a local name, so that it does not tell which."""
    name, _, rest = local.partition(" ")
    if organ in _OF_VILLAGES:
        return True
    return rest in ("", "район") and adjective_stem(name) in body_lexicon().common_names


def _region(found: tuple[str, ...]) -> str | None:
    single = len(found) == 1 and found[0] != _USSR and areas().areas[found[0]].kind in REGION_KINDS
    return found[0] if single else None


def _curated(organ: str, area: str, year: int | None) -> str | None:
    for body in body_lexicon().curated.get((organ, area), ()):
        if body.start is None and body.end is None:
            return body.body
        if year is not None and (body.start or 0) <= year and (body.end is None or year <= body.end):
            return body.body
    return None


def _where(read: ReadBody, found: tuple[str, ...], chosen: list[str | None]) -> str:
    """Return the kind of area of a name, as body-kinds.csv calls it in its column `where`."""
    if read.of_army:
        return "army"
    if read.local:
        return "local"
    index = areas().areas
    kinds = {index[code].kind for code in found} or {index[code].kind for codes in read.areas for code in codes}
    if not found and None not in chosen:
        return "ussr" if _USSR in chosen else "none"
    if kinds <= set(_REPUBLICS):
        return "republic"
    return "region" if kinds <= set(REGION_KINDS) else "local"


@lru_cache(maxsize=_REMEMBERED_NAMES)
def _read(text: str) -> ReadBody | None:
    return read_body(text)


def describe_body(body: BodyName | str) -> BodyDescription | None:
    """Return what there is to say of a recognised body, or of one whose code is given.

    None for a curated one, which its own table describes, and for a code that no body can have.
    """
    if isinstance(body, str):
        named = _from_code(body)
        if named is None:
            return None
        body = named
    if body.curated is not None or body.organ not in body_lexicon().by_code:
        return None
    organ = _row(body)
    index = areas().areas
    ru = [index[code].ru for code in body.areas]
    en = [index[code].en for code in body.areas]
    local = [_with_capitals(body.local)] if body.local else []
    local_en = [transliterate(name, _ENGLISH) for name in local]
    jurisdiction = organ.jurisdiction
    if jurisdiction == "area":
        jurisdiction = _JURISDICTIONS.get(body.areas[0]) if len(body.areas) == 1 else None
    return BodyDescription(
        body.code,
        _label(organ.ru, ru + local),
        _label(organ.en, en + local_en),
        organ.kind,
        organ.parent if organ.parent != body.code else None,
        jurisdiction,
        body.region,
    )


def _with_capitals(local: str) -> str:
    """Return a local name as it is written: names with a capital, words of units and kinds of area without."""
    return " ".join(word if word in COMMON_WORDS else _capitalised(word) for word in local.split(" "))


def _capitalised(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] if part not in ("на", "д") else part for part in word.split("-"))


def _label(organ: str, places: list[str]) -> str:
    return f"{organ} ({', '.join(places)})" if places else organ


def _row(body: BodyName) -> Organ:
    """Return the row that speaks of bodies with an area where there is one: its label names no single body."""
    rows = body_lexicon().by_code[body.organ]
    kinds = {areas().areas[code].kind for code in body.areas}
    where = "local" if body.local else "none" if not kinds else "republic" if kinds <= set(_REPUBLICS) else "region"
    fitting = [row for row in rows if row.curated is None and (not row.where or where in row.where)]
    return next(iter(fitting), rows[-1])


def _from_code(code: str) -> BodyName | None:
    organ, _, rest = code.partition("--")
    if organ not in body_lexicon().by_code:
        return None
    index = areas().areas
    first, _, second = rest.partition("--")
    found = tuple(first.split("+")) if first else ()
    if not all(area in index for area in found):
        found, second = (), first
    return BodyName(code, organ, _region(found), None, found, name_of_slug(second) or None)

"""Put an item together from what a source tells of it, statement by statement, in whatever order."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from rehabkg.dates import Dating
from rehabkg.errors import CallError, one_line, shorten
from rehabkg.wikidata import properties as p
from rehabkg.wikidata.model import ENTITY, Item
from rehabkg.wikidata.times import dating_or_none, read_truthy

LANGUAGES = ("ru", "en", "mul", "uk", "be", "de", "pl", "lt", "lv", "et")
"""The languages of labels that are read unless others are asked for; `mul` holds for all languages of one script."""

Read = Callable[[], Dating]
_QID = re.compile(r"Q[1-9][0-9]{0,11}")
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,4}")
# Wikibase takes no longer label; a longer text is no name.
_LONGEST_TEXT = 1_000
_MOST = 100
_POINT = re.compile(r"(?:<(?P<globe>[^<>]{1,100})> )?Point\((?P<lon>-?[0-9.eE+-]{1,30}) (?P<lat>-?[0-9.eE+-]{1,30})\)")


def check_languages(languages: Iterable[str]) -> None:
    """Raise `CallError` for what is no language tag of Wikidata: it would become part of an address."""
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            raise CallError(f"{shorten(language)!r} is not a language of Wikidata, such as ru or be-tarask")


class Gathered:
    """One item while it is read; `item()` returns it. What is bad in it is told by *tell* and left out.

    Lists are bounded: of a hundred birth places nobody learns more than of the first.
    """

    def __init__(self, qid: str, tell: Callable[[str], None] = lambda _: None) -> None:
        self.qid = qid
        self._tell = tell
        self._labels: dict[str, str] = {}
        self._aliases: dict[str, dict[str, None]] = {}
        self._descriptions: dict[str, str] = {}
        self._place_labels: dict[str, dict[str, str]] = {}
        self._items: dict[str, dict[str, None]] = {}
        self._full: dict[str, list[Read]] = {p.BIRTH: [], p.DEATH: []}
        self._truthy: dict[str, list[Read]] = {p.BIRTH: [], p.DEATH: []}
        self._external: dict[str, None] = {}
        self._sitelinks: dict[str, None] = {}
        self._sitelink_count = 0
        self._points: list[tuple[float, float]] = []

    def label(self, text: str, language: str) -> None:
        """Take a label."""
        _first(self._labels, text, language)

    def alias(self, text: str, language: str) -> None:
        """Take another name."""
        _add(self._aliases.setdefault(language, {}), text)

    def description(self, text: str, language: str) -> None:
        """Take a description."""
        _first(self._descriptions, text, language)

    def place_label(self, place: str, text: str, language: str) -> None:
        """Take a label of a birth place."""
        if len(self._place_labels) < _MOST:
            _first(self._place_labels.setdefault(place, {}), text, language)

    def value(self, name: str, value: str) -> None:
        """Take the value of a property: the number of an item, a point or an id, as the property demands."""
        if name == p.COORDINATES:
            self._point(value)
        elif name in p.EXTERNAL_IDS:
            _add(self._external, f"{p.EXTERNAL_IDS[name]}:{value}")
        elif _QID.fullmatch(value):
            _add(self._items.setdefault(name, {}), value)

    def full_time(self, name: str, read: Read) -> None:
        """Take a date with its precision; it is read when the item is asked for, when its calendar may be known."""
        _few(self._full.get(name, []), read)

    def truthy_time(self, name: str, value: str) -> None:
        """Take a date without precision; it counts where there is no full one."""
        _few(self._truthy.get(name, []), lambda: read_truthy(value))

    def sitelink(self, address: str) -> None:
        """Take the address of an article, if it is one of Wikipedia's."""
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            return
        if address.startswith("https://") and host.endswith(".wikipedia.org"):
            _add(self._sitelinks, address)

    def sitelink_count(self, text: str) -> None:
        """Take the number of articles."""
        if re.fullmatch(r"[0-9]{1,6}", text):
            self._sitelink_count = int(text)

    def item(self) -> Item:
        """Return the item, each list sorted, so that the same statements in any order give the same item."""
        dates = {name: self._read(name) for name in (p.BIRTH, p.DEATH)}
        place = min(self._items.get(p.BIRTH_PLACE, {}), key=number, default=None)
        both = [*dates[p.BIRTH], *dates[p.DEATH]]
        return Item(
            self.qid,
            labels=dict(sorted(self._labels.items())),
            aliases={language: tuple(sorted(names)) for language, names in sorted(self._aliases.items()) if names},
            descriptions=dict(sorted(self._descriptions.items())),
            instance_of=self._numbers(p.INSTANCE_OF),
            birth=_edtf(dates[p.BIRTH]),
            death=_edtf(dates[p.DEATH]),
            birth_place=place,
            birth_place_labels=dict(sorted(self._place_labels.get(place or "", {}).items())),
            citizenships=self._numbers(p.CITIZENSHIP),
            occupations=self._numbers(p.OCCUPATION),
            coordinates=min(self._points, default=None),
            sitelinks=tuple(sorted(self._sitelinks)),
            external_ids=tuple(sorted(self._external)),
            old_style={dating.edtf: dating.julian_edtf for dating in both if dating.julian_edtf is not None},
            sitelink_count=max(self._sitelink_count, len(self._sitelinks)),
        )

    def _numbers(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(self._items.get(name, {}), key=number))

    def _read(self, name: str) -> list[Dating]:
        """Return the full dates that can be read, or the truthy ones where there is none."""

        def tell(said: str) -> None:
            self._tell(f"{self.qid}, {p.LABELS[name]}: {one_line(said)}")

        for times in (self._full[name], self._truthy[name]):
            if found := [dating for read in times if (dating := dating_or_none(read, tell)) is not None]:
                return found
        return []

    def _point(self, value: str) -> None:
        """Take a point in well-known text, longitude first; one on another globe names it and is left out."""
        found = _POINT.fullmatch(value)
        if not found or found["globe"] or len(self._points) >= _MOST:
            return
        try:
            latitude, longitude = float(found["lat"]), float(found["lon"])
        except ValueError:
            return
        if math.isfinite(latitude) and abs(latitude) <= 90 and math.isfinite(longitude) and abs(longitude) <= 180:
            self._points.append((latitude, longitude))


def number(qid: str) -> int:
    """Return the number in `Q33391`, to sort by."""
    return int(qid[1:])


def qid_of(iri: str) -> str | None:
    """Return the number of the item that an IRI names, or None.

    >>> qid_of("http://www.wikidata.org/entity/Q33391"), qid_of("http://www.wikidata.org/entity/statement/Q33391-2")
    ('Q33391', None)
    """
    qid = iri.removeprefix(ENTITY)
    return qid if qid != iri and _QID.fullmatch(qid) else None


def _first(texts: dict[str, str], text: str, language: str) -> None:
    """Keep one text of a language: there is but one label, and of two the source is unsure of the smaller wins."""
    if 0 < len(text) <= _LONGEST_TEXT and (language not in texts or text < texts[language]):
        texts[language] = text


def _few(times: list[Read], read: Read) -> None:
    if len(times) < _MOST:
        times.append(read)


def _add(texts: dict[str, None], text: str) -> None:
    if 0 < len(text) <= _LONGEST_TEXT and len(texts) < _MOST:
        texts[text] = None


def _edtf(datings: list[Dating]) -> tuple[str, ...]:
    return tuple(sorted({dating.edtf for dating in datings}))

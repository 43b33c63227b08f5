"""Draw places on the base map: marks by kind, open where the point is not the place itself, merged where they touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from markupsafe import Markup

from rehabkg.drawing.basemap import TENTHS, View, fitting, layers
from rehabkg.drawing.clusters import LEVELS, WHOLE_WIDTH, Mark, at_level, marks
from rehabkg.drawing.frame import framed, headed
from rehabkg.drawing.look import KINDS, SHAPES, TEXT, Look
from rehabkg.drawing.map_labels import Label, labels, radius
from rehabkg.drawing.map_style import map_style
from rehabkg.drawing.projection import kilometres_along_parallel
from rehabkg.drawing.svg import Value, cut, document, joined, linked, tag
from rehabkg.drawing.words import counted, word

_MOST_NAMES = 8
_LONGEST_TITLE, _LONGEST_KIND = 300, 320.0
_SCALE_BARS = (2000, 1000, 500, 200, 100, 50)
_LONGEST_BAR = 150.0
# Points of the base map nearer than this many pixels are left out: for enlarging, and for a still picture.
_FINE, _COARSE = 0.15, 0.6

# A point of these stands on the place itself; any other note says for what else it stands.
THE_PLACE = ("", "city centre", "town centre")


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its point in degrees (WGS 84); `certain` where the point is the place and not something near it.

    `note` says what the point stands for, as its source does.
    """

    latitude: float
    longitude: float
    label: str
    kind: str = ""
    link: str | None = None
    certain: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A place without a point: it is named beside the map, and no point is made up for it."""

    label: str
    kind: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """What a map shows. `name` makes its ids (letters, digits, hyphens); `unplaced` is what has no point.

    Without a view, the places choose one: their part of the former USSR, all of it, or the world.
    """

    title: str
    language: str
    places: tuple[Place, ...]
    sources: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    view: View | None = None
    name: str = "map"
    kinds: tuple[str, ...] = field(init=False)
    _ranks: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for place in self.places:
            if not (isfinite(place.longitude) and -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
                raise ValueError(f"{place.label!r}: {place.latitude}, {place.longitude} is no point on the earth")
        found = Counter(self.kind_of(place) for place in self.places)
        kinds = tuple(sorted(found, key=lambda kind: (-found[kind], kind)))
        object.__setattr__(self, "kinds", kinds)
        object.__setattr__(self, "_ranks", {kind: rank for rank, kind in enumerate(kinds)})

    @property
    def shown(self) -> View:
        """The view that is drawn."""
        return self.view or fitting((place.longitude, place.latitude) for place in self.places)

    def kind_number(self, place: Place) -> int:
        """Return which mark and colour the kind of a place has; the rarest kinds share the last."""
        return min(self.rank(place), KINDS - 1)

    def rank(self, place: Place) -> int:
        """Return the place of its kind among all kinds, the most frequent first."""
        return self._ranks[self.kind_of(place)]

    def kind_of(self, place: Place) -> str:
        """Return what the kind of a place is called."""
        return place.kind or word("unknown_kind", self.language)


def draw_map(drawn: Map, *, look: Look | None = None) -> Markup:
    """Return the map for a page: without heading or legend, with the marks of all zooms, of which one is shown.

    The class `rk-map` and its attribute `data-level` tell a script which marks to show; see pages/static/map.js.
    """
    look = look or Look()
    view = drawn.shown
    found = marks([view.place(place.longitude, place.latitude) for place in drawn.places])
    body = _body(drawn, view, found, range(LEVELS), look, _FINE)
    return document(
        name=drawn.name,
        title=drawn.title,
        description=described(drawn),
        language=drawn.language,
        width=view.width,
        height=view.height,
        style=map_style(look),
        body=tag("g", {"class": "rk-map", "data-level": str(WHOLE_WIDTH), "data-levels": LEVELS}, body),
    )


def draw_still_map(drawn: Map, *, look: Look | None = None) -> Markup:
    """Return the map as a picture of its own: with heading, legend, scale and sources, at one zoom."""
    look = look or Look(fixed=True)
    view = drawn.shown
    found = at_level(marks([view.place(place.longitude, place.latitude) for place in drawn.places]), WHOLE_WIDTH)
    body = _body(drawn, view, found, (WHOLE_WIDTH,), look, _COARSE)
    content, height = framed(
        key=legend(drawn), lines=_lines_below(drawn), width=view.width, height=view.height, body=body
    )
    content, height = headed(drawn.title, content, view.width, height)
    return document(
        name=drawn.name,
        title=drawn.title,
        description=described(drawn),
        language=drawn.language,
        width=view.width,
        height=height,
        style=map_style(look),
        body=content,
    )


def described(drawn: Map) -> str:
    """Return in words what the map shows, for those who do not see it."""
    if not drawn.places:
        return word("no_places", drawn.language)
    kinds = Counter(map(drawn.kind_of, drawn.places))
    parts = [f"{kind[:80]}: {counted(kinds[kind], drawn.language)}" for kind in drawn.kinds[:20]]
    return f"{counted(len(drawn.places), drawn.language)} {word('places', drawn.language)}. {'; '.join(parts)}."


def legend(drawn: Map) -> tuple[tuple[Markup, str], ...]:
    """Return the swatch (12 pixels, about the origin) and meaning of each kind of mark that occurs."""
    counts = Counter(drawn.kind_number(place) for place in drawn.places)
    found: list[tuple[Markup, str]] = []
    for number, kind in enumerate(drawn.kinds[:KINDS]):
        name = kind if len(drawn.kinds) <= KINDS or number < KINDS - 1 else word("other", drawn.language)
        name = cut(name, _LONGEST_KIND, TEXT)
        found.append((_shape(number, certain=True), f"{name} ({counted(counts[number], drawn.language)})"))
    if any(not place.certain for place in drawn.places):
        if any(place.certain for place in drawn.places):
            found.append((_shape(KINDS - 1, certain=True, shape=0), word("certain_place", drawn.language)))
        found.append((_shape(KINDS - 1, certain=False, shape=0), word("uncertain_place", drawn.language)))
    if len(drawn.places) > 1:
        swatch = tag("circle", {"r": 7.0, "class": "rk-n rk-x"})
        found.append(
            (joined([swatch, tag("text", {"class": "rk-c rk-nt", "y": 3.5}, "5")]), word("cluster", drawn.language))
        )
    line = tag("path", {"d": "M-9 0H9", "class": "rk-outline"})
    return (*found, (line, word("outline", drawn.language)))


def _lines_below(drawn: Map) -> list[str]:
    names = ", ".join(place.label for place in drawn.unplaced[:_MOST_NAMES])
    rest = len(drawn.unplaced) - _MOST_NAMES
    more = f" {word('more', drawn.language, count=counted(rest, drawn.language))}" if rest > 0 else ""
    sources = f"{word('sources', drawn.language)}: {'; '.join(drawn.sources)}"
    return [
        *([f"{word('not_placed', drawn.language)}: {names}{more}"] if drawn.unplaced else []),
        *([sources] if drawn.sources else []),
        word("base_map", drawn.language),
    ]


def _body(drawn: Map, view: View, found: Sequence[Mark], levels: Sequence[int], look: Look, apart: float) -> Markup:
    clip = f"{drawn.name}-frame"
    frame: dict[str, Value] = {"width": view.width, "height": view.height}
    base = layers(view, apart)
    paths = joined(
        tag("path", {"class": f"rk-{name}", "d": base[name]})
        for name in ("land", "ussr", "lakes", "rivers", "border", "republics", "outline")
        if base[name]
    )
    named = labels([place.label for place in drawn.places], found, levels, view.width, view.height)
    drawn_marks = joined(_mark(drawn, mark, named.get(place), levels, look) for place, mark in enumerate(found))
    if not drawn.places:
        middle: dict[str, Value] = {"x": view.width / 2, "y": view.height / 2, "class": "rk-c rk-h"}
        drawn_marks = tag("text", middle, word("no_places", drawn.language))
    return joined(
        [
            tag("clipPath", {"id": clip}, tag("rect", frame)),
            tag(
                "g",
                {"clip-path": f"url(#{clip})"},
                tag("rect", {**frame, "class": "rk-sea"}),
                tag("g", {"transform": f"scale({1 / TENTHS})"}, paths),
                _scale_bar(drawn, view, look),
                drawn_marks,
            ),
        ]
    )


def _mark(drawn: Map, mark: Mark, label: Label | None, levels: Sequence[int], look: Look) -> Markup:
    """Return a mark at its place, of a size that stays the same while the map is enlarged."""
    several = len(levels) > 1
    members = [drawn.places[member] for member in mark.members]
    inner = _single(drawn, members[0]) if len(members) == 1 else _cluster(drawn, mark, members)
    # A picture of its own lies at another address than the page, and the links of the page lead nowhere from it.
    address = None if not several else members[0].link if len(members) == 1 else f"#{drawn.name}-places"
    parts: list[Markup] = [tag("title", {}, _title(drawn, members)), inner]
    if label:
        shown_from = f" rk-f{label.level}" if several else ""
        spot = label.spot
        where_of_label: dict[str, Value] = {"x": spot.dx, "y": spot.dy, "text-anchor": spot.anchor}
        parts.append(tag("text", {"class": f"rk-l{shown_from}", **where_of_label}, label.text))
    sized = tag("g", {"class": None if look.fixed else "rk-z"}, *parts)
    classes = f"rk-f{mark.first_level} rk-t{mark.last_level}" if several else None
    # The list of places leads to the same pages: one stop of the tab key for each mark would bar the way there.
    content = linked(address, sized, tab_stop=False)
    where = f"translate({mark.x:.1f} {mark.y:.1f})"
    return tag("g", {"transform": where, "class": classes}, content)


def _title(drawn: Map, members: Sequence[Place]) -> str:
    """Return the full text behind a mark."""
    if len(members) == 1:
        place = members[0]
        said = [text for text in (place.kind, place.note) if text]
        return (place.label + (f" ({'; '.join(said)})" if said else ""))[:_LONGEST_TITLE]
    names = ", ".join(place.label[:60] for place in members[:_MOST_NAMES])
    rest = len(members) - _MOST_NAMES
    return f"{names} {word('more', drawn.language, count=counted(rest, drawn.language))}" if rest > 0 else names


def _single(drawn: Map, place: Place) -> Markup:
    return _shape(drawn.kind_number(place), certain=place.certain)


def _shape(number: int, *, certain: bool, shape: int | None = None) -> Markup:
    path = SHAPES[number if shape is None else shape]
    if certain:
        return tag("path", {"d": path, "class": f"rk-k{number} rk-d"})
    return tag("path", {"d": path, "class": f"rk-s{number} rk-o"})


def _cluster(drawn: Map, mark: Mark, members: Sequence[Place]) -> Markup:
    """Return a disc with the number, in the colour of its kind where all are of one."""
    kinds = {drawn.kind_number(place) for place in members}
    style = f"rk-n rk-k{min(kinds)}" if len(kinds) == 1 else "rk-n rk-x"
    count = str(len(members)) if len(members) < 10_000 else f"{len(members) // 1000}k"
    return joined(
        [
            tag("circle", {"r": radius(mark), "class": style}),
            tag("text", {"class": "rk-c rk-nt", "y": 3.5}, count),
        ]
    )


def _scale_bar(drawn: Map, view: View, look: Look) -> Markup:
    """Return a bar for so many km along the parallel about which the places lie."""
    latitudes = [place.latitude for place in drawn.places]
    latitude = max(0, min(75, 5 * round(sum(latitudes) / len(latitudes) / 5))) if latitudes else 60
    pixels_a_km = view.width / (view.east - view.west) * kilometres_along_parallel(view.projection, 100, latitude)
    length = next((bar for bar in _SCALE_BARS if bar * pixels_a_km <= _LONGEST_BAR), _SCALE_BARS[-1])
    text = word("scale", drawn.language, count=counted(length, drawn.language), latitude=str(latitude))
    bottom = view.height - 14
    end = 14 + length * pixels_a_km
    return joined(
        [
            tag("path", {"class": "rk-bar", "d": f"M14 {bottom - 5:.1f}V{bottom:.1f}H{end:.1f}V{bottom - 5:.1f}"}),
            tag(
                "g",
                {"transform": f"translate(14 {bottom - 9:.1f})"},
                tag("text", {"class": "rk-m rk-l" if look.fixed else "rk-m rk-l rk-z"}, text),
            ),
        ]
    )

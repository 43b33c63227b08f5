"""What the templates of drawings show: the drawing, its key, the list beside it, and where its rows come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from rehabkg.drawing.chart import Chart
from rehabkg.drawing.happenings import Timeline
from rehabkg.drawing.map import Map, draw_map, legend
from rehabkg.drawing.svg import safe_link, tag
from rehabkg.drawing.words import WORDS, counted, word

# A page lists so many places or happenings; the CSV behind it holds all.
_MOST_LISTED = 5000
_OPEN_UP_TO = 30
_MOST_SOURCES = 40


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the rows behind a drawing are, as addresses: their query, the CSV, the drawing as a file, the page.

    `frame` is the page for the frame of another site, from here: its whole address is not known to files, and a script
    makes the code to embed it.
    """

    query: str | None = None
    csv: str | None = None
    svg: str | None = None
    png: str | None = None
    page: str | None = None
    frame: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list: what it says before its name, its name and address, and what it says behind."""

    before: str
    label: str
    link: str | None
    behind: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing on a page, with its caption. `words` are those of `rehabkg.drawing.words` in the page's language.

    `lines` stand below the drawing; `listed` is the same as text, `more` tells how many are left out of it.
    """

    name: str
    title: str
    language: str
    svg: Markup
    sources: Sources
    lines: tuple[str, ...] = ()
    listed: tuple[Listed, ...] = ()
    more: str = ""
    key: tuple[tuple[Markup, str], ...] = ()
    notes: tuple[str, ...] = ()
    embed: Markup | None = None
    words: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", WORDS[self.language])

    @property
    def opened(self) -> bool:
        """Whether the list is short enough to stand open."""
        return len(self.listed) <= _OPEN_UP_TO


def map_figure(drawn: Map, sources: Sources, *, embed: Markup | None = None) -> Figure:
    """Return a map for `map.html`: places sorted by kind and name, each with what its point stands for."""
    places = sorted(drawn.places, key=lambda place: (drawn.rank(place), place.label))
    listed = tuple(
        Listed(
            "",
            place.label,
            safe_link(place.link),
            "; ".join(
                (*filter(None, (place.kind, place.note)), _degrees(place.latitude, place.longitude, drawn.language))
            ),
        )
        for place in places[:_MOST_LISTED]
    )
    unplaced = word("not_placed", drawn.language).lower()
    listed += tuple(
        Listed("", place.label, safe_link(place.link), "; ".join(filter(None, (place.kind, unplaced))))
        for place in drawn.unplaced[: _MOST_LISTED - len(listed)]
    )
    more = _left_out(len(drawn.sources), drawn.language, _MOST_SOURCES)
    cited = f"{word('sources', drawn.language)}: {'; '.join(drawn.sources[:_MOST_SOURCES])} {more}".rstrip()
    return Figure(
        drawn.name,
        drawn.title,
        drawn.language,
        draw_map(drawn),
        sources,
        (
            *([cited] if drawn.sources else []),
            word("base_map", drawn.language),
        ),
        listed,
        _left_out(len(places) + len(drawn.unplaced), drawn.language),
        tuple((_swatch(mark), meaning) for mark, meaning in legend(drawn)),
        embed=embed,
    )


def timeline_figure(
    timeline: Timeline, notes: tuple[str, ...], svg: Markup, sources: Sources, *, embed: Markup | None = None
) -> Figure:
    """Return a timeline for `figure.html`: the same as a list, in order of time, undated last; `notes` are cited."""
    happenings = (*timeline.dated, *timeline.undated)
    listed = tuple(
        Listed(
            "; ".join(
                dating.printed + "".join(f" [{note}]" for note in dating.notes)
                for dating in happening.dates
                if dating.known
            )
            or word("not_dated", timeline.language),
            happening.label,
            safe_link(happening.link),
            happening.kind,
        )
        for happening in happenings[:_MOST_LISTED]
    )
    return Figure(
        timeline.name,
        timeline.title,
        timeline.language,
        svg,
        sources,
        (),
        listed,
        _left_out(len(happenings), timeline.language),
        notes=notes,
        embed=embed,
    )


def chart_figure(chart: Chart, svg: Markup, sources: Sources, *, embed: Markup | None = None) -> Figure:
    """Return a chart for `figure.html`: its numbers as a list, in the order of the drawing."""
    unknown = word("not_dated", chart.language)
    lines = [
        Listed(
            unknown if key is None else str(key),
            ", ".join(filter(None, (one.label, counted(one.values[key], chart.language)))),
            None,
            chart.unit,
        )
        for key in chart.entries()
        for one in chart.series
        if key in one.values
    ]
    more = _left_out(len(lines), chart.language)
    listed = tuple(lines[:_MOST_LISTED])
    return Figure(chart.name, chart.title, chart.language, svg, sources, (), listed, more, embed=embed)


def _left_out(count: int, language: str, most: int = _MOST_LISTED) -> str:
    left = count - most
    return word("more", language, count=counted(left, language)) if left > 0 else ""


def _degrees(latitude: float, longitude: float, language: str) -> str:
    """Return a point to a hundredth of a degree, about a kilometre: more would claim what few sources know.

    >>> _degrees(59.561, 150.83, "en")
    '59.56° N, 150.83° E'
    """
    north = word("north" if latitude >= 0 else "south", language)
    east = word("east" if longitude >= 0 else "west", language)
    degrees = [f"{abs(angle):.2f}" for angle in (latitude, longitude)]
    if language == "ru":
        degrees = [text.replace(".", ",") for text in degrees]
    return f"{degrees[0]}° {north}, {degrees[1]}° {east}"


def _swatch(mark: Markup) -> Markup:
    """Return a mark of the key as a small drawing of its own, which says nothing to those who do not see it."""
    box = {"class": "rk rk-w", "viewBox": "-10 -10 20 20", "width": "20", "height": "20", "aria-hidden": "true"}
    return tag("svg", {"xmlns": "http://www.w3.org/2000/svg", **box}, mark)

"""Draw counts: bars by category or by year, stacked where there are several series, lines where the years are many.

What has no date or no category has a bar of its own, apart from the others: unknown is never spread over the known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

from markupsafe import Markup

from rehabkg.drawing.frame import headed
from rehabkg.drawing.look import KINDS, SHAPES, TEXT, Look
from rehabkg.drawing.svg import document, joined, tag, width_of, wrapped
from rehabkg.drawing.words import counted, word

WIDTH, EDGE = 960.0, 14.0


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers by category or year, under one name; None is the key of what has none."""

    label: str
    values: Mapping[str | int | None, float]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows. Categories are texts and keep their order; years are whole numbers.

    `unit` says what is counted, `links` where a category leads. `drawn` are the series that have a colour of their
    own, and the sum of the others. Values are at least 0. Raises `ValueError`
    for a negative value or one that is no number.
    """

    title: str
    language: str
    series: tuple[Series, ...]
    unit: str = ""
    links: Mapping[str, str] | None = None
    name: str = "chart"
    drawn: tuple[Series, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for one in self.series:
            for key, value in one.values.items():
                if not isfinite(value) or value < 0:
                    raise ValueError(f"{one.label!r}, {key!r}: {value} cannot be drawn as a length")

        object.__setattr__(self, "drawn", self._drawn())

    def _drawn(self) -> tuple[Series, ...]:
        if len(self.series) <= KINDS:
            return self.series
        rest: dict[str | int | None, float] = {}
        for one in self.series[KINDS - 1 :]:
            for key, value in one.values.items():
                rest[key] = rest.get(key, 0.0) + value
        return (*self.series[: KINDS - 1], Series(word("other", self.language), rest))

    def entries(self) -> list[str | int | None]:
        """Return the categories or years of all series, each once, in the order they come."""
        return list(dict.fromkeys(key for one in self.series for key in one.values))

    def total(self, key: str | int | None) -> float:
        """Return the sum of all series for a category or year."""
        return sum(one.values.get(key, 0.0) for one in self.drawn)


def named(drawn: Chart, series: Series) -> str:
    """Return the name of a series before its number, where there are several."""
    return f"{series.label[:100]}: " if len(drawn.series) > 1 else ""


def paler(key: str | int | None) -> str:
    """Return the class of what is not known, drawn paler."""
    return " rk-u" if key is None else ""


def described(drawn: Chart) -> str:
    """Return in words what the chart shows, for those who do not see it."""
    keys = drawn.entries()
    if not keys:
        return word("no_values", drawn.language)
    greatest = max(keys, key=drawn.total)
    name = word("not_dated", drawn.language) if greatest is None else str(greatest)[:200]
    most = f"{name}: {counted(drawn.total(greatest), drawn.language)}"
    values = f"{word('values', drawn.language)}: {counted(len(keys), drawn.language)}"
    return f"{values}; {word('most', drawn.language)}: {most}."


def series_legend(drawn: Chart, top: float) -> tuple[Markup, float]:
    """Return a swatch and name for each series where there are several, and the height below which room is left."""
    if len(drawn.drawn) < 2:
        return Markup(""), top
    parts = []
    x, y = EDGE, top + 12
    for colour, one in enumerate(drawn.drawn):
        text = (wrapped(one.label, 420, TEXT, 1) or [""])[0]
        needed = 22 + width_of(text, TEXT) + 16
        if x > EDGE and x + needed > WIDTH - EDGE:
            x, y = EDGE, y + 20
        where = f"translate({x + 7:.1f} {y - 4:.1f})"
        parts.append(tag("path", {"class": f"rk-k{colour}", "d": SHAPES[colour], "transform": where}))
        parts.append(tag("text", {"x": x + 20, "y": y}, text))
        x += needed
    return joined(parts), y + 10


def empty_chart(drawn: Chart, look: Look) -> Markup:
    """Return a drawing that says that there is nothing to draw."""
    text = tag("text", {"class": "rk-c", "x": WIDTH / 2, "y": 44.0}, word("no_values", drawn.language))
    return chart_document(drawn, text, 80.0, look)


def chart_document(drawn: Chart, body: Markup, height: float, look: Look) -> Markup:
    """Return the parts of a chart as a whole drawing."""
    if look.fixed:
        body, height = headed(drawn.title, body, WIDTH, height)
    return document(
        name=drawn.name,
        title=drawn.title,
        description=described(drawn),
        language=drawn.language,
        width=WIDTH,
        height=height,
        style=look.base() + ".rk-u{fill-opacity:.45}.rk-j{fill:none;stroke-width:1.6px;stroke-linejoin:round}",
        body=body,
    )

"""Draw counts by year: columns, or lines where the years are many; what is not dated stands apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rehabkg.drawing.axis import number_ticks, year_ticks
from rehabkg.drawing.chart import EDGE, WIDTH, Chart, chart_document, empty_chart, named, paler, series_legend
from rehabkg.drawing.look import SHAPES, SMALL, Look
from rehabkg.drawing.svg import joined, number, tag, width_of
from rehabkg.drawing.words import counted, word

_PLOT, _TOP, _LEFT = 300.0, 30.0, 84.0
_MOST_YEARS = 400
# More bars than these are drawn as lines: a bar would be no wider than the gap beside it.
_MOST_BARS = 90
_UNDATED_WIDTH = 70.0


def draw_years(drawn: Chart, *, look: Look | None = None) -> Markup:
    """Return columns by year, or lines where the years are many; what is not dated stands apart on the right.

    Keys that are no year from 1 to 9999 are left out, and told so below.
    """
    look = look or Look()
    years = sorted(key for key in drawn.entries() if isinstance(key, int) and 1 <= key <= 9999)
    if not years and None not in drawn.entries():
        return empty_chart(drawn, look)
    if years and years[-1] - years[0] >= _MOST_YEARS:
        # Nothing here spans centuries: a lone year far off is a slip, and would leave the others no room.
        middle = years[len(years) // 2]
        years = [year for year in years if abs(year - middle) < _MOST_YEARS // 2]
    rest = len(drawn.entries()) - len(years) - (None in drawn.entries())
    legend, top = series_legend(drawn, 8.0)
    undated = None in drawn.entries()
    right = WIDTH - EDGE - (_UNDATED_WIDTH if undated and years else 0)
    lines = bool(years) and years[-1] - years[0] + 1 > _MOST_BARS
    shown: list[str | int | None] = [*years, *([None] if undated else [])]
    singly = [one.values.get(key, 0.0) for one in drawn.drawn for key in years]
    greatest = max([*singly, *([drawn.total(None)] if undated else [])]) if lines else max(map(drawn.total, shown))
    ticks = number_ticks(greatest, 5, drawn.language)
    plot = _Plot(top + _TOP, _PLOT / ticks[-1].at, _LEFT, right, years[0] if years else 0, years[-1] if years else 0)
    parts = [_horizontals(plot, [(tick.at, tick.label) for tick in ticks])]
    if drawn.unit:
        parts.append(tag("text", {"class": "rk-m", "x": EDGE, "y": top + 12}, drawn.unit[:120]))
    if years:
        parts += [_years_axis(plot), *(_lines(drawn, plot, years) if lines else _columns(drawn, plot, years))]
    if undated:
        parts.append(_undated(drawn, plot, alone=not years))
    height = top + _TOP + _PLOT + 34
    if rest > 0:
        text = word("not_drawn", drawn.language, count=counted(rest, drawn.language))
        parts.append(tag("text", {"class": "rk-m", "x": _LEFT, "y": height + 4}, text))
        height += 16
    return chart_document(drawn, joined([legend, *parts]), height, look)


@dataclass(frozen=True, slots=True)
class _Plot:
    """The room for columns: its top, pixels for each unit of value, left and right edge, first and last year."""

    top: float
    scale: float
    left: float
    right: float
    first: int
    last: int

    @property
    def step(self) -> float:
        return (self.right - self.left) / (self.last - self.first + 1)

    def x(self, year: int) -> float:
        """Return the middle of a year."""
        return self.left + (year - self.first + 0.5) * self.step

    def y(self, value: float) -> float:
        return self.top + _PLOT - value * self.scale


def _horizontals(plot: _Plot, ticks: Sequence[tuple[float, str]]) -> Markup:
    return joined(
        joined(
            [
                tag(
                    "path",
                    {"class": "rk-g", "d": f"M{number(plot.left)} {number(plot.y(at))}H{number(WIDTH - EDGE)}"},
                ),
                tag("text", {"class": "rk-m rk-e", "x": plot.left - 8, "y": plot.y(at) + 4}, label),
            ]
        )
        for at, label in ticks
    )


def _years_axis(plot: _Plot) -> Markup:
    most = max(2, int((plot.right - plot.left) / 52))
    return joined(
        tag("text", {"class": "rk-m rk-c", "x": plot.x(int(tick.at)), "y": plot.top + _PLOT + 18}, tick.label)
        for tick in year_ticks(plot.first, plot.last, most)
    )


def _columns(drawn: Chart, plot: _Plot, years: Sequence[int]) -> Iterator[Markup]:
    """Yield the column of each year, its series one on the other; the number above where there is room."""
    width = min(plot.step * 0.8, 46.0)
    for year in years:
        total = drawn.total(year)
        text = counted(total, drawn.language)
        parts = [_stack(drawn, plot, year, plot.x(year) - width / 2, width)]
        if width_of(text, SMALL) <= plot.step + 2:
            parts.append(tag("text", {"class": "rk-m rk-c", "x": plot.x(year), "y": plot.y(total) - 4}, text))
        yield tag("g", {}, *parts)


def _stack(drawn: Chart, plot: _Plot, key: str | int | None, x: float, width: float) -> Markup:
    base = 0.0
    found = []
    name = word("not_dated", drawn.language) if key is None else str(key)
    for colour, one in enumerate(drawn.drawn):
        value = one.values.get(key, 0.0)
        if value > 0:
            title = tag("title", {}, f"{name}: {named(drawn, one)}{counted(value, drawn.language)}")
            top = plot.y(base + value)
            size = {"x": x, "y": top, "width": width, "height": max(plot.y(base) - top, 0.8)}
            found.append(tag("rect", {"class": f"rk-k{colour}{paler(key)}", **size}, title))
            base += value
    return joined(found)


def _lines(drawn: Chart, plot: _Plot, years: Sequence[int]) -> Iterator[Markup]:
    """Yield a line for each series, broken where a year has no value, with a mark at each value."""
    for colour, one in enumerate(drawn.drawn):
        steps: list[str] = []
        before = None
        dots = []
        for year in years:
            value = one.values.get(year)
            if value is None:
                continue
            x, y = plot.x(year), plot.y(value)
            steps.append(f"{'L' if before == year - 1 else 'M'}{number(x)} {number(y)}")
            title = tag("title", {}, f"{year}: {named(drawn, one)}{counted(value, drawn.language)}")
            where = f"translate({x:.1f} {y:.1f}) scale(.5)"
            dots.append(tag("path", {"class": f"rk-k{colour}", "d": SHAPES[colour], "transform": where}, title))
            before = year
        yield tag("g", {}, tag("path", {"class": f"rk-s{colour} rk-j", "d": "".join(steps)}), *dots)


def _undated(drawn: Chart, plot: _Plot, *, alone: bool) -> Markup:
    """Return the column of what has no date, paler and apart."""
    x = plot.left + 40 if alone else WIDTH - EDGE - _UNDATED_WIDTH / 2
    total = drawn.total(None)
    return tag(
        "g",
        {},
        _stack(drawn, plot, None, x - 16, 32.0),
        tag("text", {"class": "rk-m rk-c", "x": x, "y": plot.y(total) - 4}, counted(total, drawn.language)),
        tag("text", {"class": "rk-m rk-c", "x": x, "y": plot.top + _PLOT + 18}, word("not_dated", drawn.language)),
    )

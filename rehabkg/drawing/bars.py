"""Draw counts by category: a row for each, stacked where there are several series."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from rehabkg.drawing.axis import number_ticks
from rehabkg.drawing.chart import EDGE, WIDTH, Chart, chart_document, empty_chart, named, paler, series_legend
from rehabkg.drawing.look import TEXT, Look
from rehabkg.drawing.svg import joined, linked, number, tag, wrapped
from rehabkg.drawing.words import counted, word

_LABELS, _ROW, _BAR = 300.0, 34.0, 18.0
_MOST_CATEGORIES = 60


def draw_bars(drawn: Chart, *, look: Look | None = None) -> Markup:
    """Return horizontal bars, a row for each category, in the order given."""
    look = look or Look()
    if look.fixed:
        # A picture of its own lies at another address than the page, and the links of the page lead nowhere from it.
        drawn = replace(drawn, links=None)
    keys = [key for key in drawn.entries() if key is not None][:_MOST_CATEGORIES]
    rest = len(drawn.entries()) - len(keys) - (None in drawn.entries())
    rows: list[str | int | None] = [*keys, *([None] if None in drawn.entries() else [])]
    if not rows:
        return empty_chart(drawn, look)
    greatest = max(drawn.total(key) for key in rows)
    room = WIDTH - _LABELS - 110
    ticks = number_ticks(greatest, 5, drawn.language)
    scale = room / ticks[-1].at
    legend, top = series_legend(drawn, 8.0)
    parts: list[Markup] = []
    y = top + 6
    for key in rows:
        y += 12 if key is None and keys else 0
        parts.append(_category(drawn, key, y, scale))
        y += _ROW
    axis = joined(
        joined(
            [
                tag(
                    "path",
                    {"class": "rk-g", "d": f"M{number(_LABELS + tick.at * scale)} {number(top)}V{number(y + 4)}"},
                ),
                tag("text", {"class": "rk-m rk-c", "x": _LABELS + tick.at * scale, "y": y + 18}, tick.label),
            ]
        )
        for tick in ticks
    )
    y += 18
    below = [drawn.unit] if drawn.unit else []
    below += [word("not_drawn", drawn.language, count=counted(rest, drawn.language))] if rest > 0 else []
    for text in below:
        y += 18
        parts.append(tag("text", {"class": "rk-m rk-c", "x": _LABELS + room / 2, "y": y}, text[:120]))
    return chart_document(drawn, joined([legend, axis, *parts]), y + 12, look)


def _category(drawn: Chart, key: str | int | None, y: float, scale: float) -> Markup:
    """Return the row of one category: its name on at most two lines, its bar, its number."""
    name = word("unknown_kind", drawn.language) if key is None else str(key)
    lines = wrapped(name, _LABELS - EDGE - 10, TEXT, 2) or [""]
    middle = y + _ROW / 2
    text = joined(
        tag(
            "text",
            {"class": "rk-e", "x": _LABELS - 10, "y": middle + 4 + 14 * (place - (len(lines) - 1) / 2)},
            line,
        )
        for place, line in enumerate(lines)
    )
    x = _LABELS
    bars = []
    for colour, one in enumerate(drawn.drawn):
        value = one.values.get(key, 0.0)
        if value > 0:
            title = tag("title", {}, f"{name[:200]}: {named(drawn, one)}{counted(value, drawn.language)}")
            size = {"x": x, "y": middle - _BAR / 2, "width": max(value * scale, 0.8), "height": _BAR}
            bars.append(tag("rect", {"class": f"rk-k{colour}{paler(key)}", **size}, title))
            x += value * scale
    total = counted(drawn.total(key), drawn.language)
    figure = tag("text", {"x": x + 6, "y": middle + 4}, total)
    address = drawn.links.get(str(key)) if drawn.links and key is not None else None
    return linked(address, tag("title", {}, f"{name[:400]}: {total}"), text, *bars, figure)

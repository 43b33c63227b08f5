"""Draw what happened when, with what is not known: a year is a bar, an open end fades, two sources are two bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from rehabkg.drawing.axis import around, day_ticks
from rehabkg.drawing.frame import headed
from rehabkg.drawing.happenings import Dated, Happening, Timeline, start_of
from rehabkg.drawing.look import KINDS, TEXT, Look
from rehabkg.drawing.rows import EDGE, MOST_ROWS, ROW, WIDTH, Row, Scale, packed
from rehabkg.drawing.svg import cut, document, joined, linked, number, tag
from rehabkg.drawing.timeline_bars import BAR, bar, fades, legend
from rehabkg.drawing.words import counted, word

__all__ = ["Dated", "Happening", "Timeline", "described", "draw_timeline"]

_LANE_HEAD, _AXIS = 24.0, 30.0
_LONGEST_TITLE = 400
_BINS = 60
_COUNT_HEIGHT = 60.0


def draw_timeline(drawn: Timeline, *, look: Look | None = None) -> Markup:
    """Return the timeline; without anything dated, a drawing that says so."""
    look = look or Look()
    if look.fixed:
        # A picture of its own lies at another address than the page, and the links of the page lead nowhere from it.
        drawn = replace(drawn, happenings=tuple(replace(happening, link=None) for happening in drawn.happenings))
    days = [day for one in drawn.dated for dating in one.dates for day in (dating.earliest, dating.latest) if day]
    if not days:
        body: Markup = tag("text", {"x": WIDTH / 2, "y": 44.0, "class": "rk-c"}, word("no_events", drawn.language))
        return _document(drawn, body, 80.0, look)
    scale = Scale(*around(min(days), max(days)))
    lanes: list[Markup] = []
    y = 6.0
    by_lane = drawn.lanes()
    for place, kind in enumerate(drawn.kinds):
        lane, height = _lane(drawn, kind, place % KINDS, by_lane[kind], scale, y)
        lanes.append(lane)
        y += height
    axis = _axis(scale, y, drawn.language)
    key, bottom = legend(drawn, y + _AXIS)
    return _document(drawn, joined([fades(drawn, look), axis, *lanes, key]), bottom, look)


def described(drawn: Timeline) -> str:
    """Return in words what the timeline shows, for those who do not see it."""
    if not drawn.dated:
        return word("no_events", drawn.language)
    lanes = drawn.lanes()
    kinds = "; ".join(f"{kind}: {counted(len(lanes[kind]), drawn.language)}" for kind in drawn.kinds)
    first, last = drawn.dated[0], drawn.dated[-1]
    ends = f"{first.dates[0].printed} – {last.dates[0].printed}"
    undated = f" {word('not_dated', drawn.language)}: {len(drawn.undated)}." if drawn.undated else ""
    return f"{ends}. {kinds}.{undated}"[:1000]


def _lane(
    drawn: Timeline, kind: str, colour: int, among: Sequence[Happening], scale: Scale, top: float
) -> tuple[Markup, float]:
    """Return one lane and its height."""
    named = kind or ("" if len(drawn.kinds) == 1 else word("unknown_kind", drawn.language))
    heading = cut(f"{named} ({counted(len(among), drawn.language)})", WIDTH / 2, TEXT) if named else ""
    rule = tag("path", {"class": "rk-g", "d": f"M0 {number(top)}H{number(WIDTH)}"})
    rows = list(packed(among, scale))
    head = _LANE_HEAD if named else 6.0
    baseline, top = top + 15, top + head
    if rows[-1].row >= MOST_ROWS:
        content, height = _counts(drawn, colour, among, scale, top), _COUNT_HEIGHT + 8
        heading = " — ".join(filter(None, (heading, word("counts", drawn.language))))
    else:
        content = joined(_happening(drawn, row, colour, top) for row in rows)
        height = max(row.row + len(row.bars) for row in rows) * ROW
    title = tag("text", {"x": EDGE, "y": baseline, "class": "rk-b"}, heading) if heading else Markup("")
    return joined([rule, title, content]), head + height + 6


def _happening(drawn: Timeline, row: Row, colour: int, top: float) -> Markup:
    """Return the bars of a happening under each other, each with its text."""
    happening = row.happening
    parts: list[Markup] = []
    for place, one in enumerate(row.bars):
        y = top + (row.row + place) * ROW
        parts.append(bar(drawn, one.dating, colour, (one.left, one.right), y + (ROW - BAR) / 2))
        side = None if one.on_bar else "rk-q rk-e" if one.ends else "rk-q"
        parts.append(tag("text", {"x": one.x, "y": y + ROW / 2 + 4, "class": side}, one.text))
    if len(row.bars) > 1:
        # A bracket holds together what is one and the same, however far its dates lie apart.
        first, last = top + row.row * ROW + 3, top + (row.row + len(row.bars)) * ROW - 3
        edge = min(min(one.left, one.box(0).left) for one in row.bars) - 4
        parts.append(tag("path", {"class": "rk-a", "d": f"M{number(edge + 3)} {number(first)}h-3V{number(last)}h3"}))
    printed = "; ".join(dating.printed for dating in happening.dates if dating.printed)
    title = tag("title", {}, f"{happening.label}: {printed}"[:_LONGEST_TITLE])
    # The list beside the drawing leads to the same pages by the tab key.
    return linked(happening.link, title, *parts, tab_stop=False)


def _counts(drawn: Timeline, colour: int, among: Sequence[Happening], scale: Scale, top: float) -> Markup:
    """Return a full lane as counts: how many begin in each part of the time."""
    step = (WIDTH - 2 * EDGE) / _BINS
    found: dict[int, list[date]] = {}
    for happening in among:
        day = start_of(happening)
        found.setdefault(min(_BINS - 1, int((scale.x(day) - EDGE) / step)), []).append(day)
    greatest = max(len(days) for days in found.values())
    bars = []
    for place, days in sorted(found.items()):
        height = max(1.0, (_COUNT_HEIGHT - 16) * len(days) / greatest)
        x, y = EDGE + place * step, top + _COUNT_HEIGHT - height
        said = f"{min(days).year}–{max(days).year}: {counted(len(days), drawn.language)}"
        bar = tag("rect", {"class": f"rk-k{colour}", "x": x + 1, "y": y, "width": step - 2, "height": height})
        count = tag("text", {"class": "rk-m rk-c rk-t9", "x": x + step / 2, "y": y - 3}, str(len(days)))
        bars.append(tag("g", {}, tag("title", {}, said), bar, count))
    return joined(bars)


def _axis(scale: Scale, height: float, language: str) -> Markup:
    """Return the ticks with their lines across all lanes."""
    ticks = day_ticks(scale.first, scale.last, 12, language)
    parts = [tag("path", {"class": "rk-a", "d": f"M0 {number(height)}H{number(WIDTH)}"})]
    for tick in ticks:
        x = scale.x(date.fromordinal(int(tick.at)))
        parts.append(tag("path", {"class": "rk-g", "d": f"M{number(x)} 0V{number(height + 5)}"}))
        parts.append(tag("text", {"class": "rk-m rk-c", "x": x, "y": height + 18}, tick.label))
    return joined(parts)


def _document(drawn: Timeline, body: Markup, height: float, look: Look) -> Markup:
    rules = (
        f".rk-q,.rk-b{{paint-order:stroke;stroke:{look.colour('paper')};stroke-width:3px;stroke-linejoin:round}}"
        ".rk-v{fill-opacity:.35;stroke-width:1.2px}.rk-y{stroke-dasharray:3 3}.rk .rk-b{font-weight:600}"
        ".rk .rk-t9{font-size:9px}"
        ".rk-o0{fill-opacity:.8}.rk-o1{fill-opacity:.55}.rk-o2{fill-opacity:.3}.rk-o3{fill-opacity:.1}"
    )
    if look.fixed:
        body, height = headed(drawn.title, body, WIDTH, height)
    return document(
        name=drawn.name,
        title=drawn.title,
        description=described(drawn),
        language=drawn.language,
        width=WIDTH,
        height=height,
        style=look.base() + rules,
        body=body,
    )

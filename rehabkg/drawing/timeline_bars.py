"""The forms of a timeline's bars and what they mean: a day, a span, an open end, about a time."""

from __future__ import annotations

from markupsafe import Markup

from rehabkg.drawing.happenings import Dated, Timeline
from rehabkg.drawing.look import KINDS, SMALL, Look
from rehabkg.drawing.rows import EDGE, WIDTH
from rehabkg.drawing.svg import Value, joined, number, tag, width_of
from rehabkg.drawing.words import word

BAR = 10.0


def bar(drawn: Timeline, dating: Dated, colour: int, span: tuple[float, float], top: float) -> Markup:
    """Return a date as a mark for a day, else as a bar from its earliest to its latest day."""
    left, right = span
    if dating.exact:
        return tag(
            "path", {"class": f"rk-k{colour}", "d": f"M{number((left + right) / 2)} {number(top - 1)}l6 6-6 6-6-6z"}
        )
    fade = "from" if dating.earliest is None else "to" if dating.latest is None else None
    edge = "rk-v rk-y" if dating.approximate else "rk-v"
    place: dict[str, Value] = {"x": left, "y": top, "width": right - left, "height": BAR}
    if fade:
        return tag("rect", {"fill": f"url(#{drawn.name}-{fade}-{colour})", **place})
    if dating.lasted:
        return tag("rect", {"class": f"rk-k{colour}", **place})
    return tag("rect", {"class": f"{edge} rk-k{colour} rk-s{colour}", "rx": 3.0, **place})


def fades(drawn: Timeline, look: Look) -> Markup:
    """Return for each colour in use how it fades towards an open end."""
    found = []
    for colour in range(min(len(drawn.kinds), KINDS)):
        shade = f"stop-color:{look.colour(f'kind-{colour}')};stop-opacity:"
        for name, first, last in (("from", "0", "1"), ("to", "1", "0")):
            stops = (tag("stop", {"offset": at, "style": shade + shown}) for at, shown in (("0", first), ("1", last)))
            found.append(tag("linearGradient", {"id": f"{drawn.name}-{name}-{colour}"}, *stops))
    return tag("defs", {}, *found)


def legend(drawn: Timeline, top: float) -> tuple[Markup, float]:
    """Return what the forms that occur mean, and the height below which nothing stands."""
    dates = [dating for happening in drawn.dated for dating in happening.dates if dating.known]
    ends = [dating.earliest is not None and dating.latest is not None for dating in dates]
    solid: dict[str, Value] = {"class": "rk-k6", "y": 1.0, "width": 26.0, "height": BAR}
    hollow: dict[str, Value] = {**solid, "class": "rk-v rk-k6 rk-s6", "rx": 3.0}
    steps = joined(tag("rect", {**solid, "class": f"rk-k6 rk-o{n}", "x": 6.5 * n, "width": 6.5}) for n in range(4))
    spans = [dating for dating, both in zip(dates, ends, strict=True) if both and not dating.exact]
    forms = (
        ("exact_day", tag("path", {"class": "rk-k6", "d": "M20 0l6 6-6 6-6-6z"}), any(d.exact for d in dates)),
        ("span", tag("rect", hollow), any(not dating.lasted for dating in spans)),
        ("lasted", tag("rect", solid), any(dating.lasted for dating in spans)),
        ("open_ended", steps, not all(ends)),
        (
            "approximate",
            tag("rect", {**hollow, "class": "rk-v rk-y rk-k6 rk-s6"}),
            any(dating.approximate for dating in dates),
        ),
    )
    parts: list[Markup] = []
    x, y = EDGE, top + 6
    for name, form, occurs in forms:
        text = word(name, drawn.language)
        needed = 32 + width_of(text, SMALL) + 20
        if not occurs:
            continue
        if x > EDGE and x + needed > WIDTH - EDGE:
            x, y = EDGE, y + 20
        parts.append(tag("g", {"transform": f"translate({x:.1f} {y:.1f})"}, form))
        parts.append(tag("text", {"class": "rk-m", "x": x + 32, "y": y + 10}, text))
        x += needed
    return joined(parts), y + 22

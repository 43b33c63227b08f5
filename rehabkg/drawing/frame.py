"""What stands around a drawing that is a picture of its own: heading, key, and the lines below."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rehabkg.drawing.look import LARGE, SMALL, TEXT
from rehabkg.drawing.svg import joined, tag, width_of, wrapped

_EDGE = 14.0
_ROW = 20.0
_LINE = 15.0


def headed(title: str, body: Markup, width: float, height: float) -> tuple[Markup, float]:
    """Return a drawing below its heading, and the height of both in pixels."""
    y = 8.0
    lines: list[Markup] = []
    for line in wrapped(title, width - 2 * _EDGE, LARGE, 2):
        y += LARGE + 5
        lines.append(tag("text", {"class": "rk-h", "x": _EDGE, "y": y}, line))
    y += 12
    # Not all programs know a background of CSS.
    ground = tag("rect", {"class": "rk-p", "width": width, "height": y + height})
    return joined([ground, *lines, tag("g", {"transform": f"translate(0 {y:.1f})"}, body)]), y + height


def framed(
    *, key: Sequence[tuple[Markup, str]], lines: Sequence[str], width: float, height: float, body: Markup
) -> tuple[Markup, float]:
    """Return a drawing above its key and lines of text, and the height of all in pixels."""
    parts = [body]
    x, y = _EDGE, height + 20
    for mark, meaning in key:
        needed = 24 + width_of(meaning, TEXT) + 14
        if x > _EDGE and x + needed > width - _EDGE:
            x, y = _EDGE, y + _ROW
        parts.append(tag("g", {"transform": f"translate({x + 9:.1f} {y - 4:.1f})", "class": "rk-w"}, mark))
        parts.append(tag("text", {"x": x + 24, "y": y}, meaning))
        x += needed
    y += 6
    for text in lines:
        for line in wrapped(text, width - 2 * _EDGE, SMALL, 3):
            y += _LINE
            parts.append(tag("text", {"class": "rk-m", "x": _EDGE, "y": y}, line))
    return joined(parts), y + 12

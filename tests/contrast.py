"""Whether colours can be told apart, by the figures of WCAG 2.2."""

from __future__ import annotations

from rehabkg.drawing.look import KINDS


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, definition of contrast ratio)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def assert_readable(palette: dict[str, str]) -> None:
    """Text by 4.5 to 1 on every ground (WCAG 2.2, 1.4.3), marks by 3 to 1 (1.4.11)."""
    grounds = ("paper", "sea", "land", "ussr")
    for ground in grounds:
        assert _contrast(palette["text"], palette[ground]) >= 7, ground
    for text in ("muted", "text"):
        assert _contrast(palette[text], palette["paper"]) >= 4.5, text
    for mark in [*(f"kind-{place}" for place in range(KINDS)), "cluster"]:
        assert _contrast(palette[mark], palette["paper"]) >= 4.5, mark
        for ground in grounds:
            assert _contrast(palette[mark], palette[ground]) >= 3, (mark, ground)
    assert _contrast(palette["outline"], palette["ussr"]) >= 3

"""Write SVG (SVG 2, W3C) so that no text of a record can be anything but text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from markupsafe import Markup, escape

# XML 1.0, section 2.2, and the characters that turn the direction of what stands behind them (Unicode UAX 9).
_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_WIDE = frozenset("mwMWШЩЖЮФМЫшщжюфмы@%—№")
_NARROW = frozenset("ijlftrI1.,:;!|()[]'’ -")
_LONGEST_LINK = 2000
_LONGEST_TITLE, _LONGEST_DESCRIPTION = 500, 2000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")

Value = str | float | None


def number(value: float) -> str:
    """Return a coordinate to a tenth of a pixel, as short as it can be.

    >>> number(12.0), number(-0.04), number(3.14)
    ('12', '0', '3.1')
    """
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def text_of(text: str) -> str:
    """Return a text without characters that XML cannot hold or that reorder what stands around them."""
    return _NOT_SHOWN.sub("\ufffd", text)


def tag(name: str, attributes: Mapping[str, Value], *children: str | Markup) -> Markup:
    """Return an element; what is no markup already is escaped, and an attribute of None is left out."""
    written = "".join(
        f' {key}="{escape(text_of(value)) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child if isinstance(child, Markup) else escape(text_of(child)) for child in children)
    # Names are of this package, and all else is escaped above.
    return Markup(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")  # noqa: S704


def joined(parts: Iterable[Markup]) -> Markup:
    """Return elements one after the other."""
    return Markup("").join(parts)


def linked(address: str | None, *children: str | Markup, tab_stop: bool = True) -> Markup:
    """Return elements as a link, or as they are where there is no address, or none that a page may lead to.

    Without `tab_stop` the tab key passes by: where a list beside the drawing leads to the same pages.
    """
    target = safe_link(address)
    inner = joined(child if isinstance(child, Markup) else escape(text_of(child)) for child in children)
    # A group even so: the title among them is theirs, and not that of what stands around.
    return (
        tag("g", {}, inner)
        if target is None
        else tag("a", {"href": target, "tabindex": None if tab_stop else "-1"}, inner)
    )


def safe_link(address: str | None) -> str | None:
    """Return an address that leads to a page: http, https, or within the site; None for any other.

    >>> safe_link("javascript:alert(1)") is None
    True
    """
    if not address or len(address) > _LONGEST_LINK or _NOT_SHOWN.search(address) or address != address.strip():
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return address if parts.netloc else None
    return None if parts.scheme or ":" in address.split("/")[0] or address.startswith(("//", "\\", "/\\")) else address


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is in a sans-serif font, in pixels; DejaVu Sans, the widest in use, fits."""
    em = sum(0.98 if letter in _WIDE else 0.38 if letter in _NARROW else 0.65 for letter in text)
    return em * size


def cut(text: str, width: float, size: float) -> str:
    """Return a text cut to a width in pixels, with an ellipsis where something is left out.

    >>> cut("Особое совещание", 60, 12)
    'Особое…'
    """
    if width_of(text[:400], size) <= width and len(text) <= 400:
        return text
    room = width - width_of("…", size)
    taken = 0
    for letter in text[:400]:
        room -= width_of(letter, size)
        if room < 0:
            break
        taken += 1
    return text[:taken].rstrip(" ,.;:") + "…"


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Return a text on at most so many lines of a width in pixels, the last cut where it is too long."""
    lines: list[str] = []
    rest = text[:400].split()
    while rest and len(lines) < most - 1:
        line = rest.pop(0)
        while rest and width_of(f"{line} {rest[0]}", size) <= width:
            line += f" {rest.pop(0)}"
        lines.append(cut(line, width, size))
    if rest:
        lines.append(cut(" ".join(rest) + text[400:], width, size))
    return lines


def document(
    *, name: str, title: str, description: str, language: str, width: float, height: float, style: str, body: Markup
) -> Markup:
    """Return a whole drawing, with its title and description for those who do not see it.

    `name` makes the ids of a drawing unlike those of another on the same page: letters, digits and hyphens.
    One with links is a document and no image, for an image has no parts to lead to (WAI-ARIA 1.2, img).
    Raises `ValueError` for another name.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a drawing: letters, digits and hyphens")
    links = "<a " in body
    return tag(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "rk",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "width": number(width),
            "height": number(height),
            "role": "document" if links else "img",
            "aria-labelledby": f"{name}-title {name}-description",
            "xml:lang": language,
        },
        tag("title", {"id": f"{name}-title"}, title[:_LONGEST_TITLE]),
        tag("desc", {"id": f"{name}-description"}, description[:_LONGEST_DESCRIPTION]),
        tag("style", {}, Markup(style)),  # noqa: S704 - rules of look.py, no word of a record
        body,
    )

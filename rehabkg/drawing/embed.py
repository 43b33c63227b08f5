"""The lines that put a map of this site on another one's page."""

from __future__ import annotations

from urllib.parse import urlsplit

from markupsafe import Markup

from rehabkg.drawing.svg import safe_link, tag

_NARROWEST, _WIDEST = 200, 4000


def embed_code(address: str, title: str, *, height: int = 640) -> Markup:
    """Return the HTML of an iframe as wide as its place, `height` pixels high (200 to 4000).

    It is loaded when it comes into sight, and tells this site nothing of the page that it stands on. Raises
    `ValueError` for an address that is not of http or https, or has no host.

    >>> str(embed_code("https://example.org/embed/map.en.html?a=1&b=2", "Map"))[:74]
    '<iframe src="https://example.org/embed/map.en.html?a=1&amp;b=2" title="Map'
    """
    if safe_link(address) is None or not urlsplit(address).netloc:
        raise ValueError(f"{address!r} is no whole address of http or https")
    attributes = {
        "src": address,
        "title": title,
        "width": "100%",
        "height": str(max(_NARROWEST, min(_WIDEST, height))),
        "loading": "lazy",
        "referrerpolicy": "no-referrer",
        "style": "border:0",
    }
    # An iframe has an end of its own: HTML knows no empty-element tag (HTML, section 13.1.2.1).
    return Markup(str(tag("iframe", attributes)).removesuffix("/>") + "></iframe>")  # noqa: S704 - escaped by `tag`

"""A drawing as PNG, rendered by resvg with a font of our own: no browser, no font of the machine, the same bytes."""

from __future__ import annotations

from markupsafe import Markup

from rehabkg.drawing.basemap import DATA
from rehabkg.drawing.look import PALETTE

FONT_FILE = DATA / "DejaVuSans.ttf"
_WIDEST = 4000


def png(svg: Markup, *, width: int) -> bytes:
    """Return a drawing, made with a fixed look, as a PNG so many pixels wide (at most 4000).

    Raises `ValueError` for a drawing whose colours are left to a page: resvg knows no CSS variables.
    """
    import resvg_py

    if "var(" in svg.partition("</style>")[0].partition("<style>")[2]:
        raise ValueError("a drawing for a page cannot become a PNG; draw it with Look(fixed=True)")

    found = resvg_py.svg_to_bytes(
        svg_string=str(svg),
        width=max(1, min(width, _WIDEST)),
        background=PALETTE["paper"],
        skip_system_fonts=True,
        font_files=[str(FONT_FILE)],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )
    return bytes(found)

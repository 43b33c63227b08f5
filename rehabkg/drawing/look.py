"""How drawings look: one palette, which a page may change by CSS variables, and marks that differ in shape too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# A page may set --rk-NAME for each; text and marks stand out from paper and land by WCAG 2.2, 1.4.3 and 1.4.11.
PALETTE: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#ffffff",
        "text": "#1d1d1f",
        "muted": "#565656",
        "line": "#8a8a8a",
        "grid": "#dedede",
        "sea": "#dde8ee",
        "land": "#efebe2",
        "ussr": "#fbf9f4",
        "river": "#b4cad6",
        "border": "#b5ae9f",
        "republics": "#c2b9a8",
        "outline": "#7d6f58",
        "kind-0": "#1f5fa8",
        "kind-1": "#b23c0c",
        "kind-2": "#0b6e4f",
        "kind-3": "#7a3b8f",
        "kind-4": "#74500f",
        "kind-5": "#00697a",
        "kind-6": "#5a5a5a",
        "cluster": "#33393f",
    }
)
KINDS = 7
# Marks about a point, 12 pixels across: each kind has a shape, so that colour is never the only sign.
SHAPES = (
    "M0-5.5A5.5 5.5 0 1 1 0 5.5 5.5 5.5 0 1 1 0-5.5z",
    "M-4.8-4.8H4.8V4.8H-4.8z",
    "M0-6.6 6.6 0 0 6.6-6.6 0z",
    "M0-6.2 6.2 4.6H-6.2z",
    "M0 6.2 6.2-4.6H-6.2z",
    "M0-6 5.7-1.9 3.5 4.9H-3.5L-5.7-1.9z",
    "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2z",
)
FONT = "system-ui,-apple-system,'Segoe UI','Noto Sans','DejaVu Sans',sans-serif"
SMALL, TEXT, LARGE = 11, 12, 15


@dataclass(frozen=True, slots=True)
class Look:
    """How colours and sizes are written: for a page, by variables, or fixed, for programs that know none."""

    fixed: bool = False

    def colour(self, name: str) -> str:
        """Return a colour of the palette as CSS."""
        return PALETTE[name] if self.fixed else f"var(--rk-{name},{PALETTE[name]})"

    def unzoomed(self, pixels: float) -> str:
        """Return a width that stays the same on the screen while a page enlarges the drawing."""
        return f"{pixels}px" if self.fixed else f"calc({pixels}px/var(--rk-zoom,1))"

    def base(self) -> str:
        """Return the rules that all drawings share."""
        kinds = "".join(f".rk-k{place}{{fill:{self.colour(f'kind-{place}')}}}" for place in range(KINDS))
        strokes = "".join(f".rk-s{place}{{stroke:{self.colour(f'kind-{place}')}}}" for place in range(KINDS))
        hover = (
            "" if self.fixed else ".rk a:hover,.rk a:focus{text-decoration:underline}.rk{max-width:100%;height:auto}"
        )
        return (
            f".rk{{background:{self.colour('paper')};font-family:{FONT};font-size:{TEXT}px}}"
            f".rk text{{fill:{self.colour('text')}}}.rk .rk-m{{fill:{self.colour('muted')};font-size:{SMALL}px}}"
            f".rk .rk-h{{font-size:{LARGE}px;font-weight:600}}"
            ".rk .rk-e{text-anchor:end}.rk .rk-c{text-anchor:middle}"
            f".rk-g{{stroke:{self.colour('grid')};fill:none}}.rk-a{{stroke:{self.colour('line')};fill:none}}"
            f".rk-p{{fill:{self.colour('paper')}}}.rk .rk-i{{fill:{self.colour('paper')}}}"
            f"{kinds}{strokes}{hover}"
        )

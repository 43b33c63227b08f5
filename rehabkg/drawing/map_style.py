"""The rules of a map: a base map in quiet colours, marks with a light edge that parts them from it."""

from __future__ import annotations

from rehabkg.drawing.basemap import TENTHS
from rehabkg.drawing.clusters import LEVELS
from rehabkg.drawing.look import SMALL, Look


def map_style(look: Look) -> str:
    """Return the CSS rules of a map; `data-level` on the group `rk-map` chooses the marks of one level."""
    colour, thin = look.colour, look.unzoomed
    # The paths are drawn in tenths of a pixel, and their lines with them.
    wide = {name: thin(pixels * TENTHS) for name, pixels in (("hair", 0.6), ("line", 0.8), ("thick", 1.7))}
    rules = (
        f".rk-sea,.rk-lakes{{fill:{colour('sea')}}}"
        f".rk-land{{fill:{colour('land')};fill-rule:evenodd}}.rk-ussr{{fill:{colour('ussr')};fill-rule:evenodd}}"
        f".rk-rivers{{fill:none;stroke:{colour('river')};stroke-width:{wide['line']}}}"
        f".rk-border{{fill:none;stroke:{colour('border')};stroke-width:{wide['hair']}}}"
        f".rk-republics{{fill:none;stroke:{colour('republics')};stroke-width:{wide['line']};"
        f"stroke-dasharray:{thin(30)} {thin(20)}}}"
        f"g>.rk-outline{{fill:none;stroke:{colour('outline')};stroke-width:{wide['thick']};stroke-linejoin:round}}"
        f"g.rk-w>.rk-outline{{stroke-width:1.7px}}"
        f".rk-d{{stroke:{colour('paper')};stroke-width:1.2px}}"
        f".rk-o{{fill:{colour('paper')};stroke-width:2.4px;paint-order:normal}}"
        f".rk-n{{stroke:{colour('paper')};stroke-width:1.2px}}.rk-x{{fill:{colour('cluster')}}}"
        f".rk text.rk-nt{{fill:{colour('paper')};font-size:10px;font-weight:600}}"
        f".rk-l{{font-size:{SMALL}px;paint-order:stroke;stroke:{colour('ussr')};stroke-width:2.5px;"
        "stroke-linejoin:round}"
        f".rk-bar{{fill:none;stroke:{colour('text')};stroke-width:1.2px}}"
    )
    hidden = [
        f'.rk-map[data-level="{level}"] .{mark}{other}'
        for level in range(LEVELS)
        for mark, others in (("rk-f", range(level + 1, LEVELS)), ("rk-t", range(level)))
        for other in others
    ]
    zoomed = (
        "" if look.fixed else f"{','.join(hidden)}{{display:none}}.rk-z{{transform:scale(calc(1/var(--rk-zoom,1)))}}"
    )
    return look.base() + rules + zoomed

"""Any of the drawings that fit a query's rows, by the name of its view: for a page, or as a picture of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from rehabkg.drawing.bars import draw_bars
from rehabkg.drawing.choose import as_chart, as_map, as_timeline
from rehabkg.drawing.look import Look
from rehabkg.drawing.map import draw_still_map
from rehabkg.drawing.page import Figure, Sources, chart_figure, map_figure, timeline_figure
from rehabkg.drawing.table import Cell, Table
from rehabkg.drawing.timeline import draw_timeline
from rehabkg.drawing.years import draw_years

_FIXED = Look(fixed=True)


def figure(
    view: str, table: Table, *, title: str, language: str, sources: Sources, embed: Markup | None = None
) -> Figure:
    """Return a drawing of rows for a page: `map` for the template map.html, the others for figure.html.

    Raises `KeyError` for a view that is none of `rehabkg.drawing.choose.VIEWS`.
    """
    if view == "map":
        return map_figure(as_map(table, title=title, language=language), sources, embed=embed)
    if view == "timeline":
        timeline, notes = as_timeline(table, title=title, language=language)
        return timeline_figure(timeline, notes, draw_timeline(timeline), sources, embed=embed)
    chart = as_chart(table, title=title, language=language)
    return chart_figure(chart, _CHARTS[view](chart), sources, embed=embed)


def picture(view: str, table: Table, *, title: str, language: str) -> Markup:
    """Return a drawing of rows as an SVG file: with heading and fixed colours, without links; `png` takes it, too.

    Raises `KeyError` for a view that is none of `rehabkg.drawing.choose.VIEWS`.
    """
    if view == "map":
        return draw_still_map(as_map(table, title=title, language=language))
    if view == "timeline":
        return draw_timeline(as_timeline(table, title=title, language=language)[0], look=_FIXED)
    return _CHARTS[view](as_chart(table, title=title, language=language), look=_FIXED)


_CHARTS: Mapping[str, Callable[..., Markup]] = {"years": draw_years, "bars": draw_bars}


def table_of_results(
    document: Mapping[str, Any], *, cell: Callable[[str], Cell], headings: tuple[str, ...] = ()
) -> Table:
    """Return the rows of a SPARQL result in JSON (SPARQL 1.1 Query Results JSON Format, sections 3.1 to 3.2.2).

    *cell* gives the name and address of a thing for its IRI. Raises `KeyError` or `TypeError` for another document.
    """
    variables = tuple(document["head"]["vars"])
    rows = tuple(
        tuple(None if (term := row.get(name)) is None else _cell(term, cell) for name in variables)
        for row in document["results"]["bindings"]
    )
    return Table(variables, rows, headings)


def _cell(term: Mapping[str, str], cell: Callable[[str], Cell]) -> Cell:
    return cell(term["value"]) if term["type"] == "uri" else Cell(term["value"])

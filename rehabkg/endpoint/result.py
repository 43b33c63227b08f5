"""A result as a page shows it: cells with their links, the views that its columns allow, one of them drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from rehabkg.drawing.page import Figure, Sources
from rehabkg.drawing.table import Table
from rehabkg.drawing.views import figure
from rehabkg.endpoint.task import QueryAnswer
from rehabkg.endpoint.views import (
    MOST_DRAWN,
    TABLE,
    Link,
    Name,
    ShownCell,
    chosen_view,
    shown_cells,
    table_of,
    views_of,
)
from rehabkg.query.results import Rows

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Showing:
    """How a result is to be shown: its title, language and headings, and the view asked for or usual for it.

    `behind` gives, for the view that is drawn, the addresses of what lies behind it and what another site copies.
    """

    title: str
    language: str
    link: Link
    name: Name
    headings: Mapping[str, str]
    behind: Callable[[str], tuple[Sources, Markup | None]]
    usual: str | None = None
    view: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A result: rows under headings, or a truth value, or a graph as Turtle; `figure` where its view is a drawing."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[ShownCell, ...], ...] = ()
    views: tuple[str, ...] = (TABLE,)
    view: str = TABLE
    figure: Figure | None = None
    truth: bool | None = None
    graph: str | None = None
    cut: bool = False


async def shown_result(answer: QueryAnswer, showing: Showing) -> Shown:
    """Return what a page shows of an answer in JSON or Turtle. A drawing of many rows takes its time, aside."""
    return await asyncio.to_thread(_shown, answer, showing)


def _shown(answer: QueryAnswer, showing: Showing) -> Shown:
    cut = answer.truncated is not None
    if answer.form != "json":
        return Shown(graph=answer.content.decode(), cut=cut)
    found = parse_query_results(answer.content, format=QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        return Shown(truth=bool(found))
    rows = rows_of(answer.content)
    table = drawn_table(rows, showing.headings, showing.link, showing.name)
    views = views_of(table)
    view = chosen_view(showing.usual, showing.view, views)
    drawn = None
    if view != TABLE:
        sources, embed = showing.behind(view)
        drawn = figure(view, table, title=showing.title, language=showing.language, sources=sources, embed=embed)
    cells = [shown_cells(row, showing.name) for _, row in zip(range(MOST_SHOWN), rows, strict=False)]
    cut = cut or len(table.rows) > MOST_SHOWN
    return Shown(table.headings, tuple(cells), views, view, drawn, cut=cut)


def rows_of(content: bytes) -> Rows:
    """Return the rows of an answer in JSON; none for a truth value."""
    found = parse_query_results(content, format=QueryResultsFormat.JSON)
    variables = found.variables if isinstance(found, QuerySolutions) else ()
    return Rows(tuple(variable.value for variable in variables), content)


def drawn_table(rows: Rows, headings: Mapping[str, str], link: Link, name: Name) -> Table:
    """Return the rows that a drawing is made of."""
    table = table_of(rows, headings, link, name)
    return Table(table.variables, table.rows[:MOST_DRAWN], table.headings)

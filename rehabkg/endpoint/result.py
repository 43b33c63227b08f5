"""A result as a page shows it: cells with their links, the views that its columns allow, one of them drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from rehabkg.drawing.page import Figure, Sources
from rehabkg.drawing.table import Table
from rehabkg.drawing.views import figure
from rehabkg.endpoint.task import QueryAnswer
from rehabkg.endpoint.views import MOST_DRAWN, TABLE, Link, chosen_view, table_of, views_of
from rehabkg.query.results import Rows, shown

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Showing:
    """How a result is to be shown: its title, language and headings, and the view asked for or usual for it.

    `sources` are the addresses of what lies behind a drawing.
    """

    title: str
    language: str
    link: Link
    headings: Mapping[str, str]
    usual: str | None = None
    view: str | None = None
    sources: Sources = field(default_factory=Sources)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A term in a table. `iri` is that of a thing, `language` that of a text."""

    text: str
    iri: str | None = None
    language: str | None = None


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
    rows = Rows(tuple(variable.value for variable in found.variables), answer.content)
    table = table_of(rows, showing.headings, showing.link)
    table = Table(table.variables, table.rows[:MOST_DRAWN], table.headings)
    views = views_of(table)
    view = chosen_view(showing.usual, showing.view, views)
    drawn = (
        figure(view, table, title=showing.title, language=showing.language, sources=showing.sources)
        if view != TABLE
        else None
    )
    cells = [tuple(_cell(term) for term in row) for _, row in zip(range(MOST_SHOWN), rows, strict=False)]
    cut = cut or len(table.rows) > MOST_SHOWN
    return Shown(table.headings, tuple(cells), views, view, drawn, cut=cut)


def _cell(term: Any) -> ShownCell:
    if isinstance(term, NamedNode):
        return ShownCell(shown(term), iri=term.value)
    if isinstance(term, Literal):
        return ShownCell(term.value, language=term.language)
    return ShownCell(shown(term))

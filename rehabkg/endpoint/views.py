"""The views of a result: a table, and the drawings that its columns allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pyoxigraph import NamedNode

from rehabkg.drawing.choose import VIEWS as DRAWN
from rehabkg.drawing.choose import fitting
from rehabkg.drawing.table import Cell, Table
from rehabkg.query.results import Rows, shown

TABLE = "table"
VIEWS = (TABLE, *DRAWN)
# What a drawing is made of at most; a table shows fewer, since a page of more is read by nobody.
MOST_DRAWN = 5_000
# The header of a stored query asks for bars; by years they are drawn where there are years.
_OF_HEADER = {"bar": ("years", "bars")}
# Gives the link to a thing from its IRI, None where it has none.
Link = Callable[[str], "str | None"]


def table_of(rows: Rows, headings: Mapping[str, str], link: Link) -> Table:
    """Return rows as plain cells, with the headings of one language."""
    cells = tuple(tuple(_cell(term, link) for term in row) for row in rows)
    return Table(rows.variables, cells, tuple(headings.get(name, name) for name in rows.variables))


def chosen_view(header: str | None, asked: str | None, fits: tuple[str, ...]) -> str:
    """Return the view asked for, else that of a query's header, where the columns allow it; else the table."""
    if asked == TABLE:
        return TABLE
    liked = (asked or "", *_OF_HEADER.get(header or "", (header or "",)))
    return next((view for view in liked if view in fits), TABLE)


def views_of(table: Table) -> tuple[str, ...]:
    """Return the views in which rows can be shown."""
    return (TABLE, *fitting(table))


def _cell(term: Any, link: Link) -> Cell | None:
    if term is None:
        return None
    return Cell(shown(term), link(term.value) if isinstance(term, NamedNode) else None)

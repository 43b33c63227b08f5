"""The views of a result: a table, and the drawings that its columns allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from rehabkg.drawing.choose import VIEWS as DRAWN
from rehabkg.drawing.choose import fitting
from rehabkg.drawing.table import Cell, Table
from rehabkg.pages.labels import Labels
from rehabkg.query.results import Rows, shown
from rehabkg.show import Text

TABLE = "table"
VIEWS = (TABLE, *DRAWN)
# What a drawing is made of at most; a table shows fewer, since a page of more is read by nobody.
MOST_DRAWN = 5_000
# The header of a stored query asks for bars; by years they are drawn where there are years.
_OF_HEADER = {"bar": ("years", "bars")}
# Gives the link to a thing from its IRI, None where it has none.
Link = Callable[[str], "str | None"]
# Gives what a thing is called from its IRI, None where its code says more, or all there is.
Name = Callable[[str], "Text | None"]


def naming(labels: Labels, base: str, language: str) -> Name:
    """Return what gives the names of things and concepts in a language; terms of vocabularies stay codes."""
    ours = (f"{base}id/", f"{base}vocab/")

    def name(iri: str) -> Text | None:
        if not iri.startswith(ours):
            return None
        found = labels.of(iri, language)
        # A thing without a label is called by the end of its IRI.
        return None if found.language is None and found.value == iri.rpartition("/")[2] else found

    return name


def table_of(rows: Rows, headings: Mapping[str, str], link: Link, name: Name) -> Table:
    """Return rows as plain cells, with the headings of one language; things of one name are told apart by codes."""
    called: dict[str, str] = {}

    def cell(term: Any) -> Cell | None:
        if not isinstance(term, NamedNode):
            return None if term is None else Cell(shown(term))
        found = name(term.value)
        if found is None:
            return Cell(shown(term), link(term.value))
        alone = called.setdefault(found.value, term.value) == term.value
        return Cell(found.value if alone else f"{found.value} ({shown(term)})", link(term.value))

    cells = tuple(tuple(map(cell, row)) for row in rows)
    return Table(rows.variables, cells, tuple(headings.get(name, name) for name in rows.variables))


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A term in a table. `iri` is that of a thing, `code` its own where a name is shown; `language` is of the text."""

    text: str
    iri: str | None = None
    language: str | None = None
    code: str | None = None


def shown_cells(row: Iterable[Any], name: Name) -> tuple[ShownCell, ...]:
    """Return the terms of a row as people read them; a thing whose name stands in the row already has its code."""
    terms = list(row)
    said = {term.value for term in terms if isinstance(term, Literal)}

    def cell(term: Any) -> ShownCell:
        if isinstance(term, Literal):
            return ShownCell(term.value, language=term.language)
        if not isinstance(term, NamedNode):
            return ShownCell(shown(term))
        found = name(term.value)
        if found is None or found.value in said:
            return ShownCell(shown(term), iri=term.value)
        return ShownCell(found.value, term.value, found.language, shown(term))

    return tuple(map(cell, terms))


def chosen_view(header: str | None, asked: str | None, fits: tuple[str, ...]) -> str:
    """Return the view asked for, else that of a query's header, where the columns allow it; else the table."""
    if asked == TABLE:
        return TABLE
    liked = (asked or "", *_OF_HEADER.get(header or "", (header or "",)))
    return next((view for view in liked if view in fits), TABLE)


def views_of(table: Table) -> tuple[str, ...]:
    """Return the views in which rows can be shown."""
    return (TABLE, *fitting(table))

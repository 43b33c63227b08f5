"""The stored questions as files: a page for each in both languages, and its rows as CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from rehabkg.drawing.choose import fitting
from rehabkg.drawing.page import Sources
from rehabkg.drawing.table import Table
from rehabkg.drawing.views import figure
from rehabkg.endpoint.views import TABLE, chosen_view, table_of
from rehabkg.pages.links import LANGUAGES, Links
from rehabkg.pages.render import Renderer
from rehabkg.query.catalog import stored_queries
from rehabkg.query.header import StoredQuery
from rehabkg.query.results import Rows
from rehabkg.query.run import run_stored

# A page of more is read by nobody; the CSV beside it holds all.
_MOST_ROWS = 1_000
_DATA = ("csv", "json")


def query_files(renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield paths and contents: the list, and for each query its pages, its text and its rows with the defaults."""
    found = list(stored_queries())
    for language in LANGUAGES:
        yield f"queries.{language}.html", renderer.render("site_queries.html", "queries", language, queries=found)
    for query in found:
        rows = run_stored(renderer.published.store, query, {}, renderer.published.settings)
        yield f"queries/{query.name}.rq", query.text.encode()
        for form in _DATA:
            yield f"queries/{query.name}.{form}", rows.formatted(form)
        for language in LANGUAGES:
            yield f"queries/{query.name}.{language}.html", _page(renderer, query, rows, language)


def _page(renderer: Renderer, query: StoredQuery, rows: Rows, language: str) -> bytes:
    path = f"queries/{query.name}"
    links = Links(path, language, renderer.published.release.base)
    headings = {name: forms[language] for name, forms in query.columns.items()}
    table = table_of(rows, headings, links.thing)
    view = chosen_view(query.view, None, fitting(table))
    sources = Sources(query=f"{query.name}.rq", csv=f"{query.name}.csv")
    drawn = (
        None if view == TABLE else figure(view, table, title=query.title[language], language=language, sources=sources)
    )
    shown = Table(table.variables, table.rows[:_MOST_ROWS], table.headings)
    return renderer.render(
        "site_query.html",
        path,
        language,
        asked=query,
        table=shown,
        figure=drawn,
        left_out=len(table.rows) - len(shown.rows),
    )

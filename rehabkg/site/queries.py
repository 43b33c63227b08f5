"""The stored questions as files: a page for each in both languages, and its rows as CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rehabkg.drawing.choose import fitting
from rehabkg.drawing.page import Sources
from rehabkg.drawing.png import png
from rehabkg.drawing.views import figure, picture
from rehabkg.endpoint.embedded import PNG_PIXELS
from rehabkg.endpoint.views import TABLE, chosen_view, naming, shown_cells, table_of
from rehabkg.endpoint.words import said
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
            yield from _drawn(renderer, query, rows, language)


def _drawn(renderer: Renderer, query: StoredQuery, rows: Rows, language: str) -> Iterator[tuple[str, bytes]]:
    """Yield the page of a query in a language and, where its rows can be drawn, the drawing by itself."""
    path, alone = f"queries/{query.name}", f"embed/queries/{query.name}"
    base, title = renderer.published.release.base, query.title[language]
    headings = {name: forms[language] for name, forms in query.columns.items()}
    name = naming(renderer.labels, base, language)
    table = table_of(rows, headings, Links(path, language, base).thing, name)
    view = chosen_view(query.view, None, fitting(table))
    cells = [shown_cells(row, name) for row in islice(rows, _MOST_ROWS)]
    drawn = None
    if view != TABLE:
        pictures = {form: f"../{alone}.{language}.{form}" for form in ("svg", "png")}
        behind = Sources(f"{query.name}.rq", f"{query.name}.csv", **pictures, frame=f"../{alone}.{language}.html")
        drawn = figure(view, table, title=title, language=language, sources=behind)
        picture_of = picture(view, table, title=title, language=language)
        yield f"{alone}.{language}.svg", str(picture_of).encode()
        yield f"{alone}.{language}.png", png(picture_of, width=PNG_PIXELS)
        yield f"{alone}.{language}.html", _framed(renderer, query, rows, view, language)
    yield (
        f"{path}.{language}.html",
        renderer.render(
            "site_query.html",
            path,
            language,
            asked=query,
            headings=table.headings,
            rows=cells,
            figure=drawn,
            left_out=len(table.rows) - len(cells),
        ),
    )


def _framed(renderer: Renderer, query: StoredQuery, rows: Rows, view: str, language: str) -> bytes:
    """Return the drawing as a page for the frame of another site: its links begin in another folder."""
    path = f"embed/queries/{query.name}"
    links = Links(path, language, renderer.published.release.base)
    headings = {name: forms[language] for name, forms in query.columns.items()}
    table = table_of(rows, headings, links.thing, naming(renderer.labels, links.base, language))
    page = f"queries/{query.name}"
    sources = Sources(
        csv=links.file(f"{page}.csv"),
        svg=f"{query.name}.{language}.svg",
        png=f"{query.name}.{language}.png",
        page=links.page(page),
    )
    drawn = figure(view, table, title=query.title[language], language=language, sources=sources)
    says = said(language)
    return renderer.render("endpoint/embed.html", path, language, figure=drawn, view=view, cut=False, says=says)

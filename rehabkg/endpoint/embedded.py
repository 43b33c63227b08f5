"""Drawings of stored queries by themselves: for the frame of another site, and as pictures.

`/embed/queries/NAME.en.html?param=...&view=map` is a page without the site around it, and
`/embed/queries/NAME.svg?param=...&view=map&lang=en` a picture; `.png` is the same.
"""

from __future__ import annotations

import asyncio

from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from rehabkg.drawing.choose import fitting
from rehabkg.drawing.page import Sources
from rehabkg.drawing.png import png
from rehabkg.drawing.table import Table
from rehabkg.drawing.views import figure, picture
from rehabkg.endpoint.by_itself import EMBEDDED, LANGUAGE, ByItself, headings_of
from rehabkg.endpoint.result import drawn_table, rows_of
from rehabkg.endpoint.service import Service
from rehabkg.endpoint.stored import Call, query_of
from rehabkg.endpoint.stored_page import call_in
from rehabkg.endpoint.task import QueryAnswer
from rehabkg.endpoint.views import MOST_DRAWN, TABLE, chosen_view
from rehabkg.endpoint.words import said
from rehabkg.query.header import LANGUAGES
from rehabkg.web.answers import Answer, respond
from rehabkg.web.media import HTML, chosen_language
from rehabkg.web.problems import Problem

PNG_PIXELS = 1_600
_PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
_PAGES = {f"{language}.{HTML.suffix}": language for language in LANGUAGES}
_CLIENT_CLOSED_REQUEST = 499


async def drawing(service: Service, request: Request) -> Response:
    """Answer with the drawing of a stored query. Raises `Problem` as a call does, and 404 where nothing is drawn."""
    name, _, suffix = request.path_params["file"].partition(".")
    if suffix not in _PAGES and suffix not in _PICTURES:
        raise Problem(404, "a drawing is given as a page in a language, as SVG and as PNG")
    language = _PAGES.get(suffix) or _language(request)
    call = call_in(name, _parameters(request, name), language)
    answer = await service.answer(request, await call.task(service, "json", rows=MOST_DRAWN))
    if answer is None:
        return Response(status_code=_CLIENT_CLOSED_REQUEST)
    shown = _Drawn(service, call, language, request.query_params.get("view"))
    # A drawing of many rows takes its time, aside.
    content = await asyncio.to_thread(shown.page if suffix in _PAGES else shown.picture, answer, suffix)
    kind, vary = (HTML.header, ()) if suffix in _PAGES else (_PICTURES[suffix], ("Accept-Language",))
    modified = service.published.release.created
    return respond(request, Answer(content, kind, modified, vary, _PAGES.get(suffix)))


class _Drawn:
    """The drawing of one answer in a language, in the view asked for or usual for it."""

    def __init__(self, service: Service, call: Call, language: str, view: str | None) -> None:
        self._service, self._call, self._language, self._asked = service, call, language, view
        self._by_itself = ByItself(service, call, language)
        self._path = f"{EMBEDDED}{call.query.name}"

    def page(self, answer: QueryAnswer, _: str) -> bytes:
        """Return the page for a frame."""
        table, view = self._table(answer)
        root = "../" * self._path.count("/")
        sources = Sources(
            csv=f"{root}queries/{self._call.address('.csv')}",
            svg=self._by_itself.picture(root, view, "svg"),
            png=self._by_itself.picture(root, view, "png"),
            page=f"{root}queries/{self._by_itself.address(f'.{self._language}.html', view)}",
        )
        title = self._by_itself.title
        drawn = figure(view, table, title=title, language=self._language, sources=sources)
        cut = answer.truncated is not None
        return self._service.render(
            "endpoint/embed.html",
            self._path,
            self._language,
            figure=drawn,
            view=view,
            cut=cut,
            says=said(self._language),
        )

    def picture(self, answer: QueryAnswer, suffix: str) -> bytes:
        """Return the drawing as a file."""
        table, view = self._table(answer)
        drawn: Markup = picture(view, table, title=self._by_itself.title, language=self._language)
        return png(drawn, width=PNG_PIXELS) if suffix == "png" else str(drawn).encode()

    def _table(self, answer: QueryAnswer) -> tuple[Table, str]:
        """Return the rows and the view that they are drawn in. Raises `Problem` (404) where they cannot be."""
        query = self._call.query
        link, name = self._service.link(self._path, self._language), self._service.name(self._language)
        table = drawn_table(rows_of(answer.content), headings_of(query, self._language), link, name)
        fits = fitting(table)
        usual = chosen_view(query.view, self._asked, fits)
        view = self._asked or (fits[0] if usual == TABLE and fits else usual)
        if view not in fits:
            raise Problem(404, f"these rows cannot be drawn so; views that fit them: {', '.join(fits) or 'none'}")
        return table, view


def _language(request: Request) -> str:
    language = request.query_params.get(LANGUAGE)
    if language is None:
        return chosen_language(request.headers.get("accept-language"), LANGUAGES)
    if language not in LANGUAGES:
        raise Problem(400, "lang: en or ru is wanted", members={"parameter": LANGUAGE})
    return language


def _parameters(request: Request, name: str) -> QueryParams:
    """Return the parameters of the query: a picture may be told its language where the query has none."""
    pairs = request.query_params.multi_items()
    if LANGUAGE in query_of(name).parameters:
        return QueryParams(pairs)
    return QueryParams([(key, value) for key, value in pairs if key != LANGUAGE])

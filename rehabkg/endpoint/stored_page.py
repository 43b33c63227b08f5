"""The page of a stored query: its form, and its answer as a drawing and a table."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from rehabkg.drawing.page import Sources
from rehabkg.endpoint.by_itself import ByItself, headings_of
from rehabkg.endpoint.examples import plain_text
from rehabkg.endpoint.forms import RESULT_FORMS
from rehabkg.endpoint.result import MOST_SHOWN, Showing, Shown, shown_result
from rehabkg.endpoint.service import Service, query_part
from rehabkg.endpoint.stored import Call, Page, call_of
from rehabkg.endpoint.views import MOST_DRAWN, TABLE
from rehabkg.endpoint.words import said
from rehabkg.query.header import StoredQuery
from rehabkg.query.results import short_iri
from rehabkg.web.problems import Problem


async def stored(service: Service, request: Request, name: str, language: str) -> Response:
    """Return the page. What cannot be asked is refused within it, so that the form keeps what was given."""
    call = call_in(name, request.query_params, language)
    view = request.query_params.get("view")
    shown, refusal = None, None
    try:
        shown = await _shown(service, request, call, language, view)
    except Problem as problem:
        refusal = problem
    content = service.render(
        "endpoint/query.html",
        f"queries/{name}",
        language,
        query_part(request),
        says=said(language),
        asked=call.query,
        values=call.values,
        shown=shown,
        refusal=refusal.detail if refusal else None,
        text=plain_text(call.query.text),
        defaults={name: _default(parameter.default) for name, parameter in call.query.parameters.items()},
        pages=_pages(call, f".{language}.html", view, more=shown is not None and shown.cut),
        files=[(form.suffix, replace(call, page=Page()).address(f".{form.suffix}")) for form in RESULT_FORMS],
    )
    return service.page(request, content, language, refusal)


def call_in(name: str, parameters: QueryParams, language: str) -> Call:
    """Return what is asked, its labels in the language of the page, and no more rows than a page shows."""
    call = call_of(name, parameters)
    values, page = call.values, call.page
    if "lang" in call.query.parameters and "lang" not in values:
        values = {**values, "lang": language}
    if page.limit is not None and page.limit > MOST_SHOWN:
        page = Page(MOST_SHOWN, page.offset)
    return Call(call.query, values, page)


async def _shown(service: Service, request: Request, call: Call, language: str, view: str | None) -> Shown | None:
    answer = await service.answer(request, await call.task(service, "json", rows=MOST_DRAWN))
    if answer is None:
        return None
    query: StoredQuery = call.query
    by_itself = ByItself(service, call, language)

    def behind(drawn: str) -> tuple[Sources, Markup]:
        csv = replace(call, page=Page()).address(".csv")
        sources = Sources(
            query=f"{query.name}.rq",
            csv=csv,
            svg=by_itself.picture("../", drawn, "svg"),
            png=by_itself.picture("../", drawn, "png"),
        )
        return sources, by_itself.embed_code(drawn)

    link, name = service.link(f"queries/{query.name}", language), service.name(language)
    showing = Showing(
        query.title[language], language, link, name, headings_of(query, language), behind, query.view, view
    )
    return await shown_result(answer, showing)


def _pages(call: Call, suffix: str, view: str | None, *, more: bool) -> tuple[str | None, str | None]:
    """Return the links to the page before and the page behind; a long answer goes on at its second page, as a table."""
    limit, offset = call.page.limit, call.page.offset
    if limit is None:
        return None, call.address(suffix, view=TABLE, limit=MOST_SHOWN, offset=MOST_SHOWN) if more else None
    before = call.address(suffix, view=view, limit=limit, offset=max(offset - limit, 0)) if offset else None
    return before, call.address(suffix, view=view, limit=limit, offset=offset + limit) if more else None


def _default(written: str) -> str | None:
    """Return a default as people read it; None where it leaves the parameter open."""
    if written == "UNDEF":
        return None
    return short_iri(written[1:-1]) if written.startswith("<") else written.strip('"')

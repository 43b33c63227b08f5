"""`/queries` and what lies below it, the description in OpenAPI and the examples in RDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from rehabkg.description.addresses import moved
from rehabkg.endpoint import pages, stored_page
from rehabkg.endpoint.examples import SCHEMA, example_triples
from rehabkg.endpoint.forms import RESULT_FORMS, not_acceptable, wanted
from rehabkg.endpoint.openapi import openapi
from rehabkg.endpoint.service import Service, query_part
from rehabkg.endpoint.stored import call_of, query_of
from rehabkg.endpoint.written import written
from rehabkg.query.header import LANGUAGES, StoredQuery
from rehabkg.web.answers import Answer, respond
from rehabkg.web.media import HTML, RDF_FORMS, MediaType, chosen, chosen_language
from rehabkg.web.problems import Problem

_JSON = MediaType("application/json", "json", charset=False)
_LIST_FORMS = (_JSON, *RDF_FORMS, HTML)
_TEXT = "application/sparql-query; charset=utf-8"
_RESULTS = {form.suffix: form for form in RESULT_FORMS}
_GRAPHS = {form.suffix: form for form in RDF_FORMS}


async def queries(service: Service, request: Request) -> Response:
    """The list, as JSON, as RDF or for people."""
    form = chosen(request.headers.get("accept"), _LIST_FORMS)
    if form is None:
        raise not_acceptable(_LIST_FORMS)
    if form is HTML:
        return _to_page(request, "queries")
    return _list(service, request, form, ("Accept",))


async def queries_file(service: Service, request: Request) -> Response:
    """The list by suffix: a page in a language, JSON, or a form of RDF."""
    suffix = request.path_params["suffix"]
    if language := _language(suffix):
        return await pages.catalog(service, request, language)
    form = next((form for form in _LIST_FORMS if form is not HTML and form.suffix == suffix), None)
    if form is None:
        raise Problem(404, "there is no such form of the list")
    return _list(service, request, form, ())


def _list(service: Service, request: Request, form: MediaType, vary: tuple[str, ...]) -> Response:
    if form is _JSON:
        told = [_told(query) for query in service.queries]
        content = (json.dumps({"queries": told}, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        content = _as_rdf(service, service.queries, form)
    return respond(request, Answer(content, form.header, service.published.release.created, vary=vary))


def _told(query: StoredQuery) -> dict[str, Any]:
    parameters = {
        name: {"type": parameter.type, "about": dict(parameter.about), "default": parameter.default}
        for name, parameter in query.parameters.items()
    }
    return {
        "name": query.name,
        "href": f"queries/{query.name}",
        "text": f"queries/{query.name}.rq",
        "title": dict(query.title),
        "description": dict(query.description),
        "view": query.view,
        "columns": {name: dict(heading) for name, heading in query.columns.items()},
        "parameters": parameters,
    }


async def query(service: Service, request: Request) -> Response:
    """One stored query: its answer in a form, its text, its page, or what it is in RDF."""
    name, _, suffix = request.path_params["file"].partition(".")
    if language := _language(suffix):
        return await stored_page.stored(service, request, name, language)
    if suffix == "rq":
        content = query_of(name).text.encode()
        return respond(request, Answer(content, _TEXT, service.published.release.created))
    if suffix in _GRAPHS:
        content = _as_rdf(service, (query_of(name),), _GRAPHS[suffix])
        return respond(request, Answer(content, _GRAPHS[suffix].header, service.published.release.created))
    if suffix:
        if suffix not in _RESULTS:
            raise Problem(404, "there is no such form of a query")
        return await _answered(service, request, name, suffix, {})
    given = request.query_params.get("format")
    forms = wanted(request.headers.get("accept"), given)
    if forms.page:
        query_of(name)
        return _to_page(request, name)
    if forms.results is None:
        raise not_acceptable(RESULT_FORMS, "the answer of a stored query is a table; ask for a form of results")
    return await _answered(service, request, name, forms.results.suffix, {"format": given} if given else {}, "")


async def _answered(
    service: Service, request: Request, name: str, form: str, kept: dict[str, str], suffix: str | None = None
) -> Response:
    call = call_of(name, request.query_params)
    links = call.links(f".{form}" if suffix is None else suffix, kept)
    return await service.respond(request, await call.task(service, form), links=links, paged=bool(links))


def _as_rdf(service: Service, found: Sequence[StoredQuery], form: MediaType) -> bytes:
    base = service.published.release.base
    return written(moved(example_triples(found, base), base, service.address), form, schema=SCHEMA)


async def examples(service: Service, request: Request) -> Response:
    """All stored queries in RDF."""
    form = chosen(request.headers.get("accept"), RDF_FORMS) or RDF_FORMS[0]
    return _list(service, request, form, ("Accept",))


async def described(service: Service, request: Request) -> Response:
    """The description in OpenAPI."""
    release = service.published.release
    told = openapi(service.queries, service.address, release.name, service.pool.limits)
    content = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    return respond(request, Answer(content, _JSON.header, release.created))


async def editor(service: Service, request: Request) -> Response:
    """The page of the editor."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise Problem(404, "there is no such page")
    return await pages.editor(service, request, language)


def _language(suffix: str) -> str | None:
    language, _, kind = suffix.partition(".")
    return language if kind == HTML.suffix and language in LANGUAGES else None


def _to_page(request: Request, name: str) -> Response:
    language = chosen_language(request.headers.get("accept-language"), LANGUAGES)
    headers = {"Vary": "Accept, Accept-Language"}
    return RedirectResponse(f"{name}.{language}.html{query_part(request)}", 303, headers=headers)

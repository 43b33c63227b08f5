"""The page of the editor with its result, and the list of stored queries."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from rehabkg.drawing.page import Sources
from rehabkg.endpoint.asked import Asked, read_asked
from rehabkg.endpoint.examples import plain_text
from rehabkg.endpoint.forms import RESULT_FORMS
from rehabkg.endpoint.result import Showing, Shown, shown_result
from rehabkg.endpoint.service import Service, query_part
from rehabkg.endpoint.stored import query_of
from rehabkg.endpoint.task import Task
from rehabkg.endpoint.views import MOST_DRAWN, TABLE, VIEWS
from rehabkg.endpoint.words import said
from rehabkg.iri import Iris
from rehabkg.query.bind import bound_text
from rehabkg.web.media import RDF_FORMS
from rehabkg.web.problems import Problem

_FIRST = "SELECT ?thing ?label\nWHERE {\n  ?thing a rehab:Person ;\n    rdfs:label ?label .\n}\nLIMIT 20\n"


async def editor(service: Service, request: Request, language: str) -> Response:
    """The editor: a form that works without scripts, and the result of what it was sent with."""
    asked = await read_asked(request, text_bytes=service.published.settings.query_max_bytes)
    text, example = asked.text or "", request.query_params.get("example")
    if not text:
        text = _example(service, example) if example else _prefixed(_FIRST)
    shown, refusal = None, None
    if asked.text:
        try:
            shown = await _asked(service, request, asked, language)
        except Problem as problem:
            refusal = problem
    content = service.render(
        "endpoint/sparql.html",
        "sparql",
        language,
        query_part(request),
        says=said(language),
        text=text,
        queries=service.queries,
        shown=shown,
        refusal=refusal.detail if refusal else None,
        view=request.query_params.get("view", TABLE),
        views=VIEWS,
        forms=_downloads(shown),
        asked=urlencode({"query": asked.text or ""}),
        limits=service.pool.limits,
    )
    return service.page(request, content, language, refusal)


async def _asked(service: Service, request: Request, asked: Asked, language: str) -> Shown | None:
    task = service.limited(
        Task(asked.text or "", "json", "ttl", asked.default_graphs, asked.named_graphs, service.services),
        rows=MOST_DRAWN,
    )
    answer = await service.answer(request, task)
    if answer is None:
        return None
    link = service.link("sparql", language)
    sources = Sources(csv=f"./sparql?{urlencode({'query': asked.text or '', 'format': 'csv'})}")
    view = request.query_params.get("view")
    showing = Showing("SPARQL", language, link, service.name(language), {}, lambda _: (sources, None), view=view)
    return await shown_result(answer, showing)


async def catalog(service: Service, request: Request, language: str) -> Response:
    """The list of stored queries."""
    content = service.render("endpoint/queries.html", "queries", language, says=said(language), queries=service.queries)
    return service.page(request, content, language)


def _downloads(shown: Shown | None) -> list[str]:
    if shown is not None and shown.graph is not None:
        return [form.suffix for form in RDF_FORMS]
    return [form.suffix for form in RESULT_FORMS]


def _example(service: Service, name: str) -> str:
    return plain_text(bound_text(query_of(name), {}, Iris(service.published.release.base)))


def _prefixed(text: str) -> str:
    return (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        f"PREFIX rehab: <https://w3id.org/rehabkg/ontology#>\n\n{text}"
    )

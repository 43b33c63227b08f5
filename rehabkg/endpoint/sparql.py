"""`/sparql`: SPARQL 1.1 Protocol for queries, Graph Store Protocol for reading, the service description."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from rehabkg.description.written import service_description
from rehabkg.endpoint.asked import Asked, read_asked
from rehabkg.endpoint.forms import Wanted, not_acceptable, wanted
from rehabkg.endpoint.service import Service
from rehabkg.endpoint.task import Task
from rehabkg.endpoint.written import written
from rehabkg.query.header import LANGUAGES
from rehabkg.web.answers import Answer, respond
from rehabkg.web.media import HTML, RDF_FORMS, chosen, chosen_language
from rehabkg.web.problems import Problem

_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"
_FORMS = (*RDF_FORMS, HTML)
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


async def sparql(service: Service, request: Request) -> Response:
    """Answer a query, or tell of the service where nothing is asked."""
    asked = await read_asked(request, text_bytes=service.published.settings.query_max_bytes)
    if asked.text is None:
        return _of_the_service(service, request)
    forms = wanted(request.headers.get("accept"), asked.parameters.get("format"))
    if forms.page and request.method != "POST":
        return _to_page(request)
    return await service.respond(request, task_of_request(service, asked, forms))


def task_of_request(service: Service, asked: Asked, forms: Wanted) -> Task:
    """Return what a worker is to do for a request."""
    return Task(
        asked.text or "",
        forms.results.suffix if forms.results else None,
        forms.graph.suffix if forms.graph else None,
        asked.default_graphs,
        asked.named_graphs,
        service.services,
        service.pool.limits,
    )


def _of_the_service(service: Service, request: Request) -> Response:
    """Return the service description (SPARQL 1.1 Service Description, section 2), or send people to the editor."""
    form = chosen(request.headers.get("accept"), _FORMS)
    if form is None:
        raise not_acceptable(_FORMS)
    if form is HTML:
        return _to_page(request)
    content = written(service_description(service.published.release, service.address), form)
    answer = Answer(content, form.header, service.published.release.created, vary=("Accept",))
    return respond(request, answer)


def _to_page(request: Request) -> Response:
    language = chosen_language(request.headers.get("accept-language"), LANGUAGES)
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "format"]
    up = "../" if request.url.path.endswith("/") else ""
    target = f"{up}sparql.{language}.html" + (f"?{urlencode(pairs)}" if pairs else "")
    return RedirectResponse(target, 303, headers={"Vary": "Accept, Accept-Language"})


async def graph(service: Service, request: Request) -> Response:
    """Answer GET of a graph (SPARQL 1.1 Graph Store HTTP Protocol, section 5.2): `?graph=IRI` or `?default`."""
    await read_asked(request, text_bytes=service.published.settings.query_max_bytes)
    asked = request.query_params
    names = asked.getlist("graph")
    if len(names) + ("default" in asked) != 1:
        raise Problem(400, "name one graph, by graph=IRI or by default")
    if names and names[0] not in service.graphs:
        raise Problem(404, "there is no graph of that name")
    form = chosen(request.headers.get("accept"), RDF_FORMS)
    if "format" in asked:
        form = wanted(None, asked["format"]).graph
    if form is None:
        raise not_acceptable(RDF_FORMS)
    text = _GRAPH % names[0] if names else _ALL
    return await service.respond(request, Task(text, None, form.suffix, limits=service.pool.limits))

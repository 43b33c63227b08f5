"""The addresses of this room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rehabkg.endpoint import catalog, embedded, sparql
from rehabkg.endpoint.pool import QueryPool
from rehabkg.endpoint.service import LinkFrom, Render, Service
from rehabkg.pages.labels import Labels
from rehabkg.web.published import Published

_Handler = Callable[[Service, Request], Awaitable[Response]]


def routes(
    published: Published,
    pool: QueryPool,
    render: Render,
    link: LinkFrom,
    *,
    address: str | None = None,
    labels: Labels | None = None,
    services: tuple[str, ...] = (),
) -> list[BaseRoute]:
    """Return the addresses of the SPARQL service and of the stored queries.

    *pool* runs on the same release and must have been started. *address* is how the world names the server, the
    release's base where it is not given; *labels* are those of its pages; *services* are the endpoints that SERVICE
    may name.
    """
    where = address or published.release.base
    where = where if where.endswith("/") else f"{where}/"
    labels = labels or Labels(published.view)
    service = Service.over(published, pool, render, link, address=where, labels=labels, services=services)

    def at(path: str, handler: _Handler, *methods: str) -> Route:
        async def handled(request: Request) -> Response:
            return await handler(service, request)

        return Route(path, handled, methods=methods or ("GET",))

    return [
        at("/sparql", sparql.sparql, "GET", "POST"),
        at("/sparql/", sparql.sparql, "GET", "POST"),
        at("/sparql/graphs", sparql.graph),
        at("/sparql.{language}.html", catalog.editor),
        at("/queries", catalog.queries),
        at("/queries.{suffix}", catalog.queries_file),
        at("/queries/{file}", catalog.query),
        at("/embed/queries/{file}", embedded.drawing),
        at("/openapi.json", catalog.described),
        at("/.well-known/sparql-examples", catalog.examples),
    ]

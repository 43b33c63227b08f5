"""What all addresses of this room share: the release, the workers, the answers kept, and how an answer is sent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from typing import Any, Protocol

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from rehabkg.endpoint.cache import AnswerCache, tag_of
from rehabkg.endpoint.forms import by_suffix
from rehabkg.endpoint.pool import QueryPool
from rehabkg.endpoint.task import QueryAnswer, Task
from rehabkg.endpoint.views import Name, naming
from rehabkg.pages.labels import Labels
from rehabkg.query.catalog import stored_queries
from rehabkg.query.header import StoredQuery
from rehabkg.web.answers import CACHED, Answer, etag_among, respond
from rehabkg.web.media import HTML
from rehabkg.web.problems import Problem
from rehabkg.web.published import Published

TRUNCATED = "X-Rehabkg-Truncated"
_CLIENT_CLOSED_REQUEST = 499

# Gives, for the page at a path in a language, what turns the IRI of a thing into a link, or None.
LinkFrom = Callable[[str, str], Callable[[str], str | None]]


class Render(Protocol):
    """Fills a template: the page at *path* (from the site's root, without suffix) in *language*."""

    def __call__(self, template: str, path: str, language: str, query: str = "", **shown: Any) -> bytes:
        """Return the page in UTF-8."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the handlers of this room work with.

    `graphs` are the IRIs of the named graphs, `address` is how the world names the server, with a slash at its end,
    and `services` are the endpoints that a query may ask by SERVICE.
    """

    published: Published
    pool: QueryPool
    render: Render
    link: LinkFrom
    graphs: tuple[str, ...]
    address: str
    queries: tuple[StoredQuery, ...]
    labels: Labels
    services: tuple[str, ...] = ()
    cache: AnswerCache = field(default_factory=AnswerCache)

    @classmethod
    def over(
        cls,
        published: Published,
        pool: QueryPool,
        render: Render,
        link: LinkFrom,
        *,
        address: str,
        labels: Labels,
        services: tuple[str, ...] = (),
    ) -> Service:
        """Return the service over a release."""
        graphs = sorted(graph.value for graph in published.store.named_graphs() if isinstance(graph, NamedNode))
        return cls(published, pool, render, link, tuple(graphs), address, tuple(stored_queries()), labels, services)

    def name(self, language: str) -> Name:
        """Return what gives the names of things in a language."""
        return naming(self.labels, self.published.release.base, language)

    async def answer(self, request: Request, task: Task) -> QueryAnswer | None:
        """Run a task, or return what was kept of it; None where the client has gone, whose query is ended then."""
        tag = tag_of(self.published.release, task)
        kept = self.cache.get(tag)
        if kept is not None:
            return kept
        answer = await _while_there(request, self.pool.run(task))
        if answer is not None:
            self.cache.put(tag, answer)
        return answer

    async def respond(
        self, request: Request, task: Task, *, links: tuple[str, ...] = (), paged: bool = False
    ) -> Response:
        """Answer a task in its form: 304 where the client has it, marked where it was cut.

        With *paged*, the cut is a page's end and `Link` says where to go on: *links* hold the next page last.
        """
        tag = tag_of(self.published.release, task) if request.method != "POST" else None
        headers = self._headers(tag)
        if tag is not None and _has(request, tag):
            return Response(status_code=304, headers=headers)
        answer = await self.answer(request, task)
        if answer is None:
            return Response(status_code=_CLIENT_CLOSED_REQUEST)
        if answer.truncated and not (paged and answer.truncated.startswith("rows=")):
            headers[TRUNCATED] = answer.truncated
        shown = links[:-1] if paged and answer.truncated is None else links
        if shown:
            headers["Link"] = ", ".join(shown)
        return Response(answer.content, headers={**headers, "Content-Type": by_suffix(answer.form).header})

    def page(self, request: Request, content: bytes, language: str, refusal: Problem | None = None) -> Response:
        """Answer a page for people, with the status of what was refused in it."""
        if refusal is not None:
            return Response(content, refusal.status, refusal.headers, HTML.header)
        return respond(request, Answer(content, HTML.header, self.published.release.created, language=language))

    def _headers(self, tag: str | None) -> dict[str, str]:
        headers = {"Vary": "Accept"}
        if tag is None:
            return {**headers, "Cache-Control": "no-cache"}
        made = format_datetime(self.published.release.created, usegmt=True)
        return {**headers, "ETag": tag, "Last-Modified": made, "Cache-Control": CACHED}

    def limited(self, task: Task, **changes: Any) -> Task:
        """Return a task with the limits of the pool, some of them changed."""
        return replace(task, limits=replace(self.pool.limits, **changes))


def query_part(request: Request) -> str:
    """Return the query of a request's address with its mark, empty where there is none."""
    return f"?{request.url.query}" if request.url.query else ""


def _has(request: Request, tag: str) -> bool:
    tags = request.headers.get("if-none-match", "")
    # `*` asks whether there is an answer at all, which only a run can tell.
    return tags.strip() != "*" and etag_among(tag, tags)


async def _while_there(request: Request, running: Any) -> QueryAnswer | None:
    """Wait for a run; end it where the client goes. The request's body must have been read."""
    run = asyncio.ensure_future(running)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({run, gone}, return_when=asyncio.FIRST_COMPLETED)
        return await run if run.done() else None
    finally:
        for task in (run, gone):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

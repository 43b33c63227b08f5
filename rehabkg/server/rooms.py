"""The addresses that other rooms answer, and what they keep open while the server runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from rehabkg.comments.queue import Queue
from rehabkg.comments.routes import routes as comment_routes
from rehabkg.description.routes import routes as description_routes
from rehabkg.endpoint.pool import PoolSize, QueryPool
from rehabkg.endpoint.routes import routes as query_routes
from rehabkg.pages.links import Links
from rehabkg.pages.render import Renderer
from rehabkg.pages.search import routes as search_routes
from rehabkg.reconcile.routes import routes as reconciliation_routes
from rehabkg.search.everything import Everything
from rehabkg.web.published import Published

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


class Rooms:
    """The rooms over one release. *address* is how the world names the server, *queries* how many run at once."""

    def __init__(self, renderer: Renderer, address: str, queue: Queue, queries: int) -> None:
        published = renderer.published
        self._renderer, self._address, self._queue = renderer, address, queue
        self._pool = QueryPool(published.settings, PoolSize(running=queries))
        day = published.release.created.date()
        self._everything = Everything(published.settings, published.store, day)

    @property
    def published(self) -> Published:
        """The release that all rooms read."""
        return self._renderer.published

    def routes(self) -> list[BaseRoute]:
        """Return the addresses, in the order in which they are tried."""
        return [
            *description_routes(self.published, self._address),
            *query_routes(
                self.published,
                self._pool,
                self._renderer.render,
                self._link,
                address=self._address,
                labels=self._renderer.labels,
            ),
            *search_routes(self.published, self._renderer, self._everything),
            *reconciliation_routes(self.published, self._everything, address=self._address),
            *comment_routes(self._renderer, self._queue, address=self._address),
        ]

    def lifespan(self) -> Lifespan:
        """Return what starts the workers of queries with the server, and ends them with it."""

        @asynccontextmanager
        async def running(_: Starlette) -> AsyncIterator[None]:
            async with self._pool:
                yield

        return running

    def _link(self, path: str, language: str) -> Callable[[str], str | None]:
        return Links(path, language, self.published.release.base).thing

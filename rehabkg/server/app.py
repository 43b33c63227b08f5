"""The application: the addresses of all rooms, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from rehabkg.errors import RehabkgError
from rehabkg.pages.render import Renderer, static_folder
from rehabkg.server.plain import Plain
from rehabkg.server.refusals import Refusals
from rehabkg.server.shell import Shell
from rehabkg.server.things import Things
from rehabkg.web.problems import Problem
from rehabkg.web.published import Published

CACHE_BYTES = 256 * 1024 * 1024


def application(published: Published, more: Sequence[BaseRoute] = (), cache_bytes: int = CACHE_BYTES) -> Shell:
    """Return the application that answers from one release. Each answer is kept, up to *cache_bytes* in all."""
    renderer = Renderer(published)
    refusals = Refusals(renderer)
    routes: list[BaseRoute] = [
        *Things(renderer).routes(),
        *Plain(renderer).routes(),
        *more,
        Mount("/static", StaticFiles(directory=static_folder())),
    ]
    inner = Starlette(
        routes=routes,
        exception_handlers={
            Problem: refusals.problem,
            HTTPException: refusals.of_starlette,
            RehabkgError: refusals.of_ours,
            Exception: refusals.fault,
        },
    )
    return Shell(inner, cache_bytes)

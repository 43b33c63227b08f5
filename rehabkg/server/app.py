"""The application: the addresses of all rooms, in one place."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Mount

from rehabkg.comments.queue import FILE, Queue
from rehabkg.comments.routes import comments_section
from rehabkg.errors import RehabkgError
from rehabkg.pages.render import Renderer, static_folder
from rehabkg.server.maps import Maps
from rehabkg.server.plain import Plain
from rehabkg.server.refusals import Refusals
from rehabkg.server.rooms import Rooms
from rehabkg.server.shell import Shell
from rehabkg.server.static import Static
from rehabkg.server.things import Things
from rehabkg.web.problems import Problem
from rehabkg.web.published import Published

CACHE_BYTES = 256 * 1024 * 1024


def application(
    published: Published,
    address: str,
    *,
    comments: Path | None = None,
    cache_bytes: int = CACHE_BYTES,
    queries: int = 2,
) -> Shell:
    """Return the application that answers from one release.

    *address* is how the world names the server, ending in a slash. Comments are kept in the file *comments*, by
    default beside the releases. Answers are kept, up to *cache_bytes* in all; *queries* run at once.
    """
    renderer = Renderer(published, address=address)
    refusals = Refusals(renderer)
    queue = Queue(comments or published.releases_path / FILE)
    rooms = Rooms(renderer, address, queue, queries)

    def said(about: str, path: str, language: str) -> Markup:
        return comments_section(renderer, queue, about, path, language)

    routes: list[BaseRoute] = [
        *Things(renderer, said).routes(),
        *Plain(renderer).routes(),
        *Maps(renderer).routes(),
        *rooms.routes(),
        Mount("/static", Static(directory=static_folder())),
    ]
    inner = Starlette(
        routes=routes,
        lifespan=rooms.lifespan(),
        exception_handlers={
            Problem: refusals.problem,
            HTTPException: refusals.of_starlette,
            RehabkgError: refusals.of_ours,
            Exception: refusals.fault,
        },
    )
    return Shell(inner, cache_bytes)

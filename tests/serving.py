"""The addresses of the endpoint on a real server, in a process of its own, over a release made by hand.

python tests/serving.py RELEASES PORT JSON
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from pyoxigraph import RdfFormat, parse
from servers import free_port
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from rehabkg.endpoint.pool import PoolSize, QueryPool
from rehabkg.endpoint.routes import routes
from rehabkg.endpoint.task import Limits
from rehabkg.pages.links import Links
from rehabkg.pages.render import Renderer, static_folder
from rehabkg.release.model import open_release
from rehabkg.store.version import write_version
from rehabkg.web.problems import MEDIA_TYPE, Problem
from rehabkg.web.published import Published

BASE = "https://w3id.org/rehabkg/"
CSP = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'"


def write_release(folder: Path, nquads: bytes, base: str = BASE) -> Path:
    """Write a release by hand; return the folder of releases."""
    name = "2026-11-28"
    write_version(folder / name / "store", nquads, base)
    graphs = Counter(quad.graph_name.value for quad in parse(nquads, format=RdfFormat.N_QUADS))
    told = {
        "format": 1,
        "created": "2026-11-28T10:00:00+00:00",
        "base": base,
        "former": None,
        "withdrawn": [],
        "files": [_dump(graph, size) for graph, size in sorted(graphs.items())],
    }
    (folder / name / "release.json").write_text(json.dumps(told))
    (folder / "CURRENT").write_text(f"{name}\n")
    return folder


def _dump(graph: str, statements: int) -> dict[str, Any]:
    """Tell of a dump; none of these files is there, and the endpoint opens none."""
    kind = "application/n-triples"
    return {
        "file": "",
        "media_type": kind,
        "size": 0,
        "sha256": "",
        "statements": statements,
        "digest": "",
        "graph": graph,
    }


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its address and its process."""

    url: str
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def served(releases: Path, *, messages: Path | None = None, **options: Any) -> Iterator[Served]:
    """Serve until the end of the block; what the server says on standard error goes to the file *messages*.

    *options*: running, spare, waiting, and the limits of queries.
    """
    port = free_port()
    call = [sys.executable, __file__, str(releases), str(port), json.dumps(options)]
    with contextlib.ExitStack() as kept:
        said = None if messages is None else kept.enter_context(messages.open("wb"))
        process = kept.enter_context(subprocess.Popen(call, cwd=Path(__file__).parent, stderr=said))
        url = f"http://127.0.0.1:{port}"
        try:
            until = time.monotonic() + 120
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    httpx.get(f"{url}/pids", timeout=5)
                    break
                assert process.poll() is None, "the server has ended"
                assert time.monotonic() < until, "the server does not listen"
                time.sleep(0.05)
            yield Served(url, process)
        finally:
            process.terminate()


async def _run(releases: Path, port: int, options: dict[str, Any]) -> None:
    published = Published.open(open_release(releases))
    sizes = {name: options.pop(name) for name in ("running", "spare", "waiting", "wait_seconds") if name in options}
    services = tuple(options.pop("services", ()))
    async with QueryPool(published.settings, PoolSize(**sizes), Limits(**options)) as pool:

        async def refused(_: Request, error: Exception) -> Response:
            assert isinstance(error, Problem)
            return Response(error.body, error.status, error.headers, MEDIA_TYPE)

        async def unknown(_: Request, error: Exception) -> Response:
            assert isinstance(error, HTTPException)
            return Response(Problem(error.status_code, error.detail).body, error.status_code, error.headers, MEDIA_TYPE)

        async def pids(_: Request) -> Response:
            return Response(json.dumps(pool.pids))

        render = Renderer(published).render

        def link(path: str, language: str) -> Callable[[str], str | None]:
            return Links(path, language, published.release.base).thing

        app = Starlette(
            routes=[
                Route("/pids", pids),
                Mount("/static", StaticFiles(directory=static_folder())),
                *routes(published, pool, render, link, services=services),
            ],
            exception_handlers={Problem: refused, HTTPException: unknown},
        )

        async def with_policy(scope: Any, receive: Any, send: Any) -> None:
            async def sent(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [*message["headers"], (b"content-security-policy", CSP.encode())]
                await send(message)

            await app(scope, receive, sent)

        await uvicorn.Server(uvicorn.Config(with_policy, port=port, log_level="warning", lifespan="off")).serve()


if __name__ == "__main__":
    asyncio.run(_run(Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])))

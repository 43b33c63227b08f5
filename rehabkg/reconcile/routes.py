"""The addresses of the reconciliation service.

    /reconcile                       the manifest; `queries=` matches, `extend=` extends, by GET or POST form
    /reconcile/suggest/{entity,property,type}?prefix=
    /reconcile/properties?type=      what entities of a type can be extended by
    /reconcile/view?id=              leads to the thing
    /embed/preview?id=               a small page for a frame

JSONP is answered as version 0.2 allows it: the name of the function may be nothing but names and dots.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from rehabkg.reconcile import suggest
from rehabkg.reconcile.batch import read_batch
from rehabkg.reconcile.extend import extended, proposed
from rehabkg.reconcile.manifest import ENDPOINT, PREVIEW, manifest
from rehabkg.reconcile.match import candidates
from rehabkg.reconcile.preview import preview
from rehabkg.reconcile.properties import Entity, entity_of
from rehabkg.search.everything import Everything
from rehabkg.web.answers import Answer, respond
from rehabkg.web.forms import form_of
from rehabkg.web.problems import Problem
from rehabkg.web.published import Published

LONGEST_BODY = 1_000_000
_LONGEST_ID = 1_000
# A batch that takes longer is refused: what a machine of two cores gives to one client.
_SECONDS = 20.0
_FORM = "application/x-www-form-urlencoded"
_CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,60}(?:\.[A-Za-z_$][A-Za-z0-9_$]{0,60}){0,4}")
_CURSOR = re.compile(r"[0-9]{1,4}")
# What a client names as the host that it asked comes back in the manifest.
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9a-fA-F:]{2,45}\](?::[0-9]{1,5})?")


def routes(published: Published, everything: Everything, *, address: str | None = None) -> list[BaseRoute]:
    """Return the addresses of the service over one release.

    *address* is where the site stands, ending in a slash; without it the manifest gives what the client asked.
    """
    service = _Service(published, everything, address)
    return [
        Route(f"/{ENDPOINT}", service.endpoint, methods=["GET", "HEAD", "POST"]),
        Route(f"/{ENDPOINT}/suggest/{{what}}", service.suggested, methods=["GET", "HEAD"]),
        Route(f"/{ENDPOINT}/properties", service.properties, methods=["GET", "HEAD"]),
        Route(f"/{ENDPOINT}/view", service.view, methods=["GET", "HEAD"]),
        Route(f"/{PREVIEW}", service.preview, methods=["GET", "HEAD"]),
    ]


class _Service:
    def __init__(self, published: Published, everything: Everything, address: str | None) -> None:
        self._published, self._everything, self._address = published, everything, address

    async def endpoint(self, request: Request) -> Response:
        asked = await _parameters(request)
        if "queries" in asked:
            return self._answer(request, asked, await run_in_threadpool(self._matched, asked["queries"]))
        if "extend" in asked:
            return self._answer(request, asked, await run_in_threadpool(extended, self._everything, asked["extend"]))
        told = manifest(self._site(request), self._published.release.base, self._published.release.name)
        return _told(asked, told, {"Cache-Control": "no-store", "Vary": "Host"})

    def suggested(self, request: Request) -> Response:
        asked = dict(request.query_params)
        prefix = asked.get("prefix", "").strip()
        cursor = asked.get("cursor", "0") or "0"
        if not _CURSOR.fullmatch(cursor) or int(cursor) > suggest.FURTHEST:
            raise Problem(400, f"parameter 'cursor' is not a whole number up to {suggest.FURTHEST}")
        what = request.path_params["what"]
        if what == "entity":
            told = suggest.entities(self._everything, prefix, int(cursor), asked.get("type"))
        elif what == "property":
            told = suggest.properties(prefix, int(cursor))
        elif what == "type":
            told = suggest.types(prefix, int(cursor))
        else:
            raise Problem(404, "only entities, properties and types are suggested")
        return self._answer(request, asked, told)

    def properties(self, request: Request) -> Response:
        asked = dict(request.query_params)
        limit = asked.get("limit")
        if limit is not None and (not _CURSOR.fullmatch(limit) or int(limit) < 1):
            raise Problem(400, "parameter 'limit' is not a positive whole number")
        return self._answer(request, asked, proposed(asked.get("type", ""), int(limit) if limit else None))

    def view(self, request: Request) -> Response:
        return RedirectResponse(self._entity(request).node.value, status_code=303)

    def preview(self, request: Request) -> Response:
        content = preview(self._entity(request)).encode()
        return respond(request, Answer(content, "text/html; charset=utf-8", self._published.release.created))

    def _entity(self, request: Request) -> Entity:
        identifier = request.query_params.get("id", "")[:_LONGEST_ID]
        if self._published.release.base + identifier in self._published.release.withdrawn:
            raise Problem(410, "what stood here has been withdrawn")
        found = entity_of(self._everything, identifier)
        if found is None:
            raise Problem(404, "no such entity")
        return found

    def _matched(self, text: str) -> dict[str, Any]:
        batch = read_batch(text)
        until = time.monotonic() + _SECONDS
        found = {}
        for key, query in batch.items():
            if time.monotonic() > until:
                raise Problem(503, "the batch took too long; send fewer queries", headers={"Retry-After": "10"})
            found[key] = {"result": candidates(self._everything, query)}
        return found

    def _answer(self, request: Request, asked: Mapping[str, str], told: Mapping[str, Any]) -> Response:
        if request.method == "POST":
            return _told(asked, told, {"Cache-Control": "no-store"})
        content, media_type = _content(asked, told)
        return respond(request, Answer(content, media_type, self._published.release.created))

    def _site(self, request: Request) -> str:
        if self._address is not None:
            return self._address
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            raise Problem(400, "the header Host names no host")
        return f"{request.url.scheme}://{host}/"


def _told(asked: Mapping[str, str], told: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    content, media_type = _content(asked, told)
    return Response(content, headers={**headers, "Content-Type": media_type})


def _content(asked: Mapping[str, str], told: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the body and its type: JSON, or a call of the function that is named."""
    callback = asked.get("callback")
    # In ASCII, so that no separator of lines (U+2028) can stand in a script.
    text = json.dumps(told, ensure_ascii=callback is not None)
    if callback is None:
        return f"{text}\n".encode("utf-8", "replace"), "application/json"
    if not _CALLBACK.fullmatch(callback):
        raise Problem(400, "parameter 'callback' is no name of a function")
    return f"/**/{callback}({text});\n".encode(), "application/javascript; charset=utf-8"


async def _parameters(request: Request) -> dict[str, str]:
    """Return the parameters of the address, or those of a form. Raises `Problem` for a body too long or of no form."""
    asked = dict(request.query_params)
    if request.method != "POST":
        return asked
    return {**asked, **await form_of(request, LONGEST_BODY)}

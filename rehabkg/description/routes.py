"""The addresses of what describes the data: VoID and DCAT, releases, dumps, changes, sitemap and robots."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import RdfFormat, serialize
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from rehabkg.description.files import changes_file, dump_file, refuse_closed, release_named
from rehabkg.description.sitemap import robots, sitemap_files, sitemap_index, sitemap_of
from rehabkg.description.written import description
from rehabkg.errors import NotFoundError
from rehabkg.namespaces import DESCRIPTION_PREFIXES
from rehabkg.release.changes import ADDED, between
from rehabkg.release.model import Release, releases
from rehabkg.web.answers import Answer, respond
from rehabkg.web.media import HTML, JSON_LD, N_QUADS, N_TRIPLES, RDF_FORMS, RDF_XML, TRIG, TURTLE, MediaType, chosen
from rehabkg.web.media import chosen_language as language_of
from rehabkg.web.problems import Problem
from rehabkg.web.published import Published

_WRITTEN = {
    TURTLE: RdfFormat.TURTLE,
    JSON_LD: RdfFormat.JSON_LD,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    N_QUADS: RdfFormat.N_QUADS,
    TRIG: RdfFormat.TRIG,
    RDF_XML: RdfFormat.RDF_XML,
}
_LANGUAGES = ("en", "ru")
_JSON = MediaType("application/json", "json", charset=False)


def routes(published: Published, address: str) -> list[BaseRoute]:
    """Return the addresses of a release's description; *address* is how the world names the server, with a slash."""
    rooms = _Rooms(published, address if address.endswith("/") else f"{address}/")
    suffixes = {form.suffix: form for form in RDF_FORMS}
    return [
        Route("/.well-known/void", rooms.described("void")),
        Route("/dataset", rooms.described("dataset")),
        *(Route(f"/dataset.{suffix}", rooms.described_in(form)) for suffix, form in suffixes.items()),
        Route("/dumps/{file}", rooms.dump),
        Route("/releases", rooms.releases),
        Route("/releases.json", rooms.releases),
        Route("/releases/{name}", rooms.release),
        Route("/releases/{name}/void", rooms.described("release")),
        Route("/releases/{name}/dumps/{file}", rooms.dump),
        Route("/releases/{name}/changes.json", rooms.changes),
        Route("/releases/{name}/changes/{file}", rooms.change),
        Route("/releases/{name}/changes-since/{older}", rooms.since),
        Route("/sitemap.xml", rooms.sitemap_index),
        Route("/sitemap-{number:int}.xml", rooms.sitemap),
        Route("/robots.txt", rooms.robots),
    ]


@dataclass(frozen=True, slots=True)
class _Rooms:
    """Answers for one release and the older ones beside it."""

    published: Published
    address: str

    def described(self, where: str) -> Callable[[Request], Response]:
        """Return the handler of a description in the form that is asked for; people are led to the page of the data."""
        up = {"void": "../", "dataset": "", "release": "../../"}[where]
        offered = (*RDF_FORMS, HTML)

        def answer(request: Request) -> Response:
            form = chosen(request.headers.get("accept"), offered)
            if form is None:
                forms = [{"type": one.name, "href": f"{up}dataset.{one.suffix}"} for one in RDF_FORMS]
                raise Problem(406, "the description is offered in RDF and as a page", members={"alternatives": forms})
            if form == HTML:
                return self._page(request, up)
            return self._described(request, form, ("Accept",))

        return answer

    def described_in(self, form: MediaType) -> Callable[[Request], Response]:
        """Return the handler of the description in one form."""
        return lambda request: self._described(request, form, ())

    def dump(self, request: Request) -> Response:
        """Give a dump of the release in force, or of a named one."""
        named = "name" in request.path_params
        return dump_file(request, self._named(request), request.path_params["file"], lasting=named)

    def change(self, request: Request) -> Response:
        """Give what was added to, or removed from, a graph since the release before."""
        return changes_file(request, self._named(request), request.path_params["file"])

    def changes(self, request: Request) -> Response:
        """Tell how many statements of each graph were added and removed since the release before."""
        release = self._named(request)
        told = {
            "since": release.former,
            "graphs": [
                {"graph": change.graph, "added": change.added, "removed": change.removed, "name": change.name}
                for change in release.changes
            ],
        }
        return self._json(request, release, told)

    def since(self, request: Request) -> Response:
        """Give every statement that changed since an older release, as N-Quads behind a sign and a blank."""
        release = self._named(request)
        older = release_named(self.published.releases_path, request.path_params["older"], self.published.release)
        refuse_closed(older, self.published.release)

        def lines() -> Iterator[bytes]:
            for change in between(self.published.releases_path, older.name, release.name):
                sign = b"+ " if change.kind == ADDED else b"- "
                yield sign + change.line.removesuffix(b".\n") + f"<{change.graph}> .\n".encode()

        try:
            # The first line is asked for here, so that a refusal is still an answer.
            given = iter(lines())
            first = next(given, b"")
        except NotFoundError:
            raise Problem(404, "the releases between these two are not all kept") from None
        return StreamingResponse(_chained(first, given), media_type="text/plain; charset=utf-8")

    def releases(self, request: Request) -> Response:
        """List the releases, the newest first: as JSON, or on the page of the data."""
        form = chosen(request.headers.get("accept"), (_JSON, HTML))
        if form == HTML and not request.url.path.endswith(".json"):
            return self._page(request, "")
        current = self.published.release
        told = [self._told(release) for release in reversed(releases(self.published.releases_path))]
        return self._json(request, current, {"current": current.name, "releases": told}, ("Accept",))

    def release(self, request: Request) -> Response:
        """Tell of one release as JSON."""
        release = release_named(
            self.published.releases_path, request.path_params["name"].removesuffix(".json"), self.published.release
        )
        return self._json(request, release, self._told(release))

    def sitemap_index(self, request: Request) -> Response:
        """Give the index of the sitemap."""
        return self._xml(request, sitemap_index(self.published.release, self.address))

    def sitemap(self, request: Request) -> Response:
        """Give one file of the sitemap."""
        number, files = request.path_params["number"], sitemap_files(self.published.release)
        if not 1 <= number <= len(files):
            raise Problem(404, "there is no such part of the sitemap")
        return self._xml(request, sitemap_of(self.published.release, files[number - 1], self.address))

    def robots(self, request: Request) -> Response:
        """Give robots.txt."""
        answer = Answer(robots(self.address), "text/plain; charset=utf-8", self.published.release.created)
        return respond(request, answer)

    def _named(self, request: Request) -> Release:
        """Return the release that is asked for, or the one in force. Raises `Problem` for one that is closed."""
        name = request.path_params.get("name", self.published.release.name)
        release = release_named(self.published.releases_path, name, self.published.release)
        refuse_closed(release, self.published.release)
        return release

    def _described(self, request: Request, form: MediaType, vary: tuple[str, ...]) -> Response:
        release = self._named(request)
        content = _document(release, self.address, form)
        if not content:
            raise Problem(404, "this release has no description")
        links = tuple(f'<{self.address}dataset.{one.suffix}>; rel="alternate"; type="{one.name}"' for one in RDF_FORMS)
        return respond(request, Answer(content, form.header, release.created, vary, links=links))

    def _page(self, request: Request, up: str) -> Response:
        language = language_of(request.headers.get("accept-language"), _LANGUAGES)
        headers = {"Location": f"{up}data.{language}.html", "Vary": "Accept, Accept-Language"}
        return Response(status_code=303, headers=headers)

    def _told(self, release: Release) -> dict[str, Any]:
        closed = release.name in self.published.release.closed
        return {
            "name": release.name,
            "created": release.created.isoformat(timespec="seconds"),
            "former": release.former,
            "statements": release.statements,
            "policy": {key: text for key, text in (release.policy or {}).items() if key != "sha256"},
            "closed": closed,
            "description": f"{self.address}releases/{release.name}/void",
            "dumps": []
            if closed
            else [
                {
                    "file": dump.file,
                    "type": dump.media_type,
                    "graph": dump.graph,
                    "bytes": dump.size,
                    "sha256": dump.sha256,
                    "href": f"{self.address}releases/{release.name}/dumps/{dump.file}",
                }
                for dump in release.files
            ],
        }

    def _json(self, request: Request, release: Release, told: object, vary: tuple[str, ...] = ()) -> Response:
        content = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
        return respond(request, Answer(content, _JSON.name, release.created, vary))

    def _xml(self, request: Request, content: bytes) -> Response:
        return respond(request, Answer(content, "application/xml; charset=utf-8", self.published.release.created))


def _document(release: Release, address: str, form: MediaType) -> bytes:
    quads = description(release, address)
    return serialize(quads, format=_WRITTEN[form], prefixes=DESCRIPTION_PREFIXES) if quads else b""


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest

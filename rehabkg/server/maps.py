"""Maps by themselves: for the frame of another site (`/embed/map...`), and as still pictures (SVG, PNG)."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rehabkg.drawing.map import Map, draw_still_map
from rehabkg.drawing.page import map_figure
from rehabkg.drawing.png import png
from rehabkg.pages.links import LANGUAGES, Links, document_path
from rehabkg.pages.maps import map_asked, shown_by_itself, thing_asked
from rehabkg.pages.render import Renderer
from rehabkg.web.answers import Answer, respond
from rehabkg.web.media import HTML, chosen_language
from rehabkg.web.problems import Problem

_PNG_PIXELS = 1_600
_PAGES = {"all": "map", "article": "article"}


class Maps:
    """Answers for one release."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._modified = renderer.published.release.created

    def routes(self) -> list[BaseRoute]:
        """Return the addresses of maps by themselves."""
        return [
            *(Route(f"/embed/map.{language}.html", self.framed, name=language) for language in LANGUAGES),
            Route("/embed/map.svg", self.svg),
            Route("/embed/map.png", self.png),
        ]

    def framed(self, request: Request) -> Response:
        """Give a map as a page without the site around it."""
        language = request.url.path.split(".")[-2]
        of = request.query_params.get("of", "all")
        path = f"embed/map.{language}"
        drawn = map_asked(self._renderer, of, path, language)
        links = Links(path, language, self._renderer.published.release.base)
        pictures, _ = shown_by_itself(self._renderer, links, of, drawn.title)
        page = _PAGES.get(of) or document_path(thing_asked(self._renderer.published, of).value, links.base) or "index"
        figure = map_figure(drawn, replace(pictures, page=links.page(page)))
        content = self._renderer.render("embed_map.html", path, language, figure=figure)
        return respond(request, Answer(content, HTML.header, self._modified, language=language))

    def svg(self, request: Request) -> Response:
        """Give a map as SVG, with heading, legend and sources in it."""
        content = str(draw_still_map(self._still(request))).encode()
        return respond(request, Answer(content, "image/svg+xml", self._modified, ("Accept-Language",)))

    def png(self, request: Request) -> Response:
        """Give the same as PNG."""
        content = png(draw_still_map(self._still(request)), width=_PNG_PIXELS)
        return respond(request, Answer(content, "image/png", self._modified, ("Accept-Language",)))

    def _still(self, request: Request) -> Map:
        language = request.query_params.get("lang") or chosen_language(
            request.headers.get("accept-language"), LANGUAGES
        )
        if language not in LANGUAGES:
            raise Problem(400, "lang: en or ru is wanted")
        return map_asked(self._renderer, request.query_params.get("of", "all"), "embed/map", language)

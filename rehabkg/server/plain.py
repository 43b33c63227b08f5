"""The addresses of pages that are about no single thing, and of the ontology."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rehabkg.pages.links import LANGUAGES
from rehabkg.pages.plain import plain_pages
from rehabkg.pages.render import Renderer
from rehabkg.pages.terms import ontology_document, term_pages
from rehabkg.web.answers import CACHED, Answer, respond
from rehabkg.web.media import DOCUMENT_FORMS, HTML, RDF_FORMS, MediaType, chosen, chosen_language
from rehabkg.web.problems import Problem

_BY_SUFFIX = {form.suffix: form for form in RDF_FORMS}
Handler = Callable[[Request], Response]


class Plain:
    """Answers for one release."""

    def __init__(self, renderer: Renderer) -> None:
        self._pages = plain_pages(renderer)
        self._modified = renderer.published.release.created
        self._ontology: dict[str, bytes] = {}

    def routes(self) -> list[BaseRoute]:
        """Return the addresses: of each page without a language, and with one."""
        found: list[BaseRoute] = [Route("/", self._negotiated("index"))]
        for path in self._pages:
            found.append(Route(f"/{path}", self._negotiated(path)))
            found += [Route(f"/{path}.{language}.html", self._page(path, language)) for language in LANGUAGES]
        return [
            *found,
            Route("/ontology", self.ontology),
            *(Route(f"/ontology.{suffix}", self._ontology_in(form)) for suffix, form in _BY_SUFFIX.items()),
            Route("/ontology/{path:path}", self.term_page),
        ]

    def _page(self, path: str, language: str) -> Handler:
        def answer(request: Request) -> Response:
            content = self._pages[path](language)
            return respond(request, Answer(content, HTML.header, self._modified, language=language))

        return answer

    def _negotiated(self, path: str) -> Handler:
        def answer(request: Request) -> Response:
            if chosen(request.headers.get("accept"), (HTML,)) is None:
                raise Problem(406, "this page is offered as text/html only; /dataset describes the data")
            language = chosen_language(request.headers.get("accept-language"), LANGUAGES)
            name = f"{path.rpartition('/')[2]}.{language}.html"
            links = tuple(
                f'<{path.rpartition("/")[2]}.{one}.html>; rel="alternate"; type="text/html"; hreflang="{one}"'
                for one in LANGUAGES
            )
            vary = ("Accept", "Accept-Language")
            said = Answer(
                self._pages[path](language), HTML.header, self._modified, vary, language, links,
                {"Content-Location": name},
            )  # fmt: skip
            return respond(request, said)

        return answer

    def ontology(self, request: Request) -> Response:
        """Give the ontology in the form asked for; its pages are many, so a person is led to the first."""
        form = chosen(request.headers.get("accept"), DOCUMENT_FORMS)
        if form is None:
            raise Problem(406, "the ontology is offered as a page and in RDF", members={"alternatives": self._forms()})
        if form == HTML:
            language = chosen_language(request.headers.get("accept-language"), LANGUAGES)
            headers = {"Location": f"ontology/{language}/index.html", "Cache-Control": CACHED}
            return Response(status_code=303, headers={**headers, "Vary": "Accept, Accept-Language"})
        return self._answer(request, form, {"Content-Location": f"ontology.{form.suffix}"}, ("Accept",))

    def _ontology_in(self, form: MediaType) -> Handler:
        return lambda request: self._answer(request, form, {}, ())

    def _answer(self, request: Request, form: MediaType, headers: dict[str, str], vary: tuple[str, ...]) -> Response:
        if form.suffix not in self._ontology:
            self._ontology[form.suffix] = ontology_document(form)
        links = tuple(f'<ontology.{one.suffix}>; rel="alternate"; type="{one.name}"' for one in RDF_FORMS)
        content = self._ontology[form.suffix]
        return respond(request, Answer(content, form.header, self._modified, vary, links=links, headers=headers))

    def _forms(self) -> list[dict[str, str]]:
        return [{"type": form.name, "href": f"ontology.{form.suffix}"} for form in RDF_FORMS]

    @cached_property
    def _terms(self) -> dict[str, bytes]:
        return dict(term_pages())

    def term_page(self, request: Request) -> Response:
        """Give a page about a term or a scheme."""
        path = request.path_params["path"]
        content = self._terms.get(path)
        if content is None:
            raise Problem(404, "there is no such page about the vocabulary")
        if path.endswith(".jsonld"):
            media_type = "application/ld+json"
        else:
            media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return respond(request, Answer(content, media_type, self._modified))

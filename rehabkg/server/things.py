"""Things and their documents: `/id/...` leads to `/doc/...` by 303, and a document is given in the form asked for.

W3C, Cool URIs for the Semantic Web, section 4.2: a thing is no document, so its address only leads to one.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rehabkg.pages.documents import described_by, html_document, rdf_document, schema_type
from rehabkg.pages.links import DOCUMENTS, LANGUAGES, document_path, iri_of_document
from rehabkg.pages.render import Renderer
from rehabkg.web.answers import CACHED, Answer, respond
from rehabkg.web.media import DOCUMENT_FORMS, HTML, MediaType, chosen, chosen_language
from rehabkg.web.paths import canonical
from rehabkg.web.problems import Problem

_BY_SUFFIX = {form.suffix: form for form in DOCUMENT_FORMS}
_THINGS = ("/id/", "/vocab/", "/graph/")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


# Gives the comments on a thing, for the page at a path in a language.
Comments = Callable[[str, str, str], Markup]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A document asked for: of which thing, in which form, None where the client's headers choose."""

    thing: NamedNode
    form: MediaType | None
    language: str | None


class Things:
    """Answers for the things of one release."""

    def __init__(self, renderer: Renderer, comments: Comments) -> None:
        """*comments* gives the part of a page with what visitors said of a thing."""
        self._renderer = renderer
        self._comments = comments
        self._published = renderer.published
        self._withdrawn = self._published.release.withdrawn

    def routes(self) -> list[BaseRoute]:
        """Return the addresses of things and of documents."""
        addresses = [Route(f"{prefix}{{path:path}}", self.thing) for prefix in _THINGS]
        return [*addresses, Route(f"/{DOCUMENTS}/{{path:path}}", self.document)]

    def thing(self, request: Request) -> Response:
        """Lead from a thing to the document that describes it."""
        path = self._path(request)
        iri = self._published.release.base + path.removeprefix("/")
        home = self._home(NamedNode(iri))
        document = self._document(home)
        # Relative, so that it holds behind any host and prefix (RFC 9110, section 10.2.2).
        target = posixpath.relpath(document, posixpath.dirname(path.removeprefix("/")) or ".")
        link = f'<{target}>; rel="describedby"'
        return Response(status_code=303, headers={"Location": target, "Link": link, "Cache-Control": CACHED})

    def document(self, request: Request) -> Response:
        """Give a document in the form that its suffix or else the client's headers ask for."""
        path = self._path(request)
        asked = self._asked(path.removeprefix(f"/{DOCUMENTS}/"))
        home = self._home(asked.thing)
        if home != asked.thing:
            return _moved(path, self._document(home), asked)
        form = asked.form or chosen(request.headers.get("accept"), DOCUMENT_FORMS)
        if form is None:
            raise _not_acceptable(posixpath.basename(path))
        language = asked.language or chosen_language(request.headers.get("accept-language"), LANGUAGES)
        content = (
            html_document(
                self._renderer, home, language, request.query_params, comments=self._comments_on(home, language)
            )
            if form == HTML
            else rdf_document(self._published, home, form)
        )
        return respond(request, self._answer(home, form, language, content, posixpath.basename(path), asked))

    def _answer(
        self, thing: NamedNode, form: MediaType, language: str, content: bytes, name: str, asked: _Asked
    ) -> Answer:
        chosen_here = asked.form is None
        stem = name if chosen_here else name.removesuffix(_suffix(asked))
        own = f"{stem}.{language}.html" if form == HTML else f"{stem}.{form.suffix}"
        return Answer(
            content=content,
            media_type=form.header,
            modified=self._published.release.created,
            vary=("Accept", "Accept-Language") if chosen_here else (),
            language=language if form == HTML else None,
            links=tuple(self._links(thing, stem)),
            headers={"Content-Location": own} if chosen_here else {},
        )

    def _links(self, thing: NamedNode, stem: str) -> list[str]:
        """Return the Link header (RFC 8288): other forms, and what signposting.org asks for."""
        pages = [f'<{stem}.{one}.html>; rel="alternate"; type="text/html"; hreflang="{one}"' for one in LANGUAGES]
        forms = [f'<{stem}.{one.suffix}>; rel="alternate"; type="{one.name}"' for one in DOCUMENT_FORMS[1:]]
        described = [
            f'<{stem}.jsonld>; rel="describedby"; type="application/ld+json"',
            f'<{thing.value}>; rel="cite-as"',
            f'<{LICENCE}>; rel="license"',
            f'<{schema_type(self._published, thing).value}>; rel="type"',
        ]
        return [*pages, *forms, *described]

    def _path(self, request: Request) -> str:
        """Return the path in its one spelling. Raises `Problem` (308) with that spelling where it came in another."""
        raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
        path = canonical(raw)
        if path is None or "/../" in path or "/./" in path:
            raise Problem(404, "there is nothing at this address")
        if path.encode() != raw:
            query = f"?{request.url.query}" if request.url.query else ""
            base = posixpath.basename(path) or "."
            raise Problem(308, "the address is spelt so", headers={"Location": f"{base}{query}"})
        return path

    def _asked(self, path: str) -> _Asked:
        """Return what a path behind `/doc/` asks for: a thing, and its form where a suffix says it."""
        stem, _, suffix = path.rpartition(".")
        form, language = _BY_SUFFIX.get(suffix), None
        if form == HTML:
            stem, _, language = stem.rpartition(".")
        if form is None or (form == HTML and language not in LANGUAGES) or not stem:
            return _Asked(self._iri(path), None, None)
        return _Asked(self._iri(stem), form, language)

    def _comments_on(self, thing: NamedNode, language: str) -> Markup:
        return self._comments(thing.value, self._document(thing), language)

    def _document(self, thing: NamedNode) -> str:
        path = document_path(thing.value, self._published.release.base)
        if path is None:
            raise Problem(404, "there is no document of it here")
        return path

    def _iri(self, path: str) -> NamedNode:
        return NamedNode(iri_of_document(path, self._published.release.base))

    def _home(self, thing: NamedNode) -> NamedNode:
        """Return the thing whose document describes *thing*. Raises `Problem`: 410 for what was withdrawn, 404."""
        if thing.value in self._withdrawn:
            raise Problem(410, "what stood here has been withdrawn")
        home = described_by(self._published, thing)
        if home is None:
            raise Problem(404, "there is no such thing in this release")
        return home


def _suffix(asked: _Asked) -> str:
    if asked.form is None:
        return ""
    return f".{asked.language}.html" if asked.form == HTML else f".{asked.form.suffix}"


def _moved(path: str, document: str, asked: _Asked) -> Response:
    """Lead to the document of the whole, in the form that was asked for, at the part that was asked for."""
    target = posixpath.relpath(document, posixpath.dirname(path.removeprefix("/")) or ".")
    if asked.form is not None:
        target += _suffix(asked)
    anchor = asked.thing.value.rpartition("/")[2]
    return Response(status_code=301, headers={"Location": f"{target}#{anchor}", "Cache-Control": CACHED})


def _not_acceptable(name: str) -> Problem:
    forms = [{"type": form.name, "href": f"{name}.{form.suffix}"} for form in DOCUMENT_FORMS[1:]]
    pages = [{"type": HTML.name, "hreflang": one, "href": f"{name}.{one}.html"} for one in LANGUAGES]
    offered = [*pages, *forms]
    return Problem(
        406,
        "the Accept header takes none of the forms that the document is offered in; 'alternatives' lists them",
        headers={"Link": ", ".join(f'<{one["href"]}>; rel="alternate"; type="{one["type"]}"' for one in offered)},
        members={"alternatives": offered},
    )

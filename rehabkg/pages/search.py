"""The search page, the same search as JSON, and what the field of the page suggests.

/search.en.html?q=…&kind=person&measure=vocab/measure/camp&page=2
/search?q=…&lang=ru          JSON
/suggest?q=…&lang=ru         JSON, at most ten
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rehabkg.errors import CallError
from rehabkg.pages.links import LANGUAGES, Links
from rehabkg.pages.render import Renderer
from rehabkg.pages.search_words import search_words
from rehabkg.search.everything import ALL_KINDS, DEEPEST, Everything, FacetValue, Found, Hit
from rehabkg.search.facets import FACETS
from rehabkg.web.answers import Answer, respond
from rehabkg.web.problems import Problem
from rehabkg.web.published import Published

PER_PAGE = 20
_SUGGESTED = 10
_LONGEST_VALUE = 300
_LONGEST_TEXT = 200
_PAGE = re.compile(r"[1-9][0-9]{0,2}")
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the text, the chosen value of each facet, and which page of the hits, from 1 on."""

    text: str
    chosen: Mapping[str, str]
    page: int = 1

    @classmethod
    def of(cls, request: Request) -> Asked:
        """Read the parameters of a request. Raises `Problem` for a value that no page offers."""
        parameters = request.query_params
        chosen = {name: value for name in FACETS if (value := parameters.get(name))}
        if any(len(value) > _LONGEST_VALUE for value in chosen.values()):
            raise Problem(400, f"the value of a facet has at most {_LONGEST_VALUE} characters")
        if chosen.get("kind", ALL_KINDS[0]) not in ALL_KINDS:
            raise Problem(400, f"parameter 'kind' is not one of {', '.join(ALL_KINDS)}")
        page = parameters.get("page", "1")
        if not _PAGE.fullmatch(page) or int(page) > DEEPEST // PER_PAGE:
            raise Problem(400, f"parameter 'page' is not a whole number from 1 to {DEEPEST // PER_PAGE}")
        return cls(parameters.get("q", "").strip(), chosen, int(page))

    def query(self, page: int = 1) -> str:
        """Return the query of an address that asks for this, or for another page of it."""
        pairs = [("q", self.text), *((name, self.chosen[name]) for name in FACETS if name in self.chosen)]
        return "?" + urlencode([*pairs, *([("page", str(page))] if page > 1 else [])])

    def narrowed(self, facet: str, value: str | None) -> Asked:
        """Return this with another value of a facet, or without one."""
        others = {name: kept for name, kept in self.chosen.items() if name != facet}
        return Asked(self.text, others if value is None else {**others, facet: value})


def routes(published: Published, renderer: Renderer, everything: Everything) -> list[BaseRoute]:
    """Return the addresses of the search over one release."""

    def page(request: Request) -> Response:
        language = request.path_params["language"]
        if language not in LANGUAGES:
            raise Problem(404, "no such page")
        asked = Asked.of(request)
        try:
            found = _found(everything, asked, language)
        except CallError:
            found = None
        context = _context(asked, found, Links("search", language, published.release.base))
        content = renderer.render("search.html", "search", language, asked.query(asked.page), **context)
        return respond(
            request, Answer(content, "text/html; charset=utf-8", published.release.created, language=language)
        )

    def data(request: Request) -> Response:
        asked = Asked.of(request)
        try:
            found = _found(everything, asked, _language(request))
        except CallError as error:
            raise Problem(400, str(error)) from None
        return _json(request, published, _as_json(asked, found))

    def suggest(request: Request) -> Response:
        text = request.query_params.get("q", "").strip()
        try:
            found = everything.suggested(text, language=_language(request), limit=_SUGGESTED) if text else ()
        except CallError:
            # While a word is typed, what cannot be sought suggests nothing.
            found = ()
        told = [{"iri": hit.iri, "kind": hit.kind, "label": hit.label} for hit in found]
        return _json(request, published, {"query": text[:_LONGEST_TEXT], "suggestions": told})

    return [
        Route("/search.{language}.html", page, methods=["GET", "HEAD"]),
        Route("/search", data, methods=["GET", "HEAD"]),
        Route("/suggest", suggest, methods=["GET", "HEAD"]),
    ]


def _found(everything: Everything, asked: Asked, language: str) -> Found:
    offset = (asked.page - 1) * PER_PAGE
    return everything.search(asked.text, language=language, chosen=asked.chosen, offset=offset, limit=PER_PAGE)


def _context(asked: Asked, found: Found | None, links: Links) -> dict[str, Any]:
    last = 1 if found is None else max(1, -(-min(found.total, DEEPEST) // PER_PAGE))
    facets = {} if found is None else found.facets
    return {
        "says": search_words(links.language),
        "asked": asked,
        "found": found,
        "is_asked": bool(asked.text or asked.chosen),
        "hits": [] if found is None else [(hit, links.thing(hit.iri)) for hit in found.hits],
        "facets": [(name, _links(name, values, asked, links)) for name, values in facets.items() if values],
        "chosen": [
            (name, _chosen_label(facets.get(name, ()), value), _page(links, asked.narrowed(name, None).query()))
            for name, value in asked.chosen.items()
        ],
        "last": last,
        "deepest": DEEPEST if found is not None and found.total > DEEPEST else None,
        "former": _page(links, asked.query(asked.page - 1)) if asked.page > 1 else None,
        "next": _page(links, asked.query(asked.page + 1)) if asked.page < last else None,
    }


def _page(links: Links, query: str) -> str:
    return links.page("search", query=query)


def _chosen_label(values: Sequence[FacetValue], chosen: str) -> str:
    return next((value.label for value in values if value.value == chosen), chosen)


def _links(name: str, values: Sequence[FacetValue], asked: Asked, links: Links) -> list[tuple[FacetValue, str]]:
    return [
        (value, _page(links, asked.narrowed(name, None if value.chosen else value.value).query())) for value in values
    ]


def _as_json(asked: Asked, found: Found) -> dict[str, Any]:
    return {
        "query": asked.text,
        "total": found.total,
        "offset": found.offset,
        "limit": found.limit,
        "hits": [_hit_as_json(hit) for hit in found.hits],
        "facets": {
            name: [
                {"value": value.value, "label": value.label, "count": value.count, "chosen": value.chosen}
                for value in values
            ]
            for name, values in found.facets.items()
        },
    }


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    return {
        "iri": hit.iri,
        "kind": hit.kind,
        "label": hit.label,
        "language": hit.language,
        "match": [{"text": piece.text, "marked": piece.marked} for piece in hit.match],
        "facts": list(hit.line.facts),
        "became": list(hit.line.became),
        "score": hit.score,
    }


def _language(request: Request) -> str:
    language = request.query_params.get("lang", LANGUAGES[0])
    if language not in LANGUAGES:
        raise Problem(400, f"parameter 'lang' is not one of {', '.join(LANGUAGES)}")
    return language


def _json(request: Request, published: Published, told: Mapping[str, Any]) -> Response:
    content = (json.dumps(told, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    return respond(request, Answer(content, _JSON, published.release.created))

"""The description of the API in OpenAPI 3.1, made from the headers of the stored queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rehabkg.endpoint.forms import RESULT_FORMS
from rehabkg.endpoint.service import TRUNCATED
from rehabkg.endpoint.stored import DEFAULT_PAGE, FURTHEST, LONGEST_PAGE
from rehabkg.endpoint.task import Limits
from rehabkg.query.header import Parameter, StoredQuery
from rehabkg.web.media import RDF_FORMS
from rehabkg.web.problems import MEDIA_TYPE

_SCHEMAS = {
    "xsd:integer": {"type": "string", "pattern": "^([+-]?[0-9]{1,18}|any)$"},
    "xsd:date": {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|any)$", "examples": ["1957-01-01"]},
    "xsd:boolean": {"type": "string", "enum": ["true", "false", "any"]},
}


def openapi(queries: Sequence[StoredQuery], base: str, release: str, limits: Limits) -> dict[str, Any]:
    """Return the description of the service at *base*."""
    paths: dict[str, Any] = {
        "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
        "/sparql/graphs": {"get": _graph()},
        "/queries": {
            "get": {
                "operationId": "queries",
                "summary": "The stored queries",
                "responses": {"200": _content(["application/json", *(form.name for form in RDF_FORMS)])},
            }
        },
    }
    paths.update({f"/queries/{query.name}": {"get": _stored(query)} for query in queries})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "rehabkg",
            "version": release,
            "description": (
                "Reads one release of the graph. A query is ended after "
                f"{limits.seconds:g} seconds (503 with Retry-After); an answer is cut after {limits.rows} rows or "
                f"{limits.answer_bytes} bytes, and the header {TRUNCATED} says so: rows=N or bytes=N."
            ),
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM}, "responses": {"Refusal": _REFUSAL}},
    }


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string", "description": "the parameter whose value is refused"},
    },
}
_REFUSAL = {
    "description": "The request is refused (RFC 9457)",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_DATASET = [
    {
        "name": name,
        "in": "query",
        "schema": {"type": "array", "items": {"type": "string"}},
        "description": about,
    }
    for name, about in (
        ("default-graph-uri", "graphs that make up the default graph; else the union of all"),
        ("named-graph-uri", "graphs that GRAPH may name; else all"),
    )
]
_FORMAT = {"name": "format", "in": "query", "schema": {"type": "string"}, "description": "comes before Accept"}


def _content(types: Sequence[str], *, rows: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {"description": "The answer", "content": {name: {} for name in types}}
    if rows:
        found["headers"] = {
            TRUNCATED: {"schema": {"type": "string"}, "description": "by what the answer was cut: rows=N or bytes=N"},
            "Link": {"schema": {"type": "string"}, "description": "other pages: first, prev, next (RFC 8288)"},
        }
    return found


def _results() -> dict[str, Any]:
    return _content([form.name for form in (*RESULT_FORMS, *RDF_FORMS)], rows=True)


def _refused(*statuses: str) -> dict[str, Any]:
    return {status: {"$ref": "#/components/responses/Refusal"} for status in statuses}


def _sparql_get() -> dict[str, Any]:
    query = {
        "name": "query",
        "in": "query",
        "schema": {"type": "string"},
        "description": "SPARQL 1.1; else the service",
    }
    return {
        "operationId": "sparql",
        "summary": "SPARQL 1.1 Protocol: query",
        "parameters": [query, *_DATASET, _FORMAT],
        "responses": {"200": _results(), **_refused("400", "403", "406", "413", "502", "503")},
    }


def _sparql_post() -> dict[str, Any]:
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    return {
        "operationId": "sparqlPost",
        "summary": "SPARQL 1.1 Protocol: query by POST",
        "parameters": _DATASET,
        "requestBody": {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": {"type": "string"}},
                "application/x-www-form-urlencoded": {"schema": form},
            },
        },
        "responses": {"200": _results(), **_refused("400", "403", "406", "413", "415", "502", "503")},
    }


def _graph() -> dict[str, Any]:
    return {
        "operationId": "graph",
        "summary": "SPARQL 1.1 Graph Store Protocol, reading only",
        "parameters": [
            {"name": "graph", "in": "query", "schema": {"type": "string"}, "description": "the IRI of a graph"},
            {"name": "default", "in": "query", "allowEmptyValue": True, "schema": {"type": "string"}},
        ],
        "responses": {"200": _content([form.name for form in RDF_FORMS]), **_refused("400", "404", "406")},
    }


def _stored(query: StoredQuery) -> dict[str, Any]:
    own = [_parameter(parameter) for parameter in query.parameters.values()]
    paging = [
        _whole("limit", 1, LONGEST_PAGE, f"rows of a page; {DEFAULT_PAGE} where only its number is given"),
        _whole("offset", 0, FURTHEST, "rows to leave out"),
        _whole("page", 1, FURTHEST, "the number of the page, from 1 on"),
    ]
    return {
        "operationId": "".join(part.capitalize() for part in query.name.split("-")),
        "summary": query.title["en"],
        "description": query.description["en"],
        "parameters": [*own, *paging, _FORMAT],
        "responses": {
            "200": _content([form.name for form in RESULT_FORMS], rows=True),
            **_refused("400", "404", "406", "502", "503"),
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = _SCHEMAS.get(parameter.type, {"type": "string", "maxLength": 1_000})
    about = f"{parameter.about['en']} ({parameter.type}; if not given: {parameter.default})"
    return {"name": parameter.name, "in": "query", "schema": schema, "description": about}


def _whole(name: str, least: int, most: int, about: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return {"name": name, "in": "query", "schema": schema, "description": about}

"""Send a query to any SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

import time
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
)

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from rehabkg.errors import CallError, EndpointError, one_line, shorten
from rehabkg.nesting import json_depth
from rehabkg.query.guard import check_text
from rehabkg.query.results import Result, collected
from rehabkg.settings import Settings

_LONGEST_ANSWER = 256 * 1024 * 1024
_LONGEST_REFUSAL = 2_000
# Beyond this a GET request may be cut by what lies between (RFC 9110, section 4.1).
_LONGEST_GET = 2_000
# A row of SPARQL 1.1 results lies five deep; pyoxigraph overflows its stack on triple terms within triple terms.
_DEEPEST_ANSWER = 20
_CHUNK = 64 * 1024


def run_remote(
    endpoint: str,
    text: str,
    settings: Settings,
    *,
    timeout_seconds: int = 60,
    longest_answer: int = _LONGEST_ANSWER,
) -> Result:
    """Run a SELECT or ASK query at *endpoint*; an answer may take *timeout_seconds* and *longest_answer* bytes.

    Raises `EndpointError` where the endpoint is away, refuses, or answers what is no SPARQL result.
    """
    from SPARQLWrapper import GET, JSON, POST, SELECT, SPARQLWrapper

    if not endpoint.startswith(("http://", "https://")):
        raise CallError(f"endpoint {shorten(endpoint)!r} is not an address that starts with http:// or https://")
    check_text(text, max_bytes=settings.query_max_bytes, max_depth=settings.query_max_depth, remote=True)
    client = SPARQLWrapper(endpoint, agent="rehabkg (SPARQLWrapper)")
    # SPARQLWrapper would guess the form of the query, and take one that speaks of "ADD" for an update.
    client.queryString, client.queryType = text, SELECT
    client.setReturnFormat(JSON)
    client.setMethod(POST if len(text.encode()) > _LONGEST_GET else GET)
    kind, body = _answer(endpoint, client, timeout_seconds, longest_answer)
    result = _result(body)
    if result is None:
        raise EndpointError(f"{one_line(endpoint)}: the answer ({kind}) is no SPARQL result in JSON")
    return result


def _result(body: bytes) -> Result | None:
    """Return what the body says, or None where it is no result."""
    if json_depth(body) > _DEEPEST_ANSWER:
        return None
    try:
        parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
        return collected(parsed) if isinstance(parsed, (QuerySolutions, QueryBoolean)) else None
    except (SyntaxError, ValueError):
        return None


def _answer(endpoint: str, client: Any, timeout_seconds: int, longest: int) -> tuple[str, bytes]:
    """Return the media type and the body of the answer."""
    until = time.monotonic() + timeout_seconds
    try:
        # SPARQLWrapper makes the request; it would send it with no limit to what a refusal may hold.
        request = client._createRequest()
        with _opener().open(request, timeout=timeout_seconds) as answer:
            return one_line(answer.headers.get("Content-Type", "no type")), _body(answer, until, longest)
    except HTTPError as error:
        with error:
            raise EndpointError(f"{one_line(endpoint)}: {_refusal(error)}") from error
    except TimeoutError as error:
        raise EndpointError(f"{one_line(endpoint)}: no whole answer within {timeout_seconds} seconds") from error
    except (HTTPException, OSError, ValueError) as error:
        raise EndpointError(
            f"{one_line(endpoint)}: {one_line(getattr(error, 'reason', error), 300) or type(error).__name__}"
        ) from error


def _opener() -> OpenerDirector:
    """Return an opener of web addresses that follows no redirect: a POST would arrive there without its text."""
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor):
        opener.add_handler(handler())
    return opener


def _body(answer: HTTPResponse, until: float, longest: int) -> bytes:
    chunks, size = [], 0
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        if size > longest:
            raise OSError(f"the answer is longer than {longest} bytes")
        # The socket's own limit is for each piece, and an answer may come letter by letter.
        if time.monotonic() > until:
            raise TimeoutError
        chunks.append(chunk)
    return b"".join(chunks)


def _refusal(error: HTTPError) -> str:
    said = f"HTTP {error.code} {one_line(error.reason)}"
    if "Location" in error.headers:
        return f"{said}: it redirects to {one_line(error.headers['Location'])}; give that address"
    try:
        body = error.read1(_LONGEST_REFUSAL).decode(errors="replace")
    except (HTTPException, OSError):
        body = ""
    return f"{said}: {one_line(body)}" if body.strip() else said

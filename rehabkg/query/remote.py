"""Send a query to any SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

import time
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from rehabkg.errors import CallError, EndpointError, TooMuchError, one_line, shorten
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
# RFC 9110, section 15, and 429 (RFC 6585): the same request may be taken a moment later.
_PASSING = (408, 429, 500, 502, 503, 504)


def run_remote(
    endpoint: str,
    text: str,
    settings: Settings,
    *,
    timeout_seconds: float = 60,
    longest_answer: int = _LONGEST_ANSWER,
    opener: OpenerDirector | None = None,
) -> Result:
    """Run a SELECT or ASK query at *endpoint*; an answer may take *timeout_seconds* and *longest_answer* bytes.

    *opener* sends the request, where the endpoint wants to know who asks. Raises `EndpointError` where the endpoint is
    away, refuses, or answers what is no SPARQL result.
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
    kind, body = answer_to(request_of(client), endpoint, opener or web_opener(), timeout_seconds, longest_answer)
    try:
        found = parsed_answer(body)
        result = None if found is None else collected(found)
    except (SyntaxError, ValueError):
        result = None
    if result is None:
        raise EndpointError(f"{one_line(endpoint)}: the answer ({kind}) is no SPARQL result in JSON")
    return result


def request_of(client: Any) -> Request:
    """Return the request that a SPARQLWrapper makes; it would itself send it with no limit to what a refusal may hold.

    Raises `EndpointError` for an address that is none.
    """
    try:
        request: Request = client._createRequest()
    except ValueError as error:
        raise EndpointError(f"{one_line(client.endpoint)}: {one_line(error, 300)}") from error
    return request


def parsed_answer(body: bytes) -> QuerySolutions | QueryBoolean | None:
    """Return what the body of an answer says, or None where it is too deep to be one.

    Raises `SyntaxError` or `ValueError` where it is no result, for solutions also while they are gone through.
    """
    if json_depth(body) > _DEEPEST_ANSWER:
        return None
    parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
    return parsed if isinstance(parsed, (QuerySolutions, QueryBoolean)) else None


def answer_to(
    request: Request, endpoint: str, opener: OpenerDirector, timeout_seconds: float, longest: int
) -> tuple[str, bytes]:
    """Send a request to *endpoint*; return the media type and the body of the answer, of *longest* bytes at most.

    Raises `EndpointError` with one line for whatever goes wrong, `TooMuchError` where less might be answered; where it
    was refused, the `HTTPError` with its headers is the cause.
    """
    where, until = one_line(endpoint), time.monotonic() + timeout_seconds
    try:
        with opener.open(request, timeout=timeout_seconds) as answer:
            return one_line(answer.headers.get("Content-Type", "no type")), _body(answer, where, until, longest)
    except HTTPError as error:
        with error:
            said = f"{where}: {_refusal(error)}"
        raise EndpointError(said, status=error.code, passing=error.code in _PASSING) from error
    except TimeoutError as error:
        raise TooMuchError(f"{where}: no whole answer within {timeout_seconds:g} seconds", passing=True) from error
    except (HTTPException, OSError, ValueError) as error:
        said = one_line(getattr(error, "reason", error), 300) or type(error).__name__
        raise EndpointError(f"{where}: {said}", passing=not isinstance(error, ValueError)) from error


def web_opener(*more: BaseHandler) -> OpenerDirector:
    """Return an opener of web addresses, with *more* handlers.

    It follows no redirect: a POST would arrive there without its text.
    """
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor):
        opener.add_handler(handler())
    for added in more:
        opener.add_handler(added)
    return opener


def _body(answer: HTTPResponse, where: str, until: float, longest: int) -> bytes:
    chunks, size = [], 0
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        if size > longest:
            raise TooMuchError(f"{where}: the answer is longer than {longest} bytes", passing=True)
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

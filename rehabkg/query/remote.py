"""Send a query to any SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

from urllib.error import HTTPError, URLError

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from rehabkg.errors import CallError, EndpointError, shorten
from rehabkg.query.guard import check_text
from rehabkg.query.results import Result, collected
from rehabkg.settings import Settings

_LONGEST_ANSWER = 256 * 1024 * 1024
# Beyond this a GET request may be cut by what lies between (RFC 9110, section 4.1).
_LONGEST_GET = 2_000


def run_remote(endpoint: str, text: str, settings: Settings, *, timeout_seconds: int = 60) -> Result:
    """Run a SELECT or ASK query at *endpoint*.

    Raises `EndpointError` where the endpoint is away, refuses, or answers what is no SPARQL result.
    """
    from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    if not endpoint.startswith(("http://", "https://")):
        raise CallError(f"endpoint {shorten(endpoint)!r} is not an address that starts with http:// or https://")
    check_text(text, max_bytes=settings.query_max_bytes, max_depth=settings.query_max_depth, remote=True)
    client = SPARQLWrapper(endpoint, agent="rehabkg (SPARQLWrapper)")
    client.setQuery(text)
    client.setReturnFormat(JSON)
    client.setTimeout(timeout_seconds)
    client.setMethod(POST if len(text.encode()) > _LONGEST_GET else GET)
    try:
        answer = client.query().response
        body = answer.read(_LONGEST_ANSWER + 1)
    except (TimeoutError, SPARQLWrapperException, HTTPError, URLError, OSError, ValueError) as error:
        raise EndpointError(f"{endpoint}: {shorten(' '.join(str(error).split()), 300)}") from error
    if len(body) > _LONGEST_ANSWER:
        raise EndpointError(f"{endpoint}: the answer is longer than {_LONGEST_ANSWER} bytes")
    try:
        parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
        if not isinstance(parsed, (QuerySolutions, QueryBoolean)):
            raise ValueError("neither rows nor a boolean")
        return collected(parsed)
    except (SyntaxError, ValueError) as error:
        kind = answer.headers.get("Content-Type", "no type")
        raise EndpointError(f"{endpoint}: the answer ({kind}) is no SPARQL result in JSON") from error

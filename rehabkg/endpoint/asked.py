"""Read a request of the SPARQL 1.1 Protocol (section 2.1): what is asked of which graphs, or why it is no query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from rehabkg.web.problems import Problem

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1_000
_MOST_GRAPHS = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and its dataset; `text` is None where the request asks for the service itself."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    parameters: Mapping[str, str]


async def read_asked(request: Request, *, text_bytes: int) -> Asked:
    """Read a request. Raises `Problem` for what is no query, or longer than *text_bytes* once it is unescaped."""
    found = _pairs(request.scope["query_string"])
    text = None
    # Each byte of a text may be written as three.
    body = await read_body(request, 3 * text_bytes + 10_000)
    if request.method == "POST":
        kind, charset = _content_type(request)
        if kind == UPDATE:
            raise _read_only()
        if kind == FORM:
            found += _pairs(body)
        elif kind == DIRECT:
            text = _decoded(body)
        else:
            raise Problem(
                415, f"a query is posted as {DIRECT} or as {FORM}", headers={"Accept-Post": f"{DIRECT}, {FORM}"}
            )
        if charset not in ("utf-8", "utf8", ""):
            raise Problem(415, "a query is posted in UTF-8")
    asked = _of_pairs(found, text)
    if asked.text is None and request.method == "POST":
        raise Problem(400, "the parameter query is missing")
    if asked.text is not None and len(asked.text.encode(errors="replace")) > text_bytes:
        raise Problem(413, f"the query is too long; at most {text_bytes} bytes are read")
    return asked


async def read_body(request: Request, longest: int) -> bytes:
    """Read a body, of *longest* bytes at most. Raises `Problem` 413 as soon as more has come, or is announced."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > longest:
        raise _too_long(longest)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > longest:
                raise _too_long(longest)
    except ClientDisconnect:
        raise Problem(400, "the request broke off") from None
    return bytes(body)


def _too_long(longest: int) -> Problem:
    # What is still on its way is not read.
    return Problem(413, f"the request is too long; at most {longest} bytes are read", headers={"Connection": "close"})


def _of_pairs(pairs: list[tuple[str, str]], text: str | None) -> Asked:
    lists: dict[str, list[str]] = {}
    for name, value in pairs:
        lists.setdefault(name, []).append(value)
    if any(name == "update" or name.startswith("using-") for name in lists):
        raise _read_only()
    texts = lists.get("query", []) + ([] if text is None else [text])
    if len(texts) > 1:
        raise Problem(400, "the request has more than one query")
    graphs = lists.get("default-graph-uri", []), lists.get("named-graph-uri", [])
    if sum(map(len, graphs)) > _MOST_GRAPHS:
        raise Problem(400, f"the request names more than {_MOST_GRAPHS} graphs")
    single = {name: values[0] for name, values in lists.items() if len(values) == 1}
    return Asked(texts[0] if texts else None, tuple(graphs[0]), tuple(graphs[1]), single)


def _read_only() -> Problem:
    return Problem(403, "this service reads only, and refuses updates")


def _content_type(request: Request) -> tuple[str, str]:
    """Return the media type and the charset that a request names."""
    kind, *parameters = request.headers.get("content-type", "").lower().split(";")
    named = dict(part.strip().partition("=")[::2] for part in parameters)
    return kind.strip(), named.get("charset", "").strip("\"' ")


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Problem(400, "a parameter is no UTF-8") from None
    except ValueError:
        raise Problem(400, f"the request has more than {_MOST_PARAMETERS} parameters") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Problem(400, "the query is no UTF-8") from None

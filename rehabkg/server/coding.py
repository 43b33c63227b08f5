"""Content coding by gzip: who takes it, what is worth it, how it is told (RFC 9110, sections 8.4, 8.8.3, 12.5.3).

Python before 3.14 brings no other coding of the web, and one is enough for text.
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache

Headers = list[tuple[bytes, bytes]]
# Below, the headers that tell of the coding weigh as much as what it saves; above, it would take a core for long.
_LEAST_BYTES, _MOST_BYTES = 1_024, 8 * 2**20
_LEVEL = 6
_TEXT = re.compile(
    rb"text/|image/svg\+xml|application/(?:[^;]*\+)?(?:json|xml|javascript|n-triples|n-quads|trig|sparql-query)\b"
)
_WEIGHT = re.compile(rb"q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_VARIES = b"Accept-Encoding"


@lru_cache(maxsize=1_024)
def takes_gzip(accepted: bytes) -> bool:
    """Whether an Accept-Encoding header takes gzip; a client that does not send one is given what is.

    >>> takes_gzip(b"gzip, deflate, br"), takes_gzip(b"gzip;q=0, *"), takes_gzip(b"br"), takes_gzip(b"*;q=0.1")
    (True, False, False, True)
    """
    weights: dict[bytes, float] = {}
    for part in accepted.lower().split(b","):
        name, _, parameter = part.partition(b";")
        told = _WEIGHT.fullmatch(parameter.strip())
        # A weight that cannot be read counts as none at all: the coding is not wanted for sure.
        weights[name.strip()] = float(told[1]) if told else 0.0 if parameter.strip() else 1.0
    return weights.get(b"gzip", weights.get(b"x-gzip", weights.get(b"*", 0.0))) > 0


def worth_coding(headers: Headers, size: int) -> bool:
    """Whether content of so many bytes becomes much shorter: a text, none that is coded, not too small or too large."""
    by_name = dict(headers)
    if not _LEAST_BYTES <= size <= _MOST_BYTES or b"content-encoding" in by_name or b"content-range" in by_name:
        return False
    return _TEXT.match(by_name.get(b"content-type", b"")) is not None


def varying(headers: Headers) -> Headers:
    """Return headers that tell caches that the coding is chosen by the request."""
    found = [value for name, value in headers if name == b"vary"]
    others = [pair for pair in headers if pair[0] != b"vary"]
    return [*others, (b"vary", b", ".join([*found, _VARIES]))]


def coded(content: bytes) -> bytes:
    """Return content by gzip (RFC 1952), the same bytes each time."""
    return gzip.compress(content, _LEVEL, mtime=0)


def coded_headers(headers: Headers, size: int | None) -> Headers:
    """Return the headers of the coded content: other bytes, so another strong tag. *size* is None where not known."""
    kept = [pair for pair in headers if pair[0] not in (b"content-length", b"etag")]
    tags = [(name, coded_tag(value)) for name, value in headers if name == b"etag"]
    length = [] if size is None else [(b"content-length", str(size).encode())]
    return [*kept, *tags, *length, (b"content-encoding", b"gzip")]


def coded_tag(tag: bytes) -> bytes:
    """Return the tag of the coded content; a weak one may stand for both (RFC 9110, section 8.8.1).

    >>> coded_tag(b'"abc"'), coded_tag(b'W/"abc"')
    (b'"abc-gzip"', b'W/"abc"')
    """
    return tag if tag.startswith(b"W/") or not tag.endswith(b'"') else tag[:-1] + b'-gzip"'

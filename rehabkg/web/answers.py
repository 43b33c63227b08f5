"""An answer with the headers that let it be cached and told apart (RFC 9110, RFC 9111)."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

# A release does not change; a browser asks again after some minutes whether another one is in force.
CACHED = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Answer:
    """A representation: its bytes and what its headers say of it.

    `modified` is when the release was made; `vary` names the request's headers that chose this representation.
    """

    content: bytes
    media_type: str
    modified: datetime
    vary: tuple[str, ...] = ()
    language: str | None = None
    links: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A strong validator: other bytes, another tag (RFC 9110, section 8.8.3)."""
        return f'"{urlsafe_b64encode(hashlib.sha256(self.content).digest()[:15]).decode()}"'

    def all_headers(self) -> dict[str, str]:
        """Return the headers of a 200, and those of a 304."""
        found = {
            "ETag": self.etag,
            "Last-Modified": format_datetime(self.modified.astimezone(UTC), usegmt=True),
            "Cache-Control": CACHED,
        }
        if self.vary:
            found["Vary"] = ", ".join(self.vary)
        if self.language is not None:
            found["Content-Language"] = self.language
        if self.links:
            found["Link"] = ", ".join(self.links)
        return {**found, **self.headers}


def respond(request: Request, answer: Answer) -> Response:
    """Return the whole answer, or 304 where the client has it."""
    headers = answer.all_headers()
    if _client_has_it(request, headers["ETag"], answer.modified):
        return Response(status_code=304, headers=headers)
    return Response(answer.content, headers={**headers, "Content-Type": answer.media_type})


def _client_has_it(request: Request, etag: str, modified: datetime) -> bool:
    """Whether the conditions of a GET or HEAD fail (RFC 9110, section 13.2.2): tags come before dates."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return etag_among(etag, tags)
    since = request.headers.get("if-modified-since")
    return since is not None and not_modified_since(format_datetime(modified.astimezone(UTC), usegmt=True), since)


def not_modified_since(modified: str, since: str) -> bool:
    """Whether a header If-Modified-Since names the time of Last-Modified or a later one (RFC 9110, section 13.1.3)."""
    try:
        then = parsedate_to_datetime(since)
        # A date without a zone is no HTTP date.
        return then.tzinfo is not None and parsedate_to_datetime(modified) <= then
    except (ValueError, TypeError, OverflowError):
        return False


def etag_among(etag: str, tags: str) -> bool:
    """Whether a header If-None-Match names a tag, by weak comparison (RFC 9110, section 13.1.2)."""
    etag = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") in ("*", etag) for tag in tags.split(","))

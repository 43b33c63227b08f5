"""Refusals: one body for all of them (RFC 9457, `application/problem+json`), a page for those who take HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """A request is refused. *detail* is one line for the client; it never holds a text that the client did not send.

    *members* are further members of the body, *headers* of the answer, such as `Retry-After`.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    @property
    def title(self) -> str:
        """What the status says (RFC 9110, section 15)."""
        return HTTPStatus(self.status).phrase

    @property
    def body(self) -> bytes:
        """The body as JSON."""
        found = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return (json.dumps({**found, **self.members}, ensure_ascii=False) + "\n").encode()

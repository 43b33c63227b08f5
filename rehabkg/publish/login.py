"""Say who is sending (RFC 7617 basic, RFC 7616 digest) with the first request, not after a refusal.

The handlers of urllib wait for a refusal each time, and send a batch of megabytes twice.
"""

from __future__ import annotations

import base64
from http.client import HTTPMessage
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import (
    AbstractDigestAuthHandler,
    BaseHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from rehabkg.publish.remote import Remote

_HEADER = "Authorization"


def login(remote: Remote) -> list[BaseHandler]:
    """Return the handlers that say who is sending; none where nobody is named."""
    if remote.user is None:
        return []
    return [_Digest(remote) if remote.auth == "digest" else _Basic(remote.user, remote.password or "")]


class _Basic(BaseHandler):
    def __init__(self, user: str, password: str) -> None:
        self._value = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def http_request(self, request: Request) -> Request:
        request.add_unredirected_header(_HEADER, self._value)
        return request

    https_request = http_request


class _Digest(AbstractDigestAuthHandler, BaseHandler):
    """Answers a challenge once, and keeps it for the requests that follow."""

    handler_order = 490  # before the handler that makes an error of a refusal

    def __init__(self, remote: Remote) -> None:
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, remote.addresses, remote.user or "", remote.password or "")
        super().__init__(passwords)
        self._challenges: dict[str, dict[str, str]] = {}
        self._answered: Request | None = None

    def http_request(self, request: Request) -> Request:
        challenge = self._challenges.get(_place(request))
        answer = self.get_authorization(request, challenge) if challenge is not None else None
        if answer is not None:
            request.add_unredirected_header(_HEADER, f"Digest {answer}")
        return request

    https_request = http_request

    def http_error_401(self, request: Request, answer: IO[bytes], _code: int, _said: str, headers: HTTPMessage) -> Any:
        """Send the request again with an answer to the challenge; None where it held one already."""
        challenge = _challenge(headers)
        if challenge is None or self._answered is request:
            return None
        answer.close()
        self._answered = request
        self._challenges[_place(request)] = challenge
        return self.parent.open(request, timeout=request.timeout)


def _place(request: Request) -> str:
    """Return what a challenge is kept for: each address of a store may have a realm of its own."""
    split = urlsplit(request.full_url)
    return f"{split.netloc}{split.path}"


def _challenge(headers: HTTPMessage) -> dict[str, str] | None:
    for value in headers.get_all("WWW-Authenticate", []):
        scheme, _, parameters = value.partition(" ")
        if scheme.lower() == "digest":
            return parse_keqv_list([entry for entry in parse_http_list(parameters) if entry])
    return None

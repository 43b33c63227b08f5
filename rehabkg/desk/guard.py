"""Who may use the desk: whoever has the address with its token, from a browser on this machine, and no other page.

A page of a stranger in the same browser can send requests to 127.0.0.1, also under a name of its own that leads there
(DNS rebinding); so the name that was asked for, the origin and a mark in each form are looked at (Fetch, section 3.1;
RFC 9110, section 7.2), beside the token, which the browser keeps in a cookie for this site alone (RFC 6265bis).
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
_METHODS = ("GET", "HEAD", "POST")
_AROUND = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A browser names the origin of a form only where it may name it to the page itself.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Stands before the application that listens at a *port* of this machine."""

    def __init__(self, inner: ASGIApp, port: int, token: str | None = None) -> None:
        self._inner, self._port = inner, port
        self.token = token or secrets.token_urlsafe(24)
        # A cookie is for all ports of a host, and two desks may be open.
        self._cookie = f"rehabkg-desk-{port}"
        self._hosts = {f"{HOST}:{port}", f"localhost:{port}"}

    def address(self, kind: str | None = None) -> str:
        """Return the address to open, with the token, for pairs of one kind or of all."""
        asked = {"token": self.token, **({"kind": kind} if kind else {})}
        return f"http://{HOST}:{self._port}/?{urlencode(asked)}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
        elif scope["type"] == "http":
            answer = self._answer_of(scope) or self._inner
            await answer(scope, receive, _with_headers(send))

    def _answer_of(self, scope: Scope) -> Response | None:
        """Return what is answered in place of the application, None where it may answer."""
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            return _refused("the desk answers at its own address only")
        if scope["method"] not in _METHODS:
            return PlainTextResponse("no such method\n", 405, {"Allow": ", ".join(_METHODS)})
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        if scope["method"] != "POST" and self._is_token(asked.pop("token", "")):
            return self._let_in(str(scope["path"]), asked)
        if not self._is_token(cookie_parser(headers.get("cookie", "")).get(self._cookie, "")):
            return _refused("open the address that 'rehabkg link review --serve' printed, with its token")
        if scope["method"] == "POST" and not self._is_own_form(headers):
            return _refused("a decision is taken from the forms of the desk only")
        return None

    def _let_in(self, path: str, asked: dict[str, str]) -> Response:
        """Put the token into a cookie and out of the address, where others might read it."""
        there = path if path.startswith("/") and not path.startswith("//") else "/"
        answer = RedirectResponse(f"{there}?{urlencode(asked)}" if asked else there, 303)
        answer.set_cookie(self._cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def _is_token(self, said: str) -> bool:
        return hmac.compare_digest(said.encode("utf-8", "replace"), self.token.encode())

    def _is_own_form(self, headers: Headers) -> bool:
        """Whether the browser says that a form came from here; the mark in it is looked at where it is read."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site not in (None, "same-origin"):
            return False
        return origin is None or origin in {f"http://{host}" for host in self._hosts}


def mark_of(token: str) -> str:
    """Return what stands in each form of the desk: nobody who lacks the token can make it."""
    return hmac.digest(token.encode(), b"form", "sha256").hex()


def is_mark(said: str, token: str) -> bool:
    """Whether a form has the mark."""
    return hmac.compare_digest(said.encode("utf-8", "replace"), mark_of(token).encode())


def _refused(why: str) -> Response:
    return PlainTextResponse(f"{why}\n", 403)


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _AROUND.items():
                headers[name] = value
        await send(message)

    return sent

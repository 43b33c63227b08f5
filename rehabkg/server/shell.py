"""What stands around every answer: cross-origin headers, OPTIONS, refusals, and a cache of whole answers."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.types import Message, Receive, Scope, Send

from rehabkg.server.kept import Cache, Kept

_CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
)
# A map may stand in another site's frame; nothing else may.
_FRAMED = "/embed/"
_EVERYWHERE: list[tuple[bytes, bytes]] = [
    # Linked data is for scripts of any site (Fetch, section 3.2); nothing here knows who asks.
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Link, ETag, Last-Modified, Content-Location, Retry-After, X-Rehabkg-Truncated",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
_PREFLIGHT: list[tuple[bytes, bytes]] = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since"),
    (b"access-control-max-age", b"86400"),
    (b"allow", b"GET, HEAD, POST, OPTIONS"),
    (b"content-length", b"0"),
]
# Headers by which a representation is chosen.
_CHOOSING = (b"accept", b"accept-language")
_CONDITIONS = (b"if-none-match", b"if-modified-since", b"range")
_LOOKED_AT = frozenset((*_CHOOSING, *_CONDITIONS, b"accept-encoding"))
_KNOWS_ITS_TAG = ("/sparql", "/queries")
_LONGEST_KEY = 4_000


class Shell:
    """Wraps the application `inner`. Answers to GET that may be public are kept whole, up to *cache_bytes* in all."""

    def __init__(self, inner: Starlette, cache_bytes: int) -> None:
        self.inner = inner
        self._cache = Cache(cache_bytes)

    def running(self) -> AbstractAsyncContextManager[object]:
        """Return what keeps alive, while it is open, all that the application needs beside itself."""
        return self.inner.router.lifespan_context(self.inner)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": [*_EVERYWHERE, *_PREFLIGHT]})
            await send({"type": "http.response.body", "body": b""})
        elif scope["method"] in ("GET", "HEAD"):
            await self._get(scope, receive, send)
        else:
            await self.inner(scope, receive, _adding(scope, send))

    async def _get(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = {name: value for name, value in scope["headers"] if name in _LOOKED_AT}
        key = _key(scope, asked)
        kept = self._cache.get(key) if key is not None else None
        if kept is None:
            recorder = _Recorder(send, _around(scope))
            try:
                await self.inner(_plain(scope, asked, key), receive, recorder)
            except Exception:
                # The framework answers a fault (500) and raises it again; it has been noted by then.
                if recorder.whole is None:
                    raise
            if recorder.whole is None:
                return
            kept = recorder.whole
            # The answer to HEAD may have been made without its body.
            if key is not None and kept.public and scope["method"] == "GET":
                self._cache.put(key, kept)
        await kept.answer(asked, scope["method"], send)
        if key is not None and kept.coded is not None:
            self._cache.weigh(key, kept)


def _plain(scope: Scope, asked: dict[bytes, bytes], key: bytes | None) -> Scope:
    """Return the request without its conditions: they are looked at here, once there is a whole answer to keep.

    A query knows its tag before it runs, and is spared; a part of a file is nothing to keep.
    """
    if key is None or b"range" in asked or scope["path"].startswith(_KNOWS_ITS_TAG):
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]}


def _key(scope: Scope, asked: dict[bytes, bytes]) -> bytes | None:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    key = b"\n".join((path, scope["query_string"], *(asked.get(name, b"") for name in _CHOOSING)))
    return key if len(key) <= _LONGEST_KEY else None


class _Recorder:
    """Takes in an answer of one piece; a longer one goes on to the client as it comes."""

    def __init__(self, send: Send, added: list[tuple[bytes, bytes]]) -> None:
        self._send, self._added = send, added
        self._start: Message | None = None
        self.whole: Kept | None = None

    async def __call__(self, message: Message) -> None:
        """Take in a message of the application."""
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": [*message["headers"], *self._added]}
            return
        if self._start is not None:
            start, self._start = self._start, None
            if message["type"] == "http.response.body" and not message.get("more_body"):
                headers = [(bytes(name), bytes(value)) for name, value in start["headers"]]
                self.whole = Kept(start["status"], headers, message.get("body", b""))
                return
            await self._send(start)
        await self._send(message)


def _around(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Return the headers that stand around every answer at an address."""
    framed = str(scope["path"]).startswith(_FRAMED)
    ancestors = "frame-ancestors *" if framed else "frame-ancestors 'self'"
    return [*_EVERYWHERE, (b"content-security-policy", (_CONTENT_POLICY + ancestors).encode())]


def _adding(scope: Scope, send: Send) -> Send:
    added = _around(scope)

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return sent

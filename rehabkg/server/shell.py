"""What stands around every answer: cross-origin headers, OPTIONS, refusals, and a cache of whole answers."""

from __future__ import annotations

import time
from collections import OrderedDict

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rehabkg.web.answers import etag_among, not_modified_since

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
_KNOWS_ITS_TAG = ("/sparql", "/queries")
_LONGEST_KEY = 4_000
# What is kept is made anew after so long: a comment that was accepted, or taken back, must come through. It is what
# the answers allow a browser, too.
_KEPT_SECONDS = 300


class Shell:
    """Wraps the application. Answers to GET that may be public are kept whole, up to *cache_bytes* in all."""

    def __init__(self, inner: ASGIApp, cache_bytes: int) -> None:
        self._inner = inner
        self._cache = _Cache(cache_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": [*_EVERYWHERE, *_PREFLIGHT]})
            await send({"type": "http.response.body", "body": b""})
        elif scope["method"] in ("GET", "HEAD"):
            await self._get(scope, receive, send)
        else:
            await self._inner(scope, receive, _adding(scope, send))

    async def _get(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = {name: value for name, value in scope["headers"] if name in _CHOOSING or name in _CONDITIONS}
        key = _key(scope, asked)
        kept = self._cache.get(key) if key is not None else None
        if kept is None:
            recorder = _Recorder(send, _around(scope))
            try:
                await self._inner(_plain(scope, asked, key), receive, recorder)
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


def _plain(scope: Scope, asked: dict[bytes, bytes], key: bytes | None) -> Scope:
    """Return the request without its conditions: they are looked at here, once there is a whole answer to keep.

    A query knows its tag before it runs, and is spared; a part of a file is nothing to keep.
    """
    if key is None or b"range" in asked or scope["path"].startswith(_KNOWS_ITS_TAG):
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]}


class _Kept:
    """A whole answer: its headers ready to be sent, in two sets."""

    __slots__ = ("body", "etag", "headers", "modified", "public", "short", "status", "until")

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status, self.body = status, body
        self.until = time.monotonic() + _KEPT_SECONDS
        self.headers = headers
        by_name = dict(headers)
        self.etag = by_name.get(b"etag", b"").decode("latin-1")
        self.modified = by_name.get(b"last-modified", b"").decode("latin-1")
        self.public = status in (200, 303, 301, 308) and by_name.get(b"cache-control", b"").startswith(b"public")
        # What a 304 repeats (RFC 9110, section 15.4.5).
        self.short = [pair for pair in headers if pair[0] not in (b"content-length", b"content-type")]

    async def answer(self, asked: dict[bytes, bytes], method: str, send: Send) -> None:
        """Send the answer, or 304 where the client has it."""
        tags = asked.get(b"if-none-match")
        if self.status == 200 and self._client_has_it(tags, asked.get(b"if-modified-since")):
            await send({"type": "http.response.start", "status": 304, "headers": self.short})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else self.body})

    def _client_has_it(self, tags: bytes | None, since: bytes | None) -> bool:
        """Whether the conditions of the request fail (RFC 9110, section 13.2.2): tags come before dates."""
        if tags is not None:
            return bool(self.etag) and etag_among(self.etag, tags.decode("latin-1"))
        return since is not None and not_modified_since(self.modified, since.decode("latin-1"))


class _Cache:
    """The answers that were used last, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes = most_bytes, 0
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()

    def get(self, key: bytes) -> _Kept | None:
        """Return a kept answer."""
        found = self._kept.get(key)
        if found is None:
            return None
        if time.monotonic() > found.until:
            self._bytes -= _weight(key, self._kept.pop(key))
            return None
        self._kept.move_to_end(key)
        return found

    def put(self, key: bytes, kept: _Kept) -> None:
        """Keep an answer, and let go of those used least recently."""
        # One answer must not push out all others.
        if len(kept.body) > self._most // 8 or key in self._kept:
            return
        self._kept[key] = kept
        self._bytes += _weight(key, kept)
        while self._bytes > self._most:
            old_key, old = self._kept.popitem(last=False)
            self._bytes -= _weight(old_key, old)


def _weight(key: bytes, kept: _Kept) -> int:
    # Headers and the objects around them weigh about so much.
    return len(key) + len(kept.body) + 2_000


def _key(scope: Scope, asked: dict[bytes, bytes]) -> bytes | None:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    key = b"\n".join((path, scope["query_string"], *(asked.get(name, b"") for name in _CHOOSING)))
    return key if len(key) <= _LONGEST_KEY else None


class _Recorder:
    """Takes in an answer of one piece; a longer one goes on to the client as it comes."""

    def __init__(self, send: Send, added: list[tuple[bytes, bytes]]) -> None:
        self._send, self._added = send, added
        self._start: Message | None = None
        self.whole: _Kept | None = None

    async def __call__(self, message: Message) -> None:
        """Take in a message of the application."""
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": [*message["headers"], *self._added]}
            return
        if self._start is not None:
            start, self._start = self._start, None
            if message["type"] == "http.response.body" and not message.get("more_body"):
                headers = [(bytes(name), bytes(value)) for name, value in start["headers"]]
                self.whole = _Kept(start["status"], headers, message.get("body", b""))
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

"""Whole answers, kept for those who ask the same: each as it is, and coded once somebody takes that."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict

from starlette.types import Send

from rehabkg.server.coding import Headers, coded, coded_headers, takes_gzip, varying, worth_coding
from rehabkg.web.answers import etag_among, not_modified_since

# What is kept is made anew after so long: a comment that was accepted, or taken back, must come through. It is what
# the answers allow a browser, too.
_KEPT_SECONDS = 300
# Coding more than this takes longer than the other requests should wait.
_CODED_ASIDE_BYTES = 32_768
# Headers and the objects around them weigh about so much.
_AROUND_BYTES = 2_000
# What a 304 does not repeat (RFC 9110, section 15.4.5).
_OF_CONTENT = (b"content-length", b"content-type", b"content-encoding")


class Representation:
    """The bytes of an answer in one coding, its headers ready to be sent in two sets: of a 200 and of a 304."""

    __slots__ = ("body", "etag", "headers", "short")

    def __init__(self, headers: Headers, body: bytes) -> None:
        self.headers, self.body = headers, body
        self.etag = dict(headers).get(b"etag", b"").decode("latin-1")
        self.short = [pair for pair in headers if pair[0] not in _OF_CONTENT]


class Kept:
    """A whole answer. `public` says that it may be kept for all."""

    __slots__ = ("coded", "modified", "plain", "public", "status", "until", "weight", "worth")

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        by_name = dict(headers)
        self.status = status
        self.until = time.monotonic() + _KEPT_SECONDS
        self.modified = by_name.get(b"last-modified", b"").decode("latin-1")
        self.public = status in (200, 303, 301, 308) and by_name.get(b"cache-control", b"").startswith(b"public")
        # The answer to HEAD may have been made without its body.
        size = int(by_name.get(b"content-length", len(body)))
        # What is for one visitor alone is not coded: the length of it would tell of what stands in it (BREACH).
        self.worth = self.public and status == 200 and worth_coding(headers, size)
        self.plain = Representation(varying(headers) if self.worth or status == 304 else headers, body)
        self.coded: Representation | None = None
        self.weight = len(body) + _AROUND_BYTES

    async def answer(self, asked: dict[bytes, bytes], method: str, send: Send) -> None:
        """Send the answer in the coding that the client takes, or 304 where the client has it."""
        given = self.plain
        if self.worth and takes_gzip(asked.get(b"accept-encoding", b"")):
            given = self.coded or await self._code()
        if self.status == 200 and self._client_has_it(given, asked):
            await send({"type": "http.response.start", "status": 304, "headers": given.short})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": self.status, "headers": given.headers})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else given.body})

    async def _code(self) -> Representation:
        body = self.plain.body
        if not body:
            return Representation(coded_headers(self.plain.headers, None), b"")
        short = len(body) <= _CODED_ASIDE_BYTES
        content = coded(body) if short else await asyncio.to_thread(coded, body)
        self.coded = Representation(coded_headers(self.plain.headers, len(content)), content)
        return self.coded

    def _client_has_it(self, given: Representation, asked: dict[bytes, bytes]) -> bool:
        """Whether the conditions of the request fail (RFC 9110, section 13.2.2): tags come before dates."""
        tags, since = asked.get(b"if-none-match"), asked.get(b"if-modified-since")
        if tags is not None:
            return bool(given.etag) and etag_among(given.etag, tags.decode("latin-1"))
        return since is not None and not_modified_since(self.modified, since.decode("latin-1"))


class Cache:
    """The answers that were used last, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes = most_bytes, 0
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()

    def get(self, key: bytes) -> Kept | None:
        """Return a kept answer."""
        found = self._kept.get(key)
        if found is None:
            return None
        if time.monotonic() > found.until:
            self._bytes -= len(key) + self._kept.pop(key).weight
            return None
        self._kept.move_to_end(key)
        return found

    def put(self, key: bytes, kept: Kept) -> None:
        """Keep an answer, and let go of those used least recently."""
        # One answer must not push out all others.
        if len(kept.plain.body) > self._most // 8 or key in self._kept:
            return
        self._kept[key] = kept
        self._bytes += len(key) + kept.weight
        self._shrink()

    def weigh(self, key: bytes, kept: Kept) -> None:
        """Count what a kept answer holds by now, once it has been coded."""
        weight = len(kept.plain.body) + len(kept.coded.body if kept.coded else b"") + _AROUND_BYTES
        if weight != kept.weight and self._kept.get(key) is kept:
            self._bytes += weight - kept.weight
            kept.weight = weight
            self._shrink()

    def _shrink(self) -> None:
        while self._bytes > self._most:
            key, kept = self._kept.popitem(last=False)
            self._bytes -= len(key) + kept.weight

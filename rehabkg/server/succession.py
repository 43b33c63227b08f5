"""One release after another: a process takes up the release that comes into force, without losing a request.

What is asked while the next release is opened, and what is under way when it takes over, is answered from the former
one, whose store, workers and caches are let go with its last answer. A release that cannot be opened leaves the
former one in service.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from starlette.types import Message, Receive, Scope, Send

from rehabkg.errors import RehabkgError, one_line
from rehabkg.release.model import CURRENT, Release, open_release
from rehabkg.server.shell import Shell

_LOOKED_EVERY_SECONDS = 1.0
_LONGEST_LINE = 400
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 60.0
# Opens a release and returns the application that answers from it.
Opened = Callable[[Release], Shell]


class _Reign:
    """A release in service: its application `shell`, what runs for it, and how many requests are under way."""

    def __init__(self, name: str, shell: Shell) -> None:
        self.name, self.shell = name, shell
        self._kept = AsyncExitStack()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def start(self) -> None:
        """Start the workers. Raises `StoreError` where they do not come up."""
        await self._kept.enter_async_context(self.shell.running())

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self._under_way += 1
        self._idle.clear()
        try:
            await self.shell(scope, receive, send)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def idle(self) -> None:
        """Wait until no request is under way."""
        await self._idle.wait()

    async def end(self) -> None:
        """End the workers."""
        await self._kept.aclose()


class Succession:
    """The application of a process: answers from the release in force of a folder, and looks for the next one.

    Raises `StoreError` where there is no release at first, or it cannot be opened.
    """

    def __init__(self, releases: Path, opened: Opened, *, looked_every: float = _LOOKED_EVERY_SECONDS) -> None:
        self._releases, self._opened, self._looked_every = releases, opened, looked_every
        # Looked at before the release is read: what comes into force between is seen then.
        self._mark = _mark(releases)
        release = open_release(releases)
        self._now = _Reign(release.name, opened(release))
        self._leaving: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or run from the start of the server to its end."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await self._now.answer(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        """Speak the lifespan protocol (ASGI, Lifespan 2.0)."""
        started = False
        try:
            await receive()
            async with self._running():
                started = True
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception as error:
            told: Message = {"type": f"lifespan.{'shutdown' if started else 'startup'}.failed", "message": _said(error)}
            await send(told)
            raise
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        await self._now.start()
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await looking
            for leaving in self._leaving:
                leaving.cancel()
            await asyncio.gather(*self._leaving, return_exceptions=True)
            await self._now.end()

    async def _look(self) -> None:
        """Look at the name of the release in force again and again; read it only where its file is another one."""
        while True:
            await asyncio.sleep(self._looked_every)
            mark = _mark(self._releases)
            if mark is None or mark == self._mark:
                continue
            self._mark = mark
            await self._take_up()

    async def _take_up(self) -> None:
        """Put the release in force into service, once its workers are up. Its fault is told, and changes nothing."""
        name = "the release in force"
        try:
            release = open_release(self._releases)
            name = f"release {release.name}"
            if release.name == self._now.name:
                return
            # Aside: who asks meanwhile is answered.
            fresh = _Reign(release.name, await asyncio.to_thread(self._opened, release))
            await fresh.start()
        except Exception as error:
            # Whatever it is, the former release stays in service.
            line = f"{name} cannot be served ({_said(error)}); {self._now.name} stays in service"
            print(f"rehabkg serve, process {os.getpid()}: {line}", file=sys.stderr, flush=True)
            return
        former, self._now = self._now, fresh
        leaving = asyncio.create_task(_leave(former))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)


async def _leave(former: _Reign) -> None:
    """Let a release go with the last of its answers."""
    try:
        await former.idle()
    finally:
        await former.end()
    here, pause = weakref.ref(former.shell.inner), _FIRST_PAUSE_SECONDS
    del former
    # The application refers to itself in circles; its store and indexes are too large to wait for chance. Where the
    # end of an answer still holds it, as a thread does that was slow to end, it is tried again.
    gc.collect()
    while here() is not None:
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        gc.collect()


def _mark(releases: Path) -> tuple[int, int] | None:
    """Return what tells one writing of the name of the release in force from another, None where there is none."""
    try:
        found = os.stat(releases / CURRENT)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _said(error: Exception) -> str:
    text = str(error) if isinstance(error, RehabkgError) else f"{type(error).__name__}: {error}"
    return one_line(text, _LONGEST_LINE)

"""One worker as its server sees it: started, asked one thing at a time, watched, and killed where it goes too far."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from rehabkg.endpoint.task import LENGTH_BYTES, QueryAnswer, Task, answer_of, length_of, task_frame
from rehabkg.endpoint.worker import OUT_OF_MEMORY, READY
from rehabkg.errors import StoreError, one_line
from rehabkg.settings import Settings

_WATCHED_EVERY_SECONDS = 0.1
_START_SECONDS = 60.0
# Pages come before a query that takes longer than this.
_SHORT_SECONDS, _NICENESS = 0.25, 10
# What a reader takes at once from the pipe; a larger answer comes in parts.
_PIPE_BYTES = 2**20
# What a worker says on standard error is heard so far; the rest is let go.
_HEARD_BYTES, _HEARD_SECONDS = 8_192, 1.0
# An allocation that the kernel refuses ends pyoxigraph so.
_REFUSED_MEMORY = -signal.SIGABRT


class Ended(Exception):  # noqa: N818 - mostly on purpose
    """The worker was ended, or ended itself, before it had answered."""


class TimeOverError(Ended):
    """Its time was over."""


class MemoryOverError(Ended):
    """It took more memory than it may."""


class DiedError(Ended):
    """It was killed by another hand, or by what it was asked."""


class Worker:
    """A running worker. It is asked one task at a time; after `Ended` it is dead."""

    def __init__(self, process: asyncio.subprocess.Process, heard: _Heard) -> None:
        self._process, self._heard = process, heard
        self._rested_bytes = _private_bytes(process.pid)

    @classmethod
    async def start(cls, settings: Settings) -> Worker:
        """Start a worker on a store. Raises `StoreError` where it does not come up."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "rehabkg.endpoint.worker", str(settings.store_path), settings.base),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_PIPE_BYTES,
        )
        heard = _Heard(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                line = await _output(process).readline()
        except BaseException:
            await _kill(process)
            raise
        if line != READY:
            await _kill(process)
            said = await heard.last_line() or "it said nothing"
            raise StoreError(f"{settings.store_path}: a worker for queries did not come up ({said})")
        return cls(process, heard)

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.returncode is None

    async def ask(self, task: Task) -> QueryAnswer:
        """Return the answer to a task. Raises an `Ended`; whatever is raised, the worker is dead then."""
        try:
            async with asyncio.TaskGroup() as group:
                watch = group.create_task(self._watch(task))
                answer = await self._answer(task)
                watch.cancel()
            if answer.status == OUT_OF_MEMORY:
                raise MemoryOverError
        except BaseExceptionGroup as ended:
            await self.kill()
            raise _cause(ended) from None
        except BaseException:
            await self.kill()
            raise
        return answer

    async def kill(self) -> None:
        """End the process at once."""
        await _kill(self._process)

    async def last_words(self) -> str:
        """Return the last line that a worker said on standard error before its end, empty where it said nothing."""
        return await self._heard.last_line()

    async def _answer(self, task: Task) -> QueryAnswer:
        output = _output(self._process)
        assert self._process.stdin is not None  # noqa: S101 - asked for by start
        try:
            self._process.stdin.write(task_frame(task))
            await self._process.stdin.drain()
            head = await output.readexactly(length_of(await output.readexactly(LENGTH_BYTES)))
            answer, size = answer_of(head)
            return replace(answer, content=await output.readexactly(size))
        except (asyncio.IncompleteReadError, ConnectionError):
            status = await self._process.wait()
            raise (MemoryOverError if status == _REFUSED_MEMORY else DiedError) from None

    async def _watch(self, task: Task) -> None:
        """Look at time and memory until cancelled. Raises `TimeOverError` or `MemoryOverError`."""
        clock = asyncio.get_running_loop()
        started = clock.time()
        until, yields = started + task.limits.seconds, False
        while (left := until - clock.time()) > 0:
            await asyncio.sleep(min(_WATCHED_EVERY_SECONDS, left))
            if not yields and clock.time() - started > _SHORT_SECONDS:
                yields = True
                _make_yield(self.pid)
            if _private_bytes(self.pid) - self._rested_bytes > task.limits.memory_bytes:
                raise MemoryOverError
        raise TimeOverError

    @property
    def grown(self) -> int:
        """How many bytes of memory it has kept since it came up."""
        return _private_bytes(self.pid) - self._rested_bytes


class _Heard:
    """What a worker says on standard error: its engine and its libraries write there as they like, at any length."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._said = b""
        self._listening = asyncio.create_task(self._listen(process))

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None  # noqa: S101 - asked for by start
        while part := await process.stderr.read(_HEARD_BYTES):
            self._said = (self._said + part)[-_HEARD_BYTES:]

    async def last_line(self) -> str:
        """Return the last line; the pipe of a process that has ended ends soon."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._listening), _HEARD_SECONDS)
        lines = self._said.decode(errors="replace").strip().splitlines()
        return one_line(lines[-1]) if lines else ""


def _make_yield(pid: int) -> None:
    """Let others come before the threads of a worker, but for its main one, which only waits for them."""
    for thread in Path(f"/proc/{pid}/task").glob("[0-9]*"):
        if int(thread.name) != pid:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, int(thread.name), _NICENESS)


def _cause(error: BaseException) -> BaseException:
    """Return what a group of tasks was ended by."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await asyncio.shield(process.wait())


def _output(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    assert process.stdout is not None  # noqa: S101 - asked for by start
    return process.stdout


def _private_bytes(pid: int) -> int:
    """Return the memory that is a process's own (proc_pid_statm(5): resident less shared), 0 where it is gone."""
    try:
        figures = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
        return (int(figures[1]) - int(figures[2])) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0

"""Workers kept ready: so many queries at once, a few that wait, and another worker for each that was killed."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from types import TracebackType

from rehabkg.endpoint.process import Ended, MemoryOverError, TimeOverError, Worker
from rehabkg.endpoint.task import Limits, QueryAnswer, Task
from rehabkg.errors import StoreError, one_line
from rehabkg.settings import Settings
from rehabkg.web.problems import Problem

_LOG = logging.getLogger(__name__)
_PAUSE_SECONDS = 1.0
# So much of a query is told in a line of the log.
_LONGEST_TOLD = 160
# What a worker may keep of a query's memory before another takes its place.
_KEPT_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class PoolSize:
    """How many queries run at once, how many may wait and for how long.

    `spare` workers stand by for those that are killed.
    """

    running: int = 2
    spare: int = 1
    waiting: int = 32
    wait_seconds: float = 10.0


class QueryPool:
    """Runs queries on a store, each in a process that can be killed. Used as an async context."""

    def __init__(self, settings: Settings, size: PoolSize | None = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.size = size or PoolSize()
        self._settings = settings
        self._slots = asyncio.Semaphore(self.size.running)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._waiting = 0
        self._workers: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False

    async def __aenter__(self) -> QueryPool:
        """Start the workers. Raises `StoreError` where the store cannot be opened."""
        try:
            for worker in await asyncio.gather(*(self._start() for _ in range(self.size.running + self.size.spare))):
                self._idle.put_nowait(worker)
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for starting in self._starting:
            starting.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._workers))
        self._workers.clear()

    @property
    def pids(self) -> list[int]:
        """The processes that are alive."""
        return sorted(worker.pid for worker in self._workers if worker.alive)

    async def run(self, task: Task) -> QueryAnswer:
        """Return the answer to a task.

        Raises `Problem`: 400 for a query that cannot run here, 406 for a form that its answer has not, 502 where its
        process was killed by another hand, 503 where it took too long or too many others wait. A caller that is
        cancelled ends the query.
        """
        worker = await self._taken()
        try:
            answer = await worker.ask(task)
        except Ended as ended:
            await _tell(ended, worker, task)
            raise _refusal(ended, task) from None
        finally:
            self._given_back(worker)
        if answer.status != 200:
            raise Problem(answer.status, answer.detail)
        return answer

    async def _taken(self) -> Worker:
        """Wait for a turn and a worker. Raises `Problem` where too many wait, or for too long."""
        if self._waiting >= self.size.waiting:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self.size.wait_seconds):
                await self._slots.acquire()
                try:
                    # One that was killed while it was idle is found dead only here.
                    while not (worker := await self._idle.get()).alive:
                        self._replace(worker)
                except BaseException:
                    self._slots.release()
                    raise
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1
        return worker

    def _given_back(self, worker: Worker) -> None:
        if worker.alive and worker.grown <= _KEPT_BYTES:
            self._idle.put_nowait(worker)
        else:
            self._replace(worker)
        self._slots.release()

    def _replace(self, worker: Worker) -> None:
        if self._closed:
            return
        starting = asyncio.create_task(self._replaced(worker))
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)

    async def _replaced(self, worker: Worker) -> None:
        await worker.kill()
        self._workers.discard(worker)
        while True:
            try:
                self._idle.put_nowait(await self._start())
                return
            except (StoreError, OSError, TimeoutError) as error:
                _LOG.error("a worker for queries does not come up; trying again: %s", one_line(error))
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _start(self) -> Worker:
        worker = await Worker.start(self._settings)
        self._workers.add(worker)
        return worker


async def _tell(ended: Ended, worker: Worker, task: Task) -> None:
    """Write one line about a query that was ended, in place of whatever its process has said."""
    limits = task.limits
    reason = {
        TimeOverError: f"its limit of {limits.seconds:g} seconds",
        MemoryOverError: f"its limit of {limits.memory_bytes // 2**20} MiB of memory",
    }.get(type(ended)) or f"the end of its process ({await worker.last_words() or 'which said nothing'})"
    _LOG.warning("a query was ended by %s: %s", reason, one_line(task.text, _LONGEST_TOLD))


def _refusal(ended: Ended, task: Task) -> Problem:
    if isinstance(ended, TimeOverError):
        detail = f"the query took longer than {task.limits.seconds:g} seconds and was ended; ask for less"
        return Problem(503, detail, headers={"Retry-After": "30"})
    if isinstance(ended, MemoryOverError):
        most = task.limits.memory_bytes // 2**20
        return Problem(400, f"the query took more memory than {most} MiB and was ended; ask for less")
    detail = "the process that ran the query ended before it had answered"
    return Problem(502, detail, headers={"Retry-After": "1"})


def _busy() -> Problem:
    return Problem(503, "too many queries are being run; ask again in a moment", headers={"Retry-After": "5"})

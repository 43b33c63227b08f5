"""Work on blocks in several processes, in order, with few blocks under way at once: memory does not grow.

Each process has a pipe of its own, and none but the process holds its end: one that is killed in the midst of an
answer ends the pipe, and the load. `concurrent.futures` shares its pipes, and waits there for ever.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from rehabkg.errors import CallError, RehabkgError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
# Blocks that wait for a free process, beside those that are worked on.
_WAITING = 2
_COLLECTED_AFTER = (500_000, 20, 100)


class WorkError(Exception):
    """A bug met in a process of the load: its message is the traceback there."""


def in_order(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], *, jobs: int, prepare: Callable[[], None]
) -> Generator[_Result]:
    """Yield what *work* makes of each task, in the order of the tasks.

    *prepare* runs once in each process. With one job all runs here. Raises the `RehabkgError` that *work* or *prepare*
    raises, and one where a process was killed.
    """
    if jobs == 1:
        prepare()
        yield from map(work, tasks)
        return
    under_way: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(jobs) as threads, _Processes(work, prepare).ended() as processes:
        for task in tasks:
            if processes.count < min(jobs, len(under_way) + 1):
                processes.add()
            under_way.append(threads.submit(processes.call, task))
            if len(under_way) >= jobs + _WAITING:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


class _Processes(Generic[_Task, _Result]):
    """The processes at work, each asked by one thread at a time."""

    def __init__(self, work: Callable[[_Task], _Result], prepare: Callable[[], None]) -> None:
        # Spawned, not forked: libraries of this process have threads of their own, which a fork would cut off.
        self._context = multiprocessing.get_context("spawn")
        self._does = work, prepare
        self._started: list[tuple[BaseProcess, Connection[Any, Any]]] = []
        self._idle: SimpleQueue[Connection[Any, Any]] = SimpleQueue()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._started)

    def add(self) -> None:
        """Start a process."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, *self._does), daemon=True)
        with _deaf_to_interrupts():
            process.start()
        theirs.close()
        self._started.append((process, ours))
        self._idle.put(ours)

    def call(self, task: _Task) -> _Result:
        """Have a process do *task*; return what it makes of it, or raise what it raises."""
        pipe = self._idle.get()
        try:
            pipe.send(task)
            result, error = pipe.recv()
        except (EOFError, OSError) as end:
            raise RehabkgError("a process of the load was ended from outside, perhaps for want of memory") from end
        finally:
            self._idle.put(pipe)
        if error is not None:
            raise error
        found: _Result = result
        return found

    @contextmanager
    def ended(self) -> Iterator[_Processes[_Task, _Result]]:
        """End the processes at the end; where something was raised, in the midst of what they are at."""
        try:
            yield self
        except BaseException:
            # The pipes stay open: threads still read them, and find that they have ended.
            for process, _ in self._started:
                process.kill()
                process.join()
            raise
        for process, pipe in self._started:
            pipe.close()
            process.join()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Keep Ctrl-C, which goes to all processes of a terminal, from those that are started now: this one ends them."""
    # Python starts a process of its own with the first, and lets interrupts in again after that.
    resource_tracker.ensure_running()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _serve(pipe: Connection[Any, Any], work: Callable[[Any], Any], prepare: Callable[[], None]) -> None:
    """Do what comes through *pipe*, until it ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    unprepared: Exception | None = None
    try:
        prepare()
    except Exception as error:
        # Nobody listens yet; the first task is answered with it.
        unprepared = _packed(error)
    # Records hold no cycles: the collector would walk those of a block over and over, for half of the time.
    gc.freeze()
    gc.set_threshold(*_COLLECTED_AFTER)
    # A parent that has ended has ended the pipe.
    with suppress(EOFError, OSError):
        while True:
            task = pipe.recv()
            pipe.send(_answer(work, task) if unprepared is None else (None, unprepared))


def _answer(work: Callable[[Any], Any], task: Any) -> tuple[Any, Exception | None]:
    try:
        return work(task), None
    except Exception as error:
        return None, _packed(error)


def _packed(error: Exception) -> Exception:
    """Return *error* as it can go through a pipe: those that are made of a file, a line and more cannot."""
    if isinstance(error, CallError):
        return CallError(str(error))
    return RehabkgError(str(error)) if isinstance(error, RehabkgError) else WorkError(traceback.format_exc())


def _end_with_parent() -> None:
    """A parent that was killed cannot end its processes: they watch for its end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

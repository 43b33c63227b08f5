"""Work on blocks in several processes, in order, with few blocks under way at once: memory does not grow."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TypeVar

from rehabkg.errors import CallError, RehabkgError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
# Blocks that wait for a free process, beside those that are worked on.
_WAITING = 2
_COLLECTED_AFTER = (500_000, 20, 100)
# What kept this process from being made ready.
_UNPREPARED: list[RehabkgError] = []


def in_order(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], *, jobs: int, prepare: Callable[[], None]
) -> Generator[_Result]:
    """Yield what *work* makes of each task, in the order of the tasks.

    *prepare* runs once in each process. With one job all runs here. Raises what *work* raises, and `RehabkgError`
    where a process was killed.
    """
    if jobs == 1:
        prepare()
        yield from map(work, tasks)
        return
    # Spawned, not forked: libraries of this process have threads of their own, which a fork would cut off.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(prepare,))
    under_way: deque[Future[_Result]] = deque()
    others = multiprocessing.active_children()
    try:
        for task in tasks:
            with _deaf_to_interrupts():
                under_way.append(pool.submit(_do, work, task))
            if len(under_way) >= jobs + _WAITING:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool as error:
        raise RehabkgError("a process of the load was ended from outside, perhaps for want of memory") from error
    except BaseException:
        # Nobody waits any more for what they are at.
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Keep Ctrl-C, which goes to all processes of a terminal, from those that are started now: this one ends them."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _start(prepare: Callable[[], None]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        prepare()
    except RehabkgError as error:
        # Here nobody would hear it; the first task tells it.
        _UNPREPARED.append(error)
    # Records hold no cycles: the collector would walk those of a block over and over, for half of the time.
    gc.freeze()
    gc.set_threshold(*_COLLECTED_AFTER)


def _do(work: Callable[[_Task], _Result], task: _Task) -> _Result:
    try:
        if _UNPREPARED:
            raise _UNPREPARED[0]
        return work(task)
    except RehabkgError as error:
        # An error that is made of a file, a line and more cannot be packed for the way; its sentence can.
        raise (CallError if isinstance(error, CallError) else RehabkgError)(str(error)) from None


def _end_with_parent() -> None:
    """A parent that was killed cannot end its processes: they watch for its end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

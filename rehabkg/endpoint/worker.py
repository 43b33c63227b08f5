"""A worker: a process that opens a store, reads tasks from standard input and answers on standard output.

    python -m rehabkg.endpoint.worker STORE BASE

pyoxigraph knows no limit of time or memory, and a parser that overflows its stack takes its process along. So a query
runs where it can be killed. The kernel ends a worker whose time is over even where its server has died.
"""

from __future__ import annotations

import csv
import gc
import os
import resource
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import IO

from pyoxigraph import Store

from rehabkg.endpoint.evaluate import evaluate
from rehabkg.endpoint.task import LENGTH_BYTES, QueryAnswer, Task, answer_frame, length_of, task_of
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store

# Twice the usual stack: the guard lets through what needs half of that.
_STACK_BYTES = 16 * 2**20
# The server ends a query at its limit; the alarm is for a server that can no more.
_ALARM_AFTER_SECONDS = 2.0
READY = b"ready\n"
OUT_OF_MEMORY = 507


def main(store_path: str, base: str) -> None:
    """Answer tasks until standard input ends."""
    tasks, answers = sys.stdin.buffer, _private_output()
    threading.stack_size(_STACK_BYTES)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Rows of an answer are read again as CSV; a cell is bounded by the answer. The limit is of the whole process.
    csv.field_size_limit(sys.maxsize)
    settings = Settings(base=base, store_path=Path(store_path))
    store = open_store(settings.store_path)
    gc.freeze()
    answers.write(READY)
    answers.flush()
    over: list[bool] = []
    while not over:
        runner = threading.Thread(target=_run, args=(tasks, answers, store, settings, over))
        runner.start()
        runner.join()


def _run(tasks: IO[bytes], answers: IO[bytes], store: Store, settings: Settings, over: list[bool]) -> None:
    """Answer tasks until there are no more, or until the server has made this thread yield to others.

    The server does so to a query that takes long. Niceness belongs to a thread, cannot be given back, and is left to
    the threads that it starts (setpriority(2)): so the main thread, which never works, starts another.
    """
    while prefix := tasks.read(LENGTH_BYTES):
        task = task_of(tasks.read(length_of(prefix)))
        _bounded(task)
        try:
            answer = evaluate(store, task, settings)
        except MemoryError:
            answer = QueryAnswer(OUT_OF_MEMORY, "out of memory")
        except BaseException:
            # The engine itself failed; the server sees the pipe end.
            traceback.print_exc()
            os._exit(1)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for part in answer_frame(answer):
            answers.write(part)
        answers.flush()
        if os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) > 0:
            return
    over.append(True)


def _private_output() -> IO[bytes]:
    """Keep the pipe for answers: whatever else is printed goes to standard error."""
    kept = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(kept, "wb")


def _bounded(task: Task) -> None:
    """Set the kernel's own limits: an alarm that ends the process, and private memory beyond what is used now."""
    signal.setitimer(signal.ITIMER_REAL, task.limits.seconds + _ALARM_AFTER_SECONDS)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (_data_bytes() + task.limits.memory_bytes, hard))


def _data_bytes() -> int:
    """Return how much private memory the process has asked for (proc_pid_statm(5), the sixth figure)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # Ctrl-C in a terminal goes to the whole group; the server ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main(sys.argv[1], sys.argv[2])

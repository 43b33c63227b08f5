"""Run a command, and see what it prints when, how long it takes, and what memory each of its processes needs."""

from __future__ import annotations

import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_SECONDS_BETWEEN_LOOKS = 0.1
# What the command line of a process of Python's multiprocessing says, and what such a process is.
_ROLES = (("resource_tracker", "tracker"), ("spawn_main", "worker"))
_UNITS = 1024


@dataclass(slots=True)
class Peak:
    """The most memory that a process held at once (VmHWM), in bytes; `role` is main, worker, tracker or child."""

    role: str
    size: int


@dataclass(slots=True)
class Ran:
    """A command that has run: `lines` are those of its standard error, each with the second when it came.

    `processor` are the seconds that all its processes took of the processors, where nothing else was run meanwhile.
    """

    seconds: float
    processor: float
    status: int
    output: str
    lines: list[tuple[float, str]]
    peaks: dict[int, Peak] = field(default_factory=dict)

    def peak(self, *roles: str) -> int:
        """Return the most memory that any one process of these roles held, or any at all; in bytes."""
        return max((peak.size for peak in self.peaks.values() if not roles or peak.role in roles), default=0)


class FailedError(Exception):
    """A command ended badly; the text is the end of what it said."""


def run(call: Sequence[str], *, environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ran:
    """Run *call* to its end and measure it. Raises `FailedError` where it ends badly."""
    started, used = time.perf_counter(), _used()
    process = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment, cwd=cwd
    )
    peaks: dict[int, Peak] = {}
    lines: list[tuple[float, str]] = []
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
    listen = threading.Thread(target=_listen, args=(process, started, lines))
    watch.start()
    listen.start()
    assert process.stdout is not None  # noqa: S101 - asked for above
    output = process.stdout.read()
    status = process.wait()
    seconds = time.perf_counter() - started
    ended.set()
    watch.join()
    listen.join()
    if status:
        raise FailedError("\n".join(line for _, line in lines[-12:]) or output[-1000:])
    return Ran(seconds, _used() - used, status, output, lines, peaks)


def _used() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _listen(process: subprocess.Popen[str], started: float, lines: list[tuple[float, str]]) -> None:
    assert process.stderr is not None  # noqa: S101 - asked for above
    lines.extend((time.perf_counter() - started, line.rstrip("\n")) for line in process.stderr)


def _watch(pid: int, peaks: dict[int, Peak], ended: threading.Event) -> None:
    """Look at the processes of a command again and again: the kernel keeps the peak of each as long as it lives."""
    while not ended.is_set():
        for found in _family(pid):
            size = _peak(found)
            if size:
                known = peaks.setdefault(found, Peak(_role(found, pid), 0))
                known.size = max(known.size, size)
        ended.wait(_SECONDS_BETWEEN_LOOKS)


def _family(pid: int) -> Iterator[int]:
    yield pid
    # A child belongs to the thread that started it.
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _peak(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * _UNITS
    except OSError:
        pass
    return 0


def _role(pid: int, main: int) -> str:
    if pid == main:
        return "main"
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return "child"
    return next((role for mark, role in _ROLES if mark in command), "child")

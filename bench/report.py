"""How a benchmark prints what it measured: the machine in one line, then Markdown tables."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence

from rehabkg.link.intervals import Interval, wilson

MEBIBYTE = 1 << 20


def machine() -> str:
    """Return the machine in one line; its load says whether others were at work on it."""
    model = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{model}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start\n"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table."""
    print("| " + " | ".join(headings) + " |")
    print("|" + "---|" * len(headings))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def median_seconds(run: Callable[[], object], runs: int) -> float:
    """Return the median time of *runs* calls, in seconds."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def mebibytes(size: float) -> str:
    """Return *size* bytes in MiB, as text."""
    return f"{size / MEBIBYTE:,.0f}"


def held(met: bool) -> str:
    """Say whether a target was met."""
    return "yes" if met else "**missed**"


def share(value: float | None, interval: Interval | None = None) -> str:
    """Return a share as text, with its interval where there is one; "none" where nothing was counted."""
    if value is None:
        return "none"
    return f"{value:.3f}" + (f" [{interval.low:.3f}, {interval.high:.3f}]" if interval else "")


def counted(part: int, whole: int) -> str:
    """Return the share of *part* in *whole* with its interval of 95 %."""
    return share(part / whole, wilson(part, whole)) if whole else "none"

"""Write to a file what a mapper yields, under the conditions of a process of a load, and say how long it took."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# What a process of a load sets (`rehabkg.load.pool`); with one process nobody does it for us.
SELDOM_COLLECTED = (500_000, 20, 100)


def written(mapped: Callable[[Path, int], Iterator[bytes]]) -> float:
    """Write what *mapped* yields for the file and the number of processes that the command names; return the seconds.

    They run from the start of the processes to the last byte written.
    """
    path, out, jobs = sys.argv[1:]
    gc.freeze()
    gc.set_threshold(*SELDOM_COLLECTED)
    started = time.perf_counter()
    with Path(out).open("wb") as opened:
        for lines in mapped(Path(path), int(jobs)):
            opened.write(lines)
    return time.perf_counter() - started

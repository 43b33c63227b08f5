"""The command `rehabkg serve` in a process of its own, over releases in a folder."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from servers import free_port
from unmeasured import UNMEASURED


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: its address without a slash at the end, its port and its first process."""

    url: str
    port: int
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def running(releases: Path, *, processes: int = 2, messages: Path | None = None) -> Iterator[Running]:
    """Serve until the end of the block; what the server says on standard error goes to the file *messages*."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    call = [sys.executable, "-m", "rehabkg", "serve", "--releases", str(releases), "--port", str(port)]
    with contextlib.ExitStack() as kept:
        said = None if messages is None else kept.enter_context(messages.open("wb"))
        call += ["--processes", str(processes)]
        process = kept.enter_context(subprocess.Popen(call, env=UNMEASURED, stderr=said))
        try:
            until = time.monotonic() + 120
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    httpx.get(f"{url}/robots.txt", timeout=5)
                    break
                assert process.poll() is None, "the server has ended"
                assert time.monotonic() < until, "the server does not listen"
                time.sleep(0.1)
            yield Running(url, port, process)
        finally:
            process.terminate()

"""How a long load is shown: a bar with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rehabkg.cli.options import tell

if TYPE_CHECKING:
    from rehabkg.load.run import Progress

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def shown(source_bytes: int | None) -> Iterator[Progress]:
    """Give a progress that is shown on standard error; *source_bytes* is the size of all files, None if unknown."""
    if not sys.stderr.isatty():
        yield _Lines(source_bytes)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    # How far it is nobody knows where the whole is not known.
    whole = bool(source_bytes)
    share = (TextColumn("{task.percentage:>3.0f} %"),) if whole else ()
    rest = (TextColumn("left"), TimeRemainingColumn()) if whole else ()
    columns = (TextColumn("{task.description}"), BarColumn(), *share, TextColumn("{task.fields[counts]}"),
               TimeElapsedColumn(), *rest)  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, source_bytes)


class _Counts:
    def __init__(self, source_bytes: int | None) -> None:
        self.records = self.rejected = self.source_bytes = 0
        self.whole = source_bytes
        self.started = time.monotonic()

    def take(self, records: int, rejected: int, source_bytes: int) -> None:
        self.records += records
        self.rejected = rejected
        self.source_bytes += source_bytes

    def left(self) -> str:
        """Say how far the load is and how long it will take, as far as that can be known."""
        if not self.whole or not self.source_bytes:
            return ""
        share = min(self.source_bytes / self.whole, 1.0)
        seconds = (time.monotonic() - self.started) * (1 - share) / share
        return f"{share:.0%}, {seconds:,.0f} s left: "

    def text(self) -> str:
        rate = self.records / max(time.monotonic() - self.started, 0.001)
        return f"{self.records:,} records, {rate:,.0f}/s, {self.rejected:,} rejected"


class _Lines:
    """Plain lines, one for each step and one every ten seconds."""

    def __init__(self, source_bytes: int | None) -> None:
        self._counts = _Counts(source_bytes)
        self._told = time.monotonic()

    def step(self, name: str) -> None:
        tell(name)

    def advance(self, *, records: int, rejected: int, source_bytes: int) -> None:
        counts = self._counts
        counts.take(records, rejected, source_bytes)
        now = time.monotonic()
        if now - self._told >= _SECONDS_BETWEEN_LINES:
            self._told = now
            tell(counts.left() + counts.text())


class _Bar:
    """A bar of the library rich."""

    def __init__(self, bar: Bar, source_bytes: int | None) -> None:  # type: ignore[name-defined]  # noqa: F821
        self._bar, self._counts = bar, _Counts(source_bytes)
        self._task = bar.add_task("", total=self._counts.whole, counts="")

    def step(self, name: str) -> None:
        self._bar.update(self._task, description=name)

    def advance(self, *, records: int, rejected: int, source_bytes: int) -> None:
        self._counts.take(records, rejected, source_bytes)
        self._bar.update(self._task, advance=source_bytes, counts=self._counts.text())

"""Debian's chromium without a screen, asking nobody but the servers of the tests."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
WANTS_CHROMIUM = pytest.mark.skipif(not CHROMIUM.is_file(), reason=f"no {CHROMIUM} (Debian: apt-get install chromium)")
# Else it looks up its maker's hosts at every start, and waits for a network that may be closed.
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """Run a browser until the end of the block; the test is left out, saying so, where there is none."""
    if not CHROMIUM.is_file():
        pytest.skip(f"no {CHROMIUM} (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_ARGUMENTS)
        yield browser
        browser.close()

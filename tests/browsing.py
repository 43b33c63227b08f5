"""Debian's chromium without a screen, asking nobody but the servers of the tests."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_NONE = "no chromium on PATH (Debian: apt-get install chromium)"
WANTS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason=_NONE)
# Else it looks up its maker's hosts at every start, and waits for a network that may be closed.
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """Run a browser until the end of the block; the test is left out, saying so, where there is none."""
    if CHROMIUM is None:
        pytest.skip(_NONE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()

"""The site as files in a real browser, from a server that knows nothing but files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import WANTS_CHROMIUM, launched
from playwright.sync_api import Browser, Page
from published import release_of
from test_server_browser import Quiet
from test_site import content

from rehabkg.site.run import write_site

pytestmark = WANTS_CHROMIUM


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site below a folder of its host, as it may lie anywhere."""
    folder = tmp_path_factory.mktemp("host")
    write_site(release_of(folder / "releases", content()), folder / "public" / "deep" / "site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "public")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/deep/site"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a reader, in which nothing was complained of at the end."""
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []
    page.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("Invented", 2), ("inv", 2), ("person 0", 1), ("ODD е", 1), ("[odd] Ё", 1), ("nobody", 0), ("<b>", 0), ("", 0)],
)
def test_search_finds_things_without_a_server(asked: str, found: int, page: Page, url: str) -> None:
    """By any beginning of words, whatever their case and accents; what is typed is never markup."""
    page.goto(f"{url}/search.en.html")
    page.fill("#site-search input", asked)
    page.evaluate("document.getElementById('site-search').requestSubmit()" if asked else "0")
    page.wait_for_timeout(300)

    assert page.locator("#found li").count() == (found if asked else 0)
    if found:
        page.click("#found a")
        assert page.url.startswith(f"{url}/doc/")
        assert page.locator("h1").count() == 1


def test_search_is_asked_from_any_page(page: Page, url: str) -> None:
    """The field at the top of each page leads to it, with what was typed."""
    page.goto(f"{url}/doc/person/x0.ru.html")
    page.fill("#find", "invented")
    page.click(".find button")
    page.wait_for_selector("#found li")

    assert page.url.startswith(f"{url}/search.ru.html?q=invented")
    assert Axe().run(page).violations_count == 0


def test_code_that_embeds_a_drawing_is_made_where_the_files_lie(page: Page, url: str) -> None:
    """The files know no address of their own; what another site copies must be whole, and must show the drawing."""
    page.goto(f"{url}/queries/map-of-places.en.html")
    page.click("summary:has-text('Put this map on your page')")
    code = page.locator("textarea[readonly]").input_value()
    page.set_content(f"<!DOCTYPE html><title>Another site</title>{code}")

    assert f'src="{url}/embed/queries/map-of-places.en.html"' in code
    page.frame_locator("iframe").locator("svg.rk").first.wait_for()

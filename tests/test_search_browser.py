"""Search and comments in a real browser, at a real server with all that stands around its answers."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from browsing import WANTS_CHROMIUM, launched
from playwright.sync_api import Browser, Page, ViewportSize
from searched import made
from servers import free_port

from rehabkg.comments.model import ACCEPTED
from rehabkg.comments.queue import FILE, Queue
from rehabkg.pipeline import Assembled
from rehabkg.server.app import application

pytestmark = WANTS_CHROMIUM
DESK: ViewportSize = {"width": 1200, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Site:
    """A server that runs, and the comments that it takes."""

    url: str
    queue: Queue


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, assembled: Assembled) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("browsed")
    published = made(folder, assembled)
    queue, port = Queue(folder / FILE), free_port()
    url = f"http://127.0.0.1:{port}"
    app = application(published, f"{url}/", comments=queue.path)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield Site(url, queue)
    server.should_exit = True
    thread.join(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def opened(browser: Browser, size: ViewportSize = DESK, *, scripts: bool = True) -> Iterator[Page]:
    """Give a page in which every error fails the test."""
    context = browser.new_context(viewport=size, java_script_enabled=scripts)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    # A browser calls a refused form an error; the tests look at those themselves.
    assert [error for error in errors if not re.search(r"status of (?:403|422)", error)] == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser)


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser whose user runs no scripts."""
    yield from opened(browser, scripts=False)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, PHONE)


def accessible(page: Page) -> None:
    """What axe-core finds is nothing."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_search_is_whole_without_scripts(plain: Page, site: Site) -> None:
    """Asked, narrowed by a facet and widened again by links alone."""
    plain.goto(f"{site.url}/search.en.html")
    plain.fill("#search-text", "Vydumov")
    plain.click(".search button")
    assert plain.locator(".total").inner_text() == "Found: 4"
    plain.locator(".facets summary", has_text="Group or nationality").click()
    plain.click(".facets a:has-text('Poles')")
    assert plain.locator(".total").inner_text() == "Found: 2"
    plain.click(".chosen a")
    assert plain.locator(".total").inner_text() == "Found: 4"
    plain.click(".switch")
    assert plain.locator(".total").inner_text() == "Найдено: 4"


def test_names_are_suggested_while_they_are_typed(page: Page, site: Site) -> None:
    """From the server, under the site's policy for scripts."""
    page.goto(f"{site.url}/search.en.html")
    with page.expect_response("**/suggest?*"):
        page.locator("#search-text").press_sequentially("Мсти")
    page.wait_for_selector('#search-suggested option[value="Мстиславцев Лев Фомич"]', state="attached")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("query", ["?q=Выдумов", "?q=...", "?q=Ктотоинойсовсем", "?q=&kind=body&page=2"])
def test_search_page_is_accessible(language: str, query: str, page: Page, site: Site) -> None:
    """With hits, without, and where nothing can be sought."""
    page.goto(f"{site.url}/search.{language}.html{query}")
    accessible(page)


def test_nothing_is_wider_than_a_phone(phone: Page, site: Site) -> None:
    """No page is pushed from side to side."""
    for path in ("search.ru.html?q=НКВД", "search.en.html?q=", "comments.ru.html?about=id/group/kalmyks"):
        phone.goto(f"{site.url}/{path}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        accessible(phone)


def test_comment_goes_from_the_form_to_the_editor_and_to_the_page(plain: Page, site: Site) -> None:
    """As a real browser sends it: it tells where a form comes from, under a policy that names no page to anybody."""
    plain.goto(f"{site.url}/doc/group/kalmyks.ru.html")
    plain.click(".comments a[href*='comments.ru.html']")
    plain.fill("#comment-text", "Не 1991, а 1993 год.")
    plain.click(".comment-form button")
    # Too quick, and no evidence: the browser's own check asks for none.
    assert plain.locator(".notice").is_visible()
    assert plain.input_value("#comment-text").strip() == "Не 1991, а 1993 год."
    plain.fill("#comment-evidence", "Книга, с. 7")
    plain.wait_for_timeout(3_500)
    plain.click(".comment-form button")
    assert plain.locator("h1").inner_text() == "Спасибо"
    (found,) = site.queue.listed()
    assert found.said.text == "Не 1991, а 1993 год."
    site.queue.decide(found.id, ACCEPTED, datetime.now(UTC))
    plain.goto(f"{site.url}/comments.en.html?about=id/group/kalmyks")
    assert plain.locator(".said").inner_text().count("Не 1991, а 1993 год.") == 1


def test_form_of_another_site_is_refused_by_what_the_browser_tells(page: Page, site: Site, tmp_path: Path) -> None:
    """A page elsewhere that sends the form for its visitor."""
    before = len(site.queue.listed())
    stranger = tmp_path / "stranger.html"
    stranger.write_text(
        f'<form method="post" action="{site.url}/comments"><input name="about" value="id/group/kalmyks">'
        "<button>go</button></form>",
        encoding="utf-8",
    )
    page.goto(stranger.as_uri())
    with page.expect_response("**/comments") as answer:
        page.click("button")
    assert answer.value.status == 403
    assert len(site.queue.listed()) == before


def test_form_and_preview_are_accessible(page: Page, site: Site) -> None:
    """With its refusals, and the small page for frames."""
    page.goto(f"{site.url}/comments.en.html?about=id/group/kalmyks")
    accessible(page)
    page.fill("#comment-text", "Nothing can be checked here.")
    page.click(".comment-form button")
    assert page.locator(".notice li").count() == 2
    accessible(page)
    page.goto(f"{site.url}/comments/thanks.ru.html?about=id/group/kalmyks")
    accessible(page)
    page.goto(f"{site.url}/embed/preview?id={quote('id/observation/first.2', safe='')}")
    accessible(page)


def test_preview_may_stand_in_a_frame_of_another_program(page: Page, site: Site) -> None:
    """OpenRefine shows it in its own page; other pages of the site may not be framed."""
    framed = page.request.get(f"{site.url}/embed/preview?id=id/person/p0057").headers["content-security-policy"]
    other = page.request.get(f"{site.url}/search.en.html").headers["content-security-policy"]

    assert "frame-ancestors *" in framed
    assert "frame-ancestors 'self'" in other

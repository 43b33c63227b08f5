"""The map in a real browser: it moves and is enlarged by mouse, keys and buttons, and no accident follows a link."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from browsing import WANTS_CHROMIUM, launched
from jinja2 import Environment, PackageLoader, StrictUndefined
from playwright.sync_api import Browser, Page, ViewportSize

from rehabkg.drawing.clusters import LEVELS, WHOLE_WIDTH
from rehabkg.drawing.map import Map, Place
from rehabkg.drawing.page import Sources, map_figure
from rehabkg.pages.render import static_folder

# Three camps near one another, and two far from them.
pytestmark = WANTS_CHROMIUM
PLACES = (
    Place(59.56, 150.8, "Magadan", "town", "magadan.html"),
    Place(49.8, 73.1, "Karaganda", "town", "karaganda.html"),
    Place(49.9, 73.2, "Dolinka", "camp", "dolinka.html", certain=False),
    Place(50.6, 72.9, "Spassk", "camp", "spassk.html", certain=False),
    Place(52.1, 23.7, "Brest", "town", "brest.html"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of one page with a map, at a free port of this machine."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "static").symlink_to(static_folder())
    environment = Environment(loader=PackageLoader("rehabkg.pages"), autoescape=True, undefined=StrictUndefined)
    figure = map_figure(Map("Places", "en", PLACES), Sources())
    (folder / "map.html").write_text(environment.get_template("embed_map.html").render(figure=figure, root=""))
    for place in PLACES:
        (folder / str(place.link)).write_text("<!DOCTYPE html><html lang=en><title>place</title>")
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/map.html"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files under the rules that the site sets, and says nothing."""

    def end_headers(self) -> None:
        self.send_header(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'",
        )
        super().end_headers()

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The page with the map; an error in its script fails the test."""
    yield from _opened(browser, site, {"width": 1000, "height": 900})


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """The same on a phone."""
    yield from _opened(browser, site, {"width": 360, "height": 740})


def _opened(browser: Browser, site: str, size: ViewportSize) -> Iterator[Page]:
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(site)
    page.wait_for_selector(".map.live")
    yield page
    context.close()
    assert errors == []


def level(page: Page) -> int:
    """Return the level whose marks are shown, once what was asked for is drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return int(str(page.get_attribute(".rk-map", "data-level")))


def shown(page: Page) -> list[str]:
    """Return the names of the marks that are drawn."""
    titles = page.eval_on_selector_all(
        ".rk-map a", "links => links.filter(link => link.getClientRects().length).map(link => link.textContent)"
    )
    return [str(title) for title in titles]


def place_of(page: Page, href: str) -> tuple[float, float]:
    """Return where a mark is on the screen."""
    box = page.locator(f'.rk-map a[href="{href}"]').first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_buttons_enlarge_and_merged_marks_part(page: Page) -> None:
    """At the width of the page three camps are one mark; enlarged, each is its own."""
    assert level(page) == WHOLE_WIDTH
    assert not any(text.startswith("Spassk") for text in shown(page))
    for _ in range(6):
        page.click("[data-map=closer]")
        level(page)

    assert level(page) == LEVELS - 1
    assert any(text.startswith("Spassk") for text in shown(page))
    page.click("[data-map=all]")
    assert level(page) == WHOLE_WIDTH


def test_click_on_a_merged_mark_enlarges_it_where_it_is(page: Page) -> None:
    """One click brings nearer what lies under the pointer; the address stays."""
    before = page.url
    x, y = place_of(page, "#map-places")
    page.mouse.click(x, y)

    assert level(page) == WHOLE_WIDTH + 1
    assert page.url == before


def test_mark_of_one_place_leads_to_its_page_and_dragging_does_not(page: Page) -> None:
    """A map that is moved by a mark must not leave the page."""
    page.click("[data-map=closer]")
    level(page)
    page.click("[data-map=closer]")
    level(page)
    page.focus(".map-window")
    # Brest lies in the upper left.
    for key in ["ArrowLeft", "ArrowUp"] * 30:
        page.keyboard.press(key)
    level(page)
    x, y = place_of(page, "brest.html")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=5)
    page.mouse.up()
    level(page)

    assert page.url.endswith("map.html")
    page.mouse.click(*place_of(page, "brest.html"))
    page.wait_for_url("**/brest.html")


def test_keys_move_and_enlarge_and_the_tab_key_passes_the_marks_by(page: Page) -> None:
    """All that a mouse does, keys do (WCAG 2.2, 2.1.1), and a thousand marks are no thousand stops."""
    page.focus(".map-window")
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert level(page) == WHOLE_WIDTH + 1
    before = place_of(page, "magadan.html")
    page.keyboard.press("ArrowRight")
    level(page)
    assert place_of(page, "magadan.html")[0] < before[0] - 30
    page.keyboard.press("0")
    assert level(page) == WHOLE_WIDTH
    page.keyboard.press("Tab")
    assert page.evaluate("() => !document.activeElement.closest('svg')")


def test_wheel_scrolls_the_page_unless_the_map_is_meant(page: Page) -> None:
    """A reader who scrolls down a page does not want to be caught by a map."""
    x, y = place_of(page, "magadan.html")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -200)
    assert level(page) == WHOLE_WIDTH
    page.keyboard.down("Control")
    for _ in range(8):
        page.mouse.wheel(0, -200)
        level(page)
    page.keyboard.up("Control")

    assert level(page) > WHOLE_WIDTH


def test_marks_keep_their_size_on_a_phone_and_nothing_is_wider_than_it(phone: Page) -> None:
    """The drawing is a third as wide there, and its letters must not be."""
    assert level(phone) == 0
    size = phone.eval_on_selector(".rk-map .rk-l", "text => text.getBoundingClientRect().height")
    assert 9 <= size <= 18
    assert phone.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_two_fingers_enlarge_the_map(browser: Browser, site: str) -> None:
    """On a phone there is no wheel and no key."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(site)
    page.wait_for_selector(".map.live")
    box = page.locator(".map-window").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = context.new_cdp_session(page)
    for apart, kind in ((20, "touchStart"), (60, "touchMove"), (120, "touchMove"), (160, "touchMove")):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        level(page)
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    assert level(page) > 0
    context.close()


def test_link_to_the_list_opens_it(page: Page) -> None:
    """At its nearest a mark of many leads to the list, which may be folded."""
    page.evaluate("() => { document.querySelector('.drawing-list').open = false; location.hash = '#map-places'; }")
    page.wait_for_function("() => document.querySelector('.drawing-list').open")

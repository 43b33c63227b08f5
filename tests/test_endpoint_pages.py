"""Pages of queries in a real browser: with scripts and without, in both languages, for eyes and for screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import WANTS_CHROMIUM, launched
from playwright.sync_api import Browser, Page
from pyoxigraph import RdfFormat, serialize
from serving import served, write_release

from rehabkg.pipeline import Assembled
from rehabkg.query.catalog import stored_queries

pytestmark = WANTS_CHROMIUM
PERSONS = "SELECT ?who ?label { ?who a <https://w3id.org/rehabkg/ontology#Person> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?who LIMIT 5"  # noqa: E501
DATED = "SELECT ?label ?edtf { VALUES (?label ?edtf) { ('a' '1937') ('b' '1956-03') ('c' '1991-10-18') } }"
COUNTED = "SELECT ?label ?records { VALUES (?label ?records) { ('a' 3) ('b' 5) } }"
PLACED = "SELECT ?label ?lat ?lon { VALUES (?label ?lat ?lon) { ('a' 55.75 37.6) ('b' 59.9 30.3) } }"
ATTACK = "SELECT ('<script>alert(1)</script><img src=x onerror=alert(2)>' AS ?x) {}"


@pytest.fixture(scope="module")
def url(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the whole curated graph, with the policy of content that the real one has."""
    nquads = bytes(serialize(assembled.quads, format=RdfFormat.N_QUADS) or b"")
    with served(write_release(tmp_path_factory.mktemp("releases"), nquads), seconds=60) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """A page of a reader; at its end nothing was complained of, and nothing asked of others."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(f"a dialog: {dialog.message}"))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert said == []
    assert [address for address in asked if not address.startswith((url, "data:", "blob:"))] == []


def violations(page: Page) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in Axe().run(page).response["violations"]]


def address(url: str, query: str, language: str = "en", **more: str) -> str:
    told = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{url}/sparql.{language}.html?query={quote(query)}{told}"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_editor_asks_and_shows(page: Page, url: str, language: str) -> None:
    """What a reader types is answered in the page, by our own service alone."""
    page.goto(f"{url}/sparql.{language}.html")
    page.wait_for_selector(".CodeMirror")
    assert violations(page) == []

    page.evaluate("query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", PERSONS)
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr .dataTable tbody tr")

    assert page.locator(".yasr .dataTable tbody tr").count() == 5


def test_example_is_loaded_into_the_editor(page: Page, url: str) -> None:
    """A reader starts from a question that works."""
    page.goto(f"{url}/sparql.en.html")
    page.wait_for_selector(".CodeMirror")

    with page.expect_response("**/queries/timeline.rq"):
        page.click("a[data-example=timeline]")

    page.wait_for_function("() => document.querySelector('.CodeMirror').CodeMirror.getValue().includes('SELECT ?what')")


def test_editor_sends_its_text_to_be_drawn(page: Page, url: str) -> None:
    """The drawings are the server's: a link to one can be sent to others."""
    page.goto(f"{url}/sparql.en.html")
    page.wait_for_selector(".CodeMirror")
    page.evaluate("query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", DATED)

    page.click("p.draw button:has-text('Timeline')")
    page.wait_for_selector("figure.drawing svg")

    assert "view=timeline" in page.url


@pytest.mark.parametrize(
    ("query", "view"), [(DATED, "timeline"), (COUNTED, "bars"), (PLACED, "map"), (PERSONS, "table")]
)
def test_result_is_shown_without_scripts(browser: Browser, url: str, query: str, view: str) -> None:
    """A form and a page are enough: for old machines, for screen readers, for an archive of the web."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{url}/sparql.en.html")
    page.fill("#query", query)
    page.select_option("#view", view)
    page.click("#ask button")

    assert page.locator("table tbody tr").count() >= 2
    assert page.locator("figure.drawing").count() == (view != "table")
    assert page.locator("#query").input_value() == query
    page.close()


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1200, "en")])
def test_page_of_a_question_with_parameters_is_accessible_and_fits(
    page: Page, url: str, language: str, width: int
) -> None:
    """On a phone and on a desk, in both languages; `test_server_browser` looks at the other pages of questions."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{url}/queries/records-stated.{language}.html")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", [query.name for query in stored_queries()])
def test_page_of_each_stored_query_answers(url: str, name: str) -> None:
    """The list leads to no page that fails."""
    for language in ("en", "ru"):
        assert httpx.get(f"{url}/queries/{name}.{language}.html", timeout=90).status_code == 200


def test_form_asks_with_its_parameters(page: Page, url: str) -> None:
    """A reader changes the question without SPARQL."""
    page.goto(f"{url}/queries/timeline.en.html")
    page.fill("#p-who", "p0057")
    page.click(".parameters button")

    assert "who=p0057" in page.url
    assert page.locator("#p-who").input_value() == "p0057"
    assert page.locator("figure.drawing svg").count() == 1


def test_refusal_is_a_page_that_says_why(url: str) -> None:
    """The reader stays where the mistake can be mended, and keeps the text."""
    wrong = httpx.get(address(url, "SELECT <b>"))
    value = httpx.get(f"{url}/queries/timeline.ru.html?from=x")

    assert (wrong.status_code, value.status_code) == (400, 400)
    assert 'role="alert"' in wrong.text
    assert "SELECT &lt;b&gt;</textarea>" in wrong.text
    assert "xsd:date" in value.text


@pytest.mark.parametrize("view", ["table", "bars"])
def test_text_of_a_result_stays_text(page: Page, url: str, view: str) -> None:
    """Whoever sends a link to a query must not run a script in the reader's page."""
    page.goto(address(url, ATTACK, view=view))
    page.wait_for_selector("td")

    assert "<script>alert(1)" in page.locator("td").inner_text()


def test_graph_and_truth_are_shown(url: str) -> None:
    """Not every answer is a table."""
    assert "Turtle" in httpx.get(address(url, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1")).text
    assert "<strong>Да</strong>" in httpx.get(address(url, "ASK {}", "ru")).text


def test_long_table_goes_on_at_another_page(url: str) -> None:
    """A page of thousands of rows is read by nobody."""
    first = httpx.get(f"{url}/queries/map-of-places.en.html", timeout=60).text

    assert first.count("<tr>") == 501
    assert "map-of-places.en.html?view=table&amp;limit=500&amp;offset=500" in first.replace("lang=en&amp;", "")

"""Drawings on a page: what the templates show without a script, and that nothing of a record leaves its place."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from contrast import assert_readable
from jinja2 import Environment, PackageLoader, StrictUndefined

from rehabkg.drawing.choose import fitting
from rehabkg.drawing.embed import embed_code
from rehabkg.drawing.look import PALETTE
from rehabkg.drawing.map import Map, Place, Unplaced
from rehabkg.drawing.page import Figure, Sources, map_figure, timeline_figure
from rehabkg.drawing.png import png
from rehabkg.drawing.table import Cell, Table
from rehabkg.drawing.timeline import Dated, Happening, Timeline, draw_timeline
from rehabkg.drawing.views import figure, picture, table_of_results
from rehabkg.drawing.words import WORDS
from rehabkg.pages.render import static_folder

HOSTILE = '</title></textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7 * 7 }}'
PLACES = (
    Place(55.75, 37.62, "Moscow", "town", "/doc/place/moscow"),
    Place(59.56, 150.8, HOSTILE, HOSTILE, "javascript:alert(1)", False, HOSTILE),
)
SOURCES = Sources("/queries/map-of-places.en.html", "/queries/map-of-places?format=csv", "/map.svg", "/map.png", "/map")


class Reader(HTMLParser):
    """Notes the elements of a page, their attributes, and the text outside of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def rendered(template: str, figure: Figure) -> str:
    """Fill a template as the site does."""
    environment = Environment(
        loader=PackageLoader("rehabkg.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(figure=figure, root="../")


def hostile_map() -> Figure:
    """A map of which every text is an attack."""
    code = embed_code("https://example.org/embed/map.en.html?a=1&b=2", HOSTILE)
    return map_figure(Map(HOSTILE, "en", PLACES, (HOSTILE,), (Unplaced(HOSTILE),)), SOURCES, embed=code)


def test_map_page_shows_all_without_a_script() -> None:
    """A reader without JavaScript has the whole map, its key, and a list of every place, placed or not."""
    drawn = map_figure(Map("Places", "ru", PLACES[:1], (), (Unplaced("Украина", "страна"),)), SOURCES)
    said = " ".join(Reader(rendered("embed_map.html", drawn)).said)

    for text in ("Moscow", "55,75° с. ш., 37,62° в. д.", "Украина", "без известных координат", "контур СССР"):
        assert text in said
    assert '<div class="map-tools" hidden>' in rendered("embed_map.html", drawn)


@pytest.mark.parametrize("template", ["map.html", "embed_map.html", "figure.html"])
def test_hostile_texts_stay_texts_in_pages(template: str) -> None:
    """Templates put texts of records into titles, attributes, a textarea and SVG: none may leave its place."""
    page = Reader(rendered(template, hostile_map()))

    assert {tag for tag, _ in page.elements} & {"script", "img"} <= {"script"}
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    assert all(str(script.get("src")).startswith("../static/") for script in scripts)
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    addresses = [str(attributes.get("href")) for tag, attributes in page.elements if tag == "a"]
    assert not [address for address in addresses if address.startswith(("javascript", "data"))]
    assert "49" not in page.said


def test_embed_code_is_shown_as_text() -> None:
    """The lines to copy stand in a textarea: as an element they would load this page within itself."""
    page = Reader(rendered("map.html", hostile_map()))

    assert "iframe" not in {tag for tag, _ in page.elements}
    assert any(text.startswith('<iframe src="https://example.org/embed/map.en.html?a=1&amp;b=2"') for text in page.said)


def test_embed_code_is_one_iframe_whatever_the_title() -> None:
    """It is pasted into another's page: nothing of a title may become more than its attribute."""
    ((tag, attributes),) = Reader(
        embed_code("https://example.org/embed/map.en.html?a=1&b=2", HOSTILE, height=9)
    ).elements

    assert tag == "iframe"
    assert attributes["title"] == HOSTILE
    assert attributes["src"] == "https://example.org/embed/map.en.html?a=1&b=2"
    assert attributes["height"] == "200"


@pytest.mark.parametrize("address", ["/embed/map.en.html", "javascript:alert(1)", "//example.org/x", "https:///x", ""])
def test_embed_code_wants_a_whole_address(address: str) -> None:
    """A relative address would lead into the other site."""
    with pytest.raises(ValueError, match="no whole address"):
        embed_code(address, "Map")


def test_timeline_is_also_a_list_in_order_of_time_with_its_sources() -> None:
    """On a phone or read aloud, the list is what there is."""
    day = Dated(date(1938, 5, 2), date(1938, 5, 2), "2 May 1938", notes=(1,))
    timeline = Timeline(
        "T", "en", (Happening("Undated", "Arrest", ()), Happening("Arrest", "Arrest", (day,), "/doc/e1"))
    )
    drawn = timeline_figure(timeline, ("Book A",), draw_timeline(timeline), SOURCES)

    assert [line.label for line in drawn.listed] == ["Arrest", "Undated"]
    assert [line.before for line in drawn.listed] == ["2 May 1938 [1]", "not dated"]
    page = rendered("figure.html", drawn)
    assert "Book A" in page
    assert 'href="/queries/map-of-places?format=csv"' in page


@pytest.mark.parametrize("view", ["map", "timeline", "years", "bars"])
def test_every_view_has_a_page_and_a_picture(view: str) -> None:
    """What `choose` may name, `views` can draw: on a page with its list, and as a file that needs no page."""
    table = {
        "map": Table(("label", "lat", "lon"), ((Cell("Magadan", "/x"), Cell("59.56"), Cell("150.8")),)),
        "timeline": Table(("label", "edtf"), ((Cell("Arrest", "/x"), Cell("1938")),)),
        "years": Table(("year", "records"), ((Cell("1938"), Cell("5")), (None, Cell("7")))),
        "bars": Table(("label", "records"), ((Cell("shot", "/x"), Cell("5")),)),
    }[view]

    assert fitting(table)[0] == view
    shown = figure(view, table, title="T", language="en", sources=SOURCES)
    assert shown.listed
    assert "<svg" in rendered("map.html" if view == "map" else "figure.html", shown)
    picture_of_it = picture(view, table, title="T", language="ru")
    assert "<a " not in picture_of_it
    assert png(picture_of_it, width=100).startswith(b"\x89PNG")


def test_unknown_view_is_refused() -> None:
    """A view comes from an address, where anything may stand."""
    with pytest.raises(KeyError):
        picture("graph", Table(("a",), ()), title="T", language="en")


def test_results_in_json_become_rows() -> None:
    """The editor's results come as SPARQL 1.1 Query Results JSON, with rows that lack a variable."""
    document = {
        "head": {"vars": ["place", "label"]},
        "results": {
            "bindings": [
                {"place": {"type": "uri", "value": "https://x/id/place/p"}, "label": {"type": "literal", "value": "P"}},
                {"label": {"type": "literal", "value": "Q", "xml:lang": "en"}},
            ]
        },
    }
    table = table_of_results(document, cell=lambda iri: Cell(iri.rsplit("/", 1)[-1], iri))

    assert table.rows == ((Cell("p", "https://x/id/place/p"), Cell("P")), (None, Cell("Q")))


def test_long_list_is_cut_and_says_so() -> None:
    """A page of a million lines is read by nobody; the CSV holds all."""
    places = tuple(Place(50, 60, f"Place {number}") for number in range(5003))
    drawn = map_figure(Map("M", "en", places), SOURCES)

    assert len(drawn.listed) == 5000
    assert drawn.more == "and 3 more"


def test_both_languages_say_everything() -> None:
    """A word that is missing in one language would be an error on its pages only."""
    assert WORDS["en"].keys() == WORDS["ru"].keys()
    assert all(re.search("[а-яё]", said) for key, said in WORDS["ru"].items() if key != "csv")


def test_dark_palette_has_all_colours_and_can_be_read() -> None:
    """A page that is dark gives the drawings dark colours: one forgotten would be a light patch or unreadable."""
    css = Path(static_folder() / "drawing.css").read_text(encoding="utf-8")
    dark = dict(re.findall(r"--rk-([a-z0-9-]+): (#[0-9a-f]{6});", css))

    assert dark.keys() == PALETTE.keys()
    assert_readable(dark)


def test_vendored_files_are_those_that_their_list_names() -> None:
    """A library of another, changed by hand or by accident, would no longer be the one whose licence is given."""
    vendor = static_folder() / "vendor"
    rows = re.findall(r"`([a-z/.-]+)` \| `([0-9a-f]{64})`", (vendor / "README.md").read_text(encoding="utf-8"))

    assert (
        "panzoom/panzoom.min.js",
        hashlib.sha256((vendor / "panzoom/panzoom.min.js").read_bytes()).hexdigest(),
    ) in rows
    for name, digest in rows:
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest, name

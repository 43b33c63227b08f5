"""Maps: where a place stands, what is merged, what is drawn as uncertain, and that no text is anything but text."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from rehabkg.drawing.basemap import FORMER_USSR, OLD_WORLD, WHOLE_WORLD, View, fitting, layers
from rehabkg.drawing.clipping import Rectangle, clipped_line, clipped_ring
from rehabkg.drawing.clusters import LEVELS, WHOLE_WIDTH, at_level, marks, zoom_of
from rehabkg.drawing.look import Look
from rehabkg.drawing.map import Map, Place, Unplaced, draw_map, draw_still_map, legend
from rehabkg.drawing.png import png
from rehabkg.drawing.projection import USSR, WORLD, Albers, kilometres_along_parallel

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script><a href="javascript:alert(1)">&amp;\x00\x1b\u202e\ud800 var(--rk-sea)'
TOWNS = (
    Place(55.75, 37.62, "Moscow", "town", "/doc/place/moscow"),
    Place(43.24, 76.95, "Alma-Ata", "town", "/doc/place/alma-ata"),
    Place(59.56, 150.8, "Magadan", "camp", certain=False, note="town near the camp"),
)


def parsed(svg: Markup) -> ElementTree.Element:
    """Read a drawing as XML; what is not well-formed raises."""
    return ElementTree.fromstring(svg.encode())  # noqa: S314 - our own drawing


@pytest.mark.parametrize(
    ("longitude", "latitude", "albers", "equal_earth"),
    [
        (37.62, 55.75, (-3391.306, 1678.137), (2001.161, 6554.513)),
        (76.95, 43.24, (-1850.283, -1007.822), (5482.064, 5291.461)),
        (188.0, 66.0, (3086.809, 3427.541), (12006.986, 7414.102)),
        (177.5, 64.7, (3023.328, 2918.439), (11450.884, 7315.961)),
        (20.5, 54.7, (-4070.426, 2518.168), (721.039, 6456.49)),
        (104.0, 77.0, (119.961, 2362.035), (5637.516, 8083.703)),
    ],
)
def test_projections_agree_with_proj(
    longitude: float, latitude: float, albers: tuple[float, float], equal_earth: tuple[float, float]
) -> None:
    """The values are PROJ's (9.5, through pyproj 3.7.2), `+proj=aea +lat_1=47 +lat_2=62 +lat_0=55 +lon_0=100` and

    `+proj=eqearth +lon_0=11`, both `+R=6371007.2`: a slip in a formula would put every place elsewhere.
    """
    assert USSR(longitude, latitude) == pytest.approx(albers, abs=0.01)
    assert WORLD(longitude, latitude) == pytest.approx(equal_earth, abs=0.01)


def test_albers_agrees_with_the_worked_example_of_its_manual() -> None:
    """Snyder 1987, page 291, works one point on a sphere of radius 1 through his equations."""
    x, y = Albers(29.5, 45.5, 23, -96)(-75, 35)

    assert (x / 6371.0072, y / 6371.0072) == pytest.approx((0.2952720, 0.2416774), abs=1e-7)


def test_a_standard_parallel_is_true_to_scale() -> None:
    """On a standard parallel a kilometre of the drawing is one on the ground (Snyder 1987, page 99)."""
    assert kilometres_along_parallel(USSR, 100, 62) == pytest.approx(1, abs=1e-4)
    assert kilometres_along_parallel(USSR, 100, 75) > 1.05


def test_chukotka_stands_east_of_kamchatka() -> None:
    """The antimeridian runs through Chukotka: Uelen at 169.8 W lies beyond Anadyr at 177.5 E, not across the map."""
    anadyr, uelen = FORMER_USSR.place(177.5, 64.73), FORMER_USSR.place(-169.8, 66.16)

    assert 0 < uelen[0] - anadyr[0] < 80
    assert FORMER_USSR.shows(-169.8, 66.16)


@pytest.mark.parametrize("view", [FORMER_USSR, OLD_WORLD, WHOLE_WORLD])
def test_no_line_of_the_base_map_jumps_across_it(view: View) -> None:
    """A ring that crosses the antimeridian would else be drawn as streaks from edge to edge."""
    for name, path in layers(view, 0.15).items():
        if name in ("border", "republics", "outline", "rivers"):
            steps = [abs(int(step)) for step in re.findall(r"-?\d+", re.sub(r"M-?\d+[ -]?-?\d+", "", path))]
            assert max(steps) < 1500, name


def test_outline_of_the_ussr_closes_it_to_the_west_and_south() -> None:
    """The derived line runs by Brest and Kushka, and not between Russia and Kazakhstan."""
    line = _points(layers(FORMER_USSR, 0.15)["outline"])

    assert _nearest(line, FORMER_USSR.place(23.65, 52.1)) < 3
    assert _nearest(line, FORMER_USSR.place(62.35, 35.28)) < 3
    assert _nearest(line, FORMER_USSR.place(55.1, 51.2)) > 40


def test_crimea_is_drawn_without_a_border_towards_the_mainland() -> None:
    """UN General Assembly resolution 68/262; the data as packaged draw a line at Perekop."""
    line = _points(layers(FORMER_USSR, 0.15)["republics"])

    assert _nearest(line, FORMER_USSR.place(33.7, 46.15)) > 15


def _points(path: str) -> list[tuple[float, float]]:
    found = []
    for part in path.split("M")[1:]:
        numbers = [int(step) for step in re.findall(r"-?\d+", part)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x / 10, y / 10))
    return found


def _nearest(line: list[tuple[float, float]], place: tuple[float, float]) -> float:
    return min(abs(x - place[0]) + abs(y - place[1]) for x, y in line)


def test_view_is_chosen_by_what_it_must_show() -> None:
    """A map of one camp shows its region, one of the whole country all of it, one of exiles as much as they need."""
    near, country, world = (
        fitting(places) for places in ([(73.1, 49.8)], [(23.7, 52.1), (150.8, 59.6)], [(-74, 40.7)])
    )

    assert near.east - near.west < 2000
    assert near.shows(73.1, 49.8)
    assert country == FORMER_USSR
    assert fitting([(2.35, 48.85), (139.7, 35.7)]) == OLD_WORLD
    assert world.shows(-74, 40.7)
    assert fitting([]) == FORMER_USSR


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-56, 83)), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_chosen_view_shows_every_place(places: list[tuple[float, float]]) -> None:
    """A place outside the frame would be left out without a word."""
    view = fitting(places)

    assert all(view.shows(*place) for place in places)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=12))
def test_clipped_ring_stays_inside(ring: list[tuple[float, float]]) -> None:
    """What is cut to the frame neither leaves it nor makes the file grow."""
    frame = Rectangle(-20, -20, 20, 20)

    assert all(abs(x) <= 20.0001 and abs(y) <= 20.0001 for x, y in clipped_ring(ring, frame))
    assert list(clipped_line([(-90, -90), (-80, -90)], frame)) == []


@given(st.lists(st.tuples(st.floats(0, 960), st.floats(0, 640)), max_size=80))
def test_every_place_is_in_exactly_one_mark_at_each_zoom(positions: list[tuple[float, float]]) -> None:
    """Enlarging a map must neither lose a place nor show it twice."""
    found = marks(positions)

    for level in range(LEVELS):
        members = sorted(member for mark in at_level(found, level) for member in mark.members)
        assert members == list(range(len(positions)))


def test_places_that_touch_are_merged_and_part_when_the_map_is_enlarged() -> None:
    """Two camps 20 pixels apart would cover each other; at twice the size they do not."""
    found = marks([(100, 100), (120, 100), (500, 300)])

    assert [mark.members for mark in at_level(found, WHOLE_WIDTH)] == [(0, 1), (2,)]
    assert [mark.members for mark in at_level(found, WHOLE_WIDTH + 1)] == [(0,), (1,), (2,)]
    assert zoom_of(WHOLE_WIDTH) == 1


def test_ten_thousand_places_stay_a_drawing() -> None:
    """A query may return any number of points; marks and bytes are bounded."""
    places = tuple(Place(40 + index % 97 * 0.35, 22 + index % 1009 * 0.15, f"Place {index}") for index in range(10_000))

    svg = draw_map(Map("Many", "en", tuple(replace(place, kind=place.label) for place in places)))

    assert len(parsed(svg).findall(f".//{SVG}g[@transform]")) < 4000
    assert len(svg) < 2_000_000


@pytest.mark.parametrize("language", ["en", "ru"])
def test_map_is_described_for_those_who_do_not_see_it(language: str) -> None:
    """A drawing needs a name and a description (WCAG 2.2, 1.1.1), and the language they are in."""
    svg = parsed(draw_map(Map("Title", language, TOWNS)))

    assert svg.get("role") == "document"
    assert svg.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert svg.findtext(f"{SVG}title") == "Title"
    assert "town: 2" in str(svg.findtext(f"{SVG}desc"))
    assert svg.get("aria-labelledby") == "map-title map-description"


def test_map_without_links_is_an_image() -> None:
    """An image may have no parts to lead to; a drawing without any is one."""
    assert parsed(draw_still_map(Map("Title", "en", ()))).get("role") == "img"


def test_same_places_give_the_same_bytes() -> None:
    """A page's ETag and the reproducible site depend on it."""
    assert draw_map(Map("Title", "en", TOWNS)) == draw_map(Map("Title", "en", TOWNS))
    assert png(draw_still_map(Map("T", "ru", TOWNS)), width=300) == png(
        draw_still_map(Map("T", "ru", TOWNS)), width=300
    )


def test_hostile_texts_stay_texts() -> None:
    """A label, kind, note, link, title or source of a record may hold anything."""
    place = Place(55, 60, HOSTILE, HOSTILE, "javascript:alert(1)", False, HOSTILE)
    drawn = Map(HOSTILE, "en", (place, Place(40, 70, HOSTILE, link="data:text/html,x")), (HOSTILE,))

    for svg in (draw_map(drawn), draw_still_map(drawn)):
        root = parsed(svg)
        assert not root.findall(f".//{SVG}script")
        assert all(not str(link.get("href")).startswith(("javascript", "data")) for link in root.iter(f"{SVG}a"))
        assert "<script" in str(root.findtext(f"{SVG}title"))
        assert "\u202e" not in svg


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_label_makes_well_formed_xml(label: str) -> None:
    """One bad character in one label would make the whole page unreadable."""
    parsed(draw_still_map(Map(label, "ru", (Place(55, 60, label, label, label, True, label),), (label,))))


def test_empty_map_says_so_and_a_single_place_is_drawn() -> None:
    """An empty frame looks like a fault."""
    assert "No place with known coordinates" in draw_map(Map("Empty", "en", ()))
    assert "Нет мест" in draw_still_map(Map("Пусто", "ru", (), unplaced=(Unplaced("Украина"),)))
    assert "Украина" in draw_still_map(Map("Пусто", "ru", (), unplaced=(Unplaced("Украина"),)))
    assert "Moscow" in draw_map(Map("One", "en", TOWNS[:1]))


def test_uncertain_place_is_drawn_open() -> None:
    """The point of a town near a camp is not the camp: the mark and the legend say so."""
    certain, uncertain = (draw_still_map(Map("M", "en", (place,))) for place in (TOWNS[0], TOWNS[2]))

    assert not parsed(certain).findall(f".//{SVG}path[@class='rk-s0 rk-o']")
    assert parsed(uncertain).findall(f".//{SVG}path[@class='rk-s0 rk-o']")
    assert any("near by" in meaning for _, meaning in legend(Map("M", "en", TOWNS)))


def test_long_label_is_cut_and_told_in_full_on_asking() -> None:
    """A name of a camp may take three lines; the title of the mark keeps it whole."""
    label = "Camp of the administration for the building of the railway from Chum to Salekhard and Igarka"

    svg = parsed(draw_still_map(Map("M", "en", (Place(66, 66, label),))))

    texts = [text.text or "" for text in svg.iter(f"{SVG}text")]
    assert any(text.endswith("…") for text in texts)
    assert any((title.text or "").startswith(label) for title in svg.iter(f"{SVG}title"))


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_no_point_of_the_earth_is_refused(latitude: float, longitude: float) -> None:
    """Swapped coordinates would else be drawn in the sea."""
    with pytest.raises(ValueError, match="no point on the earth"):
        Map("M", "en", (Place(latitude, longitude, "x"),))


def test_png_has_its_width_and_russian_letters() -> None:
    """The picture is made with the font that comes along: without it, a bare machine would draw no letters."""
    empty, lettered = (png(draw_still_map(Map(title, "ru", ())), width=480) for title in ("", "Щербинка"))

    assert struct.unpack(">I", lettered[16:20]) == (480,)
    assert lettered != empty


def test_drawing_for_a_page_is_not_made_a_picture() -> None:
    """Its colours are the page's: as PNG all would be black."""
    with pytest.raises(ValueError, match="Look"):
        png(draw_map(Map("M", "en", TOWNS)), width=100)
    assert "var(" not in draw_still_map(Map("M", "en", TOWNS), look=Look(fixed=True)).split("</style>")[0]

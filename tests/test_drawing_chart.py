"""Charts: lengths are true, what is not dated stands apart, and no text is anything but text."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from contrast import assert_readable
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from rehabkg.drawing.bars import draw_bars
from rehabkg.drawing.chart import Chart, Series
from rehabkg.drawing.look import KINDS, PALETTE
from rehabkg.drawing.words import counted
from rehabkg.drawing.years import draw_years

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: Markup) -> ElementTree.Element:
    """Read a drawing as XML; what is not well-formed raises."""
    return ElementTree.fromstring(svg.encode())  # noqa: S314 - our own drawing


def lengths(svg: Markup, side: str) -> list[float]:
    """Return the lengths of the bars."""
    return [float(str(rect.get(side))) for rect in parsed(svg).iter(f"{SVG}rect")]


def texts(svg: Markup) -> list[str]:
    """Return what is written."""
    return [text.text or "" for text in parsed(svg).iter(f"{SVG}text")]


def test_bars_are_as_long_as_their_numbers() -> None:
    """Twice the number, twice the length, from 0 on."""
    svg = draw_bars(Chart("T", "en", (Series("s", {"shot": 200, "camp": 100, "exile": 50}),)))

    first, second, third = lengths(svg, "width")
    assert first == pytest.approx(2 * second, abs=0.2)
    assert second == pytest.approx(2 * third, abs=0.2)
    assert {"200", "100", "50"} <= set(texts(svg))


def test_stacked_columns_add_up() -> None:
    """The parts of a year stand one on the other, and their sum is written above."""
    svg = draw_years(Chart("T", "en", (Series("shot", {1937: 300, 1938: 100}), Series("camp", {1937: 100}))))

    first, second, third = lengths(svg, "height")
    assert first + second == pytest.approx(4 * third, abs=0.3)
    assert {"400", "100", "shot", "camp"} <= set(texts(svg))


@pytest.mark.parametrize(("draw", "key"), [(draw_years, 1937), (draw_bars, "camp")])
def test_what_is_not_known_has_a_bar_of_its_own(draw: object, key: str | int) -> None:
    """Records without a date are neither left out nor spread over the years."""
    drawing = draw_years if draw is draw_years else draw_bars
    svg = drawing(Chart("T", "en", (Series("s", {key: 10, None: 20}),)))

    pale = [rect for rect in parsed(svg).iter(f"{SVG}rect") if "rk-u" in str(rect.get("class"))]
    assert len(pale) == 1
    assert any(text in ("not dated", "kind not known") for text in texts(svg))


def test_long_series_of_years_are_lines_broken_where_a_year_is_missing() -> None:
    """A line across a year without a number would claim one."""
    svg = draw_years(Chart("T", "en", (Series("s", {year: year % 7 for year in range(1900, 2000) if year != 1950}),)))

    (line,) = [path for path in parsed(svg).iter(f"{SVG}path") if "rk-j" in str(path.get("class"))]
    assert str(line.get("d")).count("M") == 2


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_number_that_is_no_length_is_refused(value: float) -> None:
    """A negative or endless bar cannot be drawn truly."""
    with pytest.raises(ValueError, match="cannot be drawn"):
        Chart("T", "en", (Series("s", {"a": value}),))


def test_more_series_than_colours_are_summed_as_others() -> None:
    """Two kinds in one colour could not be told apart; nothing is left out of the sum."""
    chart = Chart("T", "en", tuple(Series(f"s{place}", {1937: 1}) for place in range(20)))

    assert [series.label for series in chart.drawn][-1] == "other"
    assert len(chart.drawn) == KINDS
    assert "20" in texts(draw_years(chart))


def test_ten_thousand_categories_stay_a_drawing_that_says_how_many_are_missing() -> None:
    """The drawing is bounded; the table below it holds all."""
    svg = draw_bars(Chart("T", "ru", (Series("s", {f"c{place}": place for place in range(10_000)}),)))

    assert len(svg) < 60_000
    assert any("ещё 9940 — только в перечне" in text for text in texts(svg))


def test_year_far_from_the_others_does_not_squeeze_them() -> None:
    """A slip such as 9037 for 1937 is told below, not drawn at the far end of an empty axis."""
    svg = draw_years(Chart("T", "en", (Series("s", {1937: 5, 1938: 6, 9037: 1}),)))

    assert {"1937", "1938"} <= set(texts(svg))
    assert any("1 more" in text for text in texts(svg))


@pytest.mark.parametrize("draw", [draw_bars, draw_years])
def test_empty_chart_says_so(draw: object) -> None:
    """An empty frame looks like a fault."""
    drawing = draw_bars if draw is draw_bars else draw_years

    assert "There are no values to draw." in texts(drawing(Chart("T", "en", ())))
    assert "Нет значений" in drawing(Chart("T", "ru", (Series("s", {}),)))


def test_categories_lead_where_they_may() -> None:
    """A link of a record leads within the site or to the web, and nowhere else."""
    links = {"a": "/doc/act/a1", "b": "javascript:alert(1)"}
    root = parsed(draw_bars(Chart("T", "en", (Series("s", {"a": 1, "b": 2}),), links=links)))

    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["/doc/act/a1"]
    assert root.get("role") == "document"


@given(
    st.dictionaries(st.text(max_size=30) | st.none(), st.floats(0, 1e12), max_size=6),
    st.dictionaries(st.integers(-10, 10_000) | st.none(), st.floats(0, 1e12), max_size=6),
    st.text(max_size=30),
)
@settings(max_examples=80, deadline=None)
def test_any_values_and_texts_make_well_formed_drawings_of_finite_lengths(
    by_name: dict[str | int | None, float], by_year: dict[str | int | None, float], text: str
) -> None:
    """Whatever a query returns, the page stays readable."""
    for svg in (
        draw_bars(Chart(text, "ru", (Series(text, by_name), Series("", by_name)), text)),
        draw_years(Chart(text, "en", (Series(text, by_year), Series("", by_year)), text)),
    ):
        assert all(0 <= length <= 1000 for side in ("width", "height") for length in lengths(svg, side))


def test_numbers_are_written_as_each_language_writes_them() -> None:
    """A comma parts thousands in English and decimals in Russian."""
    assert counted(1234567, "en") == "1,234,567"
    assert counted(1234567, "ru") == "1\u00a0234\u00a0567"
    assert counted(9876, "ru") == "9876"
    assert counted(0.5, "ru") == "0,5"


def test_palette_can_be_read() -> None:
    """Grey on grey is no text for many."""
    assert_readable(dict(PALETTE))
    with pytest.raises(AssertionError):
        assert_readable({**PALETTE, "text": "#b0b0b0"})

"""Timelines: a date is drawn as wide as it is unknown, and sources that differ are drawn side by side."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from rehabkg.drawing.axis import day_ticks, number_ticks, year_ticks
from rehabkg.drawing.look import Look
from rehabkg.drawing.png import png
from rehabkg.drawing.printed import printed
from rehabkg.drawing.rows import MOST_ROWS, WIDTH
from rehabkg.drawing.timeline import Dated, Happening, Timeline, draw_timeline

SVG = "{http://www.w3.org/2000/svg}"
DAY = Dated(date(1938, 5, 2), date(1938, 5, 2), "2 May 1938", notes=(1,))
YEAR = Dated(date(1938, 1, 1), date(1938, 12, 31), "1938", notes=(2,))
DAYS = st.dates(date(1880, 1, 1), date(2030, 1, 1))


def parsed(svg: Markup) -> ElementTree.Element:
    """Read a drawing as XML; what is not well-formed raises."""
    return ElementTree.fromstring(svg.encode())  # noqa: S314 - our own drawing


def drawn(*happenings: Happening, language: str = "en") -> ElementTree.Element:
    """Return the drawing of happenings."""
    return parsed(draw_timeline(Timeline("Title", language, happenings)))


def bars(root: ElementTree.Element) -> list[ElementTree.Element]:
    """Return the bars of spans, without those of the legend."""
    return [rect for link in root.iter(f"{SVG}a") for rect in link.iter(f"{SVG}rect")]


def texts(root: ElementTree.Element) -> list[str]:
    """Return what is written."""
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_a_year_is_a_bar_and_a_day_is_a_mark() -> None:
    """A point at 1 January 1938 would claim what no source says."""
    other = Happening("Sentence", "Sentence", (Dated(date(1935, 1, 1), date(1935, 1, 1), "1935"),), "/x")
    day, year = (drawn(Happening("Arrest", "Arrest", (dating,), "/x"), other) for dating in (DAY, YEAR))

    assert not bars(day)
    assert len(bars(year)) == 1
    assert float(str(bars(year)[0].get("width"))) > 100


def test_sources_that_differ_are_two_bars_each_with_its_note() -> None:
    """Neither date is preferred: both are drawn, one under the other, with the number of their source."""
    root = drawn(Happening("Arrest", "Arrest", (DAY, YEAR), "/x"))

    said = texts(root)
    assert "2 May 1938 [1] Arrest" in said
    assert "1938 [2]" in said


@pytest.mark.parametrize(
    ("dating", "fade"),
    [
        (Dated(None, date(1956, 7, 31), "by 31 July 1956"), "url(#timeline-from-0)"),
        (Dated(date(1945, 1, 1), None, "from 1945"), "url(#timeline-to-0)"),
    ],
)
def test_open_end_fades(dating: Dated, fade: str) -> None:
    """An end that is not known has no edge."""
    (bar,) = bars(drawn(Happening("Protest", "Protest", (dating,), "/x")))

    assert bar.get("fill") == fade


def test_about_a_year_is_dashed() -> None:
    """A date that its source gives as about a year looks unlike one that it gives as that year."""
    about = Dated(date(1929, 1, 1), date(1931, 12, 31), "about 1930", approximate=True)

    assert "rk-y" in str(bars(drawn(Happening("Birth", "Birth", (about,), "/x")))[0].get("class"))
    assert "rk-y" not in str(bars(drawn(Happening("Birth", "Birth", (YEAR,), "/x")))[0].get("class"))


def test_each_kind_has_its_lane_and_what_has_no_date_is_told() -> None:
    """The list beside the drawing holds what cannot be drawn; the description says that there is some."""
    timeline = Timeline(
        "T", "ru", (Happening("А", "Арест", (DAY,)), Happening("Б", "Приговор", (YEAR,)), Happening("В", "Арест", ()))
    )
    root = parsed(draw_timeline(timeline))

    assert {"Арест (1)", "Приговор (1)"} <= set(texts(root))
    assert "без даты: 1" in str(root.findtext(f"{SVG}desc"))
    assert [happening.label for happening in timeline.undated] == ["В"]


def test_full_lane_is_drawn_as_counts() -> None:
    """Ten thousand rows would be a page nobody scrolls to the end of."""
    many = tuple(
        Happening(f"Event {place}", "Sentence", (Dated(day, day, day.isoformat()),))
        for place in range(10_000)
        for day in [date(1920, 1, 1) + timedelta(days=place)]
    )

    svg = draw_timeline(Timeline("Many", "en", many))

    assert len(svg) < 60_000
    assert any("how many begin" in text for text in texts(parsed(svg)))
    assert float(str(parsed(svg).get("height"))) < MOST_ROWS * 24


def test_many_kinds_share_the_last_lane() -> None:
    """The height is bounded by the number of lanes."""
    happenings = tuple(Happening(f"E{place}", f"Kind {place}", (DAY,)) for place in range(300))

    timeline = Timeline("Kinds", "en", happenings)

    assert len(timeline.kinds) == 24
    assert sum(map(len, timeline.lanes().values())) == 300
    parsed(draw_timeline(timeline))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_empty_timeline_says_so(language: str) -> None:
    """An empty frame looks like a fault."""
    root = drawn(Happening("X", "Arrest", ()), language=language)

    assert any(text in ("There is nothing with a date to draw.",) or "датированного" in text for text in texts(root))


def test_same_happenings_give_the_same_bytes_in_any_order() -> None:
    """A store need not return rows in the same order."""
    one, two = Happening("A", "Arrest", (DAY,)), Happening("B", "Arrest", (YEAR,))

    assert draw_timeline(Timeline("T", "en", (one, two))) == draw_timeline(Timeline("T", "en", (two, one)))
    assert png(draw_timeline(Timeline("T", "en", (one,)), look=Look(fixed=True)), width=200)[:4] == b"\x89PNG"


@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.text(max_size=10), st.none() | DAYS, st.none() | DAYS, st.booleans()),
        max_size=8,
    )
)
@settings(max_examples=80, deadline=None)
def test_any_dates_and_texts_are_drawn_within_the_frame(
    rows: list[tuple[str, str, date | None, date | None, bool]],
) -> None:
    """Whatever a source says, the drawing is well-formed, and no bar is left of the frame or wider than it."""
    happenings = []
    for label, kind, first, last, about in rows:
        ends = (min(first, last), max(first, last)) if first and last else (first, last)
        happenings.append(Happening(label, kind, (Dated(*ends, label, about),), "/x"))

    for bar in bars(drawn(*happenings)):
        left, width = float(str(bar.get("x"))), float(str(bar.get("width")))
        assert left >= 0
        assert left + width <= WIDTH


def test_ticks_stand_at_round_places() -> None:
    """Years, months or days, by the length of the span; numbers from 0 to a round one above the greatest."""
    assert [tick.label for tick in year_ticks(1917, 1953, 12)] == [str(year) for year in range(1920, 1954, 5)]
    days = day_ticks(date(1937, 7, 1), date(1938, 2, 1), 12, "en")
    assert [tick.label for tick in days][:2] == ["Jul 1937", "Aug 1937"]
    assert day_ticks(date(1937, 7, 1), date(1937, 7, 9), 12, "ru")[0].label == "1.07.1937"
    assert [tick.at for tick in number_ticks(3, 5, "en")] == [0, 1, 2, 3]
    assert number_ticks(0, 5, "en")[0].label == "0"


@given(DAYS, DAYS)
def test_there_are_some_ticks_and_not_too_many(one: date, other: date) -> None:
    """An axis without a number tells nothing, one with fifty cannot be read."""
    found = day_ticks(min(one, other), max(one, other) + timedelta(days=3), 12, "en")

    assert 1 <= len(found) <= 14


@pytest.mark.parametrize(
    ("edtf", "english", "russian"),
    [
        ("1956-07-31", "31 July 1956", "31 июля 1956"),
        ("1938-05", "May 1938", "май 1938"),
        ("1930~", "about 1930", "около 1930"),
        ("1930?", "1930 (?)", "1930 (?)"),
        ("[..1956-07-31]", "by 31 July 1956", "не позднее 31 июля 1956"),
        ("[..2000-12]", "by December 2000", "не позднее декабря 2000"),
        ("1938-05~", "about May 1938", "около мая 1938"),
        ("[..193X]", "by 1930s", "не позднее 1930-х"),
        ("[1945..]", "from 1945", "не ранее 1945"),
        ("1937/1938", "1937 – 1938", "1937 – 1938"),
        ("[1937,1938]", "[1937,1938]", "[1937,1938]"),
        ("193X", "1930s", "1930-е"),
        ("19XX", "19XX", "19XX"),
    ],
)
def test_dates_are_in_words_where_their_signs_are_common(edtf: str, english: str, russian: str) -> None:
    """People do not read EDTF; a sign that is not understood is shown rather than guessed at."""
    assert printed(edtf, "en") == english
    assert printed(edtf, "ru") == russian

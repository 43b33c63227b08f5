"""Which drawing fits a query's rows: tried on the stored queries themselves, over the whole curated graph."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import NamedNode, Store

from rehabkg.drawing import choose
from rehabkg.drawing.bars import draw_bars
from rehabkg.drawing.map import draw_map
from rehabkg.drawing.table import Cell, Table, as_day, as_number, as_point
from rehabkg.drawing.timeline import draw_timeline
from rehabkg.drawing.years import draw_years
from rehabkg.query.catalog import stored_query
from rehabkg.query.results import shown
from rehabkg.query.run import run_stored
from rehabkg.settings import Settings


def table(*variables: str, rows: list[tuple[str | None, ...]]) -> Table:
    """Return rows of plain texts; one that begins with `/` is a link to its own name."""
    return Table(variables, tuple(tuple(None if text is None else _cell(text) for text in row) for row in rows))


def _cell(text: str) -> Cell:
    return Cell(text.removeprefix("/"), text if text.startswith("/") else None)


def of_store(store: Store, name: str, **values: str) -> Table:
    """Return the rows of a stored query as pages show them."""
    query = stored_query(name)
    found = run_stored(store, query, values, Settings())
    return Table(
        found.variables,
        tuple(tuple(None if term is None else _of_term(term) for term in row) for row in found),
        tuple(query.columns[variable]["en"] for variable in found.variables),
    )


def _of_term(term: object) -> Cell:
    return Cell(shown(term), term.value if isinstance(term, NamedNode) else None)


def test_map_of_places_is_a_map(store: Store) -> None:
    """Every place with a point is drawn, those without are counted, and a town near a camp is an open mark."""
    found = of_store(store, "map-of-places")

    assert choose.fitting(found)[0] == "map"
    places = choose.as_map(found, title="Places", language="en")
    assert len(places.places) > 600
    assert [place.label for place in places.unplaced] == ["Ukraine", "Soviet Union", "Russian Federation"]
    katyn = next(place for place in places.places if place.label == "Katyn")
    assert not katyn.certain
    assert katyn.link is not None
    assert katyn.link.endswith("/id/place/katyn")
    assert any(source.startswith("geonames") for source in places.sources)
    assert "Katyn" in draw_map(places)


def test_timeline_of_a_person_is_a_timeline(store: Store) -> None:
    """Dates keep their bounds: a protest known only by the ruling that it led to is open before it."""
    found = of_store(store, "timeline", who="p0050")

    assert choose.fitting(found)[0] == "timeline"
    timeline, sources = choose.as_timeline(found, title="Osip Mandelstam", language="en")
    protest = next(happening for happening in timeline.happenings if "Protest" in happening.kind)
    assert protest.dates[0].earliest is None
    assert protest.dates[0].printed == "by 31 July 1956"
    assert sources
    assert max(note for happening in timeline.happenings for note in happening.dates[0].notes) <= len(sources)
    assert "Refusal" in draw_timeline(timeline)


@pytest.mark.parametrize(
    "name",
    [
        "acts-by-jurisdiction",
        "defendants",
        "limited-orders",
        "rehabilitations-before",
        "status-as-of",
        "unpublished-acts",
    ],
)
def test_stored_queries_that_ask_for_a_timeline_fit_one(store: Store, name: str) -> None:
    """The view in a query's header is one that its columns can be drawn as."""
    values = {"who": "p0050"} if name == "status-as-of" else {}
    found = of_store(store, name, **values)

    assert "timeline" in choose.fitting(found)
    timeline, _ = choose.as_timeline(found, title=name, language="ru")
    assert timeline.dated
    draw_timeline(timeline)


def test_wkt_is_a_point() -> None:
    """GeoSPARQL writes longitude first; other shapes, other systems and swapped values are no point here."""
    found = table(
        "place", "wkt", rows=[("/magadan", "POINT(150.8 59.56)"), ("/void", None), ("/x", "POINT(59.56 150.8)")]
    )

    places = choose.as_map(found, title="M", language="en")
    assert [(place.longitude, place.latitude, place.label) for place in places.places] == [(150.8, 59.56, "magadan")]
    assert [place.label for place in places.unplaced] == ["void", "x"]
    assert as_point("<http://www.opengis.net/def/crs/EPSG/0/3857> POINT(1 2)") is None
    assert as_point("LINESTRING(1 2, 3 4)") is None


def test_sources_that_differ_make_one_happening_with_two_dates() -> None:
    """Two rows about one arrest are not two arrests; two sources of one date share its bar."""
    rows = [
        ("/e1", "Arrest", "1938-05-02", "book-a"),
        ("/e1", "Arrest", "1938-05", "book-b"),
        ("/e1", "Arrest", "1938-05", "book-c"),
        ("/e2", "Arrest", None, "book-a"),
    ]
    timeline, sources = choose.as_timeline(table("what", "kind", "edtf", "source", rows=rows), title="T", language="en")

    first, second = timeline.happenings
    assert [(dating.printed, dating.notes) for dating in first.dates] == [("2 May 1938", (1,)), ("May 1938", (2, 3))]
    assert (first.dates[1].earliest, first.dates[1].latest) == (date(1938, 5, 1), date(1938, 5, 31))
    assert second.dates == ()
    assert sources == ("book-a", "book-b", "book-c")


def test_beginning_and_end_are_a_time_that_lasted() -> None:
    """A commission that sat from 1954 to 1956 is a full bar; one of which the end is not told, its beginning only."""
    rows = [("/b1", "Commission", "1954-05", "1956"), ("/b2", "Other", "1961", None), ("/b3", "Slip", "1961", "1960")]
    timeline, _ = choose.as_timeline(table("body", "label", "began", "ended", rows=rows), title="T", language="en")

    first, second, slip = (happening.dates[0] for happening in timeline.happenings)
    assert (first.lasted, first.printed) == (True, "May 1954 – 1956")
    assert (first.earliest, first.latest) == (date(1954, 5, 1), date(1956, 12, 31))
    assert (second.lasted, second.printed) == (False, "1961")
    assert not slip.lasted
    assert "full: lasted" in draw_timeline(timeline)


def test_counts_by_year_are_columns_and_stacked_by_what_tells_them_apart() -> None:
    """The columns of records-sentences-by-year: an empty year is drawn as not dated."""
    rows = [
        ("list", "1937", "/shot", "shot", "681692"),
        ("list", "1937", "/camp", "camp", "429311"),
        ("list", None, "/shot", "shot", "12"),
    ]
    found = table("source", "year", "measure", "label", "records", rows=rows)

    assert choose.fitting(found) == ("years",)
    chart = choose.as_chart(found, title="T", language="ru")
    assert {series.label: dict(series.values) for series in chart.series} == {
        "shot": {1937: 681692, None: 12},
        "camp": {1937: 429311},
    }
    draw_years(chart)


def test_counts_by_name_are_bars() -> None:
    """The columns of records-rehabilitations-by-ground: the name is shown, the thing behind it is linked."""
    rows = [("list", "/ground/1", "no elements of a crime", "900"), ("list", "/ground/2", "no event", "80")]
    found = table("source", "ground", "label", "records", rows=rows)

    assert choose.fitting(found) == ("bars",)
    chart = choose.as_chart(found, title="T", language="en")
    assert dict(chart.series[0].values) == {"no elements of a crime": 900, "no event": 80}
    assert 'href="/ground/1"' in draw_bars(chart)


def test_numbers_that_are_not_told_apart_are_never_summed() -> None:
    """Two rows of one name may count the same people twice: only a table shows them truly."""
    found = table("label", "detail", "records", rows=[("shot", "x", "5"), ("shot", "y", "7")])

    assert choose.fitting(found) == ()


@pytest.mark.parametrize(
    ("variables", "row"),
    [
        (("who", "label"), ("/p1", "Ivan Petrov")),
        (("lat", "label"), ("55.1", "x")),
        (("edtf", "label"), ("about 1937 or so", "x")),
        (("label", "records"), ("x", "-5")),
    ],
)
def test_other_rows_are_only_a_table(variables: tuple[str, ...], row: tuple[str, ...]) -> None:
    """No drawing is offered that would have to guess."""
    assert choose.fitting(table(*variables, rows=[row])) == ()


def test_no_rows_fit_nothing() -> None:
    """A query without an answer has no drawing."""
    assert choose.fitting(table("lat", "lon", rows=[])) == ()


@pytest.mark.parametrize("text", ["1e999", "١٢", "0x10", "NaN", "", "9" * 400])
def test_texts_that_are_no_plain_numbers_are_none(text: str) -> None:
    """Python reads more as a number than SPARQL writes."""
    assert as_number(text) is None


@pytest.mark.parametrize("text", ["1937", "1937-02-30", "19370101", "1937-W01-1"])
def test_texts_that_are_no_days_are_none(text: str) -> None:
    """`date.fromisoformat` takes weeks, too."""
    assert as_day(text) is None

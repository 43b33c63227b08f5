"""EDTF: the bounds of a text hold every day that it can mean, and nothing but a date is taken for one."""

from __future__ import annotations

import calendar
import time
from contextlib import suppress
from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehabkg.dates import Dating, parse_edtf
from rehabkg.errors import DateError

# A busy machine may be slow; only the tests of hostile text hold the time.
untimed = settings(deadline=None)
DAYS = st.dates(date(100, 1, 1), date(9800, 12, 31))
LETTERS = "0123456789X?~%-/.,[]{}TYZSE: "


def holds(text: str, day: date) -> bool:
    """Whether the bounds of *text* hold *day*."""
    dating = parse_edtf(text)
    return (dating.earliest is None or dating.earliest <= day) and (dating.latest is None or day <= dating.latest)


def month_later(day: date, months: int) -> date:
    """Return the first of a month."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


@st.composite
def plain_texts(draw: st.DrawFn, day: date) -> str:
    """Draw a text of level 0 to 2, without qualifiers, that can mean *day*."""
    shape = draw(st.sampled_from(["day", "month", "year", "blank", "season", "part"]))
    if shape == "season":
        return draw(seasons(day))
    if shape == "part":
        code = draw(st.sampled_from([33 + (day.month - 1) // 3, 37 + (day.month - 1) // 4, 40 + (day.month > 6)]))
        return f"{day.year:04}-{code}"
    length = {"day": 10, "month": 7, "year": 4, "blank": draw(st.sampled_from([4, 7, 10]))}[shape]
    text = day.isoformat()[:length]
    if shape != "blank":
        return text
    places = draw(st.sets(st.sampled_from([place for place, letter in enumerate(text) if letter != "-"])))
    blank = "".join("X" if place in places else letter for place, letter in enumerate(text))
    # Year 0 cannot be told in days, and a text that is blank throughout says nothing.
    return text if blank.startswith(("000X", "00X", "0X", "X")) else blank


@st.composite
def seasons(draw: st.DrawFn, day: date) -> str:
    """Draw a season that can mean *day*: a winter may be named by either of its years."""
    first = {3: 21, 6: 22, 9: 23}.get(day.month // 3 * 3)
    if first is not None:
        return f"{day.year:04}-{first + draw(st.sampled_from([0, 4]))}"
    other = day.year + (1 if day.month == 12 else -1)
    return f"{draw(st.sampled_from([day.year, other])):04}-{draw(st.sampled_from([24, 28, 30]))}"


@st.composite
def doubtful_texts(draw: st.DrawFn, day: date) -> str:
    """Draw a qualified text that can mean *day*: its digits lie one unit beside it, with `%` two."""
    mark = draw(st.sampled_from("?~%"))
    units = draw(st.integers(-2, 2)) if mark == "%" else draw(st.integers(-1, 1))
    shape = draw(st.sampled_from(["day", "month", "year", "decade", "blank day", "part"]))
    if shape == "day":
        return f"{(day + timedelta(days=units)).isoformat()}{mark}"
    beside = month_later(day, units)
    if shape == "month":
        return f"{beside.isoformat()[:7]}{mark}"
    if shape == "blank day":
        return f"{beside.isoformat()[:7]}-XX{mark}"
    year = f"{day.year + units:04}"
    if shape == "year":
        return draw(st.sampled_from([f"{year}{mark}", f"{mark}{year}"]))
    if shape == "decade":
        return f"{(day.year + 10 * units) // 10:03}X{mark}"
    return draw(
        st.sampled_from(
            [
                f"{mark}{year}-{day.month:02}",
                f"{year}{mark}-{day.month:02}",
                f"{beside.year:04}-{mark}{beside.month:02}",
                f"{day.isoformat()[:7]}-{mark}{(day.day + units - 1) % 28 + 1:02}"
                if 3 <= day.day <= 26
                else day.isoformat(),
            ]
        )
    )


@st.composite
def meanings(draw: st.DrawFn) -> tuple[str, date]:
    """Draw a text and a day that it can mean."""
    day = draw(DAYS)
    single = draw(st.one_of(plain_texts(day), doubtful_texts(day)))
    before, after = sorted((draw(DAYS), draw(DAYS)))
    other = draw(DAYS).isoformat()[: draw(st.sampled_from([4, 7, 10]))]
    begin, end = min(before, day).isoformat(), max(after, day).isoformat()
    text = draw(
        st.sampled_from(
            [
                single,
                f"[{single},{other}]",
                f"[{other},{single}]",
                f"{{{other},{single}}}",
                f"[{begin}..{end}]",
                f"[{other},{begin[:7]}..{end[:4]}]",
                f"[..{end[:4]}]",
                f"[..{single}]",
                f"[{single}..]",
                f"[{other},{begin[:4]}..]",
                f"{begin}/{end[:7]}",
                f"{single}/..",
                f"{single}/",
                f"../{single}",
                f"/{single}",
                f"{begin[:4]}~/{end[:7]}?",
            ]
        )
    )
    return text, day


@untimed
@given(meanings())
def test_bounds_hold_every_day_that_the_text_can_mean(meaning: tuple[str, date]) -> None:
    """A bound that cuts off a possible day would let a status be computed on a date that nobody gave."""
    text, day = meaning

    assert holds(text, day), f"{text} can mean {day}: {parse_edtf(text)}"


@untimed
@given(DAYS, st.sampled_from(["", "?", "~", "%"]), st.sampled_from([4, 7]))
def test_a_month_or_a_year_never_gets_a_bound_inside_a_month(day: date, mark: str, length: int) -> None:
    """Half a month is a precision that the source does not have."""
    dating = parse_edtf(day.isoformat()[:length] + mark)

    assert dating.earliest is not None
    assert dating.latest is not None
    assert dating.earliest.day == 1
    assert dating.latest.day == calendar.monthrange(dating.latest.year, dating.latest.month)[1]


# Doubt about a whole millennium, or about the first centuries, reaches back before the year 1.
MIDDLE = st.dates(date(1200, 1, 1), date(8999, 12, 31)).flatmap(plain_texts)


@untimed
@given(MIDDLE.filter(lambda text: text[1:4] != "XXX"), st.sampled_from("?~%"))
def test_a_qualified_text_is_never_narrower_than_its_digits(text: str, mark: str) -> None:
    """ "About 1890" says less than "1890", so it may not say it more sharply."""
    plain, doubtful = parse_edtf(text), parse_edtf(text + mark)

    assert plain.earliest is not None
    assert plain.latest is not None
    assert doubtful.earliest is not None
    assert doubtful.latest is not None
    assert doubtful.earliest < plain.earliest
    assert doubtful.latest > plain.latest


@untimed
@given(DAYS, st.sampled_from([4, 7, 10]))
def test_python_edtf_agrees_on_plain_dates(day: date, length: int) -> None:
    """An independent reader of the standard is the witness for the forms that most rows have."""
    text = day.isoformat()[:length]
    peer = edtf.parse_edtf(text)

    dating = parse_edtf(text)

    assert dating.earliest == date(*peer.lower_strict()[:3])
    assert dating.latest == date(*peer.upper_strict()[:3])


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1938-08-02", "1938-08-02", "1938-08-02"),
        ("1939-05", "1939-05-01", "1939-05-31"),
        ("1940-02", "1940-02-01", "1940-02-29"),
        ("1991", "1991-01-01", "1991-12-31"),
        ("193X", "1930-01-01", "1939-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1938-XX", "1938-01-01", "1938-12-31"),
        ("1939-05-XX", "1939-05-01", "1939-05-31"),
        ("1939-05-2X", "1939-05-20", "1939-05-29"),
        ("1938-1X", "1938-10-01", "1938-12-31"),
        ("1938-XX-05", "1938-01-05", "1938-12-05"),
        ("1938-XX-31", "1938-01-31", "1938-12-31"),
        ("19XX-02-29", "1904-02-29", "1996-02-29"),
        ("1890~", "1889-01-01", "1891-12-31"),
        ("1930?", "1929-01-01", "1931-12-31"),
        ("1890%", "1888-01-01", "1892-12-31"),
        ("193X~", "1920-01-01", "1949-12-31"),
        ("1939-05~", "1939-04-01", "1939-06-30"),
        ("1939-01-31~", "1939-01-30", "1939-02-01"),
        ("1939-02-XX~", "1939-01-01", "1939-03-31"),
        ("1939-?05-02", "1939-04-02", "1939-06-02"),
        ("?1939-05", "1938-05-01", "1940-05-31"),
        ("1939-05~-02", "1938-04-02", "1940-06-02"),
        ("1937-21", "1937-03-01", "1937-05-31"),
        ("1937-24", "1936-12-01", "1938-02-28"),
        ("1937-23~", "1937-06-01", "1938-02-28"),
        ("1937-34", "1937-04-01", "1937-06-30"),
        ("1937-41", "1937-07-01", "1937-12-31"),
        ("1917/1991", "1917-01-01", "1991-12-31"),
        ("1937-08~/1938", "1937-07-01", "1938-12-31"),
        ("1937/..", "1937-01-01", None),
        ("1937/", "1937-01-01", None),
        ("/1937-05", None, "1937-05-31"),
        ("[..1938]", None, "1938-12-31"),
        ("[1938-03..]", "1938-03-01", None),
        ("[1890,1892]", "1890-01-01", "1892-12-31"),
        ("[1890~,1892]", "1889-01-01", "1892-12-31"),
        ("[1890,1892..1895-03]", "1890-01-01", "1895-03-31"),
        ("[1890,1892..]", "1890-01-01", None),
        ("{1937,1938}", "1937-01-01", "1938-12-31"),
        ("XXXX-05-12", None, None),
        ("XXXX-02-29", None, None),
        ("XXXX-05", None, None),
        ("1938-05-12T10:00:00Z", "1938-05-12", "1938-05-12"),
        ("1938S2", "1900-01-01", "1999-12-31"),
    ],
)
def test_each_supported_form_has_the_bounds_of_its_meaning(text: str, earliest: str | None, latest: str | None) -> None:
    """The forms that data/README.md promises, and where another reader of EDTF is known to sharpen."""
    dating = parse_edtf(text)

    assert dating.edtf == text
    assert (dating.earliest and dating.earliest.isoformat()) == earliest
    assert (dating.latest and dating.latest.isoformat()) == latest


@pytest.mark.parametrize(
    "text",
    [
        "", "X", "XXXX", "XXXX-XX", "XXXX-24", "1938-5", "1938-13", "1938-00", "1938-02-30", "1938-05-00",
        "1900-02-29", "1938-02-3X", "XXXX-02-30", "0000", "000X", "0001~", "9999-12-31~", "-1938", "Y12345",
        "1938-21-05", "1938-42", " 1938", "1938 ", "1938\n", "1938 - 05", "１９３８", "١٩٣٨-٠٥",
        "1938-05-12/13", "1938/1937", "1939/1938-05", "/", "..", "../..", "1937/1938/1939", "[1938]", "[]",
        "[,]", "[..]", "[1890,]", "[1890, 1892]", "[1890,..1880]", "[1890..,1892]", "[1892..1890]",
        "[[1890,1892],1893]", "[1937/1938,1939]", "[1890,1892]/1900", "[1890,1892", "1890,1892", "1938??",
        "?1938?", "1938~-", "1938-05-12T25:00:00", "1938S9", "28 октября 1987 г.", "1938" * 100,
        f"[{','.join(['1890'] * 30)}]",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    """A text that is only like a date must reach its editor again, not the graph."""
    with pytest.raises(DateError):
        parse_edtf(text)


@pytest.mark.parametrize("text", ["1938-02-30", "1938-02-3X", "XXXX-02-30", "1900-02-29"])
def test_a_day_that_the_calendar_lacks_is_told_as_such(text: str) -> None:
    """The form is right there, so "a date in EDTF" would send the editor looking in the wrong place."""
    with pytest.raises(DateError, match="is not a day that exists"):
        parse_edtf(text)


@untimed
@given(st.one_of(st.text(), st.text(LETTERS, max_size=40), st.from_regex(r"[\[{]?[0-9X?~%./,-]{1,30}[\]}]?")))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """A cell can hold anything; only `DateError` tells its row and goes on."""
    try:
        dating = parse_edtf(text)
    except DateError:
        return

    assert dating.edtf == text
    if dating.earliest is not None and dating.latest is not None:
        assert dating.earliest <= dating.latest


@pytest.mark.parametrize(
    "text",
    [
        "[" * 120,
        "1938," * 24,
        "[" + "X938," * 19 + "1]",
        "XXXX-XX-" * 14,
        "1XXX-XX-XX~",
        "?" * 120,
        "9" * 10**6,
    ],
)
def test_hostile_text_is_answered_at_once(text: str) -> None:
    """One cell of a million rows may not hold up the load."""
    start = time.perf_counter()
    with suppress(DateError):
        parse_edtf(text)

    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("text", ["1938-1X", "1938-1X-05", "1938S2", "19X8~", "Y1938", "1938-05-12T"])
def test_nothing_is_printed(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """python-edtf prints what it stumbles over, and standard output holds data."""
    with suppress(DateError):
        parse_edtf(text)

    assert capsys.readouterr().out == ""


@untimed
@given(DAYS, DAYS, DAYS)
def test_what_must_be_by_a_day_may_be_by_it(first: date, last: date, day: date) -> None:
    """A status as of a day asks both, and "certainly" may never hold where "perhaps" does not."""
    first, last = sorted((first, last))
    dating = Dating("", first, last)

    assert dating.may_be_by(day) == (first <= day)
    assert dating.must_be_by(day) == (last <= day)
    assert dating.may_be_by(day) or not dating.must_be_by(day)


def test_an_open_date_may_be_by_any_day_and_must_be_by_none() -> None:
    """Day and month without a year are known of some people; no year may be computed from them."""
    dating = parse_edtf("XXXX-05-12")

    assert dating.may_be_by(date(1917, 1, 1))
    assert not dating.must_be_by(date(1991, 12, 31))

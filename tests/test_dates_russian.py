"""Dates as Russian sources print them: read as they are meant, never more sharply, or refused."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehabkg.dates import parse_edtf, recognise
from rehabkg.errors import DateError

# A busy machine may be slow; only the tests of hostile text hold the time.
untimed = settings(deadline=None)
GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
NOMINATIVE = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
LOCATIVE = (
    "январе", "феврале", "марте", "апреле", "мае", "июне",
    "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip
INSTRUMENTAL = (
    "январем", "февралем", "мартом", "апрелем", "маем", "июнем",
    "июлем", "августом", "сентябрём", "октябрем", "ноябрём", "декабрем",
)  # fmt: skip
SHORT = ("янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек.")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

PRINTED = {
    # days
    "28 октября 1987 г.": "1987-10-28",
    "28 октября 1987 года": "1987-10-28",
    "28 Октября 1987г.": "1987-10-28",
    "28-го октября 1987 года": "1987-10-28",
    "«28» октября 1987 г.": "1987-10-28",
    '"28" октября 1987 г.': "1987-10-28",
    "28 окт. 1987 г.": "1987-10-28",
    "28\u00a0октября\u00a01987\u00a0г.": "1987-10-28",
    "5.5.1939": "1939-05-05",
    "05.05.1939": "1939-05-05",
    "05.05.1939 г.": "1939-05-05",
    "5. 5. 1939": "1939-05-05",
    "05-05-1939": "1939-05-05",
    "05/05/1939": "1939-05-05",
    "28.X.1987": "1987-10-28",
    "28.Х.1987": "1987-10-28",
    "28/X-1987 г.": "1987-10-28",
    "1937-10-28": "1937-10-28",
    "28 октября 1884 г. н. ст.": "1884-10-28",
    "12 мая": "XXXX-05-12",
    "29 февраля": "XXXX-02-29",
    # what is blank stays blank
    "_.5.1939": "1939-05",
    "_._.1939": "1939",
    "5._.1939": "1939-XX-05",
    "??.05.1939": "1939-05",
    "00.00.1937": "1937",
    "00.05.1937": "1937-05",
    "«__» мая 1939 г.": "1939-05",
    "193? г.": "193X",
    "19__": "19XX",
    # months, years and parts of them
    "в мае 1939 г.": "1939-05",
    "май 1939": "1939-05",
    "мая 1939 г.": "1939-05",
    "05.1939": "1939-05",
    "V.1939": "1939-05",
    "1939": "1939",
    "в 1939 году": "1939",
    "1914 г.р.": "1914",
    "1930-е гг.": "193X",
    "в 1930-х гг.": "193X",
    "1930-ые годы": "193X",
    "осенью 1937 г.": "1937-23",
    "весна 1937": "1937-21",
    "зимой 1937 г.": "1937-24",
    "зимой 1937/38 г.": "[1937-12..1938-02]",
    "I квартал 1938 г.": "1938-33",
    "в 4-м кв. 1938": "1938-36",
    "первая половина 1938 г.": "1938-40",
    "во второй половине 1938": "1938-41",
    "начало 1939": "1939",
    "в начале 1939 г.": "1939",
    "конец 1937": "1937",
    "середина 1938": "1938",
    "конец мая 1938 г.": "1938-05",
    "в последних числах мая 1938": "1938-05",
    "вторая половина мая 1938": "1938-05",
    "в начале 1930-х гг.": "193X",
    # doubt
    "ок. 1890": "1890~",
    "ок.1890": "1890~",
    "около 1890 г.": "1890~",
    "примерно в 1890 г.": "1890~",
    "предположительно 1890": "1890?",
    "возможно, в мае 1939": "1939-05?",
    "1890?": "1890?",
    "1890 (?)": "1890?",
    "1942(?) г.": "1942?",
    "ок. 1890 (?)": "1890%",
    # one of several
    "1890, 1892": "[1890,1892]",
    "1892,1890": "[1890,1892]",
    "1890 или 1892": "[1890,1892]",
    "1890, 1891 или 1892": "[1890,1891,1892]",
    "1890, 1890": "1890",
    "1890, ок. 1892": "[1890,1892~]",
    "1890, 1892?": "[1890?,1892?]",
    "ок. 1890 или 1892": "[1890~,1892~]",
    "1903 (1905)": "[1903,1905]",
    "1885 (по другим данным - в 1888)": "[1885,1888]",
    "11.02.1872 (по другим данным — 1870)": "[1870,1872-02-11]",
    "3 или 4 сентября 1938 г.": "[1938-09-03,1938-09-04]",
    "12, 13 мая 1938": "[1938-05-12,1938-05-13]",
    "5 или 6 мая": "[XXXX-05-05,XXXX-05-06]",
    "в мае или июне 1938 г.": "[1938-05,1938-06]",
    "в ночь на 15 мая 1938 г.": "[1938-05-14,1938-05-15]",
    "в ночь с 14 на 15 мая 1938 г.": "[1938-05-14,1938-05-15]",
    "в ночь на 1 января 1938": "[1937-12-31,1938-01-01]",
    # from one to another
    "1937-1938": "1937/1938",
    "1937—1938 гг.": "1937/1938",
    "1937-38 гг.": "1937/1938",
    "1937/38 г.": "1937/1938",
    "1901-05 гг.": "1901/1905",
    "с 1937 по 1938": "1937/1938",
    "ок. 1937-1938": "1937~/1938~",
    "июль-август 1937": "1937-07/1937-08",
    "весна-лето 1937": "1937-21/1937-22",
    "I-III 1938": "1938-01/1938-03",
    "10—12 мая 1938": "1938-05-10/1938-05-12",
    "10-12.05.1938": "1938-05-10/1938-05-12",
    "с 28 мая по 3 июня 1938 г.": "1938-05-28/1938-06-03",
    "28.05-03.06.1938": "1938-05-28/1938-06-03",
    "1930-е – 1940-е гг.": "193X/194X",
    # open on one side, or within bounds
    "не позднее 1938": "[..1938]",
    "не позже 12 мая 1938 г.": "[..1938-05-12]",
    "не позднее лета 1938": "[..1938-08-31]",
    "не ранее марта 1938 г.": "[1938-03..]",
    "не раньше 1938": "[1938..]",
    "до 1938": "[..1937]",
    "до марта 1938 г.": "[..1938-02]",
    "до 1930-х гг.": "[..1929]",
    "до конца 1938": "[..1938]",
    "до ок. 1938": "[..1938~]",
    "после 12 мая 1938 г.": "[1938-05-13..]",
    "после 1938": "[1939..]",
    "после начала 1938": "[1938..]",
    "позднее декабря 1937": "[1938-01..]",
    "между 1937 и 1938": "[1937..1938]",
    "между мартом и маем 1938": "[1938-03..1938-05]",
    "между 5 и 10 мая 1938": "[1938-05-05..1938-05-10]",
    "между мартом 1937 и 1938": "[1937-03-01..1938-12-31]",
}

OLD_STYLE = {
    "16 (28) октября 1884": ("1884-10-28", "1884-10-16"),
    "16/28 октября 1884 г.": ("1884-10-28", "1884-10-16"),
    "16(28).10.1884": ("1884-10-28", "1884-10-16"),
    "20 октября (1 ноября) 1884 г.": ("1884-11-01", "1884-10-20"),
    "16.10.1884 ст. ст.": ("1884-10-28", "1884-10-16"),
    "16 октября 1884 г. (ст. ст.)": ("1884-10-28", "1884-10-16"),
    "16 октября 1884 по старому стилю": ("1884-10-28", "1884-10-16"),
    "20 декабря 1899 (1 января 1900)": ("1900-01-01", "1899-12-20"),
    "1 января 1900 (20 декабря 1899 ст. ст.)": ("1900-01-01", "1899-12-20"),
    "29.02.1900 ст.ст.": ("1900-03-13", "1900-02-29"),
    "29 февраля (13 марта) 1900": ("1900-03-13", "1900-02-29"),
    "25 октября (7 ноября) 1917": ("1917-11-07", "1917-10-25"),
    "октябрь 1884 ст. ст.": ("[1884-10-13..1884-11-12]", "1884-10"),
    "ок. 1884 ст. ст.": ("1884~", "1884~"),
}

REFUSED = (
    "", "   ", "?", "(?)", "...", "недавно", "неизвестно", "до войны", "в детстве", "мая", "около",
    "31 февраля", "30.02.1938", "29 февраля 1938", "32 мая 1938", "5.13.1939", "13.1938", "1938.13.45",
    "0000", "1938 1939", "938", "19371", "1 1938", "12 мартобря 1938", "5 IIV 1938", "３.05.1938", "٥.٥.١٩٣٩",
    "May 1938", "12 May 1938", "before 1938", "circa 1890", "1938~", "[..1938]",
    "31.08.41", "28 октября 87 г.", "30-е гг.",
    "5 мая, 1938", "1938, 5 мая", "5 мая – 1938", "5 мая — около 1938 г.", "5, 12.1939",
    "1938-1937", "10 – 5 мая 1938", "между 1938 и 1937", "1901-05", "1926/1929", "зима 1937/39",
    "в ночь с 14 на 16 мая 1938", "в ночь на май 1938",
    "16 (29) октября 1884", "20 декабря (1 января) 1890", "16 (28) 1884", "5 мая 1884 (6 мая 1884)",
    "1884-1885 ст. ст.", "31 июня 1884 ст. ст.",
    "до 5 мая", "не позднее 5 мая", "до 0001", "после 9999", "не позднее не позднее 1938",
    "не позднее 1938 или 1939", "после 1937-1938", "с 1938", "1890 или",
    "3 декабря (по другим данным - февраля) 1914", "1890, " * 40 + "1892",
)  # fmt: skip


@pytest.mark.parametrize(("printed", "edtf"), PRINTED.items())
def test_a_printed_form_has_the_meaning_that_its_readers_give_it(printed: str, edtf: str) -> None:
    """Books of memory, Memorial's tables and certificates print dates so."""
    assert recognise(printed) == parse_edtf(edtf)


@pytest.mark.parametrize(("printed", "styles"), OLD_STYLE.items())
def test_a_date_of_the_old_style_keeps_both_calendars(printed: str, styles: tuple[str, str]) -> None:
    """A birth before 1918 is matched by its new-style day and checked in the register by its old one."""
    dating = recognise(printed)

    assert (dating.edtf, dating.julian_edtf) == styles


@pytest.mark.parametrize("printed", REFUSED)
def test_what_is_only_like_a_date_is_refused(printed: str) -> None:
    """A guess would look like a date that the source gives; the row goes back to a person instead."""
    with pytest.raises(DateError):
        recognise(printed)


@pytest.mark.parametrize("printed", ["31 февраля", "30.02.1938", "32 мая 1938", "5.13.1939"])
def test_a_day_that_the_calendar_lacks_is_told_as_such(printed: str) -> None:
    """The source misprints here; the editor need not look for another form."""
    with pytest.raises(DateError) as caught:
        recognise(printed)

    assert str(caught.value) == f"{printed!r} is not a day that exists"
    assert caught.value.value == printed


@st.composite
def rendered(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a printed date and its EDTF."""
    day = draw(st.dates(date(1800, 1, 1), date(2025, 12, 31)))
    iso, month = day.isoformat(), day.month - 1
    word = draw(st.sampled_from(["", " г.", "г.", " года", " г"]))
    days = [
        f"{day.day} {GENITIVE[month]} {day.year}{word}",
        f"«{day.day:02}» {GENITIVE[month]} {day.year}{word}",
        f"{day.day} {SHORT[month]} {day.year}{word}",
        f"{day.day}.{day.month}.{day.year}{word}",
        f"{day.day:02}.{day.month:02}.{day.year}{word}",
        f"{day.day}.{ROMAN[month]}.{day.year}{word}",
        f"{day.day}/{ROMAN[month]}-{day.year}{word}",
    ]
    months = [
        f"{NOMINATIVE[month]} {day.year}{word}",
        f"в {LOCATIVE[month]} {day.year}{word}",
        f"_.{day.month}.{day.year}",
        f"00.{day.month:02}.{day.year}",
        f"{day.month:02}.{day.year}",
        f"{ROMAN[month]}.{day.year}",
    ]
    years = [f"{day.year}{word}", f"_._.{day.year}", f"00.00.{day.year}", f"конец {day.year}{word}"]
    shape, length = draw(st.sampled_from([(days, 10), (months, 7), (years, 4)]))
    return draw(st.sampled_from(shape)), iso[:length]


@untimed
@given(rendered())
def test_a_rendered_date_is_read_back(pair: tuple[str, str]) -> None:
    """Every day, month and year in every common form, not only those that somebody thought of."""
    printed, edtf = pair

    assert recognise(printed).edtf == edtf


@untimed
@given(st.integers(0, 11), st.integers(1800, 2025))
def test_every_month_is_known_in_every_case(month: int, year: int) -> None:
    """ "мая" and "марта" begin alike, and five cases make sixty words."""
    edtf = f"{year}-{month + 1:02}"

    assert recognise(f"не позднее {GENITIVE[month]} {year}").edtf == f"[..{edtf}]"
    assert recognise(f"между {INSTRUMENTAL[month]} и декабрём {year}").edtf == f"[{edtf}..{year}-12]"
    assert recognise(f"в {LOCATIVE[month].upper()} {year}").edtf == edtf


@untimed
@given(rendered(), st.sampled_from(["не позднее", "не позже", "до", "ранее"]))
def test_an_upper_limit_never_gets_an_earliest_day(pair: tuple[str, str], words: str) -> None:
    """ "Not later than 1938" says nothing of when it was not."""
    dating = recognise(f"{words} {pair[0].removeprefix('в ')}")

    assert dating.earliest is None
    assert dating.latest is not None


@untimed
@given(rendered())
def test_not_later_than_a_date_may_lie_in_it(pair: tuple[str, str]) -> None:
    """To end before the date begins would cut off what the source expressly leaves open."""
    limit = parse_edtf(pair[1]).latest

    assert recognise(f"не позднее {pair[0]}").latest == limit


@untimed
@given(rendered(), st.sampled_from(["не ранее", "не раньше", "после", "позднее"]))
def test_a_lower_limit_never_gets_a_latest_day(pair: tuple[str, str], words: str) -> None:
    """ "After 1938" has no end, and a default end would be an invention."""
    dating = recognise(f"{words} {pair[0]}")

    assert dating.earliest is not None
    assert dating.latest is None


@untimed
@given(
    rendered(),
    rendered(),
    st.sampled_from(["{}, {}", "{} или {}", "{} (или {})", "{} (по другим данным — {})"]),
)
def test_alternatives_hold_each_of_them(first: tuple[str, str], second: tuple[str, str], shape: str) -> None:
    """Two sources in one cell: neither may be dropped, in whatever order they stand."""
    dating = recognise(shape.format(first[0], second[0]))

    for _, edtf in (first, second):
        meant = parse_edtf(edtf)
        assert dating.earliest is not None
        assert dating.latest is not None
        assert meant.earliest is not None
        assert meant.latest is not None
        assert dating.earliest <= meant.earliest
        assert meant.latest <= dating.latest


@untimed
@given(
    rendered(),
    st.sampled_from(["ок. {}", "около {}", "примерно {}", "{} (?)", "{}?", "предположительно {}", "ок. {} (?)"]),
)
def test_doubt_widens_what_it_stands_with(pair: tuple[str, str], shape: str) -> None:
    """The doubt of a source is part of its date; lost, a guess would pass for knowledge."""
    plain, doubtful = parse_edtf(pair[1]), recognise(shape.format(pair[0]))

    assert doubtful.earliest is not None
    assert doubtful.latest is not None
    assert plain.earliest is not None
    assert plain.latest is not None
    assert doubtful.earliest < plain.earliest
    assert doubtful.latest > plain.latest


@untimed
@given(st.dates(date(1800, 1, 1), date(1918, 1, 31)))
def test_both_styles_agree_or_are_refused(day: date) -> None:
    """Two dates of one day check each other: a misprint in one of them must not go unseen."""
    old = recognise(f"{day.day} {GENITIVE[day.month - 1]} {day.year} г. ст. ст.")
    new = old.earliest
    assert new is not None

    both = f"{day.day:02}.{day.month:02}.{day.year} ({new.day:02}.{new.month:02}.{new.year})"
    wrong = f"{day.day:02}.{day.month:02}.{day.year} ({new.day % 28 + 1:02}.{new.month:02}.{new.year})"

    assert recognise(both) == old
    with pytest.raises(DateError):
        recognise(wrong)


WORDS = st.sampled_from(
    ["1938", "1890", "05", "5", "мая", "май", "октябрь", "х", "iv", "г.", "гг.", "ок.", "не позднее", "до",
     "после", "между", "и", "или", "с", "по", "на", "в ночь", "начало", "зима", "1930-е", ",", "-", "—", ".",
     "/", "(", ")", "?", "_", "ст. ст.", "(по другим данным", "00", " ", "«", "первая половина"]
)  # fmt: skip


@untimed
@given(st.one_of(st.text(), st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS, max_size=12).map("".join)))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """A printed cell can hold anything; only `DateError` tells its row and goes on."""
    try:
        dating = recognise(text)
    except DateError:
        return

    if dating.julian_edtf is None:
        assert dating == parse_edtf(dating.edtf)
    if dating.earliest is not None and dating.latest is not None:
        assert dating.earliest <= dating.latest


@pytest.mark.parametrize(
    "text",
    [
        "1," * 10_000, " " * 10_000, "(" * 500, "1," * 99, "а или " * 32 + "/", "1 или " * 32 + "1938",
        "1-" * 99, "- " * 99, "ок. " * 49 + "1938", "до " * 65 + "1938", "между " * 30 + "и " * 10, "?" * 199,
        "(?)" * 66, "1938" * 50, "5 мая, " * 27 + "6 мая 1938", "с " * 60 + "по 1938", ". " * 99 + "1938",
        "в ночь на " * 19, "начало " * 27 + "1938", "1" * 10**6, "1 (" * 60, ")" * 199, "5. " * 60 + "5.1938",
        "1938 (по другим данным " * 8, "в " * 95 + "1938", "1, " * 60 + "12.05.1938", "0" * 199, "_" * 199,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_text_is_answered_at_once(text: str) -> None:
    """A pattern that tries every way to split a text would hold up a load of millions for one cell."""
    start = time.perf_counter()
    with suppress(DateError):
        recognise(text)
    seconds = time.perf_counter() - start

    assert seconds < 2

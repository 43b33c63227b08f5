"""Dates are read as printed and no sharper; what is no date, or no day that exists, is none."""

from __future__ import annotations

import pytest

from rehabkg.recognise.dates import date_of, dates_in, is_date_text

FORMS = {
    "28 октября 1937 г.": "1937-10-28",
    "4.03.1937": "1937-03-04",
    "23.09.32 г": "1932-09-23",
    "22/04/60": "1960-04-22",
    "10. 04. 1937": "1937-04-10",
    "01.02 1930": "1930-02-01",
    "в мае 1939 г.": "1939-05",
    "В МАЕ 1935": "1935-05",
    "авг. 1934": "1934-08",
    "05.1939": "1939-05",
    "_.5.1939": "1939-05",
    "00.05.1939": "1939-05",
    "_._.1939": "1939",
    "00.00.1938": "1938",
    "в 1931 г.": "1931",
    "1937": "1937",
    "ок. 1890": "1890~",
    "около 1930 г.": "1930~",
    "1890?": "1890?",
    "1910, 1915": "[1910,1915]",
    "1915 (1910)": "[1910,1915]",
    "не позднее 1938": "[..1938]",
}


@pytest.mark.parametrize("printed", FORMS)
def test_a_date_of_any_form_met_is_read(printed: str) -> None:
    """Each form is one that a book or a table prints; a blank part stays open."""
    assert date_of(printed) == FORMS[printed]


@pytest.mark.parametrize(
    "printed", [None, "", " ", "31.02.1938", "12.13.1930", "32 мая 1938 г.", "Вологда", "58-10", "12.03.05"]
)
def test_what_is_no_date_is_none(printed: str | None) -> None:
    """No day is made of one that does not exist, and no century is guessed for a year such as 05."""
    assert date_of(printed) is None


def test_a_day_that_does_not_exist_has_the_form_of_a_date() -> None:
    """A checker can so tell a slip of the pen from another text."""
    assert is_date_text("31.02.1938")
    assert not is_date_text("Вологда")


def test_the_dates_of_a_text_are_found_in_their_order() -> None:
    """A number of a file, an article or a span of years is taken for what it is."""
    text = "10 лет ИТЛ, осв. 31.08.41 по ст. 58-10; дело № 1234; в 1936, около 1930 г., 30 декабря 1955 года"

    assert [found.edtf for found in dates_in(text)] == ["1941-08-31", "1936", "1930~", "1955-12-30"]


def test_a_found_date_names_its_place() -> None:
    """What stands before and after a date is cut by its place, also behind letters that grow in lower case."""
    text = "İ приговор от 3.05.1940 г. отменен"
    found = next(dates_in(text))

    assert text[found.start : found.end] == "3.05.1940 г."

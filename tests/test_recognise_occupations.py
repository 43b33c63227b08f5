"""Classes of occupations by what lists print, and books by their titles."""

from __future__ import annotations

from itertools import islice

import pytest

from rehabkg import assets
from rehabkg.lexicon import read_lexicon
from rehabkg.readers.memorial_lists import read_memorial_lists
from rehabkg.recognise.books import book_of
from rehabkg.recognise.coverage import coverage_of
from rehabkg.recognise.list_body import recognise_body
from rehabkg.recognise.occupations import occupation_of

LISTS = assets.ROOT.parent / "shared" / "data" / "memorial-lists"


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("kolkhoz-members", ["колхозник", "Член к-за им. Буденного", "работал в колхозе", 'колхоз "Красный плотник"']),
        ("individual-peasants", ["единоличник", "крестьянин-единоличник", "Крестьянка-единоличница"]),
        ("clerks", ["пом. бухгалтера МТС", "Работал счетоводом", "колхозный счетовод"]),
        ("clergy", ["священник Варваринской церкви", "мулла", "монахиня", "служитель религиозного культа"]),
        ("metal-machine-workers", ["слесарь-инструментальщик", "Завод №5, токарь"]),
        ("managers", ["председатель колхоза", "зав. делопроизводством", "колхоз им. Калинина, бригадир"]),
        ("teachers", ["учительница", "зав. школой", "Учитель начальной школы"]),
        ("prisoners", ["заключенный Ухтпечлага", "з/к", "отбывал наказание в Соловках"]),
        ("without-occupation", ["БОЗ", "без опред.занятий", "Не работала"]),
        ("military", ["красноармеец 205-го полка", "рядовой"]),
    ],
)
def test_first_word_that_names_an_occupation_tells_the_class(code: str, printed: list[str]) -> None:
    """The head of a Russian description stands first; where one works is told behind it or before a comma."""
    assert {text: occupation_of(text) for text in printed} == dict.fromkeys(printed, code)


@pytest.mark.parametrize(
    "printed", [None, "", "сын священника", "жена офицера", "из рабочих", "Балхашская ТЭЦ", "?", "р" * 400, '"Плотник"']
)
def test_what_names_no_occupation_of_the_person_is_no_answer(printed: str | None) -> None:
    """A father's office is not the child's, and a works is no trade."""
    assert occupation_of(printed) is None


def test_title_of_a_book_leads_to_its_id_however_it_is_punctuated() -> None:
    """Sites print one title with full stops, quotes and clipped words of their own."""
    printed = [
        "Книга памяти Новгородской обл.",
        "Книга памяти Новгородской области",
        " книга  памяти «Новгородской обл»",
    ]

    assert {book_of(title) for title in printed} == {"kp-novgorodskoj-oblasti"}


@pytest.mark.parametrize("printed", [None, "", "Книга памяти", "Книга памяти Энской обл.", "к" * 600])
def test_unknown_title_is_no_book(printed: str | None) -> None:
    """An id for a book that nobody has described would be a source without a name."""
    assert book_of(printed) is None


def test_volumes_are_books_of_their_own() -> None:
    """A locator of one volume means nothing in another."""
    titles = [row["title"] for row in read_lexicon("books") if row["title"].startswith("Ленинградский мартиролог. Т.")]

    assert len({book_of(title) for title in titles}) == len(titles) > 1


@pytest.mark.skipif(not LISTS.is_dir(), reason="the record bodies (../shared/data/memorial-lists) are not here")
def test_real_occupations_and_books_are_recognised() -> None:
    """Eight of ten occupations and every book of the lists lead to a code."""
    records = islice(read_memorial_lists(LISTS / "records.txt", report=pytest.fail), 0, None, 5)
    share = coverage_of(map(recognise_body, records)).kinds["occupation"].share
    titles = [line.split("\t")[0] for line in (LISTS / "source-books.tsv").read_text(encoding="utf-8").splitlines()]

    assert share is not None
    assert share >= 0.8
    assert [title for title in titles if title and book_of(title) is None] == []

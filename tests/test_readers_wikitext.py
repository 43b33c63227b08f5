"""The grammar of wikitext: what hides a bar or a brace, and that no text takes more than its length."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabkg.readers.wikitext import categories, page_title, plain, targets, templates, wikitext

FORM = re.compile(r"\{\{Ф(?=[|}])")


def parameters(text: str) -> dict[str, str]:
    """The parameters of the one template of *text*, literal parts put back."""
    page = wikitext(text)
    (template,), unclosed = templates(page.text, FORM)
    assert unclosed is None
    return {name: plain(page, value) for name, value in template.parameters.items()}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("а", "а"),
        ("[[А|б]]", "б"),
        ("[[А|б|в]]", "б|в"),
        ("[[А_б#в]]", "А б#в"),
        ("[[:Категория:А]]", "Категория:А"),
        ("[[Файл:а.jpg|мини|см. [[Б|в]]]] г", "г"),
        ("{{ы|б=в}}", "{{ы|б=в}}"),
        ("{{ы|{{э|ю}}}}", "{{ы|{{э|ю}}}}"),
        ("{{{ы|б}}}", "{{{ы|б}}}"),
        ("а<!-- | }} -->б", "аб"),
        ("а<ref name=x>| }}</ref>б", "аб"),
        ("а<ref name=x />б", "аб"),
        ("<nowiki>| [[}} &amp; ''</nowiki>", "| [[}} &amp; ''"),
        ("<nowiki>не закрыто", "не закрыто"),
        ("[http://example.org/а б в]", "б в"),
        ("[http://example.org/а]", "http://example.org/а"),
        ("кв. 41 [???]", "кв. 41 [???]"),
        ("'''а''' ''б''", "а б"),
        ("а<br />\n б", "а\nб"),
        ("<span style='x'>а</span> 2<3", "а 2<3"),
        ("&laquo;а&nbsp;б&raquo; &#0;", "«а\xa0б» \ufffd"),
        ("а = б", "а = б"),
        ("[[не закрыто", "[[не закрыто"),
    ],
)
def test_a_value_is_read_as_a_reader_of_the_page_sees_it(written: str, value: str) -> None:
    assert parameters("{{Ф|а= " + written + " \n|б=2}}") == {"а": value, "б": "2"}


def test_parameters_without_a_name_are_named_by_their_number() -> None:
    assert parameters("{{Ф|а|б=в| [[г=д]] |{{е|ж=з}}}}") == {"1": "а", "б": "в", "2": "г=д", "3": "{{е|ж=з}}"}


def test_a_name_ends_at_the_first_equals_sign_outside_of_links_and_templates() -> None:
    assert parameters("{{Ф|[[а=б]] в=г=д}}") == {"[[а=б]] в": "г=д"}


def test_a_template_that_is_not_closed_is_told() -> None:
    found, unclosed = templates("{{Ф|а=1}} б {{Ф|в={{г}}", FORM)

    assert ([template.parameters for template in found], unclosed) == ([{"а": "1"}], 12)


def test_an_unclosed_comment_takes_the_rest() -> None:
    assert wikitext("а<!-- б {{Ф}}").text == "а"


def test_categories_are_taken_out_once_each() -> None:
    names, rest = categories("а [[Категория:Б_в|г]] [[Category:Д]][[категория: Б в]] [[:Категория:Е]]")

    assert (names, rest) == (["Б в", "Д"], "а   [[:Категория:Е]]")


def test_targets_are_titles_of_pages() -> None:
    assert targets("[[А_б (1900)|в]], [[Г#д]] [[#е]]") == ["А б (1900)", "Г"]
    assert page_title(" :А__б ") == "А б"


@given(st.text(alphabet="аб=|[]{}<!->/nowikref \n'&;"))
def test_no_text_makes_the_grammar_fail(text: str) -> None:
    page = wikitext("{{Ф|" + text + "}}")
    found, _ = templates(page.text, FORM)

    for template in found:
        assert page.text[template.start : template.start + 2] == "{{"
        for value in template.parameters.values():
            plain(page, value)


@pytest.mark.parametrize(
    "part",
    ["[[", "[[а|", "[[а|[б]", "[[а]]|", "{{", "{{{", "{{{а", "}}", "<nowiki>", "<!--", "<ref>", "<ref", "''", "&",
     "[//", "[//а ", "<br", " ", "|", "=", "[[Категория:", "\n|"],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "[[Категория:", "[[а|", "[//а", "<ref", "{{б", "<nowiki>"])
def test_no_text_takes_more_than_its_length(prefix: str, part: str) -> None:
    """A page of any one sign is read in a moment; a pattern that tries twice would take hours."""
    text = "{{Ф|а=" + prefix + part * (100_000 // len(part)) + "б\nв}}"
    start = time.process_time()

    page = wikitext(text)
    found, _ = templates(categories(page.text)[1], FORM)
    for template in found:
        for value in template.parameters.values():
            plain(page, value)
            targets(value)

    assert time.process_time() - start < 2

"""Articles are spelled out as FORMAT.md says, each with the code that the charge names."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.namespace import SKOS

from rehabkg import assets
from rehabkg.lexicon import read_lexicon
from rehabkg.recognise.articles import articles_of

SPELLED_OUT = {
    "58-6, 10, 11": "58-6 58-10 58-11",
    "58 - 6, 10, 11": "58-6 58-10 58-11",
    "ст. 58-2-7-11 УК РСФСР": "58-2 58-7 58-11",
    "58-1а-6-8-11": "58-1а 58-6 58-8 58-11",
    "58 п.10": "58-10",
    "по ст. 58 п.п. 8, 10, 11 УК": "58-8 58-10 58-11",
    "по ст. 58 л. 10": "58-10",
    "58/4, /6, /11 - агент": "58-4 58-6 58-11",
    "-10, -11": "58-10 58-11",
    "ст. 58-6, 19.58-9, 58-11": "58-6 19-58-9 58-11",
    "по ст. 17-58 п. 8, 58 п. 11": "17-58-8 58-11",
    "24-63-1 УК БССР": "24-63-1",
    'по ст. 58-1 "а", 58-8': "58-1а 58-8",
    "58-1 п. «б»": "58-1б",
    "58-1-а, 58-2": "58-1а 58-2",
    "63-1, 64а, б, 70 УК БССР": "63-1 64а 64б 70",
    "ст.58-10-2": "58-10",
    "58-10 ч.1, 58-11": "58-10 58-11",
    "58-10, ч. 2": "58-10",
    "по ч. 1 ст. 58-10": "58-10",
    "ст.58-02, КРД": "58-2",
    "72, 76 УК БССР - член организации": "72 76",
    "А/с агитация, 72, 76 УК БССР": "72 76",
    '193-17 п. "а"': "193-17а",
    "за антисоветскую агитацию (ст. 58-10 УК РСФСР)": "58-10",
    "ст.70 ч.1 УК РСФСР, 72 УК РСФСР": "70 72",
    "по ст. 82 (побег)": "82",
    "58": "58",
}
NO_ARTICLES = (
    None, "", "КРА", "СОЭ, ЧСИР", "кулаки (Постановление СНК и ЦИК СССР от 1.02.1930)",
    "приказ НКВД СССР № 485 от 11.8.37", "в рамках приказа 270", "Постановление ЦИК и СНК СССР от 01.02 1930",
    "выселен, эшелон со ст. Ивановка, вагон №5/123", "как кулак 2-й категории",
    "участник восстания 1918 года", '"служил 10 лет, имел 3 дома"',
)  # fmt: skip


@pytest.mark.parametrize("charge", SPELLED_OUT)
def test_shorthand_is_spelled_out(charge: str) -> None:
    """A part is dropped, a letter kept, and what one number stands for is written at each point."""
    assert " ".join(article.number for article in articles_of(charge)) == SPELLED_OUT[charge]


@pytest.mark.parametrize("charge", NO_ARTICLES)
def test_numbers_that_are_no_articles_make_none(charge: str | None) -> None:
    """Dates, orders, waggons, categories and years stand in charges too."""
    assert articles_of(charge) == ()


def test_each_article_has_the_code_named_next_after_it() -> None:
    """A charge may cite two codes; where it names none, or names no republic, the code is unknown."""
    codes = {article.number: article.code for article in articles_of("58-10 УК РСФСР, 54-11 УК УССР, 76 УК")}

    assert codes == {"58-10": "rsfsr", "54-11": "ukrssr", "76": None}


def test_every_code_of_the_table_is_a_concept() -> None:
    """An article points to the concept of its code by this notation."""
    scheme = rdflib.Graph().parse(assets.VOCABULARIES / "code-of-law.ttl")
    notations = {str(notation) for notation in scheme.objects(None, SKOS.notation)}

    assert {row["code"] for row in read_lexicon("codes")} - notations == {""}

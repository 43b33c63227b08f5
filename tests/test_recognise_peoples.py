"""Peoples by the nationality that lists print."""

from __future__ import annotations

import csv

import pytest

from rehabkg import assets
from rehabkg.recognise.peoples import people_of

STRINGS = assets.ROOT.parent / "shared" / "data" / "nationality-strings" / "ethnicity_translations.tsv"


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("poles", ["поляк", "полька", "Поляки", "поляк?", "ПОЛЬКА."]),
        ("crimean-tatars", ["крымский татарин", "крымская татарка", "крымские татары"]),
        ("tatars", ["татарин", "татарка", "татары"]),
        ("ukrainians", ["украинец", "украинка", "малоросс"]),
        ("udmurts", ["удмурт", "вотяк", "вотяк (удмурт)"]),
        ("latvians", ["латыш", "латыш (латгалец)"]),
        ("latgalians", ["латгалец"]),
        ("yakuts", ["саха", "якут"]),
        ("buryats", ["бурят - монгол", "бурят-монголка"]),
        ("russians", ["русский, казак", "русский"]),
        ("sart-kalmyks", ["сарт-калмык"]),
    ],
)
def test_form_of_a_people_leads_to_it(code: str, printed: list[str]) -> None:
    """Gender, number and old names are no other people."""
    assert {text: people_of(text) for text in printed} == dict.fromkeys(printed, code)


@pytest.mark.parametrize(
    "printed",
    [None, "", "казак", "казачка", "русский (поляк)", "отец литовец, мать еврейка", "социал-демократ", "нет данных",
     "татарин, крымский", "?", "п" * 100, "russian", "поляк, гражданин"],
)  # fmt: skip
def test_two_peoples_or_none_are_no_answer(printed: str | None) -> None:
    """Where a source gives two, or a word that may be two, nothing is chosen."""
    assert people_of(printed) is None


def test_crimean_tatars_are_not_tatars() -> None:
    """They were deported as a people of their own and are counted as one."""
    assert people_of("крымский татарин") != people_of("татарин")


@pytest.mark.skipif(not STRINGS.is_file(), reason="the strings of nationalities (../shared/data) are not here")
def test_nationalities_of_real_records_are_recognised() -> None:
    """99 of 100 nationalities of the 2.7 million records lead to a people."""
    with STRINGS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["nation"] != "None"]
    printed = sum(int(row["n"]) for row in rows)
    known = sum(int(row["n"]) for row in rows if people_of(row["nation"]) is not None)

    assert printed > 1_000_000
    assert known / printed >= 0.99

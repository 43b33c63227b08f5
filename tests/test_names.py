"""Transliteration: known names in each scheme, and nothing lost by the one that can be turned back."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehabkg.names import SCHEMES, transliterate

# A busy machine may be slow; only the tests of hostile text hold the time.
untimed = settings(deadline=None)
LOWER = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
CYRILLIC = re.compile(r"[\u0400-\u052f]")

# Chosen for their letters: none of the rows is about anybody.
KNOWN = {
    "Хрущёв": ("Hruŝëv", "Khrushchëv", "Khrushchëv"),
    "Щукин": ("Ŝukin", "Shchukin", "Shchukin"),
    "Мандельштам": ("Mandelʹštam", "Mandel’shtam", "Mandelʹshtam"),
    "Объездчиков": ("Obʺezdčikov", "Ob”yezdchikov", "Obʺezdchikov"),
    "Ёлкин": ("Ëlkin", "Yëlkin", "Ëlkin"),
    "ЁЛКИН": ("ËLKIN", "YËLKIN", "ËLKIN"),
    "ЩУКИН": ("ŜUKIN", "SHCHUKIN", "SHCHUKIN"),
    "Щ.": ("Ŝ.", "Shch.", "Shch."),
    "Соловьёв": ("Solovʹëv", "Solov’yëv", "Solovʹëv"),
    "Эйхман": ("Èjhman", "Eykhman", "Ėĭkhman"),
    "Цой": ("Coj", "Tsoy", "T͡soĭ"),
    "Юрий": ("Ûrij", "Yuriy", "I͡uriĭ"),
    "Ъ": ("ʺ", "”", "ʺ"),
    "Ь": ("ʹ", "’", "ʹ"),
    "подъём": ("podʺëm", "pod”yëm", "podʺëm"),
}  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("word", KNOWN)
def test_a_known_word_is_written_as_the_scheme_writes_it(word: str, scheme: str) -> None:
    """A catalogue, a passport and this graph must spell one name in one way to find it."""
    wanted = KNOWN[word][SCHEMES.index(scheme)]

    assert transliterate(word, scheme) == unicodedata.normalize("NFC", wanted)


def test_a_letter_in_two_pieces_is_the_same_letter() -> None:
    """macOS and some archives write й as и with a sign above; the eye sees no difference."""
    word = "Ёлкин-Йошкин"

    assert transliterate(unicodedata.normalize("NFD", word), "iso-9") == transliterate(word, "iso-9")


def test_an_unknown_scheme_is_told() -> None:
    """A misspelt scheme must not fall back to another one in silence."""
    with pytest.raises(KeyError):
        transliterate("Щукин", "iso9")


def test_iso_9_has_a_letter_of_its_own_for_each_letter() -> None:
    """One letter for one letter is what makes it reversible (ISO 9:1995, section 4)."""
    latin = [transliterate(letter, "iso-9") for letter in LOWER]

    assert len(set(latin)) == len(LOWER)
    assert all(len(letter) == 1 for letter in latin)


@untimed
@given(st.text(LOWER), st.booleans())
def test_iso_9_can_be_turned_back(word: str, capital: bool) -> None:
    """Two people whose names differ in Cyrillic may not become one in Latin letters."""
    word = word.upper() if capital else word
    back = {transliterate(letter, "iso-9"): letter for letter in (LOWER.upper() if capital else LOWER)}

    latin = transliterate(word, "iso-9")

    assert "".join(back[letter] for letter in latin) == word


@untimed
@given(st.text(LOWER + LOWER.upper() + " -.,()0123456789«»Nº"), st.sampled_from(SCHEMES))
def test_no_cyrillic_letter_is_left_of_a_russian_text(text: str, scheme: str) -> None:
    """A stray Cyrillic е or о looks Latin and is found by nobody."""
    assert not CYRILLIC.search(transliterate(text, scheme))


@untimed
@given(st.text(st.characters(codec="utf-8")), st.sampled_from(SCHEMES))
def test_letters_that_are_not_cyrillic_are_untouched(text: str, scheme: str) -> None:
    """Names of Poles, Germans and Finns stand in the same column, in their own letters."""
    foreign = CYRILLIC.sub("", unicodedata.normalize("NFC", text))

    assert transliterate(foreign, scheme) == unicodedata.normalize("NFC", foreign)


@untimed
@given(st.text(LOWER, min_size=2), st.sampled_from(SCHEMES))
def test_a_word_of_capitals_stays_one(word: str, scheme: str) -> None:
    """Lists of the time print surnames in capitals; ShchUKIN is a third spelling that nobody looks up."""
    latin = transliterate(word.upper(), scheme)

    assert latin == latin.upper()

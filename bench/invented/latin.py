"""Spell Russian text in Latin letters as people did without a standard: by ear, in four languages.

The tables are this module's own, and laxer than any standard: what matches names must not be tried on its own tables.
"""

from __future__ import annotations

from random import Random

from bench.invented.names import one_of

_ENGLISH = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya",
}  # fmt: skip
_SCHOLARS = _ENGLISH | {
    "ё": "ë", "ж": "ž", "й": "j", "х": "ch", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "ь": "ʹ", "э": "è", "ю": "ju",
    "я": "ja",
}  # fmt: skip
_GERMAN = _ENGLISH | {
    "в": "w", "ё": "jo", "ж": "sch", "з": "s", "й": "i", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch",
    "щ": "schtsch", "ю": "ju", "я": "ja",
}  # fmt: skip
_POLISH = _ENGLISH | {
    "в": "w", "ё": "io", "ж": "ż", "й": "j", "л": "ł", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz",
    "ю": "ju", "я": "ja",
}  # fmt: skip
_ALPHABETS = tuple({ord(letter): latin for letter, latin in each.items()} for each in (
    _ENGLISH, _SCHOLARS, _GERMAN, _POLISH,
))  # fmt: skip
# What a clerk who knows the name writes in its own language: the whole name, before the letters are spelt.
_OWN_FORMS = {
    "Иван": "Johann", "Яков": "Jakob", "Генрих": "Heinrich", "Карл": "Karl", "Федор": "Friedrich", "Андрей": "Andreas",
    "Казимир": "Kazimierz", "Станислав": "Stanisław", "Иосиф": "Josef", "Адольф": "Adolf", "Антон": "Anton",
    "Петр": "Peter", "Александр": "Alexander", "Мария": "Maria", "Анна": "Anna", "Екатерина": "Katharina",
}  # fmt: skip
_OWN_FORM_SHARE = 0.25
_ENDINGS = (("skiy", "sky"), ("skiy", "ski"), ("iy", "y"), ("ks", "x"))
_ENDING_SHARE = 0.5


def latin(rng: Random, texts: dict[str, str]) -> dict[str, str]:
    """Return *texts* of one record, all spelt by one clerk."""
    alphabet = one_of(rng, _ALPHABETS)
    own, endings = rng.random() < _OWN_FORM_SHARE, rng.random() < _ENDING_SHARE
    spelt = {}
    for field, text in texts.items():
        if own and field == "given_name" and text in _OWN_FORMS:
            spelt[field] = _OWN_FORMS[text]
            continue
        spelt[field] = _spelt(text, alphabet)
        if endings and field in ("surname", "given_name"):
            for ending, short in _ENDINGS:
                spelt[field] = spelt[field].replace(ending, short)
    return spelt


def _spelt(text: str, alphabet: dict[int, str]) -> str:
    parts = []
    for letter in text:
        small = letter.lower()
        written = alphabet.get(ord(small))
        if written is None:
            parts.append(letter)
        else:
            parts.append(written if letter == small else written.capitalize())
    return "".join(parts)

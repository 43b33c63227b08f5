"""Tell the surname, given name and patronymic in a name that is printed as a whole.

A patronymic is known by its ending, a comma puts the surname first, an initial is no surname, and a word of the table
of given names is one. Where none of these decides, the usual order of the script is taken and told to be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rehabkg.names.keys import NameWord, name_words
from rehabkg.names.patronymics import DAUGHTER, SON, is_female, names_a_father, patronymic_root
from rehabkg.names.syllables import is_of_syllables, starts_with_syllable
from rehabkg.names.variants import is_given_name

# More is no name.
LONGEST_NAME, MOST_WORDS = 200, 12
_COMMA = re.compile(r"\s*,\s*")
_TOKEN = re.compile(r"[\w\u0300-\u036f'’ʹʺ”`´·ʼ]+(?:[-‐‑–][\w\u0300-\u036f'’ʹʺ”`´·ʼ]+)*\.?|[^\w\s]")
_SURNAME = re.compile(
    r"(?:[oe]v|[oe]va|in|ina|[sc]ki|[sc]kaia|enko|iuk|cuk|ian|svili|dze|man|berg|stein|as|is|us|vic|iak|ec)$"
)
_INITIAL_LETTERS = 1


@dataclass(frozen=True, slots=True)
class SplitName:
    """The parts of a name as printed, `None` where there is none; `order_known` is false where the order is a guess."""

    surname: str | None
    given: str | None
    patronymic: str | None
    order_known: bool


@dataclass(frozen=True, slots=True)
class _Token:
    """One word as printed, with hyphens, and what it may be."""

    printed: str
    words: tuple[NameWord, ...]

    @property
    def is_initial(self) -> bool:
        """Whether it is one letter, or a short one with a dot (Дж.)."""
        letters = self.printed.rstrip(".")
        return len(letters) <= _INITIAL_LETTERS or (self.printed.endswith(".") and len(letters) <= 2)

    @property
    def is_given(self) -> bool:
        """Whether the table has it as a form of a given name."""
        return is_given_name(self.words[0])

    @property
    def ends_as_patronymic(self) -> bool:
        """Whether it ends as patronymics do; surnames may too (Рабинович)."""
        return len(self.words) == 1 and patronymic_root(self.words[0].key) is not None

    @property
    def names_a_father(self) -> bool:
        """Whether a known given name stands before the ending."""
        return len(self.words) == 1 and names_a_father(self.words[0])

    @property
    def ends_as_surname(self) -> bool:
        """Whether it ends as surnames do."""
        return _SURNAME.search(self.words[-1].key) is not None


def split_name(text: str) -> SplitName:
    """Return the parts of a whole name.

    >>> split_name("Ivan Ivanovich Petrov")
    SplitName(surname='Petrov', given='Ivan', patronymic='Ivanovich', order_known=True)
    >>> split_name("Ленин, В. И.")
    SplitName(surname='Ленин', given='В.', patronymic='И.', order_known=True)
    """
    before, comma, after = text[:LONGEST_NAME].partition(",")
    first, rest = _tokens(before), _tokens(after)
    if comma and first and rest:
        given, patronymic = _given_and_patronymic(rest)
        return SplitName(_printed(first), given, patronymic, True)
    return _without_comma(first or rest)


def _tokens(text: str) -> list[_Token]:
    found = (_Token(printed, tuple(name_words(printed))) for printed in _TOKEN.findall(text))
    return [token for token in found if token.words][:MOST_WORDS]


def _printed(tokens: Sequence[_Token]) -> str | None:
    return " ".join(token.printed for token in tokens) or None


def _given_and_patronymic(tokens: Sequence[_Token]) -> tuple[str | None, str | None]:
    """Part what stands beside the surname; a second initial is that of the patronymic."""
    for place, token in enumerate(tokens):
        turkic = token.words[-1].key in SON | DAUGHTER
        if place and (turkic or token.ends_as_patronymic or (token.is_initial and place == 1)):
            start = max(place - turkic, 1)
            return _printed(tokens[:start]), _printed(tokens[start:])
    return _printed(tokens), None


def _without_comma(tokens: list[_Token]) -> SplitName:
    if len(tokens) < 2:
        return _one_token(tokens)
    for told in (_by_initials, _by_turkic, _by_patronymic, _by_syllables, _by_given):
        if found := told(tokens):
            return found
    # Lists in Cyrillic mostly put the surname first, those in Latin letters last.
    if tokens[0].words[0].letters.isascii():
        return SplitName(_printed(tokens[-1:]), _printed(tokens[:-1]), None, False)
    return _surname_first(tokens, 1, order_known=False)


def _one_token(tokens: Sequence[_Token]) -> SplitName:
    """Юань-Дао-Синь is a whole name; what else stands alone is taken for a surname."""
    words = tokens[0].words if tokens else ()
    if is_of_syllables(words) and starts_with_syllable(words):
        surname, *given = (word.letters for word in words)
        return SplitName(surname, "-".join(given), None, False)
    return SplitName(_printed(tokens), None, None, False)


def _surname_first(tokens: Sequence[_Token], length: int, *, order_known: bool = True) -> SplitName:
    given, patronymic = _given_and_patronymic(tokens[length:])
    return SplitName(_printed(tokens[:length]), given, patronymic, order_known)


def _surname_last(tokens: Sequence[_Token], start: int, *, order_known: bool = True) -> SplitName:
    given, patronymic = _given_and_patronymic(tokens[:start])
    return SplitName(_printed(tokens[start:]), given, patronymic, order_known)


def _by_initials(tokens: Sequence[_Token]) -> SplitName | None:
    """В. И. Ленин, Ленин В. И., Владимир И. Ленин, Ленин Владимир И."""
    places = [place for place, token in enumerate(tokens) if token.is_initial]
    if not places or len(places) == len(tokens):
        return None
    first, last = places[0], places[-1]
    if first == 0:
        return _surname_last(tokens, last + 1) if last + 1 < len(tokens) else None
    if last + 1 < len(tokens):
        return _surname_last(tokens, last + 1)
    one_initial_after_two = len(places) == 1 and first == 2
    return _surname_first(tokens, 1 if one_initial_after_two else first)


def _by_turkic(tokens: Sequence[_Token]) -> SplitName | None:
    """Мамедов Али Гасан оглы, Али Гасан оглы Мамедов; Kyrgyz names have no surname (Абдырахман уулу Жусуп)."""
    place = next((place for place, token in enumerate(tokens) if place and token.words[-1].key in SON | DAUGHTER), 0)
    if place < 1 or len(tokens) < 3:
        return None
    if place == len(tokens) - 1:
        return _surname_first(tokens, 1)
    father = _printed(tokens[place - 1 : place + 1])
    if place == 1:
        return SplitName(None, _printed(tokens[2:]), father, True)
    return SplitName(_printed(tokens[place + 1 :]), _printed(tokens[: place - 1]), father, True)


def _by_patronymic(tokens: Sequence[_Token]) -> SplitName | None:
    """Иванов Иван Иванович, Иван Иванович Иванов; of two words only a woman's ending tells."""
    if len(tokens) == 2:
        given, last = tokens
        if given.is_given and last.names_a_father and is_female(last.words[0].key):
            return SplitName(None, given.printed, last.printed, True)
        return None
    places = [place for place, token in enumerate(tokens) if place and token.ends_as_patronymic]
    if not places:
        return None
    place = places[-1]
    # Абрам Исаакович Рабинович: the last word is a surname, the one before it names a father.
    if len(places) > 1 and tokens[0].is_given and tokens[places[0]].names_a_father:
        place = places[0]
    if place == len(tokens) - 1:
        return _surname_first(tokens, max(place - 1, 1))
    return SplitName(
        _printed(tokens[place + 1 :]), _printed(tokens[:place]), tokens[place].printed, tokens[place].names_a_father
    )


def _by_syllables(tokens: Sequence[_Token]) -> SplitName | None:
    """Ли Сян-цзы: the surname stands first."""
    words = [word for token in tokens for word in token.words]
    if not is_of_syllables(words) or not starts_with_syllable(words):
        return None
    order_known = len(tokens[0].words) == 1 and not any(token.is_given for token in tokens)
    return SplitName(tokens[0].printed, _printed(tokens[1:]), None, order_known)


def _by_given(tokens: Sequence[_Token]) -> SplitName | None:
    """Иван Петров, Петров Иван: the word that the table has; else the one that ends as surnames do."""
    for may_be_given in (_is_given, _is_no_surname):
        first, last = may_be_given(tokens[0]), may_be_given(tokens[-1])
        if first and not last:
            start = next((place for place, token in enumerate(tokens) if place and not token.is_given), len(tokens) - 1)
            return _surname_last(tokens, start)
        if last and not first:
            start = next((place for place, token in enumerate(tokens) if place and token.is_given), 1)
            return _surname_first(tokens, start)
    return None


def _is_given(token: _Token) -> bool:
    return token.is_given


def _is_no_surname(token: _Token) -> bool:
    return not token.ends_as_surname

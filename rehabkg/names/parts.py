"""The parts of a name in which two sources can be compared, whatever script, order and spelling each prints.

    parts = name_parts(surname="Ковальская", given_name="Юзефа", patronymic="Йосифовна")
    parts.surname_stem, parts.patronymic_canonical          'kovalsk', 'iosiv'

Keys are those of `names.keys`; a canonical given name is a code of `names.variants`, or the key of a name that the
table does not have, so two of them can be compared as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.names.alternatives import whole_names
from rehabkg.names.keys import name_words
from rehabkg.names.patronymics import names_a_father
from rehabkg.names.printed_part import NOTHING, REMEMBERED, Part, given_part, patronymic_part, surname_part
from rehabkg.names.syllables import is_of_syllables, joined, letters_of
from rehabkg.names.variants import is_given_name
from rehabkg.names.whole import LONGEST_NAME, MOST_WORDS, SplitName, split_name

_MOST_VARIANTS = 12


@dataclass(frozen=True, slots=True)
class NameParts:
    """What can be compared of one name; `None` or an empty tuple where the source has nothing of it.

    `surname`, `given` and `patronymic` are keys; `_latin` are the same letters in Latin script, for the distance of
    spellings. `surname_stem` is alike for men and women; `surname_usages` are stems of a surname in Latin letters read
    as Polish, French or German; `other_surnames` are stems. `given_canonical` and `patronymic_canonical` are the given
    name and the father's; `_near` are names that the form sometimes stands for; `_initial` is one letter, also where
    the name is printed whole. `other_given` and `other_patronymics` are canonical.
    `words` are the keys of all words in alphabetical order. `joined` is a Chinese, Korean or Vietnamese name as one
    word, surname first, and `letters` its letters in alphabetical order, which the order of syllables cannot change.
    `order_known` is false where it was guessed which word is the surname. `sex` is that of the patronymic or the given
    name: `male`, `female`.
    """

    surname: str | None = None
    surname_latin: str | None = None
    surname_stem: str | None = None
    surname_usages: tuple[str, ...] = ()
    other_surnames: tuple[str, ...] = ()
    given: str | None = None
    given_latin: str | None = None
    given_canonical: str | None = None
    given_near: tuple[str, ...] = ()
    given_initial: str | None = None
    other_given: tuple[str, ...] = ()
    patronymic: str | None = None
    patronymic_latin: str | None = None
    patronymic_canonical: str | None = None
    patronymic_near: tuple[str, ...] = ()
    patronymic_initial: str | None = None
    other_patronymics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    joined: str | None = None
    letters: str | None = None
    order_known: bool = True
    sex: str | None = None


def name_parts(
    name: str | None = None,
    surname: str | None = None,
    given_name: str | None = None,
    patronymic: str | None = None,
    variants: Sequence[str] = (),
) -> NameParts:
    """Return the parts of a name. *name* is read only where neither *surname* nor *given_name* is told.

    Never raises for any text: what is longer than 200 characters or 12 words is cut.

    >>> name_parts("Józef Kowalski").given_canonical, name_parts(given_name="Осип").given_canonical
    ('iosiv', 'iosiv')
    """
    surname, given_name, patronymic = _cut(surname), _cut(given_name), _cut(patronymic)
    order_known = True
    if not surname and not given_name:
        told, others = _whole(_cut(name) or "")
        surname, given_name, order_known = told.surname, told.given, told.order_known
        patronymic = patronymic or told.patronymic
        variants = (*others, *variants)
    elif given_name and not patronymic and " " in given_name:
        given_name, patronymic = _patronymic_within(given_name)
    family = surname_part(surname) if surname else NOTHING
    own = given_part(given_name) if given_name else NOTHING
    father = patronymic_part(patronymic) if patronymic else NOTHING
    if own.initial and not own.key and not father.words and own.words and not _has_dot(given_name):
        own = _syllable_or_initial(family, own)
    other = _variants(variants) if variants else _NO_OTHERS
    words = (family.words + own.words)[:MOST_WORDS]
    one = joined(words) if words and not father.words and is_of_syllables(words) else None
    return NameParts(
        surname=family.key,
        surname_latin=family.latin,
        surname_stem=family.canonical,
        surname_usages=family.usages,
        other_surnames=_merged(family.others, other[0], family.canonical),
        given=own.key,
        given_latin=own.latin,
        given_canonical=own.canonical,
        given_near=own.near,
        given_initial=own.initial,
        other_given=_merged(own.others, other[1], own.canonical),
        patronymic=father.key,
        patronymic_latin=father.latin,
        patronymic_canonical=father.canonical,
        patronymic_near=father.near,
        patronymic_initial=father.initial,
        other_patronymics=_merged(father.others, other[2], father.canonical),
        words=tuple(sorted([word.key for word in (words + father.words)[:MOST_WORDS]])),
        joined=one,
        letters=letters_of(one) if one else None,
        order_known=order_known,
        sex=father.sex or own.sex,
    )


_Others = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_NO_OTHERS: _Others = ((), (), ())


def _cut(text: str | None) -> str | None:
    # Cut before it is remembered, so that no long text is.
    return text if text is None or len(text) <= LONGEST_NAME else text[:LONGEST_NAME]


def _merged(some: tuple[str, ...], more: tuple[str, ...], own: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in some + more if each != own)) if more else some


def _has_dot(text: str | None) -> bool:
    return "." in (text or "")


def _syllable_or_initial(family: Part, own: Part) -> Part:
    """Return a single letter as a name where the surname is a syllable too (Ли И), as an initial elsewhere."""
    (word, *_) = own.words
    if not is_of_syllables(family.words + own.words):
        return own
    return Part(own.words, word.key, word.latin, word.key, (), own.initial)


@lru_cache(maxsize=4_096)
def _whole(name: str) -> tuple[SplitName, tuple[str, ...]]:
    """Part a whole name; names in brackets or after "он же" stand apart from it."""
    told = whole_names(name)
    return split_name(told[0] if told else ""), tuple(told[1:])


@lru_cache(maxsize=REMEMBERED)
def _patronymic_within(given: str) -> tuple[str, str | None]:
    """Part a patronymic from a given name in one cell (Иван Петрович)."""
    first, last = given.strip().rsplit(maxsplit=1) if len(given.split()) > 1 else (given, "")
    words = name_words(last)
    return (first, last) if len(words) == 1 and names_a_father(words[0]) else (given, None)


def _variants(variants: Sequence[str]) -> _Others:
    told = [_variant(text[:LONGEST_NAME]) for text in variants[:_MOST_VARIANTS]]
    surnames, given, fathers_names = (tuple(dict.fromkeys(x for one in told for x in one[part])) for part in range(3))
    return surnames, given, fathers_names


@lru_cache(maxsize=REMEMBERED)
def _variant(text: str) -> _Others:
    """Return the surnames, given names and patronymics that another name tells, whole or in part."""
    surnames: list[str | None] = []
    given: list[str | None] = []
    patronymics: list[str | None] = []
    for name in whole_names(text):
        words = name_words(name)
        split = split_name(name)
        if len(words) != 1:
            surnames.append(surname_part(split.surname).canonical if split.surname else None)
            given.append(given_part(split.given).canonical if split.given else None)
            patronymics.append(patronymic_part(split.patronymic).canonical if split.patronymic else None)
        elif names_a_father(words[0]):
            patronymics.append(patronymic_part(name).canonical)
        elif is_given_name(words[0]):
            given.append(given_part(name).canonical)
        else:
            surnames.append(surname_part(name).canonical)
    return tuple(filter(None, surnames)), tuple(filter(None, given)), tuple(filter(None, patronymics))

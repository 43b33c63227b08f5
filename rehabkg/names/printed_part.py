"""One part of a name as it is printed: its words, its key and what it comes to, remembered as cells repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.names.alternatives import alternatives
from rehabkg.names.keys import NameWord, name_words
from rehabkg.names.patronymics import DAUGHTER, SON, fathers, is_female, patronymic_root, without_child
from rehabkg.names.surnames import surname_stem, surname_usages, without_particles
from rehabkg.names.syllables import is_of_syllables, joined
from rehabkg.names.variants import given_names, is_given_name, meanings
from rehabkg.names.whole import MOST_WORDS

# About 50 MB of surnames at most; given names and patronymics are far fewer.
REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it is printed.

    `canonical` is the stem of a surname, the code of a given name or of the father's; `near` are other codes that the
    form may have, `usages` other stems of a surname, `others` what the cell tells beside it. `initial` alone is an
    initial.
    """

    words: tuple[NameWord, ...] = ()
    key: str | None = None
    latin: str | None = None
    canonical: str | None = None
    near: tuple[str, ...] = ()
    initial: str | None = None
    usages: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    sex: str | None = None


NOTHING = Part()


@lru_cache(maxsize=REMEMBERED)
def surname_part(text: str) -> Part:
    """Return what a cell with a surname comes to."""
    told = _names(text)
    if not told:
        return NOTHING
    words = without_particles(told[0])
    stem = " ".join(map(surname_stem, words))
    others = [" ".join(map(surname_stem, without_particles(name))) for name in told[1:]]
    if len(words) > 1:
        others += map(surname_stem, words)
    return Part(
        words=tuple(words),
        key=" ".join(word.key for word in words),
        latin=" ".join(word.latin for word in words),
        canonical=stem,
        usages=surname_usages(words[0]) if len(words) == 1 else (),
        others=tuple(dict.fromkeys(other for other in others if other != stem)),
    )


@lru_cache(maxsize=REMEMBERED)
def given_part(text: str) -> Part:
    """Return what a cell with a given name comes to; of two given names the first is meant (Jan Józef)."""
    told = _names(text)
    if not told:
        return NOTHING
    words = tuple(told[0])
    initial = words[0].key[0]
    if len(words) == 1 and len(words[0].letters) == 1:
        return Part(words=words, initial=initial)
    others = [code for name in told[1:] for code in _codes(name)[:1]]
    codes = _codes(words)
    if len(words) > 1 and is_given_name(words[0]) and not is_of_syllables(words):
        others += [meanings(word)[0] for word in words[1:]]
        main: Sequence[NameWord] = words[:1]
    else:
        main = words
    return Part(
        words=words,
        key=joined(main),
        latin="".join(word.latin for word in main),
        canonical=codes[0],
        near=codes[1:],
        initial=initial,
        others=tuple(dict.fromkeys(other for other in others if other != codes[0])),
        sex=given_names().sexes.get(codes[0]),
    )


def _codes(words: Sequence[NameWord]) -> tuple[str, ...]:
    """Return the codes of a given name of one or more words; syllables and unknown names are their own."""
    if len(words) > 1 and (is_of_syllables(words) or not is_given_name(words[0])):
        return (joined(words),)
    return meanings(words[0])


@lru_cache(maxsize=REMEMBERED)
def patronymic_part(text: str) -> Part:
    """Return what a cell with a patronymic comes to, or with the father's name (syn Józefa, Jaani p., Antano)."""
    told = _names(text)
    if not told:
        return NOTHING
    words = tuple(without_child(told[0]))
    word = words[0]
    if len(word.letters) == 1:
        return Part(words=words, initial=word.key[0])
    codes = fathers(word)
    others = [code for name in told[1:] for code in fathers(name[0])[:1]]
    ends = patronymic_root(word.key) is not None or words[-1].key in SON | DAUGHTER
    return Part(
        words=words,
        key=word.key,
        latin=word.latin,
        canonical=codes[0],
        near=codes[1:],
        initial=word.key[0],
        others=tuple(dict.fromkeys(other for other in others if other != codes[0])),
        sex=("female" if any(is_female(each.key) for each in words) else "male") if ends else None,
    )


def _names(cell: str) -> list[list[NameWord]]:
    """Return the names that a cell of one part tells, each as its words."""
    told = [name_words(part)[:MOST_WORDS] for part in alternatives(cell)]
    return [words for words in told if words]

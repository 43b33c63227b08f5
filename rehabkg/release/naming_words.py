"""Names in running text and in IRIs: what names a person that the gate withholds must not stand elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from rehabkg.names import SCHEMES, transliterate
from rehabkg.release.coarsen import initials

# Signs above letters may stand apart from them, as the ligatures of ALA-LC do.
_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:[-'’ʹʼ](?:{_LETTER})+)*")
_GENITIVE = re.compile("['’ʼ]s$")
_RUSSIAN = re.compile("[а-я]")
_RUSSIAN_END = re.compile("[аеийоуыьэюя]+$")
# What the cases of surnames end in, beside what `stem` leaves.
_ENDINGS = frozenset((
    "а", "ам", "ами", "ах", "ая", "е", "ев", "ей", "ем", "и", "ие", "ий", "им", "ими", "их", "ия", "ов", "ого",
    "ое", "ой", "ом", "ому", "ою", "у", "ую", "ы", "ые", "ый", "ым", "ыми", "ых", "ь", "ью", "я", "ям", "ями", "ях",
))  # fmt: skip
_LONGEST_ENDING = 3
# Shorter words stand in too many texts.
_SHORTEST = 4


def stem(word: str) -> str:
    """Return what the cases of a Russian name have in common; another word as it is.

    >>> stem("Небылову") == stem("Небылов"), stem("Fictum")
    (True, 'fictum')
    """
    small = _small(word)
    short = _RUSSIAN_END.sub("", small)
    return short if len(short) >= _SHORTEST else small


def name_words(name: str) -> list[str]:
    """Return the words of a name that are long enough to be told in a text."""
    return [word for word in _WORD.findall(name) if len(word) >= _SHORTEST]


@dataclass(frozen=True, slots=True)
class WithheldNames:
    """Names that must not be met: whole `forms`, the longest first, and the `stems` of words that nobody else bears."""

    forms: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], others: Iterable[str] = (), *, transliterated: bool = True) -> WithheldNames:
        """Return what names the bearers of *names*, where *others* are the names of those who are shown.

        Each Russian name is sought in its transliterations as well, since an address may hold one.
        """
        forms = {form for name in names for form in (_forms(name) if transliterated else (name,))}
        borne = {stem(word) for name in others for word in name_words(name)}
        stems = {stem(word) for form in forms for word in name_words(form)} - borne
        whole = {form for form in forms if len(_WORD.findall(form)) > 1}
        return cls(_longest_first(whole), frozenset(stems))

    def joined(self, other: WithheldNames) -> WithheldNames:
        """Return these names and those of *other*."""
        return WithheldNames(_longest_first({*self.forms, *other.forms}), self.stems | other.stems)

    def __bool__(self) -> bool:
        """Whether there is any name."""
        return bool(self.forms or self.stems)

    def stand_whole_in(self, text: str) -> bool:
        """Tell whether a text holds one of the names written out."""
        return any(form in text for form in self.forms)

    def stand_in(self, text: str) -> bool:
        """Tell whether a text holds one of the names or of their words, in whatever case of the language."""
        return self.stand_whole_in(text) or (bool(self.stems) and any(map(self._is_name, _WORD.findall(text))))

    def stand_in_iri(self, iri: str) -> bool:
        """Tell whether the path of an IRI holds one of the names, written out or as a slug."""
        return self.stand_in(re.sub("[-_+/]", " ", unquote(iri)))

    def masked(self, text: str) -> str:
        """Return a text in which initials stand for the names."""
        for form in self.forms:
            text = text.replace(form, initials(form))
        return _WORD.sub(lambda found: initials(found[0]) if self._is_name(found[0]) else found[0], text)

    def _is_name(self, word: str) -> bool:
        small = _small(_GENITIVE.sub("", word))
        return any(self._fits(part) for part in {small, *small.split("-")} if len(part) >= _SHORTEST)

    def _fits(self, word: str) -> bool:
        if word in self.stems:
            return True
        if not _RUSSIAN.match(word[-1]):
            return False
        lengths = range(1, min(_LONGEST_ENDING, len(word) - _SHORTEST) + 1)
        return any(word[-length:] in _ENDINGS and word[:-length] in self.stems for length in lengths)


def _small(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _longest_first(forms: set[str]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _forms(name: str) -> list[str]:
    given = " ".join(name.split())
    return [given] if given.isascii() else [given, *(transliterate(given, scheme) for scheme in SCHEMES)]

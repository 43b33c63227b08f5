"""Look up words and phrases of a table: a form is a word, or a stem with `*` for its ending, or several of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from rehabkg.lexicon.spelling import ENDINGS

Entry = TypeVar("Entry")

_LONGEST_ENDING = max(map(len, ENDINGS))
_SHORTEST_STEM = 2
# Words repeat; a list of millions of records must not fill the memory with its misprints.
_REMEMBERED_WORDS = 100_000


@dataclass(slots=True)
class Forms(Generic[Entry]):
    """What each form of a table stands for; the first row that has a form keeps it."""

    words: dict[str, Entry] = field(default_factory=dict)
    stems: dict[str, Entry] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = field(default_factory=dict)
    _known: dict[str, Entry | None] = field(default_factory=dict)
    _starts: dict[str, list[tuple[tuple[str, ...], Entry]]] = field(default_factory=dict)

    def add(self, form: str, entry: Entry) -> None:
        """File *entry* under a folded *form*."""
        parts = form.split()
        if len(parts) > 1:
            self.phrases.setdefault(parts[0], []).append((tuple(parts[1:]), entry))
        elif form.endswith("*"):
            self.stems.setdefault(form[:-1], entry)
        else:
            self.words.setdefault(form, entry)

    def word(self, word: str) -> Entry | None:
        """Return what one folded word stands for: its own form before a stem, a long stem before a short one."""
        try:
            return self._known[word]
        except KeyError:
            if len(self._known) >= _REMEMBERED_WORDS:
                self._known.clear()
            found = self._known[word] = self._look_up(word)
            return found

    def phrase(self, words: Sequence[str], start: int) -> tuple[int, Entry] | None:
        """Return how many words from *start* on are a phrase of the table, and what it stands for; the longest wins."""
        word = words[start]
        try:
            filed = self._starts[word]
        except KeyError:
            if len(self._starts) >= _REMEMBERED_WORDS:
                self._starts.clear()
            filed = self._starts[word] = self._phrases_from(word)
        for rest, entry in filed:
            end = start + 1 + len(rest)
            if end <= len(words) and all(map(fits, rest, words[start + 1 : end])):
                return len(rest) + 1, entry
        return None

    def _phrases_from(self, word: str) -> list[tuple[tuple[str, ...], Entry]]:
        """Return the phrases whose first form *word* fits, the longest first."""
        found = list(self.phrases.get(word, ()))
        for end in range(len(word), max(1, len(word) - _LONGEST_ENDING) - 1, -1):
            if word[end:] in ENDINGS:
                found += self.phrases.get(word[:end] + "*", ())
        return sorted(found, key=lambda phrase: -len(phrase[0]))

    def _look_up(self, word: str) -> Entry | None:
        if word in self.words:
            return self.words[word]
        for end in range(len(word), max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING) - 1, -1):
            if word[:end] in self.stems and word[end:] in ENDINGS:
                return self.stems[word[:end]]
        return None


def fits(form: str, word: str) -> bool:
    """Return whether a folded *word* is of *form*: equal to it, or its stem with an ending."""
    if form.endswith("*"):
        return word.startswith(form[:-1]) and word[len(form) - 1 :] in ENDINGS
    return form == word

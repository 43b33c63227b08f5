"""Search without a server: the labels of things as JSON, in files by their first letters, so that few are fetched."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from rehabkg.pages.labels import Labels
from rehabkg.pages.links import LANGUAGES
from rehabkg.site.documents import Document

FOLDER = "search"
_LETTERS = 2


def folded(word: str) -> str:
    """Return a word as it is sought: small letters, no accents, `ё` as `е`; `static/search.js` does the same.

    >>> folded("Ёжик-Ǎ")
    'ежик-a'
    """
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter) or letter == "\u0306").replace(
        "и\u0306", "й"
    )


class SearchFiles:
    """Gathers labels on disk, a file for the first letters of a word; memory holds no more than a part of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._folder.mkdir()
        self._waiting: dict[str, list[str]] = {}
        self._count = 0

    def add(self, document: Document, labels: Labels) -> None:
        """Add the labels of a thing, in each language."""
        shown = {language: labels.of(document.iri, language).value for language in LANGUAGES}
        line = json.dumps([document.path, *shown.values()], ensure_ascii=False)
        for prefix in sorted({word[:_LETTERS] for text in shown.values() for word in _words(text)}):
            self._waiting.setdefault(_file(prefix), []).append(line)
            self._count += 1
        if self._count > 200_000:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        for name, lines in sorted(self._waiting.items()):
            with (self._folder / name).open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
        self._waiting, self._count = {}, 0


def _words(text: str) -> Iterator[str]:
    for word in folded(text).replace("-", " ").split():
        kept = "".join(letter for letter in word if letter.isalnum())
        if len(kept) >= _LETTERS:
            yield kept


def _file(prefix: str) -> str:
    """Return the name of the file for some letters: their numbers, since no file system agrees on letters."""
    return "-".join(f"{ord(letter):x}" for letter in prefix) + ".jsonl"

"""The part of a site that a process makes: some documents, written or taken over from the former site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rehabkg.pages.render import Renderer
from rehabkg.release.model import open_release
from rehabkg.site.book import Book
from rehabkg.site.documents import Document, DocumentFiles, suffixes
from rehabkg.web.published import Published


@dataclass(frozen=True, slots=True)
class Task:
    """What to make: some documents of a release, into *folder*; *former* is the site before, *code* as in a digest."""

    releases: Path
    release: str
    folder: Path
    former: Path
    code: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """The digests by path, and how many documents were taken over."""

    digests: Sequence[tuple[str, str]]
    taken_over: int


_OPEN: dict[tuple[Path, str], Renderer] = {}


def make(task: Task) -> Made:
    """Make the files of some documents. A process opens the release once."""
    key = task.releases, task.release
    if key not in _OPEN:
        _OPEN[key] = Renderer(Published.open(open_release(*key)), live=False)
    renderer, book = _OPEN[key], Book(task.former)
    digests: list[tuple[str, str]] = []
    taken_over = 0
    for document in task.documents:
        files = DocumentFiles(renderer, document)
        digest = files.digest(task.code)
        (task.folder / document.path).parent.mkdir(parents=True, exist_ok=True)
        if book.digest(document.path) == digest and _taken_over(task, document):
            taken_over += 1
        else:
            for path, content in files.files():
                (task.folder / path).write_bytes(content)
        digests.append((document.path, digest))
    return Made(digests, taken_over)


def _taken_over(task: Task, document: Document) -> bool:
    """Link the files of the former site; False where one is missing."""
    paths = [f"{document.path}.{suffix}" for suffix in suffixes()]
    if not all((task.former / path).is_file() for path in paths):
        return False
    for path in paths:
        try:
            os.link(task.former / path, task.folder / path)
        except OSError:
            # Some file systems have no links.
            shutil.copy2(task.former / path, task.folder / path)
    return True

"""The gate for the extract of Wikidata: what is told of an item passes with the things that are linked to it.

An item names a person as well as a label does. It passes where each thing that is linked to it is shown in full, and
with it what it leads to; nothing else that the extract holds passes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode

from rehabkg.release.lines import store_lines
from rehabkg.release.links import Shown, links_to
from rehabkg.release.naming_words import WithheldNames
from rehabkg.release.records import by_subject
from rehabkg.wikidata.terms import ABOUT

_ABOUT = f"<{ABOUT.value}>"


class ExtractGate:
    """Takes the extract through the gate; what was reached so far lies in a database within *folder*."""

    def __init__(self, shown: Shown, graph: NamedNode, names: WithheldNames, folder: Path) -> None:
        self._shown, self._graph, self._names = shown, graph, names
        self._path = folder / "reached.sqlite"
        self._root = lru_cache(maxsize=50_000)(self._is_root)

    def lines(self) -> Iterator[str]:
        """Yield the N-Triples lines that pass."""
        try:
            with closing(sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)) as reached:
                reached.execute("PRAGMA journal_mode = OFF")
                reached.execute("PRAGMA synchronous = OFF")
                reached.execute("CREATE TABLE reached (node TEXT PRIMARY KEY) WITHOUT ROWID")
                for subject, _ in by_subject(store_lines(self._shown.store, self._graph)):
                    if self._root(subject[1:-1]):
                        self._reach(reached, subject[1:-1])
                for subject, group in by_subject(store_lines(self._shown.store, self._graph)):
                    if self._passes(reached, subject[1:-1], group):
                        yield from (line for line in group if self._is_told(line))
        finally:
            self._path.unlink(missing_ok=True)

    def _reach(self, reached: sqlite3.Connection, item: str) -> None:
        """Note the item and all that it leads to within the extract."""
        waiting = [item]
        while waiting:
            node = waiting.pop()
            if self._root(node) is False:
                continue
            added = reached.execute("INSERT OR IGNORE INTO reached VALUES (?)", (node,)).rowcount
            if added:
                said = self._shown.store.quads_for_pattern(NamedNode(node), None, None, self._graph)
                waiting += [quad.object.value for quad in said if isinstance(quad.object, NamedNode)]

    def _passes(self, reached: sqlite3.Connection, subject: str, group: list[str]) -> bool:
        """Whether a subject was reached, is an article about an item that passes, or is the graph itself."""
        if subject == self._graph.value:
            return True
        if reached.execute("SELECT 1 FROM reached WHERE node = ?", (subject,)).fetchone() is not None:
            return True
        about = [line.split(" ", 2)[2] for line in group if line.split(" ", 2)[1] == _ABOUT]
        return bool(about) and all(self._root(value[1 : value.index(">")]) for value in about)

    def _is_told(self, line: str) -> bool:
        _, _, value = line.split(" ", 2)
        if value.startswith("<"):
            return self._root(value[1 : value.index(">")]) is not False
        return not self._names.stand_in(value)

    def _is_root(self, node: str) -> bool | None:
        """Whether the things that are linked to an item let it pass; None where none is linked to it."""
        shown = self._shown
        links = list(links_to(shown.store, NamedNode(node)))
        if not links:
            return None
        if not all(link.subject.value in shown for link in links):
            return False
        return next(links_to(shown.published, NamedNode(node)), None) is not None

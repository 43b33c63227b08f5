"""Which things a release does not show in full: a link to one of them would tell what is withheld of it.

Whoever is coarsened in one source may stand in another with name and village; a link between the two would undo what
the policy does. So links pass only between things that are shown as they are. What is known of records lies in a
database on disk: memory does not grow with them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from rehabkg.iri import RECORD_FORM, Iris
from rehabkg.release.decided import Decided
from rehabkg.release.naming_words import WithheldNames, name_words, stem
from rehabkg.release.records import RecordGate

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_LONGEST_ENDING = 3


class Limited:
    """Tells of an IRI whether the thing is withheld, wholly or in part."""

    def __init__(self, path: Path, iris: Iris) -> None:
        """Keep what is known in a database at *path*, which must not exist yet."""
        self._observation = f"{iris.base}id/observation/"
        self._things: frozenset[str] = frozenset()
        self._names = WithheldNames()
        # Sources of which single records are limited; all records of others are.
        self._known: set[str] = set()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("CREATE TABLE limited (record TEXT PRIMARY KEY) WITHOUT ROWID")
        self._connection.execute("CREATE TABLE stems (stem TEXT PRIMARY KEY) WITHOUT ROWID")

    def of_curated(self, things: Iterable[str], names: WithheldNames) -> None:
        """Take in the curated things that are limited, and the names that must not be met."""
        self._things, self._names = frozenset(things), names

    def of_source(self, decided: Decided, gate: RecordGate) -> None:
        """Take in the records of one source; where the policy does something to all of them, all are limited."""
        if gate.touched_by(decided.of_all) or gate.hides(None):
            return
        self._known.add(decided.source)
        self._connection.execute("BEGIN")
        for record, decision in decided.each():
            if gate.hides(decision) or gate.touched_by(decision.conditions):
                self._connection.execute("INSERT OR IGNORE INTO limited VALUES (?)", (f"{decided.source}.{record}",))
                rows = ((one,) for one in _surnames(decision.bears))
                self._connection.executemany("INSERT OR IGNORE INTO stems VALUES (?)", rows)
        self._connection.execute("COMMIT")

    def __contains__(self, iri: str) -> bool:
        """Whether the thing is not shown in full; so is each record of a source that is not known."""
        record = RECORD_FORM.fullmatch(iri.rpartition("/")[2])
        if record is None:
            return iri in self._things
        if not iri.startswith(self._observation) or record[1] not in self._known:
            return True
        return self._has("limited", record[0])

    def names_in(self, text: str) -> bool:
        """Whether a text holds a name, or the id, of somebody who is not shown in full."""
        if self._names.stand_in(text):
            return True
        if any(self._has("limited", word.strip(".,;:()")) for word in text.split()):
            return True
        return any(self._has("stems", form) for word in _WORD.findall(text) for form in _stems(word))

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _has(self, table: str, value: str) -> bool:
        column = "record" if table == "limited" else "stem"
        found = self._connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (value,))  # noqa: S608
        return found.fetchone() is not None


def _surnames(bears: Iterable[str]) -> Iterator[str]:
    """Yield the stem of the first word of each name: the surname of a name as lists print it."""
    for number, name in enumerate(bears):
        words = name_words(name)
        if words and (number == 0 or len(words) > 1):
            yield stem(words[0])


def _stems(word: str) -> Iterator[str]:
    """Yield what a word of a text may be a case of."""
    for part in {word, *word.split("-")}:
        small = stem(part)
        yield from (small[: len(small) - cut] for cut in range(min(_LONGEST_ENDING, max(len(small) - 4, 0)) + 1))

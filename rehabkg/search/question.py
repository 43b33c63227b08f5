"""One question to the index of curated things and to those of all sources: what fits, in what order, how counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from rehabkg.errors import StoreError, one_line
from rehabkg.iri import Iris
from rehabkg.names.keys import NameWord
from rehabkg.search.facets import BORN, FACETS, FIELDS, FILTERS, Counts, counted, narrowed
from rehabkg.search.matching import MOST_WORDS, fitting, likeness
from rehabkg.search.names import indexed_name
from rehabkg.search.things import KINDS, Things

OBSERVATION = "observation"
ALL_KINDS = (*KINDS, OBSERVATION)
# Names that fit alike are many: they are put in order by their letters so many at a time, from each index.
_WINDOW = 200
# Whoever reads on so far should ask more narrowly.
DEEPEST = 1_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """What fits: a thing with its names, or an observation with the name in its record."""

    iri: str
    kind: str
    names: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Records:
    """The index of the names of one source."""

    source: str
    searcher: tantivy.Searcher
    schema: tantivy.Schema

    @classmethod
    def opened(cls, source: str, folder: Path) -> Records:
        """Open the index in *folder*. Raises `StoreError` where it cannot be read, or has no facets."""
        try:
            index = tantivy.Index.open(str(folder))
            for facet in (*FIELDS, BORN):
                # It says no where the index has no such field.
                tantivy.Query.term_query(index.schema, facet, "")
            return cls(source, index.searcher(), index.schema)
        except (ValueError, OSError) as error:
            told = f"{folder}: the index of names cannot be read ({one_line(error)}); load it again"
            raise StoreError(told) from error

    @property
    def value(self) -> str:
        """The source as a value of the facet `source`."""
        return f"id/source/{self.source}"


@dataclass(frozen=True, slots=True)
class Indexes:
    """The indexes of one store."""

    iris: Iris
    things: Things
    records: Sequence[Records]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of one index, and how many there fit; `records` is None for the curated things."""

    records: Records | None
    searcher: tantivy.Searcher
    query: tantivy.Query
    count: int


class Question:
    """A question that was put to the indexes: `total` things fit, `counts` tells their values by facet.

    Counts of `kind` and `source` pass over what was chosen of these, so that the others stay to be chosen.
    """

    def __init__(
        self,
        indexes: Indexes,
        words: Sequence[NameWord],
        kinds: frozenset[str] = frozenset(),
        chosen: Mapping[str, str] | None = None,
        *,
        counts: bool = True,
    ) -> None:
        """Ask for all *words*, of some *kinds* alone where they are given, with the *chosen* value of each facet."""
        self.chosen = dict(chosen or {})
        self.counts: Counts = {facet: Counter() for facet in FACETS}
        self._indexes, self._words, self._kinds, self._with_counts = indexes, list(words), kinds, counts
        self._asked: list[_Asked] = []
        if set(self.chosen) <= set(FILTERS):
            self._ask_things()
            # The title of an act is no name of a person.
            for records in indexes.records if len(words) <= MOST_WORDS else ():
                self._ask_records(records)

    @property
    def total(self) -> int:
        """How many fit in all."""
        return sum(asked.count for asked in self._asked)

    def best(self, start: int, end: int) -> list[Candidate]:
        """Return the candidates from *start* to before *end*, the best first.

        They are put in order by their letters a window at a time, so that a page holds the same candidates whatever
        page was asked before.
        """
        found: list[Candidate] = []
        passed = 0
        for window in range(0, DEEPEST, _WINDOW):
            size = sum(min(_WINDOW, max(0, asked.count - window)) for asked in self._asked)
            if passed >= end or not size:
                break
            if passed + size > start:
                ranked = sorted(self._window(window), key=_order)
                found += ranked[max(0, start - passed) : end - passed]
            passed += size
        return found

    def _ask_things(self) -> None:
        things = self._indexes.things
        if "source" in self.chosen:
            return
        schema = things.index.schema
        kept = {name: value for name, value in self.chosen.items() if name != "kind"}
        query = narrowed(schema, fitting(schema, self._words), kept)
        if self._with_counts:
            self.counts["kind"].update(counted(things.searcher, query, ("kind",))["kind"])
        wanted = (self._kinds or set(KINDS)) & set(KINDS)
        if "kind" in self.chosen:
            wanted &= {self.chosen["kind"]}
        if wanted == set(KINDS):
            self._ask(None, things.searcher, query)
        elif wanted:
            terms = tantivy.Query.term_set_query(schema, "kind", sorted(wanted))
            of_kind = tantivy.Query.boost_query(terms, 0.0)
            both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, of_kind)]
            self._ask(None, things.searcher, tantivy.Query.boolean_query(both))

    def _ask_records(self, records: Records) -> None:
        kept = {name: value for name, value in self.chosen.items() if name in (*FIELDS, BORN)}
        query = narrowed(records.schema, fitting(records.schema, self._words), kept)
        is_source = self.chosen.get("source", records.value) == records.value
        is_kind = self.chosen.get("kind", OBSERVATION) == OBSERVATION and OBSERVATION in (self._kinds or ALL_KINDS)
        if is_source and is_kind:
            count = self._ask(records, records.searcher, query)
        elif self._with_counts:
            count = _count(records.searcher, query)
        else:
            return
        if count and is_source:
            self.counts["kind"][OBSERVATION] += count
        if count and is_kind:
            self.counts["source"][records.value] += count

    def _ask(self, records: Records | None, searcher: tantivy.Searcher, query: tantivy.Query) -> int:
        count = _count(searcher, query)
        self._asked.append(_Asked(records, searcher, query, count))
        if self._with_counts and count:
            for facet, values in counted(searcher, query).items():
                self.counts[facet].update(values)
        return count

    def _window(self, start: int) -> Iterator[Candidate]:
        for asked in self._asked:
            if asked.count <= start:
                continue
            for score, address in asked.searcher.search(asked.query, _WINDOW, count=False, offset=start).hits:
                yield self._candidate(asked.records, float(score), asked.searcher.doc(address))

    def _candidate(self, records: Records | None, score: float, document: tantivy.Document) -> Candidate:
        if records is None:
            thing = self._indexes.things.of(document)
            return Candidate(thing.iri, thing.kind, thing.names, score + self._likeness(thing.names))
        indexed = indexed_name(document)
        iri = self._indexes.iris.of_record(OBSERVATION, records.source, indexed.number).value
        return Candidate(iri, OBSERVATION, (indexed.name,), score + self._likeness((indexed.name,)))

    def _likeness(self, names: tuple[str, ...]) -> float:
        return max(likeness(self._words, name) for name in names) if self._words else 0.0


def _order(found: Candidate) -> tuple[float, int, str, str]:
    return -round(found.score, 4), ALL_KINDS.index(found.kind), found.names[0], found.iri


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    # The library's stubs leave `count` out.
    return int(getattr(searcher.search(query, 1), "count", 0) or 0)

"""One search over what the curated graph names and the records of all loaded sources, narrowed by facets.

Counts are of records and of things, not of people: one person may stand in several sources.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from rehabkg.iri import Iris
from rehabkg.names.keys import NameWord
from rehabkg.search.describe import Describer, Line
from rehabkg.search.facets import FACETS, Counts
from rehabkg.search.highlight import Piece, pieces
from rehabkg.search.matching import likeness, words_asked
from rehabkg.search.question import ALL_KINDS, DEEPEST, OBSERVATION, Candidate, Indexes, Question, Records
from rehabkg.search.things import PARTS, Things
from rehabkg.settings import Settings
from rehabkg.store.loaded import NAMES_FOLDER, source_folders
from rehabkg.store.view import View

__all__ = ["ALL_KINDS", "DEEPEST", "OBSERVATION", "Everything", "FacetValue", "Found", "Hit"]
# An act is asked for by its title.
_MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing or an observation found. `label` is in `language` (None where that is not told).

    `match` is the name that answers what was asked, in pieces: the label itself, or another name of the thing.
    """

    iri: str
    kind: str
    label: str
    language: str | None
    match: tuple[Piece, ...]
    line: Line
    score: float

    @property
    def is_by_label(self) -> bool:
        """Whether it was found by the label that is shown."""
        return "".join(piece.text for piece in self.match) == self.label


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: `value` is what a search is narrowed by, `label` what people read."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the best first, how many there are in all, and the counts beside each value of each facet."""

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, tuple[FacetValue, ...]]
    offset: int
    limit: int


class Everything:
    """The search over one store, opened once. It may be asked by several threads."""

    def __init__(self, settings: Settings, store: Store, day: date) -> None:
        """Open the indexes; *day* is that for which the status of people is told.

        Raises `StoreError` for an index that cannot be read, or was written before there were facets.
        """
        self.iris = Iris(settings.base)
        self.view = View(store)
        self.describer = Describer(self.view, self.iris, day)
        self._store = store
        folders = source_folders(settings.store_path)
        self._records = [Records.opened(source, folder / NAMES_FOLDER) for source, folder in folders.items()]
        # Some thousand things take a second to read: a server listens meanwhile, and the first search waits for them.
        with_things = ThreadPoolExecutor(max_workers=1, thread_name_prefix="things")
        self._things = with_things.submit(Things, store, self.iris, day)
        with_things.shutdown(wait=False)

    @property
    def _indexes(self) -> Indexes:
        return Indexes(self.iris, self._things.result(), self._records)

    def search(
        self,
        text: str,
        *,
        language: str = "en",
        kinds: Collection[str] = (),
        chosen: Mapping[str, str] | None = None,
        offset: int = 0,
        limit: int = 20,
    ) -> Found:
        """Return what *text* names, of some *kinds* alone where they are given, with each *chosen* facet's value.

        Every word must fit, as in `find_names`; without words everything fits. Unknown facets and kinds find nothing.
        Raises `CallError` for a text with too many words, or with none in it that could be sought.
        """
        words = words_asked(text, most=_MOST_WORDS) if text.strip() else []
        question = Question(self._indexes, words, frozenset(kinds), chosen)
        end = max(0, min(offset + limit, DEEPEST))
        hits = tuple(self._hit(found, words, language) for found in question.best(min(offset, end), end))
        return Found(hits, question.total, self._labelled(question.counts, question.chosen, language), offset, limit)

    def suggested(self, text: str, *, language: str, limit: int) -> list[Hit]:
        """Return the first few of what *text* names, each label once. Raises `CallError` as `search` does."""
        words = words_asked(text, most=_MOST_WORDS)
        hits: dict[str, Hit] = {}
        for found in Question(self._indexes, words, counts=False).best(0, 2 * limit):
            hit = self._hit(found, words, language, told=False)
            hits.setdefault(hit.label, hit)
        return list(hits.values())[:limit]

    def candidates(
        self, text: str, *, kinds: Collection[str], chosen: Mapping[str, str] | None = None, limit: int = 20
    ) -> list[Candidate]:
        """Return what *text* names, the best first, without counts and lines. Raises `CallError` as `search` does."""
        words = words_asked(text, most=_MOST_WORDS)
        return Question(self._indexes, words, frozenset(kinds), chosen, counts=False).best(0, min(limit, DEEPEST))

    def has(self, node: NamedNode) -> bool:
        """Whether the store says anything of *node*."""
        return next(iter(self._store.quads_for_pattern(node, None, None, None)), None) is not None

    def name_of(self, node: NamedNode, kind: str, language: str) -> str:
        """Return the label of a thing, or the name that a record gives."""
        if kind != OBSERVATION:
            return self.view.label(node, language)
        texts = [self.view.first(node, name) for name in ("rehab:observedName", *PARTS, "dcterms:alternative")]
        whole, *parts, other = [str(text.value) if isinstance(text, Literal) else "" for text in texts]
        return whole or " ".join(filter(None, parts)) or other or self.view.label(node, language)

    def _hit(self, found: Candidate, words: Sequence[NameWord], language: str, *, told: bool = True) -> Hit:
        node = NamedNode(found.iri)
        label, tag = (found.names[0], None) if found.kind == OBSERVATION else self.view.labelled(node, language)
        name = label
        if words and found.kind != OBSERVATION:
            names = (label, *found.names)
            name = max(names, key=lambda each: (round(likeness(list(words), each), 4), each == label))
        line = self.describer.line(node, found.kind, language) if told else Line()
        return Hit(found.iri, found.kind, label, tag, pieces(name, words), line, round(found.score, 4))

    def _labelled(self, counts: Counts, chosen: Mapping[str, str], language: str) -> dict[str, tuple[FacetValue, ...]]:
        return {
            facet: tuple(
                FacetValue(value, self._label(facet, value, language), count, chosen.get(facet) == value)
                for value, count in sorted(counts[facet].items(), key=_by_year if facet == "year" else _by_count)
            )
            for facet in FACETS
        }

    def _label(self, facet: str, value: str, language: str) -> str:
        if facet in ("year", "kind"):
            return value
        return self.view.label(NamedNode(self.iris.base + value), language)


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _by_year(item: tuple[str, int]) -> str:
    return item[0]

"""What the curated graph names: persons, groups, acts, bodies, places, phrases, concepts, with all their names.

Some thousand things are read from a store into an index in memory when a process starts, so that one way of fitting
names serves them and the records of lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import tantivy
from pyoxigraph import Literal, NamedNode, Store

from rehabkg.iri import Iris
from rehabkg.mapping.statement import Term
from rehabkg.names.keys import name_words
from rehabkg.namespaces import term
from rehabkg.search.facets import BORN, FIELDS, add_facet_fields, years_between
from rehabkg.search.matching import add_word_fields, word_values
from rehabkg.status.walk import PRECEDENCE, status_as_of
from rehabkg.store.view import View

# By the path of their IRIs; the first comes first among names that fit alike.
KINDS = (
    "person", "group", "act", "phrase", "body", "place", "jurisdiction", "article", "concept", "recorded-place",
)  # fmt: skip
_NAMES = ("rdfs:label", "skos:prefLabel", "skos:altLabel", "rehab:transliteration", "rehab:articleWording")
PARTS = ("rehab:surname", "rehab:givenName", "rehab:patronymic")
_WRITER_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with its names: labels come before other names. `facets` are as in `rehabkg.search.facets`."""

    iri: str
    kind: str
    names: tuple[str, ...]
    facets: dict[str, list[str]] = field(default_factory=dict)


class Things:
    """The index of the curated things of one store."""

    def __init__(self, store: Store, iris: Iris, day: date) -> None:
        """Read the things of *store*; *day* is that for which the status of people is told."""
        self.named = sorted(_named(store, iris, day), key=lambda thing: (KINDS.index(thing.kind), thing.iri))
        self.index = _index(self.named)
        self.searcher = self.index.searcher()

    def of(self, document: tantivy.Document) -> Named:
        """Return the thing that a document of the index stands for."""
        return self.named[int(document.get_first("place"))]  # type: ignore[arg-type]


def kind_of(iri: str, base: str) -> str | None:
    """Return the kind of a thing by its IRI, None for what is not sought by name.

    >>> kind_of("https://w3id.org/rehabkg/vocab/measure/camp", "https://w3id.org/rehabkg/")
    'concept'
    """
    first, _, rest = iri.removeprefix(base).partition("/") if iri.startswith(base) else ("", "", "")
    second, _, local = rest.partition("/")
    if not local:
        return None
    if first == "vocab":
        return second if second in ("phrase", "article") else "concept"
    return second if first == "id" and second in KINDS else None


def _named(store: Store, iris: Iris, day: date) -> Iterator[Named]:
    names: dict[str, dict[str, None]] = defaultdict(dict)

    def add(node: Term, name: str) -> None:
        if isinstance(node, NamedNode) and kind_of(node.value, iris.base) is not None:
            names[node.value][name] = None

    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, term(predicate), None, None):
            add(quad.subject, quad.object.value)
    forms = {quad.subject: quad.object.value for quad in store.quads_for_pattern(None, term("rehab:form"), None, None)}
    for quad in store.quads_for_pattern(None, term("rehab:hasName"), None, None):
        if quad.object in forms:
            add(quad.subject, forms[quad.object])
    for quad in store.quads_for_pattern(None, term("rehab:codeOfLaw"), None, None):
        # An article is asked for with its code: "58-10 УК РСФСР".
        codes = list(names.get(quad.object.value, ()))
        for number in list(names.get(quad.subject.value, ())):
            names[quad.subject.value].update(dict.fromkeys(f"{number} {code}" for code in codes))
    view = Remembering(store)
    for iri, found in names.items():
        kind = str(kind_of(iri, iris.base))
        node = NamedNode(iri)
        if kind == "person":
            parts = [view.first(node, part) for part in PARTS]
            found.setdefault(" ".join(part.value for part in parts if isinstance(part, Literal)), None)
        yield Named(iri, kind, tuple(name for name in found if name), _facets(view, node, kind, iris, day))


def _facets(view: View, node: NamedNode, kind: str, iris: Iris, day: date) -> dict[str, list[str]]:
    if kind == "act":
        return {"year": _years(view, [node])}
    if kind not in ("person", "group"):
        return {}
    cases = view.subjects("rehab:against", node)
    sentences = [
        decision
        for case in cases
        for decision in view.subjects("rehab:inCase", case)
        if view.is_a(decision, "rehab:Sentence")
    ]
    measures = [measure for sentence in sentences for measure in view.nodes(sentence, "rehab:imposes")]
    return {
        "group": _paths(view.nodes(node, "rehab:memberOf"), iris),
        "body": _paths([body for one in sentences for body in view.nodes(one, "rehab:decidedBy")], iris),
        "measure": _paths([each for one in measures for each in view.nodes(one, "rehab:measureKind")], iris),
        "outcome": _statuses(view, node, day) if cases else [],
        "year": _years(view, sentences),
        BORN: _born(view, node),
    }


def _statuses(view: View, who: NamedNode, day: date) -> list[str]:
    found = {row.status for row in status_as_of(view, who, day)}
    return sorted(f"vocab/status/{status}" for status in found or PRECEDENCE[-1:])


def _born(view: View, who: NamedNode) -> list[str]:
    births = [event for event in view.subjects("rehab:concerns", who) if view.is_a(event, "rehab:Birth")]
    years = [
        year
        for birth in births
        for year in years_between(view.day(birth, "rehab:firstDay"), view.day(birth, "rehab:lastDay"))
    ]
    return sorted(set(years))


def _paths(nodes: list[NamedNode], iris: Iris) -> list[str]:
    return sorted({node.value.removeprefix(iris.base) for node in nodes})


def _years(view: View, events: list[NamedNode]) -> list[str]:
    bounds = [(view.day(event, "rehab:firstDay"), view.day(event, "rehab:lastDay")) for event in events]
    return sorted({str(first.year) for first, last in bounds if first and last and first.year == last.year})


def _index(things: list[Named]) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("place", stored=True, indexed=False)
    add_word_fields(builder)
    add_facet_fields(builder, ("kind", *FIELDS))
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for place, thing in enumerate(things):
        words = list(dict.fromkeys(word for name in thing.names for word in name_words(name)))
        writer.add_document(tantivy.Document(place=place, kind=[thing.kind], **word_values(words), **thing.facets))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


class Remembering(View):
    """A view that keeps what it was told: a walk over all cases asks for the same decisions again and again."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._objects: Callable[[NamedNode, str], tuple[Term, ...]] = lru_cache(maxsize=100_000)(self._read_objects)
        self._subjects: Callable[[str, Term], tuple[NamedNode, ...]] = lru_cache(maxsize=100_000)(self._read_subjects)

    def objects(self, subject: NamedNode, predicate: str) -> list[Term]:
        """Return the objects, sorted by their text."""
        return list(self._objects(subject, predicate))

    def subjects(self, predicate: str, value: Term) -> list[NamedNode]:
        """Return the subjects, sorted."""
        return list(self._subjects(predicate, value))

    def is_a(self, subject: NamedNode, class_name: str) -> bool:
        """Whether *subject* is stated or derived to be of a class."""
        return term(class_name) in self._objects(subject, "rdf:type")

    def _read_objects(self, subject: NamedNode, predicate: str) -> tuple[Term, ...]:
        return tuple(super().objects(subject, predicate))

    def _read_subjects(self, predicate: str, value: Term) -> tuple[NamedNode, ...]:
        return tuple(super().subjects(predicate, value))

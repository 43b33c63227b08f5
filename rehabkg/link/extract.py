"""The linked extract: what Wikidata tells of the items that are linked, kept in the store for when it is away.

It holds, in Wikidata's own RDF form, what the federated questions ask (`queries/wikidata-*.rq`): English and Russian
labels, occupations, places of birth with point and country, notable works, images, the English and Russian articles
about the item, and its significant events with their days. Its subjects are the items and what they lead to; which
thing of ours an item is linked to stands in the graphs of the links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Triple

from rehabkg.errors import RehabkgError, SourceError, one_line
from rehabkg.iri import Iris
from rehabkg.link.accepted import EXACT, AcceptedLink
from rehabkg.namespaces import DCTERMS, WD, XSD
from rehabkg.settings import Settings
from rehabkg.store.linked import LinkedGraph
from rehabkg.store.swap import write_linked
from rehabkg.wikidata import properties as p
from rehabkg.wikidata import terms as t
from rehabkg.wikidata.calendars import Calendars
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.statements import Sought, statements

NAME = "wikidata"
"""The name of the extract, and of its graph."""
LANGUAGES = ("en", "ru", "mul")
_SITES = [t.site(language) for language in ("en", "ru")]
_ADDRESSES = tuple(f"{site.value}wiki/" for site in _SITES)
_LABEL, _POINT = t.LABEL.value, t.direct(p.COORDINATES).value
_EVENT, _COUNTRY = t.claim(p.SIGNIFICANT_EVENT).value, t.direct(p.COUNTRY).value
# What leads from an item to others, of which the label is needed and more.
_LEADS = frozenset(t.direct(key).value for key in (p.OCCUPATION, p.BIRTH_PLACE, p.NOTABLE_WORK))
_OF_ITEMS = frozenset((_LABEL, *_LEADS, t.direct(p.IMAGE).value, _POINT, _EVENT))
_OF_STATEMENTS = (t.value(p.SIGNIFICANT_EVENT).value, t.qualifier(p.POINT_IN_TIME).value)
_OF_OTHERS = frozenset((_LABEL, _POINT, _COUNTRY, t.direct(p.PUBLISHED).value, *_OF_STATEMENTS))
# RDF 1.1 Concepts, section 3.5: so IRIs look that stand for blank nodes.
_UNKNOWN = "/.well-known/genid/"
_NUMBER = re.compile(r"Q[0-9]{1,12}", re.IGNORECASE)
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extract holds: the graph, how many items were asked for and how many of them told something."""

    graph: LinkedGraph
    asked: int
    told: int


class Source(Protocol):
    """Tells statements about things whose IRIs are known; raises an error of this project, with one line."""

    address: str

    def told(self, kind: str, subjects: Set[NamedNode], predicates: Set[str]) -> Iterable[Triple]:
        """Yield what is said of *subjects* by *predicates*, texts in `LANGUAGES` only; *kind* names what is asked."""

    def articles(self, items: Set[NamedNode]) -> Iterable[Triple]:
        """Yield the articles of Wikipedia about *items*."""


def extract(settings: Settings, links: Iterable[AcceptedLink], source: Source, now: datetime) -> Extracted:
    """Fetch what the items of *links* tell, and swap the extract in the store for it.

    Where the source fails the former extract stays. Raises `EndpointError`, `SourceError`, `StoreError`, and
    `RehabkgError` for a source that knows none of the items: it is not Wikidata, or not all of it.
    """
    items = {NamedNode(WD + link.qid) for link in links if link.match == EXACT}
    triples = fetched(source, items)
    told = len({triple.subject for triple in triples} & items)
    if items and not told:
        where = one_line(source.address)
        raise RehabkgError(f"{where}: knows none of the {len(items):,} linked items; what was extracted before stays")
    return Extracted(_written(settings, triples, source.address, now), len(items), told)


def fetched(source: Source, items: Set[NamedNode]) -> set[Triple]:
    """Return what the source tells of *items* and of what they lead to, as far as it is asked for by a question."""
    triples = {*source.told("items", items, _OF_ITEMS), *source.articles(items)}
    # Statements and others stand apart in a dump too, but one reading finds both.
    others = _objects(triples, _LEADS) | _objects(triples, {_EVENT}, of="")
    triples.update(source.told("others", others, _OF_OTHERS))
    triples.update(source.told("countries", _objects(triples, {_COUNTRY}), {_LABEL}))
    return set(filter(_is_known, triples))


def _is_known(triple: Triple) -> bool:
    """Whether a value is told. That there is one, and not which, is a blank node in dumps and an IRI of Wikidata's."""
    value = triple.object
    return isinstance(value, Literal) or (isinstance(value, NamedNode) and _UNKNOWN not in value.value)


def _written(settings: Settings, triples: set[Triple], source: str, now: datetime) -> LinkedGraph:
    graph, made_at = Iris(settings.base).graph(NAME), now.isoformat(timespec="seconds")
    day = Triple(graph, NamedNode(DCTERMS + "created"), Literal(made_at[:10], datatype=NamedNode(XSD + "date")))
    lines = sorted(f"{triple} .\n".encode() for triple in {*triples, day})
    description = LinkedGraph(NAME, (graph.value,), made_at, rests_on={"address": source})
    return write_linked(settings, NAME, iter(lines), graph, description)


class FromEndpoint:
    """What an endpoint tells, through its client."""

    def __init__(self, client: Client) -> None:
        self.address = client.endpoint
        self._client = client

    def told(self, kind: str, subjects: Set[NamedNode], predicates: Set[str]) -> Iterator[Triple]:
        """Yield what is said of *subjects* by *predicates*. Raises `EndpointError`."""
        names = t.written(NamedNode(predicate) for predicate in sorted(predicates))
        languages = ", ".join(f'"{language}"' for language in ("", *LANGUAGES))

        def text(part: Sequence[NamedNode]) -> str:
            return (
                f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {t.written(part)} }} VALUES ?p {{ {names} }} ?s ?p ?o "
                f"FILTER(!ISLITERAL(?o) || LANG(?o) IN ({languages})) }}"
            )

        asked = sorted(subjects, key=str)
        for _, rows in self._client.in_parts(f"extract {kind}", asked, _AT_ONCE, text, ("s", "p", "o")):
            for subject, predicate, value in rows:
                # An endpoint may answer what was not asked.
                wanted = isinstance(predicate, NamedNode) and predicate.value in predicates and subject in subjects
                if wanted and isinstance(value, (NamedNode, Literal)):
                    yield Triple(subject, predicate, value)

    def articles(self, items: Set[NamedNode]) -> Iterator[Triple]:
        """Yield the articles about *items*. Raises `EndpointError`."""

        def text(part: Sequence[NamedNode]) -> str:
            about = f"VALUES ?item {{ {t.written(part)} }} ?article {t.ABOUT} ?item ; {t.PART_OF} ?site ."
            return f"SELECT ?article ?item WHERE {{ {about} FILTER(?site IN ({', '.join(map(str, _SITES))})) }}"

        asked = sorted(items, key=str)
        for _, rows in self._client.in_parts("extract articles", asked, _AT_ONCE, text, ("article", "item")):
            for article, item in rows:
                if isinstance(article, NamedNode) and article.value.startswith(_ADDRESSES) and item in items:
                    yield Triple(article, t.ABOUT, item)


class FromDump:
    """What a dump tells; it is read once for each call."""

    def __init__(
        self, path: Path, report: Callable[[SourceError], None] = lambda _: None, julian: str | None = None
    ) -> None:
        self.address = path.name
        self._path, self._report, self._calendars = path, report, Calendars(julian)

    def told(self, kind: str, subjects: Set[NamedNode], predicates: Set[str]) -> Iterator[Triple]:
        """Yield what is said of *subjects* by *predicates*. Raises `SourceError`."""
        del kind
        qids = {found[0] for node in subjects if (found := _NUMBER.search(node.value))}
        # The articles about an item stand with it.
        about = {t.ABOUT.value} if _EVENT in predicates else set()
        sought = Sought(qids, predicates | about, set(LANGUAGES), self._report, self._calendars)
        for triple in statements(self._path, sought):
            article = triple.predicate == t.ABOUT and triple.subject.value.startswith(_ADDRESSES)
            if triple.subject in subjects or article:
                yield triple

    def articles(self, items: Set[NamedNode]) -> Iterator[Triple]:
        """Yield nothing: `told` has found them."""
        del items
        return iter(())


def _objects(triples: Iterable[Triple], predicates: Set[str], of: str = WD + "Q") -> set[NamedNode]:
    return {
        triple.object
        for triple in triples
        if triple.predicate.value in predicates
        and isinstance(triple.object, NamedNode)
        and triple.object.value.startswith(of)
    }

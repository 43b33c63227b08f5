"""All rows to quads: each table has its mapper, each citation its named graph, each subject the rows it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from rehabkg.errors import SourceError, TableErrors
from rehabkg.mapping import actors, cases, law, places, sources
from rehabkg.mapping.naming import Naming, cited
from rehabkg.mapping.statement import Statement, english, russian
from rehabkg.namespaces import A, term
from rehabkg.tables.collection import Collection
from rehabkg.tables.reader import Row

Mapper = Callable[[Row, Naming], Iterator[Statement]]

MAPPERS: Mapping[str, Mapper] = {
    "sources": sources.source,
    "persons": actors.person,
    "life": actors.life,
    "names": actors.name,
    "memberships": actors.membership,
    "groups": actors.group,
    "cases": cases.case,
    "decisions-persons": cases.decision,
    "decisions-groups": cases.decision,
    "events": cases.event,
    "findings": cases.finding,
    "figures": cases.figure,
    "return-bars": cases.return_bar,
    "acts": law.act,
    "act-relations": law.act_relation,
    "provisions": law.provision,
    "categories": law.category,
    "bodies": actors.body,
    "body-relations": actors.body_relation,
    "jurisdictions": actors.jurisdiction,
    "phrases": actors.phrase,
    "claims": sources.claim,
    "article": sources.sentence_of_page,
    "page-elements": sources.page_element,
    "books": sources.book,
    "places": places.place,
    "place-states": places.place_state,
    "links": places.link,
}
# Tables without evidence columns: what they hold says itself where it comes from.
_FIXED_GRAPHS = {
    "sources": "sources",
    "categories": "vocabulary",
    "article": sources.ARTICLE,
    "page-elements": sources.ARTICLE,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement comes from: the row and the column to mend."""

    table: str
    line: int
    column: str


@dataclass(slots=True)
class Mapped:
    """The quads of all tables, and for each subject and predicate the cells that they come from."""

    quads: list[Quad] = field(default_factory=list)
    origins: dict[tuple[str, str], list[Origin]] = field(default_factory=dict)


def map_collection(collection: Collection, naming: Naming) -> Mapped:
    """Map every row; the quads come without repetition, in the order of tables and lines.

    Raises `TableErrors` for rows whose cells do not fit together.
    """
    mapped = Mapped()
    seen: set[Quad] = set()
    errors: list[SourceError] = []
    citations: dict[tuple[str, ...], set[str]] = {}
    for row in collection:
        if row.evidence is not None:
            citations.setdefault(cited(row), set()).add(row.evidence.level)
        graph = _graph(row, naming)
        try:
            statements = list(MAPPERS[row.table.name](row, naming))
        except SourceError as error:
            errors.append(error)
            continue
        if statements and row.evidence is not None:
            statements.extend(naming.attestation(row, statements[0].subject))
        for statement in statements:
            quad = Quad(statement.subject, statement.predicate, statement.object, graph)
            origin = Origin(f"{row.table.name}.csv", row.line, statement.column)
            mapped.origins.setdefault((statement.subject.value, statement.predicate.value), []).append(origin)
            if quad not in seen:
                seen.add(quad)
                mapped.quads.append(quad)
    if errors:
        raise TableErrors(errors)
    mapped.quads.extend(_citations(citations, naming))
    return mapped


def _graph(row: Row, naming: Naming) -> NamedNode:
    fixed = _FIXED_GRAPHS.get(row.table.name)
    return naming.iris.graph(fixed) if fixed else naming.graph(row)


def _citations(citations: Mapping[tuple[str, ...], set[str]], naming: Naming) -> Iterator[Quad]:
    """Describe the graph of each citation: the sources it cites and how sure its statements are."""
    catalogue = naming.iris.graph("sources")
    for cited_sources, levels in sorted(citations.items()):
        graph = naming.iris.citation(cited_sources)
        yield Quad(graph, A, term("rehab:SourceGraph"), catalogue)
        for source in cited_sources:
            yield Quad(graph, term("rehab:cites"), naming.of_kind("source", source), catalogue)
        for level in sorted(levels):
            yield Quad(graph, term("rehab:evidenceLevel"), naming.concept("evidence", level), catalogue)
    for name, en, ru in _EDITORIAL_GRAPHS:
        graph = naming.iris.graph(name)
        yield Quad(graph, A, term("rehab:SourceGraph"), catalogue)
        yield Quad(graph, term("rehab:evidenceLevel"), naming.concept("evidence", "editorial"), catalogue)
        yield Quad(graph, term("rdfs:label"), english(en), catalogue)
        yield Quad(graph, term("rdfs:label"), russian(ru), catalogue)


_EDITORIAL_GRAPHS = (
    ("sources", "the catalogue of sources and graphs", "каталог источников и графов"),
    ("vocabulary", "the vocabularies of the project", "словари проекта"),
    ("ontology", "the ontology of the project", "онтология проекта"),
)

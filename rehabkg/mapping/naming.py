"""Name what rows speak of: the IRI of a row's thing, of the ids in its cells, of its dates and its attestation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode

from rehabkg.dates import parse_edtf, parse_julian_edtf
from rehabkg.iri import Iris
from rehabkg.mapping.statement import Statement, Term, english
from rehabkg.namespaces import XSD, A, term
from rehabkg.tables.reader import Row

# Ids of these kinds start with a letter that tells them apart in a table and says nothing in an IRI.
_TABLE_PREFIX = {"group": "g-", "body": "b-", "phrase": "f-", "place": "pl-"}
# These kinds are concepts of a scheme, not things.
_SCHEMES = {"phrase": "phrase", "category": "category"}
EDITORIAL = ("editorial",)


@dataclass(frozen=True, slots=True)
class Naming:
    """IRIs for the ids of the tables. `kinds` tells which kind of thing each id names."""

    kinds: Mapping[str, str]
    iris: Iris = field(default_factory=Iris)

    def ref(self, identifier: str) -> NamedNode:
        """Return the IRI of the thing that an id of any table names."""
        return self.of_kind(self.kinds[identifier], identifier)

    def of_kind(self, kind: str, identifier: str) -> NamedNode:
        """Return the IRI of a thing whose kind is known."""
        local = identifier.removeprefix(_TABLE_PREFIX.get(kind, ""))
        if kind in _SCHEMES:
            return self.iris.concept(_SCHEMES[kind], local)
        return self.iris.thing(kind, local)

    def concept(self, scheme: str, code: str) -> NamedNode:
        """Return the IRI of a concept."""
        return self.iris.concept(scheme, code)

    def graph(self, row: Row) -> NamedNode:
        """Return the named graph of the row's citation."""
        return self.iris.citation(cited(row))

    def dating(self, subject: NamedNode, predicate: NamedNode, row: Row, column: str = "date") -> Iterator[Statement]:
        """Yield the date that a row gives of *subject*: as printed, in EDTF, its earliest and latest day.

        The node is named by what is dated, in which sense, as what and by which citation, so that two citations
        that disagree have two datings.
        """
        written, printed = row[column], row.values.get(f"{column}_printed") if column == "date" else None
        if written is None:
            if printed is not None:
                raise row.error(column, "filled: a date as printed needs its EDTF form beside it")
            return
        julian = column == "date" and row["calendar"] == "julian" if "calendar" in row.values else False
        dating = parse_julian_edtf(written) if julian else parse_edtf(written)
        local = subject.value.removeprefix(self.iris.base).replace("id/", "", 1).replace("/", "-")
        role = predicate.value.rpartition("#")[2]
        node = self.iris.thing("dating", f"{local}--{role}--{written}--{'+'.join(cited(row))}")
        yield Statement(subject, predicate, node, column)
        yield Statement(node, A, term("rehab:Dating"), column)
        yield Statement(node, term("rehab:edtf"), Literal(dating.edtf), column)
        yield Statement(
            node,
            term("rehab:calendar"),
            self.concept("calendar", "julian" if julian else "gregorian"),
            column,
        )
        if dating.julian_edtf is not None:
            yield Statement(node, term("rehab:julianEdtf"), Literal(dating.julian_edtf), column)
        if printed is not None:
            yield Statement(node, term("rehab:asPrinted"), Literal(printed), f"{column}_printed")
        for name, day in (("rehab:earliest", dating.earliest), ("rehab:latest", dating.latest)):
            if day is not None:
                yield Statement(node, term(name), day_literal(day), column)

    def attestation(self, row: Row, subject: NamedNode) -> Iterator[Statement]:
        """Yield what the row's evidence columns say: who states it, where, how sure that is."""
        if row.evidence is None:
            return
        evidence = row.evidence
        parts = (row.table.name, *row.key, "+".join(evidence.sources), evidence.locator)
        node = self.iris.thing("attestation", "--".join(filter(None, parts)))
        yield Statement(node, A, term("rehab:Attestation"), "source")
        yield Statement(node, term("rehab:attests"), subject, "source")
        for source in evidence.sources:
            yield Statement(node, term("rehab:cites"), self.of_kind("source", source), "source")
        yield Statement(node, term("rehab:evidenceLevel"), self.concept("evidence", evidence.level), "evidence")
        yield Statement(node, term("rehab:rank"), self.concept("rank", evidence.rank), "rank")
        yield Statement(node, term("rehab:curatedIn"), Literal(f"{row.table.name}.csv"), "source")
        if evidence.locator is not None:
            yield Statement(node, term("rehab:locator"), Literal(evidence.locator), "locator")
        # What a row says of a relation has no node of its own to stand on.
        for column in ("detail", "basis", "label_seen"):
            if row.values.get(column) is not None:
                yield Statement(node, term("rehab:text"), english(row[column]), column)
        if row.table.name == "body-relations":
            yield from self.dating(node, term("rehab:asOf"), row)
        if evidence.note is not None:
            yield Statement(node, term("rehab:note"), english(evidence.note), "note")


def cited(row: Row) -> tuple[str, ...]:
    """Return the sources of a row in one order, so that a joint citation has one graph."""
    return tuple(sorted(row.evidence.sources)) if row.evidence else EDITORIAL


def day_literal(day: date) -> Literal:
    """Return an `xsd:date`."""
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


def texts(row: Row, subject: NamedNode, fields: Mapping[str, tuple[str, str | None]]) -> Iterator[Statement]:
    """Yield a literal for each filled column: *fields* gives the predicate and the language of each."""
    for column, (predicate, language) in fields.items():
        value = row[column]
        if value is not None:
            node: Term = Literal(value, language=language) if language else Literal(value)
            yield Statement(subject, term(predicate), node, column)


def concepts(
    naming: Naming, row: Row, subject: NamedNode, fields: Mapping[str, tuple[str, str]]
) -> Iterator[Statement]:
    """Yield a concept for each code of each filled column: *fields* gives predicate and scheme of each."""
    for column, (predicate, scheme) in fields.items():
        for code in several(row[column]):
            yield Statement(subject, term(predicate), naming.concept(scheme, code), column)


def references(naming: Naming, row: Row, subject: NamedNode, fields: Mapping[str, str]) -> Iterator[Statement]:
    """Yield the thing that each id of each filled column names: *fields* gives the predicate of each."""
    for column, predicate in fields.items():
        for identifier in several(row[column]):
            yield Statement(subject, term(predicate), naming.ref(identifier), column)


def several(value: object) -> tuple[str, ...]:
    """Return the values of a cell that may hold none, one or several."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)

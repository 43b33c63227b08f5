"""Results as W3C formats, whoever answered: an embedded store or an endpoint."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from rehabkg.errors import QueryError
from rehabkg.namespaces import PREFIXES

FORMATS = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
# XML 1.0, section 2.2: no escape stands for these.
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a SELECT query: a term or None for each variable. The rows can be read more than once."""

    variables: tuple[str, ...]
    json: bytes

    def __iter__(self) -> Iterator[tuple[Literal | NamedNode | None, ...]]:
        parsed = parse_query_results(self.json, format=QueryResultsFormat.JSON)
        assert isinstance(parsed, QuerySolutions)  # noqa: S101 - `rows` made the JSON from solutions
        for solution in parsed:
            yield tuple(solution[variable] for variable in self.variables)

    def texts(self) -> list[tuple[str, ...]]:
        """Return each term as the text that people read: the value of a literal, the end of an IRI."""
        return [tuple(shown(term) for term in row) for row in self]

    def formatted(self, name: str) -> bytes:
        """Return the rows in one of the SPARQL 1.1 result formats. Raises `QueryError` for what XML cannot hold."""
        if name == "json":
            return self.json
        if name == "csv":
            return self._csv()
        parsed = parse_query_results(self.json, format=QueryResultsFormat.JSON)
        content = bytes(parsed.serialize(format=FORMATS[name]))
        return xml_of(content) if name == "xml" else content

    def _csv(self) -> bytes:
        """Return CSV with every cell quoted that needs it: pyoxigraph leaves an IRI with a comma as it is."""
        lines = io.StringIO(newline="")
        writer = csv.writer(lines)
        writer.writerow(self.variables)
        for row in self:
            writer.writerow(term.value if isinstance(term, (Literal, NamedNode)) else str(term or "") for term in row)
        return lines.getvalue().encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of an ASK query."""

    value: bool

    def formatted(self, name: str) -> bytes:
        """Return the answer in one of the formats that carry a boolean; CSV and TSV carry the bare word."""
        word = "true" if self.value else "false"
        if name == "xml":
            return (
                '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
                f"<head/><boolean>{word}</boolean></sparql>"
            ).encode()
        return f'{{"head":{{}},"boolean":{word}}}'.encode() if name == "json" else word.encode()


@dataclass(frozen=True, slots=True)
class Triples:
    """The triples of a CONSTRUCT or DESCRIBE query, as sorted N-Triples, each once."""

    ntriples: bytes

    def formatted(self, _name: str) -> bytes:
        """Return N-Triples, whatever table format is asked for: triples are no table."""
        return self.ntriples


Result = Rows | Answer | Triples


def collected(found: QuerySolutions | QueryBoolean | QueryTriples) -> Result:
    """Take what the store answered into a value that outlives it."""
    if isinstance(found, QuerySolutions):
        variables = tuple(variable.value for variable in found.variables)
        return Rows(variables, bytes(found.serialize(format=QueryResultsFormat.JSON)))
    if isinstance(found, QueryBoolean):
        return Answer(bool(found))
    # A template's blank nodes have another name in each run; RDFC-1.0 gives the same triples the same names.
    graph = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in found)
    if any(isinstance(node, BlankNode) for quad in graph for node in (quad.subject, quad.object)):
        graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in graph)
    lines = bytes(serialize(triples, format=RdfFormat.N_TRIPLES)).splitlines(keepends=True)
    return Triples(b"".join(sorted(lines)))


def xml_of(content: bytes) -> bytes:
    """Return what pyoxigraph wrote as XML so that a reader gets what was meant. Raises `QueryError` where none can."""
    if _NOT_IN_XML.search(content):
        raise QueryError("a value holds a control character, which XML has no way to write; ask for json")
    # XML 1.0, section 2.11: a reader takes a bare carriage return for a line feed.
    return content.replace(b"\r", b"&#13;")


def shown(term: Literal | NamedNode | object | None) -> str:
    """Return a term as people read it: the value of a literal, a prefixed name or the end of an IRI."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return short_iri(term.value)
    return str(term.value) if isinstance(term, Literal) else str(term)


def short_iri(iri: str) -> str:
    """Return an IRI as a prefixed name where the prefix is known, else its last two segments.

    >>> short_iri("https://w3id.org/rehabkg/id/person/p0052")
    'person/p0052'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return "/".join(iri.split("/")[-2:]) if iri.count("/") > 3 else iri

"""The stored queries as RDF, in the form of the SIB SPARQL examples: `sh:SPARQLExecutable` with its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from rehabkg.iri import Iris
from rehabkg.namespaces import PREFIXES, XSD, A, term
from rehabkg.query.bind import bound_text
from rehabkg.query.header import LANGUAGES, MARK, StoredQuery

SCHEMA = "https://schema.org/"


def example_triples(queries: Sequence[StoredQuery], base: str) -> Iterator[Triple]:
    """Yield the examples for the service at `BASEsparql`, each with its title and the prefixes that all share."""
    service, iris = NamedNode(f"{base}sparql"), Iris(base)
    for prefix, namespace in PREFIXES.items():
        declared = BlankNode(f"prefix-{prefix}")
        yield Triple(service, term("sh:declare"), declared)
        yield Triple(declared, term("sh:prefix"), Literal(prefix))
        yield Triple(declared, term("sh:namespace"), Literal(namespace, datatype=NamedNode(XSD + "anyURI")))
    for query in queries:
        node = NamedNode(f"{base}queries/{query.name}")
        yield Triple(node, A, term("sh:SPARQLExecutable"))
        yield Triple(node, A, term("sh:SPARQLSelectExecutable"))
        for language in LANGUAGES:
            yield Triple(node, term("rdfs:label"), Literal(query.title[language], language=language))
            yield Triple(node, term("rdfs:comment"), Literal(query.description[language], language=language))
        yield Triple(node, term("sh:select"), Literal(plain_text(bound_text(query, {}, iris))))
        yield Triple(node, term("sh:prefixes"), service)
        yield Triple(node, NamedNode(SCHEMA + "target"), service)
        yield Triple(node, NamedNode(SCHEMA + "keywords"), Literal(query.view))


def plain_text(text: str) -> str:
    """Return the text of a stored query without its header."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(MARK)).lstrip("\n")

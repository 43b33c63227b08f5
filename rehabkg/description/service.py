"""The SPARQL 1.1 service description (W3C Recommendation of 21 March 2013) of the endpoint of a release."""

from __future__ import annotations

from pyoxigraph import NamedNode

from rehabkg.description.addresses import Described
from rehabkg.description.statements import Statements
from rehabkg.release.model import Release

_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG",
)  # fmt: skip


def say_service(statements: Statements, release: Release) -> None:
    """State what the endpoint answers: its language, formats, and the graphs that it is asked over."""
    named = Described(release)
    service, say = named.endpoint, statements.say
    statements.kind(service, "sd:Service")
    say(service, "sd:endpoint", named.endpoint)
    say(service, "sd:supportedLanguage", NamedNode("http://www.w3.org/ns/sparql-service-description#SPARQL11Query"))
    # A graph that is not named in a query is the union of all graphs.
    say(service, "sd:feature", NamedNode("http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph"))
    for name in _FORMATS:
        say(service, "sd:resultFormat", NamedNode(f"http://www.w3.org/ns/formats/{name}"))
    dataset = statements.unnamed()
    say(service, "sd:defaultDataset", dataset)
    statements.kind(dataset, "sd:Dataset")
    default = statements.unnamed()
    say(dataset, "sd:defaultGraph", default)
    statements.kind(default, "sd:Graph")
    say(default, "void:triples", release.statements)
    for graph, dump in sorted(release.graphs.items()):
        entry, node = statements.unnamed(), statements.unnamed()
        say(dataset, "sd:namedGraph", entry)
        statements.kind(entry, "sd:NamedGraph")
        say(entry, "sd:name", NamedNode(graph))
        say(entry, "sd:graph", node)
        statements.kind(node, "sd:Graph")
        say(node, "void:triples", dump.statements)

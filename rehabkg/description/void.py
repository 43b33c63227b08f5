"""The dataset in VoID (W3C Interest Group Note of 3 March 2011): its parts, counts, links and where to begin."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode, Store

from rehabkg.description.addresses import Described
from rehabkg.description.statements import Node, Statements
from rehabkg.description.statistics import GraphCounts, Statistics
from rehabkg.namespaces import DESCRIPTION_PREFIXES, ONTOLOGY_IRI, REHAB, WD, A, term
from rehabkg.release.model import Release

# One thing of each is given as an example, the first that the store has.
_EXAMPLES = ("rehab:Person", "rehab:PersonObservation", "rehab:Group", "rehab:LegalAct", "rehab:Phrase", "rehab:Source")


def say_void(statements: Statements, release: Release, found: Statistics, store: Store) -> None:
    """State what the dataset and each of its graphs hold."""
    named = Described(release)
    dataset = named.dataset
    say = statements.say
    statements.kind(dataset, "void:Dataset")
    _say_counts(statements, dataset, found.total)
    say(dataset, "void:entities", found.entities)
    say(dataset, "void:classes", len(found.classes))
    say(dataset, "void:uriSpace", release.base)
    say(dataset, "void:uriRegexPattern", f"^{release.base}(id|vocab|graph)/")
    say(dataset, "void:sparqlEndpoint", named.endpoint)
    say(dataset, "void:feature", NamedNode("http://www.w3.org/ns/formats/N-Triples"))
    say(dataset, "void:rootResource", named.at("index"))
    for dump in release.files:
        if dump.graph is None:
            say(dataset, "void:dataDump", named.download(dump))
    for example in _examples(store):
        say(dataset, "void:exampleResource", example)
    for namespace in _vocabularies(found):
        say(dataset, "void:vocabulary", NamedNode(namespace))
    _say_partitions(statements, dataset, found)
    _say_links(statements, named, found.links)
    for graph, dump in sorted(release.graphs.items()):
        subset = named.subset(graph)
        say(dataset, "void:subset", subset)
        statements.kind(subset, "void:Dataset")
        _say_counts(statements, subset, found.graphs[graph])
        say(subset, "void:dataDump", named.download(dump))
        say(subset, "foaf:topic", NamedNode(graph))
        for source in sorted(_cited(store, graph), key=str):
            say(subset, "dcterms:source", source)
    # VoID, section 6: where the description itself is found, and of which dataset it is.
    document = named.at(".well-known/void")
    statements.kind(document, "void:DatasetDescription")
    say(document, "foaf:primaryTopic", dataset)
    say(document, "foaf:topic", dataset)


def _say_counts(statements: Statements, node: Node, counts: GraphCounts) -> None:
    statements.say(node, "void:triples", counts.triples)
    statements.say(node, "void:distinctSubjects", counts.subjects)
    statements.say(node, "void:distinctObjects", counts.objects)
    statements.say(node, "void:properties", counts.properties)


def _say_partitions(statements: Statements, dataset: NamedNode, found: Statistics) -> None:
    for name, count in found.classes.items():
        part = statements.unnamed()
        statements.say(dataset, "void:classPartition", part)
        statements.say(part, "void:class", NamedNode(name))
        statements.say(part, "void:entities", count)
    for name, count in found.properties.items():
        part = statements.unnamed()
        statements.say(dataset, "void:propertyPartition", part)
        statements.say(part, "void:property", NamedNode(name))
        statements.say(part, "void:triples", count)


def _say_links(statements: Statements, named: Described, links: Mapping[str, int]) -> None:
    wikidata = named.at("dataset#wikidata")
    if links:
        statements.kind(wikidata, "void:Dataset")
        statements.both(wikidata, "dcterms:title", "Wikidata", "Викиданные")
        statements.say(wikidata, "void:uriSpace", WD)
        statements.say(wikidata, "void:sparqlEndpoint", NamedNode("https://query.wikidata.org/sparql"))
        statements.say(wikidata, "foaf:homepage", NamedNode("https://www.wikidata.org/"))
    for predicate, count in links.items():
        node = named.at(f"dataset#links-{predicate.rpartition('#')[2]}")
        statements.kind(node, "void:Linkset")
        statements.say(named.dataset, "void:subset", node)
        statements.say(node, "void:linkPredicate", NamedNode(predicate))
        statements.say(node, "void:subjectsTarget", named.dataset)
        statements.say(node, "void:objectsTarget", wikidata)
        statements.say(node, "void:triples", count)


def _examples(store: Store) -> list[NamedNode]:
    found = (next(iter(store.quads_for_pattern(None, A, term(name), None)), None) for name in _EXAMPLES)
    return [quad.subject for quad in found if quad is not None]


def _vocabularies(found: Statistics) -> list[str]:
    """Return the namespaces of the properties and classes in use; the project's own by the IRI of its ontology."""
    names = {*found.properties, *found.classes}
    used = {space for space in DESCRIPTION_PREFIXES.values() if any(name.startswith(space) for name in names)}
    return sorted(ONTOLOGY_IRI if space == REHAB else space for space in used)


def _cited(store: Store, graph: str) -> list[NamedNode]:
    return [quad.object for quad in store.quads_for_pattern(NamedNode(graph), term("rehab:cites"), None, None)]

"""The prefix table: every namespace that the project writes or reads, in one place."""

from __future__ import annotations

from pyoxigraph import NamedNode

ONTOLOGY_IRI = "https://w3id.org/rehabkg/ontology"
REHAB = ONTOLOGY_IRI + "#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SH = "http://www.w3.org/ns/shacl#"
GEO = "http://www.opengis.net/ont/geosparql#"
WD = "http://www.wikidata.org/entity/"

PREFIXES = {
    "dcterms": DCTERMS,
    "geo": GEO,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "rehab": REHAB,
    "sh": SH,
    "skos": SKOS,
    "wd": WD,
    "xsd": XSD,
}

# What describes a dataset; kept apart, so that documents about things do not carry prefixes that none of them uses.
DESCRIPTION_PREFIXES = {
    **PREFIXES,
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}

A = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")


def term(name: str) -> NamedNode:
    """Return the node of a prefixed name.

    >>> term("rehab:Sentence").value
    'https://w3id.org/rehabkg/ontology#Sentence'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(DESCRIPTION_PREFIXES[prefix] + local)

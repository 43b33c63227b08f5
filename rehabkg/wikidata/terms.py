"""The namespaces of Wikibase's RDF form (Wikibase, "RDF Dump Format"), and terms written for a query.

Every value that comes from outside becomes a term, which writes itself: no text can leave its literal.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from rehabkg.namespaces import RDF, RDFS, SKOS, XSD
from rehabkg.wikidata.model import ENTITY

_PROP = "http://www.wikidata.org/prop/"
WIKIBASE = "http://wikiba.se/ontology#"
SCHEMA = "http://schema.org/"
DIRECT = _PROP + "direct/"

LABEL = NamedNode(RDFS + "label")
ALIAS = NamedNode(SKOS + "altLabel")
DESCRIPTION = NamedNode(SCHEMA + "description")
ABOUT = NamedNode(SCHEMA + "about")
PART_OF = NamedNode(SCHEMA + "isPartOf")
TYPE = NamedNode(RDF + "type")
SITELINKS = NamedNode(WIKIBASE + "sitelinks")
BEST_RANK = NamedNode(WIKIBASE + "BestRank")
TIME_VALUE = NamedNode(WIKIBASE + "timeValue")
TIME_PRECISION = NamedNode(WIKIBASE + "timePrecision")
TIME_CALENDAR = NamedNode(WIKIBASE + "timeCalendarModel")
_DATE_TIME = NamedNode(XSD + "dateTime")


def direct(name: str) -> NamedNode:
    """Return the property that leads to the truthy values of a property (`wdt:`)."""
    return NamedNode(DIRECT + name)


def claim(name: str) -> NamedNode:
    """Return the property that leads to the statements of a property (`p:`)."""
    return NamedNode(_PROP + name)


def value(name: str) -> NamedNode:
    """Return the property that leads from a statement to its value (`ps:`)."""
    return NamedNode(f"{_PROP}statement/{name}")


def qualifier(name: str) -> NamedNode:
    """Return the property that leads from a statement to what qualifies it (`pq:`)."""
    return NamedNode(f"{_PROP}qualifier/{name}")


def full_value(name: str) -> NamedNode:
    """Return the property that leads from a statement to its full value (`psv:`)."""
    return NamedNode(f"{_PROP}statement/value/{name}")


def entity(qid: str) -> NamedNode:
    """Return the IRI of an item (`wd:`)."""
    return NamedNode(ENTITY + qid)


def day_value(day: str) -> Literal:
    """Return the moment that stands for a day, such as 1891-01-15."""
    return Literal(f"{day}T00:00:00Z", datatype=_DATE_TIME)


def site(language: str) -> NamedNode:
    """Return the Wikipedia of a language, as the RDF form names it."""
    return NamedNode(f"https://{language}.wikipedia.org/")


def written(terms: Iterable[NamedNode | Literal]) -> str:
    """Return terms as VALUES lists them, in order, each once."""
    return " ".join(dict.fromkeys(map(str, terms)))

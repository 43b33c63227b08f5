"""The forms in which results and graphs are answered, and the choice among them by `Accept` or `format=`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import RdfFormat

from rehabkg.web.media import HTML, JSON_LD, N_QUADS, N_TRIPLES, RDF_FORMS, RDF_XML, TRIG, TURTLE, MediaType, chosen
from rehabkg.web.problems import Problem

# SPARQL 1.1 Query Results JSON, XML, CSV and TSV.
JSON = MediaType("application/sparql-results+json", "json", ("application/json", "text/json"), charset=False)
XML = MediaType("application/sparql-results+xml", "xml", ("application/xml", "text/xml"), charset=False)
CSV = MediaType("text/csv", "csv")
TSV = MediaType("text/tab-separated-values", "tsv")
RESULT_FORMS = (JSON, XML, CSV, TSV)
GRAPH_FORMATS = {
    TURTLE.suffix: RdfFormat.TURTLE,
    N_TRIPLES.suffix: RdfFormat.N_TRIPLES,
    RDF_XML.suffix: RdfFormat.RDF_XML,
    JSON_LD.suffix: RdfFormat.JSON_LD,
    TRIG.suffix: RdfFormat.TRIG,
    N_QUADS.suffix: RdfFormat.N_QUADS,
}
_BY_SUFFIX = {form.suffix: form for form in (*RESULT_FORMS, *RDF_FORMS)}
# What clients write in `format=`, beside the media types: a form for rows, one for statements.
_NAMED: dict[str, tuple[MediaType | None, MediaType | None]] = {
    "json": (JSON, JSON_LD),
    "xml": (XML, RDF_XML),
    "csv": (CSV, None),
    "tsv": (TSV, None),
    "ttl": (None, TURTLE),
    "turtle": (None, TURTLE),
    "nt": (None, N_TRIPLES),
    "ntriples": (None, N_TRIPLES),
    "rdf": (None, RDF_XML),
    "rdfxml": (None, RDF_XML),
    "jsonld": (None, JSON_LD),
    "json-ld": (None, JSON_LD),
    "trig": (None, TRIG),
    "nq": (None, N_QUADS),
    "nquads": (None, N_QUADS),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The forms that a client takes: for rows and truth values, for statements, or a page."""

    results: MediaType | None
    graph: MediaType | None
    page: bool = False


def wanted(accept: str | None, name: str | None) -> Wanted:
    """Return the forms that a client likes best. *name*, that of `format=`, comes before `Accept`.

    Raises `Problem` for a name that is no format, and where the client takes nothing that there is.
    """
    if name is not None:
        return _named(name)
    liked = chosen(accept, (*RESULT_FORMS, HTML))
    if liked is HTML:
        return Wanted(JSON, TURTLE, page=True)
    graph = chosen(accept, RDF_FORMS)
    if liked is None and graph is None:
        raise not_acceptable((*RESULT_FORMS, *RDF_FORMS, HTML))
    return Wanted(liked, graph)


def _named(name: str) -> Wanted:
    if name == HTML.suffix:
        return Wanted(JSON, TURTLE, page=True)
    if name in _NAMED:
        return Wanted(*_NAMED[name])
    results, graph = (
        next((form for form in forms if name == form.name or name in form.also), None)
        for forms in (RESULT_FORMS, RDF_FORMS)
    )
    if results is None and graph is None:
        raise Problem(400, "the parameter format is none of the names given", members={"formats": sorted(_NAMED)})
    return Wanted(results, graph)


def by_suffix(name: str) -> MediaType:
    """Return the form of a suffix."""
    return _BY_SUFFIX[name]


def not_acceptable(offered: Sequence[MediaType], detail: str = "no form is offered that the request takes") -> Problem:
    """Return the refusal of a request that takes no form of those *offered* (RFC 9110, section 15.5.7)."""
    return Problem(406, detail, headers={"Vary": "Accept"}, members={"offered": [form.name for form in offered]})

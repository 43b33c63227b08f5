"""The ontology as documents: its pages (those of `rehabkg terms`) and its RDF forms."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from rehabkg import assets
from rehabkg.export.jsonld import CONTEXT_PATH, write_jsonld
from rehabkg.export.rdf import write_rdf
from rehabkg.namespaces import ONTOLOGY_IRI
from rehabkg.reference.pages import render
from rehabkg.reference.reading import read_reference
from rehabkg.settings import DEFAULT_BASE
from rehabkg.vocabulary import as_quads, read_ontology
from rehabkg.web.media import JSON_LD, MediaType

_WRITTEN_AS = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "trig": "trig", "rdf": "rdfxml"}


def term_pages() -> Mapping[str, bytes]:
    """Return the files of the pages about terms and schemes, by their paths below `ontology/`, and the context."""
    drawings = {path.name: path.read_bytes() for path in sorted(assets.DIAGRAMS.glob("*.svg"))}
    return {**render(read_reference(), drawings), "context.jsonld": CONTEXT_PATH.read_bytes()}


def ontology_document(form: MediaType) -> bytes:
    """Return the ontology with its alignments in an RDF form."""
    quads = as_quads(read_ontology(), NamedNode(ONTOLOGY_IRI), DEFAULT_BASE)
    return write_jsonld(quads) if form == JSON_LD else write_rdf(quads, _WRITTEN_AS[form.suffix])

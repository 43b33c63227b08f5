"""Write statements in one of the forms of RDF."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from rehabkg.endpoint.forms import GRAPH_FORMATS
from rehabkg.namespaces import DESCRIPTION_PREFIXES
from rehabkg.web.media import MediaType

_QUAD_FORMATS = (RdfFormat.N_QUADS, RdfFormat.TRIG)


def written(statements: Iterable[Quad], form: MediaType, **prefixes: str) -> bytes:
    """Return statements in a form; those of N-Quads and TriG stand in the default graph."""
    name = GRAPH_FORMATS[form.suffix]
    given = (statement if name in _QUAD_FORMATS else _triple(statement) for statement in statements)
    return bytes(serialize(given, format=name, prefixes={**DESCRIPTION_PREFIXES, **prefixes}) or b"")


def _triple(quad: Quad) -> Triple:
    return Triple(quad.subject, quad.predicate, quad.object)

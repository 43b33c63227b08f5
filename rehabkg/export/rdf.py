"""Write RDF: the same quads give the same bytes, in every format.

Turtle, N-Triples and RDF/XML have no named graphs: there the statements of all graphs stand together, each once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from rehabkg.namespaces import PREFIXES
from rehabkg.settings import DEFAULT_BASE

FORMATS: Mapping[str, RdfFormat] = MappingProxyType(
    {
        "turtle": RdfFormat.TURTLE,
        "trig": RdfFormat.TRIG,
        "ntriples": RdfFormat.N_TRIPLES,
        "nquads": RdfFormat.N_QUADS,
        "rdfxml": RdfFormat.RDF_XML,
    }
)
# One prefix a kind of thing: a name such as person:p0052 reads better than a whole IRI.
_KINDS = (
    "person", "group", "body", "case", "decision", "event", "finding", "act", "provision", "claim", "source",
    "place", "jurisdiction", "dating", "measure", "attestation",
)  # fmt: skip


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Return the prefixes of an export: the standard ones, one for each kind of thing, and for graphs."""
    own = {kind: f"{base}id/{kind}/" for kind in _KINDS}
    return PREFIXES | own | {"graph": f"{base}graph/", "vocab": f"{base}vocab/"}


def write_rdf(quads: Iterable[Quad], name: str, base: str = DEFAULT_BASE) -> bytes:
    """Return *quads* in the format *name*, a key of `FORMATS`."""
    form = FORMATS[name]
    if name in ("trig", "nquads"):
        ordered: list[Quad] | list[Triple] = sorted(quads, key=_by_graph)
    else:
        ordered = sorted({Triple(q.subject, q.predicate, q.object) for q in quads}, key=_by_subject)
    if name in ("ntriples", "nquads"):
        return bytes(serialize(ordered, format=form))
    return bytes(serialize(ordered, format=form, prefixes=prefixes(base)))


def _by_graph(quad: Quad) -> tuple[str, tuple[str, int, str, str]]:
    return str(quad.graph_name), _by_subject(quad)


def _by_subject(triple: Triple | Quad) -> tuple[str, int, str, str]:
    """The type comes first, as Turtle is read."""
    predicate = triple.predicate.value
    return str(triple.subject), int(not predicate.endswith("#type")), predicate, str(triple.object)

"""Comments as Web Annotations (W3C, Web Annotation Data Model), in a graph of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from rehabkg.comments.model import Comment
from rehabkg.iri import Iris
from rehabkg.namespaces import DCTERMS, PREFIXES, RDF, XSD, A

GRAPH = "comments"
OA, FOAF = "http://www.w3.org/ns/oa#", "http://xmlns.com/foaf/0.1/"


def annotation(comment: Comment, iris: Iris) -> Iterator[Quad]:
    """Yield what is published of a comment; the editor's note is not.

    The body is a text with the purpose that the visitor chose, its evidence a second one with the purpose of linking
    (section 3.3.5). Where a statement is named, the target is that part of the thing (section 4, Specific Resources).
    """
    said, graph = comment.said, iris.graph(GRAPH)
    node, thing = iris.thing("comment", comment.id), NamedNode(said.about)

    def state(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(subject, NamedNode(predicate), value, graph)

    def body(name: str, text: str, purpose: str) -> Iterator[Quad]:
        part = iris.thing("comment", f"{comment.id}-{name}")
        yield state(node, OA + "hasBody", part)
        yield Quad(part, A, NamedNode(OA + "TextualBody"), graph)
        yield state(part, RDF + "value", Literal(text, language=said.language))
        yield state(part, DCTERMS + "format", Literal("text/plain"))
        yield state(part, OA + "hasPurpose", NamedNode(OA + purpose))

    yield Quad(node, A, NamedNode(OA + "Annotation"), graph)
    yield state(node, OA + "motivatedBy", NamedNode(OA + said.motivation))
    yield state(node, DCTERMS + "created", Literal(comment.created, datatype=NamedNode(XSD + "dateTime")))
    if comment.decided is not None:
        yield state(node, DCTERMS + "dateAccepted", Literal(comment.decided, datatype=NamedNode(XSD + "dateTime")))
    yield from body("text", said.text, said.motivation)
    if said.evidence is not None:
        yield from body("evidence", said.evidence, "linking")
    if said.name is not None:
        creator = iris.thing("comment", f"{comment.id}-creator")
        yield state(node, DCTERMS + "creator", creator)
        yield state(creator, FOAF + "name", Literal(said.name))
    if said.statement is None:
        yield state(node, OA + "hasTarget", thing)
        return
    part, selector = (iris.thing("comment", f"{comment.id}-{name}") for name in ("target", "selector"))
    yield state(node, OA + "hasTarget", part)
    yield Quad(part, A, NamedNode(OA + "SpecificResource"), graph)
    yield state(part, OA + "hasSource", thing)
    yield state(part, OA + "hasSelector", selector)
    yield Quad(selector, A, NamedNode(OA + "TextQuoteSelector"), graph)
    yield state(selector, OA + "exact", Literal(said.statement))


def as_trig(comments: Iterable[Comment], iris: Iris) -> bytes:
    """Return the graph of *comments* as TriG; the same comments give the same bytes."""
    quads = sorted((quad for comment in comments for quad in annotation(comment, iris)), key=_order)
    prefixes = PREFIXES | {"oa": OA, "foaf": FOAF, "comment": f"{iris.base}id/comment/"}
    return bytes(serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes))


def _order(quad: Quad) -> tuple[str, int, str, str]:
    predicate = quad.predicate.value
    return str(quad.subject), int(not predicate.endswith("#type")), predicate, str(quad.object)

"""Small invented graphs: TriG with the project's prefixes, and what is derived of it."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Store, Triple

from rehabkg.derive.graph import derive
from rehabkg.iri import Iris
from rehabkg.store.view import View
from rehabkg.vocabulary import read_ontology

IRIS = Iris()
_KINDS = (
    "act", "attestation", "body", "case", "dating", "decision", "event", "group", "jurisdiction", "measure", "person",
    "provision", "source",
)  # fmt: skip
_SCHEMES = ("evidence", "rank", "reach", "scope", "provision-kind", "body-kind")
PREFIXES = "\n".join(
    (
        *(f"@prefix {kind}: <{IRIS.base}id/{kind}/> ." for kind in _KINDS),
        *(f"@prefix {scheme}: <{IRIS.base}vocab/{scheme}/> ." for scheme in _SCHEMES),
        f"@prefix graph: <{IRIS.base}graph/> .",
        "@prefix rehab: <https://w3id.org/rehabkg/ontology#> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    )
)


@cache
def ontology() -> list[Triple]:
    """The ontology, read once."""
    return read_ontology()


def stated(*trig: str) -> Store:
    """Return a store of what *trig* states; what stands in no graph of its own stands in that of one book."""
    store = Store()
    for text in trig:
        store.load(f"{PREFIXES}\n{text}".encode(), format=RdfFormat.TRIG)
    loose = [quad for quad in store if not isinstance(quad.graph_name, NamedNode)]
    for quad in loose:
        store.remove(quad)
        store.add(type(quad)(quad.subject, quad.predicate, quad.object, IRIS.graph("book")))
    return store


def derived_store(*trig: str) -> Store:
    """Return a store of what *trig* states and what is derived of it."""
    store = stated(*trig)
    derive(store, ontology(), IRIS)
    return store


def derived(*trig: str) -> View:
    """Return a view of what *trig* states and what is derived of it."""
    return View(derived_store(*trig))


def thing(name: str) -> NamedNode:
    """Return the IRI of a prefixed name, such as `decision:d1`."""
    kind, _, local = name.partition(":")
    return IRIS.concept(kind, local) if kind in _SCHEMES else IRIS.thing(kind, local)


def local(node: object) -> str:
    """Return the last segment of an IRI, or the text of a literal."""
    return str(getattr(node, "value", node)).rpartition("/")[2].rpartition("#")[2]


def locals_of(view: View, subject: str, predicate: str) -> list[str]:
    """Return the last segments of the objects of a statement."""
    return [local(node) for node in view.objects(thing(subject), predicate)]


def dated(subject: str, earliest: str, latest: str | None = None, predicate: str = "dated", name: str = "") -> str:
    """Return a date as Turtle: a day, or its earliest and latest day."""
    node = f"dating:{subject.partition(':')[2]}-{predicate}{name}"
    days = f'rehab:earliest "{earliest}"^^xsd:date ; rehab:latest "{latest or earliest}"^^xsd:date'
    return f'{subject} rehab:{predicate} {node} . {node} a rehab:Dating ; rehab:edtf "{earliest}" ; {days} .'


def decision(name: str, kind: str, day: str, *, until: str | None = None, law: str = "land", **bearing: str) -> str:
    """Return a decision of the case `case:c` as Turtle, undated where *day* is blank.

    *bearing* gives a relation and the decision aimed at.
    """
    relations = "".join(f" ; rehab:{relation} decision:{target}" for relation, target in bearing.items())
    return (
        f"decision:{name} a rehab:{kind} ; rehab:inCase case:c ; rehab:beforeLawOf jurisdiction:{law}{relations} .\n"
        + (dated(f"decision:{name}", day, until) if day else "")
    )


def attested(thing: str, level: str, *, rank: str = "normal", name: str = "") -> str:
    """Return the attestation of a thing as Turtle, to stand in the graph of its citation."""
    node = f"attestation:{thing.replace(':', '-')}{name}"
    return f"{node} rehab:attests {thing} ; rehab:evidenceLevel evidence:{level} ; rehab:rank rank:{rank} ."


CASE = """
jurisdiction:land a rehab:Jurisdiction .
case:c a rehab:Case ; rehab:against person:ada .
person:ada a rehab:Person .
"""

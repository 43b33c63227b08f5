"""The policy: what may be published, by class, property and condition (`policy/default.ttl`, `shapes/policy/`)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.mapping.statement import Term
from rehabkg.namespaces import PREFIXES, RDFS, SH, A
from rehabkg.settings import DEFAULT_BASE
from rehabkg.vocabulary import read_turtle

POLICY = "https://w3id.org/rehabkg/policy#"
SHOW, HIDE, INITIALS, YEAR, REGION = "show", "hide", "initials", "year", "region"
# Of rules of one order, the one that shows least decides.
_STRICTNESS = (HIDE, INITIALS, REGION, YEAR, SHOW)
_MOVED = ("id/", "graph/", "vocab/")


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule holds: of people who may be living, in one source, of what has one value; all that is given."""

    living: bool = False
    source: str | None = None
    having: tuple[NamedNode, Term] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What to do with some properties of some classes, or with things as a whole where no property is given."""

    order: int
    classes: frozenset[str]
    properties: frozenset[str]
    condition: Condition
    treatment: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as of one day. `rules` are in the order in which they are asked: the first that fits decides.

    `labels` are by language; `hidden` are the IRIs under embargo or withdrawn, `withdrawn` those that shall answer
    that they are gone. `sha256` is of the file, in hexadecimal digits.
    """

    labels: Mapping[str, str]
    living_years: int
    youngest_sentenced: int
    rules: tuple[Rule, ...]
    hidden: frozenset[str]
    withdrawn: frozenset[str]
    sha256: str

    def treatments(self, classes: Iterable[str], holds: Callable[[Condition], bool]) -> Mapping[str, str]:
        """Return what to do with each property of a thing of *classes*, "" standing for the thing as a whole.

        What is not named is shown. *holds* tells whether a condition holds of the thing.
        """
        of = frozenset(classes)
        found: dict[str, str] = {}
        for rule in self.rules:
            if rule.classes & of and holds(rule.condition):
                for name in rule.properties or ("",):
                    found.setdefault(name, rule.treatment)
        return {name: treatment for name, treatment in found.items() if treatment != SHOW}

    @property
    def conditions(self) -> list[Condition]:
        """The conditions of all rules, each once."""
        return list(dict.fromkeys(rule.condition for rule in self.rules))


def read_policy(path: Path = assets.DEFAULT_POLICY, *, day: date, base: str = DEFAULT_BASE) -> Policy:
    """Return the policy of a Turtle file as of *day*: an embargo that ended before that day is none.

    The things that it names are moved to *base*. Raises `SourceError`, one line, for what is no Turtle, breaks a
    shape of `shapes/policy/`, or holds no policy or more than one.
    """
    triples = [_based(triple, base) for triple in read_turtle(path)]
    _check(path, triples)
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    node = _only(path, store)
    withdrawn = frozenset(thing.value for thing in _objects(store, node, "withdraw"))
    embargoed = {
        thing.value
        for embargo in _objects(store, node, "embargo")
        if all(day.isoformat() <= until.value for until in _objects(store, embargo, "until"))
        for thing in _objects(store, embargo, "thing")
    }
    rules = [_rule(store, rule) for rule in _objects(store, node, "rule")]
    return Policy(
        labels={label.language: label.value for label in _values(store, node, RDFS + "label")},
        living_years=int(_objects(store, node, "livingYears")[0].value),
        youngest_sentenced=int(_objects(store, node, "youngestSentenced")[0].value),
        rules=tuple(sorted(rules, key=lambda rule: (rule.order, _STRICTNESS.index(rule.treatment)))),
        hidden=withdrawn | embargoed,
        withdrawn=withdrawn,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _check(path: Path, triples: Iterable[Triple]) -> None:
    """Raise `SourceError` with the first violation: pySHACL is imported here, a release is made seldom."""
    from rehabkg.validation.result import short_property
    from rehabkg.validation.shacl import load_shapes, run_pyshacl, union_graph

    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in triples]
    for result in run_pyshacl(union_graph(quads), load_shapes(assets.POLICY_SHAPES)):
        where = f"{result.focus}, {short_property(result.path)}" if result.path else result.focus
        raise SourceError(path, None, f"{where}: {result.messages.get('en', result.shape)}")


def _only(path: Path, store: Store) -> NamedNode:
    found = [quad.subject for quad in store.quads_for_pattern(None, A, NamedNode(POLICY + "Policy"), None)]
    if len(found) != 1:
        raise SourceError(path, None, f"holds {len(found) or 'no'} policies; give one node of the class policy:Policy")
    return found[0]


def _rule(store: Store, node: NamedNode) -> Rule:
    sources = _objects(store, node, "inSource")
    having = _objects(store, node, "having")
    pair = (_objects(store, having[0], "property")[0], _objects(store, having[0], "value")[0]) if having else None
    return Rule(
        order=int(_values(store, node, SH + "order")[0].value),
        classes=frozenset(value.value for value in _objects(store, node, "onClass")),
        properties=frozenset(value.value for value in _objects(store, node, "onProperty")),
        condition=Condition(
            living=_local(_objects(store, node, "when")[0]) == "possibly-living",
            source=sources[0].value if sources else None,
            having=pair,
        ),
        treatment=_local(_objects(store, node, "treatment")[0]),
    )


def _objects(store: Store, node: Term, name: str) -> list[Term]:
    return _values(store, node, POLICY + name)


def _values(store: Store, node: Term, predicate: str) -> list[Term]:
    found = {quad.object for quad in store.quads_for_pattern(node, NamedNode(predicate), None, None)}
    return sorted(found, key=str)


def _local(node: Term) -> str:
    return str(node.value).rpartition("#")[2]


def _based(triple: Triple, base: str) -> Triple:
    return Triple(triple.subject, triple.predicate, _moved(triple.object, base))


def _moved(node: Term, base: str) -> Term:
    if isinstance(node, Literal) or not isinstance(node, NamedNode):
        return node
    if base != DEFAULT_BASE and node.value.startswith(tuple(DEFAULT_BASE + part for part in _MOVED)):
        return NamedNode(base + node.value[len(DEFAULT_BASE) :])
    return node


def property_iri(name: str) -> str:
    """Return the IRI of a prefixed name, as a key of treatments.

    >>> property_iri("rehab:surname")
    'https://w3id.org/rehabkg/ontology#surname'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local

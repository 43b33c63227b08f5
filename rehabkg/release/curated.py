"""The gate for the curated graphs: few enough to be held whole, and what is derived of them is derived anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from rehabkg.derive.closure import hierarchy
from rehabkg.derive.graph import derive
from rehabkg.iri import Iris
from rehabkg.namespaces import A, term
from rehabkg.release.belonging import hanging, is_part, loose_parts, persons_of
from rehabkg.release.living import LivingRule
from rehabkg.release.naming_words import WithheldNames
from rehabkg.release.people import CuratedPeople
from rehabkg.release.policy import HIDE, INITIALS, Condition, Policy, property_iri
from rehabkg.release.treatment import Coarsening

# What these graphs say is about words, not about people.
_ABOUT_WORDS = ("ontology", "vocabulary")
_NAMING = frozenset(property_iri(name) for name in ("rdfs:label", "rehab:surname", "rehab:hasName"))


@dataclass(frozen=True, slots=True)
class Gated:
    """What of the curated graphs may be published: `quads`, and the IRIs of `withdrawn` things and what went with them.

    `names` are those that must not be met anywhere: of people who are hidden and of those whose names are coarsened.
    `limited` are the things that are not shown in full, and the people of whom something is not.
    """

    quads: Sequence[Quad]
    withdrawn: frozenset[str]
    names: WithheldNames
    limited: frozenset[str] = frozenset()


def gated(quads: Iterable[Quad], policy: Policy, rule: LivingRule, iris: Iris) -> Gated:
    """Take the curated graphs, with what is derived of them, through the gate."""
    everything = list(quads)
    graph = iris.graph("derived")
    stated = [quad for quad in everything if quad.graph_name != graph]
    found = _Gate(stated, policy, rule, iris).passed()
    if found is None:
        return Gated(everything, frozenset(), WithheldNames())
    store = Store()
    store.extend(found.quads)
    derive(store, _ontology(stated, iris), iris)
    return replace(found, quads=list(store))


def _ontology(stated: Iterable[Quad], iris: Iris) -> list[Triple]:
    graph = iris.graph("ontology")
    return [Triple(quad.subject, quad.predicate, quad.object) for quad in stated if quad.graph_name == graph]


class _Gate:
    """Decides what goes, and rewrites what stays."""

    def __init__(self, stated: Sequence[Quad], policy: Policy, rule: LivingRule, iris: Iris) -> None:
        self._stated, self._policy, self._iris = stated, policy, iris
        self._store = Store()
        self._store.extend(stated)
        self._above = hierarchy(_ontology(stated, iris))
        self._people = CuratedPeople(self._store, iris, rule)
        self._living = frozenset(person for person in self._people.people if self._people.may_live(person))

    def passed(self) -> Gated | None:
        """Return what passes, None where the policy touches nothing."""
        treated = self._treated()
        named = [NamedNode(iri) for iri in sorted(self._policy.hidden)]
        hidden = [node for node, treatments in treated.items() if treatments.get("") == HIDE]
        gone = self._gone([*hidden, *(node for node in named if self._is_known(node))])
        treated = {node: found for node, found in treated.items() if node not in gone}
        if not gone and not treated:
            return None
        names, coarse = self._names(gone, treated)
        both = names.joined(coarse)
        gone = self._gone([*gone, *self._named_by_iri(both), *self._attesting_links(treated)])
        kept = self._rewritten(gone, treated, names, coarse)
        return Gated(kept, self._withdrawn(both), both, self._limited(gone, treated))

    def _limited(self, gone: set[NamedNode], treated: Iterable[NamedNode]) -> frozenset[str]:
        touched = [*gone, *treated]
        people = {of for node in touched for of in persons_of(self._store, self._people.is_person, node)}
        return frozenset(node.value for node in (*touched, *people) if isinstance(node, NamedNode))

    def _is_known(self, node: NamedNode) -> bool:
        return next(iter(self._store.quads_for_pattern(node, None, None, None)), None) is not None

    def _treated(self) -> dict[NamedNode, Mapping[str, str]]:
        """Return for each thing of a class that a rule names what to do with its properties."""
        classes: dict[NamedNode, set[str]] = {}
        for quad in self._stated:
            if quad.predicate == A and isinstance(quad.subject, NamedNode):
                above = self._above.get(quad.object.value, ())
                classes.setdefault(quad.subject, set()).update((quad.object.value, *(name.value for name in above)))
        ruled = {name for rule in self._policy.rules for name in rule.classes}
        found = {
            node: self._policy.treatments(of, partial(self._holds, node)) for node, of in classes.items() if of & ruled
        }
        return {node: treatments for node, treatments in found.items() if treatments}

    def _holds(self, node: NamedNode, condition: Condition) -> bool:
        if condition.source is not None:
            graph = self._iris.citation(tuple(condition.source.split("+")))
            if next(iter(self._store.quads_for_pattern(node, None, None, graph)), None) is None:
                return False
        if condition.having is not None:
            predicate, value = condition.having
            if next(iter(self._store.quads_for_pattern(node, predicate, value, None)), None) is None:
                return False
        return not condition.living or bool(persons_of(self._store, self._people.is_person, node) & self._living)

    def _gone(self, things: Sequence[NamedNode]) -> set[NamedNode]:
        """Return *things* and what goes with them, down to graphs left without a statement and their sources."""
        gone = hanging(self._store, things, self._iris.base)
        while gone:
            left: dict[NamedNode, bool] = {}
            for quad in self._stated:
                stays = quad.subject not in gone and quad.object not in gone
                left[quad.graph_name] = left.get(quad.graph_name, False) or stays
            emptied = [graph for graph, stays in left.items() if not stays and graph not in gone]
            if not emptied:
                break
            gone |= hanging(self._store, [*gone, *emptied], self._iris.base)
        return gone

    def _names(
        self, gone: set[NamedNode], treated: Mapping[NamedNode, Mapping[str, str]]
    ) -> tuple[WithheldNames, WithheldNames]:
        """Return the names of people who are gone, and of those whose names are coarsened."""
        coarsened = {
            person
            for person in self._people.people - gone
            if any(treated.get(person, {}).get(name) in (HIDE, INITIALS) for name in _NAMING)
        }
        shown = [name for person in self._people.people - gone - coarsened for name in self._people.names(person)]
        withheld = (self._people.people & gone, coarsened)
        hidden, coarse = (
            WithheldNames.of([name for person in people for name in self._people.names(person)], shown)
            for people in withheld
        )
        return hidden, coarse

    def _named_by_iri(self, names: WithheldNames) -> Iterator[NamedNode]:
        """Yield the things and graphs whose IRIs hold a name: an IRI cannot be coarsened."""
        if not names:
            return
        base = self._iris.base
        ours = (f"{base}id/", f"{base}graph/")
        for node in {node for quad in self._stated for node in (quad.subject, quad.object, quad.graph_name)}:
            is_ours = isinstance(node, NamedNode) and node.value.startswith(ours)
            if is_ours and names.stand_in_iri(node.value[len(base) :]):
                yield node

    def _attesting_links(self, treated: Mapping[NamedNode, Mapping[str, str]]) -> Iterator[NamedNode]:
        """Yield the attestations of links that are withheld: the name of each holds what the link leads to."""
        for node, treatments in treated.items():
            for quad in self._store.quads_for_pattern(node, None, None, None):
                target = quad.object
                if quad.predicate.value not in treatments or not isinstance(target, NamedNode):
                    continue
                if not target.value.startswith(self._iris.base):
                    local = target.value.rpartition("/")[2]
                    attesting = self._store.quads_for_pattern(None, term("rehab:attests"), node, None)
                    yield from (found.subject for found in attesting if local in found.subject.value)

    def _rewritten(
        self,
        gone: set[NamedNode],
        treated: Mapping[NamedNode, Mapping[str, str]],
        hidden: WithheldNames,
        coarse: WithheldNames,
    ) -> list[Quad]:
        coarsening = Coarsening(self._store, self._iris)
        both = hidden.joined(coarse)
        words = {self._iris.graph(name) for name in _ABOUT_WORDS}
        kept: list[Quad] = []
        for quad in self._stated:
            if quad.subject in gone or quad.object in gone or quad.graph_name in gone:
                continue
            treatment = treated.get(quad.subject, {}).get(quad.predicate.value)
            if treatment is not None:
                kept += coarsening.of(quad, treatment)
            elif not isinstance(quad.object, Literal):
                kept.append(quad)
            elif quad.graph_name in words:
                # A word of the vocabulary may be that of a name; an example that names somebody has the name whole.
                if not both.stand_whole_in(quad.object.value):
                    kept.append(quad)
            elif not hidden.stand_in(quad.object.value):
                kept.append(_masked(quad, coarse) if coarse.stand_in(quad.object.value) else quad)
        return _without_loose_parts(kept, self._stated, self._iris.base)

    def _withdrawn(self, names: WithheldNames) -> frozenset[str]:
        """Return the IRIs that shall answer that they are gone: of what was withdrawn, and of what went with it.

        Those of names, dates and attestations are left out: they hold what they stand for.
        """
        known = [NamedNode(iri) for iri in self._policy.withdrawn]
        things = hanging(self._store, [node for node in known if self._is_known(node)], self._iris.base)
        base = self._iris.base
        return frozenset(
            node.value
            for node in things
            if node.value.startswith(f"{base}id/")
            and not node.value.startswith(f"{base}id/attestation/")
            and not is_part(node, base)
            and not names.stand_in_iri(node.value.removeprefix(base))
        )


def _masked(quad: Quad, names: WithheldNames) -> Quad:
    value = quad.object
    text = names.masked(value.value)
    literal = Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    return Quad(quad.subject, quad.predicate, literal, quad.graph_name)


def _without_loose_parts(kept: list[Quad], stated: Iterable[Quad], base: str) -> list[Quad]:
    """Return *kept* without the parts that something referred to before and nothing does any more."""
    store = Store()
    store.extend(kept)
    loose = loose_parts(stated, store, base)
    return [quad for quad in kept if quad.subject not in loose and quad.object not in loose]

"""The people of the curated graph: who may be living, and by which names each is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from pyoxigraph import Literal, NamedNode, Store

from rehabkg.iri import Iris
from rehabkg.namespaces import term
from rehabkg.release.living import PUNISHMENTS, LivingRule
from rehabkg.store.view import View

_NAMES = ("rdfs:label", "rehab:surname", "dcterms:alternative")


class CuratedPeople:
    """Walks the people of a store that holds what the sources say, without what is derived."""

    def __init__(self, store: Store, iris: Iris, rule: LivingRule) -> None:
        self._view = View(store)
        self._iris = iris
        self._rule = rule
        self.people = frozenset(self._view.instances("rehab:Person"))

    def is_person(self, node: NamedNode) -> bool:
        """Whether a node is one of the people."""
        return node in self.people

    def names(self, person: NamedNode) -> list[str]:
        """Return all names of a person as they are written."""
        found = [value.value for name in _NAMES for value in self._view.objects(person, name)]
        for node in self._view.nodes(person, "rehab:hasName"):
            found += [value.value for value in self._view.objects(node, "rehab:form")]
        return found

    def may_live(self, person: NamedNode) -> bool:
        """Tell whether a person may be living; what the editors have noted of it decides, if no death is stated."""
        died = self._died(person)
        noted = {value.value for value in self._view.objects(person, "rehab:mayBeLiving") if isinstance(value, Literal)}
        if not died and noted:
            return "true" in noted
        return self._rule.may_live(died=died, births=self._births(person), events=self._events(person))

    def _died(self, person: NamedNode) -> bool:
        of = partial(self._concerning, person)
        if any(of("rehab:Death")) or any(of("rehab:Execution")):
            return True
        # What was decided about somebody after death tells of the death.
        posthumous = (self._view.first(decision, "rehab:posthumous") for decision in self._decisions(person))
        return any(value is not None and value.value == "true" for value in posthumous)

    def _births(self, person: NamedNode) -> list[date | None]:
        return [day for birth in self._concerning(person, "rehab:Birth") for day in self._latest(birth)]

    def _events(self, person: NamedNode) -> Iterator[tuple[date | None, bool]]:
        punished = {self._iris.concept("measure", code) for code in PUNISHMENTS}
        for decision in self._decisions(person):
            imposed = {
                kind
                for measure in self._view.nodes(decision, "rehab:imposes")
                for kind in self._view.nodes(measure, "rehab:measureKind")
            }
            yield from ((day, bool(imposed & punished)) for day in self._latest(decision))
        for event in self._view.subjects("rehab:concerns", person):
            yield from ((day, False) for day in self._latest(event))

    def _latest(self, event: NamedNode) -> list[date | None]:
        return [self._view.day(dating, "rehab:latest") for dating in self._view.nodes(event, "rehab:dated")]

    def _decisions(self, person: NamedNode) -> Iterator[NamedNode]:
        for case in self._view.subjects("rehab:against", person):
            yield from self._view.subjects("rehab:inCase", case)

    def _concerning(self, person: NamedNode, class_name: str) -> Iterator[NamedNode]:
        kind = term(class_name)
        for event in self._view.subjects("rehab:concerns", person):
            if kind in self._view.nodes(event, "rdf:type"):
                yield event

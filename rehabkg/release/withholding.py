"""Which of the statements that a release no longer has are told as removed: not those that the gate withholds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from rehabkg.iri import Iris
from rehabkg.namespaces import A, term
from rehabkg.release.belonging import hanging
from rehabkg.release.gate import Passed
from rehabkg.release.model import Release
from rehabkg.release.naming_words import WithheldNames
from rehabkg.store.engine import open_store
from rehabkg.store.view import View

_LINKED = term("rehab:LinkedPerson")
_RECORD = re.compile(r"id/(?:record|observation|recorded-place)/([^/]+)")
_OF_RECORD = re.compile(r"id/(?:case|figure|event|decision)/([^/]+?)(?:-[0-9]+(?:[a-z][0-9]+)?)")


class Withholding:
    """Tells of a removed line whether the gate withholds it.

    It does where the store that the release was made from still has the statement, or a thing in it that the release
    has not; where the statement is of a thing that the policy names, as the former release had it; and where it holds a
    name that must not be met.
    """

    def __init__(self, store: Store, published: Store, former: Release, passed: Passed, iris: Iris) -> None:
        """Compare the *store* that a release is made from with what is *published* in it, and with the *former* one."""
        self._store, self._published = store, published
        self._former, self._passed, self._iris = former, passed, iris

    def withholds(self, graph: str, line: bytes) -> bool:
        """Tell whether a removed N-Triples line of a graph is withheld."""
        (found,) = parse(line, format=RdfFormat.N_TRIPLES)
        if Quad(found.subject, found.predicate, found.object, NamedNode(graph)) in self._store:
            return True
        nodes = [term for term in (found.subject, found.object, NamedNode(graph)) if isinstance(term, NamedNode)]
        if any(_knows(self._store, node) and not _knows(self._published, node) for node in nodes):
            return True
        if not self._passed.hidden:
            return bool(self._passed.names) and self._passed.names.stand_in(line.decode())
        if any(self._is_named(node.value) for node in nodes):
            return True
        return bool(self._names) and self._names.stand_in_iri(line.decode())

    def _is_named(self, iri: str) -> bool:
        return iri in self._gone or self._record(iri) in self._records

    def _record(self, iri: str) -> str | None:
        local = iri.removeprefix(self._iris.base)
        found = _RECORD.fullmatch(local) or _OF_RECORD.fullmatch(local)
        return None if found is None else found[1]

    @cached_property
    def _records(self) -> set[str]:
        return {record for iri in self._passed.hidden if (record := self._record(iri)) is not None and "." in record}

    @cached_property
    def _gone(self) -> set[str]:
        """The things that the policy names, and what went with them in the former release."""
        store = open_store(self._former.settings.store_path)
        gone = {node.value for node in hanging(store, map(NamedNode, self._passed.hidden), self._iris.base)}
        return gone | {node for iri in gone for node in _linked_to(store, iri)}

    @cached_property
    def _names(self) -> WithheldNames:
        """The names that the former release had of them."""
        view = View(open_store(self._former.settings.store_path))
        names = [label.value for iri in self._passed.hidden for label in view.labels(NamedNode(iri))]
        for iri in self._passed.hidden:
            for name in ("rehab:observedName", "rehab:surname"):
                names += [value.value for value in view.objects(NamedNode(iri), name)]
        shown = [value.value for value in _surnames(view, self._passed.hidden)]
        return WithheldNames.of(names, shown).joined(self._passed.names)


def _linked_to(store: Store, iri: str) -> Iterator[str]:
    """Yield the matches of a thing, and the linked person that it is a record of."""
    for name in ("rehab:matchOf", "rehab:reconstructedFrom"):
        for quad in store.quads_for_pattern(None, term(name), NamedNode(iri), None):
            if name == "rehab:matchOf" or next(iter(store.quads_for_pattern(quad.subject, A, _LINKED, None)), None):
                yield quad.subject.value


def _knows(store: Store, node: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(node, None, None, None)), None) is not None


def _surnames(view: View, hidden: frozenset[str]) -> list[Literal]:
    return [
        value
        for person in view.instances("rehab:Person")
        if person.value not in hidden
        for value in (*view.labels(person), *view.objects(person, "rehab:surname"))
    ]

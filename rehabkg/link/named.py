"""The things that decisions name: whether the store knows them, of what kind they are, whom they are joined with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from pyoxigraph import NamedNode, Store

from rehabkg.errors import CallError, NotFoundError, shorten
from rehabkg.iri import ID_FORM, RECORD_FORM, Iris
from rehabkg.link.decision import ITEM_FORM, LINKED_FORM, PERSON, RECORD
from rehabkg.query.bind import thing_of
from rehabkg.store.view import View

# What a link may be of: the class of the thing, and the kind that a decision on it has.
_KINDS = {
    "rehab:PersonObservation": RECORD,
    "rehab:Person": PERSON,
    "rehab:Group": "people",
    "rehab:Place": "place",
    "rehab:Body": "body",
    "rehab:LegalAct": "act",
}
_LOCAL_NAME = re.compile(r"[\w.~%-]+", re.ASCII)
_MOST_NAMED = 10


class Named:
    """Finds what ids name in one store."""

    def __init__(self, store: Store, iris: Iris) -> None:
        self._view, self._iris = View(store), iris

    def iri(self, identifier: str) -> NamedNode:
        """Return the thing of the graph that an id names: the observation of a record, or a curated thing.

        The number of a record may stand as in its IRI or as printed. Raises `NotFoundError` for what is not there and
        `CallError` for what is no id.
        """
        if not (record := RECORD_FORM.fullmatch(identifier)) and not ID_FORM.fullmatch(identifier):
            raise CallError(f"{shorten(identifier)!r} is no id, such as omsk-book.17, p0057 or Q33391")
        if record:
            nodes = [self._iris.of_record("observation", record[1], record[2])]
            if _LOCAL_NAME.fullmatch(record[2]):
                nodes.insert(0, NamedNode(f"{self._iris.base}id/observation/{quote(identifier, safe='%~')}"))
        else:
            nodes = [thing_of(identifier, self._iris)]
        found = next((node for node in nodes if self.kind_of(node) is not None), None)
        if found is None:
            raise NotFoundError(f"{shorten(identifier)!r}: no such {'record' if record else 'thing'} in the store")
        return found

    def canonical(self, identifier: str) -> str:
        """Return the id under which a run knows a thing: the number of a record as in its IRI. Raises as `iri`."""
        return id_of(self.iri(identifier)) if RECORD_FORM.fullmatch(identifier) else identifier

    def kind(self, identifier: str) -> str:
        """Return the kind of what an id names, one of `decision.KINDS`. Raises as `iri`."""
        return str(self.kind_of(self.iri(identifier)))

    def kind_of(self, node: NamedNode) -> str | None:
        """Return the kind of a thing, None for one that no link is of."""
        return next((kind for name, kind in _KINDS.items() if self._view.is_a(node, name)), None)

    def kind_of_pair(self, left: str, right: str) -> str:
        """Return the kind of a decision on two ids, an item of Wikidata among them or not.

        Raises `NotFoundError` where the store has no such thing, and `CallError` where the two cannot be the same.
        """
        ours = [one for one in (left, right) if not ITEM_FORM.fullmatch(one)]
        for one in ours:
            if LINKED_FORM.fullmatch(one):
                raise CallError(self._instead(one))
        if not ours:
            raise CallError(f"{left} and {right}: whether two items are the same is for Wikidata to say")
        kinds = {self.kind(one) for one in ours}
        if len(ours) == 2 and kinds <= {RECORD, PERSON} and RECORD in kinds:
            return RECORD
        if len(kinds) != 1:
            raise CallError(f"{left} and {right} are things of different kinds: {', '.join(sorted(kinds))}")
        (kind,) = kinds
        # An item is of the person whom the record shows.
        return PERSON if kind == RECORD else kind

    def joined_with(self, identifier: str) -> list[str]:
        """Return the ids of all that are one person with a record or curated person by now, itself not among them.

        Raises as `iri`.
        """
        node = self.iri(identifier)
        persons = {node, *self._view.subjects("rehab:reconstructedFrom", node)}
        members = {member for person in persons for member in self._members(person)}
        return sorted(id_of(member) for member in members - {node})

    def _members(self, person: NamedNode) -> Iterable[NamedNode]:
        yield from self._view.nodes(person, "rehab:reconstructedFrom")
        if self._view.is_a(person, "rehab:Person") and not self._view.is_a(person, "rehab:LinkedPerson"):
            yield person

    def _instead(self, linked: str) -> str:
        members = sorted(id_of(node) for node in self._members(self._iris.thing("person", linked)))
        if not members:
            return f"{linked}: no such linked person in the store; name two records"
        more = len(members) - _MOST_NAMED
        shown = ", ".join(members[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        return f"{linked} is made anew by each run; name those of its records that are meant: {shown}"


def id_of(node: NamedNode) -> str:
    """Return the id of a record's observation or of a curated person: the last segment of its IRI."""
    return str(node.value).rpartition("/")[2]

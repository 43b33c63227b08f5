"""The gate for graphs of links: their lines stream through, those of one subject at a time.

A match passes where all its ends are shown in full; a person with the records that passing matches hold together, two
at least, or one with a curated person. The IRI of a linked person is made of a record's, and made anew where that
record is not left: whoever knows the rule could tell the record by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Store

from rehabkg.iri import RECORD_FORM, Iris
from rehabkg.link.write import person_iri
from rehabkg.namespaces import RDF, REHAB, SKOS, A, term
from rehabkg.release.limited import Limited
from rehabkg.release.records import by_subject
from rehabkg.store.version import Draft

# What links a thing of ours to one that others describe.
LINKS = tuple(
    NamedNode(f"{SKOS}{name}") for name in ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")
)
_TYPE, _FROM, _BY = f"<{RDF}type>", f"<{REHAB}reconstructedFrom>", f"<{REHAB}matchedBy>"
_OF, _REASON, _SOURCE = f"<{REHAB}matchOf>", f"<{REHAB}matchReason>", f"<{REHAB}linkedSource>"
_MATCH, _LINKAGE, _LINKED = f"<{REHAB}Match>", f"<{REHAB}Linkage>", term("rehab:LinkedPerson")
_MATCH_OF = term("rehab:matchOf")
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_Said = list[tuple[str, str]]


class Shown:
    """Tells which things a release shows in full: they are in it, and nothing of them is withheld."""

    def __init__(self, store: Store, draft: Draft, limited: Limited, iris: Iris) -> None:
        """Compare the *store* that a release is made from with what its *draft* holds so far."""
        self.store, self.limited, self.iris = store, limited, iris
        self._draft = draft
        self._linked, self._observation = f"{iris.base}id/person/r-", f"{iris.base}id/observation/"

    @property
    def published(self) -> Store:
        """What the release holds so far: the draft must be able to let go of it."""
        return self._draft.store

    def __contains__(self, iri: str) -> bool:
        """Whether the thing is shown in full."""
        if iri in self.limited:
            return False
        if iri.startswith(self._observation):
            # A record of which nothing is withheld has passed.
            return True
        kind = (A, _LINKED) if iri.startswith(self._linked) else (None, None)
        return next(iter(self.published.quads_for_pattern(NamedNode(iri), *kind, None)), None) is not None


class LinkGate:
    """Takes the lines of one graph of links through the gate; what it does not know does not pass."""

    def __init__(self, shown: Shown, graph: NamedNode) -> None:
        self._shown, self._graph = shown, graph

    def lines(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield the N-Triples lines that pass; those of one subject must follow each other."""
        for subject, group in by_subject(lines):
            said = [_parted(line) for line in group]
            if (_TYPE, _MATCH) in said:
                passed = self._match(said)
            elif (_TYPE, _LINKAGE) in said:
                passed = [each for each in said if each[0] != _SOURCE or self._is_published(each[1])]
            elif any(name == _FROM for name, _ in said):
                yield from self._people(subject[1:-1], said)
                continue
            else:
                passed = self._links(subject[1:-1], said)
            yield from (_line(subject, *each) for each in passed)

    def _match(self, said: _Said) -> _Said:
        if not all(value[1:-1] in self._shown for name, value in said if name == _OF):
            return []
        limited = self._shown.limited
        return [each for each in said if each[0] != _REASON or not limited.names_in(_text(each[1]))]

    def _links(self, thing: str, said: _Said) -> _Said:
        if thing not in self._shown:
            return []
        return [each for each in said if NamedNode(each[0][1:-1]) in LINKS]

    def _is_published(self, node: str) -> bool:
        iri = node[1:-1]
        if not iri.startswith(self._shown.iris.base):
            return True
        return next(iter(self._shown.published.quads_for_pattern(NamedNode(iri), None, None, None)), None) is not None

    def _people(self, person: str, said: _Said) -> Iterator[str]:
        """Yield the person, or the people that are left where what held the records together does not pass."""
        records = [value[1:-1] for name, value in said if name == _FROM]
        is_linked = any(name == _TYPE for name, _ in said)
        former = records if is_linked else [person, *records]
        members = [one for one in former if one in self._shown]
        if members == former:
            # What held them together passes as well.
            yield from (_line(f"<{person}>", *each) for each in said)
            return
        runs = [each for each in said if each[0] == _BY]
        for group in self._held_together(members):
            of_records = [one for one in group if RECORD_FORM.fullmatch(one.rpartition("/")[2])]
            curated = len(of_records) < len(group)
            node = person if curated else person_iri([one.rpartition("/")[2] for one in group], self._shown.iris)
            kinds = [] if curated else [(_TYPE, f"<{_LINKED.value}>")]
            for each in (*kinds, *((_FROM, f"<{one}>") for one in of_records), *runs):
                yield _line(f"<{node}>", *each)

    def _held_together(self, members: list[str]) -> Iterator[list[str]]:
        """Yield the groups of two *members* or more that matches between them hold together."""
        left = dict.fromkeys(members)
        while left:
            group = [left.popitem()[0]]
            for one in group:
                group += [other for other in self._matched(one) if left.pop(other, one) is None]
            if len(group) > 1:
                yield sorted(group)

    def _matched(self, member: str) -> set[str]:
        store = self._shown.store
        matches = store.quads_for_pattern(None, _MATCH_OF, NamedNode(member), self._graph)
        ends = (store.quads_for_pattern(found.subject, _MATCH_OF, None, self._graph) for found in matches)
        return {quad.object.value for of in ends for quad in of}


def links_to(store: Store, item: NamedNode) -> Iterator[Quad]:
    """Yield the links of things to *item*."""
    for predicate in LINKS:
        yield from store.quads_for_pattern(None, predicate, item, None)


def _parted(line: str) -> tuple[str, str]:
    _, predicate, value = line.split(" ", 2)
    return predicate, value.removesuffix(" .\n")


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} {predicate} {value} .\n"


def _text(literal: str) -> str:
    """Return the text of a literal as N-Triples writes it."""
    return _ESCAPE.sub(_letter, literal[1 : literal.rindex('"')])


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])

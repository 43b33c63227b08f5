"""Framing by the frames of `ontology/frames`: a thing as one tree (JSON-LD 1.1 Framing, section 4).

Written directly, as the compaction of whole graphs is: pyld expands the context and the frame again for each document.
A frame here may say `@embed` (`@always` or `@never`), `@explicit`, and what to do with properties, some of them by the
terms of the context that reverse one; nothing is added for what is absent (`@omitDefault`). Blank nodes are pyld's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from rehabkg.namespaces import A

_FLAGS = {"@embed", "@explicit"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame, read: `forward` and `reverse` are the frames of properties by their IRIs."""

    embed: bool = False
    explicit: bool = False
    forward: Mapping[str, Frame] = field(default_factory=dict)
    reverse: Mapping[str, Frame] = field(default_factory=dict)

    @property
    def implicit(self) -> Frame:
        """The frame of what the frame does not name: the same flags (Framing, section 4.1.3)."""
        return Frame(self.embed, self.explicit)


def read_frame(told: Mapping[str, Any], context: Mapping[str, Any], expanded: Callable[[str], str]) -> Frame:
    """Return a frame; *expanded* gives the IRI of a compact one. Raises `ValueError` for what is not done here."""
    unknown = [name for name in told if name.startswith("@") and name not in _FLAGS]
    if unknown or told.get("@embed", "@never") not in ("@always", "@never"):
        raise ValueError(f"a frame says {unknown or told['@embed']}, which is not done here")
    forward: dict[str, Frame] = {}
    reverse: dict[str, Frame] = {}
    for name, inner in told.items():
        if name not in _FLAGS:
            term = context.get(name)
            reversed_ = term.get("@reverse") if isinstance(term, dict) else None
            iri = expanded(reversed_ or (term["@id"] if isinstance(term, dict) else name))
            (reverse if reversed_ else forward)[iri] = read_frame(inner, context, expanded)
    return Frame(told.get("@embed") == "@always", bool(told.get("@explicit")), forward, reverse)


# Gives key and value of a statement, by predicate and object.
Entry = Callable[[str, Any], tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Names:
    """How a context names what is in a tree: identifiers, classes, statements, and properties read backwards."""

    identifier: Callable[[str], str]
    type_name: Callable[[str], str]
    entry: Entry
    reversed: Mapping[str, str]


class Framing:
    """Frames the statements of one document. *triples* come in the order in which values shall stand."""

    def __init__(self, triples: Iterable[Triple], names: Names) -> None:
        self._names = names
        self._nodes: dict[str, dict[str, list[Any]]] = {}
        self._pointing: dict[tuple[str, str], list[str]] = {}
        for triple in triples:
            subject, predicate = triple.subject.value, triple.predicate.value
            self._nodes.setdefault(subject, {}).setdefault(predicate, []).append(triple.object)
            if isinstance(triple.object, NamedNode):
                self._pointing.setdefault((predicate, triple.object.value), []).append(subject)
        self._above: list[str] = []

    def tree(self, iri: str, frame: Frame) -> dict[str, Any]:
        """Return the tree of a thing."""
        return self._node(iri, frame, embedded=False)

    def _node(self, iri: str, frame: Frame, *, embedded: bool) -> dict[str, Any]:
        """Return a node with what the frame embeds; the reference alone where it embeds nothing, or in a circle."""
        found: dict[str, Any] = {"id": self._names.identifier(iri)}
        # The node right above may be this one: only one that is farther up makes a circle, as pyld has it.
        if embedded and (not frame.embed or iri in self._above[:-1]):
            return found
        self._above.append(iri)
        lists: dict[str, list[Any]] = {}
        for predicate, values in sorted(self._nodes.get(iri, {}).items()):
            if predicate == A.value:
                lists["type"] = [self._names.type_name(value.value) for value in values]
            elif not frame.explicit or predicate in frame.forward:
                inner = frame.forward.get(predicate) or frame.implicit
                for value in values:
                    self._add(lists, predicate, value, inner)
        for predicate, inner in sorted(frame.reverse.items()):
            pointing = sorted(self._pointing.get((predicate, iri), ()))
            told = [self._node(one, inner, embedded=embedded) for one in pointing if self._fits(one, inner)]
            if told:
                lists[self._names.reversed[predicate]] = told
        self._above.pop()
        # Arrays of one are no arrays (JSON-LD 1.1 API, `compactArrays`).
        return {**found, **{key: told[0] if len(told) == 1 else told for key, told in lists.items()}}

    def _add(self, lists: dict[str, list[Any]], predicate: str, value: Any, frame: Frame) -> None:
        if isinstance(value, Literal):
            key, told = self._names.entry(predicate, value)
        elif self._fits(value.value, frame):
            key, told = self._names.entry(predicate, value)
            node = self._node(value.value, frame, embedded=True)
            told = node if len(node) > 1 else told
        else:
            return
        lists.setdefault(key, []).append(told)

    def _fits(self, iri: str, frame: Frame) -> bool:
        """Whether a node has any of the properties that a frame names, where it names some (Framing, section 4.1.2)."""
        return not frame.forward or not frame.forward.keys().isdisjoint(self._nodes.get(iri, ()))

"""What belongs to what in the curated graph: what goes with a thing that the gate withholds, and whose a thing is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Store

from rehabkg.namespaces import term

# The subject says something of the object, and goes with it: a case with the accused, a decision with its case.
OWNERS = tuple(
    term("rehab:" + name)
    for name in (
        "about", "against", "againstObserved", "attests", "carriesOut", "concerns", "figureOf", "inCase",
        "inRecordedCase", "ofRecord", "placeOfRecord", "provisionOf", "stateOf",
    )
)  # fmt: skip
# Of these, what says where a thing is attested, or what it was called for a time, keeps no thing alive.
_CLINGING = (term("rehab:attests"), term("rehab:stateOf"))
# What has no life of its own: it goes with the last thing that refers to it.
PARTS = tuple(
    f"/{path}/"
    for path in (
        "id/book", "id/dating", "id/file", "id/geometry", "id/measure", "id/name", "id/place", "id/place-state",
        "id/source", "vocab/article",
    )
)  # fmt: skip


def hanging(store: Store, things: Iterable[NamedNode], base: str) -> set[NamedNode]:
    """Return *things* and all that goes with them.

    What says something of several things goes with the last of them; so does a part with the last that refers to it,
    a graph with its last statement, and a source with its last graph.
    """
    gone: set[NamedNode] = set()
    waiting = list(things)
    while waiting:
        thing = waiting.pop()
        if thing in gone:
            continue
        gone.add(thing)
        waiting += [said for said in _said_of(store, thing) if said not in gone and _only_of(store, said, gone)]
        waiting += [part for part in _parts(store, thing, base) if part not in gone and _is_left(store, part, gone)]
    return gone


def persons_of(store: Store, person: Callable[[NamedNode], bool], thing: NamedNode) -> set[NamedNode]:
    """Return the people whom a thing belongs to: those reached by what it says something of."""
    found: set[NamedNode] = set()
    seen: set[NamedNode] = set()
    waiting = [thing]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if person(node):
            found.add(node)
        else:
            waiting += _owners(store, node)
    return found


def _said_of(store: Store, thing: NamedNode) -> Iterator[NamedNode]:
    for predicate in OWNERS:
        for quad in store.quads_for_pattern(None, predicate, thing, None):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject


def _owners(store: Store, thing: NamedNode) -> list[NamedNode]:
    return [
        quad.object
        for predicate in OWNERS
        for quad in store.quads_for_pattern(thing, predicate, None, None)
        if isinstance(quad.object, NamedNode)
    ]


def _only_of(store: Store, thing: NamedNode, gone: set[NamedNode]) -> bool:
    """Whether all that a thing says something of is gone, in one of the ways in which it does."""
    for predicate in OWNERS:
        owners = {quad.object for quad in store.quads_for_pattern(thing, predicate, None, None)}
        if owners and owners <= gone:
            return True
    return False


def _parts(store: Store, thing: NamedNode, base: str) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(thing, None, None, None):
        if isinstance(quad.object, NamedNode) and is_part(quad.object, base):
            yield quad.object


def is_part(node: NamedNode, base: str) -> bool:
    """Tell whether a thing has no life of its own."""
    local = str(node.value)
    return local.startswith(base) and local[len(base) - 1 :].startswith(PARTS)


def _is_left(store: Store, part: NamedNode, gone: set[NamedNode]) -> bool:
    """Whether nothing that stays refers to a part but what goes with it."""
    return all(
        quad.subject in gone or quad.predicate in _CLINGING for quad in store.quads_for_pattern(None, None, part, None)
    )


def loose_parts(before: Iterable[Quad], after: Store, base: str) -> set[NamedNode]:
    """Return the parts that something referred to in *before* and nothing does in *after*, and what goes with them."""
    referred = {
        quad.object
        for quad in before
        if isinstance(quad.object, NamedNode) and quad.predicate not in _CLINGING and is_part(quad.object, base)
    }
    return hanging(after, sorted((part for part in referred if _is_left(after, part, set())), key=str), base)

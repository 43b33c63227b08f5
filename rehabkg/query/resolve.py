"""Find the thing that a person means by an IRI, an id of the tables, or a name."""

from __future__ import annotations

import re
import unicodedata

from pyoxigraph import NamedNode, Store

from rehabkg.errors import NotFoundError, shorten
from rehabkg.iri import ID_FORM, RECORD_FORM, Iris
from rehabkg.namespaces import REHAB, term
from rehabkg.query.bind import thing_of
from rehabkg.store.view import View

_LABELS = ("rdfs:label", "skos:prefLabel", "rehab:form")
# What people ask for by name, the likeliest first; datings and attestations have no names.
_NAMED = ("Person", "Group", "LegalAct", "Body", "Phrase", "Place", "Jurisdiction", "Book")
_SHOWN_CANDIDATES = 8


def resolve(store: Store, asked: str, iris: Iris, *, actors_only: bool = False) -> NamedNode:
    """Return the one thing that *asked* names. Raises `NotFoundError` where there is none, or more than one.

    A name is compared by its words, whatever their order, case and accents, in any script the graph has.
    """
    if re.match(r"https?://", asked):
        try:
            node = NamedNode(asked)
        except ValueError:
            raise NotFoundError(f"{shorten(asked)!r} is no IRI") from None
        if _exists(store, node):
            return node
        raise NotFoundError(f"{shorten(asked)!r}: no such thing in the store")
    if ID_FORM.fullmatch(asked) or RECORD_FORM.fullmatch(asked):
        node = thing_of(asked, iris)
        if _exists(store, node):
            return node
    classes = _NAMED[:2] if actors_only else _NAMED
    found = _by_name(store, asked, classes)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFoundError(f"{shorten(asked)!r}: nothing of that name or id in the store")
    view = View(store)
    names = [f"{node.value.rpartition('/')[2]} ({view.label(node, 'en')})" for node in found[:_SHOWN_CANDIDATES]]
    more = f" and {len(found) - _SHOWN_CANDIDATES} more" if len(found) > _SHOWN_CANDIDATES else ""
    raise NotFoundError(f"{shorten(asked)!r} names {len(found)} things: {', '.join(names)}{more}; give the id")


def _exists(store: Store, node: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(node, None, None, None)), None) is not None


def _by_name(store: Store, asked: str, classes: tuple[str, ...]) -> list[NamedNode]:
    """Return the things whose label has every word of *asked*; those whose label is just that come alone."""
    wanted = _words(asked)
    if not wanted:
        return []
    carriers = {quad.object: quad.subject for quad in store.quads_for_pattern(None, term("rehab:hasName"), None, None)}
    exact: dict[NamedNode, None] = {}
    partial: dict[NamedNode, None] = {}
    for predicate in _LABELS:
        for quad in store.quads_for_pattern(None, term(predicate), None, None):
            words = _words(quad.object.value)
            if wanted <= words:
                thing = carriers.get(quad.subject, quad.subject)
                (exact if wanted == words else partial)[thing] = None
    view = View(store)
    for candidates in (exact, partial):
        ranked = {node: rank for node in candidates if (rank := _rank(view, node, classes)) is not None}
        if ranked:
            best = min(ranked.values())
            return sorted((node for node, rank in ranked.items() if rank == best), key=str)
    return []


def _rank(view: View, node: NamedNode, classes: tuple[str, ...]) -> int | None:
    names = {found.value.removeprefix(REHAB) for found in view.classes(node)}
    return next((rank for rank, name in enumerate(classes) if name in names), None)


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ё", "е"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(re.findall(r"\w+", bare))

"""What refers to a thing: by property, a page at a time. A concept may be named by a million records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode, Store

from rehabkg.namespaces import A, term

PER_PAGE = 100
# Further pages would have to be read through from the beginning; a query says more than they would.
MOST = 10_000
# Said on the page of the thing that refers, or for queries only.
_LEFT_OUT = frozenset(
    term(name)
    for name in (
        "rehab:countsBefore", "rehab:attests", "rehab:shownDating", "rehab:shownEvidence", "skos:topConceptOf",
        "rehab:matchOf", "rehab:matchedBy", "rehab:reconstructedFrom",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Referring:
    """Some of what refers to a thing, pairs of property and subject. `more` says whether there is a next page.

    `beyond` is the query of all that follows the last page that there is, None where nothing does.
    """

    pairs: tuple[tuple[str, str], ...]
    page: int
    more: bool
    beyond: str | None = None


def referring(store: Store, thing: NamedNode, page: int = 1) -> Referring:
    """Return the *page*th hundred of what refers to *thing*, in the order of the store's index."""
    start = (page - 1) * PER_PAGE
    found = islice(_pairs(store, thing), start, min(start + PER_PAGE + 1, MOST + 1))
    pairs = tuple(found)
    goes_on, last = len(pairs) > PER_PAGE, start + PER_PAGE >= MOST
    return Referring(pairs[:PER_PAGE], page, goes_on and not last, _beyond(thing) if goes_on and last else None)


def _beyond(thing: NamedNode) -> str:
    """Return the query of what no page tells: it runs where it can be ended, and its rows come by the thousand."""
    left_out = ", ".join(sorted(map(str, _LEFT_OUT)))
    return (
        f"SELECT DISTINCT ?property ?thing\nWHERE {{\n  ?thing ?property {thing} .\n"
        f"  FILTER(?property NOT IN ({left_out}))\n}}\nLIMIT {MOST}\nOFFSET {MOST}\n"
    )


def _pairs(store: Store, thing: NamedNode) -> Iterator[tuple[str, str]]:
    seen: tuple[str, str] | None = None
    quads = islice(store.quads_for_pattern(None, None, thing, None), 4 * MOST)
    for quad in quads:
        if quad.predicate in _LEFT_OUT or (quad.predicate == A and "/graph/derived" in quad.graph_name.value):
            continue
        if not isinstance(quad.subject, NamedNode):
            continue
        pair = quad.predicate.value, quad.subject.value
        # The same statement in several graphs comes one after the other.
        if pair != seen:
            yield pair
        seen = pair

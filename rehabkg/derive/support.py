"""How well a thing is supported: by memory alone, by the founding article, by mirrors only, by one text, by several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from rehabkg.iri import Iris
from rehabkg.namespaces import term

_LEVELS = ("sourced", "seed", "memory")
# What these tables hold are points, numbers of items and counts, not what was done to people.
_LEFT_OUT = ("links.csv", "places.csv", "place-states.csv", "figures.csv")


def evidence(stated: Iterable[Quad], iris: Iris, graph: NamedNode) -> Iterator[Quad]:
    """Yield for each attested thing its best evidence level, so that memory never looks like a source, and support."""
    about: dict[NamedNode, NamedNode] = {}
    level: dict[NamedNode, str] = {}
    cites: dict[NamedNode, set[NamedNode]] = {}
    table: dict[NamedNode, str] = {}
    kind: dict[NamedNode, str] = {}
    for quad in stated:
        if quad.predicate == term("rehab:attests") and not isinstance(quad.object, Literal):
            about[quad.subject] = quad.object
        elif quad.predicate == term("rehab:evidenceLevel"):
            level[quad.subject] = _code(quad.object)
        elif quad.predicate == term("rehab:cites"):
            cites.setdefault(quad.subject, set()).add(quad.object)
        elif quad.predicate == term("rehab:curatedIn"):
            table[quad.subject] = quad.object.value
        elif quad.predicate == term("rehab:sourceKind"):
            kind[quad.subject] = _code(quad.object)
    best: dict[NamedNode, str] = {}
    sources: dict[NamedNode, set[NamedNode]] = {}
    for node, thing in about.items():
        # A stranger's file may lack each of these, or hold others: the shapes say so.
        if level.get(node) in _LEVELS:
            best[thing] = min(level[node], best.get(thing, level[node]), key=_LEVELS.index)
        if node in cites and table.get(node) not in _LEFT_OUT:
            sources.setdefault(thing, set()).update(cites[node])
    for thing, code in best.items():
        yield Quad(thing, term("rehab:shownEvidence"), iris.concept("evidence", code), graph)
    for thing, cited in sources.items():
        support = support_of({source.value: kind.get(source, "") for source in cited})
        yield Quad(thing, term("rehab:support"), iris.concept("support", support), graph)


def support_of(kinds: dict[str, str]) -> str:
    """Return the code of the scheme `support` for the kinds of the sources that a thing rests on.

    >>> support_of({"a": "encyclopaedia-or-mirror", "b": "general-knowledge"})
    'mirror'
    """
    texts = [kind for kind in kinds.values() if kind not in ("general-knowledge", "seed-article")]
    if not texts:
        return "seed" if "seed-article" in kinds.values() else "memory"
    if all(kind == "encyclopaedia-or-mirror" for kind in texts):
        return "mirror"
    return "one-source" if len(texts) == 1 else "several"


def _code(node: NamedNode) -> str:
    return str(node.value).rpartition("/")[2]

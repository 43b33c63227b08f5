"""One thing with what belongs to it, and the labels of everything that these name.

Cases, decisions, dates, measures, evidence: a conviction never leaves without what became of it. Of records that are
thought to be of one person, who they are and why: the matches.
"""

from __future__ import annotations

from itertools import islice

from pyoxigraph import NamedNode, Quad, Store

from rehabkg.iri import Iris
from rehabkg.namespaces import A, term

# What a thing has for itself alone …
_PARTS = tuple(
    term(name)
    for name in (
        "rehab:dated", "rehab:began", "rehab:ended", "rehab:asOf", "rehab:coversFrom", "rehab:coversTo",
        "rehab:imposes", "rehab:hasName", "rehab:standsIn", "geo:hasGeometry",
        "rehab:ofRecord", "rehab:recordedOn", "rehab:bornOn", "rehab:diedOn", "rehab:recordedMeasure",
    )
)  # fmt: skip
# … and what points to it and tells of it.
_TELLERS = tuple(
    term(name)
    for name in (
        "rehab:against", "rehab:inCase", "rehab:concerns", "rehab:about", "rehab:attests", "rehab:provisionOf",
        "rehab:stateOf", "rehab:ofPage", "rehab:reviews", "rehab:bearsOn",
        "rehab:againstObserved", "rehab:inRecordedCase", "rehab:changesRecorded",
    )
)  # fmt: skip
_FROM, _MATCH_OF, _BY = term("rehab:reconstructedFrom"), term("rehab:matchOf"), term("rehab:matchedBy")
# Clusters are small; a graph of others may say anything.
_MOST_LINKED = 200
_LABELS = (term("rdfs:label"), term("skos:prefLabel"), term("dcterms:title"))


def neighbourhood(store: Store, thing: NamedNode, iris: Iris) -> list[Quad]:
    """Return the quads about *thing* and what belongs to it, with labels and the description of their sources."""
    found, walked = _belonging(store, thing)
    found |= _linked(store, thing)
    found |= _catalogued(store, {quad.graph_name for quad in found}, iris)
    named = {quad.object for quad in found if isinstance(quad.object, NamedNode)} | {quad.predicate for quad in found}
    for node in named - walked:
        for predicate in _LABELS:
            found.update(store.quads_for_pattern(node, predicate, None, None))
    # A label is a statement of a source too.
    found |= _catalogued(store, {quad.graph_name for quad in found}, iris)
    return sorted(found, key=str)


def _belonging(store: Store, thing: NamedNode) -> tuple[set[Quad], set[NamedNode]]:
    """Return the quads of *thing* and its parts and tellers, and the nodes that were walked."""
    found: set[Quad] = set()
    waiting, seen = [thing], {thing}
    while waiting:
        node = waiting.pop()
        own = list(store.quads_for_pattern(node, None, None, None))
        telling = [quad for name in _TELLERS for quad in store.quads_for_pattern(None, name, node, None)]
        found.update(own, telling)
        for other in (*(quad.object for quad in own if quad.predicate in _PARTS), *(quad.subject for quad in telling)):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return found, seen


def _linked(store: Store, thing: NamedNode) -> set[Quad]:
    """Return who *thing* is thought to be one person with, and what that rests on: the matches and their runs.

    Of the other records and of what befell the people in them nothing is told here: each stays apart.
    """
    links = set(store.quads_for_pattern(thing, _FROM, None, None))
    for told in list(store.quads_for_pattern(None, _FROM, thing, None)):
        links.update(islice(store.quads_for_pattern(told.subject, _FROM, None, None), _MOST_LINKED))
        links.update(store.quads_for_pattern(told.subject, A, None, told.graph_name))
    ends = {thing} | {quad.subject for quad in links} | {quad.object for quad in links if quad.predicate == _FROM}
    found = set(links)
    for end in sorted(ends, key=str)[:_MOST_LINKED]:
        for told in store.quads_for_pattern(None, _MATCH_OF, end, None):
            match = list(store.quads_for_pattern(told.subject, None, None, told.graph_name))
            # A match of another thing with an item is told on the page of that.
            if thing in (of := {quad.object for quad in match if quad.predicate == _MATCH_OF}) or (
                len(of) > 1 and of <= ends
            ):
                found.update(match)
    for run in {quad.object for quad in found if quad.predicate == _BY}:
        found.update(store.quads_for_pattern(run, None, None, None))
    return found


def _catalogued(store: Store, graphs: set[NamedNode], iris: Iris) -> set[Quad]:
    """Return the description of *graphs* and of the sources that they cite."""
    catalogue = iris.graph("sources")
    found = {quad for graph in graphs for quad in store.quads_for_pattern(graph, None, None, catalogue)}
    sources = {quad.object for quad in found if str(quad.object.value).startswith(f"{iris.base}id/source/")}
    return found | {quad for source in sources for quad in store.quads_for_pattern(source, None, None, catalogue)}

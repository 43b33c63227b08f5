"""The description of a loaded source, as N-Triples lines of its derived graph."""

from __future__ import annotations

from collections.abc import Iterator

from rehabkg.columns.derived import derived_graph
from rehabkg.iri import Iris
from rehabkg.mapping.nquads import integer, predicate, text, typed
from rehabkg.store.loaded import LoadedSource

_A_SOURCE, _A_GRAPH, _A_FILE = typed("rehab:Source"), typed("rehab:SourceGraph"), typed("rehab:LoadedFile")
_LABEL, _TITLE, _CITES = predicate("rdfs:label"), predicate("dcterms:title"), predicate("rehab:cites")
_LEVEL, _BY = predicate("rehab:evidenceLevel"), predicate("rehab:derivedBy")
_FROM, _NAME, _SUM = predicate("rehab:loadedFrom"), predicate("rehab:fileName"), predicate("rehab:checksum")
_SIZE, _FORMAT = predicate("rehab:byteSize"), predicate("rehab:fileFormat")
_RECORDS, _REJECTED = predicate("rehab:recordsLoaded"), predicate("rehab:recordsRejected")


def description_lines(loaded: LoadedSource, iris: Iris) -> Iterator[str]:
    """Yield what the graphs of *loaded* hold, where it comes from, and how many records they have.

    When it was loaded stands in the store's own file, not here: the same files give the same statements.
    """
    source = f"<{iris.thing('source', loaded.id).value}>"
    graph = f"<{iris.graph(loaded.id).value}>"
    derived = f"<{iris.graph(derived_graph(loaded.id)).value}>"
    yield f"{source}{_A_SOURCE} .\n{source}{_TITLE}{text(loaded.title)} .\n"
    yield f"{graph}{_A_GRAPH} .\n{graph}{_CITES}{source} .\n{graph}{_LABEL}{text(loaded.title)} .\n"
    yield f"{graph}{_LEVEL}<{iris.concept('evidence', 'sourced').value}> .\n"
    yield f"{graph}{_FORMAT}{text(loaded.format)} .\n"
    yield f"{graph}{_RECORDS}{integer(loaded.records)} .\n{graph}{_REJECTED}{integer(loaded.rejected)} .\n"
    for file in loaded.files:
        node = f"<{iris.thing('file', file.sha256).value}>"
        yield f"{graph}{_FROM}{node} .\n{node}{_A_FILE} .\n{node}{_NAME}{text(file.name)} .\n"
        yield f"{node}{_SUM}{text(file.sha256)} .\n{node}{_SIZE}{integer(file.size)} .\n"
    yield f"{derived}{_A_GRAPH} .\n{derived}{_BY}{text('rehabkg')} .\n"
    yield f"{derived}{_LEVEL}<{iris.concept('evidence', 'derived').value}> .\n"
    yield f"{derived}{_LABEL}{text(f'derived by rehabkg from {loaded.id}')}@en .\n"
    yield f"{derived}{_LABEL}{text(f'выведено rehabkg из {loaded.id}')}@ru .\n"

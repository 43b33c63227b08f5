"""Run one query on a store and write its answer within its limits: what a worker does, without its process."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, serialize

from rehabkg.endpoint.forms import GRAPH_FORMATS
from rehabkg.endpoint.rows import Enough, RowSink
from rehabkg.endpoint.task import QueryAnswer, Task
from rehabkg.errors import QueryError, one_line
from rehabkg.namespaces import PREFIXES
from rehabkg.query.guard import check_text, names_dataset
from rehabkg.query.results import FORMATS, Answer, Rows, xml_of
from rehabkg.settings import Settings

_BAD, _NOT_ACCEPTABLE = 400, 406
_WRITES = re.compile(r"\b(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b", re.IGNORECASE)
# RDF/XML, section 2.4: a property must end in a name; pyoxigraph writes none then.
_NO_NAME = re.compile(rb"<\w+:[ >]")
_QUADS = (RdfFormat.N_QUADS, RdfFormat.TRIG)


def evaluate(store: Store, task: Task, settings: Settings) -> QueryAnswer:
    """Return the answer to a query, or the reason why it has none; its status is 400 or 406 then."""
    try:
        check_text(
            task.text,
            max_bytes=settings.query_max_bytes,
            max_depth=settings.query_max_depth,
            datasets=True,
            services=frozenset(task.services),
        )
        found = _asked(store, task, settings.base)
        if isinstance(found, QueryTriples):
            return _statements(found, task)
        if task.results is None:
            return QueryAnswer(_NOT_ACCEPTABLE, "the answer is a table or a truth value; ask for a form of results")
        if isinstance(found, QueryBoolean):
            return QueryAnswer(form=task.results, content=Answer(bool(found)).formatted(task.results))
        return _rows(store, found, task, settings.base)
    except SyntaxError as error:
        hint = "; this service reads only, and refuses updates" if _WRITES.search(task.text) else ""
        return QueryAnswer(_BAD, f"the query cannot be read: {one_line(error, 300)}{hint}")
    except QueryError as error:
        return QueryAnswer(_BAD, str(error))
    except (ValueError, OSError, RuntimeError) as error:
        return QueryAnswer(_BAD, f"the query cannot be run: {one_line(error, 300)}")


def _asked(store: Store, task: Task, base: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Ask the store. A dataset of the request comes before that of the query (SPARQL 1.1 Protocol, section 2.1.4)."""
    if task.default_graphs or task.named_graphs:
        return store.query(
            task.text,
            base_iri=base,
            default_graph=[NamedNode(iri) for iri in task.default_graphs],
            named_graphs=[NamedNode(iri) for iri in task.named_graphs],
        )
    # With the union, pyoxigraph passes over FROM.
    return store.query(task.text, base_iri=base, use_default_graph_as_union=not names_dataset(task.text))


def _rows(store: Store, found: QuerySolutions, task: Task, base: str) -> QueryAnswer:
    form = task.results or ""
    width = len(found.variables)
    content, truncated = _written(found, form, task)
    if form == "xml":
        content = xml_of(content)
    if form == "csv" and not _well_formed(content, width):
        # pyoxigraph leaves an IRI with a comma as it is; what is taken row by row is quoted.
        again = _asked(store, task, base)
        assert isinstance(again, QuerySolutions)  # noqa: S101 - it was a moment ago
        json, truncated = _written(again, "json", task)
        content = Rows(tuple(variable.value for variable in again.variables), json).formatted("csv")
    return QueryAnswer(form=form, truncated=truncated, content=content)


def _written(found: QuerySolutions, form: str, task: Task) -> tuple[bytes, str | None]:
    sink = RowSink(form, rows=task.limits.rows, answer_bytes=task.limits.answer_bytes)
    with contextlib.suppress(Enough):
        found.serialize(sink, FORMATS[form])
    return sink.content()


def _well_formed(content: bytes, width: int) -> bool:
    """Whether no row of a CSV has more cells than there are columns."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    return all(len(row) <= max(width, 1) for row in rows)


class _Counted:
    """The statements of an answer, up to the limit. `cut` says by what they were cut."""

    def __init__(self, found: QueryTriples, sink: io.BytesIO, task: Task) -> None:
        self._found, self._sink, self._limits = found, sink, task.limits
        self.count = 0
        self.cut: str | None = None

    def __iter__(self) -> Iterator[Triple]:
        for triple in itertools.islice(self._found, self._limits.rows):
            if self._sink.tell() > self._limits.answer_bytes:
                self.cut = f"bytes={self._limits.answer_bytes}"
                return
            self.count += 1
            yield triple
        if self.count == self._limits.rows and next(self._found, None) is not None:
            self.cut = f"rows={self._limits.rows}"


def _statements(found: QueryTriples, task: Task) -> QueryAnswer:
    if task.graph is None:
        return QueryAnswer(_NOT_ACCEPTABLE, "the answer is a graph; ask for a form of RDF")
    form = GRAPH_FORMATS[task.graph]
    sink = io.BytesIO()
    counted = _Counted(found, sink, task)
    given: Iterable[Triple] | Iterable[Quad] = counted
    if form in _QUADS:
        given = (Quad(triple.subject, triple.predicate, triple.object) for triple in counted)
    serialize(given, sink, form, prefixes=PREFIXES)
    content = sink.getvalue()
    if form == RdfFormat.RDF_XML:
        if _NO_NAME.search(content):
            raise QueryError("a property ends in no name that XML can write; ask for another form")
        content = xml_of(content)
    return QueryAnswer(form=task.graph, truncated=counted.cut, statements=counted.count, content=content)

"""What was counted over a source's records, as N-Triples of the derived graph of that source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rehabkg.columns.tallies import Counted, SourceColumns
from rehabkg.iri import Iris
from rehabkg.mapping.nquads import integer, line_end, predicate, typed

_A_TALLY = typed("rehab:Tally")
_OF, _OVER, _RECORDS = predicate("rehab:tallyOf"), predicate("rehab:tallySource"), predicate("rehab:records")
_DIMENSIONS = {
    "year": predicate("rehab:tallyYear"),
    "body": predicate("rehab:tallyBody"),
    "concept": predicate("rehab:tallyConcept"),
    "act": predicate("rehab:tallyAct"),
    "book": predicate("rehab:tallyBook"),
    "years": predicate("rehab:yearsBetween"),
    "days": predicate("rehab:daysBetween"),
}
_NUMBERS = ("year", "years", "days")
# Stands in the name of a tally for a dimension without value; no code has this letter.
_UNKNOWN = "_"
_CONTRADICTION, _WITHIN_DAY = predicate("rehab:contradiction"), predicate("rehab:executedWithinDay")
_TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'


def derived_graph(source: str) -> str:
    """Return the name of the graph that holds what is derived from the records of *source*."""
    return f"derived-{source}"


def derived_lines(path: Path, source: str, iris: Iris) -> Iterator[str]:
    """Yield the N-Triples derived from the columns at *path*: tallies, contradictions, executions within a day."""
    end = line_end(None)
    columns = SourceColumns(path)
    try:
        for counted in columns.counted():
            yield from _tally(counted, source, iris, end)
        for number, kind in columns.contradictions():
            concept = iris.concept("contradiction", kind).value
            yield f"{_observation(source, number, iris)}{_CONTRADICTION}<{concept}>{end}"
        for (number,) in columns.executed_within_a_day():
            yield f"{_observation(source, number, iris)}{_WITHIN_DAY}{_TRUE}{end}"
    finally:
        columns.close()


def _observation(source: str, number: str, iris: Iris) -> str:
    return f"<{iris.of_record('observation', source, number).value}>"


def _tally(counted: Counted, source: str, iris: Iris, end: str) -> Iterator[str]:
    parts = (source, counted.tally, *(_UNKNOWN if value is None else str(value) for _, value in counted.dimensions))
    node = f"<{iris.thing('tally', '.'.join(parts)).value}>"
    yield f"{node}{_A_TALLY}{end}"
    yield f"{node}{_OF}<{iris.concept('tally', counted.tally).value}>{end}"
    yield f"{node}{_OVER}<{iris.thing('source', source).value}>{end}"
    yield f"{node}{_RECORDS}{integer(counted.records)}{end}"
    for name, value in counted.dimensions:
        if value is not None:
            yield f"{node}{_DIMENSIONS[name]}{_value(name, value, counted.scheme, iris)}{end}"


def _value(name: str, value: str | int, scheme: str | None, iris: Iris) -> str:
    if name in _NUMBERS:
        return integer(int(value))
    if name == "concept":
        return f"<{iris.concept(str(scheme), str(value)).value}>"
    return f"<{iris.thing(name, str(value)).value}>"

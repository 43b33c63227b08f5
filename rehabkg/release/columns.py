"""The gate for the columns of a loaded source: the same records stay in them, with the same said of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rehabkg.columns.schema import RECORDS
from rehabkg.dates import parse_edtf
from rehabkg.iri import local_name
from rehabkg.namespaces import REHAB
from rehabkg.release.coarsen import initials, year_of
from rehabkg.release.decided import Decided, Decision
from rehabkg.release.policy import INITIALS, YEAR, property_iri
from rehabkg.release.records import RecordGate

_PERSON = {
    "rehab:observedName": ("name",),
    "rehab:surname": ("surname",),
    "rehab:givenName": ("given_name",),
    "rehab:patronymic": ("patronymic",),
    "dcterms:alternative": ("name_variants",),
    "rehab:sex": ("sex",),
    "rehab:bornOn": ("birth_edtf", "birth_first", "birth_last"),
    "rehab:people": ("people",),
    "rehab:birthPlace": ("birth_place",),
    "rehab:birthRegion": ("birth_region",),
    "rehab:residence": ("residence",),
    "rehab:residenceRegion": ("residence_region",),
    "rehab:occupationClass": ("occupation",),
    "rehab:diedOn": ("death_edtf", "death_first", "death_last"),
    "rehab:deathManner": ("death_kind",),
    "rehab:rehabilitationStated": ("status",),
    "rehab:amnestyStated": ("amnesty",),
}
# The number of the file stands in the entry as printed, and goes with it.
_RECORD = {"rehab:printedIn": ("book",), "rehab:locator": ("file", "line"), "rehab:asListed": ("file_number",)}
_EVENT = {
    "rehab:recordedOn": ("edtf", "first", "last"),
    "rehab:recordedBody": ("body",),
    "rehab:recordedMeasure": ("measures", "months"),
    "rehab:recordedArticle": ("articles",),
    "rehab:recordedGround": ("grounds",),
    "rehab:recordedAct": ("acts",),
}
_EVENT_LISTS = ("arrests", "sentences", "releases", "rehabilitations")
_LISTS = ("name_variants", "measures", "articles", "grounds", "acts")
_Row = dict[str, Any]


def gate_columns(source: Path, target: Path, decided: Decided, gate: RecordGate) -> None:
    """Write the columns of the records that pass."""
    with pq.ParquetFile(source) as file, pq.ParquetWriter(target, RECORDS, compression="zstd") as writer:
        for batch in file.iter_batches():
            writer.write_table(_passed(pa.Table.from_batches([batch], schema=RECORDS), decided, gate))


def _passed(table: pa.Table, decided: Decided, gate: RecordGate) -> pa.Table:
    decisions = [decided.get(local_name(number)) for number in table.column("number").to_pylist()]
    stays = [not gate.hides(decision) for decision in decisions]
    if not all(stays):
        table = table.filter(pa.array(stays))
        decisions = [decision for decision, passes in zip(decisions, stays, strict=True) if passes]
    touched = [decision is not None or gate.touched_by(decided.of_all) for decision in decisions]
    if not any(touched):
        return table
    rows = table.to_pylist()
    for row, decision, changes in zip(rows, decisions, touched, strict=True):
        if changes:
            _coarsen(row, decision, gate)
    return pa.Table.from_pylist(rows, schema=RECORDS)


def _coarsen(row: _Row, decision: Decision | None, gate: RecordGate) -> None:
    for kind, columns in (("PersonObservation", _PERSON), ("Record", _RECORD)):
        _apply(row, columns, gate.treatments(REHAB + kind, decision))
    for events in _EVENT_LISTS:
        for event in row[events] or ():
            _apply(event, _EVENT, gate.treatments(REHAB + _class(events, event), decision))


def _class(events: str, event: _Row) -> str:
    """Return the class of the thing that a row of an event stands for."""
    if events == "sentences":
        return (
            "RecordedChange" if event["changes"] else "RecordedCaseClosing" if event["closed"] else "RecordedSentence"
        )
    if events == "rehabilitations":
        return "RecordedRefusal" if event["outcome"] == "refused" else "RecordedRehabilitation"
    return "RecordedArrest" if events == "arrests" else "RecordedRelease"


def _apply(row: _Row, columns: dict[str, tuple[str, ...]], treatments: Any) -> None:
    for name, cells in columns.items():
        treatment = treatments.get(property_iri(name))
        if treatment is not None and cells[0] in row:
            for cell, value in zip(cells, _coarsened(cells, row, treatment), strict=True):
                row[cell] = value


def _coarsened(cells: Sequence[str], row: _Row, treatment: str) -> Sequence[Any]:
    value = row[cells[0]]
    if treatment == INITIALS and isinstance(value, str):
        return (initials(value),)
    if treatment == YEAR and cells[0].endswith("edtf") and value is not None:
        year = year_of(value)
        if year is not None:
            dating = parse_edtf(year)
            return (year, dating.earliest, dating.latest)
    nothing: Callable[[str], Any] = lambda cell: [] if cell in _LISTS else None  # noqa: E731 - one word
    return [nothing(cell) for cell in cells]

"""Which records of a batch break which shapes, so that the loader leaves out those and loads the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rehabkg.validation.fast import BatchCheck
from rehabkg.validation.result import CheckResult
from rehabkg.validation.statements import Statements, iri, words

# The IRIs that `mapping.record_lines` makes: a thing of a record bears its source and number, and what is within a
# case the number of the case and a letter and number of its own.
_WHOLE = re.compile(r"/id/(?:record|observation|recorded-place)/([^/]+)$")
_WITHIN = re.compile(r"/id/(?:case|event|decision|figure)/([^/]+?)-[0-9]+(?:[a-z][0-9]+)?$")


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """What a check of a batch found.

    `rejected` maps the local name of a record (`source.number`) to its violations, each once; a value that records
    share, such as a date, takes every record of the batch with it that refers to it. `warnings` are loaded and
    listed. `unplaced` are violations of things that no record of the batch refers to.
    """

    rejected: Mapping[str, Sequence[CheckResult]]
    warnings: Sequence[CheckResult]
    unplaced: Sequence[CheckResult]


def record_of(thing: str) -> str | None:
    """Return the local name of the record that a thing belongs to, by its IRI; None for a value that records share.

    >>> record_of("https://w3id.org/rehabkg/id/decision/list.17-1s2")
    'list.17'
    """
    found = _WHOLE.search(thing) or _WITHIN.search(thing)
    return None if found is None else found[1]


def checked(data: bytes, check: BatchCheck) -> CheckedBatch:
    """Check the lines of a batch, with those of the values that its records share.

    Raises `ShapesError` for a line that is no statement.
    """
    rejected: dict[str, list[CheckResult]] = {}
    warnings, shared, unplaced = [], [], []
    for result in check(data):
        record = record_of(result.focus)
        if result.severity != "Violation":
            warnings.append(result)
        elif record is None:
            shared.append(result)
        else:
            rejected.setdefault(record, []).append(result)
    if shared:
        referring = _referring(data, {result.focus for result in shared})
        for result in shared:
            records = referring[result.focus]
            for record in records:
                rejected.setdefault(record, []).append(result)
            if not records:
                unplaced.append(result)
    return CheckedBatch(rejected, warnings, unplaced)


def _referring(data: bytes, values: Collection[str]) -> dict[str, list[str]]:
    """Return the records that refer to each of some values, in the order of the batch."""
    found: dict[str, dict[str, None]] = {iri(value): {} for value in values}
    for subject, node in Statements(data).of.items():
        for objects in node.values():
            for value in objects:
                record = record_of(words(subject)) if value in found else None
                if record is not None:
                    found[value][record] = None
    return {words(value): list(records) for value, records in found.items()}

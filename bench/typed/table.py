"""Write the typed table: for each record that fits into a row, the values of the triples that a load makes of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from bench.typed.statements import COLUMNS, LANGUAGE, SOURCE, STATEMENTS, SUBJECTS, Statement, parts
from rehabkg.iri import Iris
from rehabkg.mapping.lexicon_concepts import LexiconConcepts
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.namespaces import term
from rehabkg.readers.memorial_table import read_memorial_table
from rehabkg.recognise.fields import recognise_fields

# A local name that no encoder changes: templates of OTTR cannot encode, those of RML always do.
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")
# Each subject: its column, and what its IRI looks like.
_SUBJECTS = {
    name: (str(column), re.compile(re.escape(before) + r"([^/]+)" + re.escape(behind)))
    for name, (before, column, behind) in ((name, parts(template)) for name, template in SUBJECTS.items())
}


@dataclass(frozen=True, slots=True)
class _Template:
    """An object: a text in a column, or an IRI that ends in the value of a column, or that has none."""

    is_iri: bool
    before: str
    column: str | None


def _template(statement: Statement) -> _Template:
    if statement.kind != "iri":
        return _Template(False, "", statement.value)
    before, column, _ = parts(statement.value)
    return _Template(True, before, column)


_OF: dict[tuple[str, str], list[_Template]] = {}
for _statement in STATEMENTS:
    _OF.setdefault((_statement.subject, term(_statement.predicate).value), []).append(_template(_statement))


@dataclass(frozen=True, slots=True)
class Written:
    """What a typed table came to: how many records it holds, and how many did not fit into one row."""

    rows: int
    left_out: int


def write_typed(source: Path, target: Path) -> Written:
    """Read the memorial table *source*, recognise and map its records, and write the typed table *target*.

    Left out are records with several cases or more values than columns, and those of a value whose IRI is encoded.
    """
    mapper = RecordLines(SOURCE, iris=Iris(), language=LANGUAGE, concepts=LexiconConcepts(), graph=None)
    rows = left_out = 0
    with target.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for printed in read_memorial_table(source, report=lambda _: None):
            cells = cells_of(mapper.lines(printed, recognise_fields(printed)))
            if cells is None:
                left_out += 1
            else:
                rows += 1
                writer.writerow(cells)
    return Written(rows, left_out)


def cells_of(lines: str) -> list[str] | None:
    """Return the cells whose statements are *lines* (N-Triples), None where no row has all of them."""
    cells: dict[str, str] = {}
    for triple in parse(lines.encode(), format=RdfFormat.N_TRIPLES):
        if not any(_fit(cells, reading) for reading in _readings(triple)):
            return None
    return [cells.get(column, "") for column in COLUMNS]


def _fit(cells: dict[str, str], reading: dict[str, str]) -> bool:
    if any(cells.get(column, value) != value for column, value in reading.items()):
        return False
    cells.update(reading)
    return True


def _readings(triple: Triple) -> Iterator[dict[str, str]]:
    """Yield, for each statement that *triple* can come of, the cells that it needs."""
    for name, own in _subjects(triple.subject.value):
        for template in _OF.get((name, triple.predicate.value), ()):
            told = _told(template, triple.object)
            if told is not None:
                yield own | told


# The lines of one thing stand together.
@lru_cache(maxsize=16)
def _subjects(value: str) -> list[tuple[str, dict[str, str]]]:
    """Return the names of the subjects that an IRI can be, with the cell that it needs."""
    found = ((name, column, pattern.fullmatch(value)) for name, (column, pattern) in _SUBJECTS.items())
    return [(name, {column: match[1]}) for name, column, match in found if match]


def _told(template: _Template, node: NamedNode | Literal) -> dict[str, str] | None:
    if template.column is not None and not template.is_iri:
        return {template.column: node.value} if isinstance(node, Literal) else None
    before, column = template.before, template.column
    if column is None:
        return {} if node.value == before else None
    value = node.value.removeprefix(before)
    return {column: value} if before + value == node.value and _PLAIN.fullmatch(value) else None

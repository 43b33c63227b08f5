"""Rows become the quads that were written by hand for them, no more and no fewer."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.mapping.graph import MAPPERS
from rehabkg.mapping.naming import Naming
from rehabkg.tables.collection import read_collection
from rehabkg.tables.reader import read_table
from rehabkg.tables.schema import TABLES
from rehabkg.vocabulary import codes, read_vocabularies

CASES = Path(__file__).parent / "cases" / "mapping"
KINDS = {
    "d9001-1": "decision",
    "d9001-2": "decision",
    "c9001-1": "case",
    "b-made-up-court": "body",
    "b-other-court": "body",
    "f-made-up-ground": "phrase",
    "ussr": "jurisdiction",
    "pl-made-up-town": "place",
}


def refuse(error: SourceError) -> None:
    raise error


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_row_becomes_the_quads_written_by_hand(case: Path) -> None:
    """A value in the wrong place, or turned round, is found in no query that does not ask for it."""
    path = next(case.glob("*.csv"))
    table = TABLES[path.stem]
    naming = Naming(KINDS)
    found = set()
    for row in read_table(path, table, report=refuse):
        statements = list(MAPPERS[table.name](row, naming))
        statements += naming.attestation(row, statements[0].subject)
        found |= {Quad(s.subject, s.predicate, s.object, naming.graph(row)) for s in statements}
    wanted = set(parse(path=str(case / "expected.nq"), format=RdfFormat.N_QUADS))

    assert found == wanted


# Read for the editor, or told by the statements of another column of the same row.
TOLD_ELSEWHERE = {
    "who",
    "match",
    "key",
    "id",
    "relation",
    "calendar",
    "lang",
    "about",
    "person",
    "member",
    "from",
    "place",
    "act",
}


def test_no_filled_cell_is_lost() -> None:
    """Every filled cell of every row of the curated tables becomes at least one statement."""
    collection = read_collection(assets.DATA, codes(read_vocabularies()))
    naming = Naming(collection.kinds)
    lost: dict[tuple[str, str], int] = {}
    for row in collection:
        statements = list(MAPPERS[row.table.name](row, naming))
        statements += naming.attestation(row, statements[0].subject)
        mapped = {statement.column for statement in statements}
        for column in row.table.columns:
            if row[column] is not None and column not in mapped | TOLD_ELSEWHERE:
                lost[row.table.name, column] = lost.get((row.table.name, column), 0) + 1

    assert lost == {}

"""The mappers that a benchmark compares make the same triples of the same table; else their times say nothing."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import Namespace

from bench.generate import generate
from bench.processes import FailedError, run
from bench.typed import ottr, rml
from bench.typed.lines import typed_lines
from bench.typed.objects import MAPPERS
from bench.typed.sets import triples_in
from bench.typed.statements import COLUMNS, STATEMENTS, SUBJECTS
from bench.typed.table import cells_of, write_typed

ROWS = 400
RR = Namespace("http://www.w3.org/ns/r2rml#")


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A typed table of invented people."""
    folder = tmp_path_factory.mktemp("typed")
    generate("memorial-table", ROWS, folder / "table.tsv", truth=None)
    written = write_typed(folder / "table.tsv", folder / "typed.tsv")
    assert written.rows + written.left_out == ROWS
    assert written.rows > 0.9 * ROWS
    return folder / "typed.tsv"


@pytest.fixture(scope="module")
def ours(typed: Path) -> Path:
    """What the code of a load makes of it."""
    out = typed.with_name("ours.nt")
    out.write_bytes(b"".join(typed_lines(typed, 1)))
    return out


@pytest.mark.parametrize("name", sorted(MAPPERS))
def test_peers_state_what_the_code_of_a_load_states(typed: Path, ours: Path, name: str) -> None:
    """They may write letters and order lines as they like."""
    out = typed.with_name(f"{name}.nt")
    MAPPERS[name](typed, out)
    assert triples_in(out).equals(triples_in(ours))


def test_one_other_cell_makes_another_set(typed: Path, ours: Path) -> None:
    """A comparison that no difference disturbs compares nothing."""
    with typed.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened, delimiter="\t"))
    rows[1][COLUMNS.index("surname")] = "Вымышленный"
    other = typed.with_name("other.tsv")
    with other.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, delimiter="\t", lineterminator="\n").writerows(rows)
    out = typed.with_name("other.nt")
    out.write_bytes(b"".join(typed_lines(other, 1)))
    assert not triples_in(out).equals(triples_in(ours))


def test_a_record_that_no_row_holds_is_left_out() -> None:
    """A second value for one column would be lost silently."""
    node = "<https://w3id.org/rehabkg/id/observation/bench.1>"
    surname = f'{node} <https://w3id.org/rehabkg/ontology#surname> "Вымышленный"@ru .\n'
    assert cells_of(surname) is not None
    assert cells_of(surname + surname.replace("Вымышленный", "Выдуманный")) is None
    assert cells_of(surname.replace("ontology#surname", "ontology#unheardOf")) is None


def test_mappings_of_the_peers_have_every_statement(tmp_path: Path) -> None:
    """A statement that a peer is not asked for would flatter it."""
    mapping = Graph().parse(data=rml.mapping_text(tmp_path / "typed.tsv"), format="turtle")
    assert len(set(mapping.subjects(RR.subjectMap))) == len(SUBJECTS)
    assert len(set(mapping.objects(None, RR.predicateObjectMap))) == len(STATEMENTS)
    assert sum(template.text.count("ottr:Triple(") for template in ottr.templates()) == len(STATEMENTS)


def test_memory_and_output_of_a_command_are_seen() -> None:
    """The peak is that of the process, not of the bench; a command that fails is no measurement."""
    size = 300 << 20
    ran = run([sys.executable, "-c", f"import time; held = b'x' * {size}; time.sleep(0.5); print('done')"])
    assert ran.output == "done\n"
    assert ran.peak("main") > size
    assert ran.peak("worker") == 0
    with pytest.raises(FailedError, match="no such thing"):
        run([sys.executable, "-c", "import sys; sys.exit('no such thing')"])


@pytest.mark.parametrize("name", ["recognise", "mapping", "load"])
def test_each_bench_tells_how_to_call_it(name: str) -> None:
    """Whoever runs one a year later reads its help."""
    told = subprocess.run([sys.executable, "-m", f"bench.{name}", "--help"], check=True, capture_output=True, text=True)
    assert f"python -m bench.{name}" in told.stdout

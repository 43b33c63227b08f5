"""Records that somebody exported: they are held to the shapes of records, and what stands beside them to its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from good_tables import CLEARED, SENTENCED, tables
from load_fixture import load_table, people, table, table_row, written
from pyoxigraph import Literal, NamedNode, Quad
from tables_fixture import cited

from rehabkg.checks import check_files, check_tables
from rehabkg.export.jsonld import write_jsonld
from rehabkg.export.rdf import write_rdf
from rehabkg.namespaces import A, term
from rehabkg.pipeline import assemble
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import open_store
from rehabkg.store.version import write_version
from rehabkg.validation.result import CheckResult

SUFFIXES = {"turtle": ".ttl", "nquads": ".nq", "jsonld": ".jsonld"}
LIST = NamedNode(f"{DEFAULT_BASE}graph/list")
FIRST = NamedNode(f"{DEFAULT_BASE}id/record/list.1")


def keys(results: Sequence[CheckResult]) -> list[tuple[object, ...]]:
    return [(result.severity, result.shape, result.focus, result.path, result.value) for result in results]


def shapes(results: Sequence[CheckResult], severity: str = "Violation") -> set[str]:
    """Return the names of the shapes that are broken."""
    return {result.shape.rpartition("#")[2] for result in results if result.severity == severity}


def exported(quads: Iterable[Quad], form: str, folder: Path) -> Path:
    path = folder / f"export{SUFFIXES[form]}"
    path.write_bytes(write_jsonld(quads) if form == "jsonld" else write_rdf(quads, form))
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables in which two citations disagree about one decision."""
    decisions = (SENTENCED, CLEARED, {**CLEARED, **cited("leaflet-1"), "date": "1956", "scope": "partial"})
    return tables(tmp_path_factory.mktemp("disputed"), decisions_persons=decisions)


@pytest.fixture(scope="module")
def everything(data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    """The graph of those tables, a list, and what was derived from either."""
    folder = tmp_path_factory.mktemp("list")
    write_version(folder / "store", assemble(Settings(), data=data).nquads(), DEFAULT_BASE)
    rows = people(20) + table(table_row(99, birth_year="1950")).partition(b"\n")[2]
    load_table(folder / "store", written(folder / "list.tsv", rows), source="list")
    return list(open_store(folder / "store"))


@pytest.fixture
def records(everything: list[Quad]) -> list[Quad]:
    """The graph of the list alone."""
    return [quad for quad in everything if quad.graph_name == LIST]


@pytest.mark.parametrize("form", SUFFIXES)
def test_exported_list_passes(form: str, records: list[Quad], tmp_path: Path) -> None:
    """The dates, bodies and books that its records share have no citation each, and need none."""
    results, origins, number = check_files([exported(records, form, tmp_path)], Settings())

    assert shapes(results) == set()
    assert shapes(results, "Warning") == {"PersonObservation-bornAfterArrest"}
    assert origins == {}
    assert number > check_files([], Settings())[2]


@pytest.mark.parametrize("form", ["turtle", "nquads"])
def test_export_of_everything_finds_what_tables_and_list_have(
    form: str, everything: list[Quad], records: list[Quad], data: Path, tmp_path: Path
) -> None:
    """A file without graphs mixes both; each thing is still held to its own shapes, and to no others."""
    of_file, _, _ = check_files([exported(everything, form, tmp_path)], Settings())
    (tmp_path / "alone").mkdir()
    of_list, _, _ = check_files([exported(records, "nquads", tmp_path / "alone")], Settings())
    of_tables, _, _ = check_tables(Settings(), data=data)

    assert set(keys(of_file)) == {*keys(of_list), *keys(of_tables)}
    assert shapes(of_file) == shapes(of_tables)


def no_place(quad: Quad) -> Quad | None:
    return None if quad.subject == FIRST and quad.predicate == term("rehab:locator") else quad


def no_russian_name(quad: Quad) -> Quad | None:
    return None if "/id/body/" in quad.subject.value and str(quad.object).endswith("@ru") else quad


def no_date(quad: Quad) -> Quad | None:
    dated = quad.predicate == term("rehab:edtf")
    return Quad(quad.subject, quad.predicate, Literal("soon"), quad.graph_name) if dated else quad


SPOILT = [(no_place, "Record-locator"), (no_russian_name, "SharedBody-labelRu"), (no_date, "SharedDating-edtf")]


@pytest.mark.parametrize("form", ["turtle", "nquads", "jsonld"])
@pytest.mark.parametrize(("spoil", "shape"), SPOILT, ids=lambda part: getattr(part, "__name__", ""))
def test_spoilt_list_is_refused(
    spoil: Callable[[Quad], Quad | None], shape: str, form: str, records: list[Quad], tmp_path: Path
) -> None:
    """What a load would leave out must not pass as a file: the shapes of records are run, not none."""
    spoilt = [quad for quad in map(spoil, records) if quad is not None]

    results, _, _ = check_files([exported(spoilt, form, tmp_path)], Settings())

    assert shape in shapes(results)


def test_record_without_a_name_is_refused(tmp_path: Path) -> None:
    """A stranger's record may be a blank node: it is judged, and no traceback ends the check."""
    path = written(
        tmp_path / "theirs.ttl",
        '@prefix rehab: <https://w3id.org/rehabkg/ontology#> . [] a rehab:Record ; rehab:asListed "Фома"@ru .',
    )

    results, _, _ = check_files([path], Settings())

    assert {"Record-iri", "Record-locator", "Record-shows"} <= shapes(results)


def test_what_is_studied_stays_under_its_own_shapes_beside_records(records: list[Quad], tmp_path: Path) -> None:
    """A person without a citation is refused, whatever stands beside it; a record beside it makes it no record."""
    person = Quad(NamedNode("http://e/somebody"), A, term("rehab:Person"), LIST)

    results, _, _ = check_files([exported([*records, person], "turtle", tmp_path)], Settings())

    assert {result.focus for result in results if result.severity == "Violation"} == {"http://e/somebody"}


TRIED = """
@prefix rehab: <https://w3id.org/rehabkg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <http://e/> .
:record a rehab:Record .
:sentence a rehab:RecordedSentence ; rehab:recordedBody :body .
:body a rehab:Body ; rdfs:label "a body"@en .
"""


@pytest.mark.parametrize(("more", "judged"), [("", True), (":says rehab:attests :body .", False)])
def test_body_that_is_studied_is_not_held_to_the_shapes_of_shared_ones(more: str, judged: bool, tmp_path: Path) -> None:
    """In a file without graphs a body that tried records and is studied besides is one thing; its own shapes judge."""
    results, _, _ = check_files([written(tmp_path / "theirs.ttl", TRIED + more)], Settings())

    found = {result.shape.rpartition("#")[2] for result in results if result.focus == "http://e/body"}
    assert ("SharedBody-labelRu" in found) is judged
    assert ("Body-labelRu" in found) is not judged

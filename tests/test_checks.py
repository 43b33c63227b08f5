"""Files that somebody else made: whatever is in them, the check says what to mend and never breaks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from good_tables import CLEARED, SENTENCED, tables
from tables_fixture import cited

from rehabkg.checks import check_files, check_tables
from rehabkg.errors import CallError, SourceError
from rehabkg.export.jsonld import write_jsonld
from rehabkg.export.rdf import FORMATS, write_rdf
from rehabkg.pipeline import Assembled, assemble
from rehabkg.rdf_files import read_rdf
from rehabkg.settings import Settings
from rehabkg.validation.result import CheckResult

SUFFIXES = {
    "turtle": ".ttl", "trig": ".trig", "ntriples": ".nt", "nquads": ".nq", "rdfxml": ".rdf", "jsonld": ".jsonld",
}  # fmt: skip
PREFIXES = "@prefix rehab: <https://w3id.org/rehabkg/ontology#> . @prefix : <http://e/> .\n"


def keys(results: Sequence[CheckResult]) -> list[tuple[object, ...]]:
    """Return what was found, without where in a table."""
    return [(result.severity, result.shape, result.focus, result.path, result.value) for result in results]


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables in which three citations disagree about one decision."""
    told = {**cited("leaflet-1"), "date": "1956", "scope": "partial"}
    remembered = {"source": "memory", "evidence": "memory", "date": "1956-07-01", "scope": "partial"}
    decisions = (SENTENCED, CLEARED, {**CLEARED, **told}, {**CLEARED, **remembered})
    return tables(tmp_path_factory.mktemp("disputed"), decisions_persons=decisions)


@pytest.fixture(scope="module")
def ours(disputed: Path) -> Assembled:
    """The graph of those tables."""
    return assemble(Settings(), data=disputed)


@pytest.mark.parametrize("form", ["turtle", "nquads", "jsonld"])
def test_export_is_checked_like_the_tables_that_it_came_from(
    form: str, ours: Assembled, disputed: Path, tmp_path: Path
) -> None:
    """Whoever gets our export and checks it must find what we found, whether the format keeps graphs or not."""
    path = tmp_path / f"export{SUFFIXES[form]}"
    path.write_bytes(write_jsonld(ours.quads) if form == "jsonld" else write_rdf(ours.quads, form))

    of_file, origins, shapes = check_files([path], Settings())
    of_tables, _, shapes_of_tables = check_tables(Settings(), data=disputed)

    assert keys(of_file) == keys(of_tables) != []
    assert not origins
    assert shapes == shapes_of_tables


# Well-formed RDF that breaks what every row of a table is held to before it is mapped, and a shape that says so.
FOREIGN = {
    "blank nodes": (
        """[] a rehab:Sentence ; rehab:inCase [ a rehab:Case ; rehab:against [ a rehab:Person ] ] ;
          rehab:dated [ a rehab:Dating ; rehab:earliest "x" ; rehab:latest 5 ] ; rehab:ground [], :a .""",
        "Dating-edtf",
    ),
    "codes": (
        """:at a rehab:Attestation ; rehab:attests :d ; rehab:evidenceLevel :weird ; rehab:rank "high" .
          :at rehab:cites :s . :s rehab:weight "heavy" . :d a rehab:Decision ; rehab:dated :on , "1937" .""",
        "Attestation-evidenceLevel",
    ),
    "no level": (
        ':at a rehab:Attestation ; rehab:attests :d , "d" . :d a rehab:Decision ; rehab:ground "a" , "b" .',
        "Attestation-evidenceLevel",
    ),
    "no days": (
        """:d a rehab:Sentence ; rehab:dated :on ; rehab:inCase :c . :c a rehab:Case ; rehab:against "someone" .
          :on a rehab:Dating ; rehab:edtf "1937" ; rehab:latest "soon" ; rehab:earliest "1937-13-45"^^
          <http://www.w3.org/2001/XMLSchema#date> .""",
        "Dating-bounds",
    ),
    "law": (
        """:act a rehab:LegalAct ; rehab:ofJurisdiction :j .
          :act rehab:reach <https://w3id.org/rehabkg/vocab/reach/collective> .
          :p rehab:provisionOf :act ; rehab:provisionKind "covers" ; rehab:coversMeasure "x" ; rehab:category "y" .
          :j a rehab:Jurisdiction ; rehab:partOf "x" ; rehab:succeeds :j , :k . :k rehab:succeeds :j .
          :c a rehab:Case ; rehab:against :g , "g" . :z a rehab:Sentence ; rehab:inCase :c ; rehab:decidedBy "t" .""",
        "Case-attested",
    ),
}


@pytest.mark.parametrize(("turtle", "shape"), FOREIGN.values(), ids=FOREIGN)
def test_foreign_graph_gives_results(turtle: str, shape: str, tmp_path: Path) -> None:
    """What the tables never hold a stranger's file may: the shapes, not a traceback, say that it is wrong."""
    path = tmp_path / "theirs.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")

    results, _, _ = check_files([path], Settings())

    assert shape in {result.shape.rpartition("#")[2] for result in results}


def test_statements_outside_of_graphs_do_not_disagree_with_themselves(tmp_path: Path) -> None:
    """Two plain files are one citation as far as anybody can tell: no choice between values is made up."""
    for number in (1, 2):
        text = f"{PREFIXES}:d a rehab:Decision ; rehab:ground :g{number} ."
        (tmp_path / f"{number}.ttl").write_text(text)

    results, _, _ = check_files(sorted(tmp_path.glob("*.ttl")), Settings())

    assert not any("Preference" in result.shape for result in results)


def test_empty_file_is_good(tmp_path: Path) -> None:
    """Nothing stated is nothing wrong."""
    (tmp_path / "empty.ttl").write_text("")

    assert check_files([tmp_path / "empty.ttl"], Settings())[0] == []


def test_unknown_engine_is_told_before_any_file_is_read(tmp_path: Path) -> None:
    """A slip in the call must not cost the reading of a large file."""
    with pytest.raises(CallError, match="engine 'jena' is not one of pyshacl"):
        check_files([tmp_path / "nowhere.ttl"], Settings(), engine_name="jena")


REFUSED = {
    "suffix": ("graph.csv", b"", "the suffix '.csv' is not one of .ttl, "),
    "syntax": ("graph.ttl", b"<http://e/a>\n<http://e/b> .\n", "graph.ttl:2: is no Turtle"),
    "letters": ("graph.nt", b"\xff", "graph.nt:1: is no N-Triples"),
    "triple term": ("graph.ttl", b"<http://e/a> <http://e/b> <http://e/c> {| <http://e/q> 1 |} .", "RDF 1.1 is read"),
    "direction": ("graph.ttl", b'<http://e/a> <http://e/b> "x"@en--ltr .', "RDF 1.1 is read"),
    "DTD": ("graph.rdf", b'<!DOCTYPE r [<!ENTITY a "b">]><r/>', "document type or entity declaration"),
    "brackets": ("graph.ttl", b"<http://e/a> <http://e/b> " + b"[ <http://e/b> " * 5_000, "brackets deep"),
    "lists": ("graph.jsonld", b"[" * 100_000, "brackets deep"),
    "words": ("graph.jsonld", b"{nothing}", "graph.jsonld:1: is no JSON"),
    "context": ("graph.jsonld", b'{"@context": ["https://example.org/c"]}', "names a remote @context"),
    "import": ("graph.jsonld", b'{"@context": {"@import": "https://example.org/c"}}', "names a remote @context"),
}


@pytest.mark.parametrize(("name", "content", "message"), REFUSED.values(), ids=REFUSED)
def test_file_that_is_no_rdf_of_ours_is_refused_in_one_line(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    """A stranger's file may fetch, expand or recurse; what is refused names the file, and the line where it can."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(SourceError) as caught:
        list(read_rdf(tmp_path / name))

    assert str(caught.value).startswith(str(tmp_path / name))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere.ttl", "folder.ttl"])
def test_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    """A missing file and a folder give a line, not a traceback."""
    (tmp_path / "folder.ttl").mkdir()

    with pytest.raises(SourceError, match="cannot be read: "):
        list(read_rdf(tmp_path / name))


def test_every_export_format_can_be_read(ours: Assembled, tmp_path: Path) -> None:
    """What `export` writes, `check` reads: the suffixes of both are the same formats."""
    assert set(SUFFIXES) == {*FORMATS, "jsonld"}
    triples = {(quad.subject, quad.predicate, quad.object) for quad in ours.quads}

    for form, suffix in SUFFIXES.items():
        path = tmp_path / f"export{suffix}"
        path.write_bytes(write_jsonld(ours.quads) if form == "jsonld" else write_rdf(ours.quads, form))
        found = list(read_rdf(path))
        assert len({(quad.subject, quad.predicate, quad.object) for quad in found}) == len(triples)
